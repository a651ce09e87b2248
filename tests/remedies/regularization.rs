//! The penalty, dropout and the marker of early stopping.

use super::{advance, assert_close, by_step, loss};
use crate::common::{Rows, json, mean_1, number, numbers, ratio, table};
use iw_lab::experiment::history::best_step;
use iw_lab::loss::Loss;
use iw_lab::model::kernel::Dropout;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::numeric::norm;
use iw_lab::optimizer::{Optimizer, Progress, Trainer};
use iw_lab::rng::{Purpose, stream};
use iw_lab::theory::optimum::minimize;
use iw_lab::theory::rows::Rows as TheoryRows;
use serde_json::Value;

#[test]
fn a_penalty_has_its_optimum_and_its_way_there() {
    let rows = Rows::read("sep40.csv", "");
    let z = rows
        .x
        .iter()
        .zip(&rows.y)
        .flat_map(|(x, y)| [y * x[0], y * x[1], *y]);
    let z = TheoryRows::new(3, z.collect()).unwrap();
    for run in json("regularization.json")["l2_linear_sep40_bias"]
        .as_array()
        .unwrap()
    {
        let (orange, blue) = ratio(&run["ratio"]);
        let weights = rows.class_weights(orange, blue);
        let (loss, lambda) = (loss(&run["loss"], &Value::Null), number(&run["lam"]));
        let what = format!("{loss:?} λ = {lambda:e} {}", run["ratio"]);
        let optimum = minimize(&z, &weights, loss, lambda).expect(&what);
        assert_close(&optimum.theta, &run["optimum"], 1e-11, &what);
        let problem = rows.problem(Model::Linear { bias: true }, &weights, loss, lambda);
        let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; 3]);
        let mut step = 0;
        for (t, theta) in by_step(&run["theta"]) {
            advance(&mut trainer, &mut step, t);
            assert_close(
                trainer.parameters(),
                theta,
                1e-11,
                &format!("{what}, step {t}"),
            );
        }
    }
}

#[test]
fn a_penalty_on_the_network_of_64_units() {
    let rows = Rows::read("moons200.csv", "train");
    let start: Vec<f64> = table("mlp_params_L1_h64_b1_d2_s0.0_ntk_w1-1_1000.csv")
        .iter()
        .map(|row| row[1])
        .collect();
    let model = Model::Mlp {
        depth: 1,
        width: 64,
        activation: Activation::Relu,
        bias: Bias::All,
        init: Init::Ntk,
    };
    for run in json("regularization.json")["l2_net"]["runs"]
        .as_array()
        .unwrap()
    {
        let (orange, blue) = ratio(&run["ratio"]);
        let weights = rows.class_weights(orange, blue);
        let problem = rows.problem(&model, &weights, Loss::Exponential, number(&run["lam"]));
        let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start.clone());
        let mut step = 0;
        for (t, first) in by_step(&run["theta_first5"]) {
            advance(&mut trainer, &mut step, t);
            let what = format!("λ = {} {}, step {t}", run["lam"], run["ratio"]);
            let theta = trainer.parameters();
            assert_close(&theta[..5], first, 1e-10, &what);
            let key = t.to_string();
            let length = number(&run["param_norm"][&key]);
            assert!((norm(theta) - length).abs() <= 1e-10 * length, "{what}");
            let risk = iw_lab::numeric::exp(trainer.problem().ln_risk(theta));
            let theirs = number(&run["risk_without_penalty"][&key]);
            assert!(
                (risk - theirs).abs() <= 1e-9 * theirs,
                "{what}: {risk} and not {theirs}"
            );
        }
    }
}

fn dropped() -> (Rows, Vec<f64>, Model) {
    let mut rows = Rows::read("moons200.csv", "train");
    rows.x.truncate(20);
    rows.y.truncate(20);
    let weights = mean_1(
        rows.y
            .iter()
            .map(|&y| if y > 0.0 { 4.0 } else { 1.0 })
            .collect(),
    );
    let model = Model::Mlp {
        depth: 1,
        width: 8,
        activation: Activation::Tanh,
        bias: Bias::All,
        init: Init::Ntk,
    };
    (rows, weights, model)
}

#[test]
fn dropout_with_given_masks() {
    let reference = &json("regularization.json")["dropout"];
    let (rows, weights, model) = dropped();
    let problem = rows.problem(&model, &weights, Loss::Logistic, 0.0);
    let mut theta = numbers(&reference["theta0"]);
    let rate = number(&reference["p"]);
    let masks = reference["masks_step_row_unit"].as_array().unwrap();
    for (step, masks) in reference["steps"].as_array().unwrap().iter().zip(masks) {
        let by_row = masks.as_array().unwrap().iter().flat_map(numbers);
        let masks: Vec<bool> = by_row.map(|m| m == 1.0).collect();
        let (risk, gradient) = problem.gradient_with_masks(&theta, rate, &masks);
        let theirs = number(&step["loss_with_mask_before_step"]);
        assert!((risk - theirs).abs() < 1e-12, "{risk} and not {theirs}");
        theta
            .iter_mut()
            .zip(&gradient)
            .for_each(|(t, g)| *t -= 0.1 * g);
        assert_close(&theta, &step["theta"], 1e-12, "dropout");
    }
}

/// With every unit kept a mask changes nothing, in every layer of a deep network too; and random masks are the same
/// however a step is sliced, two passes of a step included, and as many units are dropped as should be.
#[test]
fn dropout_draws_the_same_masks_in_any_slices() {
    let (rows, weights, _) = dropped();
    for (depth, activation) in [(1, Activation::Relu), (3, Activation::Tanh)] {
        let model = Model::Mlp {
            depth,
            width: 8,
            activation,
            bias: Bias::All,
            init: Init::Ntk,
        };
        let n = model.n_parameters();
        let start: Vec<f64> = (0..n).map(|k| ((k * 37 % 11) as f64 - 5.0) / 7.0).collect();
        let problem = rows.problem(&model, &weights, Loss::Logistic, 0.0);
        let all = vec![true; 20 * 8 * depth];
        let (risk, gradient) = problem.gradient(&start);
        let (masked, same) = problem.gradient_with_masks(&start, 0.0, &all);
        assert!((risk - masked).abs() < 1e-14, "{risk} and {masked}");
        for (a, b) in gradient.iter().zip(&same) {
            assert!((a - b).abs() < 1e-14, "{a} and {b}");
        }
        for rule in [Optimizer::Gd, Optimizer::Normalized] {
            let dropout = Dropout::random(0.25, stream(9, Purpose::Dropout));
            let whole =
                Trainer::new(problem.clone(), rule, 0.1, start.clone()).with_dropout(dropout);
            let (mut whole, mut sliced) = (whole.clone(), whole);
            for step in 0..50 {
                assert_eq!(whole.step(), Progress::Stepped);
                while sliced.work(1 + step % 2).1 == Progress::Unfinished {}
                assert_eq!(
                    whole.parameters(),
                    sliced.parameters(),
                    "{rule:?} at {step}"
                );
            }
            let mut plain = Trainer::new(problem.clone(), rule, 0.1, start.clone());
            (0..50).for_each(|_| {
                plain.step();
            });
            assert_ne!(plain.parameters(), whole.parameters());
        }
    }
}

#[test]
fn the_best_step_is_the_earliest_of_the_fewest_errors() {
    for case in json("regularization.json")["early_stopping_cases"]
        .as_array()
        .unwrap()
    {
        let errors = case["validation"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::as_f64);
        let best = best_step(errors.enumerate().map(|(at, error)| (at as u64, error)));
        assert_eq!(best, case["best_index"].as_u64(), "{case}");
    }
    assert_eq!(
        best_step([(0, None), (1, Some(f64::NAN))].into_iter()),
        None
    );
}

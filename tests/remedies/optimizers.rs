//! Step rules and mini-batches.

use super::{advance, assert_close, by_step, loss, tolerance};
use crate::common::{Rows, json, number, numbers, ratio};
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::optimizer::{Batches, Optimizer, Progress, Trainer};
use iw_lab::rng::{Purpose, stream};
use serde_json::Value;

fn optimizer(run: &Value) -> Optimizer {
    let beta = || number(&run["b1"]);
    match run["optimizer"].as_str().unwrap() {
        "gd" | "sgd" => Optimizer::Gd,
        "normalized" => Optimizer::Normalized,
        "heavy_ball" | "sgd_heavy_ball" => Optimizer::Momentum { beta: beta() },
        "nesterov" => Optimizer::Nesterov { beta: beta() },
        "adam" => Optimizer::Adam {
            beta1: beta(),
            beta2: number(&run["b2"]),
            epsilon: number(&run["eps"]),
        },
        other => panic!("{other} is no optimizer"),
    }
}

fn orders(value: &Value) -> Vec<Vec<usize>> {
    let order = |list: &Value| numbers(list).into_iter().map(|k| k as usize).collect();
    value.as_array().unwrap().iter().map(order).collect()
}

fn check(run: &Value, rows: &Rows, model: &Model, start: &[f64], orders: &[Vec<usize>]) {
    let (orange, blue) = ratio(&run["ratio"]);
    let loss = loss(&run["loss"], &Value::Null);
    let optimizer = optimizer(run);
    let problem = rows.problem(model, &rows.class_weights(orange, blue), loss, 0.0);
    let mut trainer = Trainer::new(problem, optimizer, number(&run["eta"]), start.to_vec());
    if let Some(size) = run["batch"].as_u64() {
        trainer = trainer.in_batches(Batches::in_order(size as usize, orders.to_vec()));
    }
    let chaotic = numbers(&run["not_reproducible_t"]);
    let mut step = 0;
    for (t, theta) in by_step(&run["theta"]) {
        if chaotic.contains(&(t as f64)) {
            continue;
        }
        advance(&mut trainer, &mut step, t);
        let what = format!(
            "{optimizer:?} batch {} {loss:?} {}, step {t}",
            run["batch"], run["ratio"]
        );
        let tolerance = tolerance(&run["tolerance_abs"], t);
        assert_close(trainer.parameters(), theta, tolerance, &what);
        let risk = trainer.problem().gradient(trainer.parameters()).0;
        let theirs = number(&run["full_risk_at"][t.to_string()]);
        assert!(
            (risk - theirs).abs() <= 1e-9_f64.max(10.0 * tolerance) * theirs.max(1e-3),
            "{what}: {risk} and not {theirs}"
        );
    }
}

#[test]
fn every_step_rule_follows_its_reference_on_a_line() {
    let reference = json("optimizers.json");
    let rows = Rows::read("sep40.csv", "");
    let orders = orders(&reference["permutations_40"]);
    for run in reference["linear"].as_array().unwrap() {
        check(
            run,
            &rows,
            &Model::Linear { bias: true },
            &[0.0; 3],
            &orders,
        );
    }
}

#[test]
fn every_step_rule_follows_its_reference_on_a_network() {
    let reference = json("optimizers.json");
    let rows = Rows::read("moons200.csv", "train");
    let orders = orders(&reference["permutations_100"]);
    let start = numbers(&reference["config"]["theta0_net"]);
    let model = Model::Mlp {
        depth: 1,
        width: 8,
        activation: Activation::Tanh,
        bias: Bias::All,
        init: Init::Ntk,
    };
    for run in reference["net"].as_array().unwrap() {
        check(run, &rows, &model, &start, &orders);
    }
}

/// ½ λ x²: a penalty, and a row at the origin, which has no slope.
#[test]
fn momentum_on_a_parabola_is_a_power_of_a_matrix() {
    let origin = Rows {
        x: vec![[0.0, 0.0]],
        y: vec![1.0],
    };
    let model = Model::Linear { bias: false };
    for case in json("optimizers.json")["quadratic"].as_array().unwrap() {
        let rule = match (case["optimizer"].as_str().unwrap(), number(&case["beta"])) {
            ("gd", _) => Optimizer::Gd,
            ("heavy_ball", beta) => Optimizer::Momentum { beta },
            (_, beta) => Optimizer::Nesterov { beta },
        };
        let problem = origin.problem(&model, &[1.0], Loss::Hinge, number(&case["lam"]));
        let x0 = number(&case["x0"]);
        let mut trainer = Trainer::new(problem, rule, number(&case["eta"]), vec![x0, 0.0]);
        let mut step = 0;
        for (t, x) in by_step(&case["x"]) {
            advance(&mut trainer, &mut step, t);
            let off = (trainer.parameters()[0] - number(x)).abs();
            assert!(off <= 1e-13 * x0.abs(), "{case}, step {t}: {off:e}");
        }
    }
}

/// Along a straight piece of the hinge the gradient is constant, and Adam moves by η g/(|g| + ε) each step.
#[test]
fn adam_under_a_constant_gradient_takes_equal_steps() {
    let model = Model::Linear { bias: false };
    for case in json("optimizers.json")["adam_constant_gradient"]
        .as_array()
        .unwrap()
    {
        // ∇ = −x, far on the wrong side by the second coordinate.
        let rows = Rows {
            x: vec![[-number(&case["gradient"]), 1.0]],
            y: vec![1.0],
        };
        let problem = rows.problem(&model, &[1.0], Loss::Hinge, 0.0);
        let rule = Optimizer::Adam {
            beta1: number(&case["b1"]),
            beta2: number(&case["b2"]),
            epsilon: number(&case["eps"]),
        };
        let start = vec![number(&case["x0"]), -1e7];
        let mut trainer = Trainer::new(problem, rule, number(&case["eta"]), start);
        let mut step = 0;
        for (t, x) in by_step(&case["x"]) {
            advance(&mut trainer, &mut step, t);
            let (ours, theirs) = (trainer.parameters()[0], number(x));
            assert!(
                (ours - theirs).abs() <= 1e-11 * theirs.abs().max(1.0),
                "{case}: {ours}"
            );
        }
    }
}

#[test]
fn an_epoch_meets_every_row_once_and_its_gradients_add_up() {
    let rows = Rows::read("sep40.csv", "");
    let model = Model::Linear { bias: true };
    let weights = rows.class_weights(3.0, 1.0);
    for loss in [Loss::Exponential, Loss::Focal { gamma: 0.5 }] {
        let problem = rows.problem(&model, &weights, loss, 0.0);
        let theta = [0.3, -0.2, 0.1];
        let (risk, gradient) = problem.gradient(&theta);
        for size in [1, 7, 8, 40, 100] {
            let all: Vec<usize> = (0..40).collect();
            let (mut risks, mut sum) = (0.0, [0.0; 3]);
            for batch in all.chunks(size) {
                let (risk, gradient) = problem.batch_gradient(&theta, batch);
                let share = batch.len() as f64 / 40.0;
                risks += share * risk;
                sum.iter_mut()
                    .zip(&gradient)
                    .for_each(|(s, g)| *s += share * g);
            }
            assert!((risks - risk).abs() < 1e-15 * 10.0, "{loss:?} in {size}");
            for (a, b) in sum.iter().zip(&gradient) {
                assert!((a - b).abs() < 1e-14, "{loss:?} in {size}: {a} and {b}");
            }
        }
    }
}

#[test]
fn slices_change_no_bit_of_batches_or_momentum() {
    let rows = Rows::read("moons200.csv", "train");
    let model = Model::Mlp {
        depth: 2,
        width: 5,
        activation: Activation::Tanh,
        bias: Bias::All,
        init: Init::Ntk,
    };
    let start: Vec<f64> = (0..model.n_parameters())
        .map(|k| ((k * 37 % 11) as f64 - 5.0) / 7.0)
        .collect();
    for rule in [
        Optimizer::Gd,
        Optimizer::Normalized,
        Optimizer::Momentum { beta: 0.9 },
        Optimizer::Nesterov { beta: 0.5 },
        Optimizer::Adam {
            beta1: 0.9,
            beta2: 0.99,
            epsilon: 1e-8,
        },
    ] {
        let problem = rows.problem(&model, &rows.class_weights(2.0, 1.0), Loss::Logistic, 1e-3);
        let batches = Batches::random(21, stream(4, Purpose::Batches));
        let whole = Trainer::new(problem, rule, 0.02, start.clone()).in_batches(batches);
        let (mut whole, mut sliced) = (whole.clone(), whole);
        for step in 0..200 {
            assert_eq!(whole.step(), Progress::Stepped);
            while sliced.work(1 + step % 3).1 == Progress::Unfinished {}
            assert_eq!(
                whole.parameters(),
                sliced.parameters(),
                "{rule:?} at {step}"
            );
        }
        // Back at the start it does the same again.
        whole.set_parameters(&start);
        (0..200).for_each(|_| {
            whole.step();
        });
        assert_eq!(whole.parameters(), sliced.parameters(), "{rule:?}");
    }
}

//! Gradient descent against trajectories computed independently of this project, at their stated tolerances.

mod common;

use common::{Rows, json, number, numbers, ratio, table};
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::numeric::{exp, norm};
use iw_lab::optimizer::{Optimizer, Trainer};
use serde_json::Value;

/// Runs to each step of `checkpoints` and checks θ there: 1e-11 to step 10⁵, 1e-9 at 10⁶.
fn check_trajectory(
    mut trainer: Trainer,
    checkpoints: Vec<(u64, Vec<f64>)>,
    tolerance: f64,
    what: &str,
) {
    let mut step = 0;
    for (t, expected) in checkpoints {
        while step < t {
            trainer.step();
            step += 1;
        }
        let tolerance = if t >= 1_000_000 {
            tolerance.max(1e-9)
        } else {
            tolerance
        };
        for (ours, theirs) in trainer.parameters().iter().zip(&expected) {
            assert!(
                (ours - theirs).abs() <= tolerance,
                "{what}, step {t}: {ours} and not {theirs}"
            );
        }
    }
}

/// `{"1": …, "10": …}` in the order of the steps.
fn by_step(steps: &Value, theta: impl Fn(&Value) -> Vec<f64>) -> Vec<(u64, Vec<f64>)> {
    let mut by_step: Vec<(u64, Vec<f64>)> = steps
        .as_object()
        .expect("steps")
        .iter()
        .map(|(t, value)| (t.parse().expect("a step"), theta(value)))
        .collect();
    by_step.sort_by_key(|(t, _)| *t);
    by_step
}

fn check_separable(file: &str) {
    let rows = Rows::read("sep40.csv", "");
    let reference = json(file);
    for (name, bias) in [("nobias", false), ("bias", true)] {
        for run in reference[name]["runs"].as_array().expect("runs") {
            let (orange, blue) = ratio(&run["ratio_orange_blue"]);
            let weights = rows.class_weights(orange, blue);
            let problem = rows.problem(Model::Linear { bias }, &weights, Loss::Exponential, 0.0);
            let start = numbers(&run["theta0"]);
            let mut checkpoints = by_step(&run["gd"], |state| numbers(&state["theta"]));
            for (t, theta) in &checkpoints {
                let loss = number(&run["gd"][t.to_string()]["loss"]);
                let ours = exp(problem.ln_risk(theta));
                assert!(
                    (ours / loss - 1.0).abs() < 1e-12,
                    "{name} {t}: {ours} and not {loss}"
                );
            }
            checkpoints.push((1_000_000, numbers(&run["gd_1e6"])));
            let trainer = Trainer::new(problem, Optimizer::Gd, number(&run["eta"]), start);
            check_trajectory(
                trainer,
                checkpoints,
                1e-11,
                &format!("{file} {name} {orange}:{blue}"),
            );
        }
    }
}

#[test]
fn separable_from_zero() {
    check_separable("linear_sep40.json");
}

#[test]
fn separable_from_elsewhere() {
    check_separable("linear_sep40_theta0.json");
}

#[test]
fn overlapping() {
    let rows = Rows::read("overlap100.csv", "");
    let reference = json("linear_overlap100.json");
    for (name, bias) in [("nobias", false), ("bias", true)] {
        for run in reference[name].as_array().expect("runs") {
            let (orange, blue) = ratio(&run["ratio_orange_blue"]);
            let model = Model::Linear { bias };
            let weights = rows.class_weights(orange, blue);
            let problem = rows.problem(&model, &weights, Loss::Exponential, 0.0);
            let trainer =
                Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; model.n_parameters()]);
            check_trajectory(
                trainer,
                by_step(&run["gd"], numbers),
                1e-11,
                &format!("{name} {orange}:{blue}"),
            );
        }
    }
}

#[test]
fn partly_separable() {
    let rows = Rows::read("partial40.csv", "");
    for run in json("linear_partial40.json")["runs"]
        .as_array()
        .expect("runs")
    {
        let (orange, blue) = ratio(&run["ratio_orange_blue"]);
        let weights = rows.class_weights(orange, blue);
        let problem = rows.problem(
            Model::Linear { bias: false },
            &weights,
            Loss::Exponential,
            0.0,
        );
        let trainer = Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; 2]);
        check_trajectory(
            trainer,
            by_step(&run["gd"], numbers),
            1e-9,
            &format!("{orange}:{blue}"),
        );
    }
}

/// The model that an entry of mlp.json describes.
fn network(config: &Value) -> Model {
    Model::Mlp {
        depth: number(&config["L"]) as usize,
        width: number(&config["h"]) as usize,
        activation: config
            .get("slope")
            .map_or(Activation::Relu, |slope| Activation::Leaky {
                slope: number(slope),
            }),
        bias: match (number(&config["bias"]) as usize, config.get("d")) {
            (1, _) => Bias::All,
            (_, Some(_)) => Bias::Input,
            (_, None) => Bias::None,
        },
        init: Init::Ntk,
    }
}

#[test]
fn networks() {
    let rows = Rows::read("moons200.csv", "train");
    for entry in json("mlp.json").as_array().expect("entries") {
        let model = network(&entry["config"]);
        let (orange, blue) = (number(&entry["w_orange"]), number(&entry["w_blue"]));
        let problem = rows.problem(
            &model,
            &rows.class_weights(orange, blue),
            Loss::Exponential,
            0.0,
        );
        let given = table(entry["params_csv"].as_str().expect("a name"));
        let theta: Vec<f64> = given.iter().map(|row| row[1]).collect();
        assert_eq!(theta.len(), model.n_parameters(), "{model:?}");

        let close = |ours: f64, theirs: f64, tolerance: f64, what: &str| {
            let distance = (ours - theirs).abs() / theirs.abs().max(1e-2);
            assert!(
                distance <= tolerance,
                "{model:?} {what}: {ours} and not {theirs}"
            );
        };
        let (risk, gradient) = problem.gradient(&theta);
        close(risk, number(&entry["loss"]), 1e-12, "risk");
        close(
            exp(problem.ln_risk(&theta)),
            number(&entry["loss"]),
            1e-12,
            "ln risk",
        );
        close(
            norm(&gradient),
            number(&entry["grad_norm"]),
            1e-12,
            "gradient norm",
        );
        let scale = norm(&gradient) / (gradient.len() as f64).sqrt();
        for (i, row) in given.iter().enumerate() {
            let distance = (gradient[i] - row[2]).abs() / row[2].abs().max(scale);
            assert!(
                distance <= 1e-12,
                "{model:?} component {i}: {} and not {}",
                gradient[i],
                row[2]
            );
        }
        let margins = problem.margins(&theta);
        for (i, score) in numbers(&entry["outputs_first5"]).into_iter().enumerate() {
            close(margins[i] * rows.y[i], score, 1e-12, "score");
        }

        let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, theta);
        let mut step = 0;
        for (t, loss) in by_step(&entry["gd_loss"], |loss| vec![number(loss)]) {
            while step < t {
                trainer.step();
                step += 1;
            }
            let ours = exp(trainer.problem().ln_risk(trainer.parameters()));
            close(ours, loss[0], 1e-10, &format!("risk at {t}"));
            let key = t.to_string();
            close(
                norm(trainer.parameters()),
                number(&entry["gd_param_norm"][&key]),
                1e-10,
                "‖θ‖",
            );
            for (i, theirs) in numbers(&entry["theta_first5"][&key])
                .into_iter()
                .enumerate()
            {
                close(trainer.parameters()[i], theirs, 1e-10, &format!("θ at {t}"));
            }
        }
    }
}

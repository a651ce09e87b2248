//! Weights that are learned beside θ.

use super::{advance, assert_close, by_step, tolerance};
use crate::common::{Rows, json, number, numbers};
use iw_lab::learned::{LearnRule, Learner, project};
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::objective::Problem;
use iw_lab::optimizer::{Optimizer, Progress, Trainer};
use serde_json::Value;

/// A bound of a reference file: null for none.
fn bound(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::INFINITY)
}

fn rule(run: &Value) -> Option<LearnRule> {
    Some(match run["algorithm"].as_str().unwrap() {
        "uniform" => return None,
        "adversarial_softmax" => LearnRule::Softmax {
            kappa: number(&run["kappa"]),
        },
        "adversarial_eg" => LearnRule::ExponentiatedGradient {
            rate: number(&run["eta_w"]),
        },
        "group_dro" => LearnRule::GroupDro {
            rate: number(&run["eta_w"]),
        },
        "kl_adversarial" => LearnRule::Kl {
            temperature: number(&run["tau"]),
        },
        "meta_gradient" => LearnRule::MetaGradient,
        "best_response" => LearnRule::Best,
        other => panic!("{other} is no rule"),
    })
}

fn trainer(run: &Value, problem: Problem, validation: &Problem, start: Vec<f64>) -> Trainer {
    let weights = problem.weights().to_vec();
    let trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start);
    match rule(run) {
        Some(rule) => {
            let bound = bound(&run["M"]);
            trainer.with_learner(Learner::new(
                rule,
                bound,
                &weights,
                Some(validation.clone()),
            ))
        }
        None => trainer,
    }
}

fn check(run: &Value, trainer: &mut Trainer, most: u64) {
    let reproducible = run["reproducible_t"]
        .as_array()
        .map(|_| numbers(&run["reproducible_t"]));
    let bound = bound(&run["M"]);
    let mut step = 0;
    for (t, theta) in by_step(&run["theta"]) {
        if reproducible
            .as_ref()
            .is_some_and(|list| !list.contains(&(t as f64)))
            || t > most
        {
            continue;
        }
        while step < t {
            advance(trainer, &mut step.clone(), step + 1);
            step += 1;
            if rule(run).is_some() {
                let inside = |w: &f64| *w >= 1.0 / bound && *w <= bound;
                assert!(
                    trainer.problem().weights().iter().all(inside),
                    "{}",
                    run["algorithm"]
                );
            }
        }
        let what = format!("{} M = {}, step {t}", run["algorithm"], run["M"]);
        let tolerance = tolerance(&run["tolerance_abs"], t);
        assert_close(trainer.parameters(), theta, tolerance, &what);
        if let Some(weights) = run["w"].get(t.to_string()) {
            assert_close(
                trainer.problem().weights(),
                weights,
                tolerance.max(1e-10),
                &format!("{what}: w"),
            );
        }
    }
}

#[test]
fn learned_weights_on_a_line() {
    let reference = json("learned_weights_sep40.json");
    let rows = Rows::read("sep40.csv", "");
    let model = Model::Linear { bias: true };
    let given = reference["config"]["validation_rows"].as_array().unwrap();
    let given: Vec<Vec<f64>> = given.iter().map(numbers).collect();
    let held = Rows {
        x: given.iter().map(|row| [row[0], row[1]]).collect(),
        y: given.iter().map(|row| row[2]).collect(),
    };
    let validation = held.problem(&model, &vec![1.0; held.y.len()], Loss::Exponential, 0.0);
    for run in reference["runs"].as_array().unwrap() {
        let problem = rows.problem(&model, &[1.0; 40], Loss::Exponential, 0.0);
        let mut trainer = trainer(run, problem, &validation, vec![0.0; 3]);
        check(run, &mut trainer, 100_000);
    }
}

#[test]
fn learned_weights_on_a_network() {
    let reference = json("learned_weights_moons.json");
    let config = &reference["config"];
    let rows = Rows::read("moons200.csv", "train");
    let all = Rows::read("moons200.csv", "");
    let held: Vec<usize> = numbers(&config["validation_file_rows"])
        .into_iter()
        .map(|row| row as usize)
        .collect();
    let held = Rows {
        x: held.iter().map(|&row| all.x[row]).collect(),
        y: held.iter().map(|&row| all.y[row]).collect(),
    };
    let model = Model::Mlp {
        depth: 1,
        width: 16,
        activation: Activation::Tanh,
        bias: Bias::All,
        init: Init::Ntk,
    };
    let validation = held.problem(&model, &[1.0; 20], Loss::Exponential, 0.0);
    for run in reference["runs"].as_array().unwrap() {
        let problem = rows.problem(&model, &[1.0; 100], Loss::Exponential, 0.0);
        let mut trainer = trainer(run, problem, &validation, numbers(&config["theta0"]));
        check(run, &mut trainer, 10_000);
    }
}

#[test]
fn projections_of_the_reference() {
    for case in json("learned_weights_sep40.json")["projection_cases"]
        .as_array()
        .unwrap()
    {
        let ln_v = case["ln_v"].as_array().unwrap().iter();
        let ln_v: Vec<f64> = ln_v
            .map(|v| v.as_f64().unwrap_or(f64::NEG_INFINITY))
            .collect();
        let ours = project(&ln_v, bound(&case["M"])).weights;
        for (w, theirs) in ours.iter().zip(numbers(&case["w"])) {
            assert!(
                (w - theirs).abs() <= 1e-12 * theirs,
                "{}: {w} and not {theirs}",
                case["case"]
            );
        }
    }
}

/// The adversary learns the dual: w tends to n p* on the rows that hold the boundary.
#[test]
fn exponentiated_gradient_learns_the_dual() {
    let reference = json("learned_weights_sep40.json");
    let rows = Rows::read("sep40.csv", "");
    let model = Model::Linear { bias: true };
    let weights = [1.0; 40];
    let problem = rows.problem(&model, &weights, Loss::Exponential, 0.0);
    let rule = LearnRule::ExponentiatedGradient { rate: 0.1 };
    let learner = Learner::new(rule, f64::INFINITY, &weights, None);
    let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; 3]).with_learner(learner);
    advance(&mut trainer, &mut 0, 1_000_000);
    let support = numbers(&reference["max_margin"]["support"]);
    for (row, p) in support
        .into_iter()
        .zip(numbers(&reference["max_margin"]["p_star"]))
    {
        let ratio = trainer.problem().weights()[row as usize] / (40.0 * p);
        assert!((ratio - 1.0).abs() < 0.03, "row {row}: w/(n p*) = {ratio}");
    }
}

/// What a run remembers of its weights is forgotten where it is put elsewhere, and slices change no bit.
#[test]
fn slices_change_no_bit_of_learned_weights() {
    let rows = Rows::read("moons200.csv", "train");
    let model = Model::Mlp {
        depth: 2,
        width: 5,
        activation: Activation::Leaky { slope: 0.1 },
        bias: Bias::Input,
        init: Init::Ntk,
    };
    let start: Vec<f64> = (0..model.n_parameters())
        .map(|k| ((k * 37 % 11) as f64 - 5.0) / 7.0)
        .collect();
    let weights = rows.class_weights(2.0, 1.0);
    let held = rows.problem(&model, &[1.0; 100], Loss::Logistic, 0.0);
    for rule in [
        LearnRule::Softmax { kappa: 0.5 },
        LearnRule::Best,
        LearnRule::ExponentiatedGradient { rate: 0.3 },
        LearnRule::GroupDro { rate: 0.3 },
        LearnRule::Kl { temperature: 0.5 },
        LearnRule::MetaGradient,
    ] {
        for optimizer in [Optimizer::Gd, Optimizer::Normalized] {
            let problem = rows.problem(&model, &weights, Loss::Logistic, 0.0);
            let learner = Learner::new(rule, 5.0, &weights, Some(held.clone()));
            let whole = Trainer::new(problem, optimizer, 0.05, start.clone()).with_learner(learner);
            let (mut whole, mut sliced) = (whole.clone(), whole);
            for step in 0..100 {
                assert_eq!(whole.step(), Progress::Stepped, "{rule:?}");
                while sliced.work(1 + step % 5).1 == Progress::Unfinished {}
            }
            assert_eq!(whole.parameters(), sliced.parameters(), "{rule:?}");
            assert_eq!(
                whole.problem().weights(),
                sliced.problem().weights(),
                "{rule:?}"
            );
            whole.set_parameters(&start);
            assert_eq!(whole.problem().weights(), weights, "{rule:?}");
            advance(&mut whole, &mut 0, 100);
            assert_eq!(whole.parameters(), sliced.parameters(), "{rule:?}");
        }
    }
}

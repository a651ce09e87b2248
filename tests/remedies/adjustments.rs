//! Margins adjusted by class.

use super::{advance, assert_close, by_step, loss};
use crate::common::{Rows, json, number, numbers, ratio};
use iw_lab::adjustment::{Adjustment, ldam, logit};
use iw_lab::loss::Loss;
use iw_lab::model::Model;
use iw_lab::numeric::{exp, ln};
use iw_lab::optimizer::{Optimizer, Trainer};

#[test]
fn gradient_descent_follows_every_adjustment() {
    let reference = json("adjustments_sep40.json");
    let rows = Rows::read("sep40.csv", "");
    for run in reference["runs"].as_array().unwrap() {
        let pair = |key: &str| match run[key].as_array() {
            Some(_) => numbers(&run[key]).try_into().unwrap(),
            None => [1.0, 1.0],
        };
        let adjustment = Adjustment {
            scale: pair("Delta"),
            offset: pair("iota"),
        };
        let bias = run["bias"].as_bool().unwrap();
        let (orange, blue) = ratio(&run["ratio"]);
        let loss = loss(&run["loss"], &run["parameter"]);
        let model = Model::Linear { bias };
        let problem = rows
            .problem(&model, &rows.class_weights(orange, blue), loss, 0.0)
            .adjusted(adjustment);
        let mut trainer =
            Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; model.n_parameters()]);
        let mut step = 0;
        for (t, theta) in by_step(&run["theta"]) {
            advance(&mut trainer, &mut step, t);
            let what = format!("{} {adjustment:?} {loss:?}, step {t}", run["adjustment"]);
            assert_close(trainer.parameters(), theta, 1e-10, &what);
            let risk = trainer.problem().gradient(trainer.parameters()).0;
            let theirs = number(&run["loss_at"][t.to_string()]);
            assert!(
                (risk - theirs).abs() <= 1e-10 * theirs,
                "{what}: {risk} and not {theirs}"
            );
            let ln_risk = trainer.problem().ln_risk(trainer.parameters());
            assert!((ln_risk - ln(risk)).abs() < 1e-12, "{what}");
        }
    }
}

#[test]
fn offsets_are_those_of_the_class_counts() {
    let reference = json("adjustments_sep40.json");
    let mut met = 0;
    for run in reference["runs"].as_array().unwrap() {
        let ours = match run["adjustment"].as_str().unwrap() {
            "ldam" => {
                let counts = numbers(&run["class_counts"]);
                ldam(
                    (counts[0] as usize, counts[1] as usize),
                    number(&run["m_max"]),
                )
            }
            "logit_adjustment" => {
                let priors = numbers(&run["prior_orange_blue"]);
                let counts = priors.iter().map(|p| (p * 1000.0).round() as usize);
                let counts: Vec<usize> = counts.collect();
                logit((counts[0], counts[1]), number(&run["tau"])).unwrap()
            }
            _ => continue,
        };
        met += 1;
        assert_close(&ours.offset, &run["iota"], 1e-15, "ι");
        assert_eq!(ours.scale, [1.0, 1.0]);
    }
    assert!(met > 20, "{met}");
    assert_eq!(logit((0, 7), 1.0), None);
    assert_eq!(ldam((0, 7), 0.5).offset, [0.0, 0.5]);
}

/// Under the exponential loss ℓ(u − ι) = e^ι ℓ(u): an offset is a weight w e^ι, not rescaled to mean 1.
#[test]
fn an_offset_under_the_exponential_loss_is_a_weight() {
    let rows = Rows::read("sep40.csv", "");
    let model = Model::Linear { bias: true };
    let adjustment = logit((8, 32), 0.5).unwrap();
    let weights = rows.class_weights(1.0, 1.0);
    let adjusted = rows
        .problem(&model, &weights, Loss::Exponential, 0.0)
        .adjusted(adjustment);
    let heavier: Vec<f64> = rows.y.iter().map(|&y| exp(adjustment.offset(y))).collect();
    assert!((heavier[0] / heavier[heavier.len() - 1] - 4.0).abs() < 1e-14);
    let weighted = rows.problem(&model, &heavier, Loss::Exponential, 0.0);
    let mut runs =
        [adjusted, weighted].map(|problem| Trainer::new(problem, Optimizer::Gd, 0.1, vec![0.0; 3]));
    for _ in 0..10_000 {
        runs.iter_mut().for_each(|run| {
            run.step();
        });
    }
    let [a, b] = &runs;
    for (a, b) in a.parameters().iter().zip(b.parameters()) {
        assert!((a - b).abs() < 1e-12, "{a} and {b}");
    }
}

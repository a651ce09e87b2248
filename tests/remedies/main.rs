//! Losses, adjustments, optimizers, regularization and learned weights against numbers computed independently of this
//! project (`tests/reference/`), each at its stated tolerance and only at steps that are reproducible.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod adjustments;
mod learned;
mod limits;
mod losses;
mod optimizers;
mod regularization;
mod words;

use common::number;
use iw_lab::loss::Loss;
use iw_lab::optimizer::Trainer;
use serde_json::Value;

/// A loss as the reference files name it, with its parameter.
fn loss(name: &Value, parameter: &Value) -> Loss {
    let parameter = parameter.as_f64().unwrap_or(0.0);
    match name.as_str().expect("a loss") {
        "exponential" => Loss::Exponential,
        "logistic" => Loss::Logistic,
        "poly" => Loss::Polynomial { alpha: parameter },
        "poly_wang" => Loss::PolynomialWang { alpha: parameter },
        "squared" => Loss::Squared,
        "hinge" => Loss::Hinge,
        "squared_hinge" => Loss::SquaredHinge,
        "focal" => Loss::Focal { gamma: parameter },
        other => panic!("{other} is no loss"),
    }
}

/// `{"1": …, "10": …}` in the order of the steps.
fn by_step(steps: &Value) -> Vec<(u64, &Value)> {
    let mut by_step: Vec<(u64, &Value)> = steps
        .as_object()
        .expect("steps")
        .iter()
        .map(|(t, value)| (t.parse().expect("a step"), value))
        .collect();
    by_step.sort_by_key(|(t, _)| *t);
    by_step
}

/// Takes steps up to step `t`.
fn advance(trainer: &mut Trainer, step: &mut u64, t: u64) {
    while *step < t {
        trainer.step();
        *step += 1;
    }
}

#[track_caller]
fn assert_close(ours: &[f64], theirs: &Value, tolerance: f64, what: &str) {
    let theirs = common::numbers(theirs);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (a, b) in ours.iter().zip(&theirs) {
        assert!((a - b).abs() <= tolerance, "{what}: {a} and not {b}");
    }
}

/// A tolerance of its own for a step, or one for all.
fn tolerance(of: &Value, t: u64) -> f64 {
    match of {
        Value::Object(steps) => number(&steps[&t.to_string()]),
        one => number(one),
    }
}

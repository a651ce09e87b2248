//! Losses one by one, and gradient descent under each.

use super::{advance, assert_close, by_step, loss};
use crate::common::{Rows, json, number, ratio, read, table};
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::numeric::lanes::F64x8;
use iw_lab::numeric::{exp, norm};
use iw_lab::optimizer::{Optimizer, Trainer};
use serde_json::Value;

/// A stored number, where infinities are texts and what is not defined is null.
fn stored(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("inf") => Some(f64::INFINITY),
        Some("-inf") => Some(f64::NEG_INFINITY),
        Some(other) => panic!("{other} is no number"),
        None => value.as_f64(),
    }
}

/// The margins of `losses.json` to the last bit: what reads JSON here may miss that, and kinks are decided on it.
fn margins() -> Vec<f64> {
    let text = read("losses.json");
    let (_, list) = text.split_once("\"u\":").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    let numbers = list.trim().trim_start_matches('[').split(',');
    numbers.map(|u| u.trim().parse().unwrap()).collect()
}

#[track_caller]
fn close(ours: f64, theirs: f64, relative: f64, what: &str) {
    let near = ours == theirs || (ours - theirs).abs() <= relative * theirs.abs() + 1e-320;
    assert!(near, "{what}: {ours:e} and not {theirs:e}");
}

#[test]
fn every_loss_is_right_at_every_margin() {
    let reference = json("losses.json");
    let margins = margins();
    for entry in reference["losses"].as_array().unwrap() {
        let loss = loss(&entry["loss"], &entry["parameter"]);
        let rows = entry["value_slope_curvature_lnvalue"].as_array().unwrap();
        assert_eq!(rows.len(), margins.len());
        for (&u, row) in margins.iter().zip(rows) {
            let what = format!("{loss:?} at {u:e}");
            close(loss.value(u), stored(&row[0]).unwrap(), 1e-14, &what);
            close(loss.slope(u), stored(&row[1]).unwrap(), 1e-14, &what);
            close(loss.curvature(u), stored(&row[2]).unwrap(), 1e-12, &what);
            match stored(&row[3]) {
                Some(ln_value) => {
                    let off = (loss.ln_value(u) - ln_value).abs();
                    let near =
                        off <= 1e-13 * ln_value.abs().max(1.0) || loss.ln_value(u) == ln_value;
                    assert!(
                        near,
                        "{what}: ln ℓ is {} and not {ln_value}",
                        loss.ln_value(u)
                    );
                }
                None => assert_eq!(loss.ln_value(u), f64::NEG_INFINITY, "{what}"),
            }
            // ln |ℓ′| beside ℓ′ itself, where that is a normal number.
            let slope = loss.slope(u).abs();
            if slope > 1e-300 && slope.is_finite() {
                close(
                    exp(loss.ln_slope(u)),
                    slope,
                    1e-12,
                    &format!("{what}: ln |ℓ′|"),
                );
            } else if slope == 0.0 {
                assert!(loss.ln_slope(u) < -700.0, "{what}");
            }
        }
    }
}

/// Eight margins at once agree with one at a time, whatever stands beside them.
#[test]
fn lanes_agree_with_the_scalar_form() {
    let margins = margins();
    let losses = [
        Loss::Exponential,
        Loss::Logistic,
        Loss::Polynomial { alpha: 1.0 },
        Loss::Polynomial { alpha: 0.5 },
        Loss::Polynomial { alpha: 3.0 },
        Loss::Polynomial { alpha: 20.0 },
        Loss::PolynomialWang { alpha: 2.0 },
        Loss::PolynomialWang { alpha: 0.7 },
        Loss::Squared,
        Loss::Hinge,
        Loss::SquaredHinge,
        Loss::Focal { gamma: 0.0 },
        Loss::Focal { gamma: 1.0 },
        Loss::Focal { gamma: 2.0 },
        Loss::Focal { gamma: 0.5 },
    ];
    let fine = (0..4000).map(|k| f64::from(k) / 50.0 - 40.0);
    let all: Vec<f64> = margins
        .into_iter()
        .chain(fine)
        .filter(|u| u.abs() < 1e4)
        .collect();
    for loss in losses {
        for lane in 0..8 {
            for eight in all.chunks(8) {
                let mut lanes = [0.25; 8];
                for (k, u) in eight.iter().enumerate() {
                    lanes[(k + lane) % 8] = -u;
                }
                let (values, falls) = loss.lanes(F64x8::new(lanes));
                let (values, falls) = (values.to_array(), falls.to_array());
                for (k, &u) in eight.iter().enumerate() {
                    let at = (k + lane) % 8;
                    let what = format!("{loss:?} at {u:e}, eight at once");
                    // A power of a number that is itself off by an ulp is off by its exponent.
                    close(values[at], loss.value(u), 2e-13, &what);
                    close(-falls[at], loss.slope(u), 2e-13, &what);
                }
            }
        }
        let (values, _) = loss.lanes(F64x8::splat(f64::NAN));
        assert!(values.to_array().iter().all(|v| v.is_nan()), "{loss:?}");
    }
}

#[test]
fn gradient_descent_on_a_line_follows_every_loss() {
    let reference = json("losses_linear.json");
    for run in reference["runs"].as_array().unwrap() {
        let rows = Rows::read(&format!("{}.csv", run["data"].as_str().unwrap()), "");
        let bias = run["bias"].as_bool().unwrap();
        let (orange, blue) = ratio(&run["ratio"]);
        let loss = loss(&run["loss"], &run["parameter"]);
        let model = Model::Linear { bias };
        let problem = rows.problem(&model, &rows.class_weights(orange, blue), loss, 0.0);
        let start = vec![0.0; model.n_parameters()];
        let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start);
        let mut step = 0;
        for (t, theta) in by_step(&run["theta"]) {
            advance(&mut trainer, &mut step, t);
            let what = format!(
                "{} {loss:?} {} bias {bias}, step {t}",
                run["data"], run["ratio"]
            );
            assert_close(
                trainer.parameters(),
                theta,
                number(&run["tolerance_abs"]),
                &what,
            );
            let risk = trainer.problem().gradient(trainer.parameters()).0;
            let theirs = number(&run["loss_at"][t.to_string()]);
            // A squared shortfall s² of margins that are rounded at 1 is off by 2 s ε.
            let rounding = 1e-15 * theirs.sqrt() + 1e-28;
            let off = (risk - theirs).abs();
            assert!(
                off <= 1e-10 * theirs + rounding,
                "{what}: {risk:e} and not {theirs:e}"
            );
        }
    }
}

#[test]
fn the_network_of_64_units_follows_every_loss() {
    let reference = json("losses_net.json");
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
    for run in reference["runs"].as_array().unwrap() {
        let (orange, blue) = ratio(&run["ratio"]);
        let loss = loss(&run["loss"], &run["parameter"]);
        let weights = rows.class_weights(orange, blue);
        let problem = rows.problem(&model, &weights, loss, 0.0);
        let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start.clone());
        let mut step = 0;
        for (t, expected) in by_step(&run["theta_first5"]) {
            let Some(tolerance) = run["tolerance_abs"][t.to_string()].as_f64() else {
                continue;
            };
            advance(&mut trainer, &mut step, t);
            let key = t.to_string();
            let theta = trainer.parameters();
            let what = format!("{loss:?} {}, step {t}", run["ratio"]);
            assert_close(&theta[..5], expected, tolerance, &what);
            let last = &theta[theta.len() - 5..];
            assert_close(last, &run["theta_last5"][&key], tolerance, &what);
            close(
                norm(theta),
                number(&run["param_norm"][&key]),
                tolerance,
                &what,
            );
            if t <= 1000 {
                let risk = trainer.problem().gradient(theta).0;
                close(risk, number(&run["loss_at"][&key]), 1e-9, &what);
            }
            let margins = trainer.problem().margins(theta);
            let wrong = margins.iter().filter(|u| **u <= 0.0).count();
            close(
                wrong as f64 / 100.0,
                number(&run["error_train"][&key]),
                1e-12,
                &what,
            );
        }
    }
}

/// Focal's tail is e^−(γ+1)u: the loss-normalized step does not underflow where the loss does.
#[test]
fn normalized_steps_go_on_where_the_loss_underflows() {
    let rows = Rows {
        x: vec![[1.0, 0.0], [0.0, 1.0]],
        y: vec![1.0, 1.0],
    };
    let model = Model::Linear { bias: false };
    for (loss, rate) in [
        (Loss::Exponential, 1.0),
        (Loss::Logistic, 1.0),
        (Loss::Focal { gamma: 2.0 }, 3.0),
        (Loss::Focal { gamma: 0.5 }, 1.5),
    ] {
        let problem = rows.problem(&model, &[1.0, 1.0], loss, 0.0);
        let mut trainer = Trainer::new(problem, Optimizer::Normalized, 0.5, vec![800.0, 800.0]);
        trainer.step();
        // Both rows have half of the loss, and ∇ℓ/ℓ is the rate.
        for theta in trainer.parameters() {
            assert!(
                (theta - (800.0 + 0.25 * rate)).abs() < 1e-11,
                "{loss:?}: {theta}"
            );
        }
    }
    // A risk of 0 has no direction: it stops.
    let problem = rows.problem(&model, &[1.0, 1.0], Loss::Hinge, 0.0);
    let mut trainer = Trainer::new(problem, Optimizer::Normalized, 0.5, vec![2.0, 2.0]);
    assert_eq!(trainer.step(), iw_lab::optimizer::Progress::Unchanged);
    assert_eq!(trainer.parameters(), [2.0, 2.0]);
}

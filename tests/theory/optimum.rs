//! Optima of data that cannot be separated, of partly separable data and with a penalty.

use crate::support::{Points, assert_close, descend, json, numbers, ratio};
use iw_lab::loss::Loss;
use iw_lab::numeric::dot;
use iw_lab::theory::optimum::{OptimumError, bias_shift, core_optimum, minimize, minimize_ln};
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};
use iw_lab::theory::weighted::WeightsError;

#[test]
fn optima_of_overlap100() {
    let points = Points::read("overlap100.csv");
    let reference = json("linear_overlap100.json");
    for (name, bias) in [("nobias", false), ("bias", true)] {
        for run in reference[name].as_array().unwrap() {
            let (orange, blue) = ratio(&run["ratio_orange_blue"]);
            let weights = points.weights(orange, blue);
            let found = minimize(&points.rows(bias), &weights, Loss::Exponential, 0.0).unwrap();
            assert_close(&found.theta, &numbers(&run["theta_star"]), 1e-11);
            assert_close(&[found.risk], &[run["loss_star"].as_f64().unwrap()], 1e-11);
            assert!(found.iterations <= 18);
        }
    }
}

#[test]
fn penalized_optima_of_sep40() {
    let points = Points::read("sep40.csv");
    let reference = json("remedies_sep40.json");
    for run in reference["l2_and_polytail"].as_array().unwrap() {
        let (orange, blue) = ratio(&run["ratio"]);
        for (lambda, theta) in run["l2_opt"].as_object().unwrap() {
            let (weights, lambda) = (points.weights(orange, blue), lambda.parse().unwrap());
            let found = minimize(&points.rows(true), &weights, Loss::Exponential, lambda).unwrap();
            assert_close(&found.theta, &numbers(theta), 1e-10);
        }
    }
}

#[test]
fn the_core_of_partial40_rests_and_the_rest_leaves() {
    let points = Points::read("partial40.csv");
    let rows = points.rows(false);
    let Separability::Partly(partly) = judge(&rows) else {
        panic!("partly separable");
    };
    for run in json("linear_partial40.json")["runs"].as_array().unwrap() {
        let (orange, blue) = ratio(&run["ratio_orange_blue"]);
        let weights = points.weights(orange, blue);
        let core = core_optimum(&rows, &weights, Loss::Exponential, &partly).unwrap();
        let theta1 = run["core_optimum_theta1"].as_f64().unwrap();
        assert_close(&core.theta, &[theta1, 0.0], 1e-11);
        // Gradient descent is on its way there, ten times nearer at ten times t, and on along the limit.
        let at = |t: &str| numbers(&run["gd"][t]);
        let (early, late) = (at("100000"), at("1000000"));
        assert!((late[0] - theta1).abs() < 0.15 * (early[0] - theta1).abs());
        assert!(late[1] > early[1] + 3.0);
        let whole = minimize(&rows, &weights, Loss::Exponential, 0.0);
        assert_eq!(whole, Err(OptimumError::Separable));
    }
}

#[test]
fn class_weights_move_the_bias_by_half_ln_r_and_nothing_else() {
    let points = Points::read("overlap100.csv");
    let rows = points.rows(true);
    let at = |orange: f64, blue: f64, loss: Loss| {
        let weights = points.weights(orange, blue);
        minimize(&rows, &weights, loss, 0.0).unwrap().theta
    };
    let plain = at(1.0, 1.0, Loss::Exponential);
    for (orange, blue) in [(5.0, 1.0), (1.0, 5.0), (100.0, 1.0), (3.0, 7.0)] {
        let moved = at(orange, blue, Loss::Exponential);
        let expected = [plain[0], plain[1], plain[2] + bias_shift(orange, blue)];
        assert_close(&moved, &expected, 1e-12);
    }
    // With the logistic loss the normal turns.
    let (plain, moved) = (at(1.0, 1.0, Loss::Logistic), at(5.0, 1.0, Loss::Logistic));
    assert!((moved[0] / moved[1] - plain[0] / plain[1]).abs() > 1e-2);
}

#[test]
fn the_gradient_vanishes_at_the_optimum() {
    let points = Points::read("overlap100.csv");
    for loss in [Loss::Exponential, Loss::Logistic] {
        for (bias, lambda) in [(false, 0.0), (true, 0.0), (true, 0.3), (true, 1e-9)] {
            let (rows, weights) = (points.rows(bias), points.weights(2.0, 7.0));
            let theta = minimize(&rows, &weights, loss, lambda).unwrap().theta;
            for k in 0..rows.dim() {
                let pull: f64 = (rows.iter().zip(&weights))
                    .map(|(z, w)| w / 100.0 * loss.slope(dot(z, &theta)) * z[k])
                    .sum();
                assert!((pull + lambda * theta[k]).abs() < 1e-14);
            }
        }
    }
}

#[test]
fn the_gradient_of_the_logarithm_vanishes_at_its_optimum() {
    // ln Σ wᵢ e^−u is far below what f64 holds for the smaller λ.
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(2.0, 7.0));
    for (loss, lambda) in [
        (Loss::Exponential, 1.0),
        (Loss::Exponential, 1e-3),
        (Loss::Exponential, 1e-6),
        (Loss::Logistic, 1.0),
        (Loss::Logistic, 0.3),
    ] {
        let theta = minimize_ln(&rows, &weights, loss, lambda).unwrap().theta;
        // ℓ′/ℓ in its own words.
        let ratio = |u: f64| match loss {
            Loss::Exponential => -1.0,
            _ => -1.0 / ((1.0 + libm::exp(u)) * libm::log1p(libm::exp(-u))),
        };
        let margins = rows.margins(&theta);
        let terms: Vec<f64> = (margins.iter().zip(&weights))
            .map(|(&u, w)| libm::log(*w) + loss.ln_value(u))
            .collect();
        let largest = terms.iter().copied().fold(f64::MIN, f64::max);
        let total: f64 = terms.iter().map(|t| libm::exp(t - largest)).sum();
        for k in 0..3 {
            let pull: f64 = (rows.iter().zip(&terms).zip(&margins))
                .map(|((z, t), &u)| libm::exp(t - largest) / total * ratio(u) * z[k])
                .sum();
            assert!((pull + lambda * theta[k]).abs() < 1e-9, "{loss:?} {lambda}");
        }
    }
    for lambda in [0.0, -1.0, f64::NAN] {
        let refused = minimize_ln(&rows, &weights, Loss::Exponential, lambda);
        assert_eq!(refused, Err(OptimumError::Lambda));
    }
}

#[test]
fn gradient_descent_gets_there() {
    let points = Points::read("overlap100.csv");
    let (rows, weights) = (points.rows(true), points.weights(1.0, 1.0));
    let mut theta = vec![0.0; 3];
    descend(&rows, &weights, 0.1, &mut theta, 10_000);
    let optimum = minimize(&rows, &weights, Loss::Exponential, 0.0).unwrap();
    assert_close(&theta, &optimum.theta, 1e-13);
}

#[test]
fn directions_that_no_row_has_stay_at_zero() {
    // All on one line: the optimum is on it too.
    let rows = Rows::new(2, vec![1.0, 1.0, -1.0, -1.0, 2.0, 2.0]).unwrap();
    let found = minimize(&rows, &[1.0; 3], Loss::Exponential, 0.0).unwrap();
    assert_close(&[found.theta[0]], &[found.theta[1]], 1e-15);
    assert!(found.theta[0] > 0.0);
    // All rows zero: nothing pulls.
    let rows = Rows::new(2, vec![0.0; 4]).unwrap();
    let found = minimize(&rows, &[1.0; 2], Loss::Exponential, 0.0).unwrap();
    assert_eq!((found.theta, found.risk), (vec![0.0, 0.0], 1.0));
}

#[test]
fn a_duplicated_row_is_a_doubled_weight_and_a_zero_weight_is_no_row() {
    let once = Rows::new(2, vec![1.0, 0.2, -1.0, 0.7, 0.1, -1.0]).unwrap();
    let twice = Rows::new(2, vec![1.0, 0.2, -1.0, 0.7, 0.1, -1.0, 0.1, -1.0, 9.0, 9.0]).unwrap();
    let a = minimize(&once, &[1.0, 1.0, 2.0], Loss::Exponential, 0.0).unwrap();
    let b = minimize(&twice, &[1.0, 1.0, 1.0, 1.0, 0.0], Loss::Exponential, 0.0).unwrap();
    assert_close(&a.theta, &b.theta, 1e-15);
    assert_close(&[a.risk * 3.0], &[b.risk * 5.0], 1e-14);
}

#[test]
fn what_cannot_be_minimized_is_refused() {
    let rows = Rows::new(2, vec![1.0, 0.0, -1.0, 0.0, 0.3, -0.5]).unwrap();
    let fail =
        |weights: &[f64], lambda| minimize(&rows, weights, Loss::Logistic, lambda).unwrap_err();
    let weights = OptimumError::Weights;
    assert_eq!(fail(&[0.0; 3], 1.0), weights(WeightsError::AllZero));
    let bad = weights(WeightsError::NotAWeight { row: 1 });
    assert_eq!(fail(&[1.0, f64::NAN, 1.0], 1.0), bad);
    assert_eq!(fail(&[1.0, -1.0, 1.0], 1.0), bad);
    let length = WeightsError::Length {
        weights: 1,
        rows: 3,
    };
    assert_eq!(fail(&[1.0], 1.0), weights(length));
    assert_eq!(fail(&[1.0; 3], -1.0), OptimumError::Lambda);
    assert_eq!(fail(&[1.0; 3], f64::NAN), OptimumError::Lambda);
    assert_eq!(fail(&[1.0; 3], 0.0), OptimumError::Separable);
    // Removing a row can make the rest separable.
    assert_eq!(fail(&[1.0, 0.0, 1.0], 0.0), OptimumError::Separable);
}

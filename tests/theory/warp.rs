//! Gradient flow to t = 1e1000 against reference numbers, plain gradient descent and its invariants.

use crate::limits::limit_of;
use crate::support::{
    Points, angle, assert_close, descend, each_run_of_sep40, json, numbers, rows_of,
};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, exp, expm1, ln, norm};
use iw_lab::theory::residual::residual;
use iw_lab::theory::rows::Rows;
use iw_lab::theory::warp::{Flow, WarpError};

const LN_10: f64 = std::f64::consts::LN_10;

/// θ of the flow at each power of ten, after `steps` of plain descent from `theta`.
fn warp(
    rows: &Rows,
    weights: &[f64],
    theta: &[f64],
    steps: usize,
    decades: &[f64],
) -> Vec<Vec<f64>> {
    let mut theta = theta.to_vec();
    descend(rows, weights, 0.1, &mut theta, steps);
    let flow = Flow::new(rows, weights, 0.1, Loss::Exponential).unwrap();
    let mut moment = flow.start(&theta, ln(steps as f64)).unwrap();
    let mut visit = |decade: &f64| {
        flow.advance(&mut moment, decade * LN_10).unwrap();
        moment.theta.clone()
    };
    decades.iter().map(&mut visit).collect()
}

/// "1e30" → 30.
fn decade(key: &str) -> f64 {
    key.strip_prefix("1e").unwrap().parse().unwrap()
}

#[test]
fn warp_of_sep40() {
    each_run_of_sep40(|rows, weights, run| {
        let limit = limit_of(rows);
        let start = numbers(&run["theta0"]);
        let flow = Flow::new(rows, weights, 0.1, Loss::Exponential).unwrap();
        let mut instants: Vec<(f64, &serde_json::Value)> = run["warp_from_gd_1e4"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(key, value)| (decade(key), value))
            .collect();
        instants.sort_by(|a, b| a.0.total_cmp(&b.0));
        let decades: Vec<f64> = instants.iter().map(|(decade, _)| *decade).collect();
        let found = warp(rows, weights, &start, 10_000, &decades);
        for ((decade, stored), theta) in instants.iter().zip(&found) {
            assert_close(theta, &numbers(&stored["theta"]), 1e-7);
            let number = |key: &str| stored[key].as_f64().unwrap();
            assert_close(&[flow.ln_risk(theta)], &[number("log_loss")], 1e-7);
            assert_close(
                &[angle(theta, &limit.direction)],
                &[number("angle_to_svm_deg")],
                1e-6,
            );
            let least = rows
                .margins(theta)
                .into_iter()
                .fold(f64::INFINITY, f64::min);
            let normalized = least / norm(theta) / limit.margin;
            assert_close(&[normalized], &[number("norm_margin_over_gamma")], 1e-9);
            if *decade == 6.0 {
                // Plain descent lags behind by its true lag, ½ |v| ln(t/T₀)/t, and no more.
                let plain = numbers(&run["gd_1e6"]);
                let lag = 0.5 * ln(100.0) * norm(&limit.solution) / 1e6;
                let gap: Vec<f64> = plain.iter().zip(theta).map(|(a, b)| a - b).collect();
                assert!(
                    norm(&gap) < 1.1 * lag && norm(&gap) > 0.5 * lag,
                    "{gap:?}, {lag:e}"
                );
            }
        }
    });
}

#[test]
fn the_warp_tends_to_the_predicted_residual() {
    let points = Points::read("sep40.csv");
    for (bias, decades, tolerance) in [
        (false, 100.0, 1e-9),
        (true, 300.0, 2e-6),
        (true, 1000.0, 1e-7),
    ] {
        let rows = points.rows(bias);
        for (orange, blue) in [(1.0, 1.0), (1.0, 5.0), (5.0, 1.0), (1.0, 20.0)] {
            let weights = points.weights(orange, blue);
            let start = vec![0.0; rows.dim()];
            let theta = &warp(&rows, &weights, &start, 10_000, &[decades])[0];
            let predicted = residual(&rows, &limit_of(&rows), &weights, 0.1).unwrap();
            assert_close(theta, &predicted.predict(decades * LN_10), tolerance);
            let predicted = predicted.predicted_angle(decades * LN_10).to_degrees();
            let measured = angle(theta, &limit_of(&rows).direction);
            assert!((measured / predicted - 1.0).abs() < 0.05);
        }
    }
}

#[test]
fn warps_of_degenerate_support() {
    let reference = json("edge_cases.json");
    for name in ["zero_dual_sv", "degenerate_3sv"] {
        let case = &reference[name];
        let (rows, weights) = (rows_of(&case["z"]), numbers(&case["w"]));
        let keys = ["1e6", "1e12", "1e100", "1e1000"];
        let decades = keys.map(decade);
        let found = warp(&rows, &weights, &numbers(&case["theta0"]), 10_000, &decades);
        for (key, theta) in keys.iter().zip(&found) {
            assert_close(theta, &numbers(&case["warp"][key]), 1e-7);
        }
    }
    // Without a dual, θ₂ leaves v ln t + ρ like ln ln t.
    let theta = numbers(&reference["zero_dual_sv"]["warp"]["1e1000"]);
    assert!((theta[1] - ln(1000.0 * LN_10)).abs() < 0.01);
}

#[test]
fn invariants_of_the_flow() {
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(3.0, 1.0));
    let decades = [6.0, 30.0, 300.0];
    let theta0 = [0.1, -0.2, 0.3];
    let plain = warp(&rows, &weights, &theta0, 1000, &decades);
    let all = |z: Vec<f64>, weights: &[f64], theta0: &[f64]| {
        warp(
            &Rows::new(rows.dim(), z).unwrap(),
            weights,
            theta0,
            1000,
            &decades,
        )
    };

    // −ln L increases.
    let flow = Flow::new(&rows, &weights, 0.1, Loss::Exponential).unwrap();
    let risks: Vec<f64> = plain.iter().map(|theta| flow.ln_risk(theta)).collect();
    assert!(risks.windows(2).all(|pair| pair[1] < pair[0]));

    // A duplicated row is a doubled weight, at fixed n: with n + 1 rows all weights grow by (n + 1)/n.
    let n = rows.len() as f64;
    let mut doubled = weights.clone();
    doubled[6] *= 2.0;
    let mut copied: Vec<f64> = weights.clone();
    copied.push(weights[6]);
    copied.iter_mut().for_each(|w| *w *= (n + 1.0) / n);
    let mut z: Vec<f64> = rows.iter().flatten().copied().collect();
    let same_z = z.clone();
    z.extend_from_slice(rows.row(6));
    let (a, b) = (
        all(same_z.clone(), &doubled, &theta0),
        all(z, &copied, &theta0),
    );
    a.iter().zip(&b).for_each(|(a, b)| assert_close(a, b, 1e-8));

    // Rows in another order.
    let reversed: Vec<f64> = (0..rows.len())
        .rev()
        .flat_map(|i| rows.row(i))
        .copied()
        .collect();
    let weights_reversed: Vec<f64> = weights.iter().rev().copied().collect();
    let other = all(reversed, &weights_reversed, &theta0);
    plain
        .iter()
        .zip(&other)
        .for_each(|(a, b)| assert_close(a, b, 1e-8));

    // (x, y) → (−x, −y) leaves y x alone and turns the bias coordinate.
    let turned: Vec<f64> = rows.iter().flat_map(|z| [z[0], z[1], -z[2]]).collect();
    let other = all(turned, &weights, &[0.1, -0.2, -0.3]);
    for (a, b) in plain.iter().zip(&other) {
        assert_close(a, &[b[0], b[1], -b[2]], 1e-12);
    }
}

#[test]
fn scaling_all_weights_is_scaling_the_learning_rate() {
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(1.0, 5.0));
    let scaled: Vec<f64> = weights.iter().map(|w| 7.0 * w).collect();
    let run = |weights: &[f64], eta: f64| {
        let flow = Flow::new(&rows, weights, eta, Loss::Exponential).unwrap();
        let mut moment = flow.start(&[5.0, 4.0, 0.0], ln(1e4)).unwrap();
        flow.advance(&mut moment, 100.0 * LN_10).unwrap();
        moment.theta
    };
    assert_close(&run(&scaled, 0.1), &run(&weights, 0.7), 1e-9);
}

#[test]
fn the_part_of_the_start_that_no_row_reaches_stays() {
    // Rows in a plane of three dimensions, and a start beside it.
    let rows = Rows::new(3, vec![1.0, 1.0, 0.0, 0.2, 0.2, 1.0, 2.0, 2.0, -0.3]).unwrap();
    let flow = Flow::new(&rows, &[1.0; 3], 0.1, Loss::Exponential).unwrap();
    let mut moment = flow.start(&[0.9, -0.4, 0.3], 0.0).unwrap();
    flow.advance(&mut moment, 1000.0 * LN_10).unwrap();
    let across = moment.theta[0] - moment.theta[1];
    assert_close(&[across], &[1.3], 1e-10);
}

#[test]
fn stopping_on_the_way_changes_nothing_beyond_the_tolerance_and_never_passes() {
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(1.0, 1.0));
    let flow = Flow::new(&rows, &weights, 0.1, Loss::Exponential).unwrap();
    let start = flow.start(&[5.0, 4.0, 0.0], ln(1e4)).unwrap();
    let (mut direct, mut stopping) = (start.clone(), start);
    flow.advance(&mut direct, 700.0).unwrap();
    for i in 0..=1000 {
        let until = ln(1e4) + (700.0 - ln(1e4)) * f64::from(i) / 1000.0;
        while !flow.step(&mut stopping, until).unwrap() {
            assert!(stopping.ln_t < until);
        }
        assert_eq!(stopping.ln_t, until.max(ln(1e4)));
    }
    assert_close(&stopping.theta, &direct.theta, 1e-8);
    // Going back is not moving.
    let here = direct.clone();
    flow.advance(&mut direct, 10.0).unwrap();
    assert_eq!(direct, here);
}

#[test]
fn the_logistic_loss_has_the_same_flow_in_the_end() {
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(1.0, 5.0));
    let predicted = residual(&rows, &limit_of(&rows), &weights, 0.1).unwrap();
    let flow = Flow::new(&rows, &weights, 0.1, Loss::Logistic).unwrap();
    let mut moment = flow.start(&[0.0; 3], 0.0).unwrap();
    flow.advance(&mut moment, 1000.0 * LN_10).unwrap();
    assert_close(&moment.theta, &predicted.predict(moment.ln_t), 1e-7);
    // And its slope is exact: from a margin of 0 on, it follows descent with small steps.
    let rows = Rows::new(1, vec![1.0]).unwrap();
    let flow = Flow::new(&rows, &[1.0], 1e-5, Loss::Logistic).unwrap();
    let mut theta = 0.0;
    for _ in 0..1_000_000 {
        theta -= 1e-5 * Loss::Logistic.slope(theta);
    }
    let mut moment = flow.start(&[0.0], ln(1e-3)).unwrap();
    flow.advance(&mut moment, ln(1e6)).unwrap();
    assert_close(&moment.theta, &[theta], 1e-5);
}

#[test]
fn dual_time_is_the_total_normalized_step() {
    // One row: L = e^−θ, so dual time ∫ η L dt is θ itself.
    let rows = Rows::new(1, vec![1.0]).unwrap();
    let flow = Flow::new(&rows, &[1.0], 0.1, Loss::Exponential).unwrap();
    let mut moment = flow.start(&[0.0], -5.0).unwrap();
    flow.advance(&mut moment, 2000.0).unwrap();
    assert_close(&[moment.dual_time], &moment.theta, 1e-9);
    assert_close(&moment.theta, &[2000.0 + ln(0.1)], 1e-2);
}

#[test]
fn one_row_goes_by_its_closed_form() {
    // e^−θ dθ = η dt: θ = ln(e^θ₀ + η (t − t₀)), and ln(η t) long after.
    let rows = Rows::new(1, vec![1.0]).unwrap();
    let flow = Flow::new(&rows, &[1.0], 0.1, Loss::Exponential).unwrap();
    for start in [-3.0, 0.0, 7.0] {
        let mut moment = flow.start(&[start], 0.0).unwrap();
        for ln_t in [0.5, 1.0, 3.0, 10.0, 30.0, 300.0, 2302.0] {
            flow.advance(&mut moment, ln_t).unwrap();
            let expected = if ln_t < 100.0 {
                ln(exp(start) + 0.1 * expm1(ln_t))
            } else {
                ln_t + ln(0.1)
            };
            assert_close(&moment.theta, &[expected], 1e-8);
        }
    }
}

#[test]
fn what_cannot_be_warped_is_refused() {
    let rows = Rows::new(2, vec![1.0, 0.2, -1.0, 0.4, 0.3, -1.0]).unwrap();
    let new = |weights: &[f64], eta| Flow::new(&rows, weights, eta, Loss::Exponential);
    assert!(matches!(new(&[0.0; 3], 0.1), Err(WarpError::Weights(_))));
    assert!(matches!(new(&[1.0; 3], 0.0), Err(WarpError::Eta)));
    assert!(matches!(new(&[1.0; 3], f64::NAN), Err(WarpError::Eta)));
    let flow = new(&[1.0; 3], 0.1).unwrap();
    assert_eq!(flow.start(&[0.0], 0.0), Err(WarpError::Start));
    assert_eq!(flow.start(&[0.0, f64::NAN], 0.0), Err(WarpError::Start));
    assert_eq!(
        flow.start(&[0.0, 0.0], f64::INFINITY),
        Err(WarpError::Start)
    );
    // Not separable: the flow comes to rest, and its steps shrink until it says so.
    let mut moment = flow.start(&[0.0, 0.0], 0.0).unwrap();
    let ended = flow.advance(&mut moment, 1000.0);
    assert!(matches!(ended, Err(WarpError::Stiff { .. })), "{ended:?}");
    assert!(dot(&moment.theta, &moment.theta).is_finite());
    // Absurd starts end in words too.
    let mut moment = flow.start(&[-1e5, 3.0], 700.0).unwrap();
    assert!(flow.advance(&mut moment, 2000.0).is_err());
}

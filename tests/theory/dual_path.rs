//! The dual along runs whose every step is summed, beside what a sparse history makes of it.

use crate::limits::limit_of;
use crate::support::{Points, angle, assert_close, descend};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, norm, pow};
use iw_lab::theory::dual::{certificate, certified_angle, kl_to_weights, mirror_bound};
use iw_lab::theory::dual_path::{DualMoment, DualPath, bound_begins};
use iw_lab::theory::rows::Rows;

/// η Σ (wᵢ/n) |ℓ′(uᵢ)|, divided by L for normalized steps, written out.
fn step(path: &DualPath, theta: &[f64]) -> f64 {
    let n = path.rows.len() as f64;
    let sum = |term: &dyn Fn(f64) -> f64| {
        let terms = path.rows.iter().zip(path.weights);
        terms.map(|(z, w)| w / n * term(dot(z, theta))).sum::<f64>()
    };
    let slope = sum(&|u| -path.loss.slope(u));
    let risk = if path.normalized {
        sum(&|u| path.loss.value(u))
    } else {
        1.0
    };
    path.eta * slope / risk
}

/// One step of the run.
fn advance(path: &DualPath, theta: &mut [f64]) {
    let n = path.rows.len() as f64;
    let risk: f64 = path
        .rows
        .iter()
        .zip(path.weights)
        .map(|(z, w)| w / n * path.loss.value(dot(z, theta)))
        .sum();
    let mut way = vec![0.0; theta.len()];
    for (z, w) in path.rows.iter().zip(path.weights) {
        let pull = path.eta * w / n * -path.loss.slope(dot(z, theta))
            / if path.normalized { risk } else { 1.0 };
        way.iter_mut().zip(z).for_each(|(way, z)| *way += pull * z);
    }
    theta
        .iter_mut()
        .zip(&way)
        .for_each(|(theta, way)| *theta += way);
}

/// Steps at 48 a decade, as histories record them.
fn recorded(last: u64) -> Vec<u64> {
    let mut steps: Vec<u64> = (0..)
        .map(|k| pow(10.0, f64::from(k) / 48.0).round() as u64)
        .take_while(|step| *step <= last)
        .collect();
    steps.insert(0, 0);
    steps.dedup();
    steps
}

#[test]
fn dual_time_of_a_sparse_history_is_the_sum_over_every_step() {
    let points = Points::read("sep40.csv");
    let (rows, weights) = (points.rows(true), points.weights(5.0, 1.0));
    let limit = limit_of(&rows);
    for (loss, normalized, tolerance) in [
        (Loss::Exponential, false, 3e-5),
        (Loss::Logistic, false, 3e-5),
        (Loss::Exponential, true, 1e-12),
        (Loss::Logistic, true, 3e-5),
    ] {
        let path = DualPath {
            rows: &rows,
            weights: &weights,
            dual: &limit.dual,
            margin: limit.margin,
            eta: 0.1,
            loss,
            normalized,
        };
        let last = if normalized { 1000 } else { 100_000 };
        let steps = recorded(last);
        let mut theta = vec![0.0; 3];
        let mut exact = 0.0;
        let mut moment = path.at(&theta, 0.0).unwrap();
        let mut before = 0;
        for now in 1..=last {
            exact += step(&path, &theta);
            advance(&path, &mut theta);
            if steps.contains(&now) {
                moment = path.after(&moment, before, now, &theta).unwrap();
                before = now;
                let off = (moment.total_step / exact - 1.0).abs();
                assert!(
                    off < if now < 12 { 1e-14 } else { tolerance },
                    "{loss:?} {normalized} {now}: {off:e}"
                );
                assert_close(&[moment.step], &[step(&path, &theta)], 1e-12 * moment.step);
            }
        }
    }
}

#[test]
fn the_bound_holds_from_where_steps_are_short_enough_and_not_before() {
    let points = Points::read("sep40.csv");
    let rows = points.rows(true);
    let limit = limit_of(&rows);
    let radius = rows.radius();
    // Short steps, and steps that are too long at first.
    for eta in [0.9 / (radius * radius), 8.0 / (radius * radius)] {
        for ratio in [(1.0, 5.0), (5.0, 1.0), (1.0, 100.0)] {
            let weights = points.weights(ratio.0, ratio.1);
            let path = DualPath {
                rows: &rows,
                weights: &weights,
                dual: &limit.dual,
                margin: limit.margin,
                eta,
                loss: Loss::Exponential,
                normalized: false,
            };
            let mut theta = vec![0.0; 3];
            let mut moments = vec![path.at(&theta, 0.0).unwrap()];
            for now in 1..2000 {
                descend(&rows, &weights, eta, &mut theta, 1);
                let next = path
                    .after(&moments[now - 1], now as u64 - 1, now as u64, &theta)
                    .unwrap();
                moments.push(next);
            }
            let from = bound_begins(&moments, radius);
            assert_eq!(from == 0, eta * radius * radius <= 1.0);
            assert_close(
                &[moments[0].kl],
                &[kl_to_weights(&limit.dual, &weights)],
                1e-12,
            );
            for moment in &moments[from + 1..] {
                let way = moment.total_step - moments[from].total_step;
                assert!(moment.gap > 0.0 && moment.gap <= mirror_bound(moments[from].kl, way));
            }
        }
    }
    // Nothing but long steps: it begins nowhere.
    let long = DualMoment {
        kl: 1.0,
        gap: 1.0,
        total_step: 1.0,
        step: 2.0,
    };
    assert_eq!(bound_begins(&[long, long], 1.0), 2);
}

#[test]
fn with_the_dual_as_weights_there_is_no_way_to_go() {
    let points = Points::read("sep40.csv");
    let rows = points.rows(false);
    let limit = limit_of(&rows);
    let weights: Vec<f64> = limit.dual.iter().map(|p| p * 40.0).collect();
    let path = DualPath {
        rows: &rows,
        weights: &weights,
        dual: &limit.dual,
        margin: limit.margin,
        eta: 0.1,
        loss: Loss::Exponential,
        normalized: false,
    };
    let start = path.at(&[0.0, 0.0], 0.0).unwrap();
    assert_close(&[start.kl, start.gap], &[0.0, 0.0], 1e-15);
    assert_close(&[start.step], &[0.1], 1e-15);
    // Without a row to weigh, nothing is defined.
    let none = DualPath {
        weights: &[0.0; 40],
        ..path
    };
    assert_eq!(none.at(&[0.0, 0.0], 0.0), None);
    assert_eq!(path.at(&[f64::NAN, 0.0], 0.0), None);
}

#[test]
fn the_certified_angle_is_the_certificate_and_keeps_its_digits() {
    for (kl, margin, length) in [(3.0, 0.55, 10.0), (0.2, 1.0, 1.0), (1e-12, 1.0, 3.0)] {
        let angle = certified_angle(kl, margin, length).unwrap();
        let cosine = certificate(kl, margin, length);
        assert_close(&[libm::cos(angle)], &[cosine], 1e-15);
    }
    // Near 0, arccos(1 − x) ≈ √(2 x).
    let tiny = certified_angle(2e-30, 1.0, 1.0).unwrap();
    assert!((tiny / 2e-15 - 1.0).abs() < 1e-12);
    assert_eq!(certified_angle(2.0, 1.0, 1.0), None);
    assert_eq!(certified_angle(1.0, 1.0, 0.0), None);
    assert_eq!(certified_angle(f64::INFINITY, 1.0, 1.0), None);
}

#[test]
fn what_two_support_vectors_leave_open_is_read_off_late_time() {
    use iw_lab::theory::residual::residual;
    use iw_lab::theory::warp::Flow;
    // Two support vectors and a bias: one direction of three stays open.
    let rows = Rows::new(
        3,
        vec![
            1.0, 0.0, 1.0, 1.0, 0.2, -1.0, 2.0, 1.5, 1.0, 1.7, -0.9, -1.0,
        ],
    )
    .unwrap();
    let limit = limit_of(&rows);
    assert_eq!(limit.support, [0, 1]);
    let weights = [1.0, 3.0, 2.0, 0.5];
    let open = residual(&rows, &limit, &weights, 0.1).unwrap();
    assert!(!open.complete);
    let mut theta = vec![0.0; 3];
    descend(&rows, &weights, 0.1, &mut theta, 10_000);
    let flow = Flow::new(&rows, &weights, 0.1, Loss::Exponential).unwrap();
    let mut moment = flow.start(&theta, iw_lab::numeric::ln(1e4)).unwrap();
    flow.advance(&mut moment, 300.0).unwrap();
    let whole = open.read_off(&rows, &moment.theta, 300.0);
    assert!(whole.complete);
    // It moved only across the support vectors, and predicts what comes later.
    for i in [0, 1] {
        assert_close(
            &[dot(rows.row(i), &whole.rho)],
            &[dot(rows.row(i), &open.rho)],
            1e-12,
        );
    }
    let apart: Vec<f64> = whole
        .rho
        .iter()
        .zip(&open.rho)
        .map(|(a, b)| a - b)
        .collect();
    assert!(norm(&apart) > 1e-2);
    flow.advance(&mut moment, 2000.0).unwrap();
    assert_close(&whole.predict(2000.0), &moment.theta, 1e-6);
    let wrong = angle(&open.predict(2000.0), &limit.direction);
    let right = angle(&moment.theta, &limit.direction);
    assert!((wrong / right - 1.0).abs() > 1e-2, "{wrong} {right}");
}

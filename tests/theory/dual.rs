//! The dual view: straight paths, mirror descent, certificates.

use crate::limits::limit_of;
use crate::support::{Points, angle, assert_close, descend, json, numbers, ratio};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, norm};
use iw_lab::rng::{Purpose, normal, stream};
use iw_lab::theory::dual::{
    MirrorDescent, certificate, dual_gap, kl, kl_to_weights, mirror_bound, shares,
};
use iw_lab::theory::rows::Rows;

#[test]
fn kl_from_the_dual_to_the_weights_of_sep40() {
    let points = Points::read("sep40.csv");
    let reference = json("linear_sep40.json");
    for (name, bias) in [("nobias", false), ("bias", true)] {
        let limit = limit_of(&points.rows(bias));
        for run in reference[name]["runs"].as_array().unwrap() {
            let (orange, blue) = ratio(&run["ratio_orange_blue"]);
            let found = kl_to_weights(&limit.dual, &points.weights(orange, blue));
            assert_close(&[found], &[run["KL_pstar_w"].as_f64().unwrap()], 1e-10);
        }
    }
}

#[test]
fn with_the_dual_as_weights_descent_runs_straight_to_the_limit() {
    let points = Points::read("sep40.csv");
    let reference = &json("edge_cases.json")["pstar_weights_straight_path"];
    for bias in [false, true] {
        let rows = points.rows(bias);
        let limit = limit_of(&rows);
        // p* rescaled to mean 1.
        let weights: Vec<f64> = limit.dual.iter().map(|p| p * 40.0).collect();
        let mut theta = vec![0.0; rows.dim()];
        let mut done = 0;
        for (key, steps) in [("1", 1), ("100", 100), ("10000", 10_000)] {
            descend(&rows, &weights, 0.1, &mut theta, steps - done);
            done = steps;
            assert!(angle(&theta, &limit.direction) < 1e-9);
            if bias {
                assert_close(&theta, &numbers(&reference["theta"][key]), 1e-11);
            }
        }
        assert!(kl_to_weights(&limit.dual, &weights).abs() < 1e-14);
    }
}

#[test]
fn mirror_descent_and_normalized_descent_are_the_same_thing() {
    let points = Points::read("sep40.csv");
    for bias in [false, true] {
        let (rows, weights) = (points.rows(bias), points.weights(1.0, 5.0));
        let eta = 1.0 / (rows.radius() * rows.radius());
        let limit = limit_of(&rows);
        let start = kl_to_weights(&limit.dual, &weights);
        let mut dual = MirrorDescent::new(&weights).unwrap();
        let mut theta = vec![0.0; rows.dim()];
        let first = shares(&weights, &rows.margins(&theta), Loss::Exponential).unwrap();
        let normalized: Vec<f64> = weights.iter().map(|w| w / 40.0).collect();
        assert_close(&first, &normalized, 1e-16);
        for _ in 0..5000 {
            let q = shares(&weights, &rows.margins(&theta), Loss::Exponential).unwrap();
            assert_close(&dual.shares(), &q, 1e-12);
            for (k, t) in theta.iter_mut().enumerate() {
                *t += eta * rows.iter().zip(&q).map(|(z, q)| q * z[k]).sum::<f64>();
            }
            dual.step(&rows, eta);
            // The actual gap is below the bound, and not below 0.
            let gap = dual_gap(&rows, &dual.shares(), limit.margin);
            assert!(gap > -1e-15 && gap <= mirror_bound(start, dual.total_step));
        }
        assert!(kl(&limit.dual, &dual.shares()) < 0.1 * start);
    }
}

#[test]
fn the_certificate_holds_for_100_random_weightings() {
    let points = Points::read("sep40.csv");
    let mut rng = stream(1, Purpose::Data);
    let rows = points.rows(true);
    let limit = limit_of(&rows);
    for _ in 0..100 {
        let spread = 3.0 * normal(&mut rng);
        let raw: Vec<f64> = (0..40)
            .map(|_| iw_lab::numeric::exp(spread * normal(&mut rng)))
            .collect();
        let mean = raw.iter().sum::<f64>() / 40.0;
        let weights: Vec<f64> = raw.iter().map(|w| w / mean).collect();
        let start = kl_to_weights(&limit.dual, &weights);
        let mut theta = vec![0.0; 3];
        let mut done = 0;
        for steps in [1, 10, 100, 1000, 5000] {
            descend(&rows, &weights, 0.1, &mut theta, steps - done);
            done = steps;
            let cosine = dot(&theta, &limit.direction) / norm(&theta);
            assert!(cosine >= certificate(start, limit.margin, norm(&theta)));
        }
    }
}

#[test]
fn the_certificate_of_1_to_5() {
    let points = Points::read("sep40.csv");
    let reference = &json("edge_cases.json")["certificate_1to5"];
    let (rows, weights) = (points.rows(true), points.weights(1.0, 5.0));
    let limit = limit_of(&rows);
    let start = kl_to_weights(&limit.dual, &weights);
    assert_close(&[start], &[reference["KL"].as_f64().unwrap()], 1e-10);
    let stored = json("linear_sep40.json");
    let gd = &stored["bias"]["runs"][1];
    let thetas = [
        &gd["gd"]["100"]["theta"],
        &gd["gd"]["10000"]["theta"],
        &gd["gd_1e6"],
    ];
    let (bounds, misses) = (
        numbers(&reference["bound"]),
        numbers(&reference["one_minus_cos"]),
    );
    for ((theta, bound), miss) in thetas.into_iter().zip(bounds).zip(misses) {
        let theta = numbers(theta);
        let cosine = dot(&theta, &limit.direction) / norm(&theta);
        assert_close(&[1.0 - cosine], &[miss], 1e-9);
        let promised = certificate(start, limit.margin, norm(&theta));
        assert_close(&[1.0 - promised], &[bound], 1e-9);
    }
}

#[test]
fn a_support_vector_without_weight_makes_kl_infinite_and_others_do_not() {
    let points = Points::read("sep40.csv");
    let limit = limit_of(&points.rows(true));
    for killed in 0..40 {
        let mut weights = vec![1.0; 40];
        weights[killed] = 0.0;
        let infinite = kl_to_weights(&limit.dual, &weights) == f64::INFINITY;
        assert_eq!(infinite, limit.support.contains(&killed));
    }
}

#[test]
fn shares_at_any_time_and_of_bad_arguments() {
    // Far beyond where losses underflow.
    let q = shares(&[1.0, 3.0, 0.0], &[2000.0, 2000.0, 1.0], Loss::Exponential).unwrap();
    assert_close(&q, &[0.25, 0.75, 0.0], 1e-15);
    let q = shares(&[1.0, 1.0], &[-900.0, 900.0], Loss::Logistic).unwrap();
    assert_eq!(q, [1.0, 0.0]);
    // The logistic slope in logs is the slope.
    for u in [-30.0, -1.0, 0.0, 0.7, 30.0] {
        let q = shares(&[1.0, 1.0], &[u, 0.0], Loss::Logistic).unwrap();
        let ratio = Loss::Logistic.slope(u) / Loss::Logistic.slope(0.0);
        assert_close(&[q[0] / q[1] / ratio], &[1.0], 1e-13);
    }
    assert_eq!(shares(&[0.0, 0.0], &[1.0, 1.0], Loss::Exponential), None);
    assert_eq!(shares(&[], &[], Loss::Exponential), None);
    assert_eq!(shares(&[1.0], &[f64::NAN], Loss::Exponential), None);
    assert_eq!(shares(&[-1.0, 2.0], &[1.0, 1.0], Loss::Exponential), None);
    assert_eq!(MirrorDescent::new(&[0.0]), None);
    assert_eq!(kl(&[0.0, 1.0], &[0.0, 1.0]), 0.0);
    assert_eq!(mirror_bound(1.0, 0.0), f64::INFINITY);
    assert_eq!(certificate(1.0, 1.0, 0.0), f64::NEG_INFINITY);
    let rows = Rows::new(1, vec![2.0]).unwrap();
    assert_eq!(dual_gap(&rows, &[1.0], 2.0), 0.0);
}

//! Limits and optima under every loss.

use super::{assert_close, loss};
use crate::common::{Rows, json, number, numbers, ratio};
use iw_lab::numeric::{exp, ln, norm};
use iw_lab::theory::optimum::{Aim, minimize_offset};
use iw_lab::theory::polynomial::polynomial_limit;
use iw_lab::theory::rows::Rows as TheoryRows;
use iw_lab::theory::separability::{Separability, judge};

/// Δ_y y (x, 1), or without the 1.
fn scaled(rows: &Rows, bias: bool, scale: [f64; 2]) -> TheoryRows {
    let z = rows.x.iter().zip(&rows.y).flat_map(|(x, y)| {
        let factor = y * scale[usize::from(*y < 0.0)];
        [factor * x[0], factor * x[1]]
            .into_iter()
            .chain(bias.then_some(factor))
    });
    TheoryRows::new(2 + usize::from(bias), z.collect()).unwrap()
}

fn max_margin(rows: &TheoryRows) -> iw_lab::theory::max_margin::MaxMargin {
    match judge(rows) {
        Separability::Separable(limit) => limit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn polynomial_tails_have_their_directions_and_growth() {
    let points = Rows::read("sep40.csv", "");
    for case in json("losses_limits.json")["poly_limits"]
        .as_array()
        .unwrap()
    {
        let bias = case["bias"].as_bool().unwrap();
        let rows = scaled(&points, bias, [1.0; 2]);
        let (orange, blue) = ratio(&case["ratio"]);
        let weights = points.class_weights(orange, blue);
        let alpha = number(&case["alpha"]);
        let found = polynomial_limit(&rows, &max_margin(&rows), &weights, alpha).unwrap();
        let what = format!("α = {alpha} {} bias {bias}", case["ratio"]);
        assert_close(&found.direction, &case["direction"], 1e-9, &what);
        let risk = number(&case["F_at_direction"]);
        assert!(
            (found.risk - risk).abs() <= 1e-9 * risk,
            "{what}: {}",
            found.risk
        );
        // ((α + 2) α η F t)^(1/(α+2)), beside what descent came to.
        let expected = (alpha + 2.0) * alpha * 0.1 * risk * 1e6;
        let expected = exp(ln(expected) / (alpha + 2.0));
        let length = found.length(0.1, ln(1e6));
        assert!(
            (length / expected - 1.0).abs() < 1e-9,
            "{what}: {length} and not {expected}"
        );
        if alpha <= 3.0 {
            let measured = number(&case["gd_norm_over_predicted"]["1e6"]);
            assert!((measured - 1.0).abs() < 2e-4, "{what}: {measured}");
        }
    }
}

#[test]
fn vector_scaling_moves_the_max_margin() {
    let points = Rows::read("sep40.csv", "");
    let reference = json("adjustments_sep40.json");
    let mut without_bias = Vec::new();
    for case in reference["vector_scaling_limits"].as_array().unwrap() {
        let bias = case["bias"].as_bool().unwrap();
        let scale: [f64; 2] = numbers(&case["Delta_orange_blue"]).try_into().unwrap();
        let limit = max_margin(&scaled(&points, bias, scale));
        let what = format!("Δ = {scale:?} bias {bias}");
        assert_close(&limit.direction, &case["limit_direction"], 1e-10, &what);
        let gamma = number(&case["gamma_scaled"]);
        assert!(
            (limit.margin - gamma).abs() <= 1e-10,
            "{what}: {}",
            limit.margin
        );
        // The margins of the classes, in the unit of the rows as they are.
        let plain = scaled(&points, bias, [1.0; 2]);
        let least = |class: f64| {
            let of_class = plain.iter().zip(&points.y).filter(|(_, y)| **y == class);
            of_class
                .map(|(z, _)| iw_lab::numeric::dot(z, &limit.direction))
                .fold(f64::INFINITY, f64::min)
        };
        let margins = least(1.0) / least(-1.0);
        let both = [1.0, -1.0].map(|class| limit.support.iter().any(|&row| points.y[row] == class));
        if both == [true, true] {
            assert!(
                (margins - scale[1] / scale[0]).abs() < 1e-9,
                "{what}: {margins}"
            );
        }
        let theirs = number(&case["margin_ratio_orange_over_blue"]);
        assert!(
            (margins - theirs).abs() < 1e-9,
            "{what}: {margins} and not {theirs}"
        );
        if !bias {
            without_bias.push((scale, limit.direction));
        }
    }
    // Without a bias the rows that hold the boundary may be of one class: then 1:2 and 1:5 have one limit.
    let of = |scale: [f64; 2]| &without_bias.iter().find(|(s, _)| *s == scale).unwrap().1;
    for (a, b) in of([1.0, 2.0]).iter().zip(of([1.0, 5.0])) {
        assert!((a - b).abs() < 1e-12);
    }
}

/// Under a polynomial tail scaling is weighting by Δ^−α.
#[test]
fn scaling_a_polynomial_tail_is_weighting() {
    let points = Rows::read("sep40.csv", "");
    for case in json("adjustments_sep40.json")["poly_vector_scaling"]
        .as_array()
        .unwrap()
    {
        let scale: [f64; 2] = numbers(&case["Delta"]).try_into().unwrap();
        let alpha = number(&case["alpha"]);
        let ones = vec![1.0; points.y.len()];
        let rows = scaled(&points, true, scale);
        let found = polynomial_limit(&rows, &max_margin(&rows), &ones, alpha).unwrap();
        assert_close(&found.direction, &case["limit_direction"], 1e-9, "scaled");
        let plain = scaled(&points, true, [1.0; 2]);
        let weights: Vec<f64> = (points.y.iter())
            .map(|y| exp(-alpha * ln(scale[usize::from(*y < 0.0)])))
            .collect();
        let weighted = polynomial_limit(&plain, &max_margin(&plain), &weights, alpha).unwrap();
        for (a, b) in found.direction.iter().zip(&weighted.direction) {
            assert!((a - b).abs() < 1e-12, "{a} and {b}");
        }
        assert!((norm(&found.direction) - 1.0).abs() < 1e-14);
    }
}

#[test]
fn optima_under_every_smooth_loss() {
    let mut met = 0;
    for case in json("losses_limits.json")["finite_optima"]
        .as_array()
        .unwrap()
    {
        if case["loss"] == "hinge" {
            // Its optimum is that of a linear program, and none is computed here.
            continue;
        }
        let points = Rows::read(&format!("{}.csv", case["data"].as_str().unwrap()), "");
        let rows = scaled(&points, case["bias"].as_bool().unwrap(), [1.0; 2]);
        let (orange, blue) = ratio(&case["ratio"]);
        let weights = points.class_weights(orange, blue);
        let loss = loss(&case["loss"], &case["parameter"]);
        let what = format!(
            "{} {loss:?} {} bias {}",
            case["data"], case["ratio"], case["bias"]
        );
        let found = minimize_offset(&rows, &weights, &[], loss, 0.0, Aim::Risk).expect(&what);
        assert_close(&found.theta, &case["theta"], 1e-10, &what);
        met += 1;
    }
    assert_eq!(met, 72);
}

//! What the weights leave behind: ρ and the limit of the dual.

use crate::limits::limit_of;
use crate::support::{Points, assert_close, each_run_of_sep40, json, numbers, rows_of};
use iw_lab::numeric::{dot, ln, sqrt};
use iw_lab::theory::residual::{ResidualError, residual};
use iw_lab::theory::rows::Rows;

#[test]
fn residuals_of_sep40() {
    each_run_of_sep40(|rows, weights, run| {
        let limit = limit_of(rows);
        let found = residual(rows, &limit, weights, 0.1).unwrap();
        assert_close(&found.rho, &numbers(&run["rho_infinity"]), 1e-10);
        assert_close(&found.dual, &limit.dual, 1e-12);
        assert!(found.complete && found.without_dual.is_empty());
    });
}

#[test]
fn margins_of_support_vectors_are_ln_t_plus_a_constant_of_the_weight() {
    let points = Points::read("sep40.csv");
    let rows = points.rows(true);
    let limit = limit_of(&rows);
    let weights = points.weights(1.0, 20.0);
    let found = residual(&rows, &limit, &weights, 0.1).unwrap();
    for &i in &limit.support {
        let alpha = limit.dual[i] / (limit.margin * limit.margin);
        let expected = 100.0 + ln(0.1 * weights[i] / (40.0 * alpha));
        let margin = dot(rows.row(i), &found.predict(100.0));
        assert_close(&[margin], &[expected], 1e-12);
    }
}

#[test]
fn more_support_vectors_than_dimensions() {
    let case = &json("edge_cases.json")["degenerate_3sv"];
    let rows = rows_of(&case["z"]);
    let weights = numbers(&case["w"]);
    let found = residual(&rows, &limit_of(&rows), &weights, 0.1).unwrap();
    assert_close(&found.rho, &numbers(&case["rho_infinity"]), 1e-12);
    // Of all optimal duals (p, (1 − p)/2, (1 − p)/2) the weights choose one: p = w₀ / (w₀ + 2 √(w₁ w₂)).
    for weights in [weights, vec![1.0, 5.0, 5.0], vec![3.0, 0.1, 2.0]] {
        let found = residual(&rows, &limit_of(&rows), &weights, 0.1).unwrap();
        let p = weights[0] / (weights[0] + 2.0 * sqrt(weights[1] * weights[2]));
        let half = (1.0 - p) / 2.0;
        assert_close(&found.dual, &[p, half, half], 1e-14);
    }
}

#[test]
fn a_support_vector_without_dual_is_named() {
    let case = &json("edge_cases.json")["zero_dual_sv"];
    let rows = rows_of(&case["z"]);
    let found = residual(&rows, &limit_of(&rows), &[1.0, 1.0], 0.1).unwrap();
    assert_eq!(found.without_dual, [1]);
    assert_eq!(found.dual, [1.0, 0.0]);
}

#[test]
fn a_zero_weight_moves_the_limit_exactly_when_the_dual_needs_the_row() {
    let points = Points::read("sep40.csv");
    let rows = points.rows(true);
    let limit = limit_of(&rows);
    for killed in 0..rows.len() {
        let mut weights = vec![1.0; rows.len()];
        weights[killed] = 0.0;
        let kept: Vec<usize> = (0..rows.len()).filter(|&i| i != killed).collect();
        let moved = limit_of(&rows.select(&kept).unwrap()).margin > limit.margin + 1e-9;
        let told = residual(&rows, &limit, &weights, 0.1);
        assert_eq!(moved, limit.support.contains(&killed));
        assert_eq!(told == Err(ResidualError::LimitMoves), moved);
    }
    // One of two equal support vectors may go: the other takes its share.
    let twice = Rows::new(2, vec![1.0, 1.0, 1.0, -1.0, 1.0, -1.0, 5.0, 0.0]).unwrap();
    let limit = limit_of(&twice);
    for weights in [[1.0, 0.0, 1.0, 1.0], [1.0, 1.0, 0.0, 1.0]] {
        let found = residual(&twice, &limit, &weights, 0.1).unwrap();
        let expected: Vec<f64> = weights.iter().map(|w| 0.5 * w).collect();
        assert_close(&found.dual[..3], &expected[..3], 1e-14);
    }
}

#[test]
fn duplicates_share_the_dual_by_their_weights() {
    let twice = Rows::new(2, vec![1.0, 1.0, 1.0, -1.0, 1.0, -1.0]).unwrap();
    let found = residual(&twice, &limit_of(&twice), &[1.0, 3.0, 1.0], 0.1).unwrap();
    assert_close(&found.dual, &[0.5, 0.375, 0.125], 1e-14);
}

#[test]
fn one_support_vector_leaves_a_part_undetermined() {
    let rows = Rows::new(2, vec![1.0, 0.0, 3.0, 1.0]).unwrap();
    let found = residual(&rows, &limit_of(&rows), &[1.0, 1.0], 0.1).unwrap();
    assert!(!found.complete);
    assert_close(&found.rho, &[ln(0.05), 0.0], 1e-14);
    let alone = Rows::new(2, vec![1.0, 0.0]).unwrap();
    assert!(
        residual(&alone, &limit_of(&alone), &[1.0], 0.1)
            .unwrap()
            .complete
    );
}

#[test]
fn tiny_margins_and_bad_arguments() {
    let rows = |m: f64| Rows::new(2, vec![1.0, m, -1.0, m, 0.3, 1.0]).unwrap();
    for m in [1e-2, 1e-6, 1e-8] {
        let rows = rows(m);
        let found = residual(&rows, &limit_of(&rows), &[1.0, 4.0, 1.0], 0.1).unwrap();
        // α = ½/m² for both; z·ρ = ln(η w/(n α)).
        let expected = |w: f64| ln(0.1 * w / 3.0 / (0.5 / (m * m)));
        let margins = rows.margins(&found.rho);
        assert_close(&margins[..2], &[expected(1.0), expected(4.0)], 1e-10);
    }
    let rows = rows(0.1);
    let limit = limit_of(&rows);
    for eta in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = residual(&rows, &limit, &[1.0; 3], eta);
        assert_eq!(refused, Err(ResidualError::Eta));
    }
    assert!(residual(&rows, &limit, &[1.0; 2], 0.1).is_err());
}

#[test]
fn one_support_vector_has_a_dual_whatever_its_digits() {
    // z·ρ = ln(η w/(n α)) with α = 1/γ² and ρ along z, for rows whose normalized direction is not exact.
    for (k, z) in [[0.3, -0.7, 1.0], [1.0, 2.0, 1.0], [-2.853, 2.415, 1.0]]
        .iter()
        .flat_map(|z| (0..12).map(move |k| (k, z)))
    {
        let turned = [z[0] + 0.1 * f64::from(k), z[1], z[2]];
        // Alone, twice, and before one that is farther out.
        let far = turned.map(|c| 3.0 * c);
        for others in [vec![], vec![turned], vec![far]] {
            let n = 1 + others.len();
            let rows = [vec![turned], others].concat().concat();
            let rows = Rows::new(3, rows).unwrap();
            let mut weights = vec![1.0; n];
            weights[0] = 2.0;
            let found = residual(&rows, &limit_of(&rows), &weights, 0.1).unwrap();
            assert!(found.without_dual.is_empty());
            assert_close(&[found.dual.iter().sum()], &[1.0], 1e-15);
            let squared = dot(&turned, &turned);
            let held = if rows.row(n - 1) == turned && n == 2 {
                3.0
            } else {
                2.0
            };
            let expected = ln(0.1 * held / n as f64 * squared) / squared;
            assert_close(&found.rho, &turned.map(|c| expected * c), 1e-13);
        }
    }
}

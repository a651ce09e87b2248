//! What the weights leave behind, and how fast it comes true.

use crate::common::{number, numbers};
use crate::reference::all;
use crate::warp::{limit, start};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, ln, norm};
use iw_lab::theory::max_margin::MaxMargin;
use iw_lab::theory::rate::rate;
use iw_lab::theory::residual::{Residual, ResidualError, residual};
use iw_lab::theory::rows::Rows;
use iw_lab::theory::warp::Flow;

const ETA: f64 = 0.1;

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found} and not {expected}"
    );
}

#[test]
fn rates_are_those_of_the_reference() {
    for model in all() {
        if model.expected["separable"] == true {
            let rows = model.rows();
            let found = rate(&rows, &limit(&rows)).expect("a rate");
            let expected = &model.expected["max_margin"]["late_rates"];
            let support = number(&expected["support_min_eig"]);
            close(found.support, support, 1e-6 * support, &model.id);
            let others = number(&expected["other_rows"]);
            close(found.others, others, 1e-8, &model.id);
            assert_eq!(found.slowest(), found.support.min(found.others));
        }
    }
}

/// The formula of the support, and with what is frozen across it the whole, where the flow has converged by 10^300.
#[test]
fn residuals_are_those_of_the_reference() {
    let mut converged = 0;
    for model in all() {
        if model.expected["separable"] != true {
            continue;
        }
        let rows = model.rows();
        let limit = limit(&rows);
        for run in model.runs() {
            let name = format!("{} {}", model.id, run["ratio"]);
            let weights = model.weights(run);
            let found = residual(&rows, &limit, &weights, ETA).expect("ρ");
            assert!(found.without_dual.is_empty(), "{name}");
            let predicted = numbers(&run["predicted_u_support_minus_lnt"]);
            for (&row, expected) in limit.support.iter().zip(predicted) {
                let margin = dot(rows.row(row), &found.rho) + rows.offset(row);
                close(margin, expected, 1e-7, &format!("{name}: u of row {row}"));
            }
            let expected = &run["rho"];
            let across = number(&expected["norm_perp_from_support_formula"]);
            close(found.across(), across, 1e-3 * across, &name);
            if expected["converged_at_1e300"] != true {
                continue;
            }
            converged += 1;
            let flow = Flow::new(&rows, &weights, ETA, Loss::Exponential).expect("a flow");
            let mut moment = start(&model, run, &flow);
            let late = 300.0 * ln(10.0);
            flow.advance(&mut moment, late).expect("flow");
            let whole = found.read_off(&rows, &moment.theta, late);
            let total = number(&expected["norm_total"]);
            close(norm(&whole.rho), total, 1e-3 * total, &name);
            let across = number(&expected["norm_perp_total"]);
            close(whole.across(), across, 1e-3 * across, &name);
            let frozen: Vec<f64> = (whole.rho.iter().zip(&found.rho))
                .map(|(a, b)| a - b)
                .collect();
            let expected = number(&expected["frozen_norm"]);
            close(norm(&frozen), expected, 1e-3 * expected + 1e-5, &name);
        }
    }
    assert!(converged > 5, "{converged}");
}

/// A row given twice holds the boundary with what both weigh together.
#[test]
fn a_repeated_support_row_shares_its_dual() {
    let model = crate::reference::of("relu64");
    let rows = model.rows();
    let weights = model.weights(&model.runs()[1]);
    let row = limit(&rows).support[0];
    let mut z = rows.numbers().to_vec();
    z.extend_from_slice(rows.row(row));
    let twice = Rows::new(rows.dim(), z).expect("rows");
    let found = |rows: &Rows, weights: &[f64]| -> Result<Residual, ResidualError> {
        let limit: MaxMargin = limit(rows);
        // η is divided by n, which the second copy changes.
        residual(rows, &limit, weights, ETA * rows.len() as f64)
    };
    let once = found(&rows, &weights).expect("ρ");
    let mut shared = weights.clone();
    shared.push(0.25 * weights[row]);
    shared[row] *= 0.75;
    let both = found(&twice, &shared).expect("ρ");
    let size = norm(&once.rho);
    for (a, b) in once.rho.iter().zip(&both.rho) {
        close(*b, *a, 1e-6 * size, "ρ");
    }
    close(both.dual[row], 0.75 * once.dual[row], 1e-8, "p*");
    close(both.dual[rows.len()], 0.25 * once.dual[row], 1e-8, "p*");
    let mut removed = weights.clone();
    removed[row] = 0.0;
    assert_eq!(found(&rows, &removed), Err(ResidualError::LimitMoves));
}

//! Max margin of the reference's models.

use crate::common::{json, number, numbers};
use crate::reference::{Reference, all, of};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, ln, norm};
use iw_lab::outlook::limits::Limits;
use iw_lab::report::verdict::Verdict;
use iw_lab::theory::max_margin::MaxMargin;
use iw_lab::theory::optimum::minimize;
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};

fn separable(rows: &Rows) -> MaxMargin {
    match judge(rows) {
        Separability::Separable(limit) => limit,
        other => panic!("{other:?}"),
    }
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found} and not {expected}"
    );
}

fn check(model: &Reference) {
    let id = &model.id;
    let limit = separable(&model.rows());
    let expected = &model.expected["max_margin"];
    let gamma = number(&expected["gamma"]);
    close(limit.margin, gamma, 1e-10 * gamma, id);
    let support = numbers(&expected["support"]);
    let support: Vec<usize> = support.into_iter().map(|i| i as usize).collect();
    assert_eq!(limit.support, support, "{id}");
    for (row, p) in support.iter().zip(numbers(&expected["p_star"])) {
        close(limit.dual[*row], p, 1e-8, &format!("{id}: p* of row {row}"));
        let alpha = limit.dual[*row] / (limit.margin * limit.margin);
        close(alpha * gamma * gamma, p, 1e-8, id);
    }
    if let Some(direction) = expected["direction"].as_array() {
        for (found, expected) in limit.direction.iter().zip(direction) {
            close(*found, number(expected), 1e-9, id);
        }
    }
    for point in expected["f_star_at_points"].as_array().expect("points") {
        let point = numbers(point);
        let (phi, _) = model.at([point[0], point[1]]);
        close(dot(&phi, &limit.direction), point[2], 1e-9 * norm(&phi), id);
    }
    let rows = model.rows();
    let ratio = rows.radius() / limit.margin;
    let squared = number(&expected["R_over_gamma_squared"]);
    close(ratio * ratio, squared, 1e-9 * squared, id);
}

#[test]
fn limits_are_those_of_the_reference() {
    for model in all() {
        if model.expected["separable"] == true {
            check(&model);
        }
    }
}

/// What the page would say of a separable set is false here.
#[test]
fn two_moons_are_not_separable_by_conics() {
    let rows = of("poly2").rows();
    let Separability::NotSeparable { combination } = judge(&rows) else {
        panic!("a conic separates them");
    };
    let mut sum = vec![0.0; rows.dim()];
    for (z, p) in rows.iter().zip(&combination) {
        assert!(*p >= 0.0);
        sum.iter_mut().zip(z).for_each(|(s, z)| *s += p * z);
    }
    close(combination.iter().sum(), 1.0, 1e-12, "Σ p");
    assert!(norm(&sum) < 1e-12 * rows.radius());
}

#[test]
fn a_repeated_row_changes_nothing_and_its_opposite_everything() {
    let cases = json("feature_models.json")["edge_cases"].clone();
    for case in cases.as_array().expect("cases") {
        let model = of(case["model"].as_str().expect("a model"));
        let rows = model.rows();
        let with = |row: usize, sign: f64| {
            let mut z = rows.numbers().to_vec();
            z.extend(rows.row(row).iter().map(|z| sign * z));
            Rows::new(rows.dim(), z).expect("rows")
        };
        match case["repeated_row"].as_u64() {
            Some(row) => {
                let (once, twice) = (separable(&rows), separable(&with(row as usize, 1.0)));
                let gamma = number(&case["gamma"]);
                close(twice.margin, gamma, 1e-10 * gamma, "γ");
                for (a, b) in once.direction.iter().zip(&twice.direction) {
                    close(*a, *b, 1e-13, "direction");
                }
                let pair = twice.dual[row as usize] + twice.dual[rows.len()];
                close(pair, once.dual[row as usize], 1e-12, "p* of the pair");
                assert!(twice.support.contains(&rows.len()));
            }
            None => {
                let row = number(&case["row"]) as usize;
                let verdict = judge(&with(row, -1.0));
                let Separability::Partly(partly) = verdict else {
                    panic!("{verdict:?}");
                };
                assert!(partly.core.contains(&row) && partly.core.contains(&rows.len()));
                let along = dot(rows.row(row), &partly.limit.direction);
                assert!(along.abs() < 1e-12 * rows.radius());
            }
        }
    }
}

/// Class weights move the bias of a model that cannot separate them by ½ ln r, whatever else it is linear in.
#[test]
fn optima_of_features_that_do_not_separate_differ_by_half_the_log_of_the_ratio() {
    let model = of("poly2");
    let rows = model.rows();
    let optima: Vec<Vec<f64>> = model
        .runs()
        .iter()
        .map(|run| {
            let weights = model.weights(run);
            let found = minimize(&rows, &weights, Loss::Exponential, 0.0);
            found.expect("an optimum").theta
        })
        .collect();
    for (theta, ratio) in optima.iter().zip([1.0, 0.2, 5.0]) {
        let (bias, others) = theta.split_last().expect("a bias");
        let (first_bias, first) = optima[0].split_last().expect("a bias");
        close(bias - first_bias, 0.5 * ln(ratio), 1e-9, "bias");
        for (a, b) in others.iter().zip(first) {
            close(*a, *b, 1e-9, "another coefficient");
        }
    }
}

/// Newton in many dimensions, and with margins at the start: the gradient of what is minimized is 0.
#[test]
fn optima_of_wide_rows_have_no_slope() {
    for (id, lambda) in [("poly2", 0.0), ("relu64", 1e-3), ("tangent_relu64", 1e-2)] {
        let model = of(id);
        for loss in [Loss::Exponential, Loss::Logistic] {
            let weights = model.weights(&model.runs()[1]);
            let problem = model
                .examples
                .problem(model.model(), &weights, loss, lambda);
            let found = minimize(&model.rows(), &weights, loss, lambda).expect("an optimum");
            let (risk, gradient) = problem.gradient(&found.theta);
            close(norm(&gradient), 0.0, 1e-9, id);
            close(risk, found.risk, 1e-12, id);
        }
    }
}

/// The sentences, where they are true and where they are not.
#[test]
fn what_is_said_of_curves_is_computed() {
    let said = |id: &str| {
        let model = of(id);
        let rows = model.rows();
        let separability = judge(&rows);
        let limits = Limits {
            rows,
            separability,
            rate: None,
            free_bias: None,
        };
        let verdict = Verdict {
            limits: &limits,
            runs: &[],
            weightings: &[],
            loss: Loss::Exponential,
            l2: 0.0,
            bias: true,
            curved: true,
        };
        verdict.words()
    };
    assert_eq!(
        said("poly2"),
        "No curve of these features separates the classes."
    );
    let poly3 =
        "A curve of these features separates the classes, with a margin of at most 0.00330.";
    assert_eq!(said("poly3"), poly3);
}

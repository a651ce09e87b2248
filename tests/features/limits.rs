//! Max margin of the reference's models.

use crate::common::{json, number, numbers};
use crate::reference::{Reference, all, of};
use iw_lab::numeric::{dot, norm};
use iw_lab::theory::max_margin::MaxMargin;
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

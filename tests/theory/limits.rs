//! Max margin against the reference numbers.

use crate::support::{Points, assert_close, indices, json, numbers};
use iw_lab::theory::free_bias::free_bias;
use iw_lab::theory::max_margin::MaxMargin;
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};

/// The limit of rows that must be separable.
pub fn limit_of(rows: &Rows) -> MaxMargin {
    match judge(rows) {
        Separability::Separable(limit) => limit,
        other => panic!("not separable: {other:?}"),
    }
}

#[test]
fn max_margin_of_sep40() {
    let points = Points::read("sep40.csv");
    let reference = json("linear_sep40.json");
    for (name, bias) in [("nobias", false), ("bias", true)] {
        let svm = &reference[name]["svm"];
        let rows = points.rows(bias);
        let limit = limit_of(&rows);
        let support = indices(&svm["sv"]);
        let dual: Vec<f64> = support.iter().map(|&i| limit.dual[i]).collect();
        let gamma = limit.margin;
        let alpha: Vec<f64> = dual.iter().map(|p| p / (gamma * gamma)).collect();

        assert_eq!(limit.support, support);
        assert_close(&limit.direction, &numbers(&svm["direction"]), 1e-10);
        assert_close(&[gamma], &[svm["margin"].as_f64().unwrap()], 1e-10);
        assert_close(&limit.solution, &numbers(&svm["w_canonical"]), 1e-10);
        assert_close(&dual, &numbers(&svm["p_star"]), 1e-10);
        assert_close(&alpha, &numbers(&svm["alpha"]), 1e-10);
        assert!((limit.dual.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        let radius = reference[name]["R_max_norm"].as_f64().unwrap();
        assert_close(&[rows.radius()], &[radius], 1e-14);
    }
}

#[test]
fn partial40_is_partly_separable() {
    let reference = json("linear_partial40.json");
    let Separability::Partly(partly) = judge(&Points::read("partial40.csv").rows(false)) else {
        panic!("partly separable");
    };
    assert_eq!(partly.separable, indices(&reference["separable_part_rows"]));
    assert_eq!(partly.core, (0..20).collect::<Vec<_>>());
    let direction = numbers(&reference["limit_direction"]);
    assert_close(&partly.limit.direction, &direction, 1e-10);
}

#[test]
fn overlap100_is_not_separable() {
    for bias in [false, true] {
        let rows = Points::read("overlap100.csv").rows(bias);
        let Separability::NotSeparable { combination } = judge(&rows) else {
            panic!("not separable");
        };
        for k in 0..rows.dim() {
            let sum: f64 = rows.iter().zip(&combination).map(|(z, p)| p * z[k]).sum();
            assert!(sum.abs() < 1e-15);
        }
    }
}

#[test]
fn textbook_margin_of_sep40() {
    let points = Points::read("sep40.csv");
    let reference = &json("linear_sep40.json")["geometric_svm_free_bias"];
    let found = free_bias(&points.rows(true)).unwrap();
    assert_close(&found.direction, &numbers(&reference["direction"]), 1e-10);
    let offset = reference["offset_b_over_norm"].as_f64().unwrap();
    let margin = reference["margin"].as_f64().unwrap();
    assert_close(&[found.offset, found.margin], &[offset, margin], 1e-10);
    // Its margin is attained, and is no narrower than that of the boundary gradient descent finds.
    let mut theta = found.direction.clone();
    theta.push(found.offset);
    let least = points.rows(true).margins(&theta);
    let least = least.into_iter().fold(f64::INFINITY, f64::min);
    assert_close(&[least], &[margin], 1e-10);
    let normal = &limit_of(&points.rows(true)).direction;
    let in_plane = iw_lab::numeric::norm(&normal[..2]);
    assert!(limit_of(&points.rows(true)).margin / in_plane <= found.margin + 1e-14);
}

#[test]
fn there_is_no_textbook_margin_without_bias_without_a_class_or_without_a_gap() {
    assert_eq!(free_bias(&Points::read("sep40.csv").rows(false)), None);
    assert_eq!(free_bias(&Points::read("overlap100.csv").rows(true)), None);
    let rows = |z: &[[f64; 3]]| Rows::new(3, z.concat()).unwrap();
    assert_eq!(free_bias(&rows(&[[1.0, 2.0, 1.0], [0.0, 2.0, 1.0]])), None);
    // Hulls that touch in a point, and two points 1e−10 apart.
    let touching = [[1.0, 0.0, 1.0], [3.0, 0.0, 1.0], [-1.0, 0.0, -1.0]];
    assert_eq!(free_bias(&rows(&touching)), None);
    assert_eq!(
        free_bias(&rows(&[[1.0, 0.0, 1.0], [-1.0 + 1e-10, 0.0, -1.0]])),
        None
    );
    let one_each = free_bias(&rows(&[[1.0, 0.0, 1.0], [3.0, 0.0, -1.0]])).unwrap();
    assert_eq!((one_each.direction, one_each.offset), (vec![1.0, 0.0], 1.0));
    assert_eq!(one_each.margin, 2.0);
}

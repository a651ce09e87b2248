//! Degenerate and delicate rows, with what must be said of them.

use crate::limits::limit_of;
use crate::support::{assert_close, indices, json, numbers, rows_of};
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Partly, Separability, judge};

fn rows(z: &[[f64; 2]]) -> Rows {
    Rows::new(2, z.concat()).unwrap()
}

fn partly_of(rows: &Rows) -> Partly {
    match judge(rows) {
        Separability::Partly(partly) => partly,
        other => panic!("not partly separable: {other:?}"),
    }
}

#[test]
fn tiny_margins_are_exact() {
    let reference = json("edge_cases.json");
    for (name, gamma) in [
        ("tiny_margin_0.01", 1e-2),
        ("tiny_margin_0.0001", 1e-4),
        ("tiny_margin_1e-06", 1e-6),
        ("tiny_margin_1e-08", 1e-8),
    ] {
        let limit = limit_of(&rows_of(&reference[name]["z"]));
        let stored = reference[name]["gamma"].as_f64().unwrap();
        assert_close(&[limit.margin], &[stored], 1e-10);
        // The closed form, to rounding: the first two rows hold the boundary with equal shares.
        assert_close(&[limit.margin / gamma], &[1.0], 1e-15);
        assert_close(&limit.direction, &[0.0, 1.0], 1e-15);
        assert_eq!(limit.support, [0, 1]);
        assert_close(&limit.dual, &[0.5, 0.5, 0.0, 0.0], 1e-15);
    }
}

#[test]
fn margins_too_small_to_tell_are_undecided_and_smaller_ones_are_zero() {
    let with = |margin: f64| rows(&[[1.0, margin], [-1.0, margin], [0.3, 1.0], [-0.4, 1.5]]);
    for margin in [1e-10, 3e-12] {
        let Separability::Undecided { relative_margin } = judge(&with(margin)) else {
            panic!("{margin:e} is undecided");
        };
        let radius = with(margin).radius();
        assert_close(&[relative_margin * radius / margin], &[1.0], 1e-12);
    }
    // Below 1e−12 R the rows touch: two are core, two are not.
    assert_eq!(partly_of(&with(1e-13)).separable, [2, 3]);
    assert_eq!(partly_of(&with(0.0)).separable, [2, 3]);
    assert_eq!(partly_of(&with(-1e-13)).separable, [2, 3]);
    for margin in [-1e-10, -3e-12] {
        let verdict = judge(&with(margin));
        assert!(matches!(verdict, Separability::Undecided { .. }));
    }
    // Past each other, everything is core.
    assert!(matches!(
        judge(&with(-0.01)),
        Separability::NotSeparable { .. }
    ));
}

#[test]
fn touching_hulls_and_opposite_duplicates_are_partly_separable() {
    let reference = json("edge_cases.json");
    for name in ["touching_hull", "opposite_duplicates"] {
        let case = &reference[name];
        let partly = partly_of(&rows_of(&case["z"]));
        assert_eq!(partly.separable, indices(&case["separable_part_rows"]));
        let direction = numbers(&case["limit_direction"]);
        assert_close(&partly.limit.direction, &direction, 1e-10);
    }
}

#[test]
fn support_vectors_without_dual_are_support_vectors() {
    let reference = json("edge_cases.json");
    for (name, support) in [
        ("zero_dual_sv", vec![0, 1]),
        ("degenerate_3sv", vec![0, 1, 2]),
    ] {
        let case = &reference[name];
        let limit = limit_of(&rows_of(&case["z"]));
        assert_close(&limit.direction, &numbers(&case["direction"]), 1e-15);
        assert_eq!(limit.margin, case["margin"].as_f64().unwrap());
        assert_eq!(limit.support, support);
    }
}

#[test]
fn one_row_separates_unless_it_is_zero() {
    let limit = limit_of(&rows(&[[3.0, 4.0]]));
    assert_eq!(limit.direction, [0.6, 0.8]);
    assert_eq!((limit.margin, limit.dual), (5.0, vec![1.0]));
    assert_close(&limit.solution, &[0.12, 0.16], 1e-17);
    assert_eq!(
        judge(&rows(&[[0.0, 0.0]])),
        Separability::NotSeparable {
            combination: vec![1.0]
        }
    );
}

#[test]
fn a_zero_row_is_core_and_the_others_are_judged_without_it() {
    let partly = partly_of(&rows(&[[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]));
    assert_eq!((partly.separable, partly.core), (vec![0, 2], vec![1, 3]));
    assert_eq!(partly.limit.direction, [1.0, 0.0]);
    assert_eq!(partly.limit.dual, [1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn equal_rows_are_one_row() {
    let limit = limit_of(&rows(&[[3.0, 4.0]; 7]));
    assert_eq!(limit.direction, [0.6, 0.8]);
    assert_eq!(limit.support, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn collinear_rows() {
    // On a line through the origin, both ways: all core. One way: the nearest decides.
    let line = |c: f64| [c, 2.0 * c];
    assert!(matches!(
        judge(&rows(&[line(1.0), line(-0.1), line(3.0)])),
        Separability::NotSeparable { .. }
    ));
    let limit = limit_of(&rows(&[line(1.0), line(0.1), line(3.0)]));
    assert_eq!(limit.support, [1]);
    // On a line beside the origin.
    let limit = limit_of(&rows(&[[1.0, 0.5], [2.0, 0.5], [-7.0, 0.5], [-3.0, 0.5]]));
    assert_close(&limit.direction, &[0.0, 1.0], 0.0);
    assert_eq!(limit.support, [0, 1, 2, 3]);
}

#[test]
fn the_same_point_with_both_labels_and_nothing_else_is_not_separable() {
    assert!(matches!(
        judge(&rows(&[[1.0, 2.0], [-1.0, -2.0]])),
        Separability::NotSeparable { .. }
    ));
    // With a bias coordinate too.
    let z = vec![1.0, 2.0, 1.0, -1.0, -2.0, -1.0];
    assert!(matches!(
        judge(&Rows::new(3, z).unwrap()),
        Separability::NotSeparable { .. }
    ));
}

#[test]
fn the_verdict_does_not_depend_on_the_unit_of_length() {
    let unit = [[1.0, 0.3], [-0.9, 0.4], [0.2, 0.7]];
    let expected = limit_of(&rows(&unit));
    for scale in [1e-90, 1e-3, 7.0, 1e60] {
        let limit = limit_of(&rows(&unit.map(|z| z.map(|c| c * scale))));
        assert_close(&limit.direction, &expected.direction, 1e-15);
        assert_close(&[limit.margin / scale], &[expected.margin], 1e-15);
        assert_eq!(limit.support, expected.support);
    }
}

//! The terms of the generalization bound.

use crate::support::{Points, assert_close};
use iw_lab::numeric::{ln, norm, sqrt};
use iw_lab::theory::bound::{Bound, BoundSetting, bound, ramp};
use iw_lab::theory::rows::Rows;

const SETTING: BoundSetting = BoundSetting {
    margin: 0.5,
    n_examples: 4.0,
    delta: 0.05,
    grid: 10.0,
};

#[test]
fn terms_by_hand() {
    let rows = Rows::new(2, vec![1.0, 0.0, 0.25, 2.0, -1.0, 0.0, 0.5, 0.0]).unwrap();
    let v = [2.0, 0.5, 0.5, 1.0];
    // Margins of the unit vector are 1, ¼, −1, ½, so φ is 0, ½, 1, 0.
    let found = bound(&rows, &v, &[3.0, 0.0], SETTING).unwrap();
    let squares = 4.0 + 0.25 * (0.0625 + 4.0) + 0.25 + 0.25;
    let expected = Bound {
        empirical: 0.75 / 4.0,
        complexity: 4.0 * sqrt(squares) / 4.0,
        confidence: 3.0 * 2.0 * sqrt(ln(400.0) / 8.0),
    };
    assert_close(
        &[found.empirical, found.complexity, found.confidence],
        &[expected.empirical, expected.complexity, expected.confidence],
        1e-14,
    );
    assert_close(&[found.total()], &[expected.total()], 1e-14);
    // The size of θ does not matter, its direction does.
    assert_eq!(bound(&rows, &v, &[7.0, 0.0], SETTING), Some(found));
}

#[test]
fn more_rows_shrink_two_terms_by_the_root_and_leave_the_first() {
    let points = Points::read("overlap100.csv");
    let (rows, v) = (points.rows(true), points.weights(16.0, 1.0));
    let at = |n_examples: f64| {
        let setting = BoundSetting {
            n_examples,
            ..SETTING
        };
        bound(&rows, &v, &[0.8, 0.6, 0.1], setting).unwrap()
    };
    let (few, many) = (at(100.0), at(1e6));
    assert_eq!(few.empirical, many.empirical);
    assert_close(&[few.complexity / 100.0], &[many.complexity], 1e-14);
    assert_close(&[few.confidence / 100.0], &[many.confidence], 1e-14);
    assert!(few.total() > 1.0 && many.total() < 1.0);
    // The paper's form is above the term: Σ v²|z|² ≤ R² Σ v².
    let second_moment = v.iter().map(|v| v * v).sum::<f64>() / 100.0;
    assert!(few.complexity <= 2.0 * rows.radius() / 0.5 * sqrt(second_moment / 100.0));
}

#[test]
fn a_wider_margin_trades_the_second_term_for_the_first() {
    let points = Points::read("sep40.csv");
    let (rows, v) = (points.rows(false), vec![1.0; 40]);
    let theta = [0.8446865099580676, 0.535261337941439];
    assert!((norm(&theta) - 1.0).abs() < 1e-12);
    let at = |margin: f64| {
        let setting = BoundSetting { margin, ..SETTING };
        bound(&rows, &v, &theta, setting).unwrap()
    };
    assert_eq!(at(0.5).empirical, 0.0); // every margin is at least 0.5129…
    assert!(at(1.0).empirical > 0.0 && at(2.0).empirical > at(1.0).empirical);
    assert_close(&[at(1.0).complexity * 2.0], &[at(0.5).complexity], 1e-14);
    assert_eq!(
        [ramp(-1.0, 2.0), ramp(1.0, 2.0), ramp(3.0, 2.0)],
        [1.0, 0.5, 0.0]
    );
}

#[test]
fn out_of_range_there_is_no_bound() {
    let rows = Rows::new(1, vec![1.0, 2.0]).unwrap();
    let none = |v: &[f64], theta: &[f64], setting| bound(&rows, v, theta, setting).is_none();
    let ones = [1.0, 1.0];
    assert!(none(&ones, &[0.0], SETTING) && none(&ones, &[f64::NAN], SETTING));
    assert!(none(&[1.0], &[1.0], SETTING) && none(&[-1.0, 1.0], &[1.0], SETTING));
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(none(
            &ones,
            &[1.0],
            BoundSetting {
                margin: wrong,
                ..SETTING
            }
        ));
        assert!(none(
            &ones,
            &[1.0],
            BoundSetting {
                n_examples: wrong,
                ..SETTING
            }
        ));
        assert!(none(
            &ones,
            &[1.0],
            BoundSetting {
                delta: wrong,
                ..SETTING
            }
        ));
        assert!(none(
            &ones,
            &[1.0],
            BoundSetting {
                grid: wrong,
                ..SETTING
            }
        ));
    }
}

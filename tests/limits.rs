//! The limits of a ladder: which runs have one of their own, and angles that keep their digits.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{json, number, numbers, read};
use iw_lab::data::own::OwnData;
use iw_lab::data::read::load;
use iw_lab::experiment::ladder::Ladder;
use iw_lab::numeric::atan2;
use iw_lab::outlook::limits::{Limits, RunLimit, angle, spread};
use iw_lab::settings::{DataKind, Spec};
use iw_lab::theory::separability::Separability;
use libm::{cos, sin};

/// A lab of a link on the rows of a CSV text.
fn lab_on(text: &str, query: &str) -> Ladder {
    let (mut spec, notices) = Spec::from_query(query);
    assert_eq!(notices, [], "{query}");
    spec.data = DataKind::Csv;
    let own: OwnData = load(text, None).expect(query).0;
    Ladder::new(spec, Some(&own))
}

/// The separable reference rows with a weight column.
fn weighted_sep40(weight: impl Fn(usize) -> f64) -> String {
    let text = read("sep40.csv");
    let rows = text.lines().skip(1).enumerate();
    let rows = rows.map(|(row, line)| format!("{line},{}\n", weight(row)));
    "x1,x2,y,weight\n".to_owned() + &rows.collect::<String>()
}

fn limits_and_runs(text: &str, query: &str) -> (Limits, Vec<RunLimit>) {
    let lab = lab_on(text, query);
    let limits = Limits::new(&lab).expect(query);
    let runs = (lab.runs.iter()).map(|run| limits.of_run(&lab, run));
    let runs = runs.collect();
    (limits, runs)
}

fn assert_close(a: &[f64], b: &[f64], tolerance: f64) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() <= tolerance, "{a} is not {b}");
    }
}

const QUERY: &str = "model=linear&bias=all&weights=file,1:5";

#[test]
fn a_support_vector_of_weight_0_gives_its_run_a_limit_of_its_own() {
    let support = [3, 6, 27];
    let all = &json("linear_sep40.json")["bias"]["svm"];
    for removed in 0..40 {
        let text = weighted_sep40(|row| if row == removed { 0.0 } else { 1.0 });
        let (limits, runs) = limits_and_runs(&text, QUERY);
        let common = limits.limit().expect("separable");
        assert_eq!(common.support, support);
        assert_close(&common.direction, &numbers(&all["direction"]), 1e-10);
        let [Separability::Separable(own), Separability::Separable(other)] =
            [&runs[0].separability, &runs[1].separability]
        else {
            panic!("fewer rows are as separable");
        };
        assert_eq!(other, common, "the run that removes nothing");
        assert!(runs[1].kl.expect("a dual").is_finite());
        let turned = angle(&own.direction, &common.direction).expect("directions");
        if support.contains(&removed) {
            assert_eq!(runs[0].kl, Some(f64::INFINITY));
            assert!(turned > 1e-3, "without row {removed}: {turned} rad");
            assert!(own.margin > common.margin);
        } else {
            assert!(runs[0].kl.expect("a dual").is_finite());
            assert!(turned < 1e-14, "without row {removed}: {turned} rad");
            assert_eq!(own.support, support);
        }
        // Rows keep their numbers, and the removed one has no share.
        assert_eq!((own.dual.len(), own.dual[removed]), (40, 0.0));
        assert!(!own.support.contains(&removed));
        assert_close(&[own.dual.iter().sum::<f64>()], &[1.0], 1e-14);
        let z = |row: usize| limits.rows.row(row);
        for &row in &own.support {
            let margin: f64 = z(row).iter().zip(&own.direction).map(|(a, b)| a * b).sum();
            assert_close(&[margin], &[own.margin], 1e-12);
        }
    }
}

#[test]
fn removing_rows_can_make_the_rest_separable_or_leave_one_class() {
    let text = "x1,x2,y,weight\n1,0,1,1\n-1,0,1,0\n0.5,1,1,1\n-2,0.5,-1,2\n";
    let (limits, runs) = limits_and_runs(text, "model=linear&bias=none&weights=file,1:1,0:1");
    assert!(matches!(
        limits.separability,
        Separability::Partly(_) | Separability::NotSeparable { .. }
    ));
    let Separability::Separable(own) = &runs[0].separability else {
        panic!("the rest is separable");
    };
    assert_eq!((own.dual.len(), own.dual[1]), (4, 0.0));
    assert_eq!(runs[1].separability, limits.separability);
    let Separability::Separable(blue) = &runs[2].separability else {
        panic!("one class is separable through the origin");
    };
    assert_eq!(blue.support, [3]);
    assert!(matches!(runs[2].residual, Some(Ok(_))) && runs[2].optimum.is_err());
}

#[test]
fn weights_above_0_never_move_the_limit_however_few_rows_hold_it() {
    // One row nearer to the origin than all others holds the limit alone: p* is 1 there, and KL(p*‖w/n) = −ln q₀.
    for k in 0..60 {
        let a = 0.1 + 0.1 * f64::from(k);
        let (x, y) = (3.7 * cos(a), 3.7 * sin(a));
        let row = |s: f64, turn: f64, class: &str, weight: &str| {
            let class_sign = if class == "1" { s } else { -s };
            let (x, y) = (x - turn * y, y + turn * x);
            format!("{},{},{class},{weight}\n", class_sign * x, class_sign * y)
        };
        let text = "x1,x2,y,weight\n".to_owned()
            + &row(1.0, 0.0, "1", "3")
            + &row(2.0, 0.1, "-1", "2")
            + &row(3.0, -0.2, "1", "5");
        let (limits, runs) = limits_and_runs(&text, "model=linear&bias=none&weights=file,1:1");
        let limit = limits.limit().expect("separable");
        assert_eq!(limit.support, [0]);
        for (run, expected) in runs.iter().zip([10.0 / 3.0, 3.0]) {
            assert_close(&[run.kl.expect("a dual")], &[libm::log(expected)], 1e-14);
            assert!(matches!(run.residual, Some(Ok(_))));
        }
    }
}

#[test]
fn rows_without_a_bias_have_no_textbook_bias_even_if_they_end_in_1() {
    let text = "x1,x2,y\n2,1,1\n3,-1,1\n-2,-1,-1\n-3,1,-1\n";
    for (bias, there) in [("none", false), ("all", true)] {
        let query = format!("model=linear&bias={bias}&weights=1:1");
        let (limits, _) = limits_and_runs(text, &query);
        assert!(limits.limit().is_some());
        assert_eq!(limits.free_bias.is_some(), there);
    }
}

#[test]
fn with_a_penalty_every_run_comes_to_rest_at_its_optimum() {
    for optimizer in ["gd", "normalized"] {
        for (data, loss) in [
            ("overlap", "exponential"),
            ("overlap", "logistic"),
            ("separable", "exponential"),
            ("separable", "logistic"),
        ] {
            let mut lab = Ladder::new(
                Spec::from_query(&format!(
                    "data={data}&model=linear&init=zero&keep_orange=1&keep_blue=1&n_orange=20&n_blue=20&weights=3:1,1:5&l2=0.2&loss={loss}&optimizer={optimizer}"
                ))
                .0,
                None,
            );
            lab.advance(5_000);
            let limits = Limits::new(&lab).expect("rows");
            for run in &lab.runs {
                let optimum = limits.of_run(&lab, run).optimum.expect("a penalty");
                assert_close(run.parameters(), &optimum.theta, 1e-12);
            }
        }
    }
}

#[test]
fn divergence_of_the_dual_from_the_weights_is_the_reference_number() {
    let reference = json("linear_sep40.json");
    for (key, bias) in [("nobias", "none"), ("bias", "all")] {
        let runs = reference[key]["runs"].as_array().expect("runs");
        let ratios: Vec<&str> = runs
            .iter()
            .filter_map(|run| run["ratio_orange_blue"].as_str())
            .collect();
        let query = format!("model=linear&bias={bias}&weights={}", ratios.join(","));
        let (_, limits) = limits_and_runs(&read("sep40.csv"), &query);
        for (limit, run) in limits.iter().zip(runs) {
            assert_close(
                &[limit.kl.expect("a dual")],
                &[number(&run["KL_pstar_w"])],
                1e-10,
            );
        }
    }
}

#[test]
fn angles_keep_their_digits_near_0_and_near_pi() {
    let pi = std::f64::consts::PI;
    let mut small = 1.0;
    for _ in 0..150 {
        small /= 10.0;
        let tiny = angle(&[1.0, 0.0], &[3.0, 3.0 * small]).expect("an angle");
        let exact = atan2(small, 1.0);
        assert!((tiny / exact - 1.0).abs() < 1e-14, "{tiny} is not {exact}");
        let wide = angle(&[2.0, 0.0], &[-1.0, small]).expect("an angle");
        assert!((wide - (pi - exact)).abs() < 1e-15, "{wide}");
    }
    assert_eq!(angle(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]), Some(0.0));
    assert_close(
        &[angle(&[1.0, 0.0], &[0.0, 7.0]).expect("an angle")],
        &[pi / 2.0],
        1e-15,
    );
    for length in [1e-150, 1.0, 1e150] {
        let found = angle(&[length, 0.0], &[length, length]).expect("an angle");
        assert_close(&[found], &[pi / 4.0], 1e-15);
    }
    assert_eq!(angle(&[0.0, 0.0], &[1.0, 0.0]), None);
    assert_eq!(angle(&[f64::NAN, 0.0], &[1.0, 0.0]), None);
    assert_eq!(angle(&[f64::INFINITY, 0.0], &[1.0, 0.0]), None);
}

#[test]
fn the_spread_is_the_largest_angle_between_any_two() {
    let at = |degrees: f64| {
        let radians = degrees.to_radians();
        vec![cos(radians), sin(radians)]
    };
    let found = spread(&[at(10.0), at(-5.0), at(30.0), at(12.0)]).expect("a spread");
    assert_close(&[found], &[35f64.to_radians()], 1e-14);
    assert_eq!(spread(&[]), None);
    assert_eq!(spread(&[at(1.0)]), None);
    assert_eq!(spread(&[at(1.0), vec![0.0, 0.0]]), None);
}

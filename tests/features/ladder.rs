//! A lab of features, from its link to its limit.

use crate::common::{Rows as Examples, json, number, numbers};
use crate::reference::of;
use iw_lab::data::read::load;
use iw_lab::experiment::ladder::{HANDOVER, Ladder, Status};
use iw_lab::numeric::ln;
use iw_lab::outlook::limits::{Limits, angle};
use iw_lab::outlook::lines::{Piece, Warped, WarpedHistory, check_alone};
use iw_lab::settings::{DataKind, Link};
use iw_lab::theory::separability::Separability;

/// The lab of a link on the 40 moons of the reference.
fn lab(query: &str) -> Ladder {
    let (Link { mut spec, .. }, notices) = Link::from_query(query);
    assert_eq!(notices, [], "{query}");
    let all = Examples::read("moons200.csv", "");
    let mut text = "x1,x2,y\n".to_owned();
    for row in numbers(&json("feature_models.json")["config"]["moons40_rows"]) {
        let (x, y) = (all.x[row as usize], all.y[row as usize]);
        let class = if y > 0.0 { "orange" } else { "blue" };
        text += &format!("{:?},{:?},{class}\n", x[0], x[1]);
    }
    spec.data = DataKind::Csv;
    let own = load(&text, None).expect("rows").0;
    Ladder::new(spec, Some(&own))
}

fn diverged(lab: &Ladder) -> bool {
    let lost = |status| matches!(status, Status::Diverged { .. });
    lab.runs.iter().any(|run| lost(run.status))
}

/// Told before the first step; with the rate that is named it trains, and is warped to where the theory says.
#[test]
fn a_learning_rate_that_is_too_large_is_told_with_one_that_does() {
    let link = "model=features&features=polynomial&degree=8&weights=1:5,1:1,5:1";
    let mut bad = lab(link);
    let notice = |lab: &Ladder| {
        let mut told = lab.notices.iter().map(|notice| notice.0.clone());
        told.find(|text| text.contains("learning rate"))
    };
    let text = notice(&bad).expect("a notice");
    assert!(
        text.contains("the first step of the run 1:5 raises its risk"),
        "{text}"
    );
    assert!(text.contains("η λ_max is 210 "), "{text}");
    bad.advance(3);
    assert!(diverged(&bad));
    let (_, rate) = text.split_once("A learning rate of ").expect("a rate");
    let (rate, _) = rate.split_once(" would do").expect("a rate");
    let mut good = lab(&format!("{link}&lr={rate}"));
    assert_eq!(notice(&good), None);
    good.advance(HANDOVER);
    assert!(!diverged(&good));
    let limits = Limits::new(&good).expect("limits");
    assert_eq!(check_alone(&good, &limits), Ok(()));
    let Separability::Separable(limit) = &limits.separability else {
        panic!("poly8 separates them");
    };
    let mut warped = Warped::begin(&good).expect("time is warped");
    while warped.hand_over(&good, &limits).expect("a flow") {}
    for theta in warped.at(300.0 * ln(10.0)).expect("flow") {
        let angle = angle(&theta, &limit.direction).expect("an angle");
        assert!(angle.to_degrees() < 0.2, "{angle}");
    }
}

#[test]
fn features_that_train_are_not_warned_of() {
    for query in [
        "model=features&weights=1:5,5:1",
        "model=features&features=fourier&bandwidth=0.5&count=50&weights=1:5,5:1",
        "model=features&features=relu&weights=1:5,5:1",
        "model=features&features=tangent&weights=1:5,5:1",
        "model=features&degree=8&scale=0.3&weights=1:5,5:1",
        "model=features&degree=5&weights=1:5,5:1",
    ] {
        let mut lab = lab(query);
        assert_eq!(lab.notices, [], "{query}");
        lab.advance(1000);
        assert!(!diverged(&lab), "{query}");
    }
}

/// What a page does, piece by piece, gives the bits of one go.
#[test]
fn warped_time_of_a_lab_is_recorded_piece_by_piece() {
    let mut lab = lab("model=features&degree=3&weights=1:5,5:1");
    lab.advance(HANDOVER);
    let limits = Limits::new(&lab).expect("limits");
    let gamma = number(&of("poly3").expected["max_margin"]["gamma"]);
    let limit = limits.limit().expect("separable");
    assert!((limit.margin / gamma - 1.0).abs() < 1e-10);
    for run in &lab.runs {
        let run = limits.of_run(&lab, run);
        assert!(run.kl.is_some_and(f64::is_finite));
        assert!(run.residual.expect("separable").is_ok());
    }
    let mut warped = Warped::begin(&lab).expect("time is warped");
    while warped.hand_over(&lab, &limits).expect("a flow") {}
    let mut history = WarpedHistory::new(warped);
    while history.work().expect("flow") != Piece::Done {}
    let last = history.records().last().expect("a record");
    let ends: Vec<f64> = (last.parameters.iter())
        .map(|theta| angle(theta, &limit.direction).expect("an angle"))
        .collect();
    assert!(ends.iter().all(|angle| *angle < 1e-4), "{ends:?}");
}

#[test]
fn features_beyond_what_can_be_kept_are_refused_with_a_way_out() {
    let lab = lab("model=features&features=tangent&depth=3&width=256&weights=1:1");
    assert!(lab.runs.iter().all(|run| run.status == Status::Training));
    let link =
        "model=features&features=tangent&depth=3&width=256&data=moons&n_orange=500&keep_orange=1";
    let (Link { spec, .. }, _) = Link::from_query(link);
    let lab = Ladder::new(spec, None);
    assert!(lab.runs.iter().all(|run| run.status == Status::Empty));
    let told = lab
        .notices
        .iter()
        .any(|notice| notice.0.contains("set fewer units"));
    assert!(told, "{:?}", lab.notices);
}

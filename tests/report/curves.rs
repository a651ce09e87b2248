//! The table of curves: what is offered where, and that every value is what it is called.

use crate::worlds::{World, moments, worlds};
use iw_lab::experiment::history::Time;
use iw_lab::experiment::ladder::Status;
use iw_lab::outlook::limits::angle;
use iw_lab::report::Shown;
use iw_lab::report::axis::{self, Across};
use iw_lab::report::curve::{CURVES, Of, error_kind, named, offered, points};
use iw_lab::settings::{AcrossKind, ErrorKind};

fn keys(world: &World) -> Vec<&'static str> {
    offered(&world.latest())
        .iter()
        .map(|curve| curve.key)
        .collect()
}

fn value(shown: &Shown, key: &str, run: usize) -> Option<f64> {
    match named(key).expect(key).of {
        Of::Run(of) => of(shown, run),
        Of::Together(of) => of(shown),
        Of::Examples | Of::Terms => panic!("{key} has no values"),
    }
}

#[test]
fn each_row_is_whole_and_has_a_key_of_its_own() {
    for (at, curve) in CURVES.iter().enumerate() {
        assert!(!curve.key.is_empty() && !curve.title.is_empty());
        assert!(
            curve.remark.is_empty() || curve.remark.ends_with('.'),
            "{}",
            curve.remark
        );
        assert!(CURVES[..at].iter().all(|other| other.key != curve.key));
    }
}

#[test]
fn what_tells_most_comes_first() {
    let moons = keys(&World::new("", 10));
    assert_eq!(
        moons,
        [
            "error",
            "disagreement",
            "ln_risk",
            "orange",
            "margin",
            "smoothed_margin",
            "norm"
        ]
    );
    let separable = keys(&World::linear("sep40.csv", "&weights=5:1,1:5", 10));
    assert_eq!(
        separable,
        [
            "angle",
            "dual",
            "ln_risk",
            "spread",
            "margin",
            "smoothed_margin",
            "norm",
            "kl",
            "gap",
            "error",
            "disagreement",
            "orange",
            "bound"
        ]
    );
    let overlap = keys(&World::linear("overlap100.csv", "&weights=5:1,1:5", 10));
    assert_eq!(
        overlap,
        [
            "distance",
            "spread",
            "ln_risk",
            "error",
            "dual",
            "norm",
            "disagreement",
            "orange",
            "margin",
            "smoothed_margin",
            "bound"
        ]
    );
    let partial = keys(&World::linear(
        "partial40.csv",
        "&bias=none&weights=5:1,1:5",
        10,
    ));
    assert_eq!(partial.last(), Some(&"bound"));
    assert_eq!(partial[..3], moons[..3]);
}

#[test]
fn what_takes_several_runs_is_offered_to_several() {
    for (name, world) in worlds() {
        let several = world.session.ladder().runs.len() > 1;
        let together = offered(&world.latest())
            .iter()
            .any(|curve| matches!(curve.of, Of::Together(_)));
        assert_eq!(together, several, "{name}");
    }
}

#[test]
fn every_value_is_a_number_where_it_is_defined_and_none_elsewhere() {
    for (name, world) in worlds() {
        for shown in moments(&world) {
            for curve in offered(&shown) {
                let all = points(&shown, curve);
                let lines = all.runs.iter().chain(&all.together);
                for (_, value) in lines.flatten() {
                    assert!(!value.is_infinite(), "{name}: {}", curve.key);
                }
                for law in &all.laws {
                    assert!(
                        law.points.iter().all(|point| point.1.is_finite()),
                        "{name}: {}",
                        law.caption
                    );
                }
                assert!(all.laws.len() <= 3);
                if let Some(note) = (curve.note)(&shown) {
                    assert!(
                        note.ends_with('.') && !note.contains("not a number"),
                        "{name}: {note}"
                    );
                }
            }
        }
    }
}

#[test]
fn values_are_what_they_are_called() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 1000);
    let shown = world.latest();
    let limit = shown.separable_limit().expect("separable");
    let theta = [0, 1].map(|run| shown.theta(run).expect("recorded"));
    let length = |v: &[f64]| v.iter().map(|p| p * p).sum::<f64>().sqrt();
    let close = |a: Option<f64>, b: f64| {
        let a = a.expect("defined");
        assert!((a - b).abs() <= 1e-9 * b.abs(), "{a} is not {b}");
    };
    for (run, theta) in theta.into_iter().enumerate() {
        let dot: f64 = theta.iter().zip(&limit.direction).map(|(a, b)| a * b).sum();
        close(
            value(&shown, "angle", run),
            libm::acos(dot / length(theta)).to_degrees(),
        );
        close(value(&shown, "norm", run), length(theta));
        // Of linear scores the smoothed margin is −(ln L + ln n)/‖θ‖, and never above the margin itself.
        let ln_risk = value(&shown, "ln_risk", run).expect("defined");
        close(
            value(&shown, "smoothed_margin", run),
            -(ln_risk + libm::log(40.0)) / length(theta),
        );
        // KL and gap of the shares themselves.
        let shares = shown.shares(run).expect("shares");
        let kl: f64 = (limit.dual.iter().zip(&shares))
            .filter(|(p, _)| **p > 0.0)
            .map(|(p, q)| p * libm::log(p / q))
            .sum();
        let kl_shown = value(&shown, "kl", run).expect("defined");
        assert!((kl_shown - kl).abs() < 1e-9, "{kl_shown} is not {kl}");
        let limits = shown.limits().expect("limits");
        let mut sum = [0.0; 3];
        for (z, q) in limits.rows.iter().zip(&shares) {
            (0..3).for_each(|k| sum[k] += q * z[k]);
        }
        let gap = 0.5 * (sum.iter().map(|s| s * s).sum::<f64>() - limit.margin * limit.margin);
        assert!((value(&shown, "gap", run).expect("defined") - gap).abs() < 1e-9);
    }
    close(
        value(&shown, "spread", 0),
        angle(theta[0], theta[1]).expect("an angle").to_degrees(),
    );
    let overlap = World::linear("overlap100.csv", "&weights=1:1", 100);
    let shown = overlap.latest();
    let rest = &shown.resting_place(0).expect("rests").theta;
    let theta = shown.theta(0).expect("recorded");
    let apart: Vec<f64> = theta.iter().zip(rest).map(|(a, b)| a - b).collect();
    close(value(&shown, "distance", 0), length(&apart));
    assert_eq!(value(&shown, "angle", 0), None);
}

#[test]
fn the_error_is_the_one_chosen_or_the_training_error() {
    let mut world = World::new("width=8&keep_orange=1&keep_blue=1", 10);
    for kind in [ErrorKind::Test, ErrorKind::Train, ErrorKind::Population] {
        world.view.error = kind;
        let shown = world.latest();
        let metrics = shown.metrics(0).expect("measured");
        let expected = match kind {
            // There is no test set.
            ErrorKind::Test | ErrorKind::Train => (ErrorKind::Train, metrics.train_error),
            ErrorKind::Population => (kind, metrics.population_error),
        };
        assert_eq!((error_kind(&shown), value(&shown, "error", 0)), expected);
    }
    let mut own = World::linear("overlap100.csv", "", 10);
    own.view.error = ErrorKind::Population;
    assert_eq!(error_kind(&own.latest()), ErrorKind::Train);
    let mut moons = World::new("width=8", 10);
    moons.view.error = ErrorKind::Test;
    let shown = moons.latest();
    assert_eq!(
        value(&shown, "error", 1),
        shown.metrics(1).expect("measured").test_error
    );
}

#[test]
fn a_diverged_run_has_no_points_from_then_on_and_the_others_go_on() {
    let world = World::new("init=standard&weights=16:1,1:1", 10);
    let shown = world.latest();
    let all = points(&shown, named("ln_risk").expect("a curve"));
    for (run, points) in all.runs.iter().enumerate() {
        let status = shown.ladder().runs[run].status;
        if let Status::Diverged { step, .. } = status {
            let last = points.last().expect("points").0;
            assert!(last < libm::log(step as f64), "run {run} goes on to {last}");
        }
    }
    assert!(
        shown
            .ladder()
            .runs
            .iter()
            .any(|run| matches!(run.status, Status::Diverged { .. }))
    );
}

#[test]
fn nothing_measured_passes_what_theory_allows() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    let shown = world.end();
    let measured = |key: &str| {
        let all = points(&shown, named(key).expect(key));
        (all.runs[0].clone(), all.laws)
    };
    let at = |points: &[(f64, f64)], place: f64| {
        points
            .iter()
            .find(|point| point.0 == place)
            .expect("measured")
            .1
    };
    // The angle is below what KL(p*‖w) allows, and that is said only where it says something.
    let (angles, laws) = measured("angle");
    let allowed = laws.last().expect("a bound");
    assert!(allowed.caption.contains("KL") && !allowed.points.is_empty());
    for (ln_t, most) in &allowed.points {
        assert!(*most < 90.0 && at(&angles, *ln_t) <= *most);
    }
    // v ln t + ρ is where θ is in the end.
    let whole = &laws[1];
    let (ln_t, predicted) = *whole.points.last().expect("points");
    assert!((at(&angles, ln_t) / predicted - 1.0).abs() < 1e-3);
    for key in ["margin", "smoothed_margin"] {
        let (margins, laws) = measured(key);
        let gamma = shown.separable_limit().expect("separable").margin;
        assert_eq!(laws.len(), 1);
        assert!(laws[0].points.iter().all(|point| point.1 == gamma));
        assert!(
            margins
                .iter()
                .all(|point| point.1.is_nan() || point.1 <= gamma * (1.0 + 1e-12))
        );
    }
    let (gaps, laws) = measured("gap");
    for (ln_t, most) in &laws[0].points {
        let gap = at(&gaps, *ln_t);
        assert!(gap.is_nan() || gap <= *most);
    }
    let (norms, laws) = measured("norm");
    let (ln_t, length) = *laws[0].points.last().expect("points");
    assert!((at(&norms, ln_t) / length - 1.0).abs() < 1e-3);
}

#[test]
fn laws_are_predicted_only_where_they_hold() {
    let laws = |world: &World, key: &str| points(&world.latest(), named(key).expect(key)).laws;
    let of = |more: &str| World::linear("sep40.csv", &format!("&weights=5:1{more}"), 300);
    assert_eq!(laws(&of(""), "angle").len(), 3);
    // The bound from KL(p*‖w) is proved from 0, by plain descent, with the exponential loss.
    assert_eq!(laws(&of("&loss=logistic"), "angle").len(), 2);
    assert_eq!(laws(&of("&loss=logistic"), "gap").len(), 0);
    assert_eq!(laws(&of("&optimizer=normalized"), "angle").len(), 0);
    let random = World::on(
        &crate::common::read("sep40.csv"),
        "model=linear&init=ntk&weights=5:1",
        300,
    );
    assert_eq!(laws(&random, "angle").len(), 2);
    // A weight of 0 that moves the limit.
    let moved = World::linear("sep40.csv", "&weights=1:0", 300);
    assert!(laws(&moved, "angle").is_empty());
    for key in ["angle", "norm", "margin", "gap"] {
        assert!(laws(&World::linear("overlap100.csv", "", 30), key).is_empty());
        assert!(laws(&World::new("width=8", 30), key).is_empty());
        assert!(laws(&of("&l2=0.1"), key).is_empty());
    }
}

#[test]
fn the_dual_is_told_once() {
    for (name, world) in worlds() {
        let shown = world.latest();
        let told = ["dual", "kl"].map(|key| (named(key).expect(key).note)(&shown).is_some());
        assert!(!(told[0] && told[1]), "{name}");
        let linear = shown.limits().is_some() && !shown.outlook.runs.is_empty();
        assert_eq!(told[0] || told[1], linear, "{name}");
    }
    let usual = World::linear("sep40.csv", "&weights=5:1", 30);
    assert!((named("kl").expect("kl").note)(&usual.latest()).is_some());
}

#[test]
fn curves_stand_against_time_ln_t_or_dual_time() {
    let mut world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    let curve = named("angle").expect("a curve");
    let steps = points(&world.end(), curve);
    assert_eq!(steps.across, Across::Time);
    assert!(steps.times.is_empty());
    world.view.across = AcrossKind::LnT;
    let shown = world.end();
    let ln_t = points(&shown, curve);
    assert_eq!(ln_t.runs[0].len(), steps.runs[0].len());
    assert!(matches!(
        ln_t.across,
        Across::Number {
            name: "ln t",
            logarithmic: false,
            ..
        }
    ));
    assert_eq!(ln_t.cursor, Some(shown.ln_t()));
    world.view.across = AcrossKind::Dual;
    let shown = world.end();
    let dual = points(&shown, curve);
    let places: Vec<f64> = dual.times.iter().map(|time| time.0).collect();
    assert!(places.is_sorted_by(|a, b| a < b));
    assert_eq!(dual.cursor, Some(shown.dual(0).expect("a dual").total_step));
    let Across::Number {
        name,
        range,
        logarithmic: true,
        warped_from,
    } = dual.across
    else {
        panic!("{:?}", dual.across);
    };
    assert_eq!(name, "τ");
    assert!(range.0 <= places[0] && places[places.len() - 1] <= range.1);
    let first_warped = dual
        .times
        .iter()
        .find(|time| time.1 > shown.seam())
        .expect("warped");
    assert_eq!(warped_from, first_warped.0);
    // The same values at other places, laws with them.
    assert_eq!(
        dual.runs[0].last().map(|point| point.1),
        steps.runs[0].last().map(|point| point.1)
    );
    assert!(
        dual.laws[1]
            .points
            .iter()
            .all(|point| places.contains(&point.0))
    );
    // Where there is no dual, steps; without a theory there is no choice.
    let mut overlap = World::linear("overlap100.csv", "", 30);
    overlap.view.across = AcrossKind::Dual;
    assert_eq!(axis::kind(&overlap.latest()), Some(AcrossKind::Steps));
    assert_eq!(axis::kind(&World::new("width=8", 3).latest()), None);
}

#[test]
fn instants_are_in_order_and_reach_the_moment_shown() {
    let world = World::linear("sep40.csv", "&weights=5:1", 1_100_000);
    let instants = world.end().instants();
    let times: Vec<f64> = instants.iter().map(|moment| moment.at.ln_t()).collect();
    assert!(times.is_sorted_by(|a, b| a < b));
    assert_eq!(instants[0].at, Time::Step(0));
    assert_eq!(*times.last().expect("instants"), world.end().ln_t());
    // Warped time is on the axis only beyond the seam, though it is known from the handover on.
    let seam = world.end().seam();
    assert!(
        world
            .outlook
            .records
            .iter()
            .any(|record| record.at.ln_t() < seam)
    );
    assert!(
        instants
            .iter()
            .all(|moment| matches!(moment.at, Time::Step(_)) || moment.at.ln_t() > seam)
    );
    // The latest step is on it before it is recorded.
    let present = World::new("width=8", 55);
    let mut record = present
        .session
        .history()
        .records()
        .last()
        .expect("recorded")
        .clone();
    let history = present.session.history().records().len();
    record.at = Time::Step(56);
    let shown = present.latest().at(iw_lab::report::Moment {
        at: record.at,
        record: Some(&record),
        duals: None,
    });
    assert_eq!(shown.instants().len(), history + 1);
}

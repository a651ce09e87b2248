//! Networks in warped time beside a session: when it begins, how far off it is, and where it is refused.
#![cfg(not(target_arch = "wasm32"))]

use iw_lab::experiment::history::Time;
use iw_lab::experiment::metrics::smoothed_margin;
use iw_lab::experiment::session::Session;
use iw_lab::numeric::{ln, norm};
use iw_lab::outlook::Outlook;
use iw_lab::outlook::networks::{MeasuredError, check, ready};
use iw_lab::outlook::unwarpable::Unwarpable;
use iw_lab::report::theory::NetworkWords;
use iw_lab::settings::Spec;
use iw_lab::theory::network_warp::NetworkWarpError;
use std::f64::consts::LN_10;

const EASY: &str = "data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&bias=input&weights=5:1,1:5&width=16";

fn session(query: &str, step: u64) -> Session {
    let (spec, notices) = Spec::from_query(query);
    assert_eq!(notices, [], "{query}");
    let mut session = Session::new(spec, None);
    while session.work(step, usize::MAX) > 0 {}
    session
}

fn outlook(session: &Session) -> Outlook {
    let mut outlook = Outlook::default();
    while outlook.work(session) {}
    assert!(!outlook.has_work(session));
    outlook
}

#[test]
fn it_goes_to_the_end_of_time_and_its_error_is_what_it_is_off() {
    for activation in ["relu", "leaky"] {
        let session = session(&format!("{EASY}&activation={activation}"), 100_000);
        let outlook = outlook(&session);
        let networks = outlook.networks().expect("begun");
        assert_eq!(networks.handover(), 10_000);
        assert_eq!(
            (networks.fell_short(), networks.records().len()),
            (None, outlook.records.len())
        );
        let times: Vec<f64> = outlook
            .records
            .iter()
            .map(|record| record.at.ln_t())
            .collect();
        assert!(times.is_sorted_by(|a, b| a < b));
        assert!((times.last().expect("records") / (1000.0 * LN_10) - 1.0).abs() < 1e-12);
        // Compared at the latest power of ten that plain descent has come to.
        let error = networks.error.expect("measured");
        assert_eq!(error.step, 100_000);
        let plain = session.history().at(100_000).expect("recorded");
        let warped = outlook
            .records
            .iter()
            .find(|record| record.at == Time::Warped(ln(1e5)));
        let warped = warped.expect("recorded");
        let off = (warped.parameters.iter().zip(plain.parameters.iter())).map(|(a, b)| {
            let gap: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
            norm(&gap) / norm(b)
        });
        assert_eq!(error.relative, off.fold(0.0, f64::max));
        assert!(
            error.relative > 1e-6 && error.relative < 1e-2,
            "{activation}: {error:?}"
        );
        // Every number is finite, and the smoothed margin rises (Lyu and Li 2020),
        // but for the wobble of long steps across kinks.
        let mut last = 0.0;
        for record in &outlook.records {
            for metrics in &record.metrics {
                assert!(metrics.ln_risk.is_some_and(f64::is_finite));
            }
            let margin = smoothed_margin(&record.metrics[0], 40, 2).expect("a margin");
            assert!(
                margin > last * (1.0 - 1e-4),
                "{activation}: {margin} after {last} at {:?}",
                record.at.ln_t() / LN_10
            );
            last = margin;
        }
    }
}

#[test]
fn it_begins_once_every_row_is_on_its_side() {
    // At 10,000 steps some rows are still on the wrong side.
    let query = "bias=input&weights=16:1,1:1";
    let early = session(query, 10_000);
    let mut nothing = Outlook::default();
    while nothing.work(&early) {}
    assert!(
        nothing.is_warpable()
            && !nothing.has_warped_time(early.ladder())
            && nothing.wants_steps(early.ladder())
    );
    assert!(ready(early.history()).is_none() && nothing.records.is_empty());
    let later = session(query, 100_000);
    let from = ready(later.history()).expect("separated");
    let Time::Step(step) = from.at else {
        panic!("{:?}", from.at);
    };
    assert!(step > 10_000);
    for metrics in &from.metrics {
        assert_eq!(metrics.train_error, Some(0.0));
    }
    let mut begun = Outlook::default();
    while begun.networks().is_none() {
        assert!(begun.work(&later));
    }
    assert!(begun.has_warped_time(later.ladder()));
    // The same point with both labels never is.
    let never = session(
        "data=overlap&bias=input&weights=1:1&width=4&n_orange=50&n_blue=50",
        20_000,
    );
    assert!(!outlook(&never).has_warped_time(never.ladder()));
}

#[test]
fn what_cannot_be_warped_says_why() {
    let why = |query: &str| check(session(query, 0).ladder()).err();
    assert_eq!(why(EASY), None);
    assert_eq!(why(""), Some(Unwarpable::Network));
    assert_eq!(why("model=linear"), Some(Unwarpable::Network));
    assert_eq!(
        why(&format!("{EASY}&activation=tanh")),
        Some(Unwarpable::Network)
    );
    assert_eq!(
        why(&format!("{EASY}&optimizer=normalized")),
        Some(Unwarpable::Normalized)
    );
    assert_eq!(why(&format!("{EASY}&l2=0.1")), Some(Unwarpable::Penalty));
    assert_eq!(
        why(&EASY.replace("keep_orange=1", "keep_orange=0")),
        Some(Unwarpable::NotTraining)
    );
    assert_eq!(
        why(&EASY.replace("width=16", "depth=3&width=256")),
        Some(Unwarpable::TooLarge)
    );
    assert_eq!(
        why("bias=input&n_orange=5000&n_blue=5000&depth=2&width=64"),
        Some(Unwarpable::TooLarge)
    );
    assert!(Unwarpable::TooLarge.to_string().len() > 20);
}

#[test]
fn words_never_hide_that_it_is_approximate() {
    let words = NetworkWords {
        handover: Some(10_000),
        error: None,
        fell_short: None,
    };
    assert_eq!(words.remark(), "approximate, error not measured yet");
    assert!(words.sentence().contains("approximate") && words.sentence().contains("not measured"));
    let measured = NetworkWords {
        error: Some(MeasuredError {
            step: 20_535,
            relative: 0.00123,
        }),
        ..words
    };
    assert_eq!(measured.remark(), "approximate: 0.00123 off at step 20,535");
    assert!(
        measured
            .sentence()
            .ends_with("off by 0.00123 of their length at most.")
    );
    let short = NetworkWords {
        fell_short: Some((134.6, None)),
        ..measured
    };
    assert!(
        short
            .sentence()
            .contains("followed to t = 10^135 and no further, for want of time")
    );
    let stopped = NetworkWords {
        fell_short: Some((12.0, Some(NetworkWarpError::AtRest))),
        ..measured
    };
    assert!(
        stopped
            .sentence()
            .contains("t = 10^12, where descent rests")
    );
    assert!(
        !NetworkWords {
            handover: None,
            ..words
        }
        .begun()
    );
}

//! Ladders in warped time: one history whatever way it is read, no seam, one line on screen at the end.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{json, numbers};
use iw_lab::experiment::ladder::{HANDOVER, Ladder};
use iw_lab::numeric::{ln, sqrt};
use iw_lab::outlook::limits::{Limits, angle, spread};
use iw_lab::outlook::lines::{FIRST, LAST, Piece, Warped, WarpedHistory, check, whole_residual};
use iw_lab::outlook::unwarpable::Unwarpable;
use iw_lab::settings::Spec;
use std::f64::consts::LN_10;

const SEPARABLE: &str = "data=separable&model=linear&init=zero&weights=1:5,1:1,2:1,5:1,10:1,16:1";

/// A lab after so many steps, and its limits.
fn lab(query: &str, steps: u64) -> (Ladder, Limits) {
    let (spec, notices) = Spec::from_query(query);
    assert_eq!(notices, [], "{query}");
    let mut lab = Ladder::new(spec, None);
    lab.advance(steps);
    let limits = Limits::new(&lab).expect(query);
    (lab, limits)
}

fn warped(query: &str) -> (Warped, Limits) {
    let (lab, limits) = lab(query, HANDOVER);
    (Warped::new(&lab, &limits).expect(query), limits)
}

fn norm(a: &[f64]) -> f64 {
    sqrt(a.iter().map(|x| x * x).sum())
}

/// |a − b|/|b|.
fn relative(a: &[f64], b: &[f64]) -> f64 {
    let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    norm(&difference) / norm(b)
}

#[test]
fn the_history_is_the_flow_at_ascending_instants_round_ones_among_them() {
    for bias in ["all", "none"] {
        let (warped, _) = warped(&format!("{SEPARABLE}&bias={bias}"));
        let mut history = WarpedHistory::new(warped.clone());
        assert!(history.records().is_empty() && !history.is_done());
        while history.work().expect("not stiff") != Piece::Done {}
        assert_eq!(history.work(), Ok(Piece::Done), "once done, done");
        assert!(history.is_done());

        let instants: Vec<f64> = history.records().iter().map(|record| record.ln_t).collect();
        assert!(instants.is_sorted_by(|a, b| a < b));
        assert!(instants.iter().all(|ln_t| *ln_t > FIRST * LN_10));
        let mut round = vec![7.0, 8.0, 9.0];
        round
            .extend((1..=10).flat_map(|digit| [10.0, 100.0].map(|power| f64::from(digit) * power)));
        for exponent in round {
            let ln_t = exponent * LN_10;
            let recorded = |at: &f64| (at / ln_t - 1.0).abs() < 1e-15;
            assert!(instants.iter().any(recorded), "1e{exponent} is recorded");
        }
        assert!((instants.last().expect("records") / (LAST * LN_10) - 1.0).abs() < 1e-15);

        for record in history.records().iter().step_by(10) {
            let at = warped.at(record.ln_t).expect("not stiff");
            for (a, b) in record.parameters.iter().zip(&at) {
                let apart = relative(a, b);
                assert!(
                    apart < 1e-9,
                    "bias={bias}, ln t = {}: {apart:e}",
                    record.ln_t
                );
            }
        }
    }
}

#[test]
fn flow_takes_over_without_a_seam_and_departs_by_the_lag_of_steps() {
    let few = "data=separable&model=linear&init=zero&n_orange=20&n_blue=20&weights=1:5,5:1";
    let (mut lab, limits) = lab(few, HANDOVER);
    let warped = Warped::new(&lab, &limits).expect("separable");
    assert_eq!(
        warped.at(ln(HANDOVER as f64)).expect("the start"),
        lab.parameters()
    );
    // The solution v of this ladder, for the lag |v| ½ ln(t/T₀)/t.
    let v = norm(&limits.limit().expect("separable").solution);
    for steps in [20_000, 100_000, 1_000_000_u64] {
        lab.advance(steps - lab.step());
        // Steps go on, and the hand-over stays where it was.
        let again = Warped::new(&lab, &limits).expect("separable");
        assert_eq!(again.handover, HANDOVER);
        let t = steps as f64;
        let flow = again.at(ln(t)).expect("not stiff");
        let lag = v * 0.5 * ln(t / HANDOVER as f64) / t;
        for (flow, steps) in flow.iter().zip(lab.parameters()) {
            let apart = relative(flow, &steps) * norm(&steps);
            assert!(
                apart < 1.5 * lag && apart > 0.3 * lag,
                "at {t:e}: {apart:e}, lag {lag:e}"
            );
        }
    }
}

/// Where a boundary θ·(x, 1) = 0 crosses the edges of the square |x| ≤ `half`, in pixels of a plane `side` wide.
fn crossings(theta: &[f64], half: f64, side: f64) -> Vec<[f64; 2]> {
    let bias = theta.get(2).copied().unwrap_or(0.0);
    let pixel = side / (2.0 * half);
    let mut found = Vec::new();
    for edge in [-half, half] {
        found.push([edge, -(bias + theta[0] * edge) / theta[1]]);
        found.push([-(bias + theta[1] * edge) / theta[0], edge]);
    }
    found.retain(|[x, y]| x.abs() <= half && y.abs() <= half);
    found.iter().map(|[x, y]| [x * pixel, y * pixel]).collect()
}

/// The most pixels between any two boundaries where they leave a plane of 520 pixels.
fn pixels_apart(parameters: &[Vec<f64>]) -> f64 {
    let lines: Vec<_> = (parameters.iter())
        .map(|theta| crossings(theta, 3.5, 520.0))
        .collect();
    let mut most: f64 = 0.0;
    for (a, b) in lines.iter().flat_map(|a| lines.iter().map(move |b| (a, b))) {
        assert_eq!((a.len(), b.len()), (2, 2), "each crosses the plane");
        for (p, q) in a.iter().zip(b) {
            most = most.max(norm(&[p[0] - q[0], p[1] - q[1]]));
        }
    }
    most
}

#[test]
fn six_boundaries_become_one_line_on_screen() {
    // Without a bias the gap at the same t is several times as wide: the same law, a wider ρ.
    for (bias, exponent) in [("all", 100.0), ("none", 1000.0)] {
        let (warped, limits) = warped(&format!("{SEPARABLE}&bias={bias}"));
        let limit = limits.limit().expect("separable");
        let at = |exponent: f64| warped.at(exponent * LN_10).expect("not stiff");
        let (early, late) = (pixels_apart(&at(6.0)), pixels_apart(&at(exponent)));
        assert!(late < 1.0, "bias={bias}: {late} px at 1e{exponent}");
        assert!(early > 10.0, "bias={bias}: {early} px at 1e6");
        // What is left between any two falls as 1/ln t.
        let [hundred, thousand] = [100.0, 1000.0].map(|t| spread(&at(t)).expect("directions"));
        assert!(
            (hundred / thousand / 10.0 - 1.0).abs() < 0.05,
            "{hundred} to {thousand}"
        );
        for theta in at(LAST) {
            let left = angle(&theta, &limit.direction).expect("an angle");
            assert!(left < 2e-3, "bias={bias}: {left} rad from the limit");
        }
    }
}

#[test]
fn late_time_is_v_ln_t_and_the_residual() {
    for bias in ["all", "none"] {
        let (lab, limits) = lab(&format!("{SEPARABLE}&bias={bias}"), HANDOVER);
        let warped = Warped::new(&lab, &limits).expect("separable");
        let limit = limits.limit().expect("separable");
        let at = |exponent: f64| warped.at(exponent * LN_10).expect("not stiff");
        let late = at(500.0).into_iter().zip(at(LAST));
        for (run, (half, last)) in lab.runs.iter().zip(late) {
            let gained: Vec<f64> = last.iter().zip(&half).map(|(a, b)| a - b).collect();
            let v_ln_t = limit.solution.iter().map(|v| v * 500.0 * LN_10);
            let apart = relative(&gained, &v_ln_t.collect::<Vec<_>>());
            assert!(
                apart < 1e-9,
                "bias={bias}: θ grows by v ln t but for {apart:e}"
            );

            // ρ is known as far as the support vectors reach: their margins are z·v ln t + z·ρ.
            let residual = limits.of_run(&lab, run).residual;
            let residual = residual.expect("separable").expect("a residual");
            assert!(residual.without_dual.is_empty());
            let predicted = limits.rows.margins(&residual.predict(LAST * LN_10));
            let margins = limits.rows.margins(&last);
            for &row in &limit.support {
                let off = (margins[row] - predicted[row]).abs();
                assert!(off < 1e-7, "bias={bias}, row {row}: off by {off:e}");
            }
            if residual.complete {
                assert!(relative(&last, &residual.predict(LAST * LN_10)) < 1e-9);
            }
        }
    }
}

#[test]
fn a_whole_residual_says_where_late_runs_are_before_a_step_is_taken() {
    for (bias, init) in [("all", "zero"), ("none", "zero"), ("all", "ntk")] {
        for seed in 1..9 {
            let query = format!(
                "data=separable&model=linear&bias={bias}&init={init}&n_orange=5&n_blue=4&keep_orange=1&keep_blue=1&seed={seed}&weights=5:1,1:3"
            );
            let (early, limits) = lab(&query, 0);
            let (late, _) = warped(&query);
            let at_last = late.at(LAST * LN_10).expect("not stiff");
            for (k, theta) in at_last.iter().enumerate() {
                let residual = limits.of_run(&early, &early.runs[k]).residual;
                let residual = residual.expect("separable").expect("a residual");
                let whole = whole_residual(&early, &limits, k, &residual).expect("not stiff");
                assert!(whole.complete);
                // ρ is of order 1 in 3000; a support vector whose dual is .004 leaves 5e-8 of its own even then.
                assert!(relative(&whole.predict(LAST * LN_10), theta) < 1e-7);
            }
        }
    }
    let (mut diverged, limits) = lab(&format!("{SEPARABLE}&lr=100"), 0);
    let residual = limits.of_run(&diverged, &diverged.runs[0]).residual;
    let residual = residual.expect("separable").expect("a residual");
    diverged.advance(100);
    assert_eq!(
        whole_residual(&diverged, &limits, 0, &residual),
        Err(Unwarpable::NotTraining)
    );
}

#[test]
fn the_ladder_of_the_reference_is_at_the_stored_places() {
    let reference = &json("linear_sep40.json")["bias"]["runs"];
    let own = iw_lab::data::read::load(&common::read("sep40.csv"), None)
        .expect("a file")
        .0;
    let (spec, _) = Spec::from_query("data=csv&model=linear&init=zero&weights=1:1,1:5,5:1,1:20");
    let mut lab = Ladder::new(spec, Some(&own));
    lab.advance(HANDOVER);
    let limits = Limits::new(&lab).expect("rows");
    let warped = Warped::new(&lab, &limits).expect("separable");
    for (time, exponent) in [
        ("1e6", 6.0),
        ("1e12", 12.0),
        ("1e100", 100.0),
        ("1e300", 300.0),
    ] {
        let parameters = warped.at(exponent * LN_10).expect("not stiff");
        for (run, theta) in parameters.iter().enumerate() {
            let stored = numbers(&reference[run]["warp_from_gd_1e4"][time]["theta"]);
            let off = relative(theta, &stored) * norm(&stored);
            assert!(off < 1e-7, "run {run} at {time}: off by {off:e}");
        }
    }
}

#[test]
fn what_cannot_be_warped_says_why() {
    let judged = |lab: &Ladder, limits: &Limits| -> Vec<_> {
        (lab.runs.iter())
            .map(|run| limits.of_run(lab, run))
            .collect()
    };
    let why = |query: &str, steps| {
        let (lab, limits) = lab(query, steps);
        check(&lab, &judged(&lab, &limits))
            .and_then(|()| Warped::new(&lab, &limits))
            .expect_err(query)
    };
    assert_eq!(
        why("data=overlap&model=linear", HANDOVER),
        Unwarpable::NotSeparable
    );
    assert_eq!(
        why("data=partial&model=linear&bias=none", HANDOVER),
        Unwarpable::NotSeparable
    );
    assert_eq!(why("model=mlp&width=2", 1), Unwarpable::Network);
    assert_eq!(
        why(&format!("{SEPARABLE}&l2=0.01"), HANDOVER),
        Unwarpable::Penalty
    );
    assert_eq!(
        why(&format!("{SEPARABLE}&optimizer=normalized"), HANDOVER),
        Unwarpable::Normalized
    );
    assert_eq!(
        why("data=overlap&model=linear&lr=100", HANDOVER),
        Unwarpable::NotTraining
    );
    assert_eq!(why(SEPARABLE, HANDOVER - 1), Unwarpable::TooEarly);
    let (lab, limits) = lab(SEPARABLE, 0);
    assert_eq!(
        check(&lab, &judged(&lab, &limits)),
        Ok(()),
        "in time it can be"
    );
    for (reason, word) in [
        (Unwarpable::NotSeparable, "model separates the classes"),
        (Unwarpable::Network, "model=linear"),
        (Unwarpable::Penalty, "l2=0"),
        (Unwarpable::Normalized, "optimizer=gd"),
        (Unwarpable::NotTraining, "diverged"),
        (Unwarpable::TooEarly, "10,000 steps"),
    ] {
        assert!(reason.to_string().contains(word), "{reason}");
    }
}

//! Two curves become one before they become the max-margin curve: shares of the plane on which runs differ.

use crate::common::{number, numbers};
use crate::reference::{Reference, all, of};
use crate::warp::{limit, start};
use iw_lab::loss::Loss;
use iw_lab::model::kernel::Kernel;
use iw_lab::model::points::Points;
use iw_lab::numeric::{dot, ln};
use iw_lab::theory::warp::{Flow, Moment};

const ETA: f64 = 0.1;

/// 41 × 41 points of [−2.2, 2.2]².
fn plane() -> Points {
    let at = |k: usize| -2.2 + 4.4 * k as f64 / 40.0;
    Points::new((0..41 * 41).map(|k| [at(k / 41), at(k % 41)]))
}

fn scores(model: &Reference, theta: &[f64]) -> Vec<f64> {
    let (points, model) = (plane(), model.model());
    let mut out = vec![0.0; points.len()];
    let mut kernel = Kernel::new(&model);
    model.scores(theta, &points, 0..points.n_blocks(), &mut kernel, &mut out);
    out
}

fn share(a: &[f64], b: &[f64]) -> f64 {
    let differ = a.iter().zip(b).filter(|(a, b)| (**a > 0.0) != (**b > 0.0));
    differ.count() as f64 / a.len() as f64
}

/// Runs 1:5 and 5:1 at instants given as exponents of t, ascending.
fn pair(model: &Reference, exponents: &[f64]) -> Vec<[Vec<f64>; 2]> {
    let rows = model.rows();
    let mut runs: Vec<(Flow, Moment)> = [1, 2]
        .iter()
        .map(|&run| {
            let run = &model.runs()[run];
            let flow = Flow::new(&rows, &model.weights(run), ETA, Loss::Exponential);
            let flow = flow.expect("a flow");
            let moment = start(model, run, &flow);
            (flow, moment)
        })
        .collect();
    let at = |exponent: &f64| {
        let theta = |(flow, moment): &mut (Flow, Moment)| {
            flow.advance(moment, exponent * ln(10.0)).expect("flow");
            moment.theta.clone()
        };
        let mut found = runs.iter_mut().map(theta);
        [found.next().expect("1:5"), found.next().expect("5:1")]
    };
    exponents.iter().map(at).collect()
}

/// The score of the limit direction: what f/|θ| tends to, without f₀.
fn limit_scores(model: &Reference) -> Vec<f64> {
    let direction = limit(&model.rows()).direction;
    let (phi, _) = plane().features(&model.map);
    phi.chunks(direction.len())
        .map(|phi| dot(phi, &direction))
        .collect()
}

#[test]
fn shares_of_the_plane_are_those_of_the_reference() {
    for model in all() {
        if model.expected["separable"] != true {
            continue;
        }
        let limit = limit_scores(&model);
        let at: Vec<(f64, f64, Vec<f64>)> = model.expected["boundary"]["at"]
            .as_array()
            .expect("instants")
            .iter()
            .filter_map(|at| {
                let t = at["t"].as_str().expect("t");
                let exponent: f64 = t.split_once('e').expect("a power").1.parse().expect("it");
                let differ = number(&at["sign_disagreement_grid"]);
                let from_limit = numbers(&at["sign_disagreement_to_max_margin"]);
                (exponent > 4.0).then_some((exponent, differ, from_limit))
            })
            .collect();
        let exponents: Vec<f64> = at.iter().map(|at| at.0).collect();
        assert!(exponents.len() >= 4, "{}", model.id);
        for (thetas, (exponent, differ, from_limit)) in pair(&model, &exponents).iter().zip(&at) {
            let scores = thetas.each_ref().map(|theta| scores(&model, theta));
            let close = |found: f64, expected: f64, what: &str| {
                assert!(
                    (found - expected).abs() <= 2.0 / 1681.0 + 1e-12,
                    "{} at 1e{exponent}: {what} {found} and not {expected}",
                    model.id
                );
            };
            close(share(&scores[0], &scores[1]), *differ, "runs differ on");
            for (scores, expected) in scores.iter().zip(&from_limit[1..]) {
                close(share(scores, &limit), *expected, "from the limit");
            }
        }
    }
}

/// The first falls below 1 % long before the second does, at the half decades of the reference.
#[test]
fn curves_become_one_before_they_become_the_limit() {
    for id in ["rff50", "relu200", "tangent_relu64"] {
        let model = of(id);
        let limit = limit_scores(&model);
        let exponents: Vec<f64> = (9..=60).map(|half| f64::from(half) / 2.0).collect();
        let moments = pair(&model, &exponents);
        let (mut apart, mut away) = (Vec::new(), Vec::new());
        for thetas in &moments {
            let scores = thetas.each_ref().map(|theta| scores(&model, theta));
            apart.push(share(&scores[0], &scores[1]));
            away.push(share(&scores[0], &limit).max(share(&scores[1], &limit)));
        }
        // From when on it stays below 1 %.
        let since = |shares: &[f64]| {
            let last = shares.iter().rposition(|share| *share >= 0.01);
            exponents[last.map_or(0, |last| last + 1)]
        };
        let expected = |key: &str| -> f64 {
            let text = model.expected["one_curve"][key]["1%"]
                .as_str()
                .expect("a time");
            text.trim_start_matches("1e").parse().expect("a number")
        };
        let (agree, arrive) = (since(&apart), since(&away));
        assert!(
            (agree - expected("runs_agree_from_t")).abs() <= 0.5,
            "{id}: {agree}"
        );
        let within = expected("runs_within_of_limit_from_t");
        assert!((arrive - within).abs() <= 0.5, "{id}: {arrive}");
        assert!(arrive > agree + 2.0, "{id}: {agree}, {arrive}");
    }
}

//! Warped time of the reference's models.

use crate::common::{number, numbers};
use crate::reference::{Reference, all};
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, ln, norm};
use iw_lab::optimizer::{Optimizer, Trainer};
use iw_lab::outlook::limits::angle;
use iw_lab::theory::max_margin::MaxMargin;
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};
use iw_lab::theory::warp::{Flow, Moment};
use serde_json::Value;

const ETA: f64 = 0.1;
const TIMES: [(&str, f64); 5] = [
    ("1e6", 6.0),
    ("1e12", 12.0),
    ("1e30", 30.0),
    ("1e100", 100.0),
    ("1e300", 300.0),
];

/// Where flow takes over in the file: from 10⁴ steps of descent, or from θ = 0 at t = 1e−8.
pub fn start(model: &Reference, run: &Value, flow: &Flow) -> Moment {
    let zero = vec![0.0; model.map.n_features()];
    if run["gd_diverged_at"].is_u64() {
        return flow.start(&zero, ln(1e-8)).expect("a start");
    }
    let weights = model.weights(run);
    let problem = (model.examples).problem(model.model(), &weights, Loss::Exponential, 0.0);
    let mut trainer = Trainer::new(problem, Optimizer::Gd, ETA, zero);
    (0..10_000).for_each(|_| {
        trainer.step();
    });
    flow.start(trainer.parameters(), ln(1e4)).expect("a start")
}

pub fn limit(rows: &Rows) -> MaxMargin {
    match judge(rows) {
        Separability::Separable(limit) => limit,
        other => panic!("{other:?}"),
    }
}

fn check(model: &Reference, run: &Value) {
    let rows = model.rows();
    let limit = limit(&rows);
    let name = format!("{} {}", model.id, run["ratio"]);
    let flow = Flow::new(&rows, &model.weights(run), ETA, Loss::Exponential).expect("a flow");
    let mut moment = start(model, run, &flow);
    let (phi, base) = model.at([0.3, -0.4]);
    for (time, exponent) in TIMES {
        let expected = &run["warp"]["at"][time];
        flow.advance(&mut moment, exponent * ln(10.0))
            .expect("flow");
        let close = |found: f64, key: &str, tolerance: f64| {
            let expected = number(&expected[key]);
            assert!(
                (found - expected).abs() <= tolerance,
                "{name} at {time}: {key} {found} and not {expected}"
            );
        };
        let theta = &moment.theta;
        let size = norm(theta);
        close(size, "norm", 1e-7 * size);
        let angle = angle(theta, &limit.direction)
            .expect("an angle")
            .to_degrees();
        close(angle, "angle_to_max_margin_deg", 1e-5);
        close(
            base + dot(&phi, theta),
            "f_at_point",
            1e-7 * size * norm(&phi).max(1.0),
        );
        close(flow.ln_risk(theta), "log_loss", 1e-6);
        let margins = rows.margins(theta);
        let support = limit
            .support
            .iter()
            .zip(numbers(&expected["u_support_minus_lnt"]));
        for (&row, u) in support {
            let found = margins[row] - moment.ln_t;
            assert!(
                (found - u).abs() <= 1e-5,
                "{name} at {time}: u of row {row} {found} and not {u}"
            );
        }
        assert!(
            moment.error < 1e-6 * size,
            "{name} at {time}: off by {}",
            moment.error
        );
    }
}

#[test]
fn flow_is_that_of_the_reference() {
    for model in all() {
        if model.expected["separable"] == true {
            for run in model.runs() {
                check(&model, run);
            }
        }
    }
}

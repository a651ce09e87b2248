//! The read-outs: three numbers of each run at the moment shown.

use crate::experiment::ladder::Status;
use crate::experiment::metrics::Metrics;
use crate::numeric::norm;
use crate::outlook::limits::angle;
use crate::report::Shown;
use crate::report::curve::distance;
use crate::text::format::{self, Number, UNDEFINED};
use crate::theory::max_margin::MaxMargin;
use crate::theory::separability::Separability;

/// A run is at rest where it is nearer to its resting place than this, as a share of 1 + ‖θ‖ there.
const AT_REST: f64 = 1e-9;

/// The table of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Readouts {
    /// t.
    pub time: Number,
    /// What the three columns are.
    pub heads: [&'static str; 3],
    /// One row per run.
    pub rows: Vec<Readout>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// The weighting.
    pub name: String,
    /// The numbers, in the order of the heads.
    pub values: [Number; 3],
}

/// The read-outs of the moment: of what decides in this lab.
pub fn readouts(shown: &Shown) -> Readouts {
    let limit = shown.separable_limit();
    let error_head = if shown.has_test() {
        "Test error"
    } else {
        "Training error"
    };
    let rests = (0..shown.ladder().runs.len()).any(|run| shown.resting_place(run).is_some());
    let heads = match (limit, rests) {
        (Some(_), _) => ["Angle to limit", "Margin", "Loss, ln L"],
        (None, true) => [error_head, "To resting point", "Loss, ln L"],
        (None, false) => [error_head, "Predicted orange", "Loss, ln L"],
    };
    let rows = (0..shown.ladder().runs.len()).map(|run| Readout {
        name: shown.ladder().runs[run].weighting.to_string(),
        values: match limit {
            Some(limit) => [
                angle_to(limit, shown, run),
                margin(limit, shown, run),
                loss(shown, run),
            ],
            None => [
                error(shown, run),
                if rests {
                    to_rest(shown, run)
                } else {
                    orange(shown, run)
                },
                loss(shown, run),
            ],
        },
    });
    Readouts {
        time: format::time(shown.ln_t()),
        heads,
        rows: rows.collect(),
    }
}

fn or_undefined(number: Option<Number>) -> Number {
    number.unwrap_or_else(|| Number::plain(UNDEFINED))
}

fn error(shown: &Shown, run: usize) -> Number {
    let of = |metrics: &Metrics| match shown.has_test() {
        true => metrics.test_error,
        false => metrics.train_error,
    };
    or_undefined(shown.metrics(run).and_then(of).map(format::percent))
}

fn loss(shown: &Shown, run: usize) -> Number {
    let metrics = shown.metrics(run);
    or_undefined(metrics.and_then(|metrics| metrics.ln_risk.map(format::significant)))
}

fn orange(shown: &Shown, run: usize) -> Number {
    let metrics = shown.metrics(run);
    or_undefined(metrics.and_then(|metrics| metrics.fraction_orange.map(format::percent)))
}

/// How far a run is from the limit of all.
fn angle_to(limit: &MaxMargin, shown: &Shown, run: usize) -> Number {
    let angle = shown
        .theta(run)
        .and_then(|theta| angle(theta, &limit.direction));
    or_undefined(angle.map(|angle| format::degrees(angle.to_degrees())))
}

/// Its margin in parts of the largest.
fn margin(limit: &MaxMargin, shown: &Shown, run: usize) -> Number {
    let metrics = shown.metrics(run);
    let margin = metrics.and_then(|metrics| metrics.normalized_margin);
    or_undefined(margin.map(|margin| format::significant(margin / limit.margin).with_unit(" γ")))
}

/// How far a run is from where it comes to rest.
fn to_rest(shown: &Shown, run: usize) -> Number {
    let Some(rest) = shown.resting_place(run) else {
        let own = shown.outlook.runs.get(run).map(|own| &own.separability);
        let grows = matches!(
            own,
            Some(Separability::Separable(_) | Separability::Partly(_))
        );
        return Number::plain(if grows { "never rests" } else { UNDEFINED });
    };
    let Some(theta) = shown.theta(run) else {
        return Number::plain(UNDEFINED);
    };
    let far = distance(theta, &rest.theta);
    let near = far <= AT_REST * (1.0 + norm(&rest.theta));
    if near && !matches!(shown.status(run), Some(Status::Diverged { .. })) {
        Number::plain("at rest")
    } else {
        format::significant(far)
    }
}

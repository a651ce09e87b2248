//! What stands beside a run in the list of weightings, and above all of them.

use crate::experiment::ladder::{Run, Status};
use crate::report::Shown;
use crate::text::format::{count, ratio};
use crate::weights::{Weighting, removed_rows};

/// What a run's weighting is, or what is the matter with the run, in two or three words; empty where nothing is.
pub fn note(shown: &Shown, run: &Run) -> String {
    let truth = shown.split.true_ratio();
    let is_true = |ratio: f64| truth.is_some_and(|truth| (ratio / truth - 1.0).abs() < 1e-9);
    let removed = removed_rows(&run.weights);
    match (run.status, run.weighting) {
        (Status::Empty, _) => "no examples to train on".to_owned(),
        (Status::Diverged { step, .. }, _) => format!("diverged at {}", count(step)),
        _ if removed == 1 => "leaves out 1 example".to_owned(),
        _ if removed > 1 => format!("leaves out {} examples", count(removed as u64)),
        (_, Weighting::Density) => {
            truth.map_or_else(String::new, |truth| format!("true ratio, {}", ratio(truth)))
        }
        (_, Weighting::Balanced) => "classes count the same".to_owned(),
        (_, Weighting::File) => "weight column".to_owned(),
        (_, Weighting::Ratio(orange, blue)) if orange == blue => "unweighted".to_owned(),
        (_, Weighting::Ratio(orange, blue)) if is_true(orange / blue) => "true ratio".to_owned(),
        (_, Weighting::Ratio(..)) => String::new(),
    }
}

/// What to look at where no lesson says it.
pub fn remark(shown: &Shown) -> String {
    match shown.ladder().runs.len() {
        1 => "One run. Add another to compare: same data, same initialization, another weighting."
            .to_owned(),
        runs => format!(
            "Same data, same initialization, {runs} weightings: watch what is left of their difference as t grows."
        ),
    }
}

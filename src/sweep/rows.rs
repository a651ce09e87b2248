//! What one cell gives: every run, measured at log-spaced steps.

use super::Measure;
use crate::experiment::history::next_after;
use crate::experiment::ladder::Status;
use crate::experiment::metrics::Metrics;
use crate::weights::Weighting;

/// Records in a decade.
const PER_DECADE: u32 = 10;

/// The rows of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The cell's link.
    pub link: String,
    /// The steps of the records, ascending from 0.
    pub t: Vec<u64>,
    /// Every run of the ladder, in its order.
    pub runs: Vec<RunRows>,
    /// What a reader should know of the cell.
    pub notices: Vec<String>,
}

/// One run of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRows {
    /// How it weighs.
    pub weighting: Weighting,
    /// How it was doing at each `t`.
    pub statuses: Vec<Status>,
    /// [`crate::hash::hash`] of θ at the last record.
    pub hash: String,
    /// What was measured at each `t`.
    pub metrics: Vec<Metrics>,
}

impl RunRows {
    /// A measure at every `t`.
    pub fn series(&self, measure: Measure) -> Vec<Option<f64>> {
        self.metrics
            .iter()
            .map(|metrics| measure.of(metrics))
            .collect()
    }

    /// How it was doing at the last record.
    pub fn status(&self) -> Status {
        self.statuses.last().copied().unwrap_or(Status::Training)
    }

    /// Whether it left the finite numbers.
    pub fn diverged(&self) -> bool {
        matches!(self.status(), Status::Diverged { .. })
    }

    /// Whether it separates its training examples at the last record.
    pub fn separated(&self) -> bool {
        let last = self.metrics.last();
        !self.diverged() && last.and_then(|metrics| metrics.train_error) == Some(0.0)
    }
}

/// The steps at which a cell of `steps` steps is recorded: 0, 1, about ten in each decade, powers of ten among them,
/// and the last.
pub fn recorded_steps(steps: u64) -> Vec<u64> {
    let mut t = vec![0];
    let mut next = 1;
    while next < steps {
        t.push(next);
        next = next_after(next, PER_DECADE);
    }
    if steps > 0 {
        t.push(steps);
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_log_spaced_and_end_with_the_last_step() {
        assert_eq!(recorded_steps(1), [0, 1]);
        assert_eq!(recorded_steps(12), [0, 1, 2, 3, 4, 5, 6, 8, 10, 12]);
        let t = recorded_steps(100_000);
        for power in [1, 10, 100, 1000, 10_000, 100_000] {
            assert!(t.contains(&power));
        }
        assert!(t.windows(2).all(|pair| pair[0] < pair[1]));
        assert!((45..55).contains(&t.len()), "{}", t.len());
    }
}

//! What a ladder was at log-spaced steps, in bounded memory.

use crate::experiment::ladder::Status;
use crate::experiment::metrics::Metrics;
use crate::numeric::{exp, ln};
use std::rc::Rc;

/// A time: counted in steps, or warped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// After so many steps.
    Step(u64),
    /// At this ln t, by gradient flow.
    Warped(f64),
}

impl Time {
    /// ln t; −∞ at the start.
    pub fn ln_t(self) -> f64 {
        match self {
            Time::Step(0) => f64::NEG_INFINITY,
            Time::Step(step) => ln(step as f64),
            Time::Warped(ln_t) => ln_t,
        }
    }
}

/// The ladder as it was at one instant.
#[derive(Clone, Debug)]
pub struct Record {
    /// When.
    pub at: Time,
    /// θ of each run.
    pub parameters: Rc<Vec<Vec<f64>>>,
    /// What was measured of each run.
    pub metrics: Vec<Metrics>,
    /// How each run was doing.
    pub statuses: Vec<Status>,
    /// Share of the population on which not all runs call the same class.
    pub disagreement: Option<f64>,
}

impl Record {
    /// The step; 0 for a warped instant, which no history of steps holds.
    fn step(&self) -> u64 {
        match self.at {
            Time::Step(step) => step,
            Time::Warped(_) => 0,
        }
    }
}

/// Records at log-spaced steps: 0, and about `per_decade` in each decade. Steps 1, 10, 100, … are always
/// among them.
#[derive(Clone, Debug)]
pub struct History {
    records: Vec<Record>,
    per_decade: u32,
    /// Numbers that one record may hold in parameters, all runs together.
    n_parameters: usize,
}

impl History {
    /// Most bytes that the parameters of all records may take; beyond it every second record of a decade
    /// goes, and the spacing doubles.
    pub const MAX_BYTES: usize = 64 << 20;

    /// The finest spacing.
    const PER_DECADE: u32 = 48;

    /// An empty history of ladders that have `n_parameters` parameters, all runs together.
    pub fn new(n_parameters: usize) -> History {
        History {
            records: Vec::new(),
            per_decade: History::PER_DECADE,
            n_parameters,
        }
    }

    /// All records, oldest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The first step after `step` that should be recorded.
    pub fn next_after(&self, step: u64) -> u64 {
        next_after(step, self.per_decade)
    }

    /// The record of the latest step not after `step`.
    pub fn at(&self, step: u64) -> Option<&Record> {
        let after = self.records.partition_point(|record| record.step() <= step);
        self.records.get(after.checked_sub(1)?)
    }

    /// The record nearest to `ln t` = `ln_step`.
    pub fn nearest(&self, ln_step: f64) -> Option<&Record> {
        let distance = |record: &Record| (ln(record.step().max(1) as f64) - ln_step).abs();
        self.records
            .iter()
            .filter(|record| record.step() > 0)
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// Adds a record later than all others, and thins the rest if memory asks for it.
    pub fn push(&mut self, record: Record) {
        self.records.push(record);
        while self.bytes() > History::MAX_BYTES && self.per_decade > 1 {
            self.per_decade /= 2;
            let per_decade = self.per_decade;
            let last = self.records.len() - 1;
            let mut at = 0;
            self.records.retain(|record| {
                at += 1;
                record.step() == 0 || at > last || is_recorded(record.step(), per_decade)
            });
        }
    }

    fn bytes(&self) -> usize {
        self.records.len() * self.n_parameters * size_of::<f64>()
    }
}

/// round(10^(k / per_decade)).
fn grid(k: u32, per_decade: u32) -> u64 {
    exp(ln(10.0) * f64::from(k) / f64::from(per_decade)).round() as u64
}

/// The first step after `step` of a grid of `per_decade` steps a decade.
pub fn next_after(step: u64, per_decade: u32) -> u64 {
    if step == 0 {
        return 1;
    }
    let k = (crate::numeric::log10(step as f64) * f64::from(per_decade)).floor() as u32;
    // Rounding can put several exponents on one step: look on from the exponent of this one.
    for k in k.. {
        let next = grid(k, per_decade);
        if next > step {
            return next;
        }
    }
    u64::MAX
}

fn is_recorded(step: u64, per_decade: u32) -> bool {
    step <= 1 || next_after(step - 1, per_decade) == step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(step: u64) -> Record {
        let parameters = Rc::new(Vec::new());
        Record {
            at: Time::Step(step),
            parameters,
            metrics: Vec::new(),
            statuses: Vec::new(),
            disagreement: None,
        }
    }

    fn filled(n_parameters: usize, until: u64) -> History {
        let mut history = History::new(n_parameters);
        let mut step = 0;
        while step <= until {
            history.push(record(step));
            step = history.next_after(step);
        }
        history
    }

    #[test]
    fn every_power_of_ten_is_recorded_at_every_spacing() {
        for n_parameters in [1, 50_000, 500_000] {
            let history = filled(n_parameters, 10_000_000);
            for decade in 0..=7 {
                let step = 10u64.pow(decade);
                assert_eq!(history.at(step).map(|record| record.step()), Some(step));
            }
        }
    }

    #[test]
    fn early_steps_are_all_there_and_later_ones_grow_by_the_same_factor() {
        let history = filled(1, 1_000_000);
        let steps: Vec<u64> = history
            .records()
            .iter()
            .map(|record| record.step())
            .collect();
        assert_eq!(steps[..12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        for pair in steps.windows(2).filter(|pair| pair[0] > 100) {
            let factor = pair[1] as f64 / pair[0] as f64;
            assert!(
                (factor - crate::numeric::pow(10.0, 1.0 / 48.0)).abs() < 0.01,
                "{pair:?}"
            );
        }
    }

    #[test]
    fn memory_stops_growing() {
        let n_parameters = 8 * 132_609; // the largest ladder
        let mut history = History::new(n_parameters);
        let mut step = 0;
        for _ in 0..2000 {
            history.push(record(step));
            assert!(history.bytes() <= History::MAX_BYTES || history.per_decade == 1);
            step = history.next_after(step);
            if step > 1 << 50 {
                break;
            }
        }
        assert!(history.records().len() < 20);
    }

    #[test]
    fn looking_up_takes_the_record_before_or_the_nearest() {
        let history = filled(1, 1000);
        assert_eq!(history.at(0).map(|record| record.step()), Some(0));
        assert_eq!(history.at(5000).map(|record| record.step()), Some(1000));
        assert_eq!(history.nearest(0.0).map(|record| record.step()), Some(1));
        assert_eq!(
            history.nearest(ln(99.0)).map(|record| record.step()),
            Some(100)
        );
        assert!(History::new(1).at(3).is_none());
    }
}

//! Rows left out, counted by reason in bounded memory.

use super::reason::Reason;
use super::report::LeftOut;
use std::collections::HashMap;

/// Rows left out, collected by reason.
#[derive(Debug, Default)]
pub(super) struct Tally {
    places: HashMap<Reason, usize>,
    left_out: Vec<LeftOut>,
}

impl Tally {
    /// Reasons that are told apart; beyond, values are left out of them.
    const MOST: usize = 300;

    /// Leaves out the row of a line.
    pub fn add(&mut self, line: usize, reason: Reason) {
        let reason = if self.places.len() >= Self::MOST && !self.places.contains_key(&reason) {
            reason.without_value()
        } else {
            reason
        };
        let next = self.left_out.len();
        let place = *self.places.entry(reason).or_insert_with_key(|reason| {
            self.left_out.push(LeftOut {
                reason: reason.clone(),
                lines: Vec::new(),
            });
            next
        });
        self.left_out[place].lines.push(line);
    }

    /// By reason, in the order of the first lines.
    pub fn finish(mut self) -> Vec<LeftOut> {
        for left in &mut self.left_out {
            left.lines.sort_unstable();
        }
        self.left_out.sort_by_key(|left| left.lines[0]);
        self.left_out
    }
}

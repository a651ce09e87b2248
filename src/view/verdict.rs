//! What theory says of a ladder, in words. Every statement is computed from the limits; none is assumed.

use super::describe::list;
use super::format;
use crate::list::listed;
use crate::loss::Loss;
use crate::numeric::ln;
use crate::outlook::limits::{Limits, RunLimit, angle};
use crate::theory::optimum::bias_shift;
use crate::theory::separability::Separability;
use crate::weights::Weighting;

/// What the words are about.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// The limits of the rows.
    pub limits: &'a Limits,
    /// The limit of each run.
    pub runs: &'a [RunLimit],
    /// Each run's weighting.
    pub weightings: &'a [Weighting],
    /// The loss.
    pub loss: Loss,
    /// λ of the penalty.
    pub l2: f64,
    /// Whether the model has a bias.
    pub bias: bool,
}

impl Verdict<'_> {
    /// Two or three sentences.
    pub fn words(&self) -> String {
        if self.l2 > 0.0 {
            return "With a penalty each weighting has an optimum of its own and rests there."
                .to_owned();
        }
        let line = if self.bias {
            "line"
        } else {
            "line through the origin"
        };
        let all = &self.limits.separability;
        let mut text = match all {
            Separability::Undecided { .. } => "Whether a ",
            Separability::NotSeparable { .. } => "No ",
            _ => "A ",
        }
        .to_owned();
        text += line;
        text += " divides ";
        let count = |rows: &[usize]| format::count(rows.len() as u64);
        match all {
            Separability::Separable(limit) => {
                text += "these classes, by a margin of ";
                text += &format::significant(limit.margin).to_string();
                text += " at best.";
            }
            Separability::Partly(partly) => {
                text += &count(&partly.separable);
                text += " of the ";
                text += &format::count(self.limits.rows.len() as u64);
                text += " rows, and the other ";
                text += &count(&partly.core);
                text += " lie on it.";
            }
            Separability::NotSeparable { .. } => text += "these classes.",
            Separability::Undecided { .. } => {
                text +=
                    "these classes cannot be told: the margin is too close to 0 for the numbers.";
            }
        }
        // What holds of the runs is said once all of them are known.
        if !self.runs.is_empty() && self.runs.len() == self.weightings.len() {
            self.ends(&mut text);
        }
        text
    }

    /// Where the runs end: what holds of all of them if it does, and the exceptions by name.
    fn ends(&self, text: &mut String) {
        let all = &self.limits.separability;
        // Whether the rows that a run's weights leave are judged like all rows.
        let alike = |run: &RunLimit| match (all, &run.separability) {
            (Separability::Separable(_), Separability::Separable(_)) => {
                run.kl.is_some_and(f64::is_finite)
            }
            (Separability::Partly(all), Separability::Partly(own)) => {
                angle(&all.limit.direction, &own.limit.direction).is_some_and(|angle| angle < 1e-9)
            }
            (Separability::NotSeparable { .. }, Separability::NotSeparable { .. }) => {
                run.optimum.is_ok()
            }
            _ => false,
        };
        if self.runs.iter().all(alike) {
            *text += match all {
                Separability::Separable(_) => {
                    " The limit does not depend on the weights; how fast it is approached does."
                }
                Separability::Partly(_) => {
                    " Across it the parameters grow for ever, in the same direction whatever the weights; along it they come to rest where the weights put them."
                }
                _ => " So each weighting rests at its own boundary, for good.",
            };
            if matches!(all, Separability::NotSeparable { .. }) {
                *text += &self.apart().unwrap_or_default();
            }
            return;
        }
        let (lead, one, more) = match all {
            Separability::Undecided { .. } => return,
            Separability::Separable(_) => (
                " A weight of 0 removes a row that holds the boundary: ",
                " has another limit.",
                " have another limit.",
            ),
            _ => (
                " Without the rows of weight 0 a line divides what is left: ",
                " never rests.",
                " never rest.",
            ),
        };
        let excepted = |run: &RunLimit| match all {
            Separability::Separable(_) => run.kl == Some(f64::INFINITY),
            _ => matches!(run.separability, Separability::Separable(_)),
        };
        let names: Vec<String> = listed(
            (self.runs.iter().zip(self.weightings))
                .filter(|(run, _)| excepted(run))
                .map(|(_, weighting)| weighting.to_string()),
        );
        if !names.is_empty() {
            *text += lead;
            *text += &list(&names);
            *text += if names.len() == 1 { one } else { more };
        }
    }

    /// How far the outermost ratios' boundaries are apart in score, where that is exactly ½ ln of their ratio.
    fn apart(&self) -> Option<String> {
        if self.loss != Loss::Exponential || !self.bias {
            return None;
        }
        let shifts: Option<Vec<f64>> = (self.weightings.iter())
            .map(|weighting| match *weighting {
                Weighting::Ratio(orange, blue) if orange > 0.0 && blue > 0.0 => {
                    Some(bias_shift(orange, blue))
                }
                _ => None,
            })
            .collect();
        let shifts = shifts?;
        let least = shifts.iter().copied().fold(f64::INFINITY, f64::min);
        let most = shifts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ratio = crate::numeric::exp(2.0 * (most - least));
        (most > least && ln(ratio).is_finite()).then(|| {
            format!(
                " The outermost are ½ ln {} = {} apart in score, and parallel.",
                format::short(ratio),
                format::significant(most - least)
            )
        })
    }
}

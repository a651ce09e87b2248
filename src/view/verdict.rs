//! What theory says of a ladder, in words. Every statement is computed from the limits; none is assumed.

use super::describe::list;
use super::format;
use crate::loss::Loss;
use crate::numeric::ln;
use crate::outlook::limits::{Limits, RunLimit, angle};
use crate::outlook::scope::{self, End, Rest};
use crate::settings::{AdjustKind, Spec};
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
    /// How runs end on separable rows, as far as that is known of the settings.
    pub end: End,
    /// Whether steps rest where there is a minimum.
    pub rest: Rest,
    /// Whether the risk is known to have one minimum only.
    pub one_minimum: bool,
    /// Whether the loss is the exponential one and margins are not scaled: class weights then move the bias and nothing
    /// else.
    pub shifts: bool,
    /// λ of the penalty.
    pub l2: f64,
    /// Whether the model has a bias.
    pub bias: bool,
}

impl<'a> Verdict<'a> {
    /// The words about a ladder of these settings, with what is known of its limits.
    pub fn new(
        spec: &Spec,
        limits: &'a Limits,
        runs: &'a [RunLimit],
        weightings: &'a [Weighting],
    ) -> Verdict<'a> {
        Verdict {
            limits,
            runs,
            weightings,
            end: scope::end(spec),
            rest: scope::rest(spec),
            one_minimum: scope::has_one_minimum(spec),
            shifts: spec.loss() == Loss::Exponential
                && spec.remedies.adjusting.kind != AdjustKind::Scaling,
            l2: spec.l2,
            bias: limits.rows.dim() == 3,
        }
    }

    /// Two or three sentences.
    pub fn words(&self) -> String {
        if self.l2 > 0.0 {
            return match (self.end, self.rest) {
                (End::Learned(_), _) => {
                    "With a penalty and weights that are learned no limit is known."
                }
                (_, Rest::Still) => {
                    "With a penalty each weighting has an optimum of its own and rests there."
                }
                (_, Rest::Hovers) => {
                    "With a penalty each weighting has an optimum of its own; steps that do not shrink hover about it."
                }
            }
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
        match self.end {
            End::MaxMargin => self.ends_of_exponential_tail(text),
            End::Learned(_) => {
                *text += " ";
                *text += self.end.words();
            }
            End::ScaledMargin
            | End::Polynomial { .. }
            | End::Stops { .. }
            | End::Optimum
            | End::Adam => self.ends_otherwise(text),
        }
    }

    /// Where the runs end under another tail, adjustment or step rule.
    fn ends_otherwise(&self, text: &mut String) {
        *text += match &self.limits.separability {
            Separability::Undecided { .. } => return,
            Separability::NotSeparable { .. } => {
                *text += self.boundaries();
                return;
            }
            Separability::Separable(_) => " ",
            Separability::Partly(_) if self.end == End::Optimum => " ",
            Separability::Partly(_) => {
                " What becomes of rows that a line divides in part is not computed for these settings."
            }
        };
        if text.ends_with(' ') {
            *text += self.end.words();
        }
    }

    /// What is known of runs on rows that no line divides.
    fn boundaries(&self) -> &'static str {
        match (self.rest, self.one_minimum) {
            (Rest::Still, true) => " So each weighting rests at its own boundary, for good.",
            (Rest::Still, false) => {
                " So each weighting rests at a boundary of its own; whether it is the only one is not known."
            }
            (Rest::Hovers, _) => {
                " So each weighting has a boundary of its own, and steps that do not shrink hover about it."
            }
        }
    }

    fn ends_of_exponential_tail(&self, text: &mut String) {
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
                _ => self.boundaries(),
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
        let names: Vec<String> = (self.runs.iter().zip(self.weightings))
            .filter(|(run, _)| excepted(run))
            .map(|(_, weighting)| weighting.to_string())
            .collect();
        if !names.is_empty() {
            *text += lead;
            *text += &list(&names);
            *text += if names.len() == 1 { one } else { more };
        }
    }

    /// How far the outermost ratios' boundaries are apart in score, where that is exactly ½ ln of their ratio.
    fn apart(&self) -> Option<String> {
        if !self.shifts || !self.bias || self.rest == Rest::Hovers {
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

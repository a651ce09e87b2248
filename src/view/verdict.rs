//! What theory says of a ladder, in words. Every statement is computed from the limits; none is assumed.

use super::describe::list;
use super::format;
use crate::limits::{Limits, RunLimit, angle};
use crate::loss::Loss;
use crate::numeric::ln;
use crate::theory::optimum::bias_shift;
use crate::theory::separability::Separability;
use crate::weighting::Weighting;

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
        let mut text = match &self.limits.separability {
            Separability::Separable(limit) => format!(
                "A {line} divides these classes, by a margin of {} at best.",
                format::significant(limit.margin)
            ),
            Separability::Partly(partly) => format!(
                "A {line} divides {} of the {} rows, and the other {} lie on it.",
                format::count(partly.separable.len() as u64),
                format::count(self.limits.rows.len() as u64),
                format::count(partly.core.len() as u64)
            ),
            Separability::NotSeparable { .. } => format!("No {line} divides these classes."),
            Separability::Undecided { .. } => {
                return format!(
                    "Whether a {line} divides these classes cannot be told: the margin is too close to 0 for the numbers."
                );
            }
        };
        // What holds of the runs is said once all of them are known.
        if !self.runs.is_empty() && self.runs.len() == self.weightings.len() {
            text += &self.ends();
        }
        text
    }

    /// Where the runs end: those whose weights leave all that matters, and the others by name.
    fn ends(&self) -> String {
        let named = |is: &dyn Fn(&RunLimit) -> bool| -> Vec<String> {
            (self.runs.iter().zip(self.weightings))
                .filter(|(run, _)| is(run))
                .map(|(_, weighting)| weighting.to_string())
                .collect()
        };
        // Runs whose rows of positive weight are judged like all rows.
        let alike = |run: &RunLimit| match (&self.limits.separability, &run.separability) {
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
        let others = named(&|run| !alike(run));
        let all = others.is_empty();
        let mut text = match &self.limits.separability {
            Separability::Separable(_) if all => {
                " The limit does not depend on the weights; how fast it is approached does.".to_owned()
            }
            Separability::Separable(_) => {
                let moved = named(&|run| run.kl == Some(f64::INFINITY));
                if moved.is_empty() {
                    String::new()
                } else {
                    format!(
                        " A weight of 0 removes a row that holds the boundary: {} {} another limit.",
                        list(&moved),
                        if moved.len() == 1 { "has" } else { "have" }
                    )
                }
            }
            Separability::Partly(_) if all => " Across it the parameters grow for ever, in the same direction whatever the weights; along it they come to rest where the weights put them.".to_owned(),
            Separability::NotSeparable { .. } if all => " So each weighting rests at its own boundary, for good.".to_owned(),
            Separability::Partly(_) | Separability::NotSeparable { .. } => {
                let freed = named(&|run| matches!(run.separability, Separability::Separable(_)));
                if freed.is_empty() {
                    String::new()
                } else {
                    format!(
                        " Without the rows of weight 0 a line divides what is left: {} never {}.",
                        list(&freed),
                        if freed.len() == 1 { "rests" } else { "rest" }
                    )
                }
            }
            Separability::Undecided { .. } => String::new(),
        };
        if matches!(self.limits.separability, Separability::NotSeparable { .. })
            && all
            && let Some(apart) = self.apart()
        {
            text += &apart;
        }
        text
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

//! What theory says of a ladder, in words. Every statement is computed from the limits; none is assumed.

use crate::loss::Loss;
use crate::model::Model;
use crate::numeric::{exp, ln};
use crate::outlook::limits::{Limits, RunLimit, angle};
use crate::report::Shown;
use crate::text::format;
use crate::text::list::list;
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
    /// Whether it is linear in features of x: its boundary is a curve.
    pub curved: bool,
}

/// What theory says of the ladder; `None` of networks, and of examples of one class.
pub fn verdict(shown: &Shown) -> Option<String> {
    let ladder = shown.ladder();
    let limits = shown.limits()?;
    let weightings: Vec<Weighting> = ladder.runs.iter().map(|run| run.weighting).collect();
    let verdict = Verdict {
        limits,
        runs: &shown.outlook.runs,
        weightings: &weightings,
        loss: ladder.spec.loss,
        l2: ladder.spec.l2,
        bias: match ladder.model {
            Model::Linear { bias } => bias,
            _ => ladder.spec.has_feature_bias(),
        },
        curved: !shown.is_line(),
    };
    Some(verdict.words())
}

impl Verdict<'_> {
    /// One to three sentences.
    pub fn words(&self) -> String {
        if self.l2 > 0.0 {
            return "With an L2 penalty each weighting has an optimum of its own and comes to rest there."
                .to_owned();
        }
        let mut sentences = vec![self.separability()];
        // What holds of the runs is said once all of them are known.
        if !self.runs.is_empty() && self.runs.len() == self.weightings.len() {
            sentences.extend(self.ends());
            sentences.extend(self.apart());
        }
        sentences.join(" ")
    }

    /// Whether a boundary of the model separates the classes.
    fn separability(&self) -> String {
        let line = match (self.curved, self.bias) {
            (true, _) => "curve of these features",
            (false, true) => "line",
            (false, false) => "line through the origin",
        };
        let count = |rows: usize| format::count(rows as u64);
        match &self.limits.separability {
            Separability::Separable(limit) => {
                let margin = format::significant(limit.margin);
                format!("A {line} separates the classes, with a margin of at most {margin}.")
            }
            Separability::Partly(partly) => {
                let (separable, core) = (count(partly.separable.len()), count(partly.core.len()));
                let all = count(self.limits.rows.len());
                format!(
                    "A {line} separates {separable} of the {all} training examples, and the other {core} lie on it."
                )
            }
            Separability::NotSeparable { .. } => format!("No {line} separates the classes."),
            Separability::Undecided { .. } => format!(
                "It is too close to call whether a {line} separates the classes: the margin is too close to 0 for the numbers."
            ),
        }
    }

    /// Whether the rows that a run's weights leave are judged like all rows.
    fn is_alike(&self, run: &RunLimit) -> bool {
        match (&self.limits.separability, &run.separability) {
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
        }
    }

    /// Where the runs end: what holds of all of them if it does, and the exceptions by name.
    fn ends(&self) -> Option<String> {
        let all = &self.limits.separability;
        if self.runs.iter().all(|run| self.is_alike(run)) {
            let text = match all {
                Separability::Separable(_) => {
                    "The limit does not depend on the weights; how fast it is approached does."
                }
                Separability::Partly(_) => {
                    "Across it the parameters grow forever, in the same direction whatever the weights; along it they come to rest where the weights put them."
                }
                Separability::NotSeparable { .. } => {
                    "So each weighting rests permanently at its own boundary."
                }
                Separability::Undecided { .. } => return None,
            };
            return Some(text.to_owned());
        }
        let excepted = |run: &RunLimit| match all {
            Separability::Separable(_) => run.kl == Some(f64::INFINITY),
            _ => matches!(run.separability, Separability::Separable(_)),
        };
        let names: Vec<String> = (self.runs.iter().zip(self.weightings))
            .filter(|(run, _)| excepted(run))
            .map(|(_, weighting)| weighting.to_string())
            .collect();
        let runs = list(&names);
        let line = if self.curved { "curve" } else { "line" };
        match (all, names.len()) {
            (_, 0) | (Separability::Undecided { .. }, _) => None,
            (Separability::Separable(_), 1) => Some(format!(
                "A weight of 0 removes an example that holds the boundary, so {runs} has another limit."
            )),
            (Separability::Separable(_), _) => Some(format!(
                "A weight of 0 removes an example that holds the boundary, so {runs} have another limit."
            )),
            (_, 1) => Some(format!(
                "Without the examples of weight 0 a {line} separates the others, so {runs} never rests."
            )),
            (_, _) => Some(format!(
                "Without the examples of weight 0 a {line} separates the others, so {runs} never rest."
            )),
        }
    }

    /// How far the outermost ratios' boundaries are apart in score, where all runs rest and that is exactly ½ ln of
    /// their ratio.
    fn apart(&self) -> Option<String> {
        let rest = matches!(self.limits.separability, Separability::NotSeparable { .. })
            && self.runs.iter().all(|run| self.is_alike(run));
        if !rest || self.loss != Loss::Exponential || !self.bias {
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
        let ratio = exp(2.0 * (most - least));
        (most > least && ln(ratio).is_finite()).then(|| {
            let (ratio, score) = (format::short(ratio), format::significant(most - least));
            let parallel = if self.curved { "" } else { ", and parallel" };
            format!("The outermost boundaries are ½ ln {ratio} = {score} apart in score{parallel}.")
        })
    }
}

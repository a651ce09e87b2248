//! What theory says of a ladder, in words. Every statement is computed from the limits; none is assumed.

use super::format;
use crate::limits::{Limits, RunLimit};
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
        match &self.limits.separability {
            Separability::Separable(limit) => {
                let margin = format::significant(limit.margin);
                let mut text = format!("A line divides these classes, by a margin of {margin} at best.");
                let moved: Vec<String> = (self.runs.iter().zip(self.weightings))
                    .filter(|(run, _)| run.kl == Some(f64::INFINITY))
                    .map(|(_, weighting)| weighting.to_string())
                    .collect();
                if moved.is_empty() {
                    text += " The limit does not depend on the weights; how fast it is approached does.";
                } else {
                    text += &format!(" A weight of 0 removes a row that holds the boundary: {} has another limit.", moved.join(", "));
                }
                text
            }
            Separability::Partly(partly) => format!(
                "A line divides {} of the {} rows: along it the parameters grow for ever, whatever the weights; across it the other {} rows hold them where the weights put them.",
                format::count(partly.separable.len() as u64),
                format::count(self.limits.rows.len() as u64),
                format::count(partly.core.len() as u64)
            ),
            Separability::NotSeparable { .. } => {
                let mut text = "No line divides these classes, so each weighting rests at its own boundary, for good.".to_owned();
                if let Some(apart) = self.apart() {
                    text += &apart;
                }
                text
            }
            Separability::Undecided { .. } => {
                "Whether a line divides these classes cannot be told: the margin is too close to 0 for the numbers.".to_owned()
            }
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

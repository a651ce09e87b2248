//! Theory in words: the dual of one run, its angle to the limit, and the warped time of networks. Every sentence
//! is computed from the limits of the rows at hand, and says what is not known.

use super::format;
use crate::limits::{Limits, RunLimit, angle, limit};
use crate::theory::dual_path::DualMoment;
use crate::theory::network_warp::NetworkWarpError;
use crate::theory::separability::Separability;
use crate::warped_networks::MeasuredError;

/// What the words are about.
#[derive(Clone, Copy, Debug)]
pub struct DualWords<'a> {
    /// The run's name.
    pub run: &'a str,
    /// The run's weights, one for each row.
    pub weights: &'a [f64],
    /// The limits of all rows.
    pub limits: &'a Limits,
    /// The run's own.
    pub limit: &'a RunLimit,
    /// Whether there is a penalty: then q rests where the penalty puts it.
    pub penalized: bool,
    /// Whether steps follow the exponential loss, for which q goes by mirror descent.
    pub exponential: bool,
    /// The moment shown.
    pub now: Option<DualMoment>,
    /// The step from which the bound is promised, and the bound at the moment shown.
    pub bound: Option<(u64, f64)>,
}

impl DualWords<'_> {
    /// One to four sentences.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.removed());
        if self.penalized {
            parts.push(
                "With a penalty the shares come to rest before p*: the penalty balances them."
                    .to_owned(),
            );
            return parts.join(" ");
        }
        parts.extend(self.way());
        parts.extend(self.promise());
        parts.join(" ")
    }

    /// What weights of 0 do to the limit.
    fn removed(&self) -> Option<String> {
        let zero = |row: &usize| self.weights.get(*row) == Some(&0.0);
        let n = (0..self.weights.len()).filter(zero).count();
        let rows = if n == 1 { "row" } else { "rows" };
        if n == 0 || n == self.weights.len() {
            return None;
        }
        let run = self.run;
        let lead = format!(
            "{run} gives {} {rows} the weight 0",
            format::count(n as u64)
        );
        let (of_all, own) = (&self.limits.separability, &self.limit.separability);
        let Separability::Separable(before) = of_all else {
            return match (of_all, own) {
                (
                    Separability::NotSeparable { .. } | Separability::Partly(_),
                    Separability::Separable(_),
                ) => Some(format!(
                    "{lead}, and the others can be separated: a limit of its own."
                )),
                (Separability::Undecided { .. }, _) | (_, Separability::Undecided { .. }) => None,
                _ => Some(format!("{lead}: it is as if they were not there.")),
            };
        };
        // No p* at all, even one of many, can do without the rows: KL is infinite. A support vector that some
        // p* does without may go.
        match self.limit.kl {
            Some(kl) if kl == f64::INFINITY => {
                let after = limit(own)?;
                let turned = angle(&before.direction, &after.direction)?.to_degrees();
                Some(format!(
                    "{lead}, and the boundary rests on what they held: KL(p* ‖ w) is infinite, and the limit moves, by {} to a margin of {} instead of {}.",
                    format::degrees(turned),
                    format::significant(after.margin),
                    format::significant(before.margin)
                ))
            }
            Some(_) => Some(format!(
                "{lead}; the boundary does not need them: the limit stays."
            )),
            None => None,
        }
    }

    /// From w to p*.
    fn way(&self) -> Option<String> {
        match &self.limit.separability {
            Separability::Separable(_) => {}
            Separability::NotSeparable { .. } => {
                return Some(
                    "No p* here: at rest the shares of both classes balance, and Σ q z = 0."
                        .to_owned(),
                );
            }
            Separability::Partly(_) => {
                return Some(
                    "In the end the rows that no line divides share the gradient.".to_owned(),
                );
            }
            Separability::Undecided { .. } => return None,
        }
        let now = self.now?;
        let to = match self.limit.kl {
            Some(kl) if kl.is_finite() => format!(
                "KL(p* ‖ w) is {} at the weights",
                format::significant(tidy(kl))
            ),
            _ => "Toward the limit of its own".to_owned(),
        };
        Some(format!(
            "{to}{} KL(p* ‖ q) is {} now.",
            if to.starts_with("KL") { ", and" } else { "" },
            format::significant(tidy(now.kl))
        ))
    }

    /// What mirror descent promises of the gap, and what the gap is.
    fn promise(&self) -> Option<String> {
        let now = self.now?;
        let gap = format!(
            "The gap ½ ‖Σ q z‖² − ½ γ² is {}",
            format::significant(tidy(now.gap))
        );
        if !self.exponential {
            return Some(format!(
                "{gap}; the bound of mirror descent is for the exponential loss."
            ));
        }
        let (from, bound) = self.bound?;
        let from = match from {
            0 => String::new(),
            step => format!(
                ", counted from step {}, as steps before it are too long",
                format::count(step)
            ),
        };
        Some(format!(
            "{gap}; mirror descent promises at most KL/τ = {}{from}.",
            format::significant(bound)
        ))
    }
}

/// A number that is 0 but for rounding is 0.
pub fn tidy(value: f64) -> f64 {
    if value.abs() < 1e-14 { 0.0 } else { value }
}

/// Why no law of the angle is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLaw {
    /// A weight of 0 moves the run's limit.
    LimitMoves,
    /// Steps are loss-normalized.
    Normalized,
    /// So many support vectors have no dual.
    WithoutDual(usize),
    /// The support vectors leave a direction open, and the warp is not known yet.
    Open,
    /// The support vectors are numerically degenerate.
    Undecided,
}

/// The angle of one run to the limit, beside what theory says of it.
#[derive(Clone, Copy, Debug)]
pub struct AngleWords<'a> {
    /// The run's name.
    pub run: &'a str,
    /// The angle, radians.
    pub measured: f64,
    /// That of v ln t + ρ, where it is known.
    pub predicted: Option<f64>,
    /// Why it is not, if it is not.
    pub no_law: Option<NoLaw>,
    /// The angle that the certificate promises at most.
    pub promised: Option<f64>,
}

impl AngleWords<'_> {
    /// One or two sentences.
    pub fn words(&self) -> String {
        let degrees = |angle: f64| format::degrees(angle.to_degrees()).to_string();
        let mut text = format!("{} is at {} now", self.run, degrees(self.measured));
        if let Some(predicted) = self.predicted {
            text += &format!("; v ln t + ρ is at {}", degrees(predicted));
        }
        if let Some(promised) = self.promised {
            text += &format!("; the certificate allows {}", degrees(promised));
        }
        text += ".";
        text += &match self.no_law {
            None => String::new(),
            Some(NoLaw::LimitMoves) => {
                " No law is drawn: a weight of 0 gives this run another limit, and the angle to this one stays.".to_owned()
            }
            Some(NoLaw::Normalized) => {
                " No law is drawn: v ln t + ρ is of plain gradient descent.".to_owned()
            }
            Some(NoLaw::WithoutDual(1)) => {
                " No law is drawn: one support vector has no share in the end, and θ leaves v ln t behind like ln ln t.".to_owned()
            }
            Some(NoLaw::WithoutDual(n)) => format!(
                " No law is drawn: {} support vectors have no share in the end, and θ leaves v ln t behind like ln ln t.",
                format::count(n as u64)
            ),
            Some(NoLaw::Open) => {
                " No law is drawn yet: the support vectors leave a direction open, where ρ depends on the whole way. Warp time, and it is read off there.".to_owned()
            }
            Some(NoLaw::Undecided) => {
                " No law is drawn: the support vectors are too close to degenerate to tell ρ.".to_owned()
            }
        };
        text
    }
}

/// The warped time of networks: how it came about, and how far off it is.
#[derive(Clone, Copy, Debug)]
pub struct NetworkWords {
    /// The step from which it goes on, once it has begun.
    pub handover: Option<u64>,
    /// How far it is off plain descent, where that is measured.
    pub error: Option<MeasuredError>,
    /// Where it has ended before 10^1000, as log₁₀ t, and why if that was not for want of time.
    pub fell_short: Option<(f64, Option<NetworkWarpError>)>,
}

impl NetworkWords {
    /// Whether it has begun.
    pub fn begun(&self) -> bool {
        self.handover.is_some()
    }

    /// What one waits for before it begins.
    pub fn waiting(&self) -> String {
        "training until every row is on its side".to_owned()
    }

    /// Beside the time shown.
    pub fn remark(&self) -> String {
        match self.error {
            Some(error) => format!(
                "approximate: {} off at step {}",
                format::significant(error.relative),
                format::count(error.step)
            ),
            None => "approximate, its error not measured yet".to_owned(),
        }
    }

    /// In full.
    pub fn sentence(&self) -> String {
        let mut text = "This time is approximate: descent on ln L in long steps".to_owned();
        if let Some(handover) = self.handover {
            text += &format!(", from step {} on", format::count(handover));
        }
        text += &match self.error {
            Some(error) => format!(
                ". At step {}, where plain descent went too, its parameters are off by {} of their length at most.",
                format::count(error.step),
                format::significant(error.relative)
            ),
            None => ". How far it is off is not measured yet: train on.".to_owned(),
        };
        match self.fell_short {
            Some((reached, Some(why))) => {
                text += &format!(" It was followed to t = 10^{reached:.0}: {why}.");
            }
            Some((reached, None)) => {
                text += &format!(
                    " It was followed to t = 10^{reached:.0} and no further, for want of time."
                );
            }
            None => {}
        }
        text
    }
}

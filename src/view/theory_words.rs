//! Theory in words: the dual of one run, its angle to the limit, and the warped time of networks. Every sentence
//! is computed from the limits of the rows at hand, and says what is not known.

use super::format;
use crate::outlook::limits::{Limits, RunLimit, angle, limit};
use crate::outlook::networks::MeasuredError;
use crate::theory::dual_path::DualMoment;
use crate::theory::network_warp::NetworkWarpError;
use crate::theory::separability::Separability;

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
        let mut text = self.removed().unwrap_or_default();
        if self.penalized {
            text += "With a penalty the shares rest before p*.";
            return text;
        }
        text += match &self.limit.separability {
            Separability::Separable(_) => "",
            Separability::NotSeparable { .. } => {
                "No p* here: at rest the shares balance, Σ q z = 0."
            }
            Separability::Partly(_) => {
                "In the end the rows that no line divides share the gradient."
            }
            Separability::Undecided { .. } => "Whether there is a p* cannot be told.",
        };
        if let Some(now) = self.now {
            self.way(&now, &mut text);
        }
        text
    }

    /// What weights of 0 do to the limit.
    fn removed(&self) -> Option<String> {
        let n = self.weights.iter().filter(|w| **w == 0.0).count();
        if n == 0 || n == self.weights.len() {
            return None;
        }
        let mut text = [
            self.run,
            " gives ",
            &format::count(n as u64),
            if n == 1 { " row" } else { " rows" },
            " the weight 0",
        ]
        .concat();
        // Where no p* at all, even one of many, can do without the rows, KL is infinite.
        match (&self.limits.separability, &self.limit.separability) {
            (Separability::Undecided { .. }, _) | (_, Separability::Undecided { .. }) => {
                return None;
            }
            (Separability::Separable(before), own) => match self.limit.kl {
                Some(f64::INFINITY) => {
                    let after = limit(own)?;
                    let turned = angle(&before.direction, &after.direction)?.to_degrees();
                    text += ", and the boundary needs them: KL(p* ‖ w) is infinite, and the limit moves, by ";
                    text += &format::degrees(turned).to_string();
                    text += " to a margin of ";
                    text += &number(after.margin);
                    text += " instead of ";
                    text += &number(before.margin);
                }
                _ => text += "; the boundary does not need them: the limit stays",
            },
            (_, Separability::Separable(_)) => {
                text += ", and the others can be separated: a limit of its own";
            }
            _ => text += ": it is as if they were not there",
        }
        text += ". ";
        Some(text)
    }

    /// From w to p*: where it is, what mirror descent promises of the gap, and what the gap is.
    fn way(&self, now: &DualMoment, text: &mut String) {
        if let Some(kl) = self.limit.kl.filter(|kl| kl.is_finite()) {
            *text += "KL(p* ‖ w) is ";
            *text += &number(kl);
            *text += " at the weights, and ";
        } else {
            *text += "Toward the limit of its own ";
        }
        *text += "KL(p* ‖ q) is ";
        *text += &number(now.kl);
        *text += " now. The gap ½ ‖Σ q z‖² − ½ γ² is ";
        *text += &number(now.gap);
        if !self.exponential {
            *text += "; the bound of mirror descent is for the exponential loss";
        } else if let Some((from, bound)) = self.bound {
            *text += "; mirror descent promises at most KL/τ = ";
            *text += &number(bound);
            if from > 0 {
                *text += ", counted from step ";
                *text += &format::count(from);
                *text += ": earlier ones are too long";
            }
        }
        *text += ".";
    }
}

/// Three digits; 0 of what is 0 but for rounding.
fn number(value: f64) -> String {
    format::significant(tidy(value)).to_string()
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
    /// Another loss, adjustment, optimizer, or weights that are learned.
    OtherSettings,
    /// A support vector has no dual.
    WithoutDual,
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
        let mut text = [self.run, " is at ", &degrees(self.measured), " now"].concat();
        if let Some(predicted) = self.predicted {
            text += "; v ln t + ρ is at ";
            text += &degrees(predicted);
        }
        if let Some(promised) = self.promised {
            text += "; the certificate allows ";
            text += &degrees(promised);
        }
        text += ".";
        let why = match self.no_law {
            None => return text,
            Some(NoLaw::LimitMoves) => ": a weight of 0 gives this run another limit",
            Some(NoLaw::Normalized) => ": v ln t + ρ is of plain gradient descent",
            Some(NoLaw::OtherSettings) => {
                ": v ln t + ρ is of plain gradient descent on all rows under the exponential or the logistic loss"
            }
            Some(NoLaw::WithoutDual) => {
                ": a support vector has no share in the end, and θ leaves v ln t like ln ln t"
            }
            Some(NoLaw::Open) => {
                " yet: the support vectors leave a direction open, which warped time will tell"
            }
            Some(NoLaw::Undecided) => ": the support vectors are nearly degenerate",
        };
        text += " No law is drawn";
        text += why;
        text += ".";
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
            Some(error) => [
                "approximate: ",
                &number(error.relative),
                " off at step ",
                &format::count(error.step),
            ]
            .concat(),
            None => "approximate, its error not measured yet".to_owned(),
        }
    }

    /// In full.
    pub fn sentence(&self) -> String {
        let mut text = "This time is approximate: descent on ln L in long steps".to_owned();
        if let Some(handover) = self.handover {
            text += ", from step ";
            text += &format::count(handover);
            text += " on";
        }
        match self.error {
            Some(error) => {
                text += ". At step ";
                text += &format::count(error.step);
                text += ", where plain descent went too, its parameters are off by ";
                text += &number(error.relative);
                text += " of their length at most.";
            }
            None => text += ". How far it is off is not measured yet: train on.",
        }
        if let Some((reached, why)) = self.fell_short {
            text += " It was followed to t = 10^";
            text += &format::count(reached.round() as u64);
            text += match why {
                Some(NetworkWarpError::AtRest) => ", where descent rests.",
                Some(_) => ", where its steps fail.",
                None => " and no further, for want of time.",
            };
        }
        text
    }
}

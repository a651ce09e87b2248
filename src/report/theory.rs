//! Theory in words: the dual of one run, its angle to the limit, and the warped time of networks. Every sentence
//! is computed from the limits of the rows that are there, and says what is not known.

use crate::loss::Loss;
use crate::numeric::norm;
use crate::optimizer::Optimizer;
use crate::outlook::limits::{Limits, RunLimit, angle, limit};
use crate::outlook::networks::{MeasuredError, NetworkHistory};
use crate::report::{Shown, laws};
use crate::text::format;
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
        let mut sentences: Vec<String> = self.removed().into_iter().collect();
        if self.penalized {
            sentences.push("With a penalty the shares rest before p*.".to_owned());
            return sentences.join(" ");
        }
        let limit = match &self.limit.separability {
            Separability::Separable(_) => None,
            Separability::NotSeparable { .. } => {
                Some("There is no p* here: at rest the shares balance, Σ q z = 0.")
            }
            Separability::Partly(_) => {
                Some("In the end the examples that no line separates share the gradient.")
            }
            Separability::Undecided { .. } => {
                Some("It is too close to call whether there is a p*.")
            }
        };
        sentences.extend(limit.map(str::to_owned));
        if let Some(now) = self.now {
            sentences.push(self.distance(&now));
            sentences.push(self.gap(&now));
        }
        sentences.join(" ")
    }

    /// What weights of 0 do to the limit.
    fn removed(&self) -> Option<String> {
        let n = self.weights.iter().filter(|w| **w == 0.0).count();
        if n == 0 || n == self.weights.len() {
            return None;
        }
        let run = self.run;
        let (examples, them) = match n {
            1 => ("1 example".to_owned(), "it"),
            n => (format!("{} examples", format::count(n as u64)), "them"),
        };
        // Where no p* at all, even one of many, can do without the rows, KL is infinite.
        match (&self.limits.separability, &self.limit.separability) {
            (Separability::Undecided { .. }, _) | (_, Separability::Undecided { .. }) => None,
            (Separability::Separable(before), own) if self.limit.kl == Some(f64::INFINITY) => {
                let after = limit(own)?;
                let turned = angle(&before.direction, &after.direction)?.to_degrees();
                let turned = format::degrees(turned);
                let (margin, largest) = (number(after.margin), number(before.margin));
                Some(format!(
                    "{run} gives {examples} the weight 0, and the boundary needs {them}: KL(p* ‖ w) is infinite, and the limit moves by {turned}, to a margin of {margin} instead of {largest}."
                ))
            }
            (Separability::Separable(_), _) => Some(format!(
                "{run} gives {examples} the weight 0; the boundary does not need {them}, so the limit stays."
            )),
            (_, Separability::Separable(_)) => Some(format!(
                "{run} gives {examples} the weight 0, and the others can be separated: this run has a limit of its own."
            )),
            _ => Some(format!(
                "{run} gives {examples} the weight 0: training goes on without {them}."
            )),
        }
    }

    /// How far the dual is from its limit.
    fn distance(&self, now: &DualMoment) -> String {
        let kl = number(now.kl);
        match self.limit.kl.filter(|kl| kl.is_finite()) {
            Some(start) => {
                let start = number(start);
                format!("KL(p* ‖ w) is {start} at the weights, and KL(p* ‖ q) is {kl} now.")
            }
            None => format!("KL(p* ‖ q), to this run's own limit, is {kl} now."),
        }
    }

    /// What the dual gap is, and what mirror descent promises of it.
    fn gap(&self, now: &DualMoment) -> String {
        let gap = number(now.gap);
        if !self.exponential {
            return format!(
                "The gap ½ ‖Σ q z‖² − ½ γ² is {gap}; the bound of mirror descent is for the exponential loss only."
            );
        }
        match self.bound {
            None => format!("The gap ½ ‖Σ q z‖² − ½ γ² is {gap}."),
            Some((0, bound)) => {
                let bound = number(bound);
                format!(
                    "The gap ½ ‖Σ q z‖² − ½ γ² is {gap}; mirror descent promises at most KL/τ = {bound}."
                )
            }
            Some((from, bound)) => {
                let (from, bound) = (format::count(from), number(bound));
                format!(
                    "The gap ½ ‖Σ q z‖² − ½ γ² is {gap}; mirror descent promises at most KL/τ = {bound}, counted from step {from}: earlier steps are too long."
                )
            }
        }
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

/// Why no curve of the angle is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLaw {
    /// A weight of 0 moves the run's limit.
    LimitMoves,
    /// Steps are loss-normalized.
    Normalized,
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
    /// The angle that the bound from KL(p*‖w) allows at most; left out above 90°, where it says nothing.
    pub promised: Option<f64>,
}

impl AngleWords<'_> {
    /// One or two sentences.
    pub fn words(&self) -> String {
        let degrees = |angle: f64| format::degrees(angle.to_degrees());
        let (run, now) = (self.run, degrees(self.measured));
        let angle = match (self.predicted, self.promised) {
            (None, None) => format!("The angle of {run} is {now} now."),
            (Some(predicted), None) => {
                let predicted = degrees(predicted);
                format!("The angle of {run} is {now} now; v ln t + ρ predicts {predicted}.")
            }
            (None, Some(promised)) => {
                let promised = degrees(promised);
                format!(
                    "The angle of {run} is {now} now; the bound from KL(p* ‖ w) allows up to {promised}."
                )
            }
            (Some(predicted), Some(promised)) => {
                let (predicted, promised) = (degrees(predicted), degrees(promised));
                format!(
                    "The angle of {run} is {now} now; v ln t + ρ predicts {predicted}, and the bound from KL(p* ‖ w) allows up to {promised}."
                )
            }
        };
        match self.no_law {
            None => angle,
            Some(why) => format!("{angle} {}", why.words()),
        }
    }
}

impl NoLaw {
    fn words(self) -> &'static str {
        match self {
            NoLaw::LimitMoves => "No predicted curve: a weight of 0 gives this run another limit.",
            NoLaw::Normalized => {
                "No predicted curve: the formula is for plain gradient descent only."
            }
            NoLaw::WithoutDual => {
                "No predicted curve: a support vector has no share in the end, and θ leaves v ln t like ln ln t."
            }
            NoLaw::Open => {
                "No predicted curve yet: the support vectors leave a direction open, which is read off at late t, after the skip ahead in time."
            }
            NoLaw::Undecided => "No predicted curve: the support vectors are nearly degenerate.",
        }
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

    /// What it waits for before it begins.
    pub fn waiting(&self) -> String {
        "training until every example is on its side".to_owned()
    }

    /// Beside the time shown.
    pub fn remark(&self) -> String {
        match self.error {
            Some(error) => {
                let (off, step) = (number(error.relative), format::count(error.step));
                format!("approximate: {off} off at step {step}")
            }
            None => "approximate, error not measured yet".to_owned(),
        }
    }

    /// In full.
    pub fn sentence(&self) -> String {
        let mut sentences = vec![match self.handover {
            Some(handover) => {
                let handover = format::count(handover);
                format!(
                    "This time is approximate: descent on ln L in long steps, from step {handover} on."
                )
            }
            None => "This time is approximate: descent on ln L in long steps.".to_owned(),
        }];
        sentences.push(match self.error {
            Some(error) => {
                let (off, step) = (number(error.relative), format::count(error.step));
                format!(
                    "At step {step}, which plain descent reached too, its parameters are off by {off} of their length at most."
                )
            }
            None => "How far it is off is not measured yet: train on.".to_owned(),
        });
        sentences.extend(self.fell_short.map(|(reached, why)| {
            let reached = format::count(reached.round() as u64);
            match why {
                Some(NetworkWarpError::AtRest) => {
                    format!("It was followed to t = 10^{reached}, where descent rests.")
                }
                Some(_) => format!("It was followed to t = 10^{reached}, where its steps fail."),
                None => {
                    format!("It was followed to t = 10^{reached} and no further, for want of time.")
                }
            }
        }));
        sentences.join(" ")
    }
}

/// The warped time of networks, where it can be warped.
pub fn network_words(shown: &Shown) -> Option<NetworkWords> {
    if shown.is_linear() || !shown.outlook.is_warpable() {
        return None;
    }
    let networks = shown.outlook.networks();
    Some(NetworkWords {
        handover: networks.map(NetworkHistory::handover),
        error: networks.and_then(|networks| networks.error),
        fell_short: networks.and_then(NetworkHistory::fell_short),
    })
}

/// The angle of the selected run to the limit of all, where there is one.
pub fn angle_words(shown: &Shown) -> Option<String> {
    let limit = shown.separable_limit()?;
    let (ladder, selected) = (shown.ladder(), shown.selected());
    let theta = shown.theta(selected)?;
    let own = shown.outlook.runs.get(selected)?;
    let residual = shown.outlook.residual(ladder, selected);
    let no_law = match (&residual, &own.residual) {
        _ if own.kl == Some(f64::INFINITY) => Some(NoLaw::LimitMoves),
        (Some(_), _) => None,
        _ if ladder.spec.optimizer != Optimizer::Gd => Some(NoLaw::Normalized),
        (None, Some(Ok(known))) if !known.without_dual.is_empty() => Some(NoLaw::WithoutDual),
        (None, Some(Ok(_))) => Some(NoLaw::Open),
        (None, Some(Err(_)) | None) => Some(NoLaw::Undecided),
    };
    let late = laws::is_late(shown.ln_t()) && no_law.is_none();
    let predicted = residual.filter(|_| late);
    let words = AngleWords {
        run: &shown.selected_run()?.weighting.to_string(),
        measured: angle(theta, &limit.direction)?,
        predicted: predicted
            .and_then(|residual| angle(&residual.predict(shown.ln_t()), &limit.direction)),
        no_law,
        promised: laws::certified(shown).and_then(|kl| laws::allowed_angle(kl, limit, norm(theta))),
    };
    Some(words.words())
}

/// The dual of the selected run, where theory says where its runs end.
pub fn dual_words(shown: &Shown) -> Option<String> {
    let limits = shown.limits()?;
    let (ladder, selected) = (shown.ladder(), shown.selected());
    let run = shown.selected_run()?;
    let record = shown.moment.record;
    let words = DualWords {
        run: &run.weighting.to_string(),
        weights: &run.weights,
        limits,
        limit: shown.outlook.runs.get(selected)?,
        penalized: ladder.spec.l2 > 0.0,
        exponential: ladder.spec.loss == Loss::Exponential,
        now: shown.dual(selected),
        bound: record.and_then(|record| shown.outlook.gap_bound(ladder, record, selected)),
    };
    Some(words.words())
}

//! One row of the field table: how a knob is named, bounded, read and written.

use super::MAX_RUNS;
use super::choices::Choice;
use crate::numeric::clamp;
use crate::text::decimal::{readable, shortest};
use crate::text::number::{self, Wanted};
use crate::weights::Weighting;
use std::fmt;

/// The group of controls a field stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The ladder of weightings.
    Weights,
    /// What is trained on.
    Data,
    /// What is trained.
    Model,
    /// How it is trained.
    Training,
    /// What is shown of it.
    View,
}

impl Group {
    /// Every group, in page order.
    pub const ALL: [Group; 5] = [
        Group::Weights,
        Group::Data,
        Group::Model,
        Group::Training,
        Group::View,
    ];

    /// The heading on the page.
    pub fn label(self) -> &'static str {
        match self {
            Group::Weights => "Weights",
            Group::Data => "Data",
            Group::Model => "Model",
            Group::Training => "Training",
            Group::View => "View",
        }
    }
}

/// How a slider's travel maps to a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Evenly, in steps of this size.
    Linear(f64),
    /// Evenly in the logarithm.
    Log,
    /// 0 at the very start, then evenly in the logarithm from this smallest number on.
    LogWithZero(f64),
}

/// What values a field takes, and how the struct `S` holds them.
pub enum Kind<S: 'static> {
    /// A real number in [min, max].
    Real {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Travel of the slider.
        scale: Scale,
        /// Reads it.
        get: fn(&S) -> f64,
        /// Writes it.
        set: fn(&mut S, f64),
    },
    /// A whole number in [min, max].
    Count {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
        /// Travel of the slider; `None` for a number that is typed, not slid (a seed).
        scale: Option<Scale>,
        /// Reads it.
        get: fn(&S) -> u32,
        /// Writes it.
        set: fn(&mut S, u32),
    },
    /// One of a closed set, by position.
    Choice {
        /// (link value, label) of each option.
        options: fn() -> Vec<(&'static str, &'static str)>,
        /// Position of the present option.
        get: fn(&S) -> usize,
        /// Takes the option at a position.
        set: fn(&mut S, usize),
    },
    /// Two numbers in [min, max], of orange and of blue, written `orange:blue`.
    Ratio {
        /// Smallest value of each.
        min: f64,
        /// Largest value of each.
        max: f64,
        /// Reads them.
        get: fn(&S) -> [f64; 2],
        /// Writes them.
        set: fn(&mut S, [f64; 2]),
    },
    /// A list of weightings.
    Weights {
        /// Reads it.
        get: fn(&S) -> &[Weighting],
        /// Writes it.
        set: fn(&mut S, Vec<Weighting>),
    },
}

/// One knob.
pub struct Field<S: 'static> {
    /// Its key in links.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// The symbol after the name, or "".
    pub symbol: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Whether it means anything under this spec; others are not shown.
    pub applies: fn(&S) -> bool,
    /// Its values.
    pub kind: Kind<S>,
}

/// Why a text was not taken as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The value was out of range and the nearest one is used.
    Clamped(String),
    /// The text says nothing usable and the field keeps what it had.
    Refused(String),
}

impl<S> Field<S> {
    /// The field's value as links write it.
    pub fn text(&self, s: &S) -> String {
        match &self.kind {
            Kind::Real { get, .. } => shortest(get(s)),
            Kind::Count { get, .. } => get(s).to_string(),
            Kind::Choice { options, get, .. } => options()[get(s)].0.to_owned(),
            Kind::Ratio { get, .. } => get(s).map(shortest).join(":"),
            Kind::Weights { get, .. } => {
                let weights: Vec<String> = get(s).iter().map(Weighting::to_string).collect();
                weights.join(",")
            }
        }
    }

    /// Takes a value written as [`Field::text`] writes it; says what it could not take and what it did.
    pub fn read(&self, s: &mut S, text: &str) -> Result<(), Refusal> {
        let text = text.trim();
        match &self.kind {
            Kind::Real { min, max, set, .. } => {
                let value = self.number(text, Wanted::Real)?;
                set(s, clamp(value, *min, *max));
                self.within(value, text, *min, *max)
            }
            Kind::Count { min, max, set, .. } => {
                let value = self.number(text, Wanted::Whole)?;
                let (min, max) = (f64::from(*min), f64::from(*max));
                set(s, clamp(value.round(), min, max) as u32);
                if value.is_finite() && value.fract() != 0.0 {
                    let used = clamp(value.round(), min, max) as u32;
                    return Err(Refusal::Clamped(
                        self.says(text, format_args!("is not whole: {used} is used")),
                    ));
                }
                self.within(value, text, min, max)
            }
            Kind::Choice { options, set, .. } => {
                let options = options();
                let Some(at) = options.iter().position(|(value, _)| *value == text) else {
                    let values: Vec<_> = options.iter().map(|(value, _)| *value).collect();
                    return Err(Refusal::Refused(
                        self.says(text, format_args!("is none of {}", values.join(", "))),
                    ));
                };
                set(s, at);
                Ok(())
            }
            Kind::Ratio { min, max, set, .. } => {
                let Some((orange, blue)) = text.split_once(':') else {
                    return Err(Refusal::Refused(self.says(
                        text,
                        format_args!("is not a ratio: write orange:blue, such as 1:2"),
                    )));
                };
                let number = |text| self.number(text, Wanted::Real);
                let pair = [number(orange)?, number(blue)?];
                set(s, pair.map(|value| clamp(value, *min, *max)));
                self.within(pair[0], text, *min, *max)?;
                self.within(pair[1], text, *min, *max)
            }
            Kind::Weights { set, .. } => {
                let (list, refusal) = weights_from_text(self.label, text);
                if !list.is_empty() {
                    set(s, list);
                }
                refusal.map_or(Ok(()), Err)
            }
        }
    }

    /// The number that the text writes; infinite where it overflows.
    fn number(&self, text: &str, wanted: Wanted) -> Result<f64, Refusal> {
        number::read(text, wanted)
            .map_err(|error| Refusal::Refused(self.says(text, format_args!("{error}"))))
    }

    /// What is to be said of a text that was written for this field.
    fn says(&self, text: &str, what: fmt::Arguments) -> String {
        format!("{}: “{}” {what}", self.label, shorten(text))
    }

    /// Whether a value, which `text` writes, is in range.
    fn within(&self, value: f64, text: &str, min: f64, max: f64) -> Result<(), Refusal> {
        let (what, used) = if value < min {
            ("small", min)
        } else if value > max {
            ("large", max)
        } else {
            return Ok(());
        };
        let used = readable(used);
        Err(Refusal::Clamped(
            self.says(text, format_args!("is too {what}: {used} is used")),
        ))
    }
}

/// The weightings of a comma-separated list that can be used, and what was refused.
fn weights_from_text(label: &str, text: &str) -> (Vec<Weighting>, Option<Refusal>) {
    let mut list = Vec::new();
    let mut refused = Vec::new();
    let mut unread = 0;
    for entry in text.split(',').map(str::trim) {
        match Weighting::parse(entry) {
            Ok(weighting) => list.push(weighting),
            Err(_) if refused.len() == MAX_RUNS => unread += 1,
            Err(error) => refused.push(format!("{label}: {error}")),
        }
    }
    if unread > 0 {
        refused.push(format!("{label}: {unread} more cannot be used."));
    }
    if list.len() > MAX_RUNS {
        refused.push(format!(
            "{label}: {} runs are named, the first {MAX_RUNS} are used",
            list.len()
        ));
        list.truncate(MAX_RUNS);
    }
    let refusal = match (refused.is_empty(), list.is_empty()) {
        (true, _) => None,
        (false, false) => Some(Refusal::Clamped(refused.join(" "))),
        (false, true) => Some(Refusal::Refused(refused.join(" "))),
    };
    (list, refusal)
}

/// The first characters of a text that may be anything.
pub fn shorten(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

/// Positions of `options` as (value, label), for [`Kind::Choice`].
pub fn labels<T>(options: &[Choice<T>]) -> Vec<(&'static str, &'static str)> {
    options
        .iter()
        .map(|choice| (choice.value, choice.label))
        .collect()
}

/// Where `option` stands in `options`.
///
/// # Panics
/// If it has no row there: read as another option, it would be trained on as another.
pub fn position<T: PartialEq>(options: &[Choice<T>], option: &T) -> usize {
    let at = options.iter().position(|choice| choice.option == *option);
    at.expect("every option of a closed set has its row in src/spec/choices.rs")
}

#[cfg(test)]
mod tests {
    use super::super::choices::{ERRORS, LOSSES};
    use super::*;

    #[test]
    fn an_option_stands_where_its_row_is() {
        for (at, choice) in ERRORS.iter().enumerate() {
            assert_eq!(position(ERRORS, &choice.option), at);
        }
    }

    #[test]
    #[should_panic = "has its row"]
    fn an_option_without_a_row_is_not_taken_for_another() {
        position(&LOSSES[..1], &LOSSES[1].option);
    }
}

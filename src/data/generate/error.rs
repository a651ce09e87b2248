//! What a generator refuses, and why.

use std::fmt;

use super::{Generator, ROW_DRAWS, Sizes};
use crate::data::LARGEST;
use crate::text::decimal;

/// Why nothing could be generated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GenerateError {
    /// A parameter is outside its range.
    Parameter {
        /// Which.
        name: &'static str,
        /// What it was.
        value: f64,
        /// What it may be, as "must be …".
        range: &'static str,
    },
    /// So few draws reach the margin that the search was given up.
    MarginOutOfReach {
        /// The margin asked for.
        margin: f64,
    },
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { name, value, range } => {
                let value = decimal::plain(*value);
                write!(f, "{name} is {value}; it must be {range}.")
            }
            Self::MarginOutOfReach { margin } => write!(
                f,
                "None of {ROW_DRAWS} draws had a margin of {}. Choose a smaller margin, or move the centers apart.",
                decimal::plain(*margin)
            ),
        }
    }
}

impl std::error::Error for GenerateError {}

impl Generator {
    /// Whether every parameter is in its range.
    pub(super) fn check(&self) -> Result<(), GenerateError> {
        match *self {
            Generator::Moons { noise } => not_negative("noise", noise),
            _ => self.check_another(),
        }
    }

    /// The same for what is not moons.
    fn check_another(&self) -> Result<(), GenerateError> {
        match *self {
            Generator::Moons { .. } => self.check(),
            Generator::Separable {
                center,
                deviation,
                margin,
            } => {
                center.into_iter().try_for_each(|c| finite("center", c))?;
                not_negative("deviation", deviation)?;
                not_negative("margin", margin)
            }
            Generator::Overlap {
                center,
                deviation_orange,
                deviation_blue,
            } => {
                center.into_iter().try_for_each(|c| finite("center", c))?;
                not_negative("deviation of orange", deviation_orange)?;
                not_negative("deviation of blue", deviation_blue)
            }
            Generator::Partial {
                core,
                reach,
                spread,
                height,
            } => {
                share("core", core)?;
                interval("reach", reach)?;
                not_negative("spread", spread)?;
                interval("height", height)
            }
        }
    }
}

impl Sizes {
    /// Whether both shares are shares.
    pub(super) fn check(&self) -> Result<(), GenerateError> {
        share("keep orange", self.keep_orange)?;
        share("keep blue", self.keep_blue)
    }
}

fn require(
    holds: bool,
    name: &'static str,
    value: f64,
    range: &'static str,
) -> Result<(), GenerateError> {
    if holds {
        Ok(())
    } else {
        Err(GenerateError::Parameter { name, value, range })
    }
}

fn finite(name: &'static str, value: f64) -> Result<(), GenerateError> {
    let range = "between −1e100 and 1e100";
    require(value.abs() <= LARGEST, name, value, range)
}

fn not_negative(name: &'static str, value: f64) -> Result<(), GenerateError> {
    let range = "between 0 and 1e100";
    require((0.0..=LARGEST).contains(&value), name, value, range)
}

pub(in crate::data) fn share(name: &'static str, value: f64) -> Result<(), GenerateError> {
    require((0.0..=1.0).contains(&value), name, value, "between 0 and 1")
}

/// 0 < low ≤ high.
fn interval(name: &'static str, [low, high]: [f64; 2]) -> Result<(), GenerateError> {
    require(
        low > 0.0 && low <= LARGEST,
        name,
        low,
        "above 0, at most 1e100",
    )?;
    let range = "at least its lower end, at most 1e100";
    require(high >= low && high <= LARGEST, name, high, range)
}

//! Numbers as people write them: decimal commas, thousands marks, percent, fractions, powers of ten.
//!
//! ```text
//! 0,35    1 200,5    1'200.5    10,000.5    20 %    1/3    −2    1.78 × 10^−12
//! ```
//! A text is read where it can mean one number only. `1,500` can mean 1500 and 1.5: as a real number it is refused,
//! as a whole number it is 1500. Links write numbers as [`decimal`] does, which all read here as what they are.

use super::decimal;
use std::fmt;

/// What kind of number a text stands for; it settles what a single mark before three digits means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any number.
    Real,
    /// A whole number, such as a step or a seed.
    Whole,
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberError {
    /// It writes no number.
    NotANumber,
    /// Its one mark can part thousands or decimals.
    Ambiguous {
        /// The number if it parts thousands.
        thousands: f64,
        /// The number if it begins the decimals.
        decimals: f64,
    },
    /// It divides by 0.
    DividedByZero,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberError::NotANumber => f.write_str("is not a number"),
            NumberError::Ambiguous {
                thousands,
                decimals,
            } => write!(
                f,
                "can mean {} or {}: write one of these",
                decimal::readable(*thousands),
                decimal::readable(*decimals)
            ),
            NumberError::DividedByZero => f.write_str("divides by 0"),
        }
    }
}

/// The number that a text writes; infinite where it overflows.
///
/// # Errors
/// If it writes none, or can mean more than one.
pub fn read(text: &str, wanted: Wanted) -> Result<f64, NumberError> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return Ok(quotient(percent, wanted)? / 100.0);
    }
    quotient(text, wanted)
}

/// A number, or one divided by another.
fn quotient(text: &str, wanted: Wanted) -> Result<f64, NumberError> {
    let Some((above, below)) = text.split_once('/') else {
        return scaled(text.trim(), wanted);
    };
    let above = scaled(above.trim(), Wanted::Real)?;
    let below = scaled(below.trim(), Wanted::Real)?;
    if below == 0.0 {
        return Err(NumberError::DividedByZero);
    }
    Ok(above / below)
}

/// A number with or without a power of ten.
fn scaled(text: &str, wanted: Wanted) -> Result<f64, NumberError> {
    let text = text.replace('−', "-");
    let power = ["×", "*", "·"].iter().find_map(|times| {
        let (mantissa, power) = text.split_once(times)?;
        let exponent = power.trim().strip_prefix("10^")?;
        Some((mantissa.trim(), exponent))
    });
    let power = power.or_else(|| text.strip_prefix("10^").map(|exponent| ("1", exponent)));
    let (mantissa, exponent) = match power.or_else(|| text.split_once(['e', 'E'])) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()),
        None => (text.as_str(), Some(0)),
    };
    let exponent: i32 = exponent.ok_or(NumberError::NotANumber)?;
    let (sign, size) = match mantissa.strip_prefix(['+', '-']) {
        Some(size) => (&mantissa[..1], size),
        None => ("", mantissa),
    };
    let number = |digits: &str| {
        decimal::read(&format!("{sign}{digits}e{exponent}")).ok_or(NumberError::NotANumber)
    };
    match marks(size, wanted)? {
        Marked::Read(digits) => number(&digits),
        Marked::Ambiguous {
            thousands,
            decimals,
        } => Err(NumberError::Ambiguous {
            thousands: number(&thousands)?,
            decimals: number(&decimals)?,
        }),
    }
}

/// Digits and a point, as [`decimal`] reads them.
enum Marked {
    Read(String),
    Ambiguous { thousands: String, decimals: String },
}

/// Tells the marks that part thousands from the one that begins the decimals.
fn marks(size: &str, wanted: Wanted) -> Result<Marked, NumberError> {
    let is_mark = |c: char| ".,'’_".contains(c) || c.is_whitespace();
    if !size.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
        return Err(NumberError::NotANumber);
    }
    let Some(last) = size.rfind(is_mark) else {
        return Ok(Marked::Read(size.to_owned()));
    };
    let mark = size[last..].chars().next().unwrap_or('.');
    let (whole, decimals) = (&size[..last], &size[last + mark.len_utf8()..]);
    let is_alone = !whole.contains(is_mark);
    let can_part_decimals = matches!(mark, '.' | ',') && !whole.contains(mark);
    let thousands = parted_in_thousands(size);
    if is_alone && can_part_decimals {
        let read = format!("{whole}.{decimals}");
        let ours = match wanted {
            Wanted::Real => mark == '.',
            Wanted::Whole => mark == ',',
        };
        return Ok(match (thousands, wanted, ours) {
            (None, ..) | (_, Wanted::Real, true) => Marked::Read(read),
            (Some(thousands), Wanted::Whole, true) => Marked::Read(thousands),
            (Some(thousands), ..) => Marked::Ambiguous {
                thousands,
                decimals: read,
            },
        });
    }
    if can_part_decimals {
        // 1,200.5: the marks before must be of another kind, and all of one.
        let whole = parted_in_thousands(whole).ok_or(NumberError::NotANumber)?;
        return Ok(Marked::Read(format!("{whole}.{decimals}")));
    }
    thousands.map(Marked::Read).ok_or(NumberError::NotANumber)
}

/// The digits of `1,200,000`: one kind of mark, a first group of one to three digits that does not begin with 0, and
/// groups of three.
fn parted_in_thousands(text: &str) -> Option<String> {
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    let groups: Vec<&str> = text.split(mark).collect();
    let (first, others) = groups.split_first()?;
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let all_digits = |group: &&str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    (is_first && others.iter().all(all_digits)).then(|| groups.concat())
}

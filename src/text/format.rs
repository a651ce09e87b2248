//! Numbers as people read them. The only place where a number is rounded.
//!
//! Three significant digits, scientific below 1e-3, U+2212 for minus, thousands separated by commas, a
//! no-break space before `%`. A power is a base and an exponent, so that pages write `<sup>` and charts
//! raise the digits.

use crate::numeric::ln;
use crate::text::decimal;

/// What a value is, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Shares of 1, shown as percentages.
    Percent,
    /// Angles in degrees.
    Degrees,
    /// Plain numbers.
    Plain,
}

/// A number ready to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Everything before the exponent, for example `10`, `4.20 × 10` or `1,000`.
    pub text: String,
    /// Raised digits, where there are any.
    pub exponent: Option<String>,
    /// What follows, for example `°` or ` %`.
    pub unit: &'static str,
}

impl Number {
    /// A text that stands for a number: `16:1`, `–`.
    pub fn plain(text: impl Into<String>) -> Number {
        Number {
            text: text.into(),
            exponent: None,
            unit: "",
        }
    }

    /// The same, with what follows it.
    pub fn with_unit(self, unit: &'static str) -> Number {
        Number { unit, ..self }
    }
}

/// What stands where a number is not defined.
pub const UNDEFINED: &str = "–";

/// One line of plain text for labels and spoken values: `10^30`, `4.20 × 10^−6`.
impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.text)?;
        if let Some(exponent) = &self.exponent {
            write!(f, "^{exponent}")?;
        }
        f.write_str(self.unit)
    }
}

/// Three significant digits: `−1.10`, `65.6`, `0.982`, `4.20 × 10^−6`.
///
/// From 1000 on whole numbers with commas, from 10^6 on scientific again. Not a number, and infinity, are
/// told in words.
pub fn significant(value: f64) -> Number {
    rounded(value, 3)
}

/// Three significant digits without trailing zeros: `16`, `0.25`, `3.08`.
pub fn short(value: f64) -> String {
    let text = significant(value).to_string();
    let has = |mark| text.as_bytes().contains(&mark);
    if !has(b'.') || has(b'^') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A ratio as a person writes it: `16:1`, `1:4`.
pub fn ratio(value: f64) -> String {
    if value >= 1.0 {
        format!("{}:1", short(value))
    } else {
        format!("1:{}", short(1.0 / value))
    }
}

/// An angle in degrees with two significant digits: `36°`, `6.7°`, `0.72°`.
pub fn degrees(value: f64) -> Number {
    rounded(value, if value.abs() < 100.0 { 2 } else { 3 }).with_unit("°")
}

/// A share as a percentage: `5 %`.
///
/// Whole percents, but a share that is neither 0 nor 1 is never shown as 0 or 100: it gets a decimal, and
/// beyond that `under 0.1 %` or `over 99.9 %`.
pub fn percent(share: f64) -> Number {
    if !share.is_finite() {
        return words(share);
    }
    let value = 100.0 * share;
    let whole = decimal::fixed(value, 0);
    let decimal = decimal::fixed(value, 1);
    let text = if (whole == "0" && share > 0.0) || (whole == "100" && share < 1.0) {
        match decimal.as_str() {
            "0.0" => "under 0.1".to_string(),
            "100.0" => "over 99.9".to_string(),
            _ => decimal,
        }
    } else {
        minus(&whole)
    };
    Number::plain(text).with_unit("\u{a0}%")
}

/// A whole number with commas: `100,000`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 10^k as a label of an axis: `1`, `10`, `100`, `1,000`, then a power.
pub fn decade(k: u32) -> Number {
    match k {
        0..=3 => Number::plain(count([1, 10, 100, 1000][k as usize])),
        _ => Number {
            exponent: Some(k.to_string()),
            ..Number::plain("10")
        },
    }
}

/// A time given as ln t: the step while it is one that people count, `1,234,567`, then a power of ten.
///
/// Warped time is no step: below 10^7 it is told by its decimal, `10^6.0`. From there on a power has one decimal at most
/// below 10^100 and none above; ln t = −∞ is the start, 0.
pub fn time(ln_t: f64) -> Number {
    if ln_t == f64::NEG_INFINITY {
        return Number::plain("0");
    }
    if !ln_t.is_finite() {
        return words(ln_t);
    }
    let log10_t = ln_t / ln(10.0);
    let early = log10_t < 6.999;
    let t = crate::numeric::exp(if early { ln_t } else { 0.0 });
    // The logarithm of a step brings it back to within 1e−7.
    if early && (t - t.round()).abs() < 1e-6 {
        return Number::plain(count(t.round() as u64));
    }
    power_of_time(log10_t, early)
}

fn power_of_time(log10_t: f64, early: bool) -> Number {
    let exponent = if early {
        decimal::fixed(log10_t, 1)
    } else if log10_t < 99.95 {
        let text = decimal::fixed(log10_t, 1);
        text.strip_suffix(".0").map_or(text.clone(), str::to_string)
    } else {
        decimal::fixed(log10_t, 0)
    };
    Number {
        exponent: Some(exponent),
        ..Number::plain("10")
    }
}

/// A tick of a linear axis whose ticks are `step` apart: just the decimals that tell them apart.
pub fn tick(value: f64, step: f64) -> String {
    if !value.is_finite() {
        return words(value).text;
    }
    let decimals = (0..9)
        .find(|&d| {
            let scaled = step * crate::numeric::power_of_ten(i32::from(d));
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        })
        .unwrap_or(9);
    let text = decimal::fixed(value, decimals);
    if text.trim_start_matches(['-', '0', '.']).is_empty() {
        return "0".to_string();
    }
    minus(&text)
}

/// Puts U+2212 for every hyphen-minus.
pub fn minus(text: &str) -> String {
    text.replace('-', "−")
}

fn words(value: f64) -> Number {
    Number::plain(if value.is_nan() {
        "not a number"
    } else if value > 0.0 {
        "infinite"
    } else {
        "minus infinite"
    })
}

/// What is not written with decimals: a whole number, or one in scientific notation.
fn small_or_large(value: f64, mantissa: &str, exponent: i32) -> Number {
    if (3..6).contains(&exponent) {
        let sign = if value < 0.0 { "−" } else { "" };
        return Number::plain(format!("{sign}{}", count(value.abs().round() as u64)));
    }
    Number {
        exponent: Some(minus(&exponent.to_string())),
        ..Number::plain(format!("{} × 10", minus(mantissa)))
    }
}

fn rounded(value: f64, digits: u8) -> Number {
    if !value.is_finite() {
        return words(value);
    }
    if value == 0.0 {
        return Number::plain("0");
    }
    // Round once, in scientific notation, and read the exponent off the rounded number: 0.99999 is 1.00.
    let scientific = decimal::rounded(value, digits - 1);
    let (mantissa, exponent) = decimal::parts(&scientific);
    if !(-3..3).contains(&exponent) {
        return small_or_large(value, mantissa, exponent);
    }
    let decimals = (i32::from(digits) - 1 - exponent).max(0) as u8;
    Number::plain(minus(&decimal::fixed(value, decimals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_significant_digits() {
        for (value, text) in [
            (-1.1, "−1.10"),
            (0.982_4, "0.982"),
            (-65.61, "−65.6"),
            (123.4, "123"),
            (0.0, "0"),
            (0.999_9, "1.00"),
            (0.001, "0.00100"),
            (0.000_999_4, "9.99 × 10^−4"),
            (4.2e-6, "4.20 × 10^−6"),
            (-12_345.6, "−12,346"),
            (1.25e7, "1.25 × 10^7"),
            (f64::NAN, "not a number"),
            (f64::INFINITY, "infinite"),
        ] {
            assert_eq!(significant(value).to_string(), text);
        }
    }

    #[test]
    fn angles() {
        for (value, text) in [
            (36.2, "36°"),
            (6.71, "6.7°"),
            (0.718, "0.72°"),
            (100.4, "100°"),
        ] {
            assert_eq!(degrees(value).to_string(), text);
        }
        assert_eq!(degrees(1.2e-5).to_string(), "1.2 × 10^−5°");
    }

    #[test]
    fn a_small_share_is_never_shown_as_none() {
        for (share, text) in [
            (0.0, "0 %"),
            (1.0, "100 %"),
            (0.05, "5 %"),
            (0.374, "37 %"),
            (0.004, "0.4 %"),
            (0.000_4, "under 0.1 %"),
            (0.997, "99.7 %"),
            (0.999_9, "over 99.9 %"),
        ] {
            assert_eq!(percent(share).to_string().replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn steps_and_powers() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(decade(3).to_string(), "1,000");
        assert_eq!(decade(4).to_string(), "10^4");
        let ln10 = ln(10.0);
        assert_eq!(time(f64::NEG_INFINITY).to_string(), "0");
        assert_eq!(time(0.0).to_string(), "1");
        assert_eq!(time(5.0 * ln10).to_string(), "100,000");
        assert_eq!(time(30.0 * ln10).to_string(), "10^30");
        assert_eq!(time(30.26 * ln10).to_string(), "10^30.3");
        assert_eq!(time(1000.0 * ln10).to_string(), "10^1000");
    }

    #[test]
    fn warped_time_is_never_shown_as_a_step() {
        let ln10 = ln(10.0);
        for (log10_t, text) in [(6.0268, "10^6.0"), (6.9, "10^6.9"), (4.37, "10^4.4")] {
            assert_eq!(time(log10_t * ln10).to_string(), text);
        }
        // All that the linear ladder records.
        for ln_t in crate::outlook::lines::instants() {
            assert!(time(ln_t).to_string().starts_with("10^"), "{ln_t}");
        }
    }

    #[test]
    fn every_step_up_to_a_million_survives_the_logarithm() {
        for t in (1..1_000_000_u64).step_by(997).chain(9_900_000..9_900_100) {
            assert_eq!(time(ln(t as f64)).to_string(), count(t));
        }
    }

    #[test]
    fn ticks_show_the_decimals_of_their_step() {
        assert_eq!(tick(-0.5, 0.5), "−0.5");
        assert_eq!(tick(0.3, 0.3), "0.3");
        assert_eq!(tick(2.0, 1.0), "2");
        assert_eq!(tick(-0.0, 0.25), "0");
        assert_eq!(tick(0.25, 0.25), "0.25");
        assert_eq!(tick(200.0, 100.0), "200");
    }
}

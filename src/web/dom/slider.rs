//! A slider's travel, 0 to 1000, and the number it stands for.

use crate::numeric::{clamp, exp, ln};
use crate::settings::field::Scale;
use crate::text::decimal;

/// The travel of every slider.
pub const TRAVEL: f64 = 1000.0;

/// Share of the travel that means 0 on a [`Scale::LogWithZero`].
const ZERO: f64 = 0.04;

/// The number at `travel`, rounded as a person would type it.
pub fn value(scale: Scale, min: f64, max: f64, travel: f64) -> f64 {
    let share = clamp(travel / TRAVEL, 0.0, 1.0);
    match scale {
        Scale::Linear(step) => {
            let steps = (share * (max - min) / step).round();
            // Through a decimal text, so that 0.1 + 0.2 shows as 0.3.
            let text = decimal::fixed((min + steps * step).min(max), 4);
            decimal::read(&text).unwrap_or(min)
        }
        Scale::Log => clamp(two_digits(between(min, max, share)), min, max),
        Scale::LogWithZero(_) if share < ZERO => 0.0,
        Scale::LogWithZero(least) => {
            let share = (share - ZERO) / (1.0 - ZERO);
            clamp(two_digits(between(least, max, share)), least, max)
        }
    }
}

/// The travel that stands for `value`.
pub fn travel(scale: Scale, min: f64, max: f64, value: f64) -> f64 {
    let share = match scale {
        Scale::Linear(_) => (value - min) / (max - min),
        Scale::Log => ln(value / min) / ln(max / min),
        Scale::LogWithZero(_) if value <= 0.0 => 0.0,
        Scale::LogWithZero(least) => {
            ZERO + (1.0 - ZERO) * (ln(value / least) / ln(max / least)).max(0.0)
        }
    };
    TRAVEL * clamp(share, 0.0, 1.0)
}

fn between(min: f64, max: f64, share: f64) -> f64 {
    exp(ln(min) + share * ln(max / min))
}

/// The nearest number of two significant digits.
fn two_digits(value: f64) -> f64 {
    decimal::read(&decimal::rounded(value, 1)).unwrap_or(value)
}

//! Where the ticks of an axis stand: three to five round numbers.

use crate::numeric::{log10, power_of_ten};
use crate::text::format::{self, Number};
use std::ops::RangeInclusive;

/// A logarithmic axis goes from 10^−300 to 10^300 at most: the numbers that are as exact as any other.
pub const DECADES: i32 = 300;

/// How an axis maps its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps are equally long.
    Linear,
    /// Equal ratios are equally long; values must be positive.
    Log,
}

/// How many ticks an axis of `length` CSS pixels has at most: two to five, their labels clear of each other.
pub fn at_most(length: f64) -> usize {
    ((length / 20.0).min(4.0) as usize + 1).clamp(2, 5)
}

/// The step 1, 2, 2.5 or 5 × 10^k with which `range` holds as many ticks as possible, but at most `most`.
pub fn step(range: (f64, f64), most: usize) -> f64 {
    let fits = |&step: &f64| holds_few(range, step, most);
    steps(range).into_iter().find(fits).unwrap_or(1.0)
}

/// `range` with an end moved out to the next tick where that is less than a third of a step away, so that
/// lines end at a tick where they nearly do; still at most `most` ticks.
pub fn widen(range: (f64, f64), most: usize) -> (f64, f64) {
    let to = |end: f64, tick: f64, step: f64| {
        if (tick - end).abs() < step / 3.0 {
            tick
        } else {
            end
        }
    };
    let widened = |step: f64| {
        let (low, high) = (
            (range.0 / step).floor() * step,
            (range.1 / step).ceil() * step,
        );
        (to(range.0, low, step), to(range.1, high, step))
    };
    let fits = |&step: &f64| holds_few(widened(step), step, most);
    let is_finite = |(low, high): &(f64, f64)| low.is_finite() && high.is_finite();
    let found = steps(range).into_iter().find(fits).map(widened);
    found.filter(is_finite).unwrap_or(range)
}

/// More ticks than on any axis.
const MOST_TICKS: usize = 100;
/// Multiples of a step are counted up to here; from 2⁵³ on numbers lie farther apart than 1.
const COUNTABLE: f64 = 9e15;

/// Round steps from much too fine for `range` to as wide as it; none where the range is empty.
fn steps(range: (f64, f64)) -> Vec<f64> {
    let span = range.1 - range.0;
    let mut steps = Vec::new();
    if span > 0.0 && span.is_finite() {
        let power = log10(span).floor() as i32;
        for k in power - 2..=power + 1 {
            steps.extend_from_slice(&[1.0, 2.0, 2.5, 5.0].map(|m| m * power_of_ten(k)));
        }
        steps.retain(|step| *step > 0.0 && step.is_finite());
    }
    steps
}

/// Which multiples of `step` lie inside `range`, both ends included; none where they are too many to count, or
/// so large that neighbors are the same number.
fn inside(range: (f64, f64), step: f64) -> Option<RangeInclusive<i64>> {
    let slack = 1e-9;
    let first = (range.0 / step - slack).ceil();
    let last = (range.1 / step + slack).floor();
    let countable = |k: f64| k.abs() <= COUNTABLE;
    (step > 0.0 && countable(first) && countable(last)).then_some(first as i64..=last as i64)
}

/// Whether at most `most` of them do.
fn holds_few(range: (f64, f64), step: f64, most: usize) -> bool {
    inside(range, step).is_some_and(|inside| inside.end() - inside.start() < most as i64)
}

/// The multiples of `step` inside `range`, both ends included; none where there are more than an axis can show.
pub fn multiples(range: (f64, f64), step: f64) -> Vec<f64> {
    let shown = inside(range, step).filter(|_| holds_few(range, step, MOST_TICKS));
    let all = shown.into_iter().flatten();
    all.map(|k| k as f64 * step).collect()
}

/// At most `most` ticks of a linear axis over `range`, each with its label.
pub fn linear(range: (f64, f64), most: usize) -> Vec<(f64, String)> {
    let step = step(range, most);
    if !holds_few(range, step, most) {
        return Vec::new();
    }
    let labeled = |value| (value, format::tick(value, step));
    multiples(range, step).into_iter().map(labeled).collect()
}

/// Ticks of a logarithmic axis from 10^`lowest` to 10^`highest`: decades, thinned to at most `most`. There are no
/// numbers beyond [`DECADES`], and so no ticks.
pub fn decades(lowest: i32, highest: i32, most: usize) -> Vec<(f64, Number)> {
    let [lowest, highest] = [lowest, highest].map(|k| k.clamp(-DECADES, DECADES));
    let every = (highest - lowest) / most.max(1) as i32 + 1;
    (lowest..=highest)
        .filter(|k| (highest - k) % every == 0)
        .map(|k| (power_of_ten(k), power(k)))
        .collect()
}

/// 10^k: written out from 0.01 to 1,000, a power beyond.
fn power(k: i32) -> Number {
    match k {
        -2..=-1 => Number {
            text: format::tick(power_of_ten(k), power_of_ten(k)),
            exponent: None,
            unit: "",
        },
        0.. => format::decade(k.unsigned_abs()),
        _ => Number {
            text: "10".to_string(),
            exponent: Some(format::minus(&k.to_string())),
            unit: "",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_to_five_round_ticks_whatever_the_range() {
        let mut span = 1e-6;
        while span < 1e9 {
            for start in [-0.37, 0.0, 0.61] {
                let n = linear((start * span, (start + 1.0) * span), 5).len();
                assert!((2..=5).contains(&n), "{start} {span}: {n}");
            }
            span *= 1.17;
        }
        let labels = |range| {
            linear(range, 5)
                .into_iter()
                .map(|t| t.1)
                .collect::<Vec<_>>()
        };
        assert_eq!(labels((0.0, 80.0)), ["0", "20", "40", "60", "80"]);
        assert_eq!(labels((-1.95, 1.95)), ["−1", "0", "1"]);
        assert_eq!(labels((0.0, 0.6)), ["0", "0.2", "0.4", "0.6"]);
    }

    #[test]
    fn ranges_are_widened_only_to_ticks_that_are_near() {
        assert_eq!(widen((0.0, 0.79), 5), (0.0, 0.8));
        assert_eq!(widen((-5.1, 0.56), 3), (-5.1, 0.56));
        assert_eq!(widen((-5.8, 0.1), 4), (-6.0, 0.1));
        assert_eq!(widen((2.0, 2.0), 5), (2.0, 2.0));
        let mut high = 0.013;
        while high < 1e5 {
            let (low, top) = widen((0.0, high), 4);
            assert!(low == 0.0 && top >= high);
            assert!((2..=4).contains(&linear((low, top), 4).len()), "{high}");
            high *= 1.07;
        }
    }

    #[test]
    fn an_empty_range_has_at_most_one_tick() {
        assert_eq!(linear((3.0, 3.0), 5).len(), 1);
        assert!(linear((3.5, 3.5), 5).is_empty());
    }

    #[test]
    fn decades_are_thinned_to_five() {
        let labels = |a, b| {
            decades(a, b, 5)
                .iter()
                .map(|t| t.1.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(labels(-2, 2), ["0.01", "0.1", "1", "10", "100"]);
        assert_eq!(labels(-8, 0), ["10^−8", "10^−6", "10^−4", "0.01", "1"]);
    }
}

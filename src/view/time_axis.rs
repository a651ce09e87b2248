//! Time on paper: the one map from ln t to a position, shared by the timeline and by every chart.
//!
//! ```text
//! trained   log₁₀ t from 0 to D             a step is counted
//! gap       the scale changes here          only with a warped part
//! warped    log(log t) from 10^D to 10^E    gradient flow in ln t
//! ```
//!
//! On the warped part a law ∝ 1/ln t is a straight line of slope −1 on a logarithmic chart.
//! Times are carried as λ = ln t: an f64 t ends at 1e308. The start, t = 0, is λ = −∞ and stands at t = 1.

use crate::numeric::{exp, ln};
use crate::text::format::{Number, decade};

/// ln 10.
const LN_10: f64 = std::f64::consts::LN_10;
/// Share of the axis, without the gap, that the trained part takes where there is a warped one.
const TRAINED_SHARE: f64 = 0.4645;

/// Which times an axis shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeSpan {
    /// D: the trained part ends at t = 10^D.
    pub decades: u32,
    /// E: the warped part continues to t = 10^E; `None` without one.
    pub warped_to: Option<u32>,
}

/// A [`TimeSpan`] laid out from one position to another, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeAxis {
    /// What is shown.
    pub span: TimeSpan,
    /// Position of t = 1.
    pub left: f64,
    /// Position of the end.
    pub right: f64,
    /// Width of the gap before the warped part.
    pub gap: f64,
}

/// A mark of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// ln t.
    pub ln_t: f64,
    /// Its position.
    pub x: f64,
    /// A power of ten (of t, or of log t in the warped part).
    pub major: bool,
    /// Its label, where there is room for one.
    pub label: Option<Number>,
}

impl TimeAxis {
    /// Lays `span` out from `left` to `right` with a gap of `gap` before the warped part.
    pub fn new(span: TimeSpan, left: f64, right: f64, gap: f64) -> TimeAxis {
        TimeAxis {
            span,
            left,
            right,
            gap,
        }
    }

    /// Where the trained part ends: λ of t = 10^D.
    pub fn seam(&self) -> f64 {
        f64::from(self.span.decades) * LN_10
    }

    /// The largest λ shown.
    pub fn end(&self) -> f64 {
        f64::from(self.span.warped_to.unwrap_or(self.span.decades)) * LN_10
    }

    /// Position of the end of the trained part.
    pub fn trained_right(&self) -> f64 {
        match self.span.warped_to {
            Some(_) => self.left + TRAINED_SHARE * (self.right - self.left - self.gap),
            None => self.right,
        }
    }

    /// Position of the beginning of the warped part; `right` where there is none.
    pub fn warped_left(&self) -> f64 {
        match self.span.warped_to {
            Some(_) => self.trained_right() + self.gap,
            None => self.right,
        }
    }

    /// Position of λ = ln t. Times outside the axis stand at its ends; ask [`TimeAxis::holds`] first.
    pub fn x(&self, ln_t: f64) -> f64 {
        if ln_t <= 0.0 {
            return self.left;
        }
        if ln_t >= self.end() {
            return self.right;
        }
        if ln_t <= self.seam() {
            return self.left + ln_t / self.seam() * (self.trained_right() - self.left);
        }
        let share = ln(ln_t / self.seam()) / ln(self.end() / self.seam());
        self.warped_left() + share * (self.right - self.warped_left())
    }

    /// λ = ln t at position `x`: inside the gap the seam, beyond the ends the ends.
    pub fn ln_t(&self, x: f64) -> f64 {
        let trained_right = self.trained_right();
        if x <= self.left {
            0.0
        } else if x >= self.right {
            self.end()
        } else if x < trained_right {
            (x - self.left) / (trained_right - self.left) * self.seam()
        } else if x <= self.warped_left() {
            self.seam()
        } else {
            let share = (x - self.warped_left()) / (self.right - self.warped_left());
            self.seam() * exp(share * ln(self.end() / self.seam()))
        }
    }

    /// Whether λ is shown at a place of its own.
    pub fn holds(&self, ln_t: f64) -> bool {
        (0.0..=self.end() * (1.0 + 1e-12)).contains(&ln_t)
    }

    /// Whether λ lies in the warped part.
    pub fn is_warped(&self, ln_t: f64) -> bool {
        self.span.warped_to.is_some() && ln_t > self.seam() * (1.0 + 1e-12)
    }

    /// All ticks, with labels at least `room` apart.
    pub fn ticks(&self, room: f64) -> Vec<Tick> {
        let mut ticks = self.trained_ticks(room);
        if let Some(end) = self.span.warped_to {
            ticks.append(&mut self.warped_ticks(end, room));
        }
        ticks
    }

    fn trained_ticks(&self, room: f64) -> Vec<Tick> {
        let decades = self.span.decades;
        let width = (self.trained_right() - self.left) / f64::from(decades.max(1));
        // The end keeps its label where the number of decades allows an even stride.
        let every = (1..=decades.max(1))
            .find(|&every| f64::from(every) * width >= room && decades.is_multiple_of(every))
            .unwrap_or(decades.max(1));
        let mut ticks = Vec::new();
        for k in 0..=decades {
            let label = (k % every == 0).then(|| decade(k));
            let ln_t = f64::from(k) * LN_10;
            ticks.push(self.tick(ln_t, true, label));
            if k < decades {
                for m in 2..10 {
                    ticks.push(self.tick(ln_t + ln(f64::from(m)), false, None));
                }
            }
        }
        ticks
    }

    /// Ticks at t = 10^(m 10^k); labels for m = 1 and 3, from the end backward.
    fn warped_ticks(&self, end: u32, room: f64) -> Vec<Tick> {
        let mut ticks = vec![self.tick(self.seam(), true, None)];
        ticks[0].x = self.warped_left();
        let mut power = 1;
        while power <= end {
            for m in 1..10 {
                let exponent = m * power;
                if exponent > self.span.decades && exponent <= end {
                    ticks.push(self.tick(f64::from(exponent) * LN_10, m == 1, None));
                }
            }
            power *= 10;
        }
        let mut free = f64::INFINITY;
        for tick in ticks.iter_mut().rev() {
            let exponent = (tick.ln_t / LN_10).round() as u32;
            let leading = exponent.to_string().trim_end_matches('0').to_string();
            let round = leading == "1" || leading == "3" || exponent == end;
            if round && free - tick.x >= room && tick.x - self.trained_right() >= room {
                tick.label = Some(decade(exponent));
                free = tick.x;
            }
        }
        ticks
    }

    fn tick(&self, ln_t: f64, major: bool, label: Option<Number>) -> Tick {
        Tick {
            ln_t,
            x: self.x(ln_t),
            major,
            label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warped() -> TimeAxis {
        let span = TimeSpan {
            decades: 6,
            warped_to: Some(1000),
        };
        TimeAxis::new(span, 332.0, 1204.0, 28.0)
    }

    fn plain() -> TimeAxis {
        let span = TimeSpan {
            decades: 6,
            warped_to: None,
        };
        TimeAxis::new(span, 332.0, 1204.0, 28.0)
    }

    #[test]
    fn decades_are_equally_long() {
        for k in 0..=6 {
            let want = 332.0 + 872.0 / 6.0 * f64::from(k);
            assert!((plain().x(f64::from(k) * LN_10) - want).abs() < 1e-9);
        }
    }

    #[test]
    fn the_warped_part_is_log_log() {
        let axis = warped();
        assert!((axis.trained_right() - 724.0).abs() < 0.1);
        assert!((axis.warped_left() - 752.0).abs() < 0.1);
        let equal = |a: f64, b: f64| axis.x(b * LN_10) - axis.x(a * LN_10);
        assert!((equal(10.0, 100.0) - equal(100.0, 1000.0)).abs() < 1e-9);
        assert!((axis.x(30.0 * LN_10) - 894.0).abs() < 0.5);
    }

    #[test]
    fn position_and_time_are_inverse_across_the_seam() {
        for axis in [plain(), warped()] {
            let mut ln_t = 0.01;
            while ln_t < axis.end() {
                let back = axis.ln_t(axis.x(ln_t));
                assert!((back - ln_t).abs() < 1e-9 * ln_t.max(1.0), "{ln_t} {back}");
                ln_t *= 1.01;
            }
        }
    }

    #[test]
    fn the_ends_the_start_and_the_gap() {
        let axis = warped();
        assert_eq!(axis.x(f64::NEG_INFINITY), axis.left);
        assert_eq!(axis.x(1e9), axis.right);
        assert_eq!(axis.ln_t(-10.0), 0.0);
        assert_eq!(axis.ln_t(9999.0), axis.end());
        let middle = 0.5 * (axis.trained_right() + axis.warped_left());
        assert_eq!(axis.ln_t(middle), axis.seam());
        assert!(!axis.holds(f64::NEG_INFINITY) && axis.holds(0.0));
    }

    #[test]
    fn ticks_and_labels_as_there_is_room() {
        let labels = |axis: TimeAxis, room| {
            let ticks = axis.ticks(room).into_iter();
            ticks
                .filter_map(|t| t.label)
                .map(|l| l.to_string())
                .collect::<Vec<_>>()
        };
        let all = ["1", "10", "100", "1,000", "10^4", "10^5", "10^6"];
        assert_eq!(labels(plain(), 80.0), all);
        assert_eq!(labels(plain(), 200.0), ["1", "100", "10^4", "10^6"]);
        let two = [
            "1", "100", "10^4", "10^6", "10^30", "10^100", "10^300", "10^1000",
        ];
        assert_eq!(labels(warped(), 80.0), two);
        assert_eq!(plain().ticks(80.0).len(), 7 + 6 * 8);
    }
}

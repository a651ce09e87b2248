//! The horizontal axis of a chart: time as the timeline shows it, or a plain number that grows with time.
//!
//! ```text
//! steps        log t, and beyond the scale change log(log t)     the timeline's own axis
//! ln t         linear: v ln t + ρ is a straight line
//! dual time    log τ: the mirror-descent bound KL/τ is a straight line
//! ```
//!
//! On the last two steps and warped time stand on one scale. A double rail under the plot, as on the
//! timeline, says where the warped part is.

use super::geometry::map;
use super::ticks::{self, Scale};
use super::time_axis::{TimeAxis, TimeSpan};
use crate::numeric::{clamp, log10, pow};
use crate::text::format::Number;

/// What a chart stands against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Across {
    /// Time, in the timeline's two parts.
    Time(TimeSpan),
    /// A number.
    Number {
        /// Its name, for the first tick.
        name: &'static str,
        /// The values at both ends.
        range: (f64, f64),
        /// How they are mapped.
        scale: Scale,
        /// From where on time is warped; beyond the range if it never is.
        warped_from: f64,
    },
}

/// An [`Across`] laid out from one position to another, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Abscissa {
    /// Time.
    Time(TimeAxis),
    /// A number.
    Number(NumberAxis),
}

/// An axis of a number, at `left` and `right` the ends of `range`.
///
/// It takes limits to stand against a number, so this comes with them: see `src/web/parts.rs`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberAxis {
    left: f64,
    right: f64,
    range: (f64, f64),
    scale: Scale,
}

impl NumberAxis {
    /// A value as it is mapped.
    fn scaled(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            Scale::Log => log10(value),
        }
    }

    fn ends(&self) -> (f64, f64) {
        (self.scaled(self.range.0), self.scaled(self.range.1))
    }

    fn x(&self, value: f64) -> f64 {
        let value = clamp(value, self.range.0, self.range.1);
        map(self.scaled(value), self.ends(), (self.left, self.right))
    }

    fn value(&self, x: f64) -> f64 {
        let x = clamp(x, self.left, self.right);
        let value = map(x, (self.left, self.right), self.ends());
        match self.scale {
            Scale::Linear => value,
            Scale::Log => pow(10.0, value),
        }
    }

    fn labels(&self, room: f64) -> Vec<(f64, Number)> {
        let most = ((self.right - self.left) / room) as usize;
        let most = most.clamp(2, 5);
        match self.scale {
            Scale::Linear => ticks::linear(self.range, most)
                .into_iter()
                .map(|(value, text)| {
                    (
                        value,
                        Number {
                            text,
                            exponent: None,
                            unit: "",
                        },
                    )
                })
                .collect(),
            Scale::Log => {
                let (low, high) = self.ends();
                ticks::decades(low.round() as i32, high.round() as i32, most)
            }
        }
    }
}

impl Abscissa {
    /// Lays `across` out from `left` to `right`.
    pub fn new(across: Across, left: f64, right: f64) -> Abscissa {
        match across {
            Across::Time(span) => Abscissa::Time(TimeAxis::new(span, left, right, 14.0)),
            Across::Number { range, scale, .. } => Abscissa::Number(NumberAxis {
                left,
                right,
                range,
                scale,
            }),
        }
    }

    /// Position of a value; values outside stand at the ends.
    pub fn x(&self, value: f64) -> f64 {
        match self {
            Abscissa::Time(axis) => axis.x(value),
            Abscissa::Number(axis) => axis.x(value),
        }
    }

    /// The value at a position.
    pub fn value(&self, x: f64) -> f64 {
        match self {
            Abscissa::Time(axis) => axis.ln_t(x),
            Abscissa::Number(axis) => axis.value(x),
        }
    }

    /// Whether a value is shown at a place of its own.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Abscissa::Time(axis) => axis.holds(value),
            Abscissa::Number(axis) => {
                (axis.range.0..=axis.range.1 * (1.0 + 1e-12)).contains(&value)
            }
        }
    }

    /// Whether a value lies in the part beyond a change of scale.
    pub fn is_warped(&self, value: f64) -> bool {
        match self {
            Abscissa::Time(axis) => axis.is_warped(value),
            Abscissa::Number(_) => false,
        }
    }

    /// The stretches of the axis: two where the scale changes.
    pub fn stretches(&self) -> Vec<(f64, f64)> {
        match self {
            Abscissa::Time(axis) if axis.span.warped_to.is_some() => vec![
                (axis.left, axis.trained_right()),
                (axis.warped_left(), axis.right),
            ],
            Abscissa::Time(axis) => vec![(axis.left, axis.right)],
            Abscissa::Number(axis) => vec![(axis.left, axis.right)],
        }
    }

    /// (value, label) of the labeled ticks, at least `room` apart.
    pub fn labels(&self, room: f64) -> Vec<(f64, Number)> {
        match self {
            Abscissa::Time(axis) => {
                let mut labels = Vec::new();
                for tick in axis.ticks(room) {
                    if let Some(label) = tick.label {
                        labels.push((tick.ln_t, label));
                    }
                }
                labels
            }
            Abscissa::Number(axis) => axis.labels(room),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_values_are_inverse() {
        let time = TimeSpan {
            decades: 6,
            warped_to: Some(1000),
        };
        let number = |range, scale| Across::Number {
            name: "τ",
            range,
            scale,
            warped_from: 1.0,
        };
        for (across, values) in [
            (Across::Time(time), [1.0, 10.0, 2000.0]),
            (number((0.0, 2303.0), Scale::Linear), [1.0, 10.0, 2000.0]),
            (number((0.1, 10_000.0), Scale::Log), [0.2, 10.0, 2000.0]),
        ] {
            let axis = Abscissa::new(across, 36.0, 280.0);
            for value in values {
                assert!(axis.holds(value));
                assert!((axis.value(axis.x(value)) / value - 1.0).abs() < 1e-9);
            }
            assert!(!axis.holds(1e6));
            assert!(axis.labels(44.0).len() >= 2);
        }
    }
}

//! A curve of the table as a chart, and how charts share the room beside the plane.

use crate::drawing::{styles, timeline};
use crate::numeric::clamp;
use crate::report::Shown;
use crate::report::axis;
use crate::report::curve::{Case, Curve, Of, Points, case, points};
use crate::view::abscissa::{Abscissa, Across};
use crate::view::chart::{Chart, Law, Series};
use crate::view::ticks::Scale;
use crate::view::{Picture, Theme};

/// A chart, and where times lie in it.
pub struct Drawn {
    /// The chart.
    pub picture: Picture,
    /// Where times lie.
    pub axis: ChartAxis,
}

/// The axis across a chart, and what ln t stands where.
#[derive(Clone, Debug)]
pub struct ChartAxis {
    /// The axis.
    pub across: Abscissa,
    /// (place across, ln t) of the selected run, ascending; empty where the axis is of time itself.
    pub times: Vec<(f64, f64)>,
}

impl ChartAxis {
    /// ln t at a position, in CSS pixels.
    pub fn ln_t(&self, x: f64) -> f64 {
        let place = self.across.value(x);
        let after = self.times.partition_point(|time| time.0 < place);
        match (self.times.get(after), self.times.last()) {
            (Some(time), _) | (None, Some(time)) => time.1,
            (None, None) => place,
        }
    }
}

/// The chart of a curve that has points.
pub fn draw(shown: &Shown, curve: &Curve, size: [f64; 2], theme: Theme) -> Drawn {
    let Points {
        runs,
        together,
        laws,
        across,
        times,
        cursor,
    } = points(shown, curve);
    let styles = styles(shown);
    let series: Vec<Series> = styles
        .iter()
        .zip(&runs)
        .map(|(style, points)| Series { style, points })
        .collect();
    let laws: Vec<Law> = laws
        .into_iter()
        .map(|law| Law {
            points: law.points,
            caption: law.caption,
        })
        .collect();
    let scale = |logarithmic| match logarithmic {
        true => Scale::Log,
        false => Scale::Linear,
    };
    let chart = Chart {
        size,
        across: match across {
            axis::Across::Time => Across::Time(timeline::span(shown)),
            axis::Across::Number {
                name,
                range,
                logarithmic,
                warped_from,
            } => Across::Number {
                name,
                range,
                scale: scale(logarithmic),
                warped_from,
            },
        },
        scale: scale(curve.logarithmic),
        unit: curve.unit,
        range: curve.range,
        series: &series,
        area: together.as_deref(),
        laws: &laws,
        cursor,
        time_labels: true,
    };
    Drawn {
        picture: chart.picture(theme.palette()),
        axis: ChartAxis {
            across: chart.axis(),
            times,
        },
    }
}

/// The least share of its height at which a chart can be read.
const LEAST_SHARE: f64 = 0.6;
/// The least height of the chart that leads.
const LEADING: f64 = 148.0;
/// Height of a chart's padding and title.
const TITLE: f64 = 30.0;
/// Height of a line of words.
const LINE: f64 = 15.0;
/// Height of what opens the other charts.
const MORE: f64 = 28.0;

/// The charts that are always in sight, and the heights of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangement {
    /// How many of the offered charts are always in sight.
    pub first: usize,
    /// The height of each offered chart, in CSS pixels.
    pub heights: Vec<f64>,
}

/// What stands above and below a chart, in CSS pixels: padding, title, remark, and a note of two lines by the angle,
/// which always has one.
fn height_of_words(curve: &Curve) -> f64 {
    let remark = if curve.remark.is_empty() { 0.0 } else { LINE };
    let note = if curve.note_is_constant {
        2.0 * LINE
    } else {
        0.0
    };
    TITLE + remark + note
}

fn wanted_height(curve: &Curve, leads: bool) -> f64 {
    if leads {
        curve.height.max(LEADING)
    } else {
        curve.height
    }
}

/// The heights of charts that have `room` CSS pixels beside the plane, read-outs already taken off; `None` where they
/// stand below it and can be as high as they like, one of them always in sight.
///
/// Beside the plane they end where it does: the timeline below moves neither with the number of runs nor when the
/// theory arrives.
pub fn arrange(shown: &Shown, curves: &[&Curve], room: Option<f64>) -> Arrangement {
    let wanted: Vec<f64> = (curves.iter().enumerate())
        .map(|(place, curve)| wanted_height(curve, place == 0))
        .collect();
    let Some(room) = room else {
        return Arrangement {
            first: 1,
            heights: wanted,
        };
    };
    let share = |first: usize| {
        let words: f64 = curves[..first].iter().copied().map(height_of_words).sum();
        (room - words - MORE) / wanted[..first].iter().sum::<f64>()
    };
    // Where all tend to one limit its chart is the one to look at.
    let most = match case(shown) {
        Case::OneLimit => 2,
        Case::Rest | Case::Open => 3,
    };
    let first = (1..=most.min(curves.len()))
        .rev()
        .find(|&first| share(first) >= LEAST_SHARE)
        .unwrap_or(1);
    let share = clamp(share(first), LEAST_SHARE, 1.0);
    let heights = (wanted.iter().enumerate())
        .map(|(place, height)| match place < first {
            true => (height * share).floor(),
            false => *height,
        })
        .collect();
    Arrangement { first, heights }
}

/// Whether a curve is drawn as lines over time, which a pointer can be dragged along.
pub fn is_of_time(curve: &Curve) -> bool {
    matches!(curve.of, Of::Run(_) | Of::Together(_))
}

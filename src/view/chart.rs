//! A chart of every run against t on the one time axis, or against a number that grows with t.

mod axes;
mod laws;
mod lines;

use super::abscissa::{Abscissa, Across};
use super::geometry::{Point, Rect, map};
use super::labels::spread;
use super::picture::{Align, Picture};
use super::plane::{on_top, run_label};
use super::text::Line;
use super::theme::{Palette, TEXT_SMALL};
use super::ticks::{self, Scale};
use super::{RunStyle, dash};
use crate::numeric::{log10, power_of_ten};
pub use crate::text::format::Unit;
use lines::value_at;

/// One run's values.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// How the run is told from the others.
    pub style: &'a RunStyle,
    /// (place across, value) in order of t. A value that is not finite, or has no place on a logarithmic scale,
    /// leaves a gap.
    pub points: &'a [(f64, f64)],
}

/// A predicted line beside the measured ones, in round dots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Law {
    /// (place across, value) in order of t.
    pub points: Vec<(f64, f64)>,
    /// What it is, for example `law for 5:1`.
    pub caption: String,
}

/// Everything a chart shows.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// Width and height in CSS pixels.
    pub size: [f64; 2],
    /// What it stands against: time, or a number.
    pub across: Across,
    /// How values are mapped.
    pub scale: Scale,
    /// What values are.
    pub unit: Unit,
    /// The range of values; `None` takes it from the data.
    pub range: Option<(f64, f64)>,
    /// The runs.
    pub series: &'a [Series<'a>],
    /// One series as a filled area: the share on which the runs disagree.
    pub area: Option<&'a [(f64, f64)]>,
    /// Predicted lines, the finest first.
    pub laws: &'a [Law],
    /// Place of the vertical line; of time, −∞ at the start.
    pub cursor: Option<f64>,
    /// Labels under the time axis; the last chart of a column has them.
    pub time_labels: bool,
}

/// What a chart on a logarithmic scale says of values of 0.
pub const NO_ZERO: &str = "Values of 0 are not on this scale.";

/// Width left of the axis, for the labels of values; more where they are longer.
pub const LEFT: f64 = 42.0;
/// Room between a label and the axis.
const BESIDE: f64 = 8.0;
/// Width right of the axis, for the labels of runs.
pub const RIGHT: f64 = 40.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 8.0;
const TIME_LABELS: f64 = 16.0;

/// A chart laid out.
struct Plot<'a> {
    chart: &'a Chart<'a>,
    /// Between the axes.
    rect: Rect,
    /// The axis across.
    axis: Abscissa,
    /// The values at its bottom and top.
    range: (f64, f64),
    /// Where values are labeled.
    labels: Vec<(f64, Line)>,
}

impl Chart<'_> {
    /// The axis across laid out: what a pointer on the chart points at.
    pub fn axis(&self) -> Abscissa {
        self.plot().axis
    }

    /// The rectangle between the axes.
    pub fn rect(&self) -> Rect {
        self.plot().rect
    }

    fn height(&self) -> f64 {
        let below = BOTTOM + if self.time_labels { TIME_LABELS } else { 0.0 };
        self.size[1] - TOP - below
    }

    fn plot(&self) -> Plot<'_> {
        let range = self.value_range();
        let labels = self.value_labels(range);
        let widest = labels.iter().map(|(_, label)| label.width());
        let left = (TEXT_SMALL * widest.fold(0.0, f64::max) + BESIDE).max(LEFT);
        let rect = Rect::new(left, TOP, self.size[0] - left - RIGHT, self.height());
        Plot {
            chart: self,
            rect,
            axis: Abscissa::new(self.across, rect.x, rect.right()),
            range,
            labels,
        }
    }

    /// The chart.
    pub fn picture(&self, palette: &Palette) -> Picture {
        let mut picture = Picture::default();
        let plot = self.plot();
        plot.grid(&mut picture, palette);
        if let Some(points) = self.area {
            plot.area(&mut picture, points, palette);
        }
        let legend = (!self.laws.is_empty()).then(|| plot.laws(&mut picture, palette));
        for series in on_top(self.series, |series| series.style) {
            for line in plot.lines(series.points) {
                for dash in dash::split(&line, dash::pattern(series.style.dash)) {
                    picture.stroke(dash, palette.ink, series.style.width());
                }
            }
        }
        plot.cursor(&mut picture, palette);
        if let Some(legend) = legend {
            picture.append(legend);
        }
        plot.name_runs(&mut picture, palette);
        plot.say_what_is_not_drawn(&mut picture, palette);
        picture
    }

    /// The range of values shown: the given one, or the data's widened to round numbers.
    pub fn value_range(&self) -> (f64, f64) {
        if let Some(range) = self.range {
            return range;
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut take_in = |points: &[(f64, f64)]| {
            for &(_, v) in points {
                if v.is_finite() && (self.scale == Scale::Linear || v > 0.0) {
                    (low, high) = (low.min(v), high.max(v));
                }
            }
        };
        for series in self.series {
            take_in(series.points);
        }
        take_in(self.area.unwrap_or_default());
        // On a logarithmic scale a loose law would flatten what is measured.
        if self.scale == Scale::Linear {
            for law in self.laws {
                take_in(&law.points);
            }
        }
        if low > high {
            return match self.scale {
                Scale::Linear => (0.0, 1.0),
                Scale::Log => (0.1, 1.0),
            };
        }
        match self.scale {
            Scale::Log => {
                let decade = |k: f64, most| (k as i32).clamp(-ticks::DECADES, most);
                let low = decade(log10(low).floor(), ticks::DECADES - 1);
                let high = decade(log10(high).ceil(), ticks::DECADES);
                (power_of_ten(low), power_of_ten(high.max(low + 1)))
            }
            Scale::Linear => {
                let low = if self.unit == Unit::Percent { 0.0 } else { low };
                let high = if high > low { high } else { low + 1.0 };
                ticks::widen((low, high), self.most_ticks())
            }
        }
    }

    fn most_ticks(&self) -> usize {
        ticks::at_most(self.height())
    }
}

impl Plot<'_> {
    fn y(&self, value: f64) -> f64 {
        let ends = (self.rect.bottom(), self.rect.y);
        match self.chart.scale {
            Scale::Linear => map(value, self.range, ends),
            Scale::Log => map(
                log10(value),
                (log10(self.range.0), log10(self.range.1)),
                ends,
            ),
        }
    }

    /// Whether a point has a place in the plot: to within a rounding of its edges. On a logarithmic scale 0 has none.
    fn shows(&self, (place, value): (f64, f64)) -> bool {
        let (y, slack) = (self.y(value), 1e-6);
        self.axis.holds(place) && y >= self.rect.y - slack && y <= self.rect.bottom() + slack
    }

    fn area(&self, picture: &mut Picture, points: &[(f64, f64)], palette: &Palette) {
        let floor = self.rect.bottom();
        for line in self.lines(points) {
            let (first, last) = (line[0][0], line[line.len() - 1][0]);
            let mut corners = line.clone();
            corners.extend_from_slice(&[[last, floor], [first, floor]]);
            picture.area(corners, palette.disagree);
            picture.stroke(line, palette.ink, 1.25);
        }
    }

    fn cursor(&self, picture: &mut Picture, palette: &Palette) {
        let Some(place) = self.chart.cursor else {
            return;
        };
        let (plot, x) = (self.rect, self.axis.x(place));
        let grey = palette.ink.over(palette.paper, 0.6);
        picture.line([x, plot.y - 4.0], [x, plot.bottom()], grey, 1.25);
        let runs = on_top(self.chart.series, |series| series.style).map(|series| series.points);
        for points in runs.chain(self.chart.area) {
            if let Some(value) = value_at(points, place)
                && self.shows((place.max(0.0), value))
            {
                let at = [x, self.y(value)];
                picture.disc(at, 4.5, palette.paper);
                picture.disc(at, 3.0, palette.ink);
            }
        }
    }

    /// A logarithmic scale has no 0: where a run has values of 0, the chart says that they are not drawn.
    fn say_what_is_not_drawn(&self, picture: &mut Picture, palette: &Palette) {
        let has_no_place = |&(place, value): &(f64, f64)| {
            self.axis.holds(place) && value.is_finite() && value <= 0.0
        };
        let runs = self.chart.series.iter().map(|series| series.points);
        let mut points = runs.chain(self.chart.area).flatten();
        if self.chart.scale == Scale::Log && points.any(has_no_place) {
            let at = [self.rect.right() - 4.0, self.rect.bottom() - 8.0];
            let (line, muted, paper) = (Line::plain(NO_ZERO), palette.muted, palette.paper);
            picture.text_on(at, line, Align::End, TEXT_SMALL, muted, paper);
        }
    }

    /// Names every run where its line ends, in the order in which the lines end; where that is more than the height
    /// has room for, only the run that is selected and the one looked at.
    fn name_runs(&self, picture: &mut Picture, palette: &Palette) {
        const APART: f64 = 14.0;
        let plot = self.rect;
        let mut ends: Vec<(&RunStyle, Point)> = Vec::new();
        let mut x = plot.x;
        for series in self.chart.series {
            if let Some(&end) = self
                .lines(series.points)
                .last()
                .and_then(|line| line.last())
            {
                ends.push((series.style, end));
                x = x.max(end[0]);
            }
        }
        let crowded = ends.len().saturating_sub(1) as f64 * APART > plot.height;
        let (mut named, mut wanted) = (Vec::new(), Vec::new());
        for (style, end) in ends {
            if !crowded || style.selected || style.focused {
                named.push(style);
                wanted.push(end[1]);
            }
        }
        // Clear of the labels of time.
        let placed = spread(&wanted, APART, (plot.y, plot.bottom()));
        for (style, y) in named.into_iter().zip(placed) {
            let (ink, paper) = (palette.ink, palette.paper);
            let at = [x + 8.0, y];
            picture.text_on(at, run_label(style), Align::Start, TEXT_SMALL, ink, paper);
        }
    }
}

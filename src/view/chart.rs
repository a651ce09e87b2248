//! A chart of every run against t on the one time axis.

mod axes;
mod lines;

use super::geometry::{Point, Rect, map};
use super::labels::spread;
use super::picture::{Align, Picture};
use super::plane::{on_top, run_label};
use super::text::Line;
use super::theme::{Palette, TEXT_SMALL};
use super::ticks::{self, Scale};
use super::time_axis::{TimeAxis, TimeSpan};
use super::{RunStyle, dash};
use crate::numeric::log10;
use lines::value_at;

/// One run's values.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// How the run is told from the others.
    pub style: &'a RunStyle,
    /// (ln t, value) in order of t. A value that is not finite leaves a gap.
    pub points: &'a [(f64, f64)],
}

/// What the values of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Shares of 1, shown as percentages.
    Percent,
    /// Angles in degrees.
    Degrees,
    /// Plain numbers.
    Plain,
}

/// A predicted line beside the measured ones, in round dots.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// (ln t, value) in order of t.
    pub points: &'a [(f64, f64)],
    /// What it is, for example `law for 5:1`.
    pub caption: &'a str,
}

/// Everything a chart shows.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// Width and height in CSS pixels.
    pub size: [f64; 2],
    /// The time axis.
    pub time: TimeSpan,
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
    /// A predicted line.
    pub law: Option<Law<'a>>,
    /// ln t of the vertical line, −∞ at the start.
    pub cursor: Option<f64>,
    /// Labels under the time axis; the last chart of a column has them.
    pub time_labels: bool,
}

/// Width left of the axis, for the labels of values.
pub const LEFT: f64 = 44.0;
/// Width right of the axis, for the labels of runs.
pub const RIGHT: f64 = 40.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 8.0;
const TIME_LABELS: f64 = 16.0;

impl Chart<'_> {
    /// The rectangle between the axes.
    pub fn plot(&self) -> Rect {
        let [width, height] = self.size;
        let below = BOTTOM + if self.time_labels { TIME_LABELS } else { 0.0 };
        Rect::new(LEFT, TOP, width - LEFT - RIGHT, height - TOP - below)
    }

    /// The time axis laid out: what a pointer on the chart points at.
    pub fn axis(&self) -> TimeAxis {
        let plot = self.plot();
        TimeAxis::new(self.time, plot.x, plot.right(), 14.0)
    }

    /// The chart.
    pub fn picture(&self, palette: &Palette) -> Picture {
        let mut picture = Picture::default();
        let range = self.value_range();
        self.grid(&mut picture, range, palette);
        if let Some(points) = self.area {
            self.area(&mut picture, points, range, palette);
        }
        if let Some(law) = &self.law {
            self.law(&mut picture, law, range, palette);
        }
        for series in on_top(self.series, |series| series.style) {
            for line in self.lines(series.points, range) {
                for dash in dash::split(&line, dash::pattern(series.style.dash)) {
                    picture.stroke(dash, palette.ink, series.style.width());
                }
            }
        }
        self.cursor(&mut picture, range, palette);
        self.name_runs(&mut picture, range, palette);
        picture
    }

    /// The range of values shown: the given one, or the data's widened to round numbers.
    pub fn value_range(&self) -> (f64, f64) {
        if let Some(range) = self.range {
            return range;
        }
        let runs = self.series.iter().flat_map(|series| series.points);
        let values = runs.chain(self.area.unwrap_or_default());
        let shown = |v: &f64| v.is_finite() && (self.scale == Scale::Linear || *v > 0.0);
        let values = values.map(|point| point.1).filter(shown);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        if low > high {
            return match self.scale {
                Scale::Linear => (0.0, 1.0),
                Scale::Log => (0.1, 1.0),
            };
        }
        match self.scale {
            Scale::Log => {
                let power = |k: f64| crate::numeric::pow(10.0, k);
                let (low, high) = (log10(low).floor(), log10(high).ceil());
                (power(low), power(if high > low { high } else { low + 1.0 }))
            }
            Scale::Linear => {
                let low = if self.unit == Unit::Percent { 0.0 } else { low };
                let high = if high > low { high } else { low + 1.0 };
                ticks::widen((low, high), self.most_ticks())
            }
        }
    }

    fn most_ticks(&self) -> usize {
        ticks::at_most(self.plot().height)
    }

    fn y(&self, value: f64, range: (f64, f64)) -> f64 {
        let plot = self.plot();
        let ends = (plot.bottom(), plot.y);
        match self.scale {
            Scale::Linear => map(value, range, ends),
            Scale::Log => map(log10(value), (log10(range.0), log10(range.1)), ends),
        }
    }

    /// Whether a point has a place in the plot.
    fn shows(&self, (ln_t, value): (f64, f64), range: (f64, f64)) -> bool {
        let slack = 1e-9 * (range.1 - range.0);
        self.axis().holds(ln_t) && value >= range.0 - slack && value <= range.1 + slack
    }

    fn area(
        &self,
        picture: &mut Picture,
        points: &[(f64, f64)],
        range: (f64, f64),
        palette: &Palette,
    ) {
        let floor = self.plot().bottom();
        for line in self.lines(points, range) {
            let (first, last) = (line[0][0], line[line.len() - 1][0]);
            let mut corners = line.clone();
            corners.extend([[last, floor], [first, floor]]);
            picture.area(corners, palette.disagree);
            picture.stroke(line, palette.ink, 1.25);
        }
    }

    fn law(&self, picture: &mut Picture, law: &Law, range: (f64, f64), palette: &Palette) {
        for line in self.lines(law.points, range) {
            for dot in dash::dots(&line, 4.5) {
                picture.disc(dot, 0.9, palette.ink);
            }
        }
        let plot = self.plot();
        let y = plot.bottom() - 10.0;
        for dot in dash::dots(&[[plot.x + 6.0, y], [plot.x + 28.0, y]], 4.5) {
            picture.disc(dot, 0.9, palette.ink);
        }
        let (at, line) = ([plot.x + 35.0, y], Line::plain(law.caption));
        let (color, paper) = (palette.muted, palette.paper);
        picture.text_on(at, line, Align::Start, TEXT_SMALL, color, paper);
    }

    fn cursor(&self, picture: &mut Picture, range: (f64, f64), palette: &Palette) {
        let Some(ln_t) = self.cursor else { return };
        let (plot, x) = (self.plot(), self.axis().x(ln_t));
        let grey = palette.ink.over(palette.paper, 0.6);
        picture.line([x, plot.y - 4.0], [x, plot.bottom()], grey, 1.25);
        let runs = on_top(self.series, |series| series.style).map(|series| series.points);
        for points in runs.chain(self.area) {
            if let Some(value) = value_at(points, ln_t)
                && self.shows((ln_t.max(0.0), value), range)
            {
                let at = [x, self.y(value, range)];
                picture.disc(at, 4.5, palette.paper);
                picture.disc(at, 3.0, palette.ink);
            }
        }
    }

    /// Names every run where its line ends, in the order in which the lines end.
    fn name_runs(&self, picture: &mut Picture, range: (f64, f64), palette: &Palette) {
        let plot = self.plot();
        let ends: Vec<(&RunStyle, Point)> = self
            .series
            .iter()
            .filter_map(|series| {
                let line = self.lines(series.points, range).pop()?;
                Some((series.style, *line.last()?))
            })
            .collect();
        let x = ends.iter().map(|(_, end)| end[0]).fold(plot.x, f64::max);
        let wanted: Vec<f64> = ends.iter().map(|(_, end)| end[1]).collect();
        // Clear of the labels of time.
        let placed = spread(&wanted, 14.0, (plot.y, plot.bottom()));
        for ((style, _), y) in ends.iter().zip(placed) {
            let (ink, paper) = (palette.ink, palette.paper);
            let at = [x + 8.0, y];
            picture.text_on(at, run_label(style), Align::Start, TEXT_SMALL, ink, paper);
        }
    }
}

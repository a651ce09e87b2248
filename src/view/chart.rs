//! A chart of every run against t on the one time axis.

use super::geometry::{Point, Rect, map};
use super::labels::spread;
use super::picture::{Align, Picture};
use super::plane::{on_top, run_label};
use super::text::{Face, Line};
use super::theme::{Palette, STROKE, TEXT_SMALL};
use super::ticks::{self, Scale};
use super::time_axis::{TimeAxis, TimeSpan};
use super::{RunStyle, dash, timeline};
use crate::numeric::log10;

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
                let step = ticks::step((low, high), self.most_ticks());
                ((low / step).floor() * step, (high / step).ceil() * step)
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

    fn grid(&self, picture: &mut Picture, range: (f64, f64), palette: &Palette) {
        let (plot, axis) = (self.plot(), self.axis());
        let labels: Vec<(f64, Line)> = match self.scale {
            Scale::Linear => self.linear_labels(range),
            Scale::Log => {
                let (low, high) = (log10(range.0).round() as i32, log10(range.1).round() as i32);
                let unit = match self.unit {
                    Unit::Degrees => "°",
                    Unit::Percent | Unit::Plain => "",
                };
                let ticks = ticks::decades(low, high, self.most_ticks()).into_iter();
                let line = |number| Line::default().number(&number, Face::Regular);
                ticks
                    .map(|(value, number)| (value, line(number).then(unit, Face::Regular)))
                    .collect()
            }
        };
        for (value, label) in labels {
            let y = self.y(value, range);
            picture.hairline([plot.x, y], [axis.trained_right(), y], palette.grid);
            if self.time.warped_to.is_some() {
                picture.line(
                    [axis.warped_left(), y],
                    [plot.right(), y],
                    palette.grid,
                    1.0,
                );
            }
            let at = [plot.x - 8.0, y];
            picture.text(at, label, Align::End, TEXT_SMALL, palette.muted);
        }
        if self.time_labels {
            self.time_labels(picture, palette);
        }
    }

    /// The unit is written once, at the highest tick.
    fn linear_labels(&self, range: (f64, f64)) -> Vec<(f64, Line)> {
        let (factor, unit) = match self.unit {
            Unit::Percent => (100.0, "\u{a0}%"),
            Unit::Degrees => (1.0, "°"),
            Unit::Plain => (1.0, ""),
        };
        let ticks = ticks::linear((factor * range.0, factor * range.1), self.most_ticks());
        let last = ticks.len().saturating_sub(1);
        let label = |(k, (value, text)): (usize, (f64, String))| {
            let unit = if k == last { unit } else { "" };
            (value / factor, Line::plain(format!("{text}{unit}")))
        };
        ticks.into_iter().enumerate().map(label).collect()
    }

    fn time_labels(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        let y = self.plot().bottom() + 14.0;
        for tick in axis.ticks(44.0) {
            let Some(number) = tick.label else { continue };
            let here = self
                .cursor
                .is_some_and(|t| (axis.x(t) - tick.x).abs() < 0.5);
            let (face, color) = if here {
                (Face::Bold, palette.ink)
            } else {
                (Face::Regular, palette.muted)
            };
            let line = timeline::label(&number, face, tick.ln_t == 0.0);
            timeline::place(picture, line, [tick.x, y], self.size[0], color);
        }
    }

    /// A series as lines in CSS pixels: broken where a value is missing and where time changes its scale,
    /// and thinned to what the pixel columns show.
    fn lines(&self, points: &[(f64, f64)], range: (f64, f64)) -> Vec<Vec<Point>> {
        let axis = self.axis();
        let mut lines: Vec<Vec<Point>> = Vec::new();
        let mut current = Vec::new();
        let mut warped = false;
        for &(ln_t, value) in points {
            let shown = self.shows((ln_t, value), range);
            if !shown || axis.is_warped(ln_t) != warped {
                lines.push(std::mem::take(&mut current));
                warped = axis.is_warped(ln_t);
            }
            if shown {
                current.push([axis.x(ln_t), self.y(value, range)]);
            }
        }
        lines.push(current);
        lines.retain(|line| !line.is_empty());
        lines.into_iter().map(|line| thin(&line)).collect()
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
        let placed = spread(&wanted, 14.0, (plot.y, plot.bottom() + 4.0));
        for ((style, _), y) in ends.iter().zip(placed) {
            let (ink, paper) = (palette.ink, palette.paper);
            let at = [x + 8.0, y];
            picture.text_on(at, run_label(style), Align::Start, TEXT_SMALL, ink, paper);
        }
    }
}

/// The value at `ln_t` on the straight line between the two recorded times around it.
///
/// `None` before the first and after the last, and where either value is not finite.
fn value_at(points: &[(f64, f64)], ln_t: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 < ln_t);
    let &(t1, v1) = points.get(after)?;
    if t1 == ln_t {
        return v1.is_finite().then_some(v1);
    }
    let &(t0, v0) = points.get(after.checked_sub(1)?)?;
    let value = if t0.is_finite() {
        map(ln_t, (t0, t1), (v0, v1))
    } else {
        v0
    };
    value.is_finite().then_some(value)
}

/// Keeps the first, lowest, highest and last point of each pixel column.
fn thin(line: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let column = |p: &Point| p[0].floor();
    for points in line.chunk_by(|a, b| column(a) == column(b)) {
        let n = points.len();
        let by_height = |&a: &usize, &b: &usize| points[a][1].total_cmp(&points[b][1]);
        let lowest = (0..n).min_by(by_height).unwrap_or(0);
        let highest = (0..n).max_by(by_height).unwrap_or(0);
        let mut keep = [0, lowest, highest, n - 1];
        keep.sort_unstable();
        for (k, &index) in keep.iter().enumerate() {
            if k == 0 || keep[k - 1] != index {
                kept.push(points[index]);
            }
        }
    }
    kept
}

/// Height of a chart's stroke legend line: the sample of a run's dash in tables and controls.
pub fn sample(style: &RunStyle, width: f64, palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    let weight = if style.selected { 2.75 } else { STROKE };
    let y = 8.0;
    for dash in dash::split(&[[0.0, y], [width, y]], dash::pattern(style.dash)) {
        picture.stroke(dash, palette.ink, weight);
    }
    picture
}

//! Curves against t with bands: after the paper's Figure 2c, and for any other measure.
//!
//! Lines are named where they end, in the order in which they end. The first line is heavy; two more may be told by
//! their dashes; those between are thin, so that six lines stay readable without a hue.

use super::Figure;
use crate::numeric::ln;
use crate::text::format::{self, Number};
use crate::view::dash;
use crate::view::geometry::{Point, Rect, map};
use crate::view::labels::spread;
use crate::view::picture::{Align, Picture};
use crate::view::text::{Face, Line};
use crate::view::theme::{Palette, TEXT_LABEL, TEXT_SMALL};
use crate::view::ticks;

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name.
    pub label: String,
    /// How it is told from the others.
    pub look: Look,
    /// (t, value), t ascending; a value that is not there leaves a gap.
    pub points: Vec<(f64, Option<f64>)>,
    /// (t, lower end, upper end) of its band.
    pub band: Vec<(f64, f64, f64)>,
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Heavy and solid.
    First,
    /// In a dash pattern of the lab.
    Dashed(usize),
    /// Thin, solid and grey.
    Between,
}

impl Look {
    /// The looks of `n` curves: with up to four each has a dash of its own; of more, the first, the one at `plain`
    /// (the unweighted one) and the last are told apart and the others are thin.
    pub fn of(n: usize, plain: Option<usize>) -> Vec<Look> {
        let look = |k: usize| match k {
            0 => Look::First,
            _ if n <= 4 => Look::Dashed(k),
            _ if Some(k) == plain => Look::Dashed(1),
            _ if k + 1 == n => Look::Dashed(2),
            _ => Look::Between,
        };
        (0..n).map(look).collect()
    }

    fn pattern(self) -> &'static [f64] {
        match self {
            Look::First | Look::Between => &[],
            Look::Dashed(dash) => dash::pattern(dash),
        }
    }

    fn width(self) -> f64 {
        match self {
            Look::First => 3.5,
            Look::Dashed(_) => 2.25,
            Look::Between => 1.25,
        }
    }

    /// How opaque its band is.
    fn veil(self) -> f64 {
        match self {
            Look::Between => 0.05,
            Look::First | Look::Dashed(_) => 0.11,
        }
    }
}

/// A chart of curves.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Width and height in figure pixels.
    pub size: [f64; 2],
    /// What is shown, over the chart.
    pub title: String,
    /// Whether values are shares of 1, shown as percentages.
    pub percent: bool,
    /// What the names of the curves are, over them; may be empty.
    pub legend: String,
    /// Under the chart on the left: how many seeds, which band.
    pub note: String,
    /// Values that need a name, for example the error of calling everything blue.
    pub levels: Vec<(f64, String)>,
    /// The curves.
    pub curves: Vec<Curve>,
}

const TOP: f64 = 34.0;
const BOTTOM: f64 = 46.0;
const BESIDE: f64 = 8.0;
/// Between the end of a line and its name.
const FAN: f64 = 22.0;
/// Between two names.
const APART: f64 = 16.0;

struct Plot<'a> {
    lines: &'a Lines,
    rect: Rect,
    /// ln t at both ends.
    times: (f64, f64),
    range: (f64, f64),
    palette: &'a Palette,
}

impl Lines {
    /// The chart.
    pub fn figure(&self, palette: &Palette) -> Figure {
        let mut picture = Picture::default();
        let plot = self.plot(palette);
        plot.grid(&mut picture);
        for curve in self.in_order() {
            plot.band(&mut picture, curve);
        }
        for curve in self.in_order() {
            plot.line(&mut picture, curve);
        }
        plot.levels(&mut picture);
        plot.emptiness(&mut picture);
        plot.names(&mut picture);
        Figure {
            picture,
            size: self.size,
            description: format!(
                "{}, {} against t.",
                self.title,
                match self.curves.len() {
                    1 => "one curve".to_owned(),
                    n => format!("{n} curves"),
                }
            ),
        }
    }

    /// Thin curves below the others, the first one on top.
    fn in_order(&self) -> impl Iterator<Item = &Curve> {
        let with = |wanted: fn(Look) -> bool| {
            self.curves
                .iter()
                .rev()
                .filter(move |curve| wanted(curve.look))
        };
        with(|look| look == Look::Between)
            .chain(with(|look| matches!(look, Look::Dashed(_))))
            .chain(with(|look| look == Look::First))
    }

    fn plot<'a>(&'a self, palette: &'a Palette) -> Plot<'a> {
        let height = self.size[1] - TOP - BOTTOM;
        let range = self.range(ticks::at_most(height));
        let labels = ticks::linear(self.scaled(range), ticks::at_most(height));
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let last = labels.len().saturating_sub(1);
        let texts = labels.into_iter().enumerate();
        let texts = texts.map(|(k, (_, text))| Line::plain(text + self.unit(k == last)));
        let value = widest(&mut texts.map(|line| line.width()));
        let left = TEXT_SMALL * value + BESIDE + 2.0;
        let name = |text: &str| Line::default().then(text, Face::Bold).width() * TEXT_LABEL;
        let names = self.curves.iter().map(|curve| name(&curve.label));
        let legend = Line::plain(self.legend.as_str()).width() * TEXT_SMALL;
        let right = (FAN + 6.0 + widest(&mut names.chain([legend]))).min(0.4 * self.size[0]);
        let last = self.curves.iter().flat_map(|curve| curve.points.last());
        let last = last.fold(10.0, |last: f64, (t, _)| last.max(*t));
        Plot {
            lines: self,
            rect: Rect::new(left, TOP, self.size[0] - left - right, height),
            times: (0.0, ln(last)),
            range,
            palette,
        }
    }

    /// Written once, at the highest tick.
    fn unit(&self, is_last: bool) -> &'static str {
        if self.percent && is_last {
            "\u{a0}%"
        } else {
            ""
        }
    }

    fn factor(&self) -> f64 {
        if self.percent { 100.0 } else { 1.0 }
    }

    fn scaled(&self, range: (f64, f64)) -> (f64, f64) {
        (range.0 * self.factor(), range.1 * self.factor())
    }

    /// The range of the curves, their bands as far as they stay within it by a fifth, and the named levels.
    fn range(&self, most: usize) -> (f64, f64) {
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let values = points
            .filter(|(t, _)| *t >= 1.0)
            .filter_map(|(_, value)| *value);
        let levels = self.levels.iter().map(|(value, _)| *value);
        let (low, high) = values
            .chain(levels)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
                (low.min(v), high.max(v))
            });
        if low > high {
            return (0.0, 1.0);
        }
        let low = if self.percent { 0.0 } else { low };
        let high = if high > low { high } else { low + 1.0 };
        let (low, high) = ticks::widen(self.scaled((low, high)), most);
        (low / self.factor(), high / self.factor())
    }
}

impl Plot<'_> {
    fn x(&self, t: f64) -> f64 {
        map(ln(t.max(1.0)), self.times, (self.rect.x, self.rect.right()))
    }

    fn y(&self, value: f64) -> f64 {
        let value = value.max(self.range.0).min(self.range.1);
        map(value, self.range, (self.rect.bottom(), self.rect.y))
    }

    fn grid(&self, picture: &mut Picture) {
        let (rect, palette, lines) = (self.rect, self.palette, self.lines);
        let title = Line::plain(lines.title.as_str());
        // A long title is set smaller: it may not run out of the figure.
        let size = TEXT_LABEL.min((lines.size[0] - rect.x - 2.0) / title.width().max(1.0));
        picture.text([rect.x, 10.0], title, Align::Start, size, palette.ink);
        let labels = ticks::linear(lines.scaled(self.range), ticks::at_most(rect.height));
        let last = labels.len().saturating_sub(1);
        for (k, (value, text)) in labels.into_iter().enumerate() {
            let y = self.y(value / lines.factor());
            picture.hairline([rect.x, y], [rect.right(), y], palette.hairline);
            let unit = lines.unit(k == last);
            let at = [rect.x - BESIDE, y];
            let label = Line::plain(text + unit);
            picture.text(at, label, Align::End, TEXT_SMALL, palette.ink);
        }
        self.times(picture);
        let y = lines.size[1] - 8.0;
        let note = Line::plain(lines.note.as_str());
        picture.text([rect.x, y], note, Align::Start, TEXT_SMALL, palette.muted);
        let name = Line::plain("steps ").then("t", Face::Italic);
        picture.text([rect.right(), y], name, Align::End, TEXT_SMALL, palette.ink);
    }

    fn times(&self, picture: &mut Picture) {
        let (rect, palette) = (self.rect, self.palette);
        let decades = self.times.1 / ln(10.0);
        let room = rect.width / decades.max(1.0);
        let every = (36.0 / room).ceil().max(1.0) as u32;
        for decade in 0..=decades.floor() as u32 {
            let start = crate::numeric::power_of_ten(decade as i32);
            let x = self.x(start);
            let y = rect.bottom();
            picture.line([x, y + 2.0], [x, y + 8.0], palette.ink, 1.25);
            if decade % every == 0 {
                let number: Number = format::decade(decade);
                let label = Line::default().number(&number, Face::Regular);
                picture.text([x, y + 19.0], label, Align::Middle, TEXT_SMALL, palette.ink);
            }
            for k in 2..10 {
                let t = start * f64::from(k);
                if ln(t) <= self.times.1 {
                    let x = self.x(t);
                    picture.line([x, y + 2.0], [x, y + 5.0], palette.muted, 0.75);
                }
            }
        }
    }

    fn band(&self, picture: &mut Picture, curve: &Curve) {
        let band = || curve.band.iter().filter(|(t, ..)| *t >= 1.0);
        let upper = band().map(|&(t, _, high)| [self.x(t), self.y(high)]);
        let lower = band().rev().map(|&(t, low, _)| [self.x(t), self.y(low)]);
        let corners: Vec<Point> = upper.chain(lower).collect();
        if corners.len() > 3 {
            picture.veil(corners, self.palette.ink, curve.look.veil());
        }
    }

    /// The stretches of a curve without gaps.
    fn stretches(&self, curve: &Curve) -> Vec<Vec<Point>> {
        let mut stretches = vec![Vec::new()];
        for &(t, value) in curve.points.iter().filter(|(t, _)| *t >= 1.0) {
            match (value, stretches.last_mut()) {
                (Some(value), Some(stretch)) => stretch.push([self.x(t), self.y(value)]),
                _ => stretches.push(Vec::new()),
            }
        }
        stretches.retain(|stretch| !stretch.is_empty());
        stretches
    }

    fn line(&self, picture: &mut Picture, curve: &Curve) {
        let look = curve.look;
        let color = match look {
            Look::Between => self.palette.muted,
            Look::First | Look::Dashed(_) => self.palette.ink,
        };
        for stretch in self.stretches(curve) {
            for dash in dash::split(&stretch, look.pattern()) {
                picture.stroke(dash, color, look.width());
            }
        }
    }

    /// An empty chart says that it is meant to be empty.
    fn emptiness(&self, picture: &mut Picture) {
        if self
            .lines
            .curves
            .iter()
            .all(|curve| self.stretches(curve).is_empty())
        {
            let (rect, palette) = (self.rect, self.palette);
            let middle = [rect.x + 0.5 * rect.width, rect.y + 0.5 * rect.height];
            let text = Line::plain("not defined here");
            let (ink, paper) = (palette.muted, palette.paper);
            picture.text_on(middle, text, Align::Middle, TEXT_LABEL, ink, paper);
        }
    }

    fn levels(&self, picture: &mut Picture) {
        for (value, name) in &self.lines.levels {
            let y = self.y(*value);
            let high = y < self.rect.y + 0.5 * self.rect.height;
            let (x, align) = match high {
                true => (self.rect.right() - 2.0, Align::End),
                false => (self.rect.x + 4.0, Align::Start),
            };
            let (ink, paper) = (self.palette.muted, self.palette.paper);
            let name = Line::plain(name.as_str());
            picture.text_on([x, y + 10.0], name, align, TEXT_SMALL, ink, paper);
        }
    }

    fn names(&self, picture: &mut Picture) {
        let (rect, palette) = (self.rect, self.palette);
        let mut ends: Vec<(&Curve, Point)> = Vec::new();
        for curve in &self.lines.curves {
            if let Some(&end) = self.stretches(curve).last().and_then(|line| line.last()) {
                ends.push((curve, end));
            }
        }
        let wanted: Vec<f64> = ends.iter().map(|(_, end)| end[1]).collect();
        let headed = !self.lines.legend.is_empty();
        let top = rect.y + if headed { 14.0 } else { 0.0 };
        let placed = spread(&wanted, APART, (top, rect.bottom() - 4.0));
        let x = rect.right() + FAN + 4.0;
        let first = placed.iter().copied().fold(f64::INFINITY, f64::min);
        if headed && first.is_finite() {
            let legend = Line::plain(self.lines.legend.as_str());
            let at = [x, first - 17.0];
            picture.text(at, legend, Align::Start, TEXT_SMALL, palette.muted);
        }
        for ((curve, end), y) in ends.into_iter().zip(placed) {
            let (face, color) = match curve.look {
                Look::First => (Face::Bold, palette.ink),
                Look::Dashed(_) => (Face::Regular, palette.ink),
                Look::Between => (Face::Regular, palette.muted),
            };
            picture.line([end[0] + 3.0, end[1]], [x - 4.0, y], palette.muted, 0.75);
            let name = Line::default().then(curve.label.as_str(), face);
            picture.text([x, y], name, Align::Start, TEXT_LABEL, color);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Shape;
    use crate::view::theme::Theme;

    #[test]
    fn every_text_is_inside() {
        for (percent, values) in [
            (true, [0.1, 0.79]),
            (false, [-0.0099, 0.0]),
            (false, [1.0, 123_456.0]),
        ] {
            let points = [(1.0, Some(values[0])), (1e5, Some(values[1]))];
            let lines = Lines {
                size: [400.0, 250.0],
                title: "Test error (examples left out of training)".to_owned(),
                percent,
                legend: "orange:blue".to_owned(),
                note: "mean of 20 seeds, 95 % band".to_owned(),
                levels: vec![(values[1], "all blue".to_owned())],
                curves: vec![Curve {
                    label: "16:1".to_owned(),
                    look: Look::First,
                    points: points.to_vec(),
                    band: Vec::new(),
                }],
            };
            let figure = lines.figure(Theme::Light.palette());
            for shape in &figure.picture.shapes {
                if let Shape::Text {
                    at,
                    line,
                    align,
                    size,
                    ..
                } = shape
                {
                    let width = size * line.width();
                    let left = match align {
                        Align::Start => at[0],
                        Align::Middle => at[0] - 0.5 * width,
                        Align::End => at[0] - width,
                    };
                    let inside = left >= 0.0 && left + width <= lines.size[0];
                    assert!(inside, "{}: {left} and {width} wide", line.content());
                }
            }
        }
    }
}

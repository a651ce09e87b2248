//! The axes of a chart: light lines across, labels beside and below, no box.

use super::{BESIDE, Chart, Plot, Unit};
use crate::numeric::log10;
use crate::text::format;
use crate::view::abscissa::Across;
use crate::view::picture::{Align, Picture};
use crate::view::text::{Face, Line};
use crate::view::theme::{Palette, TEXT_SMALL};
use crate::view::ticks::{self, Scale};
use crate::view::timeline;

impl Chart<'_> {
    /// Where values are labeled, with their labels.
    pub(super) fn value_labels(&self, range: (f64, f64)) -> Vec<(f64, Line)> {
        match self.scale {
            Scale::Linear => self.linear_labels(range),
            Scale::Log => self.decade_labels(range),
        }
    }

    fn decade_labels(&self, range: (f64, f64)) -> Vec<(f64, Line)> {
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
            let line = if value.abs() < 1e6 {
                Line::plain(text)
            } else {
                large(value)
            };
            (value / factor, line.then(unit, Face::Regular))
        };
        ticks.into_iter().enumerate().map(label).collect()
    }
}

fn large(value: f64) -> Line {
    Line::default().number(&format::significant(value), Face::Regular)
}

impl Plot<'_> {
    /// Grid lines with their values, and what stands under the axis.
    pub(super) fn grid(&self, picture: &mut Picture, palette: &Palette) {
        for (value, label) in &self.labels {
            let y = self.y(*value);
            for (from, to) in self.axis.stretches() {
                picture.hairline([from, y], [to, y], palette.grid);
            }
            let at = [self.rect.x - BESIDE, y];
            picture.text(at, label.clone(), Align::End, TEXT_SMALL, palette.muted);
        }
        if self.chart.time_labels {
            self.time_labels(picture, palette);
        }
        if let Across::Number {
            warped_from, range, ..
        } = self.chart.across
            && warped_from < range.1
        {
            self.warped_rail(picture, warped_from, palette);
        }
    }

    fn time_labels(&self, picture: &mut Picture, palette: &Palette) {
        let y = self.rect.bottom() + 14.0;
        for (at, (value, number)) in self.axis.labels(44.0).into_iter().enumerate() {
            let x = self.axis.x(value);
            let here = self
                .chart
                .cursor
                .is_some_and(|t| (self.axis.x(t) - x).abs() < 0.5);
            let (face, color) = if here {
                (Face::Bold, palette.ink)
            } else {
                (Face::Regular, palette.muted)
            };
            let line = match self.chart.across {
                Across::Number { name, .. } => timeline::label(name, &number, face, at == 0),
                Across::Time(_) => timeline::label("t", &number, face, value == 0.0),
            };
            timeline::place(picture, line, [x, y], self.chart.size[0], color);
        }
    }

    /// A double rail under the warped part of an axis that has no change of scale.
    fn warped_rail(&self, picture: &mut Picture, warped_from: f64, palette: &Palette) {
        let (left, y) = (self.axis.x(warped_from), self.rect.bottom());
        for y in [y + 3.0, y + 6.0] {
            picture.line([left, y], [self.rect.right(), y], palette.ink, 1.0);
        }
    }
}

//! The axes of a chart: light lines across, labels beside and below, no box.

use super::{Chart, Unit};
use crate::numeric::log10;
use crate::view::picture::{Align, Picture};
use crate::view::text::{Face, Line};
use crate::view::theme::{Palette, TEXT_SMALL};
use crate::view::ticks::{self, Scale};
use crate::view::timeline;

impl Chart<'_> {
    /// Grid lines with their values, and the labels of time where the chart has them.
    pub(super) fn grid(&self, picture: &mut Picture, range: (f64, f64), palette: &Palette) {
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
                picture.hairline([axis.warped_left(), y], [plot.right(), y], palette.grid);
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
}

//! A map of one number over two knobs: a cell for each pair of values, the number written in it.

use super::Figure;
use crate::text::format;
use crate::view::geometry::Rect;
use crate::view::picture::{Align, Picture};
use crate::view::text::Line;
use crate::view::theme::{Palette, TEXT_LABEL, TEXT_SMALL};

/// A map.
#[derive(Clone, Debug)]
pub struct Heat {
    /// Width in figure pixels; the height follows from the rows.
    pub width: f64,
    /// What is shown.
    pub title: String,
    /// Whether values are shares of 1.
    pub percent: bool,
    /// The knob down the side, and its values.
    pub down: (String, Vec<String>),
    /// The knob along the top, and its values.
    pub across: (String, Vec<String>),
    /// The numbers, row by row; `None` where none is defined.
    pub values: Vec<Option<f64>>,
    /// Under the map.
    pub note: String,
}

const TOP: f64 = 56.0;
const ROW: f64 = 34.0;
const BOTTOM: f64 = 26.0;
/// The darkest cell: this much ink over paper.
const DEEPEST: f64 = 0.55;

impl Heat {
    /// The map. Darker is more; the text in a dark cell is still read, since ink stops at 55 %.
    pub fn figure(&self, palette: &Palette) -> Figure {
        let mut picture = Picture::default();
        let title = Line::plain(self.title.as_str());
        let size = TEXT_LABEL.min((self.width - 4.0) / title.width().max(1.0));
        picture.text([0.0, 10.0], title, Align::Start, size, palette.ink);
        let (rows, columns) = (self.down.1.len(), self.across.1.len());
        let names = self.down.1.iter().chain([&self.down.0]);
        let widest = names.map(|name| Line::plain(name.as_str()).width());
        let left = TEXT_SMALL * widest.fold(0.0, f64::max) + 12.0;
        let cell = (self.width - left) / columns.max(1) as f64;
        let defined = || self.values.iter().flatten();
        let low = defined().copied().fold(f64::INFINITY, f64::min);
        let high = defined().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut label = |at: [f64; 2], text: &str, align, color| {
            picture.text(at, Line::plain(text), align, TEXT_SMALL, color);
        };
        label(
            [left - 8.0, TOP - 10.0],
            &self.down.0,
            Align::End,
            palette.muted,
        );
        label(
            [self.width, TOP - 26.0],
            &self.across.0,
            Align::End,
            palette.muted,
        );
        for (row, name) in self.down.1.iter().enumerate() {
            let y = TOP + (row as f64 + 0.5) * ROW;
            label([left - 8.0, y], name, Align::End, palette.ink);
        }
        for (column, name) in self.across.1.iter().enumerate() {
            let x = left + (column as f64 + 0.5) * cell;
            label([x, TOP - 10.0], name, Align::Middle, palette.ink);
        }
        for (at, value) in self.values.iter().enumerate() {
            let (row, column) = (at / columns.max(1), at % columns.max(1));
            let corner = [left + column as f64 * cell, TOP + row as f64 * ROW];
            let rect = Rect::new(corner[0] + 0.5, corner[1] + 0.5, cell - 1.0, ROW - 1.0);
            let middle = [corner[0] + 0.5 * cell, corner[1] + 0.5 * ROW];
            let Some(value) = *value else {
                picture.rect(rect, palette.wash);
                let none = Line::plain("none");
                picture.text(middle, none, Align::Middle, TEXT_SMALL, palette.muted);
                continue;
            };
            let share = if high > low {
                (value - low) / (high - low)
            } else {
                0.0
            };
            picture.rect(
                rect,
                palette
                    .muted
                    .over(palette.paper, 0.06 + (DEEPEST - 0.06) * share),
            );
            let number = match self.percent {
                true => format::percent(value),
                false => format::significant(value),
            };
            let text = Line::default().number(&number, Default::default());
            picture.text(middle, text, Align::Middle, TEXT_SMALL, palette.ink);
        }
        let height = TOP + ROW * rows as f64 + BOTTOM;
        let note = Line::plain(self.note.as_str());
        picture.text(
            [left, height - 8.0],
            note,
            Align::Start,
            TEXT_SMALL,
            palette.muted,
        );
        Figure {
            picture,
            size: [self.width, height],
            description: format!("{}, for {rows} by {columns} settings.", self.title),
        }
    }
}

//! Figures for print: pictures of a given width in millimeters, with type of 6 to 8 points.
//!
//! A figure is laid out in *figure pixels* of 4/7 point, so that the lab's tokens print as they should: 12 px is
//! 6.9 pt, 14 px is 8 pt, and the stroke of a run is 1 pt. Everything that draws the page's pictures draws figures too.

pub mod heat;
pub mod lines;
pub mod panels;
pub mod scatter;

use super::picture::{Align, Picture};
use super::text::Line;
use super::theme::{Palette, Theme};

/// Figure pixels in a millimeter: 72/25.4 points, 7/4 pixels each.
pub const PER_MM: f64 = 72.0 / 25.4 * 7.0 / 4.0;

/// Type of the line under a figure, 6 pt.
const CAPTION: f64 = 10.5;
/// Room for that line.
const CAPTION_ROOM: f64 = 20.0;

/// How wide a figure prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// One column of a journal, 85 mm.
    Column,
    /// A whole page, 170 mm.
    #[default]
    Page,
}

impl Width {
    /// In millimeters.
    pub fn mm(self) -> f64 {
        match self {
            Width::Column => 85.0,
            Width::Page => 170.0,
        }
    }

    /// In figure pixels.
    pub fn pixels(self) -> f64 {
        self.mm() * PER_MM
    }

    /// The width of so many millimeters, if figures come so wide.
    pub fn of_mm(mm: f64) -> Option<Width> {
        [Width::Column, Width::Page]
            .into_iter()
            .find(|width| width.mm() == mm)
    }
}

/// A picture and its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is drawn.
    pub picture: Picture,
    /// Width and height in figure pixels.
    pub size: [f64; 2],
    /// What it shows, in a sentence.
    pub description: String,
}

impl Figure {
    /// Adds a line of text under the figure. A long one is set smaller, so that it stays one line: a text that is
    /// broken cannot be copied out of a PDF.
    pub fn with_caption(mut self, text: &str, palette: &Palette) -> Figure {
        let line = Line::plain(text);
        let size = CAPTION.min(self.size[0] / line.width().max(1.0));
        let at = [0.0, self.size[1] + 0.5 * CAPTION_ROOM];
        self.picture
            .text(at, line, Align::Start, size, palette.muted);
        self.size[1] += CAPTION_ROOM;
        self
    }
}

/// How figures are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// How wide.
    pub width: Width,
    /// Light or dark.
    pub theme: Theme,
}

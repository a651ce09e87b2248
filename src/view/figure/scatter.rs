//! The plane in a figure: examples and boundaries, with a title over it.

use super::Figure;
use crate::view::geometry::Rect;
use crate::view::marks::{self, Mark};
use crate::view::picture::{Align, Picture};
use crate::view::plane::{self, Boundary, Frame, Naming};
use crate::view::text::Line;
use crate::view::theme::{Palette, TEXT_LABEL};

/// A plane.
#[derive(Clone, Debug)]
pub struct Scatter<'a> {
    /// Width in figure pixels; the plane is square.
    pub width: f64,
    /// Over the plane.
    pub title: Line,
    /// Ranges of x₁ and x₂.
    pub ranges: [[f64; 2]; 2],
    /// The examples.
    pub marks: &'a [Mark],
    /// The boundaries.
    pub runs: &'a [Boundary<'a>],
    /// Whether boundaries are named in a gutter right of the plane.
    pub named: bool,
    /// How large marks are; 1 as on the page.
    pub scale: f64,
    /// What it shows.
    pub description: String,
}

const TOP: f64 = 24.0;
const LEFT: f64 = 30.0;
const BOTTOM: f64 = 24.0;
const GUTTER: f64 = 66.0;

impl Scatter<'_> {
    /// The plane, without a field: ink and paper print everywhere.
    pub fn figure(&self, palette: &Palette) -> Figure {
        let gutter = if self.named { GUTTER } else { 2.0 };
        let side = self.width - LEFT - gutter;
        let frame = Frame {
            rect: Rect::new(LEFT, TOP, side, side),
            x: self.ranges[0],
            y: self.ranges[1],
        };
        let mut picture = Picture::default();
        let title = self.title.clone();
        let size = TEXT_LABEL.min((self.width - LEFT) / title.width().max(1.0));
        picture.text([LEFT, 8.0], title, Align::Start, size, palette.ink);
        picture.rect(frame.rect, palette.wash);
        picture.append(plane::axes(&frame, palette));
        for (at, mark) in marks::in_order(&frame, self.marks) {
            // A mark's radius is √w: a smaller plane has smaller marks in the same proportions.
            let mut one = Picture::default();
            marks::draw(&mut one, [0.0, 0.0], mark, palette);
            one.scale(self.scale);
            super::panels::shift(&mut one, at);
            picture.append(one);
        }
        let naming = if self.named {
            Naming::Gutter
        } else {
            Naming::None
        };
        picture.append(plane::boundaries(&frame, self.runs, naming, palette));
        Figure {
            picture,
            size: [self.width, TOP + side + BOTTOM],
            description: self.description.clone(),
        }
    }
}

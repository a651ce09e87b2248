//! Where things lie, as last measured, and when they were last drawn.

use crate::experiment::film::exponents;
use crate::view::geometry::Rect;
use crate::view::plane::Frame;
use crate::view::time_axis::TimeSpan;

/// Room around the plane's square for ticks and labels, in CSS pixels.
pub const LEFT: f64 = 40.0;
pub const TOP: f64 = 8.0;
const BOTTOM: f64 = 24.0;

/// Width of the lab, in CSS pixels, from which on warped film frames have room beside each other.
const WIDE_FILM: i32 = 1060;

/// Layouts by the lab's own width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Settings beside the plane.
    Wide,
    /// Settings below, read-outs beside the plane.
    Middle,
    /// One column.
    Narrow,
}

/// What was measured when the page was last laid out.
#[derive(Default)]
pub struct Placed {
    /// Width and device pixel ratio when it was last laid out; `None` before the first time.
    pub laid_out: Option<(i32, f64)>,
    /// Width of the lab, in CSS pixels.
    pub width: i32,
    /// Side of the plane's square, in CSS pixels.
    pub side: f64,
    /// When read-outs and curves were last drawn, ms.
    pub drawn_at: f64,
    /// ln t at which curves were last drawn; `None` where more than t has changed since.
    pub charted: Option<f64>,
}

impl Placed {
    /// The layout at this width.
    pub fn layout(&self) -> Layout {
        match self.width {
            960.. => Layout::Wide,
            480..960 => Layout::Middle,
            _ => Layout::Narrow,
        }
    }

    /// Exponents of ten at which the film of `span` has a frame.
    pub fn film_exponents(&self, span: TimeSpan) -> Vec<u32> {
        let warped = span.warped_to.is_some();
        exponents(span.decades, warped, self.width >= WIDE_FILM)
    }

    /// The size of the canvases over the plane, in CSS pixels.
    pub fn overlay_size(&self) -> [f64; 2] {
        let gutter = match self.layout() {
            Layout::Wide => 104.0,
            Layout::Middle => 50.0,
            Layout::Narrow => 0.0,
        };
        [LEFT + self.side + gutter, TOP + self.side + BOTTOM]
    }

    /// The plane inside its overlay, for data within `ranges`.
    pub fn frame([x, y]: [[f64; 2]; 2], side: f64) -> Frame {
        Frame {
            rect: Rect::new(LEFT, TOP, side, side),
            x,
            y,
        }
    }
}

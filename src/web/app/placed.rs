//! Where things lie, as last measured, and when they were last drawn.

use crate::experiment::film::exponents;
use crate::view::geometry::Rect;
use crate::view::layout::{Arrangement, Plan, Room};
use crate::view::plane::Frame;
use crate::view::time_axis::TimeSpan;

/// Room around the plane's square for ticks and labels, in CSS pixels.
pub const LEFT: f64 = 40.0;
pub const TOP: f64 = 8.0;
const BOTTOM: f64 = 24.0;

/// How much is drawn, by the room that there is.
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
    /// The room and the device pixel ratio when it was last laid out; `None` before the first time.
    pub laid_out: Option<(Room, f64)>,
    /// Where the parts of the page lie.
    pub plan: Plan,
    /// Whether the page is being printed.
    pub printing: bool,
    /// Side of the plane's square, in CSS pixels.
    pub side: f64,
    /// When read-outs and curves were last drawn, ms.
    pub drawn_at: f64,
    /// ln t at which curves were last drawn; `None` where more than t has changed since.
    pub charted: Option<f64>,
}

impl Placed {
    /// How much is drawn.
    pub fn layout(&self) -> Layout {
        match self.plan.arrangement {
            Arrangement::Wide => Layout::Wide,
            Arrangement::Middle | Arrangement::Flat | Arrangement::Paper => Layout::Middle,
            Arrangement::Narrow | Arrangement::Tiny => Layout::Narrow,
        }
    }

    /// Exponents of ten at which the film of `span` has a frame.
    pub fn film_exponents(&self, span: TimeSpan) -> Vec<u32> {
        let warped = span.warped_to.is_some();
        exponents(span.decades, warped, self.layout() == Layout::Wide)
    }

    /// The size of the canvases over the plane, in CSS pixels.
    pub fn overlay_size(&self) -> [f64; 2] {
        let gutter = self.plan.arrangement.gutter();
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

//! Pure pictures: no browser types, no time, no state.
//!
//! A view function takes plain numbers and returns a [`Picture`]: a list of lines, areas, marks and text in
//! CSS pixels. [`paint`] puts a picture onto any plotters `DrawingBackend`, a canvas on the page and an SVG
//! in the tests. Color, type size and spacing are tokens of [`theme`]; numbers are rounded only in
//! [`mod@crate::text::format`]. What goes into which picture is the business of [`crate::drawing`].
//!
//! ```text
//! scores on a Grid ──► field (RGBA)            one blit
//!                  ├─► contour (polylines) ──► plane, film, lens ─┐
//!                  └─► disagree (share, mask) ─► film             ├─► Picture ─► paint ─► any backend
//! metrics against ln t ──► chart, timeline, bars ─────────────────┘
//! ```

pub mod theme;

pub mod geometry;
pub mod layout;
pub mod text;

pub mod paint;
pub mod picture;
pub mod svg;

pub mod contour;
pub mod disagree;
pub mod field;

pub mod dash;
pub mod labels;
pub mod ticks;
pub mod time_axis;

pub mod abscissa;

pub mod bars;
pub mod chart;
pub mod figure;
pub mod film;
pub mod lens;
pub mod marks;
pub mod plane;
pub mod stamps;
pub mod timeline;

pub use picture::Picture;
pub use theme::Theme;

/// How one run is told from the others, everywhere: its name, its dash, and whether it is the selected one.
#[derive(Clone, Debug, PartialEq)]
pub struct RunStyle {
    /// The direct label, for example `16:1`.
    pub label: String,
    /// Index into [`dash::PATTERNS`].
    pub dash: usize,
    /// The selected run is heavier and its label bold.
    pub selected: bool,
    /// Hovered or focused: heavier too, the others stay as they are.
    pub focused: bool,
}

impl RunStyle {
    /// Stroke width in CSS pixels.
    pub fn width(&self) -> f64 {
        if self.selected || self.focused {
            theme::SELECTED_STROKE
        } else {
            theme::STROKE
        }
    }
}

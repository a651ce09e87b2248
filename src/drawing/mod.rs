//! What goes into which picture: the numbers and labels of [`crate::report`] in the pictures of [`crate::view`].
//!
//! Both halves stay apart: a report makes no picture, and a picture knows nothing of runs. Here they meet, natively, so
//! that the page, a figure outside the browser and a script draw the same thing from the same function.

pub mod timeline;

pub mod bars;
pub mod chart;
pub mod film;
pub mod marks;
pub mod plane;

use crate::report::Shown;
use crate::view::RunStyle;

/// How the runs are told from each other.
pub fn styles(shown: &Shown) -> Vec<RunStyle> {
    let runs = shown.ladder().runs.iter().enumerate();
    runs.map(|(at, run)| RunStyle {
        label: run.weighting.to_string(),
        dash: at,
        selected: at == shown.selected(),
        focused: shown.focused_run == Some(at),
    })
    .collect()
}

/// (a, b, c) of the score a x₁ + b x₂ + c from the parameters of a linear model, with or without bias.
fn score(theta: &[f64]) -> [f64; 3] {
    [theta[0], theta[1], theta.get(2).copied().unwrap_or(0.0)]
}

//! A run's dash as a small picture, and the marks of the key.

use super::dom::{Js, Ui, add, attributes};
use crate::view::dash;
use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A line 30 px long in the dash of a run.
pub fn line(ui: &Ui, run: usize) -> Js<Element> {
    let svg = ui.document.create_element_ns(Some(SVG), "svg")?;
    attributes(&svg, &[("class", "swatch"), ("viewBox", "0 0 30 6"), ("aria-hidden", "true")])?;
    let line = ui.document.create_element_ns(Some(SVG), "line")?;
    let pattern: Vec<String> = dash::pattern(run).iter().map(f64::to_string).collect();
    attributes(&line, &[
        ("x1", "0"),
        ("x2", "30"),
        ("y1", "3"),
        ("y2", "3"),
        ("stroke-width", "2"),
        ("stroke-dasharray", &pattern.join(" ")),
    ])?;
    add(&svg, &[&line])?;
    Ok(svg)
}

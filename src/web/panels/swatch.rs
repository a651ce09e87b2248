//! A run's dash as a small picture, and the marks of the key.

use crate::data::Class;
use crate::report::key::Entry;
use crate::text::decimal;
use crate::text::format;
use crate::view::{dash, marks};
use crate::web::dom::{Ui, add, append, attributes, set_attribute, sure};
use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

fn shape(ui: &Ui, tag: &str) -> Element {
    sure(ui.document.create_element_ns(Some(SVG), tag))
}

/// A line 30 px long in the dash of a run.
pub fn line(ui: &Ui, run: usize) -> Element {
    let svg = shape(ui, "svg");
    attributes(
        &svg,
        &[
            ("class", "swatch"),
            ("viewBox", "0 0 30 6"),
            ("aria-hidden", "true"),
        ],
    );
    let line = shape(ui, "line");
    let pattern: Vec<String> = dash::pattern(run)
        .iter()
        .copied()
        .map(decimal::plain)
        .collect();
    attributes(
        &line,
        &[
            ("x1", "0"),
            ("x2", "30"),
            ("y1", "3"),
            ("y2", "3"),
            ("stroke-width", "2"),
            ("stroke-dasharray", &pattern.join(" ")),
        ],
    );
    add(&svg, &[&line]);
    svg
}

/// Fills the key above the plane: what shape, filling and size of a mark mean.
pub fn key(ui: &Ui, key: &Element, entries: &[Entry]) {
    key.set_text_content(None);
    for entry in entries {
        let (shapes, text) = match entry {
            Entry::Training(Class::Orange) => (
                vec![mark(ui, Class::Orange, true, 5.0)],
                "orange".to_owned(),
            ),
            Entry::Training(Class::Blue) => {
                (vec![mark(ui, Class::Blue, true, 4.0)], "blue".to_owned())
            }
            Entry::Test => (
                vec![
                    mark(ui, Class::Orange, false, 4.0),
                    mark(ui, Class::Blue, false, 3.0),
                ],
                "test, hollow".to_owned(),
            ),
            Entry::SupportVector => (
                vec![mark(ui, Class::Blue, false, 7.0)],
                "support vector".to_owned(),
            ),
            Entry::MaxMargin => (vec![ui.el("span", "dots")], "max margin".to_owned()),
            Entry::Area(run) => (Vec::new(), format!("area = weight in {run}")),
            Entry::Weight(weight) => (
                vec![mark(ui, Class::Blue, false, marks::radius(*weight))],
                format::short(*weight),
            ),
        };
        let entry = ui.el("span", "");
        for shape in &shapes {
            add(&entry, &[shape]);
        }
        append(&entry, &text);
        add(key, &[&entry]);
    }
}

/// A mark as a small picture.
pub fn mark(ui: &Ui, class: Class, filled: bool, radius: f64) -> Element {
    let svg = shape(ui, "svg");
    let half = (radius * marks::TRIANGLE + 1.0).ceil();
    let (corner, side) = (decimal::plain(-half), decimal::plain(2.0 * half));
    let view = format!("{corner} {corner} {side} {side}");
    attributes(
        &svg,
        &[
            ("viewBox", &view),
            ("width", &side),
            ("height", &side),
            ("aria-hidden", "true"),
        ],
    );
    set_attribute(&svg, "class", if filled { class.name() } else { "hollow" });
    let shape = match class {
        Class::Orange => {
            let shape = shape(ui, "polygon");
            let corners = marks::triangle([0.0, 0.0], radius * marks::TRIANGLE);
            let corners: Vec<String> = corners
                .iter()
                .map(|corner| corner.map(|v| decimal::fixed(v, 2)).join(","))
                .collect();
            set_attribute(&shape, "points", &corners.join(" "));
            shape
        }
        Class::Blue => {
            let shape = shape(ui, "circle");
            set_attribute(&shape, "r", &decimal::fixed(radius, 2));
            shape
        }
    };
    add(&svg, &[&shape]);
    svg
}

//! What the data is like, in numbers that move with the sliders.

use crate::report::facts::Fact;
use crate::text::decimal;
use crate::web::dom::{Ui, set_attribute, set_style, set_text, show, toggle_class};
use crate::web::dom::{markup, numbers};
use web_sys::{Element, HtmlElement};

/// The list.
pub struct Facts {
    rows: Vec<Row>,
}

struct Row {
    row: Element,
    name: Element,
    mix: Element,
    orange: HtmlElement,
    blue: HtmlElement,
    value: Element,
}

/// The most facts at a time.
const MOST: usize = 12;

const LIST: &str = "\
section.facts | aria-label=Facts of the data
  dl | #list";

const ROW: &str = "\
div | #row
  dt | #name
  dd.mix | #mix
    span.orange | #orange
    span.blue | #blue
  dd | #value";

impl Facts {
    /// An empty list at the end of `parent`.
    pub fn new(ui: &Ui, parent: &Element) -> Facts {
        let list = markup::build(ui, parent, LIST).get("list");
        let row = |_| {
            let built = markup::build(ui, &list, ROW);
            Row {
                row: built.get("row"),
                name: built.get("name"),
                mix: built.get("mix"),
                orange: built.typed("orange"),
                blue: built.typed("blue"),
                value: built.get("value"),
            }
        };
        Facts {
            rows: ((0..MOST).map(row)).collect(),
        }
    }

    /// Shows these facts.
    pub fn sync(&self, ui: &Ui, facts: &[Fact]) {
        for (at, row) in self.rows.iter().enumerate() {
            show(&row.row, at < facts.len());
            let Some(fact) = facts.get(at) else { continue };
            if row.name.get_attribute("data-name").as_deref() != Some(fact.name) {
                set_attribute(&row.name, "data-name", fact.name);
                set_text(&row.name, fact.name);
            }
            if row.row.get_attribute("title").as_deref() != Some(&fact.help) {
                set_attribute(&row.row, "title", &fact.help);
            }
            show(&row.mix, fact.mix.is_some());
            toggle_class(&row.row, "long", fact.mix.is_none());
            if let Some(share) = fact.mix {
                set_style(&row.orange, "flex", &(decimal::fixed(share, 4) + " 0 0"));
                set_style(
                    &row.blue,
                    "flex",
                    &(decimal::fixed(1.0 - share, 4) + " 0 0"),
                );
            }
            numbers::set(ui, &row.value, None, &fact.value);
            toggle_class(&row.value, "strong", fact.strong);
        }
    }
}

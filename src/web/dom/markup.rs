//! Elements from a text that shows how they lie within each other.
//!
//! An element takes a line, inside the nearest line above that is indented by two blanks less:
//!
//! ```text
//! TAG.CLASSES | #NAME | ATTRIBUTE=VALUE | ATTRIBUTE | "TEXT"
//! ```
//! All but the tag may be absent. The name is for [`Built::get`] and is not on the page. A button needs no type.

use crate::web::dom::{Ui, append, attributes, sure};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

#[wasm_bindgen]
extern "C" {
    /// The text of `page.txt`. It is no code: `xtask/src/glue.rs` writes it into the script.
    #[wasm_bindgen(js_name = labMarkup)]
    pub fn of_page() -> String;
}

/// The elements that have names.
pub struct Built<'a>(Vec<(&'a str, Element)>);

impl Built<'_> {
    /// The element of a name.
    pub fn get(&self, name: &str) -> Element {
        let found = self.0.iter().find(|(of, _)| *of == name);
        let found = found.map(|(_, element)| element.clone());
        sure(found.ok_or_else(|| JsValue::from_str(name)))
    }

    /// The element of a name, as what its tag makes it.
    pub fn typed<T: JsCast>(&self, name: &str) -> T {
        sure(self.get(name).dyn_into().map_err(JsValue::from))
    }
}

/// Builds what `text` shows at the end of `parent`.
pub fn build<'a>(ui: &Ui, parent: &Node, text: &'a str) -> Built<'a> {
    let mut named = Vec::new();
    // From the outermost element to the one of the line above.
    let mut open: Vec<Element> = Vec::new();
    for line in text.lines() {
        let fields = line.trim_start_matches(' ');
        let depth = (line.len() - fields.len()) / 2;
        let mut fields = fields.split('|').map(|field| field.trim_matches(' '));
        let tag = fields.next().unwrap_or_default();
        let (tag, class) = tag.split_once('.').unwrap_or((tag, ""));
        let element = ui.el(tag, class);
        for field in fields {
            if let Some(name) = field.strip_prefix('#') {
                named.push((name, element.clone()));
            } else if let Some(text) = field.strip_prefix('"') {
                append(&element, text.trim_end_matches('"'));
            } else {
                attributes(&element, &[field.split_once('=').unwrap_or((field, ""))]);
            }
        }
        open.truncate(depth);
        let around = open.last().map_or(parent, |element| element);
        sure(around.append_child(&element));
        open.push(element);
    }
    Built(named)
}

//! What only a printed page says: its link, and every setting as it stands.

use crate::settings::Link;
use crate::settings::field::{Field, Kind};
use crate::settings::fields::SPEC;
use crate::web::dom::{Ui, add, set_text};
use web_sys::Element;

/// The block at the end of the page, empty and hidden on a screen.
pub struct Paper {
    link: Element,
    list: Element,
}

impl Paper {
    /// The block inside `root`.
    pub fn new(ui: &Ui, root: &Element) -> Paper {
        let (link, list) = (ui.el("p", ""), ui.el("dl", ""));
        add(
            root,
            &[&ui.text("h2", "", "Link and settings"), &link, &list],
        );
        Paper { link, list }
    }

    /// Says where the page is and what is set.
    pub fn sync(&self, ui: &Ui, address: &str, link: &Link) {
        set_text(&self.link, address);
        self.list.set_text_content(None);
        for field in SPEC.iter().filter(|field| (field.applies)(&link.spec)) {
            let row = [
                &ui.text("dt", "", field.label),
                &ui.text("dd", "", &value(field, link)),
            ];
            add(&self.list, &[&ui.group("div", "", &row)]);
        }
    }
}

/// A setting as the page writes it.
fn value(field: &Field<crate::settings::Spec>, link: &Link) -> String {
    match &field.kind {
        Kind::Choice { options, get, .. } => options()[get(&link.spec)].1.to_owned(),
        _ => field.text(&link.spec).replace(',', ", "),
    }
}

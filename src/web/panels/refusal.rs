//! A text that was typed and could not be taken as it stands: it stays in its field, marked, with the reason beside it.

use crate::web::dom::{Ui, add, attributes, set_attribute, set_text, show, sure};
use crate::web::panels::head::sentence;
use std::cell::RefCell;
use web_sys::{Element, HtmlInputElement};

/// The mark of one field.
pub struct Refusal {
    reason: Element,
    /// What was used instead, as the field writes it; `None` where nothing was refused.
    used: RefCell<Option<String>>,
}

impl Refusal {
    /// No mark, with room for one at the end of `row`; `id` names the reason.
    pub fn new(ui: &Ui, row: &Element, id: &str) -> Refusal {
        let reason = ui.el("p", "why");
        attributes(&reason, &[("id", id), ("role", "alert"), ("hidden", "")]);
        add(row, &[&reason]);
        Refusal {
            reason,
            used: RefCell::default(),
        }
    }

    /// Marks `input`, which keeps what was typed, while `used` is the value that is used.
    pub fn mark(&self, input: &HtmlInputElement, used: &str, typed: &str, why: &str) {
        if input.value() != typed {
            input.set_value(typed);
        }
        *self.used.borrow_mut() = Some(used.to_owned());
        set_attribute(input, "aria-invalid", "true");
        set_attribute(input, "aria-describedby", &self.reason.id());
        set_text(&self.reason, &sentence(why));
        show(&self.reason, true);
    }

    /// Whether a mark stands for `value`; one that was set before the value changed is taken away.
    pub fn keeps(&self, input: Option<&HtmlInputElement>, value: &str) -> bool {
        let kept = self.used.borrow().as_deref() == Some(value);
        if !kept {
            self.clear(input);
        }
        kept
    }

    /// Takes the mark away.
    pub fn clear(&self, input: Option<&HtmlInputElement>) {
        if self.used.borrow_mut().take().is_none() {
            return;
        }
        if let Some(input) = input {
            sure(input.remove_attribute("aria-invalid"));
            sure(input.remove_attribute("aria-describedby"));
        }
        show(&self.reason, false);
        set_text(&self.reason, "");
    }
}

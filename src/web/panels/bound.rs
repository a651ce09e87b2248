//! The generalization bound, term by term, with a slider for the number of examples.

use crate::report::bound::{MOST_EXAMPLES, Term};
use crate::settings::field::Scale;
use crate::text::decimal;
use crate::web::dom::listen::Listener;
use crate::web::dom::slider;
use crate::web::dom::{Ui, add, attributes, set_style, set_text};
use crate::web::msg::{Mailbox, Msg};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlInputElement};

/// The panel.
pub struct BoundPanel {
    /// Slider and terms.
    pub root: Element,
    n: HtmlInputElement,
    /// Name and value of each term.
    terms: [[Element; 2]; 6],
    _listener: Listener,
}

impl BoundPanel {
    /// The panel, with nothing in it.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> BoundPanel {
        let n: HtmlInputElement = ui.typed("input", "range");
        attributes(
            &n,
            &[
                ("type", "range"),
                ("min", "0"),
                ("max", "1000"),
                ("step", "5"),
                ("value", "0"),
                ("aria-label", "Number of examples like these, n"),
            ],
        );
        let list = ui.el("dl", "");
        let terms = [(); 6].map(|()| {
            let [name, value] = [ui.el("dt", ""), ui.el("dd", "")];
            add(&list, &[&ui.group("div", "long", &[&name, &value])]);
            [name, value]
        });
        let root = ui.group("div", "facts", &[&n, &list]);
        let sender = Rc::clone(mail);
        let listener = Listener::new(&n, "input", move |_: Event| sender.send(Msg::Redraw));
        BoundPanel {
            root,
            n,
            terms,
            _listener: listener,
        }
    }

    /// The number of examples that the slider asks about, from `least` on.
    pub fn n_examples(&self, least: f64) -> f64 {
        let at = self.n.value_as_number();
        set_style(&self.n, "--share", &decimal::fixed(at / slider::TRAVEL, 3));
        slider::value(Scale::Log, least, MOST_EXAMPLES, at).max(least)
    }

    /// Shows these terms.
    pub fn sync(&self, terms: &[Term; 6]) {
        for ([name, value], term) in self.terms.iter().zip(terms) {
            set_text(name, &term.0);
            set_text(value, &term.1);
        }
    }
}

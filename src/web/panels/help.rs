//! The help dialog: what the marks mean, and the keys.

use crate::web::dom::listen::Listener;
use crate::web::dom::{Ui, add, set_attribute};
use web_sys::{Event, HtmlDialogElement};

/// The dialog.
pub struct Help {
    /// The dialog element.
    pub root: HtmlDialogElement,
    _listener: Listener,
}

const ABOUT: [&str; 3] = [
    "Every run has the same data and the same start; they differ in nothing but their importance weights. The \
     selected run colors the plane: orange where its score is above 0, blue below. Each line is where one run's \
     score is 0.",
    "A triangle is an orange example, a circle a blue one; filled marks are trained on, hollow ones only tested. \
     The area of a filled mark is its weight in the selected run.",
    "The timeline is logarithmic. Look back by dragging it or by pressing a film frame or a chart; play goes on \
     from the latest step. On data that a line divides, time can be warped to 10 to the power 1000.",
];

const KEYS: [(&str, &str); 8] = [
    ("Space", "play or pause"),
    ("S", "one step"),
    ("R", "back to the same start"),
    ("W", "warp time, or stop"),
    ("1 2 3 4", "1, 10, 100 or 1,000 steps per frame"),
    ("← →", "one recorded time, with Shift a decade"),
    ("Home End", "t = 1, the latest step"),
    (
        "on the plane",
        "arrows move a cross, Enter tells about the mark there, adds or removes one",
    ),
];

impl Help {
    /// The dialog, closed.
    pub fn new(ui: &Ui) -> Help {
        let root: HtmlDialogElement = ui.typed("dialog", "help");
        set_attribute(&root, "aria-label", "Help");
        add(&root, &[&ui.text("h2", "", "What one sees")]);
        for text in ABOUT {
            add(&root, &[&ui.text("p", "", text)]);
        }
        let keys = ui.el("dl", "");
        for (key, does) in KEYS {
            add(
                &keys,
                &[&ui.group(
                    "div",
                    "",
                    &[&ui.text("dt", "", key), &ui.text("dd", "", does)],
                )],
            );
        }
        let close = ui.button("solid", "Close");
        add(
            &root,
            &[
                &ui.text("h2", "", "Keys"),
                &keys,
                &ui.group("div", "buttons", &[&close]),
            ],
        );
        let closed = root.clone();
        let listener = Listener::new(&close, "click", move |_: Event| closed.close());
        Help {
            root,
            _listener: listener,
        }
    }

    /// Opens it.
    pub fn open(&self) {
        // It throws only if it is open already, and then there is nothing to do.
        drop(self.root.show_modal())
    }
}

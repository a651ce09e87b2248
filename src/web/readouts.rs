//! The read-outs: one row a run, three numbers each.

use super::dom::{Ui, add, attributes, set_attribute, set_text, show, toggle_class};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use super::{numbers, swatch};
use crate::spec::MAX_RUNS;
use crate::view::format::Number;
use std::rc::Rc;
use web_sys::{Element, Event, PointerEvent};

/// What a row says: the run's name, its numbers, and what is the matter with it, if anything is.
pub struct Readout {
    /// The weighting.
    pub name: String,
    /// The numbers, in the order of the heads.
    pub values: [Value; 3],
}

/// A number with its unit.
pub struct Value {
    /// The number, or "–".
    pub number: Number,
}

/// More rows than this are lower.
pub const MANY: usize = 4;

/// The height of the table, in CSS pixels, as the style sheet has it.
pub fn height(rows: usize) -> f64 {
    22.0 + rows as f64 * if rows > MANY { 24.0 } else { 32.0 }
}

/// The table.
pub struct Readouts {
    /// The table.
    pub root: Element,
    at: Element,
    heads: [Element; 3],
    rows: Vec<Row>,
}

struct Row {
    row: Element,
    name: Element,
    values: [Element; 3],
    _listeners: [Listener; 3],
}

impl Readouts {
    /// The table, with rows for as many runs as there can be.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> Readouts {
        let at = ui.el("th", "at");
        attributes(&at, &[("scope", "col"), ("colspan", "2")]);
        let head = || {
            let head = ui.el("th", "");
            set_attribute(&head, "scope", "col");
            head
        };
        let heads = [head(), head(), head()];
        let top = ui.group(
            "thead",
            "",
            &[&ui.group("tr", "", &[&at, &heads[0], &heads[1], &heads[2]])],
        );
        let body = ui.el("tbody", "");
        let mut rows = Vec::new();
        for run in 0..MAX_RUNS {
            let row = Row::new(ui, mail, run);
            add(&body, &[&row.row]);
            rows.push(row);
        }
        let root = ui.group("table", "readouts", &[&top, &body]);
        set_attribute(&root, "aria-label", "Read-outs, one row a run");
        Readouts {
            root,
            at,
            heads,
            rows,
        }
    }

    /// Shows the numbers at one t.
    pub fn sync(
        &self,
        ui: &Ui,
        at: &Number,
        heads: [&str; 3],
        readouts: &[Readout],
        selected: usize,
    ) {
        numbers::set(ui, &self.at, Some("t"), at);
        for (element, head) in self.heads.iter().zip(heads) {
            set_text(element, head);
        }
        for (run, row) in self.rows.iter().enumerate() {
            show(&row.row, run < readouts.len());
            let Some(readout) = readouts.get(run) else {
                continue;
            };
            set_text(&row.name, &readout.name);
            for (cell, value) in row.values.iter().zip(&readout.values) {
                numbers::set(ui, cell, None, &value.number);
            }
            toggle_class(&row.row, "selected", run == selected);
        }
    }
}

impl Row {
    fn new(ui: &Ui, mail: &Rc<Mailbox>, run: usize) -> Row {
        let name = ui.el("th", "name");
        set_attribute(&name, "scope", "row");
        let dash = ui.group("td", "dash", &[&swatch::line(ui, run)]);
        let row = ui.group("tr", "", &[&dash, &name]);
        let cell = || {
            let number = ui.el("span", "number");
            add(&row, &[&ui.group("td", "value", &[&number])]);
            number
        };
        let values = [cell(), cell(), cell()];
        let send = |msg: Msg| {
            let mail = Rc::clone(mail);
            move || mail.send(msg.clone())
        };
        let (choose, enter, leave) = (
            send(Msg::SelectRun(run)),
            send(Msg::FocusRun(Some(run))),
            send(Msg::FocusRun(None)),
        );
        let listeners = [
            Listener::new(&row, "click", move |_: Event| choose()),
            Listener::new(&row, "pointerenter", move |_: PointerEvent| enter()),
            Listener::new(&row, "pointerleave", move |_: PointerEvent| leave()),
        ];
        Row {
            row,
            name,
            values,
            _listeners: listeners,
        }
    }
}

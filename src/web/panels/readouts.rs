//! The read-outs: one row a run, three numbers each.

use crate::report::readouts as report;
use crate::settings::MAX_RUNS;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup::{self, Built};
use crate::web::dom::numbers;
use crate::web::dom::{Ui, add, set_text, show, toggle_class};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::swatch;
use std::rc::Rc;
use web_sys::Element;

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
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, built: &Built) -> Readouts {
        let body = built.get("rows");
        Readouts {
            root: built.get("table"),
            at: built.get("at"),
            heads: [
                built.get("head-1"),
                built.get("head-2"),
                built.get("head-3"),
            ],
            rows: (0..MAX_RUNS)
                .map(|run| Row::new(ui, mail, &body, run))
                .collect(),
        }
    }

    /// Shows the numbers at one t.
    pub fn sync(&self, ui: &Ui, readouts: &report::Readouts, selected: usize) {
        numbers::set(ui, &self.at, Some("t"), &readouts.time);
        for (element, head) in self.heads.iter().zip(readouts.heads) {
            set_text(element, head);
        }
        for (run, row) in self.rows.iter().enumerate() {
            show(&row.row, run < readouts.rows.len());
            let Some(readout) = readouts.rows.get(run) else {
                continue;
            };
            set_text(&row.name, &readout.name);
            for (cell, value) in row.values.iter().zip(&readout.values) {
                numbers::set(ui, cell, None, value);
            }
            toggle_class(&row.row, "selected", run == selected);
        }
    }
}

const ROW: &str = "\
tr | #row
  td.dash | #dash
  th.name | #name | scope=row
  td.value
    span.number | #1
  td.value
    span.number | #2
  td.value
    span.number | #3";

impl Row {
    fn new(ui: &Ui, mail: &Rc<Mailbox>, body: &Element, run: usize) -> Row {
        let built = markup::build(ui, body, ROW);
        add(&built.get("dash"), &[&swatch::line(ui, run)]);
        let row = built.get("row");
        let sends = |kind, msg| Listener::sends(mail, &row, kind, msg);
        let listeners = [
            sends("click", Msg::SelectRun(run)),
            sends("pointerenter", Msg::FocusRun(Some(run))),
            sends("pointerleave", Msg::FocusRun(None)),
        ];
        Row {
            name: built.get("name"),
            values: [built.get("1"), built.get("2"), built.get("3")],
            _listeners: listeners,
            row,
        }
    }
}

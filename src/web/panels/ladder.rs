//! The ladder: one row for each run, with its dash, its weighting and what that weighting is.

use crate::settings::MAX_RUNS;
use crate::web::app::msg::{Mailbox, Msg};
use crate::web::dom::listen::Listener;
use crate::web::dom::markup;
use crate::web::dom::{
    Ui, add, attributes, set_attribute, set_pressed, set_text, show, toggle_class,
};
use crate::web::panels::swatch;
use std::rc::Rc;
use web_sys::{Element, HtmlInputElement};

/// What a row says.
pub struct Rung {
    /// The weighting as links write it.
    pub weighting: String,
    /// What it is: the true ratio, unweighted, or what is wrong with it.
    pub note: String,
}

/// The panel.
pub struct Ladder {
    rows: Vec<Row>,
    add: Element,
    _listener: Listener,
}

struct Row {
    row: Element,
    select: Element,
    text: HtmlInputElement,
    note: Element,
    remove: Element,
    _listeners: Vec<Listener>,
}

impl Ladder {
    /// The panel at the end of `parent`, with rows for as many runs as there can be.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, parent: &Element) -> Ladder {
        let root = markup::build(ui, parent, LADDER).get("ladder");
        let rows = (0..MAX_RUNS)
            .map(|run| Row::new(ui, mail, &root, run))
            .collect();
        let plus = ui.text("button", "add", &format!("Add a run (up to {MAX_RUNS})"));
        add(&root, &[&plus]);
        Ladder {
            rows,
            _listener: Listener::sends(mail, &plus, "click", Msg::AddRun),
            add: plus,
        }
    }

    /// Shows the runs as they are.
    pub fn sync(&self, rungs: &[Rung], selected: usize) {
        for (run, row) in self.rows.iter().enumerate() {
            show(&row.row, run < rungs.len());
            let Some(rung) = rungs.get(run) else { continue };
            if row.text.value() != rung.weighting {
                row.text.set_value(&rung.weighting);
            }
            set_text(&row.note, &rung.note);
            set_attribute(&row.note, "title", &rung.note);
            set_pressed(&row.select, run == selected);
            set_attribute(
                &row.select,
                "aria-label",
                &format!("Select the run {}", rung.weighting),
            );
            set_attribute(
                &row.remove,
                "aria-label",
                &format!("Remove the run {}", rung.weighting),
            );
            show(&row.remove, rungs.len() > 1);
            toggle_class(&row.row, "selected", run == selected);
        }
        show(&self.add, rungs.len() < MAX_RUNS)
    }
}

const LADDER: &str = "\
section.ladder | #ladder | aria-label=Weights orange:blue, one row a run
  h2.heading | \"Weights\"
    span.unit | \" orange:blue\"";

const ROW: &str = "\
div.run | #row
  button.select | #select
  input.ratio | #text | type=text | autocomplete=off | spellcheck=false
  span.note | #note
  button.remove | #remove | \"×\"";

impl Row {
    fn new(ui: &Ui, mail: &Rc<Mailbox>, panel: &Element, run: usize) -> Row {
        let built = markup::build(ui, panel, ROW);
        let (row, select) = (built.get("row"), built.get("select"));
        let (text, remove): (HtmlInputElement, Element) =
            (built.typed("text"), built.get("remove"));
        add(&select, &[&swatch::line(ui, run)]);
        attributes(
            &text,
            &[
                (
                    "aria-label",
                    &format!("Weighting of run {}: orange:blue, density or file", run + 1),
                ),
                (
                    "title",
                    "orange:blue, or density (the true ratio of the split), or file (the weight column)",
                ),
            ],
        );
        let mut listeners = vec![Listener::reads(mail, &text, move |value| {
            Some(Msg::EditRun(run, value))
        })];
        for (element, kind, msg) in [
            (&select, "click", Msg::SelectRun(run)),
            (&remove, "click", Msg::RemoveRun(run)),
            (&row, "pointerenter", Msg::FocusRun(Some(run))),
            (&row, "pointerleave", Msg::FocusRun(None)),
            (&row, "focusin", Msg::FocusRun(Some(run))),
            (&row, "focusout", Msg::FocusRun(None)),
        ] {
            listeners.push(Listener::sends(mail, element, kind, msg));
        }
        Row {
            row,
            select,
            text,
            note: built.get("note"),
            remove,
            _listeners: listeners,
        }
    }
}

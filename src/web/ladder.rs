//! The ladder: one row for each run, with its dash, its weighting and what that weighting is.

use super::dom::{Ui, add, attributes, set_attribute, set_text, show, toggle_class};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use super::swatch;
use crate::spec::MAX_RUNS;
use std::rc::Rc;
use web_sys::{Element, Event, FocusEvent, HtmlElement, HtmlInputElement, PointerEvent};

/// What a row says.
pub struct Rung {
    /// The weighting as links write it.
    pub weighting: String,
    /// What it is: the true ratio, unweighted, or what is wrong with it.
    pub note: String,
}

/// The panel.
pub struct Ladder {
    /// Heading and rows.
    pub root: Element,
    rows: Vec<Row>,
    add: HtmlElement,
    _listener: Listener,
}

struct Row {
    row: Element,
    select: HtmlElement,
    text: HtmlInputElement,
    note: Element,
    remove: HtmlElement,
    _listeners: Vec<Listener>,
}

impl Ladder {
    /// The panel, with rows for as many runs as there can be.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> Ladder {
        let heading = ui.text("h2", "heading", "Weights");
        add(&heading, &[&ui.text("span", "unit", " orange:blue")]);
        let root = ui.group("section", "ladder", &[&heading]);
        attributes(
            &root,
            &[("aria-label", "Weights orange:blue, one row a run")],
        );
        let mut rows = Vec::new();
        for run in 0..MAX_RUNS {
            let row = Row::new(ui, mail, run);
            add(&root, &[&row.row]);
            rows.push(row);
        }
        let plus = ui.button("add", &format!("Add a run (up to {MAX_RUNS})"));
        add(&root, &[&plus]);
        let sender = Rc::clone(mail);
        let listener = Listener::new(&plus, "click", move |_: Event| sender.send(Msg::AddRun));
        Ladder {
            root,
            rows,
            add: plus,
            _listener: listener,
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
            set_attribute(
                &row.select,
                "aria-pressed",
                if run == selected { "true" } else { "false" },
            );
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

impl Row {
    fn new(ui: &Ui, mail: &Rc<Mailbox>, run: usize) -> Row {
        let select = ui.button("select", "");
        add(&select, &[&swatch::line(ui, run)]);
        let text: HtmlInputElement = ui.typed("input", "ratio");
        attributes(
            &text,
            &[
                ("type", "text"),
                ("autocomplete", "off"),
                ("spellcheck", "false"),
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
        let note = ui.el("span", "note");
        let remove = ui.button("remove", "×");
        let row = ui.group("div", "run", &[&select, &text, &note, &remove]);
        let send = |make: Box<dyn Fn() -> Msg>| {
            let mail = Rc::clone(mail);
            move || mail.send(make())
        };
        let (choose, drop) = (
            send(Box::new(move || Msg::SelectRun(run))),
            send(Box::new(move || Msg::RemoveRun(run))),
        );
        let source = text.clone();
        let edit = send(Box::new(move || Msg::EditRun(run, source.value())));
        let point = |on: Option<usize>| send(Box::new(move || Msg::FocusRun(on)));
        let (enter, leave, focus, blur) =
            (point(Some(run)), point(None), point(Some(run)), point(None));
        let listeners = vec![
            Listener::new(&select, "click", move |_: Event| choose()),
            Listener::new(&remove, "click", move |_: Event| drop()),
            Listener::new(&text, "change", move |_: Event| edit()),
            Listener::new(&row, "pointerenter", move |_: PointerEvent| enter()),
            Listener::new(&row, "pointerleave", move |_: PointerEvent| leave()),
            Listener::new(&row, "focusin", move |_: FocusEvent| focus()),
            Listener::new(&row, "focusout", move |_: FocusEvent| blur()),
        ];
        Row {
            row,
            select,
            text,
            note,
            remove,
            _listeners: listeners,
        }
    }
}

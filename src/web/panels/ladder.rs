//! The ladder: one row for each run, with its dash, its weighting and what that weighting is.

use crate::settings::MAX_RUNS;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup;
use crate::web::dom::{
    Ui, add, attributes, set_attribute, set_pressed, set_text, show, sure, toggle_class,
};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::refusal::Refusal;
use crate::web::panels::swatch;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

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
    add: HtmlElement,
    /// How many runs were shown last.
    shown: Cell<usize>,
    /// Whether the number of runs was changed here: then the focus goes on with it.
    changed: Rc<Cell<Option<Change>>>,
    _listeners: Vec<Listener>,
}

/// What was done to the list of runs.
#[derive(Clone, Copy)]
enum Change {
    Added,
    Removed(usize),
}

struct Row {
    row: Element,
    select: Element,
    text: HtmlInputElement,
    /// The weighting that is used.
    weighting: RefCell<String>,
    note: Element,
    remove: HtmlElement,
    refusal: Refusal,
    _listeners: Vec<Listener>,
}

impl Ladder {
    /// The panel at the end of `parent`, with rows for as many runs as there can be.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, parent: &Element) -> Ladder {
        let root = markup::build(ui, parent, LADDER).get("ladder");
        let rows: Vec<Row> = (0..MAX_RUNS)
            .map(|run| Row::new(ui, mail, &root, run))
            .collect();
        let plus = ui.button("add", &format!("Add a run (up to {MAX_RUNS})"));
        add(&root, &[&plus]);
        let changed: Rc<Cell<Option<Change>>> = Rc::default();
        let on = |button: &Element, change: Change, msg: Msg| {
            let (mail, changed) = (Rc::clone(mail), Rc::clone(&changed));
            Listener::new(button, "click", move |_: Event| {
                changed.set(Some(change));
                mail.send(msg.clone());
            })
        };
        let mut listeners = vec![on(&plus, Change::Added, Msg::AddRun)];
        for (run, row) in rows.iter().enumerate() {
            listeners.push(on(&row.remove, Change::Removed(run), Msg::RemoveRun(run)));
        }
        Ladder {
            rows,
            add: plus,
            shown: Cell::default(),
            changed,
            _listeners: listeners,
        }
    }

    /// Keeps a weighting that could not be read in its field, and says why under it.
    pub fn refuse(&self, run: usize, typed: &str, why: &str) {
        if let Some(row) = self.rows.get(run) {
            row.refusal
                .mark(&row.text, &row.weighting.borrow(), typed, why);
        }
    }

    /// Takes the focus to the run that was added, or to what stands where one was removed.
    fn follow(&self, runs: usize) {
        if self.shown.replace(runs) == runs {
            return;
        }
        let goal: Option<&HtmlElement> = match self.changed.take() {
            Some(Change::Added) => self.rows.get(runs - 1).map(|row| row.text.as_ref()),
            Some(Change::Removed(_)) if runs == 1 => Some(&self.add),
            Some(Change::Removed(run)) => self.rows.get(run.min(runs - 1)).map(|row| &row.remove),
            None => None,
        };
        if let Some(goal) = goal {
            sure(goal.focus());
        }
    }

    /// Shows the runs as they are.
    pub fn sync(&self, rungs: &[Rung], selected: usize) {
        for (run, row) in self.rows.iter().enumerate() {
            show(&row.row, run < rungs.len());
            let Some(rung) = rungs.get(run) else { continue };
            let kept = row.refusal.keeps(Some(&row.text), &rung.weighting);
            if !kept && row.text.value() != rung.weighting {
                row.text.set_value(&rung.weighting);
            }
            row.weighting.replace(rung.weighting.clone());
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
        show(&self.add, rungs.len() < MAX_RUNS);
        self.follow(rungs.len());
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
        let (text, remove): (HtmlInputElement, HtmlElement) =
            (built.typed("text"), built.typed("remove"));
        add(&select, &[&swatch::line(ui, run)]);
        attributes(
            &text,
            &[
                (
                    "aria-label",
                    &format!(
                        "Weighting of run {}: orange:blue, density, balanced or file",
                        run + 1
                    ),
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
            (&row, "pointerenter", Msg::FocusRun(Some(run))),
            (&row, "pointerleave", Msg::FocusRun(None)),
            (&row, "focusin", Msg::FocusRun(Some(run))),
            (&row, "focusout", Msg::FocusRun(None)),
        ] {
            listeners.push(Listener::sends(mail, element, kind, msg));
        }
        Row {
            refusal: Refusal::new(ui, &row, &format!("why-run-{}", run + 1)),
            weighting: RefCell::default(),
            row,
            select,
            text,
            note: built.get("note"),
            remove,
            _listeners: listeners,
        }
    }
}

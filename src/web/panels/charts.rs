//! The curves against ln t: a heading and a canvas for each.

use crate::drawing::chart::{ChartAxis, is_of_time};
use crate::report::curve::{CURVES, Curve, ERROR, Of};
use crate::settings::choices::{ACROSS, ERRORS};
use crate::settings::field::{labels, position};
use crate::settings::{AcrossKind, ErrorKind};
use crate::view::abscissa::Abscissa;
use crate::view::time_axis::TimeAxis;
use crate::web::dom::listen::Listener;
use crate::web::dom::numbers::set_sentence;
use crate::web::dom::{Ui, add, add_option, set_attribute, show};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::bound::BoundPanel;
use crate::web::panels::sheet::Sheet;
use crate::web::panels::timeline::drag;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, HtmlSelectElement};

/// One chart.
pub struct ChartPanel {
    /// What it shows.
    pub curve: &'static Curve,
    /// Where.
    pub canvas: Sheet,
    /// What there is to say of the moment shown.
    pub note: Element,
    /// Where times lie in it.
    pub axis: Rc<RefCell<ChartAxis>>,
    root: Element,
}

/// All of them; the later ones behind a disclosure.
pub struct Charts {
    root: Element,
    /// Every chart there can be.
    pub panels: Vec<ChartPanel>,
    /// The place of the one that was drawn last.
    turn: Cell<usize>,
    /// The terms of the bound.
    pub bound: BoundPanel,
    error: HtmlSelectElement,
    across: HtmlSelectElement,
    against: Element,
    rest: Element,
    /// The curves that are in place, and how many of them are always shown.
    arranged: RefCell<(Vec<&'static str>, usize)>,
    _listeners: Vec<Listener>,
}

impl Charts {
    /// The charts inside `root`, none of them in place yet.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, root: Element, axis: TimeAxis) -> Charts {
        let mut listeners = Vec::new();
        let mut menu = |key: &'static str, label: &str, choices: &[(&str, &str)]| {
            let menu: HtmlSelectElement = ui.typed("select", "");
            set_attribute(&menu, "aria-label", label);
            for (value, label) in choices {
                add_option(ui, &menu, value, label);
            }
            let set = move |value| Some(Msg::Set(key, value));
            listeners.push(Listener::reads(mail, &menu, set));
            menu
        };
        let error = menu("error", "Error shown", &labels(ERRORS));
        let across = menu("across", "Curves against", &labels(ACROSS));
        let against = ui.group(
            "label",
            "against muted",
            &[&ui.text("span", "", "Against"), &across],
        );
        let mut panels = Vec::new();
        let bound = BoundPanel::new(ui, mail);
        for curve in &CURVES {
            // The title of the error is the menu that chooses it.
            let is_error = curve.key == ERROR;
            let title = ui.text("h2", "", if is_error { "" } else { curve.title });
            if is_error {
                add(&title, &[&error]);
            }
            let panel = ui.group("figure", "chart", &[&title]);
            if !curve.remark.is_empty() {
                let remark = ui.el("p", "muted");
                set_sentence(ui, &remark, curve.remark);
                add(&panel, &[&remark]);
            }
            let canvas = Sheet::new(ui.typed("canvas", "curves"));
            set_attribute(canvas.element(), "aria-hidden", "true");
            let note = ui.el("p", "note");
            let axis = Rc::new(RefCell::new(ChartAxis {
                across: Abscissa::Time(axis),
                times: Vec::new(),
            }));
            match curve.of {
                Of::Terms => add(&panel, &[&bound.root]),
                _ => add(&panel, &[canvas.element()]),
            }
            if is_of_time(curve) {
                let axis = Rc::clone(&axis);
                let ln_t = move |x| axis.borrow().ln_t(x);
                listeners.extend(drag(mail, canvas.html(), Rc::new(ln_t)));
            }
            add(&panel, &[&note]);
            panels.push(ChartPanel {
                curve,
                canvas,
                note,
                axis,
                root: panel,
            });
        }
        let more = ui.text("summary", "muted", "More curves");
        let rest = ui.group("details", "more", &[&more]);
        listeners.push(Listener::sends(mail, &rest, "toggle", Msg::Redraw));
        Charts {
            root,
            panels,
            turn: Cell::default(),
            bound,
            error,
            across,
            against,
            rest,
            arranged: RefCell::default(),
            _listeners: listeners,
        }
    }

    /// Says which error is shown and what curves stand against, where there is a choice.
    pub fn sync(&self, error: ErrorKind, across: Option<AcrossKind>) {
        self.error
            .set_selected_index(position(ERRORS, &error) as i32);
        if let Some(across) = across {
            self.across
                .set_value(ACROSS[position(ACROSS, &across)].value);
        }
        show(&self.against, across.is_some())
    }

    /// The chart after the one that was given last, all the way around.
    pub fn next_panel(&self) -> &ChartPanel {
        let turn = (self.turn.get() + 1) % self.panels.len();
        self.turn.set(turn);
        &self.panels[turn]
    }

    /// Gives each of these curves its height at once, so that none moves the others when it is drawn.
    pub fn give_heights(&self, curves: &[&Curve], heights: &[f64]) {
        for (curve, &height) in curves.iter().zip(heights) {
            let mut panels = self.panels.iter();
            if let Some(panel) = panels.find(|panel| panel.curve.key == curve.key) {
                panel.canvas.set_height(height);
            }
        }
    }

    /// Whether the charts that are not always shown are.
    pub fn is_open(&self) -> bool {
        self.rest.has_attribute("open")
    }

    /// Puts these curves in place, the `first` of them always shown.
    pub fn arrange(&self, curves: &[&Curve], first: usize) {
        let wanted = (curves.iter().map(|curve| curve.key).collect(), first);
        if *self.arranged.borrow() == wanted {
            return;
        }
        for panel in &self.panels {
            panel.root.remove();
        }
        for (place, curve) in curves.iter().enumerate() {
            let mut panels = self.panels.iter();
            let Some(panel) = panels.find(|panel| panel.curve.key == curve.key) else {
                continue;
            };
            add(
                if place < first {
                    &self.root
                } else {
                    &self.rest
                },
                &[&panel.root],
            );
        }
        add(&self.root, &[&self.against, &self.rest]);
        *self.arranged.borrow_mut() = wanted;
    }
}

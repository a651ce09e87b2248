//! The curves against ln t: a heading and a canvas for each.

use crate::settings::choices::{ACROSS, ERRORS};
use crate::settings::field::{labels, position};
use crate::settings::{AcrossKind, ErrorKind};
use crate::view::abscissa::Abscissa;
use crate::view::time_axis::TimeAxis;
use crate::web::app::msg::{Mailbox, Msg};
use crate::web::dom::listen::Listener;
use crate::web::dom::{Ui, add, add_option, set_attribute, show};
use crate::web::panels::bound::BoundPanel;
use crate::web::panels::sheet::Sheet;
use crate::web::panels::timeline::drag;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use web_sys::{Element, HtmlSelectElement};

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// Angle to the max-margin direction.
    Angle,
    /// Distance to the optimum.
    Distance,
    /// The error that was chosen.
    Error,
    /// Shares of the gradient: bars, not a curve.
    Dual,
    /// Share on which the runs disagree.
    Disagreement,
    /// Angle between the outermost runs.
    Spread,
    /// ln L.
    LnRisk,
    /// Fraction called orange.
    FractionOrange,
    /// Smallest normalized margin.
    Margin,
    /// The same, smoothed: by the risk instead of the smallest margin.
    Smoothed,
    /// KL(p*‖q).
    Kl,
    /// The dual gap.
    Gap,
    /// ‖θ‖.
    Norm,
    /// The generalization bound: numbers, not a curve.
    Bound,
}

/// Height of what opens the other charts, in CSS pixels.
pub const MORE: f64 = 28.0;

/// How values are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Shares, as percentages.
    Percent,
    /// Angles on a logarithmic scale.
    LogDegrees,
    /// Numbers on a logarithmic scale.
    Log,
    /// Numbers.
    Plain,
}

impl Curve {
    /// Every chart there can be.
    pub const ALL: [Curve; 14] = [
        Curve::Angle,
        Curve::Distance,
        Curve::Error,
        Curve::Dual,
        Curve::Disagreement,
        Curve::Spread,
        Curve::LnRisk,
        Curve::FractionOrange,
        Curve::Margin,
        Curve::Smoothed,
        Curve::Kl,
        Curve::Gap,
        Curve::Norm,
        Curve::Bound,
    ];

    fn title(self) -> &'static str {
        match self {
            Curve::Angle => "Angle to the max-margin direction",
            Curve::Distance => "Distance to the optimum of each weighting",
            Curve::Error => "",
            Curve::Dual => "Who holds the boundary",
            Curve::Disagreement => "Population on which the runs disagree",
            Curve::Spread => "Angle between the outermost runs",
            Curve::LnRisk => "Weighted risk, ln L",
            Curve::FractionOrange => "Fraction called orange",
            Curve::Margin => "Smallest normalized margin",
            Curve::Smoothed => "Smoothed margin, −ln(n L)/‖θ‖ᵈ",
            Curve::Kl => "KL(p* ‖ q), the dual's way to its limit",
            Curve::Gap => "Dual gap, ½ ‖Σ q z‖² − ½ γ²",
            Curve::Norm => "Norm of the parameters, ‖θ‖",
            Curve::Bound => "A bound on the error, term by term",
        }
    }

    /// What to keep in mind when reading it.
    fn remark(self) -> &'static str {
        match self {
            Curve::Angle => "After Soudry et al. 2018: 1/ln t only beyond 50 decades.",
            Curve::Dual => "dual q: each example's share of the run's gradient",
            Curve::Kl => {
                "KL does not rank weightings: who is nearer in the end, ρ says. The certificate is loose."
            }
            Curve::Gap => {
                "After Ji and Telgarsky 2019; what is promised falls only like 1/τ: loose."
            }
            Curve::Norm => "Of a line it tends to ln t/γ (Soudry et al. 2018).",
            Curve::Margin => "Of a line it tends to γ.",
            Curve::Smoothed => "After Lyu and Li 2020.",
            Curve::Bound => {
                "For a line of length 1 and the true weights: a shape, not a guarantee."
            }
            _ => "",
        }
    }

    /// What stands above and below its canvas, in CSS pixels: padding, title, remark, and the note, of two lines.
    pub fn height_of_words(self) -> f64 {
        30.0 + match self {
            Curve::Angle => 45.0,
            _ if self.remark().is_empty() => 0.0,
            _ => 15.0,
        }
    }

    /// How its values are shown.
    pub fn look(self) -> Look {
        match self {
            Curve::Error | Curve::Disagreement | Curve::FractionOrange => Look::Percent,
            Curve::Angle | Curve::Spread => Look::LogDegrees,
            Curve::Kl | Curve::Gap => Look::Log,
            _ => Look::Plain,
        }
    }
}

/// One chart.
pub struct ChartPanel {
    /// What it shows.
    pub curve: Curve,
    /// Where.
    pub canvas: Sheet,
    /// What there is to say of the moment shown.
    pub note: Element,
    /// Where times lie in it.
    pub axis: Rc<RefCell<ChartAxis>>,
    root: Element,
}

/// The axis across a chart, and what ln t stands where.
#[derive(Clone, Debug)]
pub struct ChartAxis {
    /// The axis.
    pub across: Abscissa,
    /// (place across, ln t) of the selected run, ascending; empty where the axis is of time itself.
    pub times: Vec<(f64, f64)>,
}

impl ChartAxis {
    /// ln t at a position.
    fn ln_t(&self, x: f64) -> f64 {
        let place = self.across.value(x);
        let after = self.times.partition_point(|time| time.0 < place);
        match (self.times.get(after), self.times.last()) {
            (Some(time), _) | (None, Some(time)) => time.1,
            (None, None) => place,
        }
    }
}

/// All of them; the later ones behind a disclosure.
pub struct Charts {
    root: Element,
    /// Every chart there can be.
    pub panels: Vec<ChartPanel>,
    /// The place of the one that was drawn last.
    turn: Cell<usize>,
    bound: OnceCell<BoundPanel>,
    error: HtmlSelectElement,
    across: HtmlSelectElement,
    against: Element,
    rest: Element,
    /// The curves that are in place, and how many of them are always shown.
    arranged: RefCell<(Vec<Curve>, usize)>,
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
        for curve in Curve::ALL {
            let title = ui.text("h2", "", curve.title());
            if curve == Curve::Error {
                add(&title, &[&error]);
            }
            let panel = ui.group("figure", "chart", &[&title]);
            if !curve.remark().is_empty() {
                add(&panel, &[&ui.text("p", "muted", curve.remark())]);
            }
            let canvas = Sheet::new(ui.typed("canvas", "curves"));
            set_attribute(canvas.element(), "aria-hidden", "true");
            let note = ui.el("p", "note");
            let axis = Rc::new(RefCell::new(ChartAxis {
                across: Abscissa::Time(axis),
                times: Vec::new(),
            }));
            // What shows the bound is put here when it is first called for.
            if curve != Curve::Bound {
                add(&panel, &[canvas.element()]);
            }
            if !matches!(curve, Curve::Bound | Curve::Dual) {
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
            bound: OnceCell::new(),
            error,
            across,
            against,
            rest,
            arranged: RefCell::default(),
            _listeners: listeners,
        }
    }

    /// The terms of the bound.
    pub fn bound(&self, ui: &Ui, mail: &Rc<Mailbox>) -> &BoundPanel {
        self.bound.get_or_init(|| {
            let bound = BoundPanel::new(ui, mail);
            let mut panels = self.panels.iter();
            if let Some(panel) = panels.find(|panel| panel.curve == Curve::Bound) {
                add(&panel.root, &[&bound.root, &panel.note]);
            }
            bound
        })
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

    /// Whether the charts that are not always shown are.
    pub fn is_open(&self) -> bool {
        self.rest.has_attribute("open")
    }

    /// Puts these curves in place, the `first` of them always shown.
    pub fn arrange(&self, curves: &[Curve], first: usize) {
        let wanted = (curves.to_vec(), first);
        if *self.arranged.borrow() == wanted {
            return;
        }
        for panel in &self.panels {
            panel.root.remove();
        }
        for (place, curve) in curves.iter().enumerate() {
            let Some(panel) = self.panels.iter().find(|panel| panel.curve == *curve) else {
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

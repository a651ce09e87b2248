//! The curves against ln t: a heading and a canvas for each.

use super::bound_panel::BoundPanel;
use super::dom::{Js, Ui, add};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use super::sheet::Sheet;
use super::timeline::drag;
use crate::spec::ErrorKind;
use crate::spec::choices::ERRORS;
use crate::view::time_axis::TimeAxis;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlSelectElement};

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
    /// ‖θ‖.
    Norm,
    /// The generalization bound: numbers, not a curve.
    Bound,
}

/// How values are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Shares, as percentages.
    Percent,
    /// Angles on a logarithmic scale.
    LogDegrees,
    /// Numbers.
    Plain,
}

impl Curve {
    /// Every chart there can be.
    pub const ALL: [Curve; 11] = [
        Curve::Angle,
        Curve::Distance,
        Curve::Error,
        Curve::Dual,
        Curve::Disagreement,
        Curve::Spread,
        Curve::LnRisk,
        Curve::FractionOrange,
        Curve::Margin,
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
            Curve::Norm => "Norm of the parameters, ‖θ‖",
            Curve::Bound => "A bound on the error, term by term",
        }
    }

    /// What to keep in mind when reading it.
    fn remark(self) -> &'static str {
        match self {
            Curve::Angle => {
                "dotted: |ρ⊥| / (|v| ln t), the leading term, good beyond t = 1e50 or so"
            }
            Curve::Dual => {
                "dual q: each example's share of the selected run's gradient; start w/n dashed, limit p* ticked"
            }
            Curve::Bound => {
                "For a line of length 1 and the true weights. A shape, not a guarantee: look at where it stops being vacuous."
            }
            _ => "",
        }
    }

    /// How its values are shown.
    pub fn look(self) -> Look {
        match self {
            Curve::Error | Curve::Disagreement | Curve::FractionOrange => Look::Percent,
            Curve::Angle | Curve::Spread => Look::LogDegrees,
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
    root: Element,
}

/// All of them; the later ones behind a disclosure.
pub struct Charts {
    /// All charts.
    pub root: Element,
    /// Every chart there can be.
    pub panels: Vec<ChartPanel>,
    /// Where times lie in every chart.
    pub axis: Rc<RefCell<TimeAxis>>,
    /// The terms of the bound.
    pub bound: BoundPanel,
    error: HtmlSelectElement,
    rest: Element,
    /// The curves that are in place, and how many of them are always shown.
    arranged: RefCell<(Vec<Curve>, usize)>,
    _listeners: Vec<Listener>,
}

impl Charts {
    /// The charts, none of them in place yet.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, axis: TimeAxis) -> Js<Charts> {
        let axis = Rc::new(RefCell::new(axis));
        let root = ui.el("div", "charts")?;
        let error: HtmlSelectElement = ui.typed("select", "")?;
        error.set_attribute("aria-label", "Error shown")?;
        for choice in ERRORS {
            let option = ui.text("option", "", choice.label)?;
            option.set_attribute("value", choice.value)?;
            add(&error, &[&option])?;
        }
        let (sender, source) = (Rc::clone(mail), error.clone());
        let mut listeners = vec![Listener::new(&error, "change", move |_: Event| {
            sender.send(Msg::Set("error", source.value()))
        })?];
        let bound = BoundPanel::new(ui, mail)?;
        let mut panels = Vec::new();
        for curve in Curve::ALL {
            let title = ui.text("h2", "", curve.title())?;
            if curve == Curve::Error {
                add(&title, &[&error])?;
            }
            let canvas = Sheet::new(ui, "curves")?;
            let panel = ui.group("figure", "chart", &[&title])?;
            if !curve.remark().is_empty() {
                add(&panel, &[&ui.text("p", "muted", curve.remark())?])?;
            }
            match curve {
                Curve::Bound => add(&panel, &[canvas.element(), &bound.root])?,
                Curve::Dual => add(&panel, &[canvas.element()])?,
                _ => {
                    add(&panel, &[canvas.element()])?;
                    listeners.extend(drag(mail, canvas.html(), &axis)?);
                }
            }
            panels.push(ChartPanel {
                curve,
                canvas,
                root: panel,
            });
        }
        let more = ui.text("summary", "muted", "More curves")?;
        let rest = ui.group("details", "more", &[&more])?;
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&rest, "toggle", move |_: Event| {
            sender.send(Msg::Resized)
        })?);
        Ok(Charts {
            root,
            panels,
            axis,
            bound,
            error,
            rest,
            arranged: RefCell::default(),
            _listeners: listeners,
        })
    }

    /// Puts these curves in place, the `first` of them always shown, and says which error is shown.
    pub fn arrange(&self, curves: &[Curve], first: usize, error: ErrorKind) -> Js {
        if let Some(choice) = ERRORS.iter().find(|choice| choice.option == error) {
            self.error.set_value(choice.value);
        }
        let wanted = (curves.to_vec(), first);
        if *self.arranged.borrow() == wanted {
            return Ok(());
        }
        for panel in &self.panels {
            panel.root.remove();
        }
        for (place, curve) in curves.iter().enumerate() {
            let Some(panel) = self.panels.iter().find(|panel| panel.curve == *curve) else {
                continue;
            };
            panel
                .root
                .class_list()
                .toggle_with_force("second", place > 0)?;
            add(
                if place < first {
                    &self.root
                } else {
                    &self.rest
                },
                &[&panel.root],
            )?;
        }
        add(&self.root, &[&self.rest])?;
        *self.arranged.borrow_mut() = wanted;
        Ok(())
    }
}

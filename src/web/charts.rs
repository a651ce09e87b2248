//! The curves against ln t: a heading and a canvas for each.

use super::dom::{Js, Ui, add, show};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use super::sheet::Sheet;
use super::timeline::drag;
use crate::spec::ErrorKind;
use crate::spec::choices::ERRORS;
use crate::view::time_axis::TimeAxis;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement};

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// The error that was chosen.
    Error,
    /// Share on which the runs disagree.
    Disagreement,
    /// ln L.
    LnRisk,
    /// Fraction called orange.
    FractionOrange,
    /// Smallest normalized margin.
    Margin,
}

impl Curve {
    /// Every chart, in page order.
    pub const ALL: [Curve; 5] = [
        Curve::Error,
        Curve::Disagreement,
        Curve::LnRisk,
        Curve::FractionOrange,
        Curve::Margin,
    ];

    fn title(self) -> &'static str {
        match self {
            Curve::Error => "Error",
            Curve::Disagreement => "Population on which the runs disagree",
            Curve::LnRisk => "Weighted risk, ln L",
            Curve::FractionOrange => "Fraction called orange",
            Curve::Margin => "Smallest normalized margin",
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
    /// In page order.
    pub panels: Vec<ChartPanel>,
    /// Where times lie in every chart.
    pub axis: Rc<RefCell<TimeAxis>>,
    error: HtmlSelectElement,
    more: HtmlElement,
    _listeners: Vec<Listener>,
}

/// How many charts are shown before one asks for more.
const FIRST: usize = 3;

impl Charts {
    /// The charts.
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
        let rest = ui.el("details", "more")?;
        let more: HtmlElement = ui.typed("summary", "muted")?;
        more.set_text_content(Some("More curves"));
        add(&rest, &[&more])?;
        let mut panels = Vec::new();
        for (at, curve) in Curve::ALL.into_iter().enumerate() {
            let title = ui.text(
                "h2",
                "",
                if curve == Curve::Error {
                    ""
                } else {
                    curve.title()
                },
            )?;
            if curve == Curve::Error {
                add(&title, &[&error])?;
            }
            let canvas = Sheet::new(ui, "curves")?;
            let class = if at == 0 { "chart" } else { "chart second" };
            let panel = ui.group("figure", class, &[&title, canvas.element()])?;
            add(if at < FIRST { &root } else { &rest }, &[&panel])?;
            listeners.extend(drag(mail, canvas.html(), &axis)?);
            panels.push(ChartPanel {
                curve,
                canvas,
                root: panel,
            });
        }
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&rest, "toggle", move |_: Event| {
            sender.send(Msg::Resized)
        })?);
        add(&root, &[&rest])?;
        Ok(Charts {
            root,
            panels,
            axis,
            error,
            more,
            _listeners: listeners,
        })
    }

    /// Shows which error is chosen, and hides curves of things that are not there.
    pub fn sync(&self, error: ErrorKind, has_disagreement: bool) -> Js {
        if let Some(choice) = ERRORS.iter().find(|choice| choice.option == error) {
            self.error.set_value(choice.value);
        }
        for panel in &self.panels {
            show(
                &panel.root,
                panel.curve != Curve::Disagreement || has_disagreement,
            )?;
        }
        show(&self.more, true)
    }
}

//! The settings: one control for each row of the field table, and nothing else.

use super::dom::{Ui, add, attributes, set_attribute, set_style, show, toggle_class};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use super::slider;
use crate::decimal;
use crate::spec::field::{Field, Kind, Scale};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// One control.
pub struct Control<S: 'static> {
    /// Its whole row.
    pub row: Element,
    field: &'static Field<S>,
    parts: Parts,
    _listeners: Vec<Listener>,
}

enum Parts {
    Slider {
        range: HtmlInputElement,
        text: HtmlInputElement,
        scale: Scale,
        min: f64,
        max: f64,
    },
    Text {
        text: HtmlInputElement,
    },
    Select {
        select: HtmlSelectElement,
    },
    Tabs {
        tabs: Vec<HtmlElement>,
    },
}

impl<S> Control<S> {
    /// The control of a field, or `None` for one that has a panel of its own (the ladder).
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, field: &'static Field<S>) -> Option<Control<S>> {
        let row = ui.el("div", "row");
        set_attribute(&row, "data-key", field.key);
        let label = ui.text("label", "label", field.label);
        if !field.symbol.is_empty() {
            add(
                &label,
                &[&ui.text("i", "symbol", &format!(" {}", field.symbol))],
            );
        }
        set_attribute(&label, "title", field.help);
        add(&row, &[&label]);
        let name = spoken(field.label, field.symbol);
        let mut listeners = Vec::new();
        let mut on_change = |input: &Element, read: Box<dyn Fn() -> String>| {
            let (mail, key) = (Rc::clone(mail), field.key);
            listeners.push(Listener::new(input, "change", move |_: Event| {
                mail.send(Msg::Set(key, read()))
            }));
        };
        let parts = match &field.kind {
            Kind::Weights { .. } => return None,
            Kind::Choice { options, .. } if field.key == "model" => {
                let mut tabs = Vec::new();
                let group = ui.el("div", "tabs");
                attributes(&group, &[("role", "group"), ("aria-label", &name)]);
                for (value, text) in options() {
                    let tab = ui.button("tab", text);
                    add(&group, &[&tab]);
                    let (mail, key) = (Rc::clone(mail), field.key);
                    listeners.push(Listener::new(&tab, "click", move |_: Event| {
                        mail.send(Msg::Set(key, value.to_owned()))
                    }));
                    tabs.push(tab);
                }
                add(&row, &[&group]);
                Parts::Tabs { tabs }
            }
            Kind::Choice { options, .. } => {
                let select: HtmlSelectElement = ui.typed("select", "");
                attributes(&select, &[("aria-label", &name), ("title", field.help)]);
                for (value, text) in options() {
                    let option = ui.text("option", "", text);
                    set_attribute(&option, "value", value);
                    add(&select, &[&option]);
                }
                add(&row, &[&select]);
                let source = select.clone();
                on_change(&select, Box::new(move || source.value()));
                Parts::Select { select }
            }
            Kind::Real {
                min, max, scale, ..
            } => {
                let (range, text) = slider_parts(ui, &row, &name, field.help);
                on_change(&text, text_reader(&text));
                listeners.push(slide(mail, field.key, &range, *scale, *min, *max));
                Parts::Slider {
                    range,
                    text,
                    scale: *scale,
                    min: *min,
                    max: *max,
                }
            }
            Kind::Count {
                min,
                max,
                scale: Some(scale),
                ..
            } => {
                let (min, max) = (f64::from(*min), f64::from(*max));
                let (range, text) = slider_parts(ui, &row, &name, field.help);
                on_change(&text, text_reader(&text));
                listeners.push(slide(mail, field.key, &range, *scale, min, max));
                Parts::Slider {
                    range,
                    text,
                    scale: *scale,
                    min,
                    max,
                }
            }
            Kind::Count { scale: None, .. } => {
                let text = number_input(ui, &name, field.help);
                toggle_class(&text, "wide", true);
                add(&row, &[&text]);
                on_change(&text, text_reader(&text));
                Parts::Text { text }
            }
        };
        Some(Control {
            row,
            field,
            parts,
            _listeners: listeners,
        })
    }

    /// Shows the field as it is in `s`.
    pub fn sync(&self, s: &S) {
        show(&self.row, (self.field.applies)(s));
        let text = self.field.text(s);
        match &self.parts {
            Parts::Slider {
                range,
                text: input,
                scale,
                min,
                max,
            } => {
                let value = decimal::read(&text).unwrap_or(*min);
                let travel = slider::travel(*scale, *min, *max, value);
                // A slider that already says so stays where the hand left it.
                if slider::value(*scale, *min, *max, range.value_as_number()) != value {
                    range.set_value_as_number(travel.round());
                }
                set_attribute(range, "aria-valuetext", &text);
                set_style(
                    range,
                    "--share",
                    &decimal::fixed(travel / slider::TRAVEL, 3),
                );
                set_input(input, &text);
            }
            Parts::Text { text: input } => set_input(input, &text),
            Parts::Select { select } => {
                if select.value() != text {
                    select.set_value(&text);
                }
            }
            Parts::Tabs { tabs } => {
                let Kind::Choice { get, .. } = &self.field.kind else {
                    return;
                };
                for (at, tab) in tabs.iter().enumerate() {
                    set_attribute(
                        tab,
                        "aria-pressed",
                        if at == get(s) { "true" } else { "false" },
                    );
                }
            }
        }
    }
}

/// The name of a control as it is spoken.
fn spoken(label: &str, symbol: &str) -> String {
    if symbol.is_empty() {
        label.to_owned()
    } else {
        format!("{label} {symbol}")
    }
}

fn slider_parts(
    ui: &Ui,
    row: &Element,
    name: &str,
    help: &str,
) -> (HtmlInputElement, HtmlInputElement) {
    let range: HtmlInputElement = ui.typed("input", "range");
    attributes(
        &range,
        &[
            ("type", "range"),
            ("min", "0"),
            ("max", "1000"),
            ("step", "1"),
            ("aria-label", name),
            ("title", help),
        ],
    );
    let text = number_input(ui, &format!("{name}, as a number"), help);
    add(row, &[&range, &text]);
    (range, text)
}

fn number_input(ui: &Ui, name: &str, help: &str) -> HtmlInputElement {
    let text: HtmlInputElement = ui.typed("input", "number");
    attributes(
        &text,
        &[
            ("type", "text"),
            ("inputmode", "decimal"),
            ("autocomplete", "off"),
            ("aria-label", name),
            ("title", help),
        ],
    );
    text
}

fn text_reader(input: &HtmlInputElement) -> Box<dyn Fn() -> String> {
    let input = input.clone();
    Box::new(move || input.value())
}

/// Sends the number under the slider while it moves. A step of the keyboard moves it by one step of its
/// scale where the travel's own step would stand still.
fn slide(
    mail: &Rc<Mailbox>,
    key: &'static str,
    range: &HtmlInputElement,
    scale: Scale,
    min: f64,
    max: f64,
) -> Listener {
    if let Scale::Linear(step) = scale {
        let travel = (slider::TRAVEL * step / (max - min)).max(1.0);
        set_attribute(range, "step", &decimal::fixed(travel, 6));
    } else {
        set_attribute(range, "step", "10");
    }
    let (mail, source) = (Rc::clone(mail), range.clone());
    Listener::new(range, "input", move |_: Event| {
        let value = slider::value(scale, min, max, source.value_as_number());
        mail.send(Msg::Set(key, decimal::shortest(value)));
    })
}

fn set_input(input: &HtmlInputElement, text: &str) {
    if input.value() != text {
        input.set_value(text);
    }
}

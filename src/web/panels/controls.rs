//! The settings: one control for each row of the field table, and nothing else.

use crate::settings::field::{Field, Kind, Scale};
use crate::text::decimal;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup;
use crate::web::dom::slider;
use crate::web::dom::{
    Ui, add, add_option, attributes, set_attribute, set_pressed, set_style, set_text, show,
    toggle_class,
};
use crate::web::msg::{Mailbox, Msg};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// One control.
pub struct Control<S: 'static> {
    /// Its whole row.
    pub row: Element,
    field: &'static Field<S>,
    input: Input,
    _listeners: Vec<Listener>,
}

/// What one changes.
enum Input {
    Slider {
        range: HtmlInputElement,
        text: HtmlInputElement,
        scale: Scale,
        min: f64,
        max: f64,
    },
    Text(HtmlInputElement),
    Select(HtmlSelectElement),
    Tabs(Vec<Element>),
}

impl<S> Control<S> {
    /// The control of a field at the end of `panel`, or `None` for one that has a panel of its own (the ladder).
    pub fn new(
        ui: &Ui,
        mail: &Rc<Mailbox>,
        panel: &Element,
        field: &'static Field<S>,
    ) -> Option<Control<S>> {
        let maker = || {
            Maker::new(
                ui,
                mail,
                panel,
                [field.key, field.label, field.symbol, field.help],
            )
        };
        let (maker, input) = match &field.kind {
            Kind::Weights { .. } => return None,
            Kind::Choice { options, .. } if field.key == "model" => maker().tabs(options()),
            Kind::Choice { options, .. } => maker().select(options()),
            Kind::Real {
                min, max, scale, ..
            } => maker().slider(*scale, *min, *max),
            Kind::Count {
                min,
                max,
                scale: Some(scale),
                ..
            } => maker().slider(*scale, f64::from(*min), f64::from(*max)),
            Kind::Count { scale: None, .. } | Kind::Ratio { .. } => maker().typed(),
        };
        Some(Control {
            row: maker.row,
            field,
            input,
            _listeners: maker.listeners,
        })
    }

    /// Whether it is that of the field `key`.
    pub fn is_of(&self, key: &str) -> bool {
        self.field.key == key
    }

    /// Shows the field as it is in `s`.
    pub fn sync(&self, s: &S) {
        show(&self.row, (self.field.applies)(s));
        let chosen = match &self.field.kind {
            Kind::Choice { get, .. } => get(s),
            _ => 0,
        };
        self.input.sync(&self.field.text(s), chosen);
    }
}

impl Input {
    /// Shows a value, as links write it and as the place of a choice.
    fn sync(&self, text: &str, chosen: usize) {
        match self {
            Input::Slider {
                range,
                text: input,
                scale,
                min,
                max,
            } => {
                let value = decimal::read(text).unwrap_or(*min);
                let travel = slider::travel(*scale, *min, *max, value);
                // A slider that already says so stays where the hand left it.
                if slider::value(*scale, *min, *max, range.value_as_number()) != value {
                    range.set_value_as_number(travel.round());
                }
                set_attribute(range, "aria-valuetext", text);
                set_style(
                    range,
                    "--share",
                    &decimal::fixed(travel / slider::TRAVEL, 3),
                );
                set_input(input, text);
            }
            Input::Text(input) => set_input(input, text),
            Input::Select(select) => {
                if select.value() != text {
                    select.set_value(text);
                }
            }
            Input::Tabs(tabs) => {
                for (at, tab) in tabs.iter().enumerate() {
                    set_pressed(tab, at == chosen);
                }
            }
        }
    }
}

/// Makes the row of a control, whatever the field is one of.
struct Maker<'a> {
    ui: &'a Ui,
    mail: &'a Rc<Mailbox>,
    row: Element,
    key: &'static str,
    help: &'static str,
    /// As it is spoken.
    name: String,
    listeners: Vec<Listener>,
}

impl<'a> Maker<'a> {
    /// The row at the end of `panel`, with the label in it.
    fn new(
        ui: &'a Ui,
        mail: &'a Rc<Mailbox>,
        panel: &Element,
        [key, label, symbol, help]: [&'static str; 4],
    ) -> Maker<'a> {
        let built = markup::build(ui, panel, "div.row | #row\n  label.label | #label");
        let row = built.get("row");
        set_attribute(&row, "data-key", key);
        let words = built.get("label");
        set_text(&words, label);
        if !symbol.is_empty() {
            add(&words, &[&ui.text("i", "symbol", &format!(" {symbol}"))]);
        }
        set_attribute(&words, "title", help);
        Maker {
            ui,
            mail,
            row,
            key,
            help,
            name: spoken(label, symbol),
            listeners: Vec::new(),
        }
    }

    fn tabs(mut self, options: Vec<(&'static str, &str)>) -> (Self, Input) {
        let group = self.ui.el("div", "tabs");
        attributes(&group, &[("role", "group"), ("aria-label", &self.name)]);
        let mut tabs = Vec::new();
        for (value, text) in options {
            let tab = self.ui.text("button", "tab", text);
            add(&group, &[&tab]);
            let set = Msg::Set(self.key, value.to_owned());
            self.listeners
                .push(Listener::sends(self.mail, &tab, "click", set));
            tabs.push(tab);
        }
        add(&self.row, &[&group]);
        (self, Input::Tabs(tabs))
    }

    fn select(mut self, options: Vec<(&str, &str)>) -> (Self, Input) {
        let select: HtmlSelectElement = self.ui.typed("select", "");
        attributes(&select, &[("aria-label", &self.name), ("title", self.help)]);
        for (value, text) in options {
            add_option(self.ui, &select, value, text);
        }
        add(&self.row, &[&select]);
        self.reads(&select);
        (self, Input::Select(select))
    }

    fn slider(mut self, scale: Scale, min: f64, max: f64) -> (Self, Input) {
        let range: HtmlInputElement = self.ui.typed("input", "range");
        // A step of the keyboard moves it by one step of its scale where the travel's own step would stand still.
        let step = match scale {
            Scale::Linear(step) => {
                decimal::fixed((slider::TRAVEL * step / (max - min)).max(1.0), 6)
            }
            _ => "10".to_owned(),
        };
        attributes(
            &range,
            &[
                ("type", "range"),
                ("min", "0"),
                ("max", "1000"),
                ("step", &step),
                ("aria-label", &self.name),
                ("title", self.help),
            ],
        );
        let text = self.number(&format!("{}, as a number", self.name));
        add(&self.row, &[&range, &text]);
        self.reads(&text);
        // The number under it is sent while it moves.
        let (mail, source, key) = (Rc::clone(self.mail), range.clone(), self.key);
        let slid = move |_: Event| {
            let value = slider::value(scale, min, max, source.value_as_number());
            mail.send(Msg::Set(key, decimal::shortest(value)));
        };
        self.listeners.push(Listener::new(&range, "input", slid));
        let input = Input::Slider {
            range,
            text,
            scale,
            min,
            max,
        };
        (self, input)
    }

    fn typed(mut self) -> (Self, Input) {
        let text = self.number(&self.name);
        toggle_class(&text, "wide", true);
        add(&self.row, &[&text]);
        self.reads(&text);
        (self, Input::Text(text))
    }

    /// A field for a number.
    fn number(&self, name: &str) -> HtmlInputElement {
        let text: HtmlInputElement = self.ui.typed("input", "number");
        attributes(
            &text,
            &[
                ("type", "text"),
                ("inputmode", "decimal"),
                ("autocomplete", "off"),
                ("aria-label", name),
                ("title", self.help),
            ],
        );
        text
    }

    /// Sends what is typed or chosen.
    fn reads(&mut self, input: &Element) {
        let key = self.key;
        let set = move |value| Some(Msg::Set(key, value));
        self.listeners.push(Listener::reads(self.mail, input, set));
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

fn set_input(input: &HtmlInputElement, text: &str) {
    if input.value() != text {
        input.set_value(text);
    }
}

//! The settings: one control for each row of the field table, and nothing else.

use crate::settings::field::{Field, Kind, Scale};
use crate::text::decimal;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup;
use crate::web::dom::slider;
use crate::web::dom::{
    Ui, add, add_option, attributes, set_attribute, set_pressed, set_style, set_text, show, sure,
    toggle_class,
};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::refusal::Refusal;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// One control.
pub struct Control<S: 'static> {
    /// Its whole row.
    pub row: Element,
    field: &'static Field<S>,
    input: Input,
    refusal: Refusal,
    _listeners: Vec<Listener>,
}

/// What a control changes.
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
            refusal: Refusal::new(ui, &maker.row, &format!("why-{}", field.key)),
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
        let text = self.field.text(s);
        let kept = self.refusal.keeps(self.input.typed(), &text);
        self.input.sync(&text, chosen, kept);
    }

    /// Keeps what was typed and could not be taken as it stands, and says why beside it; returns false where nothing
    /// can be typed.
    pub fn refuse(&self, s: &S, typed: &str, why: &str) -> bool {
        let Some(input) = self.input.typed() else {
            return false;
        };
        self.refusal.mark(input, &self.field.text(s), typed, why);
        true
    }

    /// Takes the mark of a refusal away.
    pub fn accept(&self) {
        self.refusal.clear(self.input.typed());
    }
}

impl Input {
    /// Where something can be typed.
    fn typed(&self) -> Option<&HtmlInputElement> {
        match self {
            Input::Slider { text, .. } | Input::Text(text) => Some(text),
            Input::Select(_) | Input::Tabs(_) => None,
        }
    }

    /// Shows a value, as links write it and as the place of a choice; where what was typed is `kept`, around it.
    fn sync(&self, text: &str, chosen: usize, kept: bool) {
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
                if !kept {
                    set_input(input, text);
                }
            }
            Input::Text(_) if kept => {}
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

const ROW: &str = "\
div.row | #row
  label.label | #label";

/// Makes the row of a control, whatever the field is one of.
struct Maker<'a> {
    ui: &'a Ui,
    mail: &'a Rc<Mailbox>,
    row: Element,
    /// Its label.
    words: Element,
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
        let built = markup::build(ui, panel, ROW);
        let row = built.get("row");
        set_attribute(&row, "data-key", key);
        let words = built.get("label");
        set_text(&words, label);
        if !symbol.is_empty() {
            add(&words, &[&ui.text("i", "symbol", &format!(" {symbol}"))]);
        }
        attributes(&words, &[("title", help), ("for", key)]);
        Maker {
            ui,
            mail,
            row,
            words,
            key,
            help,
            name: spoken(label, symbol),
            listeners: Vec::new(),
        }
    }

    fn tabs(mut self, options: Vec<(&'static str, &str)>) -> (Self, Input) {
        let group = self.ui.el("div", "tabs");
        // Nothing in a group takes the focus that a label would give.
        sure(self.words.remove_attribute("for"));
        attributes(&self.words, &[("id", self.key)]);
        attributes(&group, &[("role", "group"), ("aria-labelledby", self.key)]);
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
        attributes(&select, &[("id", self.key), ("title", self.help)]);
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
                ("id", self.key),
                ("title", self.help),
            ],
        );
        let text = self.number();
        attributes(
            &text,
            &[("aria-label", &format!("{}, as a number", self.name))],
        );
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
        let text = self.number();
        attributes(&text, &[("id", self.key)]);
        toggle_class(&text, "wide", true);
        add(&self.row, &[&text]);
        self.reads(&text);
        (self, Input::Text(text))
    }

    /// A field for a number.
    fn number(&self) -> HtmlInputElement {
        let text: HtmlInputElement = self.ui.typed("input", "number");
        attributes(
            &text,
            &[
                ("type", "text"),
                ("inputmode", "decimal"),
                ("autocomplete", "off"),
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

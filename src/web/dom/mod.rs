//! Building and changing elements, without looking anything up again.
//!
//! What is called here fails only for a name or a tree that cannot be, whatever the page is like. That would be a fault
//! of the lab itself and is told as one, so nobody passes it on.

pub mod canvas;
pub mod fault;
pub mod frame_loop;
pub mod listen;
pub mod markup;
pub mod numbers;
pub mod slider;
pub mod style;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, PointerEvent};

/// What a browser call gives: a value, or what the browser said instead.
pub type Js<T = ()> = Result<T, JsValue>;

/// What the browser gave, where it can only fail by a fault of the lab.
pub fn sure<T>(answer: Js<T>) -> T {
    match answer {
        Ok(value) => value,
        Err(why) => refused(&why),
    }
}

#[cold]
fn refused(why: &JsValue) -> ! {
    panic!("the browser refused: {why:?}")
}

/// Makes elements of one document.
#[derive(Clone)]
pub struct Ui {
    /// The document.
    pub document: Document,
}

impl Ui {
    /// An element with a class (or none, for ""). A button submits nothing.
    pub fn el(&self, tag: &str, class: &str) -> Element {
        let element = sure(self.document.create_element(tag));
        if !class.is_empty() {
            attributes(&element, &[("class", class)]);
        }
        if tag == "button" {
            attributes(&element, &[("type", "button")]);
        }
        element
    }

    /// An element that holds a text.
    pub fn text(&self, tag: &str, class: &str, text: &str) -> Element {
        let element = self.el(tag, class);
        element.set_text_content(Some(text));
        element
    }

    /// An element that holds others.
    pub fn group(&self, tag: &str, class: &str, children: &[&Element]) -> Element {
        let element = self.el(tag, class);
        add(&element, children);
        element
    }

    /// An element of a known type.
    pub fn typed<T: JsCast>(&self, tag: &str, class: &str) -> T {
        sure(self.el(tag, class).dyn_into().map_err(JsValue::from))
    }

    /// A button that says what it does.
    pub fn button(&self, class: &str, label: &str) -> HtmlElement {
        let button: HtmlElement = self.typed("button", class);
        button.set_text_content(Some(label));
        button
    }
}

/// Appends a choice to a menu.
pub fn add_option(ui: &Ui, menu: &Element, value: &str, text: &str) {
    let option = ui.text("option", "", text);
    set_attribute(&option, "value", value);
    add(menu, &[&option]);
}

/// Appends children.
pub fn add(parent: &Element, children: &[&Element]) {
    for child in children {
        sure(parent.append_child(child));
    }
}

/// Sets attributes.
pub fn attributes(element: &Element, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        sure(element.set_attribute(name, value));
    }
}

/// Sets a text if it differs, so that nothing is laid out or announced for nothing.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) {
    toggle_attribute(element, "hidden", !shown);
}

/// Gives an element an attribute without a value or takes it away.
pub fn toggle_attribute(element: &Element, name: &str, on: bool) {
    sure(element.toggle_attribute_with_force(name, on));
}

/// Sets an attribute if it differs.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        sure(element.set_attribute(name, value));
    }
}

/// Says of a button that stays pressed whether it is.
pub fn set_pressed(element: &Element, pressed: bool) {
    let value = if pressed { "true" } else { "false" };
    set_attribute(element, "aria-pressed", value);
}

/// Gives an element a class or takes it away.
pub fn toggle_class(element: &Element, class: &str, on: bool) {
    sure(element.class_list().toggle_with_force(class, on));
}

/// Sets a property of an element's own style.
pub fn set_style(element: &HtmlElement, name: &str, value: &str) {
    sure(element.style().set_property(name, value));
}

/// Appends a text.
pub fn append(element: &Element, text: &str) {
    sure(element.append_with_str_1(text));
}

/// What the page enlarges `element` by; 1 where the browser enlarges nothing.
pub fn zoom(element: &Element) -> f64 {
    let zoom = js_sys::Reflect::get(element, &"currentCSSZoom".into());
    let zoom = zoom.ok().and_then(|zoom| zoom.as_f64());
    zoom.filter(|zoom| *zoom > 0.0).unwrap_or(1.0)
}

/// Where the pointer is within `element`, in the element's own CSS pixels, whatever it is enlarged by.
pub fn place_within(element: &Element, event: &PointerEvent) -> [f64; 2] {
    let (corner, zoom) = (element.get_bounding_client_rect(), zoom(element));
    [
        (f64::from(event.client_x()) - corner.left()) / zoom,
        (f64::from(event.client_y()) - corner.top()) / zoom,
    ]
}

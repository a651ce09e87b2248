//! Building elements, without a template and without looking anything up again.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement};

/// What a browser call gives: a value, or what the browser said instead.
pub type Js<T = ()> = Result<T, JsValue>;

/// Makes elements of one document.
#[derive(Clone)]
pub struct Ui {
    /// The document.
    pub document: Document,
}

impl Ui {
    /// An element with a class (or none, for "").
    pub fn el(&self, tag: &str, class: &str) -> Js<Element> {
        let element = self.document.create_element(tag)?;
        if !class.is_empty() {
            element.set_attribute("class", class)?;
        }
        Ok(element)
    }

    /// An element that holds a text.
    pub fn text(&self, tag: &str, class: &str, text: &str) -> Js<Element> {
        let element = self.el(tag, class)?;
        element.set_text_content(Some(text));
        Ok(element)
    }

    /// An element that holds others.
    pub fn group(&self, tag: &str, class: &str, children: &[&Element]) -> Js<Element> {
        let element = self.el(tag, class)?;
        add(&element, children)?;
        Ok(element)
    }

    /// An element of a known type.
    pub fn typed<T: JsCast>(&self, tag: &str, class: &str) -> Js<T> {
        self.el(tag, class)?
            .dyn_into::<T>()
            .map_err(|_| JsValue::from_str(tag))
    }

    /// A button that says what it does.
    pub fn button(&self, class: &str, label: &str) -> Js<HtmlElement> {
        let button: HtmlElement = self.typed("button", class)?;
        button.set_attribute("type", "button")?;
        button.set_text_content(Some(label));
        Ok(button)
    }
}

/// Appends children.
pub fn add(parent: &Element, children: &[&Element]) -> Js {
    for child in children {
        parent.append_child(child)?;
    }
    Ok(())
}

/// Sets attributes.
pub fn attributes(element: &Element, pairs: &[(&str, &str)]) -> Js {
    for (name, value) in pairs {
        element.set_attribute(name, value)?;
    }
    Ok(())
}

/// Sets a text if it differs, so that nothing is laid out or announced for nothing.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) -> Js {
    if element.has_attribute("hidden") == shown {
        if shown {
            element.remove_attribute("hidden")?
        } else {
            element.set_attribute("hidden", "")?
        }
    }
    Ok(())
}

/// Sets an attribute if it differs.
pub fn set_attribute(element: &Element, name: &str, value: &str) -> Js {
    if element.get_attribute(name).as_deref() != Some(value) {
        element.set_attribute(name, value)?;
    }
    Ok(())
}

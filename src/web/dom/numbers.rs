//! Numbers in HTML: raised exponents as `<sup>`, a symbol in italics before them.

use crate::text::format::Number;
use crate::web::dom::{Ui, add, append, set_attribute, show};
use web_sys::Element;

/// Sets `element` to `symbol = number`, or to the number alone.
pub fn set(ui: &Ui, element: &Element, symbol: Option<&str>, number: &Number) {
    let plain = match symbol {
        Some(symbol) => format!("{symbol} = {number}"),
        None => number.to_string(),
    };
    if element.get_attribute("data-text").as_deref() == Some(&plain) {
        return;
    }
    set_attribute(element, "data-text", &plain);
    element.set_text_content(None);
    if let Some(symbol) = symbol {
        add(element, &[&ui.text("i", "", symbol)]);
        append(element, " = ");
    }
    append(element, &number.text);
    if let Some(exponent) = &number.exponent {
        add(element, &[&ui.text("sup", "", exponent)]);
    }
    append(element, number.unit);
}

/// Sets `element` to a sentence, what follows a `^` in it raised.
pub fn set_sentence(ui: &Ui, element: &Element, text: &str) {
    if element.get_attribute("data-text").as_deref() == Some(text) {
        return;
    }
    set_attribute(element, "data-text", text);
    element.set_text_content(None);
    let mut parts = text.split('^');
    append(element, parts.next().unwrap_or_default());
    for part in parts {
        append_raised(ui, element, part);
    }
}

/// The same, and shows the element only where there is something to say.
pub fn set_sentence_shown(ui: &Ui, element: &Element, text: &str) {
    set_sentence(ui, element, text);
    show(element, !text.is_empty());
}

/// Appends what follows a `^`: raised as far as it is an exponent.
fn append_raised(ui: &Ui, element: &Element, part: &str) {
    // An exponent ends where digits end; a full stop after it is the sentence's.
    let other = |c: char| !(c == '−' || c == '.' || c.is_ascii_digit());
    let end = part.find(other).unwrap_or(part.len());
    let raised = part[..end].trim_end_matches('.');
    if !raised.is_empty() {
        add(element, &[&ui.text("sup", "", raised)]);
    }
    append(element, &part[raised.len()..]);
}

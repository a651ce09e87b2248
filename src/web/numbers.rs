//! Numbers in HTML: raised exponents as `<sup>`, a symbol in italics before them.

use super::dom::{Ui, add, append, set_attribute};
use crate::view::format::Number;
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
    for (at, part) in text.split('^').enumerate() {
        // An exponent ends where digits end; a full stop after it is the sentence's.
        let digits = |c: char| !(c == '−' || c == '.' || c.is_ascii_digit());
        let end = part.find(digits).unwrap_or(part.len());
        let (raised, rest) = match part.split_at_checked(end) {
            Some((digits, _)) if at > 0 => {
                let raised = digits.trim_end_matches('.');
                (raised, part.strip_prefix(raised).unwrap_or_default())
            }
            _ => ("", part),
        };
        if !raised.is_empty() {
            add(element, &[&ui.text("sup", "", raised)]);
        }
        append(element, rest);
    }
}

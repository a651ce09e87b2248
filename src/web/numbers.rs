//! Numbers in HTML: raised exponents as `<sup>`, a symbol in italics before them.

use super::dom::{Js, Ui, add};
use crate::view::format::Number;
use web_sys::Element;

/// Sets `element` to `symbol = number`, or to the number alone.
pub fn set(ui: &Ui, element: &Element, symbol: Option<&str>, number: &Number) -> Js {
    let plain = match symbol {
        Some(symbol) => format!("{symbol} = {number}"),
        None => number.to_string(),
    };
    if element.get_attribute("data-text").as_deref() == Some(&plain) {
        return Ok(());
    }
    element.set_attribute("data-text", &plain)?;
    element.set_text_content(None);
    if let Some(symbol) = symbol {
        add(element, &[&ui.text("i", "", symbol)?])?;
        element.append_with_str_1(" = ")?;
    }
    element.append_with_str_1(&number.text)?;
    if let Some(exponent) = &number.exponent {
        add(element, &[&ui.text("sup", "", exponent)?])?;
    }
    element.append_with_str_1(number.unit)
}

/// Sets `element` to a sentence, what follows a `^` in it raised.
pub fn set_sentence(ui: &Ui, element: &Element, text: &str) -> Js {
    if element.get_attribute("data-text").as_deref() == Some(text) {
        return Ok(());
    }
    element.set_attribute("data-text", text)?;
    element.set_text_content(None);
    for (at, part) in text.split('^').enumerate() {
        // An exponent ends where digits end; a full stop after it is the sentence's.
        let digits = |c: char| !(c == '−' || c == '.' || c.is_ascii_digit());
        let end = part.find(digits).unwrap_or(part.len());
        let end = if at > 0 {
            part[..end].trim_end_matches('.').len()
        } else {
            0
        };
        if end > 0 {
            add(element, &[&ui.text("sup", "", &part[..end])?])?;
        }
        element.append_with_str_1(&part[end..])?;
    }
    Ok(())
}

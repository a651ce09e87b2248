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

//! The browser: the only files that may name a browser type.

mod scripting;

#[allow(dead_code)] // until the page draws with it
mod canvas;

use wasm_bindgen::prelude::*;

/// A mounted lab: it stops when this is freed.
#[wasm_bindgen]
pub struct Handle;

/// Mounts a lab with the settings of a link into an element.
#[wasm_bindgen]
pub fn mount(host: web_sys::HtmlElement, query: &str) -> Handle {
    host.set_text_content(Some(&format!("The lab: {query}")));
    Handle
}

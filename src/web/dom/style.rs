//! Style sheets made in script: a strict content policy allows them where it forbids `<style>`.

use crate::web::dom::Js;
use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::ShadowRoot;

#[wasm_bindgen]
extern "C" {
    /// A style sheet of no element.
    #[wasm_bindgen(js_name = CSSStyleSheet)]
    pub type StyleSheet;

    #[wasm_bindgen(constructor, js_class = CSSStyleSheet, catch)]
    fn construct() -> Result<StyleSheet, JsValue>;

    #[wasm_bindgen(method, js_name = replaceSync, catch)]
    fn replace_sync(this: &StyleSheet, text: &JsString) -> Result<(), JsValue>;

    /// The sheet of `lab.css`, which all labs of a page share. Its text is no code: `xtask/src/glue.rs` writes it
    /// into the script, and `heal.js` reads it once.
    #[wasm_bindgen(js_name = labSheet, catch)]
    fn lab_sheet() -> Result<StyleSheet, JsValue>;
}

impl StyleSheet {
    /// An empty sheet.
    pub fn new() -> Js<StyleSheet> {
        StyleSheet::construct()
    }

    /// The sheet of everything in a lab.
    pub fn of_lab() -> Js<StyleSheet> {
        lab_sheet()
    }

    /// Replaces all of its rules.
    pub fn replace(&self, text: &str) -> Js {
        self.replace_sync(&text.into())
    }
}

/// Makes a shadow root use these sheets.
pub fn adopt(root: &ShadowRoot, sheets: &[&StyleSheet]) -> Js {
    let list: Array = sheets.iter().copied().collect();
    Reflect::set(root, &"adoptedStyleSheets".into(), &list)?;
    Ok(())
}

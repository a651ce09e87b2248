//! Style sheets made in script: a strict content policy allows them where it forbids `<style>`.

use super::dom::Js;
use js_sys::{Array, Reflect};
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
    fn replace_sync(this: &StyleSheet, text: &str) -> Result<(), JsValue>;
}

impl StyleSheet {
    /// An empty sheet.
    pub fn new() -> Js<StyleSheet> {
        StyleSheet::construct()
    }

    /// Replaces all of its rules.
    pub fn replace(&self, text: &str) -> Js {
        self.replace_sync(text)
    }
}

/// Makes a shadow root use these sheets.
pub fn adopt(root: &ShadowRoot, sheets: &[&StyleSheet]) -> Js {
    let list: Array = sheets.iter().copied().collect();
    Reflect::set(root, &"adoptedStyleSheets".into(), &list)?;
    Ok(())
}

//! A panic's words, kept for `src/web/heal.js`, which makes the labs of the page again and reports it.

use std::sync::Once;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = keepPanic)]
    fn keep_panic(words: &str);
}

/// Keeps the words of every panic from now on.
pub fn watch() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|fault| keep_panic(&fault.to_string()))));
}

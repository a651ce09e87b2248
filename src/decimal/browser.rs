//! Conversions by the engine, for sizes: finite and without a sign.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &str) -> f64;

    #[wasm_bindgen(js_namespace = ["Number", "prototype", "toFixed"], js_name = call)]
    fn to_fixed(size: f64, decimals: u8) -> String;

    #[wasm_bindgen(js_namespace = ["Number", "prototype", "toExponential"], js_name = call)]
    fn to_exponential(size: f64, decimals: Option<u8>) -> String;
}

pub fn read(text: &str) -> f64 {
    number(text)
}

/// With so many decimals, halfway up.
pub fn fixed(size: f64, decimals: u8) -> String {
    to_fixed(size, decimals)
}

/// With so many decimals and a power of ten, halfway up; or with as few digits as read back the same.
pub fn scientific(size: f64, decimals: Option<u8>) -> String {
    to_exponential(size, decimals).replace('+', "")
}

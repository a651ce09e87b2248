//! Tests that run as WebAssembly in Chromium and Firefox.
#![cfg(target_arch = "wasm32")]

use iw_lab::numeric;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn transcendental_functions_have_the_bits_of_libm() {
    assert_eq!(numeric::exp(1.0).to_bits(), libm::exp(1.0).to_bits());
}

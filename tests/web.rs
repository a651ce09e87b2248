//! Tests that run as WebAssembly in Chromium and Firefox: what differs there is the lanes, and who writes decimals.
#![cfg(target_arch = "wasm32")]

#[path = "common/decimals.rs"]
mod decimals;

use iw_lab::experiment::ladder::Ladder;
use iw_lab::numeric::lanes::F64x8;
use iw_lab::numeric::vector;
use iw_lab::settings::Link;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// |a − b| in units in the last place of b.
fn ulps(a: f64, b: f64) -> f64 {
    let ulp = f64::from_bits(b.abs().to_bits() + 1) - b.abs();
    (a - b).abs() / ulp
}

/// The largest distance, in ulp, of a vector function from its scalar twin over [−bound, bound].
fn distance(ours: impl Fn(F64x8) -> F64x8, theirs: impl Fn(f64) -> f64, bound: f64) -> f64 {
    let points: Vec<f64> = (-4000..4000)
        .map(|i| bound * f64::from(i) / 4000.0 + 1e-5)
        .collect();
    let distances = points.chunks_exact(8).flat_map(|x| {
        let x: [f64; 8] = std::array::from_fn(|lane| x[lane]);
        let y = ours(F64x8::new(x)).to_array();
        std::array::from_fn::<f64, 8, _>(|lane| ulps(y[lane], theirs(x[lane])))
    });
    distances.fold(0.0, f64::max)
}

#[wasm_bindgen_test]
fn vector_functions_are_within_their_stated_error() {
    assert!(distance(vector::exp, libm::exp, 700.0) <= 2.0);
    assert!(distance(vector::tanh, libm::tanh, 20.0) <= 4.0);
}

#[wasm_bindgen_test]
fn slicing_changes_no_bit() {
    let (link, notices) = Link::from_query("width=16&depth=2");
    assert_eq!(notices, []);
    let (mut whole, mut sliced) = (
        Ladder::new(link.spec.clone(), None),
        Ladder::new(link.spec, None),
    );
    whole.advance(50);
    while sliced.step() < 50 {
        sliced.work(50, 3);
    }
    for (whole, sliced) in whole.runs.iter().zip(&sliced.runs) {
        let bits = |parameters: &[f64]| parameters.iter().map(|p| p.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(whole.parameters()), bits(sliced.parameters()));
    }
}

#[wasm_bindgen_test]
fn decimals_are_those_of_rust() {
    decimals::writing_and_reading_are_exact();
    decimals::rounding_is_to_the_nearest();
    decimals::halfway_is_away_from_0();
    decimals::only_decimal_numbers_are_read();
}

//! What scripts give: checked for its kind and its size before anything is allocated for it.
//!
//! A script may give anything where a number is due. JavaScript would make a number of most things (`null` is 0), and
//! an object that says it is long would be given as much memory. So arguments come as values, and are taken here.

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::{JsCast, JsError, JsValue};

/// Most points in one call: their coordinates and scores take 40 MB.
pub const MOST_POINTS: usize = 1_000_000;

/// A number; NaN of anything else, which every check refuses.
pub fn number(value: &JsValue) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// The numbers of an array, or of a `Float64Array`, of a length that `fits`.
///
/// # Errors
/// If it is neither, if its length does not fit, in the words of `fits`, or if an item is no number.
pub fn numbers(
    value: &JsValue,
    what: &str,
    fits: impl Fn(usize) -> Result<(), String>,
) -> Result<Vec<f64>, JsError> {
    let fits = |length: u32| fits(length as usize).map_err(|error| JsError::new(&error));
    if let Some(floats) = value.dyn_ref::<Float64Array>() {
        fits(floats.length())?;
        return Ok(floats.to_vec());
    }
    if !Array::is_array(value) {
        return Err(JsError::new(&format!(
            "{what} are a Float64Array or an array of numbers: give one of these"
        )));
    }
    let array: &Array = value.unchecked_ref();
    fits(array.length())?;
    let mut numbers = Vec::new();
    for index in 0..array.length() {
        let number = array.get(index).as_f64().ok_or_else(|| {
            JsError::new(&format!(
                "{what} are numbers: what is given at place {index} is none"
            ))
        })?;
        numbers.push(number);
    }
    Ok(numbers)
}

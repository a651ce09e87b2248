//! Weights, losses and limits in the scripting interface.

use super::{Lab, arguments};
use js_sys::{Float64Array, Object, Reflect};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A loss at one margin. lnValue is finite where value over- or underflows, and -Infinity where it is 0. */
export interface LossAt { value: number, slope: number, curvature: number, lnValue: number }

/** Where a run of a linear model ends, as far as theory knows of these settings. */
export interface Limit {
  kind: 'max margin' | 'polynomial' | 'scaled margin' | 'optimum' | 'none';
  /** What θ/|θ| tends to, of unit length. */
  direction?: Float64Array;
  /** Where θ comes to rest. */
  parameters?: Float64Array;
  /** Whether the weights move the end permanently; false also where that is not known. */
  permanent: boolean;
  /** What is known, in one sentence. */
  words: string;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The `LossAt` object of the typed interface.
    #[wasm_bindgen(typescript_type = "LossAt")]
    pub type LossObject;
    /// The `Limit` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Limit")]
    pub type LimitObject;
}

#[wasm_bindgen]
impl Lab {
    /// The weight of each training row in the step of a run that came last, mean 1; 0 for a row that is left out. They
    /// change with the steps only where weights are learned.
    pub fn weights(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        Ok(self.ladder.runs[self.number(run)?].present_weights())
    }

    /// The loss at the margin u, before any adjustment by class.
    /// Throws where u is no finite number.
    pub fn loss(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] u: &JsValue,
    ) -> Result<LossObject, JsValue> {
        let u = arguments::number(u);
        if !u.is_finite() {
            return Err(JsError::new("a loss is at a margin u, a finite number: give one").into());
        }
        let loss = self.ladder.spec.loss();
        let object = Object::new();
        for (key, value) in [
            ("value", loss.value(u)),
            ("slope", loss.slope(u)),
            ("curvature", loss.curvature(u)),
            ("lnValue", loss.ln_value(u)),
        ] {
            Reflect::set(&object, &key.into(), &value.into())?;
        }
        Ok(JsValue::from(object).into())
    }

    /// Where a run ends, as far as that is known of its loss, adjustment, optimizer and weights.
    pub fn limit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<LimitObject, JsValue> {
        let number = self.number(run)?;
        self.only_linear("the limit is")?;
        let known = self
            .limits()?
            .known(&self.ladder, &self.ladder.runs[number]);
        let object = Object::new();
        let set = |key: &str, value: JsValue| Reflect::set(&object, &key.into(), &value);
        let floats = |values: &Vec<f64>| Float64Array::from(values.as_slice());
        set("kind", known.kind.name().into())?;
        if let Some(direction) = &known.direction {
            set("direction", floats(direction).into())?;
        }
        if let Some(parameters) = &known.parameters {
            set("parameters", floats(parameters).into())?;
        }
        set("permanent", known.permanent.into())?;
        set("words", known.words.into())?;
        Ok(JsValue::from(object).into())
    }
}

//! The theory in the scripting interface: limits, optima, duals, warped time, the bound.

use super::arguments::number;
use crate::data::Split;
use crate::numeric::{ln, log10};
use crate::outlook::limits::{Limits, RunLimit};
use crate::outlook::lines::{Warped, check_alone, whole_residual};
use crate::outlook::scope;
use crate::outlook::unwarpable::Unwarpable;
use crate::theory::bound::{BoundSetting, bound};
use crate::theory::separability::Separability;
use crate::web::script::Lab;
use crate::weights::true_weights;
use js_sys::{Float64Array, Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Where gradient descent on a model ends that is linear in its parameters. Rows are numbered from 0 in the order of the
 *  training rows, and z = y φ(x), φ as `features` gives it: (x, 1) of a linear model, or x without a bias; y = +1 for
 *  orange and -1 for blue. What is not defined is not there. */
export interface Reference {
  separability: 'separable' | 'partly' | 'not separable' | 'undecided';
  /** The max-margin direction, of unit length (of the separable rows, where only some are). */
  direction?: Float64Array;
  /** The largest margin γ, the bias coordinate in the norm. */
  margin?: number;
  /** The rows on the margin, ascending. */
  support?: Uint32Array;
  /** p*, one number a training row, of sum 1: Σ p* z = margin · direction. One of many where rows on the margin
   *  are duplicated, or more than dimensions. */
  dual?: Float64Array;
  /** v = direction / γ, the shortest with every z·v >= 1. */
  solution?: Float64Array;
  /** How fast parameters come to v ln t + ρ, |θ − v ln t − ρ| ~ t^−rate: the smaller of how fast the margins of the
   *  support rows settle and how fast the pull of the other rows dies out. Of separable rows whose support rows do not
   *  depend on each other; without `others` where every row is on the support. */
  rate?: { support: number, others?: number };
  /** The textbook separator, the bias not in the norm: x·direction + offset = 0, its direction of unit length. Of
   *  models with a bias, where a line separates the classes. */
  freeBias?: { direction: Float64Array, offset: number, margin: number };
  /** The separable rows, where only some are. */
  separableRows?: Uint32Array;
}

/** The terms of the generalization bound at one margin, in the order of the formula at `bound`, and their sum; vacuous
 *  where that is 1 or more. */
export interface Bound { empirical: number, complexity: number, confidence: number, total: number }
"#;

#[wasm_bindgen]
extern "C" {
    /// The `Reference` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Reference")]
    pub type ReferenceObject;
    /// The `Bound` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Bound")]
    pub type BoundObject;
}

#[wasm_bindgen]
impl Lab {
    /// Where a model that is linear in its parameters ends on these rows, of a network a linear model, whatever the weights as long as none is 0.
    pub fn reference(&self) -> Result<ReferenceObject, JsValue> {
        let limits = self.limits()?;
        let object = Object::new();
        let set = |key: &str, value: JsValue| Reflect::set(&object, &key.into(), &value);
        set("separability", name(&limits.separability).into())?;
        if let Some(limit) = limits.limit() {
            set("direction", floats(&limit.direction))?;
            set("margin", limit.margin.into())?;
            set("support", rows(&limit.support))?;
            set("dual", floats(&limit.dual))?;
            set("solution", floats(&limit.solution))?;
        }
        if let Some(rate) = &limits.rate {
            let parts = Object::new();
            Reflect::set(&parts, &"support".into(), &rate.support.into())?;
            if rate.others.is_finite() {
                Reflect::set(&parts, &"others".into(), &rate.others.into())?;
            }
            set("rate", parts.into())?;
        }
        if let Some(free) = &limits.free_bias {
            let textbook = Object::new();
            Reflect::set(&textbook, &"direction".into(), &floats(&free.direction))?;
            Reflect::set(&textbook, &"offset".into(), &free.offset.into())?;
            Reflect::set(&textbook, &"margin".into(), &free.margin.into())?;
            set("freeBias", textbook.into())?;
        }
        if let Separability::Partly(partly) = &limits.separability {
            set("separableRows", rows(&partly.separable))?;
        }
        Ok(JsValue::from(object).into())
    }

    /// Where the steps of one run come to rest: argmin L + ½ λ |θ|², or ln L + ½ λ |θ|² with `optimizer=normalized`;
    /// of its core, where the rows are partly separable. Throws where there is none: separable rows without a
    /// penalty, or a network.
    pub fn optimum(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        let limit = self.run_limit(run)?;
        self.only_linear("the optimum is")?;
        limit
            .optimum
            .map(|optimum| optimum.theta)
            .map_err(|error| JsError::new(&error.to_string()))
    }

    /// q: each training row's share of the gradient of one run, at the present time: w |ℓ′(u)|, of sum 1.
    pub fn dual(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        let limits = self.limits()?;
        let theta = self.parameters(run)?;
        self.only_linear("the dual view is")?;
        let run = &self.ladder.runs[self.number(run)?];
        let shares = limits.shares(&self.ladder, run, &theta);
        shares.ok_or_else(|| {
            JsError::new(match run.problem() {
                None => "the run has no row to train on",
                Some(_) => "the margins are too large to compute with",
            })
        })
    }

    /// Goes to t = 10^log10t by gradient flow, from where gradient descent is after 10,000 steps; takes those
    /// steps first if need be. `parameters`, `metrics`, `scores` and `dual` then tell of that time, until
    /// `advance`, `reset` or `setParameters` returns to steps. Throws where time cannot be warped, and says why.
    pub fn warp(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] log10t: &JsValue,
    ) -> Result<(), JsError> {
        let log10t = number(log10t);
        if !(4.0..=crate::outlook::lines::LAST).contains(&log10t) {
            return Err(JsError::new(
                "warp goes to log10 t from 4 to 1000: take fewer steps with advance",
            ));
        }
        let limits = self.limits()?;
        let in_words = |error: Unwarpable| JsError::new(&error.to_string());
        check_alone(&self.ladder, &limits).map_err(in_words)?;
        if self.ladder.step() < crate::experiment::ladder::HANDOVER {
            self.ladder
                .advance(crate::experiment::ladder::HANDOVER - self.ladder.step());
            // A run may have diverged on the way.
            check_alone(&self.ladder, &limits).map_err(in_words)?;
        }
        let warped = Warped::new(&self.ladder, &limits).map_err(in_words)?;
        if log10t < log10(warped.handover as f64) {
            return Err(JsError::new(&format!(
                "parameters were set after 10,000 steps: warp goes on from t = {}",
                warped.handover
            )));
        }
        let parameters = warped.at(log10t * ln(10.0)).map_err(in_words)?;
        self.warped = Some((log10t, parameters));
        Ok(())
    }

    /// log10 of the present time, warped or not; −Infinity at the start.
    #[wasm_bindgen(getter)]
    pub fn log10t(&self) -> f64 {
        match &self.warped {
            Some((log10t, _)) => *log10t,
            None if self.ladder.step() == 0 => f64::NEG_INFINITY,
            None => crate::numeric::log10(self.ladder.step() as f64),
        }
    }

    /// ρ of one run: θ(t) = v ln t + ρ + o(1), v the `solution` of the rows that its weights leave. Where fewer
    /// support vectors hold the limit than the rows have dimensions, the rest of ρ is read off gradient flow at
    /// t = 10^1000 from this run's present parameters. Throws where ρ is not defined, and says why.
    pub fn residual(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        let limit = self.run_limit(run)?;
        self.only_linear("the residual is")?;
        if scope::flow(&self.ladder.spec).is_err() {
            return Err(JsError::new(
                "the residual is of plain gradient descent on all rows with fixed weights, under the exponential or the logistic loss: set optimizer=gd, batch=0, dropout=0, adjust=none and learn=none",
            ));
        }
        if self.ladder.spec.l2 > 0.0 {
            return Err(JsError::new(
                "with a penalty the run comes to rest and has no residual: set l2=0",
            ));
        }
        match limit.residual {
            Some(Ok(residual)) if !residual.without_dual.is_empty() => Err(JsError::new(
                "a support vector has no share in the dual: θ departs from v ln t like ln ln t, and there is no residual",
            )),
            Some(Ok(residual)) => {
                whole_residual(&self.ladder, &self.limits()?, self.number(run)?, &residual)
                    .map(|whole| whole.rho)
                    .map_err(|error| match error {
                        Unwarpable::NotTraining => JsError::new(
                            "the run diverges and has no residual: set a smaller lr, or standardize the features",
                        ),
                        error => JsError::new(&error.to_string()),
                    })
            }
            Some(Err(error)) => Err(JsError::new(&error.to_string())),
            None if matches!(limit.separability, Separability::Undecided { .. }) => {
                Err(JsError::new(
                    "only separable rows have a residual: here the margin is too close to 0 to tell",
                ))
            }
            None => Err(JsError::new(
                "only separable rows have a residual: on others the run comes to rest",
            )),
        }
    }

    /// The generalization bound for one run at one margin g, in the unit of the rows for |θ| = 1:
    ///
    /// (1/n) Σ v φ_g(u) + (2/g) √(Σ v² |z|²)/n + 3 max(v) √(ln(2K/δ)/(2n)),  φ_g(u) = clip(1 − u/g, 0, 1)
    ///
    /// with δ = 0.05, K = 1 (one margin, chosen beforehand) and v the true weights q/p of the split, whatever the run
    /// was trained with; 1 each without a test set. u = z·θ/|θ|, z = y (x, 1), or y x without a bias.
    pub fn bound(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] margin: &JsValue,
    ) -> Result<BoundObject, JsValue> {
        let limits = self.limits()?;
        let theta = self.parameters(run)?;
        self.only_linear("the bound is")?;
        let weights =
            true_weights(&self.ladder.dataset).map_err(|error| JsError::new(&error.to_string()))?;
        let setting = BoundSetting {
            margin: number(margin),
            n_examples: limits.rows.len() as f64,
            delta: 0.05,
            grid: 1.0,
        };
        let terms = bound(&limits.rows, &weights, &theta, setting).ok_or_else(|| {
            JsError::new("the bound is at a finite margin above 0 and not so small that its terms overflow, for parameters with |θ| finite and above 0")
        })?;
        let object = Object::new();
        for (key, value) in [
            ("empirical", terms.empirical),
            ("complexity", terms.complexity),
            ("confidence", terms.confidence),
            ("total", terms.total()),
        ] {
            Reflect::set(&object, &key.into(), &value.into())?;
        }
        Ok(JsValue::from(object).into())
    }
}

impl Lab {
    pub(super) fn limits(&self) -> Result<Limits, JsError> {
        let none = self.ladder.dataset.split(Split::Train).next().is_none();
        Limits::new(&self.ladder).ok_or_else(|| {
            JsError::new(if none {
                "there is no row to train on"
            } else {
                "the rows reach too far to compute with: scale them"
            })
        })
    }

    /// Refuses networks, for what is known of linear models only.
    pub(super) fn only_linear(&self, what: &str) -> Result<(), JsError> {
        if self.ladder.model.is_linear() {
            return Ok(());
        }
        Err(JsError::new(&format!(
            "{what} of models that are linear in their parameters: set model=linear or model=features"
        )))
    }

    fn run_limit(&self, run: &JsValue) -> Result<RunLimit, JsError> {
        let run = &self.ladder.runs[self.number(run)?];
        Ok(self.limits()?.of_run(&self.ladder, run))
    }
}

/// The verdict as the scripting interface names it.
fn name(separability: &Separability) -> &'static str {
    match separability {
        Separability::Separable(_) => "separable",
        Separability::Partly(_) => "partly",
        Separability::NotSeparable { .. } => "not separable",
        Separability::Undecided { .. } => "undecided",
    }
}

fn floats(values: &[f64]) -> JsValue {
    Float64Array::from(values).into()
}

fn rows(values: &[usize]) -> JsValue {
    let values: Vec<u32> = values.iter().map(|&row| row as u32).collect();
    Uint32Array::from(values.as_slice()).into()
}

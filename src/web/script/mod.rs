//! The scripting interface: a lab without a page, in a browser or in Node.

mod arguments;
mod data;
mod objects;
mod remedies;
mod sweep;
mod theory;

use crate::data::read::Report;
use crate::experiment::ladder::{Ladder, ParameterError, Run};
use crate::experiment::metrics::{Probe, defined};
use crate::model::Model;
use crate::model::kernel::Kernel;
use crate::model::points::Points;
use crate::numeric::norm;
use crate::settings::{Link, MOST_ROWS_TEXT, MOST_TEXT, Notice, told};
use arguments::{MOST_POINTS, number, numbers};
use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What is measured of one run. NaN where a number is not defined: an error on a set without rows, the
 *  population error of own data, and everything where `undefined` says why. */
export interface Metrics {
  /** 'training', 'converged' (a step changes no bit any more), 'diverged' or 'empty' (no row to train on). */
  status: 'training' | 'converged' | 'diverged' | 'empty';
  /** The step that could not be taken, when diverged. */
  divergedAt?: number;
  /** What overflowed first, when diverged. */
  overflowed?: 'loss' | 'gradient' | 'parameters';
  /** Why nothing is measured: the run has no row to train on, or a score or the risk overflows. */
  undefined?: string;
  /** ln of the weighted risk (1/n) Σ w ℓ(u), without the L2 term; NaN also where that risk is 0. */
  lnRisk: number;
  /** Share of the training rows with margin u <= 0, rows of weight 0 among them. */
  trainError: number;
  /** Share of the test rows with margin u <= 0. */
  testError: number;
  /** Error on a fresh sample of each class, mixed as the test set is. */
  populationError: number;
  /** Share called orange, of the population mixed as the test set is; for own data of the test rows, or without any
   *  of the training rows. */
  fractionOrange: number;
  /** min u / |θ|^d over the training rows of weight above 0, d = 1 for a line and hidden layers + 1 for a network. */
  normalizedMargin: number;
  /** |θ|. */
  parameterNorm: number;
  /** Norm of the gradient of the risk, L2 term included. */
  gradientNorm: number;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The `Metrics` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Metrics")]
    pub type MetricsObject;
}

/// A ladder of runs that share data and start and differ only in their weights.
#[wasm_bindgen]
pub struct Lab {
    pub(super) link: Link,
    link_notices: Vec<Notice>,
    /// What was made of the file, if one was loaded.
    report: Option<Report>,
    pub(super) ladder: Ladder,
    /// log10 t and θ of every run, in warped time.
    pub(super) warped: Option<(f64, Vec<Vec<f64>>)>,
    probe: Probe,
    kernel: Kernel,
}

#[wasm_bindgen]
impl Lab {
    /// Builds the lab of a link's text (without `#`). Never throws: what the link says wrongly is in `notices`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_optional_param_type = "string")] query: &JsValue) -> Lab {
        // No more than can be read is taken in.
        let most = (MOST_TEXT + MOST_ROWS_TEXT + 1000) as u32;
        let text = query
            .dyn_ref::<JsString>()
            .map(|text| match text.length() > most {
                true => String::from(text.substring(0, most)),
                false => String::from(text),
            });
        let (link, mut link_notices) = Link::from_query(text.as_deref().unwrap_or_default());
        if text.is_none() && !query.is_null() && !query.is_undefined() {
            let notice =
                "a lab is built from a link's text: what was given is no text and is ignored";
            link_notices.push(Notice(notice.to_owned()));
        }
        let ladder = Ladder::new(link.spec.clone(), link.own.as_ref());
        let probe = Probe::new(&ladder);
        Lab {
            kernel: Kernel::new(&ladder.model),
            link,
            link_notices,
            report: None,
            ladder,
            warped: None,
            probe,
        }
    }

    /// The link's text: only what differs from the defaults, and own rows up to 200.
    #[wasm_bindgen(getter)]
    pub fn query(&self) -> String {
        self.link.to_query().0
    }

    /// What a reader should know about the link, the file and the weights, rows removed by a weight of 0 among it.
    #[wasm_bindgen(getter)]
    pub fn notices(&self) -> Vec<String> {
        let removed: Vec<Notice> = self.ladder.runs.iter().filter_map(removed).collect();
        told(
            self.link_notices
                .iter()
                .chain(&self.ladder.notices)
                .chain(&removed),
        )
    }

    /// How many runs the ladder has.
    #[wasm_bindgen(getter, js_name = runCount)]
    pub fn run_count(&self) -> usize {
        self.ladder.runs.len()
    }

    /// t.
    #[wasm_bindgen(getter)]
    pub fn step(&self) -> f64 {
        self.ladder.step() as f64
    }

    /// Takes so many steps of every run, in lock-step.
    pub fn advance(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] steps: &JsValue,
    ) -> Result<(), JsError> {
        let steps = number(steps);
        if !(0.0..=9e15).contains(&steps) || steps.fract() != 0.0 {
            return Err(JsError::new(
                "advance takes a whole number of steps, 0 or more",
            ));
        }
        self.warped = None;
        self.ladder.advance(steps as u64);
        Ok(())
    }

    /// θ of one run: per hidden layer `W` row-major `[out][in]`, then `b[out]` if there is one; then the output
    /// parameters, then the output bias if there is one. The linear model: θ1, θ2, and the bias.
    pub fn parameters(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        let run = self.number(run)?;
        let trained = self.ladder.runs[run].parameters();
        let warped = self
            .warped
            .as_ref()
            .and_then(|(_, parameters)| parameters.get(run));
        Ok(warped.map_or(trained, Vec::as_slice).to_vec())
    }

    /// Gives one run other parameters; it trains on from there. Throws on a wrong length or a number that is
    /// not finite; the run is then unchanged.
    #[wasm_bindgen(js_name = setParameters)]
    pub fn set_parameters(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Float64Array | number[]")] p: &JsValue,
    ) -> Result<(), JsError> {
        let run = self.number(run)?;
        let expected = self.ladder.model.n_parameters();
        let p = numbers(p, "parameters", |given| match given == expected {
            true => Ok(()),
            false => Err(ParameterError::Length { expected, given }.to_string()),
        })?;
        self.ladder
            .set_parameters(run, &p)
            .map_err(|error| JsError::new(&error.to_string()))?;
        self.warped = None;
        Ok(())
    }

    /// What is measured of one run at the present step.
    pub fn metrics(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<MetricsObject, JsValue> {
        let parameters = self.parameters(run)?;
        let points = std::rc::Rc::clone(&self.probe.points);
        let scores = self.scores_at(&parameters, &points);
        let run = &self.ladder.runs[self.number(run)?];
        let degree = self.ladder.model.degree();
        let measured = self.probe.measure(run, &parameters, degree, &scores);
        let gradient = run
            .problem()
            .filter(|_| measured.undefined.is_none())
            .and_then(|problem| defined(norm(&problem.gradient(&parameters).1)));
        let object = Object::new();
        let set = |key: &str, value: JsValue| Reflect::set(&object, &key.into(), &value);
        let number = |value: Option<f64>| JsValue::from(value.unwrap_or(f64::NAN));
        set("status", run.status.name().into())?;
        if let crate::experiment::ladder::Status::Diverged { step, quantity } = run.status {
            set("divergedAt", JsValue::from(step as f64))?;
            set("overflowed", quantity.name().into())?;
        }
        if let Some(why) = measured.undefined {
            set("undefined", why.reason().into())?;
        }
        set("lnRisk", number(measured.ln_risk))?;
        set("trainError", number(measured.train_error))?;
        set("testError", number(measured.test_error))?;
        set("populationError", number(measured.population_error))?;
        set("fractionOrange", number(measured.fraction_orange))?;
        set("normalizedMargin", number(measured.normalized_margin))?;
        set("parameterNorm", number(measured.parameter_norm))?;
        set("gradientNorm", number(gradient))?;
        Ok(JsValue::from(object).into())
    }

    /// Scores f of one run at points x1,y1,x2,y2,…, up to a million of them.
    pub fn scores(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Float64Array | number[]")] points: &JsValue,
    ) -> Result<Vec<f64>, JsError> {
        self.number(run)?;
        let points = numbers(points, "points", |given| {
            if !given.is_multiple_of(2) {
                Err("points come in pairs: x1,y1,x2,y2,…".to_owned())
            } else if given / 2 > MOST_POINTS {
                Err(format!(
                    "scores takes up to {MOST_POINTS} points, {} were given: ask for a part of them at a time",
                    given / 2
                ))
            } else {
                Ok(())
            }
        })?;
        let parameters = self.parameters(run)?;
        let points = Points::new(points.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        Ok(self.scores_at(&parameters, &points))
    }

    /// φ at points x1,y1,x2,y2,…, point by point, in the order of the parameters: a score is f0 + φ·θ, f0 = 0 but for
    /// tangent features. Of a linear model: x1, x2, and 1 with a bias. Throws for networks.
    pub fn features(&self, points: &[f64]) -> Result<Vec<f64>, JsError> {
        if !points.len().is_multiple_of(2) {
            return Err(JsError::new("points come in pairs: x1,y1,x2,y2,…"));
        }
        let pairs = || points.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
        match &self.ladder.model {
            Model::Features(map) => Ok(Points::new(pairs()).features(map).0),
            Model::Linear { bias: true } => {
                Ok(pairs().flat_map(|[x1, x2]| [x1, x2, 1.0]).collect())
            }
            Model::Linear { bias: false } => Ok(points.to_vec()),
            Model::Mlp { .. } => Err(JsError::new(
                "a network has no features that stay: set model=features or model=linear",
            )),
        }
    }

    /// What random features were drawn as: ω1, ω2, b of one after the other, or the parameters that a network is
    /// linearized at. Empty for models without draws.
    pub fn draws(&self) -> Vec<f64> {
        match &self.ladder.model {
            Model::Features(map) => map.draws(),
            _ => Vec::new(),
        }
    }

    /// Takes these draws for those of the seed, as many of them, and starts from step 0. Throws where their number is
    /// another or one is not finite; the lab is then unchanged.
    #[wasm_bindgen(js_name = setDraws)]
    pub fn set_draws(&mut self, draws: &[f64]) -> Result<(), JsError> {
        let expected = self.draws().len();
        if let Some(at) = draws.iter().position(|draw| !draw.is_finite()) {
            let text = format!("draw {at} is not a finite number: give finite numbers only");
            return Err(JsError::new(&text));
        }
        let other = match &self.ladder.model {
            Model::Features(map) => map.with_draws(draws),
            _ => None,
        };
        let map = other.ok_or_else(|| {
            let given = draws.len();
            JsError::new(&format!(
                "the model has {expected} draws, {given} were given"
            ))
        })?;
        let model = Model::Features(std::rc::Rc::new(map));
        let own = self.link.own.as_ref();
        self.warped = None;
        self.ladder = Ladder::of_model(model, self.link.spec.clone(), own);
        self.probe = Probe::new(&self.ladder);
        self.kernel = Kernel::new(&self.ladder.model);
        Ok(())
    }

    /// Back to the common start, at step 0.
    pub fn reset(&mut self) {
        self.warped = None;
        self.ladder.reset();
    }

    /// Scores under these parameters at all of `points`.
    fn scores_at(&mut self, parameters: &[f64], points: &Points) -> Vec<f64> {
        let mut scores = vec![0.0; points.len()];
        let (model, blocks) = (&self.ladder.model, 0..points.n_blocks());
        model.scores(parameters, points, blocks, &mut self.kernel, &mut scores);
        scores
    }

    fn build(&mut self) {
        self.warped = None;
        let own = self.link.own.as_ref();
        self.ladder.renew(self.link.spec.clone(), own);
        self.probe = Probe::new(&self.ladder);
        self.kernel = Kernel::new(&self.ladder.model);
    }

    /// The run that a script's number means.
    pub(super) fn number(&self, run: &JsValue) -> Result<usize, JsError> {
        let (run, runs) = (number(run), self.ladder.runs.len());
        (0..runs)
            .find(|&known| known as f64 == run)
            .ok_or_else(|| JsError::new(&ParameterError::NoSuchRun { runs }.to_string()))
    }
}

/// What a run says of the rows that it does without.
fn removed(run: &Run) -> Option<Notice> {
    let n = run.n_removed();
    let rows = if n == 1 { "row" } else { "rows" };
    (n > 0 && run.problem().is_some()).then(|| {
        Notice(format!(
            "the run {} removes {n} {rows} of weight 0",
            run.weighting
        ))
    })
}

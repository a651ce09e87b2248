//! Histories, figures, scripts and sweeps in the scripting interface.

use super::Lab;
use super::objects::{failed, option, rows_from, rows_object, set, summary_object, text_option};
use crate::export::csv::csv;
use crate::export::figure::Name;
use crate::export::sweep_figure::sweep_figure;
use crate::export::table::Table;
use crate::export::{Carried, Options, cite, figure, python};
use crate::hash::hash;
use crate::settings::Link;
use crate::sweep::{Job, Measure, Plan, Rows, Summary};
use crate::view::Theme;
use crate::view::figure::Width;
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One run of a cell at each `t`. NaN where a number is not defined. */
export interface RunRows {
  /** As links write it: '16:1', 'density', 'file'. */
  weighting: string;
  /** How it was doing at the last `t`. */
  status: Metrics['status'];
  /** The step that could not be taken, when diverged. */
  divergedAt?: number;
  /** What overflowed first, when diverged. */
  overflowed?: Metrics['overflowed'];
  /** How it was doing at each `t`. */
  statuses: Metrics['status'][];
  /** Of the bits of θ at the last `t`. */
  hash: string;
  testError: Float64Array;
  trainError: Float64Array;
  populationError: Float64Array;
  lnRisk: Float64Array;
  fractionOrange: Float64Array;
  normalizedMargin: Float64Array;
  parameterNorm: Float64Array;
}

/** A cell of a sweep, measured at 0, 1, about ten steps in each decade, and the last: plain data, which a worker can
 *  post. */
export interface Rows { link: string; t: Float64Array; runs: RunRows[]; notices: string[] }

/** What is measured: a column of the tables. */
export type Measure = 'test_error' | 'train_error' | 'population_error' | 'ln_risk' | 'fraction_orange' |
  'normalized_margin' | 'parameter_norm';

/** A curve of a sweep at each `t`: the mean over seeds and half of its 95 % interval (Student's t), the quartiles, and
 *  the paired difference to the baseline. NaN where a number is not defined. */
export interface SweepCurve {
  weighting: string;
  /** The values of the other settings; '' where only seeds and weights differ. */
  setting: string;
  /** Runs done; in the mean (a seed with a run that diverged is left out for all weightings); diverged; separating
   *  their training examples at the last `t`. */
  runs: number; used: number; diverged: number; separated: number;
  mean: Float64Array; half: Float64Array;
  firstQuartile: Float64Array; median: Float64Array; thirdQuartile: Float64Array;
  difference: Float64Array; differenceHalf: Float64Array;
  /** The t of the lowest mean, of errors only. Picked on the same seeds: the mean there is optimistic. */
  bestT?: number;
}

/** The curves of a sweep as far as its cells are done. */
export interface Summary {
  measure: Measure; t: Float64Array; curves: SweepCurve[]; baseline: number; cells: number; notices: string[];
}

/** How a figure looks: 85 or 170 mm wide; the link under it with `caption`; `address` is the lab's own, before `#`. */
export interface FigureOptions {
  width?: 85 | 170; theme?: 'light' | 'dark'; measure?: Measure; caption?: boolean; address?: string;
}

/** After the paper's Figures 1 and 2, the plane at the present step, one measure against t, several in one. */
export type FigureName = 'data' | 'boundaries' | 'plane' | 'curve' | 'panels';
"#;

#[wasm_bindgen]
extern "C" {
    /// The `RunRows` object of the typed interface, with its `t`.
    #[wasm_bindgen(typescript_type = "RunRows & { t: Float64Array }")]
    pub type HistoryObject;
    /// The `Rows` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Rows")]
    pub type RowsObject;
    /// A list of them.
    #[wasm_bindgen(typescript_type = "Rows[]")]
    pub type RowsList;
    /// The `Summary` object of the typed interface.
    #[wasm_bindgen(typescript_type = "Summary")]
    pub type SummaryObject;
    /// The options of figures.
    #[wasm_bindgen(typescript_type = "FigureOptions")]
    pub type FigureOptions;
}

#[wasm_bindgen]
impl Lab {
    /// What was measured of one run from the start to the present step. The run is trained again from the link for it;
    /// throws where its parameters came in another way, by `setParameters`.
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<HistoryObject, JsValue> {
        let run = self.number(run)?;
        let (mut link, trained) = (self.link.clone(), &self.ladder.runs[run]);
        link.spec.weights = vec![trained.weighting];
        let rows = Job::new(&link, self.ladder.step()).run();
        if rows.runs[0].hash != hash(trained.parameters()) {
            return Err(failed(
                "a history is of training from the start, and the parameters of this run were set: reset first",
            ));
        }
        let object = rows_object(&rows)?;
        let history = Array::from(&option(&object, "runs")).get(0);
        let t: Vec<f64> = rows.t.iter().map(|&t| t as f64).collect();
        set(&history, "t", Float64Array::from(&t[..]).into())?;
        Ok(history.into())
    }

    /// A figure as the text of an SVG: the same bytes as on the page and natively.
    pub fn figure(
        &self,
        #[wasm_bindgen(unchecked_param_type = "FigureName")] name: &JsValue,
        options: Option<FigureOptions>,
    ) -> Result<String, JsError> {
        let name = name.as_string().unwrap_or_default();
        let known = Name::ALL.map(Name::key).join(", ");
        let name = Name::of_key(&name).ok_or_else(|| {
            JsError::new(&format!(
                "there is no figure “{name}” of a lab: it is one of {known}; those of a sweep are made by Sweep"
            ))
        })?;
        Ok(figure(
            name,
            &self.link,
            &self.ladder,
            &read_options(options)?,
        ))
    }

    /// A Python script that trains one run again with numpy alone, to the present step, and asserts that it gets the
    /// same numbers. Throws where the run diverged or has no row.
    #[wasm_bindgen(js_name = pythonScript)]
    pub fn python_script(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] run: &JsValue,
    ) -> Result<String, JsError> {
        let run = self.number(run)?;
        python::script(&self.link, &self.ladder, run).map_err(|error| JsError::new(&error))
    }

    /// BibTeX of the lab with this link and step, and of the paper. `address` is the lab's own, before the `#`.
    pub fn citation(&self, address: Option<String>) -> String {
        let carried = Carried::of_lab(&self.link, &self.ladder);
        cite::bibtex(&carried, &address.unwrap_or_default())
    }
}

/// A sweep: the same experiment under several seeds and settings. A cell is a function of its own link: run it here, in
/// a worker or natively, in any order.
#[wasm_bindgen]
pub struct Sweep {
    plan: Plan,
    notices: Vec<String>,
}

#[wasm_bindgen]
impl Sweep {
    /// Reads a link with `sweep=seed:1..20;width:4,16&sweep_steps=10000`. Never throws: what cannot be run is left out
    /// and is in `notices`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "string")] link: &JsValue) -> Sweep {
        let (link, read) = Link::from_query(&link.as_string().unwrap_or_default());
        let (plan, planned) = Plan::of(&link);
        let notices = read
            .into_iter()
            .chain(planned)
            .map(|notice| notice.0)
            .collect();
        Sweep { plan, notices }
    }

    /// How many cells there are.
    #[wasm_bindgen(getter)]
    pub fn cells(&self) -> usize {
        self.plan.n_cells()
    }

    /// What a reader should know of the link.
    #[wasm_bindgen(getter)]
    pub fn notices(&self) -> Vec<String> {
        self.notices.clone()
    }

    /// The sweep's link, with what can be used of it.
    #[wasm_bindgen(getter)]
    pub fn query(&self) -> String {
        self.plan.link().to_query().0
    }

    /// The link of one cell.
    #[wasm_bindgen(js_name = cellLink)]
    pub fn cell_link(&self, i: f64) -> Result<String, JsError> {
        Ok(self.plan.cell_link(self.number(i)?))
    }

    /// Runs one cell to its end.
    pub fn run(&self, i: f64) -> Result<RowsObject, JsValue> {
        let cell = self.plan.cell(self.number(i)?);
        let rows = Job::new(&cell, self.plan.steps()).run();
        Ok(rows_object(&rows)?.into())
    }

    /// Means, intervals, quartiles and paired differences over the given rows, in any order. `baseline` is the place
    /// of the curve that differences are taken to.
    pub fn summary(
        &self,
        rows: &RowsList,
        #[wasm_bindgen(unchecked_optional_param_type = "Measure")] measure: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] baseline: Option<f64>,
    ) -> Result<SummaryObject, JsValue> {
        let measure = read_measure(measure)?;
        let baseline = baseline.map(|at| at as usize);
        let summary = Summary::of(&self.plan, &rows_from(rows)?, measure, baseline);
        Ok(summary_object(&summary)?.into())
    }

    /// The sweep's figure as the text of an SVG: lines with bands, or a map over two settings.
    pub fn figure(
        &self,
        rows: &RowsList,
        options: Option<FigureOptions>,
    ) -> Result<String, JsValue> {
        let (cells, options) = (self.in_order(rows_from(rows)?), read_options(options)?);
        let rows: Vec<Rows> = cells.into_iter().map(|(_, rows)| rows).collect();
        Ok(sweep_figure(&self.plan, &rows, &options))
    }

    /// The rows as CSV, one measurement of one run a line, cells in order.
    pub fn csv(&self, rows: &RowsList) -> Result<String, JsValue> {
        let cells = self.in_order(rows_from(rows)?);
        Ok(csv(&Table::of_sweep(&self.plan, &cells), true))
    }

    /// The rows that are cells of this sweep, each once, by number.
    fn in_order(&self, rows: Vec<Rows>) -> Vec<(usize, Rows)> {
        let by_link = self.plan.by_link();
        let known = rows
            .into_iter()
            .filter_map(|rows| Some((*by_link.get(&rows.link)?, rows)));
        let mut cells: Vec<(usize, Rows)> = known.collect();
        cells.sort_by_key(|(at, _)| *at);
        cells.dedup_by_key(|(at, _)| *at);
        cells
    }

    fn number(&self, i: f64) -> Result<usize, JsError> {
        let n = self.plan.n_cells();
        let there = i.fract() == 0.0 && (0.0..n as f64).contains(&i);
        let last = n - 1;
        there
            .then_some(i as usize)
            .ok_or_else(|| JsError::new(&format!("the sweep has {n} cells, numbered 0 to {last}")))
    }
}

fn read_measure(value: &JsValue) -> Result<Measure, JsError> {
    if value.is_undefined() || value.is_null() {
        return Ok(Measure::TestError);
    }
    let known = Measure::ALL.map(Measure::key).join(", ");
    let key = value.as_string().unwrap_or_default();
    Measure::of_key(&key)
        .ok_or_else(|| JsError::new(&format!("“{key}” is no measure: it is one of {known}")))
}

fn read_options(given: Option<FigureOptions>) -> Result<Options, JsError> {
    let mut options = Options::default();
    let Some(given) = given else {
        return Ok(options);
    };
    let given: &JsValue = &given;
    let width = option(given, "width");
    if !width.is_undefined() {
        let known = width.as_f64().and_then(Width::of_mm);
        options.format.width =
            known.ok_or_else(|| JsError::new("width is 85 or 170, in millimeters"))?;
    }
    options.format.theme = match text_option(given, "theme").as_deref() {
        None | Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some(_) => return Err(JsError::new("theme is light or dark")),
    };
    options.measure = read_measure(&option(given, "measure"))?;
    options.caption = option(given, "caption").is_truthy();
    options.address = text_option(given, "address").unwrap_or_default();
    Ok(options)
}

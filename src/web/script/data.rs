//! Own data for scripts: loading a file, what was made of it, and the rows out again.

use super::Lab;
use crate::data::Class;
use crate::data::own::OwnData;
use crate::data::read::{self, Report};
use crate::data::write;
use crate::settings::{DataKind, MOST_TEXT, Notice};
use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Options of `loadData`, all optional; what is not said is guessed. Columns by name or by number from 1. */
export interface DataOptions {
  format?: 'csv' | 'arff' | 'weka-json' | 'svmlight' | 'vw' | 'orange' | 'json' | 'markdown';
  delimiter?: 'comma' | 'semicolon' | 'tab' | 'pipe' | 'blanks';
  decimal?: 'point' | 'comma';
  /** Whether a row names the columns. */
  header?: boolean;
  /** Whether lines that begin with # are comments. */
  comments?: boolean;
  /** A text of weights, one a line, one for each row. */
  companion?: string;
  x1?: string | number;
  x2?: string | number;
  /** Two directions in place of two columns: principal components, or the difference of class means and the leading
   *  direction orthogonal to it. */
  project?: 'pca' | 'means';
  class?: string | number;
  orange?: string | number;
  blue?: string | number;
  /** '' for none. */
  split?: string | number;
  /** '' for none. */
  weight?: string | number;
  standardize?: boolean;
  /** Seed of the sample of a file with more than 5000 rows that can be used. */
  sample?: number;
}
/** What the lab's data are. */
export interface DataDescription {
  /** A name that the option `format` takes, or 'generated', or 'link' for rows that came in a link. */
  format: string;
  /** Names of x1 and x2. */
  features: [string, string];
  classes: { orange: string; blue: string };
  /** Name of the weight column. */
  weight: string | null;
  /** Name of the split column. */
  split: string | null;
  /** Mean and deviation that each feature was standardized by. */
  standardized: [[number, number], [number, number]] | null;
  /** How many rows are used. */
  used: number;
  /** Rows left out, by reason, with their lines from 1. */
  leftOut: { reason: string; lines: number[] }[];
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The `DataDescription` object of the typed interface.
    #[wasm_bindgen(typescript_type = "DataDescription")]
    pub type DataObject;
}

#[wasm_bindgen]
impl Lab {
    /// Takes own data from the text of a file: CSV and the like, ARFF, Weka's JSON, svmlight and libsvm, Vowpal Wabbit,
    /// Orange, JSON, Markdown. Options as an object, or as text such as
    /// `x1=bill_length_mm&x2=bill_depth_mm&class=species&orange=Chinstrap&blue=Adelie`. What is not said is guessed.
    ///
    /// How the file was read, what was guessed and what was left out is then in `notices`, with line numbers, and in
    /// `data()`. Features are standardized where their offset or spread would make the default ladder diverge or stall,
    /// unless `standardize` is 0; points and parameters are then in standardized units. A file with weights adds the run
    /// `file` to the ladder. Throws an Error with line numbers; the lab is then unchanged.
    #[wasm_bindgen(js_name = loadData)]
    pub fn load_data(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DataOptions | string | null")]
        options: &JsValue,
    ) -> Result<(), JsError> {
        let Some(text) = text.dyn_ref::<JsString>() else {
            return Err(JsError::new(
                "loadData takes the text of a file: read the file first",
            ));
        };
        if text.length() as usize > read::MOST_BYTES {
            return Err(JsError::new(&format!(
                "loadData takes up to {} characters of text: give a part of the file",
                read::MOST_BYTES
            )));
        }
        let text = String::from(text);
        let refused = |refusal: read::Refusal| JsError::new(&refusal.to_string());
        let options = options_of(options)?;
        let reading = read::read(text.as_bytes(), &options).map_err(refused)?;
        let (own, report) = read::select(&reading, &reading.guess.roles).map_err(refused)?;
        let added = self.link.take(own);
        self.link_notices = report.sentences().into_iter().map(Notice).collect();
        self.link_notices.extend(added);
        self.report = Some(report);
        self.build();
        Ok(())
    }

    /// The older name of `loadData`, for texts of up to 20,000,000 characters and options as text.
    #[wasm_bindgen(js_name = loadCsv)]
    pub fn load_csv(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string | null")] options: &JsValue,
    ) -> Result<(), JsError> {
        let none = options.is_null() || options.is_undefined();
        let (Some(characters), true) = (text.dyn_ref::<JsString>(), none || options.is_string())
        else {
            return Err(JsError::new(
                "loadCsv takes the text of a file, and options as text: read the file first",
            ));
        };
        if characters.length() as usize > MOST_CSV {
            return Err(JsError::new(&format!(
                "loadCsv takes up to {MOST_CSV} characters of text: give a longer file to loadData"
            )));
        }
        self.load_data(text, options)
    }

    /// What the data are: format, names, standardizing, rows used and left out.
    pub fn data(&self) -> Result<DataObject, JsValue> {
        let own = self.own_rows();
        let object = Object::new();
        let set = |key: &str, value: JsValue| Reflect::set(&object, &key.into(), &value);
        let report = self.report.as_ref();
        let format = match (report, self.link.spec.data) {
            (Some(report), _) => report.format.name(),
            (None, DataKind::Csv) => "link",
            (None, _) => "generated",
        };
        set("format", format.into())?;
        set("features", texts(&own.features).into())?;
        let classes = Object::new();
        for (class, name) in [Class::Orange, Class::Blue].into_iter().zip(&own.classes) {
            Reflect::set(&classes, &class.name().into(), &name.into())?;
        }
        set("classes", classes.into())?;
        let column = |name: fn(&Report) -> &Option<String>, is_there: bool, usual: &str| {
            let named = report.and_then(|report| name(report).as_deref());
            named
                .or((report.is_none() && is_there).then_some(usual))
                .map_or(JsValue::NULL, JsValue::from)
        };
        set("weight", column(|r| &r.weight, own.has_weight, "weight"))?;
        set("split", column(|r| &r.split, own.has_split, "split"))?;
        let scales = own.standardized.map_or(JsValue::NULL, |how| {
            let pair = |k: usize| Array::of2(&how.mean[k].into(), &how.deviation[k].into());
            Array::of2(&pair(0), &pair(1)).into()
        });
        set("standardized", scales)?;
        set("used", (own.dataset.examples.len() as f64).into())?;
        let left_out = Array::new();
        for left in report.iter().flat_map(|report| &report.left_out) {
            let entry = Object::new();
            Reflect::set(&entry, &"reason".into(), &left.reason.to_string().into())?;
            let lines: Array = left
                .lines
                .iter()
                .map(|&n| JsValue::from(n as f64))
                .collect();
            Reflect::set(&entry, &"lines".into(), &lines)?;
            left_out.push(&entry);
        }
        set("leftOut", left_out.into())?;
        Ok(JsValue::from(object).into())
    }

    /// The rows as text that is read back to the same bits: `csv` (with split and weight), `arff` (weights at 17
    /// digits) or `svmlight`. Points are in the units that are trained on.
    #[wasm_bindgen(js_name = exportData)]
    pub fn export_data(
        &self,
        #[wasm_bindgen(unchecked_param_type = "'csv' | 'arff' | 'svmlight'")] format: &JsValue,
    ) -> Result<String, JsError> {
        let own = self.own_rows();
        match format.as_string().as_deref() {
            Some("csv") => Ok(write::csv(&own)),
            Some("arff") => Ok(write::arff(&own)),
            Some("svmlight") => Ok(write::svmlight(&own)),
            _ => Err(JsError::new("exportData takes csv, arff or svmlight")),
        }
    }

    /// The rows that are trained and tested on, as one's own.
    fn own_rows(&self) -> OwnData {
        let dataset = self.ladder.dataset.as_ref().clone();
        let own = self.link.own.as_ref();
        match own.filter(|_| self.link.spec.data == DataKind::Csv) {
            Some(own) => OwnData {
                dataset,
                has_split: own.has_split || self.link.spec.split_own,
                ..own.clone()
            },
            None => OwnData::from_dataset(dataset),
        }
    }
}

/// The most characters that `loadCsv` takes.
const MOST_CSV: usize = 20_000_000;

fn texts(texts: &[String]) -> Array {
    texts.iter().map(JsValue::from).collect()
}

/// Options from text, or from an object of them.
fn options_of(options: &JsValue) -> Result<read::Options, JsError> {
    let refused = |refusal: read::Refusal| JsError::new(&refusal.to_string());
    if options.is_null() || options.is_undefined() {
        return Ok(read::Options::default());
    }
    if let Some(query) = options.dyn_ref::<JsString>() {
        if query.length() as usize > MOST_TEXT {
            return Err(JsError::new(&format!(
                "options are text of up to {MOST_TEXT} characters, or an object"
            )));
        }
        let query = String::from(query);
        return read::Options::from_query(&query).map_err(refused);
    }
    if !options.is_object() || Array::is_array(options) {
        return Err(JsError::new(
            "options are an object such as {class: 'species'}, or text such as class=species",
        ));
    }
    let mut read = read::Options::default();
    for entry in Object::entries(options.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let (key, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if value.is_undefined() {
            continue;
        }
        let text = match (value.as_string(), value.as_f64(), value.as_bool()) {
            (Some(text), ..) => text,
            (_, Some(number), _) => crate::text::decimal::readable(number),
            (.., Some(flag)) => (if flag { "1" } else { "0" }).to_owned(),
            _ => {
                let text = format!("the option {key} takes a text, a number, or true or false");
                return Err(JsError::new(&text));
            }
        };
        read.set(&key, text).map_err(refused)?;
    }
    Ok(read)
}

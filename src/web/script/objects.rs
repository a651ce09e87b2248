//! Rows and summaries as plain objects of scripts, and rows back from them.

use crate::experiment::ladder::Status;
use crate::optimizer::Quantity;
use crate::sweep::measure::metrics_of;
use crate::sweep::summary::{Curve, Point};
use crate::sweep::{Measure, Rows, RunRows, Summary};
use crate::weights::Weighting;
use js_sys::{Array, Float64Array, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue};

/// An error with a sentence.
pub fn failed(text: &str) -> JsValue {
    JsError::new(text).into()
}

/// A property; undefined where there is none.
pub fn option(object: &JsValue, key: &str) -> JsValue {
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A property that is a text.
pub fn text_option(object: &JsValue, key: &str) -> Option<String> {
    option(object, key).as_string()
}

/// Sets a property.
pub fn set(object: &JsValue, key: &str, value: JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &key.into(), &value).map(|_| ())
}

/// The property of a measure.
fn property(measure: Measure) -> &'static str {
    match measure {
        Measure::TestError => "testError",
        Measure::TrainError => "trainError",
        Measure::PopulationError => "populationError",
        Measure::LnRisk => "lnRisk",
        Measure::FractionOrange => "fractionOrange",
        Measure::NormalizedMargin => "normalizedMargin",
        Measure::ParameterNorm => "parameterNorm",
    }
}

fn floats(values: impl Iterator<Item = Option<f64>>) -> JsValue {
    let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
    Float64Array::from(&values[..]).into()
}

fn steps(t: &[u64]) -> JsValue {
    floats(t.iter().map(|&t| Some(t as f64)))
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> JsValue {
    texts.map(JsValue::from).collect::<Array>().into()
}

/// The `Rows` of the typed interface.
pub fn rows_object(rows: &Rows) -> Result<JsValue, JsValue> {
    let runs = Array::new();
    for run in &rows.runs {
        let object = JsValue::from(Object::new());
        set(&object, "weighting", run.weighting.to_string().into())?;
        set(&object, "status", run.status().name().into())?;
        if let Status::Diverged { step, quantity } = run.status() {
            set(&object, "divergedAt", JsValue::from(step as f64))?;
            set(&object, "overflowed", quantity.name().into())?;
        }
        let statuses = run.statuses.iter().map(|status| status.name());
        set(&object, "statuses", texts(statuses))?;
        set(&object, "hash", run.hash.as_str().into())?;
        for measure in Measure::ALL {
            set(
                &object,
                property(measure),
                floats(run.series(measure).into_iter()),
            )?;
        }
        runs.push(&object);
    }
    let object = JsValue::from(Object::new());
    set(&object, "link", rows.link.as_str().into())?;
    set(&object, "t", steps(&rows.t))?;
    set(&object, "runs", runs.into())?;
    set(
        &object,
        "notices",
        texts(rows.notices.iter().map(String::as_str)),
    )?;
    Ok(object)
}

/// The rows of a list of `Rows`.
///
/// # Errors
/// Where something in it is none, in a sentence.
pub fn rows_from(list: &JsValue) -> Result<Vec<Rows>, JsValue> {
    if !Array::is_array(list) {
        return Err(failed("rows are a list of what run gives"));
    }
    let list = Array::from(list);
    list.iter()
        .map(|rows| read(&rows).ok_or_else(|| failed("a list of rows holds only what run gives")))
        .collect()
}

fn list(value: &JsValue) -> Option<Array> {
    Array::is_array(value).then(|| Array::from(value))
}

fn numbers(value: &JsValue) -> Option<Vec<f64>> {
    value.dyn_ref::<Float64Array>().map(Float64Array::to_vec)
}

fn read(rows: &JsValue) -> Option<Rows> {
    let t = numbers(&option(rows, "t"))?;
    let runs = list(&option(rows, "runs"))?;
    let said = list(&option(rows, "notices"))?;
    Some(Rows {
        link: text_option(rows, "link")?,
        runs: runs
            .iter()
            .map(|run| read_run(&run, t.len()))
            .collect::<Option<_>>()?,
        t: t.into_iter().map(|t| t as u64).collect(),
        notices: said.iter().filter_map(|text| text.as_string()).collect(),
    })
}

fn read_run(run: &JsValue, n: usize) -> Option<RunRows> {
    let status = |name: String| {
        Some(match name.as_str() {
            "training" => Status::Training,
            "converged" => Status::Converged,
            "empty" => Status::Empty,
            "diverged" => {
                let overflowed = text_option(run, "overflowed")?;
                let quantities = [Quantity::Loss, Quantity::Gradient, Quantity::Parameters];
                Status::Diverged {
                    step: option(run, "divergedAt").as_f64()? as u64,
                    quantity: quantities
                        .into_iter()
                        .find(|quantity| quantity.name() == overflowed)?,
                }
            }
            _ => return None,
        })
    };
    let statuses = list(&option(run, "statuses"))?;
    let statuses: Option<Vec<Status>> = statuses
        .iter()
        .map(|name| status(name.as_string()?))
        .collect();
    let mut series = Vec::new();
    for measure in Measure::ALL {
        let values = numbers(&option(run, property(measure)))?;
        (values.len() == n).then_some(())?;
        series.push(values);
    }
    let statuses = statuses.filter(|statuses| statuses.len() == n)?;
    let metrics = statuses.iter().enumerate().map(|(k, &status)| {
        let values = std::array::from_fn(|measure| {
            let value: f64 = series[measure][k];
            (!value.is_nan()).then_some(value)
        });
        metrics_of(values, status)
    });
    let metrics = metrics.collect();
    Some(RunRows {
        weighting: Weighting::parse(&text_option(run, "weighting")?).ok()?,
        statuses,
        hash: text_option(run, "hash")?,
        metrics,
    })
}

/// The `Summary` of the typed interface.
pub fn summary_object(summary: &Summary) -> Result<JsValue, JsValue> {
    let curves = Array::new();
    for curve in &summary.curves {
        curves.push(&curve_object(curve, &summary.t)?);
    }
    let object = JsValue::from(Object::new());
    set(&object, "measure", summary.measure.key().into())?;
    set(&object, "t", steps(&summary.t))?;
    set(&object, "curves", curves.into())?;
    set(&object, "baseline", JsValue::from(summary.baseline as f64))?;
    set(&object, "cells", JsValue::from(summary.cells as f64))?;
    set(
        &object,
        "notices",
        texts(summary.notices.iter().map(String::as_str)),
    )?;
    Ok(object)
}

fn curve_object(curve: &Curve, t: &[u64]) -> Result<JsValue, JsValue> {
    let object = JsValue::from(Object::new());
    set(&object, "weighting", curve.weighting.as_str().into())?;
    set(&object, "setting", curve.setting.as_str().into())?;
    for (key, count) in [
        ("runs", curve.runs),
        ("used", curve.used),
        ("diverged", curve.diverged),
        ("separated", curve.separated),
    ] {
        set(&object, key, JsValue::from(count as f64))?;
    }
    let each = |of: &dyn Fn(&Point) -> Option<f64>| floats(curve.points.iter().map(of));
    set(&object, "mean", each(&|point| Some(point.mean?.mean)))?;
    set(&object, "half", each(&|point| point.mean?.half))?;
    set(
        &object,
        "firstQuartile",
        each(&|point| Some(point.quartiles?[0])),
    )?;
    set(&object, "median", each(&|point| Some(point.quartiles?[1])))?;
    set(
        &object,
        "thirdQuartile",
        each(&|point| Some(point.quartiles?[2])),
    )?;
    set(
        &object,
        "difference",
        each(&|point| Some(point.difference?.mean)),
    )?;
    set(
        &object,
        "differenceHalf",
        each(&|point| point.difference?.half),
    )?;
    if let Some(best) = curve.best {
        set(&object, "bestT", JsValue::from(t[best] as f64))?;
    }
    Ok(object)
}

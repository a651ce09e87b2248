//! From a table and its roles to examples.

use super::guess::Roles;
use super::project::Projection;
use super::remark::{Change, Remark};
use super::report::{Report, Sampled};
use super::rows::Taker;
use super::sample::sample;
use super::table::short;
use super::tally::Tally;
use super::{Reading, Refusal};
use crate::data::own::{OwnData, Standardization, standardizing_helps};
use crate::data::{Class, Dataset, Example, MOST_ROWS, Split};
use crate::text::decimal;

/// The examples that `roles` take from what was read, in the order of its rows, and what became of each row.
///
/// Without a split column every row is for training, without a weight column it has weight 1. One class alone is taken,
/// with a warning. Of more than [`MOST_ROWS`] rows a random sample is taken.
///
/// # Errors
/// If a role is missing, a column or a value is chosen twice or not there, or no row can be used.
pub fn select(reading: &Reading, roles: &Roles) -> Result<(OwnData, Report), Refusal> {
    let table = &reading.table;
    let taker = Taker::new(table, roles)?;
    let mut tally = Tally::default();
    for (line, reason) in &table.set_aside {
        tally.add(*line, reason.clone());
    }
    let mut usable = Vec::new();
    for (index, row) in table.cells.rows().enumerate() {
        match taker.check(row) {
            Ok(()) => usable.push(index),
            Err(reason) => tally.add(row.line, reason),
        }
    }
    let of = usable.len();
    let mut sampled = None;
    if of > MOST_ROWS {
        let seed = roles.sample;
        usable = sample(of, MOST_ROWS, seed)
            .into_iter()
            .map(|at| usable[at])
            .collect();
        sampled = Some(Sampled { of, seed });
    }
    let name = |column: usize| table.columns[column].name.clone();
    let label = |label: &Option<String>, class: Class| {
        label.clone().unwrap_or_else(|| class.name().to_string())
    };
    let mut report = Report {
        format: table.format,
        features: taker.features(),
        classes: [
            label(&roles.orange, Class::Orange),
            label(&roles.blue, Class::Blue),
        ],
        weight: roles.weight.map(name),
        split: roles.split.map(name),
        standardized: None,
        projection: None,
        used: usable.len(),
        sampled,
        left_out: tally.finish(),
        remarks: table.notices.clone(),
        unused: Vec::new(),
        warnings: Vec::new(),
    };
    let guessed = *roles == reading.guess.roles;
    if guessed {
        report.remarks.extend(reading.guess.remarks());
        let unused = reading.guess.unused.iter();
        report.unused = unused
            .map(|(c, reason)| (name(*c), reason.clone()))
            .collect();
        let ids = report
            .unused
            .iter()
            .filter(|(_, reason)| reason.contains("the rows"));
        let ids = ids.map(|(name, reason)| {
            Remark::new(
                format!("{} is no feature: {reason}", short(name)),
                Change::Features,
            )
        });
        report.remarks.extend(ids.collect::<Vec<Remark>>());
    }
    if usable.is_empty() {
        return Err(Refusal::NothingUsable(Box::new(report)));
    }
    let examples: Vec<Example> = usable
        .iter()
        .map(|&index| taker.example(table.cells.row(index)))
        .collect();
    let mut own = OwnData {
        dataset: Dataset { examples },
        has_split: roles.split.is_some(),
        has_weight: roles.weight.is_some(),
        features: report.features.clone(),
        classes: report.classes.clone(),
        standardized: None,
    };
    if let Some(directions) = roles.project {
        let rows: Vec<Vec<f64>> = usable
            .iter()
            .map(|&index| taker.projected(table.cells.row(index)))
            .collect();
        let classes: Vec<Class> = own.dataset.examples.iter().map(|e| e.class).collect();
        let trained: Vec<bool> = own
            .dataset
            .examples
            .iter()
            .map(|e| own.is_trained_on(e))
            .collect();
        let names = roles.projected.iter().map(|&c| name(c)).collect();
        let projection = Projection::of(directions, names, &rows, &classes, &trained)
            .map_err(|why| Refusal::NoProjection { why })?;
        for (example, row) in own.dataset.examples.iter_mut().zip(&rows) {
            example.x = projection.project(row);
        }
        report.projection = Some(projection);
    }
    let is_plain = own.features.each_ref().map(|name| name.to_lowercase()) == ["x1", "x2"];
    let helps = || !is_plain && standardizing_helps(&own);
    if roles.standardize.unwrap_or_else(helps) {
        own.standardized = Some(Standardization::apply(&mut own));
    }
    report.standardized = own.standardized;
    if own.has_weight
        && own.dataset.examples.iter().any(|e| e.weight == 0.0)
        && own.standardized.is_some()
    {
        report.remarks.push(Remark::new(
            "Rows of weight 0 count for nothing in the mean and deviation that features are standardized by.",
            Change::Weight,
        ));
    }
    report.warnings = warnings(&own);
    Ok((own, report))
}

/// What can be used but will surprise.
fn warnings(own: &OwnData) -> Vec<String> {
    let mut warnings = Vec::new();
    let examples = &own.dataset.examples;
    for (class, other) in [(Class::Orange, Class::Blue), (Class::Blue, Class::Orange)] {
        if examples.iter().all(|e| e.class == class) {
            let (class, other) = (class.name(), other.name());
            warnings.push(format!(
                "Every row used is {class}: without {other} rows there is no boundary to find."
            ));
        }
    }
    if own.has_split && examples.iter().all(|e| e.split != Split::Train) {
        warnings.push("No row used is for training: nothing would be trained on.".into());
    }
    let same = |k: usize| examples.iter().all(|e| e.x[k] == examples[0].x[k]);
    for k in [0, 1] {
        if examples.len() > 1 && same(k) {
            let name = short(&own.features[k]);
            warnings.push(format!("{name} is the same in every row used."));
        }
    }
    let largest = examples
        .iter()
        .flat_map(|e| e.x)
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    if own.standardized.is_none() && standardizing_helps(own) {
        let largest = decimal::readable(largest);
        warnings.push(format!(
            "Features reach {largest}, and their offset or spread makes training at the usual learning rates diverge or stall. Standardizing them mends that (standardize=1)."
        ));
    }
    warnings
}

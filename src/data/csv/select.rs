//! From a table and a selection to examples.

use super::guess::{LARGE, same_label};
use super::number::{self, Cell};
use super::rows::Row;
use super::table::{list, short};
use super::{CsvError, MOST_ROWS, Reason, Report, Selection, Table};
use crate::data::own::{OwnData, Standardization};
use crate::data::{Class, Dataset, Example, Split};
use crate::text::decimal;

impl Table {
    /// The examples that `selection` takes from this table, in the order of its rows, and what became of each row.
    ///
    /// Without a split column every row is for training, without a weight column it has weight 1. One class alone
    /// is taken, with a warning.
    pub fn select(&self, selection: &Selection) -> Result<(OwnData, Report), CsvError> {
        self.check(selection)?;
        let mut report = Report {
            warnings: self.warnings.clone(),
            ..Report::default()
        };
        let mut examples = Vec::new();
        for row in &self.rows {
            match self.example(row, selection) {
                Ok(example) => examples.push(example),
                Err(reason) => report.left_out.push((row.line, reason)),
            }
        }
        report.used = examples.len();
        if examples.is_empty() {
            return Err(CsvError::NothingUsable(report));
        }
        if examples.len() > MOST_ROWS {
            return Err(CsvError::TooManyRows {
                usable: examples.len(),
            });
        }
        let name = |column: usize| self.columns[column].name.clone();
        let label = |label: &Option<String>, class: Class| {
            label.clone().unwrap_or_else(|| class.name().to_string())
        };
        let mut own = OwnData {
            dataset: Dataset { examples },
            has_split: selection.split.is_some(),
            has_weight: selection.weight.is_some(),
            features: [name(selection.x1), name(selection.x2)],
            classes: [
                label(&selection.orange, Class::Orange),
                label(&selection.blue, Class::Blue),
            ],
            standardized: None,
        };
        if selection.standardize {
            own.standardized = Some(Standardization::apply(&mut own.dataset));
        }
        warn(&own, &mut report.warnings);
        Ok((own, report))
    }

    /// Whether the selection names different columns and labels that there are.
    fn check(&self, selection: &Selection) -> Result<(), CsvError> {
        let Selection { x1, x2, class, .. } = *selection;
        let all = [
            Some(x1),
            Some(x2),
            Some(class),
            selection.split,
            selection.weight,
        ];
        let chosen: Vec<usize> = all.into_iter().flatten().collect();
        for (index, &column) in chosen.iter().enumerate() {
            let Some(known) = self.columns.get(column) else {
                return Err(CsvError::UnknownColumn {
                    name: (column + 1).to_string(),
                    columns: self.column_list(),
                });
            };
            if chosen[..index].contains(&column) {
                let column = short(&known.name);
                return Err(CsvError::SameColumn { column });
            }
        }
        if let (Some(orange), Some(blue)) = (&selection.orange, &selection.blue)
            && same_label(orange, blue)
        {
            let label = short(orange);
            return Err(CsvError::SameLabel { label });
        }
        for label in [&selection.orange, &selection.blue].into_iter().flatten() {
            let occurs = |row: &Row| same_label(row.cell(class), label);
            if !self.rows.iter().any(occurs) {
                let column = &self.columns[class];
                let values = match &column.values {
                    Some(values) => list(values.iter().map(|(value, _)| value.as_str())),
                    None => "more than thirty".into(),
                };
                return Err(CsvError::UnknownLabel {
                    label: short(label),
                    column: short(&column.name),
                    values,
                });
            }
        }
        Ok(())
    }

    /// One row as an example, or why it is none. The class is judged first, so that a row of a third class counts
    /// as such whatever else it holds.
    fn example(&self, row: &Row, selection: &Selection) -> Result<Example, Reason> {
        let read = || {
            let expected = self.columns.len();
            let found = row.filled().max(row.n_cells().min(expected));
            if found != expected {
                return Err(Reason::Ragged { found, expected });
            }
            let class = class(row, selection)?;
            Ok(Example {
                x: [
                    self.number(row, selection.x1)?,
                    self.number(row, selection.x2)?,
                ],
                class,
                split: match selection.split {
                    Some(column) => split(row.cell(column))?,
                    None => Split::Train,
                },
                weight: match selection.weight {
                    Some(column) => self.weight(row, column)?,
                    None => 1.0,
                },
            })
        };
        read().map_err(|reason| {
            if row.last_line > row.line {
                let last_line = row.last_line;
                Reason::OpenQuote { last_line }
            } else {
                reason
            }
        })
    }

    fn number(&self, row: &Row, column: usize) -> Result<f64, Reason> {
        let name = || short(&self.columns[column].name);
        let cell = row.cell(column);
        match number::read(cell, self.decimal) {
            Cell::Number(value) => Ok(value),
            Cell::Missing => Err(Reason::Missing { column: name() }),
            Cell::TooLarge => Err(Reason::TooLarge {
                column: name(),
                value: short(cell),
            }),
            Cell::Other => Err(Reason::NotANumber {
                column: name(),
                value: short(cell),
            }),
        }
    }

    fn weight(&self, row: &Row, column: usize) -> Result<f64, Reason> {
        let weight = self.number(row, column)?;
        if weight < 0.0 {
            let value = short(row.cell(column));
            return Err(Reason::NegativeWeight { value });
        }
        Ok(weight + 0.0) // −0 to 0
    }
}

fn class(row: &Row, selection: &Selection) -> Result<Class, Reason> {
    let cell = row.cell(selection.class);
    let is = |label: &Option<String>| label.as_ref().is_some_and(|label| same_label(cell, label));
    if is(&selection.orange) {
        Ok(Class::Orange)
    } else if is(&selection.blue) {
        Ok(Class::Blue)
    } else {
        let value = if number::is_missing(cell) { "" } else { cell };
        Err(Reason::ThirdClass {
            value: short(value),
        })
    }
}

/// `train`, `test` or `validation` (also `training`, `testing`, `valid`, `val`) in any case. Not 0 and 1: files disagree which is which.
fn split(cell: &str) -> Result<Split, Reason> {
    match cell.to_ascii_lowercase().as_str() {
        "train" | "training" => Ok(Split::Train),
        "test" | "testing" => Ok(Split::Test),
        "validation" | "valid" | "val" => Ok(Split::Validation),
        _ => Err(Reason::UnknownSplit { value: short(cell) }),
    }
}

/// Warnings about data that can be used but will surprise.
fn warn(own: &OwnData, warnings: &mut Vec<String>) {
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
    if own.standardized.is_none() && largest > LARGE {
        let largest = decimal::readable(largest);
        warnings.push(format!(
            "Features reach {largest}: training at the usual learning rates is likely to diverge. Standardizing them mends that."
        ));
    }
}

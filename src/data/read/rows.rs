//! What is taken from each row, or why it is not.

use super::Refusal;
use super::guess::{Roles, first_obstacle};
use super::labels::same_label;
use super::number::Cell;
use super::reason::Reason;
use super::table::{Row, Table, list, short};
use crate::data::{Class, Example, Split};

/// What is taken from each row.
pub(super) struct Taker<'a> {
    table: &'a Table,
    roles: &'a Roles,
    x: [usize; 2],
    class: usize,
    /// The values of the class column and what they mean.
    known: Vec<(&'a str, Option<Class>)>,
}

impl<'a> Taker<'a> {
    /// Checks that the roles name different columns and values that there are.
    pub fn new(table: &'a Table, roles: &'a Roles) -> Result<Taker<'a>, Refusal> {
        let columns = || table.column_list();
        let class = roles
            .class
            .ok_or_else(|| Refusal::NoClass { columns: columns() })?;
        let x = if roles.project.is_some() {
            [usize::MAX; 2]
        } else {
            let missing = || Refusal::NoFeatures {
                columns: columns(),
                first: first_obstacle(table),
            };
            [roles.x1.ok_or_else(missing)?, roles.x2.ok_or_else(missing)?]
        };
        let direct = x.into_iter().filter(|&c| c != usize::MAX);
        let all = direct.chain(
            roles
                .projected
                .iter()
                .copied()
                .filter(|_| roles.project.is_some()),
        );
        let chosen: Vec<usize> = all
            .chain([class])
            .chain(roles.split)
            .chain(roles.weight)
            .collect();
        for (index, &column) in chosen.iter().enumerate() {
            let Some(known) = table.columns.get(column) else {
                return Err(Refusal::UnknownColumn {
                    name: (column + 1).to_string(),
                    columns: columns(),
                });
            };
            if chosen[..index].contains(&column) {
                let column = short(&known.name);
                return Err(Refusal::SameColumn { column });
            }
        }
        let column = &table.columns[class];
        if roles.orange.is_none() && roles.blue.is_none() {
            let column = short(&column.name);
            return Err(Refusal::NoLabels { column });
        }
        if let (Some(orange), Some(blue)) = (&roles.orange, &roles.blue)
            && same_label(orange, blue)
        {
            let label = short(orange);
            return Err(Refusal::SameLabel { label });
        }
        for label in [&roles.orange, &roles.blue].into_iter().flatten() {
            let occurs = match &column.values {
                Some(values) => values.iter().any(|(value, _)| same_label(value, label)),
                None => table
                    .cells
                    .rows()
                    .any(|row| same_label(row.cell(class), label)),
            };
            if !occurs {
                let values = match &column.values {
                    Some(values) => list(values.iter().map(|(value, _)| value.as_str())),
                    None => "more than thirty".into(),
                };
                return Err(Refusal::UnknownLabel {
                    label: short(label),
                    column: short(&column.name),
                    values,
                });
            }
        }
        let values = column.values.as_deref().unwrap_or(&[]);
        let known = values
            .iter()
            .map(|(value, _)| (value.as_str(), class_of(value, roles)))
            .collect();
        Ok(Taker {
            table,
            roles,
            x,
            class,
            known,
        })
    }

    /// Names of the two features.
    pub fn features(&self) -> [String; 2] {
        match self.roles.project {
            Some(directions) => directions.names().map(String::from),
            None => self.x.map(|column| self.table.columns[column].name.clone()),
        }
    }

    /// Whether a row can be used. The class is judged first, so that a row of a third class counts as such whatever else
    /// it holds.
    pub fn check(&self, row: Row) -> Result<(), Reason> {
        let expected = self.table.columns.len();
        let found = row.filled().max(row.n_cells().min(expected));
        let checked = if found == expected {
            self.check_cells(row)
        } else {
            Err(Reason::Ragged { found, expected })
        };
        checked.map_err(|reason| {
            let last_line = row.last_line();
            if last_line > row.line {
                Reason::OpenQuote { last_line }
            } else {
                reason
            }
        })
    }

    fn check_cells(&self, row: Row) -> Result<(), Reason> {
        let label = row.cell(self.class);
        if self.class_in(row).is_none() {
            return Err(Reason::ThirdClass {
                value: short(label),
            });
        }
        match self.roles.project {
            None => self
                .x
                .iter()
                .try_for_each(|&column| self.number(row, column))?,
            Some(_) => self
                .roles
                .projected
                .iter()
                .try_for_each(|&column| self.number(row, column))?,
        }
        if let Some(column) = self.roles.split {
            let cell = row.cell(column);
            match split_of(cell) {
                Some(Some(_)) => {}
                Some(None) => return Err(Reason::Validation),
                None => return Err(Reason::UnknownSplit { value: short(cell) }),
            }
        }
        if let Some(column) = self.roles.weight {
            self.number(row, column)?;
            if self.value(row, column) < 0.0 {
                let value = short(row.cell(column));
                return Err(Reason::NegativeWeight { value });
            }
        }
        Ok(())
    }

    /// Why the cell is no number that can be used.
    fn number(&self, row: Row, column: usize) -> Result<(), Reason> {
        let (cell, known) = (row.cell(column), &self.table.columns[column]);
        if known.notation.is_number(cell) {
            return Ok(());
        }
        let (column, value) = (short(&known.name), short(cell));
        Err(match known.notation.read(cell) {
            Cell::Missing => Reason::Missing { column },
            Cell::TooLarge => Reason::TooLarge { column, value },
            Cell::Number(_) | Cell::Other => Reason::NotANumber { column, value },
        })
    }

    /// The number of a cell that was checked.
    fn value(&self, row: Row, column: usize) -> f64 {
        match self.table.columns[column].notation.read(row.cell(column)) {
            Cell::Number(value) => value,
            _ => f64::NAN,
        }
    }

    fn class_in(&self, row: Row) -> Option<Class> {
        let cell = row.cell(self.class);
        match self.known.iter().find(|(value, _)| *value == cell) {
            Some(&(_, class)) => class,
            None => class_of(cell, self.roles),
        }
    }

    /// A row that was checked, as an example.
    pub fn example(&self, row: Row) -> Example {
        let x = match self.roles.project {
            None => self.x.map(|column| self.value(row, column)),
            Some(_) => [0.0; 2],
        };
        Example {
            x,
            class: self.class_in(row).unwrap_or(Class::Blue),
            split: self
                .roles
                .split
                .and_then(|column| split_of(row.cell(column))?)
                .unwrap_or(Split::Train),
            // Adding 0 turns −0 into 0.
            weight: self
                .roles
                .weight
                .map_or(1.0, |column| self.value(row, column) + 0.0),
        }
    }

    /// The numbers of a row that was checked, of all columns that are projected.
    pub fn projected(&self, row: Row) -> Vec<f64> {
        self.roles
            .projected
            .iter()
            .map(|&column| self.value(row, column))
            .collect()
    }
}

/// The class of a cell. In the class column nothing is missing but an empty cell.
fn class_of(cell: &str, roles: &Roles) -> Option<Class> {
    let is = |label: &Option<String>| label.as_ref().is_some_and(|label| same_label(cell, label));
    if cell.is_empty() {
        None
    } else if is(&roles.orange) {
        Some(Class::Orange)
    } else {
        is(&roles.blue).then_some(Class::Blue)
    }
}

/// `train` or `test` (also `training`, `testing`) in any case, or validation (`None` within). Not 0 and 1: files disagree
/// which is which.
pub(super) fn split_of(cell: &str) -> Option<Option<Split>> {
    match cell.to_ascii_lowercase().as_str() {
        "train" | "training" => Some(Some(Split::Train)),
        "test" | "testing" => Some(Some(Split::Test)),
        "validation" | "valid" | "val" => Some(None),
        _ => None,
    }
}

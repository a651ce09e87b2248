//! Rows to a table: columns, what they are called and what they hold.

use super::CsvError;
use super::header::{header, names, unnamed};
use super::number::{self, Cell, Decimal};
use super::rows::{Row, Rows, usual_length};

/// Most rows that are looked at, used or not.
const MOST_LINES: usize = 100_000;
/// Most columns.
const MOST_COLUMNS: usize = 1000;
/// Distinct values that are counted in a column; one with more can hardly be a class.
const MOST_VALUES: usize = 30;
/// Longest name or value that is repeated in a message, in characters.
const LONGEST: usize = 40;

/// A column and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its header, or "column 3"; different for each column.
    pub name: String,
    /// Cells that are numbers.
    pub numbers: usize,
    /// Cells without a value.
    pub missing: usize,
    /// Cells that are something else.
    pub others: usize,
    /// The distinct values with their counts, in order of appearance; `None` when there are more than 30.
    pub values: Option<Vec<(String, usize)>>,
}

impl Column {
    /// Whether it can be a feature: at least half of its values are numbers.
    pub fn is_numeric(&self) -> bool {
        self.numbers > 0 && self.numbers >= self.others
    }
}

/// A file read, and not yet interpreted.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the columns are called and hold.
    pub columns: Vec<Column>,
    /// Whether the names come from the file.
    pub has_header: bool,
    /// `,`, `;` or tab.
    pub delimiter: char,
    /// What a person should know about how the file was read, in whole sentences.
    pub warnings: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) decimal: Decimal,
}

impl Table {
    /// Reads `text`, whatever of the forms that the module names it has.
    pub fn parse(text: &str) -> Result<Table, CsvError> {
        let Rows {
            mut rows,
            delimiter,
            open_quote,
        } = Rows::of(text, MOST_LINES)?;
        let mut warnings = Vec::new();
        if open_quote {
            warnings.push(
                "A quote is opened and never closed: quotes were read as ordinary signs.".into(),
            );
        }
        let decimal = if delimiter == ',' {
            Decimal::Point
        } else {
            number::decimal_sign(rows.iter().flat_map(Row::cells))
        };
        if decimal == Decimal::Comma {
            warnings.push("Numbers were read with a decimal comma.".into());
        }
        let width = usual_length(&rows);
        if width > MOST_COLUMNS {
            return Err(CsvError::TooManyColumns {
                found: width,
                most: MOST_COLUMNS,
            });
        }
        let header = header(&rows, width, decimal);
        let names = match header {
            Some(index) => names(&rows.remove(index), &rows, width, &mut warnings),
            None => (1..=width).map(unnamed).collect(),
        };
        if rows.is_empty() {
            return Err(CsvError::NoRows);
        }
        let columns = names
            .into_iter()
            .enumerate()
            .map(|(index, name)| column(index, name, &rows, decimal))
            .collect();
        Ok(Table {
            columns,
            has_header: header.is_some(),
            delimiter,
            warnings,
            rows,
            decimal,
        })
    }

    /// The column called `name`: exactly, or but for case, or by its number from 1.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let by = |same: &dyn Fn(&str) -> bool| self.columns.iter().position(|c| same(&c.name));
        by(&|other| other == name)
            .or_else(|| by(&|other| other.eq_ignore_ascii_case(name)))
            .or_else(|| {
                let number: usize = name.parse().ok()?;
                (1..=self.columns.len())
                    .contains(&number)
                    .then(|| number - 1)
            })
    }

    /// The column names for a message.
    pub(super) fn column_list(&self) -> String {
        list(self.columns.iter().map(|c| c.name.as_str()))
    }
}

/// Up to twenty names, and how many more.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(short).collect();
    let shown = names
        .iter()
        .take(20)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(20) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `text`, cut to what fits in a message.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Counts what column `index` holds.
fn column(index: usize, name: String, rows: &[Row], decimal: Decimal) -> Column {
    let mut column = Column {
        name,
        numbers: 0,
        missing: 0,
        others: 0,
        values: None,
    };
    let mut values: Vec<(&str, usize)> = Vec::new();
    for row in rows.iter().filter(|row| index < row.n_cells()) {
        let cell = row.cell(index);
        match number::read(cell, decimal) {
            Cell::Number(_) => column.numbers += 1,
            Cell::Missing => {
                column.missing += 1;
                continue;
            }
            Cell::TooLarge | Cell::Other => column.others += 1,
        }
        if values.len() <= MOST_VALUES {
            match values.iter_mut().find(|(value, _)| *value == cell) {
                Some((_, count)) => *count += 1,
                None => values.push((cell, 1)),
            }
        }
    }
    if values.len() <= MOST_VALUES {
        let owned = values
            .iter()
            .map(|&(value, count)| (value.to_string(), count));
        column.values = Some(owned.collect());
    }
    column
}

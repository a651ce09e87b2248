//! From cells to a table: what the columns are called, how they write numbers, and what they hold.

use super::Refusal;
use super::delimiter::Delimiter;
use super::format::Format;
use super::number::{self, Cell, Decimal, Notation};
use super::options::Options;
use super::reason::Reason;
use super::remark::{Change, Remark};
use super::table::{Cells, Column, Declared, Row, Table, list, short};

/// Distinct values that are counted in a column; one with more can hardly be a class.
const MOST_VALUES: usize = 30;
/// Rows by which the decimal sign is judged.
const SIGN_SAMPLE: usize = 10_000;

/// What a file says of a column above its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Head {
    /// Its name; "column 3" where there is none.
    pub name: Option<String>,
    /// What it is for.
    pub declared: Option<Declared>,
}

impl Head {
    /// A column of this name.
    pub fn named(name: impl Into<String>) -> Head {
        Head {
            name: Some(name.into()),
            declared: None,
        }
    }

    /// The same, declared to be for something.
    pub fn of(name: impl Into<String>, declared: Declared) -> Head {
        Head {
            name: Some(name.into()),
            declared: Some(declared),
        }
    }
}

/// What a reader found.
pub(super) struct Found {
    pub cells: Cells,
    pub heads: Vec<Head>,
    pub format: Format,
    /// Whether the names come from the file.
    pub has_header: bool,
    pub notices: Vec<Remark>,
    pub set_aside: Vec<(usize, Reason)>,
}

impl Found {
    /// The table of what was found, with a companion's weights as its last column.
    pub fn table(mut self, options: &Options) -> Result<Table, Refusal> {
        if self.cells.len() == 0 {
            return Err(Refusal::NoRows);
        }
        if let Some(companion) = &options.companion {
            self.take_companion(companion)?;
        }
        let decimal = self.decimal(options);
        let names = distinct_names(&self.heads, &mut self.notices);
        let mut columns = Vec::with_capacity(names.len());
        let summaries = summaries(&self.cells, names.len(), decimal);
        for (index, ((name, head), mut summary)) in names
            .into_iter()
            .zip(&self.heads)
            .zip(summaries)
            .enumerate()
        {
            let mut notation = Notation::plain(decimal);
            if summary.others > 0
                && let Some(special) = special_notation(&self.cells, index, decimal)
            {
                self.notices.push(read_as(&name, &special, &summary));
                (summary.numbers, summary.others) = (summary.numbers + summary.others, 0);
                summary.first_other = None;
                notation = special;
            }
            let owned = |values: Vec<(&str, usize)>| {
                let owned = values
                    .into_iter()
                    .map(|(value, count)| (value.to_owned(), count));
                owned.collect()
            };
            columns.push(Column {
                name,
                is_named: head.name.is_some(),
                declared: head.declared,
                notation,
                numbers: summary.numbers,
                missing: summary.missing,
                others: summary.others,
                first_other: summary
                    .first_other
                    .map(|(line, text)| (line, text.to_owned())),
                values: summary.values.map(owned),
                counts_rows: summary.counts_rows.is_some(),
            });
        }
        if decimal == Decimal::Comma {
            let text = "Numbers are read with a decimal comma.";
            self.notices.push(Remark::new(text, Change::Decimal));
        }
        Ok(Table {
            columns,
            format: self.format,
            has_header: self.has_header,
            notices: self.notices,
            set_aside: self.set_aside,
            cells: self.cells,
        })
    }

    /// Puts the weights of a companion behind the rows, one for each row of the file, left out or not.
    fn take_companion(&mut self, companion: &str) -> Result<(), Refusal> {
        let weights: Vec<&str> = companion
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let aside = self.set_aside.iter().filter(|(_, reason)| {
            !matches!(
                reason,
                Reason::AboveNames | Reason::Units | Reason::NamesAgain
            )
        });
        let mut lines: Vec<(usize, Option<usize>)> = aside.map(|&(line, _)| (line, None)).collect();
        lines.extend(
            self.cells
                .rows()
                .enumerate()
                .map(|(at, row)| (row.line, Some(at))),
        );
        lines.sort_unstable();
        if lines.len() != weights.len() {
            return Err(Refusal::Companion {
                weights: weights.len(),
                rows: lines.len(),
            });
        }
        let width = self.heads.len();
        let mut cells = Cells::default();
        for ((line, row), weight) in lines.into_iter().zip(weights) {
            let Some(row) = row.map(|at| self.cells.row(at)) else {
                continue;
            };
            // Rows of another length keep the length that gives them away.
            let n = row.filled().max(row.n_cells().min(width));
            let last = (n >= width).then_some(weight);
            cells.push_row(line, row.cells().take(n).chain(last));
        }
        for head in &mut self.heads {
            if head.declared == Some(Declared::Weight) {
                head.declared = Some(Declared::Meta);
            }
        }
        self.cells = cells;
        self.heads
            .push(Head::of("companion weight", Declared::Weight));
        Ok(())
    }

    fn decimal(&self, options: &Options) -> Decimal {
        let delimiter = match self.format {
            Format::Delimited(delimiter) | Format::Orange(delimiter) => Some(delimiter),
            Format::Markdown => Some(Delimiter::Pipe),
            _ => None,
        };
        match (options.decimal, delimiter) {
            (Some(decimal), _) => decimal,
            (None, None | Some(Delimiter::Comma)) => Decimal::Point,
            (None, Some(delimiter)) => {
                let rows = self.cells.rows().take(SIGN_SAMPLE);
                let semicolons = delimiter == Delimiter::Semicolon;
                number::decimal_sign(rows.flat_map(Row::cells), semicolons)
            }
        }
    }
}

/// Different names for all columns.
fn distinct_names(heads: &[Head], notices: &mut Vec<Remark>) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(heads.len());
    let mut taken = std::collections::HashSet::new();
    let mut renamed = Vec::new();
    for (index, head) in heads.iter().enumerate() {
        let number = index + 1;
        let given = head.name.as_deref().filter(|name| !name.is_empty());
        let mut name = given.map_or_else(|| format!("column {number}"), str::to_owned);
        if taken.contains(&name) {
            while taken.contains(&name) {
                name = format!("{name} ({number})");
            }
            renamed.push(name.clone());
        }
        taken.insert(name.clone());
        names.push(name);
    }
    if !renamed.is_empty() {
        let renamed = list(renamed.iter().map(String::as_str));
        let text = format!("Columns with the name of another were given their number: {renamed}.");
        notices.push(Remark::new(text, Change::File));
    }
    names
}

/// What is counted of a column.
struct Summary<'a> {
    numbers: usize,
    missing: usize,
    others: usize,
    first_other: Option<(usize, &'a str)>,
    values: Option<Vec<(&'a str, usize)>>,
    /// The number that the next row would have.
    counts_rows: Option<usize>,
}

fn summaries(cells: &Cells, width: usize, decimal: Decimal) -> Vec<Summary<'_>> {
    let plain = Notation::plain(decimal);
    let empty = || Summary {
        numbers: 0,
        missing: 0,
        others: 0,
        first_other: None,
        values: Some(Vec::new()),
        counts_rows: Some(0),
    };
    let mut summaries: Vec<Summary> = std::iter::repeat_with(empty).take(width).collect();
    for (at, row) in cells.rows().enumerate() {
        for (cell, summary) in row.cells().zip(&mut summaries) {
            summary.count(cell, &plain, row.line, at);
        }
    }
    summaries
}

impl<'a> Summary<'a> {
    fn count(&mut self, cell: &'a str, plain: &Notation, line: usize, row: usize) {
        if plain.is_number(cell) {
            self.numbers += 1;
        } else if plain.read(cell) == Cell::Missing {
            self.missing += 1;
        } else {
            self.others += 1;
            self.first_other.get_or_insert((line, cell));
        }
        if let Some(next) = self.counts_rows {
            let number = cell.parse::<usize>().ok();
            let fits = number == Some(next) || row == 0 && number == Some(1);
            self.counts_rows = number.filter(|_| fits).map(|number| number + 1);
        }
        if cell.is_empty() {
            return;
        }
        if let Some(values) = &mut self.values {
            match values.iter().position(|(value, _)| *value == cell) {
                Some(at) => values[at].1 += 1,
                None if values.len() < MOST_VALUES => values.push((cell, 1)),
                None => self.values = None,
            }
        }
    }
}

/// The notation beside plain numbers in which a whole column agrees.
fn special_notation(cells: &Cells, column: usize, decimal: Decimal) -> Option<Notation> {
    let filled = cells
        .rows()
        .map(move |row| row.cell(column))
        .filter(|cell| !number::is_missing(cell));
    number::notation(filled, decimal)
}

/// Says how a column of such numbers was read.
fn read_as(name: &str, notation: &Notation, summary: &Summary) -> Remark {
    let example = summary.first_other.map_or("", |(_, text)| text);
    let value = match notation.read(example) {
        Cell::Number(value) => crate::text::decimal::readable(value),
        _ => String::new(),
    };
    let unit = match (notation.prefix.as_str(), notation.suffix.as_str()) {
        ("", "") => String::new(),
        (unit, "") | ("", unit) | (_, unit) => format!(" {unit}"),
    };
    let text = format!(
        "{}: “{}” is read as {value}{unit}.",
        short(name),
        short(example)
    );
    Remark::new(text, Change::Decimal)
}

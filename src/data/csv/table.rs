//! Text to a table: delimiter, header, columns and what they hold.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::CsvError;
use super::number::{self, Cell, Decimal};

/// Longest text that is read, in bytes.
const MOST_BYTES: usize = 20_000_000;
/// Most rows that are looked at, used or not.
const MOST_LINES: usize = 100_000;
/// Most columns.
const MOST_COLUMNS: usize = 1000;
/// Distinct values that are counted in a column; one with more can hardly be a class.
const MOST_VALUES: usize = 30;
/// Rows that the delimiter is judged by.
const SAMPLE: usize = 200;
/// Longest name or value that is repeated in a message, in characters.
const LONGEST: usize = 40;
/// A row of its own after the text: if it is not there when read back, a quote was left open.
const END: &str = "\u{3}";

/// A row of the file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// The line it ends on: later only if a quoted cell holds line breaks.
    pub last_line: usize,
    cells: StringRecord,
}

impl Row {
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell, without surrounding blanks and quotes; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &str {
        clean(self.cells.get(column).unwrap_or(""))
    }

    /// The cells up to the last that is not empty.
    pub fn filled(&self) -> usize {
        let last = (0..self.len()).rev().find(|&c| !self.cell(c).is_empty());
        last.map_or(0, |c| c + 1)
    }
}

/// Cells without surrounding blanks and without quotes that were not taken as such (`1, "a"`).
fn clean(cell: &str) -> &str {
    let cell = cell.trim();
    let quoted = cell.len() >= 2 && cell.starts_with('"') && cell.ends_with('"');
    if quoted {
        cell[1..cell.len() - 1].trim()
    } else {
        cell
    }
}

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
        let text = normalized(text)?;
        let delimiter = delimiter(&text, true).or_else(|_| delimiter(&text, false))?;
        let mut warnings = Vec::new();
        let mut rows = read(&text, delimiter, true, MOST_LINES + 2);
        if rows.last().is_some_and(|row| row.cells.as_slice() == END) {
            rows.pop();
        } else if rows.len() <= MOST_LINES {
            warnings.push(
                "A quote is opened and never closed: quotes were read as ordinary signs.".into(),
            );
            rows = read(&text, delimiter, false, MOST_LINES + 2);
            rows.pop();
        }
        if rows.len() > MOST_LINES {
            return Err(CsvError::TooManyLines { most: MOST_LINES });
        }
        let decimal = if delimiter == ',' {
            Decimal::Point
        } else {
            let cells = rows.iter().flat_map(|row| row.cells.iter().map(clean));
            number::decimal_sign(cells)
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

/// Without byte-order mark, with \n as the only line end, and with a last row that shows an open quote.
fn normalized(text: &str) -> Result<String, CsvError> {
    if text.len() > MOST_BYTES {
        return Err(CsvError::TooLong {
            bytes: text.len(),
            most: MOST_BYTES,
        });
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(CsvError::Empty);
    }
    let is_odd = |c: &char| *c == '\u{fffd}' || (c.is_control() && !"\t\r\n".contains(*c));
    let odd = text.chars().filter(is_odd).count();
    if odd * 10 > text.chars().count() {
        return Err(CsvError::NotText);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n") + "\n" + END)
}

/// The rows of `text`, at most `most`; empty lines are none.
fn read(text: &str, delimiter: char, quotes: bool, most: usize) -> Vec<Row> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .quoting(quotes)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = StringRecord::new();
    // The text is UTF-8 and rows may differ in length, so that no record is an error.
    while rows.len() < most && reader.read_record(&mut cells).unwrap_or(false) {
        let start = cells.position().map_or(0, |p| p.byte() as usize);
        let before = cells.position().map_or(1, |p| p.line() as usize);
        // The reader's position is before the empty lines that it skipped.
        let skipped = text
            .as_bytes()
            .iter()
            .skip(start)
            .take_while(|&&b| b == b'\n');
        let breaks = cells.as_slice().matches('\n').count();
        let line = before + skipped.count();
        rows.push(Row {
            line,
            last_line: line + breaks,
            cells: std::mem::take(&mut cells),
        });
    }
    rows
}

/// The delimiter that gives most numbers in rows of one length; then the one that gives most such rows. On a tie
/// the comma is last, because numbers may hold it.
fn delimiter(text: &str, quotes: bool) -> Result<char, CsvError> {
    let score = |delimiter: char| {
        let rows = read(text, delimiter, quotes, SAMPLE);
        let width = usual_length(&rows);
        let regular: Vec<&Row> = rows.iter().filter(|row| row.len() == width).collect();
        let is_number = |cell: &str| {
            [Decimal::Point, Decimal::Comma]
                .iter()
                .any(|&sign| matches!(number::read(clean(cell), sign), Cell::Number(_)))
        };
        let cells = regular.iter().flat_map(|row| row.cells.iter());
        let numbers = cells.filter(|cell| is_number(cell)).count();
        (width >= 2).then_some((numbers, regular.len()))
    };
    [',', ';', '\t']
        .into_iter()
        .filter_map(|delimiter| Some((score(delimiter)?, delimiter)))
        .max_by_key(|&(score, _)| score)
        .map(|(_, delimiter)| delimiter)
        .ok_or(CsvError::OneColumn)
}

/// The length that most rows of more than one cell have; the longer on a tie; 0 if there are none.
fn usual_length(rows: &[Row]) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Row::len).filter(|&n| n > 1).collect();
    lengths.sort_unstable();
    lengths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .map_or(0, |same| same[0])
}

/// The row that names the columns: one not below the first row of full length, with words in more than half of
/// the columns that hold numbers further down. Without such columns: the first, if it holds no number.
fn header(rows: &[Row], width: usize, decimal: Decimal) -> Option<usize> {
    let full = rows.iter().position(|row| row.len() == width)?;
    let read = |row: &Row, c| number::read(row.cell(c), decimal);
    let is_number = |row: &Row, c| matches!(read(row, c), Cell::Number(_));
    let is_word = |row: &Row, c| read(row, c) == Cell::Other;
    let below = &rows[full + 1..];
    let is_numeric = |&c: &usize| {
        let numbers = below.iter().filter(|row| is_number(row, c)).count();
        let words = below.iter().filter(|row| is_word(row, c)).count();
        numbers > 0 && numbers >= words
    };
    let numeric: Vec<usize> = (0..width).filter(is_numeric).collect();
    if numeric.is_empty() {
        let holds_none = (0..width).all(|c| !is_number(&rows[0], c));
        return holds_none.then_some(0);
    }
    (0..=full).find(|&index| {
        let named = numeric
            .iter()
            .filter(|&&c| is_word(&rows[index], c))
            .count();
        2 * named > numeric.len()
    })
}

/// Different names for `width` columns from a header row.
fn names(header: &Row, rows: &[Row], width: usize, warnings: &mut Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    // R's write.table gives the row names no header. A delimiter at the end of every row is something else.
    let is_filled = |row: &Row| row.len() == width && !row.cell(width - 1).is_empty();
    if header.len() + 1 == width && rows.iter().any(is_filled) {
        names.push("row".into());
        warnings
            .push("The header is one name short: the first column was taken for row names.".into());
    }
    let mut renamed = Vec::new();
    for index in 0..width - names.len() {
        let number = names.len() + 1;
        let mut name = match header.cell(index) {
            "" => unnamed(number),
            name => name.to_string(),
        };
        if names.contains(&name) {
            while names.contains(&name) {
                name = format!("{name} ({number})");
            }
            renamed.push(name.clone());
        }
        names.push(name);
    }
    if !renamed.is_empty() {
        let renamed = list(renamed.iter().map(String::as_str));
        warnings.push(format!(
            "Columns with the name of another were given their number: {renamed}."
        ));
    }
    names
}

fn unnamed(number: usize) -> String {
    format!("column {number}")
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
    for row in rows.iter().filter(|row| index < row.len()) {
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

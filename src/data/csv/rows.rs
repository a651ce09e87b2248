//! Text to rows of cells.

use csv::{ReaderBuilder, StringRecord};

use super::CsvError;
use super::number::{self, Cell, Decimal};
use crate::numeric::order::sort_numbers;

/// Longest text that is read, in bytes.
pub const MOST_BYTES: usize = 20_000_000;
/// Rows that delimiter and header are judged by.
pub(super) const SAMPLE: usize = 200;
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
    pub fn n_cells(&self) -> usize {
        self.cells.len()
    }

    /// All cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(clean)
    }

    /// The cell, without surrounding blanks and quotes; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &str {
        clean(self.cells.get(column).unwrap_or(""))
    }

    /// The cells up to the last that is not empty.
    pub fn filled(&self) -> usize {
        let last = (0..self.n_cells())
            .rev()
            .find(|&c| !self.cell(c).is_empty());
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

/// All rows of a text, and how they were found.
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub delimiter: char,
    /// Whether a quote is opened and never closed; quotes were then read as ordinary signs.
    pub open_quote: bool,
}

impl Rows {
    /// Splits `text` into rows and cells; refuses more than `most` rows.
    pub fn of(text: &str, most: usize) -> Result<Rows, CsvError> {
        let text = normalized(text)?;
        let delimiter = delimiter(&text, true).or_else(|_| delimiter(&text, false))?;
        let mut rows = read(&text, delimiter, true, most + 2);
        let is_end = |row: &Row| row.cells.as_slice() == END;
        let open_quote = rows.len() < most + 2 && !rows.last().is_some_and(is_end);
        if open_quote {
            rows = read(&text, delimiter, false, most + 2);
        }
        rows.pop_if(|row| is_end(row));
        if rows.len() > most {
            return Err(CsvError::TooManyLines { most });
        }
        Ok(Rows {
            rows,
            delimiter,
            open_quote,
        })
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

/// The rows of `text`, at most `most`; empty and blank lines are none.
fn read(text: &str, delimiter: char, quotes: bool, most: usize) -> Vec<Row> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .quoting(quotes)
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
        let row = Row {
            line,
            last_line: line + breaks,
            cells: std::mem::take(&mut cells),
        };
        if row.n_cells() > 1 || !row.cell(0).is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// The delimiter that gives most numbers in rows of one length; then the one that gives most such rows. On a tie
/// the comma is last, because numbers may hold it.
fn delimiter(text: &str, quotes: bool) -> Result<char, CsvError> {
    let score = |delimiter: char| {
        let rows = read(text, delimiter, quotes, SAMPLE);
        let width = usual_length(&rows);
        let regular: Vec<&Row> = rows.iter().filter(|row| row.n_cells() == width).collect();
        let is_number = |cell: &str| {
            [Decimal::Point, Decimal::Comma]
                .iter()
                .any(|&sign| matches!(number::read(cell, sign), Cell::Number(_)))
        };
        let cells = regular.iter().flat_map(|row| row.cells());
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
pub(super) fn usual_length(rows: &[Row]) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Row::n_cells).filter(|&n| n > 1).collect();
    sort_numbers(&mut lengths);
    lengths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .map_or(0, |same| same[0])
}

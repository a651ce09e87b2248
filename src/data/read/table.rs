//! A table of cells, whatever the format it came in.
//!
//! All cells stand in one text, one behind the other, with the place where each ends: 4 bytes a cell and 12 a row beside
//! the text itself, and nothing of its own for any cell. Numbers are converted where they are needed, so that a file of a
//! million rows costs little more than its size.

use super::format::Format;
use super::number::{Cell, Notation};
use super::reason::Reason;
use super::remark::Remark;

/// Most columns.
pub(super) const MOST_COLUMNS: usize = 1000;
/// Longest name or value that is repeated in a message, in characters.
const LONGEST: usize = 40;

/// The cells of a file, in rows that may differ in length.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    text: String,
    ends: Vec<u32>,
    rows: Vec<Place>,
}

/// Where a row is: its first cell, how many there are, and the line that it begins on, from 1.
#[derive(Clone, Copy, Debug)]
struct Place {
    first: u32,
    n: u32,
    line: u32,
}

impl Cells {
    /// Room for a text of so many bytes.
    pub fn with_capacity(bytes: usize) -> Cells {
        Cells {
            text: String::with_capacity(bytes),
            ..Cells::default()
        }
    }

    /// Room for a text of `bytes`, judged by the rows that `read` bytes have given.
    pub fn reserve_for(&mut self, bytes: usize, read: usize) {
        let share = |n: usize| (n as f64 / read.max(1) as f64 * bytes as f64 * 1.02) as usize;
        self.ends.reserve_exact(share(self.ends.len()));
        self.rows.reserve_exact(share(self.rows.len()));
    }

    /// Appends to the cell that is being written.
    pub fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends the cell that is being written, without blanks at its end if `trim`.
    pub fn end_cell(&mut self, trim: bool) {
        if trim {
            let start = self.start_of_open_cell();
            self.text
                .truncate(start + self.text[start..].trim_end().len());
        }
        self.ends.push(self.text.len() as u32);
    }

    /// Where the cell that is being written begins.
    pub fn start_of_open_cell(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }

    /// Takes back what was written of the open cell.
    pub fn take_open_cell(&mut self) -> String {
        let start = self.start_of_open_cell();
        self.text.split_off(start)
    }

    /// Whether the open cell holds anything.
    pub fn open_cell_is_empty(&self) -> bool {
        self.text.len() == self.start_of_open_cell()
    }

    /// How many cells have been ended since the last row.
    pub fn n_open_cells(&self) -> usize {
        let placed = self
            .rows
            .last()
            .map_or(0, |row| (row.first + row.n) as usize);
        self.ends.len() - placed
    }

    /// Makes a row of the cells that have been ended since the last row.
    pub fn end_row(&mut self, line: usize) {
        let n = self.n_open_cells();
        self.rows.push(Place {
            first: (self.ends.len() - n) as u32,
            n: n as u32,
            line: line as u32,
        });
    }

    /// A row at once.
    pub fn push_row<'a>(&mut self, line: usize, cells: impl IntoIterator<Item = &'a str>) {
        for cell in cells {
            self.push_text(cell);
            self.end_cell(false);
        }
        self.end_row(line);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Row `index`.
    pub fn row(&self, index: usize) -> Row<'_> {
        let Place { first, n, line } = self.rows[index];
        Row {
            cells: self,
            first: first as usize,
            n: n as usize,
            line: line as usize,
        }
    }

    /// All rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        (0..self.len()).map(|index| self.row(index))
    }

    /// Leaves out the rows at these ascending places; what they held stays in the text.
    pub fn drop_rows(&mut self, places: &[usize]) {
        let (mut index, mut places) = (0, places.iter().peekable());
        self.rows.retain(|_| {
            let dropped = places.next_if(|&&place| place == index).is_some();
            index += 1;
            !dropped
        });
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    cells: &'a Cells,
    first: usize,
    n: usize,
    /// The line that it begins on, from 1.
    pub line: usize,
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub fn n_cells(&self) -> usize {
        self.n
    }

    /// The cell; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &'a str {
        if column >= self.n {
            return "";
        }
        let at = self.first + column;
        let start = if at == 0 {
            0
        } else {
            self.cells.ends[at - 1] as usize
        };
        &self.cells.text[start..self.cells.ends[at] as usize]
    }

    /// All cells, in order.
    pub fn cells(self) -> impl Iterator<Item = &'a str> + Clone {
        (0..self.n).map(move |column| self.cell(column))
    }

    /// How many cells there are up to the last that is not empty.
    pub fn filled(&self) -> usize {
        let last = (0..self.n).rev().find(|&c| !self.cell(c).is_empty());
        last.map_or(0, |c| c + 1)
    }

    /// The line that it ends on: later than the first only if a quoted cell holds line breaks.
    pub fn last_line(&self) -> usize {
        let breaks = |cell: &str| cell.bytes().filter(|&b| b == b'\n').count();
        self.line + self.cells().map(breaks).sum::<usize>()
    }
}

/// What a file says itself of a column's purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// The class.
    Class,
    /// Names of kinds, even where they are numbers.
    Nominal,
    /// Importance weights.
    Weight,
    /// Something to read, not to learn from: a name, a tag, a comment.
    Meta,
}

/// A column and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its header, or "column 3"; different for each column.
    pub name: String,
    /// Whether the file names it.
    pub is_named: bool,
    /// What the file says of its purpose.
    pub declared: Option<Declared>,
    /// How it writes its numbers.
    pub notation: Notation,
    /// Cells that are numbers.
    pub numbers: usize,
    /// Cells without a value.
    pub missing: usize,
    /// Cells that are something else.
    pub others: usize,
    /// The line and text of the first cell that is something else.
    pub first_other: Option<(usize, String)>,
    /// The distinct texts with their counts, in order of appearance, the empty one left out; `None` when there are more
    /// than 30.
    pub values: Option<Vec<(String, usize)>>,
    /// Whether it counts its rows 0, 1, 2, … or 1, 2, 3, …
    pub counts_rows: bool,
}

impl Column {
    /// Whether it can be a feature: at least half of its values are numbers.
    pub fn is_numeric(&self) -> bool {
        self.numbers > 0 && self.numbers >= self.others
    }

    /// Whether all values are whole numbers or words.
    pub(super) fn has_fractions(&self) -> bool {
        let values = self.values.as_deref().unwrap_or(&[]);
        values.iter().any(|(value, _)| {
            matches!(self.notation.read(value), Cell::Number(value) if value.fract() != 0.0)
        })
    }
}

/// A file read, and not yet interpreted.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the columns are called and hold.
    pub columns: Vec<Column>,
    /// What kind of file it is.
    pub format: Format,
    /// Whether the names come from the file.
    pub has_header: bool,
    /// How the file was read, and what changes it.
    pub notices: Vec<Remark>,
    /// Lines that hold no example, and why.
    pub(super) set_aside: Vec<(usize, Reason)>,
    pub(super) cells: Cells,
}

impl Table {
    /// How many rows there are, used or not.
    pub fn n_rows(&self) -> usize {
        self.cells.len()
    }

    /// The cell of a row and a column, both from 0; empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.row(row).cell(column)
    }

    /// The line of the file that a row begins on, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.cells.row(row).line
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
    let shown = names[..names.len().min(20)].join(", ");
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

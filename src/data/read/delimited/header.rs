//! Which row names the columns, and which rows around it are no data: titles above, units below.

use super::SAMPLE;
use super::split::{Comment, Splitter};
use crate::data::read::columns::Head;
use crate::data::read::delimiter::Delimiter;
use crate::data::read::number;
use crate::data::read::reason::Reason;
use crate::data::read::remark::{Change, Remark};
use crate::data::read::table::{Cells, Row};

/// What was found above the data.
pub(super) struct Header {
    /// The names; none where there is no header.
    pub heads: Vec<Head>,
    pub has_header: bool,
    /// The comment line that the names were taken from.
    pub comment_line: Option<usize>,
    /// Rows that are no data.
    pub drop: Vec<usize>,
    /// Those of them that a person should know of.
    pub set_aside: Vec<(usize, Reason)>,
    pub notices: Vec<Remark>,
}

/// Finds the header of `cells`, where `asked` says whether there is one (`None`: judge).
pub(super) fn header(
    cells: &Cells,
    width: usize,
    comments: &[Comment],
    delimiter: Delimiter,
    asked: Option<bool>,
) -> Header {
    let mut found = Header {
        heads: vec![Head::default(); width],
        has_header: false,
        comment_line: None,
        drop: Vec::new(),
        set_aside: Vec::new(),
        notices: Vec::new(),
    };
    let full = cells.rows().position(|row| row.n_cells() == width);
    let row = match (asked, full) {
        (Some(false), _) | (_, None) => None,
        (Some(true), full) => full,
        (None, Some(full)) => header_row(cells, width, full),
    };
    let Some(row) = row else {
        if asked != Some(false) {
            found.take_comment(cells, width, comments, delimiter);
        }
        return found;
    };
    found.has_header = true;
    found.heads = names(cells.row(row), cells, row + 1, width, &mut found.notices);
    found.drop.extend(0..=row);
    let above = cells.rows().take(row);
    found.set_aside = above.map(|row| (row.line, Reason::AboveNames)).collect();
    let repeats = row + 1 < cells.len() && cells.row(row + 1).cells().eq(cells.row(row).cells());
    if row + 2 < cells.len() && !repeats && is_units(cells, row + 1, width) {
        found.drop.push(row + 1);
        found
            .set_aside
            .push((cells.row(row + 1).line, Reason::Units));
    }
    for index in row + 1..cells.len() {
        let other = cells.row(index);
        if other.cell(0) == cells.row(row).cell(0) && other.cells().eq(cells.row(row).cells()) {
            found.drop.push(index);
            found.set_aside.push((other.line, Reason::NamesAgain));
        }
    }
    found
}

impl Header {
    /// Takes the names from the last comment above the data, where it has one for each column: `# x y class`.
    fn take_comment(
        &mut self,
        cells: &Cells,
        width: usize,
        comments: &[Comment],
        delimiter: Delimiter,
    ) {
        let first = cells.rows().next().map_or(0, |row| row.line);
        let Some(comment) = comments.iter().rev().find(|comment| comment.line < first) else {
            return;
        };
        let names = Splitter::sample(comment.text.trim_start_matches('#'), delimiter, 1);
        let Some(names) = names.rows().next().filter(|names| names.n_cells() == width) else {
            return;
        };
        if names
            .cells()
            .all(|name| !name.is_empty() && !number::looks_numeric(name))
        {
            self.heads = names.cells().map(Head::named).collect();
            self.has_header = true;
            self.comment_line = Some(comment.line);
            let line = comment.line;
            let text =
                format!("The names of the columns are taken from the comment on line {line}.");
            self.notices.push(Remark::new(text, Change::Header));
        }
    }
}

/// The row that names the columns: one not below the first row of full length, with words in more than half of
/// the columns that hold numbers further down. Without such columns: the first, if it holds no number.
fn header_row(cells: &Cells, width: usize, full: usize) -> Option<usize> {
    let numeric = numeric_columns(cells, full + 1, width);
    if numeric.is_empty() {
        let first = cells.row(0);
        let words = first.cells().any(|cell| !cell.is_empty());
        return (words && first.cells().all(|cell| !number::looks_numeric(cell))).then_some(0);
    }
    (0..=full).find(|&index| {
        let row = cells.row(index);
        let named = numeric.iter().filter(|&&c| is_word(row, c)).count();
        2 * named > numeric.len()
    })
}

/// Columns that hold at least as many numbers as words in the rows from `from` on.
fn numeric_columns(cells: &Cells, from: usize, width: usize) -> Vec<usize> {
    let below = || (from..cells.len().min(from + SAMPLE)).map(|index| cells.row(index));
    let is_numeric = |&c: &usize| {
        let numbers = below()
            .filter(|row| number::looks_numeric(row.cell(c)))
            .count();
        let words = below().filter(|row| is_word(*row, c)).count();
        numbers > 0 && numbers >= words
    };
    (0..width).filter(is_numeric).collect()
}

fn is_word(row: Row, column: usize) -> bool {
    let cell = row.cell(column);
    !number::is_missing(cell) && !number::looks_numeric(cell)
}

/// Whether the row below the names holds units, or a rule: words in columns of numbers, and no number.
fn is_units(cells: &Cells, index: usize, width: usize) -> bool {
    let row = cells.row(index);
    let numeric = numeric_columns(cells, index + 1, width);
    let words = numeric.iter().filter(|&&c| is_word(row, c)).count();
    words > 0
        && row.cells().all(|cell| !number::looks_numeric(cell))
        && numeric
            .iter()
            .all(|&c| is_word(row, c) || row.cell(c).is_empty())
        && row.cells().all(|cell| cell.chars().count() <= 12)
}

/// The names of `width` columns in a header row; the data begins at row `from`.
fn names(
    header: Row,
    cells: &Cells,
    from: usize,
    width: usize,
    notices: &mut Vec<Remark>,
) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::with_capacity(width);
    // R's write.table gives the row names no header.
    if header.n_cells() + 1 == width && first_is_row_names(cells, from, width) {
        heads.push(Head::named("row"));
        let text =
            "The header is one name short: the first column is taken for row names, called “row”.";
        notices.push(Remark::new(text, Change::Header));
    }
    for index in 0..width - heads.len() {
        let name = header.cell(index);
        heads.push(match name {
            "" => Head::default(),
            name => Head::named(name),
        });
    }
    heads
}

/// Whether the first cells are 1, 2, 3, …, or ascend in five rows or more, or are all words and all different; and the last
/// column is not empty.
fn first_is_row_names(cells: &Cells, from: usize, width: usize) -> bool {
    let rows = || (from..cells.len()).map(|index| cells.row(index));
    if rows().all(|row| row.cell(width - 1).is_empty()) {
        return false;
    }
    let counts = rows()
        .enumerate()
        .all(|(at, row)| row.cell(0).parse() == Ok(at + 1));
    let numbers: Option<Vec<usize>> = rows().map(|row| row.cell(0).parse().ok()).collect();
    let ascends = numbers.is_some_and(|n| n.len() >= 5 && n.is_sorted_by(|a, b| a < b));
    let mut seen = std::collections::HashSet::new();
    counts || ascends || rows().all(|row| is_word(row, 0) && seen.insert(row.cell(0)))
}

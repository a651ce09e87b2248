//! Which row names the columns, and what they are called.

use super::number::{self, Cell, Decimal};
use super::rows::{Row, SAMPLE};
use super::table::list;

/// The row that names the columns: one not below the first row of full length, with words in more than half of
/// the columns that hold numbers further down. Without such columns: the first, if it holds no number.
pub(super) fn header(rows: &[Row], width: usize, decimal: Decimal) -> Option<usize> {
    let full = rows.iter().position(|row| row.n_cells() == width)?;
    let read = |row: &Row, c| number::read(row.cell(c), decimal);
    let is_number = |row: &Row, c| matches!(read(row, c), Cell::Number(_));
    let is_word = |row: &Row, c| read(row, c) == Cell::Other;
    let below = &rows[full + 1..rows.len().min(full + 1 + SAMPLE)];
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
pub(super) fn names(
    header: &Row,
    rows: &[Row],
    width: usize,
    warnings: &mut Vec<String>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    // R's write.table gives the row names no header.
    if header.n_cells() + 1 == width && first_is_row_names(rows) {
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

pub(super) fn unnamed(number: usize) -> String {
    format!("column {number}")
}

/// Whether the first cells are 1, 2, 3, … or are all words.
fn first_is_row_names(rows: &[Row]) -> bool {
    let mut first = rows.iter().map(|row| row.cell(0)).enumerate();
    let is_word = |cell| number::read(cell, Decimal::Point) == Cell::Other;
    first.clone().all(|(_, cell)| is_word(cell))
        || first.all(|(index, cell)| cell == (index + 1).to_string())
}

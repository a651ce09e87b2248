//! How the sign between cells is found.

use super::split::Splitter;
use crate::data::read::delimiter::Delimiter;
use crate::data::read::number::{self, Decimal, Notation};
use crate::data::read::table::Row;
use crate::numeric::order::sort_numbers;

/// Rows that delimiter and header are judged by.
pub(super) const SAMPLE: usize = 200;

/// The delimiter that gives most numbers in rows of one length; then the one that gives most such rows. `None` where
/// none gives two columns.
pub(super) fn delimiter(beginning: &str) -> Option<Delimiter> {
    let score = |delimiter: Delimiter| {
        let cells = Splitter::sample(beginning, delimiter, SAMPLE);
        let width = usual_length(cells.rows());
        let regular = cells.rows().filter(|row| row.n_cells() == width);
        let numbers: usize = regular
            .clone()
            .map(|row| row.cells().map(numeric_evidence).sum::<usize>())
            .sum();
        (width >= 2).then(|| (numbers, regular.count()))
    };
    Delimiter::ALL
        .into_iter()
        .filter_map(|delimiter| Some((score(delimiter)?, delimiter)))
        .max_by_key(|&(score, _)| score)
        .map(|(_, delimiter)| delimiter)
}

/// 4 for a number with either decimal sign, 3 for one with a unit, a currency or marks between thousands: a wrong delimiter
/// easily makes a "unit" of what stands behind it.
fn numeric_evidence(cell: &str) -> usize {
    let plain = |sign| Notation::plain(sign).is_number(cell);
    if plain(Decimal::Point) || plain(Decimal::Comma) {
        4
    } else if number::looks_numeric(cell) {
        3
    } else {
        0
    }
}

/// The length that most rows of more than one cell have; the longer on a tie; 0 if there are none.
pub(super) fn usual_length<'a>(rows: impl Iterator<Item = Row<'a>>) -> usize {
    let mut lengths: Vec<usize> = rows.map(|row| row.n_cells()).filter(|&n| n > 1).collect();
    sort_numbers(&mut lengths);
    lengths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .map_or(0, |same| same[0])
}

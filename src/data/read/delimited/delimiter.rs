//! The sign between cells, and how it is found.

use super::split::Splitter;
use crate::data::read::number::{self, Decimal, Notation};
use crate::data::read::table::Row;
use crate::numeric::order::sort_numbers;
use std::fmt;

/// Rows that delimiter and header are judged by.
pub(in crate::data::read) const SAMPLE: usize = 200;

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
    /// One or more blanks or tabs.
    Blanks,
}

impl Delimiter {
    /// All, in the order in which they are tried: on a tie the last, as numbers may hold a comma, and words a blank.
    const ALL: [Delimiter; 5] = [
        Delimiter::Blanks,
        Delimiter::Pipe,
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
    ];

    /// The delimiter that the option `delimiter` names, by its sign or its word.
    pub fn from_name(name: &str) -> Option<Delimiter> {
        Some(match name.to_ascii_lowercase().as_str() {
            "," | "comma" => Delimiter::Comma,
            ";" | "semicolon" => Delimiter::Semicolon,
            "\t" | "\\t" | "tab" => Delimiter::Tab,
            "|" | "pipe" => Delimiter::Pipe,
            " " | "blank" | "blanks" | "space" | "spaces" => Delimiter::Blanks,
            _ => return None,
        })
    }

    /// Its name as the option takes it.
    pub fn name(self) -> &'static str {
        match self {
            Delimiter::Comma => "comma",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Tab => "tab",
            Delimiter::Pipe => "pipe",
            Delimiter::Blanks => "blanks",
        }
    }

    /// The delimiter that gives most numbers in rows of one length; then the one that gives most such rows. `None` where
    /// none gives two columns.
    pub(super) fn of(beginning: &str) -> Option<Delimiter> {
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
}

/// "commas" and the like.
impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Delimiter::Comma => "commas",
            Delimiter::Semicolon => "semicolons",
            Delimiter::Tab => "tabs",
            Delimiter::Pipe => "bars",
            Delimiter::Blanks => "blanks",
        })
    }
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
pub(in crate::data::read) fn usual_length<'a>(rows: impl Iterator<Item = Row<'a>>) -> usize {
    let mut lengths: Vec<usize> = rows.map(|row| row.n_cells()).filter(|&n| n > 1).collect();
    sort_numbers(&mut lengths);
    lengths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .map_or(0, |same| same[0])
}

//! What a person most likely means by a table.

use super::number::{self, Cell};
use super::selection::Known;
use super::table::short;
use super::{Column, CsvError, Selection, Table};

/// Headers that name the class.
const CLASS_NAMES: [&str; 6] = ["y", "class", "label", "target", "category", "species"];
/// Features beyond this make gradient descent at the usual rates diverge: those guessed are standardized.
pub(super) const LARGE: f64 = 10.0;

/// Fills in what is not `known`.
pub(super) fn guess(table: &Table, known: &Known) -> Result<Selection, CsvError> {
    let split = known.split.unwrap_or_else(|| named(table, &["split"]));
    let weight = known.weight.unwrap_or_else(|| named(table, &["weight"]));
    let mut taken: Vec<usize> = [known.x1, known.x2, split, weight]
        .into_iter()
        .flatten()
        .collect();
    let plain = [named(table, &["x1"]), named(table, &["x2"])];
    let plain_names = plain.iter().all(Option::is_some);
    if plain_names {
        taken.extend(plain.into_iter().flatten());
    }
    let class = match known.class {
        Some(class) => class,
        None => class_column(table, &taken).ok_or_else(|| CsvError::NoClass {
            columns: table.column_list(),
        })?,
    };
    taken.push(class);
    let [x1, x2] = if plain_names {
        [known.x1.or(plain[0]), known.x2.or(plain[1])]
    } else {
        let mut free = feature_columns(table, &taken).into_iter();
        let x1 = known.x1.or_else(|| free.next());
        [x1, known.x2.or_else(|| free.next())]
    };
    let (Some(x1), Some(x2)) = (x1, x2) else {
        return Err(CsvError::NoFeatures {
            columns: table.column_list(),
        });
    };
    let (orange, blue) = labels(&table.columns[class], known);
    if orange.is_none() && blue.is_none() {
        return Err(CsvError::NoLabels {
            column: short(&table.columns[class].name),
        });
    }
    let standardize = known.standardize.unwrap_or_else(|| {
        let asked = known.x1.is_some() && known.x2.is_some();
        !asked && !plain_names && [x1, x2].iter().any(|&c| reach(table, c) > LARGE)
    });
    Ok(Selection {
        x1,
        x2,
        class,
        orange,
        blue,
        split,
        weight,
        standardize,
    })
}

/// The first of `names` that is a header.
fn named(table: &Table, names: &[&str]) -> Option<usize> {
    if !table.has_header {
        return None;
    }
    names.iter().find_map(|name| {
        let mut columns = table.columns.iter();
        columns.position(|c| c.name.eq_ignore_ascii_case(name))
    })
}

/// The column that is called like a class, or else the one that is most like one: the first of the best rank,
/// but the last that holds signs.
fn class_column(table: &Table, taken: &[usize]) -> Option<usize> {
    let free = |c: &usize| !taken.contains(c);
    named(table, &CLASS_NAMES).filter(free).or_else(|| {
        let n_columns = table.columns.len();
        let ranked = (0..n_columns).filter(free).filter_map(|c| {
            let rank = class_rank(&table.columns[c])?;
            let order = if rank == SIGNS { n_columns - c } else { c };
            Some((rank, order, c))
        });
        ranked.min().map(|(.., c)| c)
    })
}

/// Rank of a column that holds nothing but 1, −1 and 0.
const SIGNS: usize = 1;

/// How little a column is like a class: words of several kinds are rank 0; `None` if it has too many values.
fn class_rank(column: &Column) -> Option<usize> {
    let values = column.values.as_deref()?;
    let is_sign =
        |(value, _): &(String, usize)| ["1", "-1", "0"].iter().any(|sign| same_label(value, sign));
    match values.len() {
        0 => None,
        kinds if kinds >= 2 && !column.is_numeric() => Some(0),
        _ if values.iter().all(is_sign) => Some(SIGNS),
        2 => Some(2),
        1 => Some(3),
        kinds => (column.numbers >= 3 * kinds).then_some(4),
    }
}

/// Columns of numbers, those with more than two values first.
fn feature_columns(table: &Table, taken: &[usize]) -> Vec<usize> {
    let free = |c: &usize| !taken.contains(c) && table.columns[*c].is_numeric();
    let columns = (0..table.columns.len()).filter(free);
    let varies = |c: &usize| {
        table.columns[*c]
            .values
            .as_ref()
            .is_none_or(|v| v.len() > 2)
    };
    let (many, few): (Vec<usize>, Vec<usize>) = columns.partition(varies);
    [many, few].concat()
}

/// The labels of (orange, blue).
pub(super) fn labels(column: &Column, known: &Known) -> (Option<String>, Option<String>) {
    let values = column.values.as_deref().unwrap_or(&[]);
    // The most frequent label that is not `other`; the first of them on a tie.
    let frequent = |other: Option<&str>| {
        let candidates = values.iter().filter(|(v, _)| Some(v.as_str()) != other);
        // Of equals, `max_by_key` takes the last.
        let first = candidates.rev().max_by_key(|(_, count)| *count);
        first.map(|(value, _)| value.clone())
    };
    let usual = |words: &[&str]| {
        let is_word = |value: &str, word: &str| same_label(value, word);
        words.iter().find_map(|word| {
            let found = values.iter().find(|(value, _)| is_word(value, word));
            found.map(|(value, _)| value.clone())
        })
    };
    match (known.orange.clone(), known.blue.clone()) {
        (Some(orange), None) => {
            let blue = frequent(Some(&orange));
            (Some(orange), blue)
        }
        (None, Some(blue)) => (frequent(Some(&blue)), Some(blue)),
        (Some(orange), Some(blue)) => (Some(orange), Some(blue)),
        (None, None) => match (usual(&["1", "orange"]), usual(&["-1", "0", "blue"])) {
            (Some(orange), Some(blue)) => (Some(orange), Some(blue)),
            (orange, blue) if values.len() == 1 && (orange.is_some() || blue.is_some()) => {
                (orange, blue)
            }
            _ => {
                let blue = frequent(None);
                (frequent(blue.as_deref()), blue)
            }
        },
    }
}

/// Whether two labels mean the same class: the same text, or the same number.
pub(super) fn same_label(a: &str, b: &str) -> bool {
    let number = |text| match number::read(text, number::Decimal::Point) {
        Cell::Number(value) => Some(value),
        _ => None,
    };
    a == b || a.eq_ignore_ascii_case(b) || number(a).is_some_and(|value| Some(value) == number(b))
}

/// Largest size of a number in the column.
fn reach(table: &Table, column: usize) -> f64 {
    let cells = table.rows.iter().map(|row| row.cell(column));
    cells.fold(0.0, |most, cell| match number::read(cell, table.decimal) {
        Cell::Number(value) => value.abs().max(most),
        _ => most,
    })
}

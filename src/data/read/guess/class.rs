//! Which column is the class, by weighing what speaks for each.
//!
//! ```text
//! two values +3 · few values, each often +1.5 · words +2 · a usual pair such as 0/1 +2 · a usual name +2 or +4 · last +1.5
//! no value recurs −4, less in two or three rows · more than two kinds of numbers −0.5 · fractions −4 · constant: only where nothing else is there
//! ```

use super::super::number::is_missing;
use super::super::table::{Column, Declared, Table};
use super::{Certainty, names};
use crate::data::read::labels::same_label;

/// The column, how sure that is, and why.
pub(super) struct Chosen {
    pub column: usize,
    pub certainty: Certainty,
    pub reason: String,
}

/// A column that scores less is no class.
const LEAST: f64 = 0.5;
/// A second column that comes so near makes the choice unsure.
const CLOSE: f64 = 1.0;

/// The class among the columns that are `free`.
pub(super) fn choose(table: &Table, free: &dyn Fn(usize) -> bool) -> Option<Chosen> {
    let last = (0..table.columns.len()).rev().find(|&c| free(c));
    let mut scores: Vec<(f64, usize)> = (0..table.columns.len())
        .filter(|&c| free(c))
        .filter_map(|c| Some((score(table, c, last == Some(c))?, c)))
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let name = |c: usize| table.columns[c].name.as_str();
    match scores.first() {
        Some(&(best, column)) if best >= LEAST => {
            let n = table.columns[column].values.as_ref().map_or(0, Vec::len);
            let declared = table.columns[column].declared == Some(Declared::Class);
            let near = scores.get(1).filter(|(second, _)| best - second < CLOSE);
            let (certainty, reason) = match near {
                _ if declared => (Certainty::Stated, "the file says so".to_owned()),
                Some(&(_, other)) => (
                    Certainty::Unsure,
                    format!("{n} values that recur, but {} looks as likely", name(other)),
                ),
                None if best < 4.0 => (Certainty::Likely, format!("{n} values that recur")),
                None => (Certainty::Sure, format!("{n} values that recur")),
            };
            Some(Chosen {
                column,
                certainty,
                reason,
            })
        }
        _ => constant(table, free),
    }
}

/// A column of one value, where nothing looks more like a class: all rows are then of one class.
fn constant(table: &Table, free: &dyn Fn(usize) -> bool) -> Option<Chosen> {
    let columns = (0..table.columns.len()).rev().filter(|&c| free(c));
    let last = table.columns.len() - 1;
    let looks = |&c: &usize| {
        let column = &table.columns[c];
        let Some([(value, _)]) = column.values.as_deref() else {
            return false;
        };
        let is_sign = ["1", "-1", "0"].iter().any(|sign| same_label(value, sign));
        names::class(&names::plain(column)) > 0.0 || c == last && (is_sign || !column.is_numeric())
    };
    columns.filter(looks).last().map(|column| Chosen {
        column,
        certainty: Certainty::Unsure,
        reason: "it has one value only, and nothing else looks like a class".to_owned(),
    })
}

/// What speaks for a column; `None` if it cannot be the class.
fn score(table: &Table, c: usize, is_last: bool) -> Option<f64> {
    let column = &table.columns[c];
    match column.declared {
        Some(Declared::Class) => {
            return column
                .values
                .as_ref()
                .filter(|v| !v.is_empty())
                .map(|_| 100.0);
        }
        Some(Declared::Weight | Declared::Meta) => return None,
        Some(Declared::Nominal) | None => {}
    }
    if names::is_of_weights(&names::plain(column)) {
        return None;
    }
    let values = column.values.as_deref()?;
    // Where two values are left without the words for a missing one, those are no classes.
    let filled: Vec<&(String, usize)> = values
        .iter()
        .filter(|(value, _)| !is_missing(value))
        .collect();
    let kinds = if filled.len() >= 2 {
        filled
    } else {
        values.iter().collect()
    };
    let (k, n): (usize, usize) = (kinds.len(), kinds.iter().map(|(_, count)| count).sum());
    if k < 2 {
        return None;
    }
    let is_words = !column.is_numeric() || column.declared == Some(Declared::Nominal);
    let mut score = match k {
        2 => 3.0,
        3..=10 if n >= 3 * k => 1.5,
        _ if n >= 3 * k => 0.0,
        _ => -2.0,
    };
    if n == k {
        // Few rows cannot recur.
        score -= match n {
            2 => 0.5,
            3 => 1.0,
            _ => 4.0,
        };
    }
    if is_words {
        score += 2.0;
    } else if column.has_fractions() {
        score -= 4.0;
    } else if k > 2 {
        score -= 0.5;
    }
    let pairs = || {
        kinds
            .iter()
            .flat_map(|a| kinds.iter().map(move |b| (&a.0, &b.0)))
    };
    if k <= 4 && pairs().any(|(a, b)| is_usual_pair(a, b)) {
        score += if k == 2 { 2.0 } else { 1.0 };
    }
    if is_last {
        score += 1.5;
    } else if c == 0 {
        score += 0.25;
    }
    Some(score + names::class(&names::plain(column)))
}

/// Values that two classes are usually called.
fn is_usual_pair(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 17] = [
        ("0", "1"),
        ("-1", "1"),
        ("1", "2"),
        ("2", "4"),
        ("+", "-"),
        ("+", "−"),
        ("yes", "no"),
        ("y", "n"),
        ("true", "false"),
        ("t", "f"),
        ("m", "b"),
        ("positive", "negative"),
        ("pos", "neg"),
        ("good", "bad"),
        ("orange", "blue"),
        ("sick", "healthy"),
        ("spam", "ham"),
    ];
    PAIRS
        .iter()
        .any(|(x, y)| same_label(a, x) && same_label(b, y) || same_label(a, y) && same_label(b, x))
}

/// Whether a column's cells differ from one another in all of the first rows.
pub(super) fn never_recurs(table: &Table, column: usize) -> bool {
    const ROWS: usize = 10_000;
    let mut seen = std::collections::HashSet::new();
    let mut cells = (0..table.n_rows().min(ROWS)).map(|row| table.cell(row, column));
    cells.all(|cell| !cell.is_empty() && seen.insert(cell))
}

/// A column that numbers or names its rows, and why.
pub(super) fn index_reason(table: &Table, c: usize) -> Option<String> {
    let column: &Column = &table.columns[c];
    if table.n_rows() < 2 || column.declared.is_some() {
        return None;
    }
    let name = names::plain(column);
    let has_index_name = names::is_index(&name, &column.name);
    // Without a name: pandas' and R's row names stand first.
    let unnamed_first = c == 0 && !column.is_named;
    if column.counts_rows
        && (has_index_name || unnamed_first && (table.has_header || table.n_rows() >= 5))
    {
        return Some("it numbers the rows".to_owned());
    }
    let is_candidate = has_index_name || unnamed_first && table.has_header;
    (is_candidate && !column.has_fractions() && never_recurs(table, c))
        .then(|| "it names the rows: no value recurs".to_owned())
}

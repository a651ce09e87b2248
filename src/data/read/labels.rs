//! Which values of the class column are orange and blue.

use super::number::{self, Cell, Decimal, Notation};
use super::table::Column;

/// The values of (orange, blue), where one or both may be given.
///
/// Usual pairs go by what they say (1, +, yes, true, positive are orange); of others the two most frequent are taken, the
/// rarer of them orange. A word that elsewhere means a missing value is a class only where there would not be two without
/// it.
pub(super) fn labels(
    column: &Column,
    orange: Option<&str>,
    blue: Option<&str>,
) -> (Option<String>, Option<String>) {
    let values = column.values.as_deref().unwrap_or(&[]);
    let n_filled = values
        .iter()
        .filter(|(value, _)| !number::is_missing(value))
        .count();
    let allowed = |value: &str| n_filled < 2 || !number::is_missing(value);
    // The most frequent label that is not `other`; the first of them on a tie.
    let frequent = |other: Option<&str>| {
        let candidates = values
            .iter()
            .filter(|(v, _)| allowed(v) && other.is_none_or(|other| !same_label(v, other)));
        // Of equals, `max_by_key` takes the last.
        let first = candidates.rev().max_by_key(|(_, count)| *count);
        first.map(|(value, _)| value.clone())
    };
    let usual = |words: &[&str]| {
        words.iter().find_map(|word| {
            let found = values.iter().find(|(value, _)| same_label(value, word));
            found.map(|(value, _)| value.clone())
        })
    };
    match (orange, blue) {
        (Some(orange), None) => (Some(orange.to_owned()), frequent(Some(orange))),
        (None, Some(blue)) => (frequent(Some(blue)), Some(blue.to_owned())),
        (Some(orange), Some(blue)) => (Some(orange.to_owned()), Some(blue.to_owned())),
        (None, None) => {
            for (positive, negative) in PAIRS {
                if let (Some(orange), Some(blue)) = (usual(positive), usual(negative)) {
                    return (Some(orange), Some(blue));
                }
            }
            let only = values.iter().filter(|(value, _)| allowed(value)).count() == 1;
            match (usual(PAIRS[0].0), usual(PAIRS[0].1)) {
                (orange, blue) if only && (orange.is_some() || blue.is_some()) => (orange, blue),
                _ => {
                    let blue = frequent(None);
                    (frequent(blue.as_deref()), blue)
                }
            }
        }
    }
}

/// Values that say themselves which class is y = +1.
const PAIRS: [(&[&str], &[&str]); 6] = [
    (&["1", "orange"], &["-1", "0", "blue"]),
    (&["+"], &["-", "−"]),
    (&["yes"], &["no"]),
    (&["y"], &["n"]),
    (&["true"], &["false"]),
    (&["positive", "pos"], &["negative", "neg"]),
];

/// Whether two labels mean the same class: the same text, or the same number.
pub(super) fn same_label(a: &str, b: &str) -> bool {
    let number = |text| {
        [Decimal::Point, Decimal::Comma]
            .into_iter()
            .find_map(|sign| match Notation::plain(sign).read(text) {
                Cell::Number(value) => Some(value),
                _ => None,
            })
    };
    a == b || a.eq_ignore_ascii_case(b) || number(a).is_some_and(|value| Some(value) == number(b))
}

//! What a cell says: a number, nothing, or something else.

use crate::data::LARGEST;
use crate::text::decimal;

/// The sign between whole and fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimal {
    Point,
    Comma,
}

/// A cell that was to hold a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Missing,
    TooLarge,
    Other,
}

/// How files write that there is no value.
const MISSING: [&str; 9] = ["", "na", "n/a", "nan", "null", "none", "?", "-", "."];

/// Whether `text` stands for a missing value.
pub(super) fn is_missing(text: &str) -> bool {
    MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Reads `text` (already trimmed): digits with a sign, one decimal sign and an exponent. Words such as `inf` are
/// no numbers, and neither are thousands separators: 1,234 may mean two things.
pub(super) fn read(text: &str, decimal: Decimal) -> Cell {
    if is_missing(text) {
        return Cell::Missing;
    }
    if let Some(value) = decimal_number(text, decimal) {
        return if value.abs() <= LARGEST {
            Cell::Number(value)
        } else {
            Cell::TooLarge
        };
    }
    let unsigned = text.trim_start_matches(['+', '-']);
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        Cell::TooLarge
    } else {
        Cell::Other
    }
}

/// The number that `text` writes with this decimal sign; infinite where it overflows.
fn decimal_number(text: &str, decimal: Decimal) -> Option<f64> {
    let sign = match decimal {
        Decimal::Point => '.',
        Decimal::Comma => ',',
    };
    let allowed = |c: char| c.is_ascii_digit() || "+-−eE".contains(c) || c == sign;
    if !text.chars().all(allowed) {
        return None;
    }
    decimal::read(&text.replace('−', "-").replace(sign, "."))
}

/// The decimal sign of these cells, where no comma separates them: a comma if some number needs it and no number
/// has a point. Numbers that could all be grouped thousands (1,234) do not decide it, and are then refused.
pub(super) fn decimal_sign<'a>(cells: impl Iterator<Item = &'a str>) -> Decimal {
    let mut comma = false;
    for cell in cells {
        if cell.contains('.') && decimal_number(cell, Decimal::Point).is_some() {
            return Decimal::Point;
        }
        comma |= cell.contains(',')
            && !is_grouped(cell)
            && decimal_number(cell, Decimal::Comma).is_some();
    }
    if comma {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// Whether `text` has the shape of thousands set apart, 1,234.
fn is_grouped(text: &str) -> bool {
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    match text.trim_start_matches(['+', '-', '−']).split_once(',') {
        Some((whole, rest)) => {
            (1..=3).contains(&whole.len())
                && whole != "0"
                && digits(whole)
                && rest.len() == 3
                && digits(rest)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        for (text, value) in [
            ("1", 1.0),
            ("-2.5", -2.5),
            ("−2.5", -2.5),
            ("+.5", 0.5),
            ("5.", 5.0),
            ("1e-3", 1e-3),
            ("1E100", 1e100),
        ] {
            assert_eq!(read(text, Decimal::Point), Cell::Number(value), "{text}");
        }
        for text in ["", "NA", "n/a", "NaN", "null", "?", "-", "."] {
            assert_eq!(read(text, Decimal::Point), Cell::Missing, "{text}");
        }
        for text in ["1e101", "-1e999", "inf", "-Infinity"] {
            assert_eq!(read(text, Decimal::Point), Cell::TooLarge, "{text}");
        }
        for text in [
            "abc", "1,5", "1.2.3", "1 234", "0x10", "1_000", "12%", "e", "+", "--1",
        ] {
            assert_eq!(read(text, Decimal::Point), Cell::Other, "{text}");
        }
        assert_eq!(read("1,5", Decimal::Comma), Cell::Number(1.5));
        assert_eq!(read("1.234,5", Decimal::Comma), Cell::Other);
    }

    #[test]
    fn the_decimal_sign_is_a_comma_only_where_nothing_else_fits() {
        let sign = |cells: &[&str]| decimal_sign(cells.iter().copied());
        assert_eq!(sign(&["1,5", "2", "a"]), Decimal::Comma);
        assert_eq!(sign(&["1,500", "0,250"]), Decimal::Comma);
        assert_eq!(sign(&["1,500", "2,250"]), Decimal::Point, "ambiguous");
        assert_eq!(sign(&["1,5", "2.5"]), Decimal::Point);
        assert_eq!(sign(&["1", "a,b"]), Decimal::Point);
        assert_eq!(sign(&[]), Decimal::Point);
    }
}

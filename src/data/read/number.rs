//! What a cell says: a number, nothing, or something else.
//!
//! A plain number has a sign, digits, one decimal sign and an exponent. What a column may write beside that, the same in
//! all of its cells, is its [`Notation`]: a decimal comma, marks between thousands, a percent sign, a currency or a unit.

use crate::data::LARGEST;
use crate::text::decimal;

/// The sign between whole and fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// `1.5`
    Point,
    /// `1,5`
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
const MISSING: [&str; 11] = [
    "", "na", "n/a", "nan", "null", "none", "?", "-", ".", "<null>", "#n/a",
];

/// Whether `text` stands for a missing value.
pub(super) fn is_missing(text: &str) -> bool {
    text.len() <= 6 && MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// How a column writes its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    /// The decimal sign.
    pub decimal: Decimal,
    /// The mark between groups of three digits: `,` `.` `'` or a blank.
    pub thousands: Option<char>,
    /// A currency before every number, or nothing.
    pub prefix: String,
    /// `%`, a currency or a unit after every number, or nothing.
    pub suffix: String,
}

impl Notation {
    /// Numbers and nothing else, with this decimal sign.
    pub fn plain(decimal: Decimal) -> Notation {
        Notation {
            decimal,
            thousands: None,
            prefix: String::new(),
            suffix: String::new(),
        }
    }

    /// Whether cells hold numbers alone.
    pub fn is_plain(&self) -> bool {
        self.thousands.is_none() && self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// Reads `text` (already trimmed). Words such as `inf` are no numbers.
    pub(super) fn read(&self, text: &str) -> Cell {
        if is_missing(text) {
            return Cell::Missing;
        }
        match self.value(text) {
            Some(value) if value.abs() <= LARGEST => Cell::Number(value),
            Some(_) => Cell::TooLarge,
            None if is_infinite(text) => Cell::TooLarge,
            None => Cell::Other,
        }
    }

    /// Whether `text` is a number of this notation and in range, without converting it.
    pub(super) fn is_number(&self, text: &str) -> bool {
        if self.decimal == Decimal::Point && self.is_plain() && text.len() <= 40 {
            // No exponent and few digits: in range.
            if let Some(is_number) = plain_digits(text.as_bytes()) {
                return is_number;
            }
        }
        matches!(self.read(text), Cell::Number(_))
    }

    /// The number that `text` writes; infinite where it overflows.
    fn value(&self, text: &str) -> Option<f64> {
        if self.is_plain() && self.decimal == Decimal::Point && text.is_ascii() {
            return decimal::read(text);
        }
        let (sign, size) = signed(text);
        let size = size.strip_prefix(self.prefix.as_str())?.trim_start();
        let (inner, size) = signed(size);
        if !sign.is_empty() && !inner.is_empty() {
            return None;
        }
        let size = size.strip_suffix(self.suffix.as_str())?.trim_end();
        let plain = self.with_point(size)?;
        decimal::read(&[sign, inner, &plain].concat())
    }

    /// Without marks between thousands, and with a decimal point.
    fn with_point(&self, size: &str) -> Option<String> {
        let sign = match self.decimal {
            Decimal::Point => '.',
            Decimal::Comma => ',',
        };
        let allowed = |c: char| {
            c.is_ascii_digit()
                || matches!(c, 'e' | 'E' | '+' | '-' | '−')
                || c == sign
                || self.thousands.is_some_and(|mark| is_mark(c, mark))
        };
        if !size.starts_with(|c: char| c.is_ascii_digit() || c == sign)
            || !size.chars().all(allowed)
        {
            return None;
        }
        let size = size.replace('−', "-");
        let (whole, fraction) = match size.split_once(sign) {
            Some((whole, fraction)) => (whole, [".", fraction].concat()),
            None => (size.as_str(), String::new()),
        };
        let whole = match self.thousands {
            Some(mark) => ungrouped(whole, mark)?,
            None => whole.to_owned(),
        };
        Some(whole + &fraction)
    }
}

/// `Some` for what has no exponent: whether it is a sign or none, then digits with at most one point among them.
fn plain_digits(text: &[u8]) -> Option<bool> {
    let digits = match text {
        [b'-' | b'+', rest @ ..] => rest,
        all => all,
    };
    let (mut points, mut found) = (0, 0);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => found += 1,
            b'.' => points += 1,
            b'e' | b'E' | 0x80.. => return None,
            _ => return Some(false),
        }
    }
    Some(found > 0 && points <= 1)
}

fn is_infinite(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-', '−']);
    unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity")
}

/// A sign that decimals take, and the rest.
fn signed(text: &str) -> (&'static str, &str) {
    for (sign, plain) in [("-", "-"), ("−", "-"), ("+", "")] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (plain, rest);
        }
    }
    ("", text)
}

/// Whether `c` is the mark, in any of the signs that it is written with.
fn is_mark(c: char, mark: char) -> bool {
    match mark {
        ' ' => matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        '\'' => matches!(c, '\'' | '’'),
        mark => c == mark,
    }
}

/// Digits in groups of three behind one another; `None` where they are grouped otherwise.
fn ungrouped(whole: &str, mark: char) -> Option<String> {
    let groups: Vec<&str> = whole.split(|c| is_mark(c, mark)).collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (1..=3).contains(&first.len());
    (is_grouped && rest.iter().all(|group| group.len() == 3)).then(|| groups.concat())
}

/// Currencies that may stand before or after a number.
const CURRENCIES: [&str; 13] = [
    "US$", "R$", "A$", "C$", "$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF",
];

/// The notation in which all of `cells` (none of them missing) are numbers, if there is one beside plain numbers with
/// this decimal sign.
pub(super) fn notation<'a>(
    cells: impl Iterator<Item = &'a str> + Clone,
    decimal: Decimal,
) -> Option<Notation> {
    let first = cells
        .clone()
        .find(|cell| cell.contains(|c: char| c.is_ascii_digit()))?;
    let (prefix, suffix) = frame(first)?;
    let other = match decimal {
        Decimal::Point => Decimal::Comma,
        Decimal::Comma => Decimal::Point,
    };
    let candidates = [decimal, other].into_iter().flat_map(|decimal| {
        let mark = match decimal {
            Decimal::Point => ',',
            Decimal::Comma => '.',
        };
        [None, Some(mark), Some(' '), Some('\'')].map(|thousands| Notation {
            decimal,
            thousands,
            prefix: prefix.clone(),
            suffix: suffix.clone(),
        })
    });
    candidates.into_iter().find(|notation| {
        cells
            .clone()
            .all(|cell| matches!(notation.read(cell), Cell::Number(_)))
    })
}

/// Whether a cell is a number in any notation.
pub(super) fn looks_numeric(cell: &str) -> bool {
    Notation::plain(Decimal::Point).is_number(cell)
        || !is_missing(cell) && notation(std::iter::once(cell), Decimal::Point).is_some()
}

/// What stands before and after the digits of a cell, if that can be a currency or a unit.
fn frame(cell: &str) -> Option<(String, String)> {
    let (_, size) = signed(cell);
    let start = size.find(|c: char| c.is_ascii_digit() || "+-−.,".contains(c))?;
    let end = size.rfind(|c: char| c.is_ascii_digit())? + 1;
    if end <= start {
        return None;
    }
    let (prefix, suffix) = (size[..start].trim(), &size[end..]);
    let is_currency = |text: &str| {
        CURRENCIES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(text))
    };
    let is_unit = |c: char| c.is_alphabetic() || "°µ²³·/%‰\"'^".contains(c);
    let unit = suffix.trim();
    let unit = unit.strip_suffix(['.', ',']).unwrap_or(unit);
    let good_suffix = is_currency(unit) || unit.chars().count() <= 10 && unit.chars().all(is_unit);
    let good = (prefix.is_empty() || is_currency(prefix)) && good_suffix;
    good.then(|| (prefix.to_owned(), unit.to_owned()))
}

/// Whether `text` has the shape of thousands set apart or of a fraction of three digits, 1,234.
pub(super) fn is_grouped(text: &str) -> bool {
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    match signed(text).1.split_once(',') {
        Some((whole, rest)) => {
            (1..=3).contains(&whole.len())
                && !whole.starts_with('0')
                && digits(whole)
                && rest.len() == 3
                && digits(rest)
        }
        None => false,
    }
}

/// The decimal sign of these cells where no comma separates them.
///
/// A comma if some number needs it (1,5 or 0,250) and no number has a point. Where every comma stands before three digits
/// (5,125) it is decimal if all numbers of the column are so: a column of thousands has some below 1,000 or above
/// 999,999, which the semicolon, as a decimal comma's companion, outweighs.
pub(super) fn decimal_sign<'a>(cells: impl Iterator<Item = &'a str>, semicolons: bool) -> Decimal {
    let comma = Notation::plain(Decimal::Comma);
    let (mut needed, mut grouped, mut whole) = (false, 0usize, 0usize);
    for cell in cells {
        if cell.contains('.') && Notation::plain(Decimal::Point).is_number(cell) {
            return Decimal::Point;
        }
        if is_grouped(cell) {
            grouped += 1;
        } else if comma.is_number(cell) {
            needed |= cell.contains(',');
            whole += usize::from(cell.len() <= 3);
        }
    }
    if needed || grouped > 0 && (semicolons || grouped > whole) {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let read = |text| Notation::plain(Decimal::Point).read(text);
        for (text, value) in [
            ("1", 1.0),
            ("-2.5", -2.5),
            ("−2.5", -2.5),
            ("+.5", 0.5),
            ("5.", 5.0),
            ("1e-3", 1e-3),
            ("1e−3", 1e-3),
            ("1E100", 1e100),
        ] {
            assert_eq!(read(text), Cell::Number(value), "{text}");
            assert!(Notation::plain(Decimal::Point).is_number(text));
        }
        for text in ["", "NA", "n/a", "NaN", "null", "?", "-", "."] {
            assert_eq!(read(text), Cell::Missing, "{text}");
        }
        for text in ["1e101", "-1e999", "inf", "-Infinity"] {
            assert_eq!(read(text), Cell::TooLarge, "{text}");
        }
        for text in [
            "abc", "1,5", "1.2.3", "1 234", "0x10", "1_000", "12%", "e", "+", "--1", "-−1", "٣",
        ] {
            assert_eq!(read(text), Cell::Other, "{text}");
            assert!(!Notation::plain(Decimal::Point).is_number(text));
        }
        let comma = Notation::plain(Decimal::Comma);
        assert_eq!(comma.read("1,5"), Cell::Number(1.5));
        assert_eq!(comma.read("1.234,5"), Cell::Other);
    }

    #[test]
    fn a_column_that_agrees_is_read() {
        for (cells, values) in [
            (&["1,250", "12,000.5", "7"][..], &[1250.0, 12000.5, 7.0][..]),
            (&["13.5%", "−2%"], &[13.5, -2.0]),
            (&["$1200", "-$5", "$-6.5"], &[1200.0, -5.0, -6.5]),
            (&["$1,200", "$3"], &[1200.0, 3.0]),
            (&["1.5 mm", "2 mm"], &[1.5, 2.0]),
            (&["12 €", "3,5 €"], &[12.0, 3.5]),
            (&["1 200,5", "3\u{202f}000"], &[1200.5, 3000.0]),
            (&["1'200.5", "900"], &[1200.5, 900.0]),
            (&["1.234,5", "3"], &[1234.5, 3.0]),
        ] {
            let notation = notation(cells.iter().copied(), Decimal::Point).expect(cells[0]);
            for (cell, value) in cells.iter().zip(values) {
                assert_eq!(notation.read(cell), Cell::Number(*value), "{cell}");
            }
        }
        for cells in [
            &["1.5 mm", "2 cm"][..],
            &["1,25,000", "3"],
            &["A1", "A2"],
            &["12%", "3"],
            &["2024-01-31", "2024-02-01"],
            &["12:30", "12:40"],
            &["3\"", "abc"],
        ] {
            assert_eq!(
                notation(cells.iter().copied(), Decimal::Point),
                None,
                "{cells:?}"
            );
        }
    }

    #[test]
    fn the_decimal_sign_is_judged_by_delimiter_and_columns() {
        let sign = |cells: &[&str], semicolons| decimal_sign(cells.iter().copied(), semicolons);
        for semicolons in [false, true] {
            assert_eq!(sign(&["1,5", "2", "a"], semicolons), Decimal::Comma);
            assert_eq!(sign(&["1,500", "0,250"], semicolons), Decimal::Comma);
            assert_eq!(sign(&["1,5", "2.5"], semicolons), Decimal::Point);
            assert_eq!(sign(&["1,500", "2.5"], semicolons), Decimal::Point);
            assert_eq!(sign(&["1", "a,b"], semicolons), Decimal::Point);
            assert_eq!(sign(&[], semicolons), Decimal::Point);
            assert_eq!(sign(&["5,125", "3,500"], semicolons), Decimal::Comma);
        }
        assert_eq!(
            sign(&["1,250", "7", "900"], false),
            Decimal::Point,
            "thousands"
        );
        assert_eq!(sign(&["1,250", "7", "900"], true), Decimal::Comma);
    }
}

//! Numbers to decimal text and back, both exact: the same text natively and in the browser.
//!
//! ```text
//! read "2.5e-3"     the number nearest to the text
//! shortest          the fewest digits that read back as the number
//! rounded           to the nearest; halfway, away from 0
//! ```

/// From here on a number is never written with decimals: it is whole, and its last digits are not known.
const WHOLE: f64 = 1e21;
/// No double has more decimals.
const MOST_DECIMALS: usize = 1074;
/// No double has more digits after its first.
const MOST_DIGITS: usize = 766;

/// The number that `text` writes: a sign or none, digits with a point among them or none, and an exponent or none.
/// Infinite where it overflows. No blanks, and no words such as `inf`.
pub fn read(text: &str) -> Option<f64> {
    let is_written_as_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_written_as_number.then(|| text.parse().ok()).flatten()
}

/// The shortest decimal that reads back as `value`, without a power of ten: `0.0025`.
pub fn plain(value: f64) -> String {
    value.to_string()
}

/// The shortest decimal that reads back as `value`, times a power of ten: `2.5e-3`.
pub fn scientific(value: f64) -> String {
    format!("{value:e}")
}

/// The shorter of [`plain`] and [`scientific`].
pub fn shortest(value: f64) -> String {
    let (plain, scientific) = (plain(value), scientific(value));
    if scientific.len() < plain.len() {
        scientific
    } else {
        plain
    }
}

/// The shortest decimal that reads back as `value`, with a power of ten only where there would be many zeros.
pub fn readable(value: f64) -> String {
    if value == 0.0 || (1e-5..1e16).contains(&value.abs()) {
        plain(value)
    } else {
        scientific(value)
    }
}

/// `value` with so many decimals: `0.003`. From 10²¹ on without.
pub fn fixed(value: f64, decimals: u8) -> String {
    if !value.is_finite() || value.abs() >= WHOLE {
        return plain(value);
    }
    let decimals = usize::from(decimals);
    let exact = format!("{value:.MOST_DECIMALS$}");
    let kept = exact.len() - MOST_DECIMALS + decimals;
    halfway_up(&exact, kept).unwrap_or_else(|| format!("{value:.decimals$}"))
}

/// `value` with so many digits after the first, times a power of ten: `2.50e-3`.
pub fn rounded(value: f64, decimals: u8) -> String {
    if !value.is_finite() {
        return plain(value);
    }
    let decimals = usize::from(decimals);
    let exact = format!("{value:.MOST_DIGITS$e}");
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let kept = mantissa.len() - MOST_DIGITS + decimals;
    match halfway_up(mantissa, kept) {
        Some(mantissa) => format!("{mantissa}e{exponent}"),
        None => format!("{value:.decimals$e}"),
    }
}

/// The mantissa and the exponent of what [`rounded`] writes.
pub fn parts(scientific: &str) -> (&str, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    (mantissa, exponent.parse().unwrap_or(0))
}

/// The first `kept` characters of `exact` rounded up, if what follows is one half and the last digit even.
///
/// Rust rounds halfway to the even digit: after an odd one that is up already. An even digit has no carry.
fn halfway_up(exact: &str, kept: usize) -> Option<String> {
    let (kept, rest) = exact.split_at(kept);
    let kept = kept.trim_end_matches('.');
    let last = kept.chars().last()?.to_digit(10)?;
    let is_half = rest.trim_start_matches('.').trim_end_matches('0') == "5";
    (is_half && last % 2 == 0).then(|| format!("{}{}", &kept[..kept.len() - 1], last + 1))
}

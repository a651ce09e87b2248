//! Conversions by Rust, for sizes: finite and without a sign.

/// No double has more decimals.
const MOST_DECIMALS: usize = 1074;
/// No double has more digits after its first.
const MOST_DIGITS: usize = 766;

pub fn read(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// With so many decimals, halfway up.
pub fn fixed(size: f64, decimals: u8) -> String {
    let exact = format!("{size:.MOST_DECIMALS$}");
    let kept = exact.len() - MOST_DECIMALS + usize::from(decimals);
    halfway_up(&exact, kept).unwrap_or_else(|| format!("{size:.*}", usize::from(decimals)))
}

/// With so many decimals and a power of ten, halfway up; or with as few digits as read back the same.
pub fn scientific(size: f64, decimals: Option<u8>) -> String {
    let Some(decimals) = decimals.map(usize::from) else {
        return format!("{size:e}");
    };
    let exact = format!("{size:.MOST_DIGITS$e}");
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    match halfway_up(mantissa, 2 + decimals) {
        Some(mantissa) => format!("{mantissa}e{exponent}"),
        None => format!("{size:.decimals$e}"),
    }
}

/// The first `kept` characters of `exact` rounded up, if what follows is one half and the last digit even.
///
/// Rust rounds halfway to the even digit: after an odd one that is up already. An even digit has no carry.
fn halfway_up(exact: &str, kept: usize) -> Option<String> {
    let (kept, rest) = exact.split_at(kept);
    let kept = kept.trim_end_matches('.');
    let last = kept.chars().last()?.to_digit(10)?;
    let is_half = rest.trim_end_matches('0') == "5";
    (is_half && last % 2 == 0).then(|| format!("{}{}", &kept[..kept.len() - 1], last + 1))
}

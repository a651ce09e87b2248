//! Numbers to decimal text and back, both exact: the same text natively and in the browser.
//!
//! ```text
//! read "2.5e-3"     the number nearest to the text
//! shortest          the fewest digits that read back as the number
//! rounded           to the nearest; halfway, away from 0
//! ```
//! Rust's own conversions are a tenth of what a page loads, and every engine has them built in. So in the browser
//! the engine converts, and natively Rust. What the two would do differently is settled here: which texts are
//! numbers, signs, notations, and numbers halfway between two decimals.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod engine;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod engine;

/// From here on a number is never written with decimals: it is whole, and its last digits are not known.
const WHOLE: f64 = 1e21;

/// The number that `text` writes: a sign or none, digits with a point among them or none, and an exponent or none.
/// Infinite where it overflows. No blanks, and no words such as `inf`.
pub fn read(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, unsigned(exponent)),
        None => (text, "0"),
    };
    let mantissa = unsigned(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = digits(whole) && digits(fraction) && digits(exponent);
    let is_number = is_number && !(whole.is_empty() && fraction.is_empty() || exponent.is_empty());
    is_number.then(|| engine::read(text))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// The shortest decimal that reads back as `value`, without a power of ten: `0.0025`.
pub fn plain(value: f64) -> String {
    signed(value, &plain_size)
}

/// The shortest decimal that reads back as `value`, times a power of ten: `2.5e-3`.
pub fn scientific(value: f64) -> String {
    signed(value, &|size| engine::scientific(size, None))
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
    signed(value, &|size| {
        if size < WHOLE {
            engine::fixed(size, decimals)
        } else {
            plain_size(size)
        }
    })
}

/// `value` with so many digits after the first, times a power of ten: `2.50e-3`.
pub fn rounded(value: f64, decimals: u8) -> String {
    signed(value, &|size| engine::scientific(size, Some(decimals)))
}

/// The mantissa and the exponent of what [`rounded`] writes.
pub fn parts(scientific: &str) -> (&str, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, ""));
    let size = unsigned(exponent)
        .bytes()
        .fold(0, |size, digit| 10 * size + i32::from(digit - b'0'));
    let exponent = if exponent.starts_with('-') {
        -size
    } else {
        size
    };
    (mantissa, exponent)
}

/// The sign, and `write` of the size of `value`.
fn signed(value: f64, write: &dyn Fn(f64) -> String) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let size = match value.abs() {
        f64::INFINITY => "inf".to_owned(),
        size => write(size),
    };
    sign.to_owned() + &size
}

fn plain_size(size: f64) -> String {
    let scientific = engine::scientific(size, None);
    let (mantissa, exponent) = parts(&scientific);
    let mut digits = mantissa.replace('.', "");
    let zeros = |n: usize| "0".repeat(n);
    if exponent < 0 {
        return "0.".to_owned() + &zeros(exponent.unsigned_abs() as usize - 1) + &digits;
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        digits.insert(whole, '.');
        digits
    } else {
        let missing = whole - digits.len();
        digits + &zeros(missing)
    }
}

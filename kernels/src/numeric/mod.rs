//! Elementary functions that give the same bits on every machine, and sums that do not overflow.
//!
//! Native std (glibc) and wasm std round `exp`, `ln`, `sin`, … differently. The `libm` crate is plain Rust
//! and agrees with itself everywhere, so every transcendental function of the lab comes from here;
//! `clippy.toml` forbids the others.

mod exp_table;
mod half_circle;
pub mod lanes;
pub mod order;
pub mod vector;

pub use half_circle::half_circle;
pub use libm::{acos, atan2, cos, exp, expm1, log as ln, log1p as ln_1p, log10, pow, tanh};

/// √x. IEEE 754 has every machine round it correctly, so std may: it is one instruction.
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// 10ᵏ: exact up to 10²², and then correctly rounded down to 10⁻²²; beyond, within k roundings. Where k is whole it
/// does for a hundredth of the code of [`pow`].
pub fn power_of_ten(k: i32) -> f64 {
    let power = (0..k.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
    if k < 0 { 1.0 / power } else { power }
}

/// The number nearest to `value` in [low, high]; NaN at NaN.
///
/// That of std writes its bounds when it panics, and brings along what writes decimals.
pub fn clamp(value: f64, low: f64, high: f64) -> f64 {
    if value < low {
        low
    } else if value > high {
        high
    } else {
        value
    }
}

/// ln Σ exp(aᵢ), shifted by the largest term so that nothing overflows.
///
/// Returns −∞ for an empty slice or when every term is −∞, and NaN if any term is NaN.
pub fn log_sum_exp(terms: &[f64]) -> f64 {
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY && !terms.iter().any(|a| a.is_nan()) {
        return f64::NEG_INFINITY;
    }
    largest + ln(terms.iter().map(|&a| exp(a - largest)).sum())
}

/// Σ aᵢ bᵢ, summed from the left.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Euclidean norm √Σ aᵢ².
pub fn norm(a: &[f64]) -> f64 {
    sqrt(dot(a, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_those_that_one_writes() {
        for k in -22..=22 {
            let written: f64 = format!("1e{k}").parse().expect("a number");
            assert_eq!(power_of_ten(k), written, "10^{k}");
        }
        assert!((power_of_ten(-300) / 1e-300 - 1.0).abs() < 1e-13);
        assert_eq!(power_of_ten(400), f64::INFINITY);
    }

    #[test]
    fn log_sum_exp_survives_where_exp_does_not() {
        assert_eq!(log_sum_exp(&[1000.0, 1000.0]), 1000.0 + ln(2.0));
        assert_eq!(log_sum_exp(&[-1000.0, f64::NEG_INFINITY]), -1000.0);
        assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
        assert!(log_sum_exp(&[0.0, f64::NAN]).is_nan());
    }
}

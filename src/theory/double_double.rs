//! Numbers of about 32 digits: the unevaluated sum of two `f64`.
//!
//! Whether 0 lies in a hull turns on differences far below the rounding of one `f64` product: at a margin of
//! 1e−10 the squared norm 1e−20 drowns in 1e−16. With twice the digits the small dense algebra of this
//! module needs no case distinctions. Algorithms: Dekker (1971), Knuth (TAOCP 2, §4.2.2); products are split
//! rather than fused, because wasm has no fused multiply-add and the bits must agree.
//!
//! Numbers should stay below 1e150 (the split overflows near 1e300): callers scale their rows first.

use crate::numeric::sqrt;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// hi + lo with |lo| ≤ ½ ulp(hi).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dd {
    hi: f64,
    lo: f64,
}

/// a + b exactly, as a rounded sum and its error (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let of_b = s - a;
    (s, (a - (s - of_b)) + (b - of_b))
}

/// a b exactly, as a rounded product and its error (Dekker and Veltkamp).
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let halves = |x: f64| {
        let shifted = 134_217_729.0 * x; // 2²⁷ + 1
        let high = shifted - (shifted - x);
        (high, x - high)
    };
    let p = a * b;
    let ((ah, al), (bh, bl)) = (halves(a), halves(b));
    (p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
}

impl Dd {
    pub(crate) const ZERO: Dd = Dd { hi: 0.0, lo: 0.0 };
    pub(crate) const ONE: Dd = Dd { hi: 1.0, lo: 0.0 };

    /// The nearest `f64`.
    pub(crate) fn to_f64(self) -> f64 {
        self.hi
    }

    /// √a for a ≥ 0, by one Newton step from the `f64` root.
    pub(crate) fn sqrt(self) -> Dd {
        if self.hi <= 0.0 {
            return Dd::ZERO;
        }
        let root = Dd::from(sqrt(self.hi));
        root + (self - root * root) / (root + root)
    }

    fn normalized(hi: f64, lo: f64) -> Dd {
        let (hi, lo) = two_sum(hi, lo);
        Dd { hi, lo }
    }
}

impl From<f64> for Dd {
    fn from(hi: f64) -> Dd {
        Dd { hi, lo: 0.0 }
    }
}

impl Add for Dd {
    type Output = Dd;
    fn add(self, other: Dd) -> Dd {
        let (hi, error) = two_sum(self.hi, other.hi);
        let (lo, lo_error) = two_sum(self.lo, other.lo);
        let first = Dd::normalized(hi, error + lo);
        Dd::normalized(first.hi, first.lo + lo_error)
    }
}

impl Neg for Dd {
    type Output = Dd;
    fn neg(self) -> Dd {
        Dd {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}

impl Sub for Dd {
    type Output = Dd;
    fn sub(self, other: Dd) -> Dd {
        self + -other
    }
}

impl Mul for Dd {
    type Output = Dd;
    fn mul(self, other: Dd) -> Dd {
        let (hi, error) = two_product(self.hi, other.hi);
        Dd::normalized(hi, error + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Div for Dd {
    type Output = Dd;
    /// Long division: three quotient digits of 53 bits each.
    fn div(self, other: Dd) -> Dd {
        let first = self.hi / other.hi;
        let rest = self - other * Dd::from(first);
        let second = rest.hi / other.hi;
        let rest = rest - other * Dd::from(second);
        Dd::normalized(first, second) + Dd::from(rest.hi / other.hi)
    }
}

impl PartialOrd for Dd {
    fn partial_cmp(&self, other: &Dd) -> Option<std::cmp::Ordering> {
        (*self - *other).hi.partial_cmp(&0.0)
    }
}

/// Σ aᵢ bᵢ.
pub(crate) fn dot(a: &[Dd], b: &[Dd]) -> Dd {
    a.iter().zip(b).fold(Dd::ZERO, |sum, (&a, &b)| sum + a * b)
}

/// a − b.
pub(crate) fn difference(a: &[Dd], b: &[Dd]) -> Vec<Dd> {
    a.iter().zip(b).map(|(&a, &b)| a - b).collect()
}

/// Solves A x = b for a symmetric positive semidefinite n × n matrix (row-major), by elimination with
/// diagonal pivots. `None` when a pivot falls below 1e−28 of its own diagonal entry: A is singular.
pub(crate) fn solve(mut a: Vec<Dd>, mut b: Vec<Dd>) -> Option<Vec<Dd>> {
    let n = b.len();
    let diagonal: Vec<f64> = (0..n).map(|i| a[i * n + i].to_f64()).collect();
    let mut order: Vec<usize> = (0..n).collect();
    for k in 0..n {
        // The pivot that has kept the largest share of its diagonal entry.
        let share = |i: usize| a[i * n + i].to_f64() / diagonal[i];
        let at = (k..n).max_by(|&i, &j| share(order[i]).total_cmp(&share(order[j])))?;
        order.swap(k, at);
        let pivot = order[k];
        let kept = share(pivot);
        if kept.is_nan() || kept <= 1e-28 {
            return None;
        }
        for &row in &order[k + 1..] {
            let factor = a[row * n + pivot] / a[pivot * n + pivot];
            for &column in &order[k..] {
                a[row * n + column] = a[row * n + column] - factor * a[pivot * n + column];
            }
            b[row] = b[row] - factor * b[pivot];
        }
    }
    let mut x = vec![Dd::ZERO; n];
    for k in (0..n).rev() {
        let row = order[k];
        let known = order[k + 1..]
            .iter()
            .fold(Dd::ZERO, |sum, &j| sum + a[row * n + j] * x[j]);
        x[row] = (b[row] - known) / a[row * n + row];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_one_f64_loses() {
        let tiny = Dd::from(1e-25);
        assert_eq!((Dd::ONE + tiny - Dd::ONE).to_f64(), 1e-25);
        // (1 + 2⁻⁵²)² − 1 − 2⁻⁵¹ = 2⁻¹⁰⁴ exactly.
        let e = Dd::ONE + Dd::from(f64::EPSILON);
        let square = e * e - Dd::ONE - Dd::from(2.0 * f64::EPSILON);
        assert_eq!(square.to_f64(), f64::EPSILON * f64::EPSILON);
    }

    #[test]
    fn quotient_and_root_invert_product_and_square() {
        let (a, b) = (Dd::from(0.1) + Dd::from(1e-20), Dd::from(-7.3));
        assert!((a / b * b - a).to_f64().abs() < 1e-32);
        assert!((a.sqrt() * a.sqrt() - a).to_f64().abs() < 1e-32);
        assert_eq!(Dd::ZERO.sqrt(), Dd::ZERO);
        assert!(Dd::from(1.0) < Dd::from(1.0) + Dd::from(1e-30));
    }

    #[test]
    fn solves_a_hilbert_system_and_refuses_a_singular_one() {
        // Hilbert 4 × 4 has condition 1.6e4; its exact solution for b = H·1 is all ones.
        let entry = |i: usize, j: usize| Dd::ONE / Dd::from((i + j + 1) as f64);
        let a: Vec<Dd> = (0..16).map(|k| entry(k / 4, k % 4)).collect();
        let b = (0..4)
            .map(|i| (0..4).fold(Dd::ZERO, |s, j| s + entry(i, j)))
            .collect();
        for x in solve(a, b).unwrap() {
            assert!((x - Dd::ONE).to_f64().abs() < 1e-26);
        }
        let one = Dd::ONE;
        assert_eq!(solve(vec![one, one, one, one], vec![one, one]), None);
        assert_eq!(solve(vec![Dd::ZERO], vec![one]), None);
        assert_eq!(solve(Vec::new(), Vec::new()), Some(Vec::new()));
    }
}

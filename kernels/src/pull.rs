//! Rows that pull at θ: the sums of gradient flow in ln t, where the loss itself would underflow.
//!
//! ```text
//! pullᵢ = exp(aᵢ + s) |ℓ′(uᵢ)|     uᵢ = zᵢ·θ                   slope  Σ pullᵢ zᵢ        pace  Σ pullᵢ
//! σᵢ = −d ln|ℓ′(uᵢ)|/du            1, or 1/(1 + e^−uᵢ) for the logistic loss
//! ```
//!
//! With aᵢ = ln(η wᵢ/n) and s = ln t every exponent that counts is of order 1.

use crate::loss::Loss;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// Below this an exponential is a number so small that it vanishes beside any other pull.
const LEAST: f64 = -700.0;

/// Rows zᵢ of `dim` numbers with their aᵢ, eight at a time: a, z₁ … of eight rows, each in the lanes of a vector. The
/// last eight are filled up with rows of zeros that never pull.
#[derive(Clone)]
pub struct PullingRows {
    dim: usize,
    len: usize,
    blocks: Vec<F64x8>,
}

impl std::fmt::Debug for PullingRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows of {} numbers", self.len, self.dim)
    }
}

impl PullingRows {
    /// Rows given as numbers, row after row, and one a for each.
    pub fn new(dim: usize, z: &[f64], a: &[f64]) -> PullingRows {
        let every = (0..a.len()).collect::<Vec<_>>();
        PullingRows::some(dim, z, a, &every)
    }

    /// Those numbered `rows` only.
    pub fn some(dim: usize, z: &[f64], a: &[f64], rows: &[usize]) -> PullingRows {
        let mut blocks = Vec::with_capacity(rows.len().div_ceil(8) * (dim + 1));
        for eight in rows.chunks(8) {
            let mut lanes = [f64::NEG_INFINITY; 8];
            for (lane, &row) in lanes.iter_mut().zip(eight) {
                *lane = a[row];
            }
            blocks.push(F64x8::new(lanes));
            for k in 0..dim {
                let mut lanes = [0.0; 8];
                for (lane, &row) in lanes.iter_mut().zip(eight) {
                    *lane = z[row * dim + k];
                }
                blocks.push(F64x8::new(lanes));
            }
        }
        PullingRows {
            dim,
            len: rows.len(),
            blocks,
        }
    }

    /// The margins uᵢ.
    pub fn margins(&self, theta: &[f64]) -> Vec<f64> {
        let mut margins = Vec::with_capacity(self.blocks.len() / (self.dim + 1) * 8);
        for block in self.blocks.chunks_exact(self.dim + 1) {
            margins.extend_from_slice(&margin(&block[1..], theta).to_array());
        }
        margins.truncate(self.len);
        margins
    }

    /// Puts the pulls at θ into `pulls` and their sum over rows into `slope`; returns the pace.
    pub fn pull(
        &self,
        loss: Loss,
        theta: &[f64],
        s: f64,
        pulls: &mut Vec<F64x8>,
        slope: &mut [f64],
    ) -> f64 {
        pulls.clear();
        let s = F64x2::splat(s);
        let least = F64x8::splat(LEAST);
        let mut pace = F64x2::zero();
        for block in self.blocks.chunks_exact(self.dim + 1) {
            let u = margin(&block[1..], theta);
            let pull = match loss {
                Loss::Exponential => vector::exp((block[0] + s - u).pmax(least)),
                Loss::Logistic => {
                    let exponent = block[0] + s - u.pmax(F64x8::zero());
                    vector::exp(exponent.pmax(least)) / (F64x8::splat(1.0) + tail(u))
                }
            };
            pace += pull.fold();
            pulls.push(pull);
        }
        for (k, slope) in slope.iter_mut().enumerate() {
            let blocks = self.blocks.chunks_exact(self.dim + 1);
            let mut sum = F64x2::zero();
            for (block, &pull) in blocks.zip(&*pulls) {
                sum += (block[k + 1] * pull).fold();
            }
            *slope = sum.sum();
        }
        pace.sum()
    }

    /// Σ pullᵢ σᵢ zᵢ zᵢᵀ, row-major and only in the lower triangle, and Σ pullᵢ σᵢ zᵢ. The `pulls` are those at θ, and
    /// lost.
    pub fn derivatives(
        &self,
        loss: Loss,
        theta: &[f64],
        pulls: &mut [F64x8],
    ) -> (Vec<f64>, Vec<f64>) {
        let d = self.dim;
        let blocks = || self.blocks.chunks_exact(d + 1);
        if loss == Loss::Logistic {
            for (block, pull) in blocks().zip(&mut *pulls) {
                let one = F64x8::splat(1.0);
                let u = margin(&block[1..], theta);
                let t = tail(u);
                *pull = *pull * (u.gt(F64x8::zero()).select(one, t) / (one + t));
            }
        }
        let (mut matrix, mut of_pace) = (vec![0.0; d * d], vec![0.0; d]);
        for i in 0..d {
            let mut sum = F64x2::zero();
            for (block, &pull) in blocks().zip(&*pulls) {
                sum += (block[i + 1] * pull).fold();
            }
            of_pace[i] = sum.sum();
            for k in 0..=i {
                let mut sum = F64x2::zero();
                for (block, &pull) in blocks().zip(&*pulls) {
                    sum += (block[i + 1] * block[k + 1] * pull).fold();
                }
                matrix[i * d + k] = sum.sum();
            }
        }
        (matrix, of_pace)
    }
}

/// z·θ of eight rows.
#[inline(always)]
fn margin(z: &[F64x8], theta: &[f64]) -> F64x8 {
    let mut u = F64x8::zero();
    for (&z, &theta) in z.iter().zip(theta) {
        u = u + z * F64x2::splat(theta);
    }
    u
}

/// e^−|u|.
#[inline(always)]
fn tail(u: F64x8) -> F64x8 {
    vector::exp((u.abs() * F64x2::splat(-1.0)).pmax(F64x8::splat(LEAST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{dot, exp};

    #[test]
    fn sums_are_those_of_plain_loops() {
        for (dim, n) in [(1, 1), (2, 7), (3, 8), (3, 21)] {
            let number = |k: usize| (k * 7919 % 1009) as f64 / 300.0 - 1.7;
            let z: Vec<f64> = (0..n * dim).map(number).collect();
            let a: Vec<f64> = (0..n).map(|row| number(row + 5000)).collect();
            let theta: Vec<f64> = (0..dim).map(|k| 1.3 - k as f64).collect();
            let rows = PullingRows::new(dim, &z, &a);
            for loss in [Loss::Exponential, Loss::Logistic] {
                let (mut pulls, mut slope) = (Vec::new(), vec![0.0; dim]);
                let pace = rows.pull(loss, &theta, 0.4, &mut pulls, &mut slope);
                let (matrix, of_pace) = rows.derivatives(loss, &theta, &mut pulls);
                let close = |found: f64, sum: &dyn Fn(&[f64], f64, f64) -> f64| {
                    let terms = z.chunks(dim).zip(&a).map(|(z, a)| {
                        let u = dot(z, &theta);
                        // −d ln|ℓ′|/du, by a difference.
                        let slope = |u: f64| -loss.slope(u);
                        let falling = (slope(u - 1e-6) - slope(u + 1e-6)) / 2e-6;
                        sum(z, exp(a + 0.4) * slope(u), exp(a + 0.4) * falling)
                    });
                    let expected: f64 = terms.sum();
                    assert!((found - expected).abs() < 1e-8 * expected.abs().max(1.0));
                };
                close(pace, &|_, pull, _| pull);
                for i in 0..dim {
                    close(slope[i], &|z, pull, _| pull * z[i]);
                    close(of_pace[i], &|z, _, falling| falling * z[i]);
                    for k in 0..=i {
                        close(matrix[i * dim + k], &|z, _, falling| falling * z[i] * z[k]);
                    }
                }
                for (u, z) in rows.margins(&theta).iter().zip(z.chunks(dim)) {
                    assert!((u - dot(z, &theta)).abs() < 1e-15);
                }
                assert_eq!(rows.margins(&theta).len(), n);
            }
        }
    }

    #[test]
    fn margins_of_any_size_pull_as_they_should() {
        let rows = PullingRows::new(1, &[1.0], &[0.0]);
        let pull = |loss, theta: f64, s| rows.pull(loss, &[theta], s, &mut Vec::new(), &mut [0.0]);
        for (loss, theta, s, expected) in [
            (Loss::Exponential, 2302.0, 2302.0, 1.0),
            (Loss::Logistic, 2302.0, 2302.0, 1.0),
            (Loss::Logistic, -2302.0, 0.0, 1.0),
            (Loss::Logistic, 0.0, 0.0, 0.5),
        ] {
            assert_eq!(pull(loss, theta, s), expected, "{loss:?} at {theta}");
        }
        assert!(pull(Loss::Exponential, 3000.0, 0.0) < 1e-300);
        assert_eq!(pull(Loss::Exponential, -3000.0, 0.0), f64::INFINITY);
        assert!(pull(Loss::Exponential, f64::NAN, 0.0).is_nan());
    }
}

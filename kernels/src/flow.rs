//! Rows that pull at θ: the sums of gradient flow in ln t, where the loss itself would underflow.
//!
//! ```text
//! pullᵢ = exp(aᵢ + s) |ℓ′(uᵢ)|     uᵢ = zᵢ·θ                   slope  Σ pullᵢ zᵢ        pace  Σ pullᵢ
//! σᵢ = −d ln|ℓ′(uᵢ)|/du            1, or 1/(1 + e^−uᵢ) for the logistic loss
//! ```
//!
//! For the losses whose flow in ln t is known ([`FlowLoss`]); a loss without one has no warped time.
//!
//! With aᵢ = ln(η wᵢ/n) and s = ln t every exponent that counts is of order 1.

use crate::loss::FlowLoss;
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
        PullingRows::of_lanes(dim, a.len(), |row, k| match k {
            0 => a[row],
            k => z[row * dim + k - 1],
        })
    }

    /// From the numbers a, z₁ … of each row.
    fn of_lanes(dim: usize, len: usize, number: impl Fn(usize, usize) -> f64) -> PullingRows {
        let mut blocks = Vec::with_capacity(len.div_ceil(8) * (dim + 1));
        for first in (0..len).step_by(8) {
            for k in 0..=dim {
                let mut lanes = [if k == 0 { f64::NEG_INFINITY } else { 0.0 }; 8];
                for (lane, row) in lanes.iter_mut().zip(first..len) {
                    *lane = number(row, k);
                }
                blocks.push(F64x8::new(lanes));
            }
        }
        PullingRows { dim, len, blocks }
    }

    /// The rows whose pull at θ is at most e^`distance` times smaller than the largest, and those that are nearer to
    /// the boundary than the one with the largest: any other falls back further as θ grows.
    pub fn within(&self, distance: f64, loss: FlowLoss, theta: &[f64]) -> PullingRows {
        let margins = self.margins(theta);
        // ln|ℓ′| to within ln 2.
        let exponent = |row: usize, u: f64| match loss {
            FlowLoss::Exponential => self.number(row, 0) - u,
            FlowLoss::Logistic => self.number(row, 0) - u.max(0.0),
        };
        let (mut nearest, mut largest) = (0.0, f64::NEG_INFINITY);
        for (row, &u) in margins.iter().enumerate() {
            let here = exponent(row, u);
            if here > largest {
                (nearest, largest) = (u.max(0.0), here);
            }
        }
        let mut near = Vec::with_capacity(self.len);
        for (row, &u) in margins.iter().enumerate() {
            // What is not a number must be met.
            if !(u >= nearest && exponent(row, u) < largest - distance) {
                near.push(row);
            }
        }
        PullingRows::of_lanes(self.dim, near.len(), |at, k| self.number(near[at], k))
    }

    /// a of a row, and after it z.
    fn number(&self, row: usize, k: usize) -> f64 {
        self.blocks[row / 8 * (self.dim + 1) + k].to_array()[row % 8]
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
        loss: FlowLoss,
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
                FlowLoss::Exponential => vector::exp((block[0] + s - u).pmax(least)),
                FlowLoss::Logistic => {
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
        loss: FlowLoss,
        theta: &[f64],
        pulls: &mut [F64x8],
    ) -> (Vec<f64>, Vec<f64>) {
        let d = self.dim;
        let blocks = || self.blocks.chunks_exact(d + 1);
        match loss {
            FlowLoss::Exponential => {}
            FlowLoss::Logistic => {
                for (block, pull) in blocks().zip(&mut *pulls) {
                    let one = F64x8::splat(1.0);
                    let u = margin(&block[1..], theta);
                    let t = tail(u);
                    *pull = *pull * (u.gt(F64x8::zero()).select(one, t) / (one + t));
                }
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
    use crate::loss::Loss;
    use crate::numeric::{dot, exp};

    #[test]
    fn sums_are_those_of_plain_loops() {
        for (dim, n) in [(1, 1), (2, 7), (3, 8), (3, 21)] {
            let number = |k: usize| (k * 7919 % 1009) as f64 / 300.0 - 1.7;
            let z: Vec<f64> = (0..n * dim).map(number).collect();
            let a: Vec<f64> = (0..n).map(|row| number(row + 5000)).collect();
            let theta: Vec<f64> = (0..dim).map(|k| 1.3 - k as f64).collect();
            let rows = PullingRows::new(dim, &z, &a);
            for loss in [FlowLoss::Exponential, FlowLoss::Logistic] {
                let (mut pulls, mut slope) = (Vec::new(), vec![0.0; dim]);
                let pace = rows.pull(loss, &theta, 0.4, &mut pulls, &mut slope);
                let (matrix, of_pace) = rows.derivatives(loss, &theta, &mut pulls);
                let close = |found: f64, sum: &dyn Fn(&[f64], f64, f64) -> f64| {
                    let terms = z.chunks(dim).zip(&a).map(|(z, a)| {
                        let u = dot(z, &theta);
                        // −d ln|ℓ′|/du, by a difference.
                        let plain = match loss {
                            FlowLoss::Exponential => Loss::Exponential,
                            FlowLoss::Logistic => Loss::Logistic,
                        };
                        let slope = |u: f64| -plain.slope(u);
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
    fn rows_out_of_reach_are_left_out_and_change_nothing() {
        let z: Vec<f64> = (0..40).map(|k| f64::from(k % 7) - 0.5).collect();
        let rows = PullingRows::new(2, &z, &[0.0; 20]);
        let theta = [30.0, 10.0];
        let near = rows.within(60.0, FlowLoss::Exponential, &theta);
        assert!(near.len > 0 && near.len < 20, "{near:?}");
        let pull = |rows: &PullingRows| {
            let mut slope = [0.0; 2];
            let s = 20.0;
            let pace = rows.pull(
                FlowLoss::Exponential,
                &theta,
                s,
                &mut Vec::new(),
                &mut slope,
            );
            [pace, slope[0], slope[1]]
        };
        for (all, near) in pull(&rows).iter().zip(pull(&near)) {
            assert!((all - near).abs() <= 1e-15 * all.abs());
        }
        // A row of a tiny weight that is as near to the boundary stays: it may come up.
        let rows = PullingRows::new(1, &[1.0, 0.9, 5.0], &[0.0, -700.0, -700.0]);
        assert_eq!(rows.within(60.0, FlowLoss::Logistic, &[20.0]).len, 2);
        assert_eq!(rows.within(60.0, FlowLoss::Exponential, &[f64::NAN]).len, 3);
    }

    #[test]
    fn margins_of_any_size_pull_as_they_should() {
        let rows = PullingRows::new(1, &[1.0], &[0.0]);
        let pull = |loss, theta: f64, s| rows.pull(loss, &[theta], s, &mut Vec::new(), &mut [0.0]);
        for (loss, theta, s, expected) in [
            (FlowLoss::Exponential, 2302.0, 2302.0, 1.0),
            (FlowLoss::Logistic, 2302.0, 2302.0, 1.0),
            (FlowLoss::Logistic, -2302.0, 0.0, 1.0),
            (FlowLoss::Logistic, 0.0, 0.0, 0.5),
        ] {
            assert_eq!(pull(loss, theta, s), expected, "{loss:?} at {theta}");
        }
        assert!(pull(FlowLoss::Exponential, 3000.0, 0.0) < 1e-300);
        assert_eq!(pull(FlowLoss::Exponential, -3000.0, 0.0), f64::INFINITY);
        assert!(pull(FlowLoss::Exponential, f64::NAN, 0.0).is_nan());
    }
}

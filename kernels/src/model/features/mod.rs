//! Feature maps: models that are linear in their parameters and curved on the plane.
//!
//! ```text
//! f(x) = f₀(x) + φ(x)·θ                                         f₀ = 0 but for tangent features
//!
//! polynomial k    φ  all monomials of total degree 1 … k: x₁, x₂, x₁², x₁x₂, x₂², x₁³, … of x times a scale
//! Fourier D, σ    φⱼ = √(2/D) cos(ωⱼ·x/σ + bⱼ)                  ωⱼ ~ N(0, I), bⱼ ~ U[0, 2π)
//! ReLU D          φⱼ = D^−½ max(0, ωⱼ·x + bⱼ)                    ωⱼ ~ N(0, I), bⱼ ~ N(0, 1)
//! tangent         φ = ∇f(x; θ₀) of a network, f₀ = f(x; θ₀)      see `tangent`
//! ```
//!
//! A bias is one more coordinate 1, the last; it is part of the norm |θ| as it is for a line. Tangent features hold it
//! already, as ∂f/∂c. A ReLU map is a network whose first layer is frozen. Sources: A. Rahimi and B. Recht (2007),
//! *Random features for large-scale kernel machines*; A. Jacot, F. Gabriel and C. Hongler (2018), *Neural tangent
//! kernel*.

pub(super) mod kernel;
pub mod table;
mod tangent;

use super::Model;
use super::point_block::PointBlock;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{cos, sqrt};
use crate::rng::{Purpose, normal, stream, uniform_in};
use tangent::Tangent;

/// The highest degree of polynomial features.
pub const MAX_DEGREE: usize = 8;

/// The most random features.
pub const MAX_COUNT: usize = 1024;

/// φ and f₀.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureMap {
    kind: Kind,
    /// Whether a coordinate 1 follows.
    bias: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Polynomial { degree: usize, scale: f64 },
    Fourier { bandwidth: f64, units: Vec<Unit> },
    Relu { units: Vec<Unit> },
    Tangent(Tangent),
}

/// ω₁, ω₂ and b of a random feature.
pub type Unit = [f64; 3];

/// The units of `count` Fourier features. Those of a smaller count are the first of them.
pub fn fourier_units(count: usize, seed: u64) -> Vec<Unit> {
    let mut rng = stream(seed, Purpose::FourierFeatures);
    let full_turn = 2.0 * std::f64::consts::PI;
    (0..count)
        .map(|_| {
            let omega = [normal(&mut rng), normal(&mut rng)];
            [omega[0], omega[1], uniform_in(&mut rng, 0.0, full_turn)]
        })
        .collect()
}

/// The units of `count` ReLU features. Those of a smaller count are the first of them.
pub fn relu_units(count: usize, seed: u64) -> Vec<Unit> {
    let mut rng = stream(seed, Purpose::ReluFeatures);
    (0..count)
        .map(|_| std::array::from_fn(|_| normal(&mut rng)))
        .collect()
}

impl FeatureMap {
    /// All monomials of `scale` · x of total degree 1 to `degree`: by degree, then by falling power of x₁, without
    /// coefficients.
    pub fn polynomial(degree: usize, scale: f64, bias: bool) -> FeatureMap {
        let kind = Kind::Polynomial { degree, scale };
        FeatureMap { kind, bias }
    }

    /// Random Fourier features of bandwidth σ.
    pub fn fourier(units: Vec<Unit>, bandwidth: f64, bias: bool) -> FeatureMap {
        let kind = Kind::Fourier { bandwidth, units };
        FeatureMap { kind, bias }
    }

    /// Random ReLU features.
    pub fn relu(units: Vec<Unit>, bias: bool) -> FeatureMap {
        let kind = Kind::Relu { units };
        FeatureMap { kind, bias }
    }

    /// The gradient of `network` at `start`, in the order of its parameters.
    ///
    /// # Panics
    /// Unless it is a network, and `start` has one number for each of its parameters.
    pub fn tangent(network: &Model, start: Vec<f64>) -> FeatureMap {
        FeatureMap {
            kind: Kind::Tangent(Tangent::new(network, start)),
            bias: false,
        }
    }

    /// D, the coordinates of φ, the bias among them.
    pub fn n_features(&self) -> usize {
        let n = match &self.kind {
            // k + 1 monomials of each degree k.
            Kind::Polynomial { degree, .. } => degree * (degree + 3) / 2,
            Kind::Fourier { units, .. } | Kind::Relu { units } => units.len(),
            Kind::Tangent(tangent) => tangent.n_parameters(),
        };
        n + usize::from(self.bias)
    }

    /// Whether f₀ is 0 everywhere.
    pub fn starts_at_zero(&self) -> bool {
        !matches!(self.kind, Kind::Tangent(_))
    }

    /// What was drawn: ω₁, ω₂, b unit by unit, or θ₀ of the network. Empty for polynomials.
    pub fn draws(&self) -> Vec<f64> {
        match &self.kind {
            Kind::Polynomial { .. } => Vec::new(),
            Kind::Fourier { units, .. } | Kind::Relu { units } => units.concat(),
            Kind::Tangent(tangent) => tangent.start().to_vec(),
        }
    }

    /// The same map with other draws, in the order of [`FeatureMap::draws`]. `None` where their number is another.
    pub fn with_draws(&self, draws: &[f64]) -> Option<FeatureMap> {
        if draws.len() != self.draws().len() {
            return None;
        }
        let mut map = self.clone();
        match &mut map.kind {
            Kind::Polynomial { .. } => {}
            Kind::Fourier { units, .. } | Kind::Relu { units } => {
                for (unit, draws) in units.iter_mut().zip(draws.chunks_exact(3)) {
                    unit.copy_from_slice(draws);
                }
            }
            Kind::Tangent(tangent) => tangent.set_start(draws),
        }
        Some(map)
    }

    /// Puts φ of eight points into `phi`, coordinate by coordinate, and returns their f₀.
    pub(crate) fn fill(&self, x: &PointBlock, phi: &mut [F64x8]) -> F64x8 {
        let mut base = F64x8::zero();
        match &self.kind {
            Kind::Polynomial { degree, scale } => monomials(x, *degree, *scale, phi),
            Kind::Fourier { bandwidth, units } => {
                let size = F64x2::splat(sqrt(2.0 / units.len() as f64));
                let sigma = F64x8::splat(*bandwidth);
                for (phi, &[w1, w2, b]) in phi.iter_mut().zip(units) {
                    let along = x.x1 * F64x2::splat(w1) + x.x2 * F64x2::splat(w2);
                    let angle = along / sigma + F64x2::splat(b);
                    *phi = angle.each(cos) * size;
                }
            }
            Kind::Relu { units } => {
                let size = F64x2::splat(1.0 / sqrt(units.len() as f64));
                for (phi, unit) in phi.iter_mut().zip(units) {
                    let [w1, w2, b] = unit.map(F64x2::splat);
                    *phi = (x.x1 * w1 + x.x2 * w2 + b).pmax(F64x8::zero()) * size;
                }
            }
            Kind::Tangent(tangent) => base = tangent.fill(x, phi),
        }
        if let (true, Some(last)) = (self.bias, phi.last_mut()) {
            *last = F64x8::splat(1.0);
        }
        base
    }
}

/// Each degree from the one below: x₁ times all of them, then x₂ times the last.
fn monomials(x: &PointBlock, degree: usize, scale: f64, phi: &mut [F64x8]) {
    let scale = F64x2::splat(scale);
    let (x1, x2) = (x.x1 * scale, x.x2 * scale);
    (phi[0], phi[1]) = (x1, x2);
    let mut below = 0;
    for k in 2..=degree {
        let here = below + k;
        for i in 0..k {
            phi[here + i] = phi[below + i] * x1;
        }
        phi[here + k] = phi[here - 1] * x2;
        below = here;
    }
}

//! The linear kernel: f = θ·(x₁, x₂, 1).

use super::Layer;
use super::block::{BlockKernel, input_unit, put_input_unit};
use super::point_block::{Bounds, PointBlock};
use crate::numeric::lanes::{F64x2, F64x8};

/// See the module.
#[derive(Clone)]
pub(crate) struct Linear {
    layer: Layer,
    unit: [f64; 3],
    /// Σ g x₁, Σ g x₂, Σ g, per lane.
    sums: [F64x2; 3],
}

impl Linear {
    pub(crate) fn new(layer: Layer) -> Linear {
        Linear {
            layer,
            unit: [0.0; 3],
            sums: [F64x2::zero(); 3],
        }
    }
}

impl BlockKernel for Linear {
    // There are no activations.
    const BLOCKS: usize = 16;

    fn load(&mut self, theta: &[f64]) {
        self.unit = input_unit(&self.layer, theta, 0);
    }

    fn largest_score(&self, bounds: &Bounds) -> f64 {
        let side = |axis: usize| bounds.center[axis].abs() + bounds.half_sides[axis];
        let [w1, w2, b] = self.unit.map(f64::abs);
        // Half more than it can be, with all rounding.
        1.5 * (w1 * side(0) + w2 * side(1) + b)
    }

    #[inline(always)]
    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let [w1, w2, b] = self.unit.map(F64x2::splat);
        x.x1 * w1 + x.x2 * w2 + b
    }

    #[inline(always)]
    fn backward(&mut self, x: &PointBlock, slope: F64x8) {
        self.sums[0] += (slope * x.x1).fold();
        self.sums[1] += (slope * x.x2).fold();
        self.sums[2] += slope.fold();
    }

    fn take_gradient(&mut self, gradient: &mut [f64]) {
        put_input_unit(&self.layer, gradient, 0, self.sums.map(F64x2::sum));
        self.clear();
    }

    fn clear(&mut self) {
        self.sums = [F64x2::zero(); 3];
    }
}

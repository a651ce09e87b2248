//! The kernel of one hidden layer of ReLU or leaky units, the lab's default network.
//!
//! A leaky unit is a ReLU and a straight line, σ(z) = (1 − k) max(z, 0) + k z with slope k (0 for ReLU), so
//!
//! ```text
//! f = c + p·(x, 1) + Σⱼ aⱼ′ max(zⱼ, 0)    zⱼ = wⱼ·(x, 1)    aⱼ′ = s (1 − k) aⱼ    p = s k Σⱼ aⱼ wⱼ
//! ```
//!
//! with s the scale of the sum over units. And σ(z) = σ′(z) z, so one sum per unit serves its input and its
//! output parameters; the backward pass multiplies nothing, it only masks and adds:
//!
//! ```text
//! Sⱼ = Σ g [zⱼ > 0] (x, 1)    G = Σ g (x, 1)    Tⱼ = (1 − k) Sⱼ + k G
//! ∂L/∂wⱼ = s aⱼ Tⱼ            ∂L/∂aⱼ = s wⱼ·Tⱼ
//! ```

use super::Layer;
use super::kernel::{BlockKernel, input_unit, put_input_unit};
use super::points::PointBlock;
use crate::numeric::lanes::{F64x2, F64x8};

/// See the module.
#[derive(Clone)]
pub(crate) struct Shallow {
    hidden: Layer,
    output: Layer,
    scale: f64,
    slope: f64,
    c: f64,
    p: [f64; 3],
    units: Vec<Unit>,
    /// zⱼ of the block at hand.
    z: Vec<F64x8>,
    /// Sⱼ per lane.
    sums: Vec<[F64x2; 3]>,
    /// G per lane.
    total: [F64x2; 3],
}

#[derive(Clone, Copy)]
struct Unit {
    w: [f64; 3],
    a: f64,
}

impl Shallow {
    pub(crate) fn new(hidden: Layer, output: Layer, scale: f64, slope: f64) -> Shallow {
        let width = hidden.n_out;
        Shallow {
            hidden,
            output,
            scale,
            slope,
            c: 0.0,
            p: [0.0; 3],
            units: vec![
                Unit {
                    w: [0.0; 3],
                    a: 0.0
                };
                width
            ],
            z: vec![F64x8::zero(); width],
            sums: vec![[F64x2::zero(); 3]; width],
            total: [F64x2::zero(); 3],
        }
    }
}

impl BlockKernel for Shallow {
    fn load(&mut self, theta: &[f64]) {
        self.p = [0.0; 3];
        for (j, unit) in self.units.iter_mut().enumerate() {
            let a = self.scale * theta[self.output.start + j];
            unit.w = input_unit(&self.hidden, theta, j);
            unit.a = a * (1.0 - self.slope);
            for (p, w) in self.p.iter_mut().zip(unit.w) {
                *p += self.slope * a * w;
            }
        }
        self.c = if self.output.bias {
            theta[self.output.bias_start()]
        } else {
            0.0
        };
    }

    #[inline(always)]
    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let [p1, p2, p3] = self.p;
        let mut f = x.x1 * F64x2::splat(p1) + x.x2 * F64x2::splat(p2) + F64x2::splat(p3 + self.c);
        for (unit, z) in self.units.iter().zip(&mut self.z) {
            let [w1, w2, b] = unit.w.map(F64x2::splat);
            *z = x.x1 * w1 + x.x2 * w2 + b;
            f = f + z.pmax(F64x8::zero()) * F64x2::splat(unit.a);
        }
        f
    }

    #[inline(always)]
    fn backward(&mut self, x: &PointBlock, g: F64x8) {
        let (g1, g2) = (g * x.x1, g * x.x2);
        self.total[0] += g1.fold();
        self.total[1] += g2.fold();
        self.total[2] += g.fold();
        for (z, sums) in self.z.iter().zip(&mut self.sums) {
            let active = z.gt(F64x8::zero());
            sums[0] += g1.and(active).fold();
            sums[1] += g2.and(active).fold();
            sums[2] += g.and(active).fold();
        }
    }

    fn take_gradient(&mut self, theta: &[f64], gradient: &mut [f64]) {
        let total = self.total.map(F64x2::sum);
        for (j, sums) in self.sums.iter().enumerate() {
            let s = sums.map(F64x2::sum);
            let t = [0, 1, 2].map(|i| (1.0 - self.slope) * s[i] + self.slope * total[i]);
            let w = input_unit(&self.hidden, theta, j);
            let a = theta[self.output.start + j];
            put_input_unit(&self.hidden, gradient, j, t.map(|t| self.scale * a * t));
            gradient[self.output.start + j] =
                self.scale * (w[0] * t[0] + w[1] * t[1] + w[2] * t[2]);
        }
        if self.output.bias {
            gradient[self.output.bias_start()] = total[2];
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.sums.fill([F64x2::zero(); 3]);
        self.total = [F64x2::zero(); 3];
    }
}

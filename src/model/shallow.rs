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
    z: Vec<[F64x2; 2]>,
    /// Sⱼ per lane.
    sums: Vec<[F64x2; 3]>,
    /// G per lane.
    total: [F64x2; 3],
}

#[derive(Clone, Copy)]
struct Unit([F64x2; 4]);

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
            units: vec![Unit([F64x2::zero(); 4]); width],
            z: vec![[F64x2::zero(); 2]; 2 * width],
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
            let w = input_unit(&self.hidden, theta, j);
            unit.0 = [w[0], w[1], w[2], a * (1.0 - self.slope)].map(F64x2::splat);
            for (p, w) in self.p.iter_mut().zip(w) {
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
        let F64x8([f0, f1, f2, f3]) =
            x.x1 * F64x2::splat(p1) + x.x2 * F64x2::splat(p2) + F64x2::splat(p3 + self.c);
        let zero = std::hint::black_box(F64x2::zero());
        let (low, high) = self.z.split_at_mut(self.units.len());
        let half = |units: &[Unit],
                    z: &mut [[F64x2; 2]],
                    x1: [F64x2; 2],
                    x2: [F64x2; 2],
                    mut f: [F64x2; 2]| {
            for (unit, z) in units.iter().zip(z) {
                let [w1, w2, b, a] = unit.0;
                for i in 0..2 {
                    let value = x1[i] * w1 + x2[i] * w2 + b;
                    z[i] = value.gt(zero);
                    f[i] += value.pmax(zero) * a;
                }
            }
            f
        };
        let [f0, f1] = half(
            &self.units,
            low,
            [x.x1.0[0], x.x1.0[1]],
            [x.x2.0[0], x.x2.0[1]],
            [f0, f1],
        );
        let [f2, f3] = half(
            &self.units,
            high,
            [x.x1.0[2], x.x1.0[3]],
            [x.x2.0[2], x.x2.0[3]],
            [f2, f3],
        );
        F64x8([f0, f1, f2, f3])
    }

    #[inline(always)]
    fn backward(&mut self, x: &PointBlock, g: F64x8) {
        let (g1, g2) = (g * x.x1, g * x.x2);
        self.total[0] += g1.fold();
        self.total[1] += g2.fold();
        self.total[2] += g.fold();
        let (low, high) = self.z.split_at_mut(self.units.len());
        for ((low, high), sums) in low.iter().zip(high).zip(&mut self.sums) {
            let z = F64x8([low[0], low[1], high[0], high[1]]);
            let mut s = [g1.0[0].and(z.0[0]), g2.0[0].and(z.0[0]), g.0[0].and(z.0[0])];
            for i in 1..4 {
                s[0] += g1.0[i].and(z.0[i]);
                s[1] += g2.0[i].and(z.0[i]);
                s[2] += g.0[i].and(z.0[i]);
            }
            sums[0] += s[0];
            sums[1] += s[1];
            sums[2] += s[2];
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

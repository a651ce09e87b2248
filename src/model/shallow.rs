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
//!
//! Most units do not bend within a block of neighboring points. On a box with center m and half sides h,
//! zⱼ keeps its sign where |wⱼ·(m, 1)| > |wⱼ|·h. There the unit is 0 or a straight line: the lines of all such
//! units are added up once per block, and their Sⱼ grow by the block's G. Only the units whose line crosses
//! the box look at each point.

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
    /// Units in lanes, two by two; an odd one has a companion that is never active.
    pairs: Vec<Pair>,
    units: Vec<Unit>,
    /// The units that cross the block at hand: the first `n_crossing` entries.
    crossing: Vec<usize>,
    n_crossing: usize,
    /// Σ g [z > 0] x₁, … x₂, … of each unit, over the blocks that it crossed, per lane of examples.
    sums: Vec<[F64x2; 3]>,
    /// G per lane of examples.
    total: [F64x2; 3],
}

/// What two units are on a whole block.
#[derive(Clone, Copy)]
struct Pair {
    /// w.
    w: [F64x2; 3],
    /// |w₁|, |w₂|.
    reach: [F64x2; 2],
    /// a′ w.
    line: [F64x2; 3],
    /// A mask: active on the whole block at hand.
    active: F64x2,
    /// S over the blocks that the units did not cross.
    sums: [F64x2; 3],
}

/// A unit as each point needs it.
#[derive(Clone, Copy)]
struct Unit {
    /// w and a′, each in both lanes.
    splat: [F64x2; 4],
    /// Masks: z > 0 at each point of the block at hand.
    active: F64x8,
}

impl Shallow {
    pub(crate) fn new(hidden: Layer, output: Layer, scale: f64, slope: f64) -> Shallow {
        let width = hidden.n_out;
        let zero = F64x2::zero();
        let pair = Pair {
            w: [zero, zero, F64x2::splat(-1.0)],
            reach: [zero; 2],
            line: [zero; 3],
            active: zero,
            sums: [zero; 3],
        };
        let unit = Unit {
            splat: [zero; 4],
            active: F64x8::zero(),
        };
        Shallow {
            hidden,
            output,
            scale,
            slope,
            c: 0.0,
            p: [0.0; 3],
            pairs: vec![pair; width.div_ceil(2)],
            units: vec![unit; width],
            // Candidates are written before it is known whether they count.
            crossing: vec![0; width + 2],
            n_crossing: 0,
            sums: vec![[zero; 3]; width],
            total: [zero; 3],
        }
    }

    /// Sorts the units by how they meet a block; returns the sum of the lines of those active on all of it.
    #[inline(always)]
    fn meet(&mut self, x: &PointBlock) -> [f64; 3] {
        let [m1, m2] = x.center.map(F64x2::splat);
        let [h1, h2] = x.half_sides.map(F64x2::splat);
        let mut line = [F64x2::zero(); 3];
        let mut n_crossing = 0;
        for (i, pair) in self.pairs.iter_mut().enumerate() {
            let z = pair.w[0] * m1 + pair.w[1] * m2 + pair.w[2];
            let reach = pair.reach[0] * h1 + pair.reach[1] * h2;
            pair.active = z.gt(reach);
            for (sum, part) in line.iter_mut().zip(pair.line) {
                *sum += part.and(pair.active);
            }
            // Not a number is not clear either.
            let clear = z.abs().gt(reach).bits();
            self.crossing[n_crossing] = 2 * i;
            n_crossing += (clear & 1) ^ 1;
            self.crossing[n_crossing] = 2 * i + 1;
            n_crossing += (clear >> 1) ^ 1;
        }
        self.n_crossing = n_crossing;
        line.map(F64x2::sum)
    }
}

impl BlockKernel for Shallow {
    fn load(&mut self, theta: &[f64]) {
        self.p = [0.0; 3];
        for (i, pair) in self.pairs.iter_mut().enumerate() {
            let mut columns = [[0.0, 0.0], [0.0, 0.0], [-1.0, -1.0]];
            let mut lines = [[0.0; 2]; 3];
            for lane in 0..2 {
                let j = 2 * i + lane;
                let Some(unit) = self.units.get_mut(j) else {
                    break;
                };
                let w = input_unit(&self.hidden, theta, j);
                let a = self.scale * theta[self.output.start + j];
                let bent = a * (1.0 - self.slope);
                unit.splat = [w[0], w[1], w[2], bent].map(F64x2::splat);
                for axis in 0..3 {
                    columns[axis][lane] = w[axis];
                    lines[axis][lane] = bent * w[axis];
                    self.p[axis] += self.slope * a * w[axis];
                }
            }
            pair.w = columns.map(|[low, high]| F64x2::new(low, high));
            pair.reach = [pair.w[0].abs(), pair.w[1].abs()];
            pair.line = lines.map(|[low, high]| F64x2::new(low, high));
        }
        self.c = if self.output.bias {
            theta[self.output.bias_start()]
        } else {
            0.0
        };
    }

    #[inline(always)]
    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let line = self.meet(x);
        let [l1, l2, l3] = [0, 1, 2].map(|axis| F64x2::splat(line[axis] + self.p[axis]));
        let mut f = x.x1 * l1 + x.x2 * l2 + l3 + F64x2::splat(self.c);
        // Otherwise the compiler makes three operations of `pmax` with a constant.
        let zero = std::hint::black_box(F64x2::zero());
        // By halves of a block: all that is needed stays in registers.
        for half in [[0, 1], [2, 3]] {
            let x1 = half.map(|i| x.x1.0[i]);
            let x2 = half.map(|i| x.x2.0[i]);
            let mut sum = half.map(|i| f.0[i]);
            for &j in &self.crossing[..self.n_crossing] {
                let unit = &mut self.units[j];
                let [w1, w2, b, a] = unit.splat;
                for i in 0..2 {
                    let z = x1[i] * w1 + x2[i] * w2 + b;
                    unit.active.0[half[i]] = z.gt(zero);
                    sum[i] += z.pmax(zero) * a;
                }
            }
            half.into_iter().zip(sum).for_each(|(i, sum)| f.0[i] = sum);
        }
        f
    }

    #[inline(always)]
    fn backward(&mut self, x: &PointBlock, g: F64x8) {
        let parts = [g * x.x1, g * x.x2, g];
        let folded = parts.map(F64x8::fold);
        for (total, part) in self.total.iter_mut().zip(folded) {
            *total += part;
        }
        let whole = folded.map(|part| F64x2::splat(part.sum()));
        for pair in &mut self.pairs {
            for (sum, part) in pair.sums.iter_mut().zip(whole) {
                *sum += part.and(pair.active);
            }
        }
        for &j in &self.crossing[..self.n_crossing] {
            let active = self.units[j].active;
            let mut part = parts.map(|part| part.0[0].and(active.0[0]));
            for i in 1..4 {
                for axis in 0..3 {
                    part[axis] += parts[axis].0[i].and(active.0[i]);
                }
            }
            for (sum, part) in self.sums[j].iter_mut().zip(part) {
                *sum += part;
            }
        }
    }

    fn take_gradient(&mut self, theta: &[f64], gradient: &mut [f64]) {
        let total = self.total.map(F64x2::sum);
        for (j, sums) in self.sums.iter().enumerate() {
            let whole = self.pairs[j / 2].sums.map(|sum| sum.to_array()[j % 2]);
            let t = [0, 1, 2].map(|axis| {
                let s = whole[axis] + sums[axis].sum();
                (1.0 - self.slope) * s + self.slope * total[axis]
            });
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
        for pair in &mut self.pairs {
            pair.sums = [F64x2::zero(); 3];
        }
        self.total = [F64x2::zero(); 3];
    }
}

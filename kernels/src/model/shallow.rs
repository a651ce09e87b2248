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
use super::block::{BlockKernel, input_unit, put_input_unit};
use super::point_block::{Bounds, PointBlock};
use super::points::Points;
use crate::numeric::lanes::{F64x2, F64x8};
use std::ops::Range;

/// Blocks of a picture for which the units are sorted together.
const GROUP: usize = 4;

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
    /// The units that cross the block at hand, a bit each.
    crossing: Vec<u64>,
    /// `Σ g [z > 0] x₁`, … x₂, … of each unit, over the blocks that it crossed, per lane of examples.
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
    /// s a.
    a: F64x2,
    /// a′ w.
    line: [F64x2; 3],
    /// A mask: active on the whole block at hand.
    active: F64x2,
    /// S over the blocks that the units did not cross.
    sums: [F64x2; 3],
}

/// w of a unit that is 0 everywhere: the companion of an odd one.
const NEVER_ACTIVE: [f64; 3] = [0.0, 0.0, -1.0];

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
            w: NEVER_ACTIVE.map(F64x2::splat),
            reach: [zero; 2],
            a: zero,
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
            crossing: vec![0; width.div_ceil(64)],
            sums: vec![[zero; 3]; width],
            total: [zero; 3],
        }
    }

    /// Sorts the units by how they meet a box; returns the sum of the lines of those active on all of it.
    #[inline(always)]
    fn meet(&mut self, bounds: &Bounds) -> [f64; 3] {
        let [m1, m2] = bounds.center.map(F64x2::splat);
        let [h1, h2] = bounds.half_sides.map(F64x2::splat);
        let mut line = [F64x2::zero(); 3];
        let pairs = self.pairs.chunks_mut(32).zip(self.units.chunks(64));
        for ((pairs, units), crossing) in pairs.zip(&mut self.crossing) {
            *crossing = u64::MAX >> (64 - units.len());
            for (i, pair) in pairs.iter_mut().enumerate() {
                let z = pair.w[0] * m1 + pair.w[1] * m2 + pair.w[2];
                let reach = pair.reach[0] * h1 + pair.reach[1] * h2;
                pair.active = z.gt(reach);
                for (sum, part) in line.iter_mut().zip(pair.line) {
                    *sum += part.and(pair.active);
                }
                // Only what is clear is struck off, and NaN is not.
                *crossing &= !(z.abs().gt(reach).bits() << (2 * i));
            }
        }
        line.map(F64x2::sum)
    }

    /// Scores of a block inside of the box that was met, where the units active on all of the box add up to `line`.
    #[inline(always)]
    fn forward_on(&mut self, line: [f64; 3], x: &PointBlock) -> F64x8 {
        let [l1, l2, l3] = [0, 1, 2].map(|axis| F64x2::splat(line[axis] + self.p[axis]));
        let mut f = x.x1 * l1 + x.x2 * l2 + l3 + F64x2::splat(self.c);
        // Otherwise the compiler makes three operations of `pmax` with a constant.
        let zero = std::hint::black_box(F64x2::zero());
        // By halves of a block: all that is needed stays in registers.
        for half in [[0, 1], [2, 3]] {
            let x1 = half.map(|i| x.x1.0[i]);
            let x2 = half.map(|i| x.x2.0[i]);
            let mut sum = half.map(|i| f.0[i]);
            for_each_one(&self.crossing, |j| {
                let unit = &mut self.units[j];
                let [w1, w2, b, a] = unit.splat;
                for i in 0..2 {
                    let z = x1[i] * w1 + x2[i] * w2 + b;
                    unit.active.0[half[i]] = z.gt(zero);
                    sum[i] += z.pmax(zero) * a;
                }
            });
            half.into_iter().zip(sum).for_each(|(i, sum)| f.0[i] = sum);
        }
        f
    }
}

/// Calls `f` with the place of each bit that is set, in order.
#[inline(always)]
fn for_each_one(words: &[u64], mut f: impl FnMut(usize)) {
    for (i, &word) in words.iter().enumerate() {
        let mut rest = word;
        while rest != 0 {
            f(64 * i + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

impl BlockKernel for Shallow {
    fn load(&mut self, theta: &[f64]) {
        let bent = F64x2::splat(1.0 - self.slope);
        let straight = F64x2::splat(self.slope);
        let mut line = [F64x2::zero(); 3];
        let outputs = theta[self.output.start..].chunks(2);
        let units = self.units.chunks_mut(2);
        for (i, ((pair, units), a)) in self.pairs.iter_mut().zip(units).zip(outputs).enumerate() {
            let first = input_unit(&self.hidden, theta, 2 * i);
            let (second, a) = match units.len() {
                1 => (NEVER_ACTIVE, [a[0], 0.0]),
                _ => (input_unit(&self.hidden, theta, 2 * i + 1), [a[0], a[1]]),
            };
            pair.w = [0, 1, 2].map(|axis| F64x2::new(first[axis], second[axis]));
            pair.reach = [pair.w[0].abs(), pair.w[1].abs()];
            pair.a = F64x2::splat(self.scale) * F64x2::new(a[0], a[1]);
            let a = pair.a * bent;
            pair.line = pair.w.map(|w| w * a);
            for (sum, w) in line.iter_mut().zip(pair.w) {
                *sum += w * pair.a * straight;
            }
            for ((unit, w), a) in units.iter_mut().zip([first, second]).zip(a.to_array()) {
                unit.splat = [w[0], w[1], w[2], a].map(F64x2::splat);
            }
        }
        self.p = line.map(F64x2::sum);
        self.c = if self.output.bias {
            theta[self.output.bias_start()]
        } else {
            0.0
        };
    }

    #[inline(always)]
    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let line = self.meet(&x.bounds);
        self.forward_on(line, x)
    }

    /// A picture's blocks lie in rows: units are sorted for several of them at once.
    fn scores(&mut self, points: &Points, blocks: Range<usize>, out: &mut [f64]) {
        let mut chunks = out.chunks_mut(Points::BLOCK);
        let mut block = blocks.start;
        while block < blocks.end {
            // Groups begin at multiples of GROUP, wherever the slice does.
            let start = block / GROUP * GROUP;
            let end = points.n_blocks().min(start + GROUP);
            let line = self.meet(&Bounds::of_blocks(&points.blocks()[start..end]));
            let asked = &points.blocks()[block..end.min(blocks.end)];
            for (x, out) in asked.iter().zip(&mut chunks) {
                let scores = self.forward_on(line, x).to_array();
                out.copy_from_slice(&scores[..out.len()]);
            }
            block = end;
        }
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
        for_each_one(&self.crossing, |j| {
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
        });
    }

    fn take_gradient(&mut self, gradient: &mut [f64]) {
        let bent = F64x2::splat(1.0 - self.slope);
        let straight = self
            .total
            .map(|total| F64x2::splat(self.slope * total.sum()));
        let scale = F64x2::splat(self.scale);
        let sums = self.sums.chunks_mut(2);
        for (i, (pair, sums)) in self.pairs.iter_mut().zip(sums).enumerate() {
            let first = sums[0];
            let second = sums.get(1).copied().unwrap_or([F64x2::zero(); 3]);
            let t = [0, 1, 2].map(|axis| {
                let crossed = F64x2::sums(first[axis], second[axis]);
                (pair.sums[axis] + crossed) * bent + straight[axis]
            });
            let d_w = t.map(|t| (pair.a * t).to_array());
            let d_a = scale * (pair.w[0] * t[0] + pair.w[1] * t[1] + pair.w[2] * t[2]);
            for ((j, sums), d_a) in (2 * i..).zip(sums).zip(d_a.to_array()) {
                put_input_unit(&self.hidden, gradient, j, d_w.map(|d_w| d_w[j - 2 * i]));
                gradient[self.output.start + j] = d_a;
                *sums = [F64x2::zero(); 3];
            }
            pair.sums = [F64x2::zero(); 3];
        }
        if self.output.bias {
            gradient[self.output.bias_start()] = self.total[2].sum();
        }
        self.total = [F64x2::zero(); 3];
    }

    fn clear(&mut self) {
        self.sums.fill([F64x2::zero(); 3]);
        for pair in &mut self.pairs {
            pair.sums = [F64x2::zero(); 3];
        }
        self.total = [F64x2::zero(); 3];
    }
}

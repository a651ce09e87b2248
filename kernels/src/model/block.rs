//! Forward and backward over one block of eight points.
//!
//! Examples lie in lanes, parameters are splat: every lane computes what a scalar program would for its own
//! example, and a gradient is summed per lane over all blocks before its two lanes are added. So the order
//! of summation depends on nothing but the order of the examples.

use super::Layer;
use super::point_block::{Bounds, PointBlock};
use super::points::Points;
use crate::numeric::lanes::F64x8;
use std::ops::Range;

/// What a pass over the examples needs of a model.
pub(crate) trait BlockKernel {
    /// How many blocks may go forward before the first of them goes backward: those whose activations the kernel
    /// keeps.
    const BLOCKS: usize = 1;

    /// Takes θ for the passes to come.
    fn load(&mut self, theta: &[f64]);

    /// A number that no |f| on a box exceeds.
    fn largest_score(&self, _: &Bounds) -> f64 {
        f64::INFINITY
    }

    /// Scores of a block.
    fn forward(&mut self, x: &PointBlock) -> F64x8;

    /// Adds the block's part of ∇L to the sums, given ∂L/∂f of each example. Follows `forward` of the same block, by
    /// less than `BLOCKS` blocks.
    fn backward(&mut self, x: &PointBlock, slope: F64x8);

    /// Writes the gradient that the sums hold, in the order of θ, and clears them.
    fn take_gradient(&mut self, gradient: &mut [f64]);

    /// Clears the sums.
    fn clear(&mut self);

    /// Goes back to the masks of this step's first block, for a second pass. Only dropout has masks.
    fn rewind(&mut self) {}

    /// Scores of the points in `blocks`, into `out`. No score depends on which blocks are asked for together.
    #[inline(never)]
    fn scores(&mut self, points: &Points, blocks: Range<usize>, out: &mut [f64]) {
        let blocks = &points.blocks()[blocks];
        for (block, out) in blocks.iter().zip(out.chunks_mut(Points::BLOCK)) {
            let scores = self.forward(block).to_array();
            out.copy_from_slice(&scores[..out.len()]);
        }
    }
}

/// Unit `j` of a layer whose input is the point: its weights on x₁ and x₂ and its bias, wherever θ keeps the
/// bias, or 0.
pub(crate) fn input_unit(layer: &Layer, theta: &[f64], j: usize) -> [f64; 3] {
    let row = layer.start + j * layer.n_in;
    let bias = if layer.n_in == 3 {
        theta[row + 2]
    } else if layer.bias {
        theta[layer.bias_start() + j]
    } else {
        0.0
    };
    [theta[row], theta[row + 1], bias]
}

/// Puts the gradient of [`input_unit`] where θ keeps that unit.
pub(crate) fn put_input_unit(layer: &Layer, gradient: &mut [f64], j: usize, unit: [f64; 3]) {
    let row = layer.start + j * layer.n_in;
    gradient[row] = unit[0];
    gradient[row + 1] = unit[1];
    if layer.n_in == 3 {
        gradient[row + 2] = unit[2];
    } else if layer.bias {
        gradient[layer.bias_start() + j] = unit[2];
    }
}

//! A model at work: forward and backward over one block of eight points.
//!
//! Examples lie in lanes, parameters are splat: every lane computes what a scalar program would for its own
//! example, and a gradient is summed per lane over all blocks before its two lanes are added. So the order
//! of summation depends on nothing but the order of the examples.

use std::ops::Range;

use super::features::kernel::FeatureKernel;
use super::linear::Linear;
use super::mlp::Mlp;
use super::points::{Bounds, PointBlock, Points};
use super::shallow::Shallow;
use super::{Activation, Layer, Model};
use crate::numeric::lanes::F64x8;

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

/// A model's kernel: its parameters as loaded, the activations of one block, the sums of the gradient.
#[derive(Clone)]
pub struct Kernel(pub(crate) Kind);

/// The kernels there are.
#[derive(Clone)]
pub(crate) enum Kind {
    /// No hidden layer.
    Linear(Linear),
    /// One hidden layer of ReLU or leaky units.
    Shallow(Shallow),
    /// Any other network.
    Mlp(Mlp),
    /// Linear in features of the point.
    Features(FeatureKernel),
}

/// Evaluates `$body` with `$kernel` bound to the kernel inside.
macro_rules! with_kernel {
    ($enum:expr, $kernel:ident => $body:expr) => {
        match $enum {
            $crate::model::kernel::Kernel($crate::model::kernel::Kind::Linear($kernel)) => $body,
            $crate::model::kernel::Kernel($crate::model::kernel::Kind::Shallow($kernel)) => $body,
            $crate::model::kernel::Kernel($crate::model::kernel::Kind::Mlp($kernel)) => $body,
            $crate::model::kernel::Kernel($crate::model::kernel::Kind::Features($kernel)) => $body,
        }
    };
}
pub(crate) use with_kernel;

impl Kernel {
    /// The kernel of `model`, all parameters 0.
    pub fn new(model: &Model) -> Kernel {
        if let Model::Features(map) = model {
            return Kernel(Kind::Features(FeatureKernel::new(map, None)));
        }
        let layers = model.layers();
        let Model::Mlp {
            activation,
            width,
            init,
            ..
        } = *model
        else {
            return Kernel(Kind::Linear(Linear::new(layers[0])));
        };
        let scale = init.scale(width);
        let slope = match activation {
            Activation::Relu => Some(0.0),
            Activation::Leaky { slope } => Some(slope),
            Activation::Tanh => None,
        };
        Kernel(match (&layers[..], slope) {
            (&[hidden, output], Some(slope)) => {
                Kind::Shallow(Shallow::new(hidden, output, scale, slope))
            }
            _ => Kind::Mlp(Mlp::new(layers, scale, activation)),
        })
    }

    /// The kernel that sums over `points`, by neighborhood: features are shared with all who train on them.
    pub(crate) fn on(model: &Model, points: &Points) -> Kernel {
        match model {
            Model::Features(map) => {
                let table = points.feature_table(map);
                Kernel(Kind::Features(FeatureKernel::new(map, Some(table))))
            }
            _ => Kernel::new(model),
        }
    }

    /// Takes θ for the scores to come.
    pub fn load(&mut self, theta: &[f64]) {
        with_kernel!(self, kernel => kernel.load(theta));
    }

    /// Scores f(x; θ), θ as loaded, of the points in `blocks`, into `out`, which is as long as those blocks have
    /// points. No score depends on which blocks are asked for together.
    pub fn scores(&mut self, points: &Points, blocks: Range<usize>, out: &mut [f64]) {
        let expected =
            (blocks.end * Points::BLOCK).min(points.len()) - blocks.start * Points::BLOCK;
        assert_eq!(
            out.len(),
            expected,
            "one score for each point of the blocks"
        );
        with_kernel!(self, kernel => kernel.scores(points, blocks, out));
    }
}

impl Model {
    /// Scores f(x; θ) of the points in `blocks`, into `out`, which is as long as those blocks have points.
    ///
    /// `kernel` is this model's; it is scratch space, no result depends on its state.
    pub fn scores(
        &self,
        theta: &[f64],
        points: &Points,
        blocks: Range<usize>,
        kernel: &mut Kernel,
        out: &mut [f64],
    ) {
        kernel.load(theta);
        kernel.scores(points, blocks, out);
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

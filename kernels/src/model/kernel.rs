//! A model at work: the kernel that fits it, and scores of whole points.

use std::ops::Range;

use super::block::BlockKernel;
pub use super::dropout::Dropout;
use super::features::kernel::FeatureKernel;
use super::linear::Linear;
use super::mlp::Mlp;
use super::points::Points;
use super::shallow::Shallow;
use super::{Activation, Model};

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
        Kernel::of(model, None)
    }

    /// The kernel of `model` that drops hidden units. A model without any has none to drop.
    pub fn with_dropout(model: &Model, dropout: Dropout) -> Kernel {
        Kernel::of(model, Some(dropout))
    }

    fn of(model: &Model, dropout: Option<Dropout>) -> Kernel {
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
        Kernel(match (&layers[..], slope, dropout) {
            // Its units are straight lines on whole blocks: none can be dropped from some rows of one.
            (&[hidden, output], Some(slope), None) => {
                Kind::Shallow(Shallow::new(hidden, output, scale, slope))
            }
            (_, _, dropout) => Kind::Mlp(Mlp::new(layers, scale, activation, dropout)),
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

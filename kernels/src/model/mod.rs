//! Models: a score f(x; θ) over one flat vector of parameters.
//!
//! Layout of θ: per hidden layer the matrix W, row-major `[out][in]`, then its bias b`[out]` if it has one;
//! then the output weights a`[width]`, then the output bias if there is one. The linear model is the same
//! with no hidden layer: (θ₁, θ₂) and the bias.

pub(crate) mod block;
mod dropout;
pub mod features;
pub mod kernel;
mod linear;
mod mlp;
pub mod point_block;
pub mod points;
mod shallow;
pub(crate) mod tangent;

use crate::rng::{Xoshiro256PlusPlus, normal};
use features::FeatureMap;
use std::rc::Rc;

/// A hidden unit's nonlinearity σ(z), with σ′ beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// max(z, 0); the slope at 0 is 0.
    Relu,
    /// z for z > 0, else `slope` · z.
    Leaky {
        /// Slope on the negative side.
        slope: f64,
    },
    /// tanh z.
    Tanh,
}

/// Where a model has biases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bias {
    /// Every layer has one. The linear model: one.
    #[default]
    All,
    /// No layer has one.
    None,
    /// The input is (x₁, x₂, 1) and nothing else has a bias: a homogeneous network. For the linear model
    /// the same as `All`.
    Input,
}

/// How initial parameters are drawn, and how a network's sums are scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Init {
    /// N(0, 1) entries; sums over hidden units are multiplied by width^−½, biases are not ("NTK scaling",
    /// Jacot et al. 2018).
    #[default]
    Ntk,
    /// The literal N(0, 1), unscaled: diverges for wide networks under the exponential loss.
    Standard,
    /// N(0, 1/fan-in) entries, unscaled.
    FanIn,
    /// N(0, 1) entries; sums over hidden units are multiplied by 1/width.
    MeanField,
    /// All zero. A network never leaves it; for the linear model it is the theory's start.
    Zero,
}

/// What is trained.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// f(x) = θ·(x₁, x₂) or θ·(x₁, x₂, 1).
    Linear {
        /// Whether there is a bias coordinate.
        bias: bool,
    },
    /// A multi-layer perceptron with `depth` hidden layers of `width` units:
    /// ```text
    /// h₁ = σ(W₁ x + b₁)    hₗ = σ(s Wₗ hₗ₋₁ + bₗ)    f = s a·h + b
    /// ```
    /// with s from [`Init::scale`].
    Mlp {
        /// Hidden layers, 1 to 3.
        depth: usize,
        /// Units of each hidden layer, 1 to 256.
        width: usize,
        /// σ.
        activation: Activation,
        /// Where the biases are.
        bias: Bias,
        /// Start and scaling.
        init: Init,
    },
    /// f(x) = f₀(x) + φ(x)·θ, linear in θ and curved in x.
    Features(Rc<FeatureMap>),
}

impl Init {
    /// The factor s on sums over `width` hidden units.
    pub fn scale(self, width: usize) -> f64 {
        match self {
            Init::Ntk => 1.0 / crate::numeric::sqrt(width as f64),
            Init::MeanField => 1.0 / width as f64,
            Init::Standard | Init::FanIn | Init::Zero => 1.0,
        }
    }
}

/// One layer's place in θ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Where W begins.
    pub start: usize,
    /// Columns of W.
    pub n_in: usize,
    /// Rows of W.
    pub n_out: usize,
    /// Whether b`[n_out]` follows W.
    pub bias: bool,
}

impl Layer {
    /// Where b begins (if there is one), and otherwise the next layer.
    pub fn bias_start(&self) -> usize {
        self.start + self.n_in * self.n_out
    }

    /// One past this layer's last parameter.
    pub fn end(&self) -> usize {
        self.bias_start() + if self.bias { self.n_out } else { 0 }
    }
}
impl Model {
    /// Every layer's place in θ, the output layer last. The linear model is one layer; its bias
    /// coordinate is written as a layer bias. Feature maps have no layer that is trained but their coefficients,
    /// which are no layer of the plane: none.
    pub fn layers(&self) -> Vec<Layer> {
        let (inputs, depth, width, bias) = match *self {
            Model::Linear { bias } => (2, 0, 0, bias),
            Model::Mlp {
                depth, width, bias, ..
            } => {
                let inputs = if bias == Bias::Input { 3 } else { 2 };
                (inputs, depth, width, bias == Bias::All)
            }
            Model::Features(_) => return Vec::new(),
        };
        let (mut layers, mut start) = (Vec::new(), 0);
        for l in 0..=depth {
            let layer = Layer {
                start,
                n_in: if l == 0 { inputs } else { width },
                n_out: if l == depth { 1 } else { width },
                bias,
            };
            start = layer.end();
            layers.push(layer);
        }
        layers
    }

    /// The length of θ.
    pub fn n_parameters(&self) -> usize {
        match self {
            Model::Features(map) => map.n_features(),
            _ => self.layers().last().map_or(0, Layer::end),
        }
    }

    /// Whether the score is linear in θ: a line, or a feature map. Of these the theory knows the limit.
    pub fn is_linear(&self) -> bool {
        matches!(self, Model::Linear { .. } | Model::Features(_))
    }

    /// Degree of the score in θ: 1 for the linear model, depth + 1 for a network. The normalized margin is
    /// u / ‖θ‖ᵈ; it is scale-free only where the network is homogeneous.
    pub fn degree(&self) -> usize {
        match *self {
            Model::Linear { .. } | Model::Features(_) => 1,
            Model::Mlp { depth, .. } => depth + 1,
        }
    }
}

/// Initial parameters in the order of θ. Those of a feature map are 0, wherever lines begin.
pub fn initialize(model: &Model, init: Init, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    if let Model::Features(map) = model {
        return vec![0.0; map.n_features()];
    }
    let mut theta = Vec::with_capacity(model.n_parameters());
    for layer in model.layers() {
        let deviation = match init {
            Init::FanIn => 1.0 / crate::numeric::sqrt(layer.n_in as f64),
            Init::Zero => 0.0,
            Init::Ntk | Init::Standard | Init::MeanField => 1.0,
        };
        theta.extend((layer.start..layer.end()).map(|_| deviation * normal(rng)));
    }
    theta
}

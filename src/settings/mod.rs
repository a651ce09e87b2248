//! Every knob of the lab, as plain data.
//!
//! [`Spec`] holds what changes *results*: when it differs, training starts again. [`ViewSpec`] holds what
//! changes only the *picture*. Both are described, field by field, by one table ([`fields`]) from which the
//! page's controls, the links and `docs/controls.md` are generated.

pub mod choices;
pub mod field;
pub mod fields;
mod file_run;
pub mod link;
pub mod remedies;

use crate::data::generate::{Generator, Sizes};
use crate::model::features::{FeatureMap, fourier_units, relu_units};
use crate::model::{Activation, Bias, Init, Model, initialize};
use crate::rng::{Purpose, stream};
use crate::weights::Weighting;
pub use choices::{
    AcrossKind, ActivationKind, AdjustKind, DataKind, ErrorKind, FeatureKind, LearnKind, LossKind,
    ModelKind, OptimizerKind, SamplingKind, SizeChoice, ThemeChoice,
};
pub use link::{Link, MOST_NOTICES, MOST_ROWS_TEXT, MOST_TEXT, Notice, SweepText, told};
pub use remedies::Remedies;
use std::rc::Rc;

/// The most runs a ladder may have.
pub const MAX_RUNS: usize = 8;

/// The most rows of one class, and of a file.
pub const MAX_ROWS: usize = 5000;

/// What is trained, on what, and how: two equal specs give the same bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Which data.
    pub data: DataKind,
    /// Generated orange examples, 1 to 5000.
    pub n_orange: usize,
    /// Generated blue examples, 1 to 5000.
    pub n_blue: usize,
    /// Moons: standard deviation of the noise.
    pub noise: f64,
    /// Separable: every example keeps this distance from the dividing line.
    pub margin: f64,
    /// Separable: standard deviation of each class.
    pub deviation: f64,
    /// Separable: center of orange, blue's is opposite.
    pub center: [f64; 2],
    /// Overlap: standard deviations of orange and blue.
    pub deviations: [f64; 2],
    /// Overlap: center of orange, blue's is opposite.
    pub overlap_center: [f64; 2],
    /// Partial: share of each class that lies on the line x₂ = 0, where no line separates the classes.
    pub core: f64,
    /// Partial: the separable rows keep at least this height |x₂|.
    pub height: f64,
    /// Share of the orange examples kept for training; the complement is the test set.
    pub keep_orange: f64,
    /// Share of the blue examples kept for training.
    pub keep_blue: f64,
    /// Seed of the data.
    pub seed: u32,
    /// The ladder: one run per weighting, 1 to 8 of them.
    pub weights: Vec<Weighting>,
    /// Linear, network or linear in features.
    pub model: ModelKind,
    /// Which features.
    pub features: FeatureKind,
    /// Polynomial features: the highest degree, 1 to 8.
    pub degree: usize,
    /// Polynomial features: what x is multiplied by before.
    pub scale: f64,
    /// Fourier and ReLU features: how many, 1 to 1024.
    pub count: usize,
    /// Fourier features: the length on which they vary.
    pub bandwidth: f64,
    /// Hidden layers, 1 to 3.
    pub depth: usize,
    /// Units of each hidden layer, 1 to 256.
    pub width: usize,
    /// Nonlinearity of the hidden units.
    pub activation: ActivationKind,
    /// Slope of the leaky activation below 0.
    pub slope: f64,
    /// Where the biases are.
    pub bias: Bias,
    /// How initial parameters are drawn.
    pub init: Init,
    /// Seed of the initial parameters.
    pub init_seed: u32,
    /// The loss.
    pub loss: LossKind,
    /// The step rule.
    pub optimizer: OptimizerKind,
    /// Learning rate η.
    pub lr: f64,
    /// Strength λ of the penalty ½ λ ‖θ‖².
    pub l2: f64,
    /// What may bring the weights back, beside that.
    pub remedies: Remedies,
    /// Whether a file is split by `keep_orange` and `keep_blue` (otherwise it is kept whole).
    pub split_own: bool,
}

impl Default for Spec {
    /// The down-sampled moons, after Figure 2c of the paper.
    fn default() -> Spec {
        Spec {
            data: DataKind::Moons,
            n_orange: 100,
            n_blue: 100,
            noise: 0.2,
            margin: 0.35,
            deviation: 0.55,
            center: [1.1, 0.8],
            deviations: [1.0, 0.7],
            overlap_center: [0.7, 0.5],
            core: 0.5,
            height: 0.4,
            keep_orange: 0.2,
            keep_blue: 0.8,
            seed: 1,
            weights: vec![
                Weighting::Ratio(16.0, 1.0),
                Weighting::Ratio(1.0, 1.0),
                Weighting::Ratio(1.0, 5.0),
            ],
            model: ModelKind::Mlp,
            features: FeatureKind::Polynomial,
            degree: 3,
            scale: 1.0,
            count: 200,
            bandwidth: 1.0,
            depth: 1,
            width: 64,
            activation: ActivationKind::Relu,
            slope: 0.1,
            bias: Bias::All,
            init: Init::Ntk,
            init_seed: 1,
            loss: LossKind::Exponential,
            optimizer: OptimizerKind::Gd,
            lr: 0.1,
            l2: 0.0,
            remedies: Remedies::default(),
            split_own: false,
        }
    }
}

impl Spec {
    /// The model that this spec trains.
    pub fn model(&self) -> Model {
        match self.model {
            ModelKind::Linear => Model::Linear {
                bias: self.bias != Bias::None,
            },
            ModelKind::Mlp => self.network(),
            ModelKind::Features => Model::Features(Rc::new(self.feature_map())),
        }
    }

    fn network(&self) -> Model {
        Model::Mlp {
            depth: self.depth,
            width: self.width,
            activation: match self.activation {
                ActivationKind::Relu => Activation::Relu,
                ActivationKind::Leaky => Activation::Leaky { slope: self.slope },
                ActivationKind::Tanh => Activation::Tanh,
            },
            bias: self.bias,
            init: self.init,
        }
    }

    /// The initial parameters of `model`.
    pub fn initial(&self, model: &Model) -> Vec<f64> {
        let mut rng = stream(u64::from(self.init_seed), Purpose::Initial);
        initialize(model, self.init, &mut rng)
    }

    /// Whether a model of features has a coordinate that is 1 everywhere: the bias, or a network's output bias.
    pub fn has_feature_bias(&self) -> bool {
        match self.features {
            FeatureKind::Tangent => self.bias == Bias::All,
            _ => self.bias != Bias::None,
        }
    }

    fn feature_map(&self) -> FeatureMap {
        let (bias, seed) = (self.bias != Bias::None, u64::from(self.init_seed));
        match self.features {
            FeatureKind::Polynomial => FeatureMap::polynomial(self.degree, self.scale, bias),
            FeatureKind::Fourier => {
                FeatureMap::fourier(fourier_units(self.count, seed), self.bandwidth, bias)
            }
            FeatureKind::Relu => FeatureMap::relu(relu_units(self.count, seed), bias),
            FeatureKind::Tangent => {
                let network = self.network();
                let start = self.initial(&network);
                FeatureMap::tangent(&network, start)
            }
        }
    }

    /// The generator of the data, or `None` for own data.
    pub fn generator(&self) -> Option<Generator> {
        Some(match self.data {
            DataKind::Moons => Generator::Moons { noise: self.noise },
            DataKind::Separable => Generator::Separable {
                center: self.center,
                deviation: self.deviation,
                margin: self.margin,
            },
            DataKind::Overlap => Generator::Overlap {
                center: self.overlap_center,
                deviation_orange: self.deviations[0],
                deviation_blue: self.deviations[1],
            },
            DataKind::Partial => Generator::Partial {
                core: self.core,
                reach: [0.2, 1.5],
                spread: 1.0,
                height: [self.height, self.height + 1.6],
            },
            DataKind::Csv => return None,
        })
    }

    /// How many examples there are and how many of them are trained on.
    pub fn sizes(&self) -> Sizes {
        Sizes {
            n_orange: self.n_orange,
            n_blue: self.n_blue,
            keep_orange: self.keep_orange,
            keep_blue: self.keep_blue,
        }
    }
}

/// What changes only the picture: moving these never restarts training.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewSpec {
    /// The selected run, counted from 1: its field, its mark areas.
    pub run: usize,
    /// Steps per animation frame, 1 to 1000.
    pub speed: usize,
    /// Which error the first chart shows.
    pub error: ErrorKind,
    /// What curves stand against.
    pub across: AcrossKind,
    /// Light, dark, or as the page around it.
    pub theme: ThemeChoice,
    /// For one reader, or to be read from the last row.
    pub size: SizeChoice,
}

impl Default for ViewSpec {
    fn default() -> ViewSpec {
        ViewSpec {
            run: 1,
            speed: 100,
            error: ErrorKind::Test,
            across: AcrossKind::Steps,
            theme: ThemeChoice::Auto,
            size: SizeChoice::Screen,
        }
    }
}

//! Closed sets of options: for each its link value and its label, in the order the page offers them.

use crate::model::{Bias, Init};

/// An option of a closed set.
#[derive(Clone, Copy, Debug)]
pub struct Choice<T: 'static> {
    /// The option itself.
    pub option: T,
    /// How links write it.
    pub value: &'static str,
    /// How the page writes it.
    pub label: &'static str,
}

const fn choice<T>(option: T, value: &'static str, label: &'static str) -> Choice<T> {
    Choice {
        option,
        value,
        label,
    }
}

/// Which data is trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// Two interleaved half circles.
    Moons,
    /// Two clouds that a line divides.
    Separable,
    /// Two clouds that no line divides.
    Overlap,
    /// A core that no line divides, and rows that one does.
    Partial,
    /// A person's own rows.
    Csv,
}

/// Linear model or network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Linear in x.
    Linear,
    /// A multi-layer perceptron.
    Mlp,
    /// Linear in features of x.
    Features,
}

/// Which features a model of [`ModelKind::Features`] is linear in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// Monomials.
    Polynomial,
    /// Random cosines.
    Fourier,
    /// Random ReLU units.
    Relu,
    /// The gradient of the network at its start.
    Tangent,
}

/// The hidden units' nonlinearity; the slope of the leaky one is a field of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationKind {
    /// max(z, 0).
    Relu,
    /// max(z, slope · z).
    Leaky,
    /// tanh z.
    Tanh,
}

/// The loss; parameters of tails are fields of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// e^−u.
    Exponential,
    /// ln(1 + e^−u).
    Logistic,
    /// u^−α, continued in a straight line.
    Polynomial,
    /// u^−α, continued by the logistic loss.
    PolynomialWang,
    /// (1 − u)².
    Squared,
    /// max(0, 1 − u).
    Hinge,
    /// max(0, 1 − u)².
    SquaredHinge,
    /// σ(−u)^γ ln(1 + e^−u).
    Focal,
}

/// How margins are adjusted by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustKind {
    /// Not at all.
    None,
    /// Multiplied by Δ.
    Scaling,
    /// Less ι by class size (LDAM).
    Ldam,
    /// Less ι by class shares.
    Logit,
}

/// The step rule; its parameters are fields of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptimizerKind {
    /// Gradient descent.
    Gd,
    /// Gradient descent on ln L.
    Normalized,
    /// Heavy ball.
    Momentum,
    /// Nesterov's momentum.
    Nesterov,
    /// Adam.
    Adam,
}

/// Whether the ladder's ratios weight the rows or sample them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamplingKind {
    /// They weight.
    None,
    /// Rows are repeated.
    Over,
    /// Rows are left out.
    Under,
}

/// What learned weights follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearnKind {
    /// Weights are fixed.
    None,
    /// e^(−κ u).
    Softmax,
    /// All the bound allows on the smallest margins.
    Best,
    /// w e^(η ℓ).
    ExponentiatedGradient,
    /// w e^(η L of the class).
    GroupDro,
    /// e^(ℓ/τ).
    Kl,
    /// Whatever lowers the loss on validation rows.
    MetaGradient,
}

/// The set on which the first chart counts errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The complement of the down-sampling.
    Test,
    /// The training rows.
    Train,
    /// The fresh sample mixed as the test distribution.
    Population,
}

/// What curves stand against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcrossKind {
    /// The timeline's axis: log t, and beyond the scale change log(log t).
    Steps,
    /// ln t.
    LnT,
    /// Dual time, the sum of the steps of mirror descent.
    Dual,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the page or the system around the lab.
    Auto,
    /// Dark ink on white.
    Light,
    /// Light ink on black.
    Dark,
}

/// How large everything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeChoice {
    /// As large as the window suggests, for one reader.
    Screen,
    /// Readable from the last row of a room.
    Presentation,
}

/// Data sets.
pub const DATA: &[Choice<DataKind>] = &[
    choice(DataKind::Moons, "moons", "Moons"),
    choice(DataKind::Separable, "separable", "Separable"),
    choice(DataKind::Overlap, "overlap", "Overlapping"),
    choice(DataKind::Partial, "partial", "Partly separable"),
    choice(DataKind::Csv, "csv", "Own data"),
];

/// Models.
pub const MODELS: &[Choice<ModelKind>] = &[
    choice(ModelKind::Linear, "linear", "Linear"),
    choice(ModelKind::Mlp, "mlp", "Network"),
    choice(ModelKind::Features, "features", "Linear in features"),
];

/// Features.
pub const FEATURES: &[Choice<FeatureKind>] = &[
    choice(FeatureKind::Polynomial, "polynomial", "Polynomial"),
    choice(FeatureKind::Fourier, "fourier", "Random Fourier"),
    choice(FeatureKind::Relu, "relu", "Random ReLU"),
    choice(FeatureKind::Tangent, "tangent", "Tangent of the network"),
];

/// Activations.
pub const ACTIVATIONS: &[Choice<ActivationKind>] = &[
    choice(ActivationKind::Relu, "relu", "ReLU"),
    choice(ActivationKind::Leaky, "leaky", "Leaky ReLU"),
    choice(ActivationKind::Tanh, "tanh", "tanh"),
];

/// Places of the biases.
pub const BIASES: &[Choice<Bias>] = &[
    choice(Bias::All, "all", "Every layer"),
    choice(Bias::None, "none", "None"),
    choice(Bias::Input, "input", "Input (x₁, x₂, 1)"),
];

/// Starts.
pub const INITS: &[Choice<Init>] = &[
    choice(Init::Ntk, "ntk", "scaled N(0, 1) (recommended)"),
    choice(Init::Standard, "standard", "unscaled N(0, 1)"),
    choice(Init::FanIn, "fanin", "N(0, 1/fan-in)"),
    choice(Init::MeanField, "meanfield", "Mean field, 1/width"),
    choice(Init::Zero, "zero", "Zero"),
];

/// Losses.
pub const LOSSES: &[Choice<LossKind>] = &[
    choice(LossKind::Exponential, "exponential", "Exponential"),
    choice(LossKind::Logistic, "logistic", "Logistic"),
    choice(LossKind::Polynomial, "poly", "Polynomial tail"),
    choice(
        LossKind::PolynomialWang,
        "polywang",
        "Polynomial tail, logistic left part",
    ),
    choice(LossKind::Squared, "squared", "Squared"),
    choice(LossKind::Hinge, "hinge", "Hinge"),
    choice(LossKind::SquaredHinge, "squaredhinge", "Squared hinge"),
    choice(LossKind::Focal, "focal", "Focal"),
];

/// Adjustments of margins by class.
pub const ADJUSTMENTS: &[Choice<AdjustKind>] = &[
    choice(AdjustKind::None, "none", "None"),
    choice(AdjustKind::Scaling, "scaling", "Vector scaling"),
    choice(AdjustKind::Ldam, "ldam", "LDAM"),
    choice(AdjustKind::Logit, "logit", "Logit adjustment"),
];

/// Step rules.
pub const OPTIMIZERS: &[Choice<OptimizerKind>] = &[
    choice(OptimizerKind::Gd, "gd", "Gradient descent"),
    choice(OptimizerKind::Normalized, "normalized", "Loss-normalized"),
    choice(OptimizerKind::Momentum, "momentum", "Momentum (heavy ball)"),
    choice(OptimizerKind::Nesterov, "nesterov", "Nesterov's momentum"),
    choice(OptimizerKind::Adam, "adam", "Adam"),
];

/// Ways to sample rows.
pub const SAMPLINGS: &[Choice<SamplingKind>] = &[
    choice(SamplingKind::None, "none", "Weight the rows"),
    choice(SamplingKind::Over, "over", "Repeat rows"),
    choice(SamplingKind::Under, "under", "Leave rows out"),
];

/// Rules that learn weights.
pub const LEARNING: &[Choice<LearnKind>] = &[
    choice(LearnKind::None, "none", "Fixed"),
    choice(LearnKind::Softmax, "softmax", "Softmax adversary"),
    choice(LearnKind::Best, "best", "Best response"),
    choice(
        LearnKind::ExponentiatedGradient,
        "eg",
        "Exponentiated gradient",
    ),
    choice(LearnKind::GroupDro, "groupdro", "Group DRO"),
    choice(LearnKind::Kl, "kl", "KL adversary"),
    choice(LearnKind::MetaGradient, "meta", "Meta-gradient"),
];

/// No or yes.
pub const SWITCH: &[Choice<bool>] = &[
    choice(false, "0", "Use all for training"),
    choice(true, "1", "Split by the shares above"),
];

/// Errors.
pub const ERRORS: &[Choice<ErrorKind>] = &[
    choice(ErrorKind::Test, "test", "Test error (held out)"),
    choice(ErrorKind::Train, "train", "Training error"),
    choice(ErrorKind::Population, "population", "Population error"),
];

/// What curves stand against.
pub const ACROSS: &[Choice<AcrossKind>] = &[
    choice(AcrossKind::Steps, "steps", "steps, log scale"),
    choice(AcrossKind::LnT, "lnt", "ln t"),
    choice(AcrossKind::Dual, "dual", "dual time τ"),
];

/// Themes.
pub const THEMES: &[Choice<ThemeChoice>] = &[
    choice(ThemeChoice::Auto, "auto", "Auto"),
    choice(ThemeChoice::Light, "light", "Light"),
    choice(ThemeChoice::Dark, "dark", "Dark"),
];

/// Sizes.
pub const SIZES: &[Choice<SizeChoice>] = &[
    choice(SizeChoice::Screen, "screen", "Screen"),
    choice(SizeChoice::Presentation, "presentation", "Presentation"),
];

/// The settings of a data set that the page applies when it is chosen by name: the paper's sizes, and only
/// the moons down-sampled. The pairs are read as a link reads them.
pub fn ready_made(data: DataKind) -> &'static str {
    match data {
        DataKind::Moons => "n_orange=100&n_blue=100&keep_orange=.2&keep_blue=.8",
        DataKind::Separable | DataKind::Partial => {
            "n_orange=20&n_blue=20&keep_orange=1&keep_blue=1"
        }
        DataKind::Overlap => "n_orange=50&n_blue=50&keep_orange=1&keep_blue=1",
        DataKind::Csv => "",
    }
}

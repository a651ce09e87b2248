//! The field table: one row per knob, in link and page order.

use super::choices::{
    ACROSS, ACTIVATIONS, ADJUSTMENTS, BIASES, DATA, ERRORS, FEATURES, INITS, LEARNING, LOSSES,
    MODELS, OPTIMIZERS, SAMPLINGS, SIZES, SWITCH, THEMES,
};
use super::field::{Field, Group, Kind, Scale, labels, position};
use super::{
    ActivationKind, AdjustKind, DataKind, FeatureKind, LearnKind, LossKind, MAX_ROWS, ModelKind,
    OptimizerKind, Spec, ViewSpec,
};

/// A row whose values are a closed set.
macro_rules! choice {
    ($options:ident, $($field:ident).+) => {
        Kind::Choice {
            options: || labels($options),
            get: |s| position($options, &s.$($field).+),
            set: |s, at| s.$($field).+ = $options[at].option,
        }
    };
}

/// A row whose values are real numbers.
macro_rules! real {
    ($min:expr, $max:expr, $scale:expr, $($field:ident).+ $([$at:literal])?) => {
        Kind::Real { min: $min, max: $max, scale: $scale, get: |s| s.$($field).+$([$at])?, set: |s, value| s.$($field).+$([$at])? = value }
    };
}

/// A row whose values are whole numbers.
macro_rules! count {
    ($min:expr, $max:expr, $scale:expr, $($field:ident).+ : $type:ty) => {
        Kind::Count {
            min: $min,
            max: $max,
            scale: $scale,
            get: |s| s.$($field).+ as u32,
            set: |s, value| s.$($field).+ = value as $type,
        }
    };
}

fn always<S>(_: &S) -> bool {
    true
}

fn generated(spec: &Spec) -> bool {
    spec.data != DataKind::Csv
}

fn split(spec: &Spec) -> bool {
    generated(spec) || spec.split_own
}

fn network(spec: &Spec) -> bool {
    spec.model == ModelKind::Mlp || of_features(spec, FeatureKind::Tangent)
}

fn of_features(spec: &Spec, kind: FeatureKind) -> bool {
    spec.model == ModelKind::Features && spec.features == kind
}

fn polynomial(spec: &Spec) -> bool {
    of_features(spec, FeatureKind::Polynomial)
}

fn fourier(spec: &Spec) -> bool {
    of_features(spec, FeatureKind::Fourier)
}

/// Whether initial parameters are drawn: those of a feature model are 0, but for the network of its tangent.
fn starts_somewhere(spec: &Spec) -> bool {
    spec.model != ModelKind::Features || network(spec)
}

fn separable(spec: &Spec) -> bool {
    spec.data == DataKind::Separable
}

fn overlap(spec: &Spec) -> bool {
    spec.data == DataKind::Overlap
}

fn partial(spec: &Spec) -> bool {
    spec.data == DataKind::Partial
}

fn momentum(spec: &Spec) -> bool {
    match spec.optimizer {
        OptimizerKind::Gd | OptimizerKind::Normalized => false,
        OptimizerKind::Momentum | OptimizerKind::Nesterov | OptimizerKind::Adam => true,
    }
}

fn adam(spec: &Spec) -> bool {
    spec.optimizer == OptimizerKind::Adam
}

fn adjusts(spec: &Spec, kind: AdjustKind) -> bool {
    spec.remedies.adjusting.kind == kind
}

fn learns(spec: &Spec, kind: LearnKind) -> bool {
    spec.remedies.learning.kind == kind
}

const ROWS: Option<Scale> = Some(Scale::Log);
const SHARE: Scale = Scale::Linear(0.01);
const PLACE: Scale = Scale::Linear(0.05);

/// What changes results.
#[rustfmt::skip]
pub static SPEC: &[Field<Spec>] = &[
    Field { key: "weights", label: "Weights", symbol: "orange:blue", group: Group::Weights, applies: always,
        help: "One run for each weighting: a ratio orange:blue, density (the true ratio of the split), balanced (both classes count the same) or file (the weight column of the data). Weights are rescaled to mean 1; a weight of 0 removes the example.",
        kind: Kind::Weights { get: |s| &s.weights, set: |s, list| s.weights = list } },
    Field { key: "data", label: "Dataset", symbol: "", group: Group::Data, applies: always,
        help: "Generated data after the paper's Figure 1, or your own.",
        kind: choice!(DATA, data) },
    Field { key: "n_orange", label: "Orange examples", symbol: "n₊", group: Group::Data, applies: generated,
        help: "How many orange examples are generated.",
        kind: count!(1, MAX_ROWS as u32, ROWS, n_orange: usize) },
    Field { key: "n_blue", label: "Blue examples", symbol: "n₋", group: Group::Data, applies: generated,
        help: "How many blue examples are generated.",
        kind: count!(1, MAX_ROWS as u32, ROWS, n_blue: usize) },
    Field { key: "noise", label: "Noise", symbol: "s", group: Group::Data, applies: |s| s.data == DataKind::Moons,
        help: "Standard deviation of the noise around the moons.",
        kind: real!(0.0, 2.0, Scale::Linear(0.01), noise) },
    Field { key: "margin", label: "Minimum margin", symbol: "", group: Group::Data, applies: separable,
        help: "Every example keeps this distance from the line .8 x₁ + .6 x₂ = 0.",
        kind: real!(0.0, 2.0, Scale::Linear(0.01), margin) },
    Field { key: "deviation", label: "Deviation", symbol: "", group: Group::Data, applies: separable,
        help: "Standard deviation of each class.",
        kind: real!(0.0, 3.0, Scale::Linear(0.05), deviation) },
    Field { key: "center_x1", label: "Center", symbol: "x₁", group: Group::Data, applies: separable,
        help: "Center of the orange class along x₁; the blue class lies opposite.",
        kind: real!(-5.0, 5.0, PLACE, center[0]) },
    Field { key: "center_x2", label: "Center", symbol: "x₂", group: Group::Data, applies: separable,
        help: "Center of the orange class along x₂; the blue class lies opposite.",
        kind: real!(-5.0, 5.0, PLACE, center[1]) },
    Field { key: "deviation_orange", label: "Orange spread", symbol: "", group: Group::Data, applies: overlap,
        help: "Standard deviation of the orange class.",
        kind: real!(0.0, 3.0, Scale::Linear(0.05), deviations[0]) },
    Field { key: "deviation_blue", label: "Blue spread", symbol: "", group: Group::Data, applies: overlap,
        help: "Standard deviation of the blue class.",
        kind: real!(0.0, 3.0, Scale::Linear(0.05), deviations[1]) },
    Field { key: "overlap_x1", label: "Center", symbol: "x₁", group: Group::Data, applies: overlap,
        help: "Center of the orange class along x₁; the blue class lies opposite.",
        kind: real!(-5.0, 5.0, PLACE, overlap_center[0]) },
    Field { key: "overlap_x2", label: "Center", symbol: "x₂", group: Group::Data, applies: overlap,
        help: "Center of the orange class along x₂; the blue class lies opposite.",
        kind: real!(-5.0, 5.0, PLACE, overlap_center[1]) },
    Field { key: "core", label: "Core share", symbol: "", group: Group::Data, applies: partial,
        help: "Share of each class on the line x₂ = 0, where no line separates the classes.",
        kind: real!(0.0, 1.0, SHARE, core) },
    Field { key: "height", label: "Minimum height", symbol: "", group: Group::Data, applies: partial,
        help: "The other examples keep at least this height, orange above and blue below.",
        kind: real!(0.0, 2.0, Scale::Linear(0.05), height) },
    Field { key: "split_own", label: "Test set", symbol: "", group: Group::Data, applies: |s| !generated(s),
        help: "All of your own data is trained on, unless its file has a split column or you ask for a split.",
        kind: choice!(SWITCH, split_own) },
    Field { key: "keep_orange", label: "Orange used for training", symbol: "", group: Group::Data, applies: split,
        help: "Share of the orange class that is trained on; the rest is the test set.",
        kind: real!(0.0, 1.0, SHARE, keep_orange) },
    Field { key: "keep_blue", label: "Blue used for training", symbol: "", group: Group::Data, applies: split,
        help: "Share of the blue class that is trained on; the rest is the test set.",
        kind: real!(0.0, 1.0, SHARE, keep_blue) },
    Field { key: "seed", label: "Seed", symbol: "", group: Group::Data, applies: split,
        help: "Seed of the data and of its split.",
        kind: count!(0, u32::MAX, None, seed: u32) },
    Field { key: "model", label: "Model", symbol: "", group: Group::Model, applies: always,
        help: "A linear model, a network of up to three hidden layers, or a model that is linear in features of x: its boundary is curved, and its limit is known exactly.",
        kind: choice!(MODELS, model) },
    Field { key: "features", label: "Features", symbol: "φ", group: Group::Model, applies: |s| s.model == ModelKind::Features,
        help: "What the score is linear in: monomials, random cosines, random ReLU units (a network whose first layer is frozen), or the gradient of the network at its start.",
        kind: choice!(FEATURES, features) },
    Field { key: "degree", label: "Degree", symbol: "k", group: Group::Model, applies: polynomial,
        help: "The highest total degree of the monomials.",
        kind: count!(1, 8, Some(Scale::Linear(1.0)), degree: usize) },
    Field { key: "scale", label: "Scale of x", symbol: "", group: Group::Model, applies: polynomial,
        help: "x is multiplied by this before the monomials are formed. A smaller scale lets gradient descent take the learning rate of a lower degree.",
        kind: real!(0.01, 10.0, Scale::Log, scale) },
    Field { key: "count", label: "Number of features", symbol: "D", group: Group::Model, applies: |s| fourier(s) || of_features(s, FeatureKind::Relu),
        help: "How many random features there are, besides the bias.",
        kind: count!(1, 1024, Some(Scale::Log), count: usize) },
    Field { key: "bandwidth", label: "Bandwidth", symbol: "σ", group: Group::Model, applies: fourier,
        help: "The length on which the random cosines vary: boundaries with a smaller bandwidth bend more.",
        kind: real!(0.05, 10.0, Scale::Log, bandwidth) },
    Field { key: "depth", label: "Hidden layers", symbol: "", group: Group::Model, applies: network,
        help: "How many hidden layers the network has.",
        kind: count!(1, 3, Some(Scale::Linear(1.0)), depth: usize) },
    Field { key: "width", label: "Units", symbol: "", group: Group::Model, applies: network,
        help: "Units of each hidden layer.",
        kind: count!(1, 256, Some(Scale::Log), width: usize) },
    Field { key: "activation", label: "Activation", symbol: "", group: Group::Model, applies: network,
        help: "Nonlinearity of the hidden units.",
        kind: choice!(ACTIVATIONS, activation) },
    Field { key: "slope", label: "Slope", symbol: "", group: Group::Model,
        applies: |s| network(s) && s.activation == ActivationKind::Leaky,
        help: "Slope of the leaky ReLU below 0.",
        kind: real!(0.0, 1.0, SHARE, slope) },
    Field { key: "bias", label: "Bias", symbol: "", group: Group::Model, applies: always,
        help: "Which layers have a bias. With Input the network is homogeneous; for a linear model, Input and Every layer are the same.",
        kind: choice!(BIASES, bias) },
    Field { key: "init", label: "Initialization", symbol: "", group: Group::Model, applies: starts_somewhere,
        help: "How the initial parameters are drawn. Every run starts from the same ones.",
        kind: choice!(INITS, init) },
    Field { key: "init_seed", label: "Initialization seed", symbol: "", group: Group::Model, applies: always,
        help: "Seed of the initial parameters, and of random features.",
        kind: count!(0, u32::MAX, None, init_seed: u32) },
    Field { key: "loss", label: "Loss", symbol: "", group: Group::Training, applies: always,
        help: "Loss on the margin u = y f(x). How it falls where margins are large decides whether weights last: an exponential tail forgets them, a polynomial one keeps them.",
        kind: choice!(LOSSES, loss) },
    Field { key: "tail", label: "Tail exponent", symbol: "α", group: Group::Training,
        applies: |s| matches!(s.loss, LossKind::Polynomial | LossKind::PolynomialWang),
        help: "From u = 1 on the loss is u to the power −α. The heavier the tail, the more the weights move the limit.",
        kind: real!(0.1, 20.0, Scale::Log, remedies.shape.tail) },
    Field { key: "focus", label: "Focus", symbol: "γ", group: Group::Training, applies: |s| s.loss == LossKind::Focal,
        help: "Multiplies the logistic loss by the power γ of the chance given to the wrong class, so that rows that are right count less.",
        kind: real!(0.0, 10.0, Scale::Linear(0.1), remedies.shape.focus) },
    Field { key: "adjust", label: "Margins by class", symbol: "", group: Group::Training, applies: always,
        help: "Adjusts every margin by its class before the loss: multiplied (vector scaling), or less a number that depends on how many rows the class has (LDAM, logit adjustment).",
        kind: choice!(ADJUSTMENTS, remedies.adjusting.kind) },
    Field { key: "scaling", label: "Scaling", symbol: "Δ orange:blue", group: Group::Training, applies: |s| adjusts(s, AdjustKind::Scaling),
        help: "What the margins of each class are multiplied by. The class with the smaller number ends with the larger margin.",
        kind: Kind::Ratio { min: 0.01, max: 100.0, get: |s| s.remedies.adjusting.scaling, set: |s, pair| s.remedies.adjusting.scaling = pair } },
    Field { key: "ldam", label: "Largest margin", symbol: "m", group: Group::Training, applies: |s| adjusts(s, AdjustKind::Ldam),
        help: "What LDAM takes off the margins of the smaller class; of the larger class less, by the fourth root of the counts.",
        kind: real!(0.0, 10.0, Scale::Linear(0.05), remedies.adjusting.ldam) },
    Field { key: "tau", label: "Logit adjustment", symbol: "τ", group: Group::Training, applies: |s| adjusts(s, AdjustKind::Logit),
        help: "How many times the logarithm of the class ratio is taken off. One half does what weights that balance the classes do, under the exponential loss.",
        kind: real!(0.0, 10.0, Scale::Linear(0.05), remedies.adjusting.tau) },
    Field { key: "optimizer", label: "Optimizer", symbol: "", group: Group::Training, applies: always,
        help: "Gradient descent on the risk L or on ln L (steps that do not shrink as L does), with momentum, or with steps scaled for each parameter (Adam).",
        kind: choice!(OPTIMIZERS, optimizer) },
    Field { key: "lr", label: "Learning rate", symbol: "η", group: Group::Training, applies: always,
        help: "Step size of gradient descent.",
        kind: real!(1e-6, 100.0, Scale::Log, lr) },
    Field { key: "beta", label: "Momentum", symbol: "β", group: Group::Training, applies: momentum,
        help: "How much of the last direction is kept; of Adam, of the mean gradient.",
        kind: real!(0.0, 0.999, Scale::Linear(0.001), remedies.stepping.beta) },
    Field { key: "beta2", label: "Memory of squares", symbol: "β₂", group: Group::Training, applies: adam,
        help: "How much of the mean squared gradient Adam keeps.",
        kind: real!(0.0, 0.9999, Scale::Linear(0.0001), remedies.stepping.beta2) },
    Field { key: "epsilon", label: "Floor", symbol: "ε", group: Group::Training, applies: adam,
        help: "Added to the root of the mean squared gradient. Once gradients are smaller than it, Adam is gradient descent in steps of η/ε.",
        kind: real!(1e-30, 1.0, Scale::Log, remedies.stepping.epsilon) },
    Field { key: "batch", label: "Batch", symbol: "", group: Group::Training, applies: |s| learns(s, LearnKind::None),
        help: "Rows of each step, in an order drawn anew for each epoch; 0 for all rows. A step is one update, and weights keep the values they have among all rows.",
        kind: count!(0, 2 * MAX_ROWS as u32, Some(Scale::LogWithZero(1.0)), remedies.stepping.batch: usize) },
    Field { key: "l2", label: "L2", symbol: "λ", group: Group::Training, applies: always,
        help: "Adds ½ λ ‖θ‖² to what is minimized, biases included.",
        kind: real!(0.0, 10.0, Scale::LogWithZero(1e-12), l2) },
    Field { key: "dropout", label: "Dropout", symbol: "p", group: Group::Training, applies: |s| s.model == ModelKind::Mlp,
        help: "Share of the hidden units that are left out, for each row and step anew. What is measured uses all of them.",
        kind: real!(0.0, 0.95, SHARE, remedies.dropout) },
    Field { key: "sampling", label: "Ratios as", symbol: "", group: Group::Weights, applies: |s| learns(s, LearnKind::None),
        help: "What the ratios do: weight the rows, or repeat rows or leave rows out until the classes are in that ratio. The draw depends on the seed of the data.",
        kind: choice!(SAMPLINGS, remedies.sampling) },
    Field { key: "learn", label: "Weights over time", symbol: "", group: Group::Weights, applies: always,
        help: "Fixed, or learned beside the model in every step: by an adversary who raises what is wrong, or by the gradient on validation rows. Every run begins with its own weights.",
        kind: choice!(LEARNING, remedies.learning.kind) },
    Field { key: "bound", label: "Bound", symbol: "M", group: Group::Weights, applies: |s| !learns(s, LearnKind::None),
        help: "Learned weights stay between 1/M and M; 0 for no bound.",
        kind: real!(0.0, 1e6, Scale::LogWithZero(1.0), remedies.learning.bound) },
    Field { key: "kappa", label: "Sharpness", symbol: "κ", group: Group::Weights, applies: |s| learns(s, LearnKind::Softmax),
        help: "The weights follow e to the power −κ u.",
        kind: real!(0.01, 100.0, Scale::Log, remedies.learning.kappa) },
    Field { key: "weight_rate", label: "Weight rate", symbol: "η_w", group: Group::Weights,
        applies: |s| learns(s, LearnKind::ExponentiatedGradient) || learns(s, LearnKind::GroupDro),
        help: "How fast the weights follow the losses.",
        kind: real!(1e-4, 100.0, Scale::Log, remedies.learning.rate) },
    Field { key: "temperature", label: "Temperature", symbol: "τ", group: Group::Weights, applies: |s| learns(s, LearnKind::Kl),
        help: "How much it costs the adversary to leave equal weights, in relative entropy.",
        kind: real!(0.01, 100.0, Scale::Log, remedies.learning.temperature) },
];

/// What changes the picture only.
#[rustfmt::skip]
pub static VIEW: &[Field<ViewSpec>] = &[
    Field { key: "run", label: "Selected run", symbol: "", group: Group::View, applies: always,
        help: "The run whose field and weights the plane shows, counted from 1.",
        kind: count!(1, super::MAX_RUNS as u32, Some(Scale::Linear(1.0)), run: usize) },
    Field { key: "speed", label: "Speed (steps per frame)", symbol: "", group: Group::View, applies: always,
        help: "How many steps every run takes per animation frame, if they fit.",
        kind: count!(1, 1000, Some(Scale::Log), speed: usize) },
    Field { key: "error", label: "Error shown", symbol: "", group: Group::View, applies: always,
        help: "The set on which the first chart counts errors.",
        kind: choice!(ERRORS, error) },
    Field { key: "across", label: "Curves against", symbol: "", group: Group::View, applies: always,
        help: "What curves stand against. Dual time is that of mirror descent.",
        kind: choice!(ACROSS, across) },
    Field { key: "theme", label: "Theme", symbol: "", group: Group::View, applies: always,
        help: "Light, dark, or as the system.",
        kind: choice!(THEMES, theme) },
    Field { key: "size", label: "Size", symbol: "", group: Group::View, applies: always,
        help: "As the window suggests, or large enough to be read from the last row (P).",
        kind: choice!(SIZES, size) },
];

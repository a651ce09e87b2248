//! What of a run is compared over a sweep.

use crate::experiment::ladder::Status;
use crate::experiment::metrics::{Metrics, Undefined};

/// A number that every record of a run has, where it is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Error on the examples left out of training.
    TestError,
    /// Error on the training examples.
    TrainError,
    /// Error on a fresh sample, mixed as the test set is.
    PopulationError,
    /// ln of the weighted risk.
    LnRisk,
    /// Share predicted orange.
    FractionOrange,
    /// Smallest margin over ‖θ‖ᵈ.
    NormalizedMargin,
    /// ‖θ‖.
    ParameterNorm,
}

impl Measure {
    /// All of them, in the order of the columns of a table.
    pub const ALL: [Measure; 7] = [
        Measure::TestError,
        Measure::TrainError,
        Measure::PopulationError,
        Measure::LnRisk,
        Measure::FractionOrange,
        Measure::NormalizedMargin,
        Measure::ParameterNorm,
    ];

    /// Its name in tables, options and files.
    pub fn key(self) -> &'static str {
        match self {
            Measure::TestError => "test_error",
            Measure::TrainError => "train_error",
            Measure::PopulationError => "population_error",
            Measure::LnRisk => "ln_risk",
            Measure::FractionOrange => "fraction_orange",
            Measure::NormalizedMargin => "normalized_margin",
            Measure::ParameterNorm => "parameter_norm",
        }
    }

    /// The measure of a name.
    pub fn of_key(key: &str) -> Option<Measure> {
        Measure::ALL
            .into_iter()
            .find(|measure| measure.key() == key)
    }

    /// Its name in figures.
    pub fn title(self) -> &'static str {
        match self {
            Measure::TestError => "Test error (examples left out of training)",
            Measure::TrainError => "Training error",
            Measure::PopulationError => "Population error",
            Measure::LnRisk => "Training loss, natural logarithm",
            Measure::FractionOrange => "Predicted orange",
            Measure::NormalizedMargin => "Normalized margin",
            Measure::ParameterNorm => "Norm of the parameters",
        }
    }

    /// Whether it is a share of 1.
    pub fn is_share(self) -> bool {
        match self {
            Measure::TestError
            | Measure::TrainError
            | Measure::PopulationError
            | Measure::FractionOrange => true,
            Measure::LnRisk | Measure::NormalizedMargin | Measure::ParameterNorm => false,
        }
    }

    /// Whether the least of it is the best; where it is not, no time is called the best.
    pub fn is_error(self) -> bool {
        match self {
            Measure::TestError | Measure::TrainError | Measure::PopulationError => true,
            Measure::LnRisk
            | Measure::FractionOrange
            | Measure::NormalizedMargin
            | Measure::ParameterNorm => false,
        }
    }

    /// Its value in a record; `None` where it is not defined.
    pub fn of(self, metrics: &Metrics) -> Option<f64> {
        match self {
            Measure::TestError => metrics.test_error,
            Measure::TrainError => metrics.train_error,
            Measure::PopulationError => metrics.population_error,
            Measure::LnRisk => metrics.ln_risk,
            Measure::FractionOrange => metrics.fraction_orange,
            Measure::NormalizedMargin => metrics.normalized_margin,
            Measure::ParameterNorm => metrics.parameter_norm,
        }
    }
}

/// What was measured of a run, from values that were written down in the order of [`Measure::ALL`].
pub fn metrics_of(values: [Option<f64>; Measure::ALL.len()], status: Status) -> Metrics {
    let [
        test_error,
        train_error,
        population_error,
        ln_risk,
        fraction_orange,
        normalized_margin,
        parameter_norm,
    ] = values;
    let undefined = match (ln_risk, status) {
        (Some(_), _) => None,
        (None, Status::Empty) => Some(Undefined::Empty),
        (None, _) => Some(Undefined::Overflow),
    };
    Metrics {
        undefined,
        ln_risk,
        train_error,
        test_error,
        population_error,
        fraction_orange,
        normalized_margin,
        parameter_norm,
    }
}

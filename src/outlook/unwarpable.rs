//! Why time cannot be warped.

use crate::theory::warp::WarpError;
use std::fmt;

/// Why a ladder's time cannot be warped.
#[derive(Clone, Debug, PartialEq)]
pub enum Unwarpable {
    /// The model is a network, which scripts do not warp, or not a homogeneous one.
    Network,
    /// The networks are too large to be warped beside a page.
    TooLarge,
    /// Steps are loss-normalized: they are a warp of their own.
    Normalized,
    /// Momentum or Adam.
    Optimizer,
    /// The flow of this loss in ln t is not known.
    Loss,
    /// Margins are adjusted by class.
    Adjusted,
    /// Steps are drawn: batches or dropout.
    Random,
    /// Weights change as they are learned.
    Learned,
    /// With a penalty there is an optimum, and nothing goes on for ever.
    Penalty,
    /// A run's rows are not separable: it comes to rest, or part of it does.
    NotSeparable,
    /// The margin of a run's rows is too close to 0 to tell whether they are separable.
    Undecided,
    /// A run has diverged or has no rows.
    NotTraining,
    /// The lab has not come to the step at which flow takes over.
    TooEarly,
    /// The flow could not begin or go on.
    Flow(WarpError),
}

impl fmt::Display for Unwarpable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unwarpable::Network => "time is warped for models that are linear in their parameters: set model=linear or model=features",
            Unwarpable::Normalized => "time is warped for plain gradient descent: set optimizer=gd",
            Unwarpable::Optimizer => "time is warped for plain gradient descent: set optimizer=gd",
            Unwarpable::Loss => "time is warped under the exponential and the logistic loss: choose one of them",
            Unwarpable::Adjusted => "time is warped where margins are not adjusted by class: choose None for Margins by class",
            Unwarpable::Random => "time is warped where every step takes all rows and all units: set Batch and Dropout to 0",
            Unwarpable::Learned => "time is warped for fixed weights: choose Fixed for Weights over time",
            Unwarpable::Penalty => "time is warped without a penalty: set l2=0",
            Unwarpable::NotSeparable => "time is warped where the model separates the classes: on these examples a run comes to rest, or part of it does",
            Unwarpable::Undecided => "time is warped where the model separates the classes: here the margin is too close to 0 to tell",
            Unwarpable::NotTraining => "a run has diverged or has no rows to train on: set a smaller lr, or keep more rows",
            Unwarpable::TooEarly => "gradient flow takes over after 10,000 steps: train on to there",
            Unwarpable::TooLarge => "the networks are too large to be warped: set fewer units",
            Unwarpable::Flow(error) => return error.fmt(f),
        })
    }
}

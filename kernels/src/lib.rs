//! The arithmetic of training: models, losses, gradients and steps of gradient descent, with what they are
//! computed from.
//!
//! A crate of its own because a crate has one level of optimization: here speed decides, everywhere else the
//! size of what a visit loads. The lab names these modules as its own, `crate::model` and so on.

#![deny(unsafe_code)]

pub mod dense;
pub mod numeric;
pub mod rng;

pub mod loss;
pub mod model;

pub mod objective;
pub mod optimizer;
pub mod pull;

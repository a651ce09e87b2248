//! The theory beside the run: limits that plain gradient descent cannot reach.

mod double_double;
mod min_norm;

pub mod bound;
pub mod dual;
pub mod free_bias;
pub mod max_margin;
pub mod optimum;
pub mod residual;
pub mod rows;
pub mod separability;
pub mod warp;
pub mod weighted;

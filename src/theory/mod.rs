//! The theory beside the run: limits that plain gradient descent cannot reach.
//!
//! Everything here is about rows zᵢ = yᵢ xᵢ and their weights; nothing is trained, but for
//! [`network_warp`]. Where the rows are separable, training tends to a direction that the weights do not
//! change; where they are not, it comes to rest where the weights say.
//!
//! ```text
//! rows, weighted      what is given                  min_norm, double_double   how it is computed
//! wide                more than a plane and a bias   active_set, qr            how that is computed
//! separability        which of the two it is         max_margin, free_bias     the direction
//! rate                how fast it is approached
//! residual            what the weights leave behind  optimum                   where it rests
//! dual, dual_path     where the weights enter        rosenbrock                how time is stepped
//! warp, network_warp  t as far as 10^1000            bound                     what it promises
//! ```

mod active_set;
mod double_double;
mod min_norm;
mod qr;
mod rosenbrock;

pub mod bound;
pub(crate) mod certificate;
pub mod dual;
pub mod dual_path;
pub mod free_bias;
pub mod max_margin;
pub mod network_warp;
pub mod optimum;
pub mod polynomial;
pub mod rate;
pub mod residual;
pub mod rows;
pub mod separability;
pub mod warp;
pub mod weighted;
pub mod wide;
mod wide_warp;

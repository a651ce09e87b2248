//! Sweeps: the same experiment under several seeds and settings, and what its curves have in common.
//!
//! ```text
//! link ──► Plan ──► cell links ──► Job (one cell, in slices) ──► Rows ──► Summary (means, intervals)
//! ```
//!
//! A cell is a function of its own link and of nothing else: it gives the same rows in a worker, natively and on a
//! cluster, in whatever order cells are run.

pub mod job;
pub mod knob;
pub mod measure;
pub mod plan;
pub mod quantile;
pub mod rows;
pub mod summary;

pub use job::Job;
pub use measure::Measure;
pub use plan::Plan;
pub use rows::{Rows, RunRows};
pub use summary::Summary;

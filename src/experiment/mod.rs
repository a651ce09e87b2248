//! Training, and all that watching it takes.
//!
//! [`ladder`] is the whole product without a picture: runs that share data and initialization and differ in their
//! weights. [`metrics`] and [`evaluation`] are what is measured of it, [`history`] what is kept of that, [`session`] a
//! ladder that records itself as it steps, and [`snapshot`] one moment of it, ready to be drawn.

mod features;
pub mod rows;
pub mod run;

pub mod ladder;

pub mod evaluation;
pub mod metrics;

pub mod history;

pub mod checkpoint;
pub mod session;

pub mod grid;

pub mod snapshot;

pub mod film;
pub mod playback;
pub mod viewing;

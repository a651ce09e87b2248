//! Own rows out again, as text that is read back to the same bits.
//!
//! Points are written in the units that are trained on, at as many digits as read back the same, weights of ARFF at 17. What
//! a format has no place for is left out: svmlight and ARFF have no split, svmlight no names.

mod arff;
mod csv;
mod svmlight;

pub use arff::arff;
pub use csv::csv;
pub use svmlight::svmlight;

#[cfg(test)]
mod tests;

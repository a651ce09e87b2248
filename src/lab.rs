//! The ladder of runs.

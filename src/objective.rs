//! The weighted risk and its gradient.

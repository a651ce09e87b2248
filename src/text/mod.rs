//! Text that is not about anything in particular.

pub mod decimal;

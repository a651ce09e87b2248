//! Text that is not about anything in particular: numbers, as programs and as people write them.

pub mod decimal;
pub mod format;
pub mod list;
pub mod number;

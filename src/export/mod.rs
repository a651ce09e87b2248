//! What leaves the lab: figures, tables, scripts, citations. The same bytes on the page, in Node and natively.
//!
//! Nothing here names a date, a machine or a random number: an export is a function of its link and step, so it has a
//! hash, and whoever makes it again gets the same bytes.

pub mod carried;
pub mod cite;
pub mod csv;
pub mod figure;
pub mod json;
pub mod png;
pub mod python;
pub mod svg;
pub mod sweep_figure;
pub mod table;

pub use carried::Carried;
pub use figure::{Options, figure};

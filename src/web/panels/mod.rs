//! What the page is made of: one panel a file, each brought up to date by the app.

pub mod bound;
pub mod charts;
pub mod controls;
pub mod facts;
pub mod head;
pub mod help;
pub mod ladder;
pub mod own_data;
pub mod page;
pub mod paper;
pub mod plane;
pub mod readouts;
pub mod refusal;
pub mod settings;
pub mod sheet;
pub mod swatch;
pub mod timeline;
pub mod transport;

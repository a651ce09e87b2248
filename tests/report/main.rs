//! What is said and shown of a moment, on small real sessions: where it is true and where it would not be.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod curves;
mod drawings;
mod facts;
mod readouts;
mod sentences;
mod states;
mod theory;
mod worlds;

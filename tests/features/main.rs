//! Models linear in features of x, against reference numbers and an independent solver.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod curves;
mod ladder;
mod limits;
mod maps;
mod random;
mod reference;
mod rho;
mod training;
mod warp;

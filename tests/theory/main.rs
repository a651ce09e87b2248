//! The theory against reference numbers, an independent solver and its own invariants.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod bound;
mod dual;
mod dual_path;
mod edge_cases;
mod limits;
mod network_warp;
mod optimum;
mod residual;
mod solver;
mod support;
mod warp;

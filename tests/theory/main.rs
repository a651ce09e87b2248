//! The theory against reference numbers, an independent solver and its own invariants.

mod bound;
mod dual;
mod edge_cases;
mod limits;
mod optimum;
mod residual;
mod solver;
mod support;
mod warp;

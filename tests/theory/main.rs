//! The theory against reference numbers, an independent solver and its own invariants.

mod edge_cases;
mod limits;
mod solver;
mod support;

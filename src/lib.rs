//! # Do importance weights still matter after long training?
//!
//! The Importance Weighting Lab trains models that differ in nothing but their importance weights, in
//! lock-step, and shows what is left of the difference. The science is Xu, Ye and Ruan, *Understanding the
//! role of importance weighting for deep learning* (ICLR 2021).
//!
//! ## Symbols
//!
//! ```text
//! x      features of an example, two numbers            y      its class: +1 orange, −1 blue
//! w      importance weight, mean 1 over training rows   θ      parameters of the model, one flat vector
//! f(x)   score: orange where f > 0                      u      margin y f(x)
//! ℓ(u)   loss                                           L      weighted risk (1/n) Σ w ℓ(u)
//! η      learning rate                                  t      the step, the only clock
//! ```
//!
//! *Weight* always means importance weight; the numbers that training changes are *parameters*.
//!
//! ## Map, in reading order

#![forbid(unsafe_code)]

pub use iw_lab_kernels::{
    adjustment, dense, flow, learned, loss, model, numeric, objective, optimizer, rng,
};

pub mod hash;
pub mod text;

pub mod data;

pub mod weights;

pub mod theory;

pub mod settings;

pub mod experiment;

pub mod outlook;

pub mod report;

pub mod lessons;

pub mod sweep;

pub mod view;

pub mod drawing;

pub mod export;

#[cfg(target_arch = "wasm32")]
mod web;

//! A workload as the benchmark hands it over: numbers in a row.

use iw_lab_kernels::loss::Loss;
use iw_lab_kernels::model::points::Points;
use iw_lab_kernels::model::{Activation, Bias, Init, Model};
use iw_lab_kernels::objective::Problem;
use iw_lab_kernels::optimizer::{Optimizer, Trainer};
use std::rc::Rc;

/// η.
pub const LEARNING_RATE: f64 = 0.1;

/// Examples, a model and its start. Exponential loss, gradient descent, NTK scaling, all biases.
pub struct Workload {
    /// What is trained.
    pub model: Model,
    /// Features.
    pub x: Vec<[f64; 2]>,
    /// Classes ±1.
    pub y: Vec<f64>,
    /// Weights, mean 1.
    pub w: Vec<f64>,
    /// Initial parameters.
    pub theta: Vec<f64>,
}

impl Workload {
    /// Reads `x₁ x₂` of each of `n` examples, then y, w and θ.
    pub fn new(numbers: &[f64], n: usize, depth: usize, width: usize, tanh: bool) -> Workload {
        let (x, rest) = numbers.split_at(2 * n);
        let (y, rest) = rest.split_at(n);
        let (w, theta) = rest.split_at(n);
        let model = match depth {
            0 => Model::Linear { bias: true },
            _ => Model::Mlp {
                depth,
                width,
                activation: if tanh {
                    Activation::Tanh
                } else {
                    Activation::Relu
                },
                bias: Bias::All,
                init: Init::Ntk,
            },
        };
        Workload {
            model,
            x: x.chunks_exact(2).map(|x| [x[0], x[1]]).collect(),
            y: y.to_vec(),
            w: w.to_vec(),
            theta: theta.to_vec(),
        }
    }

    /// The lab's own run of it.
    pub fn trainer(&self) -> Trainer {
        let points = Rc::new(Points::new(self.x.iter().copied()));
        let loss = Loss::Exponential;
        let problem = Problem::new(self.model.clone(), points, &self.y, &self.w, loss, 0.0);
        Trainer::new(problem, Optimizer::Gd, LEARNING_RATE, self.theta.clone())
    }
}

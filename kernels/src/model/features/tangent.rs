//! Tangent features: a network linearized at its start.
//!
//! ```text
//! f(x; θ₀ + θ) ≈ f(x; θ₀) + φ(x)·θ      φ = ∇f(x; θ₀)
//! ∂f/∂Wₗ = s dₗ hₗ₋₁ᵀ    ∂f/∂bₗ = dₗ    dₗ₋₁ = s Wₗᵀ dₗ σ′(zₗ₋₁)    d of the output is 1, s of the first layer too
//! ```
//!
//! The slope of ReLU at 0 is 0, as in training.

use crate::model::point_block::PointBlock;
use crate::model::{Activation, Layer, Model};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// A network and where it is linearized.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tangent {
    layers: Vec<Layer>,
    activation: Activation,
    /// s.
    scale: f64,
    /// θ₀.
    start: Vec<f64>,
}

impl Tangent {
    pub(super) fn new(network: &Model, start: Vec<f64>) -> Tangent {
        let Model::Mlp {
            width,
            activation,
            init,
            ..
        } = network
        else {
            panic!("only a network is linearized");
        };
        assert_eq!(start.len(), network.n_parameters());
        Tangent {
            layers: network.layers(),
            activation: *activation,
            scale: init.scale(*width),
            start,
        }
    }

    pub(super) fn n_parameters(&self) -> usize {
        self.start.len()
    }

    pub(super) fn start(&self) -> &[f64] {
        &self.start
    }

    pub(super) fn set_start(&mut self, start: &[f64]) {
        self.start.copy_from_slice(start);
    }

    /// W of unit `j` of a layer.
    fn row(&self, layer: &Layer, j: usize) -> &[f64] {
        &self.start[layer.start + j * layer.n_in..][..layer.n_in]
    }

    /// Puts φ of eight points into `phi` and returns f(x; θ₀).
    pub(super) fn fill(&self, x: &PointBlock, phi: &mut [F64x8]) -> F64x8 {
        // What each layer reads, and σ′ of each hidden layer.
        let mut inputs = vec![vec![x.x1, x.x2]];
        if self.layers[0].n_in == 3 {
            inputs[0].push(F64x8::splat(1.0));
        }
        let mut slopes = Vec::new();
        let mut score = F64x8::zero();
        for (l, layer) in self.layers.iter().enumerate() {
            let scale = self.scale_of(l);
            let read = &inputs[l];
            let mut z: Vec<F64x8> = Vec::with_capacity(layer.n_out);
            for j in 0..layer.n_out {
                let products = read.iter().zip(self.row(layer, j));
                let sum = products.fold(F64x8::zero(), |sum, (&h, &w)| sum + h * F64x2::splat(w));
                let bias = if layer.bias {
                    self.start[layer.bias_start() + j]
                } else {
                    0.0
                };
                z.push(sum * F64x2::splat(scale) + F64x2::splat(bias));
            }
            if l + 1 == self.layers.len() {
                score = z[0];
            } else {
                slopes.push(self.activate(&mut z));
                inputs.push(z);
            }
        }
        let mut d = vec![F64x8::splat(1.0)];
        for (l, layer) in self.layers.iter().enumerate().rev() {
            let scale = self.scale_of(l);
            let scaled: Vec<F64x8> = d.iter().map(|&d| d * F64x2::splat(scale)).collect();
            let weights = phi[layer.start..layer.bias_start()].chunks_exact_mut(layer.n_in);
            for (phi, &d) in weights.zip(&scaled) {
                for (phi, &h) in phi.iter_mut().zip(&inputs[l]) {
                    *phi = d * h;
                }
            }
            phi[layer.bias_start()..layer.end()]
                .iter_mut()
                .zip(&d)
                .for_each(|(phi, &d)| *phi = d);
            if let Some(below) = l.checked_sub(1) {
                let mut next = vec![F64x8::zero(); layer.n_in];
                for (j, &d) in scaled.iter().enumerate() {
                    for (next, &w) in next.iter_mut().zip(self.row(layer, j)) {
                        *next = *next + d * F64x2::splat(w);
                    }
                }
                for (next, &slope) in next.iter_mut().zip(&slopes[below]) {
                    *next = *next * slope;
                }
                d = next;
            }
        }
        score
    }

    fn scale_of(&self, l: usize) -> f64 {
        if l == 0 { 1.0 } else { self.scale }
    }

    /// z ← σ(z); returns σ′.
    fn activate(&self, z: &mut [F64x8]) -> Vec<F64x8> {
        let (zero, one) = (F64x8::zero(), F64x8::splat(1.0));
        let unit = |z: &mut F64x8| match self.activation {
            Activation::Relu => {
                let slope = one.and(z.gt(zero));
                *z = z.pmax(zero);
                slope
            }
            Activation::Leaky { slope } => {
                let slope = z.gt(zero).select(one, F64x8::splat(slope));
                *z = *z * slope;
                slope
            }
            Activation::Tanh => {
                *z = vector::tanh(*z);
                one - *z * *z
            }
        };
        z.iter_mut().map(unit).collect()
    }
}

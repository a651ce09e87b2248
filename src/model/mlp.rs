//! The kernel of any network: 1 to 3 hidden layers, any activation.
//!
//! ```text
//! h₁ = σ(W₁ x + b₁)    hₗ = σ(s Wₗ hₗ₋₁ + bₗ)    f = s a·h + c                      forward
//! dₗ = ∂L/∂zₗ          hₗ₋₁ gets s Wₗᵀ dₗ        ∂L/∂Wₗ = s Σ dₗ hₗ₋₁ᵀ    ∂L/∂bₗ = Σ dₗ   backward
//! ```
//!
//! Activations and their slopes are kept for one block, `[layer][unit]`; sums are kept per parameter and lane.

use super::kernel::{BlockKernel, input_unit, put_input_unit};
use super::points::PointBlock;
use super::{Activation, Layer};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// See the module.
#[derive(Clone)]
pub(crate) struct Mlp {
    layers: Vec<Layer>,
    scale: f64,
    activation: Activation,
    theta: Vec<f64>,
    /// The first layer's units as [`input_unit`] gives them, and their sums per lane.
    inputs: Vec<[f64; 3]>,
    input_sums: Vec<[F64x2; 3]>,
    /// h of the block at hand.
    h: Vec<F64x8>,
    /// σ′(z) of the block at hand.
    slopes: Vec<F64x8>,
    /// ∂L/∂z of one layer, and of the one below it.
    d: Vec<F64x8>,
    d_below: Vec<F64x8>,
    /// Σ per parameter and lane, in the order of θ (those of the first layer are `input_sums`).
    sums: Vec<F64x2>,
}

impl Mlp {
    pub(crate) fn new(layers: Vec<Layer>, scale: f64, activation: Activation) -> Mlp {
        let n_parameters = layers.last().map_or(0, Layer::end);
        let width = layers[0].n_out;
        let depth = layers.len() - 1;
        Mlp {
            layers,
            scale,
            activation,
            theta: vec![0.0; n_parameters],
            inputs: vec![[0.0; 3]; width],
            input_sums: vec![[F64x2::zero(); 3]; width],
            h: vec![F64x8::zero(); depth * width],
            slopes: vec![F64x8::zero(); depth * width],
            d: vec![F64x8::zero(); width],
            d_below: vec![F64x8::zero(); width],
            sums: vec![F64x2::zero(); n_parameters],
        }
    }

    fn width(&self) -> usize {
        self.inputs.len()
    }
}

/// (σ(z), σ′(z)).
#[inline(always)]
fn activate(activation: Activation, z: F64x8) -> (F64x8, F64x8) {
    let one = F64x8::splat(1.0);
    match activation {
        Activation::Relu => (z.pmax(F64x8::zero()), one.and(z.gt(F64x8::zero()))),
        Activation::Leaky { slope } => {
            let slope = z.gt(F64x8::zero()).select(one, F64x8::splat(slope));
            (z * slope, slope)
        }
        Activation::Tanh => {
            let h = vector::tanh(z);
            (h, one - h * h)
        }
    }
}

impl BlockKernel for Mlp {
    fn load(&mut self, theta: &[f64]) {
        self.theta.copy_from_slice(theta);
        for (j, unit) in self.inputs.iter_mut().enumerate() {
            *unit = input_unit(&self.layers[0], theta, j);
        }
    }

    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let width = self.width();
        for (j, unit) in self.inputs.iter().enumerate() {
            let [w1, w2, b] = unit.map(F64x2::splat);
            let z = x.x1 * w1 + x.x2 * w2 + b;
            (self.h[j], self.slopes[j]) = activate(self.activation, z);
        }
        let scale = F64x2::splat(self.scale);
        let mut f = F64x8::zero();
        for (l, layer) in self.layers.iter().enumerate().skip(1) {
            let (below, above) = self.h.split_at_mut(l * width);
            let below = &below[(l - 1) * width..];
            let slopes = self.slopes[l * width..].iter_mut();
            let mut outputs = above.iter_mut().zip(slopes);
            for j in 0..layer.n_out {
                let row = &self.theta[layer.start + j * width..][..width];
                let mut z = F64x8::zero();
                for (&w, &h) in row.iter().zip(below) {
                    z = z + h * F64x2::splat(w);
                }
                z = z * scale;
                if layer.bias {
                    z = z + F64x2::splat(self.theta[layer.bias_start() + j]);
                }
                match outputs.next() {
                    Some((h, slope)) => (*h, *slope) = activate(self.activation, z),
                    None => f = z,
                }
            }
        }
        f
    }

    fn backward(&mut self, x: &PointBlock, slope: F64x8) {
        let width = self.width();
        let scale = F64x2::splat(self.scale);
        self.d[0] = slope;
        for (l, layer) in self.layers.iter().enumerate().skip(1).rev() {
            let below = &self.h[(l - 1) * width..][..width];
            self.d_below.fill(F64x8::zero());
            for (j, &d) in self.d[..layer.n_out].iter().enumerate() {
                let row = layer.start + j * width;
                let sums = &mut self.sums[row..][..width];
                for (sum, &h) in sums.iter_mut().zip(below) {
                    *sum += (d * h).fold();
                }
                if layer.bias {
                    self.sums[layer.bias_start() + j] += d.fold();
                }
                let row = &self.theta[row..][..width];
                for (back, &w) in self.d_below.iter_mut().zip(row) {
                    *back = *back + d * F64x2::splat(w);
                }
            }
            let slopes = &self.slopes[(l - 1) * width..][..width];
            for (back, &slope) in self.d_below.iter_mut().zip(slopes) {
                *back = *back * scale * slope;
            }
            std::mem::swap(&mut self.d, &mut self.d_below);
        }
        for (&d, sums) in self.d.iter().zip(&mut self.input_sums) {
            sums[0] += (d * x.x1).fold();
            sums[1] += (d * x.x2).fold();
            sums[2] += d.fold();
        }
    }

    fn take_gradient(&mut self, _theta: &[f64], gradient: &mut [f64]) {
        for (j, sums) in self.input_sums.iter().enumerate() {
            put_input_unit(&self.layers[0], gradient, j, sums.map(F64x2::sum));
        }
        for layer in &self.layers[1..] {
            let (start, bias_start) = (layer.start, layer.bias_start());
            let weights = gradient[start..bias_start].iter_mut();
            for (gradient, sum) in weights.zip(&self.sums[start..]) {
                *gradient = self.scale * sum.sum();
            }
            let biases = gradient[bias_start..layer.end()].iter_mut();
            for (gradient, sum) in biases.zip(&self.sums[bias_start..]) {
                *gradient = sum.sum();
            }
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.input_sums.fill([F64x2::zero(); 3]);
        self.sums.fill(F64x2::zero());
    }
}

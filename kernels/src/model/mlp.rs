//! The kernel of any network: 1 to 3 hidden layers, any activation.
//!
//! ```text
//! h₁ = σ(W₁ x + b₁)    hₗ = σ(s Wₗ hₗ₋₁ + bₗ)    f = s a·h + c                      forward
//! dₗ = ∂L/∂zₗ          hₗ₋₁ gets s Wₗᵀ dₗ        ∂L/∂Wₗ = s Σ dₗ hₗ₋₁ᵀ    ∂L/∂bₗ = Σ dₗ   backward
//! ```
//!
//! Activations and their slopes are kept for one block, `[layer][unit]`; sums are kept per parameter and lane.

use super::block::{BlockKernel, input_unit, put_input_unit};
use super::dropout::Dropout;
use super::point_block::PointBlock;
use super::{Activation, Layer};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// See the module.
#[derive(Clone)]
pub(crate) struct Mlp {
    layers: Vec<Layer>,
    scale: f64,
    activation: Activation,
    /// The first layer's units as [`input_unit`] gives them, and their sums per lane.
    inputs: Vec<[f64; 3]>,
    input_sums: Vec<[F64x2; 3]>,
    /// The other layers, the output layer last.
    dense: Vec<Dense>,
    /// h of the block at hand, `[layer][unit]`.
    h: Vec<F64x8>,
    /// σ′(z) of the block at hand, `[layer][unit]`.
    slopes: Vec<F64x8>,
    /// ∂L/∂z of one layer, and of the one below it.
    d: Vec<F64x8>,
    d_below: Vec<F64x8>,
    dropout: Option<Dropout>,
}

/// A layer above another, with its sums per parameter and lane.
#[derive(Clone)]
struct Dense {
    /// s W, row-major `[out][in]`.
    weights: Vec<f64>,
    /// s Wᵀ, row-major `[in][out]`.
    transposed: Vec<f64>,
    /// b, or zeros.
    biases: Vec<f64>,
    /// Σ d hᵀ, in the order of `weights`.
    weight_sums: Vec<F64x2>,
    /// Σ d.
    bias_sums: Vec<F64x2>,
}

impl Mlp {
    #[inline(never)]
    pub(crate) fn new(
        layers: Vec<Layer>,
        scale: f64,
        activation: Activation,
        dropout: Option<Dropout>,
    ) -> Mlp {
        let width = layers[0].n_out;
        let depth = layers.len() - 1;
        let dense = layers[1..].iter().map(Dense::new).collect();
        Mlp {
            layers,
            scale,
            activation,
            inputs: vec![[0.0; 3]; width],
            input_sums: vec![[F64x2::zero(); 3]; width],
            dense,
            h: vec![F64x8::zero(); depth * width],
            slopes: vec![F64x8::zero(); depth * width],
            d: vec![F64x8::zero(); width],
            d_below: vec![F64x8::zero(); width],
            dropout,
        }
    }
}

impl Dense {
    fn new(layer: &Layer) -> Dense {
        let size = layer.n_in * layer.n_out;
        Dense {
            weights: vec![0.0; size],
            transposed: vec![0.0; size],
            biases: vec![0.0; layer.n_out],
            weight_sums: vec![F64x2::zero(); size],
            bias_sums: vec![F64x2::zero(); layer.n_out],
        }
    }

    fn n_out(&self) -> usize {
        self.biases.len()
    }

    fn load(&mut self, layer: &Layer, scale: f64, theta: &[f64]) {
        let (n_in, n_out) = (layer.n_in, layer.n_out);
        let weights = &theta[layer.start..layer.bias_start()];
        for (row, values) in weights.chunks_exact(n_in).enumerate() {
            for (column, value) in values.iter().enumerate() {
                self.weights[row * n_in + column] = scale * value;
                self.transposed[column * n_out + row] = scale * value;
            }
        }
        if layer.bias {
            self.biases
                .copy_from_slice(&theta[layer.bias_start()..layer.end()]);
        }
    }

    /// s W h + b.
    #[inline(always)]
    fn forward(&self, h: &[F64x8], z: &mut [F64x8]) {
        product(&self.weights, h, z);
        for (z, &b) in z.iter_mut().zip(&self.biases) {
            *z = *z + F64x2::splat(b);
        }
    }

    /// Adds d hᵀ and d to the sums, and puts s Wᵀ d, times the slopes below, into `d_below`.
    #[inline(always)]
    fn backward(&mut self, d: &[F64x8], h: &[F64x8], slopes: &[F64x8], d_below: &mut [F64x8]) {
        add_outer_product(d, h, &mut self.weight_sums);
        for (sum, d) in self.bias_sums.iter_mut().zip(d) {
            *sum += d.fold();
        }
        product(&self.transposed, d, d_below);
        for (d, &slope) in d_below.iter_mut().zip(slopes) {
            *d = *d * slope;
        }
    }

    fn put_gradient(&self, layer: &Layer, scale: f64, gradient: &mut [f64]) {
        let weights = gradient[layer.start..layer.bias_start()].iter_mut();
        for (gradient, sum) in weights.zip(&self.weight_sums) {
            *gradient = scale * sum.sum();
        }
        let biases = gradient[layer.bias_start()..layer.end()].iter_mut();
        for (gradient, sum) in biases.zip(&self.bias_sums) {
            *gradient = sum.sum();
        }
    }
}

/// out = M v for a row-major matrix, two rows at a time, so that each vector read serves two products.
#[inline(always)]
fn product(matrix: &[f64], v: &[F64x8], out: &mut [F64x8]) {
    let mut rows = matrix.chunks_exact(2 * v.len());
    let mut pairs = out.chunks_exact_mut(2);
    for (rows, out) in (&mut rows).zip(&mut pairs) {
        let (first, second) = rows.split_at(v.len());
        let mut sums = [F64x8::zero(); 2];
        for ((&v, &a), &b) in v.iter().zip(first).zip(second) {
            sums[0] = sums[0] + v * F64x2::splat(a);
            sums[1] = sums[1] + v * F64x2::splat(b);
        }
        out.copy_from_slice(&sums);
    }
    for out in pairs.into_remainder() {
        *out = v
            .iter()
            .zip(rows.remainder())
            .fold(F64x8::zero(), |sum, (&v, &a)| sum + v * F64x2::splat(a));
    }
}

/// Adds a bᵀ, folded, to a row-major matrix.
#[inline(always)]
fn add_outer_product(a: &[F64x8], b: &[F64x8], sums: &mut [F64x2]) {
    for (&a, row) in a.iter().zip(sums.chunks_exact_mut(b.len())) {
        for (&b, sum) in b.iter().zip(row) {
            *sum += (a * b).fold();
        }
    }
}

/// h ← σ(h), and slopes ← σ′ there.
#[inline(always)]
fn activate(activation: Activation, h: &mut [F64x8], slopes: &mut [F64x8]) {
    let units = h.iter_mut().zip(slopes);
    let (zero, one) = (F64x8::zero(), F64x8::splat(1.0));
    match activation {
        Activation::Relu => units.for_each(|(h, slope)| {
            *slope = one.and(h.gt(zero));
            *h = h.pmax(zero);
        }),
        Activation::Leaky { slope: k } => units.for_each(|(h, slope)| {
            *slope = h.gt(zero).select(one, F64x8::splat(k));
            *h = *h * *slope;
        }),
        Activation::Tanh => units.for_each(|(h, slope)| {
            *h = vector::tanh(*h);
            *slope = one - *h * *h;
        }),
    }
}

impl BlockKernel for Mlp {
    fn load(&mut self, theta: &[f64]) {
        self.rewind();
        for (j, unit) in self.inputs.iter_mut().enumerate() {
            *unit = input_unit(&self.layers[0], theta, j);
        }
        for (dense, layer) in self.dense.iter_mut().zip(&self.layers[1..]) {
            dense.load(layer, self.scale, theta);
        }
    }

    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        let width = self.inputs.len();
        for (unit, h) in self.inputs.iter().zip(&mut self.h) {
            let [w1, w2, b] = unit.map(F64x2::splat);
            *h = x.x1 * w1 + x.x2 * w2 + b;
        }
        activate(
            self.activation,
            &mut self.h[..width],
            &mut self.slopes[..width],
        );
        if let Some(dropout) = &mut self.dropout {
            dropout.apply(&mut self.h[..width], &mut self.slopes[..width]);
        }
        let mut f = [F64x8::zero()];
        for (l, dense) in self.dense.iter().enumerate() {
            let (below, above) = self.h.split_at_mut((l + 1) * width);
            let below = &below[l * width..];
            if above.is_empty() {
                dense.forward(below, &mut f);
            } else {
                let above = &mut above[..width];
                let slopes = &mut self.slopes[(l + 1) * width..][..width];
                dense.forward(below, above);
                activate(self.activation, above, slopes);
                if let Some(dropout) = &mut self.dropout {
                    dropout.apply(above, slopes);
                }
            }
        }
        f[0]
    }

    fn backward(&mut self, x: &PointBlock, slope: F64x8) {
        let width = self.inputs.len();
        self.d[0] = slope;
        for (l, dense) in self.dense.iter_mut().enumerate().rev() {
            let below = l * width..(l + 1) * width;
            let d = &self.d[..dense.n_out()];
            dense.backward(
                d,
                &self.h[below.clone()],
                &self.slopes[below],
                &mut self.d_below,
            );
            std::mem::swap(&mut self.d, &mut self.d_below);
        }
        for (&d, sums) in self.d.iter().zip(&mut self.input_sums) {
            sums[0] += (d * x.x1).fold();
            sums[1] += (d * x.x2).fold();
            sums[2] += d.fold();
        }
    }

    fn take_gradient(&mut self, gradient: &mut [f64]) {
        for (j, sums) in self.input_sums.iter().enumerate() {
            put_input_unit(&self.layers[0], gradient, j, sums.map(F64x2::sum));
        }
        for (dense, layer) in self.dense.iter().zip(&self.layers[1..]) {
            dense.put_gradient(layer, self.scale, gradient);
        }
        if let Some(dropout) = &mut self.dropout {
            dropout.commit();
        }
        self.clear();
    }

    fn rewind(&mut self) {
        if let Some(dropout) = &mut self.dropout {
            dropout.rewind();
        }
    }

    fn clear(&mut self) {
        self.input_sums.fill([F64x2::zero(); 3]);
        for dense in &mut self.dense {
            dense.weight_sums.fill(F64x2::zero());
            dense.bias_sums.fill(F64x2::zero());
        }
    }
}

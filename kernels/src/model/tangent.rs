//! A score and its change along a direction of θ, by forward differentiation: ∇f(x; θ)·d for every example without its
//! gradient.
//!
//! ```text
//! z = s W h + b      dz = s (dW h + W dh) + db      h = σ(z)      dh = σ′(z) dz
//! f = f₀ + φ·θ       ∇f·d = φ·d                     of features
//! ```

use super::features::FeatureMap;
use super::point_block::PointBlock;
use super::{Activation, Layer, Model};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;
use std::rc::Rc;

/// A model at θ with a direction d.
#[derive(Clone)]
pub(crate) struct Tangent {
    layers: Vec<Layer>,
    scale: f64,
    activation: Activation,
    theta: Vec<f64>,
    direction: Vec<f64>,
    /// h and dh of one layer, and of the one above.
    below: Vec<(F64x8, F64x8)>,
    above: Vec<(F64x8, F64x8)>,
    /// Features instead of layers, and φ of the block at hand.
    features: Option<(Rc<FeatureMap>, Vec<F64x8>)>,
}

impl Tangent {
    pub(crate) fn new(model: &Model) -> Tangent {
        let (scale, activation) = match *model {
            Model::Linear { .. } | Model::Features(_) => (1.0, Activation::Relu),
            Model::Mlp {
                width,
                activation,
                init,
                ..
            } => (init.scale(width), activation),
        };
        Tangent {
            layers: model.layers(),
            scale,
            activation,
            theta: Vec::new(),
            direction: Vec::new(),
            below: Vec::new(),
            above: Vec::new(),
            features: match model {
                Model::Features(map) => {
                    Some((Rc::clone(map), vec![F64x8::zero(); map.n_features()]))
                }
                Model::Linear { .. } | Model::Mlp { .. } => None,
            },
        }
    }

    /// Takes θ and d for the blocks to come.
    pub(crate) fn load(&mut self, theta: &[f64], direction: Vec<f64>) {
        self.theta.clear();
        self.theta.extend_from_slice(theta);
        self.direction = direction;
    }

    /// f and ∇f·d of a block.
    pub(crate) fn forward(&mut self, x: &PointBlock) -> (F64x8, F64x8) {
        let zero = F64x8::zero();
        if let Some((map, phi)) = &mut self.features {
            let mut sums = (map.fill(x, phi), zero);
            for ((&phi, &theta), &d) in phi.iter().zip(&self.theta).zip(&self.direction) {
                sums.0 = sums.0 + phi * F64x2::splat(theta);
                sums.1 = sums.1 + phi * F64x2::splat(d);
            }
            return sums;
        }
        self.below.clear();
        self.below.extend([(x.x1, zero), (x.x2, zero)]);
        if self.layers[0].n_in == 3 {
            self.below.push((F64x8::splat(1.0), zero));
        }
        for (l, layer) in self.layers.iter().enumerate() {
            let scale = F64x2::splat(if l == 0 { 1.0 } else { self.scale });
            let last = l + 1 == self.layers.len();
            let matrix = layer.start..layer.bias_start();
            let rows = self.theta[matrix.clone()].chunks_exact(layer.n_in);
            let ways = self.direction[matrix].chunks_exact(layer.n_in);
            self.above.clear();
            for (j, (row, way)) in rows.zip(ways).enumerate() {
                let (mut z, mut dz) = (zero, zero);
                for ((&(h, dh), &w), &d) in self.below.iter().zip(row).zip(way) {
                    let w = F64x2::splat(w);
                    z = z + h * w;
                    dz = dz + h * F64x2::splat(d) + dh * w;
                }
                (z, dz) = (z * scale, dz * scale);
                if layer.bias {
                    let at = layer.bias_start() + j;
                    z = z + F64x2::splat(self.theta[at]);
                    dz = dz + F64x2::splat(self.direction[at]);
                }
                self.above.push(if last {
                    (z, dz)
                } else {
                    activate(self.activation, z, dz)
                });
            }
            std::mem::swap(&mut self.below, &mut self.above);
        }
        self.below[0]
    }
}

/// σ(z) and its change.
#[inline(always)]
fn activate(activation: Activation, z: F64x8, dz: F64x8) -> (F64x8, F64x8) {
    let positive = z.gt(F64x8::zero());
    match activation {
        Activation::Relu => (z.and(positive), dz.and(positive)),
        Activation::Leaky { slope } => {
            let slope = positive.select(F64x8::splat(1.0), F64x8::splat(slope));
            (z * slope, dz * slope)
        }
        Activation::Tanh => {
            let h = vector::tanh(z);
            (h, (F64x8::splat(1.0) - h * h) * dz)
        }
    }
}

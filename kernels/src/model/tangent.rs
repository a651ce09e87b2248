//! A score and its change along a direction of θ, by forward differentiation: ∇f(x; θ)·d for every example without its
//! gradient.
//!
//! ```text
//! z = s W h + b      dz = s (dW h + W dh) + db      h = σ(z)      dh = σ′(z) dz
//! ```

use super::points::PointBlock;
use super::{Activation, Model};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// A model at θ with a direction d.
#[derive(Clone)]
pub(crate) struct Tangent<'a> {
    pub(crate) model: &'a Model,
    pub(crate) theta: &'a [f64],
    pub(crate) direction: &'a [f64],
}

impl Tangent<'_> {
    /// f and ∇f·d of a block.
    pub(crate) fn forward(&self, x: &PointBlock) -> (F64x8, F64x8) {
        let (scale, activation) = match *self.model {
            Model::Linear { .. } => (1.0, Activation::Relu),
            Model::Mlp {
                width,
                activation,
                init,
                ..
            } => (init.scale(width), activation),
        };
        let layers = self.model.layers();
        let zero = F64x8::zero();
        let mut h = vec![(x.x1, zero), (x.x2, zero)];
        if layers[0].n_in == 3 {
            h.push((F64x8::splat(1.0), zero));
        }
        for (l, layer) in layers.iter().enumerate() {
            let scale = F64x2::splat(if l == 0 { 1.0 } else { scale });
            let last = l + 1 == layers.len();
            let unit = |j: usize| {
                let row = layer.start + j * layer.n_in;
                let (mut z, mut dz) = (zero, zero);
                for (k, &(h, dh)) in h.iter().enumerate() {
                    let w = F64x2::splat(self.theta[row + k]);
                    z = z + h * w;
                    dz = dz + h * F64x2::splat(self.direction[row + k]) + dh * w;
                }
                (z, dz) = (z * scale, dz * scale);
                if layer.bias {
                    let at = layer.bias_start() + j;
                    z = z + F64x2::splat(self.theta[at]);
                    dz = dz + F64x2::splat(self.direction[at]);
                }
                if last {
                    (z, dz)
                } else {
                    activate(activation, z, dz)
                }
            };
            h = (0..layer.n_out).map(unit).collect();
        }
        h[0]
    }
}

/// σ(z) and its change.
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

//! The kernels' scalar twin (of `kernels/src/objective.rs`): the formulas as one would write them down, one example and one unit at a time.

use iw_lab::adjustment::Adjustment;
use iw_lab::loss::Loss;
use iw_lab::model::features::FeatureMap;
use iw_lab::model::points::Points;
use iw_lab::model::{Activation, Bias, Model};
use iw_lab::numeric::{dot, tanh};

use super::Rows;

fn sigma(activation: Activation, z: f64) -> (f64, f64) {
    match activation {
        Activation::Relu => (z.max(0.0), if z > 0.0 { 1.0 } else { 0.0 }),
        Activation::Leaky { slope } => {
            let slope = if z > 0.0 { 1.0 } else { slope };
            (slope * z, slope)
        }
        Activation::Tanh => (tanh(z), 1.0 - tanh(z) * tanh(z)),
    }
}

/// What a model multiplies by and applies: (s, σ, whether the input has a third coordinate 1).
fn shape(model: &Model) -> (f64, Activation, bool) {
    match *model {
        Model::Linear { .. } => (1.0, Activation::Relu, false),
        Model::Mlp {
            width,
            activation,
            bias,
            init,
            ..
        } => (init.scale(width), activation, bias == Bias::Input),
        Model::Features(_) => unreachable!("a feature map has no layers"),
    }
}

/// Inputs of every layer, slopes of every hidden layer, and the score.
fn forward(model: &Model, x: [f64; 2], theta: &[f64]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>, f64) {
    let (scale, activation, third) = shape(model);
    let layers = model.layers();
    let mut inputs = vec![if third {
        vec![x[0], x[1], 1.0]
    } else {
        x.to_vec()
    }];
    let mut slopes = Vec::new();
    for (l, layer) in layers.iter().enumerate() {
        let scale = if l == 0 { 1.0 } else { scale };
        let z: Vec<f64> = (0..layer.n_out)
            .map(|j| {
                let row = &theta[layer.start + j * layer.n_in..][..layer.n_in];
                let bias = if layer.bias {
                    theta[layer.bias_start() + j]
                } else {
                    0.0
                };
                scale * dot(row, &inputs[l]) + bias
            })
            .collect();
        if l == layers.len() - 1 {
            return (inputs, slopes, z[0]);
        }
        inputs.push(z.iter().map(|&z| sigma(activation, z).0).collect());
        slopes.push(z.iter().map(|&z| sigma(activation, z).1).collect());
    }
    unreachable!("a model has a layer")
}

/// f(x; θ).
pub fn score(model: &Model, x: [f64; 2], theta: &[f64]) -> f64 {
    match model {
        Model::Features(map) => {
            let (phi, base) = Points::new([x]).features(map);
            base[0] + dot(&phi, theta)
        }
        _ => forward(model, x, theta).2,
    }
}

/// L + ½ λ ‖θ‖² and its gradient, by back-propagation.
pub fn gradient(
    model: &Model,
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    l2: f64,
    theta: &[f64],
) -> (f64, Vec<f64>) {
    let (risk, mut gradient) = adjusted(model, rows, weights, loss, &Adjustment::NONE, theta);
    gradient
        .iter_mut()
        .zip(theta)
        .for_each(|(g, t)| *g += l2 * t);
    (risk + 0.5 * l2 * dot(theta, theta), gradient)
}

/// L of adjusted margins and its gradient, without a penalty.
pub fn adjusted(
    model: &Model,
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    adjustment: &Adjustment,
    theta: &[f64],
) -> (f64, Vec<f64>) {
    if let Model::Features(map) = model {
        return on_features(map, rows, weights, loss, adjustment, theta);
    }
    let (scale, _, _) = shape(model);
    let layers = model.layers();
    let n = rows.y.len() as f64;
    let mut risk = 0.0;
    let mut gradient = vec![0.0; theta.len()];
    for ((&x, &y), &w) in rows.x.iter().zip(&rows.y).zip(weights) {
        let (inputs, slopes, f) = forward(model, x, theta);
        let class = usize::from(y < 0.0);
        let u = adjustment.scale[class] * y * f - adjustment.offset[class];
        risk += w / n * loss.value(u);
        let mut d = vec![w / n * loss.slope(u) * adjustment.scale[class] * y];
        for (l, layer) in layers.iter().enumerate().rev() {
            let scale = if l == 0 { 1.0 } else { scale };
            let mut below = vec![0.0; layer.n_in];
            for (j, &d) in d.iter().enumerate() {
                for k in 0..layer.n_in {
                    let index = layer.start + j * layer.n_in + k;
                    gradient[index] += scale * d * inputs[l][k];
                    below[k] += scale * d * theta[index];
                }
                if layer.bias {
                    gradient[layer.bias_start() + j] += d;
                }
            }
            if l > 0 {
                d = below
                    .iter()
                    .zip(&slopes[l - 1])
                    .map(|(d, slope)| d * slope)
                    .collect();
            }
        }
    }
    (risk, gradient)
}

fn on_features(
    map: &FeatureMap,
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    adjustment: &Adjustment,
    theta: &[f64],
) -> (f64, Vec<f64>) {
    let n = rows.y.len() as f64;
    let mut risk = 0.0;
    let mut gradient = vec![0.0; theta.len()];
    for ((&x, &y), &w) in rows.x.iter().zip(&rows.y).zip(weights) {
        let (phi, base) = Points::new([x]).features(map);
        let class = usize::from(y < 0.0);
        let scale = adjustment.scale[class];
        let u = scale * y * (base[0] + dot(&phi, theta)) - adjustment.offset[class];
        risk += w / n * loss.value(u);
        let slope = w / n * scale * y * loss.slope(u);
        for (g, phi) in gradient.iter_mut().zip(&phi) {
            *g += slope * phi;
        }
    }
    (risk, gradient)
}

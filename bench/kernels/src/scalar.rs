//! The same training by plain scalar programs on `libm`, forward and backward fused for each example: what
//! one would write without lanes. θ is laid out as in `iw_lab_kernels::model`.

use crate::workload::{LEARNING_RATE, Workload};
use iw_lab_kernels::model::{Activation, Model};
use iw_lab_kernels::numeric::{exp, sqrt, tanh};

/// A run of gradient descent, one example and one unit at a time.
pub struct Scalar {
    kind: Kind,
    width: usize,
    scale: f64,
    x: Vec<[f64; 2]>,
    y: Vec<f64>,
    /// w/n.
    w: Vec<f64>,
    theta: Vec<f64>,
    start: Vec<f64>,
    gradient: Vec<f64>,
    /// Outputs of the hidden layers, and ∂L/∂h of the first.
    h1: Vec<f64>,
    h2: Vec<f64>,
    d1: Vec<f64>,
}

/// The three that are written by hand.
enum Kind {
    /// f = θ·(x, 1).
    Linear,
    /// 2-h-1 ReLU: W `[h][2]`, b `[h]`, a `[h]`, c.
    Shallow,
    /// 2-h-h-1 tanh: W₁ `[h][2]`, b₁ `[h]`, W₂ `[h][h]`, b₂ `[h]`, a `[h]`, c.
    Deep,
}

impl Scalar {
    /// Begins where the workload does; `None` where nobody has written the model by hand.
    pub fn new(workload: &Workload) -> Option<Scalar> {
        let (kind, width) = match workload.model {
            Model::Linear { .. } => (Kind::Linear, 1),
            Model::Mlp {
                depth: 1,
                width,
                activation: Activation::Relu,
                ..
            } => (Kind::Shallow, width),
            Model::Mlp {
                depth: 2,
                width,
                activation: Activation::Tanh,
                ..
            } => (Kind::Deep, width),
            Model::Mlp { .. } | Model::Features(_) => return None,
        };
        let n = workload.y.len() as f64;
        Some(Scalar {
            kind,
            width,
            scale: 1.0 / sqrt(width as f64),
            x: workload.x.clone(),
            y: workload.y.clone(),
            w: workload.w.iter().map(|w| w / n).collect(),
            theta: workload.theta.clone(),
            start: workload.theta.clone(),
            gradient: vec![0.0; workload.theta.len()],
            h1: vec![0.0; width],
            h2: vec![0.0; width],
            d1: vec![0.0; width],
        })
    }

    /// Goes back to the start.
    pub fn restart(&mut self) {
        self.theta.copy_from_slice(&self.start);
    }

    /// f(x).
    pub fn score(&mut self, x: [f64; 2]) -> f64 {
        match self.kind {
            Kind::Linear => self.theta[0] * x[0] + self.theta[1] * x[1] + self.theta[2],
            Kind::Shallow => self.shallow_forward(x),
            Kind::Deep => self.deep_forward(x),
        }
    }

    /// L.
    pub fn risk(&mut self) -> f64 {
        let examples = 0..self.x.len();
        examples
            .map(|i| self.w[i] * exp(-self.y[i] * self.score(self.x[i])))
            .sum()
    }

    /// One step of gradient descent.
    pub fn step(&mut self) {
        self.gradient.fill(0.0);
        for i in 0..self.x.len() {
            let x = self.x[i];
            let f = self.score(x);
            let g = -self.y[i] * self.w[i] * exp(-self.y[i] * f);
            match self.kind {
                Kind::Linear => {
                    self.gradient[0] += g * x[0];
                    self.gradient[1] += g * x[1];
                    self.gradient[2] += g;
                }
                Kind::Shallow => self.shallow_backward(x, g),
                Kind::Deep => self.deep_backward(x, g),
            }
        }
        for (theta, gradient) in self.theta.iter_mut().zip(&self.gradient) {
            *theta -= LEARNING_RATE * gradient;
        }
    }

    #[inline(always)]
    fn shallow_forward(&mut self, x: [f64; 2]) -> f64 {
        let (w, rest) = self.theta.split_at(2 * self.width);
        let (b, rest) = rest.split_at(self.width);
        let (a, c) = rest.split_at(self.width);
        let mut sum = 0.0;
        let units = w.chunks_exact(2).zip(b).zip(a).zip(&mut self.h1);
        for (((w, b), a), h) in units {
            *h = (w[0] * x[0] + w[1] * x[1] + b).max(0.0);
            sum += a * *h;
        }
        self.scale * sum + c[0]
    }

    #[inline(always)]
    fn shallow_backward(&mut self, x: [f64; 2], g: f64) {
        let (gw, rest) = self.gradient.split_at_mut(2 * self.width);
        let (gb, rest) = rest.split_at_mut(self.width);
        let (ga, gc) = rest.split_at_mut(self.width);
        gc[0] += g;
        let scaled = self.scale * g;
        let a = &self.theta[3 * self.width..];
        let units = gw.chunks_exact_mut(2).zip(gb).zip(ga).zip(a).zip(&self.h1);
        for ((((gw, gb), ga), a), &h) in units {
            if h > 0.0 {
                let d = scaled * a;
                gw[0] += d * x[0];
                gw[1] += d * x[1];
                *gb += d;
                *ga += scaled * h;
            }
        }
    }

    #[inline(always)]
    fn deep_forward(&mut self, x: [f64; 2]) -> f64 {
        let width = self.width;
        let (w1, rest) = self.theta.split_at(2 * width);
        let (b1, rest) = rest.split_at(width);
        let (w2, rest) = rest.split_at(width * width);
        let (b2, rest) = rest.split_at(width);
        let (a, c) = rest.split_at(width);
        for ((w, b), h) in w1.chunks_exact(2).zip(b1).zip(&mut self.h1) {
            *h = tanh(w[0] * x[0] + w[1] * x[1] + b);
        }
        let mut sum = 0.0;
        for (((row, b), a), h2) in w2.chunks_exact(width).zip(b2).zip(a).zip(&mut self.h2) {
            let z: f64 = row.iter().zip(&self.h1).map(|(w, h)| w * h).sum();
            *h2 = tanh(self.scale * z + b);
            sum += a * *h2;
        }
        self.scale * sum + c[0]
    }

    #[inline(always)]
    fn deep_backward(&mut self, x: [f64; 2], g: f64) {
        let width = self.width;
        let (g1, rest) = self.gradient.split_at_mut(3 * width);
        let (gw2, rest) = rest.split_at_mut(width * width);
        let (gb2, rest) = rest.split_at_mut(width);
        let (ga, gc) = rest.split_at_mut(width);
        let w2 = &self.theta[3 * width..];
        let a = &self.theta[4 * width + width * width..];
        gc[0] += g;
        self.d1.fill(0.0);
        for j in 0..width {
            ga[j] += g * self.scale * self.h2[j];
            let d = g * self.scale * a[j] * (1.0 - self.h2[j] * self.h2[j]);
            gb2[j] += d;
            let d = d * self.scale;
            let rows = gw2[j * width..].iter_mut().zip(&w2[j * width..]);
            for ((gradient, w), (h, d1)) in rows.zip(self.h1.iter().zip(&mut self.d1)) {
                *gradient += d * h;
                *d1 += d * w;
            }
        }
        for k in 0..width {
            let d = self.d1[k] * (1.0 - self.h1[k] * self.h1[k]);
            g1[2 * k] += d * x[0];
            g1[2 * k + 1] += d * x[1];
            g1[2 * width + k] += d;
        }
    }
}

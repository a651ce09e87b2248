//! The weighted risk and its gradient.
//!
//! ```text
//! L(θ) = (1/n) Σ wᵢ ℓ(yᵢ f(xᵢ; θ))    trained: L + ½ λ ‖θ‖²
//! ```

use std::rc::Rc;

use crate::loss::Loss;
use crate::model::Model;
use crate::model::kernel::{BlockKernel, Kernel, with_kernel};
use crate::model::points::{Neighborhoods, Points};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{dot, ln, log_sum_exp, vector};

/// What one run minimizes: a model, weighted examples, a loss and a penalty.
#[derive(Clone)]
pub struct Problem {
    model: Model,
    points: Rc<Points>,
    classes: Vec<f64>,
    weights: Vec<f64>,
    /// The same in the order in which they are summed: by neighborhood, see [`Points::neighborhoods`].
    rows: Vec<RowBlock>,
    loss: Loss,
    l2: f64,
}

/// The most blocks that any kernel keeps apart.
const MOST_BLOCKS: usize = 16;

/// What is known of eight examples beside their features.
#[derive(Clone, Copy)]
struct RowBlock {
    /// −y: −1 orange, +1 blue.
    negated_class: F64x8,
    /// w/n; 0 in lanes that only fill up the last block.
    weight: F64x8,
}

impl Problem {
    /// `classes` are y = ±1 and `weights` are positive with mean 1, one each for every point. (A row of weight
    /// 0 is left out by the caller, who also rescales: the mean sets how far a step goes.)
    ///
    /// # Panics
    /// If the lengths differ or there is no point.
    pub fn new(
        model: Model,
        points: Rc<Points>,
        classes: &[f64],
        weights: &[f64],
        loss: Loss,
        l2: f64,
    ) -> Problem {
        let n = points.len();
        assert!(n > 0, "a risk needs an example");
        assert_eq!(classes.len(), n, "one class for each point");
        assert_eq!(weights.len(), n, "one weight for each point");
        let rows = points
            .neighborhoods()
            .order
            .chunks(Points::BLOCK)
            .map(|chunk| RowBlock {
                negated_class: F64x8::new(std::array::from_fn(|lane| {
                    -classes[chunk[lane.min(chunk.len() - 1)]]
                })),
                weight: F64x8::new(std::array::from_fn(|lane| {
                    chunk.get(lane).map_or(0.0, |&i| weights[i] / n as f64)
                })),
            })
            .collect();
        Problem {
            model,
            points,
            classes: classes.to_vec(),
            weights: weights.to_vec(),
            rows,
            loss,
            l2,
        }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The points, shared by the runs of a ladder.
    pub fn points(&self) -> &Rc<Points> {
        &self.points
    }

    /// The points in the order in which they are summed.
    fn compact(&self) -> &Neighborhoods {
        self.points.neighborhoods()
    }

    /// The kernel that sums over its points.
    pub(crate) fn kernel(&self) -> Kernel {
        Kernel::on(&self.model, &self.points)
    }

    /// λ.
    pub fn l2(&self) -> f64 {
        self.l2
    }

    /// The loss.
    pub fn loss(&self) -> Loss {
        self.loss
    }

    /// Margins u = y f(x), in the order of the points.
    pub fn margins(&self, theta: &[f64]) -> Vec<f64> {
        let mut margins = vec![0.0; self.points.len()];
        let blocks = 0..self.points.n_blocks();
        let mut kernel = Kernel::new(&self.model);
        self.model
            .scores(theta, &self.points, blocks, &mut kernel, &mut margins);
        for (u, y) in margins.iter_mut().zip(&self.classes) {
            *u *= y;
        }
        margins
    }

    /// ln L(θ), without the penalty. By log-sum-exp: finite where L itself over- or underflows.
    pub fn ln_risk(&self, theta: &[f64]) -> f64 {
        let n = self.weights.len() as f64;
        let terms: Vec<f64> = self
            .margins(theta)
            .into_iter()
            .zip(&self.weights)
            .map(|(u, w)| ln(w / n) + self.loss.ln_value(u))
            .collect();
        log_sum_exp(&terms)
    }

    /// L + ½ λ ‖θ‖² and its gradient.
    pub fn gradient(&self, theta: &[f64]) -> (f64, Vec<f64>) {
        let mut kernel = self.kernel();
        let mut gradient = vec![0.0; theta.len()];
        let mut sum = RiskSum::new(self.loss, 0.0);
        let risk = with_kernel!(&mut kernel, kernel => {
            kernel.load(theta);
            self.accumulate(kernel, 0..self.points.n_blocks(), &mut sum);
            kernel.take_gradient(&mut gradient);
            sum.value()
        });
        for (g, t) in gradient.iter_mut().zip(theta) {
            *g += self.l2 * t;
        }
        (risk + 0.5 * self.l2 * dot(theta, theta), gradient)
    }

    /// ln L(θ), without the penalty, and its gradient ∇L/L: finite where L itself over- or underflows, as both
    /// are summed relative to the largest loss.
    pub fn ln_gradient(&self, theta: &[f64]) -> (f64, Vec<f64>) {
        let mut kernel = self.kernel();
        let mut gradient = vec![0.0; theta.len()];
        let blocks = 0..self.points.n_blocks();
        let (risk, shift) = with_kernel!(&mut kernel, kernel => {
            kernel.load(theta);
            let lowest = F64x2::splat(f64::NEG_INFINITY);
            let [a, b] = self.largest_exponent(kernel, blocks.clone(), lowest).to_array();
            let mut sum = RiskSum::scaled(self.loss, a.max(b));
            self.accumulate(kernel, blocks, &mut sum);
            kernel.take_gradient(&mut gradient);
            let [shift, _] = sum.shift.to_array();
            (sum.value(), shift)
        });
        gradient.iter_mut().for_each(|g| *g /= risk);
        (ln(risk) + shift, gradient)
    }

    /// Adds the examples of `blocks` to the sums of the gradient and of the risk, in the order of the blocks.
    ///
    /// Scores, losses and sums of as many blocks as the kernel can keep apart are computed one after the other:
    /// a short loop leaves the processor more examples to look ahead at than a long one.
    pub(crate) fn accumulate<K: BlockKernel>(
        &self,
        kernel: &mut K,
        blocks: std::ops::Range<usize>,
        sum: &mut RiskSum,
    ) {
        let Neighborhoods {
            blocks: points,
            bounds,
            ..
        } = self.compact();
        let ordinary = kernel.largest_score(bounds) < vector::NORMAL;
        let points = points[blocks.clone()].chunks(K::BLOCKS);
        for (points, rows) in points.zip(self.rows[blocks].chunks(K::BLOCKS)) {
            let mut buffer = [F64x8::zero(); MOST_BLOCKS];
            let buffer = &mut buffer[..points.len()];
            for ((exponent, x), row) in buffer.iter_mut().zip(points).zip(rows) {
                *exponent = row.negated_class * kernel.forward(x);
            }
            sum.add(buffer, rows, ordinary);
            for (&slope, x) in buffer.iter().zip(points) {
                kernel.backward(x, slope);
            }
        }
    }

    /// The largest −u among `blocks`, per lane and not below `largest`. A NaN is passed over: the gradient meets it.
    pub(crate) fn largest_exponent(
        &self,
        kernel: &mut impl BlockKernel,
        blocks: std::ops::Range<usize>,
        largest: F64x2,
    ) -> F64x2 {
        let points = &self.compact().blocks[blocks.clone()];
        points
            .iter()
            .zip(&self.rows[blocks])
            .fold(largest, |largest, (x, row)| {
                let F64x8([a, b, c, d]) = row.negated_class * kernel.forward(x);
                largest.pmax(a).pmax(b).pmax(c).pmax(d)
            })
    }
}

/// The risk as it is summed up, times e^−shift.
#[derive(Clone, Copy)]
pub(crate) struct RiskSum {
    loss: Loss,
    shift: F64x2,
    risk: F64x2,
}

impl RiskSum {
    /// An empty sum of plain losses, except that the exponential loss is multiplied by e^−shift.
    pub(crate) fn new(loss: Loss, shift: f64) -> RiskSum {
        RiskSum {
            loss,
            shift: F64x2::splat(shift),
            risk: F64x2::zero(),
        }
    }

    /// A sum scaled so that the risk neither over- nor underflows, given the largest −u.
    ///
    /// Where every u is beyond 40 the logistic loss is the exponential one to the last bit, and where one is not
    /// it does not underflow.
    pub(crate) fn scaled(loss: Loss, largest_exponent: f64) -> RiskSum {
        match loss {
            Loss::Logistic if largest_exponent >= -40.0 => RiskSum::new(loss, 0.0),
            Loss::Exponential | Loss::Logistic => RiskSum::new(Loss::Exponential, largest_exponent),
        }
    }

    /// The sum.
    pub(crate) fn value(&self) -> f64 {
        self.risk.sum()
    }

    /// Adds the losses of `rows`, given −u, and puts ∂L/∂f in its place. Where every |u| is known to be `ordinary`,
    /// the exponential loss need not look.
    #[inline(always)]
    fn add(&mut self, exponents: &mut [F64x8], rows: &[RowBlock], ordinary: bool) {
        let plain = self.shift.to_array() == [0.0; 2];
        match self.loss {
            Loss::Exponential if ordinary && plain => self.add_with(exponents, rows, |x, _| {
                let e = vector::exp_ordinary(x);
                (e, e)
            }),
            Loss::Exponential => self.add_with(exponents, rows, exponential),
            Loss::Logistic => self.add_with(exponents, rows, logistic),
        }
    }

    #[inline(always)]
    fn add_with(
        &mut self,
        exponents: &mut [F64x8],
        rows: &[RowBlock],
        loss: impl Fn(F64x8, F64x2) -> (F64x8, F64x8),
    ) {
        let shift = self.shift;
        let mut risk = self.risk;
        for (exponent, row) in exponents.iter_mut().zip(rows) {
            let (value, slope) = loss(*exponent, shift);
            risk += (row.weight * value).fold();
            *exponent = row.negated_class * (row.weight * slope);
        }
        self.risk = risk;
    }
}

/// ℓ and −ℓ′ of the exponential loss times e^−shift, given −u.
#[inline(always)]
fn exponential(exponent: F64x8, shift: F64x2) -> (F64x8, F64x8) {
    let e = vector::exp(exponent.map(|x| x - shift));
    (e, e)
}

/// ℓ and −ℓ′ of the logistic loss, which is never shifted, given v = −u. With t = e^−|v| ≤ 1:
/// ```text
/// ln(1 + e^v) = max(v, 0) + ln(1 + t)    slope 1/(1 + t) where v > 0, else t/(1 + t)
/// ```
#[inline(always)]
fn logistic(exponent: F64x8, _: F64x2) -> (F64x8, F64x8) {
    let one = F64x8::splat(1.0);
    let t = vector::exp(exponent.abs() * F64x2::splat(-1.0));
    let value = exponent.pmax(F64x8::zero()) + vector::ln_1p_unit(t);
    let rising = exponent.gt(F64x8::zero());
    (value, rising.select(one, t) / (one + t))
}

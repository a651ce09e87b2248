//! The weighted risk and its gradient.
//!
//! ```text
//! L(θ) = (1/n) Σ wᵢ ℓ(uᵢ′)    u′ = Δ_y u − ι_y, u = yᵢ f(xᵢ; θ)    trained: L + ½ λ ‖θ‖²
//! ```
//!
//! This is the fast form: examples in lanes, a loop compiled for each kernel and each loss. The same formulas as one
//! would write them down are `tests/common/scalar.rs`, with which `tests/gradients.rs` compares it.

use std::ops::Range;
use std::rc::Rc;

use crate::adjustment::Adjustment;
use crate::loss::{Loss, ScaledExponential, Shape, with_loss};
use crate::model::Model;
use crate::model::block::BlockKernel;
use crate::model::kernel::{Dropout, Kernel, with_kernel};
use crate::model::points::Points;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{dot, ln, log_sum_exp, vector};
use crate::rows::{Batch, RowBlock, RowView, arrange, weights_of_block};

/// What one run minimizes: a model, weighted examples, a loss and a penalty.
#[derive(Clone)]
pub struct Problem {
    model: Model,
    points: Rc<Points>,
    classes: Vec<f64>,
    weights: Vec<f64>,
    /// Classes and weights in the order in which they are summed: by neighborhood, see [`Points::neighborhoods`].
    rows: Vec<RowBlock>,
    /// ι in that order; empty where it is 0.
    offsets: Vec<F64x8>,
    loss: Loss,
    adjustment: Adjustment,
    l2: f64,
}

/// The most blocks that any kernel keeps apart.
const MOST_BLOCKS: usize = 16;

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
        Problem {
            model,
            points,
            classes: classes.to_vec(),
            weights: weights.to_vec(),
            rows: Vec::new(),
            offsets: Vec::new(),
            loss,
            adjustment: Adjustment::NONE,
            l2,
        }
        .arranged()
    }

    /// The same with margins adjusted by class.
    pub fn adjusted(self, adjustment: Adjustment) -> Problem {
        Problem { adjustment, ..self }.arranged()
    }

    /// Puts classes, weights and offsets into the order in which they are summed.
    fn arranged(mut self) -> Problem {
        let n = self.points.len();
        let order = &self.points.neighborhoods().order;
        (self.rows, self.offsets) = arrange(
            n,
            |at| self.classes[order[at]],
            |at| self.weights[order[at]] / n as f64,
            &self.adjustment,
        );
        self
    }

    /// Puts other weights in place of the present ones.
    pub(crate) fn set_weights(&mut self, weights: &[f64]) {
        self.weights.copy_from_slice(weights);
        let n = self.points.len();
        let order = &self.points.neighborhoods().order;
        for (block, row) in self.rows.iter_mut().enumerate() {
            let weight = |at: usize| weights[order[at]] / n as f64;
            row.weight = weights_of_block(block * Points::BLOCK, n, weight);
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

    /// The weights, in the order of the points.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The classes ±1, in the order of the points.
    pub fn classes(&self) -> &[f64] {
        &self.classes
    }

    /// The kernel that sums over its points. A batch has points of its own: for those it is [`Kernel::new`].
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

    /// Δ and ι.
    pub fn adjustment(&self) -> &Adjustment {
        &self.adjustment
    }

    /// All examples, as they are summed.
    pub(crate) fn view(&self) -> RowView<'_> {
        RowView {
            points: &self.points.neighborhoods().blocks,
            rows: &self.rows,
            offsets: &self.offsets,
        }
    }

    /// Some examples, by their numbers, as a step of their own: their mean is over them alone, and their weights are
    /// those they have among all.
    pub(crate) fn batch(&self, rows: &[usize]) -> Batch {
        let examples: Vec<_> = rows
            .iter()
            .map(|&row| {
                let (block, lane) = (
                    &self.points.blocks()[row / Points::BLOCK],
                    row % Points::BLOCK,
                );
                let x = [block.x1.to_array()[lane], block.x2.to_array()[lane]];
                (x, self.classes[row], self.weights[row] / rows.len() as f64)
            })
            .collect();
        Batch::new(&examples, &self.adjustment)
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
        let terms: Vec<f64> = std::iter::zip(self.margins(theta), &self.classes)
            .zip(&self.weights)
            .map(|((u, &y), w)| ln(w / n) + self.loss.ln_value(self.adjustment.margin(y, u)))
            .collect();
        log_sum_exp(&terms)
    }

    /// L + ½ λ ‖θ‖² and its gradient.
    pub fn gradient(&self, theta: &[f64]) -> (f64, Vec<f64>) {
        self.gradient_with(theta, &self.view(), &mut self.kernel())
    }

    /// The same of the examples of `rows`, by their numbers: the gradient of a batch.
    pub fn batch_gradient(&self, theta: &[f64], rows: &[usize]) -> (f64, Vec<f64>) {
        let batch = self.batch(rows);
        self.gradient_with(theta, &batch.view(), &mut Kernel::new(&self.model))
    }

    /// The same where a unit is dropped from a row unless `masks` says that it is kept: rows in their order, and of each
    /// the units of every hidden layer; `rate` is the share of units that are dropped on average.
    ///
    /// # Panics
    /// If there are not as many masks, or the model has no hidden layer.
    pub fn gradient_with_masks(&self, theta: &[f64], rate: f64, masks: &[bool]) -> (f64, Vec<f64>) {
        let n = self.points.len();
        let units = masks.len() / n;
        let order = &self.points.neighborhoods().order;
        let mut in_lanes = Vec::with_capacity(self.points.n_blocks() * Points::BLOCK * units);
        for chunk in order.chunks(Points::BLOCK) {
            for unit in 0..units {
                in_lanes.extend((0..Points::BLOCK).map(|lane| {
                    let row = chunk[lane.min(chunk.len() - 1)];
                    masks[row * units + unit]
                }));
            }
        }
        let dropout = Dropout::given(rate, in_lanes);
        let mut kernel = Kernel::with_dropout(&self.model, dropout);
        self.gradient_with(theta, &self.view(), &mut kernel)
    }

    fn gradient_with(
        &self,
        theta: &[f64],
        view: &RowView<'_>,
        kernel: &mut Kernel,
    ) -> (f64, Vec<f64>) {
        let mut gradient = vec![0.0; theta.len()];
        let mut sum = RiskSum::plain();
        let risk = with_kernel!(kernel, kernel => {
            kernel.load(theta);
            self.accumulate(kernel, view, 0..view.points.len(), &mut sum);
            kernel.take_gradient(&mut gradient);
            sum.value()
        });
        for (g, t) in gradient.iter_mut().zip(theta) {
            *g += self.l2 * t;
        }
        (risk + 0.5 * self.l2 * dot(theta, theta), gradient)
    }

    /// ln L(θ), without the penalty, and its gradient ∇L/L: finite where L itself over- or underflows, as both
    /// are summed relative to the largest loss. Where L is 0, −∞ and a gradient of NaN.
    pub fn ln_gradient(&self, theta: &[f64]) -> (f64, Vec<f64>) {
        let mut kernel = self.kernel();
        let mut gradient = vec![0.0; theta.len()];
        let view = self.view();
        let blocks = 0..view.points.len();
        let (risk, shift) = with_kernel!(&mut kernel, kernel => {
            kernel.load(theta);
            let lowest = F64x2::splat(f64::NEG_INFINITY);
            let [a, b] = largest_exponent(kernel, &view, blocks.clone(), lowest).to_array();
            let mut sum = RiskSum::scaled(self.loss, a.max(b));
            self.accumulate(kernel, &view, blocks, &mut sum);
            kernel.take_gradient(&mut gradient);
            (sum.value(), sum.scaled.map_or(0.0, |scaled| scaled.shift))
        });
        gradient.iter_mut().for_each(|g| *g /= risk);
        (ln(risk) + shift, gradient)
    }

    /// Adds the examples of `blocks` to the sums of the gradient and of the risk, in the order of the blocks. The loss
    /// is chosen here, outside the loop over examples.
    pub(crate) fn accumulate<K: BlockKernel>(
        &self,
        kernel: &mut K,
        view: &RowView<'_>,
        blocks: Range<usize>,
        sum: &mut RiskSum,
    ) {
        // A batch lies in the box that holds all points.
        let largest = kernel.largest_score(&self.points.neighborhoods().bounds);
        let ordinary = self.adjustment.bound(largest) < vector::NORMAL;
        let risk = &mut sum.risk;
        match (sum.scaled, self.loss) {
            (Some(scaled), _) => pass(kernel, view, blocks, risk, |v| scaled.lanes(v)),
            // Where every |u| is known to be ordinary, the exponential need not look.
            (None, Loss::Exponential) if ordinary => pass(kernel, view, blocks, risk, |v| {
                let e = vector::exp_ordinary(v);
                (e, e)
            }),
            (None, loss) => {
                with_loss!(loss, shape => pass(kernel, view, blocks, risk, |v| shape.lanes(v)))
            }
        }
    }
}

/// Scores, losses and sums of as many blocks as the kernel can keep apart are computed one after the other: a short loop
/// leaves the processor more examples to look ahead at than a long one. `loss` is ℓ and −ℓ′ of −u′.
#[inline(always)]
fn pass<K: BlockKernel>(
    kernel: &mut K,
    view: &RowView<'_>,
    blocks: Range<usize>,
    risk: &mut F64x2,
    loss: impl Fn(F64x8) -> (F64x8, F64x8),
) {
    let points = view.points[blocks.clone()].chunks(K::BLOCKS);
    let rows = view.rows[blocks.clone()].chunks(K::BLOCKS);
    let offsets = view.offsets.get(blocks).unwrap_or_default();
    let mut offsets = offsets.chunks(K::BLOCKS);
    for (points, rows) in points.zip(rows) {
        let mut buffer = [F64x8::zero(); MOST_BLOCKS];
        let buffer = &mut buffer[..points.len()];
        for ((exponent, x), row) in buffer.iter_mut().zip(points).zip(rows) {
            *exponent = row.negated_class * kernel.forward(x);
        }
        if let Some(offsets) = offsets.next() {
            for (exponent, &offset) in buffer.iter_mut().zip(offsets) {
                *exponent = *exponent + offset;
            }
        }
        let mut sum = *risk;
        for (exponent, row) in buffer.iter_mut().zip(rows) {
            let (value, slope) = loss(*exponent);
            sum += (row.weight * value).fold();
            *exponent = row.negated_class * (row.weight * slope);
        }
        *risk = sum;
        for (&slope, x) in buffer.iter().zip(points) {
            kernel.backward(x, slope);
        }
    }
}

/// The largest −u′ among `blocks`, per lane and not below `largest`. A NaN is passed over: the gradient meets it.
pub(crate) fn largest_exponent(
    kernel: &mut impl BlockKernel,
    view: &RowView<'_>,
    blocks: Range<usize>,
    largest: F64x2,
) -> F64x2 {
    blocks.fold(largest, |largest, block| {
        let mut exponent = view.rows[block].negated_class * kernel.forward(&view.points[block]);
        if let Some(&offset) = view.offsets.get(block) {
            exponent = exponent + offset;
        }
        let F64x8([a, b, c, d]) = exponent;
        largest.pmax(a).pmax(b).pmax(c).pmax(d)
    })
}

/// The risk as it is summed up, times e^−shift where it is scaled.
#[derive(Clone, Copy)]
pub(crate) struct RiskSum {
    scaled: Option<ScaledExponential>,
    risk: F64x2,
}

impl RiskSum {
    /// An empty sum of plain losses.
    pub(crate) fn plain() -> RiskSum {
        RiskSum {
            scaled: None,
            risk: F64x2::zero(),
        }
    }

    /// A sum scaled so that the risk neither over- nor underflows, given the largest −u′.
    pub(crate) fn scaled(loss: Loss, largest_exponent: f64) -> RiskSum {
        RiskSum {
            scaled: loss.scaled(largest_exponent),
            risk: F64x2::zero(),
        }
    }

    /// The sum.
    pub(crate) fn value(&self) -> f64 {
        self.risk.sum()
    }
}

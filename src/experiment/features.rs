//! What is to be said of a feature model before it is trained: whether there is room for its features, and whether the
//! first steps are too long.
//!
//! ```text
//! H = (1/n) Σ wᵢ Δᵢ² ℓ″(u′ᵢ) φᵢ φᵢᵀ      u′ᵢ = Δᵢ u⁰ᵢ − ιᵢ, the curvature at θ = 0: steps of η < 2/λ_max(H) do not overshoot there
//! ```
//!
//! Monomials of degree 8 on points of size 2 have λ_max in the thousands: at η = .1 some weightings overflow in step 3.
//! Longer steps than that may still do, as the curvature falls with the risk: what is told of is a first step that
//! raises it.

use super::run::Run;
use crate::adjustment::Adjustment;
use crate::data::Example;
use crate::dense::{add_combination, dot, product};
use crate::loss::Loss;
use crate::model::Model;
use crate::model::features::FeatureMap;
use crate::model::features::table::MOST_NUMBERS;
use crate::model::points::Points;
use crate::numeric::{log10, norm, power_of_ten};
use crate::settings::{Notice, OptimizerKind, Spec};
use crate::text::decimal;

/// Iterations for λ_max. What is missed of it then is no more than its distance to other large eigenvalues.
const ITERATIONS: usize = 30;

/// Whether the features of `n_rows` rows can be kept; if not, says so.
pub(super) fn fit(model: &Model, n_rows: usize, notices: &mut Vec<Notice>) -> bool {
    let Model::Features(map) = model else {
        return true;
    };
    let d = map.n_features();
    let fits = n_rows.saturating_mul(d) <= MOST_NUMBERS;
    if !fits {
        notices.push(Notice(format!(
            "{n_rows} rows with {d} features each are more than can be kept: set fewer units or features, or keep fewer rows"
        )));
    }
    fits
}

/// Says so where the learning rate is so large that the first step raises the risk, with one that would do.
pub(super) fn warn_of_long_steps(
    spec: &Spec,
    model: &Model,
    train: &[&Example],
    adjustment: Adjustment,
    runs: &[Run],
    notices: &mut Vec<Notice>,
) {
    let Model::Features(map) = model else {
        return;
    };
    // Adam's first steps have the length η in every coordinate, whatever the curvature.
    if spec.optimizer == OptimizerKind::Adam || runs.iter().all(|run| run.problem().is_none()) {
        return;
    }
    let curvatures = Curvatures::new(map, train, spec.loss(), adjustment);
    let steepest = runs
        .iter()
        .filter(|run| run.problem().is_some())
        .map(|run| (curvatures.largest(&run.weights, 2.0 / spec.lr), run))
        .filter(|(curvature, run)| curvature * spec.lr > 2.0 && first_step_rises(spec, run))
        .reduce(|most, next| if next.0 > most.0 { next } else { most });
    let Some((curvature, run)) = steepest else {
        return;
    };
    let product = curvature * spec.lr;
    notices.push(Notice(format!(
        "The learning rate {} is too large for these features: the first step of the run {} raises its risk, and gradient descent may diverge. η λ_max is {} and should be below 2. A learning rate of {} would do.",
        decimal::readable(spec.lr),
        run.weighting,
        decimal::fixed(product, if product < 10.0 { 1 } else { 0 }),
        decimal::readable(one_digit_below(1.0 / curvature)),
    )));
}

fn first_step_rises(spec: &Spec, run: &Run) -> bool {
    run.problem().is_some_and(|problem| {
        let start = run.parameters();
        let (_, gradient) = problem.gradient(start);
        let moves = start.iter().zip(&gradient);
        let next: Vec<f64> = moves.map(|(theta, g)| theta - spec.lr * g).collect();
        problem.ln_risk(&next) > problem.ln_risk(start)
    })
}

/// The largest number of one digit that is not above x > 0.
fn one_digit_below(x: f64) -> f64 {
    let power = log10(x).floor();
    let size = power_of_ten(power as i32);
    // Rounding of the logarithm may miss the power by one.
    let digit = (x / size).floor().max(1.0);
    digit * size
}

/// The rows of H.
struct Curvatures {
    /// D.
    dim: usize,
    phi: Vec<f64>,
    /// Δ² ℓ″(u′)/n of each row.
    shares: Vec<f64>,
}

impl Curvatures {
    fn new(map: &FeatureMap, train: &[&Example], loss: Loss, adjustment: Adjustment) -> Curvatures {
        let points = Points::new(train.iter().map(|example| example.x));
        let (phi, bases) = points.features(map);
        let share = |(example, base): (&&Example, f64)| {
            let y = example.class.sign();
            let curvature = loss.curvature(adjustment.margin(y, y * base));
            let scale = adjustment.scale(y);
            scale * scale * curvature / train.len() as f64
        };
        Curvatures {
            dim: map.n_features(),
            phi,
            shares: train.iter().zip(bases).map(share).collect(),
        }
    }

    /// λ_max(H), by iteration from Σ wᵢ φᵢ; its trace where that is below `enough`, and so λ_max too.
    fn largest(&self, weights: &[f64], enough: f64) -> f64 {
        let pulls: Vec<f64> = self
            .shares
            .iter()
            .zip(weights)
            .map(|(s, w)| s * w)
            .collect();
        let rows = self.phi.chunks_exact(self.dim);
        let trace = rows
            .zip(&pulls)
            .map(|(phi, pull)| pull * dot(phi, phi))
            .sum();
        if trace < enough {
            return trace;
        }
        let mut x = vec![0.0; self.dim];
        add_combination(&self.phi, &pulls, &mut x);
        // A coordinate that the sum happens to miss.
        x.iter_mut().for_each(|x| *x += 1e-3);
        let mut along = vec![0.0; pulls.len()];
        let mut length = norm(&x);
        for _ in 0..ITERATIONS {
            x.iter_mut().for_each(|x| *x /= length);
            product(&self.phi, &x, &mut along);
            along
                .iter_mut()
                .zip(&pulls)
                .for_each(|(a, pull)| *a *= pull);
            x.fill(0.0);
            add_combination(&self.phi, &along, &mut x);
            length = norm(&x);
        }
        length
    }
}

//! The max-margin direction: where gradient descent on separable data points in the end.
//!
//! ```text
//! primal   min ½|v|²  s.t. zᵢ·v ≥ 1            v  the canonical solution
//! dual     x = argmin { |x| : x ∈ conv{zᵢ} }   x = Σ p*ᵢ zᵢ,  p* ≥ 0,  Σ p* = 1
//!
//! margin γ = |x|     direction x/γ     v = x/γ²     multipliers of the primal α = p*/γ²
//! ```
//!
//! That gradient descent on a loss with an exponential tail tends to x/γ whatever the weights is Soudry et
//! al. (2018, theorem 3); for weights bounded away from 0 see Xu, Ye and Ruan (2021, proposition 1).
//!
//! p* is unique when the support vectors are affinely independent. With duplicated rows or more support
//! vectors than dimensions it is not: see [`super::residual::Residual::dual`] for the one a
//! weighting leads to.

use super::double_double::{Dd, dot};
use super::min_norm::{MinNorm, Vertex, min_norm_point};

/// The limit of separable rows.
#[derive(Clone, Debug, PartialEq)]
pub struct MaxMargin {
    /// x/γ, of unit length.
    pub direction: Vec<f64>,
    /// γ = minᵢ zᵢ·direction > 0.
    pub margin: f64,
    /// Rows whose margin is γ (to within rounding of the data), ascending; those with p* = 0 are among them.
    pub support: Vec<usize>,
    /// p*, one for each row: 0 off the support, of sum 1.
    pub dual: Vec<f64>,
    /// v = x/γ², the shortest vector with zᵢ·v ≥ 1.
    pub solution: Vec<f64>,
    /// The direction to 32 digits.
    pub(crate) unit: Vec<Dd>,
}

/// The point of conv{points} nearest to the origin. Points are at most of size 2; there is at least one.
pub(crate) fn nearest_to_origin(points: &[Vec<Dd>]) -> MinNorm<usize> {
    let vertex = |id: usize| Vertex {
        id,
        point: points[id].clone(),
    };
    let least = |value: &dyn Fn(&[Dd]) -> Dd| {
        let mut best = (0, value(&points[0]));
        for (id, point) in points.iter().enumerate().skip(1) {
            let here = value(point);
            if here < best.1 {
                best = (id, here);
            }
        }
        vertex(best.0)
    };
    min_norm_point(least(&|z| dot(z, z)), |x| least(&|z| dot(z, x)))
}

impl MaxMargin {
    /// From the minimum-norm point of `points`, which are the rows numbered `numbers` out of `n_rows`,
    /// divided by `scale`.
    pub(crate) fn new(
        nearest: &MinNorm<usize>,
        points: &[Vec<Dd>],
        scale: f64,
        numbers: &[usize],
        n_rows: usize,
    ) -> MaxMargin {
        let squared = dot(&nearest.x, &nearest.x);
        let length = squared.sqrt();
        let over = |divisor: Dd| -> Vec<Dd> { nearest.x.iter().map(|&x| x / divisor).collect() };
        let rounded = |x: &[Dd]| -> Vec<f64> { x.iter().map(|x| x.to_f64()).collect() };
        let unit = over(length);
        // Equal margins of data rounded to f64 differ by an ulp of the row.
        let tie = squared.to_f64() * 1e-9 + length.to_f64() * 4.0 * f64::EPSILON;
        let is_support = |z: &Vec<Dd>| (dot(z, &nearest.x) - squared).to_f64() <= tie;
        let mut dual = vec![0.0; n_rows];
        for &(at, share) in &nearest.corral {
            dual[numbers[at]] = share.to_f64();
        }
        MaxMargin {
            direction: rounded(&unit),
            margin: scale * length.to_f64(),
            support: std::iter::zip(numbers, points)
                .filter(|(_, z)| is_support(z))
                .map(|(&number, _)| number)
                .collect(),
            dual,
            solution: rounded(&over(squared * Dd::from(scale))),
            unit,
        }
    }
}

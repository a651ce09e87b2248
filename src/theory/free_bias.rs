//! The textbook support vector machine: the bias outside the norm.
//!
//! ```text
//! min ½|w|²  s.t. yᵢ (w·xᵢ + b) ≥ 1
//! ```
//!
//! Its solution joins the nearest points of the two hulls, so w is along the minimum-norm point of their
//! Minkowski difference
//!
//! ```text
//! conv{ xᵢ − xⱼ : i orange, j blue }     margin = half its length     boundary through the middle
//! ```
//!
//! Gradient descent does not go there: for it the bias is a coordinate like the others, and its limit is
//! [`super::max_margin`] on rows that end in ±1. The two are close when the features are large beside 1.
//! Source: Bennett and Bredensteiner (2000), *Duality and geometry in SVM classifiers*.

use super::double_double::{Dd, difference, dot};
use super::min_norm::{Vertex, min_norm_point};
use super::rows::Rows;

/// The widest gap between the classes in feature space: the boundary is direction·x + offset = 0.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeBias {
    /// Unit normal in feature space, d − 1 numbers, pointing to the orange side.
    pub direction: Vec<f64>,
    /// b/|w|: the boundary's signed distance from the origin.
    pub offset: f64,
    /// Distance of the nearest row from the boundary.
    pub margin: f64,
}

/// Margins below this, relative to the largest feature, are not told from 0.
const LEAST_MARGIN: f64 = 1e-9;

/// The textbook solution for `rows` that end in the bias coordinate y = ±1. `None` when there is none: the
/// rows carry no bias, are of one class, or the hulls of the classes touch, overlap, or all but touch.
pub fn free_bias(rows: &Rows) -> Option<FreeBias> {
    let (points, scale) = rows.scaled();
    let d = rows.dim() - 1;
    if d == 0 || rows.iter().any(|z| z[d].abs() != 1.0) {
        return None;
    }
    // Rows are y (x, 1): orange ones hold x, blue ones −x.
    let of_class =
        |y: f64| -> Vec<usize> { (0..rows.len()).filter(|&i| rows.row(i)[d] == y).collect() };
    let (orange, blue) = (of_class(1.0), of_class(-1.0));
    let (&first_orange, &first_blue) = (orange.first()?, blue.first()?);

    // xᵢ − xⱼ = zᵢ + zⱼ. The lowest pair in a direction is the lowest row of each class.
    let pair = |id: (usize, usize)| {
        let negative: Vec<Dd> = points[id.1][..d].iter().map(|&c| -c).collect();
        let point = difference(&points[id.0][..d], &negative);
        Vertex { id, point }
    };
    let lowest = |class: &[usize], first: usize, x: &[Dd]| {
        let value = |i: usize| dot(&points[i][..d], x);
        let better = |best: (usize, Dd), i: usize| {
            let here = value(i);
            if here < best.1 { (i, here) } else { best }
        };
        class.iter().copied().fold((first, value(first)), better).0
    };
    let nearest = min_norm_point(pair((first_orange, first_blue)), |x| {
        pair((
            lowest(&orange, first_orange, x),
            lowest(&blue, first_blue, x),
        ))
    });

    let length = dot(&nearest.x, &nearest.x).sqrt();
    let normal: Vec<Dd> = nearest.x.iter().map(|&c| c / length).collect();
    if length.to_f64() <= 2.0 * LEAST_MARGIN * rows.radius() / scale {
        return None;
    }
    // The middle between the lowest orange row and the highest blue one.
    let low_orange = dot(
        &points[lowest(&orange, first_orange, &normal)][..d],
        &normal,
    );
    let high_blue = -dot(&points[lowest(&blue, first_blue, &normal)][..d], &normal);
    let half = Dd::from(0.5 * scale);
    Some(FreeBias {
        direction: normal.iter().map(|c| c.to_f64()).collect(),
        offset: (-(low_orange + high_blue) * half).to_f64(),
        margin: ((low_orange - high_blue) * half).to_f64(),
    })
}

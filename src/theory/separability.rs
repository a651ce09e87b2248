//! Can the rows be separated, and if not all of them, which?
//!
//! ```text
//! separable       some v has zᵢ·v > 0 for every row          certificate: v
//! not separable   some p ≥ 0, Σ p = 1, has Σ pᵢ zᵢ = 0       certificate: p
//! ```
//!
//! Of rows that are not separable some may still be (Ji and Telgarsky 2018, *Risk and parameter convergence
//! of logistic regression*): they are the rows with zᵢ·v > 0 for some v that has zⱼ·v ≥ 0 for every row. The
//! others, the *core*, have zᵢ·v = 0 for all such v. Gradient descent sends the separable rows' margins to
//! infinity and comes to rest in the core.
//!
//! Method, by shrinking the face: if 0 = Σ pᵢ zᵢ, every row with pᵢ > 0 is core, and with it every row in the
//! span S of these. Any such v is orthogonal to S, so project the other rows on the complement of S and ask
//! again. When the projected rows are separable, they are the separable part and their max-margin direction
//! is the limit; when none is left, everything is core. At most d rounds, and nothing but minimum-norm points.

use super::certificate::{Size, confirmed};
use super::double_double::{Dd, dot};
use super::max_margin::{MaxMargin, nearest_to_origin};
use super::rows::{Rows, reject};
use super::wide;
use crate::numeric::order::sort_numbers;

pub use super::certificate::{Partly, Separability};

/// Judges the rows.
pub fn judge(rows: &Rows) -> Separability {
    if rows.is_wide() {
        return confirmed(rows, wide::judge(rows));
    }
    let (points, scale) = rows.scaled();
    confirmed(rows, judge_points(points, scale))
}

/// Judges points of size at most 2 that are rows divided by `scale`.
pub(crate) fn judge_points(points: Vec<Vec<Dd>>, scale: f64) -> Separability {
    let n_rows = points.len();
    let radius = points.iter().map(|z| length(z)).fold(0.0, f64::max);
    let mut reduction = Reduction {
        core: Vec::new(),
        rest: (0..n_rows).collect(),
        points,
        radius,
    };
    let mut combination: Option<Vec<f64>> = None;
    while !reduction.rest.is_empty() {
        let nearest = nearest_to_origin(&reduction.points);
        match Size::of(length(&nearest.x), radius) {
            Size::Undecided(relative_margin) => return Separability::Undecided { relative_margin },
            Size::Positive => {
                let Reduction {
                    rest, points, core, ..
                } = reduction;
                let limit = MaxMargin::new(&nearest, &points, scale, &rest, n_rows);
                return match combination {
                    None => Separability::Separable(limit),
                    Some(combination) => Separability::Partly(Partly {
                        separable: rest,
                        core,
                        limit,
                        combination,
                    }),
                };
            }
            Size::Zero => {
                combination.get_or_insert_with(|| {
                    let mut shares = vec![0.0; n_rows];
                    for &(at, share) in &nearest.corral {
                        shares[reduction.rest[at]] = share.to_f64();
                    }
                    shares
                });
                if let Err(relative_margin) = reduction.absorb(&nearest.corral) {
                    return Separability::Undecided { relative_margin };
                }
            }
        }
    }
    Separability::NotSeparable {
        combination: combination.unwrap_or_default(),
    }
}

/// What is known after some rounds.
struct Reduction {
    /// Rows known to be core, ascending.
    core: Vec<usize>,
    /// Rows not known to be core, ascending.
    rest: Vec<usize>,
    /// Those rows, projected on the complement of S, the span of the core.
    points: Vec<Vec<Dd>>,
    radius: f64,
}

impl Reduction {
    /// Takes the rows of a combination giving 0 into the core, and every row in their span.
    /// The error is a relative length that is neither 0 nor positive.
    ///
    /// A row with a share of 0 is no part of it: without it, the combination still gives 0 (to 1e−12 R). So
    /// rounding of the data, by which two opposite rows may just miss the origin, does not drag others in.
    fn absorb(&mut self, combination: &[(usize, Dd)]) -> Result<(), f64> {
        let mut corral = Vec::new();
        for &(at, share) in combination {
            match Size::of(share.to_f64(), 1.0) {
                Size::Zero => {}
                Size::Undecided(share) => return Err(share),
                Size::Positive => corral.push(at),
            }
        }
        // Orthonormal directions to remove.
        let mut added: Vec<Vec<Dd>> = Vec::new();
        for &at in &corral {
            let outside = reject_all(&self.points[at], &added);
            match Size::of(length(&outside), self.radius) {
                Size::Zero => {}
                Size::Undecided(relative) => return Err(relative),
                Size::Positive => {
                    let size = dot(&outside, &outside).sqrt();
                    added.push(outside.iter().map(|&c| c / size).collect());
                }
            }
        }
        let (mut rest, mut points) = (Vec::new(), Vec::new());
        for (at, &row) in self.rest.iter().enumerate() {
            let outside = reject_all(&self.points[at], &added);
            match Size::of(length(&outside), self.radius) {
                _ if corral.contains(&at) => self.core.push(row),
                Size::Zero => self.core.push(row),
                Size::Undecided(relative) => return Err(relative),
                Size::Positive => {
                    rest.push(row);
                    points.push(outside);
                }
            }
        }
        sort_numbers(&mut self.core);
        (self.rest, self.points) = (rest, points);
        Ok(())
    }
}

fn length(z: &[Dd]) -> f64 {
    dot(z, z).sqrt().to_f64()
}

/// The part of z orthogonal to an orthonormal basis.
fn reject_all(z: &[Dd], basis: &[Vec<Dd>]) -> Vec<Dd> {
    basis.iter().fold(z.to_vec(), |z, unit| reject(&z, unit))
}

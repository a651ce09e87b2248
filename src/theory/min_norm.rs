//! The minimum-norm point of a polytope, by Wolfe's algorithm.
//!
//! ```text
//! x = argmin { |x| : x ∈ conv P }        optimal iff p·x ≥ |x|² for every p ∈ P
//! ```
//!
//! The algorithm keeps a *corral*, affinely independent vertices whose hull holds x in its interior. Each
//! major cycle adds the vertex lowest in direction x; minor cycles drop vertices until the minimum-norm
//! point of the affine hull lies inside the hull again. |x| falls with each major cycle, so it is finite,
//! and the last x is solved exactly on its corral: nothing iterative is left in the result.
//!
//! P is given by its lowest vertex in a direction, so that the Minkowski difference of two classes (all n₊ n₋
//! pairs) need not be written out. Vertices must be scaled to a size near 1.
//!
//! Source: P. Wolfe, *Finding the nearest point in a polytope* (Mathematical Programming 11, 1976).

use super::double_double::{Dd, difference, dot, solve};

/// A point of P and the name its owner knows it by.
pub(crate) struct Vertex<Id> {
    pub(crate) id: Id,
    pub(crate) point: Vec<Dd>,
}

/// x = Σ λⱼ pⱼ with λ > 0, Σ λ = 1 over the corral.
pub(crate) struct MinNorm<Id> {
    pub(crate) x: Vec<Dd>,
    pub(crate) corral: Vec<(Id, Dd)>,
}

/// A coefficient below this counts as 0: it moves x by less than rounding does.
const NO_SHARE: f64 = 1e-24;
/// x this short is the origin.
const ORIGIN: f64 = 1e-25;
/// Optimal when |x|² − min p·x ≤ OPTIMAL · |x|: then x is within √(OPTIMAL · |x|) of the answer.
const OPTIMAL: f64 = 1e-26;
/// Far above the number of major cycles ever seen (tens).
const MOST_CYCLES: usize = 10_000;

/// Wolfe's algorithm from the vertex `start`; `lowest(x)` is a vertex with the least p·x.
pub(crate) fn min_norm_point<Id: Copy + PartialEq>(
    start: Vertex<Id>,
    lowest: impl Fn(&[Dd]) -> Vertex<Id>,
) -> MinNorm<Id> {
    let mut x = start.point.clone();
    let mut corral = vec![start];
    let mut lambda = vec![Dd::ONE];
    for _ in 0..MOST_CYCLES {
        let squared = dot(&x, &x);
        let length = squared.sqrt().to_f64();
        if length <= ORIGIN {
            break;
        }
        let entering = lowest(&x);
        let gap = (squared - dot(&entering.point, &x)).to_f64();
        if gap <= OPTIMAL * length || corral.iter().any(|vertex| vertex.id == entering.id) {
            break;
        }
        let (kept_x, kept_lambda) = (x, lambda.clone());
        let kept: Vec<Id> = corral.iter().map(|vertex| vertex.id).collect();
        corral.push(entering);
        lambda.push(Dd::ZERO);
        let solved = shrink_to_interior(&mut corral, &mut lambda);
        x = combine(&corral, &lambda);
        if !solved || dot(&x, &x) >= squared {
            // Rounding has the last word: the previous corral was optimal.
            let corral = kept.into_iter().zip(kept_lambda).collect();
            return MinNorm { x: kept_x, corral };
        }
    }
    let corral = corral.iter().map(|vertex| vertex.id).zip(lambda).collect();
    MinNorm { x, corral }
}

/// The minor cycles: moves λ toward the minimum over the affine hull, dropping each vertex whose share
/// reaches 0, until the minimum is inside. False when the corral is affinely dependent.
fn shrink_to_interior<Id>(corral: &mut Vec<Vertex<Id>>, lambda: &mut Vec<Dd>) -> bool {
    loop {
        let Some(target) = affine_minimum(corral) else {
            return false;
        };
        if target.iter().all(|share| share.to_f64() > NO_SHARE) {
            *lambda = target;
            return true;
        }
        // The longest part of the way on which no share turns negative.
        let (first, part) = target
            .iter()
            .zip(lambda.iter())
            .enumerate()
            .filter(|(_, (to, _))| to.to_f64() <= NO_SHARE)
            .map(|(i, (&to, &from))| {
                let way = from - to;
                (i, if way > Dd::ZERO { from / way } else { Dd::ZERO })
            })
            .fold((0, Dd::from(2.0)), |best, next| {
                if next.1 < best.1 { next } else { best }
            });
        for (share, &to) in lambda.iter_mut().zip(&target) {
            *share = *share + part * (to - *share);
        }
        corral.remove(first);
        lambda.remove(first);
    }
}

/// Affine coefficients (Σ = 1, any sign) of the minimum-norm point of the affine hull:
/// min |p₀ + D c|² over c, with the differences pⱼ − p₀ as columns of D. `None` when they are dependent.
fn affine_minimum<Id>(corral: &[Vertex<Id>]) -> Option<Vec<Dd>> {
    let (base, others) = corral.split_first()?;
    let columns: Vec<Vec<Dd>> = others
        .iter()
        .map(|vertex| difference(&vertex.point, &base.point))
        .collect();
    let gram = columns
        .iter()
        .flat_map(|a| columns.iter().map(|b| dot(a, b)))
        .collect();
    let right = columns.iter().map(|a| -dot(a, &base.point)).collect();
    let c = solve(gram, right)?;
    let of_base = c.iter().fold(Dd::ONE, |rest, &c| rest - c);
    Some(std::iter::once(of_base).chain(c).collect())
}

fn combine<Id>(corral: &[Vertex<Id>], lambda: &[Dd]) -> Vec<Dd> {
    let dim = corral.first().map_or(0, |vertex| vertex.point.len());
    let coordinate = |k: usize| {
        corral
            .iter()
            .zip(lambda)
            .fold(Dd::ZERO, |sum, (vertex, &share)| {
                sum + share * vertex.point[k]
            })
    };
    (0..dim).map(coordinate).collect()
}

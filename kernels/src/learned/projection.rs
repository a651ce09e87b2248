//! The weights of mean 1 within a bound that are nearest to given ones.
//!
//! ```text
//! P_M(v):   wᵢ = clip(c vᵢ, 1/M, M),   c > 0 such that (1/n) Σ wᵢ = 1          M = ∞:  w = n v/Σ v
//! ```
//! It is the projection of v onto { mean 1, 1/M ≤ w ≤ M } in relative entropy, and always unique: (1/n) Σ clip(c vᵢ, …)
//! rises from 1/M to M, and where it is flat all entries are clipped. To clip first and then divide by the mean is
//! another thing: it leaves the bound.
//!
//! c is found by Newton's method on that sum, which is a straight line in c between the places where an entry begins or
//! ends to be clipped; a bracket keeps it from going astray.

use crate::numeric::lanes::F64x8;
use crate::numeric::{clamp, exp, ln, log_sum_exp, vector};

/// Weights and their logarithms.
#[derive(Clone, Debug, PartialEq)]
pub struct Projected {
    /// w.
    pub weights: Vec<f64>,
    /// ln w; finite where w underflows.
    pub ln_weights: Vec<f64>,
}

impl Projected {
    /// The same weight for entries of which `is` holds, and another for the others.
    fn of_two(ln_v: &[f64], is: impl Fn(f64) -> bool, yes: f64, no: f64) -> Projected {
        let (ln_yes, ln_no) = (ln(yes), ln(no));
        let pick = |yes: f64, no: f64| ln_v.iter().map(|a| if is(*a) { yes } else { no }).collect();
        Projected {
            weights: pick(yes, no),
            ln_weights: pick(ln_yes, ln_no),
        }
    }
}

/// P_M of v, given ln v; −∞ is a v of 0, and stands for the limit of a v that goes to 0. Where all are 0, or M is 1, all
/// weights are 1. `bound` is M ≥ 1, infinite for none.
pub fn project(ln_v: &[f64], bound: f64) -> Projected {
    let n = ln_v.len();
    let total = n as f64;
    let largest = ln_v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if bound <= 1.0 || largest == f64::NEG_INFINITY {
        return Projected::of_two(ln_v, |_| true, 1.0, 1.0);
    }
    let relative = exponentials(ln_v, largest);
    if bound == f64::INFINITY {
        let sum: f64 = relative.iter().sum();
        let ln_c = ln(total) - (largest + ln(sum));
        return Projected {
            weights: relative.iter().map(|v| v * (total / sum)).collect(),
            ln_weights: ln_v.iter().map(|a| a + ln_c).collect(),
        };
    }
    let is_positive = |a: f64| a > f64::NEG_INFINITY;
    let positive = ln_v.iter().filter(|a| is_positive(**a)).count() as f64;
    if positive * (bound + 1.0) < total {
        // Even at the bound the others do not come to a mean of 1.
        let rest = (total - positive * bound) / (total - positive);
        let rest = clamp(rest, 1.0 / bound, bound);
        return Projected::of_two(ln_v, is_positive, bound, rest);
    }
    search(ln_v, &relative, bound, largest)
}

/// How many entries are clipped at some c, and Σ v over the others, times e^−shift.
#[derive(Clone, Copy)]
struct At {
    low: usize,
    high: usize,
    free: f64,
}

/// [`project`] where c is found by Newton's method, with v relative to its largest.
fn search(ln_v: &[f64], relative: &[f64], bound: f64, largest: f64) -> Projected {
    let total = ln_v.len() as f64;
    let ln_bound = ln(bound);
    let at = |ln_c: f64| {
        let (below, above) = (-ln_bound - ln_c, ln_bound - ln_c);
        let mut at = At {
            low: 0,
            high: 0,
            free: 0.0,
        };
        for (&a, &v) in ln_v.iter().zip(relative) {
            let (low, high) = (a <= below, a >= above);
            at.low += usize::from(low);
            at.high += usize::from(high);
            at.free += if low || high { 0.0 } else { v };
        }
        at
    };
    // ln Σ v over the entries that are free at c, where they are so far below the largest that their sum underflows.
    let ln_free = |here: &At, ln_c: f64| {
        if here.free > 1e-250 {
            return largest + ln(here.free);
        }
        let is_free = |a: &f64| *a > -ln_bound - ln_c && *a < ln_bound - ln_c;
        let free: Vec<f64> = ln_v.iter().copied().filter(is_free).collect();
        log_sum_exp(&free)
    };
    let least = ln_v
        .iter()
        .copied()
        .filter(|a| *a > f64::NEG_INFINITY)
        .fold(largest, f64::min);
    // All low, and all that are positive high.
    let (mut low, mut high) = (-ln_bound - largest, ln_bound - least);
    let mut ln_c = clamp(ln(total) - (largest + ln(relative.iter().sum())), low, high);
    let mut here = at(ln_c);
    for _ in 0..400 {
        let ln_sum = ln_free(&here, ln_c);
        let wanted = total - here.low as f64 / bound - here.high as f64 * bound;
        if here.low + here.high == ln_v.len() && wanted.abs() <= 8.0 * f64::EPSILON * total {
            // All are clipped, and their mean is 1: here the sum is flat.
            break;
        }
        let next = ln(wanted) - ln_sum;
        if wanted > 0.0 && ln_sum > f64::NEG_INFINITY {
            let there = at(next);
            if (there.low, there.high) == (here.low, here.high) {
                ln_c = next;
                break;
            }
        }
        // The mean at c is too large where the free entries have more than what is wanted of them.
        if exp(ln_c + ln_sum) > wanted {
            high = ln_c;
        } else {
            low = ln_c;
        }
        ln_c = if wanted > 0.0 && next > low && next < high {
            next
        } else {
            0.5 * (low + high)
        };
        here = at(ln_c);
        if high - low <= 4.0 * f64::EPSILON * high.abs().max(low.abs()) {
            // All are clipped but for rounding: between two places where entries begin or end to be.
            break;
        }
    }
    let inside = exponentials(ln_v, -ln_c);
    let clip = |(w, a): (&f64, &f64)| {
        if ln_c + a >= ln_bound {
            (bound, ln_bound)
        } else if ln_c + a <= -ln_bound {
            (1.0 / bound, -ln_bound)
        } else {
            (clamp(*w, 1.0 / bound, bound), ln_c + a)
        }
    };
    let (weights, ln_weights) = inside.iter().zip(ln_v).map(clip).unzip();
    Projected {
        weights,
        ln_weights,
    }
}

/// e^(a − shift) of each a, eight at a time.
fn exponentials(ln_v: &[f64], shift: f64) -> Vec<f64> {
    let mut all = Vec::with_capacity(ln_v.len() + 7);
    for eight in ln_v.chunks(8) {
        let lanes = std::array::from_fn(|lane| eight[lane.min(eight.len() - 1)] - shift);
        all.extend(vector::exp(F64x8::new(lanes)).to_array());
    }
    all.truncate(ln_v.len());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::order::ascending;
    use crate::rng::{Purpose, stream, uniform, uniform_in};

    /// P_M by going through the sorted places where an entry begins or ends to be clipped.
    fn by_sorting(v: &[f64], bound: f64) -> Vec<f64> {
        let n = v.len() as f64;
        let mut places: Vec<f64> = v
            .iter()
            .filter(|v| **v > 0.0)
            .flat_map(|v| [1.0 / (bound * v), bound / v])
            .collect();
        let order = ascending(&places);
        places = order.iter().map(|&at| places[at]).collect();
        let clip = |c: f64| -> Vec<f64> {
            (v.iter().map(|v| (c * v).clamp(1.0 / bound, bound))).collect()
        };
        let mean = |c: f64| clip(c).iter().sum::<f64>() / n;
        // Zeros reach any share only in the limit.
        let after = places.iter().position(|c| mean(*c) >= 1.0);
        let Some(after) = after.filter(|at| *at > 0) else {
            let k = v.iter().filter(|v| **v > 0.0).count() as f64;
            let rest = (n - k * bound) / (n - k);
            return v
                .iter()
                .map(|v| if *v > 0.0 { bound } else { rest })
                .collect();
        };
        let (a, b) = (places[after - 1], places[after]);
        let middle = 0.5 * (a + b);
        let is_free = |v: f64| middle * v > 1.0 / bound && middle * v < bound;
        let free: f64 = v.iter().filter(|v| is_free(**v)).sum();
        let fixed: f64 = clip(middle)
            .iter()
            .zip(v)
            .filter(|(_, v)| !is_free(**v))
            .map(|(w, _)| w)
            .sum();
        if free == 0.0 {
            return clip(a);
        }
        clip((n - fixed) / free)
    }

    #[test]
    fn a_hundred_thousand_random_weights_are_projected_exactly() {
        let mut rng = stream(5, Purpose::Data);
        for trial in 0..100_000 {
            let n = 1 + (uniform(&mut rng) * 24.0) as usize;
            let bound = match trial % 5 {
                0 => 1.0,
                1 => 1.0 + uniform(&mut rng),
                2 => 20.0,
                _ => exp(uniform_in(&mut rng, 0.0, 5.0)),
            };
            let spread = [0.1, 1.0, 10.0][trial % 3];
            let zeros = [0.0, 0.2, 0.9, 1.0][trial / 7 % 4];
            let mut v: Vec<f64> = (0..n)
                .map(|_| {
                    if uniform(&mut rng) < zeros {
                        0.0
                    } else {
                        exp(spread * uniform_in(&mut rng, -1.0, 1.0))
                    }
                })
                .collect();
            if trial % 4 == 0 && n > 2 {
                v[1] = v[0];
                v[2] = v[0];
            }
            let ln_v: Vec<f64> = v.iter().map(|v| ln(*v)).collect();
            let w = project(&ln_v, bound).weights;
            let expected = if bound == 1.0 || v.iter().all(|v| *v == 0.0) {
                vec![1.0; n]
            } else {
                by_sorting(&v, bound)
            };
            for (w, expected) in w.iter().zip(&expected) {
                assert!(*w >= 1.0 / bound && *w <= bound, "{w} leaves {bound}");
                let off = (w - expected).abs();
                assert!(
                    off <= 1e-12 * expected,
                    "{trial}: {w} and not {expected} of {v:?}, M = {bound}"
                );
            }
        }
    }

    #[test]
    fn logarithms_far_apart_stay_in_order() {
        let w = project(&[0.0, -900.0, -901.0, -5000.0], 3.0).weights;
        assert_eq!(w[0], 3.0);
        assert!((w.iter().sum::<f64>() - 4.0).abs() < 1e-14);
        let far = project(&[0.0, -1000.0], f64::INFINITY);
        assert_eq!(far.weights, [2.0, 0.0]);
        assert!((far.ln_weights[1] + 1000.0 - ln(2.0)).abs() < 1e-12);
    }
}

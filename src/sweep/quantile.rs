//! Student's t, medians and quartiles.

use crate::numeric::{atan2, sqrt};

/// P(|T| ≤ t) of Student's t with `n` degrees of freedom, a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4):
///
/// ```text
/// tan θ = t/√n    n even: sin θ (1 + ½ cos²θ + (1·3)/(2·4) cos⁴θ + …)          to cosⁿ⁻²θ
///                 n odd:  2/π (θ + sin θ (cos θ + ⅔ cos³θ + (2·4)/(3·5) cos⁵θ + …))  to cosⁿ⁻²θ
/// ```
fn central(t: f64, n: u32) -> f64 {
    let n_real = f64::from(n);
    let root = sqrt(n_real + t * t);
    let (sine, cosine) = (t / root, sqrt(n_real) / root);
    let square = cosine * cosine;
    let even = n.is_multiple_of(2);
    let mut term = if even { 1.0 } else { cosine };
    let mut sum = 0.0;
    let mut k = if even { 2 } else { 3 };
    while k <= n {
        sum += term;
        let k_real = f64::from(k);
        term *= square * (k_real - 1.0) / k_real;
        k += 2;
    }
    if even {
        sine * sum
    } else {
        (atan2(t, sqrt(n_real)) + sine * sum) * std::f64::consts::FRAC_2_PI
    }
}

/// The t with P(|T| ≤ t) = 0.95 under `n` degrees of freedom: half a 95 % interval in standard errors. Infinite for
/// n = 0, where no spread is known.
pub fn student_95(n: u32) -> f64 {
    if n == 0 {
        return f64::INFINITY;
    }
    // 1 degree of freedom needs 12.7, more need less.
    let (mut low, mut high) = (1.0, 16.0);
    // By halves until the bounds are neighbors.
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if central(middle, n) < 0.95 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The value below which a share `p` of `sorted` lies, linear between neighbors (Hyndman and Fan 1996, type 7); `None`
/// without values.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let at = p * sorted.len().checked_sub(1)? as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    Some(sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_as_scipy_has_it() {
        // mpmath at 30 digits; scipy.stats.t.ppf(0.975, n) agrees to 13.
        for (n, t) in [
            (1, 12.706_204_736_174_705),
            (2, 4.302_652_729_749_464),
            (3, 3.182_446_305_283_71),
            (4, 2.776_445_105_197_794),
            (9, 2.262_157_162_798_206),
            (19, 2.093_024_054_408_31),
            (99, 1.984_216_951_586_418),
            (199, 1.971_956_544_251_754),
            (9999, 1.960_201_263_621_358),
        ] {
            let ours = student_95(n);
            assert!((ours / t - 1.0).abs() < 1e-12, "{n}: {ours} is not {t}");
        }
        assert_eq!(student_95(0), f64::INFINITY);
    }

    #[test]
    fn quartiles_as_numpy_has_them() {
        // numpy.percentile([1, 2, 4, 8, 16], [25, 50, 75]) and of four values.
        let of = |values: &[f64]| [0.25, 0.5, 0.75].map(|p| quantile(values, p).unwrap());
        assert_eq!(of(&[1.0, 2.0, 4.0, 8.0, 16.0]), [2.0, 4.0, 8.0]);
        assert_eq!(of(&[1.0, 2.0, 4.0, 8.0]), [1.75, 3.0, 5.0]);
        assert_eq!(of(&[7.0]), [7.0; 3]);
        assert_eq!(quantile(&[], 0.5), None);
    }
}

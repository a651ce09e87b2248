//! cos and sin of an angle from 0 to π, by fdlibm's polynomials.
//!
//! `libm`'s own are for every angle: the tables that reduce a large one to a quarter of a circle are several times as
//! long as what is needed here. Up to π, two constants reduce it: π/2 = [`HIGH`] + [`LOW`], to 85 bits.

use std::f64::consts::FRAC_PI_4;

/// π/2 to 33 bits, so that its small multiples are exact.
const HIGH: f64 = f64::from_bits(0x3ff9_21fb_5440_0000);
/// π/2 − [`HIGH`].
const LOW: f64 = f64::from_bits(0x3dd0_b461_1a62_6331);

/// (sin x − x)/x³ on [0, π/4] in powers of x², relative error of the sine 2⁻⁵⁸.
const SIN: [f64; 6] = [
    -0.16666666666666632,
    0.00833333333332249,
    -0.0001984126982985795,
    2.7557313707070068e-06,
    -2.5050760253406863e-08,
    1.58969099521155e-10,
];

/// (cos x − 1 + x²/2)/x⁴ on [0, π/4] in powers of x², error of the cosine 2⁻⁵⁸.
const COS: [f64; 6] = [
    0.0416666666666666,
    -0.001388888888887411,
    2.480158728947673e-05,
    -2.7557314351390663e-07,
    2.087572321298175e-09,
    -1.1359647557788195e-11,
];

/// (cos x, sin x) for 0 ≤ x ≤ π, within 10⁻¹⁶ + 1 ulp; NaN elsewhere.
pub fn half_circle(x: f64) -> (f64, f64) {
    if !(0.0..=std::f64::consts::PI).contains(&x) {
        return (f64::NAN, f64::NAN);
    }
    if x <= FRAC_PI_4 {
        return (cos(x, 0.0), sin(x, 0.0));
    }
    let quarters = if x <= 3.0 * FRAC_PI_4 { 1.0 } else { 2.0 };
    let (high, low) = (x - quarters * HIGH, quarters * LOW);
    let rest = high - low;
    let tail = (high - rest) - low;
    let (cos, sin) = (cos(rest, tail), sin(rest, tail));
    if quarters == 1.0 {
        (-sin, cos)
    } else {
        (-cos, -sin)
    }
}

/// sin(x + tail) for |x| ≤ π/4.
fn sin(x: f64, tail: f64) -> f64 {
    let z = x * x;
    let r = SIN[1] + z * (SIN[2] + z * SIN[3]) + z * (z * z) * (SIN[4] + z * SIN[5]);
    let cube = z * x;
    if tail == 0.0 {
        x + cube * (SIN[0] + z * r)
    } else {
        x - ((z * (0.5 * tail - cube * r) - tail) - cube * SIN[0])
    }
}

/// cos(x + tail) for |x| ≤ π/4.
fn cos(x: f64, tail: f64) -> f64 {
    let z = x * x;
    let z2 = z * z;
    let r =
        z * (COS[0] + z * (COS[1] + z * COS[2])) + z2 * z2 * (COS[3] + z * (COS[4] + z * COS[5]));
    let half = 0.5 * z;
    let w = 1.0 - half;
    w + (((1.0 - w) - half) + (z * r - x * tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    #[test]
    fn libm_gives_the_same_bits_but_where_nearly_0() {
        let n = 1_000_000;
        for k in 0..=n {
            let x = PI * f64::from(k) / f64::from(n);
            let (cos, sin) = half_circle(x);
            for (ours, theirs) in [(cos, libm::cos(x)), (sin, libm::sin(x))] {
                if theirs.abs() > 1e-5 {
                    assert_eq!(ours.to_bits(), theirs.to_bits(), "at {x}");
                }
            }
        }
    }

    #[test]
    fn nearly_0_it_is_within_1e_minus_16() {
        for edge in [0.0, FRAC_PI_4, FRAC_PI_2, 3.0 * FRAC_PI_4, PI] {
            let bits = f64::to_bits(edge);
            for x in (0..2000).map(|k| f64::from_bits(bits.saturating_sub(k))) {
                let (cos, sin) = half_circle(x);
                assert!((cos - libm::cos(x)).abs() <= 1e-16 + f64::EPSILON * cos.abs());
                assert!((sin - libm::sin(x)).abs() <= 1e-16 + f64::EPSILON * sin.abs());
            }
        }
        assert_eq!(half_circle(0.0), (1.0, 0.0));
    }

    #[test]
    fn other_angles_are_refused() {
        for x in [-1e-300, 3.2, f64::NAN, f64::INFINITY] {
            assert!(half_circle(x).0.is_nan() && half_circle(x).1.is_nan());
        }
    }
}

//! exp, tanh and ln(1 + t) of two and eight numbers at once.
//!
//! Both exponentials reduce their argument as Cody and Waite (1980) do: x = k c + r with an integer k, where c is split
//! in two so that k c loses nothing (the split is fdlibm's). Polynomials interpolate at Chebyshev's nodes.

use super::exp_table;
use super::lanes::{F64x2, F64x8};

/// Beyond this e^x or 1/e^x is no longer a normal number: such lanes go to `libm`.
pub const NORMAL: f64 = 708.0;

/// 2⁵² + 2⁵¹: adding it rounds to an integer and leaves that integer in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// Q, from the constant term up: (e^r − 1 − r)/r², with an error of 2·10⁻¹⁷ of e^r.
const Q: [f64; 10] = [
    0.5000000000000001,
    0.16666666666666669,
    0.04166666666662413,
    0.008333333333330062,
    0.0013888888917213717,
    0.00019841269863053618,
    2.4801521295954376e-05,
    2.7557268459997064e-06,
    2.7620088445409746e-07,
    2.510038549551032e-08,
];

/// R, from the constant term up: (atanh(s)/s − 1)/s² as a function of s² on [0, 1/9], relative error 7·10⁻¹⁸.
const R: [f64; 10] = [
    0.3333333333333333,
    0.20000000000007292,
    0.1428571428355438,
    0.11111111358713932,
    0.09090894718066429,
    0.07692785032479312,
    0.06657072104827468,
    0.06000536404795356,
    0.04400369243072337,
    0.08082022805971766,
];

/// A polynomial in each lane, coefficients from the constant term up.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: F64x8) -> F64x8 {
    let mut sum = F64x8::splat(coefficients[N - 1]);
    for &c in coefficients[..N - 1].iter().rev() {
        sum = sum * x + F64x2::splat(c);
    }
    sum
}

/// (2ᵏ, e^r − 1) of x = k ln 2 + r with |r| ≤ ½ ln 2, for |x| ≤ [`NORMAL`]:
/// ```text
/// e^r − 1 = r + r² Q(r)
/// ```
/// Q, of degree 9, is summed in pairs (Estrin's scheme): its longest chain of operations is half of Horner's, and it
/// is that chain which takes the time.
#[inline(always)]
fn reduce(x: F64x2) -> (F64x2, F64x2) {
    let c = F64x2::splat;
    let shifted = x * c(std::f64::consts::LOG2_E) + c(ROUND);
    let k = shifted - c(ROUND);
    let r = x - k * c(LN_2_HIGH) - k * c(LN_2_LOW);
    let pair = |i: usize| c(Q[i]) + c(Q[i + 1]) * r;
    let r2 = r * r;
    let r4 = r2 * r2;
    let q = (pair(0) + pair(2) * r2) + (pair(4) + pair(6) * r2) * r4 + pair(8) * (r4 * r4);
    (shifted.power_of_two(), r + r2 * q)
}

/// e^x, within 2 ulp of `libm`; 0, ∞ and NaN where they belong.
#[inline(always)]
pub fn exp(x: F64x8) -> F64x8 {
    if x.abs().lt(F64x8::splat(NORMAL)).all() {
        exp_ordinary(x)
    } else {
        exp_anywhere(x)
    }
}

/// The same where every |x| is known to be below [`NORMAL`].
#[inline(always)]
pub fn exp_ordinary(x: F64x8) -> F64x8 {
    let constants = std::hint::black_box(&CONSTANTS);
    x.map(|x| exp_normal(x, constants))
}

/// e^x for |x| ≤ [`NORMAL`], by a table (Tang 1989): x = k (ln 2)/64 + r with |r| ≤ (ln 2)/128, then
/// ```text
/// e^x = 2^⌊k/64⌋ (T + T (r + r² P(r)))    T = 2^((k mod 64)/64)
/// ```
/// P, of degree 3, interpolates (e^r − 1 − r)/r² with an error of 10⁻¹⁷ of e^r.
#[inline(always)]
fn exp_normal(x: F64x2, c: &Constants) -> F64x2 {
    let k = |x: f64| F64x2::splat(x);
    let shifted = x * k(c.inverse) + k(c.round);
    let n = shifted - k(c.round);
    let r = x - n * k(c.high) - n * k(c.low);
    let r2 = r * r;
    let p = (k(c.p[0]) + k(c.p[1]) * r) + (k(c.p[2]) + k(c.p[3]) * r) * r2;
    let t = shifted.look_up(&c.table);
    (t + t * (r + r2 * p)).times_power_of_two(shifted)
}

/// What [`exp_normal`] needs, kept in memory: as immediate operands the numbers cost the engine three instructions
/// each.
struct Constants {
    /// 64/ln 2.
    inverse: f64,
    round: f64,
    /// (ln 2)/64 in two parts.
    high: f64,
    low: f64,
    p: [f64; 4],
    table: [u64; 64],
}

static CONSTANTS: Constants = Constants {
    inverse: 64.0 * std::f64::consts::LOG2_E,
    round: ROUND,
    high: LN_2_HIGH / 64.0,
    low: LN_2_LOW / 64.0,
    p: [
        0.4999999999998506,
        0.16666666666664534,
        0.041666707403338075,
        0.008333339152857227,
    ],
    table: exp_table::BITS,
};

/// [`exp`] where some lane is beyond [`NORMAL`] or NaN. The others keep the bits they would have among ordinary ones.
#[cold]
#[inline(never)]
fn exp_anywhere(x: F64x8) -> F64x8 {
    let ordinary = x.abs().lt(F64x8::splat(NORMAL));
    ordinary.select(
        x.and(ordinary).map(|x| exp_normal(x, &CONSTANTS)),
        x.each(super::exp),
    )
}

/// tanh x, within 4 ulp of `libm`; ±1 at ±∞, NaN at NaN.
///
/// ```text
/// tanh |x| = −m/(2 + m)    m = e^(−2|x|) − 1
/// ```
/// is accurate near 0, where 1 − 2/(1 + e^2x) cancels. From 20 on tanh is 1 to the last bit.
#[inline(always)]
pub fn tanh(x: F64x8) -> F64x8 {
    x.map(|x| {
        let sign = F64x2::splat(-0.0);
        let y = x.and_not(sign).pmin(F64x2::splat(20.0)) * F64x2::splat(-2.0);
        let (power, m) = reduce(y);
        let m = m * power + (power - F64x2::splat(1.0));
        (m / (m + F64x2::splat(2.0))).and_not(sign).or(x.and(sign))
    })
}

/// ln(1 + t) for 0 ≤ t ≤ 1, within 3 ulp of `libm`; NaN at NaN.
///
/// ```text
/// ln(1 + t) = 2 atanh s = 2 s (1 + s² R(s²))    s = t/(2 + t) ≤ 1/3
/// ```
#[inline(always)]
pub fn ln_1p_unit(t: F64x8) -> F64x8 {
    let s = t / (t + F64x2::splat(2.0));
    let s2 = s * s;
    let twice = s + s;
    twice + twice * s2 * polynomial(&R, s2)
}

/// ln u for u ≥ 1, within 3 ulp of `libm`; NaN at ∞ and NaN.
///
/// ```text
/// u = 2ᵏ m,  1 ≤ m < 2:    ln u = k ln 2 + ln(1 + (m − 1))
/// ```
#[inline(always)]
pub fn ln_from_1(u: F64x8) -> F64x8 {
    const MANTISSA: f64 = f64::from_bits(0x000f_ffff_ffff_ffff);
    let one = F64x2::splat(1.0);
    let m = u.map(|u| u.and(F64x2::splat(MANTISSA)).or(one) - one);
    let k = u.each(|u| (u.to_bits() >> 52) as f64 - 1023.0);
    let fraction = ln_1p_unit(m) + k * F64x2::splat(LN_2_LOW);
    // 0 of what is finite, NaN of the rest.
    #[allow(clippy::eq_op)]
    let undefined = u - u;
    k * F64x2::splat(LN_2_HIGH) + fraction + undefined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric;

    /// The distance of two numbers in units of the last place of the second.
    fn ulps(a: f64, b: f64) -> f64 {
        if a == b || (a.is_nan() && b.is_nan()) {
            return 0.0;
        }
        let ulp = f64::from_bits(b.abs().to_bits() + 1) - b.abs();
        (a - b).abs() / ulp
    }

    /// The largest distance of `ours` from `theirs` over `points`, eight at a time and each lane in turn.
    fn worst(
        ours: impl Fn(F64x8) -> F64x8,
        theirs: impl Fn(f64) -> f64,
        points: impl Iterator<Item = f64>,
    ) -> f64 {
        let points: Vec<f64> = points.collect();
        let mut worst = 0.0_f64;
        for eight in points.chunks(8) {
            let mut lanes = [0.5; 8];
            lanes[..eight.len()].copy_from_slice(eight);
            for (x, y) in lanes.into_iter().zip(ours(F64x8::new(lanes)).to_array()) {
                let distance = ulps(y, theirs(x));
                assert!(distance <= 8.0, "at {x}: {y} and not {}", theirs(x));
                worst = worst.max(distance);
            }
        }
        worst
    }

    fn grid(low: f64, high: f64, n: usize) -> impl Iterator<Item = f64> {
        (0..=n).map(move |i| low + (high - low) * i as f64 / n as f64)
    }

    /// ± every power of two, and points beside it.
    fn magnitudes() -> impl Iterator<Item = f64> {
        (0..2046).flat_map(|exponent| {
            let power = f64::from_bits((exponent as u64) << 52 | 0x8_1234_5678_9abc);
            [power, -power]
        })
    }

    const EDGES: [f64; 14] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        707.9999,
        -707.9999,
        708.0,
        -708.0,
        709.78,
        709.79,
        -745.1,
        -745.2,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];

    // libm itself is within 1 ulp of the exact value.

    #[test]
    fn exp_is_within_2_ulp() {
        let everywhere = grid(-760.0, 720.0, 300_001)
            .chain(grid(-1.0, 1.0, 100_001))
            .chain(magnitudes())
            .chain(EDGES);
        let distance = worst(exp, numeric::exp, everywhere);
        assert!(distance <= 2.0, "{distance}");
        assert!(
            exp(F64x8::splat(f64::NAN))
                .to_array()
                .iter()
                .all(|y| y.is_nan())
        );
    }

    #[test]
    fn a_lane_of_exp_does_not_depend_on_its_neighbors() {
        for x in [0.3, -700.0, 707.0, f64::NAN, 800.0, -800.0] {
            let mut lanes = [x; 8];
            lanes[7] = 1.25;
            let mixed = exp(F64x8::new(lanes)).to_array()[7];
            let alone = exp(F64x8::splat(1.25)).to_array()[7];
            assert_eq!(mixed.to_bits(), alone.to_bits());
        }
    }

    #[test]
    fn tanh_is_within_4_ulp() {
        let everywhere = grid(-25.0, 25.0, 300_001)
            .chain(grid(-0.7, 0.7, 100_001))
            .chain(magnitudes())
            .chain(EDGES);
        let distance = worst(tanh, numeric::tanh, everywhere);
        assert!(distance <= 4.0, "{distance}");
        assert!(
            tanh(F64x8::splat(f64::NAN))
                .to_array()
                .iter()
                .all(|y| y.is_nan())
        );
        let zero = tanh(F64x8::splat(-0.0)).to_array()[0];
        assert!(zero == 0.0 && zero.is_sign_negative());
    }

    #[test]
    fn ln_from_1_is_within_3_ulp() {
        let beyond = grid(1.0, 30.0, 300_001)
            .chain(magnitudes().filter(|u| *u >= 1.0))
            .chain([1.0, 1.0000000000000002, f64::MAX]);
        let distance = worst(ln_from_1, numeric::ln, beyond);
        assert!(distance <= 3.0, "{distance}");
        for u in [f64::INFINITY, f64::NAN] {
            assert!(ln_from_1(F64x8::splat(u)).to_array()[3].is_nan());
        }
    }

    #[test]
    fn ln_1p_is_within_3_ulp() {
        let unit = grid(0.0, 1.0, 300_001).chain(magnitudes().filter(|t| (0.0..=1.0).contains(t)));
        let distance = worst(ln_1p_unit, numeric::ln_1p, unit);
        assert!(distance <= 3.0, "{distance}");
        assert!(
            ln_1p_unit(F64x8::splat(f64::NAN))
                .to_array()
                .iter()
                .all(|y| y.is_nan())
        );
    }
}

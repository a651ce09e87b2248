//! Two and eight `f64` side by side, with the same bits on every machine.
//!
//! [`F64x2`] is one 128-bit register: WebAssembly's `v128`, SSE2's `__m128d`, elsewhere an array. All three
//! round every operation as IEEE 754 says and none of them ever fuses a multiplication with an addition, so
//! they agree bit for bit. [`F64x8`] is four such registers: enough independent work to hide the latency
//! of an addition, and few enough to stay in registers.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use wasm as register;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[expect(unsafe_code, reason = "SSE2's intrinsics demand it")]
mod sse2;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use sse2 as register;

#[cfg(any(
    test,
    not(any(
        all(target_arch = "wasm32", target_feature = "simd128"),
        all(target_arch = "x86_64", target_feature = "sse2")
    ))
))]
mod array;
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    all(target_arch = "x86_64", target_feature = "sse2")
)))]
use array as register;

use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// Two `f64`, or two masks of 64 equal bits.
#[derive(Clone, Copy)]
pub struct F64x2(register::Register);

/// Gives a lane type its arithmetic operators from functions of the same names.
macro_rules! operators {
    ($type:ty: $($trait:ident $method:ident),*) => {$(
        impl $trait for $type {
            type Output = $type;
            #[inline(always)]
            fn $method(self, other: $type) -> $type {
                Self::$method(self, other)
            }
        }
    )*};
}

operators!(F64x2: Add add, Sub sub, Mul mul, Div div);
operators!(F64x8: Add add, Sub sub, Mul mul, Div div);

/// Forwards binary operations on lanes to the register.
macro_rules! binary {
    ($($(#[$doc:meta])* $visibility:vis $name:ident),* $(,)?) => {
        impl F64x2 {$(
            $(#[$doc])*
            #[inline(always)]
            $visibility fn $name(self, other: F64x2) -> F64x2 {
                F64x2(register::$name(self.0, other.0))
            }
        )*}

        impl F64x8 {$(
            $(#[$doc])*
            #[inline(always)]
            $visibility fn $name(self, other: F64x8) -> F64x8 {
                let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
                F64x8([a.$name(e), b.$name(f), c.$name(g), d.$name(h)])
            }
        )*}
    };
}

binary! {
    add, sub, mul, div,
    /// The smaller of the two; `self` where either is NaN.
    pub pmin,
    /// The larger of the two; `self` where either is NaN.
    pub pmax,
    /// A mask, all bits set where `self > other`.
    pub gt,
    /// A mask, all bits set where `self < other`.
    pub lt,
    /// A mask, all bits set where `self ≤ other`.
    pub le,
    /// A mask, all bits set where `self ≠ other`.
    pub ne,
    /// The bits set in both.
    pub and,
    /// The bits set in either.
    pub or,
    /// The bits set in `self` but not in `other`.
    pub and_not,
}

impl F64x2 {
    /// `x` in both lanes.
    #[inline(always)]
    pub fn splat(x: f64) -> F64x2 {
        F64x2(register::splat(x))
    }

    /// Both lanes 0.
    #[inline(always)]
    pub fn zero() -> F64x2 {
        F64x2::splat(0.0)
    }

    /// The two lanes, in order.
    #[inline(always)]
    pub fn new(low: f64, high: f64) -> F64x2 {
        F64x2(register::new(low, high))
    }

    /// The two lanes, in order.
    #[inline(always)]
    pub fn to_array(self) -> [f64; 2] {
        register::to_array(self.0)
    }

    /// low + high.
    #[inline(always)]
    pub fn sum(self) -> f64 {
        let [low, high] = self.to_array();
        low + high
    }

    /// (`a` low + high, `b` low + high).
    #[inline(always)]
    pub fn sums(a: F64x2, b: F64x2) -> F64x2 {
        F64x2(register::low(a.0, b.0)) + F64x2(register::high(a.0, b.0))
    }

    /// 2ᵏ in each lane for a lane that holds 2⁵² + 2⁵¹ + k, that is, k in its lowest bits; −1023 < k < 1024.
    #[inline(always)]
    pub(super) fn power_of_two(self) -> F64x2 {
        F64x2(register::power_of_two(self.0))
    }

    /// The entry of `table` that the lowest six bits of each lane choose, as bits of an `f64`.
    #[inline(always)]
    pub(super) fn look_up(self, table: &[u64; 64]) -> F64x2 {
        let [low, high] = self.to_array().map(|x| table[(x.to_bits() & 63) as usize]);
        F64x2::new(f64::from_bits(low), f64::from_bits(high))
    }

    /// Each lane, a normal number, times 2^⌊k/64⌋ for a k in the lowest bits of 2⁵² + 2⁵¹ + k. The product must be
    /// normal too.
    #[inline(always)]
    pub(super) fn times_power_of_two(self, k: F64x2) -> F64x2 {
        F64x2(register::times_power_of_two(self.0, k.0))
    }

    /// Whether the mask is set in any lane.
    #[inline(always)]
    pub fn any(self) -> bool {
        register::any(self.0)
    }

    /// The mask as an integer: 1 for the low lane, 2 for the high one.
    #[inline(always)]
    pub fn bits(self) -> u64 {
        register::bits(self.0)
    }

    /// |x|.
    #[inline(always)]
    pub fn abs(self) -> F64x2 {
        self.and_not(F64x2::splat(-0.0))
    }

    /// Whether the mask is set in both lanes.
    #[inline(always)]
    pub fn all(self) -> bool {
        register::all(self.0)
    }
}

impl AddAssign for F64x2 {
    #[inline(always)]
    fn add_assign(&mut self, other: F64x2) {
        *self = *self + other;
    }
}

/// Eight `f64`: the lanes of one block of examples.
#[derive(Clone, Copy)]
pub struct F64x8(pub [F64x2; 4]);

impl F64x8 {
    /// `x` in all lanes.
    #[inline(always)]
    pub fn splat(x: f64) -> F64x8 {
        F64x8([F64x2::splat(x); 4])
    }

    /// All lanes 0.
    #[inline(always)]
    pub fn zero() -> F64x8 {
        F64x8::splat(0.0)
    }

    /// Eight lanes, in order.
    #[inline(always)]
    pub fn new(x: [f64; 8]) -> F64x8 {
        let [a, b, c, d, e, f, g, h] = x;
        F64x8([
            F64x2::new(a, b),
            F64x2::new(c, d),
            F64x2::new(e, f),
            F64x2::new(g, h),
        ])
    }

    /// The eight lanes, in order.
    #[inline(always)]
    pub fn to_array(self) -> [f64; 8] {
        let [[a, b], [c, d], [e, f], [g, h]] = self.0.map(F64x2::to_array);
        [a, b, c, d, e, f, g, h]
    }

    /// The four registers added up: (0 + 1) + (2 + 3), each lane for itself.
    #[inline(always)]
    pub fn fold(self) -> F64x2 {
        let [a, b, c, d] = self.0;
        (a + b) + (c + d)
    }

    /// `f` of each register.
    #[inline(always)]
    pub fn map(self, f: impl Fn(F64x2) -> F64x2) -> F64x8 {
        let [a, b, c, d] = self.0;
        F64x8([f(a), f(b), f(c), f(d)])
    }

    /// |x|.
    #[inline(always)]
    pub fn abs(self) -> F64x8 {
        self.map(F64x2::abs)
    }

    /// `yes` where the mask is set, elsewhere `no`.
    #[inline(always)]
    pub fn select(self, yes: F64x8, no: F64x8) -> F64x8 {
        yes.and(self).or(no.and_not(self))
    }

    /// Whether the mask is set in any lane.
    #[inline(always)]
    pub fn any(self) -> bool {
        let [a, b, c, d] = self.0;
        a.or(b).or(c.or(d)).any()
    }

    /// Whether the mask is set in all lanes.
    #[inline(always)]
    pub fn all(self) -> bool {
        let [a, b, c, d] = self.0;
        a.and(b).and(c.and(d)).all()
    }

    /// `f` of each lane, one at a time.
    pub fn each(self, f: impl Fn(f64) -> f64) -> F64x8 {
        F64x8::new(self.to_array().map(f))
    }
}

impl Mul<F64x2> for F64x8 {
    type Output = F64x8;
    #[inline(always)]
    fn mul(self, factor: F64x2) -> F64x8 {
        self.map(|x| x * factor)
    }
}

impl Add<F64x2> for F64x8 {
    type Output = F64x8;
    #[inline(always)]
    fn add(self, term: F64x2) -> F64x8 {
        self.map(|x| x + term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: [f64; 12] = [
        0.0,
        -0.0,
        1.0,
        -2.5,
        1e-310,
        -5e-324,
        f64::MAX,
        1e308,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        0.1,
    ];

    fn bits(x: [f64; 2]) -> [u64; 2] {
        // Which NaN comes out is not part of the promise, that it is one is.
        x.map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() })
    }

    #[test]
    fn every_operation_has_the_bits_of_plain_arrays() {
        macro_rules! agree {
            ($($name:ident),*) => {$(
                for a in ODD {
                    for b in ODD {
                        let here = F64x2::new(a, b).$name(F64x2::new(b, a));
                        let plain = array::$name(array::new(a, b), array::new(b, a));
                        assert_eq!(
                            bits(here.to_array()),
                            bits(array::to_array(plain)),
                            "{} {a} {b}",
                            stringify!($name)
                        );
                    }
                }
            )*};
        }
        agree!(
            add, sub, mul, div, pmin, pmax, gt, lt, le, ne, and, or, and_not
        );
    }

    #[test]
    fn powers_of_two() {
        let magic = 6_755_399_441_055_744.0; // 2⁵² + 2⁵¹
        for k in [-1022.0, -1.0, 0.0, 1.0, 52.0, 1023.0] {
            let lanes = F64x2::new(magic + k, magic);
            assert_eq!(
                lanes.power_of_two().to_array(),
                [crate::numeric::pow(2.0, k), 1.0]
            );
            let plain = array::power_of_two(array::new(magic + k, magic));
            assert_eq!(array::to_array(plain), lanes.power_of_two().to_array());
        }
    }

    #[test]
    fn products_with_powers_of_two() {
        let magic = 6_755_399_441_055_744.0;
        for k in [-65_000.0, -65.0, -64.0, -1.0, 0.0, 63.0, 64.0, 65_000.0] {
            let (a, k) = ([1.0, 1.75], magic + k);
            let whole = f64::floor((k - magic) / 64.0);
            let expected = a.map(|a| a * crate::numeric::pow(2.0, whole));
            let lanes = F64x2::new(a[0], a[1]).times_power_of_two(F64x2::splat(k));
            assert_eq!(lanes.to_array(), expected);
            let plain = array::times_power_of_two(array::new(a[0], a[1]), array::new(k, k));
            assert_eq!(array::to_array(plain), expected);
        }
    }

    #[test]
    fn masks_select_and_report() {
        let x = F64x8::new([-1.0, 2.0, -3.0, f64::NAN, 5.0, -0.0, 7.0, -8.0]);
        let positive = x.gt(F64x8::zero());
        let chosen = positive.select(x, F64x8::splat(9.0)).to_array();
        assert_eq!(chosen, [9.0, 2.0, 9.0, 9.0, 5.0, 9.0, 7.0, 9.0]);
        assert!(positive.any());
        assert!(!x.gt(F64x8::splat(7.0)).any());
        assert_eq!(F64x8::new([1.0; 8]).fold().sum(), 8.0);
        let sums = F64x2::sums(F64x2::new(1.0, 2.0), F64x2::new(10.0, 20.0));
        assert_eq!(sums.to_array(), [3.0, 30.0]);
        assert_eq!(x.abs().to_array()[2], 3.0);
        assert_eq!(positive.0.map(F64x2::bits), [2, 0, 1, 1]);
    }
}

//! Two lanes in WebAssembly: `v128`, in every engine since March 2023.

use std::arch::wasm32::*;

pub type Register = v128;

#[inline(always)]
pub fn splat(x: f64) -> Register {
    f64x2_splat(x)
}

#[inline(always)]
pub fn le(a: Register, b: Register) -> Register {
    f64x2_le(a, b)
}

#[inline(always)]
pub fn new(low: f64, high: f64) -> Register {
    f64x2(low, high)
}

#[inline(always)]
pub fn to_array(a: Register) -> [f64; 2] {
    [f64x2_extract_lane::<0>(a), f64x2_extract_lane::<1>(a)]
}

#[inline(always)]
pub fn add(a: Register, b: Register) -> Register {
    f64x2_add(a, b)
}

#[inline(always)]
pub fn sub(a: Register, b: Register) -> Register {
    f64x2_sub(a, b)
}

#[inline(always)]
pub fn mul(a: Register, b: Register) -> Register {
    f64x2_mul(a, b)
}

#[inline(always)]
pub fn div(a: Register, b: Register) -> Register {
    f64x2_div(a, b)
}

/// One machine instruction, unlike `min`, which must mind −0 and NaN.
#[inline(always)]
pub fn pmin(a: Register, b: Register) -> Register {
    f64x2_pmin(a, b)
}

/// One machine instruction, unlike `max`, which must mind −0 and NaN.
#[inline(always)]
pub fn pmax(a: Register, b: Register) -> Register {
    f64x2_pmax(a, b)
}

#[inline(always)]
pub fn gt(a: Register, b: Register) -> Register {
    f64x2_gt(a, b)
}

#[inline(always)]
pub fn lt(a: Register, b: Register) -> Register {
    f64x2_lt(a, b)
}

#[inline(always)]
pub fn ne(a: Register, b: Register) -> Register {
    f64x2_ne(a, b)
}

#[inline(always)]
pub fn and(a: Register, b: Register) -> Register {
    v128_and(a, b)
}

#[inline(always)]
pub fn or(a: Register, b: Register) -> Register {
    v128_or(a, b)
}

#[inline(always)]
pub fn and_not(a: Register, b: Register) -> Register {
    v128_andnot(a, b)
}

#[inline(always)]
pub fn power_of_two(a: Register) -> Register {
    i64x2_shl(i64x2_add(a, i64x2_splat(1023)), 52)
}

#[inline(always)]
pub fn any(a: Register) -> bool {
    v128_any_true(a)
}

#[inline(always)]
pub fn all(a: Register) -> bool {
    i64x2_all_true(a)
}

#[inline(always)]
pub fn bits(a: Register) -> u64 {
    u64::from(i64x2_bitmask(a))
}

#[inline(always)]
pub fn low(a: Register, b: Register) -> Register {
    i64x2_shuffle::<0, 2>(a, b)
}

#[inline(always)]
pub fn high(a: Register, b: Register) -> Register {
    i64x2_shuffle::<1, 3>(a, b)
}

#[inline(always)]
pub fn times_power_of_two(a: Register, k: Register) -> Register {
    i64x2_add(a, i64x2_shl(v128_and(k, i64x2_splat(!63)), 46))
}

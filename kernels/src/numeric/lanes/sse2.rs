//! Two lanes on x86-64, by SSE2.

use std::arch::x86_64::*;

/// Calls intrinsics that only compute on registers.
macro_rules! sse2 {
    ($e:expr) => {{
        // SAFETY: this file is compiled only where SSE2 is statically enabled, the one thing that these
        // intrinsics demand; none of them takes a pointer.
        unsafe { $e }
    }};
}

pub type Register = __m128d;

#[inline(always)]
pub fn splat(x: f64) -> Register {
    sse2!(_mm_set1_pd(x))
}

#[inline(always)]
pub fn le(a: Register, b: Register) -> Register {
    sse2!(_mm_cmple_pd(a, b))
}

#[inline(always)]
pub fn new(low: f64, high: f64) -> Register {
    sse2!(_mm_set_pd(high, low))
}

#[inline(always)]
pub fn to_array(a: Register) -> [f64; 2] {
    sse2!([_mm_cvtsd_f64(a), _mm_cvtsd_f64(_mm_unpackhi_pd(a, a))])
}

#[inline(always)]
pub fn add(a: Register, b: Register) -> Register {
    sse2!(_mm_add_pd(a, b))
}

#[inline(always)]
pub fn sub(a: Register, b: Register) -> Register {
    sse2!(_mm_sub_pd(a, b))
}

#[inline(always)]
pub fn mul(a: Register, b: Register) -> Register {
    sse2!(_mm_mul_pd(a, b))
}

#[inline(always)]
pub fn div(a: Register, b: Register) -> Register {
    sse2!(_mm_div_pd(a, b))
}

/// `minpd` gives its second operand where either is NaN, hence the order.
#[inline(always)]
pub fn pmin(a: Register, b: Register) -> Register {
    sse2!(_mm_min_pd(b, a))
}

/// `maxpd` gives its second operand where either is NaN, hence the order.
#[inline(always)]
pub fn pmax(a: Register, b: Register) -> Register {
    sse2!(_mm_max_pd(b, a))
}

#[inline(always)]
pub fn gt(a: Register, b: Register) -> Register {
    sse2!(_mm_cmpgt_pd(a, b))
}

#[inline(always)]
pub fn lt(a: Register, b: Register) -> Register {
    sse2!(_mm_cmplt_pd(a, b))
}

#[inline(always)]
pub fn ne(a: Register, b: Register) -> Register {
    sse2!(_mm_cmpneq_pd(a, b))
}

#[inline(always)]
pub fn and(a: Register, b: Register) -> Register {
    sse2!(_mm_and_pd(a, b))
}

#[inline(always)]
pub fn or(a: Register, b: Register) -> Register {
    sse2!(_mm_or_pd(a, b))
}

/// `andnpd` inverts its first operand, hence the order.
#[inline(always)]
pub fn and_not(a: Register, b: Register) -> Register {
    sse2!(_mm_andnot_pd(b, a))
}

#[inline(always)]
pub fn power_of_two(a: Register) -> Register {
    sse2!({
        let biased = _mm_add_epi64(_mm_castpd_si128(a), _mm_set1_epi64x(1023));
        _mm_castsi128_pd(_mm_slli_epi64::<52>(biased))
    })
}

#[inline(always)]
pub fn any(a: Register) -> bool {
    sse2!(_mm_movemask_pd(a) != 0)
}

#[inline(always)]
pub fn all(a: Register) -> bool {
    sse2!(_mm_movemask_pd(a) == 0b11)
}

#[inline(always)]
pub fn bits(a: Register) -> u64 {
    sse2!(_mm_movemask_pd(a)) as u64
}

#[inline(always)]
pub fn low(a: Register, b: Register) -> Register {
    sse2!(_mm_unpacklo_pd(a, b))
}

#[inline(always)]
pub fn high(a: Register, b: Register) -> Register {
    sse2!(_mm_unpackhi_pd(a, b))
}

#[inline(always)]
pub fn times_power_of_two(a: Register, k: Register) -> Register {
    sse2!({
        let whole = _mm_and_si128(_mm_castpd_si128(k), _mm_set1_epi64x(!63));
        let exponents = _mm_slli_epi64::<46>(whole);
        _mm_castsi128_pd(_mm_add_epi64(_mm_castpd_si128(a), exponents))
    })
}

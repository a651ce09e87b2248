//! Two lanes as an array of bits: any other machine, and the twin that the tests compare with.

#![cfg_attr(test, allow(dead_code, reason = "the tests do not compare reductions"))]

pub type Register = [u64; 2];

#[inline(always)]
fn each(a: Register, b: Register, f: impl Fn(f64, f64) -> f64) -> Register {
    [0, 1].map(|i| f(f64::from_bits(a[i]), f64::from_bits(b[i])).to_bits())
}

#[inline(always)]
fn mask(a: Register, b: Register, f: impl Fn(f64, f64) -> bool) -> Register {
    [0, 1].map(|i| {
        if f(f64::from_bits(a[i]), f64::from_bits(b[i])) {
            u64::MAX
        } else {
            0
        }
    })
}

pub fn splat(x: f64) -> Register {
    new(x, x)
}

pub fn le(a: Register, b: Register) -> Register {
    mask(a, b, |a, b| a <= b)
}

pub fn new(low: f64, high: f64) -> Register {
    [low.to_bits(), high.to_bits()]
}

pub fn to_array(a: Register) -> [f64; 2] {
    a.map(f64::from_bits)
}

pub fn add(a: Register, b: Register) -> Register {
    each(a, b, |a, b| a + b)
}

pub fn sub(a: Register, b: Register) -> Register {
    each(a, b, |a, b| a - b)
}

pub fn mul(a: Register, b: Register) -> Register {
    each(a, b, |a, b| a * b)
}

pub fn div(a: Register, b: Register) -> Register {
    each(a, b, |a, b| a / b)
}

pub fn pmin(a: Register, b: Register) -> Register {
    each(a, b, |a, b| if b < a { b } else { a })
}

pub fn pmax(a: Register, b: Register) -> Register {
    each(a, b, |a, b| if a < b { b } else { a })
}

pub fn gt(a: Register, b: Register) -> Register {
    mask(a, b, |a, b| a > b)
}

pub fn lt(a: Register, b: Register) -> Register {
    mask(a, b, |a, b| a < b)
}

pub fn ne(a: Register, b: Register) -> Register {
    mask(a, b, |a, b| a != b)
}

pub fn and(a: Register, b: Register) -> Register {
    [a[0] & b[0], a[1] & b[1]]
}

pub fn or(a: Register, b: Register) -> Register {
    [a[0] | b[0], a[1] | b[1]]
}

pub fn and_not(a: Register, b: Register) -> Register {
    [a[0] & !b[0], a[1] & !b[1]]
}

pub fn power_of_two(a: Register) -> Register {
    a.map(|bits| bits.wrapping_add(1023) << 52)
}

pub fn any(a: Register) -> bool {
    (a[0] | a[1]) != 0
}

pub fn all(a: Register) -> bool {
    a == [u64::MAX; 2]
}

pub fn bits(a: Register) -> u64 {
    a[0] & 1 | a[1] & 2
}

pub fn low(a: Register, b: Register) -> Register {
    [a[0], b[0]]
}

pub fn high(a: Register, b: Register) -> Register {
    [a[1], b[1]]
}

pub fn times_power_of_two(a: Register, k: Register) -> Register {
    [0, 1].map(|i| a[i].wrapping_add((k[i] & !63) << 46))
}

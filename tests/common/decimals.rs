//! What decimal text must be, natively and in every browser: Rust's own conversions, and lists of what they decide
//! otherwise.

use iw_lab::text::decimal::{fixed, plain, read, rounded, scientific, shortest};

/// Numbers of every size and of any digits.
fn numbers() -> impl Iterator<Item = f64> {
    let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
    let any = std::iter::repeat_with(move || {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        f64::from_bits(bits)
    });
    let edges = [
        0.0,
        -0.0,
        1.0,
        5e-324,
        2.225_073_858_507_201e-308,
        2.225_073_858_507_201_4e-308,
        f64::MAX,
        9_007_199_254_740_993.0,
        1e21,
        1e23,
        0.1 + 0.2,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];
    let short = (-400..400).map(|k| f64::from(k) / 1000.0);
    edges.into_iter().chain(short).chain(any.take(2000))
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

pub fn writing_and_reading_are_exact() {
    for value in numbers() {
        assert_eq!(plain(value), format!("{value}"));
        if value.is_finite() {
            assert_eq!(scientific(value), format!("{value:e}"));
            for text in [plain(value), scientific(value), shortest(value)] {
                assert!(read(&text).is_some_and(|back| same(back, value)), "{text}");
            }
        }
    }
}

/// Numbers of random digits are never halfway between two decimals.
pub fn rounding_is_to_the_nearest() {
    for value in numbers().filter(|value| value.is_finite()) {
        let digits = format!("{value:e}");
        if digits.split('e').next().is_some_and(|m| m.len() > 10) {
            assert_eq!(rounded(value, 2), format!("{value:.2e}"));
            if value.abs() < 1e21 {
                assert_eq!(fixed(value, 3), format!("{value:.3}"));
            }
        }
    }
    assert_eq!(fixed(0.35, 1), "0.3", "just below");
    assert_eq!(fixed(1.005, 2), "1.00", "just below");
    assert_eq!(fixed(-0.001, 2), "-0.00");
    assert_eq!(fixed(1e21, 2), "1000000000000000000000");
    assert_eq!(rounded(9.996, 2), "1.00e1");
    assert_eq!(rounded(0.0, 2), "0.00e0");
}

pub fn halfway_is_away_from_0() {
    for (value, decimals, text) in [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (9.5, 0, "10"),
        (0.25, 1, "0.3"),
        (0.125, 2, "0.13"),
        (-0.375, 2, "-0.38"),
        (1e14 + 0.25, 1, "100000000000000.3"),
    ] {
        assert_eq!(fixed(value, decimals), text);
    }
    for (value, decimals, text) in [
        (12.5, 1, "1.3e1"),
        (13.5, 1, "1.4e1"),
        (99.5, 1, "1.0e2"),
        (-0.0625, 1, "-6.3e-2"),
        (2.5, 0, "3e0"),
        (1_250_000.0, 1, "1.3e6"),
    ] {
        assert_eq!(rounded(value, decimals), text);
    }
}

pub fn only_decimal_numbers_are_read() {
    for (text, value) in [
        ("0", 0.0),
        ("-0", -0.0),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1.e2", 100.0),
        ("007", 7.0),
        ("1E+3", 1000.0),
        ("1e-400", 0.0),
        ("-1e400", f64::NEG_INFINITY),
        ("1e99999999999999999999", f64::INFINITY),
        // Halfway between two doubles: to the even one; and a little more, after many digits.
        ("9007199254740993", 9_007_199_254_740_992.0),
        (
            "9007199254740993.0000000000000000000000000000001",
            9_007_199_254_740_994.0,
        ),
        ("2.2250738585072011e-308", 2.225_073_858_507_201e-308),
    ] {
        assert!(read(text).is_some_and(|read| same(read, value)), "{text}");
    }
    for text in [
        "", " 1", "1 ", ".", "+", "-.", "e1", "1e", "1e+", "1e1.5", "1.2.3", "--1", "1_000",
        "0x10", "1,5", "inf", "Infinity", "NaN", "−1", "１", "1n", "0b1",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

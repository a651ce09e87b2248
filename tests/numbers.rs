//! Numbers as people write them are read where they can mean one number only.

#[path = "common/numbers.rs"]
mod numbers;

use iw_lab::text::decimal;
use iw_lab::text::number::{NumberError, Wanted, read};
use numbers::WRITTEN;

#[test]
fn what_people_write_is_read_or_refused() {
    for (text, wanted, value) in WRITTEN {
        assert_eq!(read(text, wanted).ok(), value, "{text:?} as {wanted:?}");
    }
}

#[test]
fn what_can_mean_two_numbers_names_both() {
    let error = read("1,500", Wanted::Real).expect_err("two numbers");
    assert_eq!(
        error,
        NumberError::Ambiguous {
            thousands: 1500.0,
            decimals: 1.5
        }
    );
    assert_eq!(
        error.to_string(),
        "can mean 1500 or 1.5: write one of these"
    );
    let error = read("-2.000", Wanted::Whole).expect_err("two numbers");
    assert_eq!(
        error,
        NumberError::Ambiguous {
            thousands: -2000.0,
            decimals: -2.0
        }
    );
}

/// What links write means the same to a person.
#[test]
fn every_number_is_read_as_it_is_written() {
    let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20_000 {
        bits = bits.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        let value = f64::from_bits(bits ^ (bits >> 29));
        if value.is_finite() {
            assert_eq!(read(&decimal::shortest(value), Wanted::Real), Ok(value));
            assert_eq!(read(&decimal::plain(value), Wanted::Real), Ok(value));
        }
    }
}

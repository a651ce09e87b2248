//! Numbers as decimal text. The same checks run in the browsers, from `web.rs`.

#[path = "common/decimals.rs"]
mod decimals;

#[test]
fn writing_and_reading_are_exact() {
    decimals::writing_and_reading_are_exact();
}

#[test]
fn rounding_is_to_the_nearest() {
    decimals::rounding_is_to_the_nearest();
}

#[test]
fn halfway_is_away_from_0() {
    decimals::halfway_is_away_from_0();
}

#[test]
fn only_decimal_numbers_are_read() {
    decimals::only_decimal_numbers_are_read();
}

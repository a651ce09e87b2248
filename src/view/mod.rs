//! Pure pictures: no browser types.

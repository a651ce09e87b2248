//! Named random streams: one seed, one purpose, one generator.
//!
//! Every random number of the lab is drawn from a stream named by what it is for, so that changing one
//! thing (say the size of the test set) never moves another (say the initial parameters). The algorithm is
//! part of the type: `SmallRng` would be another generator on wasm32.

use crate::numeric::{ln, sqrt};
pub use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// What a stream is for. The discriminants are part of the link format: they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Features of the generated examples.
    Data = 1,
    /// Which examples are kept for training.
    Split = 2,
    /// The population sample, never trained on.
    Population = 3,
    /// Initial parameters.
    Initial = 4,
    /// Frequencies and phases of Fourier features.
    FourierFeatures = 16,
    /// The frozen first layer of ReLU features.
    ReluFeatures = 17,
    /// Which rows of a long file are used.
    FileSample = 9,
}

/// The stream of `seed` for `purpose`. Every pair of the two has a state of its own: `seed_from_u64` scatters
/// near numbers (SplitMix64).
pub fn stream(seed: u64, purpose: Purpose) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(((purpose as u64) << 32) ^ seed)
}

/// A uniform number in [0, 1) with 53 random bits.
pub fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// A uniform number in [low, high).
pub fn uniform_in(rng: &mut Xoshiro256PlusPlus, low: f64, high: f64) -> f64 {
    low + (high - low) * uniform(rng)
}

/// A standard normal number, by Marsaglia's polar method on `libm` (the second of the pair is dropped, so
/// that a stream has no hidden state).
pub fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    loop {
        let (a, b) = (uniform_in(rng, -1.0, 1.0), uniform_in(rng, -1.0, 1.0));
        let s = a * a + b * b;
        if s > 0.0 && s < 1.0 {
            return a * sqrt(-2.0 * ln(s) / s);
        }
    }
}

/// Puts `items` in a uniformly random order (Fisher and Yates).
pub fn shuffle<T>(rng: &mut Xoshiro256PlusPlus, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        let other = (uniform(rng) * (last + 1) as f64) as usize;
        items.swap(last, other);
    }
}

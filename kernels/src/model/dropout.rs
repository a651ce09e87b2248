//! Dropout (Srivastava et al. 2014), in its inverted form.
//!
//! ```text
//! hⱼ ← hⱼ mⱼ/(1 − p)      mⱼ = 1 with probability 1 − p, else 0
//! ```
//! One mask for each hidden unit, row and step, the same forward and backward. What is measured of a run uses none.

use crate::numeric::lanes::{F64x2, F64x8};
use crate::rng::{Xoshiro256PlusPlus, uniform};

/// Where masks come from, and how far a step has come.
#[derive(Clone)]
pub struct Dropout {
    rate: f64,
    source: Source,
    /// The source as the step in progress began.
    begun: Source,
}

#[derive(Clone)]
enum Source {
    Random(Xoshiro256PlusPlus),
    /// Masks to come, the last one first.
    Given(Vec<bool>),
}

impl Dropout {
    /// Drops a share `rate` of the units, in [0, 1), by a stream of random numbers.
    pub fn random(rate: f64, stream: Xoshiro256PlusPlus) -> Dropout {
        Dropout::from(rate, Source::Random(stream))
    }

    /// Keeps those units for which `masks` says so: block by block, of each the units of every layer, of each eight
    /// rows.
    pub(crate) fn given(rate: f64, mut masks: Vec<bool>) -> Dropout {
        masks.reverse();
        Dropout::from(rate, Source::Given(masks))
    }

    fn from(rate: f64, source: Source) -> Dropout {
        Dropout {
            rate,
            begun: source.clone(),
            source,
        }
    }

    /// Drops units of one layer, of which `slopes` are the slopes. Not inlined: the kernel is slower around it.
    #[inline(never)]
    pub(super) fn apply(&mut self, h: &mut [F64x8], slopes: &mut [F64x8]) {
        let kept = F64x2::splat(1.0 / (1.0 - self.rate));
        for (h, slope) in h.iter_mut().zip(slopes) {
            let mask = F64x8::new(std::array::from_fn(|_| f64::from(self.keeps()))) * kept;
            *h = *h * mask;
            *slope = *slope * mask;
        }
    }

    fn keeps(&mut self) -> bool {
        match &mut self.source {
            Source::Random(stream) => uniform(stream) >= self.rate,
            Source::Given(masks) => masks.pop().expect("a mask for every unit and row"),
        }
    }

    /// Back to where the step began.
    pub(super) fn rewind(&mut self) {
        self.source.clone_from(&self.begun);
    }

    /// The step is done: the next one has masks of its own.
    pub(super) fn commit(&mut self) {
        self.begun.clone_from(&self.source);
    }
}

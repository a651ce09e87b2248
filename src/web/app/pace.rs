//! How much work fits into a slice of a frame: measured, never assumed.

use web_sys::Performance;

/// The pace of each kind of work: blocks of different kinds take different times.
pub struct Paces {
    /// Of steps.
    pub training: Pace,
    /// Of records.
    pub recording: Pace,
    /// Of scores for pictures.
    pub seeing: Pace,
}

impl Paces {
    /// Paces that begin with single blocks.
    pub fn new(clock: &Performance) -> Paces {
        let pace = || Pace::new(clock.clone());
        Paces {
            training: pace(),
            recording: pace(),
            seeing: pace(),
        }
    }

    /// Begins with single blocks again: the ladder is another one, and its blocks may take longer.
    pub fn begin_anew(&mut self) {
        for pace in [&mut self.training, &mut self.recording, &mut self.seeing] {
            pace.blocks_per_ms = 1.0;
        }
    }

    /// Milliseconds of the clock.
    pub fn now(&self) -> f64 {
        self.training.now()
    }
}

/// Longest stretch of work between two looks at the clock, in ms.
const SLICE: f64 = 1.5;

/// Spends time in slices and learns how many blocks of examples a slice holds.
pub struct Pace {
    clock: Performance,
    /// Blocks per ms, as last measured.
    blocks_per_ms: f64,
}

impl Pace {
    /// A pace that begins with single blocks.
    fn new(clock: Performance) -> Pace {
        Pace {
            clock,
            blocks_per_ms: 1.0,
        }
    }

    /// Milliseconds of the clock.
    pub fn now(&self) -> f64 {
        self.clock.now()
    }

    /// Calls `work` with a number of blocks until `deadline` (ms) or until it uses none; returns whether it
    /// ran out of work.
    pub fn spend(&mut self, deadline: f64, mut work: impl FnMut(usize) -> usize) -> bool {
        let mut now = self.now();
        while now < deadline {
            let slice = SLICE.min(deadline - now);
            let blocks = (self.blocks_per_ms * slice).max(1.0) as usize;
            let used = work(blocks);
            let after = self.now();
            let spent = after - now;
            if used >= 1 {
                // A slice too short for the clock says only that more fits.
                let measured = used as f64 / spent.max(0.02);
                let most = 4.0 * self.blocks_per_ms;
                self.blocks_per_ms = if spent > 0.2 {
                    measured
                } else {
                    most.min(measured.max(self.blocks_per_ms))
                };
            }
            if used < blocks {
                return true;
            }
            now = after;
        }
        false
    }

    /// How many blocks fit into so many ms.
    pub fn blocks_in(&self, ms: f64) -> f64 {
        self.blocks_per_ms * ms
    }
}

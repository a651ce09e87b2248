//! How much work fits into a slice of a frame: measured, never assumed.

use web_sys::Performance;

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
    pub fn new(clock: Performance) -> Pace {
        Pace {
            clock,
            blocks_per_ms: 1.0,
        }
    }

    /// Begins with single blocks again: they are of another kind.
    pub fn begin_anew(&mut self) {
        self.blocks_per_ms = 1.0;
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

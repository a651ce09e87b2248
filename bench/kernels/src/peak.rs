//! The most multiplications and additions that two lanes can do.

use iw_lab_kernels::numeric::lanes::F64x2;

/// Independent chains: enough to hide the latency of both operations, few enough for the registers.
const CHAINS: usize = 12;

/// Floating-point operations in a round.
pub const OPERATIONS: usize = CHAINS * 2 * 2;

/// x ← x · factor + term, `rounds` times in each of 12 chains of two lanes: [`OPERATIONS`] a round.
pub fn peak(rounds: usize, factor: f64, term: f64) -> f64 {
    let (factor, term) = (F64x2::splat(factor), F64x2::splat(term));
    let mut chains: [F64x2; CHAINS] = std::array::from_fn(|i| F64x2::splat(i as f64));
    for _ in 0..rounds {
        for x in &mut chains {
            *x = *x * factor + term;
        }
    }
    chains.iter().map(|x| x.sum()).sum()
}

//! A random sample of rows, in their order.

use crate::rng::{Purpose, stream, uniform};

/// `most` of the numbers below `n`, ascending; every set of them is equally likely (Knuth, volume 2, algorithm 3.4.2 S).
pub(super) fn sample(n: usize, most: usize, seed: u32) -> Vec<usize> {
    let mut rng = stream(u64::from(seed), Purpose::FileSample);
    let mut chosen = Vec::with_capacity(most.min(n));
    for at in 0..n {
        let wanted = (most - chosen.len()) as f64;
        if uniform(&mut rng) * ((n - at) as f64) < wanted {
            chosen.push(at);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_of_the_size_asked_for_ascending_and_even() {
        let mut counts = [0usize; 10];
        for seed in 0..4000 {
            let chosen = sample(10, 3, seed);
            assert_eq!(chosen.len(), 3);
            assert!(chosen.is_sorted_by(|a, b| a < b));
            for at in chosen {
                counts[at] += 1;
            }
        }
        // 4000 draws of 3 in 10: 1200 each, with a deviation of 29.
        assert!(counts.iter().all(|&n| n.abs_diff(1200) < 150), "{counts:?}");
        assert_eq!(sample(4, 4, 1), [0, 1, 2, 3]);
        assert_ne!(sample(1000, 50, 1), sample(1000, 50, 2));
    }
}

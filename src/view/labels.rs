//! Keeping labels apart.

use crate::numeric::clamp;
use crate::numeric::order::ascending;

/// Positions as near as can be to the `wanted` ones (least squares), in the same order, at least `gap` apart
/// and within `range`.
///
/// Substituting zₖ = positionₖ − k gap turns "at least a gap apart" into "not decreasing", which the
/// pool-adjacent-violators algorithm solves exactly (Ayer et al. 1955). Equal wishes keep their order. If the
/// range is too short for all labels they start at its beginning and run over its end. A wish that is not finite is one
/// for the beginning of the range.
pub fn spread(wanted: &[f64], gap: f64, range: (f64, f64)) -> Vec<f64> {
    let n = wanted.len();
    let possible = |&wish: &f64| if wish.is_finite() { wish } else { range.0 };
    let wanted: Vec<f64> = wanted.iter().map(possible).collect();
    let order = ascending(&wanted);

    let mut blocks: Vec<(f64, usize)> = Vec::with_capacity(n); // (mean, members)
    for (k, &index) in order.iter().enumerate() {
        let mut block = (wanted[index] - k as f64 * gap, 1);
        while let Some(&(mean, members)) = blocks.last() {
            if mean < block.0 {
                break;
            }
            blocks.pop();
            let total = members + block.1;
            block.0 = (mean * members as f64 + block.0 * block.1 as f64) / total as f64;
            block.1 = total;
        }
        blocks.push(block);
    }

    let last = (range.1 - n.saturating_sub(1) as f64 * gap).max(range.0);
    let mut placed = vec![0.0; n];
    let mut k = 0;
    for (mean, members) in blocks {
        for _ in 0..members {
            placed[order[k]] = clamp(mean, range.0, last) + k as f64 * gap;
            k += 1;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(
            spread(&[50.0, 10.0, 90.0], 16.0, (0.0, 100.0)),
            [50.0, 10.0, 90.0]
        );
    }

    #[test]
    fn labels_that_collide_part_evenly() {
        assert_eq!(spread(&[50.0, 50.0], 16.0, (0.0, 100.0)), [42.0, 58.0]);
        assert_eq!(
            spread(&[50.0, 50.0, 50.0], 10.0, (0.0, 100.0)),
            [40.0, 50.0, 60.0]
        );
    }

    #[test]
    fn the_range_holds_them() {
        assert_eq!(spread(&[99.0, 98.0], 16.0, (0.0, 100.0)), [100.0, 84.0]);
        assert_eq!(spread(&[-5.0], 16.0, (0.0, 100.0)), [0.0]);
        assert_eq!(
            spread(&[5.0, 5.0, 5.0], 10.0, (0.0, 12.0)),
            [0.0, 10.0, 20.0]
        );
        assert!(spread(&[], 10.0, (0.0, 1.0)).is_empty());
    }

    #[test]
    fn many_labels_are_ordered_and_apart() {
        let wanted: Vec<f64> = (0..40).map(|k| f64::from((k * 37) % 40) * 3.1).collect();
        let placed = spread(&wanted, 5.0, (0.0, 300.0));
        for a in 0..40 {
            for b in 0..40 {
                if wanted[a] < wanted[b] {
                    assert!(placed[b] - placed[a] >= 5.0 - 1e-9);
                }
            }
        }
    }
}

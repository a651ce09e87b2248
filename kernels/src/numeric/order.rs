//! One sort for everyone: its code is in the page's download once.

use std::cmp::Ordering;

/// Indices of `keys` from the smallest key to the largest; equal keys keep their order, NaN comes last.
pub fn ascending(keys: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    sort(&mut order, keys);
    order
}

/// Sorts some indices of `keys` so.
pub fn sort(order: &mut [usize], keys: &[f64]) {
    order.sort_unstable_by(|&i, &j| compare(keys, i, j));
}

/// A call, because a sort compares in dozens of places.
#[inline(never)]
fn compare(keys: &[f64], i: usize, j: usize) -> Ordering {
    keys[i].total_cmp(&keys[j]).then(i.cmp(&j))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(ascending(&[2.0, f64::NAN, -1.0, 2.0, 0.0]), [2, 4, 0, 3, 1]);
        assert!(ascending(&[]).is_empty());
    }

    #[test]
    fn indices_left_out_stay_out() {
        let mut some = [3, 0, 4];
        sort(&mut some, &[2.0, 9.0, 9.0, 1.0, 1.0]);
        assert_eq!(some, [3, 4, 0]);
    }
}

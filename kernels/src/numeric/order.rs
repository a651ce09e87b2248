//! One sort for everyone: its code is in the page's download once.
//!
//! A heap sort (Williams 1964): n log n steps at worst, in place, and a tenth of the code of the sort of std. That would
//! be faster on long slices; the longest here are a few thousand indices, which take a millisecond.

use std::cmp::Ordering;

/// Indices of `keys` from the smallest key to the largest; equal keys keep their order, NaN comes last.
pub fn ascending(keys: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    sort(&mut order, keys);
    order
}

/// Sorts some indices of `keys` so.
pub fn sort(order: &mut [usize], keys: &[f64]) {
    sort_by(order, &|i, j| keys[i].total_cmp(&keys[j]).then(i.cmp(&j)));
}

/// Sorts whole numbers.
pub fn sort_numbers(numbers: &mut [usize]) {
    sort_by(numbers, &|a, b| a.cmp(&b));
}

fn sort_by(items: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    for root in (0..items.len() / 2).rev() {
        sift_down(items, root, compare);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sift_down(&mut items[..end], 0, compare);
    }
}

/// Moves the item at `root` down until neither child, 2 root + 1 or 2 root + 2, comes after it.
fn sift_down(items: &mut [usize], mut root: usize, compare: &dyn Fn(usize, usize) -> Ordering) {
    loop {
        let mut child = 2 * root + 1;
        if child >= items.len() {
            return;
        }
        if child + 1 < items.len() && compare(items[child], items[child + 1]).is_lt() {
            child += 1;
        }
        if compare(items[root], items[child]).is_ge() {
            return;
        }
        items.swap(root, child);
        root = child;
    }
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

    #[test]
    fn numbers_of_any_length_are_sorted_as_std_sorts_them() {
        for length in 0..200 {
            let mut ours: Vec<usize> = (0..length).map(|k| k * 7919 % 101).collect();
            let mut theirs = ours.clone();
            sort_numbers(&mut ours);
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }
}

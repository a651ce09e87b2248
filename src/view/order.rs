//! One sort for every picture: its code is in the page's download once.

/// Indices of `keys` from the smallest key to the largest; equal keys keep their order, NaN comes last.
pub fn ascending(keys: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(ascending(&[2.0, f64::NAN, -1.0, 2.0, 0.0]), [2, 4, 0, 3, 1]);
        assert!(ascending(&[]).is_empty());
    }
}

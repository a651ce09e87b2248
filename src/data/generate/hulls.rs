//! Whether a line separates two sets of points.

/// Whether some line has all of `orange` strictly on one side and all of `blue` strictly on the other, that is,
/// whether their convex hulls have no point in common.
///
/// ```text
/// v·o > v·b for every pair  ⇔  v·d > 0 for every difference d = o − b
/// ```
/// Such a v exists exactly when the differences lie in an open half plane, so the narrowest cone holding them
/// (from `low` counterclockwise to `high`) is grown until it would reach a half turn. The signs of the cross
/// products are subject to rounding: hulls nearer than about 1e-16 of their size may be judged either way.
/// Compares every pair; `true` if one set is empty.
pub(super) fn are_apart(orange: &[[f64; 2]], blue: &[[f64; 2]]) -> bool {
    let mut differences = orange
        .iter()
        .flat_map(|o| blue.iter().map(move |b| [o[0] - b[0], o[1] - b[1]]));
    let Some(first) = differences.next() else {
        return true;
    };
    let (mut low, mut high) = (first, first);
    if first == [0.0, 0.0] {
        return false;
    }
    for d in differences {
        let (from_low, from_high) = (cross(low, d), cross(high, d));
        if from_low < 0.0 && from_high < 0.0 {
            low = d;
        } else if from_low > 0.0 && from_high > 0.0 {
            high = d;
        } else if from_low < 0.0 || from_high > 0.0 {
            return false; // The cone would reach a half turn.
        } else if from_low == 0.0 && from_high == 0.0 && dot(low, d) <= 0.0 {
            return false; // A cone that is a single ray, and its opposite or zero.
        }
    }
    true
}

fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degenerate_sets() {
        let apart = |orange: &[[f64; 2]], blue: &[[f64; 2]]| are_apart(orange, blue);
        assert!(apart(&[], &[]));
        assert!(apart(&[[0.0, 0.0]], &[]));
        assert!(apart(&[[0.0, 0.0]], &[[1.0, 0.0]]));
        assert!(!apart(&[[1.0, 2.0]], &[[1.0, 2.0]]), "the same point");
        let line = |xs: &[f64]| xs.iter().map(|&x| [x, 2.0 * x]).collect::<Vec<_>>();
        assert!(apart(&line(&[0.0, 1.0]), &line(&[2.0, 3.0])), "on one line");
        assert!(!apart(&line(&[0.0, 2.0]), &line(&[1.0, 3.0])));
        assert!(!apart(&line(&[0.0, 3.0]), &line(&[1.0])));
        assert!(!apart(&line(&[0.0, 1.0]), &line(&[1.0, 2.0])), "touching");
    }

    #[test]
    fn crossing_and_nested_sets() {
        let square = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
        assert!(!are_apart(&square, &[[0.5, 0.5]]));
        assert!(!are_apart(&[[0.5, 0.5]], &square));
        assert!(!are_apart(&square, &[[1.0, 0.5]]), "on an edge");
        assert!(are_apart(&square, &[[1.001, 0.5]]));
        assert!(!are_apart(
            &[[0.0, 0.0], [1.0, 1.0]],
            &[[0.0, 1.0], [1.0, 0.0]]
        ));
    }
}

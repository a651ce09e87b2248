//! Where runs do not agree.

use crate::data::Class;

/// For each point, whether the runs do not all call the same class there.
///
/// `scores` holds one slice a run, over the same points. A score of exactly 0 calls neither class and differs from
/// both. Where a run's score is not finite nothing is known of it, and so of no disagreement. One run, or none, agrees
/// with itself.
pub fn mask(scores: &[&[f64]]) -> Vec<bool> {
    let Some((first, others)) = scores.split_first() else {
        return Vec::new();
    };
    let called: Vec<_> = first.iter().map(|&f| Class::called(f)).collect();
    let mut differ = vec![false; called.len()];
    for run in others {
        assert_eq!(run.len(), called.len(), "the same points for every run");
        for ((differ, &score), &class) in differ.iter_mut().zip(*run).zip(&called) {
            *differ |= Class::called(score) != class;
        }
    }
    for run in scores {
        for (differ, score) in differ.iter_mut().zip(*run) {
            *differ &= score.is_finite();
        }
    }
    differ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_about_the_class_alone() {
        let (a, b) = ([1.0, -2.0, 3.0, -0.1], [9.0, -0.1, -3.0, -7.0]);
        assert_eq!(mask(&[&a, &b]), [false, false, true, false]);
        assert_eq!(mask(&[&b, &a]), mask(&[&a, &b]));
        assert_eq!(mask(&[&a, &b, &a]), mask(&[&a, &b]));
    }

    #[test]
    fn where_a_score_is_no_number_nothing_is_said_to_differ() {
        let (sound, unsound) = (
            [1.0, 1.0, 1.0, 1.0],
            [f64::NAN, f64::INFINITY, -f64::INFINITY, -1.0],
        );
        assert_eq!(mask(&[&sound, &unsound]), [false, false, false, true]);
        assert_eq!(mask(&[&unsound, &sound]), [false, false, false, true]);
    }

    #[test]
    fn one_run_agrees_and_zero_calls_neither() {
        assert_eq!(mask(&[&[1.0, -1.0]]), [false, false]);
        assert!(mask(&[]).is_empty());
        assert_eq!(mask(&[&[0.0, 0.0], &[1.0, 0.0]]), [true, false]);
    }
}

//! Where runs do not agree.

use crate::data::Class;
use crate::list::listed;

/// For each point, whether the runs do not all call the same class there.
///
/// `scores` holds one slice a run, over the same points. A score of exactly 0, or one that is not a number,
/// calls neither class and differs from both. One run, or none, agrees with itself.
pub fn mask(scores: &[&[f64]]) -> Vec<bool> {
    let Some((first, others)) = scores.split_first() else {
        return Vec::new();
    };
    let called: Vec<_> = listed(first.iter().map(|&f| Class::called(f)));
    let mut differ = vec![false; called.len()];
    for run in others {
        assert_eq!(run.len(), called.len(), "the same points for every run");
        for ((differ, &score), &class) in differ.iter_mut().zip(*run).zip(&called) {
            *differ |= Class::called(score) != class;
        }
    }
    differ
}

/// The share of the points on which the runs do not agree; 0 where there is no point.
pub fn share(scores: &[&[f64]]) -> f64 {
    let differ = mask(scores);
    if differ.is_empty() {
        return 0.0;
    }
    differ.iter().filter(|&&d| d).count() as f64 / differ.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_about_the_class_alone() {
        let (a, b) = ([1.0, -2.0, 3.0, -0.1], [9.0, -0.1, -3.0, -7.0]);
        assert_eq!(mask(&[&a, &b]), [false, false, true, false]);
        assert_eq!(share(&[&a, &b]), 0.25);
        assert_eq!(share(&[&b, &a]), 0.25);
        assert_eq!(share(&[&a, &b, &a]), 0.25);
    }

    #[test]
    fn one_run_agrees_and_zero_calls_neither() {
        assert_eq!(share(&[&[1.0, -1.0]]), 0.0);
        assert_eq!(share(&[]), 0.0);
        assert_eq!(mask(&[&[0.0, 0.0], &[1.0, 0.0]]), [true, false]);
    }
}

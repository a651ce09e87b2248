//! What the split between training and test rows does to the classes.

use crate::data::{Dataset, Split};
use crate::numeric::ln;

/// What the split does to the class shares: P_s is the training, P_t the test distribution of the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitFacts {
    /// (orange, blue) training rows.
    pub train: (usize, usize),
    /// (orange, blue) test rows.
    pub test: (usize, usize),
}

impl SplitFacts {
    /// Counts `data`.
    pub fn of(data: &Dataset) -> SplitFacts {
        SplitFacts {
            train: data.count(Split::Train),
            test: data.count(Split::Test),
        }
    }

    /// Shares of (orange, blue) in the training set; `None` if it is empty.
    pub fn p_s(&self) -> Option<[f64; 2]> {
        shares(self.train)
    }

    /// Shares of (orange, blue) in the test set; `None` if it is empty.
    pub fn p_t(&self) -> Option<[f64; 2]> {
        shares(self.test)
    }

    /// The true weight of an orange row over that of a blue one:
    ///
    /// ```text
    /// (q₊/p₊) / (q₋/p₋)    with q = P_t, p = P_s
    /// ```
    /// 16 for the paper's split. `None` where it is not a finite number: a set without rows, no orange to train
    /// on, or no blue to test on.
    pub fn true_ratio(&self) -> Option<f64> {
        self.p_s()?;
        self.p_t()?;
        // From counts, so that a ratio of whole numbers is exact.
        let (p, q) = (self.train, self.test);
        finite((q.0 as f64 * p.1 as f64) / (q.1 as f64 * p.0 as f64))
    }

    /// χ²(P_t ‖ P_s), how much the weights cost in variance:
    ///
    /// ```text
    /// χ² = Σ_c q_c²/p_c − 1 = E_s w² − 1    for w = q/p
    /// ```
    /// `None` where it is infinite: a class to test on and none of it to train on.
    pub fn chi_square(&self) -> Option<f64> {
        self.expect(|q, p| (q - p) * (q - p) / p)
    }

    /// E_s w² = 1 + χ², the factor by which density weights shrink the effective sample.
    pub fn mean_square_weight(&self) -> Option<f64> {
        Some(1.0 + self.chi_square()?)
    }

    /// KL(P_t ‖ P_s) in nats, Σ_c q_c ln(q_c/p_c); `None` where it is infinite.
    pub fn kl(&self) -> Option<f64> {
        self.expect(|q, p| if q > 0.0 { q * ln(q / p) } else { 0.0 })
    }

    /// Σ_c term(q_c, p_c) over the classes that occur.
    fn expect(&self, term: impl Fn(f64, f64) -> f64) -> Option<f64> {
        let (p, q) = (self.p_s()?, self.p_t()?);
        let mut sum = 0.0;
        for (q, p) in q.into_iter().zip(p) {
            if q > 0.0 || p > 0.0 {
                sum += term(q, p);
            }
        }
        finite(sum)
    }
}

fn shares((orange, blue): (usize, usize)) -> Option<[f64; 2]> {
    let total = (orange + blue) as f64;
    (total > 0.0).then(|| [orange as f64 / total, blue as f64 / total])
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::tests::{near, paper, split};
    use crate::weights::{Weighting, effective_sample_size, effective_share};

    #[test]
    fn facts_of_the_papers_split() {
        let facts = SplitFacts::of(&paper());
        assert_eq!(facts.p_s(), Some([0.2, 0.8]));
        assert_eq!(facts.p_t(), Some([0.8, 0.2]));
        assert_eq!(facts.true_ratio(), Some(16.0));
        // χ² = .8²/.2 + .2²/.8 − 1 = 3.2 + .05 − 1.
        near(facts.chi_square().unwrap(), 2.25);
        near(facts.mean_square_weight().unwrap(), 3.25);
        // KL = .8 ln 4 + .2 ln ¼ = .6 ln 4.
        near(facts.kl().unwrap(), 0.6 * ln(4.0));
        let weights = Weighting::Density.weights(&paper()).unwrap();
        near(effective_sample_size(&weights).unwrap(), 100.0 / 3.25);
        near(effective_share(&weights).unwrap(), 1.0 / 3.25);
    }

    #[test]
    fn facts_are_none_where_undefined() {
        let facts = |counts| SplitFacts::of(&split(counts));
        let empty = facts([0, 0, 0, 0]);
        assert_eq!((empty.p_s(), empty.p_t(), empty.kl()), (None, None, None));
        let no_test = facts([1, 1, 0, 0]);
        assert_eq!((no_test.true_ratio(), no_test.chi_square()), (None, None));
        let untrained = facts([0, 4, 1, 1]);
        assert_eq!(
            (
                untrained.true_ratio(),
                untrained.chi_square(),
                untrained.kl()
            ),
            (None, None, None)
        );
        let untested = facts([2, 2, 0, 5]);
        assert_eq!(untested.true_ratio(), Some(0.0));
        near(untested.chi_square().unwrap(), 1.0);
        near(untested.kl().unwrap(), ln(2.0));
        assert_eq!(facts([3, 0, 5, 0]).chi_square(), Some(0.0));
        assert_eq!(effective_sample_size(&[]), None);
        assert_eq!(effective_sample_size(&[0.0, 0.0]), None);
    }
}

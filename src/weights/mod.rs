//! Importance weights: from a scheme to one weight per training row, with mean 1.

mod split_facts;

use std::fmt;

use crate::data::{Class, Dataset, Split};
use crate::text::decimal;

pub use split_facts::SplitFacts;

/// How a run weighs the training rows.
///
/// Written in links and on the page as `16:1`, `density`, `balanced` or `file`: [`Weighting::parse`] reads what `Display`
/// writes, and beside it `16` for 16:1 and fractions such as `1/3:1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weighting {
    /// orange : blue.
    Ratio(f64, f64),
    /// The true density ratio of the split: w(y) ∝ P_t(y)/P_s(y), test share over training share.
    Density,
    /// Both classes count the same: w(y) ∝ 1/n_y with n_y training rows of the class, as scikit-learn's
    /// `class_weight="balanced"` weighs rows.
    Balanced,
    /// The weight column that the data came with.
    File,
}

/// Why rows cannot be weighed so.
#[derive(Clone, Debug, PartialEq)]
pub enum WeightError {
    /// The text is no weighting.
    Unreadable(String),
    /// A weight is negative, infinite or not a number.
    NotAWeight {
        /// The weight.
        value: f64,
        /// The training row that has it, from 1; `None` for a ratio.
        row: Option<usize>,
    },
    /// No training row has a weight above 0.
    AllZero,
    /// Beside the largest weight the smallest would be rounded to 0, which would remove its rows unasked.
    TooFarApart,
    /// There is no training row.
    NoTrainingRows,
    /// `density` without a test set: there is nothing to match.
    NoTestSet,
    /// `density` where the test set has a class that the training set lacks: no weight makes up for that.
    ClassNotTrained(Class),
}

impl fmt::Display for WeightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => write!(
                f,
                "“{text}” is no weighting. Write a ratio orange:blue such as 16:1, or density, balanced, or file."
            ),
            Self::NotAWeight { value, row } => {
                let value = decimal::plain(*value);
                match row {
                    Some(row) => write!(f, "Training row {row} has the weight {value}")?,
                    None => write!(f, "{value} is no weight")?,
                }
                write!(
                    f,
                    ". A weight is a finite number, 0 or more; 0 removes the row."
                )
            }
            Self::AllZero => write!(
                f,
                "Every training row has weight 0, so nothing would be trained on. Give at least one class, or row of the file, a weight above 0."
            ),
            Self::TooFarApart => write!(
                f,
                "The weights are too far apart: the smallest would be rounded to 0. Bring them closer, or write 0 to remove a class."
            ),
            Self::NoTrainingRows => write!(
                f,
                "There is no training row to weigh. Keep more of a class for training."
            ),
            Self::NoTestSet => write!(
                f,
                "Density weights make the training set match the test set, and there is no test set. Keep less of a class for training, or write a ratio such as 16:1."
            ),
            Self::ClassNotTrained(class) => write!(
                f,
                "The test set has {class} examples and the training set has none: no weight makes up for that. Keep some {class} for training.",
                class = class.name()
            ),
        }
    }
}

impl std::error::Error for WeightError {}

impl Weighting {
    /// Reads `16:1`, `density` or `file`; blanks and case do not matter.
    pub fn parse(text: &str) -> Result<Weighting, WeightError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("density") {
            return Ok(Weighting::Density);
        }
        if text.eq_ignore_ascii_case("balanced") {
            return Ok(Weighting::Balanced);
        }
        if text.eq_ignore_ascii_case("file") {
            return Ok(Weighting::File);
        }
        let unreadable = || WeightError::Unreadable(text.chars().take(40).collect());
        // A number alone is what an orange row counts beside a blue one.
        let (orange, blue) = text.split_once(':').unwrap_or((text, "1"));
        let (orange, blue) = (
            quotient(orange).ok_or_else(unreadable)?,
            quotient(blue).ok_or_else(unreadable)?,
        );
        for value in [orange, blue] {
            check(value, None)?;
        }
        if orange == 0.0 && blue == 0.0 {
            return Err(WeightError::AllZero);
        }
        // Adding 0 turns −0 into 0, so that it prints without a sign.
        Ok(Weighting::Ratio(orange + 0.0, blue + 0.0))
    }

    /// One weight per training row, in order, rescaled to mean 1 over all of them:
    ///
    /// ```text
    /// wᵢ = n vᵢ / Σⱼ vⱼ
    /// v = the ratio's number for the class | P_t(y)/P_s(y) | the data's weight column
    /// ```
    /// The rescaling keeps the learning rate's meaning: raw weights of 1000 overflow at the second step.
    /// Weight 0 removes a row, and the mean counts it as 0; the weighted risk is the same as without the row,
    /// as Σ wᵢ = n. See [`removed_rows`].
    pub fn weights(&self, data: &Dataset) -> Result<Vec<f64>, WeightError> {
        let per_class = match *self {
            Weighting::Ratio(orange, blue) => {
                check(orange, None)?;
                check(blue, None)?;
                Some([orange, blue])
            }
            Weighting::Density => Some(density(data)?),
            Weighting::Balanced => Some(balanced(data)),
            Weighting::File => None,
        };
        let mut raw = Vec::new();
        for example in data.split(Split::Train) {
            raw.push(match (per_class, example.class) {
                (Some([orange, _]), Class::Orange) => orange,
                (Some([_, blue]), Class::Blue) => blue,
                (None, _) => example.weight,
            });
        }
        rescale(raw)
    }
}

/// The true weights of the training rows, for whatever runs are weighted with: [`Weighting::Density`], or 1 without
/// a test set, where training and test are one distribution.
///
/// # Errors
/// If no weights would make the training rows stand for the test set.
pub fn true_weights(data: &Dataset) -> Result<Vec<f64>, WeightError> {
    match Weighting::Density.weights(data) {
        Err(WeightError::NoTestSet) => Ok(data.split(Split::Train).map(|_| 1.0).collect()),
        weights => weights,
    }
}

impl fmt::Display for Weighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Weighting::Ratio(orange, blue) => {
                write!(
                    f,
                    "{}:{}",
                    decimal::readable(*orange),
                    decimal::readable(*blue)
                )
            }
            Weighting::Density => f.write_str("density"),
            Weighting::Balanced => f.write_str("balanced"),
            Weighting::File => f.write_str("file"),
        }
    }
}

/// A number, or one divided by another: `16`, `1/3`.
fn quotient(text: &str) -> Option<f64> {
    let number = |text: &str| decimal::read(text.trim());
    match text.split_once('/') {
        Some((above, below)) => {
            let below = number(below).filter(|&below| below != 0.0)?;
            Some(number(above)? / below)
        }
        None => number(text),
    }
}

/// 1/n for each class of n training rows; 0 for a class without any.
fn balanced(data: &Dataset) -> [f64; 2] {
    let (orange, blue) = data.count(Split::Train);
    [orange, blue].map(|n| if n == 0 { 0.0 } else { 1.0 / n as f64 })
}

fn check(value: f64, row: Option<usize>) -> Result<(), WeightError> {
    if value.is_finite() && value >= 0.0 {
        Ok(())
    } else {
        Err(WeightError::NotAWeight { value, row })
    }
}

/// P_t(y)/P_s(y) for (orange, blue); 0 for a class that is in neither set.
fn density(data: &Dataset) -> Result<[f64; 2], WeightError> {
    let facts = SplitFacts::of(data);
    let p_s = facts.p_s().ok_or(WeightError::NoTrainingRows)?;
    let p_t = facts.p_t().ok_or(WeightError::NoTestSet)?;
    let ratio = |class: Class, q: f64, p: f64| match (q > 0.0, p > 0.0) {
        (true, false) => Err(WeightError::ClassNotTrained(class)),
        (false, false) => Ok(0.0),
        _ => Ok(q / p),
    };
    Ok([
        ratio(Class::Orange, p_t[0], p_s[0])?,
        ratio(Class::Blue, p_t[1], p_s[1])?,
    ])
}

/// n vᵢ / Σ v, after dividing by the largest so that the sum cannot overflow.
fn rescale(mut raw: Vec<f64>) -> Result<Vec<f64>, WeightError> {
    if raw.is_empty() {
        return Err(WeightError::NoTrainingRows);
    }
    for (row, &value) in raw.iter().enumerate() {
        check(value, Some(row + 1))?;
    }
    let largest = raw.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return Err(WeightError::AllZero);
    }
    let n = raw.len() as f64;
    let sum: f64 = raw.iter().map(|v| v / largest).sum();
    for value in &mut raw {
        let positive = *value > 0.0;
        *value = *value / largest / sum * n + 0.0;
        if positive && *value == 0.0 {
            return Err(WeightError::TooFarApart);
        }
    }
    Ok(raw)
}

/// How many rows these weights remove, that is, how many are 0.
pub fn removed_rows(weights: &[f64]) -> usize {
    weights.iter().filter(|&&w| w == 0.0).count()
}

/// Effective sample size (Kish 1965): how many equally weighted rows have the same variance.
///
/// ```text
/// n_eff = (Σ w)² / Σ w²
/// ```
/// Between 1 and n, and unchanged by scaling; `None` when no weight is above 0. With density weights it is near
/// n / (1 + χ²).
pub fn effective_sample_size(weights: &[f64]) -> Option<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().map(|w| w / largest).sum();
    let squares: f64 = weights.iter().map(|w| (w / largest) * (w / largest)).sum();
    let size = sum * sum / squares;
    size.is_finite().then_some(size)
}

/// [`effective_sample_size`] as a share of the rows.
pub fn effective_share(weights: &[f64]) -> Option<f64> {
    Some(effective_sample_size(weights)? / weights.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Example;

    /// `counts` = training orange, training blue, test orange, test blue.
    pub(super) fn split(counts: [usize; 4]) -> Dataset {
        let kinds = [
            (Class::Orange, Split::Train),
            (Class::Blue, Split::Train),
            (Class::Orange, Split::Test),
            (Class::Blue, Split::Test),
        ];
        let examples = kinds.into_iter().zip(counts).flat_map(|(kind, n)| {
            (0..n).map(move |_| Example {
                x: [0.0, 0.0],
                class: kind.0,
                split: kind.1,
                weight: 1.0,
            })
        });
        Dataset {
            examples: examples.collect(),
        }
    }

    pub(super) fn near(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} is not {b}");
    }

    /// The paper's split: 20 of 100 orange and 80 of 100 blue kept.
    pub(super) fn paper() -> Dataset {
        split([20, 80, 80, 20])
    }

    #[test]
    fn density_is_the_true_ratio() {
        let density = Weighting::Density.weights(&paper()).unwrap();
        let ratio = Weighting::Ratio(16.0, 1.0).weights(&paper()).unwrap();
        for (d, r) in density.iter().zip(&ratio) {
            near(*d, *r);
        }
        near(density[0], 4.0);
        near(density[99], 0.25);
    }

    #[test]
    fn weights_have_mean_one_and_ignore_scale() {
        for data in [paper(), split([1, 7, 0, 0]), split([3, 0, 1, 1])] {
            for ratio in [(16.0, 1.0), (1.0, 5.0), (1e-9, 1e9), (1e308, 1e307)] {
                let weights = Weighting::Ratio(ratio.0, ratio.1).weights(&data).unwrap();
                near(weights.iter().sum::<f64>() / weights.len() as f64, 1.0);
                let halved = Weighting::Ratio(ratio.0 / 2.0, ratio.1 / 2.0);
                assert_eq!(halved.weights(&data).unwrap(), weights);
            }
        }
    }

    #[test]
    fn balanced_is_what_scikit_learn_computes() {
        // scikit-learn 1.9.1, compute_class_weight("balanced"): n/(2 n_y), here 100/40 and 100/160.
        let weights = Weighting::Balanced.weights(&paper()).unwrap();
        near(weights[0], 2.5);
        near(weights[99], 0.625);
        let one = Weighting::Balanced.weights(&split([0, 3, 0, 0])).unwrap();
        assert_eq!(one, [1.0; 3]);
        let none = Weighting::Balanced.weights(&split([0, 0, 1, 1]));
        assert_eq!(none, Err(WeightError::NoTrainingRows));
    }

    #[test]
    fn zero_removes_rows_and_says_how_many() {
        let weights = Weighting::Ratio(0.0, 3.0).weights(&paper()).unwrap();
        assert_eq!(removed_rows(&weights), 20);
        near(weights[99], 100.0 / 80.0);
        near(effective_sample_size(&weights).unwrap(), 80.0);
        let only_orange = split([5, 0, 0, 5]);
        assert_eq!(
            Weighting::Ratio(0.0, 1.0).weights(&only_orange),
            Err(WeightError::AllZero)
        );
    }

    #[test]
    fn parsing_and_printing_are_inverse() {
        for text in [
            "16:1",
            "1:5",
            "0:1",
            "1e300:2.5",
            "0.1:1e-7",
            "density",
            "balanced",
            "file",
        ] {
            assert_eq!(Weighting::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Weighting::parse(" 16 : 1.0 "),
            Ok(Weighting::Ratio(16.0, 1.0))
        );
        assert_eq!(Weighting::parse("DENSITY"), Ok(Weighting::Density));
        for (text, canonical) in [
            ("10", "10:1"),
            (" 0.5 ", "0.5:1"),
            ("16/1", "16:1"),
            ("1/4:1", "0.25:1"),
            ("1 / 3 : 2/3", "0.3333333333333333:0.6666666666666666"),
        ] {
            let weighting = Weighting::parse(text).unwrap();
            assert_eq!(weighting.to_string(), canonical);
            assert_eq!(Weighting::parse(canonical), Ok(weighting));
        }
        assert_eq!(Weighting::parse("-0:1").unwrap().to_string(), "0:1");
    }

    #[test]
    fn what_is_no_weighting_is_refused_with_a_way_out() {
        for text in [
            "", ":", "16:", ":1", "a:b", "1:2:3", "1/0", "1/2/3", "1/:1", "1,5:2", "ratio",
            "1 2:3", "inf:1", "1:NaN",
        ] {
            let reason = Weighting::parse(text).unwrap_err();
            assert!(matches!(reason, WeightError::Unreadable(_)), "{text}");
            assert!(reason.to_string().contains("16:1"));
        }
        for text in ["-1:1", "1:-2", "1e999:1"] {
            let reason = Weighting::parse(text).unwrap_err();
            let is_value = matches!(reason, WeightError::NotAWeight { row: None, .. });
            assert!(is_value, "{text}: {reason}");
        }
        assert_eq!(Weighting::parse("0:0"), Err(WeightError::AllZero));
        let too_far = Weighting::Ratio(1e-300, 1e300).weights(&paper());
        assert_eq!(too_far, Err(WeightError::TooFarApart));
        let made = Weighting::Ratio(f64::NAN, 1.0).weights(&paper());
        assert!(matches!(made, Err(WeightError::NotAWeight { .. })));
    }

    #[test]
    fn density_needs_a_test_set_and_both_sides() {
        let density = |counts| Weighting::Density.weights(&split(counts));
        assert_eq!(density([20, 80, 0, 0]), Err(WeightError::NoTestSet));
        assert_eq!(density([0, 0, 3, 3]), Err(WeightError::NoTrainingRows));
        assert_eq!(
            density([0, 9, 3, 3]),
            Err(WeightError::ClassNotTrained(Class::Orange))
        );
        assert_eq!(true_weights(&split([1, 2, 0, 0])), Ok(vec![1.0; 3]));
        assert_eq!(
            true_weights(&split([0, 9, 3, 3])),
            Err(WeightError::ClassNotTrained(Class::Orange))
        );
        // Nothing orange to test on: the true weight of orange is 0.
        assert_eq!(density([1, 1, 0, 3]), Ok(vec![0.0, 2.0]));
        assert_eq!(density([2, 0, 3, 0]), Ok(vec![1.0, 1.0]));
        assert_eq!(
            density([2, 0, 0, 3]),
            Err(WeightError::ClassNotTrained(Class::Blue))
        );
    }

    #[test]
    fn file_weights_are_read_and_checked() {
        let mut data = split([1, 2, 1, 0]);
        for (example, weight) in data.examples.iter_mut().zip([6.0, 2.0, 1.0, f64::NAN]) {
            example.weight = weight;
        }
        assert_eq!(
            Weighting::File.weights(&data),
            Ok(vec![2.0, 2.0 / 3.0, 1.0 / 3.0])
        );
        data.examples[1].weight = -2.0;
        let reason = Weighting::File.weights(&data).unwrap_err();
        assert!(
            reason
                .to_string()
                .starts_with("Training row 2 has the weight -2")
        );
    }
}

//! What is written is read back to the same bits.

use super::*;
use crate::data::own::OwnData;
use crate::data::read::load;
use crate::data::{Class, Dataset, Example, Split};
use crate::rng::{Purpose, stream};
use rand::Rng;

/// Rows with numbers of any size, weights of any size, and names that need quotes.
fn sample(has_split: bool, has_weight: bool) -> OwnData {
    let mut rng = stream(11, Purpose::Data);
    let mut number = |most: f64| loop {
        let value = f64::from_bits(rng.next_u64());
        if value.abs() <= most {
            return value;
        }
    };
    let mut examples: Vec<Example> = (0..200)
        .map(|at| Example {
            x: [number(1e100), number(1e100)],
            class: if at % 3 == 0 {
                Class::Orange
            } else {
                Class::Blue
            },
            split: if has_split && at % 5 == 0 {
                Split::Test
            } else {
                Split::Train
            },
            weight: if has_weight { number(1e100).abs() } else { 1.0 },
        })
        .collect();
    for (example, value) in examples
        .iter_mut()
        .zip([-0.0, 5e-324, 1.0 / 3.0, 1e100, 4e-7, 0.0])
    {
        example.x[0] = value;
        if has_weight {
            example.weight = value.abs();
        }
    }
    OwnData {
        dataset: Dataset { examples },
        has_split,
        has_weight,
        features: ["bill, \"mm\" 'x'".into(), "a\\b".into()],
        classes: ["it's, one".into(), "no; two".into()],
        standardized: None,
    }
}

fn bits(examples: &[Example]) -> Vec<([u64; 2], Class, Split, u64)> {
    examples
        .iter()
        .map(|e| (e.x.map(f64::to_bits), e.class, e.split, e.weight.to_bits()))
        .collect()
}

#[test]
fn csv_keeps_every_bit_with_split_and_weight() {
    for (split, weight) in [(false, false), (true, false), (false, true), (true, true)] {
        let own = sample(split, weight);
        let text = csv(&own);
        let options = "standardize=0&orange=it's, one";
        let (back, report) = load(&text, Some(options)).unwrap();
        assert_eq!(bits(&back.dataset.examples), bits(&own.dataset.examples));
        assert_eq!((back.features, back.classes), (own.features, own.classes));
        assert_eq!(
            (report.split.is_some(), report.weight.is_some()),
            (split, weight)
        );
        assert_eq!(report.n_left_out(), 0);
    }
}

#[test]
fn names_that_would_clash_are_told_apart() {
    let mut own = sample(true, true);
    own.features = ["weight".into(), "Class".into()];
    own.classes = ["a".into(), "A".into()];
    let (back, _) = load(&csv(&own), Some("standardize=0")).unwrap();
    assert_eq!(bits(&back.dataset.examples), bits(&own.dataset.examples));
    assert_eq!(back.classes, ["orange", "blue"]);
}

#[test]
fn arff_and_svmlight_keep_every_bit_of_the_training_rows() {
    for weight in [false, true] {
        let own = sample(true, weight);
        let mut trained = own.dataset.examples.clone();
        trained.retain(|e| e.split == Split::Train);
        let options = "standardize=0&orange=it's, one";
        let (back, report) = load(&arff(&own), Some(options)).unwrap();
        assert_eq!(report.format.name(), "arff");
        assert_eq!(bits(&back.dataset.examples), bits(&trained));
        assert_eq!(
            (back.features, back.classes),
            (own.features.clone(), own.classes.clone())
        );
        let (back, report) = load(&svmlight(&own), Some("standardize=0")).unwrap();
        assert_eq!(report.format.name(), "svmlight");
        assert_eq!(bits(&back.dataset.examples), bits(&trained));
    }
}

#[test]
fn weights_of_arff_have_seventeen_digits() {
    let mut own = sample(false, true);
    own.dataset.examples[0].weight = 1.0 / 3.0;
    assert!(arff(&own).contains("{3.3333333333333331e-1}"));
}

//! The rows that a spec asks for: the data set, and the population sample beside it.

use crate::data::generate::{self, GenerateError, Generator};
use crate::data::own::OwnData;
use crate::data::{Class, Dataset, Example, Split};
use crate::settings::{Notice, Spec};

/// Examples of each class in the population sample.
pub const POPULATION_PER_CLASS: usize = 1000;

/// Says why no row is left to train on, and the way out. Not of own data that is not there: who reads the link says that.
pub(super) fn nothing_to_train_on(spec: &Spec, dataset: &Dataset, notices: &mut Vec<Notice>) {
    let why = if dataset.examples.is_empty() {
        return;
    } else if spec.generator().is_some() || spec.split_own {
        "keep_orange and keep_blue leave no row to train on: set one of them higher"
    } else {
        "every row is for testing, so there is none to train on: say train in some, or set split_own=1"
    };
    notices.push(Notice(why.to_owned()));
}

/// The examples and the population sample of a spec; none and the reason where they cannot be made.
pub(super) fn data(
    spec: &Spec,
    own: Option<&OwnData>,
    notices: &mut Vec<Notice>,
) -> (Dataset, Vec<Example>) {
    let made = match spec.generator() {
        Some(generator) => generated(&generator, spec),
        None => owned(spec, own),
    };
    made.unwrap_or_else(|error| not_made(error, notices))
}

type Made = Result<(Dataset, Vec<Example>), GenerateError>;

fn owned(spec: &Spec, own: Option<&OwnData>) -> Made {
    let dataset = match own {
        Some(own) if spec.split_own => {
            own.dataset_with_split(spec.keep_orange, spec.keep_blue, u64::from(spec.seed))?
        }
        own => own.map(|own| own.dataset.clone()).unwrap_or_default(),
    };
    Ok((dataset, Vec::new()))
}

fn not_made(error: GenerateError, notices: &mut Vec<Notice>) -> (Dataset, Vec<Example>) {
    notices.push(Notice(error.to_string()));
    Default::default()
}

fn generated(generator: &Generator, spec: &Spec) -> Made {
    let seed = u64::from(spec.seed);
    let dataset = generate::generate(generator, &spec.sizes(), seed)?;
    let points = generate::population(generator, POPULATION_PER_CLASS, seed)?;
    let population = points.into_iter().enumerate().map(|(at, x)| Example {
        x,
        class: if at < POPULATION_PER_CLASS {
            Class::Orange
        } else {
            Class::Blue
        },
        split: Split::Test,
        weight: 1.0,
    });
    Ok((dataset, population.collect()))
}

//! One example: what it is, and what it has to do with the boundary.

use crate::data::{Class, Split};
use crate::report::Shown;
use crate::text::format::significant;

/// The training row of an example, by its place in the data set; `None` of a test example.
pub fn training_row(shown: &Shown, at: usize) -> Option<usize> {
    let examples = &shown.ladder().dataset.examples;
    let is_train = |split: Split| split == Split::Train;
    let before = examples.get(..at)?.iter();
    let row = before.filter(|example| is_train(example.split)).count();
    is_train(examples.get(at)?.split).then_some(row)
}

/// An example in words: class, place, split, weight, and its part in the boundary as far as it is known.
pub fn about(shown: &Shown, at: usize) -> String {
    let Some(example) = shown.ladder().dataset.examples.get(at) else {
        return String::new();
    };
    let class = example.class.name();
    let [x1, x2] = example.x.map(significant);
    let (Some(row), Some(run)) = (training_row(shown, at), shown.selected_run()) else {
        return format!("{class} ({x1}, {x2}), test");
    };
    let (weight, name) = (significant(run.weights[row]), run.weighting);
    let selected = shown.selected();
    let (Some(theta), Some(shares), Some(limits)) = (
        shown.theta(selected),
        shown.shares(selected),
        &shown.outlook.limits,
    ) else {
        return format!("{class} ({x1}, {x2}), training, weight {weight} in {name}");
    };
    let (margin, q) = (
        significant(limits.rows.margins(theta)[row]),
        significant(shares[row]),
    );
    match limits.limit() {
        None => format!(
            "{class} ({x1}, {x2}), training, weight {weight} in {name}, margin {margin}, q {q}"
        ),
        Some(limit) => {
            let p = significant(limit.dual[row]);
            format!(
                "{class} ({x1}, {x2}), training, weight {weight} in {name}, margin {margin}, q {q}, p* {p}"
            )
        }
    }
}

/// A training example's part in the boundary of the selected run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Its class.
    pub class: Class,
    /// q, its share of the gradient now.
    pub q: f64,
    /// w/n, its share at the start (from θ = 0).
    pub start: f64,
    /// p*, the limit; `None` where there is none.
    pub limit: Option<f64>,
}

/// The shares of all training examples in their order; `None` where they are not defined.
pub fn shares(shown: &Shown) -> Option<Vec<Share>> {
    let selected = shown.selected();
    let run = shown.selected_run()?;
    let shares = shown.shares(selected)?;
    let limit = shown.outlook.runs.get(selected);
    let residual = limit.and_then(|limit| limit.residual.as_ref()?.as_ref().ok());
    let n = run.weights.len() as f64;
    let train = shown.ladder().dataset.split(Split::Train).enumerate();
    let share = train.map(|(row, example)| Share {
        class: example.class,
        q: shares[row],
        start: run.weights[row] / n,
        limit: residual.map(|residual| residual.dual[row]),
    });
    Some(share.collect())
}

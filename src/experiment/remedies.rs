//! What some remedies make of the rows: adjustments, sampling, and validation rows.

use crate::adjustment::Adjustment;
use crate::data::generate::fresh;
use crate::data::{Class, Dataset, Example, Split};
use crate::learned::LearnRule;
use crate::rng::{Purpose, Xoshiro256PlusPlus, shuffle, stream};
use crate::settings::{Notice, SamplingKind, Spec};

/// Validation rows of each class, where they are generated: what Ren et al. (2018) call a small clean set.
const VALIDATION_PER_CLASS: usize = 10;

/// Rows that sampling may come to, so that a ratio of a million is no file of a million rows.
const MOST_SAMPLED: f64 = 100_000.0;

/// Δ and ι of the training rows, and a notice where they are not defined.
pub(super) fn adjustment(spec: &Spec, dataset: &Dataset, notices: &mut Vec<Notice>) -> Adjustment {
    let counts = dataset.count(Split::Train);
    if counts == (0, 0) {
        return Adjustment::NONE;
    }
    spec.adjustment(counts).unwrap_or_else(|| {
        notices.push(Notice(
            "Logit adjustment needs training rows of both classes: margins are not adjusted."
                .to_owned(),
        ));
        Adjustment::NONE
    })
}

/// The rows on which weights are learned: a balanced sample of the generator, from a stream of its own.
/// Of own data the rows that its file marks as validation.
pub(super) fn validation(
    spec: &Spec,
    dataset: &Dataset,
    notices: &mut Vec<Notice>,
) -> Vec<Example> {
    if spec.learn_rule() != Some(LearnRule::MetaGradient) {
        return Vec::new();
    }
    let Some(generator) = spec.generator() else {
        let rows: Vec<Example> = dataset.split(Split::Validation).copied().collect();
        if rows.is_empty() && dataset.count(Split::Train) != (0, 0) {
            notices.push(Notice(
                "The meta-gradient needs validation rows, and this data has none: every example of positive weight comes to the same weight. Write validation in the split column of some rows, or choose another rule."
                    .to_owned(),
            ));
        }
        return rows;
    };
    let per_class = VALIDATION_PER_CLASS;
    // Where points cannot be drawn the training rows say so.
    let points = fresh(
        &generator,
        per_class,
        u64::from(spec.seed),
        Purpose::Validation,
    );
    let examples = points.unwrap_or_default().into_iter().enumerate();
    examples
        .map(|(at, x)| Example {
            x,
            class: if at < per_class {
                Class::Orange
            } else {
                Class::Blue
            },
            split: Split::Validation,
            weight: 1.0,
        })
        .collect()
}

/// The weights and, where rows are sampled instead of weighted, how many times each row is there: then the weights are
/// these counts, rescaled to mean 1.
///
/// Rows are repeated until the rarest weight is one row, or left out until the largest is one. Within a class the
/// counts of its rows differ by 1 at most, and which rows have the larger count is drawn.
pub(super) fn sampled(
    spec: &Spec,
    train: &[&Example],
    weights: Vec<f64>,
    notices: &mut Vec<Notice>,
) -> (Vec<f64>, Option<Vec<usize>>) {
    let positive = weights.iter().copied().filter(|w| *w > 0.0);
    let least = positive.clone().fold(f64::INFINITY, f64::min);
    let largest = positive.fold(0.0, f64::max);
    let unit = match spec.remedies.sampling {
        SamplingKind::None => return (weights, None),
        _ if spec.learn_rule().is_some() || largest == 0.0 => return (weights, None),
        // n/least rows in all, as weights have mean 1.
        SamplingKind::Over if weights.len() as f64 / least > MOST_SAMPLED => {
            notices.push(Notice(
                "Repeating rows to this ratio would make more than 100,000 of them: they are weighted instead. Choose a smaller ratio."
                    .to_owned(),
            ));
            return (weights, None);
        }
        SamplingKind::Over => least,
        SamplingKind::Under => largest,
    };
    let mut rng = stream(u64::from(spec.seed), Purpose::Sampling);
    let mut copies = vec![0; weights.len()];
    for class in [Class::Orange, Class::Blue] {
        let rows: Vec<usize> = (0..train.len())
            .filter(|&at| train[at].class == class)
            .collect();
        spread(&mut rng, rows, |row| weights[row] / unit, &mut copies);
    }
    let total: usize = copies.iter().sum();
    let scale = weights.len() as f64 / total.max(1) as f64;
    (
        copies.iter().map(|&n| n as f64 * scale).collect(),
        Some(copies),
    )
}

/// Whole numbers for `rows`, each ⌊a⌋ or ⌈a⌉ of what is wanted of it, so that their sum is that of all, rounded:
/// systematic sampling along a shuffled order.
fn spread(
    rng: &mut Xoshiro256PlusPlus,
    mut rows: Vec<usize>,
    wanted: impl Fn(usize) -> f64,
    copies: &mut [usize],
) {
    shuffle(rng, &mut rows);
    let (mut sum, mut before) = (0.0, 0.0);
    for row in rows {
        sum += wanted(row);
        // Sums of what should be whole are off by rounding.
        let now = (sum + 1e-9).round();
        copies[row] = (now - before) as usize;
        before = now;
    }
}

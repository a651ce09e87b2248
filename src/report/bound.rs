//! The generalization bound of the selected run at the moment, term by term, at the best of several margins and for
//! any number of examples.

use crate::numeric::pow;
use crate::report::Shown;
use crate::text::format::{self, UNDEFINED};
use crate::theory::bound::{BoundSetting, bound};
use crate::weights::true_weights;

/// δ: how often the bound may fail.
const DELTA: f64 = 0.05;
/// K: over how many margins it holds at once.
const MARGINS: usize = 40;
/// The most examples that are asked about.
pub const MOST_EXAMPLES: f64 = 1e8;

/// A term: its name and its value in words.
pub type Term = (String, String);

/// The fewest examples that the bound can be asked for: those there are. `None` where there is no bound.
pub fn least_examples(shown: &Shown) -> Option<f64> {
    Some(shown.outlook.limits.as_ref()?.rows.len() as f64)
}

/// The terms for `n_examples` examples like those there are.
pub fn terms(shown: &Shown, n_examples: f64) -> [Term; 6] {
    let values = values(shown, n_examples).unwrap_or_else(|| [UNDEFINED; 6].map(str::to_owned));
    let [n, margin, empirical, complexity, confidence, total] = values;
    let sure = format::short(100.0 * (1.0 - DELTA));
    [
        ("Examples like these, n".to_owned(), n),
        (format!("Margin g, the best of {MARGINS}"), margin),
        ("Within the margin, (1/n) Σ v φ(u)".to_owned(), empirical),
        ("Complexity, (2/g) √(Σ v²|z|²)/n".to_owned(), complexity),
        ("Confidence, 3 max v √(ln(2K/δ)/2n)".to_owned(), confidence),
        (format!("Error at most, in {sure} of 100 samples"), total),
    ]
}

fn values(shown: &Shown, n_examples: f64) -> Option<[String; 6]> {
    let limits = shown.outlook.limits.as_ref()?;
    let theta = shown.theta(shown.selected())?;
    let weights = true_weights(&shown.ladder().dataset).ok()?;
    let radius = limits.rows.radius();
    let at = |k: usize| {
        let margin = radius * pow(10.0, -3.0 * k as f64 / MARGINS as f64);
        let setting = BoundSetting {
            margin,
            n_examples,
            delta: DELTA,
            grid: MARGINS as f64,
        };
        bound(&limits.rows, &weights, theta, setting).map(|terms| (margin, terms))
    };
    let (margin, terms) = (0..MARGINS)
        .filter_map(at)
        .min_by(|a, b| a.1.total().total_cmp(&b.1.total()))?;
    let number = |value: f64| format::significant(value).to_string();
    let total = number(terms.total());
    Some([
        format::count(n_examples as u64),
        number(margin),
        number(terms.empirical),
        number(terms.complexity),
        number(terms.confidence),
        if terms.total() >= 1.0 {
            format!("{total}: vacuous")
        } else {
            total
        },
    ])
}

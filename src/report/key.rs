//! The key above the plane: what shape, filling and size of a mark mean.

use crate::data::Class;
use crate::report::Shown;
use crate::theory::separability::Separability;

/// An entry of the key.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// What a training mark of a class is.
    Training(Class),
    /// What hollow marks are.
    Test,
    /// What a ringed mark is.
    SupportVector,
    /// What the dotted line is.
    MaxMargin,
    /// What the area of marks stands for: the weights in the run of this name.
    Area(String),
    /// How large a mark of this weight is.
    Weight(f64),
}

/// The entries in their order.
pub fn key(shown: &Shown) -> Vec<Entry> {
    let mut entries = vec![Entry::Training(Class::Orange), Entry::Training(Class::Blue)];
    if shown.has_test() {
        entries.push(Entry::Test);
    }
    let separable = |limits: &crate::outlook::limits::Limits| {
        matches!(limits.separability, Separability::Separable(_))
    };
    if shown.limits().is_some_and(separable) {
        entries.extend([Entry::SupportVector, Entry::MaxMargin]);
    }
    let Some(run) = shown.selected_run() else {
        return entries;
    };
    let positive = || run.weights.iter().copied().filter(|weight| *weight > 0.0);
    let least = positive().fold(f64::INFINITY, f64::min);
    let most = positive().fold(0.0, f64::max);
    if most > 0.0 {
        entries.push(Entry::Area(run.weighting.to_string()));
        let mut before = f64::INFINITY;
        for weight in [least, 1.0, most] {
            if (least..=most).contains(&weight) && (weight - before).abs() >= 1e-9 {
                entries.push(Entry::Weight(weight));
                before = weight;
            }
        }
    }
    entries
}

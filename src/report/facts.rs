//! Facts of the data: what the split does to the classes, and what theory says of the examples.

use crate::outlook::limits::Limits;
use crate::report::Shown;
use crate::report::theory::tidy;
use crate::text::format::{self, Number, UNDEFINED, ratio};
use crate::theory::separability::Separability;
use crate::weights::effective_share;

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is called.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub help: String,
    /// Its value.
    pub value: Number,
    /// Share of orange, where the fact is a mix of the classes.
    pub mix: Option<f64>,
    /// Whether it is the one to look at.
    pub strong: bool,
}

impl Fact {
    fn new(name: &'static str, help: impl Into<String>, value: Number) -> Fact {
        Fact {
            name,
            help: help.into(),
            value,
            mix: None,
            strong: false,
        }
    }

    fn strong(self) -> Fact {
        Fact {
            strong: true,
            ..self
        }
    }
}

/// A number, or the mark of what is not defined.
fn number(value: Option<f64>) -> Number {
    value.map_or_else(|| Number::plain(UNDEFINED), format::significant)
}

/// Everything there is to say of the data, in the order of the page.
pub fn facts(shown: &Shown) -> Vec<Fact> {
    let split = shown.split;
    let mut facts = vec![mix("Training mix", "training", split.train, split.p_s())];
    if shown.has_test() {
        facts.push(mix("Test mix", "test", split.test, split.p_t()));
        let true_ratio = split
            .true_ratio()
            .map_or_else(|| UNDEFINED.to_owned(), ratio);
        facts.push(
            Fact::new(
                "True ratio",
                "The weight of orange over that of blue that makes the training set look like the test set.",
                Number::plain(true_ratio),
            )
            .strong(),
        );
        facts.push(Fact::new(
            "Training–test mismatch, χ²",
            "χ²(P_t ‖ P_s) = Σ q²/p − 1: what the true weights cost in variance.",
            number(split.chi_square()),
        ));
    }
    let effective = shown
        .selected_run()
        .and_then(|run| effective_share(&run.weights));
    facts.push(Fact::new(
        "Effective sample size",
        "(Σ w)²/Σ w² of the selected run, as a share of the training examples.",
        effective.map_or_else(|| Number::plain(UNDEFINED), format::percent),
    ));
    if let Some(limits) = shown.limits() {
        facts.append(&mut of_limits(shown, limits));
    }
    facts
}

/// How many examples of each class there are, as a ratio.
fn mix(
    name: &'static str,
    set: &str,
    (orange, blue): (usize, usize),
    shares: Option<[f64; 2]>,
) -> Fact {
    let value = match (orange, blue) {
        (0, 0) => UNDEFINED.to_owned(),
        (0, _) => "0:1".to_owned(),
        (_, 0) => "1:0".to_owned(),
        _ => ratio(orange as f64 / blue as f64),
    };
    let (orange, blue) = (format::count(orange as u64), format::count(blue as u64));
    Fact {
        mix: shares.map(|p| p[0]),
        ..Fact::new(
            name,
            format!("Orange to blue: {orange} orange and {blue} blue {set} examples."),
            Number::plain(value),
        )
    }
}

/// What theory says of the training examples.
fn of_limits(shown: &Shown, limits: &Limits) -> Vec<Fact> {
    let (verdict, limit) = match &limits.separability {
        Separability::Separable(limit) => ("yes".to_owned(), Some(limit)),
        Separability::Partly(partly) => (
            format!(
                "{} of {} examples",
                format::count(partly.separable.len() as u64),
                format::count(limits.rows.len() as u64)
            ),
            Some(&partly.limit),
        ),
        Separability::NotSeparable { .. } => ("no".to_owned(), None),
        Separability::Undecided { .. } => ("too close to call".to_owned(), None),
    };
    let mut facts = vec![
        Fact::new(
            "Separable",
            "Whether a boundary of this model separates the training examples of the two classes.",
            Number::plain(verdict),
        )
        .strong(),
    ];
    if let Some(limit) = limit {
        facts.push(Fact::new(
            "Largest margin γ",
            "The largest margin that a direction of length 1 reaches on every separable example, the bias in the norm.",
            format::significant(limit.margin),
        ));
        facts.push(Fact::new(
            "Support vectors",
            "Examples that lie on the margin: they hold the boundary in the end.",
            Number::plain(format::count(limit.support.len() as u64)),
        ));
    }
    if let (Some(rate), true) = (limits.rate, limits.rows.is_wide()) {
        facts.push(Fact::new(
            "Rate of the law r",
            "What is missed of v ln t + ρ falls like t to the power −r: with a small r not even t = 10^300 is late.",
            format::significant(rate.slowest()),
        ));
    }
    let own = shown.outlook.runs.get(shown.selected());
    if let Some(kl) = own.and_then(|run| run.kl) {
        facts.push(Fact::new(
            "KL(p* ‖ w)",
            "From the limit of the dual to the weights it starts at, in the selected run: an ingredient of an upper bound, not a ranking of weightings.",
            format::significant(kl),
        ));
    }
    if let Some(dual) = shown.dual(shown.selected()) {
        facts.push(Fact::new(
            "KL(p* ‖ q)",
            "From the limit of the dual to where the dual is at the moment shown, in the selected run.",
            format::significant(tidy(dual.kl)),
        ));
    }
    facts
}

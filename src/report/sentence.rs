//! The picture in a few short sentences, for people who do not see it and for people in a hurry.
//!
//! ```text
//! At step 1,000 the 16:1 run misclassifies 5 % of the test set, 1:1 16 % and 1:5 37 %.
//! The runs disagree on 44 % of the population.
//! ```
//!
//! Only what was measured is said. Runs "agree on every sampled point" only where their disagreement is exactly 0.

use crate::data::Class;
use crate::experiment::history::Time;
use crate::experiment::ladder::Status;
use crate::report::Shown;
use crate::report::shown::spread;
use crate::report::theory::{network_words, tidy};
use crate::report::verdict;
use crate::text::format;
use crate::text::list::list;

/// How a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Finite, with its error on the test set (`None` where there is no test set).
    Sound {
        /// Share of the test set that is misclassified.
        test_error: Option<f64>,
    },
    /// Nothing is measured of it.
    Undefined {
        /// Why, a clause such as `the scores or the risk overflow`.
        why: &'static str,
    },
    /// No longer finite.
    Diverged {
        /// The step that overflowed.
        step: u64,
        /// What overflowed, for example `loss`.
        quantity: &'static str,
    },
}

/// One run in words.
#[derive(Clone, Debug, PartialEq)]
pub struct RunInWords<'a> {
    /// Its label, for example `16:1`.
    pub label: &'a str,
    /// How it stands at the time shown.
    pub standing: Standing,
}

/// What training there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trainable {
    /// Both classes are there.
    Yes,
    /// A class has no training example.
    Lacks(Class),
    /// No training example at all.
    Empty,
}

/// Everything the sentences are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene<'a> {
    /// ln of the time shown, −∞ at the start.
    pub ln_t: f64,
    /// ln of the latest time, where an earlier one is shown.
    pub latest: Option<f64>,
    /// Whether the time is warped (gradient flow in ln t) rather than counted in steps.
    pub warped: bool,
    /// The runs, the selected one first.
    pub runs: &'a [RunInWords<'a>],
    /// Share of the population on which the runs disagree; `None` with fewer than two sound runs.
    pub disagreement: Option<f64>,
    /// Angle in degrees between the outermost boundaries, for linear models.
    pub spread: Option<f64>,
    /// Whether there is anything to train on.
    pub trainable: Trainable,
}

/// The moment in words, and what theory says of the examples and of the time shown.
pub fn sentence(shown: &Shown) -> String {
    let ladder = shown.ladder();
    let labels: Vec<String> = (ladder.runs.iter())
        .map(|run| run.weighting.to_string())
        .collect();
    // The selected run comes first.
    let selected = shown.selected();
    let others = (0..labels.len()).filter(|run| *run != selected);
    let order = (0..labels.len())
        .filter(|run| *run == selected)
        .chain(others);
    let runs: Vec<RunInWords> = order
        .map(|run| RunInWords {
            label: &labels[run],
            standing: standing(shown, run),
        })
        .collect();
    let several = runs.len() > 1;
    let record = shown.moment.record.filter(|_| several);
    let mut sentences = vec![describe(&Scene {
        ln_t: shown.ln_t(),
        latest: shown.is_past().then(|| Time::Step(ladder.step()).ln_t()),
        warped: shown.is_warped(),
        runs: &runs,
        disagreement: record.and_then(|record| record.disagreement),
        spread: record
            .filter(|_| shown.is_linear())
            .and_then(spread)
            .map(|spread| tidy(spread).to_degrees()),
        trainable: match (shown.split.train, shown.missing_class()) {
            ((0, 0), _) => Trainable::Empty,
            (_, Some(class)) => Trainable::Lacks(class),
            _ => Trainable::Yes,
        },
    })];
    sentences.extend(verdict::verdict(shown));
    if shown.is_warped() {
        sentences.extend(network_words(shown).map(|words| words.sentence()));
    }
    sentences.join(" ")
}

fn standing(shown: &Shown, run: usize) -> Standing {
    match shown.status(run) {
        Some(Status::Diverged { step, quantity }) => Standing::Diverged {
            step,
            quantity: quantity.name(),
        },
        _ => {
            let metrics = shown.metrics(run);
            match metrics.and_then(|metrics| metrics.undefined) {
                Some(why) => Standing::Undefined { why: why.reason() },
                None => Standing::Sound {
                    test_error: metrics.and_then(|metrics| metrics.test_error),
                },
            }
        }
    }
}

/// The scene in short English sentences.
pub fn describe(scene: &Scene) -> String {
    match scene.trainable {
        Trainable::Empty => return "No example is left to train on.".to_string(),
        Trainable::Lacks(class) => return lacking(class),
        Trainable::Yes => {}
    }
    if scene.ln_t == f64::NEG_INFINITY {
        return match scene.runs.len() {
            0 | 1 => "Not yet trained: step 0.".to_string(),
            _ => "Not yet trained: all runs start from the same initialization.".to_string(),
        };
    }
    let mut sentences = vec![errors(scene)];
    sentences.extend(scene.disagreement.map(|share| {
        if share == 0.0 {
            "All runs agree on every sampled point.".to_string()
        } else {
            let share = format::percent(share);
            format!("The runs disagree on {share} of the population.")
        }
    }));
    sentences.extend(scene.spread.map(|angle| {
        let angle = format::degrees(angle);
        format!("The outermost boundaries differ by {angle}.")
    }));
    for run in scene.runs {
        let label = run.label;
        match run.standing {
            Standing::Diverged { step, quantity } => {
                let step = format::count(step);
                sentences.push(format!(
                    "The {label} run's {quantity} overflowed at step {step}; it is shown at its last finite state."
                ));
            }
            Standing::Undefined { why } => {
                sentences.push(format!("Nothing is measured of {label}: {why}."));
            }
            Standing::Sound { .. } => {}
        }
    }
    sentences.extend(scene.latest.map(|latest| {
        let latest = format::time(latest);
        format!("This is a look back from {latest}.")
    }));
    sentences.join(" ")
}

/// What there is to say where a class has no training example.
pub fn lacking(class: Class) -> String {
    format!(
        "No {} example is left to train on, so there is no boundary to draw.",
        class.name()
    )
}

fn when(scene: &Scene) -> String {
    let time = format::time(scene.ln_t);
    if scene.warped || time.exponent.is_some() {
        format!("At t = {time}")
    } else {
        format!("At step {time}")
    }
}

/// The errors of the runs that are finite.
fn errors(scene: &Scene) -> String {
    let when = when(scene);
    let sound: Vec<(&str, Option<f64>)> = (scene.runs.iter())
        .filter_map(|run| match run.standing {
            Standing::Sound { test_error } => Some((run.label, test_error)),
            Standing::Undefined { .. } | Standing::Diverged { .. } => None,
        })
        .collect();
    let Some(((first, error), others)) = sound.split_first() else {
        let diverged = |run: &RunInWords| matches!(run.standing, Standing::Diverged { .. });
        return if scene.runs.iter().any(diverged) {
            format!("{when} no run is finite any more.")
        } else {
            format!("{when} no run can be measured.")
        };
    };
    let Some(error) = error else {
        return format!("{when}: no test set here.");
    };
    let error = format::percent(*error);
    let mut clauses = vec![format!(
        "the {first} run misclassifies {error} of the test set"
    )];
    for (label, error) in others {
        if let Some(error) = error {
            clauses.push(format!("{label} {}", format::percent(*error)));
        }
    }
    format!("{when} {}.", list(&clauses))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::ln;

    fn run(label: &str, test_error: f64) -> RunInWords<'_> {
        RunInWords {
            label,
            standing: Standing::Sound {
                test_error: Some(test_error),
            },
        }
    }

    fn scene<'a>(ln_t: f64, runs: &'a [RunInWords<'a>]) -> Scene<'a> {
        Scene {
            ln_t,
            latest: None,
            warped: false,
            runs,
            disagreement: None,
            spread: None,
            trainable: Trainable::Yes,
        }
    }

    fn words(scene: &Scene) -> String {
        describe(scene).replace('\u{a0}', " ")
    }

    #[test]
    fn a_ladder_in_one_sentence() {
        let runs = [run("16:1", 0.05), run("1:1", 0.16), run("1:5", 0.37)];
        let scene = Scene {
            disagreement: Some(0.44),
            ..scene(ln(1000.0), &runs)
        };
        assert_eq!(
            words(&scene),
            "At step 1,000 the 16:1 run misclassifies 5 % of the test set, 1:1 16 % and 1:5 37 %. \
             The runs disagree on 44 % of the population."
        );
        let back = Scene {
            latest: Some(ln(1e5)),
            ..scene
        };
        assert!(words(&back).ends_with(" This is a look back from 100,000."));
    }

    #[test]
    fn agreement_is_said_only_where_it_is_exact() {
        let runs = [run("16:1", 0.0), run("1:1", 0.0)];
        let with = |share| {
            words(&Scene {
                disagreement: Some(share),
                ..scene(0.0, &runs)
            })
        };
        assert!(with(0.0).contains("All runs agree on every sampled point."));
        assert!(with(1e-9).contains("disagree on under 0.1 % of the population"));
    }

    #[test]
    fn before_training_and_without_a_class() {
        let runs = [run("16:1", 0.8), run("1:1", 0.8)];
        let start = scene(f64::NEG_INFINITY, &runs);
        assert_eq!(
            words(&start),
            "Not yet trained: all runs start from the same initialization."
        );
        let lacking = Scene {
            trainable: Trainable::Lacks(Class::Blue),
            ..start
        };
        assert_eq!(
            words(&lacking),
            "No blue example is left to train on, so there is no boundary to draw."
        );
    }

    #[test]
    fn divergence_is_told_with_its_step() {
        let diverged = RunInWords {
            label: "16:1",
            standing: Standing::Diverged {
                step: 2,
                quantity: "loss",
            },
        };
        let runs = [diverged.clone(), run("1:1", 0.5)];
        assert_eq!(
            words(&scene(ln(7.0), &runs)),
            "At step 7 the 1:1 run misclassifies 50 % of the test set. The 16:1 run's loss overflowed at step 2; \
             it is shown at its last finite state."
        );
        let alone = [diverged];
        assert!(words(&scene(ln(7.0), &alone)).starts_with("At step 7 no run is finite any more."));
    }

    #[test]
    fn warped_time_is_never_called_a_step() {
        let runs = [run("5:1", 0.0), run("1:5", 0.0)];
        let scene = Scene {
            warped: true,
            spread: Some(0.81),
            ..scene(30.0 * ln(10.0), &runs)
        };
        let words = words(&scene);
        assert!(words.starts_with("At t = 10^30 the 5:1 run"), "{words}");
        assert!(
            words.ends_with("The outermost boundaries differ by 0.81°."),
            "{words}"
        );
    }
}

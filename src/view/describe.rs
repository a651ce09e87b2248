//! The picture in one sentence or two, for people who do not see it and for people in a hurry.
//!
//! ```text
//! At step 1,000 the 16:1 run errs on 5 % of the test set, 1:1 on 16 % and 1:5 on 37 %;
//! the runs disagree on 44 % of the population.
//! ```
//!
//! Only what was measured is said. Runs "agree everywhere" only where their disagreement is exactly 0.

use super::format;
use crate::data::Class;

/// How a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Finite, with its error on the test set (`None` where there is no test set).
    Sound {
        /// Share of the test set that is called wrongly.
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
    /// A class has no training example: its name.
    Lacks(Class),
    /// No training example at all.
    Empty,
}

/// Everything the sentence is about.
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
    /// Angle in degrees between the outermost runs, for linear models.
    pub spread: Option<f64>,
    /// Whether there is anything to train on.
    pub trainable: Trainable,
}

/// The scene in one or two English sentences, with a full stop.
pub fn describe(scene: &Scene) -> String {
    match scene.trainable {
        Trainable::Empty => return "No example is left to train on.".to_string(),
        Trainable::Lacks(class) => return lacking(class),
        Trainable::Yes => {}
    }
    if scene.ln_t == f64::NEG_INFINITY {
        return match scene.runs.len() {
            0 | 1 => "Not yet trained: step 0.".to_string(),
            _ => "Not yet trained: all runs start from the same parameters.".to_string(),
        };
    }
    let mut parts = vec![errors(scene)];
    parts.append(&mut distance(scene));
    let mut text = parts.join("; ");
    text.push('.');
    for run in scene.runs {
        match run.standing {
            Standing::Diverged { step, quantity } => text += &overflow(run.label, step, quantity),
            Standing::Undefined { why } => {
                text += &format!(" Nothing is measured of {}: {why}.", run.label);
            }
            Standing::Sound { .. } => {}
        }
    }
    if let Some(latest) = scene.latest {
        text += &looking_back(latest);
    }
    text
}

/// What there is to say where a class has no training example.
pub fn lacking(class: Class) -> String {
    format!(
        "No {} example is left to train on, so there is no boundary to draw.",
        class.name()
    )
}

fn overflow(label: &str, step: u64, quantity: &str) -> String {
    format!(
        " The {label} run's {quantity} overflowed at step {}; it is shown at its last finite state.",
        format::count(step)
    )
}

fn looking_back(latest: f64) -> String {
    format!(" Looking back from {}.", format::time(latest))
}

fn when(scene: &Scene) -> String {
    let time = format::time(scene.ln_t);
    if scene.warped || time.exponent.is_some() {
        format!("At t = {time}")
    } else {
        format!("At step {time}")
    }
}

fn errors(scene: &Scene) -> String {
    let mut sound = Vec::new();
    for run in scene.runs {
        if let Standing::Sound { test_error } = run.standing {
            sound.push((run.label, test_error));
        }
    }
    let when = when(scene);
    let Some(((first, error), others)) = sound.split_first() else {
        let measured = |run: &RunInWords| !matches!(run.standing, Standing::Undefined { .. });
        return if scene.runs.iter().any(measured) {
            format!("{when} no run is finite any more")
        } else {
            format!("{when} no run can be measured")
        };
    };
    let Some(error) = error else {
        return format!("{when} there is no test set to err on");
    };
    let mut clauses = vec![format!(
        "the {first} run errs on {} of the test set",
        format::percent(*error)
    )];
    for (label, error) in others {
        if let Some(error) = error {
            clauses.push(format!("{label} on {}", format::percent(*error)));
        }
    }
    format!("{when} {}", list(&clauses))
}

fn distance(scene: &Scene) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(share) = scene.disagreement {
        parts.push(if share == 0.0 {
            "the runs agree on all of the population sample".to_string()
        } else {
            let share = format::percent(share);
            format!("the runs disagree on {share} of the population")
        });
    }
    if let Some(angle) = scene.spread {
        let angle = format::degrees(angle);
        parts.push(format!("their parameter vectors are {angle} apart"));
    }
    parts
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
    }
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
            "At step 1,000 the 16:1 run errs on 5 % of the test set, 1:1 on 16 % and 1:5 on 37 %; \
             the runs disagree on 44 % of the population."
        );
        let back = Scene {
            latest: Some(ln(1e5)),
            ..scene
        };
        assert!(words(&back).ends_with(" Looking back from 100,000."));
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
        assert!(with(0.0).contains("agree on all of the population sample"));
        assert!(with(1e-9).contains("disagree on under 0.1 % of the population"));
    }

    #[test]
    fn before_training_and_without_a_class() {
        let runs = [run("16:1", 0.8), run("1:1", 0.8)];
        let start = scene(f64::NEG_INFINITY, &runs);
        assert_eq!(
            words(&start),
            "Not yet trained: all runs start from the same parameters."
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
            "At step 7 the 1:1 run errs on 50 % of the test set. The 16:1 run's loss overflowed at step 2; \
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
            words.ends_with("their parameter vectors are 0.81° apart."),
            "{words}"
        );
    }
}

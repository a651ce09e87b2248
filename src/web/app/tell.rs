//! What the page says in words and numbers: facts of the data, read-outs, the sentence, the state.

use crate::data::{Class, Split};
use crate::experiment::history::Time;
use crate::experiment::ladder::{Run, Status};
use crate::experiment::metrics::Metrics;
use crate::model::{Init, Model};
use crate::numeric::norm;
use crate::outlook::limits::{Limits, angle};
use crate::outlook::scope::{self, End};
use crate::settings::{DataKind, ModelKind};
use crate::theory::max_margin::MaxMargin;
use crate::theory::optimum::Optimum;
use crate::theory::separability::Separability;
use crate::view::describe::{RunInWords, Scene, Standing, Trainable, describe, lacking};
use crate::view::format::{self, Number};
use crate::view::theory_words::tidy;
use crate::view::verdict::Verdict;
use crate::web::app::App;
use crate::web::app::msg::{Msg, OwnMsg};
use crate::web::app::show::ratio_text;
use crate::web::dom::toggle_class;
use crate::web::panels::facts::Fact;
use crate::web::panels::readouts::{Readout, Value};
use crate::weights::{SplitFacts, Weighting, effective_share};

impl App {
    /// What the data is like: the split's shares, and for a line what theory says of the rows.
    pub(in crate::web) fn sync_facts(&self) {
        let ladder = self.session.ladder();
        let split = SplitFacts::of(&ladder.dataset);
        let number = |value: Option<f64>| value.map_or_else(|| plain("–"), format::significant);
        let mut facts = vec![Fact {
            mix: split.p_s().map(|p| p[0]),
            ..fact(
                "Training P",
                "Orange and blue examples that are trained on.",
                counts(split.train),
            )
            .index("s")
        }];
        if split.test != (0, 0) {
            facts.push(Fact {
                mix: split.p_t().map(|p| p[0]),
                ..fact(
                    "Test P",
                    "Orange and blue examples of the test set, which is never trained on.",
                    counts(split.test),
                )
                .index("t")
            });
            let ratio = split
                .true_ratio()
                .map_or_else(|| plain("–"), |ratio| plain(ratio_text(ratio)));
            facts.push(Fact {
                strong: true,
                ..fact("True ratio", "The weight of orange over that of blue that makes the training set look like the test set.", ratio)
            });
            facts.push(fact(
                "χ² of the split",
                "χ²(P_t ‖ P_s) = Σ q²/p − 1: what the true weights cost in variance.",
                number(split.chi_square()),
            ));
        }
        let run = ladder.runs.get(self.selected());
        let effective = run
            .and_then(|run| effective_share(&run.weights))
            .map_or_else(|| plain("–"), format::percent);
        facts.push(fact(
            "Effective sample",
            "(Σ w)²/Σ w² of the selected run, as a share of the training rows.",
            effective,
        ));
        if let Some(limits) = self.known_limits() {
            facts.append(&mut self.facts_of_limits(limits));
        }
        self.page.facts().sync(&self.ui, &facts)
    }

    /// The limits of the rows, of a line on rows of both classes.
    pub(in crate::web) fn known_limits(&self) -> Option<&Limits> {
        let limits = self.outlook.limits.as_ref()?;
        (self.session.ladder().missing_class().is_none()).then_some(limits)
    }

    /// What theory says of the rows.
    fn facts_of_limits(&self, limits: &Limits) -> Vec<Fact> {
        let mut facts = Vec::new();
        let (verdict, limit) = match &limits.separability {
            Separability::Separable(limit) => ("yes".to_owned(), Some(limit)),
            Separability::Partly(partly) => (
                format!("{} of {} rows", partly.separable.len(), limits.rows.len()),
                Some(&partly.limit),
            ),
            Separability::NotSeparable { .. } => ("no".to_owned(), None),
            Separability::Undecided { .. } => ("undecided".to_owned(), None),
        };
        facts.push(Fact {
            strong: true,
            ..fact(
                "Separable",
                "Whether a line divides the training rows of the two classes.",
                plain(verdict),
            )
        });
        if let Some(limit) = limit {
            facts.push(fact("Largest margin γ", "The largest margin that a direction of length 1 reaches on every row, the bias in the norm.", format::significant(limit.margin)));
            facts.push(fact(
                "Support vectors",
                "Rows that lie on the margin: they hold the boundary in the end.",
                plain(format::count(limit.support.len() as u64)),
            ));
        }
        if let Some(kl) = self
            .outlook
            .runs
            .get(self.selected())
            .and_then(|run| run.kl)
        {
            facts.push(fact("KL(p* ‖ w)", "From the limit of the dual to the weights it starts at, in the selected run: an ingredient of an upper bound, not a ranking of weightings.", format::significant(kl)));
        }
        if let Some(dual) = self.dual_shown() {
            facts.push(fact(
                "KL(p* ‖ q)",
                "The same, to where the dual is at the moment shown.",
                format::significant(tidy(dual.kl)),
            ));
        }
        facts
    }

    pub(in crate::web) fn show_readouts(&self) {
        let ladder = self.session.ladder();
        let has_test = ladder.dataset.count(Split::Test) != (0, 0);
        let record = self.shown_record();
        let limit = self.separable_limit();
        let optimum = |at: usize| self.resting_place(at);
        let heads = match (limit, optimum(0), has_test) {
            (Some(_), ..) if scope::end(&ladder.spec) == End::MaxMargin => {
                ["Angle to limit", "Margin", "ln L"]
            }
            (Some(_), ..) => ["Angle to max margin", "Margin", "ln L"],
            (None, Some(_), true) => ["Test error", "To its optimum", "ln L"],
            (None, Some(_), false) => ["Training error", "To its optimum", "ln L"],
            (None, None, true) => ["Test error", "Called orange", "ln L"],
            (None, None, false) => ["Training error", "Called orange", "ln L"],
        };
        let readout = |(at, run): (usize, &Run)| {
            let metrics = record.and_then(|record| record.metrics.get(at));
            let measured = metrics.is_some_and(|metrics| metrics.undefined.is_none());
            let theta = record
                .and_then(|record| record.parameters.get(at))
                .filter(|_| measured);
            let error = |metrics: &Metrics| {
                if has_test {
                    metrics.test_error
                } else {
                    metrics.train_error
                }
            };
            let ln_risk = value(
                metrics
                    .and_then(|metrics| metrics.ln_risk)
                    .map(format::significant),
            );
            let values = if let Some(limit) = limit {
                let [degrees, margin] = to_limit(limit, theta, metrics);
                [degrees, margin, ln_risk]
            } else {
                let second = match (optimum(at), theta) {
                    (Some(optimum), Some(theta)) => {
                        Some(format::significant(distance(theta, &optimum.theta)))
                    }
                    _ => metrics
                        .and_then(|metrics| metrics.fraction_orange)
                        .map(format::percent),
                };
                [
                    value(metrics.and_then(error).map(format::percent)),
                    value(second),
                    ln_risk,
                ]
            };
            Readout {
                name: run.weighting.to_string(),
                values,
            }
        };
        let readouts: Vec<Readout> = ladder.runs.iter().enumerate().map(readout).collect();
        toggle_class(
            &self.page.readouts.root,
            "many",
            readouts.len() > crate::web::panels::readouts::MANY,
        );
        let at = format::time(self.shown().ln_t());
        self.page
            .readouts
            .sync(&self.ui, &at, heads, &readouts, self.selected())
    }

    /// Where a run comes to rest: nowhere on rows that are separable, all or some of them, without a penalty.
    pub(in crate::web) fn resting_place(&self, run: usize) -> Option<&Optimum> {
        let limit = self.outlook.runs.get(run)?;
        let rests = self.session.ladder().spec.l2 > 0.0
            || matches!(limit.separability, Separability::NotSeparable { .. });
        limit.optimum.as_ref().ok().filter(|_| rests)
    }

    /// The max margin of separable rows without a penalty: the limit of every run under an exponential tail, and of any
    /// other what its angle is measured to.
    pub(in crate::web) fn separable_limit(&self) -> Option<&MaxMargin> {
        let limits = self.outlook.limits.as_ref()?;
        let ladder = self.session.ladder();
        match &limits.separability {
            Separability::Separable(limit)
                if ladder.spec.l2 == 0.0 && ladder.missing_class().is_none() =>
            {
                Some(limit)
            }
            _ => None,
        }
    }

    /// The moment in one or two sentences, and for a line what theory says of it.
    pub(in crate::web) fn sentence(&self) -> String {
        let ladder = self.session.ladder();
        let labels: Vec<String> = ladder
            .runs
            .iter()
            .map(|run| run.weighting.to_string())
            .collect();
        let record = self.shown_record();
        let words = |at: usize| {
            let status = record
                .and_then(|record| record.statuses.get(at))
                .copied()
                .unwrap_or(ladder.runs[at].status);
            let standing = match status {
                Status::Diverged { step, quantity } => Standing::Diverged {
                    step,
                    quantity: quantity.name(),
                },
                _ => {
                    let metrics = record.and_then(|record| record.metrics.get(at));
                    match metrics.and_then(|metrics| metrics.undefined) {
                        Some(why) => Standing::Undefined { why: why.reason() },
                        None => Standing::Sound {
                            test_error: metrics.and_then(|metrics| metrics.test_error),
                        },
                    }
                }
            };
            RunInWords {
                label: &labels[at],
                standing,
            }
        };
        let mut runs = Vec::new();
        for at in 0..labels.len() {
            // The selected run comes first.
            let place = if at == self.selected() { 0 } else { at };
            runs.insert(place.min(runs.len()), words(at));
        }
        let several = runs.len() > 1;
        let linear = matches!(ladder.model, Model::Linear { .. });
        let mut text = describe(&Scene {
            ln_t: self.shown().ln_t(),
            latest: matches!(self.looking, Some(Time::Step(_)))
                .then(|| Time::Step(self.step()).ln_t()),
            warped: matches!(self.looking, Some(Time::Warped(_))),
            runs: &runs,
            disagreement: record
                .and_then(|record| record.disagreement)
                .filter(|_| several),
            spread: record
                .filter(|_| several && linear)
                .and_then(|record| crate::outlook::limits::spread(&record.parameters))
                .map(|spread| tidy(spread).to_degrees()),
            trainable: match (ladder.dataset.count(Split::Train), ladder.missing_class()) {
                ((0, 0), _) => Trainable::Empty,
                (_, Some(class)) => Trainable::Lacks(class),
                _ => Trainable::Yes,
            },
        });
        if let Some(limits) = self.known_limits() {
            text += " ";
            text += &self.verdict(limits);
        }
        if let Some(words) = self.network_words()
            && matches!(self.looking, Some(Time::Warped(_)))
        {
            text += " ";
            text += &words.sentence();
        }
        text
    }

    /// What theory says of the rows, in one sentence.
    fn verdict(&self, limits: &Limits) -> String {
        let ladder = self.session.ladder();
        let weightings: Vec<Weighting> = ladder.runs.iter().map(|run| run.weighting).collect();
        let verdict = Verdict::new(&ladder.spec, limits, &self.outlook.runs, &weightings);
        verdict.words()
    }

    /// Says what state the lab is in, if that needs saying.
    pub(in crate::web) fn show_state(&self) {
        let ladder = self.session.ladder();
        let (orange, blue) = ladder.dataset.count(Split::Train);
        let diverged = |run: &Run| matches!(run.status, Status::Diverged { .. });
        if self.has_begun() && orange > 0 && blue > 0 && !ladder.runs.iter().any(diverged) {
            self.page.plane.say("", None)
        } else {
            self.say_state()
        }
    }

    /// Whether steps were taken or asked for.
    fn has_begun(&self) -> bool {
        self.step() > 0 || self.playing || self.warping || self.target > 0
    }

    /// Says it, and offers one way on.
    fn say_state(&self) {
        let ladder = self.session.ladder();
        let spec = &self.link.spec;
        let own = spec.data == DataKind::Csv;
        let say = |text: &str, label: &str, msg: Msg| self.page.plane.say(text, Some((label, msg)));
        if ladder.dataset.examples.is_empty() && own {
            return say(
                "No rows yet.",
                "Load a file or paste rows",
                Msg::Own(OwnMsg::Open),
            );
        }
        if ladder.dataset.count(Split::Train) == (0, 0) {
            return say(
                "No example is left to train on.",
                "Keep all of both classes",
                Msg::KeepAll,
            );
        }
        if let Some(class) = ladder.missing_class() {
            let text = lacking(class);
            let (key, share, percent) = match class {
                Class::Orange => ("keep_orange", "0.2", "20 %"),
                Class::Blue => ("keep_blue", "0.8", "80 %"),
            };
            return if own {
                say(&text, "Load other rows", Msg::Own(OwnMsg::Open))
            } else {
                say(
                    &text,
                    &format!("Keep {} {percent}", class.name()),
                    Msg::Set(key, share.to_owned()),
                )
            };
        }
        let seen = |step: u64| match self.looking {
            Some(Time::Step(at)) => at >= step,
            _ => true,
        };
        let diverged = ladder.runs.iter().find_map(|run| match run.status {
            Status::Diverged { step, quantity } if seen(step) => Some((run, step, quantity)),
            _ => None,
        });
        if let Some((run, step, quantity)) = diverged {
            let text = format!(
                "The {} {} overflowed at step {}. Shown is step {}, the last finite state.",
                run.weighting,
                quantity.name(),
                format::count(step),
                format::count(step - 1)
            );
            return if spec.model == ModelKind::Mlp && spec.init != Init::Ntk {
                say(
                    &text,
                    "Use the scaled start",
                    Msg::Set("init", "ntk".to_owned()),
                )
            } else {
                let lr = crate::text::decimal::shortest(spec.lr / 10.0);
                say(
                    &text,
                    &format!("Use learning rate {lr}"),
                    Msg::Set("lr", lr.clone()),
                )
            };
        }
        if !self.has_begun() {
            return say(
                "t = 0. All runs start from the same parameters.",
                "Play",
                Msg::TogglePlay,
            );
        }
        self.page.plane.say("", None)
    }

    /// Tells about the example near a place.
    pub(in crate::web) fn point_at(&mut self, place: Option<[f64; 2]>) {
        let pointed = place.and_then(|place| self.nearest_example(place));
        if pointed != self.pointed || self.cross.is_some() {
            self.pointed = pointed;
            self.stale.plane = true;
            self.stale.numbers = true;
        }
        self.page
            .plane
            .tell(&pointed.map(|at| self.about(at)).unwrap_or_default())
    }

    /// The training row of an example of the data set.
    pub(in crate::web) fn training_row(&self, at: usize) -> Option<usize> {
        let examples = &self.session.ladder().dataset.examples;
        let before = examples
            .get(..at)?
            .iter()
            .filter(|example| example.split == Split::Train)
            .count();
        (examples.get(at)?.split == Split::Train).then_some(before)
    }

    /// An example in words: class, split, weight, place, and what it has to do with the boundary.
    fn about(&self, at: usize) -> String {
        let ladder = self.session.ladder();
        let Some(example) = ladder.dataset.examples.get(at) else {
            return String::new();
        };
        let [x1, x2] = example.x.map(format::significant);
        let mut text = format!("{} ({x1}, {x2})", example.class.name());
        let (Some(row), Some(run)) = (self.training_row(at), ladder.runs.get(self.selected()))
        else {
            return text + ", test";
        };
        text += &format!(
            ", training, weight {} in {}",
            format::significant(run.weights[row]),
            run.weighting
        );
        if let Some(theta) = self
            .shown_record()
            .and_then(|record| record.parameters.get(self.selected()))
            && let Some(limits) = &self.outlook.limits
            && let Some(shares) = limits.shares(ladder, run, theta)
        {
            text += &format!(
                ", margin {}, q {}",
                format::significant(limits.rows.margins(theta)[row]),
                format::significant(shares[row])
            );
            if let Some(limit) = limits.limit() {
                text += &format!(", p* {}", format::significant(limit.dual[row]));
            }
        }
        text
    }
}

fn fact(name: &'static str, help: &'static str, value: Number) -> Fact {
    Fact {
        name,
        index: "",
        help,
        value,
        mix: None,
        strong: false,
    }
}

fn plain(text: impl Into<String>) -> Number {
    Number {
        text: text.into(),
        exponent: None,
        unit: "",
    }
}

fn counts((orange, blue): (usize, usize)) -> Number {
    plain(format!(
        "{} : {}",
        format::count(orange as u64),
        format::count(blue as u64)
    ))
}

fn value(number: Option<Number>) -> Value {
    Value {
        number: number.unwrap_or_else(|| plain("–")),
    }
}

/// How far a run is from the limit of all, and its margin in parts of the largest.
fn to_limit(limit: &MaxMargin, theta: Option<&Vec<f64>>, metrics: Option<&Metrics>) -> [Value; 2] {
    let degrees = theta
        .and_then(|theta| angle(theta, &limit.direction))
        .map(f64::to_degrees);
    let margin = metrics
        .and_then(|metrics| metrics.normalized_margin)
        .map(|margin| margin / limit.margin);
    let margin = margin.map(|margin| Number {
        unit: " γ",
        ..format::significant(margin)
    });
    [value(degrees.map(format::degrees)), value(margin)]
}

/// The distance between two points.
pub(in crate::web) fn distance(a: &[f64], b: &[f64]) -> f64 {
    norm(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
}

//! What state the lab is in, where that needs saying, with one way on.

use crate::data::Class;
use crate::experiment::history::Time;
use crate::experiment::ladder::Status;
use crate::model::Init;
use crate::report::sentence::lacking;
use crate::report::{Activity, Shown};
use crate::settings::{DataKind, ModelKind, Spec};
use crate::text::{decimal, format};

/// A state in words, and what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// One or two sentences.
    pub text: String,
    /// The label of what can be done.
    pub label: String,
    /// What it does.
    pub way_on: WayOn,
}

/// What can be done about a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// Ask for data.
    LoadData,
    /// Use every example for training.
    UseAll,
    /// Set a field, by its key in links.
    Set(&'static str, String),
    /// Begin to train.
    Play,
}

impl State {
    fn new(text: impl Into<String>, label: impl Into<String>, way_on: WayOn) -> State {
        State {
            text: text.into(),
            label: label.into(),
            way_on,
        }
    }
}

/// The state of the lab at the moment shown; `None` where the picture says enough.
pub fn state(shown: &Shown) -> Option<State> {
    let ladder = shown.ladder();
    let own = ladder.spec.data == DataKind::Csv;
    if ladder.dataset.examples.is_empty() && own {
        return Some(State::new(
            "No examples yet.",
            "Load or paste data…",
            WayOn::LoadData,
        ));
    }
    if shown.split.train == (0, 0) {
        return Some(State::new(
            "No example is left to train on.",
            "Use all for training",
            WayOn::UseAll,
        ));
    }
    if let Some(class) = shown.missing_class() {
        return Some(one_class(class, own));
    }
    if let Some(state) = diverged(shown) {
        return Some(state);
    }
    let begun = ladder.step() > 0 || shown.activity != Activity::Paused;
    (!begun).then(|| {
        State::new(
            "t = 0. All runs start from the same initialization.",
            "Play",
            WayOn::Play,
        )
    })
}

fn one_class(class: Class, own: bool) -> State {
    if own {
        return State::new(lacking(class), "Load other data…", WayOn::LoadData);
    }
    let usual = Spec::default();
    let (key, share) = match class {
        Class::Orange => ("keep_orange", usual.keep_orange),
        Class::Blue => ("keep_blue", usual.keep_blue),
    };
    State::new(
        lacking(class),
        format!(
            "Use {} of {} for training",
            format::percent(share),
            class.name()
        ),
        WayOn::Set(key, decimal::shortest(share)),
    )
}

/// The first run that has diverged by the moment shown.
fn diverged(shown: &Shown) -> Option<State> {
    let ladder = shown.ladder();
    let seen = |step: u64| match shown.moment.at {
        Time::Step(at) => !shown.is_past() || at >= step,
        Time::Warped(_) => true,
    };
    let (run, step, quantity) = ladder.runs.iter().find_map(|run| match run.status {
        Status::Diverged { step, quantity } if seen(step) => Some((run, step, quantity)),
        _ => None,
    })?;
    let text = format!(
        "The {} run's {} overflowed at step {}. Its last finite state is shown, that of step {}.",
        run.weighting,
        quantity.name(),
        format::count(step),
        format::count(step - 1)
    );
    let spec = &ladder.spec;
    Some(if spec.model == ModelKind::Mlp && spec.init != Init::Ntk {
        State::new(
            text,
            "Use the scaled initialization",
            WayOn::Set("init", "ntk".to_owned()),
        )
    } else {
        let lr = decimal::shortest(spec.lr / 10.0);
        State::new(
            text,
            format!("Use learning rate {lr}"),
            WayOn::Set("lr", lr),
        )
    })
}

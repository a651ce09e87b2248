//! The parts of the lab's code that are fetched when they are first called for.
//!
//! The page loads the WebAssembly in parts, which `xtask/src/build.rs` names; scripts load it whole. A function
//! of a part that is called before the part has arrived has the whole page wait for it, so three gates stand before
//! them. [`Parts::needed`] holds back what happens: until a person asks for something, a page without settings in its
//! link shows the default lab, and does without all that takes another. With settings, `www/boot.js` fetches that part
//! first. `App::think` holds back the theory beside the session: what takes or shows a limit is called where there is
//! one.
//!
//! What moves into a part is whole functions. So what a first visit does without, in a function that it calls, is a
//! function of its own, marked `#[inline(never)]`.

use super::listen::Hearing;
use super::msg::{Mailbox, Msg, OwnMsg, PlaneMsg, Tool};
use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What answers a person, and every lab but the default one.
    Hands,
    /// Limits, duals, warped time, and how they are drawn and told.
    Theory,
    /// Reading tables, and rows in links.
    OwnData,
}

impl Part {
    /// The name of its file.
    fn file(self) -> &'static str {
        match self {
            Part::Hands => "hands",
            Part::Theory => "theory",
            Part::OwnData => "own_data",
        }
    }

    /// What it is to a reader.
    pub fn name(self) -> &'static str {
        match self {
            Part::Hands => "what answers you",
            Part::Theory => "the theory",
            Part::OwnData => "what reads own data",
        }
    }
}

/// The parts without which something that happened cannot be answered.
fn parts_of(msg: &Msg, tool: Tool) -> &'static [Part] {
    let own = match msg {
        // To pause waits for nothing.
        Msg::TogglePlay
        | Msg::Step
        | Msg::Part(..)
        | Msg::Frame(_)
        | Msg::Resized
        | Msg::ThemeChanged
        | Msg::Seen(_)
        | Msg::Hidden(_) => return &[],
        Msg::Own(OwnMsg::Close) => false,
        Msg::Own(_) => true,
        // It may hold rows.
        Msg::Link(_) => true,
        Msg::Set("data", kind) => kind == "csv",
        // Editing makes the data a person's own.
        Msg::Plane(PlaneMsg::Press(..) | PlaneMsg::Use) => tool != Tool::Inspect,
        _ => false,
    };
    if own {
        &[Part::Hands, Part::OwnData]
    } else {
        &[Part::Hands]
    }
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    Elsewhere,
    OnItsWay,
    Here,
    Failed,
}

/// Which parts are here.
pub struct Parts {
    fetch: Option<Function>,
    states: [State; 3],
    /// What happened and waits for a part.
    waiting: Vec<(Part, Msg)>,
    hearings: [Hearing; 3],
}

impl Parts {
    /// All of them, if nothing is given to fetch them with: then the WebAssembly is whole.
    pub fn new(fetch: Option<Function>, mail: &Rc<Mailbox>) -> Parts {
        let state = if fetch.is_some() {
            State::Elsewhere
        } else {
            State::Here
        };
        let hearing = |part: Part| {
            let mail = Rc::clone(mail);
            Hearing::new(move |arrived| mail.send(Msg::Part(part, arrived)))
        };
        Parts {
            fetch,
            states: std::array::from_fn(|_| state.clone()),
            waiting: Vec::new(),
            hearings: [Part::Hands, Part::Theory, Part::OwnData].map(hearing),
        }
    }

    /// The parts to wait for before something that happened is answered: those it takes, and those that what was
    /// asked before it waits for, as far as the order makes a difference.
    pub fn needed(&self, msg: &Msg, tool: Tool) -> &'static [Part] {
        match msg {
            Msg::TogglePlay | Msg::Step if !self.waiting.is_empty() => &[Part::Hands],
            _ => parts_of(msg, tool),
        }
    }

    /// Whether a part is here; if it was never asked for, it is now.
    pub fn need(&mut self, part: Part) -> bool {
        if self.states[part as usize] == State::Elsewhere {
            self.ask(part);
        }
        self.states[part as usize] == State::Here
    }

    /// Whether there is nothing to do about a part but wait for it.
    pub fn is_missing(&self, part: Part) -> bool {
        matches!(self.states[part as usize], State::OnItsWay | State::Failed)
    }

    /// Whether something that happened has to wait for a part; then it is kept. Asks again after a failure.
    pub fn keep(&mut self, part: Part, msg: &Msg) -> bool {
        self.forgive(part);
        if self.need(part) {
            return false;
        }
        self.waiting.push((part, msg.clone()));
        true
    }

    /// Lets a part that could not be fetched be asked for again.
    pub fn forgive(&mut self, part: Part) {
        let state = &mut self.states[part as usize];
        if *state == State::Failed {
            *state = State::Elsewhere;
        }
    }

    /// Takes note that a part has arrived, or has not; returns what waited for it.
    pub fn answered(&mut self, part: Part, arrived: bool) -> Vec<Msg> {
        self.states[part as usize] = if arrived { State::Here } else { State::Failed };
        let mut of_part = Vec::new();
        for (waits_for, msg) in std::mem::take(&mut self.waiting) {
            if waits_for == part {
                of_part.push(msg);
            } else {
                self.waiting.push((waits_for, msg));
            }
        }
        of_part
    }

    fn ask(&mut self, part: Part) {
        let Some(fetch) = &self.fetch else {
            return;
        };
        let promise = fetch
            .call1(&JsValue::NULL, &part.file().into())
            .and_then(|promise| promise.dyn_into::<Promise>());
        let Ok(promise) = promise else {
            self.states[part as usize] = State::Failed;
            return;
        };
        self.hearings[part as usize].of(&promise);
        self.states[part as usize] = State::OnItsWay;
    }
}

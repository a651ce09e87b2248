//! The parts of the lab's code that are fetched when they are first called for.
//!
//! The page loads the WebAssembly in parts, which `xtask/src/build.rs` names; scripts load it whole. A function
//! of a part must not be called before the part has arrived, so two gates stand before them: [`part_of`] holds
//! back what happens, and `App::think` the theory beside the session.

use super::listen::Hearing;
use super::msg::{Mailbox, Msg, OwnMsg, PlaneMsg, Tool};
use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Limits, duals, warped time, and how they are drawn and told.
    Theory,
    /// Reading tables, and rows in links.
    OwnData,
}

impl Part {
    /// The name of its file.
    fn file(self) -> &'static str {
        match self {
            Part::Theory => "theory",
            Part::OwnData => "own_data",
        }
    }

    /// What it is to a reader.
    pub fn name(self) -> &'static str {
        match self {
            Part::Theory => "the theory",
            Part::OwnData => "what reads own data",
        }
    }
}

/// The part without which something that happened cannot be answered.
pub fn part_of(msg: &Msg, tool: Tool) -> Option<Part> {
    let own = match msg {
        Msg::Own(OwnMsg::Close) => false,
        Msg::Own(_) => true,
        Msg::Link(query) => query.contains("points="),
        Msg::Set("data", kind) => kind == "csv",
        // Editing makes the data a person's own.
        Msg::Plane(PlaneMsg::Press(..) | PlaneMsg::Use) => tool != Tool::Inspect,
        _ => false,
    };
    own.then_some(Part::OwnData)
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
    states: [State; 2],
    /// What happened and waits for a part.
    waiting: Vec<(Part, Msg)>,
    hearings: [Hearing; 2],
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
            states: [state.clone(), state],
            waiting: Vec::new(),
            hearings: [hearing(Part::Theory), hearing(Part::OwnData)],
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
        let (of_part, others) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(waits_for, _)| *waits_for == part);
        self.waiting = others;
        let of_part: Vec<(Part, Msg)> = of_part;
        of_part.into_iter().map(|(_, msg)| msg).collect()
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

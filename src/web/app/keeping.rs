//! What is kept of a lab outside of the program's memory, so that it outlives a fault of the program.
//!
//! After every message whatever has changed is handed to [`Keeper`], an object of the page's script
//! (`src/web/heal.js`): the settings as a link and own rows as numbers, where time stands, the parameters of every run
//! and of every record. A lab that is made again takes it all back.

use crate::data::packed::{pack, unpack};
use crate::experiment::checkpoint::{Past, RunState};
use crate::experiment::history::{Record, Time};
use crate::experiment::playback::Playback;
use crate::settings::{Link, Notice};
use crate::web::app::App;
use js_sys::JsString;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Who keeps it.
    pub type Keeper;

    /// The link's text.
    #[wasm_bindgen(method, js_name = keepLink)]
    fn keep_link(this: &Keeper, query: &str);

    /// Own rows: numbers, and the names of features and classes.
    #[wasm_bindgen(method, js_name = keepOwn)]
    fn keep_own(this: &Keeper, numbers: &[f64], x1: &str, x2: &str, orange: &str, blue: &str);

    /// What the present session is trained from: nothing of another one is kept.
    #[wasm_bindgen(method, js_name = keepNothingElse)]
    fn keep_nothing_else(this: &Keeper);

    /// Where time stands.
    #[wasm_bindgen(method, js_name = keepTime)]
    fn keep_time(this: &Keeper, numbers: &[f64]);

    /// A run.
    #[wasm_bindgen(method, js_name = keepRun)]
    fn keep_run(this: &Keeper, run: usize, numbers: &[f64]);

    /// The parameters of all runs at a recorded step.
    #[wasm_bindgen(method, js_name = keepRecord)]
    fn keep_record(this: &Keeper, numbers: &[f64]);

    /// Every record is handed over anew.
    #[wasm_bindgen(method, js_name = dropRecords)]
    fn drop_records(this: &Keeper);

    #[wasm_bindgen(method, getter)]
    fn link(this: &Keeper) -> Option<JsString>;

    #[wasm_bindgen(method, getter)]
    fn own(this: &Keeper) -> Vec<f64>;

    #[wasm_bindgen(method)]
    fn name(this: &Keeper, at: usize) -> String;

    #[wasm_bindgen(method, getter)]
    fn time(this: &Keeper) -> Vec<f64>;

    #[wasm_bindgen(method)]
    fn run(this: &Keeper, run: usize) -> Option<Vec<f64>>;

    #[wasm_bindgen(method)]
    fn record(this: &Keeper, at: usize) -> Option<Vec<f64>>;
}

/// What was handed over last.
pub struct Keeping {
    keeper: Keeper,
    link: Link,
    playback: Option<Playback>,
    /// Steps that each run had taken.
    taken: Vec<u64>,
    /// How many records there were, and the step of the last.
    records: (usize, Option<Time>),
}

/// Said where a lab was made again.
const AGAIN: &str =
    "the lab had a fault and was started again where it was: nothing you made is lost";

impl Keeping {
    /// Nothing is handed over yet.
    pub fn new(keeper: Keeper) -> Keeping {
        Keeping {
            keeper,
            link: Link::default(),
            playback: None,
            taken: Vec::new(),
            records: (0, None),
        }
    }
}

/// Hands over what has changed.
pub fn keep(app: &mut App) {
    let keeping = &mut app.keeping;
    if keeping.playback.is_none() || keeping.link != app.address.link {
        keeping.link.clone_from(&app.address.link);
        keeping.keeper.keep_link(&app.address.query());
        if let Some(own) = &app.address.link.own {
            let (numbers, [x1, x2, orange, blue]) = pack(own);
            keeping.keeper.keep_own(&numbers, x1, x2, orange, blue);
        }
    }
    if keeping.playback != Some(app.playback) {
        keeping.playback = Some(app.playback);
        keeping.keeper.keep_time(&app.playback.numbers());
    }
    if app.address.outdated {
        keeping.keeper.keep_nothing_else();
        (keeping.taken, keeping.records) = (Vec::new(), (0, None));
        return;
    }
    let ladder = app.session.ladder();
    keeping.taken.resize(ladder.runs.len(), u64::MAX);
    for (run, kept) in keeping.taken.iter_mut().enumerate() {
        let taken = ladder.taken(run);
        if *kept != taken
            && let Some(state) = ladder.run_state(run)
        {
            *kept = taken;
            keeping.keeper.keep_run(run, &state.numbers());
        }
    }
    // Until the history is whole again, what is kept of it is.
    if !app.session.is_measuring_again() {
        keep_records(keeping, app.session.history().records());
    }
}

fn keep_records(keeping: &mut Keeping, records: &[Record]) {
    let last = records.last().map(|record| record.at);
    let (count, before) = keeping.records;
    if (records.len(), last) == (count, before) {
        return;
    }
    // A history that is thinned, or begins again, is another one.
    let goes_on = count > 0 && records.get(count - 1).map(|record| record.at) == before;
    let known = if goes_on { count } else { 0 };
    if known == 0 {
        keeping.keeper.drop_records();
    }
    for record in &records[known..] {
        let Time::Step(step) = record.at else {
            continue;
        };
        let parameters = record.parameters.iter().flatten().copied();
        let numbers: Vec<f64> = [step as f64].into_iter().chain(parameters).collect();
        keeping.keeper.keep_record(&numbers);
    }
    keeping.records = (records.len(), last);
}

/// The link's text that is kept, where a lab is made again.
pub fn link(keeper: &Keeper) -> Option<String> {
    keeper.link().map(String::from)
}

/// Takes back what was kept.
pub fn take_back(app: &mut App) {
    let keeper = &app.keeping.keeper;
    let names = [0, 1, 2, 3].map(|at| keeper.name(at));
    if let Some(own) = unpack(&keeper.own(), names) {
        app.address.link.own = Some(own);
    }
    let runs: Vec<RunState> = (0..)
        .map_while(|run| RunState::from_numbers(&keeper.run(run)?))
        .collect();
    let past: Vec<Past> = (0..)
        .map_while(|at| past(&keeper.record(at)?, runs.len()))
        .collect();
    let time = keeper.time();
    app.address.notices = vec![Notice(AGAIN.to_owned())];
    app.address.outdated = true;
    app.renew();
    let stood = runs.iter().map(|run| run.taken).min().unwrap_or(0);
    // Where a step depends on more than the parameters, the same bits come by the same steps only.
    if !app.session.ladder().spec.steps_have_memory() {
        app.session.resume(&runs, past);
    }
    app.playback.resume(&time, stood);
}

/// The record of these numbers: its step, then θ of each run.
fn past(numbers: &[f64], runs: usize) -> Option<Past> {
    let (step, parameters) = numbers.split_first()?;
    let each = parameters.len().checked_div(runs)?.max(1);
    let parameters: Vec<Vec<f64>> = parameters.chunks(each).map(<[f64]>::to_vec).collect();
    Some((*step as u64, Rc::new(parameters)))
}

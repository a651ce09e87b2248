//! Moving in time: play, step, skip ahead, look back.

use crate::experiment::history::Time;
use crate::numeric::ln;
use crate::web::app::{App, show};
use crate::web::dom::Js;
use crate::web::msg::Move;

/// Plays, or pauses what moves.
pub fn toggle_play(app: &mut App) -> Js {
    app.renew();
    app.playback.toggle_play(app.step());
    app.viewing.drop_job();
    show::numbers(app)
}

/// Takes one step of every run.
pub fn take_step(app: &mut App) -> Js {
    app.renew();
    app.playback.take_step(app.step());
    app.viewing.drop_job();
    show::numbers(app)
}

/// Back to the common start.
pub fn reset(app: &mut App) -> Js {
    app.renew();
    app.session.reset();
    app.forget_pictures();
    app.playback.restart();
    show::all(app)
}

/// Begins to play through warped time, or stops.
pub fn toggle_warp(app: &mut App) -> Js {
    app.renew();
    let warpable = app.outlook.is_warpable();
    app.playback.toggle_warp(app.step(), warpable);
    show::numbers(app)
}

/// Looks at the recorded time nearest to `ln_t`.
pub fn look(app: &mut App, ln_t: f64) -> Js {
    app.renew();
    let latest = Time::Step(app.step());
    let seam = app.axis(1.0).seam();
    let record = if ln_t > seam {
        app.outlook.nearest(ln_t)
    } else {
        None
    };
    let at = match record {
        Some(record) => record.at,
        // Nothing is known there yet: the latest step is the nearest there is.
        None if app.step() == 0 || ln_t > latest.ln_t() => latest,
        None => match app.session.history().nearest(ln_t) {
            Some(record) => record.at,
            None => return Ok(()),
        },
    };
    look_at(app, at)
}

/// Every moment that can be looked at, earliest first: recorded steps, the latest step, warped time.
fn instants(app: &App) -> Vec<Time> {
    let latest = Time::Step(app.step());
    let records = app.session.history().records().iter();
    let steps = records
        .map(|record| record.at)
        .filter(|at| *at != Time::Step(0) && at.ln_t() < latest.ln_t());
    let seam = app.axis(1.0).seam();
    let records = app.outlook.records.iter();
    let warped = records
        .map(|record| record.at)
        .filter(|at| at.ln_t() > seam);
    steps.chain([latest]).chain(warped).collect()
}

/// Moves along the recorded times.
pub fn walk(app: &mut App, to: Move) -> Js {
    app.renew();
    let now = app.moment().ln_t();
    let instants = instants(app);
    let at = instants.partition_point(|instant| instant.ln_t() < now);
    let last = instants.len() - 1;
    let latest = Time::Step(app.step());
    let goal = match to {
        Move::Start => instants[0],
        // From the latest step on to the end of time, where that is known.
        Move::Latest if app.moment() == latest => instants[last],
        Move::Latest => latest,
        Move::Records(by) => instants[at.saturating_add_signed(by as isize).min(last)],
        Move::Decades(by) => {
            let goal = now.max(0.0) + f64::from(by) * ln(10.0);
            let distance = |instant: &&Time| (instant.ln_t() - goal).abs();
            let nearest = instants
                .iter()
                .min_by(|a, b| distance(a).total_cmp(&distance(b)));
            let onward = if by > 0 {
                instants[(at + 1).min(last)]
            } else {
                instants[at.saturating_sub(1)]
            };
            // Where a decade is less than the way to the next record, take that.
            nearest
                .copied()
                .filter(|instant| instant.ln_t() != now)
                .unwrap_or(onward)
        }
    };
    look_at(app, goal)
}

/// Looks at a recorded moment; the latest step is looked at by not looking elsewhere.
fn look_at(app: &mut App, at: Time) -> Js {
    let step = app.step();
    move_to(app, |playback| playback.look_at(at, step))
}

/// Warped time, while it plays, comes to a recorded moment.
pub fn warp_to(app: &mut App, ln_t: f64) -> Js {
    move_to(app, |playback| playback.warp_to(ln_t))
}

fn move_to(app: &mut App, change: impl FnOnce(&mut crate::experiment::playback::Playback)) -> Js {
    let before = app.playback.looking();
    change(&mut app.playback);
    if app.playback.looking() != before {
        // Whatever was in progress is no longer wanted.
        app.viewing.drop_job();
        app.stale.plane = true;
    }
    show::numbers(app)
}

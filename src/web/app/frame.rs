//! One animation frame: what it is for is decided once, and then done, each part within its share of the time.

use crate::experiment::history::{Record, Time};
use crate::experiment::ladder::HANDOVER;
use crate::experiment::snapshot::SnapshotJob;
use crate::numeric::ln;
use crate::outlook::Outlook;
use crate::view::film::SIZE;
use crate::web::app::{App, moments, show};
use crate::web::dom::Js;

/// Milliseconds of a frame that training may take: with nothing else in it, beside scores, read-outs, curves or
/// theory, and beside the drawing of the plane, which costs the browser most. What is left is for drawing and for
/// the browser: input is answered between frames.
const TRAINING: f64 = 11.0;
const BESIDE: f64 = 5.0;
const BESIDE_PLANE: f64 = 2.0;

/// Milliseconds of a frame after which scores for pictures are left to the next one, and the least they get.
const SEEN: f64 = 10.0;
const SEEING: f64 = 2.0;

/// Where all steps of a frame took less, in ms, there is time for a picture too.
const SPARE: f64 = 4.0;

/// Milliseconds that limits and warped time may take, while they are not known yet: beside training, and without.
const THEORY_BESIDE: f64 = 4.0;
const THEORY: f64 = 8.0;

/// Milliseconds of a frame after which curves that are due are left to the next one.
const CHARTS: f64 = 3.0;

/// Read-outs and curves are drawn at most this often while training, in ms.
const NUMBERS: f64 = 150.0;

/// Blocks at a time where nobody waits.
const MANY: usize = 10_000;

/// What a frame is for. A new session takes one for itself, and so do the page around it, what lies where on that, and
/// the marks of its examples: together they would keep the browser from answering. While the lab runs, read-outs,
/// curves, scores and the drawing of the plane take turns beside the steps, since two of them would fill a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    /// A session of the present settings.
    Session,
    /// What stands around the consequences.
    Page,
    /// Where things lie.
    Layout,
    /// Examples, axes, key.
    Marks,
    /// A finished frame of the film.
    Film,
    /// Read-outs and the sentence, whether or not the lab runs.
    Numbers,
    /// Curves, beside steps.
    Charts,
    /// Field and boundaries, beside few steps.
    Plane,
    /// Scores for the plane, beside steps.
    Scores,
    /// Steps alone.
    Steps,
    /// Nothing runs: curves, scores and the plane, as far as there is time.
    Rest,
}

impl FrameKind {
    /// What the next frame is for.
    fn decide(app: &App, now: f64) -> FrameKind {
        let running = app.is_running();
        if app.address.outdated {
            FrameKind::Session
        } else if app.stale.page {
            FrameKind::Page
        } else if app.stale.layout {
            FrameKind::Layout
        } else if app.stale.marks {
            FrameKind::Marks
        } else if app.stale.film || app.film.has_unpainted() {
            FrameKind::Film
        } else if app.stale.numbers && (now - app.placed.drawn_at >= NUMBERS || !running) {
            FrameKind::Numbers
        } else if !running {
            FrameKind::Rest
        } else if app.stale.charts > 0 {
            FrameKind::Charts
        } else if app.stale.plane {
            FrameKind::Plane
        } else if app.viewing.is_due() {
            FrameKind::Scores
        } else {
            FrameKind::Steps
        }
    }

    /// Milliseconds that training may take in it, where there is `theory` to work on or none.
    fn training(self, theory: bool) -> f64 {
        match self {
            FrameKind::Plane => BESIDE_PLANE,
            FrameKind::Steps if !theory => TRAINING,
            _ => BESIDE,
        }
    }

    /// Whether steps end where a picture can begin.
    fn leads_to_scores(self) -> bool {
        matches!(self, FrameKind::Scores | FrameKind::Rest)
    }
}

/// Answers an animation frame.
pub fn answer(app: &mut App, now: f64) -> Js {
    match FrameKind::decide(app, now) {
        FrameKind::Session => {
            app.renew();
            Ok(())
        }
        FrameKind::Page => show::page(app),
        FrameKind::Layout => {
            app.stale.numbers = true;
            show::layout(app)
        }
        FrameKind::Marks => {
            app.stale.marks = false;
            show::marks(app)
        }
        FrameKind::Film => {
            if std::mem::take(&mut app.stale.film) {
                app.film.repaint();
            }
            show::film(app)
        }
        kind => work(app, kind, now),
    }
}

/// Trains, and does what the frame is for.
fn work(app: &mut App, kind: FrameKind, now: f64) -> Js {
    let begun = app.paces.now();
    match kind {
        FrameKind::Numbers => {
            app.stale.numbers = false;
            app.placed.drawn_at = now;
            show::numbers(app)?;
        }
        FrameKind::Charts | FrameKind::Rest if app.stale.charts > 0 => {
            show::charts(app, begun + CHARTS)?;
        }
        _ => {}
    }
    let deadline = begun + kind.training(app.outlook.has_work(&app.session));
    train(app, deadline, kind.leads_to_scores());
    let running = app.is_running();
    if !running || !matches!(kind, FrameKind::Numbers | FrameKind::Charts) {
        work_on_theory(app);
    }
    if app.playback.is_warping() {
        go_through_warped_time(app)?;
    }
    let spare = app.step() >= app.playback.target() && app.paces.now() < begun + SPARE;
    let draws = kind == FrameKind::Plane;
    if !draws {
        if kind.leads_to_scores() || spare {
            work_on_pictures(app, begun);
        } else {
            app.viewing.wait();
        }
    }
    if (draws || !running) && std::mem::take(&mut app.stale.plane) {
        app.stale.numbers = true;
        show::plane(app)?;
    }
    Ok(())
}

/// Whether a frame would do anything.
pub fn has_work(app: &App) -> bool {
    app.address.outdated
        || app.is_running()
        || app.playback.is_warping()
        || app.outlook.has_work(&app.session)
        || app.session.is_recording()
        || app.viewing.is_busy()
        || app.film.is_busy()
        || app.stale != Default::default()
        || app.film.has_unpainted()
        || is_behind(app)
        || missing_film(app).is_some()
}

/// Takes the steps of this frame until `deadline`, or until a picture can begin.
fn train(app: &mut App, deadline: f64, picture: bool) {
    let step = app.step();
    let wants_steps = app.outlook.wants_steps(app.session.ladder());
    let speed = app.address.link.view.speed as u64;
    app.playback.set_goal(step, speed, wants_steps);
    // A picture is of whole steps: one that is under way in some runs only is finished.
    let target = if picture && !app.viewing.is_busy() && is_behind(app) {
        step + u64::from(!app.session.ladder().is_between_steps())
    } else {
        app.playback.target()
    };
    let session = &mut app.session;
    while app.paces.now() < deadline && (session.is_recording() || session.ladder().step() < target)
    {
        let pace = if session.is_recording() {
            &mut app.paces.recording
        } else {
            &mut app.paces.training
        };
        pace.spend(deadline, |blocks| session.work(target, blocks));
    }
}

/// Works on the theory beside the session.
fn work_on_theory(app: &mut App) {
    if !app.outlook.has_work(&app.session) {
        return;
    }
    let share = if app.is_running() {
        THEORY_BESIDE
    } else {
        THEORY
    };
    let deadline = app.paces.now() + share;
    let known = |outlook: &Outlook| {
        (
            outlook.limits.is_some(),
            outlook.runs.len(),
            outlook.warpable.is_some(),
        )
    };
    let before = known(&app.outlook);
    while app.paces.now() < deadline && app.outlook.work(&app.session) {}
    let more = known(&app.outlook) != before;
    app.placed.charted = None;
    app.stale.marks |= more;
    app.stale.plane |= more;
    // Where time can be warped, frames stand for other times.
    app.stale.film |= more;
    app.stale.numbers = true;
}

/// One frame's way through warped time, while that plays.
fn go_through_warped_time(app: &mut App) -> Js {
    let from = match app.playback.looking() {
        Some(Time::Warped(ln_t)) => ln_t,
        _ => app.axis(1.0).seam(),
    };
    let goal = from + app.playback.decades * ln(10.0);
    let ahead = |record: &&Record| record.at.ln_t() > from;
    let mut later = app.outlook.records.iter().filter(ahead);
    let next = later
        .clone()
        .take_while(|record| record.at.ln_t() <= goal)
        .last()
        .or_else(|| later.next());
    if let Some(record) = next {
        let ln_t = record.at.ln_t();
        return moments::warp_to(app, ln_t);
    }
    let ladder = app.session.ladder();
    let done = !app.outlook.has_work(&app.session)
        && !app.outlook.wants_steps(ladder)
        && ladder.step() >= HANDOVER;
    if done {
        app.playback.pause(app.step());
        return show::numbers(app);
    }
    Ok(())
}

/// Whether the plane shows another moment than it should, or shows it worse than it can: where nothing moves, there is
/// time for the finest grid.
fn is_behind(app: &App) -> bool {
    !app.viewing.shows(app.moment()) || is_coarse(app) || app.stale.plane
}

fn is_coarse(app: &App) -> bool {
    !app.is_running() && !app.playback.is_warping() && app.viewing.is_coarse()
}

/// Works on the snapshot that is wanted, then on the film.
fn work_on_pictures(app: &mut App, begun: f64) {
    let now = app.paces.now();
    let deadline = (begun + SEEN).max(now + SEEING);
    // Where the scores are there already, only the drawing is stale.
    let shown = app.viewing.shows(app.moment());
    if !app.viewing.is_busy() && (!shown || is_coarse(app)) {
        let room = if shown {
            f64::INFINITY
        } else {
            app.paces.seeing.blocks_in(0.8 * (SEEN - BESIDE))
        };
        let record = app.looked_at().cloned();
        // A moment that is not known yet is waited for.
        if record.is_some() || app.playback.looking().is_none() {
            app.viewing.begin(&app.session, record.as_ref(), room);
        }
    }
    let seeing = &mut app.paces.seeing;
    app.stale.plane |= app.viewing.work(&app.session, |job| {
        seeing.spend(deadline, |blocks| job.work(blocks));
    });
    if !app.film.is_busy()
        && let Some((exponent, record)) = missing_film(app)
    {
        let record = record.clone();
        let [width, height] = SIZE;
        app.film
            .begin(&app.session, exponent, &record, width / height);
    }
    let seeing = &mut app.paces.seeing;
    app.stale.numbers |= app.film.work(&app.session, |job| {
        seeing.spend(deadline, |blocks| job.work(blocks));
    });
}

/// Finishes every picture of what is known, however long that takes.
pub fn finish_pictures(app: &mut App) {
    if !app.viewing.shows(app.moment()) {
        app.viewing.drop_job();
        let record = app.looked_at().cloned();
        app.viewing
            .begin(&app.session, record.as_ref(), f64::INFINITY);
    }
    let all = |job: &mut SnapshotJob| while job.work(MANY) > 0 {};
    app.viewing.work(&app.session, all);
    app.film.work(&app.session, all);
    while let Some((exponent, record)) = missing_film(app) {
        let record = record.clone();
        let [width, height] = SIZE;
        app.film
            .begin(&app.session, exponent, &record, width / height);
        app.film.work(&app.session, all);
    }
}

/// The first film frame that is recorded and not finished yet.
fn missing_film(app: &App) -> Option<(u32, &Record)> {
    let seam = app.axis(1.0).seam();
    let exponents = app.placed.film_exponents(app.axis(1.0).span);
    app.film.missing(&exponents, |exponent| {
        let ln_t = f64::from(exponent) * ln(10.0);
        if ln_t > seam {
            app.outlook.nearest(ln_t)
        } else {
            app.session.history().at(10u64.pow(exponent))
        }
    })
}

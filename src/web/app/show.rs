//! Showing the state: which part of the page is brought up to date when.

use crate::lessons::LESSONS;
use crate::numeric::clamp;
use crate::report::curve::CURVES;
use crate::report::{Activity, Moment, Shown, run, time};
use crate::settings::SizeChoice;
use crate::text::format;
use crate::view::layout::{Plan, Room};
use crate::web::app::App;
use crate::web::app::address::lesson_of;
use crate::web::app::placed::Layout;
use crate::web::app::screen::Screen;
use crate::web::dom::{Js, toggle_class};
use crate::web::msg::Tool;
use crate::web::panels::ladder::Rung;
use crate::web::panels::transport::TransportState;
use crate::weights::SplitFacts;

/// A pixel of a chart's time axis, in ln t: six decades are some 230 of them.
const CHART_STEP: f64 = 0.06;

/// The moment shown, and what is known of it.
fn shown(app: &App) -> Shown<'_> {
    let measured = app.viewing.snapshot.as_ref();
    Shown {
        session: &app.session,
        outlook: &app.outlook,
        moment: match app.playback.looking() {
            Some(at) => Moment::recorded(&app.session, &app.outlook, at),
            None => Moment::latest(&app.session, measured.map(|snapshot| &snapshot.record)),
        },
        view: &app.address.link.view,
        activity: if app.playback.is_warping() {
            Activity::Warping
        } else if app.is_running() {
            Activity::Training
        } else {
            Activity::Paused
        },
        pointed: app.pointing.pointed,
        focused_run: app.pointing.focused_run,
        split: SplitFacts::of(&app.session.ladder().dataset),
    }
}

/// The page and the moment that it shows.
pub fn screen(app: &App) -> Screen<'_> {
    Screen {
        ui: &app.ui,
        page: &app.page,
        shown: shown(app),
        placed: &app.placed,
        ratio: pixel_ratio(app),
        theme: app.appearance.theme,
    }
}

/// Device pixels in a CSS pixel.
pub fn pixel_ratio(app: &App) -> f64 {
    let scale = app.placed.plan.scale.max(1.0);
    clamp(app.ties.window.device_pixel_ratio() * scale, 1.0, 6.0)
}

/// The room that the page has.
pub fn room(app: &App) -> Room {
    let root = app.ui.document.document_element();
    Room {
        width: f64::from(app.page.host.client_width()),
        // That of the window without the bars that come and go on a phone.
        height: root.map_or(0.0, |root| f64::from(root.client_height())),
        presentation: app.address.link.view.size == SizeChoice::Presentation,
    }
}

/// Shows everything anew.
pub fn all(app: &mut App) -> Js {
    page(app)?;
    layout(app)?;
    numbers(app)
}

/// Shows what stands around the consequences.
pub fn page(app: &mut App) -> Js {
    app.address.write(&app.ties.window);
    app.take_theme()?;
    app.stale.page = false;
    app.stale.layout = true;
    head(app);
    settings(app);
    Ok(())
}

/// Places what CSS cannot: the canvases over the plane, open groups.
pub fn layout(app: &mut App) -> Js {
    app.stale.layout = false;
    let is_wide = |app: &App| app.placed.layout() == Layout::Wide;
    let was_wide = app.placed.laid_out.map(|_| is_wide(app));
    // What lies as it did before may be wider than the page: the bar that then scrolls sideways takes some of the
    // height, and is gone once everything has its place. So the room is measured again, and is then as it stays.
    arrange(app);
    if app.placed.laid_out.is_some_and(|(at, _)| at != room(app)) {
        arrange(app);
    }
    let wide = is_wide(app);
    if was_wide != Some(wide) {
        app.page.settings.set_open(wide);
    }
    Ok(())
}

/// Puts the parts where the room that is now measured has them.
fn arrange(app: &mut App) {
    let room = room(app);
    app.placed.plan = if app.placed.printing {
        Plan::paper()
    } else {
        Plan::of(room)
    };
    app.page.arrange(&app.placed.plan);
    app.placed.laid_out = Some((room, pixel_ratio(app)));
    app.placed.side = f64::from(app.page.plane.square.client_width());
    screen(app).place_sheets();
}

fn head(app: &App) {
    let address = &app.address;
    let question = LESSONS[address.lesson.unwrap_or(0)].question;
    let same = address
        .lesson
        .filter(|&at| lesson_of(&address.link) == Some(at));
    let remark = match same {
        Some(at) => LESSONS[at].remark.to_owned(),
        None => run::remark(&shown(app)),
    };
    app.page.head.sync(question, &remark, same);
    app.page.head.shared("Share");
    app.page.head.notice(&app.ui, &app.all_notices())
}

/// Shows what is set.
pub fn settings(app: &App) {
    let shown = shown(app);
    let rungs: Vec<Rung> = (shown.ladder().runs.iter())
        .map(|run| Rung {
            weighting: run.weighting.to_string(),
            note: run::note(&shown, run),
        })
        .collect();
    let tool = app.pointing.tool;
    let link = &app.address.link;
    app.page.settings.sync(link, &rungs, shown.selected(), tool);
    let editing = tool != Tool::Inspect;
    toggle_class(&app.page.plane.square, "editing", editing);
}

/// Shows all that moves with t; the next frames draw the charts.
pub fn numbers(app: &mut App) -> Js {
    let screen = screen(app);
    let shown = &screen.shown;
    let warping = app.playback.is_warping();
    let warpable = app.outlook.is_warpable();
    let latest = format::count(app.step());
    app.page.transport.sync(
        &app.ui,
        &TransportState {
            playing: app.playback.is_playing() || warping,
            time: format::time(shown.ln_t()),
            latest: app.playback.looking().map(|_| latest),
            speed: app.address.link.view.speed,
            decades: (warping || shown.is_warped()).then_some(app.playback.decades),
            remark: time::remark(shown),
            warpable,
            warping,
            approximate: warpable && !shown.is_linear(),
        },
    );
    screen.numbers()?;
    screen.film(&app.placed.film_exponents(app.axis(1.0).span), |exponent| {
        Some(&app.film.frame(exponent)?.record)
    });
    let ln_t = shown.ln_t();
    // A curve is drawn again when time has gone on by a pixel.
    let same = |at: f64| app.is_running() && (ln_t - at).abs() < CHART_STEP;
    if !app.placed.charted.is_some_and(same) {
        app.placed.charted = Some(ln_t);
        app.stale.charts = CURVES.len();
    }
    Ok(())
}

/// Axes, examples, and the key above them.
pub fn marks(app: &App) -> Js {
    screen(app).marks()
}

/// Field and boundaries.
pub fn plane(app: &App) -> Js {
    match &app.viewing.snapshot {
        Some(snapshot) => screen(app).plane(snapshot, app.pointing.cross),
        None => Ok(()),
    }
}

/// The next film frame that is finished and not painted yet.
pub fn film(app: &mut App) -> Js {
    let exponents = app.placed.film_exponents(app.axis(1.0).span);
    let Some((exponent, snapshot)) = app.film.next_unpainted().cloned() else {
        return Ok(());
    };
    screen(app).film_frame(&exponents, exponent, &snapshot)
}

/// Draws curves that are due and in sight, in turn, until `deadline`; at least one of them.
pub fn charts(app: &mut App, deadline: f64) -> Js {
    let time = || app.paces.now() < deadline;
    app.stale.charts = screen(app).charts(app.stale.charts, time)?;
    Ok(())
}

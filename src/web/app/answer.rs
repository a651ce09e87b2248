//! Everything that can happen, and what comes of it: the one place that answers a message.

use crate::settings::SizeChoice;
use crate::web::app::{App, Stale, changes, frame, moments, own_rows, pointing, print, show};
use crate::web::dom::{Js, canvas};
use crate::web::msg::Msg;

/// Answers one thing that happened.
pub fn answer(app: &mut App, msg: Msg) -> Js {
    // Whatever happens may change more of the curves than where they end; a frame goes on with what was drawn.
    let charted = app.placed.charted.take();
    match msg {
        Msg::Set(key, text) => changes::set(app, key, &text),
        Msg::Lesson(at) => changes::teach(app, at),
        Msg::Link(query) => changes::follow(app, &query),
        Msg::SelectRun(run) => changes::set(app, "run", &(run + 1).to_string()),
        Msg::FocusRun(run) => {
            app.pointing.focused_run = run;
            app.stale.plane = true;
            app.stale.numbers = true;
            Ok(())
        }
        Msg::EditRun(run, text) => changes::edit_run(app, run, &text),
        Msg::RemoveRun(run) => changes::edit_ladder(app, |list| {
            list.remove(run);
        }),
        Msg::AddRun => changes::edit_ladder(app, |list| list.push(changes::another(list))),
        Msg::KeepAll => changes::keep_all(app),
        Msg::NewSeed => changes::new_seed(app),
        Msg::TogglePlay => moments::toggle_play(app),
        Msg::Warp => moments::toggle_warp(app),
        Msg::Decades(decades) => {
            app.playback.decades = decades;
            show::numbers(app)
        }
        Msg::Step => moments::take_step(app),
        Msg::Reset => moments::reset(app),
        Msg::Look(ln_t) => moments::look(app, ln_t),
        Msg::Move(to) => moments::walk(app, to),
        Msg::Plane(msg) => pointing::on_plane(app, msg),
        Msg::Tool(tool) => {
            app.pointing.tool = tool;
            show::settings(app);
            Ok(())
        }
        Msg::Own(msg) => own_rows::on_own(app, msg),
        Msg::Share => share(app),
        Msg::Help => {
            app.page.help(&app.ui).open();
            Ok(())
        }
        Msg::Frame(now) => {
            app.placed.charted = charted;
            frame::answer(app, now)
        }
        Msg::Redraw => show::numbers(app),
        Msg::Resized => resize(app),
        Msg::ThemeChanged => app.take_theme(),
        Msg::Print(printing) => print::print(app, printing),
        Msg::Present => {
            let size = match app.address.link.view.size {
                SizeChoice::Screen => "presentation",
                SizeChoice::Presentation => "screen",
            };
            changes::set(app, "size", size)
        }
        Msg::CanvasBack => {
            canvas::forget_all();
            app.stale = Stale::ALL;
            app.film.repaint();
            show::layout(app)
        }
        Msg::Fail(how) => Err(how.happen(0).into()),
        Msg::Seen(seen) => {
            app.ties.seen = seen;
            Ok(())
        }
        Msg::Hidden(hidden) => {
            app.ties.hidden = hidden;
            Ok(())
        }
    }
}

/// The lab may have another room, or its pixels another size. Before it is first laid out there is nothing to do; and
/// where only its own height has changed, what made it so is drawn already.
fn resize(app: &mut App) -> Js {
    let size = (show::room(app), show::pixel_ratio(app));
    if app.placed.laid_out.is_none_or(|at| at == size) {
        return Ok(());
    }
    app.stale = Stale::ALL;
    show::layout(app)
}

/// Copies the link.
fn share(app: &mut App) -> Js {
    let window = &app.ties.window;
    app.address.write(window);
    let address = window.location().href()?;
    let page = address.split('#').next().unwrap_or_default();
    let text = format!("{page}#{}", app.address.query());
    // A browser may refuse the clipboard; the address bar then still has the link.
    let copied = js_sys::Reflect::has(&window.navigator(), &"clipboard".into()).unwrap_or(false);
    if copied {
        drop(window.navigator().clipboard().write_text(&text));
    }
    app.page.head.shared(if copied {
        "Link copied"
    } else {
        "Link is in the address bar"
    });
    Ok(())
}

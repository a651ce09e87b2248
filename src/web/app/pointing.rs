//! Pointing at the plane: the tool in hand, the example pointed at, the keyboard's cross.

use crate::data::own::OwnData;
use crate::settings::{DataKind, Notice};
use crate::view::plane::Frame;
use crate::web::app::own_rows::take_own;
use crate::web::app::placed::{LEFT, Placed, TOP};
use crate::web::app::{App, changes, show};
use crate::web::dom::Js;
use crate::web::msg::{PlaneMsg, Tool};

/// What is pointed at, and with what.
pub struct Pointing {
    /// What a press on the plane does.
    pub tool: Tool,
    /// The example pointed at.
    pub pointed: Option<usize>,
    /// The keyboard's cross, in data coordinates.
    pub cross: Option<[f64; 2]>,
    /// The run pointed at or focused.
    pub focused_run: Option<usize>,
}

impl Default for Pointing {
    fn default() -> Pointing {
        Pointing {
            tool: Tool::Inspect,
            pointed: None,
            cross: None,
            focused_run: None,
        }
    }
}

/// Answers what happened on the plane.
pub fn on_plane(app: &mut App, msg: PlaneMsg) -> Js {
    app.renew();
    match msg {
        PlaneMsg::Press(x, y) => return use_tool(app, place_at(app, x, y)),
        PlaneMsg::Hover(at) => point_at(app, at.map(|(x, y)| place_at(app, x, y))),
        PlaneMsg::Nudge(right, up) => {
            let frame = frame(app);
            let [x, y] = app.pointing.cross.unwrap_or(frame.middle());
            let unit = (frame.x[1] - frame.x[0]) / 50.0;
            let cross = frame.inside([x + unit * f64::from(right), y + unit * f64::from(up)]);
            app.pointing.cross = Some(cross);
            point_at(app, Some(cross));
        }
        PlaneMsg::Use => {
            if let Some(cross) = app.pointing.cross {
                return use_tool(app, cross);
            }
        }
        PlaneMsg::Cross(shown) => {
            let middle = frame(app).middle();
            app.pointing.cross = shown.then(|| app.pointing.cross.unwrap_or(middle));
            point_at(app, app.pointing.cross);
        }
    }
    Ok(())
}

/// The plane inside the canvases over it.
fn frame(app: &App) -> Frame {
    Placed::frame(app.session.ladder().dataset.ranges(), app.placed.side)
}

/// The data at a place of the square, in CSS pixels.
fn place_at(app: &App, x: f64, y: f64) -> [f64; 2] {
    frame(app).data([x + LEFT, y + TOP])
}

/// Tells about the example near a place.
fn point_at(app: &mut App, place: Option<[f64; 2]>) {
    let pointed = place.and_then(|place| show::screen(app).nearest_example(place));
    if pointed != app.pointing.pointed || app.pointing.cross.is_some() {
        app.pointing.pointed = pointed;
        app.stale.plane = true;
        app.stale.numbers = true;
    }
    show::screen(app).tell(pointed)
}

/// Does at `place` what the tool in hand does. Editing makes the data the reader's own.
fn use_tool(app: &mut App, place: [f64; 2]) -> Js {
    let tool = app.pointing.tool;
    if tool == Tool::Inspect {
        point_at(app, Some(place));
        return Ok(());
    }
    let link = &app.address.link;
    let mut own = match &link.own {
        Some(own) if link.spec.data == DataKind::Csv && !link.spec.split_own => own.clone(),
        _ => OwnData::from_dataset((*app.session.ladder().dataset).clone()),
    };
    let done = match tool {
        Tool::Add(class) => own.add(place, class).map_err(|error| error.to_string()),
        _ => match show::screen(app).nearest_example(place) {
            Some(at) => own
                .remove(at)
                .map(drop)
                .ok_or_else(|| "there is no example there".to_owned()),
            None => Err("there is no example there: press on one".to_owned()),
        },
    };
    app.address.notices.clear();
    if let Err(why) = done {
        app.address.notices.push(Notice(why));
        return show::all(app);
    }
    app.address.link.spec.split_own = false;
    take_own(app, own);
    changes::train_anew(app)
}

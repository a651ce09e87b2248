//! Pointing at the plane: the tool in hand, the example pointed at, the keyboard's cross.

use crate::data::own::OwnData;
use crate::settings::{DataKind, Notice};
use crate::web::app::msg::{PlaneMsg, Tool};
use crate::web::app::own_rows::take_own;
use crate::web::app::{App, changes};
use crate::web::dom::Js;

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
        PlaneMsg::Press(x, y) => return use_tool(app, app.place_at(x, y)),
        PlaneMsg::Hover(at) => app.point_at(at.map(|(x, y)| app.place_at(x, y))),
        PlaneMsg::Nudge(right, up) => {
            let frame = app.frame_of_plane();
            let [x, y] = app.pointing.cross.unwrap_or(frame.middle());
            let unit = (frame.x[1] - frame.x[0]) / 50.0;
            let cross = frame.inside([x + unit * f64::from(right), y + unit * f64::from(up)]);
            app.pointing.cross = Some(cross);
            app.point_at(Some(cross));
        }
        PlaneMsg::Use => {
            if let Some(cross) = app.pointing.cross {
                return use_tool(app, cross);
            }
        }
        PlaneMsg::Cross(shown) => {
            let middle = app.frame_of_plane().middle();
            app.pointing.cross = shown.then(|| app.pointing.cross.unwrap_or(middle));
            app.point_at(app.pointing.cross);
        }
    }
    Ok(())
}

/// Does at `place` what the tool in hand does. Editing makes the data the reader's own.
fn use_tool(app: &mut App, place: [f64; 2]) -> Js {
    let tool = app.pointing.tool;
    if tool == Tool::Inspect {
        app.point_at(Some(place));
        return Ok(());
    }
    let link = &app.address.link;
    let mut own = match &link.own {
        Some(own) if link.spec.data == DataKind::Csv && !link.spec.split_own => own.clone(),
        _ => OwnData::from_dataset((*app.session.ladder().dataset).clone()),
    };
    let done = match tool {
        Tool::Add(class) => own.add(place, class).map_err(|error| error.to_string()),
        _ => match app.nearest_example(place) {
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
        return app.show_all();
    }
    app.address.link.spec.split_own = false;
    take_own(app, own);
    changes::train_anew(app)
}

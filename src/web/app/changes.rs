//! Changes of what is set: by controls, lessons, links and the ladder's own menu.

use crate::data::own::OwnData;
use crate::lessons::LESSONS;
use crate::settings::choices::ready_made;
use crate::settings::field::Refusal;
use crate::settings::fields::{SPEC, VIEW};
use crate::settings::{DataKind, MAX_RUNS, Notice};
use crate::web::app::{App, show};
use crate::web::dom::Js;
use crate::weights::Weighting;
use wasm_bindgen::JsValue;

/// A control was set. Only what changes results trains anew.
pub fn set(app: &mut App, key: &'static str, text: &str) -> Js {
    let before = app.address.link.spec.clone();
    app.address.notices.clear();
    app.page.settings.accept(key);
    let refusal = if let Some(field) = SPEC.iter().find(|field| field.key == key) {
        let read = field.read(&mut app.address.link.spec, text);
        if key == "data" && app.address.link.spec.data != before.data {
            choose_data(app);
        }
        read
    } else if let Some(field) = VIEW.iter().find(|field| field.key == key) {
        field.read(&mut app.address.link.view, text)
    } else {
        Ok(())
    };
    if let Err(Refusal::Clamped(why) | Refusal::Refused(why)) = refusal
        && !app.page.settings.refuse(&app.address.link, key, text, &why)
    {
        app.address.notices.push(Notice(why));
    }
    if key == "theme" {
        app.take_theme()?;
    }
    if app.address.link.spec == before {
        return show::all(app);
    }
    train_anew(app)
}

/// A data set chosen by name comes with its ready-made sizes; own data with the rows now shown.
fn choose_data(app: &mut App) {
    let data = app.address.link.spec.data;
    let ready = ready_made(data)
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    for (key, value) in ready {
        if let Some(field) = SPEC.iter().find(|field| field.key == key) {
            // Ready-made values are in range: a test reads each of them.
            let _ = field.read(&mut app.address.link.spec, value);
        }
    }
    if data == DataKind::Csv && app.address.link.own.is_none() {
        app.renew();
        let shown = (*app.session.ladder().dataset).clone();
        app.address.link.own = Some(OwnData::from_dataset(shown));
    }
}

/// Begins a lesson; the theme stays.
pub fn teach(app: &mut App, at: usize) -> Js {
    let Some(lesson) = LESSONS.get(at) else {
        return Ok(());
    };
    let theme = app.address.link.view.theme;
    follow(app, lesson.query)?;
    app.address.link.view.theme = theme;
    app.address.lesson = Some(at);
    app.playback.play();
    app.stale = super::Stale::ALL;
    Ok(())
}

/// Takes the state of a link.
pub fn follow(app: &mut App, query: &str) -> Js {
    if !app.address.take(query) {
        return Ok(());
    }
    app.take_theme()?;
    train_anew(app)
}

/// Gives a run another weighting.
pub fn edit_run(app: &mut App, run: usize, text: &str) -> Js {
    match Weighting::parse(text) {
        Ok(weighting) => edit_ladder(app, |list| list[run] = weighting),
        Err(error) => {
            app.page.settings.refuse_run(run, text, &error.to_string());
            show::all(app)
        }
    }
}

/// Changes the list of weightings.
pub fn edit_ladder(app: &mut App, edit: impl FnOnce(&mut Vec<Weighting>)) -> Js {
    app.address.notices.clear();
    let link = &mut app.address.link;
    let list = &mut link.spec.weights;
    edit(list);
    list.truncate(MAX_RUNS);
    link.view.run = link.view.run.clamp(1, list.len());
    train_anew(app)
}

/// Draws new data and another initialization.
pub fn new_seed(app: &mut App) -> Js {
    // Any seed will do; small ones are easier to say aloud.
    let seed = getrandom::u32().map_err(|error| JsValue::from_str(&error.to_string()))? % 10_000;
    app.address.link.spec.seed = seed;
    app.address.link.spec.init_seed = seed;
    app.address.notices.clear();
    train_anew(app)
}

/// Uses all of both classes for training.
pub fn keep_all(app: &mut App) -> Js {
    set(app, "keep_orange", "1")?;
    set(app, "keep_blue", "1")
}

/// The settings have changed: shows them as set, and has the next frame make their session. Many changes between two
/// frames are one.
pub fn train_anew(app: &mut App) -> Js {
    app.address.outdated = true;
    show::settings(app);
    Ok(())
}

/// A weighting that the ladder does not have yet.
pub fn another(list: &[Weighting]) -> Weighting {
    let offers = [
        (1.0, 1.0),
        (16.0, 1.0),
        (1.0, 5.0),
        (5.0, 1.0),
        (2.0, 1.0),
        (1.0, 2.0),
        (10.0, 1.0),
        (1.0, 10.0),
        (1.0, 16.0),
    ];
    let offers = offers.map(|(orange, blue)| Weighting::Ratio(orange, blue));
    offers
        .into_iter()
        .find(|offer| !list.contains(offer))
        .unwrap_or(Weighting::Ratio(1.0, 1.0))
}

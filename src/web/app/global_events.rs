//! What happens around the lab: keys, the page's address, visibility, the system's theme.

use crate::web::dom::listen::Listener;
use crate::web::dom::{Js, Ui, sure};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::timeline::key_move;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, KeyboardEvent, MediaQueryList, Window};

/// Listeners on the address, the document's visibility, the size of a pixel, and the system's theme.
pub fn outside(
    window: &Window,
    ui: &Ui,
    mail: &Rc<Mailbox>,
    lab: &Element,
    dark: Option<&MediaQueryList>,
    own_link: bool,
) -> Js<Vec<Listener>> {
    let mut listeners = Vec::new();
    let (sender, document) = (Rc::clone(mail), ui.document.clone());
    listeners.push(Listener::new(
        &ui.document,
        "visibilitychange",
        move |_: Event| {
            sender.send(Msg::Hidden(document.hidden()));
        },
    ));
    // A browser short of memory takes canvases, and gives them back empty.
    listeners.push(Listener::sends(
        mail,
        lab,
        "contextrestored",
        Msg::CanvasBack,
    ));
    // Zooming leaves the lab's own size, in CSS pixels, where the page has room around it.
    listeners.push(Listener::sends(mail, window, "resize", Msg::Resized));
    listeners.push(Listener::sends(
        mail,
        window,
        "beforeprint",
        Msg::Print(true),
    ));
    listeners.push(Listener::sends(
        mail,
        window,
        "afterprint",
        Msg::Print(false),
    ));
    if let Some(dark) = dark {
        listeners.push(Listener::sends(mail, dark, "change", Msg::ThemeChanged));
    }
    if own_link {
        let (sender, source) = (Rc::clone(mail), window.clone());
        listeners.push(Listener::new(window, "hashchange", move |_: Event| {
            let hash = source.location().hash().unwrap_or_default();
            sender.send(Msg::Link(hash.trim_start_matches('#').to_owned()));
        }));
    }
    Ok(listeners)
}

/// The keys that work wherever nothing else wants them: in the lab that has the page's link all over the page, in
/// another one while the focus is inside.
pub fn keys(everywhere: &EventTarget, mail: &Rc<Mailbox>) -> [Listener; 2] {
    let mail = Rc::clone(mail);
    // Whether what has the focus got it from the pointer, and so wants no keys but those that move along it.
    let pressed = Rc::new(Cell::new(false));
    let by_pointer = Rc::clone(&pressed);
    let pointer = Listener::new(everywhere, "pointerdown", move |_: Event| pressed.set(true));
    let keys = Listener::new(everywhere, "keydown", move |event: KeyboardEvent| {
        if event.key() == "Tab" {
            by_pointer.set(false);
        }
        let target = event.composed_path().get(0);
        let presses = [" ", "Enter"].contains(&event.key().as_str());
        let along = event.key().starts_with("Arrow")
            || ["Home", "End", "PageUp", "PageDown"].contains(&event.key().as_str());
        let busy = target.dyn_ref::<Element>().is_some_and(|element| {
            let within = |what| sure(element.closest(what)).is_some();
            let by_keys = !by_pointer.get();
            within("input:not([type=range]), textarea, [contenteditable], dialog")
                || ((along || by_keys) && within("input, select"))
                || (presses && by_keys && within("button, summary"))
        });
        if busy || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let speed = |at: usize| {
            Msg::Set(
                "speed",
                crate::web::panels::transport::SPEEDS[at].to_string(),
            )
        };
        let msg = match event.key().as_str() {
            " " => Msg::TogglePlay,
            "s" | "S" => Msg::Step,
            "w" | "W" => Msg::Warp,
            "p" | "P" => Msg::Present,
            "r" | "R" => Msg::Reset,
            "1" => speed(0),
            "2" => speed(1),
            "3" => speed(2),
            "4" => speed(3),
            "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => return,
            _ => match key_move(&event) {
                Some(to) => Msg::Move(to),
                None => return,
            },
        };
        event.prevent_default();
        event.stop_propagation();
        mail.send(msg);
    });
    [pointer, keys]
}

//! The plane: field, marks and boundaries on three canvases, one over the other, and what is said on them.

use crate::report::state::{State, WayOn};
use crate::web::dom::listen::Listener;
use crate::web::dom::markup::Built;
use crate::web::dom::{place_within, set_attribute, set_text, show, toggle_class};
use crate::web::msg::{Mailbox, Msg, OwnMsg, PlaneMsg};
use crate::web::panels::sheet::Sheet;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{DragEvent, Element, Event, FocusEvent, HtmlElement, KeyboardEvent, PointerEvent};

/// The plane.
pub struct PlanePanel {
    /// The line above it that says what the marks mean.
    pub key: Element,
    /// The square itself.
    pub square: HtmlElement,
    /// Scores of the selected run.
    pub field: Sheet,
    /// Axes and examples.
    pub marks: Sheet,
    /// Boundaries and what is pointed at.
    pub lines: Sheet,
    state: Element,
    state_text: Element,
    remedy: Element,
    about: Element,
    action: Rc<RefCell<Option<Msg>>>,
    _listeners: Vec<Listener>,
}

impl PlanePanel {
    /// An empty plane.
    pub fn new(mail: &Rc<Mailbox>, built: &Built) -> PlanePanel {
        let sheet = |name: &str| Sheet::new(built.typed(name));
        let (square, remedy) = (built.typed("square"), built.get("remedy"));
        let action: Rc<RefCell<Option<Msg>>> = Rc::default();
        let mut listeners = pointer(mail, &square);
        let (sender, todo) = (Rc::clone(mail), Rc::clone(&action));
        listeners.push(Listener::new(&remedy, "click", move |_: Event| {
            let msg = todo.borrow().clone();
            if let Some(msg) = msg {
                sender.send(msg);
            }
        }));
        PlanePanel {
            key: built.get("key"),
            square,
            field: sheet("field"),
            marks: sheet("marks"),
            lines: sheet("lines"),
            state: built.get("state"),
            state_text: built.get("state-text"),
            remedy,
            about: built.get("about"),
            action,
            _listeners: listeners,
        }
    }

    /// Says what state the lab is in, with one way out of it.
    pub fn say(&self, state: Option<State>) {
        show(&self.state, state.is_some());
        show(&self.remedy, state.is_some());
        if let Some(state) = &state {
            set_text(&self.state_text, &state.text);
            set_text(&self.remedy, &state.label);
        }
        *self.action.borrow_mut() = state.map(|state| match state.way_on {
            WayOn::LoadData => Msg::Own(OwnMsg::Open),
            WayOn::UseAll => Msg::KeepAll,
            WayOn::Set(key, value) => Msg::Set(key, value),
            WayOn::Play => Msg::TogglePlay,
        });
    }

    /// Says what the mark under the pointer is; nothing for an empty text.
    pub fn tell(&self, text: &str) {
        set_text(&self.about, text);
        show(&self.about, !text.is_empty())
    }

    /// The plane in one sentence.
    pub fn describe(&self, sentence: &str) {
        set_attribute(&self.square, "aria-label", sentence)
    }
}

/// The pointer and the keys on the plane.
fn pointer(mail: &Rc<Mailbox>, square: &HtmlElement) -> Vec<Listener> {
    let send = |make: fn(f64, f64) -> PlaneMsg| {
        let (mail, source) = (Rc::clone(mail), square.clone());
        move |event: PointerEvent| {
            let [x, y] = place_within(&source, &event);
            mail.send(Msg::Plane(make(x, y)));
        }
    };
    let just = |kind, msg| Listener::sends(mail, square, kind, Msg::Plane(msg));
    let (focused, sender) = (Rc::clone(mail), Rc::clone(mail));
    // A cross appears for the keyboard only: not when the plane is focused by a press.
    let by_keyboard = square.clone();
    vec![
        Listener::new(square, "click", send(PlaneMsg::Press)),
        Listener::new(
            square,
            "pointermove",
            send(|x, y| PlaneMsg::Hover(Some((x, y)))),
        ),
        just("pointerleave", PlaneMsg::Hover(None)),
        Listener::new(square, "focus", move |_: FocusEvent| {
            if by_keyboard.matches(":focus-visible").unwrap_or(false) {
                focused.send(Msg::Plane(PlaneMsg::Cross(true)));
            }
        }),
        just("blur", PlaneMsg::Cross(false)),
        Listener::new(square, "keydown", move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let far = if event.shift_key() { 10 } else { 1 };
            let msg = match event.key().as_str() {
                "ArrowLeft" => PlaneMsg::Nudge(-far, 0),
                "ArrowRight" => PlaneMsg::Nudge(far, 0),
                "ArrowUp" => PlaneMsg::Nudge(0, far),
                "ArrowDown" => PlaneMsg::Nudge(0, -far),
                "Enter" => PlaneMsg::Use,
                "Escape" => PlaneMsg::Cross(false),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            sender.send(Msg::Plane(msg));
        }),
    ]
}

/// Files and texts dropped anywhere on `element`.
pub fn drop_target(mail: &Rc<Mailbox>, element: &Element) -> Vec<Listener> {
    let mark = |on: bool| {
        let element = element.clone();
        move || toggle_class(&element, "dropping", on)
    };
    let (over, left, dropped) = (mark(true), mark(false), mark(false));
    let sender = Rc::clone(mail);
    vec![
        Listener::new(element, "dragover", move |event: DragEvent| {
            event.prevent_default();
            over();
        }),
        Listener::new(element, "dragleave", move |_: DragEvent| left()),
        Listener::new(element, "drop", move |event: DragEvent| {
            event.prevent_default();
            dropped();
            let Some(data) = event.data_transfer() else {
                return;
            };
            sender.send(Msg::Own(OwnMsg::Open));
            if let Some(file) = data.files().and_then(|files| files.get(0)) {
                sender.send(Msg::Own(OwnMsg::File(file)));
            } else if let Ok(text) = data.get_data("text/plain") {
                sender.send(Msg::Own(OwnMsg::Text(text)));
            }
        }),
    ]
}

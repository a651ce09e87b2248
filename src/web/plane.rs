//! The plane: field, marks and boundaries on three canvases, one over the other, and what is said on them.

use super::dom::{Ui, add, attributes, set_attribute, set_text, show, sure};
use super::listen::Listener;
use super::msg::{Mailbox, Msg, PlaneMsg};
use super::sheet::Sheet;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{DragEvent, Element, Event, FocusEvent, HtmlElement, KeyboardEvent, PointerEvent};

/// The plane.
pub struct PlanePanel {
    /// The line above it that says what the marks mean.
    pub key: Element,
    /// The plane with room for ticks and labels.
    pub root: HtmlElement,
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
    remedy: HtmlElement,
    about: Element,
    action: Rc<RefCell<Option<Msg>>>,
    _listeners: Vec<Listener>,
}

impl PlanePanel {
    /// An empty plane.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> PlanePanel {
        let key = ui.el("div", "key");
        let (field, marks, lines) = (
            Sheet::new(ui, "field"),
            Sheet::new(ui, "layer"),
            Sheet::new(ui, "layer"),
        );
        let square: HtmlElement = ui.typed("div", "square");
        attributes(
            &square,
            &[
                ("role", "application"),
                ("tabindex", "0"),
                ("aria-roledescription", "plane"),
            ],
        );
        let state_text = ui.el("p", "");
        let remedy = ui.button("link", "");
        let state = ui.group("div", "state", &[&state_text, &remedy]);
        set_attribute(&state, "role", "status");
        let about = ui.el("div", "about");
        set_attribute(&about, "aria-live", "polite");
        add(
            &square,
            &[field.element(), marks.element(), lines.element(), &about],
        );
        let root: HtmlElement = ui.typed("section", "plane");
        add(&root, &[&square, &state]);
        show(&state, false);
        show(&about, false);
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
            key,
            root,
            square,
            field,
            marks,
            lines,
            state,
            state_text,
            remedy,
            about,
            action,
            _listeners: listeners,
        }
    }

    /// Says what state the lab is in, with one way out of it; nothing for an empty text.
    pub fn say(&self, text: &str, remedy: Option<(&str, Msg)>) {
        show(&self.state, !text.is_empty());
        set_text(&self.state_text, text);
        show(&self.remedy, remedy.is_some());
        if let Some((label, _)) = &remedy {
            set_text(&self.remedy, label);
        }
        *self.action.borrow_mut() = remedy.map(|(_, msg)| msg);
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
        let mail = Rc::clone(mail);
        move |event: PointerEvent| {
            mail.send(Msg::Plane(make(
                event.offset_x().into(),
                event.offset_y().into(),
            )))
        }
    };
    let just = |msg: PlaneMsg| {
        let mail = Rc::clone(mail);
        move || mail.send(Msg::Plane(msg))
    };
    let (leave, focus, blur) = (
        just(PlaneMsg::Hover(None)),
        just(PlaneMsg::Cross(true)),
        just(PlaneMsg::Cross(false)),
    );
    let sender = Rc::clone(mail);
    // A cross appears for the keyboard only: not when the plane is focused by a press.
    let by_keyboard = square.clone();
    vec![
        Listener::new(square, "click", {
            let press = send(PlaneMsg::Press);
            move |event: PointerEvent| press(event)
        }),
        Listener::new(
            square,
            "pointermove",
            send(|x, y| PlaneMsg::Hover(Some((x, y)))),
        ),
        Listener::new(square, "pointerleave", move |_: PointerEvent| leave()),
        Listener::new(square, "focus", move |_: FocusEvent| {
            if by_keyboard.matches(":focus-visible").unwrap_or(false) {
                focus();
            }
        }),
        Listener::new(square, "blur", move |_: FocusEvent| blur()),
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
    let reader = sure(web_sys::FileReader::new());
    let arrived = super::own_dialog::read_into(&reader, mail);
    let mark = |on: bool| {
        let element = element.clone();
        // Marking the target is an extra: a drop works without it.
        move || drop(element.class_list().toggle_with_force("dropping", on))
    };
    let (over, left, dropped) = (mark(true), mark(false), mark(false));
    let sender = Rc::clone(mail);
    vec![
        arrived,
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
            sender.send(Msg::Own(super::msg::OwnMsg::Open));
            if let Some(file) = data.files().and_then(|files| files.get(0)) {
                super::own_dialog::read(&reader, &file, &sender);
            } else if let Ok(text) = data.get_data("text/plain") {
                sender.send(Msg::Own(super::msg::OwnMsg::Text(text)));
            }
        }),
    ]
}

//! Listeners and observers that end when they are dropped, or with the program's instance: `src/web/heal.js` makes
//! them, so that an error in what the browser calls is caught there.

use crate::web::msg::{Mailbox, Msg};
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, IntersectionObserverEntry};

#[wasm_bindgen]
extern "C" {
    /// A field or a menu.
    type Valued;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Valued) -> String;

    /// What the browser is to call instead of `entry`.
    pub fn guarded(entry: &JsValue) -> Function;

    #[wasm_bindgen(js_name = listenTo)]
    fn listen_to(target: &EventTarget, kind: &str, entry: &JsValue) -> Function;

    #[wasm_bindgen(js_name = stopListening)]
    fn stop_listening(target: &EventTarget, kind: &str, guard: &Function);

    /// An observer of either kind.
    type Observer;

    fn watch(element: &Element, kind: &str, entry: &JsValue) -> Observer;

    fn unwatch(observer: &Observer);
}

/// An event listener; dropping it removes it.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    guard: Function,
    _closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `on` for every event of `kind` at `target`. The event may be canceled.
    pub fn new<E: JsCast>(
        target: &EventTarget,
        kind: &'static str,
        mut on: impl FnMut(E) + 'static,
    ) -> Listener {
        let on = move |event: Event| {
            if let Ok(event) = event.dyn_into::<E>() {
                on(event);
            }
        };
        Listener::of(target, kind, Box::new(on))
    }

    /// Sends `msg` at every event of `kind`.
    pub fn sends(
        mail: &Rc<Mailbox>,
        target: &EventTarget,
        kind: &'static str,
        msg: Msg,
    ) -> Listener {
        let mail = Rc::clone(mail);
        Listener::of(target, kind, Box::new(move |_| mail.send(msg.clone())))
    }

    /// Sends what `make` makes of the value of a field or menu, whenever that was changed.
    pub fn reads(
        mail: &Rc<Mailbox>,
        target: &Element,
        make: impl Fn(String) -> Option<Msg> + 'static,
    ) -> Listener {
        let make: Box<dyn Fn(String) -> Option<Msg>> = Box::new(make);
        let (mail, source) = (Rc::clone(mail), target.clone());
        let read = move |_| {
            if let Some(msg) = make(source.unchecked_ref::<Valued>().value()) {
                mail.send(msg);
            }
        };
        Listener::of(target, "change", Box::new(read))
    }

    /// All that does not depend on the type of the event.
    fn of(target: &EventTarget, kind: &'static str, on: Box<dyn FnMut(Event)>) -> Listener {
        let closure = Closure::wrap(on);
        Listener {
            guard: listen_to(target, kind, closure.as_ref()),
            target: target.clone(),
            kind,
            _closure: closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        stop_listening(&self.target, self.kind, &self.guard);
    }
}

/// Tells when an element's size changes.
pub struct SizeWatch {
    observer: Observer,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `on` whenever the size of `element` has changed.
    pub fn new(element: &Element, on: impl FnMut() + 'static) -> SizeWatch {
        let closure = Closure::<dyn FnMut()>::new(on);
        let observer = watch(element, "ResizeObserver", closure.as_ref());
        SizeWatch {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        unwatch(&self.observer);
    }
}

/// Tells whether an element is on the screen.
pub struct SightWatch {
    observer: Observer,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

impl SightWatch {
    /// Calls `on` with whether `element` is in sight, now and whenever that changes.
    pub fn new(element: &Element, mut on: impl FnMut(bool) + 'static) -> SightWatch {
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last: JsValue = entries.at(-1);
            on(last
                .unchecked_into::<IntersectionObserverEntry>()
                .is_intersecting());
        });
        let observer = watch(element, "IntersectionObserver", closure.as_ref());
        SightWatch {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for SightWatch {
    fn drop(&mut self) {
        unwatch(&self.observer);
    }
}

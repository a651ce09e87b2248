//! Animation frames: at most one in flight, none when nothing is wanted.

use crate::web::dom::Js;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Window;

/// Asks for frames; dropping it cancels the one in flight.
pub struct FrameLoop {
    window: Window,
    in_flight: Rc<Cell<Option<i32>>>,
    closure: Closure<dyn FnMut(f64)>,
}

impl FrameLoop {
    /// `on` gets the time of the frame in milliseconds, once for each [`FrameLoop::request`].
    pub fn new(window: &Window, mut on: impl FnMut(f64) + 'static) -> FrameLoop {
        let in_flight = Rc::new(Cell::new(None));
        let landed = Rc::clone(&in_flight);
        let closure = Closure::<dyn FnMut(f64)>::new(move |now| {
            landed.set(None);
            on(now);
        });
        FrameLoop {
            window: window.clone(),
            in_flight,
            closure,
        }
    }

    /// Asks for a frame, if none is on its way.
    pub fn request(&self) -> Js {
        if self.in_flight.get().is_none() {
            let id = self
                .window
                .request_animation_frame(self.closure.as_ref().unchecked_ref())?;
            self.in_flight.set(Some(id));
        }
        Ok(())
    }
}

impl Drop for FrameLoop {
    fn drop(&mut self) {
        if let Some(id) = self.in_flight.take() {
            // It can only fail where the window is gone, and its frames with it.
            let _ = self.window.cancel_animation_frame(id);
        }
    }
}

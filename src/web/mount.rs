//! Putting a lab into a host element.

use crate::web::app::msg::Mailbox;
use crate::web::app::{App, Place};
use crate::web::dom::Ui;
use crate::web::dom::fault;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// A mounted lab. `free()` stops it and takes it off the page.
#[wasm_bindgen]
pub struct Handle {
    app: Rc<RefCell<App>>,
    root: ShadowRoot,
}

/// Mounts a lab into `host`, in a shadow root of its own, in the state of a link's text (without `#`).
///
/// With `own_link` true the lab keeps the page's address up to date with its state and follows it; for several
/// labs on one page leave it false. Throws if the host already has a shadow root that is not a lab's.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, query: &str, own_link: Option<bool>) -> Result<Handle, JsValue> {
    let window = web_sys::window().ok_or_else(|| JsValue::from_str("a lab needs a window"))?;
    let document = window
        .document()
        .ok_or_else(|| JsValue::from_str("a lab needs a document"))?;
    let root = match host.shadow_root() {
        Some(root) => root,
        None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?,
    };
    clear(&root);
    fault::watch(&root);
    let ui = Ui { document };
    let mail = Mailbox::new();
    let place = Place {
        host: &host,
        root: &root,
        own_link: own_link.unwrap_or(false),
    };
    let app = App::new(window, ui, &mail, place, query)?;
    let app = Rc::new(RefCell::new(app));
    mail.connect(&app);
    app.borrow_mut().begin();
    Ok(Handle { app, root })
}

#[wasm_bindgen]
impl Handle {
    /// The link's text of the present state.
    #[wasm_bindgen(getter)]
    pub fn query(&self) -> String {
        self.app.borrow().query()
    }

    /// t: the latest step.
    #[wasm_bindgen(getter)]
    pub fn step(&self) -> f64 {
        self.app.borrow().step() as f64
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        fault::unwatch(&self.root);
        clear(&self.root);
    }
}

/// Takes everything out of a shadow root.
fn clear(root: &ShadowRoot) {
    root.set_text_content(None);
}

//! Putting a lab into a host element.
//!
//! The page's script calls this through `src/web/heal.js`, which makes a lab again when the program has failed.

use crate::web::app::keeping::Keeper;
use crate::web::app::{App, Place};
use crate::web::dom::Ui;
use crate::web::dom::fault;
use crate::web::msg::{Failure, Mailbox, Msg, OwnMsg};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// A lab in its host. `free()` stops it and takes it off the page.
#[wasm_bindgen(skip_typescript)]
pub struct MountedLab {
    app: Rc<RefCell<App>>,
    root: ShadowRoot,
}

/// The build that this module is of; the script that was written with it has the same.
#[wasm_bindgen(js_name = buildId, skip_typescript)]
pub fn build_id() -> String {
    option_env!("IW_LAB_BUILD").unwrap_or_default().to_owned()
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A mounted lab. `free()` stops it and takes it off the page. */
export interface Handle {
  /** The link's text of the present state. */
  readonly query: string;
  /** t: the latest step. */
  readonly step: number;
  free(): void;
}

/** Mounts a lab into `host`, in a shadow root of its own, in the state of a link's text (without `#`).
 *
 *  With `ownLink` true the lab keeps the page's address up to date with its state and follows it; for several labs on
 *  one page leave it false. Throws if the host already has a shadow root that is not a lab's. A lab that fails is made
 *  again where it was; if it fails again within a minute it stops, says so, and sends an `error` event to `host`. */
export function mount(host: HTMLElement, query: string, ownLink?: boolean): Handle;

/** Every mounted lab by its host element. */
export const labs: ReadonlyMap<HTMLElement, Handle>;

/** Whether this script and the WebAssembly that it has loaded were built together. */
export function isOneBuild(): boolean;
"#;

#[wasm_bindgen]
impl MountedLab {
    /// Mounts a lab into `host`: that of `query`, or the one that `keeper` has kept.
    #[wasm_bindgen(constructor)]
    pub fn new(
        host: HtmlElement,
        query: &str,
        own_link: bool,
        keeper: Keeper,
    ) -> Result<MountedLab, JsValue> {
        let window = web_sys::window().ok_or_else(|| JsValue::from_str("a lab needs a window"))?;
        let document = window
            .document()
            .ok_or_else(|| JsValue::from_str("a lab needs a document"))?;
        let root = match host.shadow_root() {
            Some(root) => root,
            None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?,
        };
        clear(&root);
        fault::watch();
        let ui = Ui { document };
        let mail = Mailbox::new();
        let place = Place {
            host: &host,
            root: &root,
            own_link,
        };
        let app = App::new(window, ui, &mail, place, query, keeper)?;
        let app = Rc::new(RefCell::new(app));
        app.borrow_mut().begin();
        let reader = Rc::downgrade(&app);
        mail.connect(move |msg| {
            if let Some(app) = reader.upgrade() {
                app.borrow_mut().handle(msg);
            }
        });
        Ok(MountedLab { app, root })
    }

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

    /// Fails in the middle of a message: tests of healing call this.
    pub fn fail(&self, how: &str) {
        let mail = self.app.borrow().mail();
        mail.send(Msg::Fail(match how {
            "trap" => Failure::Trap,
            "overflow" => Failure::Overflow,
            _ => Failure::Panic,
        }));
    }

    /// Opens the dialog of own data with a text that was in it.
    pub fn reopen(&self, text: String) {
        let mail = self.app.borrow().mail();
        mail.send(Msg::Own(OwnMsg::Open));
        mail.send(Msg::Own(OwnMsg::Text(text)));
    }
}

impl Drop for MountedLab {
    fn drop(&mut self) {
        clear(&self.root);
    }
}

/// Takes everything out of a shadow root.
fn clear(root: &ShadowRoot) {
    root.set_text_content(None);
}

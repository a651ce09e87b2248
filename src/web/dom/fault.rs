//! A fault of the lab itself: told in place of every lab of the page, as none of them can be trusted any more.

use std::cell::RefCell;
use std::sync::Once;
use web_sys::ShadowRoot;

thread_local! {
    static ROOTS: RefCell<Vec<ShadowRoot>> = const { RefCell::new(Vec::new()) };
}

/// Tells of faults in this shadow root too.
pub fn watch(root: &ShadowRoot) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|fault| tell(&fault.to_string()))));
    ROOTS.with_borrow_mut(|roots| roots.push(root.clone()));
}

/// No longer.
pub fn unwatch(root: &ShadowRoot) {
    ROOTS.with_borrow_mut(|roots| roots.retain(|other| other != root));
}

fn tell(what: &str) {
    let text = format!(
        "The lab has stopped because of a fault of its own. Load this page again; the link in the address bar \
         keeps the settings. To report it: {what}"
    );
    ROOTS.with_borrow(|roots| {
        for root in roots {
            root.set_text_content(Some(&text));
        }
    });
}

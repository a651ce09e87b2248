//! What ties a lab to the browser: its mailbox, frames, listeners, and whether anybody can see it.

use crate::web::app::global_events;
use crate::web::dom::frame_loop::FrameLoop;
use crate::web::dom::listen::{Listener, SightWatch, SizeWatch};
use crate::web::dom::{Js, Ui};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::page::Page;
use crate::web::panels::plane::drop_target;
use std::rc::Rc;
use web_sys::{EventTarget, HtmlElement, MediaQueryList, Window};

/// The ties; dropping them cuts them.
pub struct Ties {
    /// The window.
    pub window: Window,
    /// Where all that happens is sent to.
    pub mail: Rc<Mailbox>,
    /// Whether the lab is in sight.
    pub seen: bool,
    /// Whether the document is hidden.
    pub hidden: bool,
    frames: FrameLoop,
    _listeners: Vec<Listener>,
    _size: SizeWatch,
    _sight: SightWatch,
}

impl Ties {
    /// Ties a page inside `host`; with `own_link` to the keys and the address of the whole page too.
    pub fn new(
        window: Window,
        ui: &Ui,
        mail: &Rc<Mailbox>,
        host: &HtmlElement,
        page: &Page,
        dark: Option<&MediaQueryList>,
        own_link: bool,
    ) -> Js<Ties> {
        let sender = Rc::clone(mail);
        let frames = FrameLoop::new(&window, move |now| sender.send(Msg::Frame(now)));
        let sender = Rc::clone(mail);
        let size = SizeWatch::new(host, move || sender.send(Msg::Resized));
        let sender = Rc::clone(mail);
        let sight = SightWatch::new(host, move |seen| sender.send(Msg::Seen(seen)));
        let mut listeners = drop_target(mail, &page.lab);
        let around = global_events::outside(&window, ui, mail, &page.lab, dark, own_link)?;
        listeners.extend(around);
        let everywhere: &EventTarget = if own_link { &window } else { &page.lab };
        listeners.extend(global_events::keys(everywhere, mail));
        Ok(Ties {
            mail: Rc::clone(mail),
            seen: true,
            hidden: ui.document.hidden(),
            window,
            frames,
            _listeners: listeners,
            _size: size,
            _sight: sight,
        })
    }

    /// Asks for a frame, if anybody would see it.
    pub fn ask_for_frame(&self) -> Js {
        if self.hidden || !self.seen {
            return Ok(());
        }
        self.frames.request()
    }
}

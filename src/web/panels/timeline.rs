//! The timeline: one slider over all of time, with a film frame under each decade.

use crate::text::decimal;
use crate::view::time_axis::TimeAxis;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup::{self, Built};
use crate::web::dom::{
    Ui, add, place_within, set_attribute, set_style, set_text, show, toggle_attribute, toggle_class,
};
use crate::web::msg::{Mailbox, Move, Msg};
use crate::web::panels::sheet::Sheet;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// The slider and the canvas under it.
pub struct Timeline {
    /// Both.
    pub root: Element,
    /// The track.
    pub canvas: Sheet,
    /// Where times lie; the pointer's listeners read it.
    pub axis: Rc<RefCell<TimeAxis>>,
    grip: HtmlElement,
    _listeners: Vec<Listener>,
}

impl Timeline {
    /// The timeline.
    pub fn new(mail: &Rc<Mailbox>, built: &Built, axis: TimeAxis) -> Timeline {
        let grip: HtmlElement = built.typed("grip");
        let axis = Rc::new(RefCell::new(axis));
        let times = Rc::clone(&axis);
        let mut listeners = drag(mail, &grip, Rc::new(move |x| times.borrow().ln_t(x)));
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(
            &grip,
            "keydown",
            move |event: KeyboardEvent| {
                if let Some(to) = key_move(&event) {
                    event.prevent_default();
                    event.stop_propagation();
                    sender.send(Msg::Move(to));
                }
            },
        ));
        Timeline {
            root: built.get("timeline"),
            canvas: Sheet::new(built.typed("track")),
            axis,
            grip,
            _listeners: listeners,
        }
    }

    /// What the slider says of itself: ln t of what is shown and of the end, and both in words.
    pub fn sync(&self, ln_t: f64, end: f64, spoken: &str) {
        set_attribute(
            &self.grip,
            "aria-valuenow",
            &decimal::fixed(ln_t.max(0.0), 3),
        );
        set_attribute(&self.grip, "aria-valuemax", &decimal::fixed(end, 3));
        set_attribute(&self.grip, "aria-valuetext", spoken)
    }
}

/// Where a key moves to on the timeline.
pub fn key_move(event: &KeyboardEvent) -> Option<Move> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let decade = event.shift_key();
    Some(match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" if decade => Move::Decades(-1),
        "ArrowRight" | "ArrowUp" if decade => Move::Decades(1),
        "ArrowLeft" | "ArrowDown" => Move::Records(-1),
        "ArrowRight" | "ArrowUp" => Move::Records(1),
        "PageDown" => Move::Decades(-1),
        "PageUp" => Move::Decades(1),
        "Home" => Move::Start,
        "End" => Move::Latest,
        _ => return None,
    })
}

/// Sends which `ln_t` is where the pointer is, pressed and dragged on `element`.
pub fn drag(
    mail: &Rc<Mailbox>,
    element: &HtmlElement,
    ln_t: Rc<dyn Fn(f64) -> f64>,
) -> Vec<Listener> {
    let look = {
        let (mail, source) = (Rc::clone(mail), element.clone());
        move |event: &PointerEvent| mail.send(Msg::Look(ln_t(place_within(&source, event)[0])))
    };
    let (press, source) = (look.clone(), element.clone());
    vec![
        Listener::new(element, "pointerdown", move |event: PointerEvent| {
            if event.button() == 0 {
                // Without capture a drag merely ends at the element's edge.
                let _ = source.set_pointer_capture(event.pointer_id());
                press(&event);
            }
        }),
        Listener::new(element, "pointermove", move |event: PointerEvent| {
            if event.buttons() & 1 == 1 {
                look(&event);
            }
        }),
    ]
}

/// One frame of the film.
pub struct Frame {
    /// Sheet and caption.
    root: HtmlElement,
    /// The picture.
    pub canvas: Sheet,
    caption: Element,
    waiting: Element,
    _listener: Listener,
}

/// The film: a frame for each decade of the axis, or for a few where time is warped.
pub struct Film {
    frames: Vec<Frame>,
    /// The exponents of ten that the frames stand for.
    shown: Rc<RefCell<Vec<u32>>>,
    grey: Element,
}

/// The most frames.
const MOST_FRAMES: usize = 13;

const FRAME: &str = "\
button.frame | #frame
  canvas | #canvas | aria-hidden=true
  span.box | #waiting | \"not yet\"
  span.caption | #caption";

impl Film {
    /// The film, with nothing on it.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, root: Element) -> Film {
        let mut frames = Vec::new();
        let shown: Rc<RefCell<Vec<u32>>> = Rc::default();
        for place in 0..MOST_FRAMES {
            let built = markup::build(ui, &root, FRAME);
            let frame: HtmlElement = built.typed("frame");
            let (mail, at) = (Rc::clone(mail), Rc::clone(&shown));
            let listener = Listener::new(&frame, "click", move |_: Event| {
                let exponent = at.borrow().get(place).copied();
                if let Some(exponent) = exponent {
                    mail.send(Msg::Look(f64::from(exponent) * crate::numeric::ln(10.0)));
                }
            });
            frames.push(Frame {
                root: frame,
                canvas: Sheet::new(built.typed("canvas")),
                caption: built.get("caption"),
                waiting: built.get("waiting"),
                _listener: listener,
            });
        }
        let grey = ui.text("span", "grey", "where runs disagree");
        add(&root, &[&grey]);
        Film {
            frames,
            shown,
            grey,
        }
    }

    /// Places the frames: `captions` has the exponents of ten in order, with what is known of each.
    pub fn sync(
        &self,
        at: impl Fn(u32) -> f64,
        captions: &[(u32, Option<String>)],
        is_current: impl Fn(u32) -> bool,
    ) {
        *self.shown.borrow_mut() = captions.iter().map(|(exponent, _)| *exponent).collect();
        for (place, frame) in self.frames.iter().enumerate() {
            show(&frame.root, place < captions.len());
            let Some((exponent, caption)) = captions.get(place) else {
                continue;
            };
            set_style(
                &frame.root,
                "left",
                &(decimal::fixed(at(*exponent), 1) + "px"),
            );
            set_text(&frame.caption, caption.as_deref().unwrap_or(""));
            show(&frame.waiting, caption.is_none());
            toggle_class(&frame.root, "waiting", caption.is_none());
            toggle_attribute(&frame.root, "disabled", caption.is_none());
            let label = match caption {
                Some(caption) => format!("t = 10^{exponent}, {caption}"),
                None => format!("t = 10^{exponent}, not yet trained"),
            };
            set_attribute(&frame.root, "aria-label", &label);
            set_attribute(
                &frame.root,
                "aria-current",
                if is_current(*exponent) {
                    "true"
                } else {
                    "false"
                },
            );
        }
        show(
            &self.grey,
            captions
                .iter()
                .any(|(_, caption)| caption.as_ref().is_some_and(|text| !text.is_empty())),
        )
    }

    /// The frame of an exponent, where the film shows `exponents`.
    pub fn frame(&self, exponents: &[u32], exponent: u32) -> Option<&Frame> {
        self.frames
            .get(exponents.iter().position(|shown| *shown == exponent)?)
    }
}

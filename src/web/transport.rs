//! Play, step, reset, where one is, and how fast it goes.

use super::dom::{Ui, add, attributes, set_attribute, set_text, show, toggle_class};
use super::listen::Listener;
use super::msg::{Mailbox, Move, Msg};
use crate::decimal;
use crate::view::format::Number;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement};

/// The speeds one press away.
pub const SPEEDS: [usize; 4] = [1, 10, 100, 1000];

/// Decades per frame one press away.
pub const WARP_SPEEDS: [f64; 3] = [0.1, 1.0, 10.0];

/// The row.
pub struct Transport {
    /// The row.
    pub root: Element,
    play: HtmlElement,
    clock: Element,
    looking: Element,
    latest: HtmlElement,
    warp: HtmlElement,
    steps: Element,
    speeds: Vec<HtmlElement>,
    decades: Element,
    warp_speeds: Vec<HtmlElement>,
    _listeners: Vec<Listener>,
}

/// What the row says.
pub struct TransportState {
    /// Whether it plays.
    pub playing: bool,
    /// t.
    pub time: Number,
    /// The latest step, when one looks back from it.
    pub latest: Option<String>,
    /// Steps per frame.
    pub speed: usize,
    /// Decades per frame, where time is warped.
    pub decades: Option<f64>,
    /// What there is to know of the time shown.
    pub remark: String,
    /// Whether time can be warped.
    pub warpable: bool,
    /// Whether play goes through warped time.
    pub warping: bool,
    /// Whether warped time is approximate, as that of networks is.
    pub approximate: bool,
}

impl Transport {
    /// The row.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> Transport {
        let mut listeners = Vec::new();
        let mut button = |class: &str, label: &str, icon: &str, keys: &str, msg: Msg| {
            let button = ui.button(class, "");
            attributes(
                &button,
                &[
                    ("aria-label", label),
                    ("title", &format!("{label} ({keys})")),
                    ("aria-keyshortcuts", keys),
                ],
            );
            add(&button, &[&ui.el("span", icon)]);
            let mail = Rc::clone(mail);
            listeners.push(Listener::new(&button, "click", move |_: Event| {
                mail.send(msg.clone())
            }));
            button
        };
        let play = button("play", "Play", "icon icon-play", "Space", Msg::TogglePlay);
        let step = button("step", "Step", "icon icon-step", "S", Msg::Step);
        let reset = button(
            "reset",
            "Reset to the same start",
            "icon icon-reset",
            "R",
            Msg::Reset,
        );
        let clock = ui.el("output", "clock");
        let looking = ui.el("span", "looking");
        let latest = ui.button("link latest", "");
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&latest, "click", move |_: Event| {
            sender.send(Msg::Move(Move::Latest))
        }));
        let warp = ui.button("link warp", "");
        attributes(
            &warp,
            &[
                ("title", "Go on by gradient flow in ln t (W)"),
                ("aria-keyshortcuts", "W"),
            ],
        );
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&warp, "click", move |_: Event| {
            sender.send(Msg::Warp)
        }));
        let decades = ui.group(
            "div",
            "speed",
            &[&ui.text("span", "speed-label", "Decades per frame")],
        );
        attributes(
            &decades,
            &[("role", "group"), ("aria-label", "Decades per frame")],
        );
        let mut warp_speeds = Vec::new();
        for speed in WARP_SPEEDS {
            let tab = ui.button("tab", &decimal::plain(speed));
            add(&decades, &[&tab]);
            let sender = Rc::clone(mail);
            listeners.push(Listener::new(&tab, "click", move |_: Event| {
                sender.send(Msg::Decades(speed))
            }));
            warp_speeds.push(tab);
        }
        let label = ui.text("span", "speed-label", "Steps per frame");
        let speed = ui.group("div", "speed", &[&label]);
        attributes(
            &speed,
            &[("role", "group"), ("aria-label", "Steps per frame")],
        );
        let mut speeds = Vec::new();
        for (at, steps) in SPEEDS.iter().enumerate() {
            let tab = ui.button("tab", &crate::view::format::count(*steps as u64));
            attributes(&tab, &[("aria-keyshortcuts", &(at + 1).to_string())]);
            add(&speed, &[&tab]);
            let sender = Rc::clone(mail);
            listeners.push(Listener::new(&tab, "click", move |_: Event| {
                sender.send(Msg::Set("speed", steps.to_string()))
            }));
            speeds.push(tab);
        }
        let root = ui.group(
            "div",
            "transport",
            &[
                &play, &step, &reset, &clock, &looking, &latest, &warp, &speed, &decades,
            ],
        );
        attributes(&root, &[("role", "group"), ("aria-label", "Training")]);
        Transport {
            root,
            play,
            clock,
            looking,
            latest,
            warp,
            steps: speed,
            speeds,
            decades,
            warp_speeds,
            _listeners: listeners,
        }
    }

    /// Shows where one is.
    pub fn sync(&self, ui: &Ui, state: &TransportState) {
        set_attribute(
            &self.play,
            "aria-label",
            if state.playing { "Pause" } else { "Play" },
        );
        toggle_class(&self.play, "playing", state.playing);
        super::numbers::set(ui, &self.clock, Some("t"), &state.time);
        super::numbers::set_sentence(ui, &self.looking, &state.remark);
        show(&self.looking, !state.remark.is_empty());
        show(&self.warp, state.warpable);
        set_text(
            &self.warp,
            match (state.warping, state.approximate) {
                (true, _) => "Stop",
                (false, true) => "Warp time, approx.",
                (false, false) => "Warp time",
            },
        );
        show(&self.latest, state.latest.is_some());
        if let Some(latest) = &state.latest {
            set_text(&self.latest, &format!("Go to latest, {latest}"));
        }
        show(&self.steps, state.decades.is_none());
        show(&self.decades, state.decades.is_some());
        for (tab, speed) in self.warp_speeds.iter().zip(WARP_SPEEDS) {
            set_attribute(
                tab,
                "aria-pressed",
                if Some(speed) == state.decades {
                    "true"
                } else {
                    "false"
                },
            );
        }
        for (tab, steps) in self.speeds.iter().zip(SPEEDS) {
            set_attribute(
                tab,
                "aria-pressed",
                if steps == state.speed {
                    "true"
                } else {
                    "false"
                },
            );
        }
    }
}

//! Play, step, reset, where one is, and how fast it goes.

use crate::text::decimal;
use crate::text::format::Number;
use crate::web::dom::listen::Listener;
use crate::web::dom::markup::Built;
use crate::web::dom::numbers;
use crate::web::dom::{Ui, add, set_attribute, set_pressed, set_text, show, sure, toggle_class};
use crate::web::msg::{Mailbox, Move, Msg};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement};

/// The speeds one press away.
pub const SPEEDS: [usize; 4] = [1, 10, 100, 1000];

/// Decades per frame one press away.
pub const WARP_SPEEDS: [f64; 3] = [0.1, 1.0, 10.0];

/// The row.
pub struct Transport {
    play: Element,
    clock: Element,
    looking: Element,
    latest: Element,
    warp: Element,
    steps: Element,
    speeds: Vec<Element>,
    decades: Element,
    warp_speeds: Vec<Element>,
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
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, built: &Built) -> Transport {
        let mut listeners = Vec::new();
        for (name, msg) in [
            ("play", Msg::TogglePlay),
            ("step", Msg::Step),
            ("reset", Msg::Reset),
            ("latest", Msg::Move(Move::Latest)),
            ("warp", Msg::Warp),
        ] {
            listeners.push(Listener::sends(mail, &built.get(name), "click", msg));
        }
        // Who goes to Play stays there; and what is pressed to leave the past is gone with it.
        for name in ["skip", "latest"] {
            let play: HtmlElement = built.typed("play");
            let focus = move |_: Event| sure(play.focus());
            listeners.push(Listener::new(&built.get(name), "click", focus));
        }
        let (steps, decades) = (built.get("speeds"), built.get("decades"));
        let mut tab = |group: &Element, label: &str, msg: Msg| {
            let tab = ui.text("button", "tab", label);
            add(group, &[&tab]);
            listeners.push(Listener::sends(mail, &tab, "click", msg));
            tab
        };
        let (mut speeds, mut warp_speeds) = (Vec::new(), Vec::new());
        for speed in WARP_SPEEDS {
            warp_speeds.push(tab(&decades, &decimal::plain(speed), Msg::Decades(speed)));
        }
        for (at, speed) in SPEEDS.iter().enumerate() {
            let label = crate::text::format::count(*speed as u64);
            let tab = tab(&steps, &label, Msg::Set("speed", speed.to_string()));
            set_attribute(&tab, "aria-keyshortcuts", &(at + 1).to_string());
            speeds.push(tab);
        }
        Transport {
            play: built.get("play"),
            clock: built.get("clock"),
            looking: built.get("looking"),
            latest: built.get("latest"),
            warp: built.get("warp"),
            steps,
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
        numbers::set(ui, &self.clock, Some("t"), &state.time);
        numbers::set_sentence(ui, &self.looking, &state.remark);
        show(&self.looking, !state.remark.is_empty());
        show(&self.warp, state.warpable);
        let warp = |text: &str| {
            // Spoken, a raised number would be part of the one before it.
            set_attribute(&self.warp, "aria-label", text);
            numbers::set_sentence(ui, &self.warp, text);
        };
        warp(match (state.warping, state.approximate) {
            (true, _) => "Stop skipping ahead",
            (false, true) => "Skip ahead to t = 10^1000, approximately",
            (false, false) => "Skip ahead to t = 10^1000",
        });
        show(&self.latest, state.latest.is_some());
        if let Some(latest) = &state.latest {
            set_text(&self.latest, &format!("Go to latest, {latest}"));
        }
        show(&self.steps, state.decades.is_none());
        show(&self.decades, state.decades.is_some());
        for (tab, speed) in self.warp_speeds.iter().zip(WARP_SPEEDS) {
            set_pressed(tab, Some(speed) == state.decades);
        }
        for (tab, steps) in self.speeds.iter().zip(SPEEDS) {
            set_pressed(tab, steps == state.speed);
        }
    }
}

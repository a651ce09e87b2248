//! The lab on a page: its state, and one answer to each thing that can happen.

pub mod msg;

mod answer;
mod curves;
mod draw;
mod draw_time;
mod frame;
mod global_events;
mod pace;
mod show;
mod tell;
mod theory_curves;

use crate::experiment::history::{Record, Time};
use crate::experiment::session::Session;
use crate::experiment::snapshot::{Lattice, Snapshot, SnapshotJob};
use crate::lessons::LESSONS;
use crate::outlook::Outlook;
use crate::settings::{DataKind, Link, Notice, Spec, ThemeChoice};
use crate::view::Theme;
use crate::view::time_axis::{TimeAxis, TimeSpan};
use crate::web::app::msg::{Mailbox, Msg, Tool};
use crate::web::app::pace::Pace;
use crate::web::dom::frame_loop::FrameLoop;
use crate::web::dom::listen::{Listener, SightWatch, SizeWatch};
use crate::web::dom::{Js, Ui, set_attribute};
use crate::web::panels::charts::Curve;
use crate::web::panels::page::Page;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{EventTarget, HtmlElement, MediaQueryList, ShadowRoot, Window};

/// The state of a mounted lab.
pub struct App {
    pub(in crate::web) ui: Ui,
    pub(in crate::web) window: Window,
    pub(in crate::web) page: Page,
    pub(in crate::web) link: Link,
    pub(in crate::web) lesson: Option<usize>,
    pub(in crate::web) session: Session,
    /// Whether the link's spec is not the session's any more: the next frame makes a new one.
    pub(in crate::web) outdated: bool,
    /// How fast steps are taken, recorded, and looked at.
    pub(in crate::web) training: Pace,
    pub(in crate::web) recording: Pace,
    pub(in crate::web) seeing: Pace,
    pub(in crate::web) playing: bool,
    /// The step that a new session is trained to at once.
    pub(in crate::web) opening_step: u64,
    /// The step that the present frame works towards.
    pub(in crate::web) target: u64,
    /// The theory beside the session.
    pub(in crate::web) outlook: Outlook,
    /// Whether play goes through warped time, to t = 10^1000.
    pub(in crate::web) warping: bool,
    /// Warped time per frame while it does, in decades.
    pub(in crate::web) decades: f64,
    /// The recorded instant one looks at; `None` is the latest step.
    pub(in crate::web) looking: Option<Time>,
    /// What the plane shows.
    pub(in crate::web) snapshot: Option<Snapshot>,
    /// What it will show next.
    pub(in crate::web) job: Option<SnapshotJob>,
    /// Where it was looked at last.
    pub(in crate::web) lattice: Option<Lattice>,
    /// Frames of steps since then, and how many there are before the next picture.
    pub(in crate::web) unseen: u32,
    pub(in crate::web) patience: u32,
    /// Finished film frames, by exponent of ten.
    pub(in crate::web) film: Vec<(u32, Snapshot)>,
    /// How many of them are on the page.
    pub(in crate::web) film_painted: usize,
    /// The film frame in the making.
    pub(in crate::web) film_job: Option<(u32, SnapshotJob)>,
    pub(in crate::web) theme: Theme,
    /// The theme whose tokens are in the style sheet.
    styled: Option<Theme>,
    pub(in crate::web) focused_run: Option<usize>,
    pub(in crate::web) tool: Tool,
    /// The example pointed at.
    pub(in crate::web) pointed: Option<usize>,
    /// The keyboard's cross, in data coordinates.
    pub(in crate::web) cross: Option<[f64; 2]>,
    pub(in crate::web) stale: Stale,
    /// Width and device pixel ratio when it was last laid out; `None` before the first time.
    pub(in crate::web) laid_out: Option<(i32, f64)>,
    /// ln t at which curves were last drawn; `None` where more than t has changed since.
    pub(in crate::web) charted: Option<f64>,
    /// Width of the lab and side of the plane's square, in CSS pixels.
    pub(in crate::web) width: i32,
    pub(in crate::web) side: f64,
    /// When read-outs and curves were last drawn, ms.
    pub(in crate::web) drawn_at: f64,
    pub(in crate::web) notices: Vec<Notice>,
    own_link: bool,
    /// The link's text that this lab itself wrote last.
    pub(in crate::web) written: String,
    seen: bool,
    hidden: bool,
    pub(in crate::web) mail: Rc<Mailbox>,
    frames: FrameLoop,
    dark: Option<MediaQueryList>,
    _listeners: Vec<Listener>,
    _size: SizeWatch,
    _sight: SightWatch,
}

/// Where a lab is put.
pub struct Place<'a> {
    /// The element that holds it.
    pub host: &'a HtmlElement,
    /// Its shadow root.
    pub root: &'a ShadowRoot,
    /// Whether it follows the page's address and keeps it up to date.
    pub own_link: bool,
}

/// What has to be drawn again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// Link, settings and head, and then the layout.
    pub page: bool,
    /// Where things lie.
    pub layout: bool,
    /// Examples, axes, key.
    pub marks: bool,
    /// Field and boundaries.
    pub plane: bool,
    /// Read-outs, timeline, sentence, and then the charts.
    pub numbers: bool,
    /// Curves and bars: how many of them are still to come.
    pub charts: usize,
    /// Film frames already finished.
    pub film: bool,
}

impl Stale {
    /// All of it.
    pub const ALL: Stale = Stale {
        page: true,
        layout: true,
        marks: true,
        plane: true,
        numbers: true,
        charts: Curve::ALL.len(),
        film: true,
    };
}

/// A reader who prefers no motion sees a new lab standing at this step.
const TELLING_STEP: u64 = 1000;

impl App {
    /// Builds the page. The lab of `query` is made in the first frame, unless it is the default one: a large one
    /// takes a while.
    pub fn new(window: Window, ui: Ui, mail: &Rc<Mailbox>, place: Place, query: &str) -> Js<App> {
        let Place {
            host,
            root,
            own_link,
        } = place;
        let clock = window
            .performance()
            .ok_or_else(|| JsValue::from_str("a lab needs a clock"))?;
        let (link, notices) = Link::from_query(query);
        let mut spec = Spec::default();
        let outdated = link.spec != spec;
        if outdated {
            // Until the first frame there are no rows: to make others for that would take a while too.
            spec.data = DataKind::Csv;
        }
        let session = Session::new(spec, None);
        let page = Page::new(&ui, root, mail, time_axis(0, false, 1.0))?;
        let sender = Rc::clone(mail);
        let frames = FrameLoop::new(&window, move |now| sender.send(Msg::Frame(now)));
        let sender = Rc::clone(mail);
        let size = SizeWatch::new(&page.lab, move || sender.send(Msg::Resized));
        let sender = Rc::clone(mail);
        let sight = SightWatch::new(host, move |seen| sender.send(Msg::Seen(seen)));
        let dark = window.match_media("(prefers-color-scheme: dark)")?;
        let mut listeners = crate::web::panels::plane::drop_target(mail, &page.lab);
        listeners.extend(global_events::outside(
            &window,
            &ui,
            mail,
            dark.as_ref(),
            own_link,
        )?);
        let everywhere: &EventTarget = if own_link { &window } else { &page.lab };
        listeners.push(global_events::keys(everywhere, mail));
        let still = window
            .match_media("(prefers-reduced-motion: reduce)")?
            .is_some_and(|query| query.matches());
        let opening_step = if still { TELLING_STEP } else { 0 };
        Ok(App {
            lesson: lesson_of(&link),
            target: opening_step,
            playing: !still,
            opening_step,
            training: Pace::new(clock.clone()),
            recording: Pace::new(clock.clone()),
            seeing: Pace::new(clock),
            looking: None,
            snapshot: None,
            job: None,
            lattice: None,
            unseen: 0,
            patience: 1,
            film: Vec::new(),
            film_painted: 0,
            outlook: Outlook::default(),
            warping: false,
            decades: 1.0,
            film_job: None,
            theme: Theme::Light,
            styled: None,
            focused_run: None,
            tool: Tool::Inspect,
            pointed: None,
            cross: None,
            stale: Stale::ALL,
            laid_out: None,
            charted: None,
            width: 0,
            side: 0.0,
            drawn_at: 0.0,
            hidden: ui.document.hidden(),
            written: query.to_owned(),
            seen: true,
            notices,
            own_link,
            mail: Rc::clone(mail),
            ui,
            window,
            page,
            link,
            session,
            outdated,
            frames,
            dark,
            _listeners: listeners,
            _size: size,
            _sight: sight,
        })
    }

    /// Asks for the first frame, which shows what there is.
    pub fn begin(&mut self) {
        let result = self.take_theme();
        self.note(result);
        self.ask_for_frame();
    }

    /// The link's text.
    pub fn query(&self) -> String {
        self.link.to_query().0
    }

    /// t.
    pub fn step(&self) -> u64 {
        self.session.ladder().step()
    }

    /// Answers one thing that happened.
    pub fn handle(&mut self, msg: Msg) {
        let result = self.update(msg);
        self.note(result);
        self.ask_for_frame();
    }

    fn update(&mut self, msg: Msg) -> Js {
        if !matches!(msg, Msg::Frame(_)) {
            self.charted = None;
        }
        if msg.acts_on_session() {
            self.renew();
        }
        match msg {
            Msg::TogglePlay => self.toggle_play(),
            Msg::Step => self.take_step(),
            Msg::Frame(now) => self.frame(now),
            Msg::Resized => self.resize(),
            Msg::ThemeChanged => {
                self.stale = Stale::ALL;
                self.take_theme()
            }
            Msg::Seen(seen) => {
                self.seen = seen;
                Ok(())
            }
            Msg::Hidden(hidden) => {
                self.hidden = hidden;
                Ok(())
            }
            asked => self.answer(asked),
        }
    }

    /// The lab may have another width, or its pixels another size. Before it is first laid out there is nothing to
    /// do; and where only its height has changed, what made it so is drawn already.
    fn resize(&mut self) -> Js {
        let size = (self.page.lab.client_width(), self.pixel_ratio());
        if self.laid_out.is_none_or(|at| at == size) {
            return Ok(());
        }
        self.stale = Stale::ALL;
        self.layout()
    }

    fn toggle_play(&mut self) -> Js {
        // Play goes on from the latest step, never from the past.
        self.playing = !(self.playing || self.warping);
        self.warping = false;
        self.job = None;
        if self.playing {
            self.looking = None;
        } else {
            self.target = self.step();
        }
        self.show_numbers()
    }

    fn take_step(&mut self) -> Js {
        self.playing = false;
        self.warping = false;
        self.looking = None;
        self.job = None;
        self.target = self.step() + 1;
        self.show_numbers()
    }

    /// Sees to it that the session is that of the present spec.
    pub(in crate::web) fn renew(&mut self) {
        if std::mem::take(&mut self.outdated) {
            self.make_session();
        }
    }

    /// Keeps the page's address up to date; a page that forbids it goes without.
    pub(in crate::web) fn write_link(&mut self) {
        let (query, left_out) = self.link.to_query();
        if left_out || !self.notices.is_empty() {
            self.say_left_out(left_out);
        }
        if self.own_link && query != self.written {
            self.write_address(query);
        }
    }

    /// Says that rows were left out of the link, or no longer says so.
    fn say_left_out(&mut self, left_out: bool) {
        const LEFT_OUT: &str =
            "the link cannot carry these rows (it holds at most 200): share the file with it";
        self.notices.retain(|notice| notice.0 != LEFT_OUT);
        if left_out {
            self.notices.push(Notice(LEFT_OUT.to_owned()));
        }
    }

    fn write_address(&mut self, query: String) {
        let hash = format!("#{query}");
        if let Ok(history) = self.window.history() {
            // It throws in sandboxed frames, where there is no address to keep.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
        }
        self.written = query;
    }

    /// Shows a recorded instant.
    pub(in crate::web) fn go_to(&mut self, at: Time) -> Js {
        let looking = (at != Time::Step(self.step())).then_some(at);
        if self.looking != looking {
            self.looking = looking;
            // Whatever was in the making is no longer wanted.
            self.job = None;
            self.stale.plane = true;
        }
        self.show_numbers()
    }

    /// All that is to be noticed.
    pub(in crate::web) fn all_notices(&self) -> Vec<&Notice> {
        let mut all: Vec<&Notice> = self.notices.iter().collect();
        all.append(&mut self.session.ladder().notices.iter().collect());
        all
    }

    /// The instant that is shown.
    pub(in crate::web) fn shown(&self) -> Time {
        self.looking.unwrap_or(Time::Step(self.step()))
    }

    /// The record one looks at.
    pub(in crate::web) fn looked_at(&self) -> Option<&Record> {
        self.record_at(self.looking?)
    }

    fn record_at(&self, time: Time) -> Option<&Record> {
        match time {
            Time::Step(step) => self.session.history().at(step),
            at @ Time::Warped(_) => self.outlook.records.iter().find(|record| record.at == at),
        }
    }

    /// Light or dark, as chosen or as the system says.
    pub(in crate::web) fn take_theme(&mut self) -> Js {
        let dark = match self.link.view.theme {
            ThemeChoice::Auto => self.dark.as_ref().is_some_and(MediaQueryList::matches),
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
        };
        let theme = if dark { Theme::Dark } else { Theme::Light };
        self.stale = Stale::ALL;
        if self.styled == Some(theme) {
            // A style sheet that is replaced, even by itself, has every element looked at.
            return Ok(());
        }
        (self.theme, self.styled) = (theme, Some(theme));
        self.page
            .tokens
            .replace(&format!(":host {{ {} }}", self.theme.css()))?;
        set_attribute(
            &self.page.lab,
            "data-theme",
            if dark { "dark" } else { "light" },
        );
        Ok(())
    }

    fn ask_for_frame(&mut self) {
        let asleep = self.hidden || !self.seen;
        if !asleep && self.has_work() {
            let result = self.frames.request();
            self.note(result);
        }
    }

    /// What went wrong with the browser is said on the page.
    fn note(&mut self, result: Js) {
        if let Err(error) = result {
            self.pass_on(&error);
        }
    }

    fn pass_on(&self, error: &JsValue) {
        let text = error.as_string().unwrap_or_else(|| format!("{error:?}"));
        // If even this cannot be shown there is nothing left to show it with.
        self.page
            .head
            .notice(&self.ui, &[&Notice(format!("the browser said: {text}"))]);
    }
}

/// The lesson that a link is.
pub(in crate::web) fn lesson_of(link: &Link) -> Option<usize> {
    LESSONS.iter().position(|lesson| {
        let (of, _) = Link::from_query(lesson.query);
        of.spec == link.spec
    })
}

/// The axis of runs that have come to step `latest`, over `width` CSS pixels: at least six decades, and a
/// warped stretch to 10^1000 where time can be warped.
pub fn time_axis(latest: u64, warped: bool, width: f64) -> TimeAxis {
    let decades = (crate::numeric::log10(latest.max(1) as f64 + 1.0).ceil() as u32)
        .max(crate::outlook::lines::FIRST as u32);
    let warped_to = warped.then_some(crate::outlook::lines::LAST as u32);
    TimeAxis::new(TimeSpan { decades, warped_to }, 36.0, width - 36.0, 28.0)
}

//! The lab on a page: its state, and one answer to each thing that can happen.

use super::dom::{Js, Ui, set_attribute};
use super::frame::FrameLoop;
use super::listen::{Listener, SightWatch, SizeWatch};
use super::msg::{Mailbox, Move, Msg, OwnMsg, PlaneMsg, Tool};
use super::pace::Pace;
use super::page::Page;
use super::parts::{Part, Parts, part_of};
use super::timeline::key_move;
use crate::beside::Beside;
use crate::data::own::OwnData;
use crate::history::{Record, Time};
use crate::numeric::ln;
use crate::session::Session;
use crate::snapshot::{Lattice, Snapshot, SnapshotJob};
use crate::spec::field::Refusal;
use crate::spec::fields::{SPEC, VIEW};
use crate::spec::presets::{PRESETS, ready_made};
use crate::spec::{DataKind, Link, MAX_RUNS, Notice, ThemeChoice};
use crate::view::Theme;
use crate::view::time_axis::{TimeAxis, TimeSpan};
use crate::weighting::Weighting;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, KeyboardEvent, MediaQueryList, ShadowRoot, Window};

/// The state of a mounted lab.
pub struct App {
    pub(super) ui: Ui,
    pub(super) window: Window,
    pub(super) page: Page,
    pub(super) link: Link,
    pub(super) lesson: Option<usize>,
    pub(super) session: Session,
    /// Whether the link's spec is not the session's any more: the next frame makes a new one.
    pub(super) outdated: bool,
    pub(super) training: Pace,
    pub(super) seeing: Pace,
    pub(super) playing: bool,
    /// The step that the present frame works towards.
    pub(super) target: u64,
    /// The theory beside the session.
    pub(super) beside: Beside,
    /// Whether play goes through warped time, to t = 10^1000.
    pub(super) warping: bool,
    /// Warped time per frame while it does, in decades.
    pub(super) decades: f64,
    /// The recorded instant one looks at; `None` is the latest step.
    pub(super) looking: Option<Time>,
    /// What the plane shows.
    pub(super) snapshot: Option<Snapshot>,
    /// What it will show next.
    pub(super) job: Option<SnapshotJob>,
    /// Where it was looked at last.
    pub(super) lattice: Option<Lattice>,
    /// Frames of steps since then, and how many there are before the next picture.
    pub(super) unseen: u32,
    pub(super) patience: u32,
    /// Finished film frames, by exponent of ten.
    pub(super) film: Vec<(u32, Snapshot)>,
    /// The film frame in the making.
    pub(super) film_job: Option<(u32, SnapshotJob)>,
    pub(super) theme: Theme,
    /// The theme whose tokens are in the style sheet.
    styled: Option<Theme>,
    pub(super) focused_run: Option<usize>,
    pub(super) tool: Tool,
    /// The example pointed at.
    pub(super) pointed: Option<usize>,
    /// The keyboard's cross, in data coordinates.
    pub(super) cross: Option<[f64; 2]>,
    pub(super) stale: Stale,
    /// Whether the wide layout was last laid out; `None` before the first time.
    pub(super) laid_out: Option<bool>,
    /// ln t at which curves were last drawn; `None` where more than t has changed since.
    pub(super) charted: Option<f64>,
    /// Width of the lab and side of the plane's square, in CSS pixels.
    pub(super) width: i32,
    pub(super) side: f64,
    /// When read-outs and curves were last drawn, ms.
    pub(super) drawn_at: f64,
    notices: Vec<Notice>,
    own_link: bool,
    /// The link's text that this lab itself wrote last.
    written: String,
    seen: bool,
    hidden: bool,
    pub(super) parts: Parts,
    mail: Rc<Mailbox>,
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
    /// Curves and bars.
    pub charts: bool,
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
        charts: true,
        film: true,
    };
}

/// A reader who prefers no motion sees the lab standing at this step.
const TELLING_STEP: u64 = 1000;

impl App {
    /// Builds the page and the lab of `query`.
    pub fn new(
        window: Window,
        ui: Ui,
        mail: &Rc<Mailbox>,
        place: Place,
        parts: Parts,
        query: &str,
    ) -> Js<App> {
        let Place {
            host,
            root,
            own_link,
        } = place;
        let clock = window
            .performance()
            .ok_or_else(|| JsValue::from_str("a lab needs a clock"))?;
        let (link, notices) = Link::from_query(query);
        let session = Session::new(link.spec.clone(), link.own.as_ref());
        let page = Page::new(&ui, root, mail, time_axis(0, false, 1.0))?;
        let sender = Rc::clone(mail);
        let frames = FrameLoop::new(&window, move |now| sender.send(Msg::Frame(now)));
        let sender = Rc::clone(mail);
        let size = SizeWatch::new(&page.lab, move || sender.send(Msg::Resized));
        let sender = Rc::clone(mail);
        let sight = SightWatch::new(host, move |seen| sender.send(Msg::Seen(seen)));
        let dark = window.match_media("(prefers-color-scheme: dark)")?;
        let mut listeners = super::plane::drop_target(mail, &page.lab);
        listeners.extend(outside(&window, &ui, mail, dark.as_ref(), own_link)?);
        listeners.push(keys(&page, mail));
        let still = window
            .match_media("(prefers-reduced-motion: reduce)")?
            .is_some_and(|query| query.matches());
        Ok(App {
            lesson: lesson_of(&link),
            target: if still { TELLING_STEP } else { 0 },
            playing: !still,
            training: Pace::new(clock.clone()),
            seeing: Pace::new(clock),
            looking: None,
            snapshot: None,
            job: None,
            lattice: None,
            unseen: 0,
            patience: 1,
            film: Vec::new(),
            beside: Beside::default(),
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
            parts,
            mail: Rc::clone(mail),
            ui,
            window,
            page,
            link,
            session,
            outdated: false,
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
        self.session.lab().step()
    }

    /// Answers one thing that happened.
    pub fn handle(&mut self, msg: Msg) {
        if let Some(part) = part_of(&msg, self.tool)
            && self.parts.keep(part, &msg)
        {
            return;
        }
        let result = self.update(msg);
        self.note(result);
        self.ask_for_frame();
    }

    fn update(&mut self, msg: Msg) -> Js {
        if msg.acts_on_session() {
            self.renew();
        }
        if !matches!(msg, Msg::Frame(_)) {
            self.charted = None;
        }
        match msg {
            Msg::Set(key, text) => self.set(key, &text),
            Msg::Lesson(at) => self.teach(at),
            Msg::Link(query) => self.follow(&query),
            Msg::SelectRun(run) => self.set("run", &(run + 1).to_string()),
            Msg::FocusRun(run) => {
                self.focused_run = run;
                self.stale.plane = true;
                self.stale.numbers = true;
                Ok(())
            }
            Msg::EditRun(run, text) => self.edit_run(run, &text),
            Msg::RemoveRun(run) => self.edit_ladder(|list| {
                list.remove(run);
            }),
            Msg::AddRun => self.edit_ladder(|list| list.push(another(list))),
            Msg::NewSeed => self.new_seed(),
            Msg::Warp => self.toggle_warp(),
            Msg::Decades(decades) => {
                self.decades = decades;
                self.show_numbers()
            }
            Msg::KeepAll => {
                self.set("keep_orange", "1")?;
                self.set("keep_blue", "1")
            }
            Msg::TogglePlay => self.toggle_play(),
            Msg::Step => {
                self.playing = false;
                self.warping = false;
                self.looking = None;
                self.job = None;
                self.target = self.step() + 1;
                self.show_numbers()
            }
            Msg::Reset => self.reset(),
            Msg::Look(ln_t) => self.look(ln_t),
            Msg::Move(to) => self.walk(to),
            Msg::Plane(msg) => self.on_plane(msg),
            Msg::Tool(tool) => {
                self.tool = tool;
                self.sync_settings();
                Ok(())
            }
            Msg::Own(msg) => self.on_own(msg),
            Msg::Part(part, arrived) => self.take_part(part, arrived),
            Msg::Share => self.share(),
            Msg::Frame(now) => self.frame(now),
            Msg::Redraw => self.show_numbers(),
            Msg::Resized => {
                self.stale = Stale::ALL;
                self.layout()
            }
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
        }
    }

    /// Answers what waited for a part, or says that it could not be fetched.
    fn take_part(&mut self, part: Part, arrived: bool) -> Js {
        let waiting = self.parts.answered(part, arrived);
        if arrived {
            waiting.into_iter().for_each(|msg| self.mail.send(msg));
            return Ok(());
        }
        self.notices = vec![Notice(format!(
            "{} could not be loaded: check the connection, then try again",
            part.name()
        ))];
        self.show_all()
    }

    /// A control was set. Only what changes results trains anew.
    fn set(&mut self, key: &'static str, text: &str) -> Js {
        let before = self.link.spec.clone();
        self.notices.clear();
        let refusal = if let Some(field) = SPEC.iter().find(|field| field.key == key) {
            let read = field.read(&mut self.link.spec, text);
            if key == "data" && self.link.spec.data != before.data {
                self.choose_data();
            }
            read
        } else if let Some(field) = VIEW.iter().find(|field| field.key == key) {
            field.read(&mut self.link.view, text)
        } else {
            Ok(())
        };
        if let Err(Refusal::Clamped(text) | Refusal::Refused(text)) = refusal {
            self.notices.push(Notice(text));
        }
        if key == "theme" {
            self.take_theme()?;
        }
        if self.link.spec == before {
            return self.show_all();
        }
        self.train_anew()
    }

    /// A data set chosen by name comes with its ready-made sizes; own data with the rows now shown.
    fn choose_data(&mut self) {
        let data = self.link.spec.data;
        let ready: Vec<(&str, &str)> = ready_made(data)
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        for (key, value) in ready {
            if let Some(field) = SPEC.iter().find(|field| field.key == key) {
                // Ready-made values are in range: a test reads each of them.
                let _ = field.read(&mut self.link.spec, value);
            }
        }
        if data == DataKind::Csv && self.link.own.is_none() {
            self.renew();
            self.link.own = Some(OwnData::from_dataset((*self.session.lab().dataset).clone()));
        }
    }

    fn teach(&mut self, at: usize) -> Js {
        let Some(preset) = PRESETS.get(at) else {
            return Ok(());
        };
        let theme = self.link.view.theme;
        self.follow(preset.query)?;
        self.link.view.theme = theme;
        self.lesson = Some(at);
        self.playing = true;
        self.stale = Stale::ALL;
        Ok(())
    }

    /// Takes the state of a link.
    fn follow(&mut self, query: &str) -> Js {
        if query == self.written && query == self.query() {
            return Ok(());
        }
        let (link, notices) = Link::from_query(query);
        self.link = link;
        self.notices = notices;
        self.lesson = lesson_of(&self.link);
        self.take_theme()?;
        self.train_anew()
    }

    fn edit_run(&mut self, run: usize, text: &str) -> Js {
        match Weighting::parse(text) {
            Ok(weighting) => self.edit_ladder(|list| list[run] = weighting),
            Err(error) => {
                self.notices = vec![Notice(error.to_string())];
                self.show_all()
            }
        }
    }

    fn edit_ladder(&mut self, edit: impl FnOnce(&mut Vec<Weighting>)) -> Js {
        self.notices.clear();
        let list = &mut self.link.spec.weights;
        edit(list);
        list.truncate(MAX_RUNS);
        self.link.view.run = self.link.view.run.clamp(1, list.len());
        self.train_anew()
    }

    fn new_seed(&mut self) -> Js {
        // Any seed will do; small ones are easier to say aloud.
        let seed =
            getrandom::u32().map_err(|error| JsValue::from_str(&error.to_string()))? % 10_000;
        self.link.spec.seed = seed;
        self.link.spec.init_seed = seed;
        self.notices.clear();
        self.train_anew()
    }

    /// The spec has changed: shows it as set, and has the next frame make its session. Many changes between two
    /// frames are one.
    pub(super) fn train_anew(&mut self) -> Js {
        self.outdated = true;
        self.sync_settings();
        Ok(())
    }

    /// Makes the session of the present spec, if there is another.
    pub(super) fn renew(&mut self) {
        if !std::mem::take(&mut self.outdated) {
            return;
        }
        // What is shown of the old session goes first: its memory is the new one's.
        self.forget_pictures();
        let (spec, own) = (self.link.spec.clone(), self.link.own.as_ref());
        self.session.renew(spec, own);
        let runs = self.link.spec.weights.len();
        if self.link.view.run > runs {
            self.link.view.run = 1;
        }
        // Blocks may take longer than they did.
        self.training.begin_anew();
        self.seeing.begin_anew();
    }

    fn reset(&mut self) -> Js {
        self.session.reset();
        self.forget_pictures();
        self.show_all()
    }

    fn forget_pictures(&mut self) {
        self.parts.forgive(Part::Theory);
        self.snapshot = None;
        self.beside = Beside::default();
        self.warping = false;
        self.job = None;
        self.film_job = None;
        self.film.clear();
        self.looking = None;
        self.target = 0;
        self.pointed = None;
        self.stale = Stale::ALL;
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

    /// Begins to play through warped time, or stops.
    fn toggle_warp(&mut self) -> Js {
        self.warping = !self.warping && self.beside.is_warpable();
        self.playing = false;
        // Gradient flow takes over from descent at the handover: train to there first.
        self.target = if self.warping {
            self.step().max(crate::lab::HANDOVER)
        } else {
            self.step()
        };
        if self.warping && self.looking.is_some_and(|at| matches!(at, Time::Step(_))) {
            self.looking = None;
        }
        self.show_numbers()
    }

    /// Looks at the recorded time nearest to `ln_t`.
    fn look(&mut self, ln_t: f64) -> Js {
        let latest = ln(self.step().max(1) as f64);
        let seam = self.axis(1.0).seam();
        if ln_t > seam
            && let Some(record) = self.beside.nearest(ln_t)
        {
            return self.look_at(record.at);
        }
        if self.step() == 0 || ln_t > latest {
            // Nothing is known there yet: the latest step is the nearest there is.
            return self.look_at(Time::Step(self.step()));
        }
        let Some(record) = self.session.history().nearest(ln_t) else {
            return Ok(());
        };
        self.look_at(record.at)
    }

    /// Every instant one can look at, earliest first: recorded steps, the latest step, warped time.
    fn instants(&self) -> Vec<Time> {
        let latest = Time::Step(self.step());
        let steps = self
            .session
            .history()
            .records()
            .iter()
            .map(|record| record.at);
        let steps = steps.filter(|at| *at != Time::Step(0) && at.ln_t() < latest.ln_t());
        let seam = self.axis(1.0).seam();
        let warped = self
            .beside
            .records
            .iter()
            .map(|record| record.at)
            .filter(|at| at.ln_t() > seam);
        steps.chain([latest]).chain(warped).collect()
    }

    /// Moves along the recorded times.
    fn walk(&mut self, to: Move) -> Js {
        let now = self.shown().ln_t();
        let instants = self.instants();
        let at = instants.partition_point(|instant| instant.ln_t() < now);
        let last = instants.len() - 1;
        let latest = Time::Step(self.step());
        let goal = match to {
            Move::Start => instants[0],
            // From the latest step on to the end of time, where that is known.
            Move::Latest if self.shown() == latest => instants[last],
            Move::Latest => latest,
            Move::Records(by) => instants[at.saturating_add_signed(by as isize).min(last)],
            Move::Decades(by) => {
                let goal = now.max(0.0) + f64::from(by) * ln(10.0);
                let distance = |instant: &&Time| (instant.ln_t() - goal).abs();
                let nearest = instants
                    .iter()
                    .min_by(|a, b| distance(a).total_cmp(&distance(b)));
                let onward = if by > 0 {
                    instants[(at + 1).min(last)]
                } else {
                    instants[at.saturating_sub(1)]
                };
                // Where a decade is less than the way to the next record, take that.
                nearest
                    .copied()
                    .filter(|instant| instant.ln_t() != now)
                    .unwrap_or(onward)
            }
        };
        self.look_at(goal)
    }

    /// Looks at a recorded instant; the latest step is looked at by not looking elsewhere.
    pub(super) fn look_at(&mut self, at: Time) -> Js {
        self.warping = false;
        self.playing = false;
        self.target = self.step();
        self.go_to(at)
    }

    /// Shows a recorded instant.
    pub(super) fn go_to(&mut self, at: Time) -> Js {
        let looking = (at != Time::Step(self.step())).then_some(at);
        if self.looking != looking {
            self.looking = looking;
            // Whatever was in the making is no longer wanted.
            self.job = None;
            self.stale.plane = true;
        }
        self.show_numbers()
    }

    fn on_own(&mut self, msg: OwnMsg) -> Js {
        match msg {
            OwnMsg::Open => self.page.own.open(),
            OwnMsg::Close => self.page.own.close(),
            OwnMsg::Text(text) => self.page.own.read(&self.ui, &text),
            OwnMsg::Failed(why) => self.page.own.failed(&why),
            OwnMsg::Picked => self.page.own.preview(&self.ui),
            OwnMsg::Use => {
                let Some(Ok((own, report))) = self.page.own.rows() else {
                    return Ok(());
                };
                self.page.own.close();
                self.notices = std::iter::once(Notice(report.to_string()))
                    .chain(report.warnings.iter().cloned().map(Notice))
                    .chain(report.lines_left_out().into_iter().map(Notice))
                    .collect();
                return self.take_own(own);
            }
        }
        Ok(())
    }

    /// Trains on a person's own rows from now on.
    fn take_own(&mut self, own: OwnData) -> Js {
        self.link.own = Some(own);
        self.link.spec.data = DataKind::Csv;
        self.train_anew()
    }

    fn on_plane(&mut self, msg: PlaneMsg) -> Js {
        match msg {
            PlaneMsg::Press(x, y) => return self.use_tool(self.place_at(x, y)),
            PlaneMsg::Hover(at) => self.point_at(at.map(|(x, y)| self.place_at(x, y))),
            PlaneMsg::Nudge(right, up) => {
                let frame = self.frame_of_plane();
                let [x, y] = self.cross.unwrap_or(frame.middle());
                let unit = (frame.x[1] - frame.x[0]) / 50.0;
                let cross = frame.inside([x + unit * f64::from(right), y + unit * f64::from(up)]);
                self.cross = Some(cross);
                self.point_at(Some(cross));
            }
            PlaneMsg::Use => {
                if let Some(cross) = self.cross {
                    return self.use_tool(cross);
                }
            }
            PlaneMsg::Cross(shown) => {
                self.cross = shown.then(|| self.cross.unwrap_or(self.frame_of_plane().middle()));
                self.point_at(self.cross);
            }
        }
        Ok(())
    }

    /// Does at `place` what the tool in hand does. Editing makes the data a person's own.
    fn use_tool(&mut self, place: [f64; 2]) -> Js {
        if self.tool == Tool::Inspect {
            self.point_at(Some(place));
            return Ok(());
        }
        let mut own = match &self.link.own {
            Some(own) if self.link.spec.data == DataKind::Csv && !self.link.spec.split_own => {
                own.clone()
            }
            _ => OwnData::from_dataset((*self.session.lab().dataset).clone()),
        };
        let done = match self.tool {
            Tool::Add(class) => own.add(place, class).map_err(|error| error.to_string()),
            _ => match self.nearest_example(place) {
                Some(at) => own
                    .remove(at)
                    .map(drop)
                    .ok_or_else(|| "there is no example there".to_owned()),
                None => Err("there is no example there: press on one".to_owned()),
            },
        };
        self.notices.clear();
        if let Err(why) = done {
            self.notices.push(Notice(why));
            return self.show_all();
        }
        self.link.spec.split_own = false;
        self.take_own(own)
    }

    fn share(&mut self) -> Js {
        self.write_link();
        let address = self.window.location().href()?;
        let text = address.split('#').next().unwrap_or_default().to_owned() + "#" + &self.query();
        // A browser may refuse the clipboard; the address bar then still has the link.
        let copied =
            js_sys::Reflect::has(&self.window.navigator(), &"clipboard".into()).unwrap_or(false);
        if copied {
            drop(self.window.navigator().clipboard().write_text(&text));
        }
        self.page.head.shared(if copied {
            "Link copied"
        } else {
            "Link is in the address bar"
        });
        Ok(())
    }

    /// Keeps the page's address up to date; a page that forbids it goes without.
    pub(super) fn write_link(&mut self) {
        let (query, left_out) = self.link.to_query();
        const LEFT_OUT: &str =
            "the link cannot carry these rows, it holds at most 200: share the file beside it";
        self.notices.retain(|notice| notice.0 != LEFT_OUT);
        if left_out {
            self.notices.push(Notice(LEFT_OUT.to_owned()));
        }
        if !self.own_link || query == self.written {
            return;
        }
        let hash = format!("#{query}");
        if let Ok(history) = self.window.history() {
            // It throws in sandboxed frames, where there is no address to keep.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
        }
        self.written = query;
    }

    /// All that is to be noticed.
    pub(super) fn all_notices(&self) -> Vec<&Notice> {
        self.notices
            .iter()
            .chain(&self.session.lab().notices)
            .collect()
    }

    /// The instant that is shown.
    pub(super) fn shown(&self) -> Time {
        self.looking.unwrap_or(Time::Step(self.step()))
    }

    /// The record one looks at.
    pub(super) fn looked_at(&self) -> Option<&Record> {
        match self.looking? {
            Time::Step(step) => self.session.history().at(step),
            at @ Time::Warped(_) => self.beside.records.iter().find(|record| record.at == at),
        }
    }

    /// Light or dark, as chosen or as the system says.
    pub(super) fn take_theme(&mut self) -> Js {
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
            let text = error.as_string().unwrap_or_else(|| format!("{error:?}"));
            // If even this cannot be shown there is nothing left to show it with.
            self.page
                .head
                .notice(&self.ui, &[&Notice(format!("the browser said: {text}"))]);
        }
    }
}

/// The lesson that a link is.
pub(super) fn lesson_of(link: &Link) -> Option<usize> {
    PRESETS.iter().position(|preset| {
        let (of, _) = Link::from_query(preset.query);
        of.spec == link.spec
    })
}

/// A weighting that the ladder does not have yet.
fn another(list: &[Weighting]) -> Weighting {
    let offers = [
        (1.0, 1.0),
        (16.0, 1.0),
        (1.0, 5.0),
        (5.0, 1.0),
        (2.0, 1.0),
        (1.0, 2.0),
        (10.0, 1.0),
        (1.0, 10.0),
        (1.0, 16.0),
    ];
    let offers = offers.map(|(orange, blue)| Weighting::Ratio(orange, blue));
    offers
        .into_iter()
        .find(|offer| !list.contains(offer))
        .unwrap_or(Weighting::Ratio(1.0, 1.0))
}

/// The axis of runs that have come to step `latest`, over `width` CSS pixels: at least six decades, and a
/// warped stretch to 10^1000 where time can be warped.
pub fn time_axis(latest: u64, warped: bool, width: f64) -> TimeAxis {
    let decades = (crate::numeric::log10(latest.max(1) as f64 + 1.0).ceil() as u32)
        .max(crate::warped::FIRST as u32);
    let warped_to = warped.then_some(crate::warped::LAST as u32);
    TimeAxis::new(TimeSpan { decades, warped_to }, 36.0, width - 36.0, 28.0)
}

/// Listeners on what is around the lab: the address, the document's visibility, the system's theme.
fn outside(
    window: &Window,
    ui: &Ui,
    mail: &Rc<Mailbox>,
    dark: Option<&MediaQueryList>,
    own_link: bool,
) -> Js<Vec<Listener>> {
    let mut listeners = Vec::new();
    let (sender, document) = (Rc::clone(mail), ui.document.clone());
    listeners.push(Listener::new(
        &ui.document,
        "visibilitychange",
        move |_: Event| {
            sender.send(Msg::Hidden(document.hidden()));
        },
    ));
    if let Some(dark) = dark {
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(dark, "change", move |_: Event| {
            sender.send(Msg::ThemeChanged)
        }));
    }
    if own_link {
        let (sender, source) = (Rc::clone(mail), window.clone());
        listeners.push(Listener::new(window, "hashchange", move |_: Event| {
            let hash = source.location().hash().unwrap_or_default();
            sender.send(Msg::Link(hash.trim_start_matches('#').to_owned()));
        }));
    }
    Ok(listeners)
}

/// The keys that work wherever nothing else wants them.
fn keys(page: &Page, mail: &Rc<Mailbox>) -> Listener {
    let mail = Rc::clone(mail);
    Listener::new(&page.lab, "keydown", move |event: KeyboardEvent| {
        let target = event.composed_path().get(0);
        let busy = target.dyn_ref::<web_sys::Element>().is_some_and(|element| {
            let tag = element.tag_name();
            ["INPUT", "TEXTAREA", "SELECT"].contains(&tag.as_str())
                || (["BUTTON", "SUMMARY"].contains(&tag.as_str())
                    && [" ", "Enter"].contains(&event.key().as_str()))
        });
        if busy || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let speed = |at: usize| Msg::Set("speed", super::transport::SPEEDS[at].to_string());
        let msg = match event.key().as_str() {
            " " => Msg::TogglePlay,
            "s" | "S" => Msg::Step,
            "w" | "W" => Msg::Warp,
            "r" | "R" => Msg::Reset,
            "1" => speed(0),
            "2" => speed(1),
            "3" => speed(2),
            "4" => speed(3),
            "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => return,
            _ => match key_move(&event) {
                Some(to) => Msg::Move(to),
                None => return,
            },
        };
        event.prevent_default();
        mail.send(msg);
    })
}

//! The lab on a page: its state, and one answer to each thing that can happen.

mod address;
mod answer;
mod appearance;
mod changes;
mod frame;
mod global_events;
pub mod keeping;
mod moments;
mod own_rows;
mod pace;
mod placed;
mod pointing;
mod print;
mod screen;
mod show;
mod ties;

use crate::drawing::timeline;
use crate::experiment::film::Film;
use crate::experiment::history::{Record, Time};
use crate::experiment::playback::Playback;
use crate::experiment::session::Session;
use crate::experiment::viewing::Viewing;
use crate::outlook::Outlook;
use crate::report::Moment;
use crate::report::curve::CURVES;
use crate::settings::{DataKind, Notice, Spec, ThemeChoice};
use crate::view::layout::Plan;
use crate::view::time_axis::TimeAxis;
use crate::web::app::address::Address;
use crate::web::app::appearance::Appearance;
use crate::web::app::keeping::{Keeper, Keeping};
use crate::web::app::pace::Paces;
use crate::web::app::placed::Placed;
use crate::web::app::pointing::Pointing;
use crate::web::app::ties::Ties;
use crate::web::dom::{Js, Ui};
use crate::web::msg::{Mailbox, Msg};
use crate::web::panels::page::Page;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, ShadowRoot, Window};

/// The state of a mounted lab.
pub struct App {
    pub(in crate::web) ui: Ui,
    pub(in crate::web) page: Page,
    /// What is set.
    pub(in crate::web) address: Address,
    /// What is trained.
    pub(in crate::web) session: Session,
    /// The theory beside the session.
    pub(in crate::web) outlook: Outlook,
    /// What moves by itself, and which moment is shown.
    pub(in crate::web) playback: Playback,
    /// What the plane shows.
    pub(in crate::web) viewing: Viewing,
    pub(in crate::web) film: Film,
    pub(in crate::web) pointing: Pointing,
    pub(in crate::web) placed: Placed,
    /// How fast steps are taken, recorded, and looked at.
    pub(in crate::web) paces: Paces,
    pub(in crate::web) stale: Stale,
    pub(in crate::web) appearance: Appearance,
    pub(in crate::web) ties: Ties,
    /// What of it is kept elsewhere.
    keeping: Keeping,
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
        charts: CURVES.len(),
        film: true,
    };
}

/// A reader who prefers no motion sees a new lab standing at this step.
const TELLING_STEP: u64 = 1000;

impl App {
    /// Builds the page. The lab of `query` is made in the first frame, unless it is the default one: a large one
    /// takes a while.
    pub fn new(
        window: Window,
        ui: Ui,
        mail: &Rc<Mailbox>,
        place: Place,
        query: &str,
        keeper: Keeper,
    ) -> Js<App> {
        let Place {
            host,
            root,
            own_link,
        } = place;
        let clock = window
            .performance()
            .ok_or_else(|| JsValue::from_str("a lab needs a clock"))?;
        let kept = keeping::link(&keeper);
        let mut address = Address::new(kept.as_deref().unwrap_or(query), own_link);
        let mut spec = Spec::default();
        address.outdated = address.link.spec != spec;
        if address.outdated {
            // Until the first frame there are no rows: to make others for that would take a while too.
            spec.data = DataKind::Csv;
        }
        let page = Page::new(
            &ui,
            root,
            mail,
            timeline::axis(timeline::span_of(0, false), 1.0),
        )?;
        let dark = window.match_media("(prefers-color-scheme: dark)")?;
        let still = window
            .match_media("(prefers-reduced-motion: reduce)")?
            .is_some_and(|query| query.matches());
        let ties = Ties::new(window, &ui, mail, host, &page, dark.as_ref(), own_link)?;
        let mut app = App {
            ui,
            page,
            address,
            session: Session::new(spec, None),
            outlook: Outlook::default(),
            playback: Playback::new(still.then_some(TELLING_STEP)),
            viewing: Viewing::default(),
            film: Film::default(),
            pointing: Pointing::default(),
            placed: Placed::default(),
            paces: Paces::new(&clock),
            stale: Stale::ALL,
            appearance: Appearance::new(dark),
            ties,
            keeping: Keeping::new(keeper),
        };
        if kept.is_some() {
            keeping::take_back(&mut app);
        }
        Ok(app)
    }

    /// Where all that happens is sent to.
    pub fn mail(&self) -> Rc<Mailbox> {
        Rc::clone(&self.ties.mail)
    }

    /// Asks for the first frame, which shows what there is.
    pub fn begin(&mut self) {
        self.page.arrange(&Plan::of(show::room(self)));
        let result = self.take_theme();
        self.note(result);
        self.ask_for_frame();
    }

    /// The link's text.
    pub fn query(&self) -> String {
        self.address.query()
    }

    /// t.
    pub fn step(&self) -> u64 {
        self.session.ladder().step()
    }

    /// Answers one thing that happened.
    pub fn handle(&mut self, msg: Msg) {
        let result = answer::answer(self, msg);
        self.note(result);
        keeping::keep(self);
        self.ask_for_frame();
    }

    /// Sees to it that the session is that of the present settings.
    pub(in crate::web) fn renew(&mut self) {
        if !std::mem::take(&mut self.address.outdated) {
            return;
        }
        // What is shown of the old session goes first: its memory is the new one's.
        self.forget_pictures();
        self.playback.renew();
        let link = &mut self.address.link;
        self.session.renew(link.spec.clone(), link.own.as_ref());
        if link.view.run > link.spec.weights.len() {
            link.view.run = 1;
        }
        self.paces.begin_anew();
    }

    /// Nothing is shown or known of the session any more.
    fn forget_pictures(&mut self) {
        self.viewing.clear();
        self.film.clear();
        self.outlook = Outlook::default();
        self.pointing.pointed = None;
        self.stale = Stale::ALL;
    }

    /// All that is to be noticed.
    pub(in crate::web) fn all_notices(&self) -> Vec<&Notice> {
        let of_settings = self.address.notices.iter();
        of_settings.chain(&self.session.ladder().notices).collect()
    }

    /// The moment that is shown.
    pub(in crate::web) fn moment(&self) -> Time {
        self.playback.moment(self.step())
    }

    /// Whether steps are taken in every frame.
    pub(in crate::web) fn is_running(&self) -> bool {
        self.playback.is_running(self.step())
    }

    /// The record that is looked at, if it is known.
    pub(in crate::web) fn looked_at(&self) -> Option<&Record> {
        let looking = self.playback.looking()?;
        Moment::recorded(&self.session, &self.outlook, looking).record
    }

    /// The time axis over `width` CSS pixels.
    pub(in crate::web) fn axis(&self, width: f64) -> TimeAxis {
        let warped = self.outlook.has_warped_time(self.session.ladder());
        timeline::axis(timeline::span_of(self.step(), warped), width)
    }

    /// Light or dark, as chosen or as the system says; all is to be drawn again.
    pub(in crate::web) fn take_theme(&mut self) -> Js {
        self.stale = Stale::ALL;
        let choice = if self.placed.printing {
            ThemeChoice::Light
        } else {
            self.address.link.view.theme
        };
        self.appearance.apply(choice, &self.page)
    }

    fn ask_for_frame(&mut self) {
        if frame::has_work(self) {
            let result = self.ties.ask_for_frame();
            self.note(result);
        }
    }

    /// What went wrong with the browser is said on the page.
    fn note(&mut self, result: Js) {
        if let Err(error) = result {
            let text = error.as_string().unwrap_or_else(|| format!("{error:?}"));
            let notice = Notice(format!("the browser said: {text}"));
            self.page.head.notice(&self.ui, &[&notice]);
        }
    }
}

//! Showing the state: which part of the page is brought up to date when.

use crate::drawing::timeline;
use crate::experiment::history::Time;
use crate::lessons::LESSONS;
use crate::numeric::clamp;
use crate::report::curve::CURVES;
use crate::report::{Activity, Moment, Shown, run, time};
use crate::text::format;
use crate::view::plane::Frame;
use crate::view::time_axis::TimeAxis;
use crate::web::app::msg::Tool;
use crate::web::app::screen::{Layout, Room, Screen};
use crate::web::app::{App, lesson_of};
use crate::web::dom::{Js, toggle_class};
use crate::web::panels::ladder::Rung;
use crate::web::panels::transport::TransportState;
use crate::weights::SplitFacts;

/// A pixel of a chart's time axis, in ln t: six decades are some 230 of them.
const CHART_STEP: f64 = 0.06;

impl App {
    /// The moment shown, and what is known of it.
    fn report(&self) -> Shown<'_> {
        let measured = self.snapshot.as_ref().map(|snapshot| &snapshot.record);
        let activity = if self.warping {
            Activity::Warping
        } else if self.is_running() {
            Activity::Training
        } else {
            Activity::Paused
        };
        Shown {
            session: &self.session,
            outlook: &self.outlook,
            moment: match self.looking {
                Some(at) => Moment::recorded(&self.session, &self.outlook, at),
                None => Moment::latest(&self.session, measured),
            },
            view: &self.link.view,
            activity,
            pointed: self.pointed,
            focused_run: self.focused_run,
            split: SplitFacts::of(&self.session.ladder().dataset),
        }
    }

    pub(in crate::web) fn room(&self) -> Room {
        Room {
            width: self.width,
            side: self.side,
            ratio: self.pixel_ratio(),
        }
    }

    /// The page and the moment that it shows.
    fn screen(&self) -> Screen<'_> {
        Screen {
            ui: &self.ui,
            page: &self.page,
            shown: self.report(),
            room: self.room(),
            theme: self.theme,
        }
    }

    /// Shows everything anew.
    pub(in crate::web) fn show_all(&mut self) -> Js {
        self.show_page()?;
        self.layout()?;
        self.show_numbers()
    }

    /// Shows what stands around the consequences.
    pub(in crate::web) fn show_page(&mut self) -> Js {
        self.write_link();
        self.take_theme()?;
        self.stale.page = false;
        self.stale.layout = true;
        self.sync_head();
        self.sync_settings();
        Ok(())
    }

    /// Places what CSS cannot: the canvases over the plane, open groups.
    pub(in crate::web) fn layout(&mut self) -> Js {
        self.stale.layout = false;
        let was_wide = self.laid_out.map(|_| self.room().layout() == Layout::Wide);
        self.width = self.page.lab.client_width();
        self.laid_out = Some((self.width, self.pixel_ratio()));
        let wide = self.room().layout() == Layout::Wide;
        if was_wide != Some(wide) {
            self.page.settings.set_open(wide);
        }
        self.side = f64::from(self.page.plane.square.client_width());
        self.screen().place_sheets();
        Ok(())
    }

    pub(in crate::web) fn pixel_ratio(&self) -> f64 {
        clamp(self.window.device_pixel_ratio(), 1.0, 4.0)
    }

    /// The time axis over `width` CSS pixels.
    pub(in crate::web) fn axis(&self, width: f64) -> TimeAxis {
        let warped = self.outlook.has_warped_time(self.session.ladder());
        timeline::axis(timeline::span_of(self.step(), warped), width)
    }

    /// The plane inside its overlay.
    pub(in crate::web) fn frame_of_plane(&self) -> Frame {
        self.room().frame(self.session.ladder().dataset.ranges())
    }

    /// The data at a place of the square, in CSS pixels.
    pub(in crate::web) fn place_at(&self, x: f64, y: f64) -> [f64; 2] {
        self.frame_of_plane().data(self.room().in_overlay(x, y))
    }

    /// The example nearest to a place, if it is near enough to be meant.
    pub(in crate::web) fn nearest_example(&self, place: [f64; 2]) -> Option<usize> {
        self.screen().nearest_example(place)
    }

    /// Tells about the example near a place.
    pub(in crate::web) fn point_at(&mut self, place: Option<[f64; 2]>) {
        let pointed = place.and_then(|place| self.nearest_example(place));
        if pointed != self.pointed || self.cross.is_some() {
            self.pointed = pointed;
            self.stale.plane = true;
            self.stale.numbers = true;
        }
        self.screen().tell(pointed)
    }

    fn sync_head(&self) {
        let question = LESSONS[self.lesson.unwrap_or(0)].question;
        let same = self.lesson.filter(|&at| lesson_of(&self.link) == Some(at));
        let remark = match same {
            Some(at) => LESSONS[at].remark.to_owned(),
            None => run::remark(&self.report()),
        };
        self.page.head.sync(question, &remark, same);
        self.page.head.shared("Share");
        self.page.head.notice(&self.ui, &self.all_notices())
    }

    pub(in crate::web) fn sync_settings(&self) {
        let shown = self.report();
        let rungs: Vec<Rung> = (shown.ladder().runs.iter())
            .map(|run| Rung {
                weighting: run.weighting.to_string(),
                note: run::note(&shown, run),
            })
            .collect();
        self.page
            .settings
            .sync(&self.link, &rungs, shown.selected(), self.tool);
        let editing = self.tool != Tool::Inspect;
        toggle_class(&self.page.plane.square, "editing", editing);
    }

    /// Shows all that moves with t; the next frames draw the charts.
    pub(in crate::web) fn show_numbers(&mut self) -> Js {
        let latest = self.step();
        let screen = self.screen();
        let shown = &screen.shown;
        let warped_time = self.warping || shown.is_warped();
        self.page.transport.sync(
            &self.ui,
            &TransportState {
                playing: self.playing || self.warping,
                time: format::time(shown.ln_t()),
                latest: self.looking.map(|_| format::count(latest)),
                speed: self.link.view.speed,
                decades: warped_time.then_some(self.decades),
                remark: time::remark(shown),
                warpable: self.outlook.is_warpable(),
                warping: self.warping,
                approximate: self.outlook.is_warpable() && !shown.is_linear(),
            },
        );
        screen.numbers()?;
        screen.film(&self.film_exponents(), |exponent| {
            Some(&self.film_frame(exponent)?.record)
        });
        let ln_t = shown.ln_t();
        // A curve is drawn again when time has gone on by a pixel.
        let same = |at: f64| self.is_running() && (ln_t - at).abs() < CHART_STEP;
        if !self.charted.is_some_and(same) {
            self.charted = Some(ln_t);
            self.stale.charts = CURVES.len();
        }
        Ok(())
    }

    /// Axes, examples, and the key above them.
    pub(in crate::web) fn draw_marks(&self) -> Js {
        self.screen().marks()
    }

    /// Field and boundaries.
    pub(in crate::web) fn draw_plane(&self) -> Js {
        match &self.snapshot {
            Some(snapshot) => self.screen().plane(snapshot, self.cross),
            None => Ok(()),
        }
    }

    /// The next film frame that is finished and not painted yet.
    pub(in crate::web) fn paint_film(&mut self) -> Js {
        let next = self.film_painted;
        self.film_painted += 1;
        match self.film.get(next) {
            Some((exponent, snapshot)) => {
                let exponents = self.film_exponents();
                self.screen().film_frame(&exponents, *exponent, snapshot)
            }
            None => Ok(()),
        }
    }

    /// Draws curves that are due and in sight, in turn, until `deadline`; at least one of them.
    pub(in crate::web) fn draw_charts(&mut self, deadline: f64) -> Js {
        let time = || self.training.now() < deadline;
        self.stale.charts = self.screen().charts(self.stale.charts, time)?;
        Ok(())
    }

    /// The record one looks at.
    pub(in crate::web) fn looked_at(&self) -> Option<&crate::experiment::history::Record> {
        Moment::recorded(&self.session, &self.outlook, self.looking?).record
    }

    /// The instant that is shown.
    pub(in crate::web) fn shown(&self) -> Time {
        self.looking.unwrap_or(Time::Step(self.step()))
    }
}

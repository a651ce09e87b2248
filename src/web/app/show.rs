//! Showing the state: which part of the page is brought up to date when.

use crate::experiment::history::Record;
use crate::experiment::ladder::{Run, Status};
use crate::lessons::LESSONS;
use crate::view::format;
use crate::web::app::address::lesson_of;
use crate::web::app::msg::Tool;
use crate::web::app::{App, Stale};
use crate::web::dom::{Js, set_attribute, toggle_class};
use crate::web::panels::ladder::Rung;
use crate::web::panels::transport::TransportState;
use crate::weights::{SplitFacts, Weighting, removed_rows};

/// A pixel of a chart's time axis, in ln t: six decades are some 230 of them.
const CHART_STEP: f64 = 0.06;

impl App {
    /// Shows everything anew.
    pub(in crate::web) fn show_all(&mut self) -> Js {
        self.show_page()?;
        self.layout()?;
        self.show_numbers()
    }

    /// Shows what stands around the consequences.
    pub(in crate::web) fn show_page(&mut self) -> Js {
        self.address.write(&self.ties.window);
        self.take_theme()?;
        self.stale.page = false;
        self.stale.layout = true;
        self.sync_head();
        self.sync_settings();
        Ok(())
    }

    /// The selected run, counted from 0.
    pub(in crate::web) fn selected(&self) -> usize {
        let last = self.session.ladder().runs.len().saturating_sub(1);
        self.address.link.view.run.saturating_sub(1).min(last)
    }

    /// The record that read-outs are taken from.
    pub(in crate::web) fn shown_record(&self) -> Option<&Record> {
        let present = self
            .viewing
            .snapshot
            .as_ref()
            .filter(|_| self.playback.looking().is_none());
        self.looked_at()
            .or(present.map(|snapshot| &snapshot.record))
    }

    fn sync_head(&self) {
        let runs = self.session.ladder().runs.len();
        let question = LESSONS[self.address.lesson.unwrap_or(0)].question;
        let same = self
            .address
            .lesson
            .filter(|&at| lesson_of(&self.address.link) == Some(at));
        let remark = match same {
            Some(at) => LESSONS[at].remark.to_owned(),
            None if runs == 1 => {
                "One run. Add another to compare: same data, same start, another weighting."
                    .to_owned()
            }
            None => format!(
                "Same data, same start, {runs} weightings: watch what is left of their difference as t grows."
            ),
        };
        self.page.head.sync(question, &remark, same);
        self.page.head.shared("Share");
        self.page.head.notice(&self.ui, &self.all_notices())
    }

    pub(in crate::web) fn sync_settings(&self) {
        let true_ratio = SplitFacts::of(&self.session.ladder().dataset).true_ratio();
        let rung = |run: &Run| Rung {
            weighting: run.weighting.to_string(),
            note: note(run, true_ratio),
        };
        let rungs: Vec<Rung> = self.session.ladder().runs.iter().map(rung).collect();
        self.page.settings.sync(
            &self.address.link,
            &rungs,
            self.selected(),
            self.pointing.tool,
        );
        toggle_class(
            &self.page.plane.square,
            "editing",
            self.pointing.tool != Tool::Inspect,
        );
    }

    /// Shows all that moves with t; the next frames draw the charts.
    pub(in crate::web) fn show_numbers(&mut self) -> Js {
        let latest = self.step();
        let warped_time = self.playback.is_warping()
            || matches!(
                self.playback.looking(),
                Some(crate::experiment::history::Time::Warped(_))
            );
        self.page.transport.sync(
            &self.ui,
            &TransportState {
                playing: self.playback.is_playing() || self.playback.is_warping(),
                time: format::time(self.moment().ln_t()),
                latest: self.playback.looking().map(|_| format::count(latest)),
                speed: self.address.link.view.speed,
                decades: warped_time.then_some(self.playback.decades),
                remark: self.warp_remark(),
                warpable: self.outlook.is_warpable(),
                warping: self.playback.is_warping(),
                approximate: self.network_words().is_some(),
            },
        );
        self.show_readouts();
        let sentence = self.sentence();
        // Spoken when time stands, not while it runs.
        let live = if self.is_running() || self.playback.is_warping() {
            "off"
        } else {
            "polite"
        };
        set_attribute(&self.page.say, "aria-live", live);
        crate::web::dom::numbers::set_sentence(&self.ui, &self.page.say, &sentence);
        self.page.plane.describe(&sentence);
        let spoken = format!("t = {}. {sentence}", format::time(self.moment().ln_t()));
        self.page
            .timeline
            .sync(self.moment().ln_t(), self.axis(1.0).end(), &spoken);
        self.show_state();
        self.draw_timeline()?;
        self.place_film();
        let ln_t = self.moment().ln_t();
        // A curve is drawn again when time has gone on by a pixel.
        let same = |at: f64| self.is_running() && (ln_t - at).abs() < CHART_STEP;
        if !self.placed.charted.is_some_and(same) {
            self.placed.charted = Some(ln_t);
            self.stale.charts = Stale::ALL.charts;
        }
        Ok(())
    }

    /// What there is to know of warped time while it is shown.
    fn warp_remark(&self) -> String {
        let looking = self.playback.looking();
        let words = match self.network_words() {
            Some(words) if self.playback.is_warping() && !words.begun() => return words.waiting(),
            words => words,
        };
        match (looking, words) {
            (Some(crate::experiment::history::Time::Warped(_)), Some(words)) => words.remark(),
            (Some(crate::experiment::history::Time::Warped(_)), None) => {
                "warped from 10^4 on".to_owned()
            }
            (Some(_), _) => "looking back".to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// What a run's weighting is, in two or three words.
fn note(run: &Run, true_ratio: Option<f64>) -> String {
    let Weighting::Ratio(orange, blue) = run.weighting else {
        return unusual_note(run, true_ratio);
    };
    let sound = !matches!(run.status, Status::Empty | Status::Diverged { .. });
    let is_true = |ratio: f64| true_ratio.is_some_and(|truth| (ratio / truth - 1.0).abs() < 1e-9);
    if !sound || removed_rows(&run.weights) > 0 {
        unusual_note(run, true_ratio)
    } else if orange == blue {
        "unweighted".to_owned()
    } else if is_true(orange / blue) {
        "true ratio".to_owned()
    } else {
        String::new()
    }
}

fn unusual_note(run: &Run, true_ratio: Option<f64>) -> String {
    let removed = removed_rows(&run.weights);
    match (run.status, run.weighting) {
        (Status::Empty, _) => "no rows to train on".to_owned(),
        (Status::Diverged { step, .. }, _) => format!("diverged at {}", format::count(step)),
        _ if removed > 0 => format!("removes {} rows", format::count(removed as u64)),
        (_, Weighting::Density) => true_ratio
            .map(|ratio| format!("true ratio, {}", ratio_text(ratio)))
            .unwrap_or_default(),
        (_, Weighting::File) => "weight column".to_owned(),
        (_, Weighting::Ratio(..)) => String::new(),
    }
}

/// A ratio as a person writes it: 16:1, 1:4.
pub(in crate::web) fn ratio_text(ratio: f64) -> String {
    if ratio >= 1.0 {
        format!("{}:1", format::short(ratio))
    } else {
        format!("1:{}", format::short(1.0 / ratio))
    }
}

//! The timeline and the one time axis that it shares with every chart.

use crate::experiment::history::Time;
use crate::experiment::ladder::Status;
use crate::numeric::ln;
use crate::outlook::lines::LAST;
use crate::report::Shown;
use crate::report::shown::decades;
use crate::view::time_axis::{TimeAxis, TimeSpan};
use crate::view::timeline::Timeline;
use crate::view::{Picture, Theme};

/// Room left and right of the track, in CSS pixels: half a film frame.
const INSET: f64 = 36.0;
/// Width of the gap where the scale changes.
const GAP: f64 = 28.0;

/// Which times the moment's axis shows.
pub fn span(shown: &Shown) -> TimeSpan {
    let warped = shown.outlook.has_warped_time(shown.ladder());
    span_of(shown.ladder().step(), warped)
}

/// The axis of runs that have come to step `latest`.
pub fn span_of(latest: u64, warped: bool) -> TimeSpan {
    TimeSpan {
        decades: decades(latest),
        warped_to: warped.then_some(LAST as u32),
    }
}

/// The time axis over `width` CSS pixels.
pub fn axis(span: TimeSpan, width: f64) -> TimeAxis {
    TimeAxis::new(span, INSET, width - INSET, GAP)
}

/// How much room there is for words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Width of the picture in CSS pixels.
    pub width: f64,
    /// Labels are at least this far apart.
    pub labels: f64,
    /// Whether there is room for words above the track.
    pub captions: bool,
}

/// The timeline of the moment.
pub fn picture(shown: &Shown, room: Room, theme: Theme) -> Picture {
    let diverged: Vec<f64> = (shown.ladder().runs.iter())
        .filter_map(|run| match run.status {
            Status::Diverged { step, .. } => Some(ln(step as f64)),
            _ => None,
        })
        .collect();
    Timeline {
        width: room.width,
        inset: INSET,
        time: span(shown),
        latest: Time::Step(shown.ladder().step()).ln_t(),
        flowed: (shown.outlook.records.last()).map(|record| record.at.ln_t()),
        cursor: shown.ln_t(),
        diverged: &diverged,
        label_room: room.labels,
        captions: room.captions,
        approximate: shown.outlook.networks().is_some(),
    }
    .picture(theme.palette())
}

//! What is said of the time shown, beside it and under the film.

use crate::experiment::history::Record;
use crate::experiment::ladder::HANDOVER;
use crate::numeric::log10;
use crate::report::shown::spread;
use crate::report::theory::network_words;
use crate::report::{Activity, Shown};
use crate::text::format;

/// What there is to know of the time shown; empty at the latest step.
pub fn remark(shown: &Shown) -> String {
    let words = network_words(shown);
    match words {
        Some(words) if shown.activity == Activity::Warping && !words.begun() => words.waiting(),
        Some(words) if shown.is_warped() => words.remark(),
        _ if shown.is_warped() => {
            let exponent = log10(HANDOVER as f64).round() as u64;
            format!("warped from 10^{exponent} on")
        }
        _ if shown.is_past() => "looking back".to_owned(),
        _ => String::new(),
    }
}

/// The moment and its sentences, as they are spoken.
pub fn spoken(shown: &Shown, sentence: &str) -> String {
    format!("t = {}. {sentence}", format::time(shown.ln_t()))
}

/// What stands under a film frame of `record`: the share on which runs disagree, or for linear models the angle between
/// the outermost; the first frame says which.
pub fn caption(shown: &Shown, record: &Record, is_first: bool) -> String {
    if shown.ladder().runs.len() < 2 || shown.missing_class().is_some() {
        return String::new();
    }
    if shown.is_linear() {
        let angle = spread(record);
        let angle = angle.map(|angle| format::degrees(angle.to_degrees()));
        match (angle, is_first) {
            (None, _) => String::new(),
            (Some(angle), true) => format!("spread {angle}"),
            (Some(angle), false) => angle.to_string(),
        }
    } else {
        let share = record.disagreement.map(format::percent);
        match (share, is_first) {
            (None, _) => String::new(),
            (Some(share), true) => format!("runs differ on {share}"),
            (Some(share), false) => share.to_string(),
        }
    }
}

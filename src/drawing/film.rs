//! A frame of the film: the plane as it was at one t, small.

use crate::data::Split;
use crate::experiment::snapshot::Snapshot;
use crate::report::Shown;
use crate::view::contour::{Polyline, zero_lines};
use crate::view::film::FilmFrame;
use crate::view::{Picture, Theme, disagree};

/// The frame of a finished snapshot.
pub fn picture(shown: &Shown, snapshot: &Snapshot, theme: Theme) -> Picture {
    let train = shown.ladder().dataset.split(Split::Train);
    let examples: Vec<_> = train.map(|example| (example.x, example.class)).collect();
    // Without one of the classes there is nothing to tell apart.
    let told_apart = match shown.missing_class() {
        Some(_) => &[],
        None => snapshot.scores.as_slice(),
    };
    let scores: Vec<&[f64]> = told_apart.iter().map(Vec::as_slice).collect();
    let boundaries: Vec<Vec<Polyline>> = scores
        .iter()
        .map(|scores| zero_lines(&snapshot.grid, scores))
        .collect();
    FilmFrame {
        grid: snapshot.grid,
        differ: &disagree::mask(&scores),
        boundaries: &boundaries,
        examples: &examples,
    }
    .picture(theme)
}

//! The plane: the field of the selected run, every run's boundary, and where theory says that they end.

use crate::data::Split;
use crate::drawing::{score, styles};
use crate::experiment::snapshot::Snapshot;
use crate::outlook::limits::Limits;
use crate::report::Shown;
use crate::theory::separability::Separability;
use crate::view::contour::{Polyline, zero_lines};
use crate::view::field::FieldColors;
use crate::view::geometry::Point;
use crate::view::lens::{LensLine, lens};
use crate::view::marks;
use crate::view::plane::{self, Boundary, Frame, Named, Naming, Reference};
use crate::view::{Picture, RunStyle, Theme};

/// Radius of the ring around a support vector, and around the example pointed at.
const SUPPORT_RING: f64 = 13.0;
const POINTED_RING: f64 = 11.0;

/// Where there is room for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// In a gutter beside the plane, with a lens where boundaries are too close to be told apart.
    GutterAndLens,
    /// In a gutter beside the plane.
    Gutter,
    /// In the plane, under the lines.
    Inside,
}

/// The field of the selected run, four bytes a point of the snapshot's grid; blank without one of the classes.
pub fn field(shown: &Shown, snapshot: &Snapshot, theme: Theme) -> Vec<u8> {
    let colors = FieldColors::new(theme.palette());
    let mut pixels = vec![0; 4 * snapshot.grid.len()];
    match snapshot.scores.get(shown.selected()) {
        Some(scores) if shown.missing_class().is_none() => colors.paint(scores, &mut pixels),
        _ => colors.blank(&mut pixels),
    }
    pixels
}

/// The lines f = 0 of each run; none without one of the classes.
pub fn lines(shown: &Shown, snapshot: &Snapshot) -> Vec<Vec<Polyline>> {
    if shown.missing_class().is_some() {
        return Vec::new();
    }
    let scores = snapshot.scores.iter();
    scores
        .map(|scores| zero_lines(&snapshot.grid, scores))
        .collect()
}

/// Boundaries, limits, the lens, what is pointed at, and the keyboard's cross, if it is out.
pub fn picture(
    shown: &Shown,
    snapshot: &Snapshot,
    frame: &Frame,
    names: Names,
    cross: Option<Point>,
    theme: Theme,
) -> Picture {
    let palette = theme.palette();
    let (styles, lines) = (styles(shown), lines(shown, snapshot));
    let runs: Vec<Boundary> = styles
        .iter()
        .zip(&lines)
        .map(|(style, lines)| Boundary { style, lines })
        .collect();
    let limits = shown.limits();
    let magnified = limits
        .filter(|_| names == Names::GutterAndLens && shown.is_line())
        .and_then(|limits| magnified(shown, snapshot, limits, frame, &styles, theme));
    let (named, naming) = match (&magnified, names) {
        (_, Names::Inside) => (Named::Not, Naming::UnderLines),
        (Some(_), _) => (Named::Around, Naming::None),
        (None, _) => (Named::Below, Naming::Gutter),
    };
    let mut picture = match limits {
        Some(_) => ends(shown, frame, named, &styles, theme),
        None => Picture::default(),
    };
    picture.append(plane::boundaries(frame, &runs, naming, palette));
    if let Some(magnified) = magnified {
        picture.append(magnified);
    }
    let examples = &shown.ladder().dataset.examples;
    if let Some(example) = shown.pointed.and_then(|at| examples.get(at)) {
        marks::ring(&mut picture, frame.pixel(example.x), POINTED_RING, palette);
    }
    if let Some(cross) = cross {
        picture.append(plane::crosshair(frame, cross, palette));
    }
    picture
}

/// Support vectors, and of lines the max-margin line with its band; or where each line comes to rest.
fn ends(shown: &Shown, frame: &Frame, named: Named, styles: &[RunStyle], theme: Theme) -> Picture {
    let palette = theme.palette();
    let mut picture = Picture::default();
    if let Some(limit) = shown.separable_limit() {
        let reference = Reference {
            score: score(&limit.direction),
            margin: limit.margin,
            named,
        };
        if shown.is_line() {
            picture.append(plane::reference(frame, &reference, palette));
        }
        let train: Vec<_> = shown.ladder().dataset.split(Split::Train).collect();
        for example in limit.support.iter().filter_map(|&row| train.get(row)) {
            marks::ring(&mut picture, frame.pixel(example.x), SUPPORT_RING, palette);
        }
        return picture;
    }
    if !shown.is_line() {
        return picture;
    }
    for (run, style) in styles.iter().enumerate() {
        if let Some(rest) = shown.resting_place(run) {
            let score = score(&rest.theta);
            picture.append(plane::resting_place(frame, style, score, palette));
        }
    }
    picture
}

/// The lens, where pixels end.
fn magnified(
    shown: &Shown,
    snapshot: &Snapshot,
    limits: &Limits,
    frame: &Frame,
    styles: &[RunStyle],
    theme: Theme,
) -> Option<Picture> {
    let parameters = snapshot.record.parameters.iter();
    let lines: Vec<LensLine> = styles
        .iter()
        .zip(parameters)
        .map(|(style, theta)| LensLine {
            style,
            score: score(theta),
        })
        .collect();
    let limit = match &limits.separability {
        Separability::Separable(limit) => Some(score(&limit.direction)),
        _ => None,
    };
    let examples = shown.ladder().dataset.examples.iter();
    let examples: Vec<Point> = examples.map(|example| example.x).collect();
    lens(frame, &lines, limit, &examples, theme.palette())
}

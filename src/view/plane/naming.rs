//! Names of boundaries, beside or under their lines.

use super::{Boundary, Frame, Naming, run_label};
use crate::view::RunStyle;
use crate::view::geometry::{Point, map};
use crate::view::labels::spread;
use crate::view::picture::{Align, Picture};
use crate::view::theme::{Palette, TEXT_LABEL};

/// Names every run whose boundary the plane shows.
pub(super) fn name(
    picture: &mut Picture,
    frame: &Frame,
    runs: &[Boundary],
    naming: Naming,
    palette: &Palette,
) {
    match naming {
        Naming::Gutter => {
            name_in_gutter(picture, frame, runs, palette);
            name_at_edges(picture, frame, runs, palette);
        }
        Naming::UnderLines => name_under(picture, frame, runs, palette),
        Naming::None => {}
    }
}

/// Distance between the middles of two labels.
const LABEL_GAP: f64 = 17.0;

/// The ends of a run's open lines, in CSS pixels.
fn ends<'a>(frame: &'a Frame, run: &'a Boundary) -> impl Iterator<Item = Point> + 'a {
    run.lines
        .iter()
        .filter(|line| !line.closed)
        .flat_map(|line| [line.points.first(), line.points.last()])
        .flatten()
        .map(|&p| frame.pixel(p))
}

/// Where a run's line ends at the right edge, or below or above so near to it that the gutter is the place
/// to name it.
fn ends_at_right(frame: &Frame, run: &Boundary) -> Option<Point> {
    let right = frame.rect.right();
    let at_edge = ends(frame, run).find(|end| end[0] > right - 1.0);
    at_edge.or_else(|| ends(frame, run).find(|end| end[0] > right - 40.0))
}

fn name_in_gutter(picture: &mut Picture, frame: &Frame, runs: &[Boundary], palette: &Palette) {
    let rect = frame.rect;
    let ending: Vec<(&RunStyle, Point)> = runs
        .iter()
        .filter_map(|run| Some((run.style, ends_at_right(frame, run)?)))
        .collect();
    let wanted: Vec<f64> = ending.iter().map(|(_, end)| end[1]).collect();
    let placed = spread(&wanted, LABEL_GAP, (rect.y + 8.0, rect.bottom() - 8.0));
    for ((style, end), y) in ending.iter().zip(placed) {
        let moved = (y - end[1]).abs() > 3.0 || end[0] < rect.right() - 1.0;
        if moved {
            let to = [rect.right() + 11.0, y];
            picture.line([end[0] + 2.0, end[1]], to, palette.muted, 1.0);
        }
        let at = [rect.right() + if moved { 14.0 } else { 8.0 }, y];
        let (ink, label) = (palette.ink, run_label(style));
        picture.text(at, label, Align::Start, TEXT_LABEL, ink);
    }
}

/// Names the runs whose lines miss the right edge, inside the plane where they leave it below or above.
fn name_at_edges(picture: &mut Picture, frame: &Frame, runs: &[Boundary], palette: &Palette) {
    let rect = frame.rect;
    let end_at = |run: &Boundary, edge: f64| ends(frame, run).find(|p| (p[1] - edge).abs() < 1.0);
    for (edge, y) in [
        (rect.bottom(), rect.bottom() - 12.0),
        (rect.y, rect.y + 12.0),
    ] {
        // Lines that leave on both sides are named below.
        let named_here = |run: &&Boundary| {
            ends_at_right(frame, run).is_none()
                && (edge == rect.bottom() || end_at(run, rect.bottom()).is_none())
        };
        let ending: Vec<(&RunStyle, Point)> = runs
            .iter()
            .filter(named_here)
            .filter_map(|run| Some((run.style, end_at(run, edge)?)))
            .collect();
        let wanted: Vec<f64> = ending.iter().map(|(_, end)| end[0] + 7.0).collect();
        let placed = spread(&wanted, 38.0, (rect.x + 6.0, rect.right() - 34.0));
        for ((style, _), x) in ending.iter().zip(placed) {
            let (ink, paper, label) = (palette.ink, palette.paper, run_label(style));
            picture.text_on([x, y], label, Align::Start, TEXT_LABEL, ink, paper);
        }
    }
}

fn name_under(picture: &mut Picture, frame: &Frame, runs: &[Boundary], palette: &Palette) {
    let rect = frame.rect;
    let x = rect.right() - 24.0;
    let height_at = |run: &Boundary| {
        run.lines.iter().find_map(|line| {
            let points = line.points.iter().map(|&p| frame.pixel(p));
            let pairs = points.clone().zip(points.skip(1));
            pairs
                .filter(|(a, b)| (a[0] - x) * (b[0] - x) <= 0.0 && a[0] != b[0])
                .map(|(a, b)| map(x, (a[0], b[0]), (a[1], b[1])))
                .next()
        })
    };
    let crossing: Vec<(&RunStyle, f64)> = runs
        .iter()
        .filter_map(|run| Some((run.style, height_at(run)?)))
        .collect();
    let wanted: Vec<f64> = crossing.iter().map(|(_, y)| y + 17.0).collect();
    let placed = spread(&wanted, LABEL_GAP, (rect.y + 10.0, rect.bottom() - 10.0));
    for ((style, _), y) in crossing.iter().zip(placed) {
        let at = [rect.right() - 8.0, y];
        let (ink, paper) = (palette.ink, palette.paper);
        picture.text_on(at, run_label(style), Align::End, TEXT_LABEL, ink, paper);
    }
}

//! The plane: axes, examples, boundaries and the max-margin reference, over the field.
//!
//! Each function is a layer of its own: examples and axes are drawn when data, size or theme change,
//! boundaries every frame.

use super::contour::Polyline;
use super::dash;
use super::geometry::{Point, Rect, map};
use super::labels::spread;
use super::picture::{Align, Picture};
use super::text::{Face, Level, Line};
use super::theme::{HALO, Palette, TEXT_LABEL, TEXT_SMALL};
use super::{RunStyle, ticks};

/// Where the plane lies in its picture, and which part of the data it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The plane in CSS pixels; axes and labels lie outside it.
    pub rect: Rect,
    /// Range of x₁ from left to right.
    pub x: [f64; 2],
    /// Range of x₂ from bottom to top.
    pub y: [f64; 2],
}

impl Frame {
    /// From data to CSS pixels.
    pub fn pixel(&self, p: Point) -> Point {
        let r = self.rect;
        [
            map(p[0], (self.x[0], self.x[1]), (r.x, r.right())),
            map(p[1], (self.y[0], self.y[1]), (r.bottom(), r.y)),
        ]
    }

    /// From CSS pixels to data: where a pointer points.
    pub fn data(&self, p: Point) -> Point {
        let r = self.rect;
        [
            map(p[0], (r.x, r.right()), (self.x[0], self.x[1])),
            map(p[1], (r.bottom(), r.y), (self.y[0], self.y[1])),
        ]
    }

    /// The data in the middle of the plane.
    pub fn middle(&self) -> Point {
        [0.5 * (self.x[0] + self.x[1]), 0.5 * (self.y[0] + self.y[1])]
    }

    /// The point of the plane nearest to `p`, in data units.
    pub fn inside(&self, p: Point) -> Point {
        [
            p[0].clamp(self.x[0], self.x[1]),
            p[1].clamp(self.y[0], self.y[1]),
        ]
    }

    /// The part of the line a x₁ + b x₂ + c = 0 that the plane shows, in CSS pixels, right end first.
    ///
    /// `None` where the line misses the plane, or a = b = 0.
    pub fn clip(&self, [a, b, c]: [f64; 3]) -> Option<[Point; 2]> {
        let mut ends: Vec<Point> = Vec::with_capacity(4);
        let inside = |v: f64, range: [f64; 2]| (range[0]..=range[1]).contains(&v);
        for x in self.x {
            let y = -(a * x + c) / b;
            if inside(y, self.y) {
                ends.push([x, y]);
            }
        }
        for y in self.y {
            let x = -(b * y + c) / a;
            if inside(x, self.x) {
                ends.push([x, y]);
            }
        }
        // A line through a corner meets two edges there: take the two meetings farthest apart.
        let along = |p: &Point| b * p[0] - a * p[1];
        let first = *ends.iter().min_by(|p, q| along(p).total_cmp(&along(q)))?;
        let last = *ends.iter().max_by(|p, q| along(p).total_cmp(&along(q)))?;
        let (p, q) = (self.pixel(first), self.pixel(last));
        Some(if p[0] >= q[0] { [p, q] } else { [q, p] })
    }
}

/// Ticks and names of the axes, left of and below the plane; no box.
pub fn axes(frame: &Frame, palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    let (rect, color) = (frame.rect, palette.muted);
    for (value, label) in ticks::linear((frame.x[0], frame.x[1]), 5) {
        let x = frame.pixel([value, frame.y[0]])[0];
        let y = rect.bottom();
        picture.hairline([x, y + 1.0], [x, y + 5.0], color);
        // The axis is named at its right end; a tick there gives way.
        if rect.right() - x > 24.0 {
            let at = [x, y + 13.0];
            picture.text(at, Line::plain(label), Align::Middle, TEXT_SMALL, color);
        }
    }
    for (value, label) in ticks::linear((frame.y[0], frame.y[1]), 5) {
        let y = frame.pixel([frame.x[0], value])[1];
        picture.hairline([rect.x - 5.0, y], [rect.x - 1.0, y], color);
        if y - rect.y > 16.0 {
            let at = [rect.x - 9.0, y];
            picture.text(at, Line::plain(label), Align::End, TEXT_SMALL, color);
        }
    }
    let name = |index| {
        Line::default()
            .then("x", Face::Italic)
            .shifted(index, Face::Regular, Level::Lowered)
    };
    let below = [rect.right(), rect.bottom() + 13.0];
    picture.text(below, name("1"), Align::End, TEXT_SMALL, color);
    let beside = [rect.x - 9.0, rect.y + 5.0];
    picture.text(beside, name("2"), Align::End, TEXT_SMALL, color);
    picture
}

/// The boundary of one run.
#[derive(Clone, Copy, Debug)]
pub struct Boundary<'a> {
    /// How the run is told from the others.
    pub style: &'a RunStyle,
    /// Its lines f = 0, in data units.
    pub lines: &'a [Polyline],
}

/// Where boundaries are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// In the gutter right of the plane, in the order in which the lines end there.
    Gutter,
    /// Under the lines, inside the plane: where there is no gutter.
    UnderLines,
    /// Not at all: where a lens names them.
    None,
}

/// Every run's boundary in ink on a halo of paper, told apart by dash and by name; the selected one on top.
pub fn boundaries(frame: &Frame, runs: &[Boundary], naming: Naming, palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    for run in on_top(runs, |run| run.style) {
        let width = run.style.width();
        for line in run.lines {
            let points: Vec<Point> = line.points.iter().map(|&p| frame.pixel(p)).collect();
            picture.stroke(points.clone(), palette.paper, width + 2.0 * HALO);
            for dash in dash::split(&points, dash::pattern(run.style.dash)) {
                picture.stroke(dash, palette.ink, width);
            }
        }
    }
    match naming {
        Naming::Gutter => {
            name_in_gutter(&mut picture, frame, runs, palette);
            name_at_edges(&mut picture, frame, runs, palette);
        }
        Naming::UnderLines => name_under(&mut picture, frame, runs, palette),
        Naming::None => {}
    }
    picture
}

/// The runs with the selected one last, so that it is drawn over the others.
pub(super) fn on_top<T>(runs: &[T], style: fn(&T) -> &RunStyle) -> impl Iterator<Item = &T> {
    let with = move |selected| {
        runs.iter()
            .filter(move |&run| style(run).selected == selected)
    };
    with(false).chain(with(true))
}

/// Distance between the middles of two labels.
const LABEL_GAP: f64 = 17.0;

/// A run's label as text.
pub(super) fn run_label(style: &RunStyle) -> Line {
    let face = if style.selected {
        Face::Bold
    } else {
        Face::Regular
    };
    Line::default().then(style.label.as_str(), face)
}

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

/// The max-margin separator and its band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// (a, b, c) of the score a x₁ + b x₂ + c whose zero line is the separator.
    pub score: [f64; 3],
    /// The score on the edges of the band: the largest margin γ.
    pub margin: f64,
}

/// The reference as round dots, its band as fine ones with `+γ` and `−γ` where they leave the plane.
pub fn reference(frame: &Frame, reference: &Reference, palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    let [a, b, c] = reference.score;
    if let Some(line) = frame.clip([a, b, c]) {
        for dot in dash::dots(&line, 6.0) {
            picture.disc(dot, 2.0 + 0.6, palette.paper);
        }
        for dot in dash::dots(&line, 6.0) {
            picture.disc(dot, 1.4, palette.ink);
        }
    }
    for (sign, name) in [(1.0, "+γ"), (-1.0, "−γ")] {
        let Some(line) = frame.clip([a, b, c - sign * reference.margin]) else {
            continue;
        };
        for dot in dash::dots(&line, 5.0) {
            picture.disc(dot, 0.75, palette.ink);
        }
        let (end, rect) = (line[0], frame.rect);
        let (at, align) = if end[0] > rect.right() - 1.0 {
            ([end[0] + 8.0, end[1]], Align::Start)
        } else if end[1] > rect.bottom() - 1.0 {
            let x = beside_ticks(frame, end[0]);
            ([x, end[1] + 13.0], Align::Middle)
        } else {
            continue;
        };
        picture.text(at, Line::plain(name), align, TEXT_SMALL, palette.muted);
    }
    picture
}

/// The place nearest to `x` under the plane that is clear of the labels of ticks.
fn beside_ticks(frame: &Frame, x: f64) -> f64 {
    let ticks = ticks::linear((frame.x[0], frame.x[1]), 5).into_iter();
    let mut places = ticks.map(|(value, _)| frame.pixel([value, frame.y[0]])[0]);
    match places.find(|place| (place - x).abs() < 18.0) {
        Some(place) if x < place => place - 18.0,
        Some(place) => place + 18.0,
        None => x,
    }
}

/// A keyboard cursor: a cross with an open middle.
pub fn crosshair(frame: &Frame, at: Point, palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    let [x, y] = frame.pixel(at);
    for (color, width) in [(palette.paper, 4.0), (palette.ink, 1.5)] {
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let from = [x + 4.0 * dx, y + 4.0 * dy];
            picture.line(from, [x + 13.0 * dx, y + 13.0 * dy], color, width);
        }
    }
    picture
}

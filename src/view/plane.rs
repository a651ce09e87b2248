//! The plane: axes, examples, boundaries and the max-margin reference, over the field.
//!
//! Each function is a layer of its own: examples and axes are drawn when data, size or theme change,
//! boundaries every frame.

mod naming;

use super::contour::Polyline;
use super::dash;
use super::geometry::{Point, Rect, map};
use super::picture::{Align, Picture};
use super::text::{Face, Level, Line};
use super::theme::{HALO, Palette, TEXT_SMALL};
use super::{RunStyle, ticks};
use crate::numeric::clamp;

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
            clamp(p[0], self.x[0], self.x[1]),
            clamp(p[1], self.y[0], self.y[1]),
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
    naming::name(&mut picture, frame, runs, naming, palette);
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

/// A run's label as text.
pub(super) fn run_label(style: &RunStyle) -> Line {
    let face = if style.selected {
        Face::Bold
    } else {
        Face::Regular
    };
    Line::default().then(style.label.as_str(), face)
}

/// The max-margin separator and its band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// (a, b, c) of the score a x₁ + b x₂ + c whose zero line is the separator.
    pub score: [f64; 3],
    /// The score on the edges of the band: the largest margin γ.
    pub margin: f64,
    /// Where the edges of the band are named.
    pub named: Named,
}

/// Where there is room for the names of the band's edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Below the plane and in the gutter.
    Around,
    /// Below the plane: the gutter belongs to the runs.
    Below,
    /// Nowhere.
    Not,
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
        if reference.named == Named::Not {
            continue;
        }
        let (end, rect) = (line[0], frame.rect);
        let (at, align) = if end[0] > rect.right() - 1.0 {
            if reference.named != Named::Around {
                continue;
            }
            ([end[0] + 8.0, end[1]], Align::Start)
        } else if end[1] > rect.bottom() - 1.0 {
            // Below, the corner belongs to the name of the axis.
            let most = rect.right() - 32.0;
            if end[0] > most && reference.named == Named::Around {
                ([rect.right() + 8.0, rect.bottom() - 4.0], Align::Start)
            } else {
                (
                    [beside_ticks(frame, end[0], most), end[1] + 13.0],
                    Align::Middle,
                )
            }
        } else {
            continue;
        };
        picture.text(at, Line::plain(name), align, TEXT_SMALL, palette.muted);
    }
    picture
}

/// Where a linear run's boundary comes to rest, for data that no line separates: thin, in the run's dash.
pub fn resting_place(
    frame: &Frame,
    style: &RunStyle,
    score: [f64; 3],
    palette: &Palette,
) -> Picture {
    let mut picture = Picture::default();
    if let Some(line) = frame.clip(score) {
        picture.line(line[0], line[1], palette.paper, 1.0 + 2.0 * HALO);
        for dash in dash::split(&line, dash::pattern(style.dash)) {
            picture.stroke(dash, palette.muted, 1.0);
        }
    }
    picture
}

/// The place nearest to `x` under the plane, and not beyond `most`, that is clear of the labels of ticks.
fn beside_ticks(frame: &Frame, x: f64, most: f64) -> f64 {
    let x = x.min(most);
    let ticks = ticks::linear((frame.x[0], frame.x[1]), 5).into_iter();
    let mut places = ticks.map(|(value, _)| frame.pixel([value, frame.y[0]])[0]);
    match places.find(|place| (place - x).abs() < 18.0) {
        Some(place) if x < place || place + 18.0 > most => place - 18.0,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::theme::Theme;

    fn frame() -> Frame {
        Frame {
            rect: Rect::new(40.0, 8.0, 400.0, 200.0),
            x: [-2.0, 2.0],
            y: [-1.0, 1.0],
        }
    }

    #[test]
    fn pixels_and_data_are_inverse() {
        let frame = frame();
        assert_eq!(frame.pixel([-2.0, -1.0]), [40.0, 208.0]);
        assert_eq!(frame.pixel([2.0, 1.0]), [440.0, 8.0]);
        let back = frame.data(frame.pixel([0.3, -0.7]));
        assert!((back[0] - 0.3).abs() < 1e-12 && (back[1] + 0.7).abs() < 1e-12);
    }

    #[test]
    fn lines_are_clipped_to_the_plane_right_end_first() {
        let frame = frame();
        let clip = |score| frame.clip(score);
        assert_eq!(clip([0.0, 1.0, 0.0]), Some([[440.0, 108.0], [40.0, 108.0]]));
        assert_eq!(clip([1.0, 0.0, -1.0]).map(|line| line[0][0]), Some(340.0));
        // The diagonal through two corners.
        assert_eq!(clip([1.0, -2.0, 0.0]), Some([[440.0, 8.0], [40.0, 208.0]]));
        assert_eq!(clip([0.0, 1.0, 5.0]), None);
        assert_eq!(clip([0.0, 0.0, 1.0]), None);
        assert_eq!(clip([0.0, 0.0, 0.0]), None);
        assert_eq!(clip([f64::NAN, 1.0, 0.0]), None);
    }

    /// The labels of horizontal boundaries at the given heights, in data units.
    fn labels(heights: &[f64], naming: Naming) -> Vec<(String, Point)> {
        let ends: Vec<[Point; 2]> = heights.iter().map(|&y| [[2.0, y], [-2.0, y]]).collect();
        labels_between(&ends, naming)
    }

    #[test]
    fn labels_stand_where_lines_end_in_their_order() {
        let found = labels(&[-0.5, 0.5], Naming::Gutter);
        assert_eq!(found[0], ("0".to_string(), [448.0, 158.0]));
        assert_eq!(found[1], ("1".to_string(), [448.0, 58.0]));
        let crowded = labels(&[0.0, 0.01, -0.01], Naming::Gutter);
        let y = |k: usize| crowded[k].1[1];
        assert!(y(0) - y(1) >= 17.0 - 1e-9 && y(2) - y(0) >= 17.0 - 1e-9);
        assert!(labels(&[0.0], Naming::None).is_empty());
    }

    /// The labels of straight boundaries from and to the given places in data units.
    fn labels_between(ends: &[[Point; 2]], naming: Naming) -> Vec<(String, Point)> {
        let styles: Vec<RunStyle> = (0..ends.len())
            .map(|k| RunStyle {
                label: format!("{k}"),
                dash: k,
                selected: k == 0,
                focused: false,
            })
            .collect();
        let lines: Vec<Vec<Polyline>> = ends
            .iter()
            .map(|points| {
                vec![Polyline {
                    points: points.to_vec(),
                    closed: false,
                }]
            })
            .collect();
        let runs: Vec<Boundary> = styles
            .iter()
            .zip(&lines)
            .map(|(style, lines)| Boundary { style, lines })
            .collect();
        let palette = Theme::Light.palette();
        let picture = boundaries(&frame(), &runs, naming, palette);
        picture.texts().collect()
    }

    #[test]
    fn every_boundary_that_is_seen_is_named() {
        let upright = [[0.0, 1.0], [-0.1, -1.0]];
        let corner = [[1.9, 1.0], [-2.0, -0.5]];
        let left = [[-2.0, 0.5], [-2.0, -0.5]];
        for naming in [Naming::Gutter, Naming::UnderLines] {
            let found = labels_between(&[upright, corner, left], naming);
            let mut names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["0", "1", "2"], "{naming:?}");
        }
        let alone = labels_between(&[corner], Naming::Gutter);
        assert!(alone[0].1[0] > frame().rect.right(), "named in the gutter");
        let above = labels_between(&[corner, upright], Naming::Gutter);
        assert!(above.iter().all(|(_, at)| at[0] < frame().rect.right()));
    }

    #[test]
    fn without_a_gutter_labels_stand_under_their_lines() {
        let found = labels(&[0.5], Naming::UnderLines);
        assert_eq!(found[0].1, [432.0, 58.0 + 17.0]);
    }

    #[test]
    fn axes_have_a_few_ticks_and_two_names() {
        let picture = axes(&frame(), Theme::Light.palette());
        let texts: Vec<String> = picture.texts().map(|(text, _)| text).collect();
        assert!(texts.contains(&"x_1".to_string()) && texts.contains(&"x_2".to_string()));
        assert!((4..=12).contains(&texts.len()), "{texts:?}");
    }
}

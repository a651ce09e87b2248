//! Names of boundaries: in the gutter, under their lines, or where the lines leave the plane.

use super::{Boundary, Frame, Naming, run_label};
use crate::view::RunStyle;
use crate::view::geometry::{Point, map};
use crate::view::labels::spread;
use crate::view::picture::{Align, Picture};
use crate::view::theme::{Palette, TEXT_LABEL};

/// Distance between the middles of two labels, one above the other.
const GAP: f64 = 17.0;
/// Distance between the middles of two labels side by side.
const SIDE_GAP: f64 = 38.0;
/// Lines that leave above or below, but all so near to the right edge, are named in the gutter.
const CORNER: f64 = 64.0;

/// Names every run whose boundary the plane shows.
pub(super) fn name(
    picture: &mut Picture,
    frame: &Frame,
    runs: &[Boundary],
    naming: Naming,
    palette: &Palette,
) {
    let mut names = Names {
        picture,
        frame,
        palette,
    };
    let unnamed = match naming {
        Naming::Gutter => names.in_gutter(runs),
        Naming::UnderLines => names.under(runs),
        Naming::None => return,
    };
    let unnamed = names.at_edges(unnamed);
    if !unnamed.is_empty() {
        names.beside(unnamed);
    }
}

struct Names<'a> {
    picture: &'a mut Picture,
    frame: &'a Frame,
    palette: &'a Palette,
}

/// Splits runs into those with a place of the wanted kind and the others.
fn split<'a>(
    runs: impl IntoIterator<Item = &'a Boundary<'a>>,
    place: impl Fn(&Boundary) -> Option<Point>,
) -> (Vec<(&'a RunStyle, Point)>, Vec<&'a Boundary<'a>>) {
    let (mut placed, mut others) = (Vec::new(), Vec::new());
    for run in runs {
        match place(run) {
            Some(point) => placed.push((run.style, point)),
            None => others.push(run),
        }
    }
    (placed, others)
}

impl Names<'_> {
    /// The ends of a run's open lines, in CSS pixels.
    fn ends(&self, run: &Boundary) -> Vec<Point> {
        let mut ends = Vec::new();
        for line in run.lines {
            if let ([first, ..], [.., last], false) =
                (&line.points[..], &line.points[..], line.closed)
            {
                ends.extend_from_slice(&[self.frame.pixel(*first), self.frame.pixel(*last)]);
            }
        }
        ends
    }

    /// The first end of a run that lies at an edge.
    fn end_at(&self, run: &Boundary, is_at_edge: &dyn Fn(Point) -> bool) -> Option<Point> {
        self.ends(run).into_iter().find(|&end| is_at_edge(end))
    }

    /// In the order in which the lines end.
    fn in_gutter<'a>(&mut self, runs: &'a [Boundary<'a>]) -> Vec<&'a Boundary<'a>> {
        let rect = self.frame.rect;
        let at_edge = |run: &Boundary| self.end_at(run, &|end| end[0] > rect.right() - 1.0);
        let in_corner = |run: &Boundary, edge: f64| {
            let mut rightmost = f64::NEG_INFINITY;
            for [x, y] in self.ends(run) {
                if (y - edge).abs() < 1.0 {
                    rightmost = rightmost.max(x);
                }
            }
            (rightmost > f64::NEG_INFINITY).then_some([rightmost, edge])
        };
        // One edge's lines are all named in the gutter, or none is.
        let corner = [rect.y, rect.bottom()].into_iter().find(|&edge| {
            let mut missing = runs.iter().filter(|run| at_edge(run).is_none()).peekable();
            let inside = |end: Point| end[0] > rect.right() - CORNER;
            missing.peek().is_some() && missing.all(|run| in_corner(run, edge).is_some_and(inside))
        });
        let (ending, others) = split(runs, |run| {
            at_edge(run).or_else(|| corner.and_then(|edge| in_corner(run, edge)))
        });
        // Of two ends below (above), the one farther in takes the upper (lower) name: ties do not cross.
        let along = |end: &Point| {
            let inward = 0.01 * (rect.right() - end[0]);
            if end[1] < rect.y + 1.0 {
                end[1] + inward
            } else {
                end[1] - inward
            }
        };
        let wanted: Vec<f64> = ending.iter().map(|(_, end)| along(end)).collect();
        let placed = spread(&wanted, GAP, (rect.y + 8.0, rect.bottom() - 8.0));
        for ((style, end), y) in ending.iter().zip(placed) {
            let moved = (y - end[1]).abs() > 3.0 || end[0] < rect.right() - 1.0;
            if moved {
                let to = [rect.right() + 11.0, y];
                let from = [end[0] + 2.0, end[1]];
                self.picture.line(from, to, self.palette.muted, 1.0);
            }
            let at = [rect.right() + if moved { 14.0 } else { 8.0 }, y];
            let (ink, label) = (self.palette.ink, run_label(style));
            self.picture.text(at, label, Align::Start, TEXT_LABEL, ink);
        }
        others
    }

    /// Under the lines that end at the right edge, near it.
    fn under<'a>(&mut self, runs: &'a [Boundary<'a>]) -> Vec<&'a Boundary<'a>> {
        let rect = self.frame.rect;
        let x = rect.right() - 24.0;
        let crossing = |run: &Boundary| {
            self.end_at(run, &|end| end[0] > rect.right() - 1.0)?;
            run.lines.iter().find_map(|line| {
                let points = line.points.iter().map(|&p| self.frame.pixel(p));
                let mut pairs = points.clone().zip(points.skip(1));
                let (a, b) = pairs.find(|(a, b)| (a[0] - x) * (b[0] - x) <= 0.0 && a[0] != b[0])?;
                Some([x, map(x, (a[0], b[0]), (a[1], b[1]))])
            })
        };
        let (crossing, others) = split(runs, crossing);
        let wanted: Vec<f64> = crossing.iter().map(|(_, at)| at[1] + GAP).collect();
        let placed = spread(&wanted, GAP, (rect.y + 10.0, rect.bottom() - 10.0));
        for ((style, _), y) in crossing.iter().zip(placed) {
            self.inside(style, [rect.right() - 8.0, y], Align::End);
        }
        others
    }

    /// Over the ends of lines that leave the plane below or above; a name moved aside is tied to its end.
    fn at_edges<'a>(&mut self, mut runs: Vec<&'a Boundary<'a>>) -> Vec<&'a Boundary<'a>> {
        let rect = self.frame.rect;
        for (edge, y) in [
            (rect.bottom(), rect.bottom() - 13.0),
            (rect.y, rect.y + 13.0),
        ] {
            let leaving = |run: &Boundary| self.end_at(run, &|end| (end[1] - edge).abs() < 1.0);
            let (ending, others) = split(runs, leaving);
            let wanted: Vec<f64> = ending.iter().map(|(_, end)| end[0]).collect();
            let placed = spread(&wanted, SIDE_GAP, (rect.x + 20.0, rect.right() - 20.0));
            for ((_, end), x) in ending.iter().zip(&placed) {
                let aside = x - end[0];
                if aside.abs() > 0.6 * SIDE_GAP {
                    let to = [x - 16.0 * aside.signum(), y];
                    self.picture
                        .line([end[0], edge], to, self.palette.muted, 1.0);
                }
            }
            // No tie crosses a name.
            for ((style, _), x) in ending.iter().zip(placed) {
                self.inside(style, [x, y], Align::Middle);
            }
            runs = others;
        }
        runs
    }

    /// Right of lines that never leave, or only to the left: they begin at their rightmost point.
    fn beside(&mut self, runs: Vec<&Boundary>) {
        let rect = self.frame.rect;
        let rightmost = |run: &Boundary| {
            let starts = run.lines.iter().filter_map(|line| line.points.first());
            let pixels = starts.map(|&p| self.frame.pixel(p));
            pixels.reduce(|a, b| if b[0] > a[0] { b } else { a })
        };
        let (starting, _) = split(runs, rightmost);
        let wanted: Vec<f64> = starting.iter().map(|(_, at)| at[1]).collect();
        let placed = spread(&wanted, GAP, (rect.y + 10.0, rect.bottom() - 10.0));
        for ((style, start), y) in starting.iter().zip(placed) {
            let x = (start[0] + 8.0).min(rect.right() - 40.0);
            self.inside(style, [x, y], Align::Start);
        }
    }

    /// A name on the field, with a halo.
    fn inside(&mut self, style: &RunStyle, at: Point, align: Align) {
        let (ink, paper) = (self.palette.ink, self.palette.paper);
        let label = run_label(style);
        self.picture
            .text_on(at, label, align, TEXT_LABEL, ink, paper);
    }
}

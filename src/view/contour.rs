//! Where a score is 0: marching squares on a grid, joined to long lines.
//!
//! Each edge of the grid whose ends lie on different sides (f > 0 and f ≤ 0) holds one point, placed by
//! linear interpolation; each cell joins the points on its edges in pairs. A cell with four such points is a
//! saddle and is cut so that its middle, the mean of its corners, is on the right side. Because a point
//! belongs to at most two cells, the pairs join to open lines that end at the edge of the grid and to closed
//! loops. (Lorensen and Cline 1987, in two dimensions.)
//!
//! Cells with a corner that is not a number are left out; an infinite corner puts the point at the other
//! end of the edge.

use super::geometry::{Point, between, distance};
use crate::experiment::grid::Grid;

/// A boundary: points in data units.
#[derive(Clone, Debug, PartialEq)]
pub struct Polyline {
    /// The points; a closed line repeats its first point at the end.
    pub points: Vec<Point>,
    /// Whether it is a loop.
    pub closed: bool,
}

const NONE: usize = usize::MAX;

/// The lines f = 0 of `scores` on `grid`, in data units.
///
/// A line begins at its end that is farther right, so that dashes start at the label and do not jump
/// between frames. Scores of one sign everywhere give no line.
pub fn zero_lines(grid: &Grid, scores: &[f64]) -> Vec<Polyline> {
    assert_eq!(scores.len(), grid.len(), "one score a grid point");
    let mut mesh = Mesh::new(grid, scores);
    for j in 0..grid.ny.saturating_sub(1) {
        for i in 0..grid.nx.saturating_sub(1) {
            mesh.cut_cell(i, j);
        }
    }
    mesh.join()
}

/// The crossing points, each on its edge, and which two others it is joined to.
struct Mesh<'a> {
    grid: &'a Grid,
    scores: &'a [f64],
    /// For each edge, one more than the crossing on it, or 0 (which memory comes filled with, at no cost): horizontal
    /// edges first, then vertical ones.
    on_edge: Vec<usize>,
    points: Vec<Point>,
    joined: Vec<[usize; 2]>,
}

impl<'a> Mesh<'a> {
    fn new(grid: &'a Grid, scores: &'a [f64]) -> Mesh<'a> {
        Mesh {
            grid,
            scores,
            on_edge: vec![0; 2 * grid.len()],
            points: Vec::new(),
            joined: Vec::new(),
        }
    }

    fn score(&self, i: usize, j: usize) -> f64 {
        self.scores[j * self.grid.nx + i]
    }

    /// Joins the crossings of the cell whose upper left corner is (i, j).
    fn cut_cell(&mut self, i: usize, j: usize) {
        let corners = [
            self.score(i, j),
            self.score(i + 1, j),
            self.score(i + 1, j + 1),
            self.score(i, j + 1),
        ];
        if corners.iter().any(|f| f.is_nan()) {
            return;
        }
        let side = corners.map(|f| f > 0.0);
        if side == [side[0]; 4] {
            return;
        }
        // Top, right, bottom, left: edge k runs from corner k to corner k + 1.
        let mut crossing = Vec::with_capacity(4);
        for k in 0..4 {
            if side[k] != side[(k + 1) % 4] {
                crossing.push(self.crossing(i, j, k));
            }
        }
        if let [a, b] = crossing[..] {
            self.link(a, b);
        } else if let [top, right, bottom, left] = crossing[..] {
            let middle = corners.iter().sum::<f64>() > 0.0;
            // Where the middle is on the side of corner 0, corners 1 and 3 are cut off.
            if middle == side[0] {
                self.link(top, right);
                self.link(bottom, left);
            } else {
                self.link(left, top);
                self.link(right, bottom);
            }
        }
    }

    /// The crossing on edge `k` of a cell, made when first asked for.
    fn crossing(&mut self, i: usize, j: usize, k: usize) -> usize {
        let vertical = self.grid.len();
        let (edge, a, b) = match k {
            0 => (j * self.grid.nx + i, (i, j), (i + 1, j)),
            1 => (
                vertical + j * self.grid.nx + i + 1,
                (i + 1, j),
                (i + 1, j + 1),
            ),
            2 => ((j + 1) * self.grid.nx + i, (i, j + 1), (i + 1, j + 1)),
            _ => (vertical + j * self.grid.nx + i, (i, j), (i, j + 1)),
        };
        if self.on_edge[edge] == 0 {
            let share = zero_between(self.score(a.0, a.1), self.score(b.0, b.1));
            let point = between(self.grid.point(a.0, a.1), self.grid.point(b.0, b.1), share);
            self.points.push(point);
            self.joined.push([NONE; 2]);
            self.on_edge[edge] = self.points.len();
        }
        self.on_edge[edge] - 1
    }

    fn link(&mut self, a: usize, b: usize) {
        for (from, to) in [(a, b), (b, a)] {
            let slot = usize::from(self.joined[from][0] != NONE);
            self.joined[from][slot] = to;
        }
    }

    /// Walks from every open end, then around what is left.
    fn join(self) -> Vec<Polyline> {
        let n = self.points.len();
        let mut seen = vec![false; n];
        let mut lines = Vec::new();
        for among_ends in [true, false] {
            for start in 0..n {
                let closed = self.joined[start][1] != NONE;
                if seen[start] || (among_ends && closed) {
                    continue;
                }
                let mut walk = Vec::new();
                let (mut at, mut from) = (start, NONE);
                while at != NONE && !seen[at] {
                    seen[at] = true;
                    walk.push(self.points[at]);
                    let [a, b] = self.joined[at];
                    (at, from) = (if a == from { b } else { a }, at);
                }
                if let Some(line) = tidy(walk, closed) {
                    lines.push(line);
                }
            }
        }
        lines
    }
}

/// Share of the way from a point with score `a` to one with score `b` at which the score is 0.
fn zero_between(a: f64, b: f64) -> f64 {
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) => 0.5,
        (true, false) => 1.0,
        (false, true) => 0.0,
        (false, false) if (a - b).is_finite() => a / (a - b),
        (false, false) => 0.5 * a / (0.5 * a - 0.5 * b),
    }
}

/// Drops repeated points (a score of exactly 0 at a grid point) and puts the rightmost end first. No line where the
/// grid has no finite place for it.
fn tidy(mut points: Vec<Point>, closed: bool) -> Option<Polyline> {
    if !points.iter().flatten().all(|v| v.is_finite()) {
        return None;
    }
    if closed {
        close(&mut points);
    } else if points.last()?[0] > points.first()?[0] {
        points.reverse();
    }
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_none_or(|last| distance(point, *last) != 0.0) {
            kept.push(point);
        }
    }
    (kept.len() > 1).then_some(Polyline {
        points: kept,
        closed,
    })
}

/// Makes a loop begin and end at its rightmost point.
fn close(points: &mut Vec<Point>) {
    let mut rightmost = 0;
    for at in 1..points.len() {
        if points[at][0].total_cmp(&points[rightmost][0]).is_ge() {
            rightmost = at;
        }
    }
    points.rotate_left(rightmost);
    points.push(points[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(n: usize) -> Grid {
        Grid {
            nx: n,
            ny: n,
            x: [-2.0, 2.0],
            y: [-2.0, 2.0],
        }
    }

    fn lines(grid: &Grid, f: impl Fn(f64, f64) -> f64) -> Vec<Polyline> {
        let scores: Vec<f64> = grid.points().map(|[x, y]| f(x, y)).collect();
        zero_lines(grid, &scores)
    }

    #[test]
    fn a_straight_line_is_exact_and_reaches_both_edges() {
        let found = lines(&grid(17), |x, y| 0.3 * x + y - 0.41);
        assert_eq!(found.len(), 1);
        assert!(!found[0].closed);
        for [x, y] in &found[0].points {
            assert!((0.3 * x + y - 0.41).abs() < 1e-14);
        }
        assert_eq!(found[0].points[0][0], 2.0, "begins at the right");
        assert_eq!(found[0].points.last().expect("points")[0], -2.0);
    }

    #[test]
    fn a_circle_is_one_loop_within_the_chord_error() {
        let n = 101;
        let found = lines(&grid(n), |x, y| 1.0 - x * x - y * y);
        assert_eq!(found.len(), 1);
        assert!(found[0].closed);
        assert_eq!(found[0].points.first(), found[0].points.last());
        // Linear interpolation of a parabola over h is off by at most h²/8 in f, and f has slope 2.
        let h = 4.0 / (n - 1) as f64;
        for [x, y] in &found[0].points {
            assert!(((x * x + y * y).sqrt() - 1.0).abs() <= h * h / 8.0);
        }
        let length: f64 = found[0]
            .points
            .windows(2)
            .map(|p| distance(p[0], p[1]))
            .sum();
        assert!((length - 2.0 * std::f64::consts::PI).abs() < 5e-3);
    }

    #[test]
    fn a_saddle_is_two_lines_that_do_not_cross() {
        for shift in [0.1, -0.1] {
            let found = lines(&grid(8), |x, y| x * y + shift);
            assert_eq!(found.len(), 2);
            for line in &found {
                let quadrant = |p: &Point| (p[0] > 0.0, p[1] > 0.0);
                let first = quadrant(&line.points[0]);
                assert!(line.points.iter().all(|p| quadrant(p) == first));
            }
        }
    }

    #[test]
    fn exact_zeros_on_grid_points_give_one_line() {
        let found = lines(&grid(9), |x, _| x);
        assert_eq!(found.len(), 1);
        assert!(found[0].points.iter().all(|p| p[0] == 0.0));
        assert_eq!(found[0].points.len(), 9);
        let diagonal = lines(&grid(9), |x, y| x - y);
        assert_eq!(diagonal.len(), 1);
    }

    #[test]
    fn one_sign_or_nothing_gives_no_line() {
        assert!(lines(&grid(5), |_, _| 1.0).is_empty());
        assert!(lines(&grid(5), |_, _| 0.0).is_empty());
        assert!(lines(&grid(5), |_, _| f64::NAN).is_empty());
    }

    #[test]
    fn what_is_not_finite_never_makes_a_point_that_is_not() {
        let found = lines(&grid(40), |x, y| {
            if x > 1.0 {
                f64::NAN
            } else {
                y / (x * x - 0.25).max(0.0)
            }
        });
        assert!(!found.is_empty());
        for line in &found {
            assert!(line.points.iter().flatten().all(|v| v.is_finite()));
        }
    }

    #[test]
    fn turning_the_signs_keeps_the_lines() {
        let f = |x: f64, y: f64| x * x * x - x - y + 0.017;
        assert_eq!(lines(&grid(30), f), lines(&grid(30), |x, y| -f(x, y)));
    }
}

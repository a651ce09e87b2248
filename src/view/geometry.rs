//! Rectangles and linear maps, in CSS pixels with y downward.

use crate::numeric::clamp;

/// A point: (x, y), in data units or in CSS pixels as the context says.
pub type Point = [f64; 2];

/// How far from its corner a picture reaches, in CSS pixels: beyond what any screen has.
const FARTHEST: f64 = 20_000.0;

/// Whether a picture has a place for every one of these points, in CSS pixels: none is NaN, infinite, or
/// farther out than any screen reaches.
///
/// What is not drawable is not drawn. So the length of what is drawn is finite, and so is what comes of cutting
/// it to dashes.
pub fn drawable(points: &[Point]) -> bool {
    points.iter().flatten().all(|v| v.abs() <= FARTHEST)
}

/// An axis-parallel rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// From its upper left corner and its size.
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether `p` is inside or on an edge.
    pub fn contains(&self, p: Point) -> bool {
        (self.x..=self.right()).contains(&p[0]) && (self.y..=self.bottom()).contains(&p[1])
    }
}

/// The linear map that takes `from.0` to `to.0` and `from.1` to `to.1`.
///
/// An empty source range maps everything to the middle of `to` (a data set whose x are all equal). Where an end is
/// not finite, or a difference overflows, there is no such map: what comes out may be NaN or infinite.
pub fn map(value: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let span = from.1 - from.0;
    if span == 0.0 {
        return 0.5 * (to.0 + to.1);
    }
    to.0 + (value - from.0) / span * (to.1 - to.0)
}

/// Length of the straight line between two points.
pub fn distance(a: Point, b: Point) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    (dx * dx + dy * dy).sqrt()
}

/// The point a share `s` of the way from `a` to `b`.
pub fn between(a: Point, b: Point, s: f64) -> Point {
    [a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])]
}

/// The point nearest to `p` on the straight line between two points.
pub fn nearest_between(a: Point, b: Point, p: Point) -> Point {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let along = (p[0] - a[0]) * dx + (p[1] - a[1]) * dy;
    let squared = dx * dx + dy * dy;
    let share = if squared > 0.0 { along / squared } else { 0.0 };
    between(a, b, clamp(share, 0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn map_hits_both_ends_and_survives_an_empty_range() {
        assert_eq!(map(2.0, (2.0, 4.0), (10.0, 0.0)), 10.0);
        assert_eq!(map(4.0, (2.0, 4.0), (10.0, 0.0)), 0.0);
        assert_eq!(map(7.0, (3.0, 3.0), (10.0, 20.0)), 15.0);
    }

    #[test]
    fn nothing_beyond_every_screen_is_drawable() {
        assert!(drawable(&[]) && drawable(&[[0.0, -3.0], [7680.0, 4320.0]]));
        for far in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -2.1e4] {
            assert!(!drawable(&[[0.0, 0.0], [far, 0.0]]) && !drawable(&[[0.0, far]]));
        }
    }

    #[test]
    fn edges_belong_to_the_rectangle() {
        let rect = Rect::new(1.0, 2.0, 3.0, 4.0);
        assert!(rect.contains([4.0, 6.0]) && rect.contains([1.0, 2.0]));
        assert!(!rect.contains([4.1, 6.0]));
    }
}

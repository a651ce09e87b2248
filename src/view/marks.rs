//! Examples as marks: shape is class, filled is training, area is importance weight.
//!
//! ```text
//! radius of a training circle = 4.3 √w, kept within 2 and 9 pixels
//! ```
//!
//! A triangle has the area of the circle of the same weight: circumradius 1.555 r, since ¾√3 R² = π r².
//! Test examples have one size, outside the scale.

use super::geometry::{Point, drawable};
use super::picture::Picture;
use super::plane::Frame;
use super::theme::{Color, HALO, Palette};
use crate::data::{Class, Split};
use crate::numeric::clamp;
use crate::numeric::order::ascending;

/// Circumradius of a triangle over the radius of the circle of equal area, √(4π/(3√3)).
pub const TRIANGLE: f64 = 1.555;
/// Radius of a test mark.
pub const TEST_RADIUS: f64 = 2.7;

/// One example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Features.
    pub x: Point,
    /// Shape and hue.
    pub class: Class,
    /// Filled or hollow.
    pub split: Split,
    /// Importance weight in the selected run; not used for test examples.
    pub weight: f64,
}

/// Radius in CSS pixels of the circle that stands for a weight. A weight of 0 keeps the smallest mark: the
/// row is removed from training, not from sight.
pub fn radius(weight: f64) -> f64 {
    clamp(4.3 * weight.max(0.0).sqrt(), 2.0, 9.0)
}

impl Mark {
    /// Radius of the circle of equal area.
    pub fn radius(&self) -> f64 {
        match self.split {
            Split::Train => radius(self.weight),
            Split::Test | Split::Validation => TEST_RADIUS,
        }
    }
}

/// All examples in the plane: test marks below training marks, large ones below small ones.
pub fn marks(frame: &Frame, marks: &[Mark], palette: &Palette) -> Picture {
    let mut picture = Picture::default();
    for (at, mark) in in_order(frame, marks) {
        draw(&mut picture, at, mark, palette);
    }
    picture
}

/// The examples that the plane shows, in the order in which they are drawn, each with its place in CSS pixels.
pub fn in_order<'a>(
    frame: &Frame,
    marks: &'a [Mark],
) -> impl Iterator<Item = (Point, &'a Mark)> + use<'a> {
    // Radii are below 10: training marks come after all test marks, and the larger of two first.
    let depth = |mark: &Mark| match mark.split {
        Split::Test | Split::Validation => -mark.radius(),
        Split::Train => 10.0 - mark.radius(),
    };
    let depths: Vec<f64> = marks.iter().map(depth).collect();
    let frame = *frame;
    ascending(&depths).into_iter().filter_map(move |index| {
        let at = frame.pixel(marks[index].x);
        (frame.rect.contains(at) && drawable(&[at])).then_some((at, &marks[index]))
    })
}

/// One mark at a place in CSS pixels: also for keys and legends.
pub fn draw(picture: &mut Picture, at: Point, mark: &Mark, palette: &Palette) {
    let (r, color) = (mark.radius(), color(mark.class, palette));
    let outline = 1.4;
    match (mark.class, mark.split) {
        (Class::Orange, Split::Train) => {
            // Moving the sides out by d moves the corners out by 2 d.
            picture.area(triangle(at, TRIANGLE * r + 2.0), palette.paper);
            picture.area(triangle(at, TRIANGLE * r), color);
        }
        (Class::Blue, Split::Train) => {
            picture.disc(at, r + 1.0, palette.paper);
            picture.disc(at, r, color);
        }
        (Class::Orange, Split::Test | Split::Validation) => {
            let mut side = triangle(at, TRIANGLE * r);
            side.extend_from_within(..2); // once around and past the first corner, so that it is joined too
            picture.stroke(side.clone(), palette.paper, outline + HALO);
            picture.stroke(side, color, outline);
        }
        (Class::Blue, Split::Test | Split::Validation) => {
            picture.ring(at, r, palette.paper, outline + HALO);
            picture.ring(at, r, color, outline);
        }
    }
}

/// A ring around a place: a support vector (`radius` 14) or the example under the pointer.
pub fn ring(picture: &mut Picture, at: Point, radius: f64, palette: &Palette) {
    picture.ring(at, radius, palette.paper, 2.0 + 2.0 * HALO);
    picture.ring(at, radius, palette.ink, 2.0);
}

/// The hue of a class.
pub fn color(class: Class, palette: &Palette) -> Color {
    match class {
        Class::Orange => palette.orange,
        Class::Blue => palette.blue,
    }
}

/// The corners of a triangle standing on a side, around its centroid.
pub fn triangle([x, y]: Point, circumradius: f64) -> Vec<Point> {
    let half_side = 0.866_025_403_784_438_6 * circumradius;
    let base = y + 0.5 * circumradius;
    vec![
        [x, y - circumradius],
        [x + half_side, base],
        [x - half_side, base],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::geometry::Rect;
    use crate::view::picture::Shape;
    use crate::view::theme::Theme;

    fn area(points: &[Point]) -> f64 {
        let n = points.len();
        let twice: f64 = (0..n)
            .map(|k| {
                let (a, b) = (points[k], points[(k + 1) % n]);
                a[0] * b[1] - a[1] * b[0]
            })
            .sum();
        0.5 * twice.abs()
    }

    #[test]
    fn triangle_and_circle_have_one_area() {
        let triangle = area(&triangle([3.0, -2.0], TRIANGLE * 7.0));
        assert!((triangle / (std::f64::consts::PI * 49.0) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn area_is_weight_between_the_smallest_and_the_largest_mark() {
        let squared = |w| radius(w) * radius(w);
        assert!((squared(4.0) / squared(1.0) - 4.0).abs() < 1e-12);
        assert!((squared(0.25) / squared(1.0) - 0.25).abs() < 1e-12);
        assert_eq!((radius(0.0), radius(1e6)), (2.0, 9.0));
    }

    #[test]
    fn marks_outside_are_left_out_and_training_is_on_top() {
        let frame = Frame {
            rect: Rect::new(0.0, 0.0, 100.0, 100.0),
            x: [0.0, 1.0],
            y: [0.0, 1.0],
        };
        let mark = |x, split| Mark {
            x: [x, 0.5],
            class: Class::Blue,
            split,
            weight: 1.0,
        };
        let all = [
            mark(0.5, Split::Train),
            mark(0.25, Split::Test),
            mark(1.5, Split::Train),
        ];
        let picture = marks(&frame, &all, Theme::Light.palette());
        assert_eq!(picture.shapes.len(), 4);
        assert!(matches!(
            picture.shapes[0],
            Shape::Ring {
                center: [25.0, 50.0],
                ..
            }
        ));
        assert!(matches!(
            picture.shapes[3],
            Shape::Disc {
                center: [50.0, 50.0],
                ..
            }
        ));
    }
}

//! A picture as data: what is drawn, where, in which color, in CSS pixels with y downward.
//!
//! Views build pictures; [`super::paint`] puts them onto a backend; tests look into them.

use super::geometry::{Point, Rect, distance, drawable, nearest_between};
use super::text::Line;
use super::theme::Color;

/// Which side of its anchor a text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Begins at the anchor.
    Start,
    /// Centered on it.
    Middle,
    /// Ends at it.
    End,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An open line through points.
    Stroke {
        /// At least two points.
        points: Vec<Point>,
        /// Its color.
        color: Color,
        /// Its width.
        width: f64,
    },
    /// A filled polygon.
    Area {
        /// Corners in order.
        points: Vec<Point>,
        /// Its color.
        color: Color,
        /// Its opacity; 1 hides what is under it.
        alpha: f64,
    },
    /// A filled circle.
    Disc {
        /// Center.
        center: Point,
        /// Radius.
        radius: f64,
        /// Its color.
        color: Color,
    },
    /// The outline of a circle.
    Ring {
        /// Center.
        center: Point,
        /// Radius of the middle of the stroke.
        radius: f64,
        /// Its color.
        color: Color,
        /// Width of the stroke.
        width: f64,
    },
    /// A line of text.
    Text {
        /// The anchor; y is the middle of the capitals.
        at: Point,
        /// The spans.
        line: Line,
        /// Which side of the anchor.
        align: Align,
        /// Type size.
        size: f64,
        /// Its color.
        color: Color,
        /// A halo in this color, where the text stands on something.
        halo: Option<Color>,
    },
}

impl Shape {
    /// Whether it covers `p`. A text covers nothing.
    pub fn covers(&self, p: Point) -> bool {
        match self {
            Shape::Stroke { points, width, .. } => points
                .windows(2)
                .any(|ends| distance(p, nearest_between(ends[0], ends[1], p)) <= 0.5 * width),
            Shape::Area { points, .. } => {
                // By the crossings of a ray to the right.
                let sides = points.iter().zip(points.iter().cycle().skip(1));
                let crossings = sides.filter(|&(a, b)| {
                    (a[1] > p[1]) != (b[1] > p[1])
                        && p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                });
                crossings.count() % 2 == 1
            }
            Shape::Disc { center, radius, .. } => distance(p, *center) <= *radius,
            Shape::Ring {
                center,
                radius,
                width,
                ..
            } => (distance(p, *center) - radius).abs() <= 0.5 * width,
            Shape::Text { .. } => false,
        }
    }

    /// Its color.
    pub fn color(&self) -> Color {
        match self {
            Shape::Stroke { color, .. }
            | Shape::Area { color, .. }
            | Shape::Disc { color, .. }
            | Shape::Ring { color, .. }
            | Shape::Text { color, .. } => *color,
        }
    }
}

/// Shapes in the order in which they are drawn.
///
/// What has no place in a picture (see [`drawable`]) is not added to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The shapes; later ones cover earlier ones.
    pub shapes: Vec<Shape>,
}

impl Picture {
    /// Adds a line through `points`; fewer than two points draw nothing.
    pub fn stroke(&mut self, points: Vec<Point>, color: Color, width: f64) {
        if points.len() > 1 && drawable(&points) {
            self.shapes.push(Shape::Stroke {
                points,
                color,
                width,
            });
        }
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: Point, to: Point, color: Color, width: f64) {
        self.stroke(vec![from, to], color, width);
    }

    /// Adds a horizontal or vertical line one pixel wide, on a row or column of pixels, so that it is not
    /// spread over two.
    pub fn hairline(&mut self, from: Point, to: Point, color: Color) {
        let crisp = |v: f64| v.floor() + 0.5;
        let (mut from, mut to) = (from, to);
        for axis in [0, 1] {
            if from[axis] == to[axis] {
                from[axis] = crisp(from[axis]);
                to[axis] = from[axis];
            }
        }
        self.line(from, to, color, 1.0);
    }

    /// Adds an opaque polygon.
    pub fn area(&mut self, points: Vec<Point>, color: Color) {
        self.veil(points, color, 1.0);
    }

    /// Adds a polygon that lets through what is under it.
    pub fn veil(&mut self, points: Vec<Point>, color: Color, alpha: f64) {
        if drawable(&points) {
            self.shapes.push(Shape::Area {
                points,
                color,
                alpha,
            });
        }
    }

    /// Adds an opaque rectangle.
    pub fn rect(&mut self, rect: Rect, color: Color) {
        let (x, y, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
        self.area(
            vec![[x, y], [right, y], [right, bottom], [x, bottom]],
            color,
        );
    }

    /// Adds a filled circle.
    pub fn disc(&mut self, center: Point, radius: f64, color: Color) {
        if drawable(&[center, [radius, radius]]) {
            self.shapes.push(Shape::Disc {
                center,
                radius,
                color,
            });
        }
    }

    /// Adds a circle's outline.
    pub fn ring(&mut self, center: Point, radius: f64, color: Color, width: f64) {
        if drawable(&[center, [radius, radius]]) {
            self.shapes.push(Shape::Ring {
                center,
                radius,
                color,
                width,
            });
        }
    }

    /// Adds a line of text.
    pub fn text(&mut self, at: Point, line: Line, align: Align, size: f64, color: Color) {
        self.write(at, line, align, size, color, None);
    }

    /// Adds a line of text with a halo.
    pub fn text_on(
        &mut self,
        at: Point,
        line: Line,
        align: Align,
        size: f64,
        ink: Color,
        halo: Color,
    ) {
        self.write(at, line, align, size, ink, Some(halo));
    }

    fn write(
        &mut self,
        at: Point,
        line: Line,
        align: Align,
        size: f64,
        color: Color,
        halo: Option<Color>,
    ) {
        if drawable(&[at]) {
            self.shapes.push(Shape::Text {
                at,
                line,
                align,
                size,
                color,
                halo,
            });
        }
    }

    /// Adds all of another picture on top.
    pub fn append(&mut self, mut other: Picture) {
        self.shapes.append(&mut other.shapes);
    }

    /// Makes everything `factor` times as large, from the origin.
    pub fn scale(&mut self, factor: f64) {
        let scale = |p: &mut Point| *p = [p[0] * factor, p[1] * factor];
        for shape in &mut self.shapes {
            match shape {
                Shape::Stroke { points, width, .. } => {
                    points.iter_mut().for_each(scale);
                    *width *= factor;
                }
                Shape::Area { points, .. } => points.iter_mut().for_each(scale),
                Shape::Disc { center, radius, .. } => {
                    scale(center);
                    *radius *= factor;
                }
                Shape::Ring {
                    center,
                    radius,
                    width,
                    ..
                } => {
                    scale(center);
                    *radius *= factor;
                    *width *= factor;
                }
                Shape::Text { at, size, .. } => {
                    scale(at);
                    *size *= factor;
                }
            }
        }
    }

    /// The texts with their anchors, in drawing order.
    pub fn texts(&self) -> impl Iterator<Item = (String, Point)> + '_ {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { at, line, .. } => Some((line.content(), *at)),
            _ => None,
        })
    }
}

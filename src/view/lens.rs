//! A lens where pixels end: linear boundaries that lie within a few pixels, shown apart and named.
//!
//! The lens is drawn from the scores, not from the picture. For the score f = a x₁ + b x₂ + c, rewritten in
//! pixels as A p + B q + C, the signed distance of a point from its line is (A p + B q + C)/√(A² + B²); the
//! lens shows every line at that distance from its middle, times the magnification.

use super::RunStyle;
use super::dash;
use super::geometry::{Point, Rect, distance, drawable};
use super::labels::spread;
use super::picture::{Align, Picture};
use super::plane::{Frame, run_label};
use super::text::Line;
use super::theme::{Palette, TEXT_SMALL};
use crate::text::decimal;

/// Radius of the lens in CSS pixels.
pub const RADIUS: f64 = 54.0;
/// The lens opens when all boundaries lie within so many pixels where they leave the plane.
pub const OPENS: f64 = 6.0;
/// From the edge of the plane to the middle of what the lens shows.
const INSET: f64 = 46.0;
/// Room for names beside the lens.
const NAMES: f64 = 84.0;

/// A linear run's boundary.
#[derive(Clone, Copy, Debug)]
pub struct LensLine<'a> {
    /// How the run is told from the others.
    pub style: &'a RunStyle,
    /// (a, b, c) of its score a x₁ + b x₂ + c.
    pub score: [f64; 3],
}

/// The lens over a plane, or `None` where it stays closed.
///
/// It stays closed with fewer than two lines, where lines part by more than [`OPENS`] at either end, where a
/// line misses the plane, and where the lines are one (within 1e-9 pixels). `limit` is the max-margin score,
/// shown where it is near enough; `marks` are examples, in data units, which the lens keeps clear of.
pub fn lens(
    frame: &Frame,
    lines: &[LensLine],
    limit: Option<[f64; 3]>,
    marks: &[Point],
    palette: &Palette,
) -> Option<Picture> {
    if lines.len() < 2 {
        return None;
    }
    let in_pixels: Vec<PixelLine> = lines
        .iter()
        .map(|l| PixelLine::new(frame, l.score))
        .collect();
    let first = &in_pixels[0];
    let ends = frame.clip(lines[0].score)?;
    let apart = |p: Point| {
        let (low, high) = range(in_pixels.iter().map(|line| line.distance(p)));
        high - low
    };
    // Not a number where a line has no direction: then neither comparison holds.
    let near = |p: Point| apart(p) <= OPENS;
    if !(ends.iter().all(|&p| near(p)) && ends.iter().any(|&p| apart(p) > 1e-9)) {
        return None;
    }

    let marks: Vec<Point> = marks.iter().map(|&p| frame.pixel(p)).collect();
    let crowd = |p: Point, radius: f64| marks.iter().filter(|&&m| distance(m, p) < radius).count();
    let length = distance(ends[0], ends[1]);
    if length < 4.0 * INSET {
        return None;
    }
    let toward = |from: Point, to: Point| {
        let share = INSET / length;
        [
            from[0] + share * (to[0] - from[0]),
            from[1] + share * (to[1] - from[1]),
        ]
    };
    let sources = [toward(ends[0], ends[1]), toward(ends[1], ends[0])];
    let appeal = |p: &Point| apart(*p) - crowd(*p, 30.0) as f64;
    let source = *sources
        .iter()
        .max_by(|p, q| appeal(p).total_cmp(&appeal(q)))?;
    let (low, high) = range(in_pixels.iter().map(|line| line.distance(source)));
    let source = first.moved(source, 0.5 * (low + high));

    let center = place(frame, &in_pixels, source, &marks)?;
    let magnification = magnify(high - low);
    Some(draw(&Lens {
        lines,
        in_pixels: &in_pixels,
        limit: limit.map(|score| PixelLine::new(frame, score)),
        source,
        center,
        magnification,
        palette,
    }))
}

/// A line in pixels: unit normal and offset.
struct PixelLine {
    normal: Point,
    offset: f64,
}

impl PixelLine {
    fn new(frame: &Frame, [a, b, c]: [f64; 3]) -> PixelLine {
        let f = |p: Point| {
            let [x, y] = frame.data(p);
            a * x + b * y + c
        };
        let origin = f([0.0, 0.0]);
        let slope_x = a * (frame.x[1] - frame.x[0]) / frame.rect.width;
        let slope_y = -b * (frame.y[1] - frame.y[0]) / frame.rect.height;
        let norm = (slope_x * slope_x + slope_y * slope_y).sqrt();
        PixelLine {
            normal: [slope_x / norm, slope_y / norm],
            offset: origin / norm,
        }
    }

    /// Signed distance of `p`, in pixels; positive on the orange side.
    fn distance(&self, p: Point) -> f64 {
        self.normal[0] * p[0] + self.normal[1] * p[1] + self.offset
    }

    /// `p` moved by `d` against the normal.
    fn moved(&self, p: Point, d: f64) -> Point {
        [p[0] - d * self.normal[0], p[1] - d * self.normal[1]]
    }
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

/// 14, or as many times 10 more as it takes to part the outermost lines by 8 pixels.
fn magnify(apart: f64) -> f64 {
    let mut magnification = 14.0;
    while apart * magnification < 8.0 && magnification < 1e10 {
        magnification *= 10.0;
    }
    magnification
}

/// The middle of the lens: inside the plane with its names, clear of the lines, over the fewest examples,
/// and of such places the one nearest to what it shows.
fn place(frame: &Frame, lines: &[PixelLine], source: Point, marks: &[Point]) -> Option<Point> {
    let rect = frame.rect;
    if !drawable(&[[rect.x, rect.y], [rect.right(), rect.bottom()]]) {
        return None;
    }
    let columns = (rect.width / 16.0) as usize;
    let rows = (rect.height / 16.0) as usize;
    let places = (0..=rows).flat_map(|j| {
        (0..=columns).map(move |i| [rect.x + 16.0 * i as f64, rect.y + 16.0 * j as f64])
    });
    let fits = |p: &Point| {
        let footprint = footprint(*p, source);
        let Rect { x, y, .. } = footprint;
        let (right, bottom) = (footprint.right(), footprint.bottom());
        let corners = [[x, y], [right, y], [right, bottom], [x, bottom]];
        let clear = |line: &PixelLine| {
            let (low, high) = range(corners.iter().map(|&corner| line.distance(corner)));
            low > 8.0 || high < -8.0
        };
        corners.iter().all(|&corner| rect.contains(corner)) && lines.iter().all(clear)
    };
    let cost = |p: &Point| {
        let Rect {
            x,
            y,
            width,
            height,
        } = footprint(*p, source);
        let touched = Rect::new(x - 8.0, y - 8.0, width + 16.0, height + 16.0);
        let covered = marks.iter().filter(|&&m| touched.contains(m)).count();
        100.0 * covered as f64 + distance(*p, source)
    };
    places
        .filter(fits)
        .min_by(|p, q| cost(p).total_cmp(&cost(q)))
}

/// What the lens at `center` covers, names included: they stand on the side away from the source.
fn footprint(center: Point, source: Point) -> Rect {
    let reach = RADIUS + 8.0;
    let left = if source[0] >= center[0] { NAMES } else { 0.0 };
    let width = 2.0 * reach + NAMES;
    Rect::new(
        center[0] - reach - left,
        center[1] - reach,
        width,
        2.0 * reach,
    )
}

struct Lens<'a> {
    lines: &'a [LensLine<'a>],
    in_pixels: &'a [PixelLine],
    limit: Option<PixelLine>,
    source: Point,
    center: Point,
    magnification: f64,
    palette: &'a Palette,
}

impl Lens<'_> {
    /// A line's chord in the lens; `None` where the lens does not reach it.
    fn chord(&self, line: &PixelLine) -> Option<[Point; 2]> {
        let d = line.distance(self.source) * self.magnification;
        let inner = RADIUS - 2.0;
        if d.is_nan() || d.abs() >= inner {
            return None;
        }
        let half = (inner * inner - d * d).sqrt();
        let foot = line.moved(self.center, d);
        let [x, y] = line.normal;
        let (dx, dy) = (-y * half, x * half);
        Some([[foot[0] + dx, foot[1] + dy], [foot[0] - dx, foot[1] - dy]])
    }
}

fn draw(lens: &Lens) -> Picture {
    let (palette, center, source) = (lens.palette, lens.center, lens.source);
    let mut picture = Picture::default();
    let span = distance(center, source);
    let at = |from: Point, to: Point, d: f64| {
        let share = d / span;
        [
            from[0] + share * (to[0] - from[0]),
            from[1] + share * (to[1] - from[1]),
        ]
    };
    let tether = (at(center, source, RADIUS), at(source, center, 7.0));
    picture.line(tether.0, tether.1, palette.muted, 1.0);
    picture.ring(source, 7.0, palette.muted, 1.25);
    picture.disc(center, RADIUS, palette.paper);

    let mut named: Vec<(Line, Point)> = Vec::new();
    let side = if source[0] >= center[0] { -1.0 } else { 1.0 };
    // The end of a chord that is nearer to the names.
    let outer = |[p, q]: [Point; 2]| if (p[0] - q[0]) * side >= 0.0 { p } else { q };
    for (line, pixels) in lens.lines.iter().zip(lens.in_pixels) {
        if let Some(chord) = lens.chord(pixels) {
            for dash in dash::split(&chord, dash::pattern(line.style.dash)) {
                picture.stroke(dash, palette.ink, line.style.width());
            }
            named.push((run_label(line.style), outer(chord)));
        }
    }
    if let Some(chord) = lens.limit.as_ref().and_then(|limit| lens.chord(limit)) {
        for dot in dash::dots(&chord, 6.0) {
            picture.disc(dot, 1.4, palette.ink);
        }
        named.push((Line::plain("max margin"), outer(chord)));
    }
    picture.ring(center, RADIUS, palette.muted, 1.25);

    let wanted: Vec<f64> = named.iter().map(|(_, end)| end[1]).collect();
    let (top, bottom) = (center[1] - RADIUS + 4.0, center[1] + RADIUS - 18.0);
    let placed = spread(&wanted, 15.0, (top, bottom));
    let align = if side < 0.0 { Align::End } else { Align::Start };
    let x = center[0] + side * (RADIUS + 12.0);
    for ((line, end), y) in named.into_iter().zip(placed) {
        picture.line([x - side * 4.0, y], end, palette.muted, 1.0);
        let at = [x, y];
        picture.text_on(at, line, align, TEXT_SMALL, palette.ink, palette.paper);
    }
    let caption = Line::plain(["lens × ", &decimal::plain(lens.magnification)].concat());
    let at = [x, center[1] + RADIUS];
    picture.text_on(at, caption, align, TEXT_SMALL, palette.muted, palette.paper);
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Shape;
    use crate::view::theme::Theme;

    fn frame() -> Frame {
        Frame {
            rect: Rect::new(0.0, 0.0, 500.0, 500.0),
            x: [-2.5, 2.5],
            y: [-2.5, 2.5],
        }
    }

    fn run(dash: usize) -> RunStyle {
        RunStyle {
            label: format!("{dash}:1"),
            dash,
            selected: false,
            focused: false,
        }
    }

    /// The lens on lines x₁ = shift, in pixels from the middle.
    fn open(shifts: &[f64]) -> Option<Picture> {
        let styles: Vec<RunStyle> = shifts.iter().map(|_| run(0)).collect();
        let lines: Vec<LensLine> = styles
            .iter()
            .zip(shifts)
            .map(|(style, shift)| LensLine {
                style,
                score: [3.0, 0.0, -3.0 * shift / 100.0],
            })
            .collect();
        lens(&frame(), &lines, None, &[], Theme::Light.palette())
    }

    #[test]
    fn it_opens_within_six_pixels_and_not_beyond() {
        assert!(open(&[0.0, 5.9]).is_some());
        assert!(open(&[0.0, 6.1]).is_none());
        assert!(open(&[0.0]).is_none());
        assert!(
            open(&[1.0, 1.0]).is_none(),
            "one line cannot be shown apart"
        );
    }

    #[test]
    fn it_shows_lines_at_their_distances_magnified() {
        for (shifts, magnification) in [([0.0, 4.0], 14.0), ([0.0, 0.3], 140.0)] {
            let picture = open(&shifts).expect("open");
            let chords: Vec<f64> = picture
                .shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Stroke { points, width, .. } if *width > 1.5 => Some(points[0][0]),
                    _ => None,
                })
                .collect();
            assert_eq!(chords.len(), 2);
            let apart = (chords[1] - chords[0]).abs();
            assert!((apart - magnification * (shifts[1] - shifts[0])).abs() < 1e-9);
            let caption = format!("lens × {magnification}");
            assert!(picture.texts().any(|(text, _)| text == caption));
        }
    }

    #[test]
    fn a_run_without_a_direction_keeps_it_closed() {
        let styles = [run(0), run(1)];
        let lines = [
            LensLine {
                style: &styles[0],
                score: [1.0, 0.0, 0.0],
            },
            LensLine {
                style: &styles[1],
                score: [0.0; 3],
            },
        ];
        let palette = Theme::Light.palette();
        assert!(lens(&frame(), &lines, None, &[], palette).is_none());
    }
}

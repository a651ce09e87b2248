//! From a picture to a plotters drawing area, of any backend.
//!
//! plotters places everything on whole pixels, which is too coarse for text and for lines that move. So a
//! picture is painted in *units* of 1/8 CSS pixel: an SVG gets a view box in units, a canvas a transform of
//! devicePixelRatio/8. Positions, strokes, radii and type sizes are multiplied here and nowhere else.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};

use super::geometry::Point;
use super::picture::{Align, Picture, Shape};
use super::text::{Face, Line};
use super::theme::{Color, FONT, HALO};

/// Units per CSS pixel.
pub const UNIT: i32 = 8;

/// The middle of the capitals lies this many em above the baseline.
const CAPITALS: f64 = 0.36;

/// plotters centers text on the middle of the small letters: this many em above the baseline.
pub const MIDDLE: f64 = 0.26;

/// plotters counts a font's size as the height of its line, 1.24 em.
pub const LINE_HEIGHT: f64 = 1.24;

/// What painting on backend `DB` gives.
pub type Painted<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Width of a text of type size 1, in em: of the fixed table in [`super::text`], or the browser's.
pub type Measure<'a> = &'a dyn Fn(&str, Face) -> f64;

impl Picture {
    /// Paints every shape in order; `area` is sized in units.
    pub fn paint<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        measure: Measure,
    ) -> Painted<DB> {
        for shape in &self.shapes {
            match shape {
                Shape::Stroke {
                    points,
                    color,
                    width,
                } => area.draw(&PathElement::new(
                    units(points),
                    style(*color, 1.0).stroke_width(length(*width)),
                ))?,
                Shape::Area {
                    points,
                    color,
                    alpha,
                } => area.draw(&Polygon::new(units(points), style(*color, *alpha)))?,
                Shape::Disc {
                    center,
                    radius,
                    color,
                } => area.draw(&Circle::new(
                    unit(*center),
                    length(*radius),
                    style(*color, 1.0).filled(),
                ))?,
                Shape::Ring {
                    center,
                    radius,
                    color,
                    width,
                } => area.draw(&Circle::new(
                    unit(*center),
                    length(*radius),
                    style(*color, 1.0).stroke_width(length(*width)),
                ))?,
                Shape::Text {
                    at,
                    line,
                    align,
                    size,
                    color,
                    halo,
                } => {
                    let widths = widths(line, measure, *size);
                    if let Some(halo) = halo {
                        for offset in halo_offsets() {
                            let at = [at[0] + offset[0], at[1] + offset[1]];
                            paint_text(area, &widths, at, line, *align, *size, *halo)?;
                        }
                    }
                    paint_text(area, &widths, *at, line, *align, *size, *color)?;
                }
            }
        }
        Ok(())
    }
}

/// Eight places around a text where it is repeated in the color of its halo.
fn halo_offsets() -> [Point; 8] {
    let (r, d) = (HALO, HALO * std::f64::consts::FRAC_1_SQRT_2);
    [
        [r, 0.0],
        [d, d],
        [0.0, r],
        [-d, d],
        [-r, 0.0],
        [-d, -d],
        [0.0, -r],
        [d, -d],
    ]
}

/// The widths of a line's spans; of a single one 0, since the backend anchors it.
fn widths(line: &Line, measure: Measure, size: f64) -> Vec<f64> {
    let single = line.0.len() == 1;
    line.0
        .iter()
        .map(|span| match single {
            true => 0.0,
            false => measure(&span.text, span.face) * size * span.level.scale(),
        })
        .collect()
}

fn paint_text<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    widths: &[f64],
    at: Point,
    line: &Line,
    align: Align,
    size: f64,
    color: Color,
) -> Painted<DB> {
    let single = line.0.len() == 1;
    let total: f64 = widths.iter().sum();
    let mut x = match align {
        Align::Start => at[0],
        Align::Middle => at[0] - 0.5 * total,
        Align::End => at[0] - total,
    };
    let baseline = at[1] + CAPITALS * size;
    let h_pos = match align {
        Align::Middle if single => HPos::Center,
        Align::End if single => HPos::Right,
        _ => HPos::Left,
    };
    for (span, width) in line.0.iter().zip(widths) {
        let size_of_span = size * span.level.scale();
        let y = baseline - span.level.rise() * size - MIDDLE * size_of_span;
        let font_style = match span.face {
            Face::Regular => FontStyle::Normal,
            Face::Bold => FontStyle::Bold,
            Face::Italic => FontStyle::Italic,
        };
        // A family given as text would be compared in lower case: tables of 8 kB in the page's download.
        let font = FontDesc::new(
            FontFamily::Name(FONT),
            size_of_span * LINE_HEIGHT * f64::from(UNIT),
            font_style,
        );
        let color = rgba(color, 1.0);
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(h_pos, VPos::Center));
        // A span may end in a space, which an SVG would drop.
        let text = span.text.replace(' ', "\u{a0}");
        area.draw(&Text::new(text, unit([x, y]), style))?;
        x += width;
    }
    Ok(())
}

fn rgba(color: Color, alpha: f64) -> RGBAColor {
    RGBAColor(color.0, color.1, color.2, alpha)
}

fn style(color: Color, alpha: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgba(color, alpha),
        filled: false,
        stroke_width: 0,
    }
}

fn length(pixels: f64) -> u32 {
    (pixels * f64::from(UNIT)).round() as u32
}

fn unit(p: Point) -> (i32, i32) {
    let round = |v: f64| (v * f64::from(UNIT)).round() as i32;
    (round(p[0]), round(p[1]))
}

fn units(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().map(|&p| unit(p)).collect()
}

//! Several figures as one: side by side, row by row, each with its letter.

use super::Figure;
use crate::view::geometry::Point;
use crate::view::picture::{Align, Picture, Shape};
use crate::view::text::{Face, Line};
use crate::view::theme::{Palette, TEXT_LABEL};

/// Between two panels.
pub const GAP: f64 = 20.0;
/// The width of each of `columns` panels side by side in `width`.
pub fn column_width(width: f64, columns: usize) -> f64 {
    (width - GAP * (columns as f64 - 1.0)) / columns as f64
}

/// The figures in rows of `columns`; with a letter beside each title if they are `lettered`.
pub fn panels(
    figures: Vec<Figure>,
    width: f64,
    columns: usize,
    lettered: bool,
    palette: &Palette,
) -> Figure {
    let cell = column_width(width, columns);
    let mut picture = Picture::default();
    let mut descriptions = Vec::new();
    let (mut x, mut y, mut tallest) = (0.0, 0.0, 0.0_f64);
    for (at, figure) in figures.into_iter().enumerate() {
        if at > 0 && at % columns == 0 {
            (x, y, tallest) = (0.0, y + tallest + GAP, 0.0);
        }
        if lettered {
            let letter = char::from(b'a' + (at % 26) as u8).to_string();
            let letter = Line::default().then(letter, Face::Bold);
            picture.text([x, y + 8.0], letter, Align::Start, TEXT_LABEL, palette.ink);
        }
        tallest = tallest.max(figure.size[1]);
        let mut moved = figure.picture;
        shift(&mut moved, [x, y]);
        picture.append(moved);
        descriptions.push(figure.description);
        x += cell + GAP;
    }
    Figure {
        picture,
        size: [width, y + tallest],
        description: descriptions.join(" "),
    }
}

/// Moves everything by `by`.
pub fn shift(picture: &mut Picture, by: Point) {
    let move_point = |p: &mut Point| *p = [p[0] + by[0], p[1] + by[1]];
    for shape in &mut picture.shapes {
        match shape {
            Shape::Stroke { points, .. } | Shape::Area { points, .. } => {
                points.iter_mut().for_each(move_point);
            }
            Shape::Disc { center, .. } | Shape::Ring { center, .. } => move_point(center),
            Shape::Text { at, .. } => move_point(at),
        }
    }
}

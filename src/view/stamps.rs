//! Very many examples as marks: each kind of mark is drawn once, and stamped wherever an example lies.
//!
//! A browser takes some 4 µs for a mark, 40 ms for ten thousand. A stamp is a few hundred pixels to copy. Its
//! price is that a mark stands on whole pixels of the screen, which nobody sees among thousands.

use super::geometry::{Point, drawable};
use super::marks::{Mark, TRIANGLE, draw, in_order};
use super::picture::Picture;
use super::plane::Frame;
use super::theme::{Color, Palette};
use crate::data::{Class, Split};

/// RGBA pixels, row by row; not premultiplied.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: usize,
    /// Four bytes a pixel.
    pub bytes: Vec<u8>,
}

/// Radii are rounded to this part of a CSS pixel, so that there are few stamps.
const RADII: f64 = 4.0;
/// Points across a pixel at which a mark is looked at.
const SAMPLES: usize = 4;

/// What a stamp is for.
type Kind = (Class, Split, i64);

/// A mark to be laid down at many places.
struct Stamp {
    /// Pixels from its first row, and from the left of every row, to its middle.
    reach: i64,
    /// Of each row what the mark covers: where that begins, and its pixels.
    rows: Vec<(i64, Vec<[u8; 4]>)>,
}

/// Pixels of the screen in a CSS pixel, at most.
const FINEST: f64 = 32.0;

/// What [`super::marks::marks`] draws, in `size` CSS pixels of `scale` pixels of the screen each. Nothing where no
/// screen has so many pixels.
pub fn stamped(
    frame: &Frame,
    marks: &[Mark],
    size: [f64; 2],
    scale: f64,
    palette: &Palette,
) -> Pixels {
    let possible = scale > 0.0 && scale <= FINEST && drawable(&[size.map(|side| side * scale)]);
    let scale = if possible { scale } else { 0.0 };
    let [width, height] = size.map(|side| (side * scale).round() as usize);
    let mut pixels = Pixels {
        width,
        bytes: vec![0; 4 * width * height],
    };
    let mut stamps: Vec<(Kind, Stamp)> = Vec::new();
    for (at, mark) in in_order(frame, marks).filter(|_| width > 0 && height > 0) {
        let kind = (
            mark.class,
            mark.split,
            (mark.radius() * RADII).round() as i64,
        );
        // Marks come by size: the stamp is one of the last.
        let known = stamps.iter().rposition(|(of, _)| *of == kind);
        let known = known.unwrap_or_else(|| {
            stamps.push((kind, stamp(mark, scale, palette)));
            stamps.len() - 1
        });
        pixels.put(&stamps[known].1, at.map(|v| (v * scale).round() as i64));
    }
    pixels
}

/// A mark as a stamp.
fn stamp(mark: &Mark, scale: f64, palette: &Palette) -> Stamp {
    let mut picture = Picture::default();
    draw(&mut picture, [0.0; 2], mark, palette);
    // To the corners of a triangle, and its halo.
    let reach = ((TRIANGLE * mark.radius() + 3.0) * scale).ceil() as i64;
    let color_at = |p: Point| picture.shapes.iter().rev().find(|shape| shape.covers(p));
    let sample = |pixel: i64, k: usize| (pixel as f64 + (k as f64 + 0.5) / SAMPLES as f64) / scale;
    let pixel = |x: i64, y: i64| {
        let mut sum = [0; 3];
        let mut covered = 0;
        for k in 0..SAMPLES * SAMPLES {
            let p = [sample(x, k % SAMPLES), sample(y, k / SAMPLES)];
            if let Some(Color(r, g, b)) = color_at(p).map(|shape| shape.color()) {
                covered += 1;
                sum = [
                    sum[0] + u32::from(r),
                    sum[1] + u32::from(g),
                    sum[2] + u32::from(b),
                ];
            }
        }
        let [r, g, b] = sum.map(|sum| (sum / covered.max(1)) as u8);
        [r, g, b, (covered * 255 / (SAMPLES * SAMPLES) as u32) as u8]
    };
    let row = |y: i64| {
        let pixels: Vec<[u8; 4]> = (-reach..reach).map(|x| pixel(x, y)).collect();
        let is_covered = |pixel: &[u8; 4]| pixel[3] > 0;
        let first = pixels.iter().position(is_covered).unwrap_or(0);
        let end = pixels
            .iter()
            .rposition(is_covered)
            .map_or(0, |last| last + 1);
        (first as i64, pixels[first..end].to_vec())
    };
    Stamp {
        reach,
        rows: (-reach..reach).map(row).collect(),
    }
}

impl Pixels {
    /// Lays a stamp on top, its middle at a pixel.
    fn put(&mut self, stamp: &Stamp, [x, y]: [i64; 2]) {
        let (pixels, _) = self.bytes.as_chunks_mut();
        let rows = (y - stamp.reach..).zip(&stamp.rows);
        for (y, (first, over)) in rows {
            let left = x - stamp.reach + first;
            // What lies beyond the edges is cut.
            let cut = (-left).clamp(0, over.len() as i64);
            let end = (self.width as i64 - left).clamp(cut, over.len() as i64);
            let start = y * self.width as i64 + left + cut;
            let Some(under) = usize::try_from(start)
                .ok()
                .and_then(|start| pixels.get_mut(start..start + (end - cut) as usize))
            else {
                continue;
            };
            for (over, under) in over[cut as usize..].iter().zip(under) {
                match over[3] {
                    0 => {}
                    255 => *under = *over,
                    alpha => blend(under, over, u32::from(alpha)),
                }
            }
        }
    }
}

/// a = aₒ + aᵤ (1 − aₒ), and each color the mean of both by their parts of a (Porter and Duff 1984).
fn blend(under: &mut [u8; 4], over: &[u8; 4], alpha: u32) {
    let rest = u32::from(under[3]) * (255 - alpha) / 255;
    let total = alpha + rest;
    for (under, &over) in under.iter_mut().zip(&over[..3]) {
        *under = ((u32::from(over) * alpha + u32::from(*under) * rest) / total) as u8;
    }
    under[3] = total as u8;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::geometry::Rect;
    use crate::view::marks::TEST_RADIUS;
    use crate::view::theme::{HALO, Theme};
    use std::f64::consts::PI;

    /// One mark in the middle of 100 × 100 CSS pixels.
    fn stamped_at(x: f64, class: Class, split: Split, scale: f64) -> Pixels {
        let frame = Frame {
            rect: Rect::new(0.0, 0.0, 100.0, 100.0),
            x: [0.0, 1.0],
            y: [0.0, 1.0],
        };
        let mark = Mark {
            x: [x, 0.5],
            class,
            split,
            weight: 1.0,
        };
        stamped(&frame, &[mark], [100.0; 2], scale, Theme::Light.palette())
    }

    /// What is not transparent, in CSS pixels.
    fn area(pixels: &Pixels, scale: f64) -> f64 {
        let alpha = pixels
            .bytes
            .chunks_exact(4)
            .map(|pixel| f64::from(pixel[3]));
        alpha.sum::<f64>() / 255.0 / (scale * scale)
    }

    #[test]
    fn a_stamp_covers_what_its_mark_does() {
        for scale in [1.0, 1.5, 2.0] {
            let disc = area(&stamped_at(0.5, Class::Blue, Split::Train, scale), scale);
            assert!((disc / (PI * 5.3 * 5.3) - 1.0).abs() < 0.02, "{disc}");
            let outer = TEST_RADIUS + 0.5 * (1.4 + HALO);
            let inner = TEST_RADIUS - 0.5 * (1.4 + HALO);
            let ring = area(&stamped_at(0.5, Class::Blue, Split::Test, scale), scale);
            assert!(
                (ring / (PI * (outer * outer - inner * inner)) - 1.0).abs() < 0.05,
                "{ring}"
            );
            let corner = 1.555 * 4.3 + 2.0;
            let triangle = area(&stamped_at(0.5, Class::Orange, Split::Train, scale), scale);
            assert!(
                (triangle / (0.75 * 3f64.sqrt() * corner * corner) - 1.0).abs() < 0.02,
                "{triangle}"
            );
        }
    }

    #[test]
    fn a_mark_at_the_edge_is_cut_there() {
        let whole = area(&stamped_at(0.5, Class::Blue, Split::Train, 1.0), 1.0);
        for x in [0.0, 1.0] {
            let half = area(&stamped_at(x, Class::Blue, Split::Train, 1.0), 1.0);
            assert!((half / whole - 0.5).abs() < 0.02, "{half} of {whole}");
        }
    }

    #[test]
    fn a_stamp_hides_what_is_under_it_and_lets_its_edge_show_it() {
        let mut under = [200, 100, 0, 255];
        blend(&mut under, &[0, 0, 0, 127], 127);
        assert_eq!(under, [100, 50, 0, 255]);
        let mut nothing = [0; 4];
        blend(&mut nothing, &[10, 20, 30, 51], 51);
        assert_eq!(nothing, [10, 20, 30, 51]);
    }
}

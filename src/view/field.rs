//! The field of the selected run: scores to pixels.
//!
//! ```text
//! opacity of the class color = .30 tanh(|f|/3),   paper where f = 0
//! ```
//!
//! The pixels are opaque, the color already laid over paper. A table of 2 × 1024 colors replaces tanh.

use super::theme::{Color, Palette};
use crate::numeric::tanh;

/// The deepest the field gets: opacity of the class color where |f| is large.
pub const DEPTH: f64 = 0.30;
/// Beyond this |f| the color no longer changes by one of 256 levels.
const LARGEST: f64 = 12.0;
/// Entries on each side of f = 0.
const HALF: i32 = 1024;

/// The colors of a field, tabulated for one palette.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldColors {
    table: Vec<[u8; 4]>,
    paper: [u8; 4],
    wash: [u8; 4],
}

impl FieldColors {
    /// Tabulates the colors of `palette`.
    pub fn new(palette: &Palette) -> FieldColors {
        let opaque = |c: Color| [c.0, c.1, c.2, 255];
        let table = (-HALF..=HALF)
            .map(|k| {
                let score = f64::from(k) / f64::from(HALF) * LARGEST;
                opaque(color(palette, score))
            })
            .collect();
        FieldColors {
            table,
            paper: opaque(palette.paper),
            wash: opaque(palette.wash),
        }
    }

    /// Writes one RGBA pixel for each score into `pixels`, which must hold 4 bytes a score.
    ///
    /// A score that is not a number is paper. Scores beyond ±12 have the deepest color.
    pub fn paint(&self, scores: &[f64], pixels: &mut [u8]) {
        assert_eq!(pixels.len(), 4 * scores.len(), "4 bytes a score");
        let scale = f64::from(HALF) / LARGEST;
        for (pixel, &score) in pixels.chunks_exact_mut(4).zip(scores) {
            // The cast saturates; adding HALF + ½ first rounds to the nearest entry.
            let index = (score * scale + f64::from(HALF) + 0.5) as usize;
            let entry = self.table[index.min(2 * HALF as usize)];
            pixel.copy_from_slice(if score.is_nan() { &self.paper } else { &entry });
        }
    }

    /// The neutral ground everywhere: a plane where there is no model to show.
    pub fn blank(&self, pixels: &mut [u8]) {
        for pixel in pixels.chunks_exact_mut(4) {
            pixel.copy_from_slice(&self.wash);
        }
    }
}

/// The exact color of a score.
fn color(palette: &Palette, score: f64) -> Color {
    let class = if score > 0.0 {
        palette.orange
    } else {
        palette.blue
    };
    class.over(palette.paper, DEPTH * tanh(score.abs() / 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Theme;

    #[test]
    fn the_table_is_within_one_level_of_the_formula() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = theme.palette();
            let colors = FieldColors::new(palette);
            let scores: Vec<f64> = (-3000..=3000).map(|k| f64::from(k) * 0.0101).collect();
            let mut pixels = vec![0; 4 * scores.len()];
            colors.paint(&scores, &mut pixels);
            for (pixel, &score) in pixels.chunks_exact(4).zip(&scores) {
                let Color(r, g, b) = color(palette, score);
                for (got, want) in pixel.iter().zip([r, g, b, 255]) {
                    assert!(got.abs_diff(want) <= 1, "{score}: {pixel:?}");
                }
            }
        }
    }

    #[test]
    fn zero_and_nan_are_paper_and_infinities_are_the_deepest() {
        let palette = Theme::Light.palette();
        let colors = FieldColors::new(palette);
        let mut pixels = [0; 20];
        let scores = [0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e300];
        colors.paint(&scores, &mut pixels);
        assert_eq!(pixels[..8], [255; 8]);
        let Color(r, g, b) = palette.orange.over(palette.paper, DEPTH);
        assert_eq!(pixels[8..11], [r, g, b]);
        let Color(r, g, b) = palette.blue.over(palette.paper, DEPTH);
        assert_eq!(pixels[12..15], [r, g, b]);
        assert_eq!(pixels[16..19], [r, g, b]);
    }
}

//! A frame of the film strip: the plane as it was at one t, small.

use super::contour::Polyline;
use super::geometry::{Point, Rect, map};
use super::marks::color;
use super::picture::Picture;
use super::plane::Frame;
use super::theme::Theme;
use crate::data::Class;
use crate::experiment::grid::Grid;
use crate::numeric::clamp;

/// Size of a frame in CSS pixels.
pub const SIZE: [f64; 2] = [72.0, 55.0];

/// What one frame shows.
#[derive(Clone, Copy, Debug)]
pub struct FilmFrame<'a> {
    /// The grid of `differ`; its ranges are the frame's.
    pub grid: Grid,
    /// For each grid point, whether the runs disagree there.
    pub differ: &'a [bool],
    /// Each run's lines f = 0, in data units.
    pub boundaries: &'a [Vec<Polyline>],
    /// Training examples, faint.
    pub examples: &'a [(Point, Class)],
}

impl FilmFrame<'_> {
    /// The frame: disagreement in neutral grey, examples as specks, every boundary in ink.
    pub fn picture(&self, theme: Theme) -> Picture {
        let palette = theme.palette();
        let frame = Frame {
            rect: Rect::new(0.0, 0.0, SIZE[0], SIZE[1]),
            x: self.grid.x,
            y: self.grid.y,
        };
        let mut picture = Picture::default();
        picture.rect(frame.rect, palette.wash);
        let grey = palette.ink.over(palette.wash, theme.disagreement());
        for stripe in self.stripes() {
            picture.rect(stripe, grey);
        }
        for (at, class) in self.specks(&frame) {
            picture.disc(at, 0.8, color(class, palette).over(palette.wash, 0.7));
        }
        for line in self.boundaries.iter().flatten() {
            let points = line.points.iter().map(|&p| frame.pixel(p)).collect();
            picture.stroke(points, palette.ink, 1.2);
        }
        picture
    }

    /// Where examples lie in the frame: of those on one pixel the last, which would hide the others.
    fn specks(&self, frame: &Frame) -> Vec<(Point, Class)> {
        let mut taken = vec![false; (SIZE[0] * SIZE[1]) as usize];
        let mut specks = Vec::new();
        for &(x, class) in self.examples.iter().rev() {
            let at = frame.pixel(x);
            let place = at[1].floor() * SIZE[0] + at[0].floor();
            if let Some(taken) = taken.get_mut(place as usize)
                && frame.rect.contains(at)
                && !std::mem::replace(taken, true)
            {
                specks.push((at, class));
            }
        }
        specks.reverse();
        specks
    }

    /// The region of disagreement as one rectangle for each unbroken stretch of each row of grid points.
    ///
    /// A stretch reaches half a cell beyond its points, cut at the frame. Neighboring rows overlap by a
    /// little, so that no light shows between them.
    fn stripes(&self) -> Vec<Rect> {
        let (nx, ny) = (self.grid.nx, self.grid.ny);
        if nx < 2 || ny < 2 {
            return Vec::new();
        }
        let column = |i: f64| clamp(map(i, (0.0, (nx - 1) as f64), (0.0, SIZE[0])), 0.0, SIZE[0]);
        let row = |j: f64| clamp(map(j, (0.0, (ny - 1) as f64), (0.0, SIZE[1])), 0.0, SIZE[1]);
        let mut stripes = Vec::new();
        for (j, differ) in self.differ.chunks_exact(nx).enumerate() {
            let (top, bottom) = (row(j as f64 - 0.5), row(j as f64 + 0.75));
            let mut i = 0;
            for stretch in differ.chunk_by(|a, b| a == b) {
                if stretch[0] {
                    let left = column(i as f64 - 0.5);
                    let right = column((i + stretch.len()) as f64 - 0.5);
                    stripes.push(Rect::new(left, top, right - left, bottom - top));
                }
                i += stretch.len();
            }
        }
        stripes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_on_one_pixel_are_one_speck() {
        let grid = Grid {
            nx: 2,
            ny: 2,
            x: [0.0, SIZE[0]],
            y: [0.0, SIZE[1]],
        };
        let examples = [
            ([10.2, 20.2], Class::Orange),
            ([30.5, 20.5], Class::Orange),
            ([10.8, 20.8], Class::Blue),
            ([-1.0, 20.5], Class::Blue),
        ];
        let frame = FilmFrame {
            grid,
            differ: &[false; 4],
            boundaries: &[],
            examples: &examples,
        };
        let plane = Frame {
            rect: Rect::new(0.0, 0.0, SIZE[0], SIZE[1]),
            x: grid.x,
            y: grid.y,
        };
        let kept = [examples[1], examples[2]].map(|(x, class)| (plane.pixel(x), class));
        assert_eq!(frame.specks(&plane), kept);
    }

    #[test]
    fn the_grey_covers_the_share_that_differs() {
        let grid = Grid {
            nx: 73,
            ny: 56,
            x: [-1.0, 1.0],
            y: [-1.0, 1.0],
        };
        let differ: Vec<bool> = grid.points().map(|[x, y]| y > x).collect();
        let frame = FilmFrame {
            grid,
            differ: &differ,
            boundaries: &[],
            examples: &[],
        };
        // Rows are 1 pixel apart and 1.25 high; the overlap goes out again by counting one pixel a row.
        let area: f64 = frame.stripes().iter().map(|stripe| stripe.width).sum();
        let share = area / (SIZE[0] * SIZE[1]);
        assert!((share - 0.5).abs() < 0.02, "{share}");
    }
}

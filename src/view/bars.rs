//! Who holds the boundary: each training example's share of the gradient, beside what it tends to.
//!
//! ```text
//! q_i = wᵢ e^{−uᵢ} / Σ wⱼ e^{−uⱼ}      a bar in the hue of the class
//! start w_i/n                          dashed, in the same hue
//! p*_i, the max-margin dual            a tick in ink; the limit of q
//! ```
//!
//! Examples stand in order of p* inside their class, the largest of both classes next to each other in the
//! middle, so that the support vectors meet at the boundary as they do in the plane.

use super::chart::{LEFT, RIGHT};
use super::dash;
use super::geometry::{Point, Rect, map};
use super::marks::color;
use super::picture::{Align, Picture};
use super::text::{Face, Line};
use super::theme::{Palette, TEXT_SMALL};
use super::ticks;
use crate::data::Class;
use crate::numeric::clamp;
use crate::numeric::order::ascending;
use crate::text::format;

/// One training row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Its class.
    pub class: Class,
    /// q, its share of the gradient now.
    pub q: f64,
    /// w/n, its share at the start (from θ = 0).
    pub start: f64,
    /// p*, the limit; `None` where the data are not separable.
    pub limit: Option<f64>,
}

/// The chart of all rows.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    /// Width and height in CSS pixels.
    pub size: [f64; 2],
    /// The training rows in their order.
    pub rows: &'a [Share],
    /// The row whose bar is ringed, with its mark in the plane.
    pub focused: Option<usize>,
}

impl Bars<'_> {
    /// The rectangle between the axes.
    pub fn plot(&self) -> Rect {
        let [width, height] = self.size;
        Rect::new(LEFT, 8.0, width - LEFT - RIGHT, height - 8.0 - 22.0)
    }

    /// The rows from left to right: orange rising, blue falling.
    pub fn order(&self) -> Vec<usize> {
        let keys = |of: fn(&Share) -> f64| self.rows.iter().map(of).collect::<Vec<_>>();
        // By q, then by p*, which keeps the order of q among equals.
        let by_q = ascending(&keys(|row| row.q));
        let limits: Vec<f64> = by_q
            .iter()
            .map(|&k| self.rows[k].limit.unwrap_or(0.0))
            .collect();
        let rising: Vec<usize> = ascending(&limits).into_iter().map(|k| by_q[k]).collect();
        let is = |class: Class| move |k: &usize| self.rows[*k].class == class;
        let orange = rising.iter().copied().filter(is(Class::Orange));
        let blue = rising.iter().rev().copied().filter(is(Class::Blue));
        orange.chain(blue).collect()
    }

    /// The row whose bar is at `x`, in CSS pixels; `None` beside the bars.
    pub fn row_at(&self, x: f64) -> Option<usize> {
        let plot = self.plot();
        let place = map(x, (plot.x, plot.right()), (0.0, self.rows.len() as f64));
        if place.is_nan() || place < 0.0 {
            return None;
        }
        self.order().get(place as usize).copied()
    }

    /// The chart.
    pub fn picture(&self, palette: &Palette) -> Picture {
        let mut picture = Picture::default();
        let plot = self.plot();
        let shares = self
            .rows
            .iter()
            .flat_map(|row| [row.q, row.start, row.limit.unwrap_or(0.0)]);
        let largest = shares.filter(|share| share.is_finite()).fold(0.0, f64::max);
        let step = ticks::step((0.0, largest), ticks::at_most(plot.height));
        let top = ((largest / step).ceil() * step).max(step);
        let y = |share: f64| map(share, (0.0, top), (plot.bottom(), plot.y));

        for share in ticks::multiples((0.0, top), step) {
            let at = y(share);
            picture.hairline([plot.x, at], [plot.right(), at], palette.grid);
            let label = Line::plain(format::tick(share, step));
            let beside = [plot.x - 8.0, at];
            picture.text(beside, label, Align::End, TEXT_SMALL, palette.muted);
        }

        let order = self.order();
        let slot = plot.width / order.len().max(1) as f64;
        let bar = clamp(0.6 * slot, slot.min(1.0), 10.0);
        for class in [Class::Orange, Class::Blue] {
            let corners = self.skyline(class, &order, slot, bar, &y);
            if !corners.is_empty() {
                picture.area(corners, color(class, palette));
            }
        }
        for (place, &k) in order.iter().enumerate() {
            let row = self.rows[k];
            let middle = plot.x + (place as f64 + 0.5) * slot;
            if let Some(limit) = row.limit
                && limit > 0.0
            {
                let half = 0.5 * bar.max(4.0) + 1.5;
                let at = y(limit);
                picture.line([middle - half, at], [middle + half, at], palette.ink, 2.0);
            }
            if self.focused == Some(k) {
                let at = [middle, y(row.q)];
                picture.ring(at, 0.5 * bar + 4.0, palette.ink, 1.5);
            }
        }
        self.starts(&mut picture, &order, slot, &y, palette);
        self.captions(&mut picture, &order, slot, &y, palette);
        picture
    }

    /// The bars of a class as one area: they stand apart on a base line that has no height. Where several rows
    /// share a pixel the tallest stands for them.
    fn skyline(
        &self,
        class: Class,
        order: &[usize],
        slot: f64,
        bar: f64,
        y: &dyn Fn(f64) -> f64,
    ) -> Vec<Point> {
        let plot = self.plot();
        let pixel = |place: usize| (place as f64 * slot) as usize;
        let mut bars: Vec<(usize, f64)> = Vec::new();
        for (place, &k) in order.iter().enumerate() {
            let row = self.rows[k];
            if row.class != class || !row.q.is_finite() {
                continue;
            }
            match bars.last_mut() {
                Some(last) if pixel(last.0) == pixel(place) => last.1 = last.1.max(row.q),
                _ => bars.push((place, row.q)),
            }
        }
        let corners = |(place, q): (usize, f64)| {
            let middle = plot.x + (place as f64 + 0.5) * slot;
            let (left, right) = (middle - 0.5 * bar, middle + 0.5 * bar);
            let (base, top) = (plot.bottom(), y(q));
            [[left, base], [left, top], [right, top], [right, base]]
        };
        bars.into_iter().flat_map(corners).collect()
    }

    /// Where each class's shares began: one dashed line over each stretch of equal height.
    fn starts(
        &self,
        picture: &mut Picture,
        order: &[usize],
        slot: f64,
        y: &dyn Fn(f64) -> f64,
        palette: &Palette,
    ) {
        let left = self.plot().x;
        let same = |a: &usize, b: &usize| {
            let (a, b) = (self.rows[*a], self.rows[*b]);
            a.start == b.start && a.class == b.class
        };
        let mut place = 0;
        for stretch in order.chunk_by(same) {
            let row = self.rows[stretch[0]];
            let from = left + place as f64 * slot;
            let to = from + stretch.len() as f64 * slot;
            let line = [[from + 1.0, y(row.start)], [to - 1.0, y(row.start)]];
            for dash in dash::split(&line, &[4.0, 2.5]) {
                picture.stroke(dash, color(row.class, palette), 1.25);
            }
            place += stretch.len();
        }
    }

    fn captions(
        &self,
        picture: &mut Picture,
        order: &[usize],
        slot: f64,
        y: &dyn Fn(f64) -> f64,
        palette: &Palette,
    ) {
        let plot = self.plot();
        let n_orange = order
            .iter()
            .filter(|&&k| self.rows[k].class == Class::Orange)
            .count();
        for (class, from, n) in [
            (Class::Orange, 0, n_orange),
            (Class::Blue, n_orange, order.len() - n_orange),
        ] {
            if n > 0 {
                let middle = plot.x + (from as f64 + 0.5 * n as f64) * slot;
                let text = format!("{} {}", format::count(n as u64), class.name());
                let at = [middle, plot.bottom() + 13.0];
                picture.text(
                    at,
                    Line::plain(text),
                    Align::Middle,
                    TEXT_SMALL,
                    palette.muted,
                );
            }
        }
        if let Some(&first) = order.first() {
            let line = Line::plain("start, ").then("w/n", Face::Italic);
            let line_at = y(self.rows[first].start);
            // Above the line, unless that is above the chart.
            let above = line_at - 10.0 > plot.y;
            let at = [plot.x + 2.0, line_at + if above { -10.0 } else { 10.0 }];
            let (muted, paper) = (palette.muted, palette.paper);
            picture.text_on(at, line, Align::Start, TEXT_SMALL, muted, paper);
        }
        let limit = |place: &usize| self.rows[order[*place]].limit.unwrap_or(0.0);
        let tallest = (0..order.len()).max_by(|a, b| limit(a).total_cmp(&limit(b)));
        if let Some(place) = tallest.filter(|place| limit(place) > 0.0) {
            let share = limit(&place);
            let line = Line::default().then("p*", Face::Italic).then(
                format!(" {}, the limit", format::significant(share)),
                Face::Regular,
            );
            // Beside its tick, on the side that has more room.
            let middle = plot.x + (place as f64 + 0.5) * slot;
            let (x, align) = if middle < plot.x + 0.6 * plot.width {
                (middle + 10.0, Align::Start)
            } else {
                (middle - 10.0, Align::End)
            };
            let (ink, paper) = (palette.ink, palette.paper);
            picture.text_on([x, y(share)], line, align, TEXT_SMALL, ink, paper);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Shape;
    use crate::view::theme::Theme;

    fn rows() -> Vec<Share> {
        let row = |class, q, limit| Share {
            class,
            q,
            start: 0.25,
            limit: Some(limit),
        };
        vec![
            row(Class::Blue, 0.4, 0.5),
            row(Class::Orange, 0.4, 0.5),
            row(Class::Blue, 0.1, 0.0),
            row(Class::Orange, 0.1, 0.0),
        ]
    }

    #[test]
    fn support_vectors_meet_in_the_middle() {
        let rows = rows();
        let bars = Bars {
            size: [320.0, 130.0],
            rows: &rows,
            focused: None,
        };
        assert_eq!(bars.order(), [3, 1, 0, 2]);
        let plot = bars.plot();
        assert_eq!(bars.row_at(plot.x + 0.3 * plot.width), Some(1));
        assert_eq!(bars.row_at(plot.x - 1.0), None);
        assert_eq!(bars.row_at(plot.right() + 1.0), None);
    }

    #[test]
    fn heights_are_shares() {
        let rows = rows();
        let bars = Bars {
            size: [320.0, 130.0],
            rows: &rows,
            focused: None,
        };
        let picture = bars.picture(Theme::Light.palette());
        let heights: Vec<f64> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Area { points, .. } => Some(points.chunks(4)),
                _ => None,
            })
            .flatten()
            .map(|bar| bar[3][1] - bar[1][1])
            .collect();
        assert_eq!(heights.len(), 4);
        assert!((heights[1] / heights[0] - 4.0).abs() < 1e-9);
        let texts: Vec<String> = picture.texts().map(|(text, _)| text).collect();
        assert!(texts.contains(&"2 orange".to_string()));
        assert!(texts.contains(&"p* 0.500, the limit".to_string()));
    }

    #[test]
    fn of_rows_that_share_a_pixel_the_tallest_is_seen() {
        let row = |k: usize| Share {
            class: Class::Orange,
            q: if k == 777 { 0.6 } else { 1e-4 },
            start: 1e-4,
            limit: None,
        };
        let rows: Vec<Share> = (0..5000).map(row).collect();
        let bars = Bars {
            size: [320.0, 130.0],
            rows: &rows,
            focused: None,
        };
        let picture = bars.picture(Theme::Light.palette());
        let area = picture.shapes.iter().find_map(|shape| match shape {
            Shape::Area { points, .. } => Some(points),
            _ => None,
        });
        let points = area.unwrap();
        assert!(points.len() <= 4 * 321, "{} corners", points.len());
        let highest = points
            .iter()
            .map(|point| point[1])
            .fold(f64::INFINITY, f64::min);
        // The scale ends at 0.6.
        assert!((highest - bars.plot().y).abs() < 1e-9, "{highest}");
    }
}

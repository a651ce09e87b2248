//! Predicted lines: dots of their own spacing each, and a legend where the lines are not.

use super::Plot;
use crate::view::dash;
use crate::view::picture::{Align, Picture};
use crate::view::text::Line;
use crate::view::theme::{Palette, TEXT_SMALL};

/// Distance and radius of the dots of each law, the finest first.
const DOTS: [(f64, f64); 3] = [(4.5, 0.9), (8.0, 1.2), (6.0, 0.6)];
/// Height of a line of the legend.
const LINE: f64 = 13.0;
/// Width of the legend, at most.
const LEGEND: f64 = 140.0;

impl Plot<'_> {
    /// The laws. Returns their legend, to be laid over all lines, in the corner that the laws leave free: below falling
    /// ones, above rising ones.
    pub(super) fn laws(&self, picture: &mut Picture, palette: &Palette) -> Picture {
        let laws = self.chart.laws;
        let mut legend = Picture::default();
        let shown = |point: &&(f64, f64)| self.shows(**point);
        let ends = laws.iter().find_map(|law| {
            let mut points = law.points.iter().filter(shown);
            let first = points.next()?;
            Some((first.1, points.next_back()?.1))
        });
        let rising = ends.is_some_and(|(first, last)| last > first);
        let top = if rising {
            self.rect.y + 6.0
        } else {
            self.rect.bottom() - 10.0 - LINE * laws.len().saturating_sub(1) as f64
        };
        // Early on the runs are named where it would stand: it makes room.
        let runs = self.chart.series.iter();
        let mut latest = runs.filter_map(|run| run.points.last());
        let early = |point: &(f64, f64)| self.axis.x(point.0) < self.rect.x + 0.5 * self.rect.width;
        let x = if latest.all(early) {
            self.rect.right() - LEGEND
        } else {
            self.rect.x + 6.0
        };
        for (at, (law, (apart, radius))) in laws.iter().zip(DOTS).enumerate() {
            for line in self.lines(&law.points) {
                for dot in dash::dots(&line, apart) {
                    picture.disc(dot, radius, palette.ink);
                }
            }
            let y = top + LINE * at as f64;
            for dot in dash::dots(&[[x, y], [x + 22.0, y]], apart) {
                legend.disc(dot, radius, palette.ink);
            }
            let (color, paper) = (palette.muted, palette.paper);
            let line = Line::plain(law.caption.as_str());
            legend.text_on([x + 29.0, y], line, Align::Start, TEXT_SMALL, color, paper);
        }
        legend
    }
}

//! The timeline: one logarithmic track under the plane, and the same ticks that the charts have.
//!
//! Trained time is a solid bar, warped time a double rail with hatching after a scale-change mark; past is
//! dark, future that is already known is pale, and what is not yet trained is dotted.

use super::dash;
use super::geometry::{Point, drawable};
use super::picture::{Align, Picture};
use super::text::{Face, Line};
use super::theme::{Color, Palette, TEXT_SMALL};
use super::time_axis::{TimeAxis, TimeSpan};
use crate::text::format::Number;

/// What the timeline shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timeline<'a> {
    /// Width of the picture in CSS pixels.
    pub width: f64,
    /// Room left and right of the track: at least 10 for the knob; film frames as wide as twice this fit
    /// under its ends.
    pub inset: f64,
    /// The time axis.
    pub time: TimeSpan,
    /// ln t of the latest step, −∞ before the first.
    pub latest: f64,
    /// ln t to which warped time is known, if it is at all.
    pub flowed: Option<f64>,
    /// ln t of the knob, −∞ at the start.
    pub cursor: f64,
    /// ln t at which runs diverged.
    pub diverged: &'a [f64],
    /// Labels are at least this far apart: 44, or 80 where film frames hang under them.
    pub label_room: f64,
    /// Words above the track; narrow layouts leave them out.
    pub captions: bool,
    /// Whether warped time is approximate, as that of networks is.
    pub approximate: bool,
}

/// Height of the picture.
pub const HEIGHT: f64 = 58.0;
/// Height of the track's middle.
pub const TRACK: f64 = 24.0;

impl Timeline<'_> {
    /// The axis laid out: position to time and back.
    pub fn axis(&self) -> TimeAxis {
        TimeAxis::new(self.time, self.inset, self.width - self.inset, 28.0)
    }

    /// The track, its ticks and labels, the knob on top.
    pub fn picture(&self, palette: &Palette) -> Picture {
        let mut picture = Picture::default();
        self.trained(&mut picture, palette);
        if self.time.warped_to.is_some() {
            self.warped(&mut picture, palette);
        }
        self.ends(&mut picture, palette);
        self.ticks(&mut picture, palette);
        let knob = [self.axis().x(self.cursor), TRACK];
        picture.disc(knob, 8.0, palette.paper);
        picture.ring(knob, 8.0, palette.ink, 2.75);
        picture
    }

    fn trained(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        let end = axis.trained_right();
        let latest = axis.x(self.latest).min(end);
        let now = axis.x(self.cursor).min(latest);
        let bar = |picture: &mut Picture, from: f64, to: f64, color: Color| {
            if to > from {
                picture.line([from, TRACK], [to, TRACK], color, 4.0);
            }
        };
        bar(picture, now, latest, palette.future);
        bar(picture, axis.left, now, palette.ink);
        if latest < end {
            let ahead = [[latest + 4.0, TRACK], [end, TRACK]];
            for dot in dash::dots(&ahead, 4.0) {
                picture.disc(dot, 0.9, palette.muted);
            }
        }
    }

    /// What a warped part adds, and what the other part is called beside it.
    fn warped(&self, picture: &mut Picture, palette: &Palette) {
        if self.captions {
            let line = Line::plain("trained, step by step");
            self.caption(picture, self.inset, Align::Start, line, palette);
        }
        self.scale_change(picture, palette);
        self.rail(picture, palette);
    }

    fn caption(&self, picture: &mut Picture, x: f64, align: Align, line: Line, palette: &Palette) {
        picture.text([x, 7.0], line, align, TEXT_SMALL, palette.muted);
    }

    /// Two slashes, as drawings mark a change of scale: nothing is left out.
    fn scale_change(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        let middle = 0.5 * (axis.trained_right() + axis.warped_left());
        for x in [middle - 3.0, middle + 3.0] {
            let (low, high) = ([x - 3.0, TRACK + 8.0], [x + 3.0, TRACK - 8.0]);
            picture.line(low, high, palette.ink, 1.75);
        }
    }

    fn rail(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        let (left, right) = (axis.warped_left(), axis.right);
        let warped = |ln_t| axis.is_warped(ln_t);
        let latest = match self.flowed {
            Some(flowed) if warped(flowed) => axis.x(flowed),
            _ => left,
        };
        let now = if warped(self.cursor) {
            axis.x(self.cursor)
        } else {
            left
        };
        if !drawable(&[[left, latest], [right, now]]) {
            return;
        }
        let half = 4.0;
        let mut x = left;
        while x < latest {
            let color = if x < now { palette.ink } else { palette.future };
            hatch(picture, x, (left, latest), half, color);
            x += 7.0;
        }
        for y in [TRACK - half, TRACK + half] {
            if latest > left {
                picture.line([left, y], [latest, y], palette.ink, 1.25);
            }
            if latest < right {
                for dot in dash::dots(&[[latest + 3.0, y], [right, y]], 4.0) {
                    picture.disc(dot, 0.7, palette.muted);
                }
            }
        }
        if self.captions {
            let words = if self.approximate {
                "warped, approximately: descent in ln "
            } else {
                "warped: gradient flow in ln "
            };
            let line = Line::plain(words).then("t", Face::Italic);
            self.caption(picture, left, Align::Start, line, palette);
        }
    }

    /// A bar at the latest step and a cross where a run diverged.
    fn ends(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        for &ln_t in self.diverged {
            cross(picture, axis.x(ln_t), palette.ink);
        }
        if self.latest > 0.0 && self.latest < axis.seam() {
            let x = axis.x(self.latest);
            picture.line([x, TRACK - 7.0], [x, TRACK + 7.0], palette.ink, 2.0);
            let warped = self.time.warped_to.is_some();
            if self.captions && !warped && self.latest > self.cursor {
                // Text that would run out of the picture ends at the bar instead.
                let (x, align) = if x + 100.0 > self.width {
                    (x - 8.0, Align::End)
                } else {
                    (x + 8.0, Align::Start)
                };
                self.caption(picture, x, align, Line::plain("trained to here"), palette);
            }
        }
    }

    fn ticks(&self, picture: &mut Picture, palette: &Palette) {
        let axis = self.axis();
        for tick in axis.ticks(self.label_room) {
            let (length, color) = if tick.major {
                (6.0, palette.muted)
            } else {
                (3.0, palette.muted)
            };
            let from: Point = [tick.x, TRACK + 7.0];
            picture.hairline(from, [tick.x, from[1] + length], color);
            let Some(number) = tick.label else { continue };
            let here = (axis.x(self.cursor) - tick.x).abs() < 0.5;
            let (face, color) = if here {
                (Face::Bold, palette.ink)
            } else {
                (Face::Regular, palette.muted)
            };
            let line = label("t", &number, face, tick.ln_t == 0.0 && self.captions);
            place(picture, line, [tick.x, TRACK + 24.0], self.width, color);
        }
    }
}

/// A time as a label: `10⁴`, or with the axis' name, `t = 1`, where that begins.
pub(super) fn label(name: &'static str, number: &Number, face: Face, first: bool) -> Line {
    let mut line = Line::default();
    if first {
        line = line.then(name, Face::Italic).then(" = ", Face::Regular);
    }
    line.number(number, face)
}

/// Sets a label centered under its tick, or flush with the end of a picture `width` wide that it would
/// leave.
pub(super) fn place(picture: &mut Picture, line: Line, at: Point, width: f64, color: Color) {
    let half = 0.5 * TEXT_SMALL * line.width();
    let (x, align) = if at[0] - half < 0.0 {
        (0.0, Align::Start)
    } else if at[0] + half > width {
        (width, Align::End)
    } else {
        (at[0], Align::Middle)
    };
    picture.text([x, at[1]], line, align, TEXT_SMALL, color);
}

/// A cross on the track.
fn cross(picture: &mut Picture, x: f64, color: Color) {
    for height in [6.0, -6.0] {
        let (from, to) = ([x - 4.0, TRACK - height], [x + 4.0, TRACK + height]);
        picture.line(from, to, color, 1.75);
    }
}

/// One slanted line of the hatching, cut at the ends of the rail.
fn hatch(picture: &mut Picture, x: f64, ends: (f64, f64), half: f64, color: Color) {
    let slant = 6.0;
    let low = x.max(ends.0);
    let high = (x + slant).min(ends.1);
    let y = |at: f64| TRACK + half - (at - x) / slant * 2.0 * half;
    picture.line([low, y(low)], [high, y(high)], color, 1.25);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Shape;
    use crate::view::theme::Theme;

    const LN_10: f64 = std::f64::consts::LN_10;

    fn timeline() -> Timeline<'static> {
        Timeline {
            width: 672.0,
            inset: 36.0,
            time: TimeSpan {
                decades: 6,
                warped_to: None,
            },
            latest: 5.0 * LN_10,
            flowed: None,
            cursor: 3.0 * LN_10,
            diverged: &[],
            label_room: 80.0,
            captions: true,
            approximate: false,
        }
    }

    /// Where bars of the track begin and end, with their colors.
    fn bars(timeline: &Timeline) -> Vec<(f64, f64, Color)> {
        let picture = timeline.picture(Theme::Light.palette());
        let bar = |shape: &Shape| match shape {
            Shape::Stroke {
                points,
                color,
                width: 4.0,
            } => Some((points[0][0], points[1][0], *color)),
            _ => None,
        };
        picture.shapes.iter().filter_map(bar).collect()
    }

    #[test]
    fn past_is_dark_and_known_future_pale() {
        let palette = Theme::Light.palette();
        let bars = bars(&timeline());
        assert_eq!(bars.len(), 2);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let (from, to, color) = bars[0];
        assert!(near(from, 336.0) && near(to, 536.0) && color == palette.future);
        let (from, to, color) = bars[1];
        assert!(near(from, 36.0) && near(to, 336.0) && color == palette.ink);
    }

    #[test]
    fn at_the_start_nothing_is_trained() {
        let start = Timeline {
            latest: f64::NEG_INFINITY,
            flowed: None,
            cursor: f64::NEG_INFINITY,
            ..timeline()
        };
        assert!(bars(&start).is_empty());
        let picture = start.picture(Theme::Light.palette());
        let knob = picture.shapes.last();
        assert!(matches!(knob, Some(Shape::Ring { center, .. }) if *center == [36.0, TRACK]));
    }

    #[test]
    fn the_label_under_the_knob_is_bold_and_words_follow_the_state() {
        let texts = |timeline: Timeline| -> Vec<String> {
            let picture = timeline.picture(Theme::Light.palette());
            picture.texts().map(|(text, _)| text).collect()
        };
        let looking_back = texts(timeline());
        assert!(looking_back.contains(&"trained to here".to_string()));
        assert!(looking_back.contains(&"t = 1".to_string()));
        let at_latest = texts(Timeline {
            cursor: 5.0 * LN_10,
            ..timeline()
        });
        assert!(!at_latest.contains(&"trained to here".to_string()));
    }
}

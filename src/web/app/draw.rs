//! Drawing: what stands on each canvas, and where the canvases lie.

use crate::data::Split;
use crate::numeric::clamp;
use crate::outlook::limits::Limits;
use crate::settings::SizeChoice;
use crate::theory::separability::Separability;
use crate::view::contour::{Polyline, zero_lines};
use crate::view::field::FieldColors;
use crate::view::layout::{Plan, Room};
use crate::view::lens::{LensLine, lens};
use crate::view::marks::{self, Mark};
use crate::view::plane::{self, Boundary, Frame, Named, Naming, Reference};
use crate::view::stamps::stamped;
use crate::view::time_axis::TimeAxis;
use crate::view::{Picture, RunStyle};
use crate::web::app::placed::{LEFT, Layout, Placed, TOP};
use crate::web::app::{App, time_axis};
use crate::web::dom::Js;

/// Above so many examples marks are stamped, not drawn.
const MANY: usize = 1000;

/// Radius of the ring around a support vector.
const SUPPORT_RING: f64 = 13.0;

impl App {
    /// Places what CSS cannot: the canvases over the plane, open groups.
    pub(in crate::web) fn layout(&mut self) -> Js {
        self.stale.layout = false;
        let was_wide = self
            .placed
            .laid_out
            .map(|_| self.placed.layout() == Layout::Wide);
        let room = self.room();
        self.placed.plan = if self.placed.printing {
            Plan::paper()
        } else {
            Plan::of(room)
        };
        self.page.arrange(&self.placed.plan);
        self.placed.laid_out = Some((room, self.pixel_ratio()));
        let wide = self.placed.layout() == Layout::Wide;
        if was_wide != Some(wide) {
            self.page.settings.set_open(wide);
        }
        self.placed.side = f64::from(self.page.plane.square.client_width());
        let size = self.placed.overlay_size();
        for sheet in [&self.page.plane.marks, &self.page.plane.lines] {
            sheet.place(-LEFT, -TOP, size);
        }
        Ok(())
    }

    /// The room that the page has.
    pub(in crate::web) fn room(&self) -> Room {
        let root = self.ui.document.document_element();
        Room {
            width: f64::from(self.page.host.client_width()),
            // That of the window without the bars that come and go on a phone.
            height: root.map_or(0.0, |root| f64::from(root.client_height())),
            presentation: self.address.link.view.size == SizeChoice::Presentation,
        }
    }

    /// The plane inside its overlay.
    pub(in crate::web) fn frame_of_plane(&self) -> Frame {
        Placed::frame(self.session.ladder().dataset.ranges(), self.placed.side)
    }

    /// The data at a place of the square, in CSS pixels.
    pub(in crate::web) fn place_at(&self, x: f64, y: f64) -> [f64; 2] {
        self.frame_of_plane().data([x + LEFT, y + TOP])
    }

    pub(in crate::web) fn pixel_ratio(&self) -> f64 {
        let scale = self.placed.plan.scale.max(1.0);
        clamp(self.ties.window.device_pixel_ratio() * scale, 1.0, 6.0)
    }

    /// How the runs are told from each other.
    pub(in crate::web) fn styles(&self) -> Vec<RunStyle> {
        let runs = self.session.ladder().runs.iter().enumerate();
        let style = |(at, run): (usize, &crate::experiment::ladder::Run)| RunStyle {
            label: run.weighting.to_string(),
            dash: at,
            selected: at == self.selected(),
            focused: self.pointing.focused_run == Some(at),
        };
        runs.map(style).collect()
    }

    /// The time axis over `width` CSS pixels.
    pub(in crate::web) fn axis(&self, width: f64) -> TimeAxis {
        let warped = self.outlook.has_warped_time(self.session.ladder());
        time_axis(self.step(), warped, width)
    }

    /// The lines f = 0 of each run at the moment shown.
    fn lines(&self) -> Vec<Vec<Polyline>> {
        let Some(snapshot) = &self.viewing.snapshot else {
            return Vec::new();
        };
        if self.session.ladder().missing_class().is_some() {
            return Vec::new();
        }
        snapshot
            .scores
            .iter()
            .map(|scores| zero_lines(&snapshot.grid, scores))
            .collect()
    }

    /// Field and boundaries.
    pub(in crate::web) fn draw_plane(&mut self) -> Js {
        let palette = self.appearance.theme.palette();
        let Some(snapshot) = &self.viewing.snapshot else {
            return Ok(());
        };
        let colors = FieldColors::new(palette);
        let mut pixels = vec![0; 4 * snapshot.grid.len()];
        match snapshot.scores.get(self.selected()) {
            Some(scores) if self.session.ladder().missing_class().is_none() => {
                colors.paint(scores, &mut pixels)
            }
            _ => colors.blank(&mut pixels),
        }
        self.page
            .plane
            .field
            .blit(&pixels, snapshot.grid.nx, snapshot.grid.ny)?;
        let frame = self.frame_of_plane();
        let (styles, lines) = (self.styles(), self.lines());
        let runs: Vec<Boundary> = styles
            .iter()
            .zip(&lines)
            .map(|(style, lines)| Boundary { style, lines })
            .collect();
        let limits = self.known_limits();
        let magnified = limits.and_then(|limits| self.lens_picture(limits, &frame, &styles));
        let named = match (&magnified, self.placed.layout()) {
            (_, Layout::Narrow) => Named::Not,
            (Some(_), _) => Named::Around,
            (None, _) => Named::Below,
        };
        let mut picture = limits.map_or_else(Picture::default, |limits| {
            self.limit_picture(limits, &frame, named)
        });
        let naming = match (&magnified, self.placed.layout()) {
            (Some(_), _) => Naming::None,
            (None, Layout::Narrow) => Naming::UnderLines,
            (None, _) => Naming::Gutter,
        };
        picture.append(plane::boundaries(&frame, &runs, naming, palette));
        if let Some(magnified) = magnified {
            picture.append(magnified);
        }
        if let Some(example) = self
            .pointing
            .pointed
            .and_then(|at| self.session.ladder().dataset.examples.get(at))
        {
            marks::ring(&mut picture, frame.pixel(example.x), 11.0, palette);
        }
        if let Some(cross) = self.pointing.cross {
            picture.append(plane::crosshair(&frame, cross, palette));
        }
        self.page
            .plane
            .lines
            .paint(&picture, self.placed.overlay_size(), self.pixel_ratio())
    }

    /// The max-margin line with its band and support vectors, or where each run comes to rest.
    /// `named` says where there is room for the names of the band.
    fn limit_picture(&self, limits: &Limits, frame: &Frame, named: Named) -> Picture {
        let palette = self.appearance.theme.palette();
        let mut picture = Picture::default();
        let ladder = self.session.ladder();
        match (&limits.separability, ladder.spec.l2 > 0.0) {
            (Separability::Separable(limit), false) => {
                let reference = Reference {
                    score: score(&limit.direction),
                    margin: limit.margin,
                    named,
                };
                picture.append(plane::reference(frame, &reference, palette));
                let train: Vec<_> = ladder.dataset.split(Split::Train).collect();
                for example in limit.support.iter().filter_map(|&row| train.get(row)) {
                    marks::ring(&mut picture, frame.pixel(example.x), SUPPORT_RING, palette);
                }
            }
            _ => {
                for (run, style) in self.styles().iter().enumerate() {
                    if let Some(optimum) = self.resting_place(run) {
                        let score = score(&optimum.theta);
                        picture.append(plane::resting_place(frame, style, score, palette));
                    }
                }
            }
        }
        picture
    }

    /// The lens, where pixels end.
    fn lens_picture(&self, limits: &Limits, frame: &Frame, styles: &[RunStyle]) -> Option<Picture> {
        let ladder = self.session.ladder();
        let snapshot = self.viewing.snapshot.as_ref()?;
        if self.placed.layout() != Layout::Wide {
            return None;
        }
        let parameters = snapshot.record.parameters.iter();
        let lines: Vec<LensLine> = styles
            .iter()
            .zip(parameters)
            .map(|(style, theta)| LensLine {
                style,
                score: score(theta),
            })
            .collect();
        let limit = match &limits.separability {
            Separability::Separable(limit) => Some(score(&limit.direction)),
            _ => None,
        };
        let examples: Vec<[f64; 2]> = ladder
            .dataset
            .examples
            .iter()
            .map(|example| example.x)
            .collect();
        lens(
            frame,
            &lines,
            limit,
            &examples,
            self.appearance.theme.palette(),
        )
    }

    /// Axes, examples, the key above them, and what there is to know of the data.
    pub(in crate::web) fn draw_marks(&mut self) -> Js {
        let palette = self.appearance.theme.palette();
        let frame = self.frame_of_plane();
        let mut picture = Picture::default();
        if self.placed.layout() == Layout::Wide {
            picture.append(plane::axes(&frame, palette));
        }
        let (marks, size, ratio) = (self.marks(), self.placed.overlay_size(), self.pixel_ratio());
        let many = marks.len() > MANY;
        let ground = many.then(|| stamped(&frame, &marks, size, ratio, palette));
        if !many {
            picture.append(marks::marks(&frame, &marks, palette));
        }
        self.page
            .plane
            .marks
            .paint_over(ground.as_ref(), &picture, size, ratio)?;
        self.draw_key();
        self.sync_facts();
        Ok(())
    }

    fn marks(&self) -> Vec<Mark> {
        let ladder = self.session.ladder();
        let run = ladder.runs.get(self.selected());
        let mut weights = run.map_or(&[][..], |run| &run.weights).iter();
        let mut mark = |example: &crate::data::Example| Mark {
            x: example.x,
            class: example.class,
            split: example.split,
            weight: match example.split {
                Split::Train => weights.next().copied().unwrap_or(1.0),
                Split::Test => 1.0,
            },
        };
        ladder.dataset.examples.iter().map(&mut mark).collect()
    }

    fn draw_key(&self) {
        let ladder = self.session.ladder();
        let run = ladder.runs.get(self.selected());
        let (mut least, mut most) = (f64::INFINITY, 0.0);
        for &weight in run.map_or(&[][..], |run| &run.weights) {
            if weight > 0.0 {
                (least, most) = (weight.min(least), weight.max(most));
            }
        }
        let ends = (most > 0.0).then_some((least, most));
        let has_test = ladder.dataset.count(Split::Test) != (0, 0);
        let support = self.outlook.limits.as_ref().is_some_and(|limits| {
            matches!(limits.separability, Separability::Separable(_))
                && ladder.missing_class().is_none()
        });
        let name = run.map(|run| run.weighting.to_string()).unwrap_or_default();
        crate::web::panels::swatch::key(
            &self.ui,
            &self.page.plane.key,
            has_test,
            support,
            &name,
            ends,
        );
    }

    /// The example nearest to a place, if it is near enough to be meant.
    pub(in crate::web) fn nearest_example(&self, place: [f64; 2]) -> Option<usize> {
        const REACH: f64 = 14.0;
        let frame = self.frame_of_plane();
        let at = frame.pixel(place);
        let distance = |x: [f64; 2]| crate::view::geometry::distance(frame.pixel(x), at);
        let examples = self
            .session
            .ladder()
            .dataset
            .examples
            .iter()
            .map(|example| distance(example.x))
            .enumerate();
        examples
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, far)| *far < REACH)
            .map(|(at, _)| at)
    }
}

/// (a, b, c) of the score a x₁ + b x₂ + c from the parameters of a linear model, with or without bias.
fn score(theta: &[f64]) -> [f64; 3] {
    [theta[0], theta[1], theta.get(2).copied().unwrap_or(0.0)]
}

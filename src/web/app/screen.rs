//! Puts a moment onto the page: numbers and words from [`crate::report`], pictures from [`crate::drawing`].

use crate::drawing::{bars, chart, film, marks, plane, timeline};
use crate::experiment::history::Record;
use crate::experiment::snapshot::Snapshot;
use crate::numeric::ln;
use crate::report::curve::{Curve, Of, error_kind, offered};
use crate::report::{Activity, Shown, axis, bound, facts, key, readouts, sentence, state, time};
use crate::view::plane::{Frame, axes};
use crate::view::stamps::stamped;
use crate::view::timeline::HEIGHT;
use crate::view::{Picture, Theme, marks as drawn};
use crate::web::app::placed::{LEFT, Layout, Placed, TOP};
use crate::web::dom::numbers::{set_sentence, set_sentence_shown};
use crate::web::dom::{Js, Ui, set_attribute, toggle_class};
use crate::web::panels::charts::ChartPanel;
use crate::web::panels::page::Page;
use crate::web::panels::{readouts as table, swatch};

/// Above so many examples marks are stamped, not drawn.
const MANY_MARKS: usize = 1000;

/// The page, and the moment that it shows.
pub struct Screen<'a> {
    /// What elements are made with.
    pub ui: &'a Ui,
    /// The page.
    pub page: &'a Page,
    /// The moment.
    pub shown: Shown<'a>,
    /// Where things lie.
    pub placed: &'a Placed,
    /// Device pixels in a CSS pixel.
    pub ratio: f64,
    /// Light or dark.
    pub theme: Theme,
}

impl Screen<'_> {
    fn frame(&self) -> Frame {
        Placed::frame(self.shown.ladder().dataset.ranges(), self.placed.side)
    }

    /// Places what CSS cannot: the canvases over the plane.
    pub fn place_sheets(&self) {
        for sheet in [&self.page.plane.marks, &self.page.plane.lines] {
            sheet.place(-LEFT, -TOP, self.placed.overlay_size());
        }
    }

    /// Axes, examples, and the key above them.
    pub fn marks(&self) -> Js {
        let palette = self.theme.palette();
        let frame = self.frame();
        let mut picture = Picture::default();
        if self.placed.layout() == Layout::Wide {
            picture.append(axes(&frame, palette));
        }
        let (size, ratio) = (self.placed.overlay_size(), self.ratio);
        let marks = marks::marks(&self.shown);
        let many = marks.len() > MANY_MARKS;
        let ground = many.then(|| stamped(&frame, &marks, size, ratio, palette));
        if !many {
            picture.append(drawn::marks(&frame, &marks, palette));
        }
        let sheet = &self.page.plane.marks;
        sheet.paint_over(ground.as_ref(), &picture, size, ratio)?;
        swatch::key(self.ui, &self.page.plane.key, &key::key(&self.shown));
        Ok(())
    }

    /// Field and boundaries.
    pub fn plane(&self, snapshot: &Snapshot, cross: Option<[f64; 2]>) -> Js {
        let pixels = plane::field(&self.shown, snapshot, self.theme);
        let panel = &self.page.plane;
        panel
            .field
            .blit(&pixels, snapshot.grid.nx, snapshot.grid.ny)?;
        let names = match self.placed.layout() {
            Layout::Wide => plane::Names::GutterAndLens,
            Layout::Middle => plane::Names::Gutter,
            Layout::Narrow => plane::Names::Inside,
        };
        let frame = self.frame();
        let picture = plane::picture(&self.shown, snapshot, &frame, names, cross, self.theme);
        panel
            .lines
            .paint(&picture, self.placed.overlay_size(), self.ratio)
    }

    /// Facts, read-outs, sentences, the state, and the timeline.
    pub fn numbers(&self) -> Js {
        let shown = &self.shown;
        self.page.facts().sync(self.ui, &facts::facts(shown));
        let table = readouts::readouts(shown);
        let many = table.rows.len() > table::MANY;
        toggle_class(&self.page.readouts.root, "many", many);
        self.page.readouts.sync(self.ui, &table, shown.selected());
        let sentence = sentence::sentence(shown);
        // Spoken when time stands, not while it runs.
        let live = match shown.activity {
            Activity::Paused => "polite",
            Activity::Training | Activity::Warping => "off",
        };
        set_attribute(&self.page.say, "aria-live", live);
        set_sentence(self.ui, &self.page.say, &sentence);
        self.page.plane.describe(&sentence);
        let spoken = time::spoken(shown, &sentence);
        self.page.timeline.sync(shown.ln_t(), shown.end(), &spoken);
        self.page.plane.say(state::state(shown));
        self.timeline()
    }

    /// The example near a place of the data, if one is, told about.
    pub fn tell(&self, pointed: Option<usize>) {
        let about = pointed.map(|at| crate::report::example::about(&self.shown, at));
        self.page.plane.tell(&about.unwrap_or_default())
    }

    /// The example nearest to a place of the data, if it is near enough to be meant.
    pub fn nearest_example(&self, place: [f64; 2]) -> Option<usize> {
        marks::nearest(&self.shown, &self.frame(), place)
    }

    fn timeline(&self) -> Js {
        let panel = &self.page.timeline;
        let width = f64::from(panel.root.client_width());
        if width <= 0.0 {
            return Ok(());
        }
        *panel.axis.borrow_mut() = timeline::axis(timeline::span(&self.shown), width);
        let room = timeline::Room {
            width,
            labels: match self.placed.layout() {
                Layout::Wide => 80.0,
                Layout::Middle => 44.0,
                Layout::Narrow => 36.0,
            },
            captions: self.placed.layout() == Layout::Wide,
        };
        let picture = timeline::picture(&self.shown, room, self.theme);
        panel.canvas.paint(&picture, [width, HEIGHT], self.ratio)
    }

    /// Captions and places of the film frames at these exponents of ten, of those that have a record.
    pub fn film<'r>(&self, exponents: &[u32], record: impl Fn(u32) -> Option<&'r Record>) {
        let axis = *self.page.timeline.axis.borrow();
        let captions: Vec<(u32, Option<String>)> = (exponents.iter().enumerate())
            .map(|(place, &exponent)| {
                let caption = |record| time::caption(&self.shown, record, place == 0);
                (exponent, record(exponent).map(caption))
            })
            .collect();
        let at = |exponent: u32| f64::from(exponent) * ln(10.0);
        let now = self.shown.ln_t();
        self.page.film.sync(
            |exponent| axis.x(at(exponent)),
            &captions,
            |exponent| (at(exponent) - now).abs() < 1e-9,
        )
    }

    /// Paints a finished film frame, if the film has a place for it.
    pub fn film_frame(&self, exponents: &[u32], exponent: u32, snapshot: &Snapshot) -> Js {
        let Some(frame) = self.page.film.frame(exponents, exponent) else {
            return Ok(());
        };
        let picture = film::picture(&self.shown, snapshot, self.theme);
        let size = crate::view::film::SIZE;
        frame.canvas.paint(&picture, size, self.ratio)
    }

    /// Draws curves that are in sight, in turn, at most `due` of them and as long as there is `time`; returns how many are
    /// still due.
    pub fn charts(&self, mut due: usize, time: impl Fn() -> bool) -> Js<usize> {
        let shown = &self.shown;
        let curves = offered(shown);
        let runs = shown.ladder().runs.len();
        let beside = self.placed.layout() == Layout::Wide;
        let room = beside.then(|| self.placed.overlay_size()[1] - table::height(runs));
        let arrangement = chart::arrange(shown, &curves, room);
        let panels = &self.page.charts;
        panels.arrange(&curves, arrangement.first);
        panels.sync(error_kind(shown), axis::kind(shown));
        let in_sight = match panels.is_open() {
            true => curves.len(),
            false => arrangement.first,
        };
        panels.give_heights(&curves[..in_sight], &arrangement.heights);
        while due > 0 {
            due -= 1;
            let panel = panels.next_panel();
            let mut places = curves[..in_sight].iter();
            if let Some(place) = places.position(|curve| curve.key == panel.curve.key) {
                self.chart(panel, arrangement.heights[place])?;
                if !time() {
                    break;
                }
            }
        }
        Ok(due)
    }

    fn chart(&self, panel: &ChartPanel, height: f64) -> Js {
        let shown = &self.shown;
        let curve: &Curve = panel.curve;
        if matches!(curve.of, Of::Terms) {
            if let Some(least) = bound::least_examples(shown) {
                let n = self.page.charts.bound.n_examples(least);
                self.page.charts.bound.sync(&bound::terms(shown, n));
            }
            return Ok(());
        }
        let width = panel.canvas.width();
        if width <= 0.0 {
            return Ok(());
        }
        let size = [width, height];
        let picture = match curve.of {
            Of::Examples => bars::picture(shown, size, self.theme),
            _ => {
                let drawn = chart::draw(shown, curve, size, self.theme);
                *panel.axis.borrow_mut() = drawn.axis;
                drawn.picture
            }
        };
        let note = (curve.note)(shown).unwrap_or_default();
        set_sentence_shown(self.ui, &panel.note, &note);
        panel.canvas.paint(&picture, size, self.ratio)
    }
}

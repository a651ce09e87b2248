//! Drawing time: the timeline and the film under it.

use crate::data::Split;
use crate::experiment::history::Time;
use crate::experiment::ladder::Status;
use crate::model::Model;
use crate::numeric::ln;
use crate::view::contour::{Polyline, zero_lines};
use crate::view::film::{self, FilmFrame};
use crate::view::timeline::{HEIGHT, Timeline};
use crate::view::{disagree, format};
use crate::web::app::App;
use crate::web::app::draw::Layout;
use crate::web::dom::Js;

impl App {
    /// The timeline of the moment shown.
    pub(in crate::web) fn draw_timeline(&self) -> Js {
        let width = f64::from(self.page.timeline.root.client_width());
        if width <= 0.0 {
            return Ok(());
        }
        let axis = self.axis(width);
        let diverged: Vec<f64> = (self.session.ladder().runs.iter())
            .filter_map(|run| match run.status {
                Status::Diverged { step, .. } => Some(ln(step as f64)),
                _ => None,
            })
            .collect();
        let timeline = Timeline {
            width,
            inset: axis.left,
            time: axis.span,
            latest: Time::Step(self.step()).ln_t(),
            flowed: self.outlook.records.last().map(|record| record.at.ln_t()),
            cursor: self.shown().ln_t(),
            diverged: &diverged,
            label_room: match self.layout_kind() {
                Layout::Wide => 80.0,
                Layout::Middle => 44.0,
                Layout::Narrow => 36.0,
            },
            captions: self.layout_kind() == Layout::Wide,
            approximate: self.outlook.networks().is_some(),
        };
        *self.page.timeline.axis.borrow_mut() = timeline.axis();
        let picture = timeline.picture(self.theme.palette());
        self.page
            .timeline
            .canvas
            .paint(&picture, [width, HEIGHT], self.pixel_ratio())
    }

    /// Captions and places of the film frames.
    pub(in crate::web) fn place_film(&self) {
        let axis = *self.page.timeline.axis.borrow();
        let exponents = self.film_exponents();
        let first = exponents.first().copied();
        let captions: Vec<(u32, Option<String>)> = exponents
            .into_iter()
            .map(|exponent| {
                let caption = self
                    .film_frame(exponent)
                    .map(|snapshot| self.film_caption(snapshot, Some(exponent) == first));
                (exponent, caption)
            })
            .collect();
        let at = |exponent: u32| f64::from(exponent) * ln(10.0);
        let now = self.shown().ln_t();
        self.page.film.sync(
            |exponent| axis.x(at(exponent)),
            &captions,
            |exponent| (at(exponent) - now).abs() < 1e-9,
        )
    }

    /// The share on which runs disagree, or for linear models the angle between the outermost.
    fn film_caption(
        &self,
        snapshot: &crate::experiment::snapshot::Snapshot,
        first: bool,
    ) -> String {
        let ladder = self.session.ladder();
        if ladder.runs.len() < 2 || ladder.missing_class().is_some() {
            return String::new();
        }
        let (text, lead) = if matches!(ladder.model, Model::Linear { .. }) {
            let spread = crate::outlook::limits::spread(&snapshot.record.parameters);
            (
                spread.map(|angle| format::degrees(angle.to_degrees()).to_string()),
                "spread",
            )
        } else {
            (
                snapshot
                    .record
                    .disagreement
                    .map(|share| format::percent(share).to_string()),
                "runs differ on",
            )
        };
        let text = text.unwrap_or_default();
        if first && !text.is_empty() {
            format!("{lead} {text}")
        } else {
            text
        }
    }

    /// The next film frame that is finished and not painted yet.
    pub(in crate::web) fn paint_film(&mut self) -> Js {
        let Some((exponent, snapshot)) = self.film.get(self.film_painted) else {
            return Ok(());
        };
        self.film_painted += 1;
        let Some(frame) = self.page.film.frame(&self.film_exponents(), *exponent) else {
            return Ok(());
        };
        let train = self.session.ladder().dataset.split(Split::Train);
        let examples: Vec<_> = train.map(|example| (example.x, example.class)).collect();
        // Without one of the classes there is nothing to tell apart.
        let told_apart = match self.session.ladder().missing_class() {
            Some(_) => &[],
            None => snapshot.scores.as_slice(),
        };
        let scores: Vec<&[f64]> = told_apart.iter().map(Vec::as_slice).collect();
        let boundaries: Vec<Vec<Polyline>> = scores
            .iter()
            .map(|scores| zero_lines(&snapshot.grid, scores))
            .collect();
        let picture = FilmFrame {
            grid: snapshot.grid,
            differ: &disagree::mask(&scores),
            boundaries: &boundaries,
            examples: &examples,
        }
        .picture(self.theme);
        frame.canvas.paint(&picture, film::SIZE, self.pixel_ratio())
    }
}

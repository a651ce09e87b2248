//! One animation frame: train, look, draw, each within its share of the time.

use super::app::App;
use super::dom::Js;
use super::timeline::MOST_FRAMES;
use crate::history::Record;
use crate::snapshot::{SnapshotJob, ranges};
use crate::view::film;
use crate::view::grid::Grid;

/// Milliseconds of a frame that training may take, and that pictures may. What is left is for drawing and
/// for the browser: input is answered between frames.
const TRAINING: f64 = 7.0;
const SEEING: f64 = 5.0;

/// Read-outs and curves are drawn at most this often while training, in ms.
const NUMBERS: f64 = 100.0;

/// Sides of the grid on which scores are taken, finest first.
const SIDES: [usize; 6] = [160, 112, 80, 56, 40, 28];

/// Blocks of points that a side of n needs, per run.
fn blocks(side: usize) -> f64 {
    (side * side) as f64 / 8.0
}

impl App {
    /// Whether a frame would do anything.
    pub(super) fn has_work(&self) -> bool {
        self.playing
            || self.step() < self.target
            || self.session.is_recording()
            || self.job.is_some()
            || self.film_job.is_some()
            || self.stale != Default::default()
            || self.is_behind()
            || self.missing_film().is_some()
    }

    /// Answers an animation frame.
    pub(super) fn frame(&mut self, now: f64) -> Js {
        self.train();
        self.see();
        self.draw(now)
    }

    /// Takes the steps of this frame, as far as they fit.
    fn train(&mut self) {
        if self.playing && self.step() >= self.target {
            self.target = self.step() + self.link.view.speed as u64;
        }
        // A picture is wanted and a step is under way in some runs only: finish just that step.
        let finish =
            self.job.is_none() && self.is_behind() && !self.session.lab().is_between_steps();
        let target = if finish { self.step() + 1 } else { self.target };
        let deadline = self.training.now() + TRAINING;
        let session = &mut self.session;
        self.training
            .spend(deadline, |blocks| session.work(target, blocks));
    }

    /// Whether the plane shows another moment than it should.
    fn is_behind(&self) -> bool {
        self.snapshot
            .as_ref()
            .is_none_or(|snapshot| snapshot.record.step != self.shown_step())
            || self.stale.plane
    }

    /// Works on the snapshot that is wanted, then on the film.
    fn see(&mut self) {
        let deadline = self.seeing.now() + SEEING;
        if self.job.is_none() && self.is_behind() {
            self.begin_snapshot();
        }
        if let Some(job) = &mut self.job {
            self.seeing.spend(deadline, |blocks| job.work(blocks));
            if let Some(snapshot) = job.finished(&self.session) {
                self.snapshot = Some(snapshot);
                self.job = None;
                self.stale.plane = true;
            }
        }
        if self.film_job.is_none()
            && let Some((decade, record)) = self.missing_film()
        {
            self.film_job = Some((
                decade,
                SnapshotJob::of_record(&self.session, record, self.film_grid()),
            ));
        }
        if let Some((decade, job)) = &mut self.film_job {
            self.seeing.spend(deadline, |blocks| job.work(blocks));
            if let Some(snapshot) = job.finished(&self.session) {
                let decade = *decade;
                self.film
                    .resize_with(self.film.len().max(decade + 1), || None);
                self.film[decade] = Some(snapshot);
                self.film_job = None;
                self.stale.film = true;
            }
        }
    }

    fn begin_snapshot(&mut self) {
        if let Some(snapshot) = &self.snapshot
            && snapshot.record.step == self.shown_step()
            && self.looking.is_none() == (snapshot.record.step == self.step())
        {
            // The scores are there already: only the drawing is stale.
            return;
        }
        let grid = self.grid();
        self.job = match self.looked_at() {
            Some(record) => Some(SnapshotJob::of_record(&self.session, record.clone(), grid)),
            None if self.session.lab().is_between_steps() => {
                Some(SnapshotJob::of_present(&self.session, grid))
            }
            None => None,
        };
    }

    /// The grid of the plane: as fine as a frame has time for.
    fn grid(&self) -> Grid {
        let runs = self.session.lab().runs.len() as f64;
        let room = self.seeing.blocks_in(0.8 * SEEING);
        let side = SIDES
            .into_iter()
            .find(|&side| runs * blocks(side) <= room)
            .unwrap_or(SIDES[SIDES.len() - 1]);
        let [x, y] = ranges(&self.session.lab().dataset);
        Grid {
            nx: side,
            ny: side,
            x,
            y,
        }
    }

    /// The grid of a film frame: coarse, of the frame's shape, the whole plane in its middle.
    fn film_grid(&self) -> Grid {
        let [[left, right], y] = ranges(&self.session.lab().dataset);
        let [width, height] = film::SIZE;
        let (middle, half) = (0.5 * (left + right), 0.5 * (y[1] - y[0]) * width / height);
        Grid {
            nx: 37,
            ny: 28,
            x: [middle - half, middle + half],
            y,
        }
    }

    /// The first decade that is recorded and has no film frame yet.
    fn missing_film(&self) -> Option<(usize, Record)> {
        (0..MOST_FRAMES)
            .filter(|&decade| self.film.get(decade).is_none_or(Option::is_none))
            .find_map(|decade| {
                let step = 10u64.pow(decade as u32);
                let record = self.session.history().at(step)?;
                (record.step == step).then(|| (decade, record.clone()))
            })
    }

    /// Draws what is stale.
    fn draw(&mut self, now: f64) -> Js {
        if std::mem::take(&mut self.stale.marks) {
            self.draw_marks()?;
        }
        if std::mem::take(&mut self.stale.plane) {
            self.draw_plane()?;
            self.stale.numbers = true;
        }
        if std::mem::take(&mut self.stale.film) {
            self.draw_film()?;
        }
        let due = now - self.drawn_at >= NUMBERS || !self.playing;
        if self.stale.numbers && due {
            self.stale.numbers = false;
            self.drawn_at = now;
            self.show_numbers()?;
        }
        Ok(())
    }
}

//! One animation frame: train, look, draw, each within its share of the time.

use crate::experiment::grid::Grid;
use crate::experiment::history::{Record, Time};
use crate::experiment::snapshot::{Lattice, Snapshot, SnapshotJob};
use crate::outlook::Outlook;
use crate::view::film;
use crate::web::app::App;
use crate::web::dom::Js;

/// Milliseconds of a frame that training may take: with nothing else in it, beside scores, read-outs, curves or
/// theory, and beside the drawing of the plane, which costs the browser most. What is left is for drawing and for
/// the browser: input is answered between frames.
const TRAINING: f64 = 11.0;
const BESIDE: f64 = 5.0;
const BESIDE_PLANE: f64 = 2.0;

/// Milliseconds of a frame after which scores for pictures are left to the next one, and the least they get.
const SEEN: f64 = 10.0;
const SEEING: f64 = 2.0;

/// Where all steps of a frame took less, in ms, there is time for a picture too.
const SPARE: f64 = 4.0;

/// Frames of steps between two pictures, where they differ and where that can hardly be seen.
const PATIENCE: [u32; 2] = [2, 8];

/// Milliseconds that limits and warped time may take, while they are not known yet: beside training, and without.
const THINKING: [f64; 2] = [4.0, 8.0];

/// Milliseconds of a frame after which curves that are due are left to the next one.
const CHARTS: f64 = 3.0;

/// Read-outs and curves are drawn at most this often while training, in ms.
const NUMBERS: f64 = 150.0;

/// Width of the lab, in CSS pixels, from which on warped film frames have room beside each other.
const WIDE_FILM: i32 = 1060;

/// Sides of the grid on which scores are taken, finest first.
const SIDES: [usize; 6] = [160, 112, 80, 56, 40, 28];

/// Blocks of points that a side of n needs, per run.
fn blocks(side: usize) -> f64 {
    (side * side) as f64 / 8.0
}

impl App {
    /// Whether a frame would do anything.
    pub(in crate::web) fn has_work(&self) -> bool {
        self.outdated
            || self.playing
            || self.warping
            || self.has_thinking()
            || self.step() < self.target
            || self.session.is_recording()
            || self.job.is_some()
            || self.film_job.is_some()
            || self.stale != Default::default()
            || self.film_painted < self.film.len()
            || self.is_behind()
            || self.missing_film().is_some()
    }

    /// Answers an animation frame. A new session takes a frame for itself, and so do the page around it, what lies
    /// where on that, and the marks of its examples: together they would keep the browser from answering.
    pub(in crate::web) fn frame(&mut self, now: f64) -> Js {
        if self.outdated {
            self.renew();
            return Ok(());
        }
        if self.stale.page {
            return self.show_page();
        }
        if self.stale.layout {
            self.stale.numbers = true;
            return self.layout();
        }
        if std::mem::take(&mut self.stale.marks) {
            return self.draw_marks();
        }
        if std::mem::take(&mut self.stale.film) {
            self.film_painted = 0;
        }
        if self.film_painted < self.film.len() {
            return self.paint_film();
        }
        let begun = self.training.now();
        let numbers = self.stale.numbers && (now - self.drawn_at >= NUMBERS || !self.is_running());
        if numbers {
            self.stale.numbers = false;
            self.drawn_at = now;
            self.show_numbers()?;
        }
        let charts = !numbers && self.stale.charts > 0;
        if charts {
            self.draw_charts(begun + CHARTS)?;
        }
        // While training each of them takes its own frame. What one looks back at is there in the next, but for curves
        // that it has no time for.
        let running = self.is_running();
        let busy = numbers || (charts && running);
        let picture = !busy && self.picture_is_due();
        let drawing = picture && running && self.stale.plane;
        self.train(
            begun + self.time_to_train(busy || picture, drawing),
            picture && !drawing,
        );
        if !busy || !running {
            self.think();
        }
        if self.warping {
            self.go_through_warped_time()?;
        }
        let spare = self.step() >= self.target && self.training.now() < begun + SPARE;
        if !drawing && (picture || spare) {
            self.see(begun);
        } else if !picture {
            self.unseen += 1;
        }
        if (drawing || !running) && std::mem::take(&mut self.stale.plane) {
            self.stale.numbers = true;
            self.draw_plane()?;
        }
        Ok(())
    }

    /// Milliseconds that training may take in a frame with something else in it, or with the drawing of the plane.
    fn time_to_train(&self, shared: bool, drawing: bool) -> f64 {
        match (drawing, shared || self.has_thinking()) {
            (true, _) => BESIDE_PLANE,
            (false, true) => BESIDE,
            (false, false) => TRAINING,
        }
    }

    /// Whether steps are taken in every frame.
    pub(in crate::web) fn is_running(&self) -> bool {
        self.playing || self.step() < self.target
    }

    /// Whether this frame is for a picture rather than for steps. Frames take turns, since both fill one; and
    /// while pictures differ by less than can be seen, several frames of steps go before one.
    fn picture_is_due(&self) -> bool {
        !self.is_running()
            || self.job.is_some()
            || self.snapshot.is_none()
            || self.stale.plane
            || self.unseen >= self.patience
    }

    /// Takes the steps of this frame until `deadline`, or until a `picture` can begin.
    fn train(&mut self, deadline: f64, picture: bool) {
        if self.playing && self.step() >= self.target {
            self.target = self.step() + self.link.view.speed as u64;
        }
        if self.warping
            && self.step() >= self.target
            && self.outlook.wants_steps(self.session.ladder())
        {
            self.target = self.step() + self.link.view.speed as u64;
        }
        // A picture is of whole steps: one that is under way in some runs only is finished.
        let target = if picture && self.job.is_none() && self.is_behind() {
            self.step() + u64::from(!self.session.ladder().is_between_steps())
        } else {
            self.target
        };
        let session = &mut self.session;
        while self.training.now() < deadline
            && (session.is_recording() || session.ladder().step() < target)
        {
            let pace = if session.is_recording() {
                &mut self.recording
            } else {
                &mut self.training
            };
            pace.spend(deadline, |blocks| session.work(target, blocks));
        }
    }

    /// Whether there is theory to work on, and what it takes is here or can be asked for.
    fn has_thinking(&self) -> bool {
        self.outlook.has_work(&self.session)
    }

    /// Works on the theory beside the session.
    fn think(&mut self) {
        if !self.outlook.has_work(&self.session) {
            return;
        }
        let deadline = self.seeing.now() + THINKING[usize::from(!self.is_running())];
        let known = |outlook: &Outlook| {
            (
                outlook.limits.is_some(),
                outlook.runs.len(),
                outlook.warpable.is_some(),
            )
        };
        let before = known(&self.outlook);
        while self.seeing.now() < deadline && self.outlook.work(&self.session) {}
        let more = known(&self.outlook) != before;
        self.charted = None;
        self.stale.marks |= more;
        self.stale.plane |= more;
        // Where time can be warped, frames stand for other times.
        self.stale.film |= more;
        self.stale.numbers = true;
    }

    /// One frame's way through warped time, while that plays.
    fn go_through_warped_time(&mut self) -> Js {
        let ln_10 = crate::numeric::ln(10.0);
        let seam = self.axis(1.0).seam();
        let from = match self.looking {
            Some(Time::Warped(ln_t)) => ln_t,
            _ => seam,
        };
        let goal = from + self.decades * ln_10;
        let ahead = |record: &&Record| record.at.ln_t() > from;
        let mut later = self.outlook.records.iter().filter(ahead);
        let next = later
            .clone()
            .take_while(|record| record.at.ln_t() <= goal)
            .last()
            .or_else(|| later.next());
        match next.map(|record| record.at) {
            Some(at) => self.go_to(at),
            None if !self.outlook.has_work(&self.session)
                && !self.outlook.wants_steps(self.session.ladder())
                && self.step() >= crate::experiment::ladder::HANDOVER =>
            {
                self.warping = false;
                self.show_numbers()
            }
            None => Ok(()),
        }
    }

    /// Whether the plane shows another moment than it should, or shows it worse than it can.
    fn is_behind(&self) -> bool {
        !self.shows_the_moment() || self.is_coarse() || self.stale.plane
    }

    fn shows_the_moment(&self) -> bool {
        self.snapshot
            .as_ref()
            .is_some_and(|snapshot| snapshot.record.at == self.shown())
    }

    /// Whether the moment shown stays, on a coarser grid than there is time for then.
    fn is_coarse(&self) -> bool {
        !self.is_running()
            && !self.warping
            && self
                .snapshot
                .as_ref()
                .is_some_and(|snapshot| snapshot.grid.nx < SIDES[0])
    }

    /// Works on the snapshot that is wanted, then on the film.
    fn see(&mut self, begun: f64) {
        let deadline = (begun + SEEN).max(self.seeing.now() + SEEING);
        if self.job.is_none() && self.is_behind() {
            self.begin_snapshot();
        }
        if let Some(job) = &mut self.job {
            self.seeing.spend(deadline, |blocks| job.work(blocks));
            if let Some(snapshot) = job.finished(&self.session) {
                let before = self.snapshot.as_ref();
                let seen = before.is_none_or(|before| snapshot.differs_visibly(before));
                let [least, most] = PATIENCE;
                self.patience = if seen {
                    least
                } else {
                    most.min(self.patience + 1)
                };
                self.unseen = 0;
                self.snapshot = Some(snapshot);
                self.job = None;
                self.stale.plane = true;
            }
        }
        if self.film_job.is_none()
            && let Some((exponent, record)) = self.missing_film()
        {
            let lattice = Lattice::new(self.film_grid());
            let job = SnapshotJob::of_record(&self.session, record, &lattice);
            self.film_job = Some((exponent, job));
        }
        if let Some((exponent, job)) = &mut self.film_job {
            self.seeing.spend(deadline, |blocks| job.work(blocks));
            if let Some(snapshot) = job.finished(&self.session) {
                self.film.push((*exponent, snapshot));
                self.film_job = None;
                self.stale.numbers = true;
            }
        }
    }

    fn begin_snapshot(&mut self) {
        if self.shows_the_moment() && !self.is_coarse() {
            // The scores are there already: only the drawing is stale.
            return;
        }
        let grid = self.grid();
        let lattice = self.lattice.take().filter(|lattice| lattice.grid == grid);
        let lattice = lattice.unwrap_or_else(|| Lattice::new(grid));
        self.job = match self.looked_at() {
            Some(record) => Some(SnapshotJob::of_record(
                &self.session,
                record.clone(),
                &lattice,
            )),
            None if self.session.ladder().is_between_steps() => {
                Some(SnapshotJob::of_present(&self.session, &lattice))
            }
            None => None,
        };
        self.lattice = Some(lattice);
    }

    /// The grid of the plane: as fine as a frame has time for, and then, where nothing moves, the finest.
    fn grid(&self) -> Grid {
        let runs = self.session.ladder().runs.len() as f64;
        let room = if self.shows_the_moment() {
            f64::INFINITY
        } else {
            self.seeing.blocks_in(0.8 * (SEEN - BESIDE))
        };
        let side = SIDES
            .into_iter()
            .find(|&side| runs * blocks(side) <= room)
            .unwrap_or(SIDES[SIDES.len() - 1]);
        let [x, y] = self.session.ladder().dataset.ranges();
        Grid {
            nx: side,
            ny: side,
            x,
            y,
        }
    }

    /// The grid of a film frame: coarse, of the frame's shape, the whole plane in its middle.
    fn film_grid(&self) -> Grid {
        let [[left, right], y] = self.session.ladder().dataset.ranges();
        let [width, height] = film::SIZE;
        let (middle, half) = (0.5 * (left + right), 0.5 * (y[1] - y[0]) * width / height);
        Grid {
            nx: 37,
            ny: 28,
            x: [middle - half, middle + half],
            y,
        }
    }

    /// Exponents of ten at which the film has a frame: each decade, or a few where time is warped.
    pub(in crate::web) fn film_exponents(&self) -> Vec<u32> {
        let span = self.axis(1.0).span;
        let step = if span.warped_to.is_some() { 2 } else { 1 };
        let mut exponents = Vec::new();
        for exponent in 0..=span.decades {
            if exponent.is_multiple_of(step) {
                exponents.push(exponent);
            }
        }
        if span.warped_to.is_some() {
            let late: &[u32] = if self.width >= WIDE_FILM {
                &[30, 100, 300, 1000]
            } else {
                &[100, 1000]
            };
            exponents.extend_from_slice(late);
        }
        exponents
    }

    /// What the film shows at 10^exponent, once it is finished.
    pub(in crate::web) fn film_frame(&self, exponent: u32) -> Option<&Snapshot> {
        let mut frames = self.film.iter();
        frames
            .find(|(of, _)| *of == exponent)
            .map(|(_, snapshot)| snapshot)
    }

    /// The first film frame that is recorded and not painted yet.
    fn missing_film(&self) -> Option<(u32, Record)> {
        for exponent in self.film_exponents() {
            if self.film_frame(exponent).is_some() {
                continue;
            }
            let ln_t = f64::from(exponent) * crate::numeric::ln(10.0);
            let record = if ln_t > self.axis(1.0).seam() {
                self.outlook.nearest(ln_t)
            } else {
                self.session.history().at(10u64.pow(exponent))
            };
            // Only at just that time, not at the nearest yet known.
            if let Some(record) = record
                && (record.at.ln_t() - ln_t).abs() < 1e-9 * ln_t.max(1.0)
            {
                return Some((exponent, record.clone()));
            }
        }
        None
    }
}

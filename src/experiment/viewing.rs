//! What the plane shows, and what it will show next: one snapshot, and one in progress.

use crate::experiment::grid::Grid;
use crate::experiment::history::{Record, Time};
use crate::experiment::session::Session;
use crate::experiment::snapshot::{Lattice, Snapshot, SnapshotJob};

/// Frames of steps between two pictures, where they differ and where that can hardly be seen.
const PATIENCE: [u32; 2] = [2, 8];

/// Sides of the grid on which scores are taken, finest first.
const SIDES: [usize; 6] = [160, 112, 80, 56, 40, 28];

/// Blocks of points that a side of n needs, per run.
fn blocks(side: usize) -> f64 {
    (side * side) as f64 / 8.0
}

/// The moment that is shown, and the one in progress.
pub struct Viewing {
    /// What the plane shows.
    pub snapshot: Option<Snapshot>,
    job: Option<SnapshotJob>,
    /// The grid that was used last, arranged.
    lattice: Option<Lattice>,
    /// Frames of steps since the latest snapshot, and how many there are before the next.
    unseen: u32,
    patience: u32,
}

impl Default for Viewing {
    fn default() -> Viewing {
        Viewing {
            snapshot: None,
            job: None,
            lattice: None,
            unseen: 0,
            patience: 1,
        }
    }
}

impl Viewing {
    /// Nothing is shown and nothing in progress: the ladder is another one.
    pub fn clear(&mut self) {
        (self.snapshot, self.job) = (None, None);
    }

    /// What is in progress is no longer wanted.
    pub fn drop_job(&mut self) {
        self.job = None;
    }

    /// Whether a snapshot is in progress.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Whether it is time for a snapshot of what runs: several frames of steps go before one, more of them where
    /// snapshots differ by less than can be seen.
    pub fn is_due(&self) -> bool {
        self.job.is_some() || self.snapshot.is_none() || self.unseen >= self.patience
    }

    /// A frame of steps went by without a picture.
    pub fn wait(&mut self) {
        self.unseen += 1;
    }

    /// Whether `moment` is what is shown.
    pub fn shows(&self, moment: Time) -> bool {
        self.snapshot
            .as_ref()
            .is_some_and(|snapshot| snapshot.record.at == moment)
    }

    /// Whether what is shown could be shown on a finer grid.
    pub fn is_coarse(&self) -> bool {
        self.snapshot
            .as_ref()
            .is_some_and(|snapshot| snapshot.grid.nx < SIDES[0])
    }

    /// Begins a snapshot of `record`, or without one of the present step, on a grid of at most `room` blocks. A step
    /// that only some runs have taken cannot be shown yet.
    pub fn begin(&mut self, session: &Session, record: Option<&Record>, room: f64) {
        let grid = grid(session, room);
        let lattice = self.lattice.take().filter(|lattice| lattice.grid == grid);
        let lattice = lattice.unwrap_or_else(|| Lattice::new(grid));
        self.job = match record {
            Some(record) => Some(SnapshotJob::of_record(session, record.clone(), &lattice)),
            None if session.ladder().is_between_steps() => {
                Some(SnapshotJob::of_present(session, &lattice))
            }
            None => None,
        };
        self.lattice = Some(lattice);
    }

    /// Works on the snapshot in progress, through `spend`; returns whether it is now shown.
    pub fn work(&mut self, session: &Session, spend: impl FnOnce(&mut SnapshotJob)) -> bool {
        let Some(job) = &mut self.job else {
            return false;
        };
        spend(job);
        let Some(snapshot) = job.finished(session) else {
            return false;
        };
        let before = self.snapshot.as_ref();
        let [least, most] = PATIENCE;
        self.patience = if before.is_none_or(|before| snapshot.differs_visibly(before)) {
            least
        } else {
            most.min(self.patience + 1)
        };
        self.unseen = 0;
        self.snapshot = Some(snapshot);
        self.job = None;
        true
    }
}

/// The finest grid over the plane that all runs have room for.
fn grid(session: &Session, room: f64) -> Grid {
    let runs = session.ladder().runs.len() as f64;
    let side = SIDES
        .into_iter()
        .find(|&side| runs * blocks(side) <= room)
        .unwrap_or(SIDES[SIDES.len() - 1]);
    let [x, y] = session.ladder().dataset.ranges();
    Grid {
        nx: side,
        ny: side,
        x,
        y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Spec;

    fn trained(steps: u64) -> Session {
        let mut session = Session::new(Spec::default(), None);
        while session.work(steps, 1000) > 0 {}
        session
    }

    /// Finishes what is in progress.
    fn finish(viewing: &mut Viewing, session: &Session) -> bool {
        viewing.work(session, |job| while job.work(1000) > 0 {})
    }

    #[test]
    fn the_present_step_is_shown_on_the_finest_grid_there_is_room_for() {
        let session = trained(2);
        let mut viewing = Viewing::default();
        assert!(viewing.is_due() && !viewing.shows(Time::Step(2)));
        for (room, side) in [(f64::INFINITY, 160), (3.0 * 800.0, 80), (0.0, 28)] {
            viewing.begin(&session, None, room);
            assert!(viewing.is_busy());
            assert!(finish(&mut viewing, &session));
            assert!(viewing.shows(Time::Step(2)) && !viewing.is_busy());
            assert_eq!(
                viewing.snapshot.as_ref().map(|shown| shown.grid.nx),
                Some(side)
            );
            assert_eq!(viewing.is_coarse(), side < 160);
        }
    }

    #[test]
    fn a_record_is_shown_with_its_own_time_and_what_is_dropped_is_not() {
        let session = trained(5);
        let mut viewing = Viewing::default();
        viewing.begin(&session, session.history().at(3), f64::INFINITY);
        viewing.drop_job();
        assert!(!finish(&mut viewing, &session) && viewing.snapshot.is_none());
        viewing.begin(&session, session.history().at(3), f64::INFINITY);
        assert!(finish(&mut viewing, &session) && viewing.shows(Time::Step(3)));
        viewing.clear();
        assert!(viewing.snapshot.is_none());
    }

    #[test]
    fn pictures_that_look_alike_come_less_often_up_to_a_limit() {
        let session = trained(1);
        let mut viewing = Viewing::default();
        let mut waits = Vec::new();
        for _ in 0..10 {
            viewing.begin(&session, None, f64::INFINITY);
            finish(&mut viewing, &session);
            let mut waited = 0;
            while !viewing.is_due() {
                viewing.wait();
                waited += 1;
            }
            waits.push(waited);
        }
        assert_eq!(waits, [2, 3, 4, 5, 6, 7, 8, 8, 8, 8]);
    }
}

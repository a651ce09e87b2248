//! The film: one frame for each decade of t, or for a few where time is warped.

use crate::experiment::grid::Grid;
use crate::experiment::history::{Record, Time};
use crate::experiment::session::Session;
use crate::experiment::snapshot::{Lattice, Snapshot, SnapshotJob};
use crate::numeric::ln;

/// Points of a frame's grid, across and up.
const POINTS: [usize; 2] = [37, 28];

/// Finished frames, and the one in progress.
#[derive(Default)]
pub struct Film {
    /// Finished frames, by exponent of ten, in the order in which they were finished.
    frames: Vec<(u32, Snapshot)>,
    /// How many of them were handed out to be painted.
    painted: usize,
    job: Option<(u32, SnapshotJob)>,
}

impl Film {
    /// No frame, and none in progress: the ladder is another one.
    pub fn clear(&mut self) {
        self.frames.clear();
        self.job = None;
    }

    /// Every frame is to be painted again.
    pub fn repaint(&mut self) {
        self.painted = 0;
    }

    /// Whether a finished frame is to be painted.
    pub fn has_unpainted(&self) -> bool {
        self.painted < self.frames.len()
    }

    /// The next finished frame to be painted.
    pub fn next_unpainted(&mut self) -> Option<&(u32, Snapshot)> {
        let next = self.frames.get(self.painted)?;
        self.painted += 1;
        Some(next)
    }

    /// Whether a frame is in progress.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// What the film shows at 10^exponent, once it is finished.
    pub fn frame(&self, exponent: u32) -> Option<&Snapshot> {
        let mut frames = self.frames.iter();
        frames
            .find(|(of, _)| *of == exponent)
            .map(|(_, snapshot)| snapshot)
    }

    /// The first of `exponents` without a frame whose moment `known` has a record of: of just that moment, not of one
    /// nearby.
    pub fn missing<'a>(
        &self,
        exponents: &[u32],
        known: impl Fn(u32) -> Option<&'a Record>,
    ) -> Option<(u32, &'a Record)> {
        let absent = exponents
            .iter()
            .filter(|&&exponent| self.frame(exponent).is_none());
        absent
            .filter_map(|&exponent| Some((exponent, known(exponent)?)))
            .find(|&(exponent, record)| is_at(record.at, exponent))
    }

    /// Begins the frame at 10^exponent, `aspect` times as wide as high.
    pub fn begin(&mut self, session: &Session, exponent: u32, record: &Record, aspect: f64) {
        let lattice = Lattice::new(grid(session, aspect));
        let job = SnapshotJob::of_record(session, record.clone(), &lattice);
        self.job = Some((exponent, job));
    }

    /// Works on the frame in progress, through `spend`; returns whether it is now finished.
    pub fn work(&mut self, session: &Session, spend: impl FnOnce(&mut SnapshotJob)) -> bool {
        let Some((exponent, job)) = &mut self.job else {
            return false;
        };
        spend(job);
        let Some(snapshot) = job.finished(session) else {
            return false;
        };
        self.frames.push((*exponent, snapshot));
        self.job = None;
        true
    }
}

/// Exponents of ten at which the film has a frame: each decade; where time is warped every second one, and a few of
/// warped time, more of them where there is room for a `wide` film.
pub fn exponents(decades: u32, warped: bool, wide: bool) -> Vec<u32> {
    if !warped {
        return (0..=decades).collect();
    }
    let late: &[u32] = if wide {
        &[30, 100, 300, 1000]
    } else {
        &[100, 1000]
    };
    (0..=decades)
        .step_by(2)
        .chain(late.iter().copied())
        .collect()
}

fn is_at(time: Time, exponent: u32) -> bool {
    let ln_t = f64::from(exponent) * ln(10.0);
    (time.ln_t() - ln_t).abs() < 1e-9 * ln_t.max(1.0)
}

/// The grid of a frame: coarse, of the frame's shape, the whole plane in its middle.
fn grid(session: &Session, aspect: f64) -> Grid {
    let [[left, right], y] = session.ladder().dataset.ranges();
    let (middle, half) = (0.5 * (left + right), 0.5 * (y[1] - y[0]) * aspect);
    let [nx, ny] = POINTS;
    Grid {
        nx,
        ny,
        x: [middle - half, middle + half],
        y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Spec;

    #[test]
    fn frames_are_of_decades_and_of_few_where_time_is_warped() {
        assert_eq!(exponents(6, false, true), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(exponents(6, true, true), [0, 2, 4, 6, 30, 100, 300, 1000]);
        assert_eq!(exponents(7, true, false), [0, 2, 4, 6, 100, 1000]);
    }

    #[test]
    fn a_frame_is_made_of_just_its_moment_and_painted_once() {
        let mut session = Session::new(Spec::default(), None);
        while session.work(15, 1000) > 0 {}
        let mut film = Film::default();
        let decades = exponents(2, false, true);
        let known = |exponent: u32| session.history().at(10u64.pow(exponent));
        while let Some((exponent, record)) = film.missing(&decades, known) {
            film.begin(&session, exponent, record, 1.3);
            assert!(film.is_busy());
            assert!(film.work(&session, |job| while job.work(1000) > 0 {}));
        }
        let at = |exponent| film.frame(exponent).map(|shown| shown.record.at);
        assert_eq!(at(0), Some(Time::Step(1)));
        assert_eq!(at(1), Some(Time::Step(10)));
        // Step 15 is recorded, and it is not step 100.
        assert_eq!(at(2), None);
        let mut painted = Vec::new();
        while let Some((exponent, _)) = film.next_unpainted() {
            painted.push(*exponent);
        }
        assert_eq!(painted, [0, 1]);
        assert!(!film.has_unpainted());
        film.repaint();
        assert!(film.has_unpainted());
        film.clear();
        assert!(film.frame(0).is_none());
    }
}

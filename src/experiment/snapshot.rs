//! One moment of a ladder, ready to be drawn: what was measured, and every run's scores on a grid.

use crate::experiment::evaluation::Evaluation;
use crate::experiment::grid::Grid;
use crate::experiment::history::{Record, Time};
use crate::experiment::session::Session;
use crate::model::points::Points;
use std::rc::Rc;

/// A grid and its points, arranged once for all moments that are looked at on it.
#[derive(Clone)]
pub struct Lattice {
    /// The grid.
    pub grid: Grid,
    points: Rc<Points>,
}

impl Lattice {
    /// The points of a grid.
    pub fn new(grid: Grid) -> Lattice {
        let points = Rc::new(Points::new(grid.points()));
        Lattice { grid, points }
    }
}

/// A moment ready to be drawn.
#[derive(Clone)]
pub struct Snapshot {
    /// What was measured.
    pub record: Record,
    /// Where the scores were taken.
    pub grid: Grid,
    /// Scores by run, in the grid's order.
    pub scores: Vec<Vec<f64>>,
}

/// A boundary that moves by a quarter of a CSS pixel, on a plane of 560 of them, crosses about this part of the
/// grid's points: 1.5 n of its n² cells lie on it, and it moves by n/2240 of one.
const SEEN: f64 = 7e-4;

impl Snapshot {
    /// Whether what is drawn of it differs from `other` by as much as can be seen: whether in any run more points
    /// are called otherwise than a quarter of a pixel makes.
    pub fn differs_visibly(&self, other: &Snapshot) -> bool {
        let orange = |score: &f64| *score > 0.0;
        let crossed = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let pairs = a.iter().zip(b);
            pairs.filter(|(a, b)| orange(a) != orange(b)).count() as f64
                > SEEN * self.grid.len() as f64
        };
        self.grid != other.grid
            || self.scores.len() != other.scores.len()
            || self.scores.iter().zip(&other.scores).any(crossed)
    }
}

/// A snapshot in progress, worked on in slices.
#[derive(Clone)]
pub struct SnapshotJob {
    source: Source,
    grid: Grid,
    field: Evaluation,
}

#[derive(Clone)]
enum Source {
    /// It was measured before.
    Recorded(Record),
    /// It is being measured.
    Present { step: u64, survey: Box<Evaluation> },
}

impl SnapshotJob {
    /// Begins a snapshot of a recorded moment.
    pub fn of_record(session: &Session, record: Record, lattice: &Lattice) -> SnapshotJob {
        let field = on_grid(session, lattice, Rc::clone(&record.parameters));
        SnapshotJob {
            source: Source::Recorded(record),
            grid: lattice.grid,
            field,
        }
    }

    /// Begins a snapshot of the present step.
    pub fn of_present(session: &Session, lattice: &Lattice) -> SnapshotJob {
        let parameters = session.parameters();
        let field = on_grid(session, lattice, Rc::clone(&parameters));
        let survey = Box::new(session.begin_survey(parameters));
        SnapshotJob {
            source: Source::Present {
                step: session.ladder().step(),
                survey,
            },
            grid: lattice.grid,
            field,
        }
    }

    /// Works for at most `blocks` blocks of points; returns how many it used.
    pub fn work(&mut self, blocks: usize) -> usize {
        let mut used = self.field.work(blocks);
        if let Source::Present { survey, .. } = &mut self.source {
            used += survey.work(blocks - used);
        }
        used
    }

    /// The snapshot, once all is known; it is handed out once.
    pub fn finished(&mut self, session: &Session) -> Option<Snapshot> {
        let record = match &self.source {
            _ if !self.field.is_done() => return None,
            Source::Recorded(record) => record.clone(),
            Source::Present { step, survey } if survey.is_done() => {
                session.record(Time::Step(*step), survey.parameters(), survey.scores())
            }
            Source::Present { .. } => return None,
        };
        Some(Snapshot {
            record,
            grid: self.grid,
            scores: self.field.take_scores(),
        })
    }
}

fn on_grid(session: &Session, lattice: &Lattice, parameters: Rc<Vec<Vec<f64>>>) -> Evaluation {
    Evaluation::new(
        &session.ladder().model,
        Rc::clone(&lattice.points),
        parameters,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_a_pixel_is_the_least_that_is_seen() {
        let grid = Grid {
            nx: 160,
            ny: 160,
            x: [0.0, 560.0],
            y: [0.0, 560.0],
        };
        // Lines moved to the right by some CSS pixels, of a slope along which no two points of the grid lie.
        let at = |moved: f64| Snapshot {
            record: Record {
                at: crate::experiment::history::Time::Step(1),
                parameters: Rc::new(Vec::new()),
                metrics: Vec::new(),
                statuses: Vec::new(),
                disagreement: None,
            },
            grid,
            scores: vec![
                grid.points()
                    .map(|[x, y]| x - 0.618_034 * y - 140.0 - moved)
                    .collect(),
            ],
        };
        for (moved, seen) in [(0.1, false), (0.5, true), (3.0, true)] {
            assert_eq!(
                at(0.013).differs_visibly(&at(0.013 + moved)),
                seen,
                "{moved}"
            );
        }
    }
}

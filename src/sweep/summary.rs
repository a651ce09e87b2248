//! What the seeds of a sweep have in common: a mean with its interval for every curve at every t.
//!
//! ```text
//! mean ± t(0.975, n − 1) s/√n          s² = Σ (x − mean)²/(n − 1), n seeds
//! difference: the same of x − baseline, seed by seed
//! ```
//! Seeds are shared by all curves, so two curves are compared by the paired difference: overlapping bands do not show
//! that they agree. Where a run diverged, its cell is left out of every mean of that seed and setting, for all
//! weightings alike, and counted.

use super::quantile::{quantile, student_95};
use super::{Measure, Plan, Rows};
use crate::experiment::ladder::Status;
use crate::numeric::sqrt;
use crate::settings::field::Kind;
use std::collections::BTreeSet;

/// What must be said beside a best t.
pub const BEST_T_CAVEAT: &str =
    "The best t was picked on the same seeds whose mean it is, so that mean is optimistic.";

/// A sweep's curves, as far as its cells are done.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What was compared.
    pub measure: Measure,
    /// The recorded steps.
    pub t: Vec<u64>,
    /// One curve for each setting and weighting.
    pub curves: Vec<Curve>,
    /// The curve that differences are taken to.
    pub baseline: usize,
    /// Cells done.
    pub cells: usize,
    /// What a reader should know.
    pub notices: Vec<String>,
}

/// One curve: the runs of all seeds under one setting and one weighting.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The weighting as links write it.
    pub weighting: String,
    /// The setting of the other knobs, for example `Units 16`; empty where there is none.
    pub setting: String,
    /// Positions of the knobs' values.
    pub positions: Vec<usize>,
    /// Runs done.
    pub runs: usize,
    /// Runs in the mean.
    pub used: usize,
    /// Runs that diverged.
    pub diverged: usize,
    /// Runs that separate their training examples at the last t.
    pub separated: usize,
    /// At each t.
    pub points: Vec<Point>,
    /// The place in `t` of the lowest mean; of errors only. See [`BEST_T_CAVEAT`].
    pub best: Option<usize>,
}

/// A curve at one t.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// The mean over seeds.
    pub mean: Option<Interval>,
    /// First quartile, median, third quartile.
    pub quartiles: Option<[f64; 3]>,
    /// The mean paired difference to the baseline.
    pub difference: Option<Interval>,
}

/// A mean and half of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// Half the width; `None` where one value shows no spread.
    pub half: Option<f64>,
    /// How many values.
    pub n: usize,
}

impl Interval {
    /// Of values; `None` without any.
    pub fn of(values: &[f64]) -> Option<Interval> {
        let n = values.len();
        if n == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        let half = (n > 1).then(|| {
            let deviation = sqrt(squares / (n - 1) as f64);
            student_95((n - 1) as u32) * deviation / sqrt(n as f64)
        });
        Some(Interval { mean, half, n })
    }
}

/// A curve's key: the setting without the weights, and the weighting.
struct Member {
    curve: usize,
    /// Seed and setting without the weights: what a diverged run takes along.
    block: (usize, String),
    seed: usize,
    diverged: bool,
    series: Vec<Option<f64>>,
}

impl Summary {
    /// Of the given rows, in any order; rows that are no cell of the plan are noticed and left out. `baseline` is the
    /// place of the curve that differences are taken to, the first where there is no such curve.
    pub fn of(plan: &Plan, rows: &[Rows], measure: Measure, baseline: Option<usize>) -> Summary {
        let by_link = plan.by_link();
        let mut cells: Vec<(usize, &Rows)> = Vec::new();
        let mut notices = BTreeSet::new();
        for rows in rows {
            match by_link.get(&rows.link) {
                Some(&at) => cells.push((at, rows)),
                None => {
                    notices.insert("Rows that are no cell of this sweep are left out".to_owned());
                }
            }
        }
        cells.sort_by_key(|(at, _)| *at);
        let given = cells.len();
        cells.dedup_by_key(|(at, _)| *at);
        if cells.len() < given {
            notices.insert("Some cells are there more than once and are counted once".to_owned());
        }
        let t = cells
            .first()
            .map_or_else(Vec::new, |(_, rows)| rows.t.clone());
        let n_cells = cells.len();
        cells.retain(|(_, rows)| rows.t == t);
        if cells.len() < n_cells {
            notices.insert("Cells of another number of steps are left out".to_owned());
        }
        let (mut curves, members) = collect(plan, &cells, measure);
        if cells.iter().any(|(_, rows)| !rows.notices.is_empty()) {
            let said = cells.iter().flat_map(|(_, rows)| &rows.notices);
            notices.extend(said.cloned());
        }
        let baseline = baseline.filter(|&at| at < curves.len()).unwrap_or(0);
        fill(&mut curves, &members, t.len(), baseline, measure);
        let diverged: usize = curves.iter().map(|curve| curve.diverged).sum();
        if diverged > 0 {
            let runs = if diverged == 1 { "run" } else { "runs" };
            notices.insert(format!(
                "{diverged} {runs} diverged; such a seed is left out of the means of all weightings of its setting"
            ));
        }
        Summary {
            measure,
            t,
            curves,
            baseline,
            cells: cells.len(),
            notices: notices.into_iter().collect(),
        }
    }
}

/// The curves without their points, and every run with the curve that it belongs to.
fn collect(plan: &Plan, cells: &[(usize, &Rows)], measure: Measure) -> (Vec<Curve>, Vec<Member>) {
    let mut curves: Vec<Curve> = Vec::new();
    let mut members = Vec::new();
    let is_weights = |kind: &Kind<_>| matches!(kind, Kind::Weights { .. });
    for &(at, rows) in cells {
        let place = plan.place(at);
        let setting = plan.setting_name(place.setting);
        for run in &rows.runs {
            let weighting = run.weighting.to_string();
            let same = |curve: &Curve| curve.weighting == weighting && curve.setting == setting;
            let curve = curves.iter().position(same).unwrap_or_else(|| {
                let positions = plan.positions(place.setting).into_iter().zip(plan.knobs());
                let positions = positions.filter(|(_, knob)| !is_weights(&knob.field.kind));
                curves.push(Curve {
                    weighting,
                    setting: setting.clone(),
                    positions: positions.map(|(at, _)| at).collect(),
                    runs: 0,
                    used: 0,
                    diverged: 0,
                    separated: 0,
                    points: Vec::new(),
                    best: None,
                });
                curves.len() - 1
            });
            curves[curve].runs += 1;
            curves[curve].diverged += usize::from(run.diverged());
            curves[curve].separated += usize::from(run.separated());
            if run.status() != Status::Empty {
                members.push(Member {
                    curve,
                    block: (place.seed, setting.clone()),
                    seed: place.seed,
                    diverged: run.diverged(),
                    series: run.series(measure),
                });
            }
        }
    }
    (curves, members)
}

/// Every point of every curve.
fn fill(curves: &mut [Curve], members: &[Member], n_t: usize, baseline: usize, measure: Measure) {
    let lost: BTreeSet<&(usize, String)> = members
        .iter()
        .filter(|member| member.diverged)
        .map(|member| &member.block)
        .collect();
    let kept = || {
        members
            .iter()
            .filter(|member| !lost.contains(&member.block))
    };
    for (at, curve) in curves.iter_mut().enumerate() {
        let mine: Vec<&Member> = kept().filter(|member| member.curve == at).collect();
        let theirs: Vec<&Member> = kept().filter(|member| member.curve == baseline).collect();
        curve.used = mine.len();
        for k in 0..n_t {
            let mut values: Vec<f64> = mine.iter().filter_map(|member| member.series[k]).collect();
            let differences: Vec<f64> = mine
                .iter()
                .filter_map(|member| {
                    let other = theirs.iter().find(|other| other.seed == member.seed)?;
                    Some(member.series[k]? - other.series[k]?)
                })
                .collect();
            let mean = Interval::of(&values);
            values.sort_by(f64::total_cmp);
            let quartile = |p| quantile(&values, p);
            curve.points.push(Point {
                mean,
                quartiles: quartile(0.25)
                    .zip(quartile(0.5))
                    .zip(quartile(0.75))
                    .map(|((first, median), third)| [first, median, third]),
                difference: Interval::of(&differences),
            });
        }
        if measure.is_error() {
            let means = curve.points.iter().enumerate();
            let means = means.filter_map(|(k, point)| Some((k, point.mean?.mean)));
            curve.best = means
                .reduce(|a, b| if b.1 < a.1 { b } else { a })
                .map(|(k, _)| k);
        }
    }
}

//! Cells of a sweep, on all processors.

use crate::parts::Parts;
use crate::progress::Progress;
use anyhow::{Result, bail};
use iw_lab::sweep::{Job, Plan, Rows};
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

/// Runs `cells` of a plan into a folder of parts.
pub fn run(
    plan: &Plan,
    cells: Option<Range<usize>>,
    out: &Path,
    resume: bool,
    jobs: Option<usize>,
) -> Result<()> {
    let n = plan.n_cells();
    let cells = cells.unwrap_or(0..n);
    if cells.end > n {
        bail!("the sweep has {n} cells, numbered 0 to {}", n - 1);
    }
    let parts = Parts::create(out, plan)?;
    let (there, missing): (Vec<usize>, Vec<usize>) = cells.partition(|&at| parts.has(at));
    if !there.is_empty() && !resume {
        bail!(
            "{} of the parts are there already: --resume keeps them and runs the others",
            there.len()
        );
    }
    for_each(plan, &missing, jobs, &|at, rows| {
        parts.write(plan, at, rows)
    })
}

/// The rows of every cell of a plan, in order.
pub fn all(plan: &Plan) -> Result<Vec<Rows>> {
    let done = Mutex::new(Vec::new());
    let cells: Vec<usize> = (0..plan.n_cells()).collect();
    for_each(plan, &cells, None, &|at, rows| {
        lock(&done).push((at, rows));
        Ok(())
    })?;
    let mut done = done
        .into_inner()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, rows)| rows).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Runs cells, as many at once as there are processors, and hands each over as soon as it is done.
fn for_each(
    plan: &Plan,
    cells: &[usize],
    jobs: Option<usize>,
    done: &(dyn Fn(usize, Rows) -> Result<()> + Sync),
) -> Result<()> {
    let workers = jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let queue = Mutex::new(cells.iter().copied());
    let progress = Mutex::new(Progress::new("cells", cells.len()));
    let work = || -> Result<()> {
        loop {
            let next = lock(&queue).next();
            let Some(at) = next else {
                return Ok(());
            };
            done(at, Job::new(&plan.cell(at), plan.steps()).run())?;
            lock(&progress).step();
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(result) => result?,
                Err(_) => bail!("a worker failed"),
            }
        }
        Ok(())
    })
}

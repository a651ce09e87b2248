//! A folder of parts: the sweep's link, and a CSV file for each cell that is done.

use crate::whole;
use anyhow::{Context, Result, bail, ensure};
use iw_lab::experiment::ladder::Status;
use iw_lab::export::csv::csv;
use iw_lab::export::table::Table;
use iw_lab::optimizer::Quantity;
use iw_lab::settings::Link;
use iw_lab::sweep::measure::metrics_of;
use iw_lab::sweep::{Measure, Plan, Rows, RunRows};
use iw_lab::weights::Weighting;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder.
pub struct Parts {
    folder: PathBuf,
}

const LINK: &str = "sweep.txt";

impl Parts {
    /// The folder of a plan's parts, made if it is not there. Refused where it holds those of another sweep.
    pub fn create(folder: &Path, plan: &Plan) -> Result<Parts> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let link = plan.link().to_query().0;
        let path = folder.join(LINK);
        match fs::read_to_string(&path) {
            Ok(there) if there.trim() == link => {}
            Ok(there) => bail!(
                "{} holds the parts of another sweep, {}: take another folder",
                folder.display(),
                there.trim()
            ),
            Err(_) => whole::write(&path, format!("{link}\n").as_bytes())?,
        }
        Ok(Parts {
            folder: folder.to_owned(),
        })
    }

    /// A folder of parts that is there, and the plan that they are of.
    pub fn open(folder: &Path) -> Result<(Parts, Plan)> {
        let link = fs::read_to_string(folder.join(LINK))
            .with_context(|| format!("{} is no folder of parts", folder.display()))?;
        let (plan, _) = Plan::of(&Link::from_query(&link).0);
        let folder = folder.to_owned();
        Ok((Parts { folder }, plan))
    }

    fn path(&self, cell: usize) -> PathBuf {
        self.folder.join(format!("cell-{cell:05}.csv"))
    }

    /// Whether a cell is done.
    pub fn has(&self, cell: usize) -> bool {
        self.path(cell).is_file()
    }

    /// Writes a cell.
    pub fn write(&self, plan: &Plan, cell: usize, rows: Rows) -> Result<()> {
        let table = Table::of_sweep(plan, &[(cell, rows)]);
        whole::write(&self.path(cell), csv(&table, true).as_bytes())
    }

    /// The rows of the cells that are done, ascending.
    pub fn read(&self, plan: &Plan) -> Result<Vec<(usize, Rows)>> {
        let done = (0..plan.n_cells()).filter(|&at| self.has(at));
        done.map(|at| {
            let path = self.path(at);
            let rows = rows(&fs::read_to_string(&path)?, plan.cell_link(at));
            Ok((
                at,
                rows.with_context(|| format!("{} is not as it was written", path.display()))?,
            ))
        })
        .collect()
    }
}

/// What `csv` wrote of one cell.
fn rows(text: &str, link: String) -> Result<Rows> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| known == name)
            .context(name.to_owned())
    };
    let [run, weighting, status, diverged_at, overflowed, t, hash] = [
        "run",
        "weighting",
        "status",
        "diverged_at",
        "overflowed",
        "t",
        "hash",
    ]
    .map(column);
    let (run, weighting, status, t) = (run?, weighting?, status?, t?);
    let (diverged_at, overflowed, hash) = (diverged_at?, overflowed?, hash?);
    let measures = Measure::ALL.map(|measure| column(measure.key()));
    let mut rows = Rows {
        link,
        t: Vec::new(),
        runs: Vec::new(),
        notices: Vec::new(),
    };
    for record in reader.records() {
        let record = record?;
        let number: usize = record[run].parse()?;
        if number > rows.runs.len() {
            ensure!(number == rows.runs.len() + 1, "runs are out of order");
            let text = record[weighting].trim_start_matches('w');
            rows.runs.push(RunRows {
                weighting: Weighting::parse(text).map_err(|error| anyhow::anyhow!("{error}"))?,
                statuses: Vec::new(),
                hash: record[hash].to_owned(),
                metrics: Vec::new(),
            });
        }
        if number == 1 {
            rows.t.push(record[t].parse()?);
        }
        let mut values = [None; Measure::ALL.len()];
        for (value, column) in values.iter_mut().zip(&measures) {
            let column = column
                .as_ref()
                .map_err(|error| anyhow::anyhow!("{error}"))?;
            let cell = &record[*column];
            *value = (!cell.is_empty()).then(|| cell.parse()).transpose()?;
        }
        let status = match record[status].split(';').next() {
            Some("training") => Status::Training,
            Some("converged") => Status::Converged,
            Some("empty") => Status::Empty,
            Some("diverged") => Status::Diverged {
                step: record[diverged_at].parse()?,
                quantity: [Quantity::Loss, Quantity::Gradient, Quantity::Parameters]
                    .into_iter()
                    .find(|quantity| quantity.name() == &record[overflowed])
                    .context("what overflowed")?,
            },
            _ => bail!("a status"),
        };
        let this = rows.runs.last_mut().context("a run")?;
        this.metrics.push(metrics_of(values, status));
        this.statuses.push(status);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iw_lab::sweep::Job;

    #[test]
    fn a_part_reads_back_to_the_same_bits() {
        for link in [
            "width=3&sweep=seed:1..2&sweep_steps=30",
            "init=standard&width=64&sweep=seed:1..2&sweep_steps=9",
            "keep_orange=1&keep_blue=1&model=linear&sweep=lr:0.1,1&sweep_steps=5",
        ] {
            let (plan, _) = Plan::of(&Link::from_query(link).0);
            let mut rows = Job::new(&plan.cell(1), plan.steps()).run();
            let text = csv(&Table::of_sweep(&plan, &[(1, rows.clone())]), true);
            let again = super::rows(&text, rows.link.clone()).expect("as it was written");
            rows.notices.clear();
            assert_eq!(again, rows, "{link}");
        }
    }
}

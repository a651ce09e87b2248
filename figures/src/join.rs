//! Parts put together: a table or a figure.

use crate::parts::Parts;
use crate::{Look, parquet_file, whole};
use anyhow::{Context, Result, bail};
use iw_lab::export::csv::csv;
use iw_lab::export::sweep_figure::sweep_figure;
use iw_lab::export::table::Table;
use iw_lab::sweep::Rows;
use std::path::Path;

/// Writes what the ending of `out` says of the parts that are there.
pub fn join(folder: &Path, out: &Path, look: &Look) -> Result<()> {
    let (parts, plan) = Parts::open(folder)?;
    let cells = parts.read(&plan)?;
    if cells.is_empty() {
        bail!(
            "there is no part in {}: run some cells first",
            folder.display()
        );
    }
    if cells.len() < plan.n_cells() {
        eprintln!("{} of {} cells are there", cells.len(), plan.n_cells());
    }
    let bytes = match out.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => csv(&Table::of_sweep(&plan, &cells), true).into_bytes(),
        Some("parquet") => parquet_file::bytes(&Table::of_sweep(&plan, &cells))?,
        Some("svg") => {
            let rows: Vec<Rows> = cells.into_iter().map(|(_, rows)| rows).collect();
            let options = look.options(false)?;
            let options = options.first().context("a format")?;
            sweep_figure(&plan, &rows, options).into_bytes()
        }
        _ => bail!("{}: the ending is .csv, .parquet or .svg", out.display()),
    };
    whole::write(out, &bytes)
}

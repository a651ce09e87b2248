//! Figures and sweeps of the lab, natively.
//!
//! ```text
//! cargo run --release -p figures -- figure all --out figures-out
//! cargo run --release -p figures -- sweep 'sweep=seed:1..20' --cells 0..10 --out parts
//! cargo run --release -p figures -- join parts --out rows.parquet
//! ```
//! What is written is a function of the link: the same bytes on every machine, however the cells of a sweep were
//! split. A file is there whole or not at all.

mod cells;
mod draw;
mod join;
mod parquet_file;
mod parts;
mod progress;
mod whole;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Parser, Subcommand, ValueEnum};
use iw_lab::experiment::ladder::Ladder;
use iw_lab::export::{Options, python};
use iw_lab::settings::Link;
use iw_lab::sweep::{Measure, Plan};
use iw_lab::view::Theme;
use iw_lab::view::figure::{Format, Width};
use std::ops::Range;
use std::path::PathBuf;

/// Figures and sweeps of the Importance Weighting Lab.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Draws one figure, or all of them, as SVG.
    Figure {
        /// data, boundaries, error, sweep, plane, curve, panels, or all.
        name: String,
        /// The lab's link, after the #; for `error` and `sweep` one with a sweep.
        #[arg(long, default_value = "")]
        link: String,
        /// The step that is shown.
        #[arg(long, default_value_t = 10_000)]
        step: u64,
        #[command(flatten)]
        look: Look,
        /// The folder that the figures are written to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Runs cells of a sweep, each into a file of its own.
    Sweep {
        /// A link with a sweep, for example 'sweep=seed:1..20;width:4,16&sweep_steps=10000'.
        link: String,
        /// Which cells, counted from 0: A..B without B, or one. All of them if not given.
        #[arg(long, value_parser = range)]
        cells: Option<Range<usize>>,
        /// The folder of the parts.
        #[arg(long)]
        out: PathBuf,
        /// Keeps the parts that are there and runs the others.
        #[arg(long)]
        resume: bool,
        /// How many cells at once; as many as processors if not given.
        #[arg(long)]
        jobs: Option<usize>,
    },
    /// Puts the parts of a sweep together: a table, a summary or a figure, by the ending of the file.
    Join {
        /// The folder of the parts.
        parts: PathBuf,
        /// rows.csv, rows.parquet, or figure.svg. The same bytes in whatever order the parts came.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        look: Look,
    },
    /// Prints a Python script that trains one run again with numpy and asserts that it gets the same numbers.
    Script {
        /// The lab's link, after the #.
        #[arg(long, default_value = "")]
        link: String,
        /// To which step.
        #[arg(long, default_value_t = 1_000)]
        step: u64,
        /// The run, counted from 0.
        #[arg(long, default_value_t = 0)]
        run: usize,
    },
    /// Says how many cells a sweep has, and what is wrong with it; with --cell the link of one.
    Plan {
        /// A link with a sweep.
        link: String,
        /// The number of a cell.
        #[arg(long)]
        cell: Option<usize>,
    },
}

/// How figures look.
#[derive(clap::Args, Clone)]
struct Look {
    /// Width in print: 85 or 170 mm. Both, where all figures are drawn.
    #[arg(long)]
    width: Option<f64>,
    /// Light or dark. Both, where all figures are drawn.
    #[arg(long)]
    theme: Option<ThemeName>,
    /// What is measured.
    #[arg(long, default_value = "test_error", value_parser = measure)]
    measure: Measure,
    /// Writes the link under the figure.
    #[arg(long)]
    caption: bool,
    /// The lab's address, before the #.
    #[arg(long, default_value = "")]
    address: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum ThemeName {
    Light,
    Dark,
}

impl Look {
    /// Every format that is wanted: what is not chosen is both, if `all`, and otherwise the usual one.
    fn options(&self, all: bool) -> Result<Vec<Options>> {
        let widths = match self.width {
            Some(mm) => vec![Width::of_mm(mm).context("a figure is 85 or 170 mm wide")?],
            None if all => vec![Width::Column, Width::Page],
            None => vec![Width::Page],
        };
        let themes = match self.theme {
            Some(ThemeName::Light) => vec![Theme::Light],
            Some(ThemeName::Dark) => vec![Theme::Dark],
            None if all => vec![Theme::Light, Theme::Dark],
            None => vec![Theme::Light],
        };
        let formats = widths
            .iter()
            .flat_map(|&width| themes.iter().map(move |&theme| Format { width, theme }));
        let options = |format| Options {
            format,
            measure: self.measure,
            caption: self.caption,
            address: self.address.clone(),
        };
        Ok(formats.map(options).collect())
    }
}

/// `A..B`, or one number.
fn range(text: &str) -> Result<Range<usize>, String> {
    let range = match text.split_once("..") {
        Some((first, end)) => first.parse().ok().zip(end.parse().ok()),
        None => text.parse().ok().map(|only: usize| (only, only + 1)),
    };
    range
        .filter(|(first, end)| first < end)
        .map(|(first, end)| first..end)
        .ok_or_else(|| "write A..B with A below B, for example 0..10, or one number".to_owned())
}

fn measure(text: &str) -> Result<Measure, String> {
    let known = Measure::ALL.map(Measure::key).join(", ");
    Measure::of_key(text).ok_or_else(|| format!("it is one of {known}"))
}

/// The plan of a link; what is wrong with the link is told.
fn plan(link: &str) -> Plan {
    let (link, notices) = Link::from_query(link);
    let (plan, more) = Plan::of(&link);
    for notice in notices.iter().chain(&more) {
        eprintln!("{}", notice.0);
    }
    plan
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Figure {
            name,
            link,
            step,
            look,
            out,
        } => draw::draw(&name, &link, step, &look, &out),
        Command::Sweep {
            link,
            cells,
            out,
            resume,
            jobs,
        } => cells::run(&plan(&link), cells, &out, resume, jobs),
        Command::Join { parts, out, look } => join::join(&parts, &out, &look),
        Command::Script { link, step, run } => {
            let (link, notices) = Link::from_query(&link);
            notices.iter().for_each(|notice| eprintln!("{}", notice.0));
            let mut lab = Ladder::new(link.spec.clone(), link.own.as_ref());
            lab.advance(step);
            print!(
                "{}",
                python::script(&link, &lab, run).map_err(|error| anyhow!(error))?
            );
            Ok(())
        }
        Command::Plan { link, cell } => {
            let plan = plan(&link);
            match cell {
                None => println!("{}", plan.n_cells()),
                Some(at) if at < plan.n_cells() => println!("{}", plan.cell_link(at)),
                Some(_) => bail!("the cells are numbered 0 to {}", plan.n_cells() - 1),
            }
            Ok(())
        }
    }
}

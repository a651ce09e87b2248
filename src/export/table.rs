//! Rows as columns: one measurement of one run a row, for files of every kind.
//!
//! Tools disagree about text that looks like something else, so: weights are two columns of numbers and a label that
//! begins with a letter (`w16:1`; 16:10 is a time to some), hashes begin with `h`, and what is not defined is empty,
//! with the reason in `status`.

use crate::experiment::ladder::Status;
use crate::settings::field::Kind;
use crate::sweep::{Measure, Plan, Rows, RunRows};
use crate::weights::Weighting;

/// Columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// In order.
    pub columns: Vec<Column>,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Whole numbers below 2³¹.
    Whole(Vec<i32>),
    /// Numbers, or none.
    Real(Vec<Option<f64>>),
    /// Texts.
    Text(Vec<String>),
}

impl Table {
    /// The rows of cells of a plan, each with its number, in the order given.
    pub fn of_sweep(plan: &Plan, cells: &[(usize, Rows)]) -> Table {
        let mut table = Table::default();
        let whole = |value: &dyn Fn(usize, &Rows) -> i32| {
            let of = |(at, rows): &(usize, Rows)| vec![value(*at, rows); length(rows)];
            Values::Whole(cells.iter().flat_map(of).collect())
        };
        table.push("cell", whole(&|at, _| at as i32));
        let seeds = plan.seeds();
        let seed = |at: usize| seeds[plan.place(at).seed].parse().ok();
        let of = |(at, rows): &(usize, Rows)| vec![seed(*at); length(rows)];
        table.push("seed", Values::Real(cells.iter().flat_map(of).collect()));
        for (k, knob) in plan.knobs().iter().enumerate() {
            let text = |at: usize| {
                let place = plan.positions(plan.place(at).setting)[k];
                knob.values[place].clone()
            };
            let values = match knob.field.kind {
                // The run says its weights.
                Kind::Weights { .. } => continue,
                Kind::Choice { .. } => {
                    let of = |(at, rows): &(usize, Rows)| vec![text(*at); length(rows)];
                    Values::Text(cells.iter().flat_map(of).collect())
                }
                Kind::Real { .. } | Kind::Count { .. } => {
                    let of = |(at, rows): &(usize, Rows)| {
                        vec![crate::text::decimal::read(&text(*at)); length(rows)]
                    };
                    Values::Real(cells.iter().flat_map(of).collect())
                }
            };
            table.push(knob.field.key, values);
        }
        table.push_rows(&cells.iter().map(|(_, rows)| rows).collect::<Vec<_>>());
        table
    }

    /// The rows of one lab.
    pub fn of_lab(rows: &Rows) -> Table {
        let mut table = Table::default();
        table.push_rows(&[rows]);
        table
    }

    fn push(&mut self, name: &'static str, values: Values) {
        self.columns.push(Column { name, values });
    }

    fn push_rows(&mut self, cells: &[&Rows]) {
        // Every record of every run, run by run.
        let each = |of: &mut dyn FnMut(&Rows, usize, &RunRows, usize)| {
            for rows in cells {
                for (number, run) in rows.runs.iter().enumerate() {
                    for k in 0..rows.t.len() {
                        of(rows, number, run, k);
                    }
                }
            }
        };
        let texts = |of: &dyn Fn(&RunRows, usize) -> String| {
            let mut texts = Vec::new();
            each(&mut |_, _, run, k| texts.push(of(run, k)));
            Values::Text(texts)
        };
        let reals = |of: &dyn Fn(&RunRows, usize) -> Option<f64>| {
            let mut reals = Vec::new();
            each(&mut |_, _, run, k| reals.push(of(run, k)));
            Values::Real(reals)
        };
        let mut numbers = Vec::new();
        each(&mut |_, number, _, _| numbers.push(number as i32 + 1));
        self.push("run", Values::Whole(numbers));
        self.push("weighting", texts(&|run, _| label(run.weighting)));
        for (name, side) in [("weight_orange", 0), ("weight_blue", 1)] {
            self.push(
                name,
                reals(&|run, _| ratio(run.weighting).map(|ratio| ratio[side])),
            );
        }
        self.push("status", texts(&status));
        self.push(
            "diverged_at",
            reals(&|run, k| match run.statuses[k] {
                Status::Diverged { step, .. } => Some(step as f64),
                Status::Training | Status::Converged | Status::Empty => None,
            }),
        );
        self.push(
            "overflowed",
            texts(&|run, k| match run.statuses[k] {
                Status::Diverged { quantity, .. } => quantity.name().to_owned(),
                // An empty text is null to some and not to others.
                Status::Training | Status::Converged | Status::Empty => "none".to_owned(),
            }),
        );
        let mut steps = Vec::new();
        each(&mut |rows, _, _, k| steps.push(rows.t[k] as i32));
        self.push("t", Values::Whole(steps));
        for measure in Measure::ALL {
            self.push(measure.key(), reals(&|run, k| measure.of(&run.metrics[k])));
        }
        self.push("hash", texts(&|run, _| run.hash.clone()));
    }

    /// How many rows.
    pub fn n_rows(&self) -> usize {
        self.columns
            .first()
            .map_or(0, |column| match &column.values {
                Values::Whole(values) => values.len(),
                Values::Real(values) => values.len(),
                Values::Text(values) => values.len(),
            })
    }
}

fn length(rows: &Rows) -> usize {
    rows.t.len() * rows.runs.len()
}

/// The weighting as a text that no tool takes for a time: `w16:1`.
fn label(weighting: Weighting) -> String {
    match weighting {
        Weighting::Ratio(..) => format!("w{weighting}"),
        Weighting::Density | Weighting::Balanced | Weighting::File => weighting.to_string(),
    }
}

fn ratio(weighting: Weighting) -> Option<[f64; 2]> {
    match weighting {
        Weighting::Ratio(orange, blue) => Some([orange, blue]),
        Weighting::Density | Weighting::Balanced | Weighting::File => None,
    }
}

/// How the run was doing, and why a number is not there.
fn status(run: &RunRows, k: usize) -> String {
    let name = run.statuses[k].name();
    if run.statuses[k] != Status::Empty && run.metrics[k].test_error.is_none() {
        format!("{name}; no test set")
    } else {
        name.to_owned()
    }
}

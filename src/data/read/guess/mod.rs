//! What a person most likely means by a table: which columns are features, class, weight and split, each with how sure that
//! is and why. Nothing here refuses: what cannot be told stays open, so that it can be asked.

mod class;
mod guesser;
mod names;

use super::Refusal;
use super::labels::labels;
use super::options::Options;
use super::project::Directions;
use super::remark::{Change, Remark};
use super::table::{Table, list, short};
use guesser::{Guesser, Known};

/// What columns and values are for. Columns are numbers from 0; what is `None` is still to be chosen, or not used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roles {
    /// Column of feature x₁.
    pub x1: Option<usize>,
    /// Column of feature x₂.
    pub x2: Option<usize>,
    /// Two directions in place of two columns.
    pub project: Option<Directions>,
    /// The columns that are projected.
    pub projected: Vec<usize>,
    /// Column of the class.
    pub class: Option<usize>,
    /// Value of orange, y = +1; `None` if the data has blue only.
    pub orange: Option<String>,
    /// Value of blue, y = −1; `None` if the data has orange only.
    pub blue: Option<String>,
    /// Column that says train or test.
    pub split: Option<usize>,
    /// Column of weights.
    pub weight: Option<usize>,
    /// Whether to shift and scale each feature to mean 0 and standard deviation 1; `None`: where offset and spread need it.
    pub standardize: Option<bool>,
    /// Seed of the sample, where there are more rows than are used.
    pub sample: u32,
}

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The evidence is close: ask.
    Unsure,
    /// More speaks for it than for anything else.
    Likely,
    /// Nothing speaks against it.
    Sure,
    /// The file or the options say so.
    Stated,
}

/// What was guessed, how sure that is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What was judged, as what a person would change.
    pub of: Change,
    /// How sure.
    pub certainty: Certainty,
    /// A whole sentence in the file's own names.
    pub reason: String,
}

/// The roles that a table is taken to have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    /// The roles.
    pub roles: Roles,
    /// How they were come to; one for each of features, class, labels, and weight or split where there is one.
    pub judgements: Vec<Judgement>,
    /// Columns that are not used, and why.
    pub unused: Vec<(usize, String)>,
}

impl Guess {
    /// How sure the guess of one thing is; [`Certainty::Stated`] where nothing had to be judged.
    pub fn certainty(&self, of: Change) -> Certainty {
        let judged = self
            .judgements
            .iter()
            .filter(|judgement| judgement.of == of);
        judged
            .map(|judgement| judgement.certainty)
            .min()
            .unwrap_or(Certainty::Stated)
    }

    /// What a person should be told of the guess.
    pub fn remarks(&self) -> Vec<Remark> {
        let judged = self
            .judgements
            .iter()
            .filter(|judgement| judgement.certainty != Certainty::Stated);
        judged
            .map(|judgement| Remark::new(judgement.reason.clone(), judgement.of))
            .collect()
    }
}

/// Guesses what the options do not say.
///
/// # Errors
/// If an option names a column that is not there.
pub(super) fn guess(table: &Table, options: &Options) -> Result<Guess, Refusal> {
    let find = |name: &Option<String>| name.as_deref().map(|name| column(table, name)).transpose();
    // `split=` and `weight=` with nothing after them leave such a column unused.
    let optional = |name: &Option<String>| match name.as_deref() {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(name) => column(table, name).map(|column| Some(Some(column))),
    };
    let known = Known {
        x: [find(&options.x1)?, find(&options.x2)?],
        class: find(&options.class)?,
        split: optional(&options.split)?,
        weight: optional(&options.weight)?,
    };
    let mut guesser = Guesser {
        table,
        roles: Roles {
            project: options.project,
            standardize: options.standardize,
            sample: options.sample.unwrap_or(1),
            ..Roles::default()
        },
        judgements: Vec::new(),
        index: (0..table.columns.len())
            .map(|c| class::index_reason(table, c))
            .collect(),
    };
    guesser.work(&known);
    let labelled = guesser.roles.class.map(|class| {
        let (orange, blue) = (options.orange.as_deref(), options.blue.as_deref());
        labels(&table.columns[class], orange, blue)
    });
    (guesser.roles.orange, guesser.roles.blue) =
        labelled.unwrap_or_else(|| (options.orange.clone(), options.blue.clone()));
    if options.orange.is_none() || options.blue.is_none() {
        guesser.judge_labels();
    }
    let unused = guesser.unused();
    Ok(Guess {
        roles: guesser.roles,
        judgements: guesser.judgements,
        unused,
    })
}

/// A column by name or number; a `+` that is in no name stands for a blank, as in web forms.
fn column(table: &Table, name: &str) -> Result<usize, Refusal> {
    table
        .find(name)
        .or_else(|| table.find(&name.replace('+', " ")))
        .ok_or_else(|| Refusal::UnknownColumn {
            name: short(name),
            columns: table.column_list(),
        })
}

/// The first cell that keeps columns from being features, in words.
pub(super) fn first_obstacle(table: &Table) -> Option<String> {
    let columns = table.columns.iter().filter(|column| !column.is_numeric());
    let mut cells = columns.filter_map(|column| {
        column
            .first_other
            .as_ref()
            .map(|(line, text)| (*line, text, column))
    });
    let (line, text, column) = cells.next()?;
    Some(format!(
        "Column {} has no number on line {line}: \"{}\"",
        list(std::iter::once(column.name.as_str())),
        short(text)
    ))
}

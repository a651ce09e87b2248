//! The order in which roles are guessed: split, weight, class, features; each takes its columns from the next.

use super::class;
use super::names;
use super::{Certainty, Judgement, Roles};
use crate::data::read::labels::same_label;
use crate::data::read::project::MOST_PROJECTED;
use crate::data::read::remark::Change;
use crate::data::read::rows::split_of;
use crate::data::read::table::{Column, Declared, Table, short};

/// What the options say.
pub(super) struct Known {
    pub x: [Option<usize>; 2],
    pub class: Option<usize>,
    pub split: Option<Option<usize>>,
    pub weight: Option<Option<usize>>,
}

/// A guess in progress.
pub(super) struct Guesser<'a> {
    pub table: &'a Table,
    pub roles: Roles,
    pub judgements: Vec<Judgement>,
    /// For each column that numbers or names the rows, why.
    pub index: Vec<Option<String>>,
}

impl Guesser<'_> {
    /// Guesses all but the labels.
    pub fn work(&mut self, known: &Known) {
        let columns = self.table.columns.len();
        self.roles.split = known.split.unwrap_or_else(|| self.split());
        // The lab's own format: x1, x2, y as they are.
        let plain = [self.named("x1"), self.named("x2")];
        let plain = plain.iter().all(Option::is_some).then_some(plain);
        let asked = [
            known.x[0],
            known.x[1],
            self.roles.split,
            known.weight.flatten(),
        ];
        let mut taken: Vec<usize> = asked.into_iter().flatten().chain(known.class).collect();
        if let Some(plain) = plain {
            taken.extend(plain.into_iter().flatten());
        }
        let weight = match known.weight {
            Some(weight) => weight.map(|column| (column, Certainty::Stated)),
            None => self.weight(&taken),
        };
        self.roles.weight = weight.map(|(column, _)| column);
        taken.extend(self.roles.weight);
        self.roles.class = known.class.or_else(|| self.class(&taken));
        taken.extend(self.roles.class);
        // Weights that are not to be used are no feature either, while there are others.
        let no_weights = known.weight == Some(None);
        let mut features = self.features(&taken, no_weights);
        // A weight column that is needed as a feature is one.
        let n_known = if plain.is_some() {
            2
        } else {
            known.x.iter().flatten().count()
        };
        if features.len() + n_known < 2
            && self.roles.project.is_none()
            && known.weight.is_none()
            && let Some((column, certainty)) = weight
            && certainty != Certainty::Stated
        {
            self.roles.weight = None;
            taken.retain(|&c| c != column);
            features = self.features(&taken, false);
            let name = short(&self.table.columns[column].name);
            self.judge(
                Change::Weight,
                Certainty::Unsure,
                format!("{name} is taken as a feature, as two are needed, and not as weights"),
            );
        } else if let Some((column, certainty)) = weight {
            let name = short(&self.table.columns[column].name);
            self.judge(
                Change::Weight,
                certainty,
                format!("{name} is taken as the weights of the rows"),
            );
        }
        self.take_features(known, plain, &features);
        if self.roles.project.is_some() {
            let numeric = |&c: &usize| {
                let column = &self.table.columns[c];
                column.is_numeric() && self.index[c].is_none() && column.declared.is_none()
            };
            let other = [self.roles.class, self.roles.split, self.roles.weight];
            let projected = (0..columns)
                .filter(|c| !other.contains(&Some(*c)))
                .filter(numeric);
            self.roles.projected = projected.take(MOST_PROJECTED).collect();
        }
    }

    fn judge(&mut self, of: Change, certainty: Certainty, reason: String) {
        self.judgements.push(Judgement {
            of,
            certainty,
            reason,
        });
    }

    fn name(&self, column: usize) -> String {
        short(&self.table.columns[column].name)
    }

    /// The column that the file gives this name.
    fn named(&self, name: &str) -> Option<usize> {
        let is = |column: &Column| column.is_named && column.name.eq_ignore_ascii_case(name);
        self.table.columns.iter().position(is)
    }

    /// The split column: called so, or called like one and holding nothing but the words for it.
    fn split(&mut self) -> Option<usize> {
        let mut doubtful = None;
        for (c, column) in self.table.columns.iter().enumerate() {
            let values = column.values.as_deref().unwrap_or(&[]);
            let all_known =
                !values.is_empty() && values.iter().all(|(value, _)| split_of(value).is_some());
            match names::split(&names::plain(column)) {
                Some(true) => return Some(c),
                Some(false) if all_known => doubtful = doubtful.or(Some(c)),
                _ => {}
            }
        }
        if let Some(column) = doubtful {
            let name = self.name(column);
            self.judge(
                Change::Split,
                Certainty::Sure,
                format!("{name} is taken as the split into training and test rows"),
            );
        }
        doubtful
    }

    /// The weight column, and how sure that is.
    fn weight(&mut self, taken: &[usize]) -> Option<(usize, Certainty)> {
        let columns = || {
            self.table
                .columns
                .iter()
                .enumerate()
                .filter(|(c, _)| !taken.contains(c))
        };
        if let Some((c, _)) =
            columns().find(|(_, column)| column.declared == Some(Declared::Weight))
        {
            return Some((c, Certainty::Stated));
        }
        let beside_bodies = columns().any(|(_, column)| names::is_of_bodies(&names::plain(column)));
        for wanted in [
            names::Weight::Plain,
            names::Weight::Ambiguous,
            names::Weight::Weak,
        ] {
            for (c, column) in columns() {
                let is_class = column.declared == Some(Declared::Class);
                if is_class
                    || !column.is_numeric()
                    || names::weight(&names::plain(column)) != Some(wanted)
                {
                    continue;
                }
                let negative = || {
                    let mut cells =
                        (0..self.table.n_rows().min(1000)).map(|row| self.table.cell(row, c));
                    cells.any(|cell| cell.starts_with(['-', '−']) && cell.len() > 1)
                };
                let certainty = match wanted {
                    names::Weight::Plain => Certainty::Sure,
                    names::Weight::Ambiguous if beside_bodies => {
                        let name = short(&column.name);
                        self.judge(
                            Change::Weight,
                            Certainty::Unsure,
                            format!("{name} is taken as what something weighs, given the columns beside it, and not as the weights of the rows"),
                        );
                        return None;
                    }
                    names::Weight::Ambiguous => Certainty::Likely,
                    names::Weight::Weak if negative() => continue,
                    names::Weight::Weak => Certainty::Likely,
                };
                return Some((c, certainty));
            }
        }
        None
    }

    fn class(&mut self, taken: &[usize]) -> Option<usize> {
        let free = |c: usize| !taken.contains(&c) && self.index[c].is_none();
        let chosen = class::choose(self.table, &free)?;
        let name = self.name(chosen.column);
        let is_plain =
            name == "y" && self.named("x1").is_some() && chosen.certainty >= Certainty::Likely;
        let certainty = if is_plain {
            Certainty::Stated
        } else {
            chosen.certainty
        };
        self.judge(
            Change::Class,
            certainty,
            format!("The class is {name}: {}", chosen.reason),
        );
        Some(chosen.column)
    }

    /// Columns of numbers, the most promising first: many values, some, two, one; then those that number rows.
    fn features(&self, taken: &[usize], no_weights: bool) -> Vec<usize> {
        let rank = |c: usize| {
            let column = &self.table.columns[c];
            match &column.values {
                _ if self.index[c].is_some() => 5,
                _ if no_weights && names::is_of_weights(&names::plain(column)) => 4,
                _ if column.declared == Some(Declared::Nominal) => 4,
                None => 0,
                Some(values) if values.len() <= 1 => 3,
                Some(values) if values.len() == 2 => 2,
                Some(_) if column.has_fractions() => 0,
                Some(_) => 1,
            }
        };
        let is_free = |&c: &usize| {
            let column = &self.table.columns[c];
            let meant = !matches!(
                column.declared,
                Some(Declared::Meta | Declared::Weight | Declared::Class)
            );
            !taken.contains(&c) && column.is_numeric() && meant
        };
        let mut free: Vec<usize> = (0..self.table.columns.len()).filter(is_free).collect();
        // In a small file whole numbers are no worse than fractions.
        let small = self.table.n_rows() < 20;
        free.sort_by_key(|&c| match rank(c) {
            1 if small => 0,
            rank => rank,
        });
        free
    }

    fn take_features(
        &mut self,
        known: &Known,
        plain: Option<[Option<usize>; 2]>,
        features: &[usize],
    ) {
        let mut free = features
            .iter()
            .copied()
            .filter(|c| !known.x.contains(&Some(*c)));
        let plain = plain.unwrap_or([None; 2]);
        let is_plain = plain[0].is_some();
        // The two most promising, in the order of the file.
        let mut best: Vec<usize> = (0..2)
            .filter(|&k| known.x[k].or(plain[k]).is_none())
            .filter_map(|_| free.next())
            .collect();
        best.sort_unstable();
        let mut best = best.into_iter();
        [self.roles.x1, self.roles.x2] =
            [0, 1].map(|k| known.x[k].or(plain[k]).or_else(|| best.next()));
        let stated =
            is_plain || known.x.iter().all(Option::is_some) || self.roles.project.is_some();
        let (Some(x1), Some(x2)) = (self.roles.x1, self.roles.x2) else {
            return;
        };
        if stated {
            return;
        }
        let others = free.filter(|&c| self.index[c].is_none()).count();
        let names = format!("The features are {} and {}", self.name(x1), self.name(x2));
        let index = [x1, x2]
            .iter()
            .any(|&c| self.index[c].is_some() && !known.x.contains(&Some(c)));
        match others {
            _ if index => self.judge(
                Change::Features,
                Certainty::Unsure,
                format!("{names}, though one of them numbers the rows: nothing else is there"),
            ),
            0 => self.judge(Change::Features, Certainty::Sure, names),
            others => self.judge(
                Change::Features,
                Certainty::Likely,
                format!("{names}, of {} columns of numbers", others + 2),
            ),
        }
    }

    /// Says which labels were taken.
    pub fn judge_labels(&mut self) {
        let Some(class) = self.roles.class else {
            return;
        };
        let values = self.table.columns[class].values.as_deref().unwrap_or(&[]);
        let count = |label: &Option<String>| {
            let label = label.as_deref()?;
            let n: usize = values
                .iter()
                .filter(|(value, _)| same_label(value, label))
                .map(|(_, n)| n)
                .sum();
            Some(format!("{} ({n} rows)", short(label)))
        };
        let (Some(orange), Some(blue)) = (count(&self.roles.orange), count(&self.roles.blue))
        else {
            return;
        };
        let is_plain = [&self.roles.orange, &self.roles.blue].iter().all(|label| {
            ["1", "-1", "0", "orange", "blue"]
                .iter()
                .any(|sign| label.as_deref().is_some_and(|l| same_label(l, sign)))
        });
        let certainty = match values.len() {
            _ if is_plain && values.len() == 2 => Certainty::Stated,
            2 => Certainty::Sure,
            _ => Certainty::Likely,
        };
        self.judge(
            Change::Labels,
            certainty,
            format!(
                "Orange is {orange} and blue is {blue}, of {}",
                short_column(&self.table.columns[class])
            ),
        );
    }

    /// Columns without a role, and why.
    pub fn unused(&self) -> Vec<(usize, String)> {
        let roles = &self.roles;
        let used = [roles.x1, roles.x2, roles.class, roles.split, roles.weight];
        let is_used = |c: usize| {
            let directly = used[if roles.project.is_some() { 2 } else { 0 }..].contains(&Some(c));
            directly || roles.projected.contains(&c)
        };
        let reason = |c: usize| {
            let column = &self.table.columns[c];
            match (&self.index[c], column.declared, &column.first_other) {
                (Some(reason), ..) => reason.clone(),
                (_, Some(Declared::Meta), _) => "the file says that it is no feature".to_owned(),
                (.., Some((line, text))) if !column.is_numeric() => {
                    format!("no column of numbers: line {line} has \"{}\"", short(text))
                }
                _ if column.numbers == 0 => "it has no value".to_owned(),
                _ => "it is not chosen".to_owned(),
            }
        };
        (0..self.table.columns.len())
            .filter(|&c| !is_used(c))
            .map(|c| (c, reason(c)))
            .collect()
    }
}

fn short_column(column: &Column) -> String {
    short(&column.name)
}

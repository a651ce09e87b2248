//! Separability and max margin of rows of any dimension: what [`super::separability`] says of lines, up to n = 500 and
//! D = 1024 beside a page, piece by piece.
//!
//! The face shrinks as it does there: rows of a combination that is 0 are *core*, and with them every row in their
//! span; of the others the margin is asked orthogonally to it. What changes is how: by [`super::active_set`], on the
//! rows as they are, with the core as equalities. Lengths are judged by the same bounds.

use super::active_set::{ActiveSet, Solved, Step};
use super::certificate::{Partly, Separability, Size};
use super::double_double::{Dd, dot};
use super::max_margin::MaxMargin;
use super::rows::Rows;
use crate::dense;
use crate::numeric::norm;

/// Rows being judged.
#[derive(Clone, Debug)]
pub struct WideJudge {
    set: ActiveSet,
    /// What the rows were divided by, a power of two.
    scale: f64,
    /// R of the divided rows.
    radius: f64,
    core: Vec<usize>,
    /// p of the first combination that was 0.
    combination: Option<Vec<f64>>,
    /// Times that a solution was solved once more.
    solutions: usize,
}

impl WideJudge {
    /// Begins.
    pub fn new(rows: &Rows) -> WideJudge {
        let scale = rows.power_of_two();
        let z: Vec<f64> = rows.numbers().iter().map(|z| z / scale).collect();
        WideJudge {
            set: ActiveSet::new(rows.dim(), z),
            scale,
            radius: rows.radius() / scale,
            core: Vec::new(),
            combination: None,
            solutions: 0,
        }
    }

    /// One bounded piece of work, at most some n D products; the verdict once it is known.
    pub fn work(&mut self) -> Option<Separability> {
        match self.set.step() {
            Step::On if self.set.length() * self.radius < 1e12 => None,
            // No margin of 1e−12 R is left: what there is of it is the combination.
            Step::On => {
                let total: f64 = self.set.multipliers().map(|(_, alpha)| alpha).sum();
                let parts = self.set.multipliers();
                let parts = parts.map(|(row, alpha)| (row, alpha / total)).collect();
                self.shrink(parts)
            }
            Step::Cancels(parts) => self.shrink(parts),
            Step::Met => {
                let (solved, holds) = self.set.solve();
                self.solutions += 1;
                if holds || self.solutions > 8 {
                    Some(self.met(&solved))
                } else {
                    None
                }
            }
            Step::Stuck => Some(self.undecided(1.0 / (self.set.length() * self.radius))),
        }
    }

    fn undecided(&self, relative_margin: f64) -> Separability {
        Separability::Undecided { relative_margin }
    }

    /// Takes the rows of a combination that is 0 into the core, and every row in their span.
    fn shrink(&mut self, parts: Vec<(usize, f64)>) -> Option<Separability> {
        let n = self.set.n_rows();
        self.combination.get_or_insert_with(|| {
            let mut shares = vec![0.0; n];
            parts.iter().for_each(|&(row, part)| shares[row] = part);
            shares
        });
        self.set.restart();
        for (row, part) in parts {
            match Size::of(part, 1.0) {
                Size::Zero => continue,
                Size::Undecided(part) => return Some(self.undecided(part)),
                Size::Positive => {}
            }
            let beside = self.set.beside_core(row);
            match Size::of(beside, self.radius) {
                Size::Undecided(length) => return Some(self.undecided(length)),
                size => self.set.close(row, matches!(size, Size::Positive)),
            }
        }
        for row in 0..n {
            if self.set.is_open(row) {
                match Size::of(self.set.beside_core(row), self.radius) {
                    Size::Zero => self.set.close(row, false),
                    Size::Undecided(length) => return Some(self.undecided(length)),
                    Size::Positive => {}
                }
            }
        }
        self.core = (0..n).filter(|&row| !self.set.is_open(row)).collect();
        (self.core.len() == n).then(|| Separability::NotSeparable {
            combination: self.combination.clone().unwrap_or_default(),
        })
    }

    fn met(&self, solved: &Solved) -> Separability {
        let squared = dot(&solved.v, &solved.v);
        // 1/|v|, of the divided rows.
        let margin = (Dd::ONE / squared.sqrt()).to_f64();
        if let Size::Undecided(relative) = Size::of(margin, self.radius) {
            return self.undecided(relative);
        }
        let limit = self.limit(solved, squared);
        match &self.combination {
            None => Separability::Separable(limit),
            Some(combination) => Separability::Partly(Partly {
                separable: (0..self.set.n_rows())
                    .filter(|&row| self.set.is_open(row))
                    .collect(),
                core: self.core.clone(),
                limit,
                combination: combination.clone(),
            }),
        }
    }

    fn limit(&self, solved: &Solved, squared: Dd) -> MaxMargin {
        let n = self.set.n_rows();
        let length = squared.sqrt();
        let unit: Vec<Dd> = solved.v.iter().map(|&v| v / length).collect();
        let v: Vec<f64> = solved.v.iter().map(|v| v.to_f64()).collect();
        let tie = 1e-9 + 4.0 * f64::EPSILON * norm(&v);
        let is_support = |row: usize| dense::dot(self.set.row(row), &v) - 1.0 <= tie;
        // What rounding leaves below 0 is 0.
        let total: f64 = solved.alpha.iter().map(|(_, a)| a.to_f64().max(0.0)).sum();
        let mut dual = vec![0.0; n];
        for &(row, alpha) in &solved.alpha {
            dual[row] = alpha.to_f64().max(0.0) / total;
        }
        MaxMargin {
            direction: unit.iter().map(|c| c.to_f64()).collect(),
            margin: self.scale * (Dd::ONE / length).to_f64(),
            support: (0..n)
                .filter(|&row| self.set.is_open(row) && is_support(row))
                .collect(),
            dual,
            solution: v.iter().map(|v| v / self.scale).collect(),
            unit,
        }
    }
}

/// Judges rows in one go.
pub(super) fn judge(rows: &Rows) -> Separability {
    let mut judge = WideJudge::new(rows);
    loop {
        if let Some(verdict) = judge.work() {
            return verdict;
        }
    }
}

//! Max margin in any dimension: the dual active-set method of Goldfarb and Idnani.
//!
//! ```text
//! min ½ |v|²   s.t.   zᵢ·v ≥ 1 of the open rows,   zⱼ·v = 0 of the core rows          v = Σ α z,  α ≥ 0 of open rows
//! ```
//!
//! It begins at v = 0, the minimum without a row, and keeps the minimum under a set of *active* rows while it takes one
//! violated row after the other into it: p comes in along z = zₚ − Q Qᵀ zₚ in v and −r, R r = Qᵀ zₚ, in α, until its
//! margin is 1; a row whose α falls to 0 on the way leaves. |v| grows with each row, so that no set comes twice. Where
//! neither is possible, zₚ = Σ rⱼ zⱼ with rⱼ ≤ 0: a combination of rows that is 0, and no direction separates them.
//!
//! v is carried in its own coordinates and the active rows as Q R: nothing is formed whose rounding goes with (R/γ)².
//! The result is solved once more on its active rows, with residuals in 32 digits. Source: D. Goldfarb and A. Idnani,
//! *A numerically stable dual method for solving strictly convex quadratic programs* (Mathematical Programming 27, 1983).

use super::double_double::Dd;
use super::qr::Qr;
use crate::dense::{add_scaled, product};
use crate::numeric::norm;

/// A row this short beside the span of others, relative to itself, lies in it.
const DEPENDENT: f64 = 1e-14;
/// A margin of 1 that is missed by this is met, beside what rounding takes of it.
const MET: f64 = 1e-12;

/// See the module. Rows are of size near 1.
#[derive(Clone, Debug)]
pub(super) struct ActiveSet {
    dim: usize,
    z: Vec<f64>,
    lengths: Vec<f64>,
    /// Whether a row's margin is asked to be 1.
    open: Vec<bool>,
    active: Vec<bool>,
    qr: Qr,
    /// The row of each column of Q; the first are core rows.
    columns: Vec<usize>,
    n_core: usize,
    alpha: Vec<f64>,
    v: Vec<f64>,
    margins: Vec<f64>,
    /// Rows taken in so far.
    steps: usize,
}

/// What a step led to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// A row has come in.
    On,
    /// Every margin is met.
    Met,
    /// Rows with positive parts p whose combination, with core rows of any sign, is 0. Σ p = 1.
    Cancels(Vec<(usize, f64)>),
    /// Rounding has the last word.
    Stuck,
}

/// v and α to 32 digits.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) v: Vec<Dd>,
    /// Of the open active rows.
    pub(super) alpha: Vec<(usize, Dd)>,
}

impl ActiveSet {
    /// Of rows of `dim` numbers, all open.
    pub(super) fn new(dim: usize, z: Vec<f64>) -> ActiveSet {
        let lengths: Vec<f64> = z.chunks_exact(dim).map(norm).collect();
        let n = lengths.len();
        ActiveSet {
            dim,
            z,
            lengths,
            open: vec![true; n],
            active: vec![false; n],
            qr: Qr::new(dim),
            columns: Vec::new(),
            n_core: 0,
            alpha: Vec::new(),
            v: vec![0.0; dim],
            margins: vec![0.0; n],
            steps: 0,
        }
    }

    pub(super) fn row(&self, i: usize) -> &[f64] {
        &self.z[i * self.dim..(i + 1) * self.dim]
    }

    pub(super) fn n_rows(&self) -> usize {
        self.open.len()
    }

    /// Whether the margin of a row is still asked to be 1.
    pub(super) fn is_open(&self, i: usize) -> bool {
        self.open[i]
    }

    /// |v| ≤ 1/γ at any time.
    pub(super) fn length(&self) -> f64 {
        norm(&self.v)
    }

    /// α of the open active rows.
    pub(super) fn multipliers(&self) -> impl Iterator<Item = (usize, f64)> {
        let alpha = self.columns.iter().copied().zip(self.alpha.iter().copied());
        alpha.skip(self.n_core)
    }

    /// The length of a row beside the span of the core.
    pub(super) fn beside_core(&self, i: usize) -> f64 {
        norm(&self.qr.split(self.row(i)).1)
    }

    /// Begins anew with fewer open rows.
    pub(super) fn restart(&mut self) {
        while self.columns.len() > self.n_core {
            let last = self.columns.len() - 1;
            self.leave(last, &mut Vec::new(), &mut []);
        }
        self.alpha.fill(0.0);
        self.v.fill(0.0);
        self.steps = 0;
    }

    /// Asks no margin of a row any more; it joins the core that v is orthogonal to unless it lies in its span already.
    /// Only after [`ActiveSet::restart`].
    pub(super) fn close(&mut self, i: usize, beside: bool) {
        self.open[i] = false;
        if beside {
            let (c, rest) = self.qr.split(self.row(i));
            let length = norm(&rest);
            self.qr.push(c, &rest, length);
            self.columns.push(i);
            self.alpha.push(0.0);
            self.n_core += 1;
        }
    }

    /// What a margin must reach.
    fn enough(&self, i: usize, size: f64) -> f64 {
        1.0 - MET - 16.0 * f64::EPSILON * self.lengths[i] * size
    }

    /// The open row that is farthest from its margin, in units of its length.
    fn most_violated(&self) -> Option<usize> {
        let size = self.length();
        let missing = |i: usize| (1.0 - self.margins[i]) / self.lengths[i];
        (0..self.n_rows())
            .filter(|&i| self.open[i] && !self.active[i] && self.margins[i] < self.enough(i, size))
            .reduce(|best, i| if missing(i) > missing(best) { i } else { best })
    }

    /// Takes one row in.
    pub(super) fn step(&mut self) -> Step {
        product(&self.z, &self.v, &mut self.margins);
        let Some(entering) = self.most_violated() else {
            return Step::Met;
        };
        self.steps += 1;
        if self.steps > 20 * (self.n_rows() + self.dim) {
            return Step::Stuck;
        }
        let (mut c, mut rest) = self.qr.split(self.row(entering));
        let (mut alpha, mut missing) = (0.0, 1.0 - self.margins[entering]);
        loop {
            let length = norm(&rest);
            let dependent = length <= DEPENDENT * self.lengths[entering];
            let r = self.qr.solve(&c);
            // How far it is until an active row's α is 0, and until the margin is met.
            let mut first: Option<(usize, f64)> = None;
            for (at, &r) in r.iter().enumerate().skip(self.n_core) {
                let way = self.alpha[at] / r;
                if r > 0.0 && first.is_none_or(|(_, least)| way < least) {
                    first = Some((at, way));
                }
            }
            let whole = missing / (length * length);
            let (way, leaving) = match first {
                None if dependent => return Step::Cancels(self.cancelling(entering, &r)),
                Some((at, way)) if dependent || way < whole => (way, Some(at)),
                _ => (whole, None),
            };
            for (alpha, r) in self.alpha.iter_mut().zip(&r) {
                *alpha -= way * r;
            }
            alpha += way;
            if !dependent {
                add_scaled(&mut self.v, way, &rest);
                missing -= way * length * length;
            }
            match leaving {
                Some(at) => self.leave(at, &mut c, &mut rest),
                None => {
                    self.qr.push(c, &rest, length);
                    self.columns.push(entering);
                    self.alpha.push(alpha);
                    self.active[entering] = true;
                    return Step::On;
                }
            }
        }
    }

    fn leave(&mut self, at: usize, c: &mut Vec<f64>, rest: &mut [f64]) {
        self.qr.remove(at, c, rest);
        self.active[self.columns.remove(at)] = false;
        self.alpha.remove(at);
    }

    /// zₚ − Σ rⱼ zⱼ = 0, the parts of open rows scaled to sum 1.
    fn cancelling(&self, entering: usize, r: &[f64]) -> Vec<(usize, f64)> {
        let others = self.columns.iter().zip(r).skip(self.n_core);
        let mut parts = vec![(entering, 1.0)];
        parts.extend(others.map(|(&row, &r)| (row, -r)));
        let total: f64 = parts.iter().map(|(_, part)| part).sum();
        parts.iter_mut().for_each(|(_, part)| *part /= total);
        parts
    }

    /// Solves for v and α on the active rows, and goes on from there. False if a margin is then missed or an α is
    /// negative by more than rounding.
    pub(super) fn solve(&mut self) -> (Solved, bool) {
        let solved = self.solve_exactly();
        self.v = solved.v.iter().map(|v| v.to_f64()).collect();
        for (alpha, (_, exact)) in self.alpha[self.n_core..].iter_mut().zip(&solved.alpha) {
            *alpha = exact.to_f64();
        }
        product(&self.z, &self.v, &mut self.margins);
        let total: f64 = self.multipliers().map(|(_, alpha)| alpha.abs()).sum();
        let holds = self.multipliers().all(|(_, alpha)| alpha >= -1e-12 * total);
        let met = self.most_violated().is_none();
        (solved, holds && met)
    }

    /// Iterative refinement: α ← α + (Rᵀ R)⁻¹ (b − Z Zᵀ α), b = 1 of open rows and 0 of the core.
    fn solve_exactly(&self) -> Solved {
        let m = self.columns.len();
        let mut alpha = vec![Dd::ZERO; m];
        let mut v = vec![Dd::ZERO; self.dim];
        let mut missing: Vec<f64> = (0..m)
            .map(|at| if at < self.n_core { 0.0 } else { 1.0 })
            .collect();
        let mut worst = f64::INFINITY;
        for _ in 0..12 {
            let step = self.qr.solve(&self.qr.solve_transposed(&missing));
            for (alpha, step) in alpha.iter_mut().zip(step) {
                *alpha = *alpha + Dd::from(step);
            }
            v.fill(Dd::ZERO);
            for (&row, &alpha) in self.columns.iter().zip(&alpha) {
                for (v, &z) in v.iter_mut().zip(self.row(row)) {
                    *v = *v + alpha * Dd::from(z);
                }
            }
            for (at, (missing, &row)) in missing.iter_mut().zip(&self.columns).enumerate() {
                let margin = (self.row(row).iter().zip(&v))
                    .fold(Dd::ZERO, |sum, (&z, &v)| sum + v * Dd::from(z));
                let asked = if at < self.n_core { Dd::ZERO } else { Dd::ONE };
                *missing = (asked - margin).to_f64();
            }
            let here = missing.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
            if here < 1e-26 || here > 0.5 * worst {
                break;
            }
            worst = here;
        }
        let alpha = self.columns.iter().copied().zip(alpha);
        Solved {
            v,
            alpha: alpha.skip(self.n_core).collect(),
        }
    }
}

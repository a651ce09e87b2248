//! What theory predicts of a curve, as lines beside the measured ones.
//!
//! ```text
//! |ρ⊥| / (|v| ln t)             angle to the limit: the leading term (Soudry et al. 2018)
//! v ln t + ρ                    the parameters themselves: their angle, and their norm
//! arccos(1 − KL(p*‖w)/(γ|θ|))   the angle is at most that, from θ = 0: loose
//! KL(p*‖q_k) / (τ − τ_k)        the dual gap is at most that (Ji and Telgarsky 2019): loose
//! ```

use crate::loss::Loss;
use crate::numeric::{ln, norm};
use crate::optimizer::Optimizer;
use crate::outlook::limits::angle;
use crate::report::{Moment, Shown};
use crate::theory::dual::{certified_angle, mirror_bound};
use crate::theory::dual_path::{DualMoment, bound_begins};
use crate::theory::max_margin::MaxMargin;
use crate::theory::residual::Residual;
use std::f64::consts::FRAC_PI_2;

/// A predicted line: what it is, and (ln t, value) in order of t.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// What it is, in a few symbols.
    pub caption: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
}

/// Where ln t is small, v ln t + ρ says nothing.
const EARLIEST: f64 = 1000.0;

fn law(caption: &str, points: impl Iterator<Item = (f64, f64)>) -> Law {
    Law {
        caption: caption.to_owned(),
        points: points.collect(),
    }
}

/// Whether ln t is large enough for v ln t + ρ to mean anything.
pub fn is_late(ln_t: f64) -> bool {
    ln_t > ln(EARLIEST)
}

fn late(times: &[f64]) -> impl Iterator<Item = f64> + '_ {
    times.iter().copied().filter(|ln_t| is_late(*ln_t))
}

/// The angle in degrees, by its leading term and by v ln t + ρ, at these ln t.
pub fn angles(residual: &Residual, limit: &MaxMargin, times: &[f64]) -> [Law; 2] {
    let leading = late(times).map(|ln_t| (ln_t, residual.predicted_angle(ln_t).to_degrees()));
    let whole = late(times).filter_map(|ln_t| {
        let degrees = angle(&residual.predict(ln_t), &limit.direction)?.to_degrees();
        Some((ln_t, degrees))
    });
    [
        law("‖ρ⊥‖ / (‖v‖ ln t)", leading),
        law("angle of v ln t + ρ", whole),
    ]
}

/// ‖v ln t + ρ‖ at these ln t.
pub fn lengths(residual: &Residual, times: &[f64]) -> Law {
    let length = late(times).map(|ln_t| (ln_t, norm(&residual.predict(ln_t))));
    law("‖v ln t + ρ‖", length)
}

/// The angle in radians that KL(p*‖w) allows at most, where that says anything: below a right angle.
pub fn allowed_angle(kl: f64, limit: &MaxMargin, length: f64) -> Option<f64> {
    certified_angle(kl, limit.margin, length).filter(|angle| *angle < FRAC_PI_2)
}

/// The same in degrees; of (ln t, ‖θ‖).
pub fn certificate(kl: f64, limit: &MaxMargin, norms: &[(f64, f64)]) -> Law {
    let at = |&(ln_t, length): &(f64, f64)| {
        let angle = allowed_angle(kl, limit, length)?;
        Some((ln_t, angle.to_degrees()))
    };
    law("at most, by KL(p*‖w)", norms.iter().filter_map(at))
}

/// The bound of mirror descent on the dual gap, at these ln t. `radius` is R.
pub fn gap_bound(times: &[f64], moments: &[DualMoment], radius: f64) -> Law {
    let from = bound_begins(moments, radius);
    let points = times
        .iter()
        .zip(moments)
        .skip(from + 1)
        .map(|(ln_t, moment)| {
            let start = &moments[from];
            let way = moment.total_step - start.total_step;
            (*ln_t, mirror_bound(start.kl, way))
        });
    law("at most, KL(p*‖w) / τ", points)
}

/// γ, which no normalized margin passes.
pub fn largest_margin(limit: &MaxMargin, times: &[f64]) -> Law {
    law("γ", times.iter().map(|ln_t| (*ln_t, limit.margin)))
}

fn times(instants: &[Moment]) -> Vec<f64> {
    instants.iter().map(|moment| moment.at.ln_t()).collect()
}

/// KL(p*‖w) of the selected run where the bound on the angle is proved: from 0, by plain descent, with the
/// exponential loss.
pub fn certified(shown: &Shown) -> Option<f64> {
    let spec = &shown.ladder().spec;
    let start = shown.session.history().records().first()?;
    let from_zero = start
        .parameters
        .get(shown.selected())?
        .iter()
        .all(|p| *p == 0.0);
    let proved = from_zero
        && shown.limits()?.rows.start_at_zero()
        && spec.loss == Loss::Exponential
        && spec.optimizer == Optimizer::Gd;
    let kl = shown.outlook.runs.get(shown.selected())?.kl?;
    (proved && kl.is_finite()).then_some(kl)
}

/// Of the angle to the limit.
pub fn of_angle(shown: &Shown, instants: &[Moment]) -> Vec<Law> {
    let Some(limit) = shown.separable_limit() else {
        return Vec::new();
    };
    let selected = shown.selected();
    let own = shown.outlook.runs.get(selected);
    // A run with a limit of its own keeps an angle to the limit of all rows permanently.
    let moves = own.is_none_or(|run| run.kl == Some(f64::INFINITY));
    let mut laws = Vec::new();
    let residual = shown.outlook.residual(shown.ladder(), selected);
    if let Some(residual) = residual.filter(|_| !moves) {
        laws.extend(angles(&residual, limit, &times(instants)));
    }
    if let Some(kl) = certified(shown) {
        let length = |moment: &Moment| {
            let theta = moment.record?.parameters.get(selected)?;
            Some((moment.at.ln_t(), norm(theta)))
        };
        let norms: Vec<(f64, f64)> = instants.iter().filter_map(length).collect();
        laws.push(certificate(kl, limit, &norms));
    }
    laws
}

/// Of ‖θ‖.
pub fn of_norm(shown: &Shown, instants: &[Moment]) -> Vec<Law> {
    let residual = shown
        .separable_limit()
        .and_then(|_| shown.outlook.residual(shown.ladder(), shown.selected()));
    residual.map_or_else(Vec::new, |residual| {
        vec![lengths(&residual, &times(instants))]
    })
}

/// Of normalized margins.
pub fn of_margin(shown: &Shown, instants: &[Moment]) -> Vec<Law> {
    shown.separable_limit().map_or_else(Vec::new, |limit| {
        vec![largest_margin(limit, &times(instants))]
    })
}

/// Of the dual gap, with the loss for which it is proved.
pub fn of_gap(shown: &Shown, instants: &[Moment]) -> Vec<Law> {
    if shown.separable_limit().is_none() || shown.ladder().spec.loss != Loss::Exponential {
        return Vec::new();
    }
    let Some(limits) = &shown.outlook.limits else {
        return Vec::new();
    };
    let known = instants.iter().filter_map(|moment| {
        let dual = moment.duals?.get(shown.selected()).copied().flatten()?;
        Some((moment.at.ln_t(), dual))
    });
    let (times, moments): (Vec<f64>, Vec<DualMoment>) = known.unzip();
    vec![gap_bound(&times, &moments, limits.rows.radius())]
}

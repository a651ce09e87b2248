//! What theory predicts of a curve, as lines beside the measured ones.
//!
//! ```text
//! |ρ⊥| / (|v| ln t)             angle to the limit: the leading term (Soudry et al. 2018)
//! v ln t + ρ                    the parameters themselves: their angle, and their norm
//! arccos(1 − KL(p*‖w)/(γ|θ|))   the angle is at most that, from θ = 0: loose
//! KL(p*‖q_k) / (τ − τ_k)        the dual gap is at most that (Ji and Telgarsky 2019): loose
//! ```

use super::chart::Law;
use crate::numeric::{ln, norm};
use crate::outlook::limits::angle;
use crate::theory::dual::{certified_angle, mirror_bound};
use crate::theory::dual_path::{DualMoment, bound_begins};
use crate::theory::max_margin::MaxMargin;
use crate::theory::residual::Residual;

/// Where ln t is small, v ln t + ρ says nothing.
const EARLIEST: f64 = 1000.0;

fn law(caption: &str, points: Vec<(f64, f64)>) -> Law {
    Law {
        caption: caption.to_owned(),
        points,
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
        law("‖ρ⊥‖ / (‖v‖ ln t)", leading.collect()),
        law("angle of v ln t + ρ", whole.collect()),
    ]
}

/// ‖v ln t + ρ‖ at these ln t.
pub fn lengths(residual: &Residual, times: &[f64]) -> Law {
    let length = late(times).map(|ln_t| (ln_t, norm(&residual.predict(ln_t))));
    law("‖v ln t + ρ‖", length.collect())
}

/// The angle in degrees that the certificate promises at most, where it promises anything; of (ln t, ‖θ‖).
pub fn certificate(kl: f64, limit: &MaxMargin, norms: &[(f64, f64)]) -> Law {
    let at = |&(ln_t, length): &(f64, f64)| {
        let angle = certified_angle(kl, limit.margin, length)?;
        Some((ln_t, angle.to_degrees()))
    };
    law(
        "at most, by KL(p*‖w)",
        norms.iter().filter_map(at).collect(),
    )
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
    law("at most, KL(p*‖w) / τ", points.collect())
}

/// γ, which no normalized margin passes.
pub fn largest_margin(limit: &MaxMargin, times: &[f64]) -> Law {
    let line = times.iter().map(|ln_t| (*ln_t, limit.margin));
    law("γ", line.collect())
}

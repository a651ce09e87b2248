//! What curves stand against: time, ln t, or dual time.

use crate::numeric::{log10, pow};
use crate::report::{Moment, Shown};
use crate::settings::AcrossKind;

/// What stands across a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Across {
    /// Time, as the timeline shows it.
    Time,
    /// A number that grows with time.
    Number {
        /// Its name.
        name: &'static str,
        /// The values at both ends.
        range: (f64, f64),
        /// Whether it is mapped by its logarithm.
        logarithmic: bool,
        /// From where on time is warped; beyond the range if it never is.
        warped_from: f64,
    },
}

/// What curves can stand against, where there is a choice.
pub fn kind(shown: &Shown) -> Option<AcrossKind> {
    shown.outlook.limits.as_ref()?;
    let selected = shown.selected();
    let has_dual = || {
        shown.outlook.duals.steps.iter().any(|dual| {
            let moment = dual.runs.get(selected).copied().flatten();
            moment.is_some_and(|moment| moment.total_step > 0.0)
        })
    };
    match shown.view.across {
        AcrossKind::Dual if !has_dual() => Some(AcrossKind::Steps),
        chosen => Some(chosen),
    }
}

/// Where the moment stands across, for one run; `None` where that is not known.
pub fn place(shown: &Shown, kind: Option<AcrossKind>, run: usize) -> Option<f64> {
    match kind {
        Some(AcrossKind::Dual) => Some(shown.dual(run)?.total_step),
        _ => Some(shown.ln_t()),
    }
}

/// (place, ln t) of the selected run at each instant, ascending, where places are not times; else nothing.
pub fn times<'a>(
    shown: &Shown<'a>,
    kind: Option<AcrossKind>,
    instants: &[Moment<'a>],
) -> Vec<(f64, f64)> {
    if kind != Some(AcrossKind::Dual) {
        return Vec::new();
    }
    let of = |moment: &Moment<'a>| {
        let place = place(&shown.at(*moment), kind, shown.selected())?;
        (place > 0.0).then_some((place, moment.at.ln_t()))
    };
    instants.iter().filter_map(of).collect()
}

/// The axis across, where the selected run's places and times are `times`.
pub fn across(shown: &Shown, kind: Option<AcrossKind>, times: &[(f64, f64)]) -> Across {
    match kind {
        Some(AcrossKind::LnT) => Across::Number {
            name: "ln t",
            range: (0.0, shown.end()),
            logarithmic: false,
            // Beyond the range where nothing is warped.
            warped_from: shown.seam(),
        },
        Some(AcrossKind::Dual) => {
            let end = |time: Option<&(f64, f64)>| time.map_or(1.0, |time| time.0);
            let (low, high) = (
                log10(end(times.first())).floor(),
                log10(end(times.last())).ceil(),
            );
            let seam = times.iter().find(|time| time.1 > shown.seam());
            Across::Number {
                name: "τ",
                range: (pow(10.0, low), pow(10.0, high.max(low + 1.0))),
                logarithmic: true,
                warped_from: seam.map_or(f64::INFINITY, |time| time.0),
            }
        }
        Some(AcrossKind::Steps) | None => Across::Time,
    }
}

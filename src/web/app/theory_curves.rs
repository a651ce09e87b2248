//! What the curves owe to theory: the axis that they stand against, the lines predicted beside them, and what
//! there is to say of the moment shown.

use crate::experiment::history::{Record, Time};
use crate::model::Model;
use crate::numeric::{log10, norm, pow};
use crate::outlook::DualRecord;
use crate::outlook::limits::{Limits, angle};
use crate::outlook::networks::NetworkHistory;
use crate::outlook::scope;
use crate::settings::AcrossKind;
use crate::theory::dual::certified_angle;
use crate::theory::dual_path::DualMoment;
use crate::theory::max_margin::MaxMargin;
use crate::view::abscissa::Across;
use crate::view::chart::Law;
use crate::view::theory_laws;
use crate::view::theory_words::{AngleWords, DualWords, NetworkWords, NoLaw};
use crate::view::ticks::Scale;
use crate::web::app::App;
use crate::web::panels::charts::Curve;

/// A recorded instant, and the dual of each run there, where it is known.
pub(in crate::web) struct Instant<'a> {
    /// The record.
    pub record: &'a Record,
    /// The duals.
    pub duals: &'a [Option<DualMoment>],
}

fn runs_at(list: &[DualRecord], at: usize) -> &[Option<DualMoment>] {
    list.get(at).map_or(&[], |dual| &dual.runs)
}

impl App {
    /// Every recorded instant on the axis, and the present one, earliest first.
    pub(in crate::web) fn instants_of_curves(&self) -> Vec<Instant<'_>> {
        let (history, duals) = (self.session.history().records(), &self.outlook.duals);
        let mut all = Vec::new();
        for (at, record) in history.iter().enumerate() {
            all.push(Instant {
                record,
                duals: runs_at(&duals.steps, at),
            });
        }
        let last = history
            .last()
            .map_or(f64::NEG_INFINITY, |record| record.at.ln_t());
        if let Some(snapshot) = &self.snapshot {
            let at = snapshot.record.at;
            if matches!(at, Time::Step(_)) && at.ln_t() > last {
                all.push(Instant {
                    record: &snapshot.record,
                    duals: &[],
                });
            }
        }
        if !self.outlook.records.is_empty() {
            self.add_warped(&mut all);
        }
        all
    }

    fn add_warped<'a>(&'a self, all: &mut Vec<Instant<'a>>) {
        let seam = self.axis(1.0).seam();
        for (at, record) in self.outlook.records.iter().enumerate() {
            if record.at.ln_t() > seam {
                all.push(Instant {
                    record,
                    duals: runs_at(&self.outlook.duals.warped, at),
                });
            }
        }
    }

    /// What curves stand against, where there is a choice.
    pub(in crate::web) fn across_kind(&self) -> Option<AcrossKind> {
        self.outlook.limits.as_ref()?;
        Some(self.chosen_across())
    }

    fn chosen_across(&self) -> AcrossKind {
        let chosen = self.link.view.across;
        let has_dual = self.outlook.duals.steps.iter().any(|dual| {
            let moment = dual.runs.get(self.selected()).copied().flatten();
            moment.is_some_and(|moment| moment.total_step > 0.0)
        });
        if chosen == AcrossKind::Dual && !has_dual {
            AcrossKind::Steps
        } else {
            chosen
        }
    }

    /// Where an instant stands across, for one run; NaN where that is not known.
    pub(in crate::web) fn place(&self, instant: &Instant, run: usize) -> f64 {
        match self.across_kind() {
            Some(AcrossKind::Dual) => {
                let moment = instant.duals.get(run).copied().flatten();
                moment.map_or(f64::NAN, |moment| moment.total_step)
            }
            _ => instant.record.at.ln_t(),
        }
    }

    /// The axis across.
    pub(in crate::web) fn across(&self, instants: &[Instant]) -> Across {
        match self.across_kind() {
            Some(kind @ (AcrossKind::LnT | AcrossKind::Dual)) => self.number_across(kind, instants),
            _ => Across::Time(self.axis(1.0).span),
        }
    }

    /// The axis of a number, which takes limits.
    fn number_across(&self, kind: AcrossKind, instants: &[Instant]) -> Across {
        let time = self.axis(1.0);
        if kind == AcrossKind::LnT {
            return Across::Number {
                name: "ln t",
                range: (0.0, time.end()),
                scale: Scale::Linear,
                // Beyond the range where nothing is warped.
                warped_from: time.seam(),
            };
        }
        let times = self.times_across(instants);
        let ends = (
            times.first().map_or(1.0, |place| place.0),
            times.last().map_or(1.0, |place| place.0),
        );
        let seam = times.iter().find(|place| place.1 > time.seam());
        let (low, high) = (log10(ends.0).floor(), log10(ends.1).ceil());
        Across::Number {
            name: "τ",
            range: (pow(10.0, low), pow(10.0, high.max(low + 1.0))),
            scale: Scale::Log,
            warped_from: seam.map_or(f64::INFINITY, |place| place.0),
        }
    }

    /// Where the moment shown stands across.
    pub(in crate::web) fn cursor_across(&self) -> Option<f64> {
        match self.across_kind() {
            Some(AcrossKind::Dual) => self.dual_shown().map(|moment| moment.total_step),
            _ => Some(self.shown().ln_t()),
        }
    }

    /// (place, ln t) of the selected run, where places are not times.
    pub(in crate::web) fn times_across(&self, instants: &[Instant]) -> Vec<(f64, f64)> {
        match self.across_kind() {
            Some(AcrossKind::Dual) => self.dual_times(instants),
            _ => Vec::new(),
        }
    }

    fn dual_times(&self, instants: &[Instant]) -> Vec<(f64, f64)> {
        let of = |instant: &Instant| {
            (
                self.place(instant, self.selected()),
                instant.record.at.ln_t(),
            )
        };
        instants
            .iter()
            .map(of)
            .filter(|(place, _)| *place > 0.0)
            .collect()
    }

    /// The dual of the selected run at the moment shown.
    pub(in crate::web) fn dual_shown(&self) -> Option<DualMoment> {
        let record = self.shown_record()?;
        self.outlook
            .dual_at(self.session.ladder(), record, self.selected())
    }

    /// KL(p*‖w) where the certificate is proved: from 0, by plain descent, with the exponential loss.
    fn certified(&self) -> Option<f64> {
        let ladder = self.session.ladder();
        let start = self.session.history().records().first()?;
        let from_zero = start
            .parameters
            .get(self.selected())?
            .iter()
            .all(|p| *p == 0.0);
        let proved = from_zero
            && scope::is_mirror_descent(&ladder.spec)
            && scope::flow(&ladder.spec).is_ok();
        let kl = self.outlook.runs.get(self.selected())?.kl?;
        (proved && kl.is_finite()).then_some(kl)
    }

    /// What theory predicts for the selected run, the finest first.
    pub(in crate::web) fn laws(
        &self,
        limit: &MaxMargin,
        curve: Curve,
        instants: &[Instant],
    ) -> Vec<Law> {
        let selected = self.selected();
        let times: Vec<f64> = instants
            .iter()
            .map(|instant| instant.record.at.ln_t())
            .collect();
        let residual = self.outlook.residual(self.session.ladder(), selected);
        let moves = self
            .outlook
            .runs
            .get(selected)
            .is_none_or(|run| run.kl == Some(f64::INFINITY));
        let mut laws = Vec::new();
        match curve {
            Curve::Angle => {
                // A run with a limit of its own keeps an angle to the limit of all rows for good.
                if let Some(residual) = residual.filter(|_| !moves) {
                    laws.extend(theory_laws::angles(&residual, limit, &times));
                }
                if let Some(kl) = self.certified() {
                    let norms: Vec<(f64, f64)> = (instants.iter())
                        .filter_map(|instant| {
                            let theta = instant.record.parameters.get(selected)?;
                            Some((instant.record.at.ln_t(), norm(theta)))
                        })
                        .collect();
                    laws.push(theory_laws::certificate(kl, limit, &norms));
                }
            }
            Curve::Norm => {
                laws.extend(residual.map(|residual| theory_laws::lengths(&residual, &times)))
            }
            // Of the smoothed margin it is the end under an exponential tail only.
            Curve::Smoothed if scope::dual(&self.session.ladder().spec).is_err() => {}
            Curve::Margin | Curve::Smoothed => {
                laws.push(theory_laws::largest_margin(limit, &times))
            }
            Curve::Gap if scope::is_mirror_descent(&self.session.ladder().spec) => {
                let known = instants.iter().filter_map(|instant| {
                    let moment = instant.duals.get(selected).copied().flatten()?;
                    Some((instant.record.at.ln_t(), moment))
                });
                let (times, moments): (Vec<f64>, Vec<DualMoment>) = known.unzip();
                if let Some(limits) = &self.outlook.limits {
                    laws.push(theory_laws::gap_bound(
                        &times,
                        &moments,
                        limits.rows.radius(),
                    ));
                }
            }
            _ => {}
        }
        if self.across_kind() == Some(AcrossKind::Dual) {
            // From times to places.
            for point in laws.iter_mut().flat_map(|law| &mut law.points) {
                let at = instants
                    .iter()
                    .find(|instant| instant.record.at.ln_t() == point.0);
                point.0 = at.map_or(f64::NAN, |instant| self.place(instant, selected));
            }
        }
        laws
    }

    /// What there is to say of a curve at the moment shown.
    pub(in crate::web) fn remark_on(&self, curve: Curve) -> String {
        let words = match curve {
            Curve::Angle => (self.separable_limit()).and_then(|limit| self.angle_words(limit)),
            // Where there is nothing unusual to say it stands by the curve of what it is about.
            Curve::Dual | Curve::Kl if (curve == Curve::Dual) == self.dual_is_unusual() => {
                (self.known_limits()).and_then(|limits| self.dual_words(limits))
            }
            _ => None,
        };
        words.unwrap_or_default()
    }

    /// The warped time of networks, where it can be warped.
    pub(in crate::web) fn network_words(&self) -> Option<NetworkWords> {
        let linear = matches!(self.session.ladder().model, Model::Linear { .. });
        if linear || !self.outlook.is_warpable() {
            return None;
        }
        let networks = self.outlook.networks();
        Some(NetworkWords {
            handover: networks.map(NetworkHistory::handover),
            error: networks.and_then(|networks| networks.error),
            fell_short: networks.and_then(NetworkHistory::fell_short),
        })
    }

    fn angle_words(&self, limit: &MaxMargin) -> Option<String> {
        let (ladder, selected) = (self.session.ladder(), self.selected());
        let theta = self.shown_record()?.parameters.get(selected)?;
        let ln_t = self.shown().ln_t();
        let own = self.outlook.runs.get(selected)?;
        let residual = self.outlook.residual(ladder, selected);
        let promised = self
            .certified()
            .and_then(|kl| certified_angle(kl, limit.margin, norm(theta)));
        let no_law = match (&residual, &own.residual) {
            _ if own.kl == Some(f64::INFINITY) => Some(NoLaw::LimitMoves),
            (Some(_), _) => None,
            _ if scope::dual(&ladder.spec).is_err() => Some(NoLaw::OtherSettings),
            _ if scope::flow(&ladder.spec).is_err() => Some(NoLaw::Normalized),
            (None, Some(Ok(known))) if !known.without_dual.is_empty() => Some(NoLaw::WithoutDual),
            (None, Some(Ok(_))) => Some(NoLaw::Open),
            (None, Some(Err(_)) | None) => Some(NoLaw::Undecided),
        };
        let words = AngleWords {
            run: &ladder.runs.get(selected)?.weighting.to_string(),
            measured: angle(theta, &limit.direction)?,
            predicted: residual.filter(|_| no_law.is_none()).and_then(|residual| {
                angle(&residual.predict(ln_t), &limit.direction)
                    .filter(|_| theory_laws::is_late(ln_t))
            }),
            no_law,
            promised,
        };
        Some(words.words())
    }

    /// Whether the selected run has no p*, or lacks rows that others have.
    fn dual_is_unusual(&self) -> bool {
        let run = self.session.ladder().runs.get(self.selected());
        self.separable_limit().is_none() || run.is_none_or(|run| run.weights.contains(&0.0))
    }

    fn dual_words(&self, limits: &Limits) -> Option<String> {
        let (ladder, selected) = (self.session.ladder(), self.selected());
        scope::dual(&ladder.spec).ok()?;
        let run = ladder.runs.get(selected)?;
        let now = self.dual_shown();
        let record = self.shown_record();
        let bound = record.and_then(|record| self.outlook.gap_bound(ladder, record, selected));
        let words = DualWords {
            run: &run.weighting.to_string(),
            weights: &run.weights,
            limits,
            limit: self.outlook.runs.get(selected)?,
            penalized: ladder.spec.l2 > 0.0,
            exponential: scope::is_mirror_descent(&ladder.spec),
            now,
            bound,
        };
        Some(words.words())
    }
}

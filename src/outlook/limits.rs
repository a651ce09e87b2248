//! Where the runs of a ladder end: the theory, applied to its training rows and weights.
//!
//! Everything the page or a script says of limits is computed here, never assumed: whether the rows are
//! separable, the max-margin direction, each run's optimum where there is one, and which runs have a limit
//! of their own because a weight of 0 removes a row that holds the boundary.

use crate::adjustment::Adjustment;
use crate::data::Split;
use crate::experiment::ladder::{Ladder, Run};
use crate::loss::Loss;
use crate::model::features::FeatureMap;
use crate::model::points::Points;
use crate::model::{Bias, Model};
use crate::numeric::{atan2, dot, norm};
use crate::outlook::scope::{self, End, Rest};
use crate::settings::OptimizerKind;
use crate::theory::certificate::confirmed;
use crate::theory::dual::{kl_to_weights, shares};
use crate::theory::free_bias::{FreeBias, free_bias};
use crate::theory::max_margin::MaxMargin;
use crate::theory::optimum::{Aim, Optimum, OptimumError, minimize_offset};
use crate::theory::polynomial::{PolynomialLimit, polynomial_limit};
use crate::theory::rate::{Rate, rate};
use crate::theory::residual::{Residual, ResidualError, residual};
use crate::theory::rows::Rows;
use crate::theory::separability::{Separability, judge};
use crate::theory::weighted::WeightsError;
use crate::theory::wide::WideJudge;

/// The limits of a ladder.
#[derive(Clone, Debug)]
pub struct Limits {
    /// z = y x, or y (x, 1) where the model has a bias; one for each training row, in order.
    pub rows: Rows,
    /// Whether the rows are separable, all of them counted.
    pub separability: Separability,
    /// How fast v ln t + ρ comes true, where the rows are separable and that is known.
    pub rate: Option<Rate>,
    /// The textbook separator, whose norm leaves the bias out; of models with a bias.
    pub free_bias: Option<FreeBias>,
}

/// The limit of one run.
#[derive(Clone, Debug)]
pub struct RunLimit {
    /// Whether the rows that its weights leave are separable; rows numbered as all training rows are.
    pub separability: Separability,
    /// KL(p*‖w/n), p* of all rows: infinite where a weight of 0 removes a row that holds the boundary.
    pub kl: Option<f64>,
    /// Where what the run descends on is least, if the rows are not separable or there is a penalty.
    pub optimum: Result<Optimum, OptimumError>,
    /// ρ of v ln t + ρ, if they are.
    pub residual: Option<Result<Residual, ResidualError>>,
}

/// What kind of end a run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// The max-margin direction.
    MaxMargin,
    /// The direction of a polynomial tail.
    Polynomial,
    /// The max-margin direction of scaled rows.
    ScaledMargin,
    /// A minimum of the risk.
    Optimum,
    /// None that is known.
    None,
}

impl LimitKind {
    /// Its name in the scripting interface.
    pub fn name(self) -> &'static str {
        match self {
            LimitKind::MaxMargin => "max margin",
            LimitKind::Polynomial => "polynomial",
            LimitKind::ScaledMargin => "scaled margin",
            LimitKind::Optimum => "optimum",
            LimitKind::None => "none",
        }
    }
}

/// Where a run of a linear model ends, as far as that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownLimit {
    /// What kind of end.
    pub kind: LimitKind,
    /// The direction that θ tends to, of unit length.
    pub direction: Option<Vec<f64>>,
    /// Where θ comes to rest.
    pub parameters: Option<Vec<f64>>,
    /// Whether the weights move the end permanently.
    pub permanent: bool,
    /// What is known, in one sentence.
    pub words: &'static str,
}

/// Limits on their way: of feature models they take many bounded pieces of work, of lines one.
#[derive(Clone, Debug)]
pub struct Judging {
    rows: Rows,
    judge: WideJudge,
}

impl Judging {
    /// Begins; `None` where [`Limits::new`] is.
    pub fn new(lab: &Ladder) -> Option<Judging> {
        let rows = rows(lab)?;
        let judge = WideJudge::new(&rows);
        Some(Judging { rows, judge })
    }

    /// One bounded piece of work; the limits once they are known.
    pub fn work(&mut self, lab: &Ladder) -> Option<Limits> {
        let separability = if self.rows.is_wide() {
            confirmed(&self.rows, self.judge.work()?)
        } else {
            judge(&self.rows)
        };
        Some(Limits::of_judged(lab, self.rows.clone(), separability))
    }
}

impl Limits {
    /// The limits of a lab's training rows under its model where that is linear in θ, else under a linear model with a
    /// bias where the lab's model has one. `None` without rows, or with rows that reach beyond what can be computed
    /// with.
    pub fn new(lab: &Ladder) -> Option<Limits> {
        let mut judging = Judging::new(lab)?;
        loop {
            if let Some(limits) = judging.work(lab) {
                return Some(limits);
            }
        }
    }

    fn of_judged(lab: &Ladder, rows: Rows, separability: Separability) -> Limits {
        let bias = matches!(
            lab.model,
            Model::Linear { bias: true }
                | Model::Mlp {
                    bias: Bias::All | Bias::Input,
                    ..
                }
        );
        // Without a bias a row may end in ±1 just as well.
        let free_bias = bias.then(|| free_bias(&rows)).flatten();
        let rate = match &separability {
            Separability::Separable(limit) => rate(&rows, limit),
            _ => None,
        };
        Limits {
            rows,
            separability,
            rate,
            free_bias,
        }
    }

    /// The max-margin limit, if the rows are separable, all or some of them.
    pub fn limit(&self) -> Option<&MaxMargin> {
        limit(&self.separability)
    }

    /// The limit of one run of the lab that these limits are of.
    pub fn of_run(&self, lab: &Ladder, run: &Run) -> RunLimit {
        let spec = &lab.spec;
        let separability = self.kept(run);
        let optimum = match &separability {
            None => Err(OptimumError::Weights(WeightsError::AllZero)),
            Some(separability) => self.optimum(lab, run, separability),
        };
        // Toward the limit of all rows, if the weights leave the rows that hold it; else toward their own.
        let toward = |limit: &MaxMargin| residual(&self.rows, limit, &run.weights, spec.lr);
        let of_all = match &self.separability {
            Separability::Separable(limit) => Some(toward(limit)),
            _ => None,
        };
        let kl = match &of_all {
            Some(Ok(residual)) => Some(kl_to_weights(&residual.dual, &run.weights)),
            Some(Err(ResidualError::LimitMoves)) => Some(f64::INFINITY),
            Some(Err(_)) | None => None,
        };
        let residual = match (&separability, of_all) {
            (Some(Separability::Separable(limit)), Some(Err(ResidualError::LimitMoves)) | None) => {
                Some(toward(limit))
            }
            (_, of_all) => of_all,
        }
        .filter(|_| scope::dual(spec).is_ok());
        RunLimit {
            kl,
            separability: separability.unwrap_or(Separability::Undecided {
                relative_margin: f64::NAN,
            }),
            optimum,
            residual,
        }
    }

    /// Where what a run descends on is least, on rows of which its weights leave some that are so separable.
    fn optimum(
        &self,
        lab: &Ladder,
        run: &Run,
        separability: &Separability,
    ) -> Result<Optimum, OptimumError> {
        let spec = &lab.spec;
        let loss = spec.loss();
        let end = scope::end(spec);
        if let End::Learned(_) = end {
            return Err(OptimumError::Unknown);
        }
        let is_least = |weights: &[f64], aim| {
            if loss == Loss::Hinge {
                return Err(OptimumError::Kink);
            }
            let (rows, offsets) = self.adjusted(lab).ok_or(OptimumError::Unknown)?;
            minimize_offset(&rows, weights, &offsets, loss, spec.l2, aim)
        };
        match separability {
            _ if spec.l2 > 0.0 => match spec.optimizer {
                OptimizerKind::Normalized => is_least(&run.weights, Aim::LnRisk),
                OptimizerKind::Gd
                | OptimizerKind::Momentum
                | OptimizerKind::Nesterov
                | OptimizerKind::Adam => is_least(&run.weights, Aim::Risk),
            },
            _ if end == End::Optimum => is_least(&run.weights, Aim::Risk),
            Separability::NotSeparable { .. } => is_least(&run.weights, Aim::Risk),
            Separability::Partly(partly) if end == End::MaxMargin => {
                let mut of_core = vec![0.0; run.weights.len()];
                for &row in &partly.core {
                    of_core[row] = run.weights[row];
                }
                is_least(&of_core, Aim::Risk)
            }
            Separability::Partly(_) => Err(OptimumError::Unknown),
            Separability::Separable(_) => Err(OptimumError::Separable),
            Separability::Undecided { .. } => Err(OptimumError::Undecided),
        }
    }

    /// Δ_y z and ι_y of each row; `None` where the adjustment is not defined.
    fn adjusted(&self, lab: &Ladder) -> Option<(Rows, Vec<f64>)> {
        let adjustment = lab.spec.adjustment(lab.dataset.count(Split::Train))?;
        let classes = || lab.dataset.split(Split::Train).map(|e| e.class.sign());
        let numbers = self.rows.iter().zip(classes());
        let numbers = numbers.flat_map(|(z, y)| z.iter().map(move |z| adjustment.scale(y) * z));
        let mut rows = Rows::new(self.rows.dim(), numbers.collect()).ok()?;
        if !self.rows.start_at_zero() {
            let starts = classes().enumerate();
            let starts = starts.map(|(i, y)| adjustment.scale(y) * self.rows.offset(i));
            rows = rows.with_offsets(starts.collect());
        }
        Some((rows, classes().map(|y| adjustment.offset(y)).collect()))
    }

    /// Where a run ends under these settings, as far as that is known.
    pub fn known(&self, lab: &Ladder, run: &Run) -> KnownLimit {
        let limit = self.of_run(lab, run);
        let end = scope::end(&lab.spec);
        let optimum = |optimum: Optimum| KnownLimit {
            kind: LimitKind::Optimum,
            direction: None,
            parameters: Some(optimum.theta),
            permanent: true,
            words: match (scope::has_one_minimum(&lab.spec), scope::rest(&lab.spec)) {
                (true, Rest::Still) => {
                    "Each weighting comes to rest at the minimum of its own risk."
                }
                (true, Rest::Hovers) => {
                    "Each weighting has a minimum of its own risk; steps that do not shrink hover about it."
                }
                (false, _) => {
                    "Each weighting has a minimum of its own risk; whether it is the only one is not known."
                }
            },
        };
        if let Ok(found) = limit.optimum.clone()
            && !matches!(limit.separability, Separability::Partly(_) if end == End::MaxMargin)
        {
            return optimum(found);
        }
        let unknown = |words| KnownLimit {
            kind: LimitKind::None,
            direction: None,
            parameters: None,
            permanent: false,
            words,
        };
        let toward = |kind, direction, permanent, words| KnownLimit {
            kind,
            direction: Some(direction),
            parameters: None,
            permanent,
            words,
        };
        if limit.optimum == Err(OptimumError::Kink) {
            return unknown(
                "The slope of this loss jumps: steps hover about the minimum, which need not be unique.",
            );
        }
        match (&limit.separability, end) {
            (_, End::Learned(_) | End::Adam) => unknown(end.words()),
            (Separability::Separable(own), End::MaxMargin) => toward(
                LimitKind::MaxMargin,
                own.direction.clone(),
                false,
                end.words(),
            ),
            (Separability::Separable(_), End::ScaledMargin) => match self.scaled_limit(lab, run) {
                Some(direction) => toward(LimitKind::ScaledMargin, direction, false, end.words()),
                None => unknown("The margin of the scaled rows is too close to 0 to tell."),
            },
            (Separability::Separable(own), End::Polynomial { alpha }) => {
                match self.polynomial(lab, run, own, alpha) {
                    Some(found) => {
                        toward(LimitKind::Polynomial, found.direction, true, end.words())
                    }
                    None => unknown("The limit of this tail was not found to full accuracy."),
                }
            }
            (Separability::Separable(_), End::Stops { .. } | End::Optimum) => unknown(end.words()),
            (Separability::Partly(partly), End::MaxMargin) => toward(
                LimitKind::MaxMargin,
                partly.limit.direction.clone(),
                true,
                "Some of the examples cannot be separated. Across them the parameters grow without end, in the same direction whatever the weights; along them they come to rest where the weights put them.",
            ),
            (Separability::Partly(_), _) => unknown(
                "Only some of the examples can be separated. Where training ends then is not computed for this loss.",
            ),
            (Separability::NotSeparable { .. }, _) => unknown(
                "These examples cannot be separated; the minimum was not found to full accuracy.",
            ),
            (Separability::Undecided { .. }, _) => unknown(
                "The margin is too close to 0 to tell whether these examples can be separated.",
            ),
        }
    }

    /// The max-margin direction of the rows Δ_y z that a run's weights leave.
    fn scaled_limit(&self, lab: &Ladder, run: &Run) -> Option<Vec<f64>> {
        let (rows, _) = self.adjusted(lab)?;
        let kept: Vec<usize> = (0..rows.len()).filter(|&i| run.weights[i] > 0.0).collect();
        match judge(&rows.select(&kept).ok()?) {
            Separability::Separable(limit) => Some(limit.direction),
            _ => None,
        }
    }

    /// The limit of a run under a polynomial tail; `own` is the max margin of the rows that its weights leave.
    pub fn polynomial(
        &self,
        lab: &Ladder,
        run: &Run,
        own: &MaxMargin,
        alpha: f64,
    ) -> Option<PolynomialLimit> {
        let (rows, _) = self.adjusted(lab)?;
        polynomial_limit(&rows, own, &run.weights, alpha).ok()
    }

    /// How separable the rows are that a run's weights leave; `None` if they leave none.
    pub fn kept(&self, run: &Run) -> Option<Separability> {
        if run.n_removed() == 0 {
            return Some(self.separability.clone());
        }
        let kept: Vec<usize> = (0..self.rows.len())
            .filter(|&i| run.weights[i] > 0.0)
            .collect();
        Some(numbered(
            judge(&self.rows.select(&kept).ok()?),
            &kept,
            self.rows.len(),
        ))
    }

    /// q: each training row's share of the gradient of a run, at θ and with the weights of the step that came last:
    /// w Δ_y |ℓ′(u′)|, of sum 1.
    pub fn shares(&self, lab: &Ladder, run: &Run, theta: &[f64]) -> Option<Vec<f64>> {
        let adjustment = lab.spec.adjustment(lab.dataset.count(Split::Train));
        let adjustment = adjustment.unwrap_or(Adjustment::NONE);
        let classes = || lab.dataset.split(Split::Train).map(|e| e.class.sign());
        let weights = run.present_weights().into_iter().zip(classes());
        let weights: Vec<f64> = weights.map(|(w, y)| w * adjustment.scale(y)).collect();
        let margins = self.rows.margins(theta).into_iter().zip(classes());
        let margins: Vec<f64> = margins.map(|(u, y)| adjustment.margin(y, u)).collect();
        shares(&weights, &margins, lab.spec.loss())
    }
}

/// The rows zᵢ of a lab, as [`Limits::new`] says.
pub fn rows(lab: &Ladder) -> Option<Rows> {
    let bias = match &lab.model {
        Model::Linear { bias } => *bias,
        Model::Mlp { bias, .. } => *bias != Bias::None,
        Model::Features(map) => return feature_rows(lab, map),
    };
    let mut z = Vec::new();
    for example in lab.dataset.split(Split::Train) {
        let y = example.class.sign();
        z.extend(example.x.map(|x| y * x));
        z.extend(bias.then_some(y));
    }
    Rows::new(2 + usize::from(bias), z).ok()
}

/// yᵢ φ(xᵢ), with the margin that each row has where θ is 0.
fn feature_rows(lab: &Ladder, map: &FeatureMap) -> Option<Rows> {
    let train = || lab.dataset.split(Split::Train);
    let points = Points::new(train().map(|example| example.x));
    let (mut z, mut offsets) = points.features(map);
    for (row, (example, offset)) in train().zip(&mut offsets).enumerate() {
        let y = example.class.sign();
        *offset *= y;
        let d = map.n_features();
        z[row * d..(row + 1) * d].iter_mut().for_each(|z| *z *= y);
    }
    let rows = Rows::new(map.n_features(), z).ok()?;
    Some(if map.starts_at_zero() {
        rows
    } else {
        rows.with_offsets(offsets)
    })
}

/// The limit direction of separable or partly separable rows.
pub fn limit(separability: &Separability) -> Option<&MaxMargin> {
    match separability {
        Separability::Separable(limit) => Some(limit),
        Separability::Partly(partly) => Some(&partly.limit),
        Separability::NotSeparable { .. } | Separability::Undecided { .. } => None,
    }
}

/// A verdict on selected rows, with rows numbered as before the selection.
fn numbered(verdict: Separability, kept: &[usize], n_rows: usize) -> Separability {
    let rows = |list: &mut Vec<usize>| list.iter_mut().for_each(|row| *row = kept[*row]);
    let spread = |list: &mut Vec<f64>| {
        let mut all = vec![0.0; n_rows];
        for (value, row) in list.iter().zip(kept) {
            all[*row] = *value;
        }
        *list = all;
    };
    let mut verdict = verdict;
    match &mut verdict {
        Separability::Separable(limit) => {
            rows(&mut limit.support);
            spread(&mut limit.dual);
        }
        Separability::Partly(partly) => {
            rows(&mut partly.separable);
            rows(&mut partly.core);
            rows(&mut partly.limit.support);
            spread(&mut partly.limit.dual);
            spread(&mut partly.combination);
        }
        Separability::NotSeparable { combination } => spread(combination),
        Separability::Undecided { .. } => {}
    }
    verdict
}

/// The angle between two directions in radians, accurate for small ones; `None` if either is 0.
///
/// ```text
/// 2 atan2(|a/|a| − b/|b||, |a/|a| + b/|b||)
/// ```
/// (Kahan 2006): the arc cosine of a product of cosines near 1 would lose half of the digits.
pub fn angle(a: &[f64], b: &[f64]) -> Option<f64> {
    let (length_a, length_b) = (norm(a), norm(b));
    if !(length_a > 0.0 && length_b > 0.0 && dot(a, b).is_finite()) {
        return None;
    }
    let combine = |sign: f64| -> Vec<f64> {
        a.iter()
            .zip(b)
            .map(|(a, b)| a / length_a + sign * b / length_b)
            .collect()
    };
    Some(2.0 * atan2(norm(&combine(-1.0)), norm(&combine(1.0))))
}

/// The largest angle between any two of these directions, in radians.
pub fn spread(directions: &[Vec<f64>]) -> Option<f64> {
    let pairs = directions
        .iter()
        .enumerate()
        .flat_map(|(at, a)| directions[..at].iter().map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| angle(a, b)).reduce(f64::max)
}

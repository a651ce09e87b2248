//! The curves against t: one row of a table each.
//!
//! To add a curve, add a row: the page, its menu of charts and figures outside the browser loop over [`CURVES`].

use crate::experiment::ladder::Status;
use crate::experiment::metrics::smoothed_margin;
use crate::numeric::norm;
use crate::outlook::limits::angle;
use crate::report::laws::{self, Law};
use crate::report::shown::spread;
use crate::report::theory::{angle_words, dual_words};
use crate::report::{Moment, Shown, axis};
use crate::settings::{AcrossKind, ErrorKind};
use crate::text::format::Unit;

/// What a curve is and how it is shown.
pub struct Curve {
    /// Its name in scripts and files, for ever.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What to keep in mind when reading it; may be empty.
    pub remark: &'static str,
    /// What its values are.
    pub unit: Unit,
    /// Whether they are shown by their logarithm: then only values above 0 have a place.
    pub logarithmic: bool,
    /// The range of values; `None` takes it from the values.
    pub range: Option<(f64, f64)>,
    /// The height that its chart would have, in CSS pixels.
    pub height: f64,
    /// Whether there is always something to say of it at the moment: room is kept for that.
    pub note_is_constant: bool,
    /// Its values.
    pub of: Of,
    /// What theory predicts of it, for the selected run, the finest first; at most three.
    pub laws: fn(&Shown, &[Moment]) -> Vec<Law>,
    /// What there is to say of it at the moment.
    pub note: fn(&Shown) -> Option<String>,
    /// Its place among the curves of a lab, the most telling first; `None` where it is not offered.
    pub place: fn(&Shown) -> Option<u8>,
}

/// Where a curve's values come from.
#[derive(Clone, Copy)]
pub enum Of {
    /// Each run has a value at a moment; `None` where it is not defined.
    Run(fn(&Shown, usize) -> Option<f64>),
    /// All runs together have one; offered where there are several.
    Together(fn(&Shown) -> Option<f64>),
    /// Each example has one: bars of the moment, see [`crate::report::example::shares`].
    Examples,
    /// The terms of a bound at the moment, see [`crate::report::bound`].
    Terms,
}

/// What decides which curves tell most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// All weightings tend to one limit.
    OneLimit,
    /// A run comes to rest.
    Rest,
    /// Neither, or it is not known.
    Open,
}

/// The case of a lab.
pub fn case(shown: &Shown) -> Case {
    if shown.separable_limit().is_some() {
        Case::OneLimit
    } else if (0..shown.ladder().runs.len()).any(|run| shown.resting_place(run).is_some()) {
        Case::Rest
    } else {
        Case::Open
    }
}

/// A curve's place in each [`Case`], 0 where it is not offered.
fn places(shown: &Shown, [one_limit, rest, open]: [u8; 3]) -> Option<u8> {
    let place = match case(shown) {
        Case::OneLimit => one_limit,
        Case::Rest => rest,
        Case::Open => open,
    };
    (place > 0).then_some(place)
}

fn no_laws(_: &Shown, _: &[Moment]) -> Vec<Law> {
    Vec::new()
}

fn no_note(_: &Shown) -> Option<String> {
    None
}

/// A row with nothing special about it: a plain number with no law beside it.
const PLAIN: Curve = Curve {
    key: "",
    title: "",
    remark: "",
    unit: Unit::Plain,
    logarithmic: false,
    range: None,
    height: 80.0,
    note_is_constant: false,
    of: Of::Terms,
    laws: no_laws,
    note: no_note,
    place: |_| None,
};

/// The curve whose title is a menu of [`ErrorKind`].
pub const ERROR: &str = "error";

/// Every curve there can be.
pub static CURVES: [Curve; 14] = [
    Curve {
        key: "angle",
        title: "Angle to the max-margin direction",
        remark: "After Soudry et al. 2018: the 1/ln t law holds only after t ≈ 10^50.",
        unit: Unit::Degrees,
        logarithmic: true,
        height: 164.0,
        note_is_constant: true,
        of: Of::Run(|shown, run| {
            let limit = shown.separable_limit()?;
            Some(angle(shown.theta(run)?, &limit.direction)?.to_degrees())
        }),
        laws: laws::of_angle,
        note: angle_words,
        place: |shown| places(shown, [1, 0, 0]),
        ..PLAIN
    },
    Curve {
        key: "distance",
        title: "Distance of each run to its resting point",
        of: Of::Run(|shown, run| {
            Some(distance(
                shown.theta(run)?,
                &shown.resting_place(run)?.theta,
            ))
        }),
        place: |shown| places(shown, [0, 1, 0]),
        ..PLAIN
    },
    Curve {
        key: ERROR,
        title: "Error",
        unit: Unit::Percent,
        of: Of::Run(chosen_error),
        place: |shown| places(shown, [10, 4, 1]),
        ..PLAIN
    },
    Curve {
        key: "dual",
        title: "Which examples hold the boundary",
        remark: "Dual q: each example's share of the selected run's gradient.",
        height: 148.0,
        of: Of::Examples,
        note: |shown| dual_is_unusual(shown).then(|| dual_words(shown))?,
        place: |shown| places(shown, [2, 5, 0]),
        ..PLAIN
    },
    Curve {
        key: "disagreement",
        title: "Population on which the runs disagree",
        unit: Unit::Percent,
        range: Some((0.0, 1.0)),
        of: Of::Together(|shown| shown.moment.record?.disagreement),
        place: |shown| places(shown, [11, 7, 2]),
        ..PLAIN
    },
    Curve {
        key: "spread",
        title: "Angle between the outermost boundaries",
        unit: Unit::Degrees,
        logarithmic: true,
        of: Of::Together(|shown| Some(spread(shown.moment.record?)?.to_degrees())),
        place: |shown| places(shown, [4, 2, 0]),
        ..PLAIN
    },
    Curve {
        key: "ln_risk",
        title: "Training loss, ln L",
        of: Of::Run(|shown, run| shown.metrics(run)?.ln_risk),
        place: |shown| places(shown, [3, 3, 3]),
        ..PLAIN
    },
    Curve {
        key: "orange",
        title: "Predicted orange",
        unit: Unit::Percent,
        range: Some((0.0, 1.0)),
        of: Of::Run(|shown, run| shown.metrics(run)?.fraction_orange),
        place: |shown| places(shown, [12, 8, 4]),
        ..PLAIN
    },
    Curve {
        key: "margin",
        title: "Smallest normalized margin",
        remark: "On separable data a linear model's margin tends to γ.",
        of: Of::Run(|shown, run| shown.metrics(run)?.normalized_margin),
        laws: laws::of_margin,
        place: |shown| places(shown, [5, 9, 5]),
        ..PLAIN
    },
    Curve {
        key: "smoothed_margin",
        title: "Smoothed margin, −ln(n L)/‖θ‖ᵈ",
        remark: "After Lyu and Li 2020.",
        of: Of::Run(|shown, run| {
            let ladder = shown.ladder();
            let n = ladder.runs.get(run)?.weights.len();
            smoothed_margin(shown.metrics(run)?, n, ladder.model.degree())
        }),
        laws: laws::of_margin,
        place: |shown| places(shown, [6, 10, 6]),
        ..PLAIN
    },
    Curve {
        key: "kl",
        title: "KL(p* ‖ q), the dual's distance to its limit",
        remark: "KL does not rank weightings: ρ says which is nearer in the end. The bound is loose.",
        logarithmic: true,
        of: Of::Run(|shown, run| above_rounding(shown.dual(run)?.kl)),
        note: |shown| (!dual_is_unusual(shown)).then(|| dual_words(shown))?,
        place: |shown| places(shown, [8, 0, 0]),
        ..PLAIN
    },
    Curve {
        key: "gap",
        title: "Dual gap, ½ ‖Σ q z‖² − ½ γ²",
        remark: "After Ji and Telgarsky 2019: the promised bound falls like 1/τ and is loose.",
        logarithmic: true,
        height: 112.0,
        of: Of::Run(|shown, run| above_rounding(shown.dual(run)?.gap)),
        laws: laws::of_gap,
        place: |shown| places(shown, [9, 0, 0]),
        ..PLAIN
    },
    Curve {
        key: "norm",
        title: "Norm of the parameters, ‖θ‖",
        remark: "On separable data a linear model's norm grows like ln t/γ (Soudry et al. 2018).",
        height: 112.0,
        of: Of::Run(|shown, run| shown.metrics(run)?.parameter_norm),
        laws: laws::of_norm,
        place: |shown| places(shown, [7, 6, 7]),
        ..PLAIN
    },
    Curve {
        key: "bound",
        title: "A bound on the error, term by term",
        remark: "For a linear model scaled to length 1, and the true weights: a shape, not a guarantee.",
        of: Of::Terms,
        place: |shown| (shown.is_linear() && shown.outlook.limits.is_some()).then_some(u8::MAX),
        ..PLAIN
    },
];

/// The curve of a key.
pub fn named(key: &str) -> Option<&'static Curve> {
    CURVES.iter().find(|curve| curve.key == key)
}

/// The curves of a lab, the most telling first.
pub fn offered(shown: &Shown) -> Vec<&'static Curve> {
    let several = shown.ladder().runs.len() > 1;
    let mut list: Vec<(u8, &Curve)> = CURVES
        .iter()
        .filter(|curve| several || !matches!(curve.of, Of::Together(_)))
        .filter_map(|curve| Some(((curve.place)(shown)?, curve)))
        .collect();
    list.sort_by_key(|(place, _)| *place);
    list.into_iter().map(|(_, curve)| curve).collect()
}

/// The error that is chosen, or the training error where that is of a set without examples.
pub fn error_kind(shown: &Shown) -> ErrorKind {
    match shown.view.error {
        ErrorKind::Test if !shown.has_test() => ErrorKind::Train,
        ErrorKind::Population if shown.ladder().population.is_empty() => ErrorKind::Train,
        kind => kind,
    }
}

/// The error of that kind.
fn chosen_error(shown: &Shown, run: usize) -> Option<f64> {
    let metrics = shown.metrics(run)?;
    match error_kind(shown) {
        ErrorKind::Test => metrics.test_error,
        ErrorKind::Train => metrics.train_error,
        ErrorKind::Population => metrics.population_error,
    }
}

/// The distance between two points.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    norm(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
}

/// What is 0 but for rounding has no place on a logarithmic scale.
fn above_rounding(value: f64) -> Option<f64> {
    (value > 1e-14).then_some(value)
}

/// Whether what is to be said of the dual is unusual: the selected run has no p*, or lacks examples that others
/// have. It is then said by the bars, which are always in sight; else by the curve of what it is about.
fn dual_is_unusual(shown: &Shown) -> bool {
    let run = shown.selected_run();
    shown.separable_limit().is_none() || run.is_none_or(|run| run.weights.contains(&0.0))
}

/// A point of a curve: (place across, value).
pub type Point = (f64, f64);

/// A curve with its values: what a chart shows and what a file of it holds.
#[derive(Clone, Debug)]
pub struct Points {
    /// Of each run, in order of t; a value that is not defined is NaN, which leaves a gap. Nothing after a run has
    /// diverged.
    pub runs: Vec<Vec<Point>>,
    /// Of all runs together.
    pub together: Option<Vec<Point>>,
    /// What theory predicts.
    pub laws: Vec<Law>,
    /// The axis across.
    pub across: axis::Across,
    /// (place, ln t) of the selected run, ascending, where places are not times.
    pub times: Vec<(f64, f64)>,
    /// The place of the moment shown.
    pub cursor: Option<f64>,
}

/// The points of a curve.
pub fn points(shown: &Shown, curve: &Curve) -> Points {
    let instants = shown.instants();
    let kind = axis::kind(shown);
    let times = axis::times(shown, kind, &instants);
    let place = |at: &Shown, run| axis::place(at, kind, run).unwrap_or(f64::NAN);
    let mut runs = Vec::new();
    let mut together = None;
    match curve.of {
        Of::Run(of) => {
            for run in 0..shown.ladder().runs.len() {
                let sound = |at: &Shown| !matches!(at.status(run), Some(Status::Diverged { .. }));
                let point = |at: Shown| (place(&at, run), of(&at, run).unwrap_or(f64::NAN));
                let all = instants.iter().map(|moment| shown.at(*moment));
                runs.push(all.filter(sound).map(point).collect());
            }
        }
        Of::Together(of) => {
            let point = |at: Shown| (place(&at, at.selected()), of(&at).unwrap_or(f64::NAN));
            let all = instants.iter().map(|moment| shown.at(*moment));
            together = Some(all.map(point).collect());
        }
        Of::Examples | Of::Terms => {}
    }
    let mut laws = (curve.laws)(shown, &instants);
    if kind == Some(AcrossKind::Dual) {
        for point in laws.iter_mut().flat_map(|law| &mut law.points) {
            let at = times.iter().find(|time| time.1 == point.0);
            point.0 = at.map_or(f64::NAN, |time| time.0);
        }
    }
    Points {
        runs,
        together,
        laws,
        across: axis::across(shown, kind, &times),
        times,
        cursor: axis::place(shown, kind, shown.selected()),
    }
}

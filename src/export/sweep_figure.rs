//! The figures of a sweep: lines with bands, after the paper's Figure 2c, or a map over two knobs.

use super::Carried;
use super::figure::{Options, finished};
use crate::experiment::ladder::Ladder;
use crate::settings::field::Group;
use crate::sweep::summary::{Curve as SweepCurve, Interval};
use crate::sweep::{Measure, Plan, Rows, Summary};
use crate::view::figure::Figure;
use crate::view::figure::heat::Heat;
use crate::view::figure::lines::{Curve, Lines, Look};
use crate::weights::SplitFacts;

/// A sweep's chart as an SVG: a map where two knobs move beside the seed and one run a cell is compared, lines with
/// bands otherwise. `rows` are of the cells that are done.
pub fn sweep_figure(plan: &Plan, rows: &[Rows], options: &Options) -> String {
    let summary = Summary::of(plan, rows, options.measure, None);
    let two =
        plan.knobs().len() == 2 && plan.knobs().iter().all(|knob| knob.field.key != "weights");
    let figure = match two {
        true => map(plan, &summary, options),
        false => lines(plan, &summary, options),
    };
    finished(figure, &Carried::of_sweep(plan, rows), options)
}

/// The curves with their bands.
fn lines(plan: &Plan, summary: &Summary, options: &Options) -> Figure {
    let several_weights = differ(&summary.curves, |curve| &curve.weighting);
    let several_settings = differ(&summary.curves, |curve| &curve.setting);
    let plain = summary
        .curves
        .iter()
        .position(|curve| curve.weighting == "1:1");
    let looks = Look::of(summary.curves.len(), plain);
    let curves = summary.curves.iter().zip(looks).map(|(curve, look)| {
        let times = || summary.t.iter().map(|&t| t as f64).zip(&curve.points);
        let label = match (several_weights, several_settings) {
            (_, false) => curve.weighting.clone(),
            (false, true) => curve.setting.clone(),
            (true, true) => format!("{}, {}", curve.weighting, curve.setting),
        };
        Curve {
            label,
            look,
            points: times()
                .map(|(t, point)| (t, point.mean.map(|mean| mean.mean)))
                .collect(),
            band: times()
                .filter_map(|(t, point)| {
                    let Interval { mean, half, .. } = point.mean?;
                    Some((t, mean - half?, mean + half?))
                })
                .collect(),
        }
    });
    let width = options.format.width.pixels();
    Lines {
        size: [width, 0.55 * width],
        title: summary.measure.title().to_owned(),
        percent: summary.measure.is_share(),
        legend: if several_settings && !several_weights {
            String::new()
        } else {
            "orange:blue".to_owned()
        },
        note: note(plan, summary),
        levels: levels(plan, summary.measure),
        curves: curves.collect(),
    }
    .figure(options.format.theme.palette())
}

/// The mean at the last t for each pair of values, of the first weighting.
fn map(plan: &Plan, summary: &Summary, options: &Options) -> Figure {
    let [down, across] = [0, 1].map(|k| &plan.knobs()[k]);
    let weighting = summary.curves.first().map_or("", |curve| &curve.weighting);
    let mut values = vec![None; down.values.len() * across.values.len()];
    for curve in summary
        .curves
        .iter()
        .filter(|curve| curve.weighting == weighting)
    {
        if let [row, column] = curve.positions[..] {
            let last = curve.points.last().and_then(|point| point.mean);
            values[row * across.values.len() + column] = last.map(|mean| mean.mean);
        }
    }
    Heat {
        width: options.format.width.pixels(),
        title: format!("{}, {weighting}", summary.measure.title()),
        percent: summary.measure.is_share(),
        down: (down.field.label.to_owned(), down.values.clone()),
        across: (across.field.label.to_owned(), across.values.clone()),
        values,
        note: format!("{}, t = {}", note(plan, summary), plan.steps()),
    }
    .figure(options.format.theme.palette())
}

fn differ(curves: &[SweepCurve], of: fn(&SweepCurve) -> &String) -> bool {
    curves.windows(2).any(|pair| of(&pair[0]) != of(&pair[1]))
}

/// How many seeds the means are over, and what was left out.
fn note(plan: &Plan, summary: &Summary) -> String {
    let seeds = summary
        .curves
        .iter()
        .map(|curve| curve.used)
        .max()
        .unwrap_or(0);
    let mean = match seeds {
        0 => "no run is done".to_owned(),
        1 => "1 seed".to_owned(),
        n => format!("mean of {n} seeds, 95 % band"),
    };
    let so_far = if summary.cells < plan.n_cells() {
        " so far"
    } else {
        ""
    };
    let diverged: usize = summary.curves.iter().map(|curve| curve.diverged).sum();
    match diverged {
        0 => format!("{mean}{so_far}"),
        n => format!("{mean}{so_far}, {n} diverged"),
    }
}

/// The errors of predicting one class everywhere, where the test set is the complement of the split.
fn levels(plan: &Plan, measure: Measure) -> Vec<(f64, String)> {
    let wanted = matches!(measure, Measure::TestError | Measure::PopulationError);
    let spec = &plan.base().spec;
    if !wanted
        || spec.generator().is_none()
        || plan
            .knobs()
            .iter()
            .any(|knob| knob.field.group == Group::Data)
    {
        return Vec::new();
    }
    let cell = plan.cell(0);
    let dataset = Ladder::new(cell.spec, cell.own.as_ref()).dataset;
    let Some([share, _]) = SplitFacts::of(&dataset).p_t() else {
        return Vec::new();
    };
    vec![
        (share, "all blue".to_owned()),
        (1.0 - share, "all orange".to_owned()),
    ]
}

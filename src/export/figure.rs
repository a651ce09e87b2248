//! The figures of one lab: data, boundaries as t grows, the plane, a curve, several of them.

use super::{Carried, svg};
use crate::data::generate::{Generator, generate};
use crate::data::{Dataset, Split};
use crate::experiment::evaluation::Evaluation;
use crate::experiment::history::Time;
use crate::experiment::ladder::Ladder;
use crate::model::points::Points;
use crate::numeric::{clamp, power_of_ten};

use crate::experiment::grid::Grid;
use crate::settings::choices::ready_made;
use crate::settings::{DataKind, Link, Spec};
use crate::sweep::{Job, Measure, Rows};
use crate::text::format;
use crate::view::RunStyle;
use crate::view::contour::{Polyline, zero_lines};
use crate::view::figure::lines::{Curve, Lines, Look};
use crate::view::figure::panels::{column_width, panels};
use crate::view::figure::scatter::Scatter;
use crate::view::figure::{Figure, Format, Width};
use crate::view::marks::Mark;
use crate::view::plane::Boundary;
use crate::view::text::{Face, Line};
use std::rc::Rc;

/// How a figure is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Its width and theme.
    pub format: Format,
    /// What a curve shows.
    pub measure: Measure,
    /// Whether the link stands under the figure.
    pub caption: bool,
    /// The lab's own address, before the `#`.
    pub address: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            format: Format::default(),
            measure: Measure::TestError,
            caption: false,
            address: String::new(),
        }
    }
}

/// The figures of a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// After the paper's Figure 1: the four kinds of data.
    Data,
    /// After its Figure 2: boundaries as t grows, and the margin.
    Boundaries,
    /// The plane at the present step.
    Plane,
    /// One measure of every run against t.
    Curve,
    /// The plane and two curves.
    Panels,
}

impl Name {
    /// All of them.
    pub const ALL: [Name; 5] = [
        Name::Data,
        Name::Boundaries,
        Name::Plane,
        Name::Curve,
        Name::Panels,
    ];

    /// Its name in options and files.
    pub fn key(self) -> &'static str {
        match self {
            Name::Data => "data",
            Name::Boundaries => "boundaries",
            Name::Plane => "plane",
            Name::Curve => "curve",
            Name::Panels => "panels",
        }
    }

    /// The figure of a name.
    pub fn of_key(key: &str) -> Option<Name> {
        Name::ALL.into_iter().find(|name| name.key() == key)
    }
}

/// A figure of the lab that `link` built, at the step where it is, as an SVG.
///
/// What has happened on the way is trained again from the link: a figure is a function of link, step and options.
pub fn figure(name: Name, link: &Link, lab: &Ladder, options: &Options) -> String {
    let figure = Maker { link, lab, options }.figure(name);
    finished(figure, &Carried::of_lab(link, lab), options)
}

/// The document of a figure, with its caption if it is to have one.
pub(super) fn finished(figure: Figure, carried: &Carried, options: &Options) -> String {
    let palette = options.format.theme.palette();
    let figure = match options.caption {
        true => figure.with_caption(&format!("{}#{}", options.address, carried.link), palette),
        false => figure,
    };
    let ground = Some(palette.paper);
    svg::document(
        &figure,
        options.format.width,
        ground,
        carried,
        &options.address,
    )
}

struct Maker<'a> {
    link: &'a Link,
    lab: &'a Ladder,
    options: &'a Options,
}

impl Maker<'_> {
    fn figure(&self, name: Name) -> Figure {
        let width = self.options.format.width.pixels();
        match name {
            Name::Data => self.data(),
            Name::Boundaries => self.boundaries(),
            Name::Plane => self.plane(width.min(Width::Page.pixels() * 0.6)),
            Name::Curve => self.curve(self.options.measure, width, &self.rows()),
            Name::Panels => self.panels(),
        }
    }

    fn columns(&self, most: usize) -> usize {
        match self.options.format.width {
            Width::Column => most.min(2),
            Width::Page => most,
        }
    }

    fn letter(&self, figures: Vec<Figure>, columns: usize) -> Figure {
        let width = self.options.format.width.pixels();
        panels(
            figures,
            width,
            columns,
            true,
            self.options.format.theme.palette(),
        )
    }

    /// What was measured from the start to the present step.
    fn rows(&self) -> Rows {
        Job::new(self.link, self.lab.step()).run()
    }

    fn data(&self) -> Figure {
        let kinds = [
            (DataKind::Separable, "Separable data", 1.0),
            (DataKind::Overlap, "Overlapping data", 1.0),
            (DataKind::Moons, "Moons", 1.0),
            (DataKind::Moons, "Moons, down-sampled", 0.2),
        ];
        let columns = self.columns(4);
        let width = column_width(self.options.format.width.pixels(), columns);
        let planes = kinds.into_iter().map(|(data, title, share)| {
            let usual = format!("v=1&{}", ready_made(data));
            let mut spec = Spec {
                data,
                seed: self.link.spec.seed,
                ..Spec::from_query(&usual).0
            };
            spec.data = data;
            (spec.keep_orange, spec.keep_blue) =
                (share, if share < 1.0 { 1.0 - share } else { 1.0 });
            let dataset = spec
                .generator()
                .and_then(|generator: Generator| {
                    generate(&generator, &spec.sizes(), u64::from(spec.seed)).ok()
                })
                .unwrap_or_default();
            let marks = marks(&dataset, None);
            Scatter {
                width,
                title: Line::plain(title),
                ranges: dataset.ranges(),
                marks: &marks,
                runs: &[],
                named: false,
                scale: 0.5,
                description: format!("{title}."),
            }
            .figure(self.options.format.theme.palette())
        });
        self.letter(planes.collect(), columns)
    }

    fn boundaries(&self) -> Figure {
        let last = self.lab.step().max(1);
        let decades = (0..)
            .map(|k| power_of_ten(k) as u64)
            .take_while(|&t| t < last);
        let mut times: Vec<u64> = decades.collect();
        times.push(last);
        // The last four: the first decade of a long run is told by the curve.
        let first = times.len().saturating_sub(4);
        let columns = self.columns(4);
        let width = column_width(self.options.format.width.pixels(), columns);
        let mut lab = Ladder::new(self.link.spec.clone(), self.link.own.as_ref());
        let mut figures = Vec::new();
        for &t in &times[first..] {
            lab.advance(t - lab.step());
            figures.push(self.moment(&lab, width, false, 0.4));
        }
        let planes = self.letter(figures, columns);
        let margin = self.curve(
            Measure::NormalizedMargin,
            self.options.format.width.pixels(),
            &self.rows(),
        );
        panels(
            vec![planes, margin],
            self.options.format.width.pixels(),
            1,
            false,
            self.options.format.theme.palette(),
        )
    }

    fn plane(&self, width: f64) -> Figure {
        self.moment(self.lab, width, true, 0.8)
    }

    fn panels(&self) -> Figure {
        let columns = self.columns(3);
        let width = match self.options.format.width {
            Width::Column => self.options.format.width.pixels(),
            Width::Page => column_width(self.options.format.width.pixels(), columns),
        };
        let columns = if self.options.format.width == Width::Column {
            1
        } else {
            columns
        };
        let rows = self.rows();
        let figures = vec![
            self.plane(width),
            self.curve(self.options.measure, width, &rows),
            self.curve(Measure::NormalizedMargin, width, &rows),
        ];
        self.letter(figures, columns)
    }

    /// The plane of a lab at its present step.
    fn moment(&self, lab: &Ladder, width: f64, named: bool, scale: f64) -> Figure {
        let ranges = lab.dataset.ranges();
        let grid = Grid {
            nx: 161,
            ny: 161,
            x: ranges[0],
            y: ranges[1],
        };
        let points = Rc::new(Points::new(grid.points()));
        let mut field = Evaluation::new(&lab.model, points, Rc::new(lab.parameters()));
        while !field.is_done() {
            field.work(1 << 20);
        }
        let lines: Vec<Vec<Polyline>> = field
            .scores()
            .iter()
            .map(|scores| zero_lines(&grid, scores))
            .collect();
        let styles = styles(lab, self.link);
        let runs: Vec<Boundary> = styles
            .iter()
            .zip(&lines)
            .map(|(style, lines)| Boundary { style, lines })
            .collect();
        let selected = self.link.view.run.clamp(1, lab.runs.len().max(1)) - 1;
        let weights = lab.runs.get(selected).map(|run| &run.weights[..]);
        let t = format::time(Time::Step(lab.step()).ln_t());
        Scatter {
            width,
            title: Line::default()
                .then("t", Face::Italic)
                .then(" = ", Face::Regular)
                .number(&t, Face::Regular),
            ranges,
            marks: &marks(&lab.dataset, weights),
            runs: &runs,
            named,
            scale,
            description: format!(
                "Boundaries of {} runs at t = {}.",
                lab.runs.len(),
                lab.step()
            ),
        }
        .figure(self.options.format.theme.palette())
    }

    fn curve(&self, measure: Measure, width: f64, rows: &Rows) -> Figure {
        let looks = Look::of(rows.runs.len(), unweighted(rows));
        let curves = rows.runs.iter().zip(looks).map(|(run, look)| Curve {
            label: run.weighting.to_string(),
            look,
            points: rows
                .t
                .iter()
                .map(|&t| t as f64)
                .zip(run.series(measure))
                .collect(),
            band: Vec::new(),
        });
        Lines {
            size: [width, clamp(0.62 * width, 230.0, 420.0)],
            title: measure.title().to_owned(),
            percent: measure.is_share(),
            legend: "orange:blue".to_owned(),
            note: String::new(),
            levels: Vec::new(),
            curves: curves.collect(),
        }
        .figure(self.options.format.theme.palette())
    }
}

/// The run of equal weights.
fn unweighted(rows: &Rows) -> Option<usize> {
    rows.runs
        .iter()
        .position(|run| run.weighting.to_string() == "1:1")
}

/// The examples as marks, as large as a run's weights.
fn marks(dataset: &Dataset, weights: Option<&[f64]>) -> Vec<Mark> {
    let mut weights = weights.unwrap_or_default().iter();
    let examples = dataset.examples.iter();
    examples
        .map(|example| Mark {
            x: example.x,
            class: example.class,
            split: example.split,
            weight: match example.split {
                Split::Train => weights.next().copied().unwrap_or(1.0),
                Split::Test => 1.0,
            },
        })
        .collect()
}

fn styles(lab: &Ladder, link: &Link) -> Vec<RunStyle> {
    let runs = lab.runs.iter().enumerate();
    runs.map(|(k, run)| RunStyle {
        label: run.weighting.to_string(),
        dash: k,
        selected: k + 1 == link.view.run,
        focused: false,
    })
    .collect()
}

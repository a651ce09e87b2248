//! Every kind of picture, drawn from closed forms and compared with the stored SVG.
//!
//! `UPDATE_GOLDEN=1 cargo test --test pictures` draws the stored ones anew: look at the difference before
//! committing it.

use std::path::Path;

use iw_lab::data::{Class, Split};
use iw_lab::experiment::grid::Grid;
use iw_lab::numeric::{exp, ln};
use iw_lab::view::abscissa::Across;
use iw_lab::view::bars::{Bars, Share};
use iw_lab::view::chart::{Chart, Law, Series, Unit};
use iw_lab::view::contour::{Polyline, zero_lines};
use iw_lab::view::film::FilmFrame;
use iw_lab::view::geometry::Rect;
use iw_lab::view::lens::{LensLine, lens};
use iw_lab::view::marks::{Mark, marks, ring};
use iw_lab::view::picture::Picture;
use iw_lab::view::plane::{Boundary, Frame, Named, Naming, Reference, axes, boundaries, reference};
use iw_lab::view::ticks::Scale;
use iw_lab::view::time_axis::TimeSpan;
use iw_lab::view::timeline::{HEIGHT, Timeline};
use iw_lab::view::{RunStyle, Theme, disagree, svg};
use libm::{cos, sin};

const LN_10: f64 = std::f64::consts::LN_10;

/// Compares with `tests/golden/NAME.svg`, or writes it.
fn golden(name: &str, picture: &Picture, size: [f64; 2], theme: Theme) {
    let drawn = svg::document(picture, size, Some(theme.palette().paper)).expect("drawn");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &drawn).expect("written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    let differ = || {
        (1..)
            .zip(drawn.lines().zip(stored.lines()))
            .find(|(_, (a, b))| a != b)
    };
    assert!(
        drawn == stored,
        "{} differs, first in {:?}; run with UPDATE_GOLDEN=1 and look at what changed",
        path.display(),
        differ()
    );
}

fn ladder() -> [RunStyle; 3] {
    let run = |dash, label: &str| RunStyle {
        label: label.to_string(),
        dash,
        selected: dash == 0,
        focused: false,
    };
    [run(0, "16:1"), run(1, "1:1"), run(2, "1:5")]
}

fn grid(nx: usize, ny: usize) -> Grid {
    Grid {
        nx,
        ny,
        x: [-1.95, 1.95],
        y: [-1.95, 1.95],
    }
}

fn frame(rect: Rect) -> Frame {
    Frame {
        rect,
        x: [-1.95, 1.95],
        y: [-1.95, 1.95],
    }
}

/// A wavy score, moved by `shift` as class weights move it.
fn score([x, y]: [f64; 2], shift: f64) -> f64 {
    2.0 * (y - 0.35 * x - 0.3 * cos(2.2 * x) + shift)
}

fn lines(grid: &Grid, shift: f64) -> Vec<Polyline> {
    let scores: Vec<f64> = grid.points().map(|p| score(p, shift)).collect();
    zero_lines(grid, &scores)
}

/// Two arcs, one cut to a fifth of the other, with every weight of the 16:1 run.
fn examples() -> Vec<Mark> {
    let golden_angle = 2.399_963;
    (0..60)
        .map(|k| {
            let k = f64::from(k);
            let angle = (k * golden_angle) % std::f64::consts::PI;
            let (dx, dy) = (0.2 * sin(7.3 * k), 0.2 * cos(5.1 * k));
            let orange = k % 3.0 == 0.0;
            let test = k % 5.0 == 0.0;
            Mark {
                x: if orange {
                    [cos(angle) - 0.5 + dx, sin(angle) - 0.25 + dy]
                } else {
                    [0.5 - cos(angle) + dx, 0.25 - sin(angle) + dy]
                },
                class: if orange { Class::Orange } else { Class::Blue },
                split: if test { Split::Test } else { Split::Train },
                weight: if orange { 4.0 } else { 0.25 },
            }
        })
        .collect()
}

fn plane(theme: Theme, rect: Rect, naming: Naming) -> Picture {
    let (frame, grid, styles) = (frame(rect), grid(129, 129), ladder());
    let palette = theme.palette();
    let lines = [0.5, 0.0, -0.5].map(|shift| lines(&grid, shift));
    let runs: Vec<Boundary> = styles
        .iter()
        .zip(&lines)
        .map(|(style, lines)| Boundary { style, lines })
        .collect();
    let mut picture = marks(&frame, &examples(), palette);
    if naming == Naming::Gutter {
        picture.append(axes(&frame, palette));
    }
    picture.append(boundaries(&frame, &runs, naming, palette));
    picture
}

#[test]
fn the_plane_with_its_gutter() {
    let rect = Rect::new(24.0, 4.0, 320.0, 320.0);
    for (name, theme) in [("plane-light", Theme::Light), ("plane-dark", Theme::Dark)] {
        let picture = plane(theme, rect, Naming::Gutter);
        golden(name, &picture, [400.0, 348.0], theme);
    }
}

#[test]
fn the_plane_of_a_phone() {
    let rect = Rect::new(0.0, 0.0, 260.0, 260.0);
    let picture = plane(Theme::Light, rect, Naming::UnderLines);
    golden("plane-phone", &picture, [260.0, 260.0], Theme::Light);
}

#[test]
fn the_reference_and_boundaries_that_leave_below() {
    let (frame, grid, styles) = (
        frame(Rect::new(24.0, 4.0, 320.0, 320.0)),
        grid(65, 65),
        ladder(),
    );
    let palette = Theme::Light.palette();
    let steep = |shift: f64| {
        let scores: Vec<f64> = grid.points().map(|[x, y]| 1.2 * x + y + shift).collect();
        zero_lines(&grid, &scores)
    };
    let lines = [0.3, 0.0, -0.3].map(steep);
    let runs: Vec<Boundary> = styles
        .iter()
        .zip(&lines)
        .map(|(style, lines)| Boundary { style, lines })
        .collect();
    let limit = Reference {
        score: [1.1, 1.0, -0.1],
        margin: 1.2,
        named: Named::Around,
    };
    let mut picture = axes(&frame, palette);
    picture.append(reference(&frame, &limit, palette));
    picture.append(boundaries(&frame, &runs, Naming::Gutter, palette));
    golden("plane-reference", &picture, [400.0, 348.0], Theme::Light);
}

#[test]
fn the_lens_over_boundaries_that_nearly_meet() {
    let (frame, styles) = (frame(Rect::new(24.0, 4.0, 520.0, 520.0)), ladder());
    let palette = Theme::Light.palette();
    let grid = grid(65, 65);
    let scores = [[1.2, 1.0, 0.012], [1.195, 1.0, 0.0], [1.19, 1.0, -0.012]];
    let lines = scores.map(|[a, b, c]| {
        let values: Vec<f64> = grid.points().map(|[x, y]| a * x + b * y + c).collect();
        zero_lines(&grid, &values)
    });
    let runs: Vec<Boundary> = styles
        .iter()
        .zip(&lines)
        .map(|(style, lines)| Boundary { style, lines })
        .collect();
    let in_lens: Vec<LensLine> = styles
        .iter()
        .zip(scores)
        .map(|(style, score)| LensLine { style, score })
        .collect();
    let limit = [1.185, 1.0, -0.02];
    let examples: Vec<Mark> = examples()
        .into_iter()
        .map(|mark| {
            let shift = 0.5 * mark.class.sign();
            Mark {
                x: [mark.x[0] + shift, mark.x[1] + shift],
                ..mark
            }
        })
        .collect();
    let places: Vec<_> = examples.iter().map(|mark| mark.x).collect();
    let mut picture = marks(&frame, &examples, palette);
    ring(&mut picture, frame.pixel(places[0]), 14.0, palette);
    picture.append(axes(&frame, palette));
    let band = Reference {
        score: limit,
        margin: 0.9,
        named: Named::Around,
    };
    picture.append(reference(&frame, &band, palette));
    picture.append(boundaries(&frame, &runs, Naming::None, palette));
    let glass = lens(&frame, &in_lens, Some(limit), &places, palette);
    picture.append(glass.expect("the boundaries are within six pixels"));
    golden("plane-lens", &picture, [620.0, 548.0], Theme::Light);
}

#[test]
fn test_error_against_steps() {
    let styles = ladder();
    let time = TimeSpan {
        decades: 6,
        warped_to: None,
    };
    // Errors that fall from .8 around t = 10, 100 and 1000; recorded to t = 10^5.
    let falling = |middle: f64| -> Vec<(f64, f64)> {
        (0..=1000)
            .map(|k| {
                let ln_t = f64::from(k) / 1000.0 * 5.0 * LN_10;
                (
                    ln_t,
                    0.05 + 0.75 / (1.0 + exp(2.0 * (ln_t - middle * LN_10))),
                )
            })
            .collect()
    };
    let values = [1.0, 2.0, 3.0].map(falling);
    let series: Vec<Series> = styles
        .iter()
        .zip(&values)
        .map(|(style, points)| Series { style, points })
        .collect();
    let chart = Chart {
        size: [320.0, 190.0],
        across: Across::Time(time),
        scale: Scale::Linear,
        unit: Unit::Percent,
        range: None,
        series: &series,
        area: None,
        laws: &[],
        cursor: Some(3.0 * LN_10),
        time_labels: true,
    };
    golden(
        "chart-error",
        &chart.picture(Theme::Light.palette()),
        chart.size,
        Theme::Light,
    );

    // Two names do not fit above each other: the selected run is named.
    let low = Chart {
        size: [320.0, 50.0],
        ..chart
    };
    let named = |chart: &Chart| {
        let picture = chart.picture(Theme::Light.palette());
        let drawn = svg::document(&picture, chart.size, None).expect("drawn");
        ["16:1", "1:1", "1:5"].map(|name| drawn.contains(name))
    };
    assert_eq!(named(&chart), [true; 3]);
    assert_eq!(named(&low), [true, false, false], "{}", low.rect().height);

    let bump: Vec<(f64, f64)> = values[0]
        .iter()
        .map(|&(ln_t, _)| {
            let z = (ln_t - 2.0 * LN_10) / 3.0;
            (ln_t, exp(-z * z))
        })
        .collect();
    let chart = Chart {
        size: [320.0, 80.0],
        range: Some((0.0, 1.0)),
        series: &[],
        area: Some(&bump),
        time_labels: false,
        ..chart
    };
    golden(
        "chart-disagreement",
        &chart.picture(Theme::Dark.palette()),
        chart.size,
        Theme::Dark,
    );
}

#[test]
fn angles_against_steps_and_warped_time() {
    let styles = ladder();
    let time = TimeSpan {
        decades: 6,
        warped_to: Some(1000),
    };
    // The law c/ln t with its start bent: straight, slope −1, in the warped part.
    let law = |c: f64| -> Vec<(f64, f64)> {
        (0..=400)
            .map(|k| {
                let ln_t = 0.01 * exp(f64::from(k) / 400.0 * ln(1e5 * LN_10));
                (ln_t, c / (3.0 + ln_t))
            })
            .collect()
    };
    let values = [100.0, 60.0, 45.0].map(law);
    let series: Vec<Series> = styles
        .iter()
        .zip(&values)
        .map(|(style, points)| Series { style, points })
        .collect();
    let predicted: Vec<(f64, f64)> = values[0]
        .iter()
        .map(|&(ln_t, _)| (ln_t, if ln_t > 20.0 { 87.0 / ln_t } else { f64::NAN }))
        .collect();
    let chart = Chart {
        size: [320.0, 200.0],
        across: Across::Time(time),
        scale: Scale::Log,
        unit: Unit::Degrees,
        range: None,
        series: &series,
        area: None,
        laws: &[Law {
            points: predicted,
            caption: "law for 16:1".to_owned(),
        }],
        cursor: Some(30.0 * LN_10),
        time_labels: true,
    };
    golden(
        "chart-angle",
        &chart.picture(Theme::Light.palette()),
        chart.size,
        Theme::Light,
    );
}

#[test]
fn a_law_beside_two_runs_against_dual_time() {
    let styles = ladder();
    let powers = |c: f64, power: f64| -> Vec<(f64, f64)> {
        (0..=200)
            .map(|k| 0.1 * exp(f64::from(k) / 200.0 * ln(5e4)))
            .map(|place| (place, c * exp(-power * ln(1.0 + place))))
            .collect()
    };
    let values = [powers(0.5, 1.5), powers(0.2, 1.7)];
    let series: Vec<Series> = styles
        .iter()
        .zip(&values)
        .map(|(style, points)| Series { style, points })
        .collect();
    let law = |caption: &str, c: f64| Law {
        points: powers(c, 1.0),
        caption: caption.to_owned(),
    };
    let chart = Chart {
        size: [320.0, 140.0],
        across: Across::Number {
            name: "τ",
            range: (0.1, 10_000.0),
            scale: Scale::Log,
            warped_from: 30.0,
        },
        scale: Scale::Log,
        unit: Unit::Plain,
        range: None,
        series: &series,
        area: None,
        laws: &[law("at most, KL(p*‖w) / τ", 3.0), law("another", 1.0)],
        cursor: Some(10.0),
        time_labels: true,
    };
    golden(
        "chart-dual-time",
        &chart.picture(Theme::Light.palette()),
        chart.size,
        Theme::Light,
    );
}

#[test]
fn the_timeline_in_steps_and_warped() {
    let steps = Timeline {
        width: 944.0,
        inset: 36.0,
        time: TimeSpan {
            decades: 6,
            warped_to: None,
        },
        latest: 5.0 * LN_10,
        flowed: None,
        cursor: 3.0 * LN_10,
        diverged: &[],
        label_room: 80.0,
        captions: true,
        approximate: false,
    };
    let palette = Theme::Light.palette();
    golden(
        "timeline-steps",
        &steps.picture(palette),
        [944.0, HEIGHT],
        Theme::Light,
    );

    let warped = Timeline {
        time: TimeSpan {
            decades: 6,
            warped_to: Some(1000),
        },
        latest: 6.0 * LN_10,
        flowed: Some(1000.0 * LN_10),
        cursor: 30.0 * LN_10,
        ..steps
    };
    golden(
        "timeline-warped",
        &warped.picture(palette),
        [944.0, HEIGHT],
        Theme::Light,
    );

    let diverged = [0.0, ln(2.0)];
    let phone = Timeline {
        width: 358.0,
        inset: 12.0,
        label_room: 44.0,
        cursor: f64::NEG_INFINITY,
        latest: ln(40.0),
        flowed: None,
        diverged: &diverged,
        captions: false,
        approximate: false,
        ..steps
    };
    golden(
        "timeline-phone",
        &phone.picture(palette),
        [358.0, HEIGHT],
        Theme::Light,
    );
}

#[test]
fn a_film_frame() {
    let grid = grid(73, 56);
    let shifts = [0.5, 0.0, -0.5];
    let scores = shifts.map(|shift| grid.points().map(|p| score(p, shift)).collect::<Vec<_>>());
    let runs: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
    let differ = disagree::mask(&runs);
    let boundaries = shifts.map(|shift| lines(&grid, shift));
    let examples: Vec<_> = examples().iter().map(|m| (m.x, m.class)).collect();
    let film = FilmFrame {
        grid,
        differ: &differ,
        boundaries: &boundaries,
        examples: &examples,
    };
    golden(
        "film",
        &film.picture(Theme::Light),
        [72.0, 55.0],
        Theme::Light,
    );
}

#[test]
fn who_holds_the_boundary() {
    let rows: Vec<Share> = (0..40)
        .map(|k| {
            let orange = k < 20;
            let limit = [(3, 0.3), (7, 0.18), (25, 0.52)];
            let limit = limit.iter().find(|(row, _)| *row == k).map_or(0.0, |l| l.1);
            Share {
                class: if orange { Class::Orange } else { Class::Blue },
                q: 0.95 * limit + 0.001,
                start: if orange { 0.0417 } else { 0.0083 },
                limit: Some(limit),
            }
        })
        .collect();
    let bars = Bars {
        size: [320.0, 130.0],
        rows: &rows,
        focused: None,
    };
    golden(
        "bars",
        &bars.picture(Theme::Light.palette()),
        bars.size,
        Theme::Light,
    );
}

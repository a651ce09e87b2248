//! What goes into which picture.

use crate::worlds::{World, moments, worlds};
use iw_lab::drawing::{bars, chart, film, marks, plane, styles, timeline};
use iw_lab::experiment::grid::Grid;
use iw_lab::experiment::history::Time;
use iw_lab::experiment::snapshot::{Lattice, Snapshot, SnapshotJob};
use iw_lab::report::Shown;
use iw_lab::report::curve::{named, offered};
use iw_lab::view::geometry::Rect;
use iw_lab::view::picture::Shape;
use iw_lab::view::plane::Frame;
use iw_lab::view::{Picture, Theme};

const SIDE: f64 = 520.0;

/// The moment's record with its scores.
fn snapshot(shown: &Shown) -> Snapshot {
    let [x, y] = shown.ladder().dataset.ranges();
    let grid = Grid {
        nx: 40,
        ny: 40,
        x,
        y,
    };
    let record = shown.moment.record.expect("recorded").clone();
    let mut job = SnapshotJob::of_record(shown.session, record, &Lattice::new(grid));
    while job.work(1000) > 0 {}
    job.finished(shown.session).expect("scores")
}

fn frame(shown: &Shown) -> Frame {
    let [x, y] = shown.ladder().dataset.ranges();
    Frame {
        rect: Rect::new(40.0, 8.0, SIDE, SIDE),
        x,
        y,
    }
}

fn texts(picture: &Picture) -> Vec<String> {
    let text = |shape: &Shape| match shape {
        Shape::Text { line, .. } => Some(line.0.iter().map(|span| span.text.as_str()).collect()),
        _ => None,
    };
    picture.shapes.iter().filter_map(text).collect()
}

/// Rings, each once: a ring has a halo.
fn rings(picture: &Picture) -> usize {
    let ink = Theme::Light.palette().ink;
    (picture.shapes.iter())
        .filter(|shape| matches!(shape, Shape::Ring { color, .. } if *color == ink))
        .count()
}

fn draw(shown: &Shown, names: plane::Names) -> Picture {
    plane::picture(
        shown,
        &snapshot(shown),
        &frame(shown),
        names,
        None,
        Theme::Light,
    )
}

#[test]
fn the_plane_names_every_run_and_rings_what_is_pointed_at() {
    let world = World::new("", 100);
    let shown = world.latest();
    let picture = draw(&shown, plane::Names::Gutter);
    for name in ["16:1", "1:1", "1:5"] {
        assert!(
            texts(&picture).iter().any(|text| text == name),
            "{name}: {:?}",
            texts(&picture)
        );
    }
    let mut pointed = shown;
    pointed.pointed = Some(3);
    assert_eq!(
        rings(&draw(&pointed, plane::Names::Gutter)),
        rings(&picture) + 1
    );
    pointed.focused_run = Some(2);
    let styles = styles(&pointed);
    assert!(styles[0].selected && styles[2].focused && !styles[1].selected);
}

#[test]
fn support_vectors_are_ringed_on_separable_examples_and_nowhere_else() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 100);
    let separable = draw(&world.latest(), plane::Names::Gutter);
    assert_eq!(rings(&separable), 3);
    for query in ["&l2=0.1", ""] {
        let set = if query.is_empty() {
            "overlap100.csv"
        } else {
            "sep40.csv"
        };
        let world = World::linear(set, &format!("{query}&weights=5:1,1:5"), 100);
        assert_eq!(
            rings(&draw(&world.latest(), plane::Names::Gutter)),
            0,
            "{set}{query}"
        );
    }
}

#[test]
fn the_lens_opens_where_boundaries_cannot_be_told_apart() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:1,1:5", 10_000);
    let late = world.at(world
        .outlook
        .nearest(30.0 * std::f64::consts::LN_10)
        .expect("warped")
        .at);
    let with = draw(&late, plane::Names::GutterAndLens);
    assert!(
        texts(&with).iter().any(|text| text.starts_with("lens")),
        "{:?}",
        texts(&with)
    );
    let early = world.at(Time::Step(100));
    let without = draw(&early, plane::Names::GutterAndLens);
    assert!(
        !texts(&without).iter().any(|text| text.starts_with("lens")),
        "{:?}",
        texts(&without)
    );
}

#[test]
fn without_a_class_nothing_is_told_apart() {
    let world = World::new("keep_orange=0&width=4", 30);
    let shown = world.latest();
    let snapshot = snapshot(&shown);
    assert!(plane::lines(&shown, &snapshot).is_empty());
    let field = plane::field(&shown, &snapshot, Theme::Light);
    assert!(field.chunks_exact(4).all(|pixel| pixel == &field[..4]));
    let picture = film::picture(&shown, &snapshot, Theme::Light);
    assert!(
        !picture
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Stroke { .. }))
    );
    let both = World::new("width=4", 30);
    let field = plane::field(
        &both.latest(),
        &self::snapshot(&both.latest()),
        Theme::Light,
    );
    assert!(field.chunks_exact(4).any(|pixel| pixel != &field[..4]));
}

#[test]
fn marks_have_the_weights_of_the_selected_run() {
    let world = World::new("weights=16:1,1:1", 0);
    let areas = |world: &World| {
        let marks = marks::marks(&world.latest());
        let mut weights: Vec<f64> = marks.iter().map(|mark| mark.weight).collect();
        weights.sort_by(f64::total_cmp);
        weights.dedup();
        weights
    };
    // Test examples have weight 1.
    assert_eq!(areas(&world), [0.25, 1.0, 4.0]);
    assert_eq!(areas(&world.select(2)), [1.0]);
    let world = World::new("", 0);
    let shown = world.latest();
    let frame = frame(&shown);
    let examples = &shown.ladder().dataset.examples;
    assert_eq!(
        marks::nearest(&shown, &frame, examples[5].x).map(|at| examples[at].x),
        Some(examples[5].x)
    );
    assert_eq!(marks::nearest(&shown, &frame, [1e3, 1e3]), None);
}

#[test]
fn the_timeline_goes_as_far_as_time_is_known() {
    let world = World::new("", 100);
    let counted = timeline::span(&world.latest());
    assert_eq!((counted.decades, counted.warped_to), (6, None));
    let world = World::linear("sep40.csv", "&weights=5:1", 10_000);
    assert_eq!(timeline::span(&world.latest()).warped_to, Some(1000));
    assert_eq!(timeline::span_of(10_000_000, false).decades, 8);
    let axis = timeline::axis(timeline::span(&world.latest()), 800.0);
    assert_eq!(axis.seam(), world.latest().seam());
    assert!((axis.end() - world.latest().end()).abs() < 1e-9);
    let room = |captions| timeline::Room {
        width: 800.0,
        labels: 80.0,
        captions,
    };
    let named = texts(&timeline::picture(
        &world.latest(),
        room(true),
        Theme::Light,
    ));
    let bare = texts(&timeline::picture(
        &world.latest(),
        room(false),
        Theme::Light,
    ));
    assert!(named.len() > bare.len());
    assert!(
        named
            .iter()
            .any(|text| text.contains("trained, step by step")),
        "{named:?}"
    );
}

#[test]
fn a_pointer_on_a_chart_points_at_the_time_that_is_drawn_there() {
    let mut world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    for across in [
        iw_lab::settings::AcrossKind::Steps,
        iw_lab::settings::AcrossKind::LnT,
        iw_lab::settings::AcrossKind::Dual,
    ] {
        world.view.across = across;
        let shown = world.end();
        let drawn = chart::draw(
            &shown,
            named("angle").expect("a curve"),
            [320.0, 164.0],
            Theme::Light,
        );
        let curve = named("angle").expect("a curve");
        let all = iw_lab::report::curve::points(&shown, curve);
        // Where the cursor stands is the end of time.
        let x = drawn.axis.across.x(all.cursor.expect("a place"));
        assert!(
            (drawn.axis.ln_t(x) / shown.ln_t() - 1.0).abs() < 1e-9,
            "{across:?}"
        );
    }
}

#[test]
fn charts_end_where_the_plane_does() {
    let world = World::new("", 10);
    let shown = world.latest();
    let curves = offered(&shown);
    let sum = |arrangement: &chart::Arrangement| {
        arrangement.heights[..arrangement.first].iter().sum::<f64>()
    };
    let mut before = 0.0;
    for room in [200.0, 300.0, 400.0, 500.0, 600.0] {
        let arranged = chart::arrange(&shown, &curves, Some(room));
        assert!((1..=3).contains(&arranged.first));
        assert!(sum(&arranged) <= room || arranged.first == 1);
        assert!(sum(&arranged) >= before);
        before = sum(&arranged);
    }
    let below = chart::arrange(&shown, &curves, None);
    assert_eq!((below.first, below.heights[0]), (1, 148.0));
    let separable = World::linear("sep40.csv", "&weights=5:1,1:5", 10);
    let shown = separable.latest();
    let arranged = chart::arrange(&shown, &offered(&shown), Some(600.0));
    assert_eq!(arranged.first, 2);
}

#[test]
fn every_curve_of_every_lab_is_drawn() {
    for (name, world) in worlds() {
        for shown in moments(&world) {
            for curve in offered(&shown) {
                if chart::is_of_time(curve) {
                    let drawn = chart::draw(&shown, curve, [320.0, 148.0], Theme::Dark);
                    assert!(!drawn.picture.shapes.is_empty(), "{name}: {}", curve.key);
                    assert!(
                        !texts(&drawn.picture).concat().contains("NaN"),
                        "{name}: {}",
                        curve.key
                    );
                }
            }
            let bars = bars::picture(&shown, [320.0, 148.0], Theme::Light);
            assert_eq!(
                bars.shapes.is_empty(),
                iw_lab::report::example::shares(&shown).is_none(),
                "{name}"
            );
        }
    }
}

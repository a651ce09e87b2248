//! Numbers of every kind, and what holds of every picture.

use iw_lab::view::picture::{Picture, Shape};
use iw_lab::view::{RunStyle, svg};
use proptest::collection::{SizeRange, vec};
use proptest::prelude::*;

/// More than any picture of the lab has.
const MOST_SHAPES: usize = 200_000;

/// Many cases; a failure prints the smallest one, to be kept as a test of its own.
pub fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Any number: one that is special, one of ordinary size, or any bits.
pub fn number() -> impl Strategy<Value = f64> {
    let special = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        5e-324,
        -1e-310,
        f64::MIN_POSITIVE,
        1e300,
        -1e300,
        f64::MAX,
        f64::MIN,
        1.0,
        -1.0,
        9.007_199_254_740_993e15,
    ];
    prop_oneof![
        proptest::sample::select(special.to_vec()),
        -1000.0..1000.0,
        any::<f64>()
    ]
}

/// Lists of them: none, one, many, or one many times over.
pub fn numbers(size: impl Into<SizeRange>) -> impl Strategy<Value = Vec<f64>> {
    let size = size.into();
    let equal =
        (number(), vec(Just(()), size.clone())).prop_map(|(v, places)| vec![v; places.len()]);
    prop_oneof![vec(number(), size), equal]
}

/// Three runs of a ladder.
pub fn ladder() -> [RunStyle; 3] {
    [0, 1, 2].map(|dash| RunStyle {
        label: format!("{dash}:1"),
        dash,
        selected: dash == 1,
        focused: dash == 2,
    })
}

/// What holds of every picture.
pub fn assert_total(picture: &Picture) {
    assert!(
        picture.shapes.len() <= MOST_SHAPES,
        "{} shapes",
        picture.shapes.len()
    );
    for shape in &picture.shapes {
        let (places, sizes): (Vec<[f64; 2]>, Vec<f64>) = match shape {
            Shape::Stroke { points, width, .. } => (points.clone(), vec![*width]),
            Shape::Area { points, alpha, .. } => (points.clone(), vec![*alpha]),
            Shape::Disc { center, radius, .. } => (vec![*center], vec![*radius]),
            Shape::Ring {
                center,
                radius,
                width,
                ..
            } => (vec![*center], vec![*radius, *width]),
            Shape::Text { at, size, .. } => (vec![*at], vec![*size]),
        };
        let all = places.iter().flatten().chain(&sizes);
        assert!(all.clone().all(|v| v.abs() < 1e5), "{shape:?}");
    }
    for (text, _) in picture.texts() {
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
    let drawn = svg::document(picture, [320.0, 160.0], None);
    assert!(drawn.is_ok_and(|svg| !svg.contains("NaN") && !svg.contains("inf")));
}

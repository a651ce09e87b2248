//! The plane and what lies on it: field, boundaries, marks, lens, film.

use crate::helpers::{self, assert_total, ladder, number, numbers};
use iw_lab::data::{Class, Split};
use iw_lab::experiment::grid::Grid;
use iw_lab::view::contour::zero_lines;
use iw_lab::view::field::FieldColors;
use iw_lab::view::film::FilmFrame;
use iw_lab::view::geometry::Rect;
use iw_lab::view::lens::{LensLine, lens};
use iw_lab::view::marks::{Mark, marks, ring};
use iw_lab::view::plane::{
    Boundary, Frame, Named, Naming, Reference, axes, boundaries, crosshair, reference,
    resting_place,
};
use iw_lab::view::stamps::stamped;
use iw_lab::view::{Picture, Theme, disagree};
use proptest::prelude::*;

fn ranges() -> impl Strategy<Value = [[f64; 2]; 2]> {
    let any = [[number(), number()], [number(), number()]];
    prop_oneof![
        Just([[-2.0, 2.0], [-1.0, 1.0]]),
        any.prop_map(|[x, y]| [x, y])
    ]
}

fn rect() -> impl Strategy<Value = Rect> {
    let any = [number(), number(), number(), number()];
    prop_oneof![
        Just(Rect::new(40.0, 8.0, 480.0, 300.0)),
        any.prop_map(|[x, y, width, height]| Rect::new(x, y, width, height))
    ]
}

fn frame() -> impl Strategy<Value = Frame> {
    (rect(), ranges()).prop_map(|(rect, [x, y])| Frame { rect, x, y })
}

fn mark() -> impl Strategy<Value = Mark> {
    (number(), number(), any::<bool>(), any::<bool>(), number()).prop_map(
        |(x, y, orange, train, weight)| Mark {
            x: [x, y],
            class: if orange { Class::Orange } else { Class::Blue },
            split: if train { Split::Train } else { Split::Test },
            weight,
        },
    )
}

fn scores() -> impl Strategy<Value = [f64; 3]> {
    // Lines that nearly coincide open the lens.
    let near = (1e-9..1e-2).prop_map(|by: f64| [1.0 + by, -0.5, by]);
    prop_oneof![near, [number(), number(), number()]]
}

proptest! {
    #![proptest_config(helpers::config())]

    #[test]
    fn planes(
        frame in frame(),
        (nx, ny) in (0..5_usize, 0..5_usize),
        values in numbers(25..26),
        naming in 0..3_usize,
        score in scores(),
        margin in number(),
        at in [number(), number()],
    ) {
        let palette = Theme::Light.palette();
        let grid = Grid { nx, ny, x: frame.x, y: frame.y };
        let values = &values[..grid.len()];
        let lines = zero_lines(&grid, values);
        prop_assert!(lines.iter().flat_map(|line| &line.points).flatten().all(|v| v.is_finite()));
        let ladder = ladder();
        let runs = ladder.each_ref().map(|style| Boundary { style, lines: &lines });
        let naming = [Naming::Gutter, Naming::UnderLines, Naming::None][naming];
        assert_total(&boundaries(&frame, &runs, naming, palette));
        assert_total(&axes(&frame, palette));
        for named in [Named::Around, Named::Below, Named::Not] {
            assert_total(&reference(&frame, &Reference { score, margin, named }, palette));
        }
        assert_total(&resting_place(&frame, &ladder[1], score, palette));
        assert_total(&crosshair(&frame, at, palette));
        let _ = (frame.data(at), frame.inside(at), frame.middle());

        let mut pixels = vec![0; 4 * values.len()];
        FieldColors::new(palette).paint(values, &mut pixels);
        let film = FilmFrame {
            grid,
            differ: &disagree::mask(&[values, &vec![1.0; values.len()]]),
            boundaries: &[lines.clone(), lines.clone()],
            examples: &[(at, Class::Orange), (at, Class::Blue)],
        };
        assert_total(&film.picture(Theme::Dark));
    }

    #[test]
    fn examples(
        frame in frame(),
        examples in proptest::collection::vec(mark(), 0..9),
        size in prop_oneof![Just([480.0, 300.0]), [number(), number()]],
        scale in prop_oneof![Just(1.5), number()],
        [x, y, radius] in [number(), number(), number()],
    ) {
        let palette = Theme::Light.palette();
        assert_total(&marks(&frame, &examples, palette));
        let pixels = stamped(&frame, &examples, size, scale, palette);
        prop_assert_eq!(pixels.bytes.len() % (4 * pixels.width.max(1)), 0);
        let mut picture = Picture::default();
        ring(&mut picture, [x, y], radius, palette);
        assert_total(&picture);
    }

    #[test]
    fn lenses(
        frame in frame(),
        lines in proptest::collection::vec(scores(), 0..4),
        limit in proptest::option::of(scores()),
        at in proptest::collection::vec([number(), number()], 0..5),
    ) {
        let ladder = ladder();
        let lines: Vec<LensLine> = ladder.iter().zip(&lines).map(|(style, &score)| LensLine { style, score }).collect();
        if let Some(picture) = lens(&frame, &lines, limit, &at, Theme::Light.palette()) {
            assert_total(&picture);
        }
    }
}

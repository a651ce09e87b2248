//! Charts and bars.

use crate::helpers::{self, assert_total, ladder, number, numbers};
use iw_lab::data::Class;
use iw_lab::view::Theme;
use iw_lab::view::abscissa::Across;
use iw_lab::view::bars::{Bars, Share};
use iw_lab::view::chart::{Chart, Law, Series, Unit};
use iw_lab::view::ticks::Scale;
use iw_lab::view::time_axis::TimeSpan;
use proptest::prelude::*;

/// Times in order, as recorded ones are, with values of any kind.
fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let placed = |values: Vec<f64>| (0..).map(f64::from).zip(values).collect();
    let anywhere = proptest::collection::vec((number(), number()), 0..30);
    prop_oneof![numbers(0..60).prop_map(placed), anywhere]
}

fn across() -> impl Strategy<Value = Across> {
    let time = |warped: bool| {
        Across::Time(TimeSpan {
            decades: 6,
            warped_to: warped.then_some(1000),
        })
    };
    let of_number = |(low, high, log, warped_from): (f64, f64, bool, f64)| Across::Number {
        name: "τ",
        range: (low, high),
        scale: if log { Scale::Log } else { Scale::Linear },
        warped_from,
    };
    prop_oneof![
        any::<bool>().prop_map(time),
        (number(), number(), any::<bool>(), number()).prop_map(of_number)
    ]
}

fn share() -> impl Strategy<Value = Share> {
    (
        any::<bool>(),
        number(),
        number(),
        proptest::option::of(number()),
    )
        .prop_map(|(orange, q, start, limit)| Share {
            class: if orange { Class::Orange } else { Class::Blue },
            q,
            start,
            limit,
        })
}

proptest! {
    #![proptest_config(helpers::config())]

    #[test]
    fn charts(
        across in across(),
        runs in [points(), points(), points()],
        (log, unit) in (any::<bool>(), 0..3_usize),
        range in proptest::option::of((number(), number())),
        size in prop_oneof![Just([320.0, 160.0]), [number(), number()]],
        (area, with_laws) in (any::<bool>(), any::<bool>()),
        cursor in proptest::option::of(number()),
        pointed in number(),
    ) {
        let ladder = ladder();
        let series: Vec<Series> = ladder.iter().zip(&runs).map(|(style, points)| Series { style, points }).collect();
        let laws = [Law { points: runs[2].clone(), caption: "a law".to_owned() }];
        let chart = Chart {
            size,
            across,
            scale: if log { Scale::Log } else { Scale::Linear },
            unit: [Unit::Percent, Unit::Degrees, Unit::Plain][unit],
            range,
            series: &series,
            area: area.then_some(&runs[0]),
            laws: if with_laws { &laws } else { &[] },
            cursor,
            time_labels: true,
        };
        assert_total(&chart.picture(Theme::Dark.palette()));
        let axis = chart.axis();
        let _ = (axis.x(pointed), axis.value(pointed), axis.holds(pointed));
    }

    #[test]
    fn bars(
        rows in prop_oneof![
            proptest::collection::vec(share(), 0..40),
            (share(), 0..9_usize).prop_map(|(share, n)| vec![share; n])
        ],
        size in prop_oneof![Just([320.0, 160.0]), [number(), number()]],
        focused in proptest::option::of(0..40_usize),
        x in number(),
    ) {
        let bars = Bars { size, rows: &rows, focused };
        assert_total(&bars.picture(Theme::Light.palette()));
        prop_assert!(bars.row_at(x).is_none_or(|row| row < rows.len() && !x.is_nan()));
    }
}

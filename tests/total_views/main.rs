//! Views are total: whatever numbers they are given, they end, with a bounded number of shapes that all have a place
//! in the picture and with no word that is not one.
#![cfg(not(target_arch = "wasm32"))]

mod curves;
mod four_points;
mod helpers;
mod planes;

use helpers::{assert_total, number, numbers};
use iw_lab::text::format;
use iw_lab::view::picture::Picture;
use iw_lab::view::time_axis::TimeSpan;
use iw_lab::view::timeline::Timeline;
use iw_lab::view::{Theme, dash, labels, ticks};
use proptest::prelude::*;

proptest! {
    #![proptest_config(helpers::config())]

    #[test]
    fn dashes_are_of_finite_length_and_few(
        line in proptest::collection::vec((number(), number()).prop_map(|(x, y)| [x, y]), 0..6),
        pattern in numbers(0..5),
        gap in number(),
    ) {
        for dashes in [dash::split(&line, &pattern), dash::split(&line, dash::pattern(3)), vec![dash::dots(&line, gap)]] {
            prop_assert!(dashes.iter().flatten().flatten().all(|v| v.is_finite()));
            prop_assert!(dashes.iter().map(Vec::len).sum::<usize>() < 1_000_000);
        }
    }

    #[test]
    fn ticks_are_few_and_inside(a in number(), b in number(), step in number(), most in 0..9_usize) {
        let shown = ticks::linear((a, b), most);
        prop_assert!(shown.len() <= most, "{} ticks", shown.len());
        let slack = 1e-6 * (b - a).abs() + 1e-8;
        for (value, text) in &shown {
            prop_assert!(*value >= a - slack && *value <= b + slack, "{value} in [{a}, {b}]");
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
        prop_assert!(ticks::multiples((a, b), step).len() <= 100);
        let widened = ticks::widen((a, b), most);
        prop_assert!(widened.0.is_finite() || !a.is_finite());
        prop_assert!(widened.1.is_finite() || !b.is_finite());
        prop_assert!((2..=5).contains(&ticks::at_most(a)));
        prop_assert!(ticks::decades(a as i32, b as i32, most).len() <= 601);
    }

    #[test]
    fn labels_keep_their_distance(wanted in numbers(0..9), low in -100.0..100.0, room in 0.0..500.0) {
        let placed = labels::spread(&wanted, 14.0, (low, low + room));
        prop_assert_eq!(placed.len(), wanted.len());
        let mut sorted = placed;
        prop_assert!(sorted.iter().all(|y| y.is_finite()));
        sorted.sort_by(f64::total_cmp);
        prop_assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 14.0 - 1e-6), "{sorted:?}");
    }

    #[test]
    fn numbers_are_written_as_numbers_or_in_words(value in number(), step in number()) {
        let texts = [
            format::significant(value).to_string(), format::short(value), format::degrees(value).to_string(),
            format::percent(value).to_string(), format::time(value).to_string(), format::tick(value, step),
        ];
        for text in texts {
            prop_assert!(!text.is_empty() && !text.contains("NaN") && !text.contains("inf "), "{text}");
            prop_assert!(value.is_finite() || !text.bytes().any(|byte| byte.is_ascii_digit()) || value < 0.0, "{text}");
        }
    }

    #[test]
    fn timelines(
        [width, inset, latest, cursor, room] in [number(), number(), number(), number(), number()],
        flowed in proptest::option::of(number()),
        diverged in numbers(0..4),
        warped in any::<bool>(),
        ordinary in any::<bool>(),
    ) {
        let (width, inset) = if ordinary { (672.0, 36.0) } else { (width, inset) };
        let timeline = Timeline {
            width, inset, latest, flowed, cursor,
            time: TimeSpan { decades: 6, warped_to: warped.then_some(1000) },
            diverged: &diverged,
            label_room: room,
            captions: true,
            approximate: warped,
        };
        assert_total(&timeline.picture(Theme::Light.palette()));
        let _ = timeline.axis().ln_t(latest);
    }

    #[test]
    fn a_picture_takes_in_only_what_has_a_place([x, y, r] in [number(), number(), number()]) {
        let palette = Theme::Light.palette();
        let mut picture = Picture::default();
        picture.line([x, y], [r, 0.0], palette.ink, 1.0);
        picture.hairline([x, y], [x, r], palette.ink);
        picture.area(vec![[x, y], [0.0, r], [1.0, 1.0]], palette.ink);
        picture.disc([x, y], r, palette.ink);
        picture.ring([x, y], r, palette.ink, 1.0);
        picture.rect(iw_lab::view::geometry::Rect::new(x, y, r, r), palette.ink);
        assert_total(&picture);
    }
}

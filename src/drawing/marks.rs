//! The examples as marks, sized by their weight in the selected run.

use crate::data::Split;
use crate::report::Shown;
use crate::view::geometry::{Point, distance};
use crate::view::marks::Mark;
use crate::view::plane::Frame;

/// From so near to a mark, in CSS pixels, it is meant.
const REACH: f64 = 14.0;

/// All examples in their order.
pub fn marks(shown: &Shown) -> Vec<Mark> {
    let weights = shown.selected_run().map_or(&[][..], |run| &run.weights);
    let mut weights = weights.iter();
    let mark = |example: &crate::data::Example| Mark {
        x: example.x,
        class: example.class,
        split: example.split,
        weight: match example.split {
            Split::Train => weights.next().copied().unwrap_or(1.0),
            Split::Test => 1.0,
        },
    };
    shown.ladder().dataset.examples.iter().map(mark).collect()
}

/// The example nearest to a place of the data, if it is near enough in `frame` to be meant.
pub fn nearest(shown: &Shown, frame: &Frame, place: Point) -> Option<usize> {
    let at = frame.pixel(place);
    let far = |x: Point| distance(frame.pixel(x), at);
    let examples = shown.ladder().dataset.examples.iter();
    examples
        .map(|example| far(example.x))
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, far)| *far < REACH)
        .map(|(at, _)| at)
}

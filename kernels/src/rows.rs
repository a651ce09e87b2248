//! What a pass over examples reads of them beside their features, in blocks of eight.

use crate::adjustment::Adjustment;
use crate::model::point_block::PointBlock;
use crate::model::points::Points;
use crate::numeric::lanes::F64x8;

/// What is known of eight examples.
#[derive(Clone, Copy)]
pub(crate) struct RowBlock {
    /// −y Δ_y: with Δ = 1, −1 orange and +1 blue.
    pub(crate) negated_class: F64x8,
    /// w/n; 0 in lanes that only fill up the last block.
    pub(crate) weight: F64x8,
}

/// Examples as a pass meets them.
#[derive(Clone, Copy)]
pub(crate) struct RowView<'a> {
    pub(crate) points: &'a [PointBlock],
    pub(crate) rows: &'a [RowBlock],
    /// ι_y of each block, or nothing where ι is 0.
    pub(crate) offsets: &'a [F64x8],
}

/// Examples of a step of their own.
#[derive(Clone, Default)]
pub(crate) struct Batch {
    points: Vec<PointBlock>,
    rows: Vec<RowBlock>,
    offsets: Vec<F64x8>,
}

impl Batch {
    /// The examples of these places, in this order: of each its features, its class, and its weight over the number of
    /// examples.
    pub(crate) fn new(examples: &[([f64; 2], f64, f64)], adjustment: &Adjustment) -> Batch {
        let points = Points::new(examples.iter().map(|(x, _, _)| *x));
        let (rows, offsets) = arrange(
            examples.len(),
            |at| examples[at].1,
            |at| examples[at].2,
            adjustment,
        );
        Batch {
            points: points.blocks().to_vec(),
            rows,
            offsets,
        }
    }

    pub(crate) fn view(&self) -> RowView<'_> {
        RowView {
            points: &self.points,
            rows: &self.rows,
            offsets: &self.offsets,
        }
    }
}

/// The blocks of `n` examples, given class and weight of each, and their offsets.
pub(crate) fn arrange(
    n: usize,
    class: impl Fn(usize) -> f64,
    weight: impl Fn(usize) -> f64,
    adjustment: &Adjustment,
) -> (Vec<RowBlock>, Vec<F64x8>) {
    let lanes = |first: usize| -> [usize; Points::BLOCK] {
        std::array::from_fn(|lane| (first + lane).min(n - 1))
    };
    let firsts = || (0..n).step_by(Points::BLOCK);
    let rows = firsts().map(|first| RowBlock {
        negated_class: F64x8::new(lanes(first).map(|at| -class(at) * adjustment.scale(class(at)))),
        weight: weights_of_block(first, n, &weight),
    });
    let rows = rows.collect();
    if adjustment.offset == [0.0; 2] {
        return (rows, Vec::new());
    }
    let offsets = firsts()
        .map(|first| F64x8::new(lanes(first).map(|at| adjustment.offset(class(at)))))
        .collect();
    (rows, offsets)
}

/// The weights of the block that begins at `first`.
pub(crate) fn weights_of_block(first: usize, n: usize, weight: impl Fn(usize) -> f64) -> F64x8 {
    F64x8::new(std::array::from_fn(|lane| {
        if first + lane < n {
            weight(first + lane)
        } else {
            0.0
        }
    }))
}

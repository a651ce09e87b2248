//! φ of training rows, computed once and shared by the runs of a ladder.
//!
//! Blocks are filled as they are first met, so that no step waits for the whole table.

use super::FeatureMap;
use crate::model::point_block::PointBlock;
use crate::numeric::lanes::F64x8;
use std::cell::OnceCell;
use std::rc::Rc;

/// The most numbers in a table, 128 MiB of them.
pub const MOST_NUMBERS: usize = 1 << 24;

/// The features of the blocks of some points, in the order in which they are summed.
#[derive(Clone)]
pub struct FeatureTable {
    map: Rc<FeatureMap>,
    /// φ of a block, and after it f₀.
    blocks: Vec<OnceCell<Box<[F64x8]>>>,
}

impl FeatureTable {
    /// An empty table for `n_blocks` blocks.
    pub(crate) fn new(map: Rc<FeatureMap>, n_blocks: usize) -> FeatureTable {
        FeatureTable {
            map,
            blocks: vec![OnceCell::new(); n_blocks],
        }
    }

    /// Whether it is a table of `map`.
    pub(crate) fn is_of(&self, map: &Rc<FeatureMap>) -> bool {
        Rc::ptr_eq(&self.map, map) || self.map == *map
    }

    /// φ of a block, and f₀ as the last number.
    #[inline(always)]
    pub(super) fn block(&self, x: &PointBlock) -> &[F64x8] {
        self.blocks[x.index].get_or_init(|| {
            let d = self.map.n_features();
            let mut row = vec![F64x8::zero(); d + 1];
            row[d] = self.map.fill(x, &mut row[..d]);
            row.into_boxed_slice()
        })
    }
}

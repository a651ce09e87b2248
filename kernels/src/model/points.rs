//! Points of the plane in the order that the kernels read.

use std::cell::OnceCell;
use std::rc::Rc;

use super::features::FeatureMap;
use super::features::table::FeatureTable;
use super::point_block::{Bounds, PointBlock};
use crate::numeric::lanes::F64x8;
use crate::numeric::order;

/// Points x = (x₁, x₂) in blocks of [`Points::BLOCK`], each coordinate in the lanes of its own vector. The
/// last block is filled up with copies of the last point.
#[derive(Clone)]
pub struct Points {
    blocks: Vec<PointBlock>,
    len: usize,
    neighborhoods: OnceCell<Neighborhoods>,
    features: OnceCell<Rc<FeatureTable>>,
}

/// Points by neighborhood.
#[derive(Clone)]
pub struct Neighborhoods {
    /// See [`compact_order`].
    pub order: Vec<usize>,
    /// The points in that order.
    pub blocks: Vec<PointBlock>,
    /// A box that holds all of them.
    pub bounds: Bounds,
}

impl Points {
    /// Points in a block.
    pub const BLOCK: usize = 8;

    /// Arranges points, keeping their order.
    pub fn new(points: impl IntoIterator<Item = [f64; 2]>) -> Points {
        let mut list = Vec::new();
        for point in points {
            list.push(point);
        }
        Points::of(&list)
    }

    fn of(points: &[[f64; 2]]) -> Points {
        Points {
            blocks: blocks_of(points),
            len: points.len(),
            neighborhoods: OnceCell::new(),
            features: OnceCell::new(),
        }
    }

    /// How many points.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The points, in order.
    pub fn iter(&self) -> impl Iterator<Item = [f64; 2]> {
        self.blocks
            .iter()
            .flat_map(|block| {
                let (x1, x2) = (block.x1.to_array(), block.x2.to_array());
                x1.into_iter().zip(x2).map(|(x1, x2)| [x1, x2])
            })
            .take(self.len)
    }

    /// How many blocks they fill.
    pub fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[PointBlock] {
        &self.blocks
    }

    /// φ of the points under `map`, point by point, and f₀ of each.
    pub fn features(&self, map: &FeatureMap) -> (Vec<f64>, Vec<f64>) {
        let d = map.n_features();
        let mut phi = vec![F64x8::zero(); d];
        let (mut all, mut bases) = (Vec::new(), Vec::new());
        for block in &self.blocks {
            bases.extend(map.fill(block, &mut phi).to_array());
            let columns: Vec<[f64; 8]> = phi.iter().map(|phi| phi.to_array()).collect();
            for lane in 0..Points::BLOCK {
                all.extend(columns.iter().map(|column| column[lane]));
            }
        }
        all.truncate(self.len * d);
        bases.truncate(self.len);
        (all, bases)
    }

    /// Room for the features of the points by neighborhood, once for all who share the points and the map.
    pub(crate) fn feature_table(&self, map: &Rc<FeatureMap>) -> Rc<FeatureTable> {
        let new = || Rc::new(FeatureTable::new(Rc::clone(map), self.n_blocks()));
        let shared = self.features.get_or_init(new);
        if shared.is_of(map) {
            Rc::clone(shared)
        } else {
            new()
        }
    }

    /// The points by neighborhood: sorted when first asked for, and once for all who share them.
    pub fn neighborhoods(&self) -> &Neighborhoods {
        self.neighborhoods.get_or_init(|| {
            let mut points = Vec::with_capacity(self.blocks.len() * Points::BLOCK);
            for block in &self.blocks {
                let (x1, x2) = (block.x1.to_array(), block.x2.to_array());
                points.extend((0..Points::BLOCK).map(|i| [x1[i], x2[i]]));
            }
            points.truncate(self.len);
            let order = compact_order(&points);
            let sorted: Vec<[f64; 2]> = order.iter().map(|&i| points[i]).collect();
            let blocks = blocks_of(&sorted);
            Neighborhoods {
                bounds: Bounds::of_blocks(&blocks),
                order,
                blocks,
            }
        })
    }
}

fn blocks_of(points: &[[f64; 2]]) -> Vec<PointBlock> {
    let block = |(index, chunk): (usize, &[[f64; 2]])| {
        let coordinate = |axis: usize| std::array::from_fn(|i| chunk[i.min(chunk.len() - 1)][axis]);
        let (x1, x2) = (coordinate(0), coordinate(1));
        PointBlock {
            x1: F64x8::new(x1),
            x2: F64x8::new(x2),
            bounds: Bounds::of_points([x1, x2]),
            index,
        }
    };
    points
        .chunks(Points::BLOCK)
        .enumerate()
        .map(block)
        .collect()
}

/// An order of `points` in which each block is compact: halved again and again across the longer side of
/// what is left (a k-d tree, Bentley 1975). Equal coordinates keep their order.
pub fn compact_order(points: &[[f64; 2]]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    let axes = [0, 1].map(|axis| points.iter().map(|x| x[axis]).collect::<Vec<f64>>());
    halve(&axes, &mut order);
    order
}

fn halve(axes: &[Vec<f64>; 2], part: &mut [usize]) {
    if part.len() <= Points::BLOCK {
        return;
    }
    let extent = |axis: usize| {
        let values = part.iter().map(|&i| axes[axis][i]);
        let high = values.clone().fold(f64::NEG_INFINITY, f64::max);
        high - values.fold(f64::INFINITY, f64::min)
    };
    let axis = usize::from(extent(1) > extent(0));
    order::sort(part, &axes[axis]);
    // Whole blocks on the left, so that only the last block of all is ever filled up.
    let blocks = part.len().div_ceil(Points::BLOCK);
    let (left, right) = part.split_at_mut(blocks / 2 * Points::BLOCK);
    halve(axes, left);
    halve(axes, right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_order_is_an_order_with_compact_blocks() {
        // A 20 × 20 grid, row by row: blocks of rows are 7 long, compact ones about 3 × 3.
        let grid: Vec<[f64; 2]> = (0..400)
            .map(|i| [f64::from(i % 20), f64::from(i / 20)])
            .collect();
        let order = compact_order(&grid);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..400));
        let points = Points::new(order.iter().map(|&i| grid[i]));
        for block in points.blocks() {
            let [a, b] = block.bounds.half_sides;
            assert!(a + b <= 3.01, "{a} × {b}");
        }
        assert_eq!(
            compact_order(&[[1.0, 1.0]; 20]),
            (0..20).collect::<Vec<_>>()
        );
        assert_eq!(compact_order(&[]), []);
    }

    #[test]
    fn the_last_block_repeats_the_last_point() {
        let points = Points::new((0..10).map(|i| [f64::from(i), -f64::from(i)]));
        assert_eq!((points.len(), points.n_blocks()), (10, 2));
        let last = points.blocks()[1];
        assert_eq!(last.x1.to_array(), [8., 9., 9., 9., 9., 9., 9., 9.]);
        assert_eq!(last.x2.to_array(), [-8., -9., -9., -9., -9., -9., -9., -9.]);
        assert_eq!(Points::new([]).n_blocks(), 0);
    }
}

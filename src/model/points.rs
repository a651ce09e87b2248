//! Points of the plane in the order that the kernels read.

use crate::numeric::lanes::F64x8;

/// Points x = (x₁, x₂) in blocks of [`Points::BLOCK`], each coordinate in the lanes of its own vector. The
/// last block is filled up with copies of the last point.
#[derive(Clone)]
pub struct Points {
    blocks: Vec<PointBlock>,
    len: usize,
}

/// Eight points.
#[derive(Clone, Copy)]
pub struct PointBlock {
    /// First coordinates.
    pub x1: F64x8,
    /// Second coordinates.
    pub x2: F64x8,
}

impl Points {
    /// Points in a block.
    pub const BLOCK: usize = 8;

    /// Arranges points, keeping their order.
    pub fn new(points: impl IntoIterator<Item = [f64; 2]>) -> Points {
        let points: Vec<[f64; 2]> = points.into_iter().collect();
        let blocks = points
            .chunks(Points::BLOCK)
            .map(|chunk| {
                let coordinate = |axis: usize| {
                    F64x8::new(std::array::from_fn(|i| chunk[i.min(chunk.len() - 1)][axis]))
                };
                PointBlock {
                    x1: coordinate(0),
                    x2: coordinate(1),
                }
            })
            .collect();
        Points {
            blocks,
            len: points.len(),
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

    /// How many blocks they fill.
    pub fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[PointBlock] {
        &self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

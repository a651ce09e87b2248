//! Eight points of the plane, in lanes, and the box that holds them.

use crate::numeric::lanes::F64x8;

/// Eight points.
#[derive(Clone, Copy)]
pub struct PointBlock {
    /// First coordinates.
    pub x1: F64x8,
    /// Second coordinates.
    pub x2: F64x8,
    /// A box that holds them.
    pub bounds: Bounds,
    /// Which block it is.
    pub(crate) index: usize,
}

/// A box in the plane, a little larger than what it holds: by 10⁻⁹ of the points' size, far beyond rounding.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Its center.
    pub center: [f64; 2],
    /// Half its sides.
    pub half_sides: [f64; 2],
}

impl Bounds {
    pub(super) fn of_points(x: [[f64; 8]; 2]) -> Bounds {
        Bounds::between(x.map(|x| {
            let low = x.into_iter().fold(f64::INFINITY, f64::min);
            let high = x.into_iter().fold(f64::NEG_INFINITY, f64::max);
            let slack = 1e-9 * (low.abs() + high.abs());
            [low - slack, high + slack]
        }))
    }

    /// A box that holds all of `blocks`.
    pub fn of_blocks(blocks: &[PointBlock]) -> Bounds {
        Bounds::between([0, 1].map(|axis| {
            let start = [f64::INFINITY, f64::NEG_INFINITY];
            blocks.iter().fold(start, |[low, high], block| {
                let (center, half) = (block.bounds.center[axis], block.bounds.half_sides[axis]);
                [low.min(center - half), high.max(center + half)]
            })
        }))
    }

    fn between(sides: [[f64; 2]; 2]) -> Bounds {
        Bounds {
            center: sides.map(|[low, high]| 0.5 * low + 0.5 * high),
            half_sides: sides.map(|[low, high]| 0.5 * high - 0.5 * low),
        }
    }
}

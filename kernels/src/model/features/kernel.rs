//! The kernel of a feature map: f = f₀ + φ·θ over a block of eight examples.
//!
//! In training φ is read from a shared table: a block of it stays in the first cache between the way forward and the
//! way back. Elsewhere it is computed point by point, by the same formula.

use super::FeatureMap;
use super::table::FeatureTable;
use crate::model::block::BlockKernel;
use crate::model::point_block::PointBlock;
use crate::model::points::Points;
use crate::numeric::lanes::{F64x2, F64x8};
use std::ops::Range;
use std::rc::Rc;

/// See the module.
#[derive(Clone)]
pub(crate) struct FeatureKernel {
    map: Rc<FeatureMap>,
    /// φ of the training rows.
    table: Option<Rc<FeatureTable>>,
    theta: Vec<f64>,
    /// Σ g φ of each coordinate, per lane.
    sums: Vec<F64x2>,
    /// φ of the block at hand where there is no table.
    phi: Vec<F64x8>,
}

impl FeatureKernel {
    pub(crate) fn new(map: &Rc<FeatureMap>, table: Option<Rc<FeatureTable>>) -> FeatureKernel {
        let d = map.n_features();
        let room = if table.is_some() { 0 } else { d };
        FeatureKernel {
            map: Rc::clone(map),
            table,
            theta: vec![0.0; d],
            sums: vec![F64x2::zero(); d],
            phi: vec![F64x8::zero(); room],
        }
    }
}

/// base + φ·θ, even and odd coordinates apart.
#[inline(always)]
fn score(phi: &[F64x8], theta: &[f64], base: F64x8) -> F64x8 {
    let (mut even, mut odd) = (base, F64x8::zero());
    let pairs = phi.chunks_exact(2).zip(theta.chunks_exact(2));
    for (phi, theta) in pairs {
        even = even + phi[0] * F64x2::splat(theta[0]);
        odd = odd + phi[1] * F64x2::splat(theta[1]);
    }
    if let (true, Some(&phi), Some(&theta)) = (phi.len() % 2 == 1, phi.last(), theta.last()) {
        even = even + phi * F64x2::splat(theta);
    }
    even + odd
}

impl BlockKernel for FeatureKernel {
    fn load(&mut self, theta: &[f64]) {
        self.theta.copy_from_slice(theta);
    }

    #[inline(always)]
    fn forward(&mut self, x: &PointBlock) -> F64x8 {
        match &self.table {
            Some(table) => {
                let row = table.block(x);
                let (phi, base) = row.split_at(self.theta.len());
                score(phi, &self.theta, base[0])
            }
            None => {
                let base = self.map.fill(x, &mut self.phi);
                score(&self.phi, &self.theta, base)
            }
        }
    }

    #[inline(always)]
    fn backward(&mut self, x: &PointBlock, slope: F64x8) {
        let phi = match &self.table {
            Some(table) => table.block(x),
            None => &self.phi,
        };
        for (sum, &phi) in self.sums.iter_mut().zip(phi) {
            *sum += (slope * phi).fold();
        }
    }

    fn take_gradient(&mut self, gradient: &mut [f64]) {
        for (gradient, sum) in gradient.iter_mut().zip(&self.sums) {
            *gradient = sum.sum();
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.sums.fill(F64x2::zero());
    }

    /// A table is of training rows in the order of their sums: any other points are computed.
    fn scores(&mut self, points: &Points, blocks: Range<usize>, out: &mut [f64]) {
        let mut phi = vec![F64x8::zero(); self.map.n_features()];
        let blocks = &points.blocks()[blocks];
        for (block, out) in blocks.iter().zip(out.chunks_mut(Points::BLOCK)) {
            let base = self.map.fill(block, &mut phi);
            let scores = score(&phi, &self.theta, base).to_array();
            out.copy_from_slice(&scores[..out.len()]);
        }
    }
}

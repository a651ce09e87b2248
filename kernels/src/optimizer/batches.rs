//! Mini-batches: each epoch goes through all rows once, in an order of its own.
//!
//! ```text
//! g = (1/|B|) Σ_{i∈B} wᵢ ℓ′(uᵢ) ∂uᵢ/∂θ      step t: batch t mod ⌈n/b⌉ of epoch ⌊t/⌈n/b⌉⌋
//! ```
//! A step is one update. The last batch of an epoch holds what is left and divides by its own size, so its rows count
//! for more; weights keep the values they have among all rows.

use crate::rng::{Xoshiro256PlusPlus, shuffle};

/// The rows of each step.
#[derive(Clone)]
pub struct Batches {
    size: usize,
    orders: Orders,
    /// The present epoch's order, and how far it has come.
    order: Vec<usize>,
    next: usize,
}

#[derive(Clone)]
enum Orders {
    Random(Xoshiro256PlusPlus),
    /// Orders to be gone through in turn, and the number of the next.
    Given(Vec<Vec<usize>>, usize),
}

impl Batches {
    /// Batches of `size` rows, in orders drawn from a stream.
    pub fn random(size: usize, stream: Xoshiro256PlusPlus) -> Batches {
        Batches::from(size, Orders::Random(stream))
    }

    /// Batches of `size` rows, in given orders of the row numbers, one an epoch and from the first one again.
    pub fn in_order(size: usize, orders: Vec<Vec<usize>>) -> Batches {
        Batches::from(size, Orders::Given(orders, 0))
    }

    fn from(size: usize, orders: Orders) -> Batches {
        Batches {
            size: size.max(1),
            orders,
            order: Vec::new(),
            next: 0,
        }
    }

    /// The numbers of the next step's rows, of `n`.
    pub(super) fn next(&mut self, n: usize) -> &[usize] {
        if self.next >= self.order.len() {
            self.next = 0;
            match &mut self.orders {
                Orders::Random(stream) => {
                    self.order = (0..n).collect();
                    shuffle(stream, &mut self.order);
                }
                Orders::Given(orders, at) => {
                    self.order.clone_from(&orders[*at % orders.len()]);
                    *at += 1;
                }
            }
        }
        let first = self.next;
        self.next = self.order.len().min(first + self.size);
        &self.order[first..self.next]
    }
}

//! Lists from iterators.

/// Makes a list of what an iterator gives.
///
/// For [`Iterator::collect`] the compiler writes three functions for every kind of iterator, here one: some kilobytes of
/// a first visit.
pub trait Listed: Iterator + Sized {
    /// The items, in order.
    fn listed(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        for item in self {
            list.push(item);
        }
        list
    }
}

impl<I: Iterator> Listed for I {}

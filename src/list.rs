//! Lists from iterators.

/// The items of an iterator, in order.
///
/// For [`Iterator::collect`] the compiler writes three functions for every kind of iterator, here one: some kilobytes of
/// a first visit.
pub fn listed<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list = Vec::new();
    for item in items {
        list.push(item);
    }
    list
}

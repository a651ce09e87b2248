//! The theory beside the run: limits that plain gradient descent cannot reach.

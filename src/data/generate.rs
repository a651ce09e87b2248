//! Generated data after Figure 1 of the paper.

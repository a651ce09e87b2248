//! Which examples hold the boundary: bars.

use crate::report::{Shown, example};
use crate::view::bars::{Bars, Share};
use crate::view::{Picture, Theme};

/// The bars of the selected run; nothing where shares are not defined.
pub fn picture(shown: &Shown, size: [f64; 2], theme: Theme) -> Picture {
    let Some(shares) = example::shares(shown) else {
        return Picture::default();
    };
    let rows: Vec<Share> = (shares.iter())
        .map(|share| Share {
            class: share.class,
            q: share.q,
            start: share.start,
            limit: share.limit,
        })
        .collect();
    let focused = shown
        .pointed
        .and_then(|at| example::training_row(shown, at));
    Bars {
        size,
        rows: &rows,
        focused,
    }
    .picture(theme.palette())
}

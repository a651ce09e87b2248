//! What a feature model needs to be told of before it is trained: room, and a step that is not too long.

use crate::model::Model;
use crate::model::features::table::MOST_NUMBERS;
use crate::spec::Notice;

/// Whether the features of `n_rows` rows can be kept; if not, says so.
pub(super) fn fit(model: &Model, n_rows: usize, notices: &mut Vec<Notice>) -> bool {
    let Model::Features(map) = model else {
        return true;
    };
    let d = map.n_features();
    let fits = n_rows.saturating_mul(d) <= MOST_NUMBERS;
    if !fits {
        notices.push(Notice(format!(
            "{n_rows} rows of {d} features are more than can be kept: set fewer units or features, or keep fewer rows"
        )));
    }
    fits
}

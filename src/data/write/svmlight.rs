//! Rows as svmlight: `+1 1:x₁ 2:x₂`, with the weight behind the label where the data has weights, as XGBoost reads it.

use crate::data::own::OwnData;
use crate::data::{Class, Split};
use crate::text::decimal::shortest;

/// The rows of `own` for training: svmlight has no split.
pub fn svmlight(own: &OwnData) -> String {
    let mut text = String::new();
    for example in own
        .dataset
        .examples
        .iter()
        .filter(|e| e.split == Split::Train)
    {
        let [x1, x2] = example.x.map(shortest);
        let label = match example.class {
            Class::Orange => "1",
            Class::Blue => "-1",
        };
        let weight = if own.has_weight {
            format!(":{}", shortest(example.weight))
        } else {
            String::new()
        };
        text += &format!("{label}{weight} 1:{x1} 2:{x2}\n");
    }
    text
}

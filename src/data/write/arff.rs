//! Rows as ARFF, of which Weka reads the weights: `{w}` behind each row, at 17 significant digits.

use crate::data::Class;
use crate::data::own::OwnData;
use crate::text::decimal::{rounded, shortest};

/// The rows of `own`; the first declared class is orange. Rows for testing are left out, as ARFF has no split.
pub fn arff(own: &OwnData) -> String {
    let [first, second] = own.features.each_ref().map(|name| quoted(name));
    let [orange, blue] = own.classes.each_ref().map(|name| quoted(name));
    let mut text = format!(
        "@relation lab\n\n@attribute {first} numeric\n@attribute {second} numeric\n@attribute class {{{orange},{blue}}}\n\n@data\n"
    );
    for example in own
        .dataset
        .examples
        .iter()
        .filter(|e| e.split == crate::data::Split::Train)
    {
        let [x1, x2] = example.x.map(shortest);
        let class = match example.class {
            Class::Orange => &orange,
            Class::Blue => &blue,
        };
        text += &[&x1, ",", &x2, ",", class].concat();
        if own.has_weight {
            text += &[",{", &rounded(example.weight, 16), "}"].concat();
        }
        text += "\n";
    }
    text
}

/// In quotes, with what they escape.
fn quoted(name: &str) -> String {
    let escaped = name
        .replace('\\', "\\\\")
        .replace('\'', "\\'")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\t', "\\t");
    format!("'{escaped}'")
}

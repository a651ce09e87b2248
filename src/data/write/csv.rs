//! Rows as CSV: the two features and the class under their names, split and weight where the data has them.

use crate::data::own::OwnData;
use crate::data::{Class, Split};
use crate::text::decimal::shortest;

/// The rows of `own`. A feature that is called like another column gets its number.
pub fn csv(own: &OwnData) -> String {
    let mut names: Vec<String> = Vec::new();
    for (at, name) in own
        .features
        .iter()
        .map(String::as_str)
        .chain(["class"])
        .enumerate()
    {
        let reserved = at < 2
            && ["class", "split", "weight"]
                .iter()
                .any(|taken| name.eq_ignore_ascii_case(taken));
        let taken = reserved
            || name.is_empty()
            || names.iter().any(|known| known.eq_ignore_ascii_case(name));
        names.push(if taken {
            format!("{name} x{}", at + 1)
        } else {
            name.to_owned()
        });
    }
    if own.has_split {
        names.push("split".to_owned());
    }
    if own.has_weight {
        names.push("weight".to_owned());
    }
    let header: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let mut text = header.join(",") + "\n";
    let [orange, blue] = labels(own);
    for example in &own.dataset.examples {
        let [x1, x2] = example.x.map(shortest);
        let class = match example.class {
            Class::Orange => &orange,
            Class::Blue => &blue,
        };
        text += &[&x1, ",", &x2, ",", class].concat();
        if own.has_split {
            text += match example.split {
                Split::Train => ",train",
                Split::Test => ",test",
            };
        }
        if own.has_weight {
            text += &[",", &shortest(example.weight)].concat();
        }
        text += "\n";
    }
    text
}

/// The names of the classes as cells; orange and blue where they are the same or empty.
fn labels(own: &OwnData) -> [String; 2] {
    let [orange, blue] = own.classes.each_ref().map(|name| name.trim());
    let usable = !orange.is_empty() && !blue.is_empty() && !orange.eq_ignore_ascii_case(blue);
    if usable {
        [quoted(orange), quoted(blue)]
    } else {
        ["orange", "blue"].map(String::from)
    }
}

/// In quotes where a reader could take it apart.
fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', ';', '\t', '|', '"', '\n', '\r'])
        && cell.trim() == cell
        && !cell.starts_with('#');
    if plain {
        cell.to_owned()
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}

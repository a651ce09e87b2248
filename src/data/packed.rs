//! Own rows as plain numbers and names, without loss: what is kept of them outside the program's memory.
//!
//! ```text
//! split given, weights given, standardized, mean₁, mean₂, deviation₁, deviation₂, then for each example
//! x₁, x₂, y, training or test, weight
//! ```

use crate::data::own::{OwnData, Standardization};
use crate::data::{Class, Dataset, Example, Split};

const HEAD: usize = 7;
const EXAMPLE: usize = 5;

/// The numbers of `own`, and the names of its features and classes.
pub fn pack(own: &OwnData) -> (Vec<f64>, [&str; 4]) {
    let flag = |set: bool| f64::from(u8::from(set));
    let Standardization { mean, deviation } = own.standardized.unwrap_or(Standardization {
        mean: [0.0; 2],
        deviation: [1.0; 2],
    });
    let mut numbers = vec![
        flag(own.has_split),
        flag(own.has_weight),
        flag(own.standardized.is_some()),
        mean[0],
        mean[1],
        deviation[0],
        deviation[1],
    ];
    for example in &own.dataset.examples {
        let [x1, x2] = example.x;
        let test = flag(example.split == Split::Test);
        numbers.extend([x1, x2, example.class.sign(), test, example.weight]);
    }
    let [x1, x2] = own.features.each_ref();
    let [orange, blue] = own.classes.each_ref();
    (numbers, [x1, x2, orange, blue])
}

/// The rows that were packed into these numbers and names; `None` for numbers that [`pack`] does not write.
pub fn unpack(numbers: &[f64], names: [String; 4]) -> Option<OwnData> {
    let (head, rows) = numbers.split_at_checked(HEAD)?;
    if rows.len() % EXAMPLE != 0 {
        return None;
    }
    let examples = rows.chunks(EXAMPLE).map(|row| Example {
        x: [row[0], row[1]],
        class: if row[2] > 0.0 {
            Class::Orange
        } else {
            Class::Blue
        },
        split: if row[3] == 0.0 {
            Split::Train
        } else {
            Split::Test
        },
        weight: row[4],
    });
    let [x1, x2, orange, blue] = names;
    Some(OwnData {
        dataset: Dataset {
            examples: examples.collect(),
        },
        has_split: head[0] != 0.0,
        has_weight: head[1] != 0.0,
        features: [x1, x2],
        classes: [orange, blue],
        standardized: (head[2] != 0.0).then_some(Standardization {
            mean: [head[3], head[4]],
            deviation: [head[5], head[6]],
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read::load;

    #[test]
    fn what_is_packed_is_unpacked_as_it_was() {
        let plain = "x1,x2,y\n0.1,2,orange\n-3,1e-300,blue\n5,6,blue\n";
        let full = "length,depth,kind,split,weight\n181.5,3750,Adelie,train,2\n186.25,3800,Gentoo,test,0.5\n195,3250.125,Adelie,train,1\n";
        for text in [plain, full] {
            let (own, _) = load(text, None).expect("a table");
            let (numbers, names) = pack(&own);
            assert_eq!(unpack(&numbers, names.map(String::from)), Some(own));
        }
    }

    #[test]
    fn other_numbers_are_no_rows() {
        let names = || [(); 4].map(|()| String::new());
        assert_eq!(unpack(&[0.0; 6], names()), None);
        assert_eq!(unpack(&[0.0; 8], names()), None);
    }
}

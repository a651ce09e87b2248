//! Examples: two features, one of two classes, in the training or in the test set.

pub mod generate;
pub mod link;
pub mod own;
pub mod packed;
pub mod read;
pub mod write;

/// Numbers beyond this are refused as features: their squares, summed over all rows, must not overflow.
pub const LARGEST: f64 = 1e100;
/// Most rows that are used. More would make a step of the largest ladder last longer than a frame.
pub const MOST_ROWS: usize = 5000;

/// One of the two classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// y = +1: a triangle; the class the paper cuts to 20 %.
    Orange,
    /// y = −1: a circle.
    Blue,
}

impl Class {
    /// y: +1 for orange, −1 for blue.
    pub fn sign(self) -> f64 {
        match self {
            Class::Orange => 1.0,
            Class::Blue => -1.0,
        }
    }

    /// The class that a score calls: orange where f > 0. A score of exactly 0 calls neither: `None`.
    pub fn called(score: f64) -> Option<Class> {
        if score > 0.0 {
            Some(Class::Orange)
        } else if score < 0.0 {
            Some(Class::Blue)
        } else {
            None
        }
    }

    /// The name used in links, files and on the page.
    pub fn name(self) -> &'static str {
        match self {
            Class::Orange => "orange",
            Class::Blue => "blue",
        }
    }
}

/// Which part of the data an example is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Trained on.
    Train,
    /// Held out: the complement of the down-sampling.
    Test,
    /// Held out, and looked at where weights are learned by the meta-gradient.
    Validation,
}

/// One example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// Features (x₁, x₂).
    pub x: [f64; 2],
    /// Class y.
    pub class: Class,
    /// Training or test set.
    pub split: Split,
    /// The weight that the data came with (1 when it came with none); used by the `file` weighting only.
    pub weight: f64,
}

/// Examples in a fixed order; training rows keep that order everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// All examples, both splits.
    pub examples: Vec<Example>,
}

impl Dataset {
    /// The examples of one split, in order.
    pub fn split(&self, split: Split) -> impl Iterator<Item = &Example> {
        self.examples
            .iter()
            .filter(move |example| example.split == split)
    }

    /// How many examples of `split` are (orange, blue).
    pub fn count(&self, split: Split) -> (usize, usize) {
        let (mut orange, mut blue) = (0, 0);
        for example in self.split(split) {
            match example.class {
                Class::Orange => orange += 1,
                Class::Blue => blue += 1,
            }
        }
        (orange, blue)
    }

    /// The ranges of x₁ and x₂ that show every example: a square around all of them with a margin of a tenth.
    /// Without examples, or with all of them in one place, a square two units wide.
    pub fn ranges(&self) -> [[f64; 2]; 2] {
        if self.examples.is_empty() {
            return [[-1.0, 1.0]; 2];
        }
        let ranges = [0, 1].map(|axis| {
            let values = self.examples.iter().map(|example| example.x[axis]);
            values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| {
                [low.min(x), high.max(x)]
            })
        });
        let span = ranges
            .iter()
            .map(|[low, high]| high - low)
            .fold(0.0, f64::max);
        let half = if span > 0.0 { 0.55 * span } else { 1.0 };
        ranges.map(|[low, high]| {
            let middle = 0.5 * (low + high);
            [middle - half, middle + half]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset(points: &[[f64; 2]]) -> Dataset {
        let example = |&x: &[f64; 2]| Example {
            x,
            class: Class::Orange,
            split: Split::Train,
            weight: 1.0,
        };
        Dataset {
            examples: points.iter().map(example).collect(),
        }
    }

    #[test]
    fn ranges_are_a_square_around_the_examples() {
        // 4 by 2 around (2, 1): half of 4 and a tenth of that.
        assert_eq!(
            dataset(&[[0.0, 0.0], [4.0, 2.0]]).ranges(),
            [[2.0 - 2.2, 2.0 + 2.2], [1.0 - 2.2, 1.0 + 2.2]]
        );
        assert_eq!(dataset(&[[5.0, 3.0]; 4]).ranges(), [[4.0, 6.0], [2.0, 4.0]]);
        assert_eq!(dataset(&[]).ranges(), [[-1.0, 1.0]; 2]);
    }
}

//! The rows zᵢ of a linear model: all that the theory needs to know of the data.
//!
//! ```text
//! zᵢ = yᵢ xᵢ        without bias, d = 2          margin  uᵢ = zᵢ·θ
//! zᵢ = yᵢ (xᵢ, 1)   with bias, d = 3             radius  R = max |zᵢ|
//! ```
//!
//! With the bias as a coordinate, the bias is part of the norm |θ|, as it is for gradient descent.

use super::double_double::{Dd, dot as dd_dot};
use super::qr::Qr;
use crate::data::{Class, Example};
use crate::numeric::{dot, norm};
use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

/// Sizes of the largest number at which products of three rows are still far from overflow and underflow.
const SIZES: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// The most numbers in a row of a line: a plane and a bias.
const LINE: usize = 3;

/// n rows of d numbers, n ≥ 1; all finite, the largest of a size in 1e−100 … 1e100 (or all 0).
#[derive(Clone, Debug)]
pub struct Rows {
    dim: usize,
    z: Vec<f64>,
    /// u⁰, or nothing where all of them are 0.
    offsets: Vec<f64>,
    /// What they span, once asked for.
    span: OnceCell<Rc<Qr>>,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        (self.dim, &self.z, &self.offsets) == (other.dim, &other.z, &other.offsets)
    }
}

/// Why there is nothing for the theory to work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsError {
    /// No row.
    Empty,
    /// Every row is of one class: there is no boundary to speak of.
    OneClass(Class),
    /// A number of this row is NaN or infinite.
    NotFinite {
        /// Index of the row.
        row: usize,
    },
    /// A number of this row is so large, or all numbers are so small, that products of two rows would leave
    /// the range of `f64`.
    OutOfRange {
        /// Index of the row with the largest number.
        row: usize,
    },
    /// The numbers do not divide into rows of `dim`, or `dim` is 0.
    Shape {
        /// Numbers a row.
        dim: usize,
        /// Numbers in all.
        length: usize,
    },
}

impl fmt::Display for RowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            RowsError::Empty => write!(f, "there are no training rows: add points of both classes"),
            RowsError::OneClass(class) => write!(
                f,
                "every training row is {}: add points of the other class",
                class.name()
            ),
            RowsError::NotFinite { row } => {
                write!(f, "training row {row} holds a number that is not finite")
            }
            RowsError::OutOfRange { row } => write!(
                f,
                "training row {row} holds the largest number, and its size is outside 1e-100 to 1e100: standardize the features"
            ),
            RowsError::Shape { dim, length } => {
                write!(f, "{length} numbers do not make rows of {dim}")
            }
        }
    }
}

impl std::error::Error for RowsError {}

impl Rows {
    /// Rows given as numbers, row after row.
    pub fn new(dim: usize, z: Vec<f64>) -> Result<Rows, RowsError> {
        if dim == 0 || !z.len().is_multiple_of(dim) {
            return Err(RowsError::Shape {
                dim,
                length: z.len(),
            });
        }
        if z.is_empty() {
            return Err(RowsError::Empty);
        }
        if let Some(at) = z.iter().position(|number| !number.is_finite()) {
            return Err(RowsError::NotFinite { row: at / dim });
        }
        let (at, largest) =
            z.iter()
                .map(|number| number.abs())
                .enumerate()
                .fold(
                    (0, 0.0),
                    |best, next| {
                        if next.1 > best.1 { next } else { best }
                    },
                );
        if largest != 0.0 && !SIZES.contains(&largest) {
            return Err(RowsError::OutOfRange { row: at / dim });
        }
        Ok(Rows {
            dim,
            z,
            offsets: Vec::new(),
            span: OnceCell::new(),
        })
    }

    /// The same rows of a model whose margins at θ = 0 are `offsets`: uᵢ = u⁰ᵢ + zᵢ·θ. They do not move a limit, only
    /// when and from where it is approached.
    ///
    /// # Panics
    /// Unless there is one for each row.
    pub fn with_offsets(self, offsets: Vec<f64>) -> Rows {
        assert_eq!(offsets.len(), self.len());
        Rows { offsets, ..self }
    }

    /// u⁰ of a row.
    pub fn offset(&self, i: usize) -> f64 {
        self.offsets.get(i).copied().unwrap_or(0.0)
    }

    /// Whether every margin is 0 at θ = 0.
    pub fn start_at_zero(&self) -> bool {
        self.offsets.is_empty()
    }

    /// The rows of training examples, in their order.
    pub fn from_examples<'a>(
        examples: impl IntoIterator<Item = &'a Example>,
        bias: bool,
    ) -> Result<Rows, RowsError> {
        let mut z = Vec::new();
        let (mut orange, mut blue) = (false, false);
        for example in examples {
            let y = example.class.sign();
            z.extend([y * example.x[0], y * example.x[1]]);
            if bias {
                z.push(y);
            }
            match example.class {
                Class::Orange => orange = true,
                Class::Blue => blue = true,
            }
        }
        match (orange, blue) {
            (true, false) => Err(RowsError::OneClass(Class::Orange)),
            (false, true) => Err(RowsError::OneClass(Class::Blue)),
            _ => Rows::new(2 + usize::from(bias), z),
        }
    }

    /// d, the numbers in a row.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// n, the number of rows; never 0.
    pub fn len(&self) -> usize {
        self.z.len() / self.dim
    }

    /// Never: rows are refused when there are none.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// zᵢ.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.z[i * self.dim..(i + 1) * self.dim]
    }

    /// All numbers, row after row.
    pub fn numbers(&self) -> &[f64] {
        &self.z
    }

    /// z₀, z₁, …
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.z.chunks_exact(self.dim)
    }

    /// Whether they are those of a feature map rather than of a line: more than a plane and a bias.
    pub fn is_wide(&self) -> bool {
        self.dim > LINE
    }

    /// R = max |zᵢ|.
    pub fn radius(&self) -> f64 {
        self.iter().map(norm).fold(0.0, f64::max)
    }

    /// The margins uᵢ = u⁰ᵢ + zᵢ·θ.
    pub fn margins(&self, theta: &[f64]) -> Vec<f64> {
        let mut margins: Vec<f64> = self.iter().map(|z| dot(z, theta)).collect();
        for (margin, offset) in margins.iter_mut().zip(&self.offsets) {
            *margin += offset;
        }
        margins
    }

    /// The rows at `indices` only, in that order. An empty choice is refused.
    pub fn select(&self, indices: &[usize]) -> Result<Rows, RowsError> {
        if indices.iter().copied().eq(0..self.len()) {
            return Ok(self.clone());
        }
        let z = indices.iter().flat_map(|&i| self.row(i)).copied().collect();
        let offsets = indices.iter().filter_map(|&i| self.offsets.get(i).copied());
        Ok(Rows {
            offsets: offsets.collect(),
            ..Rows::new(self.dim, z)?
        })
    }

    /// An orthonormal basis of the span of the rows, by Gram and Schmidt, longest remainder first. What is
    /// left below 1e−12 R counts as rounding.
    pub fn span(&self) -> Vec<Vec<f64>> {
        if self.is_wide() {
            let span = self.factored_span();
            return (0..span.len()).map(|k| span.column(k).to_vec()).collect();
        }
        let (points, _) = self.scaled();
        span_of(&points)
            .iter()
            .map(|b| b.iter().map(|c| c.to_f64()).collect())
            .collect()
    }

    /// The same, with what it takes to solve in it; found once.
    pub(super) fn factored_span(&self) -> Rc<Qr> {
        let find = || Qr::of_span(self.dim, self.iter(), 1e-12 * self.radius()).0;
        Rc::clone(self.span.get_or_init(|| Rc::new(find())))
    }

    /// The power of two at or below the largest number; 1 where all are 0.
    pub(crate) fn power_of_two(&self) -> f64 {
        let largest = self.z.iter().fold(0.0, |m: f64, z| m.max(z.abs()));
        let power = f64::from_bits(largest.to_bits() & f64::INFINITY.to_bits());
        if largest == 0.0 { 1.0 } else { power }
    }

    /// The rows divided by a power of two near their largest number (exact), and that power.
    pub(crate) fn scaled(&self) -> (Vec<Vec<Dd>>, f64) {
        let scale = self.power_of_two();
        let point = |z: &[f64]| z.iter().map(|z| Dd::from(z / scale)).collect();
        (self.iter().map(point).collect(), scale)
    }
}

/// An orthonormal basis of the span of `points`.
pub(crate) fn span_of(points: &[Vec<Dd>]) -> Vec<Vec<Dd>> {
    let mut basis: Vec<Vec<Dd>> = Vec::new();
    let mut rests = points.to_vec();
    let longest = |rests: &[Vec<Dd>]| -> Option<(Dd, Vec<Dd>)> {
        let squared = rests.iter().map(|z| (dd_dot(z, z), z));
        let (squared, z) =
            squared.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        Some((squared.sqrt(), z.clone()))
    };
    let radius = longest(points).map_or(0.0, |(length, _)| length.to_f64());
    while let Some((length, z)) = longest(&rests) {
        if length.to_f64() <= 1e-12 * radius {
            break;
        }
        let unit: Vec<Dd> = z.iter().map(|&c| c / length).collect();
        rests = rests.iter().map(|z| reject(z, &unit)).collect();
        basis.push(unit);
    }
    basis
}

/// The part of z orthogonal to the unit vector `unit`.
pub(crate) fn reject(z: &[Dd], unit: &[Dd]) -> Vec<Dd> {
    let along = dd_dot(z, unit);
    z.iter().zip(unit).map(|(&z, &b)| z - along * b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Split;

    fn example(x: [f64; 2], class: Class) -> Example {
        Example {
            x,
            class,
            split: Split::Train,
            weight: 1.0,
        }
    }

    #[test]
    fn signs_and_bias_coordinate() {
        let examples = [
            example([1.0, 2.0], Class::Orange),
            example([3.0, -4.0], Class::Blue),
        ];
        let rows = Rows::from_examples(&examples, true).unwrap();
        assert_eq!(rows.row(0), [1.0, 2.0, 1.0]);
        assert_eq!(rows.row(1), [-3.0, 4.0, -1.0]);
        assert_eq!(rows.margins(&[1.0, 1.0, 0.5]), [3.5, 0.5]);
        let rows = Rows::from_examples(&examples, false).unwrap();
        assert_eq!((rows.dim(), rows.len(), rows.radius()), (2, 2, 5.0));
        assert_eq!(rows.select(&[1]).unwrap().row(0), [-3.0, 4.0]);
    }

    #[test]
    fn unusable_rows_are_refused_with_a_reason() {
        let orange = [example([1.0, 2.0], Class::Orange)];
        let one_class = Rows::from_examples(&orange, true);
        assert_eq!(one_class, Err(RowsError::OneClass(Class::Orange)));
        assert_eq!(Rows::from_examples(&[], true), Err(RowsError::Empty));
        let nan = Rows::new(2, vec![0.0, 1.0, f64::NAN, 1.0]);
        assert_eq!(nan, Err(RowsError::NotFinite { row: 1 }));
        assert!(matches!(
            Rows::new(2, vec![1.0]),
            Err(RowsError::Shape { .. })
        ));
        assert!(matches!(Rows::new(0, vec![]), Err(RowsError::Shape { .. })));
    }

    #[test]
    fn extreme_sizes_are_refused() {
        let rows = |a: f64| Rows::new(2, vec![1.0, 2.0, 3.0 * a, 4.0 * a]);
        assert_eq!(rows(1e200), Err(RowsError::OutOfRange { row: 1 }));
        let a = 2.037035976334486e90; // 2³⁰⁰: every product below is exact
        assert_eq!(rows(a).unwrap().radius(), 5.0 * a);
        let tiny = Rows::new(2, vec![0.0, 1e-200]);
        assert_eq!(tiny, Err(RowsError::OutOfRange { row: 0 }));
        assert_eq!(Rows::new(1, vec![0.0]).unwrap().radius(), 0.0);
    }
}

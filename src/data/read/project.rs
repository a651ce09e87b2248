//! More than two columns as two directions.
//!
//! ```text
//! zⱼ = (xⱼ − mean)/deviation                    of each column, over the rows that are trained on
//! pca     v₁, v₂: leading eigenvectors of C = (1/n) Σ z zᵀ            (Pearson 1901)
//! means   v₁ ∝ m₊ − m₋, v₂: leading eigenvector of P C P, P = I − v₁v₁ᵀ
//! features (v₁ᵀz, v₂ᵀz)
//! ```
//! The loadings v have length 1, and the sign that makes the one of largest size positive. A constant column has the
//! loading 0.

use crate::data::Class;
use crate::numeric::{dot, norm, sqrt};

/// Most columns that are projected.
pub(super) const MOST_PROJECTED: usize = 200;

/// Which two directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directions {
    /// The first two principal components.
    Pca,
    /// The difference of the class means, and the leading direction orthogonal to it.
    Means,
}

impl Directions {
    /// The directions that the option `project` names.
    pub fn from_name(name: &str) -> Option<Directions> {
        match name.trim().to_ascii_lowercase().as_str() {
            "pca" => Some(Directions::Pca),
            "means" => Some(Directions::Means),
            _ => None,
        }
    }

    /// What the two features are called.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Directions::Pca => ["principal component 1", "principal component 2"],
            Directions::Means => [
                "difference of class means",
                "leading direction orthogonal to it",
            ],
        }
    }
}

/// Two directions and what they are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Which.
    pub directions: Directions,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Mean and deviation that each column is standardized by first.
    pub scales: Vec<(f64, f64)>,
    /// What each column contributes to each direction.
    pub loadings: [Vec<f64>; 2],
    /// The share of the variance of all columns along each direction.
    pub shares: [f64; 2],
}

impl Projection {
    /// Finds the directions of `rows` (each with one number for each of `columns`), of which `trained` counts.
    ///
    /// # Errors
    /// Says why, where there are no such directions.
    pub(super) fn of(
        directions: Directions,
        columns: Vec<String>,
        rows: &[Vec<f64>],
        classes: &[Class],
        trained: &[bool],
    ) -> Result<Projection, &'static str> {
        let p = columns.len();
        if p < 2 {
            return Err("there are fewer than two columns of numbers");
        }
        let chosen = || {
            rows.iter()
                .zip(classes)
                .zip(trained)
                .filter(|(_, trained)| **trained)
                .map(|(row, _)| row)
        };
        let n = chosen().count();
        if n < 2 {
            return Err("fewer than two rows are trained on");
        }
        let scales: Vec<(f64, f64)> = (0..p)
            .map(|c| scale(chosen().map(|(row, _)| row[c]), n))
            .collect();
        let standardized: Vec<(Vec<f64>, Class)> = chosen()
            .map(|(row, class)| (z(row, &scales), *class))
            .collect();
        let mean_product = |i: usize, j: usize| {
            let products = standardized.iter().map(|(row, _)| row[i] * row[j]);
            products.sum::<f64>() / n as f64
        };
        let covariance: Vec<Vec<f64>> = (0..p)
            .map(|i| (0..p).map(|j| mean_product(i, j)).collect())
            .collect();
        let total: f64 = (0..p).map(|i| covariance[i][i]).sum();
        let loadings = match directions {
            Directions::Pca => {
                let [first, second] = leading(covariance.clone());
                [first, second]
            }
            Directions::Means => {
                let first = difference(&standardized)
                    .ok_or("the means of the two classes are the same, or a class has no row")?;
                let [second, _] = leading(without(&covariance, &first));
                [first, second]
            }
        };
        let loadings = loadings.map(oriented);
        let share = |v: &Vec<f64>| {
            let image: Vec<f64> = covariance.iter().map(|row| dot(row, v)).collect();
            dot(v, &image) / total
        };
        if total.is_nan() || total <= 0.0 {
            return Err("every column is the same in all rows");
        }
        let shares = [share(&loadings[0]), share(&loadings[1])];
        Ok(Projection {
            directions,
            columns,
            scales,
            loadings,
            shares,
        })
    }

    /// The two features of a row.
    pub fn project(&self, row: &[f64]) -> [f64; 2] {
        let z = z(row, &self.scales);
        [0, 1].map(|k| dot(&self.loadings[k], &z))
    }

    /// What the features are, a sentence each, the largest loadings first.
    pub fn sentences(&self) -> Vec<String> {
        let sentence = |k: usize| {
            let mut order: Vec<usize> = (0..self.columns.len()).collect();
            order.sort_by(|&a, &b| {
                self.loadings[k][b]
                    .abs()
                    .total_cmp(&self.loadings[k][a].abs())
            });
            let terms: Vec<String> = order
                .iter()
                .take(6)
                .map(|&c| {
                    format!(
                        "{} {}",
                        crate::text::decimal::fixed(self.loadings[k][c], 2),
                        self.columns[c]
                    )
                })
                .collect();
            let more = match self.columns.len().saturating_sub(6) {
                0 => String::new(),
                more => format!(" and {more} smaller"),
            };
            format!(
                "x{} is the {} of {} standardized columns, with {} % of their variance: loadings {}{more} (to change: x1 and x2).",
                k + 1,
                self.directions.names()[k],
                self.columns.len(),
                crate::text::decimal::fixed(100.0 * self.shares[k], 1),
                terms.join(", ")
            )
        };
        vec![sentence(0), sentence(1)]
    }
}

/// Mean and deviation of `n` numbers; deviation 1 for a constant, which then contributes 0.
fn scale(values: impl Iterator<Item = f64> + Clone, n: usize) -> (f64, f64) {
    let first = values.clone().next().unwrap_or(0.0);
    let mean = first + values.clone().map(|x| x - first).sum::<f64>() / n as f64;
    let largest = values.clone().map(|x| (x - mean).abs()).fold(0.0, f64::max);
    let squares: f64 = values.map(|x| (x - mean) / largest).map(|d| d * d).sum();
    let deviation = largest * sqrt(squares / n as f64);
    (mean, if deviation > 0.0 { deviation } else { 1.0 })
}

fn z(row: &[f64], scales: &[(f64, f64)]) -> Vec<f64> {
    row.iter()
        .zip(scales)
        .map(|(x, (mean, deviation))| (x - mean) / deviation)
        .collect()
}

/// m₊ − m₋ at length 1; `None` where a class is missing or the means are the same.
fn difference(rows: &[(Vec<f64>, Class)]) -> Option<Vec<f64>> {
    let mean = |class: Class| -> Option<Vec<f64>> {
        let of_class = || rows.iter().filter(|(_, c)| *c == class).map(|(row, _)| row);
        let n = of_class().count();
        let mut sum = vec![0.0; of_class().next()?.len()];
        for row in of_class() {
            for (sum, x) in sum.iter_mut().zip(row) {
                *sum += x / n as f64;
            }
        }
        Some(sum)
    };
    let (orange, blue) = (mean(Class::Orange)?, mean(Class::Blue)?);
    let difference: Vec<f64> = orange.iter().zip(&blue).map(|(a, b)| a - b).collect();
    let length = norm(&difference);
    (length > 1e-12).then(|| difference.iter().map(|d| d / length).collect())
}

/// P C P with P = I − v vᵀ.
fn without(matrix: &[Vec<f64>], v: &[f64]) -> Vec<Vec<f64>> {
    let p = v.len();
    let image: Vec<f64> = matrix.iter().map(|row| dot(row, v)).collect();
    let along = dot(v, &image);
    let entry =
        |i: usize, j: usize| matrix[i][j] - v[i] * image[j] - image[i] * v[j] + along * v[i] * v[j];
    (0..p)
        .map(|i| (0..p).map(|j| entry(i, j)).collect())
        .collect()
}

/// The eigenvectors of the two largest eigenvalues of a symmetric matrix, by Jacobi's rotations (cyclic, Golub and Van Loan
/// 2013, algorithm 8.5.3).
fn leading(mut a: Vec<Vec<f64>>) -> [Vec<f64>; 2] {
    let p = a.len();
    // Row k is the k-th eigenvector.
    let mut vectors: Vec<Vec<f64>> = (0..p)
        .map(|i| (0..p).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    for _ in 0..60 {
        let off: f64 = (0..p)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| a[i][j] * a[i][j])
            .sum();
        let size: f64 = a.iter().flatten().map(|x| x * x).sum();
        if off <= 1e-30 * size {
            break;
        }
        for i in 0..p {
            for j in i + 1..p {
                rotate(&mut a, &mut vectors, i, j);
            }
        }
    }
    let mut order: Vec<usize> = (0..p).collect();
    order.sort_by(|&i, &j| a[j][j].total_cmp(&a[i][i]));
    [vectors.swap_remove(order[0]), {
        // `swap_remove` has put the last in the first's place.
        let place = if order[1] == p - 1 {
            order[0]
        } else {
            order[1]
        };
        vectors.swap_remove(place)
    }]
}

/// Makes `a[i][j]` zero by a rotation in the plane of i and j.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], i: usize, j: usize) {
    if a[i][j] == 0.0 {
        return;
    }
    let tau = (a[j][j] - a[i][i]) / (2.0 * a[i][j]);
    let t = if tau >= 0.0 {
        1.0 / (tau + sqrt(1.0 + tau * tau))
    } else {
        -1.0 / (-tau + sqrt(1.0 + tau * tau))
    };
    let c = 1.0 / sqrt(1.0 + t * t);
    let s = t * c;
    for row in a.iter_mut() {
        let (x, y) = (row[i], row[j]);
        (row[i], row[j]) = (c * x - s * y, s * x + c * y);
    }
    for matrix in [a, vectors] {
        let (head, tail) = matrix.split_at_mut(j);
        for (x, y) in head[i].iter_mut().zip(&mut tail[0]) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }
}

/// With the sign that makes the entry of largest size positive.
fn oriented(v: Vec<f64>) -> Vec<f64> {
    let largest = v.iter().copied().fold(0.0, |most: f64, x| {
        if x.abs() > most.abs() + 1e-12 {
            x
        } else {
            most
        }
    });
    if largest < 0.0 {
        v.into_iter().map(|x| -x).collect()
    } else {
        v
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &[f64], b: &[f64]) {
        for (a, b) in a.iter().zip(b) {
            assert!((a - b).abs() < 1e-9, "{a} is not {b}");
        }
    }

    /// Rows whose columns are known mixtures: (t, −t, s, 1).
    fn rows() -> (Vec<Vec<f64>>, Vec<Class>) {
        let points = [
            (2.0, 1.0),
            (-2.0, 1.0),
            (1.0, -2.0),
            (-1.0, -2.0),
            (0.5, 1.0),
            (-0.5, 1.0),
        ];
        let rows = points
            .iter()
            .map(|&(t, s)| vec![10.0 * t + 3.0, -0.1 * t, s, 7.0])
            .collect();
        let classes = points
            .iter()
            .map(|&(t, _)| if t > 0.0 { Class::Orange } else { Class::Blue })
            .collect();
        (rows, classes)
    }

    #[test]
    fn principal_components_of_a_known_mixture() {
        let (rows, classes) = rows();
        let names = || ["a", "b", "c", "d"].map(String::from).to_vec();
        let pca = Projection::of(Directions::Pca, names(), &rows, &classes, &[true; 6]).unwrap();
        // Standardized, a and b are one direction of variance 2 of 3, c the other of 1.
        let half = 0.5f64.sqrt();
        near(&pca.loadings[0], &[half, -half, 0.0, 0.0]);
        near(&pca.loadings[1], &[0.0, 0.0, 1.0, 0.0]);
        near(&pca.shares, &[2.0 / 3.0, 1.0 / 3.0]);
        let means =
            Projection::of(Directions::Means, names(), &rows, &classes, &[true; 6]).unwrap();
        near(&means.loadings[0], &[half, -half, 0.0, 0.0]);
        near(&means.loadings[1], &[0.0, 0.0, 1.0, 0.0]);
        assert!(
            pca.sentences()[0].contains("66.7 %"),
            "{:?}",
            pca.sentences()
        );
    }

    #[test]
    fn eigenvectors_satisfy_their_equation() {
        let mut rng = crate::rng::stream(3, crate::rng::Purpose::Data);
        for p in [2, 3, 7, 30] {
            let b: Vec<Vec<f64>> = (0..p)
                .map(|_| (0..p).map(|_| crate::rng::normal(&mut rng)).collect())
                .collect();
            let a: Vec<Vec<f64>> = (0..p)
                .map(|i| (0..p).map(|j| dot(&b[i], &b[j])).collect())
                .collect();
            let [v, w] = leading(a.clone());
            let value = |v: &[f64]| {
                let image: Vec<f64> = a.iter().map(|row| dot(row, v)).collect();
                let value = dot(v, &image);
                let expected: Vec<f64> = v.iter().map(|x| value * x).collect();
                near(&image, &expected);
                value
            };
            let (first, second) = (value(&v), value(&w));
            assert!(first >= second);
            near(&[dot(&v, &w), norm(&v), norm(&w)], &[0.0, 1.0, 1.0]);
            // No direction has a larger quotient.
            for row in &b {
                let image: Vec<f64> = a.iter().map(|r| dot(r, row)).collect();
                assert!(dot(row, &image) <= first * dot(row, row) * (1.0 + 1e-9));
            }
        }
    }

    #[test]
    fn what_cannot_be_projected_says_why() {
        let (rows, classes) = rows();
        let names = || ["a", "b", "c", "d"].map(String::from).to_vec();
        let one = vec![Class::Orange; 6];
        assert!(Projection::of(Directions::Means, names(), &rows, &one, &[true; 6]).is_err());
        assert!(Projection::of(Directions::Pca, names(), &rows, &classes, &[false; 6]).is_err());
        let same = vec![vec![1.0; 4]; 6];
        assert!(Projection::of(Directions::Pca, names(), &same, &classes, &[true; 6]).is_err());
    }
}

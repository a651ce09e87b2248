//! Zᵀ = Q R of a list of rows that grows at its end and shrinks anywhere.
//!
//! ```text
//! Q  orthonormal columns, one for each row        R  upper triangular, zⱼ = Q Rⱼ
//! ```
//!
//! A row enters by Gram and Schmidt, twice (Giraud, Langou and Rozložník 2005: twice is enough); it leaves by Givens
//! rotations. Solving with R loses R/γ ulp where solving with Z Zᵀ would lose its square.

use crate::dense::{add_combination, add_scaled, dot, product};
use crate::numeric::{norm, sqrt};

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Qr {
    dim: usize,
    /// The columns of Q, one after the other.
    q: Vec<f64>,
    /// The columns of R: j + 1 numbers of column j.
    r: Vec<Vec<f64>>,
}

impl Qr {
    /// Of no rows, of `dim` numbers each.
    pub(super) fn new(dim: usize) -> Qr {
        Qr {
            dim,
            q: Vec::new(),
            r: Vec::new(),
        }
    }

    /// Of those of `rows` that are longer than `least` beside the span of the ones before them, the longest remainder
    /// first; also their numbers, in the order of entering.
    pub(super) fn of_span<'a>(
        dim: usize,
        rows: impl Iterator<Item = &'a [f64]>,
        least: f64,
    ) -> (Qr, Vec<usize>) {
        let rows: Vec<&[f64]> = rows.collect();
        let mut rests: Vec<Vec<f64>> = rows.iter().map(|z| z.to_vec()).collect();
        let (mut qr, mut entered) = (Qr::new(dim), Vec::new());
        while qr.len() < dim {
            let lengths = rests.iter().map(|rest| dot(rest, rest));
            let longest =
                (lengths.enumerate()).fold(
                    (0, 0.0),
                    |best, next| if next.1 > best.1 { next } else { best },
                );
            if longest.1 <= 0.0 {
                break;
            }
            let (c, rest) = qr.split(rows[longest.0]);
            let length = norm(&rest);
            if length <= least {
                break;
            }
            qr.push(c, &rest, length);
            let unit = qr.column(qr.len() - 1);
            for rest in &mut rests {
                let along = dot(rest, unit);
                add_scaled(rest, -along, unit);
            }
            rests[longest.0].fill(0.0);
            entered.push(longest.0);
        }
        (qr, entered)
    }

    /// How many rows.
    pub(super) fn len(&self) -> usize {
        self.r.len()
    }

    /// A column of Q.
    pub(super) fn column(&self, j: usize) -> &[f64] {
        &self.q[j * self.dim..(j + 1) * self.dim]
    }

    /// Qᵀ z.
    pub(super) fn coordinates(&self, z: &[f64]) -> Vec<f64> {
        let mut c = vec![0.0; self.len()];
        product(&self.q, z, &mut c);
        c
    }

    /// Q c.
    pub(super) fn combine(&self, c: &[f64]) -> Vec<f64> {
        let mut z = vec![0.0; self.dim];
        add_combination(&self.q, c, &mut z);
        z
    }

    /// Qᵀ z and the rest z − Q Qᵀ z.
    pub(super) fn split(&self, z: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut rest = z.to_vec();
        let mut c = vec![0.0; self.len()];
        for _ in 0..2 {
            let here = self.coordinates(&rest);
            let back: Vec<f64> = here.iter().map(|c| -c).collect();
            add_combination(&self.q, &back, &mut rest);
            for (c, here) in c.iter_mut().zip(here) {
                *c += here;
            }
        }
        (c, rest)
    }

    /// Appends the row that [`Qr::split`] took apart; `length` > 0 is that of the rest.
    pub(super) fn push(&mut self, mut c: Vec<f64>, rest: &[f64], length: f64) {
        self.q.extend(rest.iter().map(|rest| rest / length));
        c.push(length);
        self.r.push(c);
    }

    /// Takes row k out. Also turns the coordinates `c` of another row, whose last one goes over into its `rest`.
    pub(super) fn remove(&mut self, k: usize, c: &mut Vec<f64>, rest: &mut [f64]) {
        self.r.remove(k);
        for i in k..self.len() {
            let (a, b) = (self.r[i][i], self.r[i][i + 1]);
            let length = sqrt(a * a + b * b);
            let (cosine, sine) = (a / length, b / length);
            let turn = |x: &mut f64, y: &mut f64| {
                (*x, *y) = (cosine * *x + sine * *y, cosine * *y - sine * *x);
            };
            for column in &mut self.r[i..] {
                let (upper, lower) = column.split_at_mut(i + 1);
                turn(&mut upper[i], &mut lower[0]);
            }
            self.r[i].truncate(i + 1);
            let (upper, lower) = c.split_at_mut(i + 1);
            turn(&mut upper[i], &mut lower[0]);
            let (first, second) = self.q.split_at_mut((i + 1) * self.dim);
            let first = &mut first[i * self.dim..];
            (first.iter_mut().zip(second)).for_each(|(x, y)| turn(x, y));
        }
        let last = self.q.split_off(self.len() * self.dim);
        if let Some(c) = c.pop() {
            add_scaled(rest, c, &last);
        }
    }

    /// Solves R x = c.
    pub(super) fn solve(&self, c: &[f64]) -> Vec<f64> {
        let mut x = c.to_vec();
        for (j, column) in self.r.iter().enumerate().rev() {
            x[j] /= column[j];
            let here = x[j];
            add_scaled(&mut x[..j], -here, &column[..j]);
        }
        x
    }

    /// Solves Rᵀ y = b.
    pub(super) fn solve_transposed(&self, b: &[f64]) -> Vec<f64> {
        let mut y = b.to_vec();
        for (j, column) in self.r.iter().enumerate() {
            y[j] = (y[j] - dot(&column[..j], &y[..j])) / column[j];
        }
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<f64>> {
        let number = |k: usize| (k * 7919 % 1009) as f64 / 300.0 - 1.7;
        (0..5)
            .map(|i| (0..7).map(|k| number(7 * i + k)).collect())
            .collect()
    }

    #[test]
    fn what_is_left_after_a_row_has_gone_is_a_factorization_of_the_others() {
        let rows = rows();
        for gone in 0..4 {
            let mut qr = Qr::new(7);
            for z in &rows[..4] {
                let (c, rest) = qr.split(z);
                let length = norm(&rest);
                qr.push(c, &rest, length);
            }
            let (mut c, mut rest) = qr.split(&rows[4]);
            qr.remove(gone, &mut c, &mut rest);
            let (expected_c, expected_rest) = qr.split(&rows[4]);
            for (found, expected) in c
                .iter()
                .chain(&rest)
                .zip(expected_c.iter().chain(&expected_rest))
            {
                assert!((found - expected).abs() < 1e-13);
            }
            let left: Vec<&Vec<f64>> = (0..4).filter(|&i| i != gone).map(|i| &rows[i]).collect();
            let b = [0.3, -1.0, 2.0];
            let v = qr.combine(&qr.solve_transposed(&b));
            for (z, b) in left.iter().zip(b) {
                assert!((dot(z, &v) - b).abs() < 1e-12);
            }
            let x = qr.solve(&qr.coordinates(&v));
            for k in 0..7 {
                let sum: f64 = left.iter().zip(&x).map(|(z, x)| x * z[k]).sum();
                assert!((sum - v[k]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_span_of_dependent_rows_has_their_rank() {
        let mut rows = rows();
        rows.push(
            rows[0]
                .iter()
                .zip(&rows[2])
                .map(|(a, b)| a - 3.0 * b)
                .collect(),
        );
        rows.push(rows[1].clone());
        let (qr, entered) = Qr::of_span(7, rows.iter().map(Vec::as_slice), 1e-10);
        assert_eq!((qr.len(), entered.len()), (5, 5));
        for z in &rows {
            assert!(norm(&qr.split(z).1) < 1e-12);
        }
    }
}

//! Dense linear algebra of a few hundred dimensions, on two lanes and with one order of every sum.
//!
//! Matrices are row-major slices. A vector is read in fours of lanes; what is left over comes last.

use crate::numeric::lanes::F64x2;
use crate::numeric::sqrt;

/// Numbers that a loop takes at a time.
const WIDE: usize = 8;

#[inline(always)]
fn load(x: &[f64], at: usize) -> F64x2 {
    F64x2::new(x[at], x[at + 1])
}

/// Σ aᵢ bᵢ.
#[inline(always)]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [F64x2::zero(); 4];
    let (mut wide_a, mut wide_b) = (a.chunks_exact(WIDE), b.chunks_exact(WIDE));
    for (a, b) in (&mut wide_a).zip(&mut wide_b) {
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum += load(a, 2 * k) * load(b, 2 * k);
        }
    }
    let rest: f64 = (wide_a.remainder().iter().zip(wide_b.remainder()))
        .map(|(a, b)| a * b)
        .sum();
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).sum() + rest
}

/// y ← y + c x.
#[inline(always)]
pub fn add_scaled(y: &mut [f64], c: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += c * x;
    }
}

/// out = A v for rows of v's length, four rows at a time.
pub fn product(a: &[f64], v: &[f64], out: &mut [f64]) {
    let d = v.len();
    let mut fours = out.chunks_exact_mut(4);
    let mut rows = a.chunks_exact(4 * d);
    for (out, rows) in (&mut fours).zip(&mut rows) {
        let (first, second) = rows.split_at(2 * d);
        let (a, b) = first.split_at(d);
        let (c, e) = second.split_at(d);
        let mut sums = [F64x2::zero(); 4];
        let pairs = d / 2 * 2;
        for at in (0..pairs).step_by(2) {
            let v = load(v, at);
            sums[0] += load(a, at) * v;
            sums[1] += load(b, at) * v;
            sums[2] += load(c, at) * v;
            sums[3] += load(e, at) * v;
        }
        for ((out, sum), row) in out.iter_mut().zip(sums).zip([a, b, c, e]) {
            *out = sum.sum();
            if pairs < d {
                *out += row[pairs] * v[pairs];
            }
        }
    }
    let rows = rows.remainder().chunks_exact(d);
    for (out, row) in fours.into_remainder().iter_mut().zip(rows) {
        *out = dot(row, v);
    }
}

/// out ← out + Σ cⱼ rowⱼ, four rows at a time.
pub fn add_combination(a: &[f64], c: &[f64], out: &mut [f64]) {
    let d = out.len();
    let mut fours = c.chunks_exact(4);
    let mut rows = a.chunks_exact(4 * d);
    for (c, rows) in (&mut fours).zip(&mut rows) {
        let (first, second) = rows.split_at(2 * d);
        let (r0, r1) = first.split_at(d);
        let (r2, r3) = second.split_at(d);
        for ((((out, a), b), e), f) in out.iter_mut().zip(r0).zip(r1).zip(r2).zip(r3) {
            *out += (c[0] * a + c[1] * b) + (c[2] * e + c[3] * f);
        }
    }
    let rows = rows.remainder().chunks_exact(d);
    for (&c, row) in fours.remainder().iter().zip(rows) {
        add_scaled(out, c, row);
    }
}

/// The lower triangle of Σ cᵢ rowᵢ rowᵢᵀ, d × d, added to `matrix`.
pub fn add_squares(a: &[f64], c: &[f64], d: usize, matrix: &mut [f64]) {
    let mut fours = c.chunks_exact(4);
    let mut rows = a.chunks_exact(4 * d);
    for (c, rows) in (&mut fours).zip(&mut rows) {
        let row = |k: usize| &rows[k * d..(k + 1) * d];
        for i in 0..d {
            let [f0, f1, f2, f3] = [0, 1, 2, 3].map(|k| c[k] * row(k)[i]);
            let out = matrix[i * d..=i * d + i].iter_mut();
            let others = row(0).iter().zip(row(1)).zip(row(2)).zip(row(3));
            for (out, (((a, b), e), f)) in out.zip(others) {
                *out += (f0 * a + f1 * b) + (f2 * e + f3 * f);
            }
        }
    }
    let rows = rows.remainder().chunks_exact(d);
    for (&c, row) in fours.remainder().iter().zip(rows) {
        for i in 0..d {
            add_scaled(&mut matrix[i * d..=i * d + i], c * row[i], row);
        }
    }
}

/// Factors a symmetric positive definite d × d matrix into L Lᵀ (Cholesky); only its lower triangle is read, and L takes
/// its place. NaN where it is not positive definite.
pub fn factor(d: usize, matrix: &mut [f64]) {
    for i in 0..d {
        let (above, row) = matrix.split_at_mut(i * d);
        for k in 0..i {
            let other = &above[k * d..=k * d + k];
            row[k] = (row[k] - dot(&row[..k], &other[..k])) / other[k];
        }
        row[i] = sqrt(row[i] - dot(&row[..i], &row[..i]));
    }
}

/// Solves L x = b in place, L lower triangular.
pub fn solve_lower(d: usize, lower: &[f64], b: &mut [f64]) {
    for i in 0..d {
        let row = &lower[i * d..=i * d + i];
        b[i] = (b[i] - dot(&row[..i], &b[..i])) / row[i];
    }
}

/// Solves Lᵀ x = b in place, L lower triangular.
pub fn solve_lower_transposed(d: usize, lower: &[f64], b: &mut [f64]) {
    for i in (0..d).rev() {
        let row = &lower[i * d..=i * d + i];
        b[i] /= row[i];
        let x = b[i];
        add_scaled(&mut b[..i], -x, &row[..i]);
    }
}

/// Solves L Lᵀ x = b in place, L from [`factor`].
pub fn solve_factored(d: usize, lower: &[f64], b: &mut [f64]) {
    solve_lower(d, lower, b);
    solve_lower_transposed(d, lower, b);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize) -> Vec<f64> {
        (0..n)
            .map(|k| (k * 7919 % 1009) as f64 / 300.0 - 1.7)
            .collect()
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-11 * (1.0 + b.abs()), "{a} and not {b}");
    }

    #[test]
    fn sums_are_those_of_plain_loops() {
        for (n, d) in [(1, 1), (3, 5), (4, 8), (9, 13), (14, 17)] {
            let (a, v, c) = (numbers(n * d), numbers(d), numbers(n));
            let row = |i: usize| &a[i * d..(i + 1) * d];
            let plain = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
            let mut out = vec![0.0; n];
            product(&a, &v, &mut out);
            for (i, out) in out.iter().enumerate() {
                close(*out, plain(row(i), &v));
                close(dot(row(i), &v), plain(row(i), &v));
            }
            let mut sum = v.clone();
            add_combination(&a, &c, &mut sum);
            let mut squares = vec![0.0; d * d];
            add_squares(&a, &c, d, &mut squares);
            for k in 0..d {
                close(sum[k], v[k] + (0..n).map(|i| c[i] * row(i)[k]).sum::<f64>());
                for j in 0..=k {
                    let expected = (0..n).map(|i| c[i] * row(i)[k] * row(i)[j]).sum();
                    close(squares[k * d + j], expected);
                }
            }
        }
    }

    #[test]
    fn factor_and_solve_invert_a_product() {
        let d = 11;
        let mut matrix = vec![0.0; d * d];
        add_squares(&numbers(20 * d), &[1.0; 20], d, &mut matrix);
        (0..d).for_each(|i| matrix[i * d + i] += 1.0);
        let full = |i: usize, k: usize| matrix[i.max(k) * d + i.min(k)];
        let x = numbers(d);
        let mut b: Vec<f64> = (0..d)
            .map(|i| (0..d).map(|k| full(i, k) * x[k]).sum())
            .collect();
        let mut lower = matrix.clone();
        factor(d, &mut lower);
        solve_factored(d, &lower, &mut b);
        for (found, x) in b.iter().zip(x) {
            close(*found, x);
        }
        let mut indefinite = [1.0, 2.0, 2.0, 1.0];
        factor(2, &mut indefinite);
        assert!(indefinite[3].is_nan());
    }
}

//! Agreement with an independent solver (an interior-point method) on random sets of rows.

use crate::support::assert_close;
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus};
use iw_lab::numeric::{dot, norm};
use iw_lab::rng::{Purpose, Xoshiro256PlusPlus, normal, stream, uniform, uniform_in};
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};

/// min ½ xᵀP x + q·x subject to A x ≤ b, with P = diag(p): the solution, or `None` when infeasible.
fn solve(p: &[f64], q: &[f64], a: &[Vec<f64>], b: &[f64]) -> Option<Vec<f64>> {
    let n = q.len();
    let diagonal: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| if i == j { p[i] } else { 0.0 }).collect())
        .collect();
    let settings = DefaultSettings {
        verbose: false,
        tol_gap_abs: 1e-12,
        tol_gap_rel: 1e-12,
        tol_feas: 1e-12,
        max_iter: 500,
        ..DefaultSettings::default()
    };
    let (p, a) = (CscMatrix::from(&diagonal), CscMatrix::from(a));
    let cones = [NonnegativeConeT(b.len())];
    let mut solver = DefaultSolver::new(&p, q, &a, b, &cones, settings);
    solver.solve();
    match solver.solution.status {
        SolverStatus::Solved | SolverStatus::AlmostSolved => Some(solver.solution.x.clone()),
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => None,
        // Accuracy of 1e−12 is not always reached; what was reached is checked by the caller.
        SolverStatus::InsufficientProgress | SolverStatus::NumericalError => {
            Some(solver.solution.x.clone())
        }
        other => panic!("{other:?}"),
    }
}

/// The max-margin solution min ½|v|² s.t. zᵢ·v ≥ 1, if there is one.
fn solver_max_margin(rows: &Rows) -> Option<Vec<f64>> {
    let a: Vec<Vec<f64>> = rows
        .iter()
        .map(|z| z.iter().map(|c| -c).collect())
        .collect();
    solve(
        &vec![1.0; rows.dim()],
        &vec![0.0; rows.dim()],
        &a,
        &vec![-1.0; rows.len()],
    )
}

/// max Σ sᵢ with zᵢ·v ≥ sᵢ, 0 ≤ sᵢ ≤ 1: the rows with sᵢ = 1.
fn solver_separable_rows(rows: &Rows) -> Vec<usize> {
    let (d, n) = (rows.dim(), rows.len());
    let mut a = Vec::new();
    let mut b = Vec::new();
    for (i, z) in rows.iter().enumerate() {
        let unit = |sign: f64| {
            let mut row = vec![0.0; d + n];
            row[d + i] = sign;
            row
        };
        let mut above = unit(1.0);
        above.iter_mut().zip(z).for_each(|(a, z)| *a = -z);
        a.extend([above, unit(1.0), unit(-1.0)]);
        b.extend([0.0, 1.0, 0.0]);
    }
    let q: Vec<f64> = (0..d + n).map(|k| if k < d { 0.0 } else { -1.0 }).collect();
    let solution = solve(&vec![0.0; d + n], &q, &a, &b).expect("0 is feasible");
    (0..n).filter(|&i| solution[d + i] > 0.5).collect()
}

/// A random set of 2 to 500 rows of one of seven kinds, some of which are delicate on purpose.
fn random_rows(rng: &mut Xoshiro256PlusPlus, kind: usize) -> Rows {
    let dim = 2 + (uniform(rng) * 2.0) as usize;
    let n = iw_lab::numeric::exp(uniform_in(rng, 0.7, 6.2)) as usize;
    let center: Vec<f64> = (0..dim).map(|_| normal(rng)).collect();
    let near = |rng: &mut Xoshiro256PlusPlus, spread: f64| -> Vec<f64> {
        center.iter().map(|c| c + spread * normal(rng)).collect()
    };
    let mut z: Vec<Vec<f64>> = match kind {
        // Anything, mostly not separable.
        0 => (0..n).map(|_| near(rng, 1.5)).collect(),
        // A cloud beside the origin, mostly separable.
        1 => (0..n).map(|_| near(rng, 0.3)).collect(),
        // Signed classes with a bias coordinate.
        2 => (0..n)
            .map(|_| {
                let y = if uniform(rng) < 0.5 { 1.0 } else { -1.0 };
                let mut z: Vec<f64> = (1..dim).map(|_| 1.3 + normal(rng)).collect();
                z.push(y);
                z
            })
            .collect(),
        // On a half space, touching its edge: partly separable or separable.
        3 => (0..n)
            .map(|i| {
                let mut z: Vec<f64> = (0..dim).map(|_| normal(rng)).collect();
                z[0] = if i % 3 == 0 { 0.0 } else { z[0].abs() };
                z
            })
            .collect(),
        // A small grid: ties, duplicates, zero rows, opposite rows.
        4 => (0..n)
            .map(|_| {
                (0..dim)
                    .map(|_| (uniform(rng) * 5.0).floor() - 1.0)
                    .collect()
            })
            .collect(),
        // Fewer directions than dimensions.
        5 => (0..n)
            .map(|_| {
                let c = normal(rng);
                center.iter().map(|a| a * (c + 1.5)).collect()
            })
            .collect(),
        // All at one margin: many support vectors.
        _ => (0..n)
            .map(|_| {
                let mut z = vec![0.25];
                z.extend((1..dim).map(|_| normal(rng)));
                z
            })
            .collect(),
    };
    // Duplicates, in every kind.
    let copies = z.iter().take(n / 4).cloned().collect::<Vec<_>>();
    z.extend(copies);
    z.truncate(500);
    Rows::new(dim, z.concat()).unwrap()
}

#[test]
fn agrees_with_an_interior_point_solver_on_1000_random_sets() {
    let mut rng = stream(20210318, Purpose::Data);
    let mut seen = [0; 3];
    for set in 0..1000 {
        let rows = random_rows(&mut rng, set % 7);
        let radius = rows.radius();
        match judge(&rows) {
            Separability::Separable(limit) => {
                seen[0] += 1;
                let v = solver_max_margin(&rows).expect("separable, with a certificate");
                // The solver's accuracy is relative to |v| = 1/γ.
                let scaled: Vec<f64> = v.iter().map(|c| c * limit.margin).collect();
                // |v|² is found to 1e−12, so the vector itself only to the root of that.
                assert_close(&scaled, &limit.direction, 1e-5);
                assert!((norm(&v) * limit.margin - 1.0).abs() < 1e-9);
                // Certificates: every margin at least γ, and no vector has a larger one since x is in the hull.
                let least = rows
                    .margins(&limit.direction)
                    .into_iter()
                    .fold(f64::INFINITY, f64::min);
                assert!((least - limit.margin).abs() <= 1e-14 * radius);
                let x = combine(&rows, &limit.dual);
                let gamma_x: Vec<f64> = limit.direction.iter().map(|c| c * limit.margin).collect();
                assert_close(&x, &gamma_x, 1e-14 * radius);
            }
            Separability::Partly(partly) => {
                seen[1] += 1;
                assert_eq!(partly.separable, solver_separable_rows(&rows), "set {set}");
                let direction = &partly.limit.direction;
                for &i in &partly.separable {
                    assert!(dot(rows.row(i), direction) >= partly.limit.margin - 1e-14 * radius);
                }
                for &i in &partly.core {
                    assert!(dot(rows.row(i), direction).abs() <= 1e-14 * radius);
                }
                assert!(norm(&combine(&rows, &partly.combination)) <= 1e-14 * radius);
            }
            Separability::NotSeparable { combination } => {
                seen[2] += 1;
                assert_eq!(solver_separable_rows(&rows), [0usize; 0], "set {set}");
                assert!(norm(&combine(&rows, &combination)) <= 1e-14 * radius);
                assert!((combination.iter().sum::<f64>() - 1.0).abs() < 1e-14);
                assert!(combination.iter().all(|&p| p >= 0.0));
            }
            Separability::Undecided { relative_margin } => {
                panic!("set {set}: relative margin {relative_margin:e}")
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 100), "{seen:?}");
}

fn combine(rows: &Rows, shares: &[f64]) -> Vec<f64> {
    (0..rows.dim())
        .map(|k| rows.iter().zip(shares).map(|(z, p)| p * z[k]).sum())
        .collect()
}

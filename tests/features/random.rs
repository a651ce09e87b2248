//! Five hundred random feature problems against an independent solver (an interior-point method), and against their own
//! certificates.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus};
use iw_lab::model::features::{FeatureMap, fourier_units, relu_units};
use iw_lab::model::points::Points;
use iw_lab::numeric::{dot, exp, ln, norm};
use iw_lab::rng::{Purpose, Xoshiro256PlusPlus, normal, stream, uniform, uniform_in};
use iw_lab::theory::rows::Rows;
use iw_lab::theory::separability::{Separability, judge};

/// min ½ Σ pₖ xₖ² + q·x subject to A x ≤ b: x and how that ended.
fn solve(p: &[f64], q: &[f64], a: &[Vec<f64>], b: &[f64]) -> (Vec<f64>, SolverStatus) {
    let settings = DefaultSettings {
        verbose: false,
        tol_gap_abs: 1e-12,
        tol_gap_rel: 1e-12,
        tol_feas: 1e-12,
        max_iter: 500,
        ..DefaultSettings::default()
    };
    let n = p.len();
    let p = CscMatrix::new(n, n, (0..=n).collect(), (0..n).collect(), p.to_vec());
    let (a, cones) = (CscMatrix::from(a), [NonnegativeConeT(b.len())]);
    let mut solver = DefaultSolver::new(&p, q, &a, b, &cones, settings);
    solver.solve();
    (solver.solution.x.clone(), solver.solution.status)
}

/// The shortest v with zᵢ·v ≥ 1; `None` where the solver says that there is none.
fn solver_max_margin(rows: &Rows) -> Option<(Vec<f64>, SolverStatus)> {
    let d = rows.dim();
    let negated = |z: &[f64]| z.iter().map(|c| -c).collect();
    let a: Vec<Vec<f64>> = rows.iter().map(negated).collect();
    let (v, status) = solve(&vec![1.0; d], &vec![0.0; d], &a, &vec![-1.0; rows.len()]);
    let infeasible = [
        SolverStatus::PrimalInfeasible,
        SolverStatus::AlmostPrimalInfeasible,
    ];
    (!infeasible.contains(&status)).then_some((v, status))
}

/// max Σ sᵢ with zᵢ·v ≥ sᵢ, 0 ≤ sᵢ ≤ 1: the rows with sᵢ = 1. In coordinates of the span of the rows, which are fewer.
fn solver_separable_rows(rows: &Rows) -> Vec<usize> {
    let basis = rows.span();
    let (d, n) = (basis.len(), rows.len());
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (i, z) in rows.iter().enumerate() {
        let unit = |sign: f64| {
            let mut row = vec![0.0; d + n];
            row[d + i] = sign;
            row
        };
        let mut above = unit(1.0);
        for (above, unit) in above.iter_mut().zip(&basis) {
            *above = -dot(z, unit);
        }
        a.extend([above, unit(1.0), unit(-1.0)]);
        b.extend([0.0, 1.0, 0.0]);
    }
    let q: Vec<f64> = (0..d + n).map(|k| if k < d { 0.0 } else { -1.0 }).collect();
    let (solution, _) = solve(&vec![0.0; d + n], &q, &a, &b);
    (0..n).filter(|&i| solution[d + i] > 0.5).collect()
}

fn between(rng: &mut Xoshiro256PlusPlus, low: f64, high: f64) -> usize {
    exp(uniform_in(rng, ln(low), ln(high + 1.0))) as usize
}

/// n of 5 to 200 rows of 4 to 400 numbers, of one of six kinds.
fn random_rows(rng: &mut Xoshiro256PlusPlus, kind: usize) -> Rows {
    let (n, d) = (between(rng, 5.0, 200.0), between(rng, 4.0, 400.0));
    let gaussian =
        |rng: &mut Xoshiro256PlusPlus, n: usize, d: usize, shift: f64| -> Vec<Vec<f64>> {
            let row = |rng: &mut Xoshiro256PlusPlus| {
                let mut row: Vec<f64> = (0..d).map(|_| normal(rng)).collect();
                row[0] += shift;
                row
            };
            (0..n).map(|_| row(rng)).collect()
        };
    let mut z = match kind {
        // Random features of random points with random classes.
        0 | 1 => {
            let seed = (uniform(rng) * 1e9) as u64;
            let map = if kind == 0 {
                FeatureMap::fourier(fourier_units(d, seed), uniform_in(rng, 0.2, 1.5), true)
            } else {
                FeatureMap::relu(relu_units(d, seed), true)
            };
            let points: Vec<[f64; 2]> = (0..n).map(|_| [normal(rng), normal(rng)]).collect();
            let (phi, _) = Points::new(points.iter().copied()).features(&map);
            let rows = phi.chunks(map.n_features()).zip(&points);
            rows.map(|(phi, x)| {
                let y = if x[0] + 0.3 * normal(rng) > 0.0 {
                    1.0
                } else {
                    -1.0
                };
                phi.iter().map(|phi| y * phi).collect()
            })
            .collect()
        }
        // Anything: separable where d is larger than n/2.
        2 => gaussian(rng, n, d, 0.0),
        // Beside the origin.
        3 => gaussian(rng, n, d, 2.5),
        // Of a low rank.
        4 => {
            let rank = between(rng, 2.0, 20.0).min(d);
            let (a, b) = (gaussian(rng, n, rank, 1.0), gaussian(rng, rank, d, 0.0));
            a.iter()
                .map(|a| {
                    (0..d)
                        .map(|k| a.iter().zip(&b).map(|(a, b)| a * b[k]).sum())
                        .collect()
                })
                .collect()
        }
        // On a half space, some on its edge.
        _ => {
            let mut z = gaussian(rng, n, d, 0.0);
            for (i, z) in z.iter_mut().enumerate() {
                z[0] = if i % 3 == 0 { 0.0 } else { z[0].abs() + 0.1 };
            }
            z
        }
    };
    // Rows given twice, and now and then the same x with the other class.
    let copies: Vec<Vec<f64>> = z.iter().take(n / 5).cloned().collect();
    z.extend(copies);
    if uniform(rng) < 0.25 {
        let opposite = z[n / 2].iter().map(|c| -c).collect();
        z.push(opposite);
    }
    let d = z[0].len();
    Rows::new(d, z.concat()).expect("rows")
}

fn combine(rows: &Rows, shares: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; rows.dim()];
    for (z, p) in rows.iter().zip(shares) {
        sum.iter_mut().zip(z).for_each(|(s, z)| *s += p * z);
    }
    sum
}

#[test]
fn no_verdict_is_wrong_on_500_random_problems() {
    let mut rng = stream(2026, Purpose::Data);
    let (mut seen, mut solved) = ([0; 3], 0);
    for set in 0..500 {
        let rows = random_rows(&mut rng, set % 6);
        let what = format!("set {set}, {} × {}", rows.len(), rows.dim());
        let radius = rows.radius();
        match judge(&rows) {
            Separability::Separable(limit) => {
                seen[0] += 1;
                // Two certificates that meet: a direction with every margin γ, and a point of the hull of length γ.
                let margins = rows.margins(&limit.direction);
                let least = margins.into_iter().fold(f64::INFINITY, f64::min);
                assert!(least >= limit.margin * (1.0 - 1e-9), "{what}: {least}");
                let x = combine(&rows, &limit.dual);
                assert!(
                    (limit.dual.iter().sum::<f64>() - 1.0).abs() < 1e-13,
                    "{what}"
                );
                assert!(limit.dual.iter().all(|&p| p >= 0.0), "{what}");
                let distance = norm(&x) - limit.margin;
                assert!(distance.abs() <= 1e-14 * radius, "{what}: {distance}");
                // The certificates stand by themselves: below this the solver's default of what is feasible decides.
                match solver_max_margin(&rows) {
                    Some((v, SolverStatus::Solved)) => {
                        let relative = norm(&v) * limit.margin - 1.0;
                        assert!(relative.abs() < 1e-9, "{what}: γ {relative}");
                        solved += 1;
                    }
                    Some(_) => {}
                    None => println!("{what} infeasible? {}", limit.margin / radius),
                }
            }
            Separability::Partly(partly) => {
                seen[1] += 1;
                assert_eq!(partly.separable, solver_separable_rows(&rows), "{what}");
                for &i in &partly.separable {
                    let margin = dot(rows.row(i), &partly.limit.direction);
                    assert!(margin >= partly.limit.margin * (1.0 - 1e-9), "{what}");
                }
                for &i in &partly.core {
                    let margin = dot(rows.row(i), &partly.limit.direction);
                    assert!(margin.abs() <= 1e-13 * radius, "{what}: {margin}");
                }
                assert!(
                    norm(&combine(&rows, &partly.combination)) <= 1e-13 * radius,
                    "{what}"
                );
            }
            Separability::NotSeparable { combination } => {
                seen[2] += 1;
                assert!(solver_max_margin(&rows).is_none(), "{what}");
                assert_eq!(solver_separable_rows(&rows), [0usize; 0], "{what}");
                assert!(
                    norm(&combine(&rows, &combination)) <= 1e-13 * radius,
                    "{what}"
                );
                assert!(
                    (combination.iter().sum::<f64>() - 1.0).abs() < 1e-13,
                    "{what}"
                );
                assert!(combination.iter().all(|&p| p >= 0.0), "{what}");
            }
            Separability::Undecided { relative_margin } => {
                panic!("{what}: relative margin {relative_margin:e}")
            }
        }
    }
    println!("{seen:?} {solved}");
    assert!(seen.iter().all(|&count| count > 50), "{seen:?}");
}

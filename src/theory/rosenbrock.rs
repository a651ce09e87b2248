//! The numbers of a Rosenbrock method: Runge and Kutta's idea for stiff equations, with one linear system in the place
//! of the equations of an implicit step.
//!
//! ```text
//! (1/(γh) − J) uᵢ = f(t + αᵢ h, y + Σ aᵢⱼ uⱼ) + Σ cᵢⱼ uⱼ / h + δᵢ h ∂f/∂t      i = 1 … 8, sums over j < i
//! y(t + h) = y + Σ a₈ⱼ uⱼ + u₈                                              u₈ is also the estimated error
//! ```
//!
//! Rodas5P: order 5, stages 6 to 8 at t + h, and a decaying mode of any rate stays a decaying mode however long the step.
//! Source: G. Steinebach, *Construction of Rosenbrock–Wanner method Rodas5P and numerical benchmarks within the Julia
//! Differential Equations package* (BIT Numerical Mathematics 63:27, 2023); the form above is that of Hairer and Wanner,
//! *Solving ODEs II*, IV.7.

use crate::numeric::sqrt;

/// Where a step leads.
pub(super) struct Trial {
    pub(super) theta: Vec<f64>,
    pub(super) dual_time: f64,
    /// In units of the tolerance.
    pub(super) error: f64,
    /// As a length.
    pub(super) off: f64,
}

/// Stages of one step.
pub(super) const STAGES: usize = 8;

/// γ.
pub(super) const GAMMA: f64 = 0.21193756319429014;

/// αᵢ.
pub(super) const NODES: [f64; STAGES] = [
    0.0,
    0.6358126895828704,
    0.4095798393397535,
    0.9769306725060716,
    0.4288403609558664,
    1.0,
    1.0,
    1.0,
];

/// δᵢ.
pub(super) const IN_TIME: [f64; STAGES] = [
    0.21193756319429014,
    -0.42387512638858027,
    -0.3384627126235924,
    1.8046452872882734,
    2.325825639765069,
    0.0,
    0.0,
    0.0,
];

/// aᵢⱼ of stages 1 to 6. Each of the last two begins where the one before it led: a₇ⱼ = a₈ⱼ = a₆ⱼ, and a₇₆ = a₈₆ = a₈₇ = 1.
pub(super) const PLACES: [&[f64]; 6] = [
    &[],
    &[3.0],
    &[2.849394379747939, 0.45842242204463923],
    &[-6.954028509809101, 2.489845061869568, -10.358996098473584],
    &[
        2.8029986275628964,
        0.5072464736228206,
        -0.3988312541770524,
        -0.04721187230404641,
    ],
    &[
        -7.502846399306121,
        2.561846144803919,
        -11.627539656261098,
        -0.18268767659942256,
        0.030198172008377946,
    ],
];

/// cᵢⱼ.
pub(super) const COUPLINGS: [&[f64]; STAGES] = [
    &[],
    &[-14.155112264123755],
    &[-17.97296035885952, -2.859693295451294],
    &[147.12150275711716, -1.41221402718213, 71.68940251302358],
    &[
        165.43517024871676,
        -0.4592823456491126,
        42.90938336958603,
        -5.961986721573306,
    ],
    &[
        24.854864614690072,
        -3.0009227002832186,
        47.4931110020768,
        5.5814197821558125,
        -0.6610691825249471,
    ],
    &[
        30.91273214028599,
        -3.1208243349937974,
        77.79954646070892,
        34.28646028294783,
        -19.097331116725623,
        -28.087943162872662,
    ],
    &[
        37.80277123390563,
        -3.2571969029072276,
        112.26918849496327,
        66.9347231244047,
        -40.06618937091002,
        -54.66780262877968,
        -9.48861652309627,
    ],
];

/// Factors a symmetric positive definite d × d matrix, row-major, into L Lᵀ (Cholesky); only its lower triangle is read,
/// and L takes its place. NaN where it is not positive definite.
pub(super) fn factor(d: usize, matrix: &mut [f64]) {
    for i in 0..d {
        for k in 0..=i {
            let mut rest = matrix[i * d + k];
            for m in 0..k {
                rest -= matrix[i * d + m] * matrix[k * d + m];
            }
            matrix[i * d + k] = if i == k {
                sqrt(rest)
            } else {
                rest / matrix[k * d + k]
            };
        }
    }
}

/// Solves L Lᵀ x = b in place, L from [`factor`].
pub(super) fn solve(d: usize, factor: &[f64], b: &mut [f64]) {
    for i in 0..d {
        for k in 0..i {
            b[i] -= factor[i * d + k] * b[k];
        }
        b[i] /= factor[i * d + i];
    }
    for i in (0..d).rev() {
        for k in i + 1..d {
            b[i] -= factor[k * d + i] * b[k];
        }
        b[i] /= factor[i * d + i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::exp;

    #[test]
    fn factor_and_solve_invert_a_product() {
        let matrix = [4.0, 2.0, -1.0, 2.0, 5.0, 0.5, -1.0, 0.5, 3.0];
        let x = [0.3, -2.0, 7.0];
        let mut b: Vec<f64> = matrix
            .chunks(3)
            .map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum())
            .collect();
        let mut lower = matrix;
        factor(3, &mut lower);
        solve(3, &lower, &mut b);
        for (found, x) in b.iter().zip(x) {
            assert!((found - x).abs() < 1e-14);
        }
        let mut indefinite = [1.0, 2.0, 2.0, 1.0];
        factor(2, &mut indefinite);
        assert!(indefinite[3].is_nan());
    }

    /// One step of h from y at time t of y′ = f(t, y), with f, ∂f/∂y and ∂f/∂t; where it leads, and u₈.
    fn step(y: f64, t: f64, h: f64, f: &dyn Fn(f64, f64) -> [f64; 3]) -> (f64, f64) {
        let [_, slope, in_time] = f(t, y);
        let mut u: Vec<f64> = Vec::new();
        let mut reached = y;
        for stage in 0..STAGES {
            let sum = |row: &[f64], u: &[f64]| row.iter().zip(u).map(|(a, u)| a * u).sum::<f64>();
            reached = match PLACES.get(stage) {
                Some(row) => y + sum(row, &u),
                None => reached + u[stage - 1],
            };
            let right = f(t + NODES[stage] * h, reached)[0]
                + sum(COUPLINGS[stage], &u) / h
                + IN_TIME[stage] * h * in_time;
            u.push(right / (1.0 / (GAMMA * h) - slope));
        }
        (reached + u[STAGES - 1], u[STAGES - 1])
    }

    #[test]
    fn the_method_is_of_order_5_and_its_error_of_order_4() {
        // y′ = −2 t y² from y(0) = 1 has the solution 1/(1 + t²).
        let f = |t: f64, y: f64| [-2.0 * t * y * y, -4.0 * t * y, -2.0 * y * y];
        let errors = |steps: u32| {
            let h = 1.0 / f64::from(steps);
            let (mut y, mut estimated) = (1.0, 0.0_f64);
            for k in 0..steps {
                let (next, u) = step(y, f64::from(k) * h, h, &f);
                (y, estimated) = (next, estimated.max(u.abs()));
            }
            ((y - 0.5).abs(), estimated)
        };
        let (coarse, fine) = (errors(20), errors(40));
        let (order, estimated) = (coarse.0 / fine.0, coarse.1 / fine.1);
        assert!((20.0..60.0).contains(&order), "2^5: {order}");
        assert!((20.0..60.0).contains(&estimated), "2^5 a step: {estimated}");
    }

    #[test]
    fn a_mode_of_any_rate_decays_in_a_step_of_any_length() {
        for rate in [1.0, 1e3, 1e6, 1e12] {
            let (y, _) = step(1.0, 0.0, 1.0, &|_, y| [-rate * y, -rate, 0.0]);
            assert!(y.abs() <= exp(-1.0) + 1e-4, "rate {rate}: {y}");
        }
        // What does not change is permanent, and what grows evenly is exact.
        let (y, _) = step(1.0, 0.0, 100.0, &|t, y| {
            [0.1 - 9.0 * (y - 1.0 - 0.1 * t), -9.0, 0.9]
        });
        assert!((y - 11.0).abs() < 1e-10, "{y}");
    }
}

//! Networks in warped time against plain gradient descent.

use std::f64::consts::LN_10;

use crate::common::Rows;
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model, initialize};
use iw_lab::numeric::{dot, ln, norm};
use iw_lab::objective::Problem;
use iw_lab::optimizer::{Optimizer, Progress, Trainer};
use iw_lab::rng::{Purpose, stream};
use iw_lab::theory::network_warp::{KAPPA, NetworkWarp, NetworkWarpError};

fn network(depth: usize, width: usize, activation: Activation, bias: Bias) -> Model {
    let init = Init::Ntk;
    Model::Mlp {
        depth,
        width,
        activation,
        bias,
        init,
    }
}

fn problem(model: Model, loss: Loss, l2: f64) -> Problem {
    let rows = Rows::read("moons200.csv", "train");
    rows.problem(&model, &rows.class_weights(16.0, 1.0), loss, l2)
}

/// θ after `first` and after `last` steps of plain descent.
fn descend(problem: &Problem, first: usize, last: usize) -> [Vec<f64>; 2] {
    let theta = initialize(problem.model(), Init::Ntk, &mut stream(1, Purpose::Initial));
    let mut trainer = Trainer::new(problem.clone(), Optimizer::Gd, 0.1, theta);
    (0..first).for_each(|_| assert_eq!(trainer.step(), Progress::Stepped));
    let early = trainer.parameters().to_vec();
    (first..last).for_each(|_| assert_eq!(trainer.step(), Progress::Stepped));
    [early, trainer.parameters().to_vec()]
}

fn relative_gap(a: &[f64], b: &[f64]) -> f64 {
    let gap: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    norm(&gap) / norm(b)
}

#[test]
fn follows_plain_descent_with_the_measured_error() {
    for (depth, width, activation) in [
        (1, 16, Activation::Relu),
        (1, 8, Activation::Leaky { slope: 0.1 }),
        (2, 6, Activation::Relu),
    ] {
        let problem = problem(
            network(depth, width, activation, Bias::Input),
            Loss::Exponential,
            0.0,
        );
        let [start, end] = descend(&problem, 10_000, 40_000);
        for (kappa, error) in [(KAPPA, 2e-4), (16.0 * KAPPA, 5e-3)] {
            let mut warp = NetworkWarp::new(problem.clone(), 0.1, &start, ln(1e4), kappa).unwrap();
            warp.advance(ln(4e4)).unwrap();
            assert_eq!(warp.ln_t(), ln(4e4));
            let gap = relative_gap(warp.parameters(), &end);
            assert!(gap < error, "{depth} {width} {kappa}: {gap:e}");
        }
    }
}

#[test]
fn goes_where_t_is_no_f64_and_the_normalized_margin_rises() {
    let problem = problem(
        network(1, 16, Activation::Relu, Bias::Input),
        Loss::Exponential,
        0.0,
    );
    let [start, _] = descend(&problem, 10_000, 10_000);
    let mut warp = NetworkWarp::new(problem.clone(), 0.1, &start, ln(1e4), 64.0).unwrap();
    let mut last = f64::NEG_INFINITY;
    for decade in [6.0, 12.0, 100.0, 320.0] {
        warp.advance(decade * LN_10).unwrap();
        let theta = warp.parameters();
        let margins = problem.margins(theta);
        let least = margins.into_iter().fold(f64::INFINITY, f64::min);
        let normalized = least / dot(theta, theta);
        assert!(normalized > last, "{decade}: {normalized} after {last}");
        last = normalized;
        // Late, the risk falls like 1/t but for powers of ln t.
        let fallen = -problem.ln_risk(theta) / (decade * LN_10);
        assert!(decade < 50.0 || (fallen - 1.0).abs() < 0.05, "{fallen}");
    }
    assert!(last > 0.0);
}

#[test]
fn stops_are_exact_and_going_back_is_not_moving() {
    let problem = problem(
        network(1, 4, Activation::Relu, Bias::None),
        Loss::Logistic,
        0.0,
    );
    let [start, _] = descend(&problem, 100, 100);
    let mut warp = NetworkWarp::new(problem, 0.1, &start, ln(100.0), KAPPA).unwrap();
    for t in [101.0, 150.0, 151.0, 300.0] {
        warp.advance(ln(t)).unwrap();
        assert_eq!(warp.ln_t(), ln(t));
    }
    let here = warp.parameters().to_vec();
    warp.advance(1.0).unwrap();
    assert_eq!((warp.ln_t(), warp.parameters()), (ln(300.0), &here[..]));
}

#[test]
fn what_cannot_be_warped_is_refused() {
    let new = |model: Model, l2, eta, ln_t, kappa| {
        let theta = vec![0.1; model.n_parameters()];
        let problem = problem(model, Loss::Exponential, l2);
        NetworkWarp::new(problem, eta, &theta, ln_t, kappa).err()
    };
    let good = network(1, 4, Activation::Relu, Bias::Input);
    assert_eq!(new(good.clone(), 0.0, 0.1, 1.0, 0.5), None);
    for other in [
        network(1, 4, Activation::Tanh, Bias::Input),
        network(1, 4, Activation::Relu, Bias::All),
        Model::Linear { bias: true },
    ] {
        let refused = Some(NetworkWarpError::NotHomogeneous);
        assert_eq!(new(other, 0.0, 0.1, 1.0, 0.5), refused);
    }
    let penalized = Some(NetworkWarpError::Penalized);
    assert_eq!(new(good.clone(), 1e-3, 0.1, 1.0, 0.5), penalized);
    let start = Some(NetworkWarpError::Start);
    assert_eq!(new(good.clone(), 0.0, 0.0, 1.0, 0.5), start);
    assert_eq!(new(good.clone(), 0.0, 0.1, f64::INFINITY, 0.5), start);
    assert_eq!(new(good.clone(), 0.0, 0.1, 1.0, f64::NAN), start);
    let zero = NetworkWarp::new(
        problem(good.clone(), Loss::Exponential, 0.0),
        0.1,
        &[0.0; 16],
        1.0,
        0.5,
    );
    assert_eq!(zero.err(), start);
}

#[test]
fn at_rest_with_a_row_on_the_wrong_side_it_says_so() {
    // The same point with both labels: the best score there is 0.
    let rows = Rows {
        x: vec![[1.0, 0.5], [1.0, 0.5]],
        y: vec![1.0, -1.0],
    };
    let model = network(1, 4, Activation::Relu, Bias::Input);
    let problem = rows.problem(&model, &[1.0, 1.0], Loss::Exponential, 0.0);
    let [start, _] = descend(&problem, 10, 10);
    let mut warp = NetworkWarp::new(problem, 0.1, &start, ln(10.0), KAPPA).unwrap();
    let ended = warp.advance(1000.0 * LN_10);
    assert_eq!(ended, Err(NetworkWarpError::AtRest));
}

//! Gradients against central differences and against a scalar program, for every loss, adjustment, activation, bias
//! mode, depth, scaling and batch.
//!
//! A difference over 2h knows no slope where a kink lies between its ends: of hinge and of Wang's polynomial loss at
//! u = 1, and of ReLU and leaky units at z = 0. The first are met by none of the 37 rows (that is checked); of the second
//! the start has none within h of a row.

mod common;

use common::Rows;
use common::scalar;
use iw_lab::adjustment::Adjustment;
use iw_lab::loss::Loss;
use iw_lab::model::features::{FeatureMap, fourier_units, relu_units};
use iw_lab::model::kernel::Kernel;
use iw_lab::model::points::Points;
use iw_lab::model::{Activation, Bias, Init, Model, initialize};
use iw_lab::numeric::{norm, sqrt};
use iw_lab::rng::{self, Purpose};
use std::rc::Rc;

const LOSSES: [Loss; 12] = [
    Loss::Exponential,
    Loss::Logistic,
    Loss::Polynomial { alpha: 1.0 },
    Loss::Polynomial { alpha: 2.0 },
    Loss::Polynomial { alpha: 0.5 },
    Loss::PolynomialWang { alpha: 1.0 },
    Loss::Squared,
    Loss::Hinge,
    Loss::SquaredHinge,
    Loss::Focal { gamma: 1.0 },
    Loss::Focal { gamma: 2.0 },
    Loss::Focal { gamma: 0.5 },
];

/// None, vector scaling, an offset, and both.
const ADJUSTMENTS: [Adjustment; 4] = [
    Adjustment::NONE,
    Adjustment {
        scale: [1.0, 2.0],
        offset: [0.0; 2],
    },
    Adjustment {
        scale: [1.0; 2],
        offset: [0.7, -0.3],
    },
    Adjustment {
        scale: [1.5, 0.5],
        offset: [-0.2, 0.4],
    },
];

/// Every kind of model. Widths are odd and even, so that pairs of units have a remainder.
fn models() -> Vec<Model> {
    let mut models = vec![Model::Linear { bias: true }, Model::Linear { bias: false }];
    let activations = [
        Activation::Relu,
        Activation::Leaky { slope: 0.1 },
        Activation::Leaky { slope: -0.5 },
        Activation::Tanh,
    ];
    for activation in activations {
        for bias in [Bias::All, Bias::None, Bias::Input] {
            for (depth, width) in [(1, 1), (1, 7), (1, 64), (2, 5), (2, 8), (3, 3)] {
                for init in [Init::Ntk, Init::FanIn, Init::MeanField] {
                    models.push(Model::Mlp {
                        depth,
                        width,
                        activation,
                        bias,
                        init,
                    });
                }
            }
        }
    }
    let network = |activation| Model::Mlp {
        depth: 2,
        width: 4,
        activation,
        bias: Bias::All,
        init: Init::Ntk,
    };
    let tangent = |activation| {
        let network = network(activation);
        let start = start(&network);
        FeatureMap::tangent(&network, start)
    };
    let maps = [
        FeatureMap::polynomial(1, 1.0, false),
        FeatureMap::polynomial(4, 0.7, true),
        FeatureMap::fourier(fourier_units(20, 3), 0.8, true),
        FeatureMap::relu(relu_units(21, 3), false),
        tangent(Activation::Relu),
        tangent(Activation::Tanh),
    ];
    models.extend(maps.map(|map| Model::Features(Rc::new(map))));
    models
}

fn start(model: &Model) -> Vec<f64> {
    let init = match model {
        Model::Linear { .. } => Init::Standard,
        Model::Mlp { init, .. } => *init,
        Model::Features(map) => {
            return (0..map.n_features())
                .map(|k| 0.2 - 0.03 * (k % 11) as f64)
                .collect();
        }
    };
    initialize(model, init, &mut rng::stream(7, Purpose::Initial))
}

/// 37 of the down-sampled moons: four full blocks and a part of a fifth.
fn rows() -> Rows {
    let mut rows = Rows::read("moons200.csv", "train");
    rows.x.truncate(37);
    rows.y.truncate(37);
    rows
}

#[test]
fn the_gradient_is_the_slope_of_the_risk() {
    let rows = rows();
    let weights = rows.class_weights(5.0, 1.0);
    for model in models() {
        for loss in LOSSES {
            for l2 in [0.0, 0.3] {
                let problem = rows.problem(&model, &weights, loss, l2);
                let theta = start(&model);
                let (_, gradient) = problem.gradient(&theta);
                let h = 1e-6;
                for i in (0..theta.len()).step_by(1 + theta.len() / 40) {
                    let risk_at = |shift: f64| {
                        let mut theta = theta.clone();
                        theta[i] += shift;
                        problem.gradient(&theta).0
                    };
                    let slope = (risk_at(h) - risk_at(-h)) / (2.0 * h);
                    let distance = (slope - gradient[i]).abs();
                    assert!(
                        distance <= 1e-6 * (1.0 + norm(&gradient)),
                        "{model:?} {loss:?} λ = {l2}, component {i}: {} and not {slope}",
                        gradient[i]
                    );
                }
            }
        }
    }
}

#[test]
fn every_loss_under_every_adjustment_in_every_batch() {
    let rows = rows();
    let weights = rows.class_weights(5.0, 1.0);
    let all: Vec<usize> = (0..rows.y.len()).collect();
    // One row, a part of a block, a whole one, and more.
    let batches = [&all[3..4], &all[8..15], &all[16..24], &all[5..36], &all[..]];
    for model in models().into_iter().step_by(7) {
        let theta = start(&model);
        for loss in LOSSES {
            for adjustment in ADJUSTMENTS {
                let problem = rows
                    .problem(&model, &weights, loss, 0.0)
                    .adjusted(adjustment);
                for (u, y) in problem.margins(&theta).into_iter().zip(&rows.y) {
                    let from_kink = (adjustment.margin(*y, u) - 1.0).abs();
                    assert!(from_kink > 1e-5 || !loss.has_kink(), "a row on a kink");
                }
                for batch in batches {
                    let (_, gradient) = problem.batch_gradient(&theta, batch);
                    let h = 1e-6;
                    for i in (0..theta.len()).step_by(1 + theta.len() / 8) {
                        let risk_at = |shift: f64| {
                            let mut theta = theta.clone();
                            theta[i] += shift;
                            problem.batch_gradient(&theta, batch).0
                        };
                        let slope = (risk_at(h) - risk_at(-h)) / (2.0 * h);
                        let distance = (slope - gradient[i]).abs();
                        assert!(
                            distance <= 2e-6 * (1.0 + norm(&gradient)),
                            "{model:?} {loss:?} {adjustment:?}, {} rows, component {i}: {} and not {slope}",
                            batch.len(),
                            gradient[i]
                        );
                    }
                }
                // Scaling and offset as one would write them down.
                let (risk, gradient) = problem.gradient(&theta);
                let (plain, plain_gradient) =
                    scalar::adjusted(&model, &rows, &weights, loss, &adjustment, &theta);
                assert!(
                    (risk - plain).abs() <= 1e-13 * plain.abs(),
                    "{risk} and not {plain}"
                );
                let scale = norm(&plain_gradient) / sqrt(theta.len() as f64);
                for (ours, theirs) in gradient.iter().zip(&plain_gradient) {
                    let near = (ours - theirs).abs() <= 1e-12 * theirs.abs().max(scale);
                    assert!(
                        near,
                        "{model:?} {loss:?} {adjustment:?}: {ours} and not {theirs}"
                    );
                }
            }
        }
    }
}

#[test]
fn lanes_agree_with_a_scalar_program() {
    let rows = rows();
    let weights = rows.class_weights(1.0, 3.0);
    for model in models() {
        for loss in LOSSES {
            let problem = rows.problem(&model, &weights, loss, 0.2);
            let theta = start(&model);
            let (risk, gradient) = problem.gradient(&theta);
            let (scalar_risk, scalar_gradient) =
                scalar::gradient(&model, &rows, &weights, loss, 0.2, &theta);
            assert!(
                (risk - scalar_risk).abs() <= 1e-13 * scalar_risk,
                "{model:?} {loss:?}: {risk} and not {scalar_risk}"
            );
            let scale = norm(&scalar_gradient) / sqrt(theta.len() as f64);
            for (ours, theirs) in gradient.iter().zip(&scalar_gradient) {
                assert!(
                    (ours - theirs).abs() <= 1e-12 * theirs.abs().max(scale),
                    "{model:?} {loss:?}: {ours} and not {theirs}"
                );
            }
            for ((u, x), y) in problem
                .margins(&theta)
                .into_iter()
                .zip(&rows.x)
                .zip(&rows.y)
            {
                let theirs = y * scalar::score(&model, *x, &theta);
                assert!(
                    (u - theirs).abs() <= 1e-13 * (1.0 + theirs.abs()),
                    "{model:?}: {u} and not {theirs}"
                );
            }
        }
    }
}

#[test]
fn the_logarithm_of_the_risk_is_finite_where_the_risk_is_not() {
    let rows = Rows {
        x: vec![[1.0, 0.0], [2.0, 0.0]],
        y: vec![1.0, 1.0],
    };
    for loss in [Loss::Exponential, Loss::Logistic] {
        let problem = rows.problem(&Model::Linear { bias: false }, &[1.0, 1.0], loss, 0.0);
        // L = ½ (e^−2000 + e^−4000): 0 in f64.
        let ln_risk = problem.ln_risk(&[2000.0, 0.0]);
        assert!(
            (ln_risk + 2000.0 + std::f64::consts::LN_2).abs() < 1e-12,
            "{ln_risk}"
        );
    }
    let problem = rows.problem(
        Model::Linear { bias: false },
        &[1.0, 1.0],
        Loss::Exponential,
        0.0,
    );
    let ln_risk = problem.ln_risk(&[-1000.0, 0.0]);
    assert!(
        (ln_risk - 2000.0 + std::f64::consts::LN_2).abs() < 1e-12,
        "{ln_risk}"
    );
}

#[test]
fn scores_do_not_depend_on_the_slices_they_are_computed_in() {
    // A coarse picture of the plane, with a part of a block at its end.
    let plane = (0..421).map(|i| [f64::from(i % 21) / 7.0 - 1.5, f64::from(i / 21) / 7.0 - 1.5]);
    let plane: Vec<[f64; 2]> = plane.collect();
    let points = Points::new(plane.iter().copied());
    for model in models() {
        let theta = start(&model);
        let mut kernel = Kernel::new(&model);
        let mut whole = vec![0.0; points.len()];
        model.scores(
            &theta,
            &points,
            0..points.n_blocks(),
            &mut kernel,
            &mut whole,
        );
        let mut sliced = vec![0.0; points.len()];
        for first in (0..points.n_blocks()).step_by(5) {
            let last = points.n_blocks().min(first + 5);
            let out = first * Points::BLOCK..points.len().min(last * Points::BLOCK);
            model.scores(&theta, &points, first..last, &mut kernel, &mut sliced[out]);
        }
        for ((a, b), x) in whole.iter().zip(&sliced).zip(&plane) {
            assert_eq!(a.to_bits(), b.to_bits());
            let theirs = scalar::score(&model, *x, &theta);
            assert!(
                (a - theirs).abs() <= 1e-13 * (1.0 + theirs.abs()),
                "{model:?}: {a} and not {theirs}"
            );
        }
    }
}

#[test]
fn a_point_that_is_not_finite_spoils_no_other_score() {
    let points = Points::new([[0.5, 0.25], [f64::INFINITY, 1.0], [0.0, f64::NAN]]);
    for model in models() {
        let mut scores = [0.0; 3];
        let mut kernel = Kernel::new(&model);
        model.scores(&start(&model), &points, 0..1, &mut kernel, &mut scores);
        assert!(scores[0].is_finite(), "{model:?}");
        assert!(scores[2].is_nan(), "{model:?}");
    }
}

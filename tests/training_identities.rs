//! Facts that hold whatever the numbers: how a step is sliced, what a weight means, where a run stops.

mod common;

use common::{Rows, mean_1};
use iw_lab::loss::Loss;
use iw_lab::model::{Activation, Bias, Init, Model, initialize};
use iw_lab::numeric::{exp, ln, norm, sqrt};
use iw_lab::objective::Problem;
use iw_lab::optimizer::{Optimizer, Progress, Quantity, Trainer};
use iw_lab::rng::{self, Purpose};

fn network(depth: usize, width: usize, activation: Activation, init: Init) -> Model {
    Model::Mlp {
        depth,
        width,
        activation,
        bias: Bias::All,
        init,
    }
}

fn start(model: &Model) -> Vec<f64> {
    initialize(model, Init::Ntk, &mut rng::stream(3, Purpose::Initial))
}

fn bits(theta: &[f64]) -> Vec<u64> {
    theta.iter().map(|t| t.to_bits()).collect()
}

fn train(problem: Problem, lr: f64, theta: Vec<f64>, steps: usize) -> Vec<f64> {
    let mut trainer = Trainer::new(problem, Optimizer::Gd, lr, theta);
    for _ in 0..steps {
        let progress = trainer.step();
        assert!(matches!(progress, Progress::Stepped | Progress::Unchanged));
    }
    trainer.parameters().to_vec()
}

#[test]
fn slicing_a_step_never_changes_a_bit() {
    let rows = Rows::read("moons200.csv", "train");
    let weights = rows.class_weights(16.0, 1.0);
    for model in [
        Model::Linear { bias: true },
        network(1, 64, Activation::Relu, Init::Ntk),
        network(2, 8, Activation::Tanh, Init::Ntk),
    ] {
        for loss in [Loss::Exponential, Loss::Logistic] {
            for optimizer in [Optimizer::Gd, Optimizer::Normalized] {
                let problem = rows.problem(&model, &weights, loss, 1e-3);
                let mut whole = Trainer::new(problem, optimizer, 0.1, start(&model));
                let mut sliced = whole.clone();
                let mut slice = 0;
                for _ in 0..20 {
                    assert_eq!(whole.step(), Progress::Stepped);
                    loop {
                        slice = (slice + 1) % 6;
                        let (used, progress) = sliced.work(slice);
                        assert!(used <= slice);
                        if progress != Progress::Unfinished {
                            assert_eq!(progress, Progress::Stepped);
                            break;
                        }
                        assert_eq!(used, slice, "work that is left is done");
                    }
                }
                assert_eq!(bits(whole.parameters()), bits(sliced.parameters()));
            }
        }
    }
}

#[test]
fn putting_parameters_elsewhere_discards_the_step_in_progress() {
    let rows = Rows::read("moons200.csv", "train");
    let weights = rows.class_weights(1.0, 1.0);
    let model = network(1, 10, Activation::Relu, Init::Ntk);
    let problem = rows.problem(&model, &weights, Loss::Exponential, 0.0);
    let theta = start(&model);
    let mut fresh = Trainer::new(problem, Optimizer::Gd, 0.1, theta.clone());
    let mut moved = fresh.clone();
    moved.step();
    moved.work(3);
    moved.set_parameters(&theta);
    for _ in 0..3 {
        fresh.step();
        moved.step();
    }
    assert_eq!(bits(fresh.parameters()), bits(moved.parameters()));
}

/// Under the exponential loss class weights (w₊, w₋) are a shift d = ½ ln(w₊/w₋) of the output bias and a
/// step η √(w₊ w₋).
fn check_bias_shift(model: Model, theta: Vec<f64>, rows: &Rows, steps: usize) {
    let (orange, blue) = (4.0, 0.25);
    let weights: Vec<f64> = rows
        .y
        .iter()
        .map(|&y| if y > 0.0 { orange } else { blue })
        .collect();
    let shift = 0.5 * ln(orange / blue);
    let bias = theta.len() - 1;

    let weighted = rows.problem(&model, &weights, Loss::Exponential, 0.0);
    let weighted = train(weighted, 0.1, theta.clone(), steps);

    let plain = rows.problem(&model, &vec![1.0; rows.y.len()], Loss::Exponential, 0.0);
    let mut shifted = theta;
    shifted[bias] -= shift;
    let mut shifted = train(plain, 0.1 * sqrt(orange * blue), shifted, steps);
    shifted[bias] += shift;

    for (a, b) in weighted.iter().zip(&shifted) {
        assert!((a - b).abs() <= 1e-12, "{model:?}: {a} and {b}");
    }
}

#[test]
fn class_weights_are_a_bias_shift_for_a_linear_model() {
    // Moons come to rest at an optimum, separable points never do.
    for name in ["moons200.csv", "sep40.csv"] {
        let rows = Rows::read(name, if name == "moons200.csv" { "train" } else { "" });
        let model = Model::Linear { bias: true };
        check_bias_shift(model, vec![0.3, -0.2, 0.1], &rows, 100_000);
    }
}

#[test]
fn class_weights_are_a_bias_shift_for_networks() {
    let rows = Rows::read("moons200.csv", "train");
    for model in [
        network(1, 64, Activation::Relu, Init::Ntk),
        network(2, 8, Activation::Tanh, Init::Ntk),
    ] {
        check_bias_shift(model.clone(), start(&model), &rows, 10_000);
    }
}

#[test]
fn a_duplicated_row_is_a_doubled_weight() {
    let rows = Rows::read("sep40.csv", "");
    let n = rows.y.len();
    let mut doubled = rows.clone();
    doubled.x.push(rows.x[3]);
    doubled.y.push(rows.y[3]);
    let mut raw = vec![1.0; n];
    raw[3] = 2.0;
    for model in [
        Model::Linear { bias: true },
        network(1, 16, Activation::Relu, Init::Ntk),
    ] {
        let weighted = rows.problem(&model, &mean_1(raw.clone()), Loss::Exponential, 0.0);
        let duplicated = doubled.problem(&model, &vec![1.0; n + 1], Loss::Exponential, 0.0);
        let a = train(weighted, 0.1, start(&model), 1000);
        let b = train(duplicated, 0.1, start(&model), 1000);
        for (a, b) in a.iter().zip(&b) {
            assert!((a - b).abs() <= 1e-11, "{model:?}: {a} and {b}");
        }
    }
}

#[test]
fn the_literal_recipe_overflows_by_step_2() {
    let rows = Rows::read("moons200.csv", "train");
    let model = network(1, 64, Activation::Relu, Init::Standard);
    let problem = rows.problem(
        &model,
        &rows.class_weights(1.0, 1.0),
        Loss::Exponential,
        0.0,
    );
    let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start(&model));
    let mut finite = trainer.parameters().to_vec();
    for step in 1.. {
        match trainer.step() {
            Progress::Stepped => finite = trainer.parameters().to_vec(),
            progress => {
                assert!(step <= 3, "{progress:?} at step {step}");
                assert_eq!(progress, Progress::Overflowed(Quantity::Loss));
                break;
            }
        }
    }
    assert_eq!(
        bits(trainer.parameters()),
        bits(&finite),
        "θ stays the last finite one"
    );
    assert!(finite.iter().all(|t| t.is_finite()));
    assert_eq!(
        trainer.step(),
        Progress::Overflowed(Quantity::Loss),
        "and stays so"
    );
}

#[test]
fn what_overflows_first_is_named() {
    let rows = Rows {
        x: vec![[1.0, 0.0], [-1.0, 0.0]],
        y: vec![1.0, 1.0],
    };
    let model = Model::Linear { bias: false };
    let progress = |lr: f64, scale: f64, theta: f64| {
        let rows = Rows {
            x: rows.x.iter().map(|x| [x[0] * scale, x[1]]).collect(),
            y: rows.y.clone(),
        };
        let problem = rows.problem(&model, &[1.0, 1.0], Loss::Exponential, 0.0);
        Trainer::new(problem, Optimizer::Gd, lr, vec![theta, 0.0]).step()
    };
    assert_eq!(
        progress(0.1, 1.0, 800.0),
        Progress::Overflowed(Quantity::Loss)
    );
    assert_eq!(
        progress(0.1, 1e10, 7e-8),
        Progress::Overflowed(Quantity::Gradient)
    );
    assert_eq!(
        progress(1e30, 1.0, 700.0),
        Progress::Overflowed(Quantity::Parameters)
    );
}

#[test]
fn gradient_descent_that_moves_no_bit_says_so() {
    // u = θ: at θ = 800 the exponential loss is exactly 0.
    let rows = Rows {
        x: vec![[1.0, 0.0]],
        y: vec![1.0],
    };
    let problem = rows.problem(
        Model::Linear { bias: false },
        &[1.0],
        Loss::Exponential,
        0.0,
    );
    let mut trainer = Trainer::new(problem.clone(), Optimizer::Gd, 0.1, vec![800.0, 0.0]);
    assert_eq!(trainer.step(), Progress::Unchanged);
    assert_eq!(trainer.parameters(), [800.0, 0.0]);
    // The normalized step does not care how small the loss is: ∇ ln L = −1.
    let mut trainer = Trainer::new(problem, Optimizer::Normalized, 0.5, vec![800.0, 0.0]);
    assert_eq!(trainer.step(), Progress::Stepped);
    assert_eq!(trainer.parameters(), [800.5, 0.0]);
}

#[test]
fn normalized_steps_go_down_the_logarithm_of_the_risk() {
    let rows = Rows::read("sep40.csv", "");
    let weights = rows.class_weights(5.0, 1.0);
    let model = Model::Linear { bias: true };
    for loss in [Loss::Exponential, Loss::Logistic] {
        for far in [0.0, 30.0, 1000.0] {
            // From risks near 1 to risks far below the smallest f64.
            let theta = vec![0.75 * far, 0.66 * far, 0.02 * far];
            let problem = rows.problem(&model, &weights, loss, 0.0);
            let mut trainer =
                Trainer::new(problem.clone(), Optimizer::Normalized, 0.1, theta.clone());
            assert_eq!(trainer.step(), Progress::Stepped);
            let h = 1e-5;
            for i in 0..3 {
                let at = |shift: f64| {
                    let mut theta = theta.clone();
                    theta[i] += shift;
                    problem.ln_risk(&theta)
                };
                let slope = (at(h) - at(-h)) / (2.0 * h);
                let step = (theta[i] - trainer.parameters()[i]) / 0.1;
                assert!(
                    (step - slope).abs() <= 1e-5 * (1.0 + slope.abs()),
                    "{loss:?} {far}: {step} and {slope}"
                );
            }
        }
    }
}

#[test]
fn normalized_steps_without_weights_are_mirror_descent() {
    // q ∝ w e^−u is multiplied by exp(−η Z Zᵀ q) and normalized (Ji and Telgarsky 2019).
    let rows = Rows::read("sep40.csv", "");
    let n = rows.y.len();
    let weights = rows.class_weights(1.0, 5.0);
    let problem = rows.problem(
        Model::Linear { bias: false },
        &weights,
        Loss::Exponential,
        0.0,
    );
    let mut trainer = Trainer::new(problem, Optimizer::Normalized, 0.1, vec![0.0; 2]);
    let z: Vec<[f64; 2]> = rows
        .x
        .iter()
        .zip(&rows.y)
        .map(|(x, y)| [y * x[0], y * x[1]])
        .collect();
    let normalized = |q: Vec<f64>| {
        let sum: f64 = q.iter().sum();
        q.into_iter().map(|q| q / sum).collect::<Vec<f64>>()
    };
    let mut q = normalized(weights.clone());
    for _ in 0..2000 {
        let moment = [0, 1].map(|axis| (0..n).map(|i| q[i] * z[i][axis]).sum::<f64>());
        q = normalized(
            (0..n)
                .map(|i| q[i] * exp(-0.1 * (z[i][0] * moment[0] + z[i][1] * moment[1])))
                .collect(),
        );
        trainer.step();
    }
    let margins = trainer.problem().margins(trainer.parameters());
    let least = margins.iter().copied().fold(f64::INFINITY, f64::min);
    let primal = normalized(
        (0..n)
            .map(|i| weights[i] * exp(least - margins[i]))
            .collect(),
    );
    let distance: Vec<f64> = q.iter().zip(&primal).map(|(a, b)| a - b).collect();
    assert!(norm(&distance) <= 1e-12, "{}", norm(&distance));
}

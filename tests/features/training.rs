//! Gradient descent on features.

use crate::common::{number, numbers};
use crate::reference::all;
use iw_lab::loss::Loss;
use iw_lab::numeric::{dot, norm};
use iw_lab::optimizer::{Optimizer, Progress, Trainer};

#[test]
fn gradient_descent_is_that_of_the_reference() {
    for model in all() {
        let tolerance = if model.id == "poly8" { 1e-9 } else { 1e-10 };
        let (phi, base) = model.at([0.3, -0.4]);
        for run in model.runs() {
            let name = format!("{} {}", model.id, run["ratio"]);
            let close = |found: f64, expected: f64, tolerance: f64, what: &str| {
                assert!(
                    (found - expected).abs() <= tolerance,
                    "{name}: {what} {found} and not {expected}"
                );
            };
            let weights = model.weights(run);
            let problem = (model.examples).problem(model.model(), &weights, Loss::Exponential, 0.0);
            let start = vec![0.0; model.map.n_features()];
            let loss_0 = number(&run["loss_0"]);
            close(problem.gradient(&start).0, loss_0, 1e-12 * loss_0, "loss");
            let mut trainer = Trainer::new(problem, Optimizer::Gd, 0.1, start);
            if let Some(step) = run["gd_diverged_at"].as_u64() {
                let overflowed = |progress| matches!(progress, Progress::Overflowed(_));
                let at = (1..=step + 1).find(|_| overflowed(trainer.step()));
                assert_eq!(at, Some(step), "{name}");
                continue;
            }
            for t in 1..=10_000 {
                trainer.step();
                let Some(at) = run["gd"].get(t.to_string()) else {
                    continue;
                };
                let theta = trainer.parameters();
                for (found, expected) in theta.iter().zip(numbers(&at["theta_first5"])) {
                    close(*found, expected, tolerance, &format!("θ at {t}"));
                }
                close(norm(theta), number(&at["norm"]), 10.0 * tolerance, "|θ|");
                let f = base + dot(&phi, theta);
                close(f, number(&at["f_at_point"]), 10.0 * tolerance, "f");
                let loss = number(&at["loss"]);
                let problem = trainer.problem();
                close(problem.gradient(theta).0, loss, 1e-9 * loss, "loss");
                let margins = problem.margins(theta);
                let least = margins.iter().copied().fold(f64::INFINITY, f64::min);
                close(least, number(&at["min_u"]), 100.0 * tolerance, "min u");
                let wrong = margins.iter().filter(|u| **u <= 0.0).count();
                let error = wrong as f64 / margins.len() as f64;
                close(error, number(&at["train_error"]), 1e-12, "error");
            }
        }
    }
}

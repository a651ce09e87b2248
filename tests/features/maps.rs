//! φ itself.

use crate::common::{number, numbers};
use crate::reference::{all, of};
use iw_lab::model::features::{FeatureMap, fourier_units, relu_units};
use iw_lab::model::kernel::Kernel;
use iw_lab::model::points::Points;
use iw_lab::model::{Activation, Bias, Init, Model, initialize};
use iw_lab::numeric::{cos, dot, sqrt};
use iw_lab::rng::{Purpose, stream};
use std::rc::Rc;

fn close(found: f64, expected: f64, what: &str) {
    let distance = (found - expected).abs();
    assert!(
        distance <= 1e-13 * expected.abs().max(1.0),
        "{what}: {found} and not {expected}"
    );
}

#[test]
fn features_are_those_of_the_reference() {
    for model in all() {
        let id = &model.id;
        let checks = &model.expected["checksum"];
        assert_eq!(
            model.map.n_features(),
            number(&model.expected["D"]) as usize,
            "{id}"
        );
        let points = Points::new(model.examples.x.iter().copied());
        let (phi, _) = points.features(&model.map);
        for (found, expected) in phi.iter().zip(numbers(&checks["phi_row0_first5"])) {
            close(*found, expected, id);
        }
        // A sum of thousands of terms, in another order.
        let size: f64 = phi.iter().map(|phi| phi.abs()).sum();
        let sum: f64 = phi.iter().sum();
        let distance = (sum - number(&checks["phi_sum"])).abs();
        assert!(distance <= 1e-13 * size, "{id}: {sum}");
        let x = numbers(&checks["phi_grid_point"]);
        let (phi, base) = model.at([x[0], x[1]]);
        for (found, expected) in phi.iter().zip(numbers(&checks["phi_at_point_first5"])) {
            close(*found, expected, id);
        }
        close(base, number(&checks["f0_at_point"]), id);
    }
}

#[test]
fn a_map_is_what_its_formula_says() {
    let x = [0.7, -1.3];
    let features = |map: &FeatureMap| Points::new([x]).features(map).0;
    let monomials = features(&FeatureMap::polynomial(8, 0.5, true));
    let (a, b) = (0.5 * x[0], 0.5 * x[1]);
    let mut at = 0;
    for k in 1..=8 {
        for j in 0..=k {
            let power = |x: f64, n: i32| (0..n).fold(1.0, |p, _| p * x);
            close(monomials[at], power(a, k - j) * power(b, j), "a monomial");
            at += 1;
        }
    }
    assert_eq!(monomials[at..], [1.0]);
    for (unit, phi) in (fourier_units(9, 3).iter()).zip(features(&FeatureMap::fourier(
        fourier_units(9, 3),
        0.4,
        false,
    ))) {
        let angle = (unit[0] * x[0] + unit[1] * x[1]) / 0.4 + unit[2];
        close(phi, sqrt(2.0 / 9.0) * cos(angle), "a cosine");
    }
    for (unit, phi) in
        (relu_units(9, 3).iter()).zip(features(&FeatureMap::relu(relu_units(9, 3), true)))
    {
        let z = unit[0] * x[0] + unit[1] * x[1] + unit[2];
        close(phi, z.max(0.0) / 3.0, "a unit");
    }
}

/// More features begin with the fewer ones, and no two kinds share a number.
#[test]
fn draws_come_from_streams_of_their_own() {
    assert_eq!(fourier_units(20, 7)[..5], fourier_units(5, 7));
    assert_eq!(relu_units(20, 7)[..5], relu_units(5, 7));
    assert_ne!(relu_units(5, 7), relu_units(5, 8));
    assert_ne!(fourier_units(1, 7)[0][0], relu_units(1, 7)[0][0]);
    let turns = fourier_units(1000, 1);
    let full = 2.0 * std::f64::consts::PI;
    assert!(turns.iter().all(|unit| (0.0..full).contains(&unit[2])));
}

/// Against differences of the network's own score, for networks of every shape.
#[test]
fn a_tangent_is_the_slope_of_its_network() {
    let points = Points::new([[0.3, -0.8], [-1.1, 0.4], [0.2, 0.9]]);
    for (depth, width) in [(1, 7), (2, 5), (3, 4)] {
        for activation in [
            Activation::Relu,
            Activation::Leaky { slope: 0.1 },
            Activation::Tanh,
        ] {
            for bias in [Bias::All, Bias::None, Bias::Input] {
                for init in [Init::Ntk, Init::MeanField] {
                    let network = Model::Mlp {
                        depth,
                        width,
                        activation,
                        bias,
                        init,
                    };
                    let start = initialize(&network, init, &mut stream(5, Purpose::Initial));
                    let (phi, base) =
                        points.features(&FeatureMap::tangent(&network, start.clone()));
                    let score = |theta: &[f64]| {
                        let mut out = vec![0.0; points.len()];
                        let mut kernel = Kernel::new(&network);
                        network.scores(theta, &points, 0..points.n_blocks(), &mut kernel, &mut out);
                        out
                    };
                    for (base, f) in base.iter().zip(score(&start)) {
                        close(*base, f, "f₀");
                    }
                    for k in 0..start.len() {
                        let at = |shift: f64| {
                            let mut theta = start.clone();
                            theta[k] += shift;
                            score(&theta)
                        };
                        for (i, (up, down)) in at(1e-6).iter().zip(at(-1e-6)).enumerate() {
                            let slope = (up - down) / 2e-6;
                            let found = phi[i * start.len() + k];
                            assert!(
                                (found - slope).abs() < 1e-8,
                                "{network:?} {k}: {found} {slope}"
                            );
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn draws_of_ones_own_make_the_same_map() {
    for id in ["rff50", "relu64", "tangent_tanh16", "poly5"] {
        let model = of(id);
        let draws = model.map.draws();
        assert_eq!(model.map.with_draws(&draws).as_ref(), Some(&*model.map));
        assert_eq!(
            model.map.with_draws(&[draws.clone(), vec![1.0]].concat()),
            None
        );
        if !draws.is_empty() {
            let other: Vec<f64> = draws.iter().map(|draw| draw + 0.5).collect();
            let other = model.map.with_draws(&other).expect("as many draws");
            assert_ne!(other, *model.map);
        }
    }
}

/// Scores on a picture and in training are the same formula.
#[test]
fn scores_are_the_sum_of_features() {
    let model = of("tangent_relu64");
    let points = Points::new(model.examples.x.iter().copied());
    let (phi, base) = points.features(&model.map);
    let d = model.map.n_features();
    let theta: Vec<f64> = (0..d).map(|k| 0.01 * (k as f64 - 100.0)).collect();
    let mut scores = vec![0.0; points.len()];
    let (model, mut kernel) = (
        Model::Features(Rc::clone(&model.map)),
        Kernel::new(&model.model()),
    );
    model.scores(
        &theta,
        &points,
        0..points.n_blocks(),
        &mut kernel,
        &mut scores,
    );
    for (i, score) in scores.iter().enumerate() {
        let expected = base[i] + dot(&phi[i * d..(i + 1) * d], &theta);
        assert!(
            (score - expected).abs() < 1e-12,
            "{score} and not {expected}"
        );
    }
}

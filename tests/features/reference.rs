//! The models of `feature_models.json`, with the draws of `feature_models_draws.json`.

use crate::common::{Rows as Examples, json, number, numbers};
use iw_lab::model::features::FeatureMap;
use iw_lab::model::points::Points;
use iw_lab::model::{Activation, Bias, Init, Model};
use iw_lab::theory::rows::Rows;
use serde_json::Value;
use std::rc::Rc;

/// A model of the files and what they say of it.
pub struct Reference {
    pub id: String,
    pub examples: Examples,
    pub map: Rc<FeatureMap>,
    pub expected: Value,
}

/// All of them.
pub fn all() -> Vec<Reference> {
    let models = json("feature_models.json");
    let draws = &json("feature_models_draws.json")["draws"];
    let rows = numbers(&models["config"]["moons40_rows"]);
    let models = models["models"].as_array().expect("models");
    models
        .iter()
        .map(|model| reference(model, draws, &rows))
        .collect()
}

/// One of them.
pub fn of(id: &str) -> Reference {
    let found = all().into_iter().find(|model| model.id == id);
    found.unwrap_or_else(|| panic!("{id}"))
}

fn reference(expected: &Value, draws: &Value, moons40: &[f64]) -> Reference {
    let model = &expected["model"];
    let id = model["id"].as_str().expect("an id").to_owned();
    let examples = match model["data"].as_str() {
        Some("moons40") => {
            let all = Examples::read("moons200.csv", "");
            let rows = moons40.iter().map(|&i| i as usize);
            Examples {
                x: rows.clone().map(|i| all.x[i]).collect(),
                y: rows.map(|i| all.y[i]).collect(),
            }
        }
        _ => Examples::read("moons200.csv", "train"),
    };
    let bias = number(&model["bias"]) == 1.0;
    let units = || {
        let of = &draws[&id];
        let omega = of["omega"].as_array().expect("ω").iter().map(numbers);
        let units = omega.zip(numbers(&of["b"]));
        units.map(|(omega, b)| [omega[0], omega[1], b]).collect()
    };
    let map = match model["kind"].as_str().expect("a kind") {
        "polynomial" => FeatureMap::polynomial(number(&model["k"]) as usize, 1.0, bias),
        "fourier" => FeatureMap::fourier(units(), number(&model["sigma"]), bias),
        "relu" => FeatureMap::relu(units(), bias),
        _ => {
            let network = Model::Mlp {
                depth: 1,
                width: number(&model["h"]) as usize,
                activation: match number(&model["act"]) {
                    0.0 => Activation::Relu,
                    _ => Activation::Tanh,
                },
                bias: Bias::All,
                init: Init::Ntk,
            };
            FeatureMap::tangent(&network, numbers(&draws[&id]["theta0"]))
        }
    };
    Reference {
        id,
        examples,
        map: Rc::new(map),
        expected: expected.clone(),
    }
}

impl Reference {
    /// The model as the lab trains it.
    pub fn model(&self) -> Model {
        Model::Features(Rc::clone(&self.map))
    }

    /// zᵢ, and uᵢ at θ = 0.
    pub fn rows(&self) -> Rows {
        let points = Points::new(self.examples.x.iter().copied());
        let (mut z, mut offsets) = points.features(&self.map);
        let d = self.map.n_features();
        for (i, y) in self.examples.y.iter().enumerate() {
            z[i * d..(i + 1) * d].iter_mut().for_each(|z| *z *= y);
            offsets[i] *= y;
        }
        Rows::new(d, z).expect("rows").with_offsets(offsets)
    }

    /// Weights of a run of the file.
    pub fn weights(&self, run: &Value) -> Vec<f64> {
        let (orange, blue) = (number(&run["w_orange"]), number(&run["w_blue"]));
        self.examples.class_weights(orange, blue)
    }

    /// The runs of the file.
    pub fn runs(&self) -> &[Value] {
        self.expected["runs"].as_array().expect("runs")
    }

    /// φ and f₀ at a point.
    pub fn at(&self, x: [f64; 2]) -> (Vec<f64>, f64) {
        let (phi, base) = Points::new([x]).features(&self.map);
        (phi, base[0])
    }
}

//! A Python script that trains one run again with numpy alone and asserts that it gets the same numbers.

use super::Carried;
use super::json::{number, numbers, string};
use crate::data::{Example, Split};
use crate::experiment::ladder::{Ladder, Status};
use crate::experiment::metrics::Probe;
use crate::loss::FlowLoss;
use crate::model::kernel::Kernel;
use crate::model::points::Points;
use crate::model::{Activation, Bias, Model, initialize};
use crate::outlook::scope;
use crate::rng::{Purpose, stream};
use crate::settings::{Link, OptimizerKind};

const SCRIPT: &str = include_str!("rerun.py");

/// The script of run `run` to the present step, its data inlined.
///
/// # Errors
/// In a sentence, where there is nothing to train again: no such run, no row, or a run that diverged.
pub fn script(link: &Link, lab: &Ladder, run: usize) -> Result<String, String> {
    let runs = lab.runs.len();
    let Some(this) = lab.runs.get(run) else {
        return Err(format!(
            "there are {runs} runs, numbered 0 to {}",
            runs.saturating_sub(1)
        ));
    };
    match this.status {
        Status::Empty => {
            return Err("there is no row to train on, so there is nothing to run again".to_owned());
        }
        Status::Diverged { step, .. } => {
            return Err(format!(
                "the run diverged in step {step}: take a step before that"
            ));
        }
        Status::Training | Status::Converged => {}
    }
    let spec = &link.spec;
    let plain = "the script knows plain and loss-normalized gradient descent on all rows with fixed weights, under the exponential or the logistic loss: choose these";
    let (Some(flow), Ok(())) = (spec.loss().flow(), scope::dual(spec)) else {
        return Err(plain.to_owned());
    };
    let optimizer = match spec.optimizer {
        OptimizerKind::Gd => "gd",
        OptimizerKind::Normalized => "normalized",
        OptimizerKind::Momentum | OptimizerKind::Nesterov | OptimizerKind::Adam => {
            return Err(plain.to_owned());
        }
    };
    let start = initialize(
        &lab.model,
        spec.init,
        &mut stream(u64::from(spec.init_seed), Purpose::Initial),
    );
    let train: Vec<_> = lab.dataset.split(Split::Train).collect();
    let test: Vec<_> = lab.dataset.split(Split::Test).collect();
    let (train_x, train_base) = inputs(&lab.model, &train);
    let (test_x, test_base) = inputs(&lab.model, &test);
    let signs = |examples: &[&Example]| {
        numbers(
            &examples
                .iter()
                .map(|example| example.class.sign())
                .collect::<Vec<_>>(),
        )
    };
    let carried = Carried::of_lab(link, lab);
    let fields = [
        ("link", string(&carried.link)),
        ("hash", string(&carried.hash)),
        ("weighting", string(&this.weighting.to_string())),
        ("steps", lab.step().to_string()),
        ("loss", string(loss(flow))),
        ("optimizer", string(optimizer)),
        ("lr", number(Some(spec.lr))),
        ("l2", number(Some(spec.l2))),
        ("model", model(&lab.model)),
        ("tolerance", number(Some(tolerance(&lab.model)))),
        ("test_error", number(test_error(lab, run))),
        ("x", rows(&train_x)),
        ("base", numbers(&train_base)),
        ("y", signs(&train)),
        ("w", numbers(&this.weights)),
        ("test_x", rows(&test_x)),
        ("test_base", numbers(&test_base)),
        ("test_y", signs(&test)),
        ("start", numbers(&start)),
        ("expected", numbers(this.parameters())),
    ];
    let fields = fields.map(|(key, value)| format!("{}: {value}", string(key)));
    let run = format!("{{\n{}\n}}", fields.join(",\n"));
    Ok(SCRIPT.replace("@RUN@", &run))
}

/// What the script promises: numpy's exp and tanh differ from libm's in the last bits, and a network's kinks make more
/// of that.
fn tolerance(model: &Model) -> f64 {
    match model {
        Model::Linear { .. } | Model::Features(_) => 1e-12,
        Model::Mlp { .. } => 1e-10,
    }
}

/// What the model is linear in, or the network's inputs, row by row; and the score that is there before any parameter.
fn inputs(model: &Model, examples: &[&Example]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let Model::Features(map) = model else {
        let x = examples.iter().map(|example| example.x.to_vec());
        return (x.collect(), vec![0.0; examples.len()]);
    };
    let points = Points::new(examples.iter().map(|example| example.x));
    let (features, base) = points.features(map);
    let rows = features.chunks(map.n_features()).map(<[f64]>::to_vec);
    (rows.collect(), base)
}

fn rows(rows: &[Vec<f64>]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| numbers(row)).collect();
    format!("[{}]", rows.join(","))
}

fn loss(loss: FlowLoss) -> &'static str {
    match loss {
        FlowLoss::Exponential => "exponential",
        FlowLoss::Logistic => "logistic",
    }
}

fn model(model: &Model) -> String {
    let inputs = match model {
        Model::Features(map) => map.n_features(),
        Model::Linear { .. } | Model::Mlp { .. } => 2,
    };
    let (depth, width, activation, slope, bias, input_bias, scale) = match *model {
        Model::Linear { bias } => (0, 0, "relu", 0.0, bias, false, 1.0),
        // A bias is one of the features.
        Model::Features(_) => (0, 0, "relu", 0.0, false, false, 1.0),
        Model::Mlp {
            depth,
            width,
            activation,
            bias,
            init,
        } => {
            let (name, slope) = match activation {
                Activation::Relu => ("relu", 0.0),
                Activation::Leaky { slope } => ("leaky", slope),
                Activation::Tanh => ("tanh", 0.0),
            };
            let (own, input) = (bias == Bias::All, bias == Bias::Input);
            (depth, width, name, slope, own, input, init.scale(width))
        }
    };
    format!(
        "{{\"inputs\": {inputs}, \"depth\": {depth}, \"width\": {width}, \"activation\": {}, \"slope\": {}, \"bias\": {bias}, \"input_bias\": {input_bias}, \"scale\": {}}}",
        string(activation),
        number(Some(slope)),
        number(Some(scale))
    )
}

fn test_error(lab: &Ladder, run: usize) -> Option<f64> {
    let probe = Probe::new(lab);
    let points = &probe.points;
    let mut scores = vec![0.0; points.len()];
    let theta = lab.runs[run].parameters();
    let mut kernel = Kernel::new(&lab.model);
    lab.model.scores(
        theta,
        points,
        0..points.n_blocks(),
        &mut kernel,
        &mut scores,
    );
    probe
        .measure(&lab.runs[run], theta, lab.model.degree(), &scores)
        .test_error
}

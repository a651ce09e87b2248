//! The lab's kernels without the lab, and the same by a plain scalar program, as flat functions that a
//! benchmark can call in WebAssembly.
//!
//! Numbers go in through [`input`]: the caller asks for room, writes `x₁ x₂` of each example, then y, w and
//! θ, and calls [`task`].

pub mod peak;
pub mod scalar;
pub mod workload;

use iw_lab_kernels::model::kernel::Kernel;
use iw_lab_kernels::model::points::Points;
use iw_lab_kernels::optimizer::Trainer;
use scalar::Scalar;
use std::cell::RefCell;
use workload::Workload;

/// Everything that is benchmarked, on one workload.
struct Task {
    trainer: Trainer,
    start: Vec<f64>,
    scalar: Option<Scalar>,
    field: Field,
}

/// A picture of the plane.
struct Field {
    points: Points,
    kernel: Kernel,
    colors: Vec<u32>,
    scores: Vec<f64>,
    pixels: Vec<u32>,
}

impl Field {
    /// Looks every score's color up; scores beyond ±12 have the outermost ones.
    fn paint(&mut self) -> *const u32 {
        for (pixel, score) in self.pixels.iter_mut().zip(&self.scores) {
            // The cast saturates.
            let index = (score * (COLORS as f64 / 24.0) + COLORS as f64 / 2.0) as usize;
            *pixel = self.colors[index.min(COLORS - 1)];
        }
        self.pixels.as_ptr()
    }
}

/// Points in a row of the picture, and rows.
const SIDE: usize = 256;
/// Colors of the field.
const COLORS: usize = 2048;

thread_local! {
    static INPUT: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
}

fn with<R>(task: usize, f: impl FnOnce(&mut Task) -> R) -> R {
    TASKS.with_borrow_mut(|tasks| f(&mut tasks[task]))
}

/// Room for `n` numbers.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn input(n: usize) -> *const f64 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0.0; n];
        input.as_ptr()
    })
}

/// Takes the input as a workload of `n` examples: hidden layers `depth`, 0 for the linear model; `tanh` or
/// ReLU. Returns its number.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn task(n: usize, depth: usize, width: usize, tanh: bool) -> usize {
    let input = INPUT.take();
    let workload = Workload::new(&input, n, depth, width, tanh);
    let at = |i: usize| 4.0 * (i as f64 + 0.5) / SIDE as f64 - 2.0;
    let plane = (0..SIDE * SIDE).map(|i| [at(i % SIDE), -at(i / SIDE)]);
    let task = Task {
        trainer: workload.trainer(),
        start: workload.theta.clone(),
        scalar: Scalar::new(&workload),
        field: Field {
            points: Points::new(plane),
            kernel: Kernel::new(&workload.model),
            colors: (0..COLORS as u32)
                .map(|i| 0xff00_0000 | (i * 8191))
                .collect(),
            scores: vec![0.0; SIDE * SIDE],
            pixels: vec![0; SIDE * SIDE],
        },
    };
    TASKS.with_borrow_mut(|tasks| {
        tasks.push(task);
        tasks.len() - 1
    })
}

/// Goes back to the start.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn restart(task: usize) {
    with(task, |task| task.trainer.set_parameters(&task.start));
}

/// The scalar program goes back to the start.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn scalar_restart(task: usize) {
    with(task, |task| {
        if let Some(scalar) = &mut task.scalar {
            scalar.restart();
        }
    });
}

/// Takes steps.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn steps(task: usize, steps: usize) {
    with(task, |task| {
        for _ in 0..steps {
            task.trainer.step();
        }
    });
}

/// The risk after the steps so far.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn risk(task: usize) -> f64 {
    with(task, |task| {
        iw_lab_kernels::numeric::exp(task.trainer.problem().ln_risk(task.trainer.parameters()))
    })
}

/// Takes steps with the scalar program.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn scalar_steps(task: usize, steps: usize) {
    with(task, |task| {
        if let Some(scalar) = &mut task.scalar {
            (0..steps).for_each(|_| scalar.step());
        }
    });
}

/// The scalar program's risk after its steps so far.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn scalar_risk(task: usize) -> f64 {
    with(task, |task| {
        task.scalar.as_mut().map_or(f64::NAN, Scalar::risk)
    })
}

/// Evaluates and paints the plane under the parameters so far; returns where its RGBA pixels are.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn field(task: usize) -> *const u32 {
    with(task, |Task { trainer, field, .. }| {
        let blocks = 0..field.points.n_blocks();
        let (model, theta) = (trainer.problem().model(), trainer.parameters());
        let Field {
            points,
            kernel,
            scores,
            ..
        } = field;
        model.scores(theta, points, blocks, kernel, scores);
        field.paint()
    })
}

/// The same with the scalar program.
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn scalar_field(task: usize) -> *const u32 {
    with(task, |Task { scalar, field, .. }| {
        if let Some(scalar) = scalar {
            for (score, x) in field.scores.iter_mut().zip(field.points.iter()) {
                *score = scalar.score(x);
            }
        }
        field.paint()
    })
}

/// Rounds of multiplications and additions: see [`peak::peak`].
// SAFETY: no other function of this program has the name.
#[unsafe(no_mangle)]
pub extern "C" fn multiply_add(rounds: usize, factor: f64, term: f64) -> f64 {
    peak::peak(rounds, factor, term)
}

//! The lab's kernels on this machine: `iw-lab-bench WORKLOADS` reads `[{name, n, depth, width, tanh,
//! numbers, steps}, …]` in JSON from a file and prints the steps a CPU-second and the risk of each.

use iw_lab_bench::workload::Workload;
use iw_lab_kernels::numeric::exp;
use serde_json::{Value, json};
use std::error::Error;
use std::time::Instant;

/// Steps after which every program of the benchmark begins again, lest it come to rest.
const RESTART: u64 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which workloads?")?;
    let workloads: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let mut results = serde_json::Map::new();
    for given in &workloads {
        let count = |key: &str| given[key].as_u64().ok_or("a count is missing");
        let numbers = given["numbers"].as_array().ok_or("no numbers")?;
        let numbers: Vec<f64> = numbers.iter().filter_map(Value::as_f64).collect();
        let (n, depth, width) = (count("n")?, count("depth")?, count("width")?);
        let tanh = given["tanh"] == json!(true);
        let workload = Workload::new(&numbers, n as usize, depth as usize, width as usize, tanh);
        let mut trainer = workload.trainer();
        for _ in 0..1001 {
            trainer.step();
        }
        let risk = exp(trainer.problem().ln_risk(trainer.parameters()));
        let steps = count("steps")?;
        let clock = Clock::start();
        for step in 0..steps {
            if step % RESTART == 0 {
                trainer.set_parameters(&workload.theta);
            }
            trainer.step();
        }
        let rate = steps as f64 / clock.seconds();
        let name = given["name"].as_str().ok_or("no name")?;
        results.insert(name.to_string(), json!({ "rate": rate, "risk": risk }));
    }
    println!("{}", Value::Object(results));
    Ok(())
}

/// CPU time of this process where the system tells it, else time.
struct Clock {
    wall: Instant,
    cpu: Option<f64>,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            wall: Instant::now(),
            cpu: cpu_seconds(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.cpu, cpu_seconds()) {
            (Some(start), Some(end)) if end > start => end - start,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Linux: nanoseconds on a processor are the first number of `schedstat`.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(1e-9 * nanoseconds)
}

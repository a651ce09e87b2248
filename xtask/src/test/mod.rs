//! `cargo xtask test`: every check of the project, whatever fails on the way; the last line counts them.

mod stages;
mod tally;

use anyhow::{Result, bail};
use std::time::{Duration, Instant};
use tally::Tally;

/// One part of the test suite.
struct Stage {
    name: &'static str,
    run: fn() -> Result<Tally>,
}

const STAGES: [Stage; 10] = [
    Stage {
        name: "format",
        run: stages::format,
    },
    Stage {
        name: "clippy",
        run: stages::clippy,
    },
    Stage {
        name: "doc",
        run: stages::doc,
    },
    Stage {
        name: "deny",
        run: stages::deny,
    },
    Stage {
        name: "native",
        run: stages::native,
    },
    Stage {
        name: "build",
        run: stages::build,
    },
    Stage {
        name: "size",
        run: stages::size,
    },
    Stage {
        name: "node",
        run: stages::node,
    },
    Stage {
        name: "web",
        run: stages::web,
    },
    Stage {
        name: "pages",
        run: stages::pages,
    },
];

/// What became of a stage.
struct Outcome {
    name: &'static str,
    tally: Tally,
    time: Duration,
}

/// Runs every stage, or the one of this name; an error if anything failed.
pub fn test(only: Option<&str>) -> Result<()> {
    let chosen: Vec<&Stage> = STAGES
        .iter()
        .filter(|stage| only.is_none_or(|name| name == stage.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        bail!("--only takes one of {}", names.join(", "));
    }
    let outcomes: Vec<Outcome> = chosen.into_iter().map(run).collect();
    println!("\n{:<8}{:>8}{:>8}{:>8}", "", "passed", "failed", "seconds");
    for Outcome { name, tally, time } in &outcomes {
        let Tally { passed, failed } = tally;
        println!("{name:<8}{passed:>8}{failed:>8}{:>8}", time.as_secs());
    }
    let Tally { passed, failed } = outcomes.iter().map(|outcome| outcome.tally).sum();
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn run(stage: &Stage) -> Outcome {
    println!("\n== {} ==", stage.name);
    let start = Instant::now();
    let tally = (stage.run)().unwrap_or_else(|error| {
        println!("{}: {error:#}", stage.name);
        Tally::FAILED
    });
    Outcome {
        name: stage.name,
        tally,
        time: start.elapsed(),
    }
}

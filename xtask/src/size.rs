//! `cargo xtask size`: what a first visit loads, against the budget.

use crate::{build, project};
use anyhow::{Context, Result, bail};

/// What something may take, in bytes after brotli.
struct Limit {
    /// What it should take: `cargo xtask size` fails until it does.
    budget: u64,
    /// What it takes at most today: the tests fail beyond that. Lower it with every saving to the budget, never raise it.
    ceiling: u64,
}

/// Everything that a first visit loads.
const FIRST_LOAD: Limit = Limit {
    budget: 150_000,
    ceiling: 150_000,
};
/// The WebAssembly.
const WASM: Limit = Limit {
    budget: 90_000,
    ceiling: 108_000,
};

/// Everything that a first visit loads; `tests/pages/load.spec.mjs` holds that it asks for nothing else.
const FIRST_VISIT: &str = include_str!("first_visit.json");

/// Bytes of one file, as it is and compressed.
struct Size {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Builds, prints the table, and fails over the budget.
pub fn size() -> Result<()> {
    build::build()?;
    report(|limit| limit.budget)
}

/// Prints the table for `dist/` as it is, and fails over the ceilings.
pub fn ceilings() -> Result<()> {
    report(|limit| limit.ceiling)
}

fn report(most: fn(&Limit) -> u64) -> Result<()> {
    let sizes = measure()?;
    let total = Size {
        name: "first load".into(),
        raw: sizes.iter().map(|size| size.raw).sum(),
        gzip: sizes.iter().map(|size| size.gzip).sum(),
        brotli: sizes.iter().map(|size| size.brotli).sum(),
    };
    println!("{:<24}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli");
    for size in sizes.iter().chain([&total]) {
        let Size {
            name,
            raw,
            gzip,
            brotli,
        } = size;
        println!("{name:<24}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    within("first load", total.brotli, &FIRST_LOAD, most)?;
    let wasm = sizes.iter().filter(|size| size.name.ends_with(".wasm"));
    within(
        "WebAssembly",
        wasm.map(|size| size.brotli).sum(),
        &WASM,
        most,
    )
}

fn within(what: &str, bytes: u64, limit: &Limit, most: fn(&Limit) -> u64) -> Result<()> {
    let Limit { budget, ceiling } = limit;
    println!("{what}: {bytes} bytes after brotli; budget {budget}, ceiling {ceiling}");
    let most = most(limit);
    if bytes > most {
        bail!("{what} is {} bytes over {most}", bytes - most);
    }
    Ok(())
}

/// Node compresses: it is there for the tests, and a brotli crate would take longer to build than the rest.
fn measure() -> Result<Vec<Size>> {
    let script = project::root().join("xtask/src/size.mjs");
    let files: Vec<String> = serde_json::from_str(FIRST_VISIT).context("first_visit.json")?;
    let table = project::output(
        project::command("node")
            .arg(script)
            .arg(project::dist())
            .args(files),
    )?;
    table
        .lines()
        .map(|line| parse(line).context("size.mjs"))
        .collect()
}

fn parse(line: &str) -> Option<Size> {
    let mut fields = line.split('\t');
    let name = fields.next()?.to_string();
    let mut number = || fields.next()?.parse().ok();
    Some(Size {
        name,
        raw: number()?,
        gzip: number()?,
        brotli: number()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_over_the_budget_fails() {
        let budget = |limit: &Limit| limit.budget;
        assert!(within("all", FIRST_LOAD.budget, &FIRST_LOAD, budget).is_ok());
        assert!(within("all", FIRST_LOAD.budget + 1, &FIRST_LOAD, budget).is_err());
    }

    #[test]
    fn lines_of_the_script_are_read() {
        let size = parse("iw_lab.js\t3\t2\t1").expect("four fields");
        assert_eq!((size.raw, size.gzip, size.brotli), (3, 2, 1));
        assert!(parse("iw_lab.js\t3\t2").is_none());
    }
}

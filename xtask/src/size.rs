//! `cargo xtask size`: what a first visit loads, against the budget.

use crate::{build, project};
use anyhow::{Context, Result, bail};

/// Everything that a first visit loads may take so many bytes after brotli.
const FIRST_LOAD: u64 = 480_000;

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
    build::build(build::For::Visitors)?;
    report()
}

/// Prints the table for `dist/` as it is, and fails over the budget.
pub fn report() -> Result<()> {
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
    within_budget(total.brotli)
}

fn within_budget(bytes: u64) -> Result<()> {
    println!("first load: {bytes} bytes after brotli, budget {FIRST_LOAD}");
    if bytes > FIRST_LOAD {
        bail!(
            "the first load is {} bytes over its budget",
            bytes - FIRST_LOAD
        );
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
        assert!(within_budget(FIRST_LOAD).is_ok());
        assert!(within_budget(FIRST_LOAD + 1).is_err());
    }

    #[test]
    fn lines_of_the_script_are_read() {
        let size = parse("iw_lab.js\t3\t2\t1").expect("four fields");
        assert_eq!((size.raw, size.gzip, size.brotli), (3, 2, 1));
        assert!(parse("iw_lab.js\t3\t2").is_none());
    }
}

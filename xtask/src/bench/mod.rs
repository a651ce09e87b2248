//! `cargo xtask bench`: the speed, beside what people would use instead.

use anyhow::{Result, bail};

/// Runs the benchmark.
pub fn bench(_args: &[&str]) -> Result<()> {
    bail!("there is no benchmark yet")
}

//! `cargo xtask bench`: the speed, beside what people would use instead.

use crate::{build, npm, project};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

const PACKAGE: &str = "iw-lab-bench";
/// Peers are optimized for speed, all of them: the site is made small where speed does not matter.
const OPT_LEVEL: &str = "CARGO_PROFILE_RELEASE_OPT_LEVEL";

/// Builds the site, the kernels for the browser with and without 128-bit lanes and for this machine, then
/// times them all and writes `docs/performance.md`.
pub fn bench(args: &[&str]) -> Result<()> {
    if !args.is_empty() {
        bail!("bench takes no arguments");
    }
    npm::install()?;
    npm::install_in(&project::root().join("bench"))?;
    build::build(build::For::Visitors)?;

    let built = project::target_dir().join("bench");
    fs::create_dir_all(&built)?;
    let lanes = for_browser("lanes", "-Ctarget-feature=+simd128")?;
    let scalar = for_browser("scalar", "-Ctarget-feature=-simd128")?;
    copy(&lanes, &built.join("lanes.wasm"))?;
    copy(&scalar, &built.join("scalar.wasm"))?;
    let native = for_this_machine()?;

    let compiler = project::output(project::command("rustc").arg("--version"))?;
    project::run(
        project::command("node")
            .arg("bench/run.mjs")
            .args([built, native])
            .arg(compiler.trim()),
    )
}

/// Builds the kernels for the browser, in a folder of their own for each set of flags.
fn for_browser(name: &str, flags: &str) -> Result<PathBuf> {
    let target = project::target_dir().join("bench").join(name);
    project::run(
        project::cargo()
            .args(["build", "--release", "--lib", "--package", PACKAGE])
            .args(["--target", build::TARGET, "--target-dir"])
            .arg(&target)
            .env("RUSTFLAGS", flags)
            .env(OPT_LEVEL, "3"),
    )?;
    Ok(target.join(build::TARGET).join("release/iw_lab_bench.wasm"))
}

/// Builds the native program for the instructions that this machine has. Lanes stay 128 bits wide, and
/// nothing is fused.
fn for_this_machine() -> Result<PathBuf> {
    let target = project::target_dir().join("bench/native");
    project::run(
        project::cargo()
            .args(["build", "--release", "--bins", "--package", PACKAGE])
            .arg("--target-dir")
            .arg(&target)
            .env("RUSTFLAGS", "-Ctarget-cpu=native")
            .env(OPT_LEVEL, "3"),
    )?;
    Ok(target.join("release").join(PACKAGE))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(())
}

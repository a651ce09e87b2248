//! The tools that come from npm: Playwright, axe and wasm-opt.

use crate::project;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// A file of an installed package.
pub fn installed(file: &str) -> Option<PathBuf> {
    let path = project::root().join("node_modules").join(file);
    path.is_file().then_some(path)
}

/// Runs `npm ci` unless what is installed is what `package-lock.json` says.
pub fn install() -> Result<()> {
    let stamp = project::root().join("node_modules/.installed");
    let lock = fs::read_to_string(project::root().join("package-lock.json"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    project::run(project::command("npm").args(["ci", "--no-fund", "--no-audit"]))
        .context("the test tools could not be installed")?;
    fs::write(stamp, lock).context("node_modules")
}

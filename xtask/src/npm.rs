//! The tools that come from npm: Playwright, axe and wasm-opt.

use crate::project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A file of an installed package.
pub fn installed(file: &str) -> Option<PathBuf> {
    let path = project::root().join("node_modules").join(file);
    path.is_file().then_some(path)
}

/// Installs the test tools.
pub fn install() -> Result<()> {
    install_in(project::root())
}

/// Runs `npm ci` in a folder unless what is installed there is what its `package-lock.json` says.
pub fn install_in(folder: &Path) -> Result<()> {
    let stamp = folder.join("node_modules/.installed");
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    project::run(
        project::command("npm")
            .args(["ci", "--no-fund", "--no-audit"])
            .current_dir(folder),
    )
    .with_context(|| {
        format!(
            "the packages of {} could not be installed",
            folder.display()
        )
    })?;
    fs::write(stamp, lock).context("node_modules")
}

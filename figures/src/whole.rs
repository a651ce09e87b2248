//! Files that are there whole or not at all.

use anyhow::{Context, Result};
use std::path::Path;
use std::{fs, process};

/// Writes under a name of this process, then renames: on every file system that a cluster has, whoever looks sees the
/// whole file or none, and of two who write the same one wins.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().context("a file needs a name")?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", process::id()));
    let temporary = path.with_file_name(hidden);
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

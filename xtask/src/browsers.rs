//! The two browsers that the tests run in.

use crate::project;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

/// Paths of the browsers' programs.
pub struct Browsers {
    /// Chromium or Chrome.
    pub chrome: PathBuf,
    /// Firefox, the extended support release where there is a choice.
    pub firefox: PathBuf,
}

const CHROME: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// Finds both browsers: named by `CHROME` and `FIREFOX`, else in the search path, else installed from
/// Debian's packages by the superuser.
pub fn find_or_install() -> Result<Browsers> {
    if let Some(browsers) = find() {
        return Ok(browsers);
    }
    let is_root =
        project::output(project::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root && project::find_program("apt-get").is_some() {
        install()?;
    }
    match find() {
        Some(browsers) => Ok(browsers),
        None => bail!(
            "install Chromium and Firefox (on Debian: apt-get install chromium firefox-esr), \
             or name their programs in CHROME and FIREFOX"
        ),
    }
}

fn find() -> Option<Browsers> {
    Some(Browsers {
        chrome: named("CHROME", &CHROME)?,
        firefox: named("FIREFOX", &FIREFOX)?,
    })
}

fn named(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => programs.iter().find_map(|name| project::find_program(name)),
    }
}

fn install() -> Result<()> {
    let apt = || {
        let mut apt = project::command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    project::run(apt().arg("update"))?;
    project::run(
        apt()
            .args(["install", "-y", "--no-install-recommends"])
            .args([
                "chromium",
                "firefox-esr",
                "fonts-liberation",
                "fonts-dejavu-core",
            ]),
    )
}

//! What each stage of `cargo xtask test` runs.
//!
//! Checks of the source share the profile `xtask` with this program, so that what they have in common is
//! built once. Native and wasm tests run optimized: the models train for millions of steps.

use super::tally::{Tally, check, count};
use crate::{browsers, build as site, npm, project, size as sizes};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Formatting, of every package.
pub fn format() -> Result<Tally> {
    check(project::cargo().args(["fmt", "--all", "--check"]))
}

/// Clippy with warnings denied, of everything on the host and of the lab in wasm.
pub fn clippy() -> Result<Tally> {
    site::add_target()?;
    let clippy = || {
        let mut cargo = project::cargo();
        cargo.args(["clippy", "--quiet", "--all-targets", "--profile=xtask"]);
        cargo
    };
    let deny = ["--", "--deny=warnings"];
    let host = check(clippy().arg("--workspace").args(deny))?;
    let wasm = check(
        clippy()
            .args(["--package=iw-lab*", "--target", site::TARGET])
            .args(deny),
    )?;
    Ok(host + wasm)
}

/// The documentation of every item, private ones included, with warnings denied.
pub fn doc() -> Result<Tally> {
    site::add_target()?;
    let doc = || {
        let mut cargo = project::cargo();
        cargo.env("RUSTDOCFLAGS", "--deny=warnings");
        cargo.args(["doc", "--quiet", "--no-deps", "--document-private-items"]);
        cargo.arg("--profile=xtask");
        cargo
    };
    let host = check(doc().arg("--workspace"))?;
    let wasm = check(doc().args(["--package=iw-lab*", "--target", site::TARGET]))?;
    Ok(host + wasm)
}

/// Licenses, versions and sources of dependencies, by `deny.toml`; advisories too, where their database can be
/// reached. Passes over it where cargo-deny is not installed.
pub fn deny() -> Result<Tally> {
    let deny = || {
        let mut cargo = project::cargo();
        cargo.arg("deny");
        cargo
    };
    let installed = deny().arg("--version").output();
    if !installed.is_ok_and(|output| output.status.success()) {
        println!("not checked: install it with `cargo install --locked cargo-deny`");
        return Ok(Tally::default());
    }
    let checked = check(deny().args(["check", "licenses", "bans", "sources"]))?;
    let fetched = deny().args(["fetch", "db"]).output();
    if !fetched.is_ok_and(|output| output.status.success()) {
        println!("advisories not checked: their database cannot be reached");
        return Ok(checked);
    }
    Ok(checked + check(deny().args(["check", "advisories"]))?)
}

/// Native tests, the slow ones included, examples in the documentation, the tests of this program, and those of the
/// program that draws figures.
pub fn native() -> Result<Tally> {
    let test = |package: &str| {
        let mut cargo = project::cargo();
        cargo.args(["test", "--quiet", "--no-fail-fast", package]);
        cargo
    };
    let lab =
        count(test("--package=iw-lab*").args(["--lib", "--tests", "--", "--include-ignored"]))?;
    let examples = count(test("--package=iw-lab*").arg("--doc"))?;
    let xtask = count(test("--package=xtask").arg("--profile=xtask"))?;
    let figures = count(&mut test("--package=figures"))?;
    Ok(lab + examples + xtask + figures)
}

/// The site.
pub fn build() -> Result<Tally> {
    npm::install()?;
    site::build(site::For::Visitors)?;
    Ok(Tally::PASSED)
}

/// What a first visit loads, against its budget.
pub fn size() -> Result<Tally> {
    needs_site()?;
    sizes::report()?;
    Ok(Tally::PASSED)
}

/// The scripting interface, in Node.
pub fn node() -> Result<Tally> {
    needs_site()?;
    count(
        project::command("node")
            .args(["--test", "--test-reporter=spec"])
            .args(files("tests/node", ".test.mjs")?),
    )
}

/// Wasm tests, in both browsers.
pub fn web() -> Result<Tally> {
    site::add_target()?;
    count(project::cargo().args([
        "test",
        "--quiet",
        "--package=iw-lab",
        "--test=web",
        "--target",
        site::TARGET,
    ]))
}

/// The page, in both browsers.
pub fn pages() -> Result<Tally> {
    needs_site()?;
    npm::install()?;
    let browsers = browsers::find_or_install()?;
    count(
        project::command("npx")
            .args(["playwright", "test"])
            .env("CHROME", browsers.chrome)
            .env("FIREFOX", browsers.firefox),
    )
}

fn needs_site() -> Result<()> {
    let script = project::dist().join("iw_lab.js");
    fs::metadata(script).context("dist/ is not built: see the stage `build`")?;
    Ok(())
}

fn files(dir: &str, suffix: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(project::root().join(dir)).context(dir.to_string())? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(suffix) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

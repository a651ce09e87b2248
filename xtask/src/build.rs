//! `cargo xtask build`: the site, in `dist/`, with relative addresses only.

use crate::{glue, npm, project};
use anyhow::{Context, Result, anyhow};
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// The only target that the site is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Writes `dist/`: the page, its files from `www/`, and the scripting interface `iw_lab.js` with its
/// types and its WebAssembly.
pub fn build() -> Result<()> {
    add_target()?;
    project::run(project::cargo().args([
        "build",
        "--release",
        "--package=iw-lab",
        "--lib",
        "--target",
        TARGET,
    ]))?;

    let dist = project::dist();
    match fs::remove_dir_all(&dist) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context("cannot empty dist/");
        }
        _ => fs::create_dir_all(&dist)?,
    }
    let module = project::target_dir()
        .join(TARGET)
        .join("release/iw_lab.wasm");
    bindgen(&module, &dist)?;
    optimize(&dist.join("iw_lab_bg.wasm"))?;
    glue::load_from_files_in_node(&dist.join("iw_lab.js"))?;

    let root = project::root();
    fs::copy(root.join("index.html"), dist.join("index.html")).context("index.html")?;
    copy_dir(&root.join("www"), &dist.join("www"))
}

/// Adds the wasm target where the compiler's own directory lacks it.
pub fn add_target() -> Result<()> {
    let sysroot = project::output(project::command("rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET);
    if library.is_dir() {
        return Ok(());
    }
    project::run(project::command("rustup").args(["target", "add", TARGET]))
        .with_context(|| format!("this compiler cannot build for {TARGET}; add that target to it"))
}

fn bindgen(module: &Path, dist: &Path) -> Result<()> {
    let args: [OsString; 8] = [
        "wasm-bindgen".into(),
        "--target=web".into(),
        "--out-name=iw_lab".into(),
        "--remove-name-section".into(),
        "--remove-producers-section".into(),
        "--out-dir".into(),
        dist.into(),
        module.into(),
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)?;
    let unused = dist.join("iw_lab_bg.wasm.d.ts");
    fs::remove_file(&unused).with_context(|| unused.display().to_string())
}

/// Makes the module smaller, if `npm ci` has installed the optimizer.
///
/// The compiler has inlined what is worth it. Inlining more here saves bytes, and costs more of them after brotli.
fn optimize(wasm: &Path) -> Result<()> {
    let Some(optimizer) = npm::installed("binaryen/bin/wasm-opt") else {
        return Ok(());
    };
    project::run(
        project::command("node")
            .arg(optimizer)
            .args(["-Oz", "--always-inline-max-function-size=0"])
            .args(["--one-caller-inline-max-function-size=0", "-o"])
            .args([wasm, wasm]),
    )
}

fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().ok_or_else(|| anyhow!("no file name"))?;
        if path.is_dir() {
            copy_dir(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

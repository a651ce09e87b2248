//! `cargo xtask build`: the site, in `dist/`, with relative addresses only.

use crate::{glue, npm, project};
use anyhow::{Context, Result, anyhow};
use std::ffi::OsString;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// The only target that the site is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Has Node take the scripts of `dist/` for the modules that they are, whatever package they are copied into: `npm init`
/// writes one whose scripts are none.
const PACKAGE: &str = r#"{
  "name": "iw-lab",
  "private": true,
  "type": "module",
  "main": "./iw_lab.js",
  "types": "./iw_lab.d.ts"
}
"#;

/// What is built: small and fast to load, or soon there.
#[derive(Clone, Copy, PartialEq)]
pub enum For {
    Visitors,
    /// For work on the page: only what has changed is compiled again, and the module is not made small.
    Work,
}

/// The release profile, but compiled in parts, each only when it has changed.
const IN_PARTS: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "true"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// Writes `dist/`: the page with its files from `www/`, and the one script and the one WebAssembly that page and scripts
/// load alike.
pub fn build(purpose: For) -> Result<()> {
    add_target()?;
    let id = build_id()?;
    let mut cargo = project::cargo();
    if purpose == For::Work {
        cargo.envs(IN_PARTS);
    }
    project::run(cargo.env("IW_LAB_BUILD", &id).args([
        "build",
        "--release",
        "--package=iw-lab",
        "--lib",
        "--target",
        TARGET,
    ]))?;
    let dist = project::dist();
    empty(&dist)?;
    let root = project::root();
    fs::copy(root.join("index.html"), dist.join("index.html")).context("index.html")?;
    copy_dir(&root.join("www"), &dist.join("www"))?;
    fs::write(dist.join("package.json"), PACKAGE)?;
    let linked = project::target_dir()
        .join(TARGET)
        .join("release/iw_lab.wasm");
    bindgen(&linked, &dist)?;
    let module = dist.join("iw_lab_bg.wasm");
    if purpose == For::Visitors {
        optimize(&module)?;
    }
    let bytes = fs::metadata(&module).context("iw_lab_bg.wasm")?.len();
    let script = dist.join("iw_lab.js");
    let text = fs::read_to_string(&script).context("iw_lab.js")?;
    Ok(fs::write(script, glue::finished(&text, &id, bytes)?)?)
}

/// A name for what is built: the same for the same sources.
fn build_id() -> Result<String> {
    let root = project::root();
    let mut hasher = std::hash::DefaultHasher::new();
    for part in ["Cargo.toml", "Cargo.lock", "src", "kernels", "xtask/src"] {
        hash_into(&root.join(part), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_into(path: &Path, hasher: &mut impl Hasher) -> Result<()> {
    if !path.is_dir() {
        fs::read(path)
            .with_context(|| path.display().to_string())?
            .hash(hasher);
        return Ok(());
    }
    let mut entries: Vec<_> = fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        hash_into(&entry, hasher)?;
    }
    Ok(())
}

fn empty(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot empty {}", directory.display()))
        }
        _ => Ok(fs::create_dir_all(directory)?),
    }
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

/// Writes the linked module's script, types and WebAssembly.
fn bindgen(linked: &Path, directory: &Path) -> Result<()> {
    let args: [OsString; 9] = [
        "wasm-bindgen".into(),
        "--target=web".into(),
        "--out-name=iw_lab".into(),
        "--remove-name-section".into(),
        "--remove-producers-section".into(),
        // `src/web/heal.js` starts a new instance with it.
        "--experimental-reset-state-function".into(),
        "--out-dir".into(),
        directory.into(),
        linked.into(),
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)
}

/// Makes a module smaller if `npm ci` has installed the optimizer.
///
/// The lowest addresses are the far end of the stack: no object is there, so an offset may go into a load. The compiler
/// has inlined what is worth it: inlining more here saves bytes, and costs more of them after brotli.
fn optimize(module: &Path) -> Result<()> {
    let Some(optimizer) = npm::installed("binaryen/bin/wasm-opt") else {
        return Ok(());
    };
    project::run(
        project::command("node")
            .arg(optimizer)
            .args(["-Oz", "--low-memory-unused"])
            .arg("--always-inline-max-function-size=0")
            .args(["--one-caller-inline-max-function-size=0", "-o"])
            .args([module, module]),
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

//! `cargo xtask build`: the site, in `dist/`, with relative addresses only.

use crate::references::References;
use crate::split::Part;
use crate::{glue, npm, project, split};
use anyhow::{Context, Result, anyhow};
use std::ffi::OsString;
use std::path::Path;
use std::{fs, iter};

/// The only target that the site is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What the page fetches when it is first called for (`src/web/parts.rs`). Beside what is uncalled, `hands` holds what
/// several of the others need.
pub const PARTS: &[Part] = &[
    Part {
        name: "hands",
        paths: &[],
    },
    Part {
        name: "theory",
        paths: &[
            "iw_lab::theory::",
            "iw_lab::limits::Limits",
            "iw_lab::warped::Warped",
            "iw_lab::warped::WarpedHistory",
            "iw_lab::warped_networks::NetworkHistory",
            "iw_lab::view::bars::Bars>::picture",
            "iw_lab::view::lens::lens",
            "iw_lab::view::theory_laws::",
            "iw_lab::view::theory_words::AngleWords",
            "iw_lab::view::theory_words::DualWords",
            "iw_lab::view::verdict::Verdict",
        ],
    },
    Part {
        name: "own_data",
        paths: &[
            "iw_lab::data::csv::",
            "iw_lab::data::link::",
            "csv::",
            "csv_core::",
            "miniz_oxide::",
            "base64::",
        ],
    },
];

/// The functions that a first visit does not call, as `profile.rs` writes them.
const UNCALLED: &str = include_str!("uncalled.txt");

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

/// Writes `dist/`: the scripting interface `iw_lab.js` with its types and its WebAssembly, and the page with
/// its files from `www/` and the same WebAssembly in parts.
pub fn build() -> Result<()> {
    let Compiled {
        script,
        wasm,
        references,
        types,
    } = compile()?;

    let dist = project::dist();
    copy_static(&dist)?;
    fs::write(dist.join("package.json"), PACKAGE)?;
    fs::write(dist.join("iw_lab.d.ts"), types)?;
    fs::write(dist.join("iw_lab.js"), glue::for_scripts(&script)?)?;
    write_wasm(&dist.join("iw_lab_bg.wasm"), &split::whole(&wasm)?)?;

    let uncalled = UNCALLED.lines().collect();
    let page = split::split(&wasm, &references, PARTS, &uncalled, is_for_scripts)?;
    let www = dist.join("www");
    fs::write(www.join("page.js"), glue::for_page(&script, &page.names)?)?;
    let names = iter::once("page").chain(PARTS.iter().map(|part| part.name));
    for (name, module) in names.zip(&page.modules) {
        write_wasm(&www.join(format!("{name}.wasm")), module)?;
    }
    Ok(())
}

/// What the compiler and bindgen make of the lab.
pub struct Compiled {
    /// Bindgen's script, with the lab's texts.
    pub script: String,
    /// The module, with the names of its functions.
    pub wasm: Vec<u8>,
    /// What its functions and data refer to.
    pub references: References,
    types: String,
}

/// Compiles the lab for browsers.
pub fn compile() -> Result<Compiled> {
    add_target()?;
    project::run(project::cargo().args([
        "rustc",
        "--release",
        "--package=iw-lab",
        "--lib",
        "--target",
        TARGET,
        "--",
        "-Clink-arg=--emit-relocs",
    ]))?;
    let bound = project::target_dir().join("bindgen");
    empty(&bound)?;
    let linked = project::target_dir()
        .join(TARGET)
        .join("release/iw_lab.wasm");
    bindgen(&linked, &bound)?;
    let text = |name: &str| fs::read_to_string(bound.join(name)).context(name.to_owned());
    Ok(Compiled {
        script: glue::with_texts(&text("iw_lab.js")?)?,
        wasm: fs::read(bound.join("iw_lab_bg.wasm")).context("bindgen's module")?,
        references: References::read(&fs::read(&linked).context("the linked module")?)?,
        types: text("iw_lab.d.ts")?,
    })
}

/// Empties a folder and copies into it what of the site is not built.
pub fn copy_static(to: &Path) -> Result<()> {
    empty(to)?;
    let root = project::root();
    fs::copy(root.join("index.html"), to.join("index.html")).context("index.html")?;
    copy_dir(&root.join("www"), &to.join("www"))
}

/// Whether an export is the scripting interface's alone, which the page does without.
pub fn is_for_scripts(export: &str) -> bool {
    export.starts_with("lab_") || export.starts_with("__wbg_lab_")
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

/// Writes the linked module's script, types and WebAssembly, functions' names and all.
fn bindgen(linked: &Path, directory: &Path) -> Result<()> {
    let args: [OsString; 8] = [
        "wasm-bindgen".into(),
        "--target=web".into(),
        "--out-name=iw_lab".into(),
        "--remove-producers-section".into(),
        // The references are known by these names.
        "--no-demangle".into(),
        "--out-dir".into(),
        directory.into(),
        linked.into(),
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)
}

/// Writes a module, made smaller if `npm ci` has installed the optimizer.
///
/// The lowest addresses are the far end of the stack: no object is there, so an offset may go into a load. The compiler
/// has inlined what is worth it. Inlining more here saves bytes, and costs more of them after brotli.
fn write_wasm(path: &Path, module: &[u8]) -> Result<()> {
    fs::write(path, module).with_context(|| path.display().to_string())?;
    let Some(optimizer) = npm::installed("binaryen/bin/wasm-opt") else {
        return Ok(());
    };
    project::run(
        project::command("node")
            .arg(optimizer)
            .args(["-Oz", "--low-memory-unused"])
            .arg("--always-inline-max-function-size=0")
            .args(["--one-caller-inline-max-function-size=0", "-o"])
            .args([path, path]),
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

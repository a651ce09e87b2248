//! What is added to the JavaScript that bindgen writes.

use crate::project;
use anyhow::{Context, Result, ensure};
use std::fs;

const FETCH: &str = "module_or_path = fetch(module_or_path);";
const FETCH_OR_READ: &str = "\
const inNode = globalThis.process?.versions?.node && String(module_or_path).startsWith('file:');
        module_or_path = inNode
            ? (await import(/* @vite-ignore */ /* webpackIgnore: true */ 'node:fs/promises')).readFile(new URL(module_or_path))
            : fetch(module_or_path);";

/// What a freed lab does: to bindgen it is a null pointer; `freed.js` has it say what it is.
const FREED: &str = include_str!("freed.js");

/// What `src/web/style.rs` and `src/web/markup.rs` take from the script, and the files that hold it.
const TEXTS: [(&str, &str); 2] = [
    ("labStyle", "src/web/lab.css"),
    ("labMarkup", "src/web/page.txt"),
];

/// Bindgen's script with the lab's texts that are no code, and with an `init()` that works in Node as well.
///
/// Bindgen's `init()` fetches the WebAssembly that lies beside the script. In Node the script's address is
/// `file:`, which Node's `fetch` refuses; there the file is read instead. A browser never takes that path.
pub fn finished(script: &str) -> Result<String> {
    let times = script.matches(FETCH).count();
    ensure!(
        times == 1,
        "bindgen's script holds `{FETCH}` {times} times, not once: adapt xtask/src/glue.rs"
    );
    let mut script = script.replace(FETCH, FETCH_OR_READ) + FREED;
    for (name, file) in TEXTS {
        let path = project::root().join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let text = serde_json::to_string(&text)?;
        script += &format!("\nfunction {name}() {{ return {text}; }}\n");
    }
    Ok(script + FREED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_script_is_an_error() {
        assert!(finished("").is_err());
        assert!(finished(&FETCH.repeat(2)).is_err());
        let text = finished(FETCH).expect("the texts of the lab");
        assert!(text.contains("readFile") && text.contains("function labStyle()"));
    }
}

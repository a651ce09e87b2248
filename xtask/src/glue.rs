//! One change to the JavaScript that bindgen writes: `await init()` works in Node as well.
//!
//! Bindgen's `init()` fetches the WebAssembly that lies beside the script. In Node the script's address is
//! `file:`, which Node's `fetch` refuses; there the file is read instead. A browser never takes that path.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const FETCH: &str = "module_or_path = fetch(module_or_path);";
const FETCH_OR_READ: &str = "\
const inNode = globalThis.process?.versions?.node && String(module_or_path).startsWith('file:');
        module_or_path = inNode
            ? (await import(/* @vite-ignore */ /* webpackIgnore: true */ 'node:fs/promises')).readFile(new URL(module_or_path))
            : fetch(module_or_path);";

/// Changes the script in place; an error if bindgen no longer writes what is looked for.
pub fn load_from_files_in_node(script: &Path) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| script.display().to_string())?;
    fs::write(script, changed(&text)?)?;
    Ok(())
}

fn changed(text: &str) -> Result<String> {
    match text.matches(FETCH).count() {
        1 => Ok(text.replace(FETCH, FETCH_OR_READ)),
        n => bail!("bindgen's script holds `{FETCH}` {n} times, not once: adapt xtask/src/glue.rs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_script_is_an_error() {
        assert!(changed("").is_err());
        assert!(changed(&FETCH.repeat(2)).is_err());
        assert!(changed(FETCH).is_ok_and(|text| text.contains("readFile")));
    }
}

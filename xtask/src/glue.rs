//! What is changed in the JavaScript that bindgen writes, for scripts and for the page.

use crate::project;
use crate::split::{FETCH_NOW, IMPORTED, Names};
use anyhow::{Context, Result, ensure};
use std::fs;

const FETCH: &str = "module_or_path = fetch(module_or_path);";
const FETCH_OR_READ: &str = "\
const inNode = globalThis.process?.versions?.node && String(module_or_path).startsWith('file:');
        module_or_path = inNode
            ? (await import(/* @vite-ignore */ /* webpackIgnore: true */ 'node:fs/promises')).readFile(new URL(module_or_path))
            : fetch(module_or_path);";

/// What a freed lab does.
const FREED: &str = include_str!("freed.js");

/// Where bindgen's script begins to list what the WebAssembly imports.
const IMPORTS: &str = "const import0 = {";

/// What `src/web/style.rs` and `src/web/markup.rs` take from the script, and the files that hold it.
const TEXTS: [(&str, &str); 2] = [
    ("labStyle", "src/web/lab.css"),
    ("labMarkup", "src/web/page.txt"),
];

/// Bindgen's script with the lab's texts that are no code.
pub fn with_texts(script: &str) -> Result<String> {
    let mut script = script.to_owned();
    for (name, file) in TEXTS {
        let path = project::root().join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let text = serde_json::to_string(&text)?;
        script += &format!("\nfunction {name}() {{ return {text}; }}\n");
    }
    Ok(script)
}

/// The script for scripts: `await init()` works in Node as well.
///
/// Bindgen's `init()` fetches the WebAssembly that lies beside the script. In Node the script's address is
/// `file:`, which Node's `fetch` refuses; there the file is read instead. A browser never takes that path.
///
/// A lab that was freed is a null pointer to bindgen. `freed.js` has it say what it is.
pub fn for_scripts(script: &str) -> Result<String> {
    Ok(replaced(script, FETCH, FETCH_OR_READ)? + FREED)
}

/// The script for the page, which has no scripting interface: without the class `Lab` and its documentation,
/// and with imports and exports under their short names; imports that have none are left out. What fetches a part on the
/// spot is imported too: `www/boot.js` says how.
pub fn for_page(script: &str, names: &Names) -> Result<String> {
    let mut script = replaced(script, "'iw_lab_bg.wasm'", "'page.wasm'")?;
    script = replaced(&script, "\"./iw_lab_bg.js\":", &format!("{IMPORTED}:"))?;
    for (long, short) in &names.exports {
        script = script.replace(&format!("wasm.{long}("), &format!("wasm.{short}("));
    }
    if let Some((_, short)) = names.imports.iter().find(|(long, _)| long == FETCH_NOW) {
        let with = format!("{IMPORTS}\n{short}: (part) => {FETCH_NOW}(part),");
        script = replaced(&script, IMPORTS, &with)?;
    }
    script += &format!(
        "let {FETCH_NOW};\nexport function fetchMissingBy(fetch) {{ {FETCH_NOW} = fetch; }}\n"
    );
    let script = without(&script, "export class Lab {", "}")?;
    let script = without(&script, "if (Symbol.dispose) Lab.", "")?;
    let script = without(&script, "const LabFinalization ", "    :")?;
    let mut lines = script.lines();
    let mut page = String::new();
    while let Some(line) = lines.next() {
        if let Some(name) = imported(line) {
            let Some((_, short)) = names.imports.iter().find(|(long, _)| long == name) else {
                lines.find(|line| *line == "        },");
                continue;
            };
            page.push_str(&line.replacen(name, short, 1));
        } else if !line.trim_start().starts_with(['*', '/']) {
            page.push_str(line.trim_start());
        } else {
            continue;
        }
        page.push('\n');
    }
    Ok(page)
}

/// The name of the import that a line begins to define.
fn imported(line: &str) -> Option<&str> {
    let (name, _) = line
        .strip_prefix("        __wb")?
        .split_once(": function(")?;
    line.get(8..8 + 4 + name.len())
}

fn replaced(script: &str, from: &str, to: &str) -> Result<String> {
    let times = script.matches(from).count();
    ensure!(
        times == 1,
        "bindgen's script holds `{from}` {times} times, not once: adapt xtask/src/glue.rs"
    );
    Ok(script.replace(from, to))
}

/// The script without the lines from the one that begins with `first` to the next that begins with `last`.
fn without(script: &str, first: &str, last: &str) -> Result<String> {
    let mut lines = script.lines();
    let mut rest = String::new();
    let mut times = 0;
    while let Some(line) = lines.next() {
        if !line.starts_with(first) {
            rest.push_str(line);
            rest.push('\n');
            continue;
        }
        times += 1;
        if !last.is_empty() {
            lines.find(|line| line.starts_with(last));
        }
    }
    ensure!(
        times == 1,
        "bindgen's script holds `{first}` {times} times, not once: adapt xtask/src/glue.rs"
    );
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_script_is_an_error() {
        assert!(for_scripts("").is_err());
        assert!(for_scripts(&FETCH.repeat(2)).is_err());
        assert!(for_scripts(FETCH).is_ok_and(|text| text.contains("readFile")));
        let names = Names {
            imports: Vec::new(),
            exports: Vec::new(),
        };
        assert!(for_page("", &names).is_err());
    }

    #[test]
    fn the_page_keeps_what_it_imports_under_a_short_name() {
        let script = "\
/**
 * Runs.
 */
export class Lab {
    free() {
    }
}
if (Symbol.dispose) Lab.prototype[Symbol.dispose] = Lab.prototype.free;
    const import0 = {
        __wbg_log_0123456789abcdef: function(arg0) {
            // A remark.
            wasm._Rinvoke_0123456789abcdef(arg0);
        },
        __wbg_of_lab_alone_0123456789abcdef: function() {
            return 1;
        },
    };
const LabFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_lab_free(ptr, 1));
const imports = { \"./iw_lab_bg.js\": import0 };
const url = 'iw_lab_bg.wasm';
";
        let named = |long: &str, short: &str| vec![(long.to_owned(), short.to_owned())];
        let names = Names {
            imports: [
                named("__wbg_log_0123456789abcdef", "_0"),
                named(FETCH_NOW, "_2"),
            ]
            .concat(),
            exports: named("_Rinvoke_0123456789abcdef", "_1"),
        };
        assert_eq!(
            for_page(script, &names).expect("a script"),
            "\
const import0 = {
_2: (part) => fetchNow(part),
        _0: function(arg0) {
wasm._1(arg0);
},
};
const imports = { _: import0 };
const url = 'page.wasm';
let fetchNow;
export function fetchMissingBy(fetch) { fetchNow = fetch; }
"
        );
    }
}

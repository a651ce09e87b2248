//! The rules. Each returns what breaks it, in words.

use super::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};

const BROWSER_CRATES: [&str; 4] = ["js_sys", "wasm_bindgen", "web_sys", "getrandom"];
const BROWSER_TYPES: [&str; 1] = ["JsValue"];

/// Paragraphs of `mod` lines in lib.rs are layers, those of the kernels below the others: who is in a later one
/// may import from an earlier one.
pub fn arrows(tree: &Tree) -> Vec<String> {
    let layers = layers(tree);
    let mut found = Vec::new();
    for file in tree.lab().filter(|file| !file.path.ends_with("src/lib.rs")) {
        let (_, module) = file.path.split_once("src/").unwrap_or_default();
        let module = words(module).next().unwrap_or("");
        let code = file.code();
        for imported in code
            .split("crate::")
            .skip(1)
            .filter_map(|rest| words(rest).next())
        {
            let (Some(from), Some(to)) = (layers.get(module), layers.get(imported)) else {
                found.push(format!(
                    "{} imports crate::{imported}, and lib.rs does not name both",
                    file.path
                ));
                continue;
            };
            if to > from {
                found.push(format!("{} imports crate::{imported}", file.path));
            }
        }
    }
    found
}

fn layers(tree: &Tree) -> BTreeMap<String, usize> {
    let libs = tree
        .named("kernels/src/lib.rs")
        .chain(tree.named("src/lib.rs"));
    let paragraphs = libs.flat_map(|lib| lib.text.split("\n\n"));
    let mut layers = BTreeMap::new();
    for (layer, paragraph) in paragraphs.enumerate() {
        for line in paragraph.lines().filter(|line| !line.starts_with("//")) {
            if let Some((_, module)) = line.split_once("mod ") {
                layers.insert(module.trim_end_matches(';').to_string(), layer);
            }
        }
    }
    layers
}

pub fn opening(tree: &Tree) -> Vec<String> {
    let rust = tree
        .under("", ".rs")
        .filter(|file| !file.text.starts_with("//! "));
    rust.map(|file| file.path.clone()).collect()
}

pub fn browser_crates(tree: &Tree) -> Vec<String> {
    let others = tree.lab().filter(|file| !in_web(file));
    let names = [&BROWSER_CRATES[..], &BROWSER_TYPES].concat();
    naming(others, &names)
}

pub fn browser_dependencies(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for manifest in tree.under("", "Cargo.toml") {
        let mut section = "";
        for line in manifest.text.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let name = line
                .split([' ', '='])
                .next()
                .unwrap_or("")
                .replace('-', "_");
            if BROWSER_CRATES.contains(&name.as_str()) && !section.contains("wasm32") {
                found.push(format!("{name} under {section}"));
            }
        }
    }
    found
}

pub fn time(tree: &Tree) -> Vec<String> {
    let clocks = ["std::time", "Instant", "SystemTime", "Performance", "Date"];
    naming(tree.lab().filter(|file| !in_web(file)), &clocks)
}

/// The frame loop owns its closure, and every listener is a value that unregisters when it is dropped.
pub fn closures(tree: &Tree) -> Vec<String> {
    let owners = ["src/web/dom/frame_loop.rs", "src/web/dom/listen.rs"];
    let others = tree
        .lab()
        .filter(|file| !owners.contains(&file.path.as_str()));
    naming(others, &["Closure", "forget", "request_animation_frame"])
}

pub fn unwraps(tree: &Tree) -> Vec<String> {
    let web = tree.lab().filter(|file| in_web(file));
    web.filter(|file| {
        [".unwrap()", ".expect("]
            .iter()
            .any(|call| file.code().contains(call))
    })
    .map(|file| file.path.clone())
    .collect()
}

pub fn lonely_traits(tree: &Tree) -> Vec<String> {
    let code: Vec<String> = tree.lab().map(File::code).collect();
    let mut found = Vec::new();
    for line in code.iter().flat_map(|code| code.lines()) {
        let line = line
            .trim_start()
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        let Some(name) = line
            .strip_prefix("trait ")
            .and_then(|rest| words(rest).next())
        else {
            continue;
        };
        let implementations: usize = code
            .iter()
            .map(|code| code.matches(&format!(" {name} for ")).count())
            .sum();
        if implementations < 2 {
            found.push(format!("{name} has {implementations}"));
        }
    }
    found
}

pub fn colors(tree: &Tree) -> Vec<String> {
    let styles = tree.under("www/", ".css").chain(tree.under("www/", ".js"));
    let sources = tree.lab().filter(|file| file.path != "src/view/theme.rs");
    let mut found = Vec::new();
    for file in styles.chain(sources) {
        for line in file.code().lines() {
            if has_hexadecimal_color(line)
                || file.path.ends_with(".css") && has_color_function(line)
            {
                found.push(format!("{}: {}", file.path, line.trim()));
            }
        }
    }
    found
}

/// `#` and 3, 4, 6 or 8 hexadecimal digits.
fn has_hexadecimal_color(line: &str) -> bool {
    line.split('#').skip(1).any(|rest| {
        let word = words(rest).next().unwrap_or("");
        rest.starts_with(word)
            && [3, 4, 6, 8].contains(&word.len())
            && word.chars().all(|c| c.is_ascii_hexdigit())
    })
}

fn has_color_function(line: &str) -> bool {
    ["rgb(", "rgba(", "hsl(", "hsla("]
        .iter()
        .any(|function| line.contains(function))
}

pub fn addresses(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for page in tree.named("index.html") {
        for attribute in ["src=\"", "href=\""] {
            for address in page
                .text
                .split(attribute)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                if address.starts_with('/') || address.contains(':') {
                    found.push(address.to_string());
                }
            }
        }
    }
    found
}

/// Hooks are the `data-` attributes: in the page, in selectors, and in the code that sets them.
pub fn hooks(tree: &Tree) -> Vec<String> {
    let page: String = tree
        .named("index.html")
        .map(|page| page.text.as_str())
        .collect();
    let styles: String = tree
        .under("www/", ".css")
        .map(|file| file.text.as_str())
        .collect();
    let scripts = tree.under("www/", ".js");
    let code: String = scripts
        .chain(tree.lab().filter(|file| in_web(file)))
        .map(File::code)
        .collect();
    let used = [code.as_str(), styles.as_str()].concat();

    let unused = data_attributes(&page)
        .into_iter()
        .filter(|hook| !data_attributes(&used).contains(hook));
    let missing = data_attributes(&used).into_iter().filter(|hook| {
        let selected = used.contains(&format!("[{hook}"));
        selected && !page.contains(hook.as_str()) && !code.contains(&format!("\"{hook}\""))
    });
    let unused = unused.map(|hook| format!("{hook} is in the page only"));
    unused
        .chain(missing.map(|hook| format!("{hook} is selected and on no element")))
        .collect()
}

fn data_attributes(text: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let starts = text.match_indices("data-").map(|(start, _)| start);
    let starts = starts.filter(|&start| !text[..start].ends_with(is_name));
    starts
        .map(|start| {
            text[start..]
                .split(|c| !is_name(c))
                .next()
                .unwrap_or("")
                .to_string()
        })
        .collect()
}

/// A class may be put together: `.dash-dotted` is given by `"dash-{}"`. What stands before the lab does has its
/// classes in the page.
pub fn classes(tree: &Tree) -> Vec<String> {
    let page = tree.named("index.html").map(|page| page.text.clone());
    let code: String = tree
        .lab()
        .filter(|file| in_web(file))
        .map(File::code)
        .chain(page)
        .collect();
    let mut found = Vec::new();
    for style in tree.under("www/", ".css") {
        let selectors = style
            .text
            .split('}')
            .filter_map(|rule| rule.rsplit_once('{'));
        for selector in selectors.flat_map(|(before, _)| before.rsplit(['{', ';', '/']).next()) {
            for class in selector
                .split('.')
                .skip(1)
                .filter_map(|rest| rest.split(not_in_a_class).next())
            {
                let put_together = class
                    .rsplit_once('-')
                    .is_some_and(|(start, _)| code.contains(&format!("{start}-{{")));
                if !put_together && !code.split(not_in_a_class).any(|word| word == class) {
                    found.push(format!("{}: .{class}", style.path));
                }
            }
        }
    }
    found
}

fn not_in_a_class(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn naming<'a>(files: impl Iterator<Item = &'a File>, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let code = file.code();
        for name in names {
            let last = name.rsplit("::").next().unwrap_or(name);
            if code.contains(name) && words(&code).any(|word| word == last) {
                found.push(format!("{} names {name}", file.path));
            }
        }
    }
    found
}

fn in_web(file: &File) -> bool {
    file.path.starts_with("src/web/")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}

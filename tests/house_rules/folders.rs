//! Rules about folders: which way imports point inside them, and that no two files need each other.

use super::imports::{graph, module, paths};
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Paragraphs of `mod` lines in a `mod.rs` are layers, as in lib.rs: a file of the folder imports only from its own
/// paragraph or an earlier one.
pub fn arrows_in_folders(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for face in tree.lab().filter(|file| file.path.ends_with("/mod.rs")) {
        let layers = layers(&face.text);
        let (root, folder) = module(&face.path);
        let place = |path: &[String]| {
            let below = path.strip_prefix(folder.as_slice())?;
            layers.get(below.first()?).copied()
        };
        for file in tree.lab() {
            let (of, names) = module(&file.path);
            let (true, Some(own)) = (of == root, place(&names)) else {
                continue;
            };
            for path in paths(file) {
                if place(&path).is_some_and(|layer| layer > own) {
                    found.push(format!("{} imports {}", file.path, path.join("::")));
                }
            }
        }
    }
    found
}

fn layers(face: &str) -> BTreeMap<String, usize> {
    let mut layers = BTreeMap::new();
    for (layer, paragraph) in face.split("\n\n").enumerate() {
        for line in paragraph.lines() {
            let line = line.trim_start_matches("pub ");
            if let Some(name) = line
                .strip_prefix("mod ")
                .and_then(|rest| rest.strip_suffix(';'))
            {
                layers.insert(name.to_owned(), layer);
            }
        }
    }
    layers
}

/// A report makes no picture, and a picture knows nothing of runs: `drawing` puts them together.
pub fn report_and_view(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in [("report", "view"), ("view", "report")] {
        for file in tree.under("src/", ".rs") {
            if module(&file.path)
                .1
                .first()
                .is_some_and(|first| first == from)
            {
                let crossing = paths(file).into_iter().find(|path| path[0] == to);
                found.extend(
                    crossing.map(|path| format!("{} imports {}", file.path, path.join("::"))),
                );
            }
        }
    }
    found
}

/// Circles that were there when the rule was made, by the files in them. No other may come, and who ends one takes it
/// off the list.
const KNOWN: &[&[&str]] = &[&["src/experiment/checkpoint.rs", "src/experiment/session.rs"]];

/// No two files need each other, directly or around a circle. What a folder's own `mod.rs` defines belongs to all of
/// its files.
pub fn circles(tree: &Tree) -> Vec<String> {
    let mut graph = graph(tree);
    for (from, imported) in &mut graph {
        imported.retain(|to| {
            let face = to
                .strip_suffix("mod.rs")
                .or_else(|| to.strip_suffix("lib.rs"));
            !face.is_some_and(|folder| from.starts_with(folder))
        });
    }
    let reached = |from: &str| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            for to in graph.get(at).into_iter().flatten() {
                if reached.insert(to) {
                    next.push(to);
                }
            }
        }
        reached
    };
    let all: BTreeMap<&str, BTreeSet<&str>> = graph
        .keys()
        .map(|path| (path.as_str(), reached(path)))
        .collect();
    let mut circles: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (from, reached) in &all {
        if reached.contains(from) {
            let back = |to: &&&str| all.get(**to).is_some_and(|back| back.contains(from));
            circles.insert(reached.iter().filter(back).copied().collect());
        }
    }
    let new = circles
        .iter()
        .filter(|circle| !KNOWN.contains(&circle.as_slice()));
    new.map(|circle| circle.join(" and ")).collect()
}

/// One type, one room: the methods of a type of the page stand in the file that defines it. (A script sees one class,
/// `Lab`, that is told in two files.)
pub fn one_impl_room(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.under("src/web/", ".rs") {
        let code = file.code();
        if file.path.starts_with("src/web/script/") {
            continue;
        }
        for line in code.lines() {
            let Some(rest) = line.strip_prefix("impl ") else {
                continue;
            };
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let defined = ["struct", "enum", "type"]
                .iter()
                .any(|kind| code.contains(&format!("{kind} {name}")));
            if !rest.contains(" for ") && !name.is_empty() && !defined {
                found.push(format!("{} has methods of {name}", file.path));
            }
        }
    }
    found
}

/// The most fields of a struct.
const MOST_FIELDS: usize = 15;
/// What a link and the options of a file hold are tables: one field for each key.
const TABLES: [&str; 2] = ["Options", "Spec"];

/// No struct knows everything.
pub fn fields(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.lab() {
        let code = file.code();
        for (start, _) in code.match_indices("struct ") {
            let rest = &code[start + "struct ".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let Some((head, body)) = rest.split_once('{') else {
                continue;
            };
            if head.contains([';', '(']) || TABLES.contains(&name.as_str()) {
                continue;
            }
            let body = body.split("\n}").next().unwrap_or_default();
            let is_field = |line: &&str| {
                let line = line.trim_start_matches("pub ");
                let line = line
                    .strip_prefix("pub(")
                    .and_then(|line| line.split_once(") "))
                    .map_or(line, |of| of.1);
                let word = line
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .count();
                word > 0 && line[word..].starts_with(": ")
            };
            let fields = body.lines().map(str::trim).filter(is_field).count();
            if fields > MOST_FIELDS {
                found.push(format!("{}: {name} has {fields} fields", file.path));
            }
        }
    }
    found
}

/// Whether a function is put in place is the compiler's business, but for the kernels, where speed is measured.
pub fn inlining(tree: &Tree) -> Vec<String> {
    let lab = tree.under("src/", ".rs");
    lab.filter(|file| file.code().contains("#[inline(never)]"))
        .map(|file| file.path.clone())
        .collect()
}

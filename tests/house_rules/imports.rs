//! Who imports whom: the paths that a file's code names, as modules and as files.

use super::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// A module: the crate's folder, and the names below it.
pub type Module = (String, Vec<String>);

/// The module that a file is.
pub fn module(path: &str) -> Module {
    let (root, rest) = match path.strip_prefix("kernels/src/") {
        Some(rest) => ("kernels/src/", rest),
        None => ("src/", path.strip_prefix("src/").unwrap_or(path)),
    };
    let names = rest.trim_end_matches(".rs").split('/').map(str::to_owned);
    let mut names: Vec<String> = names.collect();
    if names
        .last()
        .is_some_and(|name| name == "mod" || name == "lib")
    {
        names.pop();
    }
    (root.to_owned(), names)
}

/// The paths from the crate's root that a file names, by `crate::` or `super::`, groups in braces taken apart.
pub fn paths(file: &File) -> BTreeSet<Vec<String>> {
    let (_, own) = module(&file.path);
    let code = file.code();
    let mut found = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        if !code[..start].ends_with(is_name) {
            collect(Vec::new(), &code[start + "crate::".len()..], &mut found);
        }
    }
    for (start, _) in code.match_indices("super::") {
        let before = &code[..start];
        if before.ends_with(is_name) || before.ends_with("super::") {
            continue;
        }
        let mut rest = &code[start..];
        let mut base = own.clone();
        while let Some(after) = rest.strip_prefix("super::") {
            rest = after;
            base.pop();
        }
        collect(base, rest, &mut found);
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Adds the paths that `rest` goes on to from `base`: one, or those of a group in braces.
fn collect(base: Vec<String>, rest: &str, found: &mut BTreeSet<Vec<String>>) {
    if let Some(group) = rest.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    collect(base.clone(), group[start..at].trim(), found);
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let mut path = base;
    if end > 0 {
        path.push(rest[..end].to_owned());
    }
    match rest[end..].strip_prefix("::") {
        Some(more) if more.starts_with('{') || more.starts_with(is_name) => {
            collect(path, more, found);
        }
        _ => {
            found.insert(path);
        }
    }
}

/// The files that each file imports from, other than itself. What the kernels name is found in the kernels.
pub fn graph(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<Module, String> = tree
        .lab()
        .map(|file| (module(&file.path), file.path.clone()))
        .collect();
    let find = |root: &str, path: &[String]| {
        let prefixes = (1..=path.len()).rev().map(|n| path[..n].to_vec());
        let mut known = prefixes.filter_map(|path| files.get(&(root.to_owned(), path)));
        known.next()
    };
    tree.lab()
        .map(|file| {
            let (root, _) = module(&file.path);
            let named = paths(file);
            let imported = named
                .iter()
                .filter_map(|path| find(&root, path).or_else(|| find("kernels/src/", path)))
                .filter(|path| **path != file.path);
            (file.path.clone(), imported.cloned().collect())
        })
        .collect()
}

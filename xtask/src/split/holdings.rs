//! What each part holds: its entries, and what only they lead to.

use super::Part;
use crate::references::{References, Referents};
use anyhow::{Result, ensure};
use rustc_demangle::demangle;
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ExportItem, FunctionId, Module};

/// A function, by its place in the whole module (ids are of one reading of it only), or a piece of its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A function.
    Function(usize),
    /// A piece of data.
    Object(usize),
}

/// Functions and pieces of data.
pub type Nodes = BTreeSet<Node>;

/// The functions among them.
pub fn functions(nodes: &Nodes) -> impl Iterator<Item = usize> {
    nodes.iter().filter_map(|node| match node {
        Node::Function(function) => Some(*function),
        Node::Object(_) => None,
    })
}

/// The functions whose paths begin as the part's entries do.
pub fn entries(module: &Module, part: &Part) -> Result<Nodes> {
    let mut found = Nodes::new();
    for path in part.paths {
        let before = found.len();
        found.extend(
            module
                .funcs
                .iter()
                .filter(|function| {
                    let name = function.name.as_deref().unwrap_or_default();
                    is_of(&readable(name), path)
                })
                .map(|function| Node::Function(function.id().index())),
        );
        ensure!(
            found.len() > before,
            "part {}: no function's path begins with {path}; is it inlined, or of another name?",
            part.name
        );
    }
    Ok(found)
}

/// The functions of these names.
pub fn of_names(module: &Module, names: &BTreeSet<&str>) -> Nodes {
    let functions = module.funcs.iter().filter(|function| {
        let name = function.name.as_deref().unwrap_or_default();
        names.contains(readable(name).as_str())
    });
    functions
        .map(|function| Node::Function(function.id().index()))
        .collect()
}

/// The names of the functions among some nodes.
pub fn names(module: &Module, nodes: &Nodes) -> BTreeSet<String> {
    let named = module.funcs.iter().filter(|function| {
        let node = Node::Function(function.id().index());
        nodes.contains(&node)
    });
    named
        .filter_map(|function| function.name.as_deref().map(readable))
        .collect()
}

/// A function's name as one reads it.
pub fn readable(name: &str) -> String {
    format!("{:#}", demangle(name))
}

/// Whether a function's name begins with `path`, and with the whole of its last word.
fn is_of(name: &str, path: &str) -> bool {
    let whole = path.ends_with("::");
    let rest = name.trim_start_matches('<').strip_prefix(path);
    rest.is_some_and(|rest| {
        whole || !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
    })
}

/// What each function or piece of data leads to: what it calls or names.
pub fn ways(module: &Module, references: &References) -> BTreeMap<Node, Nodes> {
    #[derive(Default)]
    struct Named(Nodes);
    impl Visitor<'_> for Named {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.insert(Node::Function(function.index()));
        }
    }
    let named = named(module);
    let mut ways = BTreeMap::new();
    for (id, function) in module.funcs.iter_local() {
        let mut to = Named::default();
        dfs_in_order(&mut to, function, function.entry_block());
        let name = module.funcs.get(id).name.as_deref();
        if let Some(referents) = name.and_then(|name| references.functions.get(name)) {
            to.0.extend(nodes(referents, &named));
        }
        ways.insert(Node::Function(id.index()), to.0);
    }
    for (at, object) in references.objects.iter().enumerate() {
        ways.insert(Node::Object(at), nodes(&object.to, &named));
    }
    ways
}

/// Functions by their names, as linked.
fn named(module: &Module) -> BTreeMap<&str, Vec<Node>> {
    let mut named: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
    for function in module.funcs.iter() {
        if let Some(name) = &function.name {
            let node = Node::Function(function.id().index());
            named.entry(name).or_default().push(node);
        }
    }
    named
}

fn nodes(referents: &Referents, named: &BTreeMap<&str, Vec<Node>>) -> Nodes {
    let functions = referents.functions.iter();
    functions
        .flat_map(|name| named.get(name.as_str()).into_iter().flatten().copied())
        .chain(referents.objects.iter().copied().map(Node::Object))
        .collect()
}

/// What can be called from outside, or through the function table by who knows whom.
pub fn roots(module: &Module, references: &References) -> Nodes {
    let exported = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        });
    let known = references.listed();
    let listed = module
        .elements
        .iter()
        .flat_map(|element| match &element.items {
            ElementItems::Functions(functions) => functions.clone(),
            ElementItems::Expressions(_, items) => items
                .iter()
                .filter_map(|item| match item {
                    ConstExpr::RefFunc(function) => Some(*function),
                    _ => None,
                })
                .collect(),
        })
        .filter(|function| {
            let name = module.funcs.get(*function).name.as_deref();
            name.is_none_or(|name| !known.contains(name))
        });
    exported
        .chain(listed)
        .chain(module.start)
        .map(|function| Node::Function(function.index()))
        .chain(nodes(&references.others, &named(module)))
        .collect()
}

/// What some nodes lead to, themselves included, on ways that do not go over `past`.
pub fn reach(from: &Nodes, past: &Nodes, ways: &BTreeMap<Node, Nodes>) -> Nodes {
    let mut reached = from - past;
    let mut stack: Vec<_> = reached.iter().copied().collect();
    while let Some(node) = stack.pop() {
        for next in ways.get(&node).into_iter().flatten() {
            if !past.contains(next) && reached.insert(*next) {
                stack.push(*next);
            }
        }
    }
    reached
}

/// The roots, and what nodes lead to directly.
pub fn next(nodes: &Nodes, roots: &Nodes, ways: &BTreeMap<Node, Nodes>) -> Nodes {
    let to = nodes.iter().filter_map(|node| ways.get(node)).flatten();
    to.chain(roots).copied().collect()
}

/// What the first part holds, and what each of the others does: what its entries lead to and the roots do not. What
/// several lead to is in the first of them, which is there before the others are called; what they call of it becomes
/// an entry.
pub fn holdings(
    roots: &Nodes,
    entries: &mut [Nodes],
    ways: &BTreeMap<Node, Nodes>,
) -> (Nodes, Vec<Nodes>) {
    let all: Nodes = entries.iter().flatten().copied().collect();
    let first = reach(roots, &all, ways);
    let mut holds: Vec<Nodes> = entries
        .iter()
        .map(|own| reach(own, &(&(&all - own) | &first), ways))
        .collect();
    let mut met = Nodes::new();
    let mut common = Nodes::new();
    for part in &holds {
        common.extend(part & &met);
        met.extend(part);
    }
    for part in &mut holds {
        *part = &*part - &common;
    }
    if let (Some(part), Some(entries)) = (holds.first_mut(), entries.first_mut()) {
        part.extend(&common);
        entries.extend(
            common
                .iter()
                .filter(|node| matches!(node, Node::Function(_))),
        );
    }
    (first, holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Node::{Function, Object};

    #[test]
    fn a_part_holds_what_only_its_entries_lead_to() {
        let ways = BTreeMap::from([
            (
                Function(0),
                Nodes::from([Function(1), Function(2), Function(3)]),
            ),
            (
                Function(1),
                Nodes::from([Object(0), Function(4), Function(5)]),
            ),
            (Function(2), Nodes::from([Function(4), Object(1)])),
            (Function(3), Nodes::from([Object(0)])),
        ]);
        let mut entries = [Nodes::from([Function(1)]), Nodes::from([Function(2)])];
        let (stays, holds) = holdings(&Nodes::from([Function(0)]), &mut entries, &ways);
        assert_eq!(stays, Nodes::from([Function(0), Function(3), Object(0)]));
        let both = Nodes::from([Function(1), Function(4), Function(5)]);
        assert_eq!(holds, [both, Nodes::from([Function(2), Object(1)])]);
        // What the second calls of the first part is an entry, too.
        assert_eq!(entries[0], Nodes::from([Function(1), Function(4)]));
    }

    #[test]
    fn what_is_not_called_is_entered_from_what_stays() {
        let ways = BTreeMap::from([
            (Function(0), Nodes::from([Function(1), Object(0)])),
            (Function(1), Nodes::from([Function(2)])),
            (Object(0), Nodes::from([Function(3)])),
        ]);
        let roots = Nodes::from([Function(0), Function(4)]);
        let uncalled = Nodes::from([Function(1), Function(2), Function(3), Function(4)]);
        let stays = reach(&roots, &uncalled, &ways);
        assert_eq!(stays, Nodes::from([Function(0), Object(0)]));
        // 2 is called by 1 alone, and goes with it.
        let entered = &next(&stays, &roots, &ways) & &uncalled;
        assert_eq!(
            entered,
            Nodes::from([Function(1), Function(3), Function(4)])
        );
    }

    #[test]
    fn a_path_ends_with_a_whole_word() {
        assert!(is_of("<a::B>::c::{closure#0}", "a::B>::c"));
        assert!(!is_of("<a::B>::called", "a::B>::c"));
        assert!(is_of("a::b::c", "a::b::"));
    }
}

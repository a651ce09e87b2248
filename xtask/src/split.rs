//! The page's WebAssembly in parts: what every visit needs, and what is fetched when it is first called for.
//!
//! A part is told by the paths of its *entries*, and holds them and what only they lead to: functions, those that are
//! called through the table too, and data. In the first part the body of each entry becomes a call through a slot of
//! the function table, which the part fills when it is instantiated; it imports memory, table and globals from the first
//! part, and shared functions by their slots of the table: a slot takes less room than a name. So one compilation serves
//! the page, in parts, and scripts, whole.
//!
//! What several parts lead to lies in the first of them, which has to be there before the others are called.
//!
//! What calls an entry has to see to it that the part has arrived: `src/web/parts.rs`.

use crate::references::{References, Referents};
use anyhow::{Context, Result, bail, ensure};
use rustc_demangle::demangle;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::ir::{CallIndirect, LocalGet, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, Data, DataKind, ElementItems, ElementKind, Export, ExportItem, FunctionBuilder,
    FunctionId, FunctionKind, GlobalKind, ImportKind, ImportedFunction, Module, ModuleConfig,
    TableId,
};

/// A part that is fetched when it is first called for.
pub struct Part {
    /// Its file is `NAME.wasm`.
    pub name: &'static str,
    /// How the paths of its entries begin.
    pub paths: &'static [&'static str],
}

/// The name of the module that the first part imports from.
pub const IMPORTED: &str = "_";

/// The name of the module that the parts import from.
const FIRST: &str = "first";

/// A function of no more instructions is in each part that calls it: to be shared would take as much room.
const SMALL: u64 = 30;

/// A function, by its place in the whole module (ids are of one reading of it only), or a piece of its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(usize),
    Object(usize),
}

type Nodes = BTreeSet<Node>;

/// Names there were, and the short ones there are.
pub struct Names {
    /// Of imports; those that are not here are gone.
    pub imports: Vec<(String, String)>,
    /// Of exports that had long ones.
    pub exports: Vec<(String, String)>,
}

/// A module in parts.
pub struct Split {
    /// The first part, then the others in order.
    pub modules: Vec<Vec<u8>>,
    /// What the first part imports, and what it exports under a long name: the name it had, and its new short one.
    pub names: Names,
}

/// The module as it is, without the names of its functions.
pub fn whole(wasm: &[u8]) -> Result<Vec<u8>> {
    Ok(parse(wasm)?.emit_wasm())
}

/// Splits a module that has its functions' names, without the exports that are `unwanted`.
pub fn split(
    wasm: &[u8],
    references: &References,
    parts: &[Part],
    unwanted: fn(&str) -> bool,
) -> Result<Split> {
    let mut first = parse(wasm)?;
    let unwanted: Vec<_> = first
        .exports
        .iter()
        .filter(|export| unwanted(&export.name))
        .map(|export| export.id())
        .collect();
    for export in unwanted {
        first.exports.delete(export);
    }

    let ways = ways(&first, references);
    let mut entries: Vec<Nodes> = parts
        .iter()
        .map(|part| entries(&first, part))
        .collect::<Result<_>>()?;
    let (stays, holds) = holdings(&roots(&first, references), &mut entries, &ways);

    let table = table(&first)?;
    let all = ids(first.funcs.iter().map(|function| function.id()));
    let mut slot = first.tables.get(table).initial;
    let mut shared = BTreeSet::new();
    let mut others = Vec::new();
    for (entries, holds) in entries.iter().zip(&holds) {
        let (module, imported) = part(wasm, references, entries, holds, slot)?;
        others.push(module);
        shared.extend(imported);
        for entry in functions(entries) {
            call_through(&mut first, all[entry], table, slot)?;
            slot += 1;
        }
    }
    let entered: Nodes = entries.iter().flatten().copied().collect();
    keep_listed(&mut first, table, |function| {
        let node = Node::Function(function.index());
        stays.contains(&node) || entered.contains(&node)
    });
    clear_data(&mut first, references, &stays)?;
    let shared = in_order(&first, shared.into_iter().map(|function| all[function]));
    list_functions(&mut first, table, i32::try_from(slot)?, shared.clone());
    let shared = shared.into_iter().map(|function| function.index());
    let slots: BTreeMap<usize, u64> = shared.zip(slot..).collect();
    slot += slots.len() as u64;
    let size = first.tables.get_mut(table);
    size.initial = slot;
    size.maximum = size.maximum.map(|most| most.max(slot));
    export(&mut first);
    walrus::passes::gc::run(&mut first);
    let names = shorten(&mut first);
    let mut modules = vec![first.emit_wasm()];
    for mut other in others {
        for import in other.imports.iter_mut() {
            if let ImportKind::Function(function) = import.kind {
                import.name = slots[&function.index()].to_string();
            }
        }
        modules.push(other.emit_wasm());
    }
    Ok(Split { modules, names })
}

/// The functions among them.
fn functions(nodes: &Nodes) -> impl Iterator<Item = usize> {
    nodes.iter().filter_map(|node| match node {
        Node::Function(function) => Some(*function),
        Node::Object(_) => None,
    })
}

/// The addresses of the data among `nodes`, in order, what touches in one.
fn places(references: &References, nodes: &Nodes) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = nodes
        .iter()
        .filter_map(|node| match node {
            Node::Function(_) => None,
            Node::Object(object) => Some(references.objects[*object].place.clone()),
        })
        .filter(|place| !place.is_empty())
        .collect();
    places.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

fn address(data: &Data) -> Result<usize> {
    match &data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(offset)),
            ..
        } => Ok(usize::try_from(*offset)?),
        _ => bail!("a segment of data at no fixed address"),
    }
}

/// Leaves in the function table what is to be kept; the places of the others stay empty.
fn keep_listed(module: &mut Module, table: TableId, keep: impl Fn(FunctionId) -> bool) {
    for id in ids(module.elements.iter().map(|element| element.id())) {
        let element = module.elements.get(id);
        let (
            ElementKind::Active {
                offset: ConstExpr::Value(Value::I32(offset)),
                ..
            },
            ElementItems::Functions(list),
        ) = (&element.kind, &element.items)
        else {
            continue;
        };
        let (offset, list) = (*offset, list.clone());
        module.elements.delete(id);
        module.tables.get_mut(table).elem_segments.remove(&id);
        let mut places = (offset..).zip(list).peekable();
        while let Some((start, function)) = places.next() {
            if !keep(function) {
                continue;
            }
            let mut run = vec![function];
            while let Some((_, function)) = places.next_if(|(_, function)| keep(*function)) {
                run.push(function);
            }
            list_functions(module, table, start, run);
        }
    }
}

/// Functions in the order that they are written in, imports first and then the largest: what ascends compresses well.
fn in_order(module: &Module, functions: impl Iterator<Item = FunctionId>) -> Vec<FunctionId> {
    let size = |id: &FunctionId| match &module.funcs.get(*id).kind {
        FunctionKind::Local(local) => local.size(),
        _ => u64::MAX,
    };
    let mut functions: Vec<FunctionId> = functions.collect();
    functions.sort_by_key(|id| (Reverse(size(id)), *id));
    functions
}

/// Puts functions into the table, from `slot` on.
fn list_functions(module: &mut Module, table: TableId, slot: i32, list: Vec<FunctionId>) {
    let offset = ConstExpr::Value(Value::I32(slot));
    let kind = ElementKind::Active { table, offset };
    let element = module.elements.add(kind, ElementItems::Functions(list));
    module.tables.get_mut(table).elem_segments.insert(element);
}

/// Gives imports short names, and exports whose names hold hashes: those take room in the module and in its script.
fn shorten(module: &mut Module) -> Names {
    let take = |name: &mut String, at: usize| {
        let short = format!("_{at:x}");
        (std::mem::replace(name, short.clone()), short)
    };
    let imports = module.imports.iter_mut().enumerate();
    let imports = imports.map(|(at, import)| {
        import.module = IMPORTED.to_string();
        take(&mut import.name, at)
    });
    let imports = imports.collect();
    let mangled = |export: &&mut Export| export.name.starts_with("_R");
    let exports = module.exports.iter_mut().filter(mangled).enumerate();
    let exports = exports.map(|(at, export)| take(&mut export.name, at));
    Names {
        imports,
        exports: exports.collect(),
    }
}

fn parse(wasm: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config
        .generate_name_section(false)
        .generate_producers_section(false);
    let mut module = config.parse(wasm)?;
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(section);
    }
    Ok(module)
}

fn table(module: &Module) -> Result<TableId> {
    module
        .tables
        .main_function_table()?
        .context("the module has no function table")
}

/// The functions whose paths begin as the part's entries do.
fn entries(module: &Module, part: &Part) -> Result<Nodes> {
    let mut found = Nodes::new();
    for path in part.paths {
        let before = found.len();
        found.extend(
            module
                .funcs
                .iter()
                .filter(|function| {
                    let name = function.name.as_deref().unwrap_or_default();
                    is_of(&format!("{:#}", demangle(name)), path)
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

/// Whether a function's name begins with `path`, and with the whole of its last word.
fn is_of(name: &str, path: &str) -> bool {
    let whole = path.ends_with("::");
    let rest = name.trim_start_matches('<').strip_prefix(path);
    rest.is_some_and(|rest| {
        whole || !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
    })
}

/// What each function or piece of data leads to: what it calls or names.
fn ways(module: &Module, references: &References) -> BTreeMap<Node, Nodes> {
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
fn roots(module: &Module, references: &References) -> Nodes {
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

/// What the first part holds, and what each of the others does: what its entries lead to and the roots do not. What several lead to is in the first of
/// them, which is there before the others are called; what they call of it becomes an entry.
fn holdings(
    roots: &Nodes,
    entries: &mut [Nodes],
    ways: &BTreeMap<Node, Nodes>,
) -> (Nodes, Vec<Nodes>) {
    let all: Nodes = entries.iter().flatten().copied().collect();
    let reach = |from: &Nodes, past: &Nodes| {
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
    };
    let first = reach(roots, &all);
    let mut holds: Vec<Nodes> = entries
        .iter()
        .map(|own| reach(own, &(&(&all - own) | &first)))
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

/// The module of one part, and the functions it imports. Its entries go into the table from `slot` on.
fn part(
    wasm: &[u8],
    references: &References,
    entries: &Nodes,
    holds: &Nodes,
    slot: u64,
) -> Result<(Module, BTreeSet<usize>)> {
    let mut module = parse(wasm)?;
    let table = table(&module)?;
    for id in ids(module.exports.iter().map(|export| export.id())) {
        module.exports.delete(id);
    }
    // The entries' places lead through the first part.
    let own = holds - entries;
    keep_listed(&mut module, table, |function| {
        own.contains(&Node::Function(function.index()))
    });
    keep_data(&mut module, &places(references, holds))?;
    module.start = None;
    for id in ids(module.imports.iter().map(|import| import.id())) {
        let import = module.imports.get_mut(id);
        import.module = FIRST.to_string();
    }
    for id in ids(module.memories.iter().map(|memory| memory.id())) {
        let import = module.imports.add(FIRST, &memory_name(id.index()), id);
        let memory = module.memories.get_mut(id);
        memory.import = Some(import);
    }
    for id in ids(module.tables.iter().map(|table| table.id())) {
        let import = module.imports.add(FIRST, &table_name(id.index()), id);
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        // The first part's has room for every part's entries.
        table.maximum = None;
    }
    for id in ids(module.globals.iter().map(|global| global.id())) {
        let import = module.imports.add(FIRST, &global_name(id.index()), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    let elsewhere = ids(module
        .funcs
        .iter_local()
        .filter(|(_, function)| function.size() > SMALL)
        .map(|(id, _)| id)
        .filter(|id| !holds.contains(&Node::Function(id.index()))));
    for id in elsewhere {
        let ty = module.funcs.get(id).ty();
        // It gets its name once all slots are known.
        let import = module.imports.add(FIRST, "", id);
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let all = ids(module.funcs.iter().map(|function| function.id()));
    let list = functions(entries).map(|entry| all[entry]).collect();
    list_functions(&mut module, table, i32::try_from(slot)?, list);
    walrus::passes::gc::run(&mut module);
    let imported = module
        .imports
        .iter()
        .filter_map(|import| match import.kind {
            ImportKind::Function(function) => Some(function.index()),
            _ => None,
        })
        .collect();
    Ok((module, imported))
}

/// Makes zeros of all objects that do not stay: zeros are not written.
fn clear_data(module: &mut Module, references: &References, stays: &Nodes) -> Result<()> {
    let objects = (0..references.objects.len()).map(Node::Object).collect();
    let (all, kept) = (places(references, &objects), places(references, stays));
    for id in ids(module.data.iter().map(|data| data.id())) {
        let data = module.data.get_mut(id);
        let start = address(data)?;
        let end = start + data.value.len();
        let original = data.value.clone();
        let inside = |place: &Range<usize>| {
            let (from, to) = (place.start.max(start), place.end.min(end));
            (from < to).then(|| from - start..to - start)
        };
        for place in all.iter().filter_map(inside) {
            data.value[place].fill(0);
        }
        for place in kept.iter().filter_map(inside) {
            data.value[place.clone()].copy_from_slice(&original[place]);
        }
    }
    Ok(())
}

/// Leaves of the data what lies at these places.
fn keep_data(module: &mut Module, places: &[Range<usize>]) -> Result<()> {
    for id in ids(module.data.iter().map(|data| data.id())) {
        let data = module.data.get(id);
        let start = address(data)?;
        let DataKind::Active { memory, .. } = data.kind else {
            continue;
        };
        let value = data.value.clone();
        module.data.delete(id);
        module.memories.get_mut(memory).data_segments.remove(&id);
        for place in places {
            let piece = place.start.max(start)..place.end.min(start + value.len());
            if piece.is_empty() {
                continue;
            }
            let offset = ConstExpr::Value(Value::I32(i32::try_from(piece.start)?));
            let kind = DataKind::Active { memory, offset };
            let bytes = value[piece.start - start..piece.end - start].to_vec();
            let piece = module.data.add(kind, bytes);
            module.memories.get_mut(memory).data_segments.insert(piece);
        }
    }
    Ok(())
}

/// Makes an entry's body a call through a slot of the table.
fn call_through(module: &mut Module, entry: FunctionId, table: TableId, slot: u64) -> Result<()> {
    let ty = module.funcs.get(entry).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let args: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut body = builder.func_body();
    for &local in &args {
        body.instr(LocalGet { local });
    }
    body.i32_const(i32::try_from(slot)?)
        .instr(CallIndirect { ty, table });
    let through = builder.local_func(args);
    module.funcs.get_mut(entry).kind = FunctionKind::Local(through);
    Ok(())
}

/// Exports from the first part what the others import by name.
fn export(first: &mut Module) {
    for id in ids(first.memories.iter().map(|memory| memory.id())) {
        first.exports.add(&memory_name(id.index()), id);
    }
    for id in ids(first.tables.iter().map(|table| table.id())) {
        first.exports.add(&table_name(id.index()), id);
    }
    for id in ids(first.globals.iter().map(|global| global.id())) {
        first.exports.add(&global_name(id.index()), id);
    }
}

// No name that bindgen exports begins with a dollar.
fn memory_name(memory: usize) -> String {
    format!("$m{memory}")
}

fn table_name(table: usize) -> String {
    format!("$t{table}")
}

fn global_name(global: usize) -> String {
    format!("$g{global}")
}

/// A list of its own, for the module to be changed while it is gone through.
fn ids<T>(list: impl Iterator<Item = T>) -> Vec<T> {
    list.collect()
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
    fn places_that_touch_are_one() {
        let object = |place: Range<usize>| crate::references::Object {
            place,
            to: Referents::default(),
        };
        let references = References {
            objects: vec![object(8..12), object(0..4), object(4..8), object(20..20)],
            ..References::default()
        };
        let nodes = Nodes::from([Object(0), Object(1), Object(3), Function(7)]);
        assert_eq!(places(&references, &nodes), [0..4, 8..12]);
    }

    #[test]
    fn a_path_ends_with_a_whole_word() {
        assert!(is_of("<a::B>::c::{closure#0}", "a::B>::c"));
        assert!(!is_of("<a::B>::called", "a::B>::c"));
        assert!(is_of("a::b::c", "a::b::"));
    }
}

//! The page's WebAssembly in parts: what every visit needs, and what is fetched when it is first called for.
//!
//! A part is told by its *entries*: functions of some paths or, in the first of the parts, those that a first visit does
//! not call (`profile.rs`). It holds them and what only they lead to: functions, those that are called through the table
//! too, and data. In the first module the body of each entry becomes a call through a slot of the function table, which
//! the part fills when it is instantiated; it imports memory, table and globals from the first module, and shared
//! functions by their slots of the table: a slot takes less room than a name. So one compilation serves the page, in
//! parts, and scripts, whole.
//!
//! What several parts lead to lies in the first of them.
//!
//! What calls an entry has to see to it that the part has arrived (`src/web/parts.rs`): otherwise the page waits while a
//! gate (`gates.rs`) has it fetched.

mod data;
mod gates;
mod holdings;

use crate::references::References;
use anyhow::{Context, Result};
pub use gates::FETCH_NOW;
pub use holdings::readable;

use data::{clear_data, keep_data, places};
use gates::{call_through, gate, import_fetch};
use holdings::{
    Node, Nodes, entries, functions, holdings, names, next, of_names, reach, roots, ways,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::Value;
use walrus::{
    ConstExpr, ElementItems, ElementKind, Export, FunctionId, FunctionKind, GlobalKind, ImportKind,
    ImportedFunction, Module, ModuleConfig, TableId,
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

/// Splits a module that has its functions' names, without the exports that are `unwanted`. Functions that are
/// `uncalled`, by their names, are of the first of `parts` if they are of none.
pub fn split(
    wasm: &[u8],
    references: &References,
    parts: &[Part],
    uncalled: &BTreeSet<&str>,
    unwanted: fn(&str) -> bool,
) -> Result<Split> {
    let mut first = wanted(wasm, unwanted)?;
    let roots = roots(&first, references);
    let ways = ways(&first, references);
    let mut entries = entries_of(&first, parts, &roots, &ways, uncalled)?;
    let (stays, holds) = holdings(&roots, &mut entries, &ways);

    let table = table(&first)?;
    let all = ids(first.funcs.iter().map(|function| function.id()));
    let mut slot = first.tables.get(table).initial;
    let mut shared = BTreeSet::new();
    let mut others = Vec::new();
    let fetch = import_fetch(&mut first);
    for (at, (entries, holds)) in entries.iter().zip(&holds).enumerate() {
        let (module, imported) = part(wasm, references, entries, holds, slot)?;
        others.push(module);
        shared.extend(imported);
        let gate = gate(&mut first, fetch, at, table, slot)?;
        for entry in functions(entries) {
            call_through(&mut first, all[entry], gate, table, slot)?;
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

/// The names of those of the `uncalled` functions that the first part calls.
pub fn entered(
    wasm: &[u8],
    references: &References,
    parts: &[Part],
    uncalled: &BTreeSet<&str>,
    unwanted: fn(&str) -> bool,
) -> Result<BTreeSet<String>> {
    let module = wanted(wasm, unwanted)?;
    let ways = ways(&module, references);
    let roots = roots(&module, references);
    let entries = entries_of(&module, parts, &roots, &ways, uncalled)?;
    let first = entries.first().map(|own| names(&module, own));
    Ok(first.unwrap_or_default())
}

/// The module without the exports that are unwanted.
fn wanted(wasm: &[u8], unwanted: fn(&str) -> bool) -> Result<Module> {
    let mut module = parse(wasm)?;
    for id in ids(module.exports.iter().map(|export| export.id())) {
        if unwanted(&module.exports.get(id).name) {
            module.exports.delete(id);
        }
    }
    Ok(module)
}

/// The entries of each part.
fn entries_of(
    module: &Module,
    parts: &[Part],
    roots: &Nodes,
    ways: &BTreeMap<Node, Nodes>,
    uncalled: &BTreeSet<&str>,
) -> Result<Vec<Nodes>> {
    let mut entries: Vec<Nodes> = parts
        .iter()
        .map(|part| entries(module, part))
        .collect::<Result<_>>()?;
    let told: Nodes = entries.iter().flatten().copied().collect();
    let uncalled = &of_names(module, uncalled) - &told;
    if let Some(own) = entries.first_mut() {
        let stays = reach(roots, &(&told | &uncalled), ways);
        own.extend(&next(&stays, roots, ways) & &uncalled);
    }
    Ok(entries)
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

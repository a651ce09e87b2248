//! The page's WebAssembly in parts: what every visit needs, and what is fetched when it is first called for.
//!
//! A part is told by the paths of its *entries*, and holds them and what only they lead to. In the first part the
//! body of each entry becomes a call through a slot of the function table, which the part fills when it is
//! instantiated; it imports memory, table, globals and shared functions from the first part. So one compilation
//! serves the page, in parts, and scripts, whole.
//!
//! What calls an entry has to see to it that the part has arrived: `src/web/parts.rs`.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{CallIndirect, LocalGet, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, ImportKind, ImportedFunction, Module, ModuleConfig, TableId,
};

/// A part that is fetched when it is first called for.
pub struct Part {
    /// Its file is `NAME.wasm`.
    pub name: &'static str,
    /// How the paths of its entries begin.
    pub paths: &'static [&'static str],
}

/// The name of the module that the parts import from.
const FIRST: &str = "first";

/// Functions by their place in the whole module: ids are of one reading of it only.
type Functions = BTreeSet<usize>;

/// A module in parts.
pub struct Split {
    /// The first part, then the others in order.
    pub modules: Vec<Vec<u8>>,
    /// What the first part imports: the name it had, and its new short one.
    pub imports: Vec<(String, String)>,
}

/// The module as it is, without the names of its functions.
pub fn whole(wasm: &[u8]) -> Result<Vec<u8>> {
    Ok(parse(wasm)?.emit_wasm())
}

/// Splits a module that has its functions' names, without the exports that are `unwanted`.
pub fn split(wasm: &[u8], parts: &[Part], unwanted: fn(&str) -> bool) -> Result<Split> {
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

    let calls = calls(&first);
    let entries: Vec<Functions> = parts
        .iter()
        .map(|part| entries(&first, part))
        .collect::<Result<_>>()?;
    let holds = holdings(&roots(&first), &entries, &calls);

    let table = table(&first)?;
    let all = ids(first.funcs.iter().map(|function| function.id()));
    let mut slot = first.tables.get(table).initial;
    let mut shared = Functions::new();
    let mut modules = Vec::new();
    for (entries, holds) in entries.iter().zip(&holds) {
        let (module, imported) = part(wasm, entries, holds, slot)?;
        modules.push(module);
        shared.extend(imported);
        for entry in entries {
            call_through(&mut first, all[*entry], table, slot)?;
            slot += 1;
        }
    }
    let size = first.tables.get_mut(table);
    size.initial = slot;
    size.maximum = size.maximum.map(|most| most.max(slot));
    export(&mut first, shared.iter().map(|function| all[*function]));
    walrus::passes::gc::run(&mut first);
    let imports = shorten(&mut first);
    modules.insert(0, first.emit_wasm());
    Ok(Split { modules, imports })
}

/// Gives imports short names: bindgen's hold hashes, which take room in the module and in its script.
fn shorten(module: &mut Module) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for (at, import) in module.imports.iter_mut().enumerate() {
        let short = format!("_{at:x}");
        names.push((std::mem::replace(&mut import.name, short.clone()), short));
    }
    names
}

fn parse(wasm: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config
        .generate_name_section(false)
        .generate_producers_section(false);
    config.parse(wasm)
}

fn table(module: &Module) -> Result<TableId> {
    module
        .tables
        .main_function_table()?
        .context("the module has no function table")
}

/// The functions whose paths begin as the part's entries do.
fn entries(module: &Module, part: &Part) -> Result<Functions> {
    let mut found = Functions::new();
    for path in part.paths {
        let before = found.len();
        found.extend(
            module
                .funcs
                .iter()
                .filter(|function| {
                    let name = function.name.as_deref().unwrap_or_default();
                    is_of(&without_hashes(name), path)
                })
                .map(|function| function.id().index()),
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

/// A name without the hashes of the crates in it: `core[0123456789abcdef]::fmt` is `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, rest)) if hash.len() > 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
                text.push_str(rest);
            }
            _ => {
                text.push('[');
                text.push_str(piece);
            }
        }
    }
    text
}

/// What each function calls or names.
fn calls(module: &Module) -> BTreeMap<usize, Vec<usize>> {
    #[derive(Default)]
    struct Named(Vec<usize>);
    impl Visitor<'_> for Named {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(function.index());
        }
    }
    module
        .funcs
        .iter_local()
        .map(|(id, function)| {
            let mut named = Named::default();
            dfs_in_order(&mut named, function, function.entry_block());
            (id.index(), named.0)
        })
        .collect()
}

/// What can be called from outside, or through the function table.
fn roots(module: &Module) -> Functions {
    let exported = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        });
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
        });
    exported
        .chain(listed)
        .chain(module.start)
        .map(|function| function.index())
        .collect()
}

/// What each part holds: what its entries lead to, and neither the roots nor another part's entries do.
fn holdings(
    roots: &Functions,
    entries: &[Functions],
    calls: &BTreeMap<usize, Vec<usize>>,
) -> Vec<Functions> {
    let all: Functions = entries.iter().flatten().copied().collect();
    let reach = |from: &Functions, past: &Functions| {
        let mut reached = from - past;
        let mut stack: Vec<_> = reached.iter().copied().collect();
        while let Some(function) = stack.pop() {
            for next in calls.get(&function).into_iter().flatten() {
                if !past.contains(next) && reached.insert(*next) {
                    stack.push(*next);
                }
            }
        }
        reached
    };
    let first = reach(roots, &all);
    let reached: Vec<Functions> = entries
        .iter()
        .map(|own| reach(own, &(&(&all - own) | &first)))
        .collect();
    let times = |function: &usize| {
        reached
            .iter()
            .filter(|part| part.contains(function))
            .count()
    };
    reached
        .iter()
        .map(|part| {
            part.iter()
                .copied()
                .filter(|function| times(function) == 1)
                .collect()
        })
        .collect()
}

/// The module of one part, and the functions it imports. Its entries go into the table from `slot` on.
fn part(
    wasm: &[u8],
    entries: &Functions,
    holds: &Functions,
    slot: u64,
) -> Result<(Vec<u8>, Functions)> {
    let mut module = parse(wasm)?;
    let table = table(&module)?;
    for id in ids(module.exports.iter().map(|export| export.id())) {
        module.exports.delete(id);
    }
    for id in ids(module.elements.iter().map(|element| element.id())) {
        module.elements.delete(id);
    }
    for id in ids(module.data.iter().map(|data| data.id())) {
        module.data.delete(id);
    }
    module.start = None;
    for id in ids(module.imports.iter().map(|import| import.id())) {
        let import = module.imports.get_mut(id);
        import.module = FIRST.to_string();
        import.name = match &import.kind {
            ImportKind::Function(function) => name(function.index()),
            _ => import.name.clone(),
        };
    }
    for id in ids(module.memories.iter().map(|memory| memory.id())) {
        let import = module.imports.add(FIRST, &memory_name(id.index()), id);
        let memory = module.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    for id in ids(module.tables.iter().map(|table| table.id())) {
        let import = module.imports.add(FIRST, &table_name(id.index()), id);
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        // The first part's has room for every part's entries.
        table.maximum = None;
        table.elem_segments.clear();
    }
    for id in ids(module.globals.iter().map(|global| global.id())) {
        let import = module.imports.add(FIRST, &global_name(id.index()), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    let elsewhere = ids(module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| !holds.contains(&id.index())));
    for id in elsewhere {
        let ty = module.funcs.get(id).ty();
        let import = module.imports.add(FIRST, &name(id.index()), id);
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let all = ids(module.funcs.iter().map(|function| function.id()));
    let list = entries.iter().map(|entry| all[*entry]).collect();
    let offset = ConstExpr::Value(Value::I32(i32::try_from(slot)?));
    let element = module.elements.add(
        ElementKind::Active { table, offset },
        ElementItems::Functions(list),
    );
    module.tables.get_mut(table).elem_segments.insert(element);
    walrus::passes::gc::run(&mut module);
    let imported = module
        .imports
        .iter()
        .filter_map(|import| match import.kind {
            ImportKind::Function(function) => Some(function.index()),
            _ => None,
        })
        .collect();
    Ok((module.emit_wasm(), imported))
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

/// Exports from the first part what the others import.
fn export(first: &mut Module, functions: impl Iterator<Item = FunctionId>) {
    for function in functions {
        first.exports.add(&name(function.index()), function);
    }
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
fn name(function: usize) -> String {
    format!("${function}")
}

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

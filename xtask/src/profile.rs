//! `cargo xtask profile`: finds the functions that a first visit does not call, and writes them to `uncalled.txt`.
//!
//! The page is built in one part, each of its functions writes a mark when it is called, and `profile.mjs` visits that
//! page as people do who do not touch it, or only just do. Run it again when a first visit has grown.

use crate::build::{self, Compiled};
use crate::split::readable;
use crate::{browsers, glue, npm, project, split};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use walrus::ModuleConfig;
use walrus::ir::{MemArg, StoreKind, Value};

/// A function of fewer instructions stays where it is: a call through the table takes as much room.
const SMALL: u64 = 16;

/// Bytes of a page of WebAssembly's memory.
const PAGE: u64 = 65_536;

/// Visits the page and writes the list.
pub fn profile() -> Result<()> {
    npm::install()?;
    let Compiled {
        script,
        wasm: whole,
        references,
        ..
    } = build::compile()?;
    let (marked, marks) = marked(&whole)?;
    let page = split::split(
        &marked,
        &references,
        &[],
        &BTreeSet::new(),
        build::is_for_scripts,
    )?;

    let site = project::target_dir().join("profile");
    build::copy_static(&site)?;
    let www = site.join("www");
    fs::write(www.join("page.js"), glue::for_page(&script, &page.names)?)?;
    fs::write(www.join("page.wasm"), &page.modules[0])?;
    let called = project::output(
        project::command("node")
            .arg("xtask/src/profile.mjs")
            .arg(&site)
            .args([marks.address.to_string(), marks.functions.len().to_string()])
            .env("CHROME", browsers::find_or_install()?.chrome),
    )?;

    let called: BTreeSet<usize> = called.lines().map(str::parse).collect::<Result<_, _>>()?;
    let names = |of_called: bool| -> BTreeSet<&str> {
        let functions = marks.functions.iter().enumerate();
        functions
            .filter(|(at, (_, size))| {
                called.contains(at) == of_called && (of_called || *size >= SMALL)
            })
            .map(|(_, (name, _))| name.as_str())
            .collect()
    };
    // Several functions can have one name.
    let uncalled = &names(false) - &names(true);
    let entered = split::entered(
        &whole,
        &references,
        build::PARTS,
        &uncalled,
        build::is_for_scripts,
    )?;
    println!(
        "{} functions that a first visit would call are of {}",
        entered.len(),
        build::PARTS[0].name
    );
    let list: Vec<String> = entered.into_iter().collect();
    fs::write(
        project::root().join("xtask/src/uncalled.txt"),
        list.join("\n") + "\n",
    )
    .context("uncalled.txt")
}

/// Where functions leave their marks.
struct Marks {
    /// The address of the first function's byte.
    address: u64,
    /// The functions in order: their names and how many instructions they have.
    functions: Vec<(String, u64)>,
}

/// The module with functions that write a 1 to a byte of their own, in memory that nothing else uses.
fn marked(wasm: &[u8]) -> Result<(Vec<u8>, Marks)> {
    let mut module = ModuleConfig::new()
        .generate_name_section(true)
        .parse(wasm)?;
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let memory = module.memories.iter_mut().next().context("no memory")?;
    let id = memory.id();
    let address = memory.initial * PAGE;
    memory.initial += (functions.len() as u64).div_ceil(PAGE);
    let mut marks = Marks {
        address,
        functions: Vec::new(),
    };
    for (byte, function) in (address..).zip(functions) {
        let function = module.funcs.get_mut(function);
        let name = readable(function.name.as_deref().unwrap_or_default());
        let local = function.kind.unwrap_local_mut();
        marks.functions.push((name, local.size()));
        local
            .builder_mut()
            .func_body()
            .const_at(0, Value::I32(i32::try_from(byte)?))
            .const_at(1, Value::I32(1))
            .store_at(
                2,
                id,
                StoreKind::I32_8 { atomic: false },
                MemArg {
                    align: 1,
                    offset: 0,
                },
            );
    }
    Ok((module.emit_wasm(), marks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, ValType};

    #[test]
    fn every_function_has_a_byte_of_its_own() {
        let mut module = walrus::Module::default();
        module.memories.add_local(false, false, 3, None, None);
        for name in ["a", "b"] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            builder.name(name.to_owned()).func_body().i32_const(1);
            builder.finish(Vec::new(), &mut module.funcs);
        }
        let (wasm, marks) = marked(&module.emit_wasm()).expect("a module");
        assert_eq!(marks.address, 3 * PAGE);
        let names: BTreeSet<&str> = (marks.functions.iter())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, BTreeSet::from(["a", "b"]));
        let marked = walrus::Module::from_buffer(&wasm).expect("a module");
        let memory = marked.memories.iter().next().expect("a memory");
        assert_eq!(memory.initial, 4);
        for (_, function) in marked.funcs.iter_local() {
            assert_eq!(function.size(), 4);
        }
    }
}

//! How the first part calls into the others: through slots of the function table, and past a gate that sees to it
//! that the slots are filled.

use anyhow::Result;
use walrus::ir::{CallIndirect, LocalGet, RefIsNull, TableGet};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, TableId, ValType};

/// The first part's import that fetches a part, told by its place among the parts, while everything waits.
pub const FETCH_NOW: &str = "fetchNow";

/// Adds the import that fetches a part on the spot.
pub fn import_fetch(module: &mut Module) -> FunctionId {
    let ty = module.types.add(&[ValType::I32], &[]);
    module.add_import_func("", FETCH_NOW, ty).0
}

/// Adds the gate of a part: while the part's first slot is empty, it has the part fetched.
pub fn gate(
    module: &mut Module,
    fetch: FunctionId,
    part: usize,
    table: TableId,
    slot: u64,
) -> Result<FunctionId> {
    let (part, slot) = (i32::try_from(part)?, i32::try_from(slot)?);
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder
        .func_body()
        .i32_const(slot)
        .instr(TableGet { table })
        .instr(RefIsNull {})
        .if_else(
            None,
            |missing| {
                missing.i32_const(part).call(fetch);
            },
            |_| {},
        );
    Ok(builder.finish(Vec::new(), &mut module.funcs))
}

/// Makes an entry's body a call past the gate, through a slot of the table.
pub fn call_through(
    module: &mut Module,
    entry: FunctionId,
    gate: FunctionId,
    table: TableId,
    slot: u64,
) -> Result<()> {
    let ty = module.funcs.get(entry).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let args: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut body = builder.func_body();
    body.call(gate);
    for &local in &args {
        body.instr(LocalGet { local });
    }
    body.i32_const(i32::try_from(slot)?)
        .instr(CallIndirect { ty, table });
    let through = builder.local_func(args);
    module.funcs.get_mut(entry).kind = FunctionKind::Local(through);
    Ok(())
}

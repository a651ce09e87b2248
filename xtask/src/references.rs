//! What functions and data refer to beside calling each other, as the linker leaves it written (`--emit-relocs`).
//!
//! In a linked module a pointer is a number like any other. The linker knows which numbers are pointers, and to
//! what: that is what lets data, and functions that are called through the table, go with the code that uses them.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationType, SymbolInfo,
};

/// What a linked module's functions and data refer to.
#[derive(Default)]
pub struct References {
    /// By the names of functions, as linked.
    pub functions: BTreeMap<String, Referents>,
    /// The data.
    pub objects: Vec<Object>,
    /// What data refers to that belongs to no object.
    pub others: Referents,
}

/// A piece of the data that is used as a whole.
pub struct Object {
    /// Its addresses.
    pub place: Range<usize>,
    /// What it holds pointers to.
    pub to: Referents,
}

/// What is referred to.
#[derive(Default)]
pub struct Referents {
    /// Functions, by name, as places in the table.
    pub functions: BTreeSet<String>,
    /// Data, by its place in [`References::objects`].
    pub objects: BTreeSet<usize>,
}

impl References {
    /// All functions that anything refers to.
    pub fn listed(&self) -> BTreeSet<&str> {
        let objects = self.objects.iter().map(|object| &object.to);
        self.functions
            .values()
            .chain(objects)
            .chain([&self.others])
            .flat_map(|to| to.functions.iter().map(String::as_str))
            .collect()
    }

    /// Reads a module that was linked with `--emit-relocs`.
    pub fn read(wasm: &[u8]) -> Result<References> {
        let linked = Linked::read(wasm)?;
        let mut references = References::default();
        let mut object_of = BTreeMap::new();
        for (at, symbol) in linked.symbols.iter().enumerate() {
            if let Symbol::Data(place) = symbol {
                object_of.insert(at, references.objects.len());
                references.objects.push(Object {
                    place: place.clone(),
                    to: Referents::default(),
                });
            }
        }
        for relocation in &linked.relocations {
            let target = relocation.symbol;
            let refer = |to: &mut Referents| match linked.symbols.get(target) {
                Some(Symbol::Function(index)) => {
                    to.functions.extend(linked.names.get(index).cloned());
                }
                Some(Symbol::Data(_)) => to.objects.extend(object_of.get(&target)),
                _ => {}
            };
            if let Some((index, _)) = (linked.bodies.iter().rev())
                .find(|(_, body)| body.contains(&relocation.at))
                .filter(|_| !relocation.in_data)
            {
                let name = linked.names.get(index).context("a function has no name")?;
                refer(references.functions.entry(name.clone()).or_default());
                continue;
            }
            let address = linked.segments.iter().find_map(|(bytes, address)| {
                let inside = relocation.in_data && bytes.contains(&relocation.at);
                inside.then(|| address + relocation.at - bytes.start)
            });
            let address = address.context("a reference from nowhere")?;
            let mut known = false;
            for object in &mut references.objects {
                if object.place.contains(&address) {
                    refer(&mut object.to);
                    known = true;
                }
            }
            if !known {
                refer(&mut references.others);
            }
        }
        Ok(references)
    }
}

/// What is pointed to.
enum Symbol {
    Function(u32),
    Data(Range<usize>),
    Other,
}

/// A pointer: where in the file it stands, and to which symbol it points.
struct Relocation {
    in_data: bool,
    at: usize,
    symbol: usize,
}

/// A linked module, as far as references go.
#[derive(Default)]
struct Linked {
    names: BTreeMap<u32, String>,
    /// Functions and where their bodies stand in the file.
    bodies: Vec<(u32, Range<usize>)>,
    /// Where segments of data stand in the file, and their addresses.
    segments: Vec<(Range<usize>, usize)>,
    symbols: Vec<Symbol>,
    relocations: Vec<Relocation>,
}

impl Linked {
    fn read(wasm: &[u8]) -> Result<Linked> {
        let mut linked = Linked::default();
        let mut imported = 0;
        let mut sections = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                sections.push(range.start);
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(
                            import?.ty,
                            wasmparser::TypeRef::Func(_) | wasmparser::TypeRef::FuncExact(_)
                        ));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let index = imported + u32::try_from(linked.bodies.len())?;
                    linked.bodies.push((index, body.range()));
                }
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let segment = segment?;
                        let end = segment.range.end;
                        let bytes = end - segment.data.len()..end;
                        linked.segments.push((bytes, address(&segment.kind)?));
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Name(names) => {
                        for name in names {
                            if let Name::Function(functions) = name? {
                                for naming in functions {
                                    let naming = naming?;
                                    linked.names.insert(naming.index, naming.name.to_owned());
                                }
                            }
                        }
                    }
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                for symbol in symbols {
                                    let symbol = linked.symbol(&symbol?)?;
                                    linked.symbols.push(symbol);
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let section = relocations.section_index() as usize;
                        let start = *sections.get(section).context("no such section")?;
                        let in_data = linked
                            .segments
                            .first()
                            .is_some_and(|(b, _)| start < b.start)
                            && linked.bodies.last().is_some_and(|(_, b)| b.end <= start);
                        for relocation in relocations.entries() {
                            let relocation = relocation?;
                            if is_pointer(relocation.ty) {
                                linked.relocations.push(Relocation {
                                    in_data,
                                    at: start + relocation.offset as usize,
                                    symbol: relocation.index as usize,
                                });
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(linked)
    }

    fn symbol(&self, symbol: &SymbolInfo) -> Result<Symbol> {
        Ok(match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(*index),
            SymbolInfo::Data {
                symbol: Some(of), ..
            } => {
                let segment = self.segments.get(of.index as usize);
                // What is all zeros has no segment.
                let Some((bytes, address)) = segment else {
                    return Ok(Symbol::Other);
                };
                let start = address + of.offset as usize;
                let end = (start + of.size as usize).min(address + bytes.len());
                Symbol::Data(start..end)
            }
            _ => Symbol::Other,
        })
    }
}

fn is_pointer(kind: RelocationType) -> bool {
    use RelocationType::*;
    matches!(
        kind,
        TableIndexSleb | TableIndexI32 | MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32
    )
}

fn address(kind: &DataKind) -> Result<usize> {
    let DataKind::Active { offset_expr, .. } = kind else {
        anyhow::bail!("a segment of data without an address");
    };
    match offset_expr.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(usize::try_from(value)?),
        _ => anyhow::bail!("a segment of data at no fixed address"),
    }
}

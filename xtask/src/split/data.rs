//! The data of a part: what of the memory it fills.

use super::holdings::{Node, Nodes};
use super::ids;
use crate::references::References;
use anyhow::{Result, bail};
use std::ops::Range;
use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataKind, Module};

/// The addresses of the data among `nodes`, in order, what touches in one.
pub fn places(references: &References, nodes: &Nodes) -> Vec<Range<usize>> {
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

/// Makes zeros of all objects that do not stay: zeros are not written.
pub fn clear_data(module: &mut Module, references: &References, stays: &Nodes) -> Result<()> {
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
pub fn keep_data(module: &mut Module, places: &[Range<usize>]) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::references::Referents;
    use Node::{Function, Object};

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
}

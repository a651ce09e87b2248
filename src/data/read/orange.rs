//! The headers of Orange (tried with 3.40.0), above delimited text.
//!
//! Three lines: names; types (`continuous`, `c`, `discrete`, `d`, `string`, `s`, `time`, `t`, or a list of values); flags
//! (`class`, `meta`, `ignore`, `weight`, `w`, or nothing). Or one line of names with prefixes: the flag in lower case, the
//! type in upper case, `C#`, `D#`, `cD#`, `mS#`, `wC#`. `W#` is no flag and stays in the name.

use super::columns::Head;
use super::table::{Cells, Declared, Row};

/// What the headers say, and how many lines they take.
pub(super) struct Headers {
    pub heads: Vec<Head>,
    pub n_lines: usize,
}

/// The headers above `cells`, if they are Orange's.
pub(super) fn headers(cells: &Cells, width: usize) -> Option<Headers> {
    let first = (cells.len() > 0)
        .then(|| cells.row(0))
        .filter(|row| row.n_cells() == width)?;
    if let Some(heads) = three_lines(cells, first) {
        return Some(Headers { heads, n_lines: 3 });
    }
    let prefixed: Vec<Option<Head>> = first.cells().map(prefixed).collect();
    prefixed.iter().any(Option::is_some).then(|| Headers {
        heads: first
            .cells()
            .zip(prefixed)
            .map(|(name, head)| head.unwrap_or_else(|| Head::named(name)))
            .collect(),
        n_lines: 1,
    })
}

fn three_lines(cells: &Cells, names: Row) -> Option<Vec<Head>> {
    if cells.len() < 4 {
        return None;
    }
    let (types, flags) = (cells.row(1), cells.row(2));
    let width = names.n_cells();
    let is_known = |cell: &str| TYPES.iter().any(|known| known.eq_ignore_ascii_case(cell));
    let is_list = |cell: &str| cell.split_whitespace().count() > 1;
    let all_types = types.n_cells() == width
        && types.cells().any(is_known)
        && types
            .cells()
            .all(|cell| is_known(cell) || is_list(cell) || cell.is_empty());
    let declared: Option<Vec<Option<Declared>>> = (0..width).map(|c| flag(flags.cell(c))).collect();
    let declared = declared.filter(|_| all_types && flags.n_cells() <= width)?;
    let heads = names
        .cells()
        .zip(declared)
        .enumerate()
        .map(|(c, (name, declared))| Head {
            name: Some(name.to_owned()),
            declared: declared.or_else(|| of_type(types.cell(c))),
        });
    Some(heads.collect())
}

const TYPES: [&str; 10] = [
    "continuous",
    "c",
    "numeric",
    "n",
    "discrete",
    "d",
    "string",
    "s",
    "time",
    "t",
];

/// What a cell of the second line says of its column.
fn of_type(kind: &str) -> Option<Declared> {
    match kind.to_ascii_lowercase().as_str() {
        "string" | "s" | "time" | "t" => Some(Declared::Meta),
        "continuous" | "c" | "numeric" | "n" | "" => None,
        _ => Some(Declared::Nominal),
    }
}

/// What a cell of the third line says; `None` if it is no flag.
fn flag(cell: &str) -> Option<Option<Declared>> {
    // Attributes of a column, key=value, stand beside the flag.
    let flags = cell.split_whitespace().filter(|word| !word.contains('='));
    let mut declared = None;
    for flag in flags {
        declared = Some(match flag.to_ascii_lowercase().as_str() {
            "class" | "c" => Declared::Class,
            "meta" | "m" | "ignore" | "i" => Declared::Meta,
            "weight" | "w" => Declared::Weight,
            _ => return None,
        });
    }
    Some(declared)
}

/// A name with a prefix, `cD#kind`.
fn prefixed(cell: &str) -> Option<Head> {
    let (prefix, name) = cell.split_once('#')?;
    let (flag, kind) = match prefix.as_bytes() {
        [flag @ (b'c' | b'm' | b'i' | b'w')] => (Some(*flag), None),
        [kind @ (b'C' | b'D' | b'S' | b'T' | b'N')] => (None, Some(*kind)),
        [
            flag @ (b'c' | b'm' | b'i' | b'w'),
            kind @ (b'C' | b'D' | b'S' | b'T' | b'N'),
        ] => (Some(*flag), Some(*kind)),
        _ => return None,
    };
    let declared = match (flag, kind) {
        (Some(b'c'), _) => Some(Declared::Class),
        (Some(b'w'), _) => Some(Declared::Weight),
        (Some(_), _) | (None, Some(b'S' | b'T')) => Some(Declared::Meta),
        (None, Some(b'D')) => Some(Declared::Nominal),
        _ => None,
    };
    Some(Head {
        name: Some(name.to_owned()),
        declared,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{read_text, roles};

    #[test]
    fn one_line_of_prefixes() {
        let text = "C#u,C#v,cD#kind,wC#n,W#z,mS#who\r\n1,2,a,3,7,Ann\r\n4,5,b,1,8,Bob\r\n2,2,a,1,8,Cid\r\n";
        let reading = read_text(text, "");
        assert_eq!(reading.table.format.name(), "orange");
        assert_eq!(roles(&reading), "u v | kind b/a | weight n");
        assert_eq!(reading.table.columns[4].name, "W#z");
    }

    #[test]
    fn three_lines_and_the_weights_first() {
        // As Orange 3.40.0 saves weighted rows: CRLF, and the weights before all else.
        let text = "weights\tu\tv\tkind\r\ncontinuous\tcontinuous\tcontinuous\ta b\r\nweight\t\t\tclass\r\n2\t1\t2\ta\r\n1\t3\t?\tb\r\n1\t3\t4\tb\r\n";
        let reading = read_text(text, "");
        assert_eq!(reading.table.format.name(), "orange");
        assert_eq!(roles(&reading), "u v | kind a/b | weight weights");
        assert_eq!(reading.table.line(0), 4);
    }

    #[test]
    fn other_headers_stay_what_they_are() {
        let reading = read_text("a#b,c,kind\n1,2,x\n3,4,y\n5,6,x\n", "");
        assert_eq!(reading.table.format.name(), "csv");
        assert_eq!(reading.table.columns[0].name, "a#b");
    }
}

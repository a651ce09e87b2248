//! ARFF as Weka reads it (3.6.14 and 3.9.7 agree on all that is said here), and the header of KEEL.
//!
//! Keywords ignore case; `%` begins a comment, also at the end of a line; names and values may stand in `'` or `"`; comma,
//! tab and blank separate values, several as one; `?` is missing; nominal values are case-sensitive and must be declared.
//! The weight of a row, `{w}`, stands last, the comma before it is optional, and it is 1 where it is left out. A sparse row
//! is `{index value, …}`, from 0 and ascending; what it does not list is 0, or the first declared value.
//!
//! Weka writes weights with at most six decimals, so that 4e-7 is written `{0}`: where that may have happened it is said.
//! KEEL adds `[min, max]` behind types, `@inputs` and `@outputs`, and `<null>`.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::options::Options;
use super::reason::Reason;
use super::remark::{Change, Remark};
use super::table::{Cells, Declared, MOST_COLUMNS, Table, short};
use crate::text::decimal;

/// What an attribute holds.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Numeric,
    Nominal(Vec<String>),
    /// Strings and dates.
    Text,
}

#[derive(Clone, Debug)]
struct Attribute {
    name: String,
    kind: Kind,
}

/// Whether the first line that is no comment is `@relation` or `@attribute`.
pub(super) fn looks_like(beginning: &str) -> bool {
    let mut lines = beginning.lines().map(str::trim_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('%'));
    first.is_some_and(|line| {
        keyword(line, "@relation")
            .or_else(|| keyword(line, "@attribute"))
            .is_some()
    })
}

/// What follows a keyword.
fn keyword<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let head = line.get(..word.len())?;
    let rest = &line[word.len()..];
    let ends = rest.is_empty() || rest.starts_with([' ', '\t', '\'', '"', '{']);
    (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let malformed = |line: usize, why: String| Refusal::Malformed {
        format: "ARFF",
        line,
        why,
    };
    let mut attributes: Vec<Attribute> = Vec::new();
    let mut outputs: Vec<String> = Vec::new();
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()));
    let mut data_found = false;
    for (number, line) in lines.by_ref() {
        if line.is_empty() || line.starts_with('%') {
            continue;
        }
        if let Some(rest) = keyword(line, "@attribute") {
            let attribute = attribute(rest).map_err(|why| malformed(number, why))?;
            attributes.push(attribute);
            if attributes.len() > MOST_COLUMNS {
                let found = attributes.len();
                return Err(Refusal::TooManyColumns { found });
            }
        } else if let Some(rest) = keyword(line, "@outputs").or_else(|| keyword(line, "@output")) {
            outputs = rest.split(',').map(|name| name.trim().to_owned()).collect();
        } else if keyword(line, "@data").is_some() {
            data_found = true;
            break;
        } else if !["@relation", "@inputs", "@input", "@end"]
            .iter()
            .any(|word| keyword(line, word).is_some())
        {
            let why = format!("“{}” is no line of a header", short(line));
            return Err(malformed(number, why));
        }
    }
    if !data_found || attributes.is_empty() {
        let why = "a header has @attribute lines and then @data".to_owned();
        return Err(malformed(text.lines().count().max(1), why));
    }
    let rows: Vec<(usize, &str)> = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('%'))
        .collect();
    found(&attributes, &outputs, &rows).table(options)
}

/// `name type`, the name in quotes or not. What stands behind the type, an attribute's weight or KEEL's range, is no
/// matter of its values.
fn attribute(text: &str) -> Result<Attribute, String> {
    let mut rest = text;
    let name = value(&mut rest)
        .ok_or("an @attribute has a name and a type")?
        .text;
    let rest = rest.trim_start();
    if let Some(list) = rest.strip_prefix('{') {
        let mut list = list;
        let mut values = Vec::new();
        loop {
            skip_separators(&mut list);
            if list.starts_with('}') {
                break;
            }
            values.push(
                value(&mut list)
                    .ok_or("the list of values has no closing brace")?
                    .text,
            );
        }
        return Ok(Attribute {
            name,
            kind: Kind::Nominal(values),
        });
    }
    let word = rest.split([' ', '\t', '[', '{']).next().unwrap_or("");
    let kind = match word.to_ascii_lowercase().as_str() {
        "numeric" | "real" | "integer" => Kind::Numeric,
        "string" | "date" => Kind::Text,
        _ => return Err(format!("“{}” is no type that is read here", short(word))),
    };
    Ok(Attribute { name, kind })
}

/// A value, and whether it stood in quotes.
struct Value {
    text: String,
    quoted: bool,
}

fn skip_separators(rest: &mut &str) {
    *rest = rest.trim_start_matches([',', ' ', '\t']);
}

/// Takes a value; `None` at the end of the line, at a comment or at an open quote.
fn value(rest: &mut &str) -> Option<Value> {
    let quote = rest.chars().next().filter(|c| !"%,".contains(*c))?;
    let mut text = String::new();
    if quote != '\'' && quote != '"' {
        let end = rest
            .find([',', ' ', '\t', '{', '}', '%'])
            .filter(|&end| end > 0)
            .unwrap_or(rest.len());
        // A brace at the very start would be no value.
        text.push_str(&rest[..end]);
        *rest = &rest[end..];
        return (!text.starts_with(['{', '}'])).then_some(Value {
            text,
            quoted: false,
        });
    }
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => text.push(match letters.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            }),
            letter if letter == quote => {
                *rest = &rest[at + letter.len_utf8()..];
                return Some(Value { text, quoted: true });
            }
            letter => text.push(letter),
        }
    }
    None
}

/// A data row: its values and its weight, both as written.
fn row(line: &str, attributes: &[Attribute]) -> Result<(Vec<String>, Option<String>), Reason> {
    let malformed = |why: &str| Reason::Malformed {
        why: why.to_owned(),
    };
    let mut rest = line;
    let values = if let Some(inner) = line.strip_prefix('{') {
        rest = inner;
        sparse(&mut rest, attributes)?
    } else {
        let mut values = Vec::new();
        loop {
            skip_separators(&mut rest);
            if rest.is_empty() || rest.starts_with(['{', '%']) {
                break;
            }
            let value = value(&mut rest).ok_or_else(|| malformed("a quote is never closed"))?;
            values.push(checked(value, attributes.get(values.len()))?);
        }
        values
    };
    skip_separators(&mut rest);
    let weight = match rest.strip_prefix('{') {
        Some(inner) => {
            let (weight, after) = inner
                .split_once('}')
                .ok_or_else(|| malformed("a weight has no closing brace"))?;
            rest = after.trim_start_matches([',', ' ', '\t']);
            Some(weight.trim().to_owned())
        }
        None => None,
    };
    if rest.is_empty() || rest.starts_with('%') {
        Ok((values, weight))
    } else {
        Err(malformed("there is text behind the row"))
    }
}

/// `{index value, …}` behind its opening brace, with the values that it does not list.
fn sparse(rest: &mut &str, attributes: &[Attribute]) -> Result<Vec<String>, Reason> {
    let malformed = |why: &str| Reason::Malformed {
        why: why.to_owned(),
    };
    let unlisted = |attribute: &Attribute| match &attribute.kind {
        Kind::Numeric => "0".to_owned(),
        Kind::Nominal(values) => values.first().cloned().unwrap_or_default(),
        Kind::Text => String::new(),
    };
    let mut values: Vec<String> = attributes.iter().map(unlisted).collect();
    let mut next = 0;
    loop {
        skip_separators(rest);
        if let Some(after) = rest.strip_prefix('}') {
            *rest = after;
            return Ok(values);
        }
        let index = value(rest)
            .ok_or_else(|| malformed("a sparse row has no closing brace"))?
            .text;
        let index: usize = index
            .parse()
            .map_err(|_| malformed("an index is no whole number"))?;
        if index < next || index >= values.len() {
            return Err(malformed(
                "the indices do not ascend from 0 to the last attribute",
            ));
        }
        next = index + 1;
        skip_separators(rest);
        let value = value(rest).ok_or_else(|| malformed("an index has no value"))?;
        values[index] = checked(value, attributes.get(index))?;
    }
}

/// The text of a value; refused where it is nominal and not declared.
fn checked(value: Value, attribute: Option<&Attribute>) -> Result<String, Reason> {
    if !value.quoted && (value.text == "?" || value.text.eq_ignore_ascii_case("<null>")) {
        return Ok(String::new());
    }
    if let Some(Attribute {
        name,
        kind: Kind::Nominal(declared),
    }) = attribute
        && !declared.contains(&value.text)
    {
        return Err(Reason::Undeclared {
            column: short(name),
            value: short(&value.text),
        });
    }
    Ok(value.text)
}

fn found(attributes: &[Attribute], outputs: &[String], lines: &[(usize, &str)]) -> Found {
    let rows: Vec<_> = lines
        .iter()
        .map(|&(number, line)| (number, row(line, attributes)))
        .collect();
    let weighted = rows.iter().any(|(_, row)| matches!(row, Ok((_, Some(_)))));
    let mut cells = Cells::default();
    let mut set_aside = Vec::new();
    let mut weights: Vec<String> = Vec::new();
    for (number, row) in rows {
        match row {
            Ok((values, weight)) => {
                let weight = weight.unwrap_or_else(|| "1".to_owned());
                let last = weighted.then_some(weight.as_str());
                cells.push_row(number, values.iter().map(String::as_str).chain(last));
                weights.push(weight);
            }
            Err(reason) => set_aside.push((number, reason)),
        }
    }
    let mut heads: Vec<Head> = attributes
        .iter()
        .map(|attribute| Head {
            name: Some(attribute.name.clone()),
            declared: if outputs.contains(&attribute.name) {
                Some(Declared::Class)
            } else {
                match attribute.kind {
                    Kind::Nominal(_) => Some(Declared::Nominal),
                    Kind::Text => Some(Declared::Meta),
                    Kind::Numeric => None,
                }
            },
        })
        .collect();
    let mut notices = Vec::new();
    if weighted {
        heads.push(Head::of("weight", Declared::Weight));
        notices.extend(rounded_away(&weights));
    }
    Found {
        cells,
        heads,
        format: Format::Arff,
        has_header: true,
        notices,
        set_aside,
    }
}

/// A weight of 0 beside weights of six decimals may have been a small one.
fn rounded_away(weights: &[String]) -> Option<Remark> {
    let has_six = weights.iter().any(|weight| {
        weight
            .split_once('.')
            .is_some_and(|(_, digits)| digits.len() >= 6)
    });
    let zeros = weights
        .iter()
        .filter(|weight| decimal::read(weight) == Some(0.0))
        .count();
    (has_six && zeros > 0).then(|| {
        let text = format!(
            "{zeros} of the weights are {{0}} beside weights of six decimals: Weka writes weights below 0.0000005 so. If they were not 0, bring them in a companion."
        );
        Remark::new(text, Change::Weight)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, refused, roles};

    const HEAD: &str = "% weather\n@RELATION 'w x'\n\n@attribute 'a b' numeric {3}\n@Attribute v REAL % height\n@attribute play {yes, 'no way', \"n\"}\n@DATA\n";

    fn with(rows: &str) -> String {
        format!("{HEAD}{rows}\n")
    }

    #[test]
    fn weights_in_all_the_forms_that_weka_loads() {
        for weight in [
            ",{5}",
            " {5}",
            "{5}",
            ",{ 5 }",
            ", {5},",
            "\t{5} % five",
            ",{+5}",
            ",{5e0}",
            ",{5.0}",
        ] {
            let text = with(&format!(
                "1,2,yes{weight}\n3\t4 'no way'\n5 , 6 , \"n\"\n7,8,yes,{{0}}"
            ));
            let reading = read_text(&text, "");
            assert_eq!(reading.table.format.name(), "arff");
            assert_eq!(
                reading.table.columns[3].declared,
                Some(super::Declared::Weight),
                "{weight}"
            );
            let weights: Vec<&str> = (0..4).map(|row| reading.table.cell(row, 3)).collect();
            assert_eq!(weights[1..], ["1", "1", "0"]);
            assert_eq!(
                crate::text::decimal::read(weights[0]),
                Some(5.0),
                "{weight}"
            );
            assert_eq!(roles(&reading), "a b v | play no way/yes | weight weight");
        }
    }

    #[test]
    fn a_weight_that_is_no_number_costs_its_row() {
        let (own, report) = examples(
            &with("1,2,yes,{nan}\n3,4,n,{abc}\n5,6,n,{1E3}\n7,8,yes,{1e-300}\n1,1,n,{-2}"),
            "",
        );
        assert_eq!(own.dataset.examples.len(), 2);
        assert_eq!(own.dataset.examples[0].weight, 1000.0);
        assert_eq!(report.n_left_out(), 3);
    }

    #[test]
    fn sparse_rows() {
        let reading = read_text(
            &with("{0 1.5, 2 n}, {2}\n{ }\n{1 4 , 2 'no way'} {0.5}\n{2 n,1 3}\n{0 1}"),
            "",
        );
        let rows: Vec<Vec<&str>> = (0..4)
            .map(|row| (0..4).map(|c| reading.table.cell(row, c)).collect())
            .collect();
        assert_eq!(rows[0], ["1.5", "0", "n", "2"]);
        assert_eq!(rows[1], ["0", "0", "yes", "1"]);
        assert_eq!(rows[2], ["0", "4", "no way", "0.5"]);
        assert_eq!(rows[3], ["1", "0", "yes", "1"]);
        assert_eq!(
            reading.table.set_aside.len(),
            1,
            "indices that do not ascend"
        );
    }

    #[test]
    fn missing_and_undeclared_values() {
        let (own, report) = examples(
            &with("?,2,yes\n1,2,No\n3,4,n\n5,6,yes\n7,8,n % a comment"),
            "",
        );
        assert_eq!(own.dataset.examples.len(), 3);
        let sentences = report.sentences().join("\n");
        assert!(
            sentences.contains("Line 9: play is \"No\", which @attribute does not declare."),
            "{sentences}"
        );
        assert!(sentences.contains("Line 8: a b is missing."), "{sentences}");
    }

    #[test]
    fn small_weights_that_weka_rounds_to_0_are_told() {
        let reading = read_text(&with("1,2,yes,{0.333333}\n3,4,n,{0}\n5,6,n"), "");
        assert!(
            reading
                .table
                .notices
                .iter()
                .any(|notice| notice.text.contains("{0}"))
        );
        let reading = read_text(&with("1,2,yes,{0.5}\n3,4,n,{0}\n5,6,n"), "");
        assert!(reading.table.notices.is_empty());
    }

    #[test]
    fn the_header_of_keel() {
        let text = "@relation iris\n@attribute SepalLength real [4.3, 7.9]\n@attribute SepalWidth real[2.0,4.4]\n@attribute Class {a, b}\n@inputs SepalLength, SepalWidth\n@outputs Class\n@data\n5.1, 3.5, a\n4.9, 3.0, b\n4.7, <null>, b\n4.7, 3.1, b\n";
        let (own, report) = examples(text, "");
        assert_eq!(own.features, ["SepalLength", "SepalWidth"]);
        assert_eq!((own.dataset.examples.len(), report.n_left_out()), (3, 1));
    }

    #[test]
    fn broken_files_are_refused_with_their_line() {
        for (text, words) in [
            ("@relation x\n@attribute a numeric\n", "line 2"),
            ("@relation x\n@attribute a complex\n@data\n1\n", "complex"),
            (
                "@relation x\n@attribute a {b, c\n@data\n1\n",
                "closing brace",
            ),
            (
                "@relation x\n@attribute a numeric\nnonsense\n@data\n1\n",
                "line 3",
            ),
        ] {
            let reason = refused(text, "");
            assert!(reason.contains(words), "{text}: {reason}");
        }
    }
}

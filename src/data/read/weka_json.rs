//! Weka's JSON (3.9.7), the one text format beside ARFF that keeps weights there: `header.attributes[]` with `name`,
//! `type`, `class`, `labels`, and `data[]` with `values` (texts), `weight` and `sparse`.
//!
//! A sparse row's values are `index:value`; what it does not list is 0 or the first label. `?` is missing.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::json;
use super::options::Options;
use super::reason::Reason;
use super::remark::{Change, Remark};
use super::table::{Cells, Declared, MOST_COLUMNS, Table};
use serde_json::Value;

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let document = json::parse(text)?;
    let list = |value: Option<&Value>| {
        value
            .and_then(Value::as_array)
            .cloned()
            .ok_or(Refusal::NoRecords)
    };
    let attributes = list(document.pointer("/header/attributes"))?;
    if attributes.len() > MOST_COLUMNS {
        let found = attributes.len();
        return Err(Refusal::TooManyColumns { found });
    }
    let data = list(document.get("data"))?;
    let mut heads: Vec<Head> = attributes.iter().map(head).collect();
    let unlisted: Vec<String> = attributes.iter().map(unlisted).collect();
    let weight = |row: &Value| row.get("weight").map_or("1".to_owned(), json::text_of);
    let weighted = data
        .iter()
        .any(|row| weight(row) != "1" && weight(row) != "1.0");
    let mut cells = Cells::default();
    let mut set_aside = Vec::new();
    for (number, row) in (1..).zip(&data) {
        let values: Vec<String> = list(row.get("values"))?.iter().map(json::text_of).collect();
        let is_sparse = row.get("sparse").and_then(Value::as_bool).unwrap_or(false);
        let values = if is_sparse {
            dense(&values, &unlisted)
        } else {
            Ok(values)
        };
        match values {
            Ok(values) => {
                let weight = weighted.then(|| weight(row));
                let known = values
                    .iter()
                    .map(|value| if value == "?" { "" } else { value.as_str() });
                cells.push_row(number, known.chain(weight.as_deref()));
            }
            Err(why) => set_aside.push((number, Reason::Malformed { why })),
        }
    }
    if weighted {
        heads.push(Head::of("weight", Declared::Weight));
    }
    Found {
        cells,
        heads,
        format: Format::WekaJson,
        has_header: true,
        notices: vec![Remark::new(
            "Rows are counted from 1, in place of lines.",
            Change::File,
        )],
        set_aside,
    }
    .table(options)
}

fn head(attribute: &Value) -> Head {
    let name = attribute.get("name").map(json::text_of);
    let is_class = attribute
        .get("class")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let declared = match attribute.get("type").and_then(Value::as_str) {
        _ if is_class => Some(Declared::Class),
        Some("nominal") => Some(Declared::Nominal),
        Some("string" | "date" | "relational") => Some(Declared::Meta),
        _ => None,
    };
    Head { name, declared }
}

/// What a sparse row means where it does not list an attribute.
fn unlisted(attribute: &Value) -> String {
    match attribute.get("type").and_then(Value::as_str) {
        Some("nominal") => attribute
            .pointer("/labels/0")
            .map(json::text_of)
            .unwrap_or_default(),
        _ => "0".to_owned(),
    }
}

fn dense(listed: &[String], unlisted: &[String]) -> Result<Vec<String>, String> {
    let mut values = unlisted.to_vec();
    for pair in listed {
        let place = pair
            .split_once(':')
            .and_then(|(index, value)| Some((index.trim().parse::<usize>().ok()?, value)));
        let (index, value) = place
            .filter(|&(index, _)| index < values.len())
            .ok_or("a sparse value is no index:value")?;
        values[index] = value.trim().to_owned();
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, roles};

    const TEXT: &str = r#"{"header":{"relation":"r","attributes":[
        {"name":"u","type":"numeric","class":false,"weight":1.0},
        {"name":"v","type":"numeric","class":false,"weight":1.0},
        {"name":"kind","type":"nominal","class":true,"weight":1.0,"labels":["no","yes"]}]},
      "data":[{"sparse":false,"weight":1.0,"values":["0.1","2","yes"]},
        {"sparse":false,"weight":4.0E-7,"values":["?","2","no"]},
        {"sparse":true,"weight":5.0,"values":["1:3.5"]},
        {"sparse":true,"weight":2.0,"values":["0:1","2:yes"]}]}"#;

    #[test]
    fn weights_classes_and_sparse_rows() {
        let reading = read_text(TEXT, "");
        assert_eq!(reading.table.format.name(), "weka-json");
        assert_eq!(roles(&reading), "u v | kind yes/no | weight weight");
        let (own, report) = examples(TEXT, "standardize=0");
        let rows: Vec<([f64; 2], f64, f64)> = own
            .dataset
            .examples
            .iter()
            .map(|e| (e.x, e.class.sign(), e.weight))
            .collect();
        assert_eq!(
            rows,
            [
                ([0.1, 2.0], 1.0, 1.0),
                ([0.0, 3.5], -1.0, 5.0),
                ([1.0, 0.0], 1.0, 2.0)
            ]
        );
        assert_eq!(report.n_left_out(), 1);
    }
}

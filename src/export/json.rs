//! Settings and results as JSON. What is not defined is `null`.

use super::Carried;
use super::carried::VERSION;
use super::table::{Table, Values};
use crate::text::decimal::shortest;

/// The moment, and the table column by column.
pub fn json(carried: &Carried, table: &Table) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let values: Vec<String> = match &column.values {
                Values::Whole(values) => values.iter().map(i32::to_string).collect(),
                Values::Real(values) => values.iter().map(|v| number(*v)).collect(),
                Values::Text(values) => values.iter().map(|text| string(text)).collect(),
            };
            format!("    {}: [{}]", string(column.name), values.join(","))
        })
        .collect();
    format!(
        "{{\n  \"program\": \"Importance Weighting Lab\",\n  \"version\": {},\n  \"link\": {},\n  \"step\": {},\n  \"hash\": {},\n  \"columns\": {{\n{}\n  }}\n}}\n",
        string(VERSION),
        string(&carried.link),
        carried.step,
        string(&carried.hash),
        columns.join(",\n")
    )
}

/// A number; `null` where there is none, or none that JSON can write.
pub fn number(value: Option<f64>) -> String {
    match value {
        Some(value) if value.is_finite() => shortest(value),
        _ => "null".to_owned(),
    }
}

/// Numbers as a list.
pub fn numbers(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|value| number(Some(*value))).collect();
    format!("[{}]", values.join(","))
}

/// A text in quotes.
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            c if u32::from(c) < 0x20 => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "\""
}

//! A table as CSV (RFC 4180): a header, commas, numbers that read back to the same bits.

use super::table::{Table, Values};
use crate::text::decimal::shortest;

/// The text of a table. With `header` off, rows only, to be appended to others.
pub fn csv(table: &Table, header: bool) -> String {
    let mut text = String::new();
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        text += &cells.join(",");
        text.push('\n');
    };
    if header {
        row(&mut table.columns.iter().map(|column| column.name.to_owned()));
    }
    for at in 0..table.n_rows() {
        row(
            &mut table.columns.iter().map(|column| match &column.values {
                Values::Whole(values) => values[at].to_string(),
                Values::Real(values) => values[at].map(shortest).unwrap_or_default(),
                Values::Text(values) => quoted(&values[at]),
            }),
        );
    }
    text
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

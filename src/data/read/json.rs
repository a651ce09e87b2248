//! JSON as records: an array of objects or of arrays, one object a line, or pandas' `to_json` in any of its orients.
//!
//! ```text
//! [{"u": 1, "kind": "a"}, …]      [["u", "kind"], [1, "a"], …]      {"u": 1, "kind": "a"}⏎…
//! {"u": {"0": 1}, …}              {"u": [1, 2], …}                  {"columns": […], "index": […], "data": [[…], …]}
//! {"schema": {…}, "data": [{…}, …]}
//! ```
//! Numbers stay as they are written. `null` is a cell without a value, `true` and `false` are words. Columns stand in the
//! order in which their names appear. Rows are counted from 1 instead of lines, except one object a line.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::number;
use super::options::Options;
use super::table::{Cells, MOST_COLUMNS, Table, short};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Longest text that is read, in bytes: parsed it takes many times the room.
const MOST_BYTES: usize = 40_000_000;

/// Whether a text that begins with a bracket or a brace goes on like JSON.
pub(super) fn looks_like(beginning: &str) -> bool {
    let mut signs = beginning.chars().filter(|c| !c.is_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some('['), Some('[' | '{' | ']')) | (Some('{'), Some('"' | '}'))
    )
}

/// Whether it has the parts of Weka's.
pub(super) fn looks_like_weka(beginning: &str) -> bool {
    let start = beginning.trim_start().trim_start_matches('{').trim_start();
    start.starts_with("\"header\"") && beginning.contains("\"attributes\"")
}

/// Parses a text.
pub(super) fn parse(text: &str) -> Result<Value, Refusal> {
    if text.len() > MOST_BYTES {
        return Err(Refusal::TooLong {
            bytes: text.len(),
            most: MOST_BYTES,
        });
    }
    serde_json::from_str(text).map_err(|error| malformed(&error, 0))
}

fn malformed(error: &serde_json::Error, lines_before: usize) -> Refusal {
    let mut why = error.to_string();
    if let Some(at) = why.rfind(" at line ") {
        why.truncate(at);
    }
    Refusal::Malformed {
        format: "JSON",
        line: lines_before + error.line().max(1),
        why,
    }
}

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let mut rows = Rows::default();
    match parse(text) {
        Ok(value) => rows.take(value)?,
        // One object a line.
        Err(refusal) => {
            let lines = || {
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| !line.trim().is_empty())
            };
            let several =
                lines().count() > 1 && lines().take(2).all(|(_, line)| is_whole_object(line));
            if !several || matches!(refusal, Refusal::TooLong { .. }) {
                return Err(refusal);
            }
            for (at, line) in lines() {
                let value: Value =
                    serde_json::from_str(line).map_err(|error| malformed(&error, at))?;
                rows.record(value, at + 1)?;
            }
        }
    }
    let (cells, heads, has_header) = rows.finish();
    Found {
        cells,
        heads,
        format: Format::Json,
        has_header,
        notices: Vec::new(),
        set_aside: Vec::new(),
    }
    .table(options)
}

fn is_whole_object(line: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(line).is_ok()
}

/// Rows being collected. A name that appears late is a column that earlier rows lack.
#[derive(Default)]
struct Rows {
    names: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
    named: bool,
}

impl Rows {
    /// All records of a document.
    fn take(&mut self, value: Value) -> Result<(), Refusal> {
        match value {
            Value::Array(records) => self.records(records),
            Value::Object(mut map) => {
                if let Some(Value::Array(data)) = map.get_mut("data") {
                    let data = std::mem::take(data);
                    if let Some(Value::Array(columns)) = map.get("columns") {
                        let columns = columns.iter().map(text_of).collect();
                        self.name_columns(columns)?;
                    }
                    return self.records(data);
                }
                self.columns(map)
            }
            _ => Err(Refusal::NoRecords),
        }
    }

    fn records(&mut self, records: Vec<Value>) -> Result<(), Refusal> {
        let names_first = !self.named && has_names_first(&records);
        for (at, record) in records.into_iter().enumerate() {
            match record {
                Value::Array(names) if at == 0 && names_first => {
                    self.name_columns(names.iter().map(text_of).collect())?;
                }
                record => self.record(record, at + 1)?,
            }
        }
        Ok(())
    }

    fn name_columns(&mut self, names: Vec<String>) -> Result<(), Refusal> {
        if names.len() > MOST_COLUMNS {
            return Err(Refusal::TooManyColumns { found: names.len() });
        }
        self.names = names;
        self.named = true;
        Ok(())
    }

    /// One object or array.
    fn record(&mut self, record: Value, line: usize) -> Result<(), Refusal> {
        match record {
            Value::Object(map) => {
                self.named = true;
                let mut cells = vec![String::new(); self.names.len()];
                for (name, value) in &map {
                    let place = self.place(name)?;
                    cells.resize(cells.len().max(place + 1), String::new());
                    cells[place] = text_of(value);
                }
                self.rows.push((line, cells));
            }
            Value::Array(values) => self.rows.push((line, values.iter().map(text_of).collect())),
            other => self.rows.push((line, vec![text_of(&other)])),
        }
        Ok(())
    }

    fn place(&mut self, name: &str) -> Result<usize, Refusal> {
        if let Some(&place) = self.places.get(name) {
            return Ok(place);
        }
        let place = self.names.len();
        if place == MOST_COLUMNS {
            return Err(Refusal::TooManyColumns { found: place + 1 });
        }
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        Ok(place)
    }

    /// An object of columns, each an array or an object from index to value.
    fn columns(&mut self, map: Map<String, Value>) -> Result<(), Refusal> {
        self.name_columns(map.keys().cloned().collect())?;
        let mut columns: Vec<Vec<String>> = Vec::new();
        for value in map.values() {
            columns.push(match value {
                Value::Array(values) => values.iter().map(text_of).collect(),
                Value::Object(values) => values.values().map(text_of).collect(),
                _ => return Err(Refusal::NoRecords),
            });
        }
        let n = columns.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..n {
            let cells = columns.iter_mut();
            let cells =
                cells.map(|column| column.get_mut(at).map(std::mem::take).unwrap_or_default());
            let cells = cells.collect();
            self.rows.push((at + 1, cells));
        }
        Ok(())
    }

    fn finish(self) -> (Cells, Vec<Head>, bool) {
        let longest = self
            .rows
            .iter()
            .map(|(_, row)| row.len())
            .max()
            .unwrap_or(0);
        let width = if self.named {
            self.names.len()
        } else {
            longest.min(MOST_COLUMNS)
        };
        let mut cells = Cells::default();
        for (line, mut row) in self.rows {
            if self.named {
                row.resize(row.len().max(width), String::new());
            }
            cells.push_row(line, row.iter().map(String::as_str));
        }
        let heads = match self.named {
            true => self.names.into_iter().map(Head::named).collect(),
            false => vec![Head::default(); width],
        };
        (cells, heads, self.named)
    }
}

/// Whether the first of several arrays names the columns: words where a later one has numbers.
fn has_names_first(records: &[Value]) -> bool {
    let [Value::Array(first), Value::Array(second), ..] = records else {
        return false;
    };
    let is_name = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| !number::looks_numeric(text))
    };
    first.iter().all(is_name)
        && second
            .iter()
            .any(|value| number::looks_numeric(&text_of(value)))
}

/// A value as the text of a cell.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        nested => short(&nested.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, refused, roles};

    #[test]
    fn every_orient_of_pandas_says_the_same() {
        // As pandas 2.3.3 writes them: records, lines, columns (the default), list, split, values, table.
        for text in [
            r#"[{"u":0.1,"v":1e-7,"kind":"a"},{"u":2.0,"v":null,"kind":"b"},{"u":3.0,"v":4.5,"kind":"a"}]"#,
            "{\"u\":0.1,\"v\":1e-7,\"kind\":\"a\"}\n{\"u\":2.0,\"v\":null,\"kind\":\"b\"}\n{\"u\":3.0,\"v\":4.5,\"kind\":\"a\"}\n",
            r#"{"u":{"0":0.1,"1":2.0,"2":3.0},"v":{"0":1e-7,"1":null,"2":4.5},"kind":{"0":"a","1":"b","2":"a"}}"#,
            r#"{"u":[0.1,2.0,3.0],"v":[1e-7,null,4.5],"kind":["a","b","a"]}"#,
            r#"{"columns":["u","v","kind"],"index":[0,1,2],"data":[[0.1,1e-7,"a"],[2.0,null,"b"],[3.0,4.5,"a"]]}"#,
            r#"[["u","v","kind"],[0.1,1e-7,"a"],[2.0,null,"b"],[3.0,4.5,"a"]]"#,
        ] {
            let reading = read_text(text, "");
            assert_eq!(reading.table.format.name(), "json", "{text}");
            assert_eq!(roles(&reading), "u v | kind b/a", "{text}");
            let (own, report) = examples(text, "standardize=0&orange=a&blue=b");
            assert_eq!(own.dataset.examples[0].x, [0.1, 1e-7], "{text}");
            assert_eq!((report.used, report.n_left_out()), (2, 1), "{text}");
        }
        let (own, _) = examples("[[1,2,true],[3,4.5,false],[5,6,true]]", "standardize=0");
        assert_eq!(own.classes, ["true", "false"]);
    }

    #[test]
    fn what_is_no_json_says_where() {
        for (text, words) in [
            ("[{\"u\": 1,\n \"v\" 2}]", "line 2"),
            ("{\"u\": 1, \"v\": 2}", "records"),
            ("[]", "no row"),
            ("[[", "line 1"),
        ] {
            let reason = refused(text, "");
            assert!(reason.contains(words), "{text}: {reason}");
        }
        assert!(refused(&"[".repeat(100_000), "").contains("JSON"));
    }
}

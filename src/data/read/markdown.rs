//! A table between bars, as Markdown writes it (GitHub's, pandoc's pipe tables): names, a rule, rows.
//!
//! ```text
//! | u   | v   | kind |
//! |----:|:---:|------|
//! | 1.5 | 2   | a    |
//! ```
//! `\|` is a bar within a cell. Lines without a bar are left out.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::options::Options;
use super::reason::Reason;
use super::table::{Cells, Table};

/// Whether a rule stands below a line with a bar.
pub(super) fn looks_like(beginning: &str) -> bool {
    rule(beginning).is_some()
}

/// The place of the rule among the lines, from 0.
fn rule(text: &str) -> Option<usize> {
    let mut above = "";
    for (at, line) in text.lines().enumerate().take(200) {
        let is_rule =
            line.contains("-") && line.contains('|') && line.chars().all(|c| "|-:+ \t".contains(c));
        if is_rule && above.contains('|') && cells(above).len() == cells(line).len() {
            return Some(at);
        }
        above = line;
    }
    None
}

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let rule = rule(text).ok_or_else(|| Refusal::Malformed {
        format: "Markdown",
        line: 1,
        why: "a table has a line of names and below it a rule such as |---|---|".to_owned(),
    })?;
    let mut heads = Vec::new();
    let mut found = Cells::default();
    let mut set_aside = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        if at + 1 == rule {
            let names = cells(line);
            heads = names
                .into_iter()
                .map(|name| Head {
                    name: (!name.is_empty()).then_some(name),
                    declared: None,
                })
                .collect();
        } else if at < rule {
            set_aside.push((at + 1, Reason::AboveNames));
        } else if at > rule {
            if line.contains('|') {
                let cells = cells(line);
                found.push_row(at + 1, cells.iter().map(String::as_str));
            } else {
                let why = "there is no bar".to_owned();
                set_aside.push((at + 1, Reason::Malformed { why }));
            }
        }
    }
    Found {
        cells: found,
        heads,
        format: Format::Markdown,
        has_header: true,
        notices: Vec::new(),
        set_aside,
    }
    .table(options)
}

/// The cells of a line, the bars at its ends left out.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = cells.len() - 1;
        match letter {
            '\\' if letters.peek() == Some(&'|') => cells[last].extend(letters.next()),
            '|' => cells.push(String::new()),
            letter => cells[last].push(letter),
        }
    }
    if line.ends_with('|') && !line.ends_with("\\|") {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, roles};

    #[test]
    fn tables_of_the_usual_writers() {
        for text in [
            "|    |   u |   v | kind   |\n|---:|----:|----:|:-------|\n|  0 | 1.5 |   2 | a      |\n|  1 | 3   |   4 | b\\|c    |\n|  2 | 3   |   5 | a      |",
            "Table: mine\n\nu | v | kind\n---|---|---\n1.5 | 2 | a\n3 | 4 | b\\|c\n3 | 5 | a\n\nSource: us\n",
        ] {
            let reading = read_text(text, "");
            assert_eq!(reading.table.format.name(), "markdown");
            assert_eq!(roles(&reading), "u v | kind b|c/a");
            let (own, _) = examples(text, "standardize=0");
            assert_eq!(own.dataset.examples[0].x, [1.5, 2.0]);
        }
    }
}

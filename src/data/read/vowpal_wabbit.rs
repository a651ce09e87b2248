//! Vowpal Wabbit's text (tried with 9.11.9): `label [importance [initial]] [tag]|namespace[:scale] feature[:value] …`.
//!
//! A word that touches the first bar is the tag, and so is one that begins with `'`: `1 2|f a:1` has importance 1 and the
//! tag 2. Only blanks stand before the bar: all up to the last tab there is dropped. A row without a label is there to be
//! predicted. A feature without a value is 1; `ns:0.5` scales the values of its namespace. What a row does not list is 0.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::options::Options;
use super::reason::Reason;
use super::remark::{Change, Remark};
use super::sparse::Sparse;
use super::table::{Declared, Table, short};
use crate::text::decimal;

/// Whether nearly all lines have one bar or more, numbers before it, and `name:number` after it somewhere.
pub(super) fn looks_like(beginning: &str) -> bool {
    let lines = || {
        beginning
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(200)
    };
    let good = |line: &str| {
        let Some((before, after)) = line.split_once('|') else {
            return false;
        };
        let numbers = head(before).is_some_and(|head| head.label.is_none_or(is_number));
        let words = || after.split(['|', ' ']).filter(|word| !word.is_empty());
        let has_value = words().any(|word| {
            word.rsplit_once(':')
                .is_some_and(|(_, value)| is_number(value))
        });
        numbers && has_value
    };
    let total = lines().count();
    total > 0 && 10 * lines().filter(|line| good(line)).count() >= 8 * total
}

fn is_number(text: &str) -> bool {
    decimal::read(text).is_some()
}

/// What stands before the first bar.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Start<'a> {
    label: Option<&'a str>,
    importance: Option<&'a str>,
    tag: Option<&'a str>,
}

/// Reads what stands before the bar; `None` if there are too many words.
fn head(before: &str) -> Option<Start<'_>> {
    let before = before.rsplit('\t').next().unwrap_or("");
    let touches = !before.is_empty() && !before.ends_with(' ');
    let mut words: Vec<&str> = before.split(' ').filter(|word| !word.is_empty()).collect();
    let is_tag = words
        .last()
        .is_some_and(|last| touches || last.starts_with('\''));
    let tag = if is_tag { words.pop() } else { None };
    (words.len() <= 3).then(|| Start {
        label: words.first().copied(),
        importance: words.get(1).copied(),
        tag: tag.map(|tag| tag.strip_prefix('\'').unwrap_or(tag)),
    })
}

/// The features of a row: namespace and name, and the value as text.
type Features<'a> = Vec<((&'a str, &'a str), String)>;

fn features(after: &str) -> Result<Features<'_>, String> {
    let mut found: Features = Vec::new();
    for part in after.split('|') {
        let mut words = part.split([' ', '\t']).filter(|word| !word.is_empty());
        let (mut space, mut scale) = ("", 1.0);
        if !part.starts_with([' ', '\t'])
            && let Some(word) = words.next()
        {
            (space, scale) = match word.split_once(':') {
                Some((name, scale)) => (
                    name,
                    decimal::read(scale)
                        .ok_or_else(|| format!("the scale “{}” is no number", short(scale)))?,
                ),
                None => (word, 1.0),
            };
        }
        for word in words {
            let (name, value) = word.split_once(':').unwrap_or((word, "1"));
            let number = decimal::read(value).ok_or_else(|| {
                format!(
                    "the value of {} is “{}”, not a number",
                    short(name),
                    short(value)
                )
            })?;
            let key = (space, name);
            if found.iter().any(|(known, _)| *known == key) {
                return Err(format!("the feature {} is there twice", short(name)));
            }
            let value = if scale == 1.0 {
                value.to_owned()
            } else {
                decimal::shortest(scale * number)
            };
            found.push((key, value));
        }
    }
    Ok(found)
}

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let mut parsed = Vec::new();
    let mut set_aside = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let malformed = |why: String| (number, Reason::Malformed { why });
        let Some((before, after)) = line.split_once('|') else {
            set_aside.push(malformed("there is no bar".to_owned()));
            continue;
        };
        match (head(before), features(after)) {
            (None, _) => set_aside.push(malformed(
                "more than three words stand before the bar".to_owned(),
            )),
            (_, Err(why)) => set_aside.push(malformed(why)),
            (Some(Start { label: None, .. }), _) => set_aside.push((number, Reason::NoLabel)),
            (Some(head), Ok(features)) => parsed.push((number, head, features)),
        }
    }
    let weighted = parsed.iter().any(|(_, head, _)| head.importance.is_some());
    let tagged = parsed
        .iter()
        .filter(|(_, head, _)| head.tag.is_some())
        .count();
    let spaces: std::collections::BTreeSet<&str> = parsed
        .iter()
        .flat_map(|(.., features)| features.iter().map(|((space, _), _)| *space))
        .collect();
    let mut rows = Sparse::default();
    for (number, head, features) in &parsed {
        let features: Vec<((&str, &str), &str)> = features
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        rows.push(
            *number,
            [head.label.unwrap_or(""), head.importance.unwrap_or("1")],
            &features,
        );
    }
    let mut heads = vec![Head::of("label", Declared::Class)];
    if weighted {
        heads.push(Head::of("importance", Declared::Weight));
    }
    let (cells, keys) = rows.cells(heads.len())?;
    heads.extend(keys.iter().map(|(space, name)| {
        let name = if spaces.len() > 1 && !space.is_empty() {
            format!("{space}^{name}")
        } else {
            (*name).to_owned()
        };
        Head::named(name)
    }));
    let mut notices = Vec::new();
    if tagged > 0 {
        let text = format!(
            "{tagged} rows have a tag: the word that touches the bar. For an importance, put a blank before the bar."
        );
        notices.push(Remark::new(text, Change::File));
    }
    Found {
        cells,
        heads,
        format: Format::VowpalWabbit,
        has_header: true,
        notices,
        set_aside,
    }
    .table(options)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, roles};
    use super::*;

    #[test]
    fn tag_and_importance_are_told_apart_by_the_bar() {
        let start = |before| head(before).unwrap();
        assert_eq!(
            start("1 2"),
            Start {
                label: Some("1"),
                importance: None,
                tag: Some("2")
            }
        );
        assert_eq!(
            start("1 2 "),
            Start {
                label: Some("1"),
                importance: Some("2"),
                tag: None
            }
        );
        assert_eq!(
            start("1 2 0.5 'who "),
            Start {
                label: Some("1"),
                importance: Some("2"),
                tag: Some("who")
            }
        );
        assert_eq!(
            start("-1 'a "),
            Start {
                label: Some("-1"),
                importance: None,
                tag: Some("a")
            }
        );
        assert_eq!(start(""), Start::default());
        // A tab between label and importance makes the importance the label.
        assert_eq!(
            start("1\t2 "),
            Start {
                label: Some("2"),
                importance: None,
                tag: None
            }
        );
        assert_eq!(head("1 2 3 4 5 "), None);
    }

    #[test]
    fn values_scales_and_namespaces() {
        let text = "1 2 |a u:1.5 v |b:0.5 w:4\n-1 |a u:2 v:3\n1 0.5 'x|a u:1 v:2\n-1 |a v:1\n |a u:1 v:1\n";
        let reading = read_text(text, "");
        assert_eq!(reading.table.format.name(), "vw");
        let names: Vec<&str> = reading
            .table
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .collect();
        assert_eq!(names, ["label", "importance", "a^u", "a^v", "b^w"]);
        assert_eq!(roles(&reading), "a^u a^v | label 1/-1 | weight importance");
        let (own, report) = examples(text, "x1=a^v&x2=b^w&standardize=0");
        let rows: Vec<([f64; 2], f64)> = own
            .dataset
            .examples
            .iter()
            .map(|e| (e.x, e.weight))
            .collect();
        assert_eq!(
            rows,
            [
                ([1.0, 2.0], 2.0),
                ([3.0, 0.0], 1.0),
                ([2.0, 0.0], 0.5),
                ([1.0, 0.0], 1.0)
            ]
        );
        assert!(report.sentences().join(" ").contains("no label"));
    }

    #[test]
    fn bars_between_cells_are_no_namespaces() {
        let reading = read_text("u|v|kind\n1|2|a\n3|4|b\n5|6|a\n", "");
        assert_eq!(reading.table.format.name(), "csv");
        assert_eq!(roles(&reading), "u v | kind b/a");
    }
}

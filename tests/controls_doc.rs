//! `docs/controls.md` is the field table in words, and nothing else.
//!
//! `UPDATE_GOLDEN=1 cargo test --test controls_doc` writes it anew.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/numbers.rs"]
mod numbers;

use iw_lab::lessons::LESSONS;
use iw_lab::settings::field::{Field, Group, Kind};
use iw_lab::settings::fields::{SPEC, VIEW};
use iw_lab::settings::{Spec, ViewSpec};
use iw_lab::text::decimal::shortest;
use iw_lab::text::number::{self, Wanted};
use numbers::WRITTEN;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const OPENING: &str = "\
# Controls and links

Generated from the field table in `src/settings/fields.rs` by `tests/controls_doc.rs`: change those, not this file.

A link is the page's address, `#`, and `key=value` pairs joined by `&`: `#v=1&weights=5:1,1:1&seed=7`. `v=1` is the
version of the format. What is left out has its default. A value that cannot be used is brought into range or ignored,
and the page says so. Own rows travel in the key `points`, compressed.

Controls that mean nothing under the present settings are not shown.
";

const NUMBERS: &str = "
## Numbers

Numbers are read as people write them, where they can mean one number only. What is refused stays in its field, with the
reason beside it.

| Written | as a number | as a whole number |
|---|---|---|
";

#[test]
fn controls_doc_is_the_field_table() {
    let text = document();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/controls.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == stored,
        "docs/controls.md is not the field table: run with UPDATE_GOLDEN=1 and look at what changed"
    );
}

fn document() -> String {
    let mut text = OPENING.to_owned();
    for group in Group::ALL {
        let effect = match group {
            Group::View => "Changes the picture only.",
            _ => "A change starts training again.",
        };
        let rows = table(SPEC, group, &Spec::default()) + &table(VIEW, group, &ViewSpec::default());
        let _ = write!(
            text,
            "\n## {}\n\n{effect}\n\n| Key | Control | Values | Default | What it does |\n|---|---|---|---|---|\n{rows}",
            group.label()
        );
    }
    text.push_str("\n## Lessons\n\nA lesson is nothing but a link.\n\n| Lesson | Question | Link |\n|---|---|---|\n");
    for lesson in LESSONS {
        let link = match lesson.query {
            "" => "the default".to_owned(),
            query => format!("`#{query}`"),
        };
        let _ = writeln!(text, "| {} | {} | {link} |", lesson.name, lesson.question);
    }
    text.push_str(NUMBERS);
    for (written, ..) in WRITTEN {
        let read = |wanted| match number::read(written, wanted) {
            Ok(value) => shortest(value),
            Err(error) => format!("refused: {error}"),
        };
        let (real, whole) = (read(Wanted::Real), read(Wanted::Whole));
        let _ = writeln!(text, "| `{written}` | {real} | {whole} |");
    }
    text
}

/// One line for each field of `group`.
fn table<S>(fields: &[Field<S>], group: Group, default: &S) -> String {
    fields
        .iter()
        .filter(|field| field.group == group)
        .map(|field| {
            let name = [field.label, field.symbol].join(" ");
            format!(
                "| `{}` | {} | {} | `{}` | {} |\n",
                field.key,
                name.trim_end(),
                values(&field.kind),
                field.text(default),
                field.help
            )
        })
        .collect()
}

fn values<S>(kind: &Kind<S>) -> String {
    match kind {
        Kind::Real { min, max, .. } => format!("{} to {}", shortest(*min), shortest(*max)),
        Kind::Count { min, max, .. } => format!("whole, {min} to {max}"),
        Kind::Choice { options, .. } => options()
            .iter()
            .map(|(value, label)| format!("`{value}` {label}"))
            .collect::<Vec<_>>()
            .join("<br>"),
        Kind::Weights { .. } => format!(
            "1 to {} of `a:b`, `density`, `balanced`, `file`, joined by commas",
            iw_lab::settings::MAX_RUNS
        ),
    }
}

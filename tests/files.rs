//! Files as programs write them and as people type them: each gets the roles that `tests/files/table.json` gives it, whole
//! and in pieces of any size.
#![cfg(not(target_arch = "wasm32"))]

use iw_lab::data::read::{Options, Reader, Reading, read, select};
use iw_lab::experiment::ladder::{Ladder, Status};
use iw_lab::model::kernel::Kernel;
use iw_lab::model::points::Points;
use iw_lab::settings::{Link, Spec};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files")
}

fn table() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("table.json")).expect("the table");
    serde_json::from_str(&text).expect("the table is JSON")
}

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry[key].as_str().unwrap_or("")
}

fn options(entry: &Value) -> Options {
    let mut options = Options::from_query(text(entry, "options")).expect("options");
    if let Some(companion) = entry["companion"].as_str() {
        let weights = fs::read_to_string(folder().join(companion)).expect("the companion");
        options.set("companion", weights).expect("a companion");
    }
    options
}

/// What is wrong with what was read.
fn differences(entry: &Value, reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, is: String, expected: String| {
        if is != expected {
            found.push(format!("{what} is {is}, not {expected}"));
        }
    };
    let roles = &reading.guess.roles;
    let column = |c: Option<usize>| c.map_or("none", |c| reading.table.columns[c].name.as_str());
    let named = |key: &str| entry[key].as_str().unwrap_or("none").to_owned();
    compare(
        "the format",
        reading.table.format.name().into(),
        named("format"),
    );
    compare("the class", column(roles.class).into(), named("class"));
    compare("the weight", column(roles.weight).into(), named("weight"));
    compare("the split", column(roles.split).into(), named("split"));
    for (k, is) in [roles.x1, roles.x2].into_iter().enumerate() {
        let expected = entry["features"][k].as_str().unwrap_or("none");
        compare("a feature", column(is).into(), expected.into());
    }
    for (key, is) in [("orange", &roles.orange), ("blue", &roles.blue)] {
        compare(key, is.clone().unwrap_or("none".into()), named(key));
    }
    match select(reading, roles) {
        Ok((own, report)) => {
            compare(
                "the number of rows",
                report.used.to_string(),
                entry["used"].to_string(),
            );
            compare(
                "the number left out",
                report.n_left_out().to_string(),
                entry["leftOut"].to_string(),
            );
            assert_eq!(own.dataset.examples.len(), report.used);
        }
        Err(refusal) => found.push(format!("it is refused: {refusal}")),
    }
    found
}

#[test]
fn every_file_gets_its_roles() {
    let table = table();
    assert!(table.len() >= 80, "{}", table.len());
    let by_programs = table
        .iter()
        .filter(|entry| !text(entry, "by").starts_with("typed"));
    assert!(by_programs.count() >= 20);
    let mut wrong = Vec::new();
    for entry in &table {
        let name = text(entry, "file");
        let bytes = fs::read(folder().join(name)).expect(name);
        match read(&bytes, &options(entry)) {
            Ok(reading) => {
                let found = differences(entry, &reading);
                wrong.extend(found.into_iter().map(|what| format!("{name}: {what}")));
            }
            Err(refusal) => wrong.push(format!("{name}: refused: {refusal}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pieces_of_any_size_give_the_same_rows() {
    for entry in &table() {
        let name = text(entry, "file");
        let bytes = fs::read(folder().join(name)).expect(name);
        let options = options(entry);
        let whole = read(&bytes, &options).expect(name);
        for size in [1, 7, 100] {
            let mut reader = Reader::new(&options, bytes.len()).expect(name);
            for piece in bytes.chunks(size) {
                reader.push(piece).expect(name);
            }
            let pieces = reader.finish().expect(name);
            assert_eq!(pieces.guess, whole.guess, "{name}");
            let (a, b) = (
                select(&pieces, &pieces.guess.roles),
                select(&whole, &whole.guess.roles),
            );
            assert_eq!(a.expect(name), b.expect(name), "{name}");
        }
    }
}

/// A folder with files that no one checks is no table.
#[test]
fn every_file_of_the_folder_is_in_the_table() {
    let table = table();
    let known: Vec<&str> = table
        .iter()
        .flat_map(|entry| [text(entry, "file"), text(entry, "companion")])
        .chain([
            "README.md",
            "make.py",
            "make.R",
            "make.sh",
            "table.json",
            "weka_in.arff",
        ])
        .collect();
    for file in fs::read_dir(folder()).expect("the folder") {
        let name = file
            .expect("a file")
            .file_name()
            .into_string()
            .expect("a name");
        assert!(known.contains(&name.as_str()), "{name} is in no entry");
    }
}

/// Share of the training rows that a run gets wrong.
fn training_error(ladder: &Ladder, run: usize) -> f64 {
    let examples = &ladder.dataset.examples;
    let points = Points::new(examples.iter().map(|e| e.x));
    let mut scores = vec![0.0; points.len()];
    let mut kernel = Kernel::new(&ladder.model);
    let parameters = ladder.runs[run].parameters();
    ladder.model.scores(
        parameters,
        &points,
        0..points.n_blocks(),
        &mut kernel,
        &mut scores,
    );
    let wrong = examples
        .iter()
        .zip(&scores)
        .filter(|(e, f)| e.class.sign() * **f <= 0.0);
    wrong.count() as f64 / examples.len() as f64
}

/// The default ladder on public data as guessed: no run diverges, and 1:1 is after 2,000 steps no worse than three points
/// above scikit-learn's logistic regression on the same rows and features.
#[test]
fn default_ladders_learn_public_data_as_guessed() {
    let mut n = 0;
    let mut wrong = Vec::new();
    for entry in &table() {
        let Some(logistic) = entry["logisticError"].as_f64() else {
            continue;
        };
        n += 1;
        let name = text(entry, "file");
        let bytes = fs::read(folder().join(name)).expect(name);
        let reading = read(&bytes, &options(entry)).expect(name);
        let (own, _) = select(&reading, &reading.guess.roles).expect(name);
        let mut link = Link::default();
        let added = link.take(own);
        assert_eq!(added, None, "{name}");
        assert_eq!(link.spec.weights, Spec::default().weights);
        let mut ladder = Ladder::new(link.spec, link.own.as_ref());
        ladder.advance(2000);
        if ladder.runs.iter().any(|run| run.status != Status::Training) {
            wrong.push(format!("{name}: a run stopped"));
        }
        let error = training_error(&ladder, 1);
        if error > logistic + 0.03 {
            wrong.push(format!(
                "{name}: error {error}, logistic regression {logistic}"
            ));
        }
    }
    assert_eq!(n, 12);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

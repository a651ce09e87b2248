//! The same link gives the same bits on every machine, and however the steps are sliced.
//!
//! This native run writes its bits to `target/tmp/bits.json`; Node, Chromium and Firefox compare theirs with it
//! (`tests/node/bits.test.mjs`, `tests/pages/bits.spec.mjs`).
#![cfg(not(target_arch = "wasm32"))]

use iw_lab::data::read;
use iw_lab::experiment::ladder::Ladder;
use iw_lab::settings::{DataKind, Link};
use serde_json::Value;
use std::fs;
use std::path::Path;

const STEPS: u64 = 1000;

/// The lab of each link of `tests/bits/links.json`.
fn labs() -> Vec<Ladder> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bits/links.json");
    let links: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    links.as_array().unwrap().iter().map(lab).collect()
}

fn lab(link: &Value) -> Ladder {
    let query = link["query"].as_str().unwrap();
    let (
        Link {
            mut spec, mut own, ..
        },
        notices,
    ) = Link::from_query(query);
    assert_eq!(notices, [], "{query}");
    if let Some(text) = link["csv"].as_str() {
        spec.data = DataKind::Csv;
        own = Some(read::load(text, None).unwrap().0);
    }
    Ladder::new(spec, own.as_ref())
}

/// Per run, 16 hexadecimal digits for each parameter.
fn bits(lab: &Ladder) -> Vec<String> {
    let hex = |parameters: &[f64]| {
        parameters
            .iter()
            .map(|p| format!("{:016x}", p.to_bits()))
            .collect()
    };
    lab.runs.iter().map(|run| hex(run.parameters())).collect()
}

#[test]
fn native_bits_are_written() {
    let mut labs = labs();
    labs.iter_mut().for_each(|lab| lab.advance(STEPS));
    let all: Vec<Vec<String>> = labs.iter().map(bits).collect();
    assert!(all.iter().flatten().all(|run| !run.is_empty()));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bits.json");
    fs::write(path, serde_json::to_string(&all).unwrap()).unwrap();
}

#[test]
fn slicing_changes_no_bit() {
    for mut whole in labs() {
        let mut sliced = whole.clone();
        whole.advance(STEPS);
        for budget in [1, 2, 3, 5, 8, 13, 21].into_iter().cycle() {
            if sliced.step() == STEPS {
                break;
            }
            sliced.work(STEPS, budget);
        }
        assert_eq!(bits(&whole), bits(&sliced), "{:?}", whole.spec);
        assert_eq!(whole.step(), sliced.step());
    }
}

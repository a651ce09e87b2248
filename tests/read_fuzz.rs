//! Files that are damaged at random, over all formats: none panics, none takes memory out of proportion, and what is taken
//! of them is sound.
//!
//! `IW_LAB_FUZZ=10000000 cargo test --release --test read_fuzz` tries so many, `IW_LAB_FUZZ_SEED` others.
#![cfg(not(target_arch = "wasm32"))]

use iw_lab::data::LARGEST;
use iw_lab::data::MOST_ROWS;
use iw_lab::data::read::{Options, read, select};
use iw_lab::rng::{Purpose, stream, uniform};
use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Counts what is held.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all calls go to the system's allocator as they come; only numbers are kept beside.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What is put in at random: signs that some format gives a meaning.
const PIECES: [&[u8]; 40] = [
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\"",
    b"'",
    b"\0",
    b"-",
    b"e999",
    b"NA",
    b" ",
    b"\xff",
    b"1,234",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"|",
    b"#",
    b"%",
    b"@data\n",
    b"@attribute a {",
    b"qid:",
    b"1:2",
    b"999999999:1",
    b"?",
    b"\\",
    b"null",
    b"{\"a\":",
    b"|---|---|\n",
    b"sep=;\n",
    b"C#",
    b"class",
    b"weight",
    b"$",
    b"mm",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
];

/// Options that may be given with a file.
const OPTIONS: [&str; 16] = [
    "",
    "",
    "",
    "",
    "format=csv",
    "format=arff",
    "format=vw",
    "format=svmlight",
    "format=json",
    "format=markdown",
    "format=orange",
    "format=weka-json",
    "project=pca",
    "project=means",
    "header=0&decimal=comma",
    "companion=1%0A2%0A3",
];

fn corpus() -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files = Vec::new();
    for folder in ["files", "data"] {
        let mut paths: Vec<_> = fs::read_dir(tests.join(folder))
            .expect("the folder")
            .map(|file| file.expect("a file").path())
            .collect();
        paths.sort();
        files.extend(paths.iter().map(|path| fs::read(path).expect("a file")));
    }
    files
}

/// What is held is counted for one test at a time.
static TURN: Mutex<()> = Mutex::new(());

/// Reads a file and checks all that holds of any; `most` is the memory that it may take, in bytes.
fn check(bytes: &[u8], query: &str, most: usize) -> bool {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let options = Options::from_query(query).expect(query);
    let taken = read(bytes, &options).and_then(|reading| select(&reading, &reading.guess.roles));
    let loaded = match &taken {
        Ok((own, report)) => {
            let examples = &own.dataset.examples;
            assert_eq!(examples.len(), report.used);
            assert!((1..=MOST_ROWS).contains(&report.used));
            for e in examples {
                assert!(e.x.iter().all(|x| x.is_finite()) && (0.0..=LARGEST).contains(&e.weight));
            }
            for sentence in report.sentences() {
                assert!(sentence.ends_with('.'), "{sentence}");
            }
            true
        }
        Err(refusal) => {
            let words = refusal.to_string();
            assert!(words.ends_with('.') && words.len() < 3000, "{words}");
            false
        }
    };
    let taken = MOST.load(Relaxed).saturating_sub(before);
    assert!(taken < most, "{taken} bytes for {}", bytes.len());
    loaded
}

#[test]
fn damaged_files_of_all_formats_are_read_or_refused() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let n = number("IW_LAB_FUZZ").unwrap_or(3000);
    let _turn = TURN.lock().expect("the turn");
    let corpus = corpus();
    let mut rng = stream(number("IW_LAB_FUZZ_SEED").unwrap_or(1), Purpose::Data);
    let mut below = move |n: usize| (uniform(&mut rng) * n as f64) as usize;
    let (mut loaded, mut refused) = (0u64, 0u64);
    for _ in 0..n {
        let mut bytes = corpus[below(corpus.len())].clone();
        bytes.truncate(4000);
        for _ in 0..below(10) {
            let at = below(bytes.len() + 1);
            match below(6) {
                0 | 1 => drop(bytes.splice(at..at, PIECES[below(PIECES.len())].iter().copied())),
                2 if at < bytes.len() => bytes[at] = below(256) as u8,
                3 if below(4) == 0 => bytes.truncate(at.max(1)),
                4 => {
                    // A piece of another file.
                    let other = &corpus[below(corpus.len())];
                    let from = below(other.len());
                    let piece = &other[from..(from + below(60)).min(other.len())];
                    drop(bytes.splice(at..at, piece.iter().copied()));
                }
                _ => drop(bytes.drain(at..(at + below(40)).min(bytes.len()))),
            }
        }
        let most = 4_000_000 + 200 * bytes.len();
        match check(&bytes, OPTIONS[below(OPTIONS.len())], most) {
            true => loaded += 1,
            false => refused += 1,
        }
    }
    println!("{loaded} loaded, {refused} refused");
    assert!(
        loaded > n / 20 && refused > n / 20,
        "{loaded} loaded, {refused} refused"
    );
}

/// Texts that ask for much: depth, width, repetition.
#[test]
fn short_files_cannot_ask_for_much() {
    let _turn = TURN.lock().expect("the turn");
    let line = |n: usize| (0..n).map(|k| format!(" {k}:1")).collect::<String>();
    for (text, query) in [
        ("[".repeat(50_000), ""),
        ("{\"a\":".repeat(50_000), ""),
        ("\"".repeat(100_001), ""),
        (",".repeat(100_000), ""),
        ("|".repeat(100_000), "format=vw"),
        (
            format!("1{}\n", line(990)) + &"1 1:1\n0 2:1\n".repeat(2000),
            "",
        ),
        (format!("1{}\n", line(5000)), ""),
        ("1 |f a:1\n".repeat(5000), ""),
        (
            "@relation x\n@attribute a {".to_owned() + &"b,".repeat(50_000),
            "",
        ),
        ("a,b,c\n".to_owned() + &"\n".repeat(500_000), ""),
    ] {
        // Cells that rows do not list are bounded in number, not by the size of the file.
        check(text.as_bytes(), query, 300_000_000);
    }
}

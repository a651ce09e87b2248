//! Counting what passed and what failed, from what the test runners print.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::iter::Sum;
use std::ops::Add;
use std::process::{Command, Stdio};

/// How many tests passed and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, or could not be run for a failure elsewhere.
    pub failed: u32,
}

impl Tally {
    /// One check that passed.
    pub const PASSED: Tally = Tally {
        passed: 1,
        failed: 0,
    };
    /// One check that failed.
    pub const FAILED: Tally = Tally {
        passed: 0,
        failed: 1,
    };
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), Add::add)
    }
}

/// Runs a program that is one check.
pub fn check(command: &mut Command) -> Result<Tally> {
    let passed = command
        .status()
        .context("cannot start the check")?
        .success();
    Ok(if passed { Tally::PASSED } else { Tally::FAILED })
}

/// Runs a program that runs many tests: its output goes to this terminal and is counted on the way.
///
/// A run that fails without naming a failed test (it did not compile, say) is one failure.
pub fn count(command: &mut Command) -> Result<Tally> {
    let mut process = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the tests")?;
    let output = process.stdout.take().context("no output")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        tally = tally + counted(&line);
    }
    let succeeded = process.wait()?.success();
    if tally.failed == 0 && !succeeded {
        tally = tally + Tally::FAILED;
    }
    Ok(tally)
}

/// What a closing line of libtest, of wasm-bindgen-test, of Node's runner or of Playwright counts.
fn counted(line: &str) -> Tally {
    let line = line.trim();
    let mut tally = Tally::default();
    if let Some(result) = line.strip_prefix("test result: ") {
        for part in result.split(['.', ';']) {
            tally = tally + number_and_word(part);
        }
    } else if let Some(node) = line.strip_prefix("ℹ ") {
        match node.split_once(' ') {
            Some(("pass", n)) => tally.passed = n.parse().unwrap_or(0),
            Some(("fail" | "cancelled", n)) => tally.failed = n.parse().unwrap_or(0),
            _ => {}
        }
    } else {
        // Playwright: `3 passed (4.4s)`, `1 failed`, `2 did not run`.
        let counts = line.split(" (").next().unwrap_or(line);
        tally = number_and_word(counts);
    }
    tally
}

/// `3 passed` and the like; everything else counts nothing.
fn number_and_word(text: &str) -> Tally {
    let Some((number, word)) = text.trim().split_once(' ') else {
        return Tally::default();
    };
    let Ok(n) = number.parse() else {
        return Tally::default();
    };
    match word {
        "passed" => Tally {
            passed: n,
            failed: 0,
        },
        "failed" | "flaky" | "interrupted" | "did not run" => Tally {
            passed: 0,
            failed: n,
        },
        _ => Tally::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted() {
        let lines = [
            (
                "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured",
                5,
                0,
            ),
            (
                "test result: FAILED. 2 passed; 3 failed; 0 ignored; finished in 0.1s",
                2,
                3,
            ),
            ("ℹ pass 7", 7, 0),
            ("ℹ fail 2", 0, 2),
            ("ℹ cancelled 1", 0, 1),
            ("  11 passed (1.2m)", 11, 0),
            ("  2 failed", 0, 2),
            ("  1 flaky", 0, 1),
            ("  4 did not run", 0, 4),
            ("  1 skipped", 0, 0),
        ];
        for (line, passed, failed) in lines {
            assert_eq!(counted(line), Tally { passed, failed }, "{line}");
        }
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "3",
            "running 3 tests",
            "test a ... ok",
            "x 3 passed",
            "ℹ tests 3",
        ] {
            assert_eq!(counted(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn a_run_that_fails_without_a_word_is_a_failure() {
        let tally = count(&mut Command::new("false")).expect("a program named false");
        assert_eq!(tally, Tally::FAILED);
    }
}

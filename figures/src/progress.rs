//! A line that says how far a sweep is.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// Counts what is done; written over itself on a terminal, and a line for each tenth elsewhere.
pub struct Progress {
    what: &'static str,
    all: usize,
    done: usize,
    start: Instant,
}

const WIDTH: usize = 30;

impl Progress {
    /// Of `all` things to do.
    pub fn new(what: &'static str, all: usize) -> Progress {
        Progress {
            what,
            all,
            done: 0,
            start: Instant::now(),
        }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        let text = line(self.what, self.done, self.all, self.start.elapsed());
        let mut out = stderr().lock();
        // Nothing is lost where nobody can see it.
        let _ = if out.is_terminal() {
            let end = if self.done == self.all { "\n" } else { "" };
            write!(out, "\r{text}{end}").and_then(|()| out.flush())
        } else if self.done == self.all
            || self.done * 10 / self.all > (self.done - 1) * 10 / self.all
        {
            writeln!(out, "{text}")
        } else {
            Ok(())
        };
    }
}

fn line(what: &str, done: usize, all: usize, elapsed: Duration) -> String {
    let filled = WIDTH * done / all.max(1);
    let bar = "█".repeat(filled) + &"·".repeat(WIDTH - filled);
    let left = elapsed.as_secs_f64() / done as f64 * (all - done) as f64;
    format!("{bar} {done} of {all} {what}, {left:.0} s left ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_in_proportion() {
        let text = line("cells", 2, 8, Duration::from_secs(10));
        assert!(text.ends_with("2 of 8 cells, 30 s left "), "{text}");
        assert_eq!(text.matches('█').count(), 7);
    }
}

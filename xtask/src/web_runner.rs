//! Runs wasm tests in Chromium and Firefox. Cargo calls `cargo xtask web-runner TEST.wasm ...` for
//! `cargo test --target wasm32-unknown-unknown` (see `.cargo/config.toml`).
//!
//! The runner of wasm-bindgen-test, re-entered in a process of its own, serves the tests as a page; a
//! script with Playwright opens it in one browser after the other. No browser drivers are needed.

use crate::{browsers, npm, project};
use anyhow::{Context, Result, anyhow};
use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Serves the tests, opens them in each browser, and fails if a test failed in either.
pub fn run(args: &[&str]) -> Result<()> {
    let browsers = browsers::find_or_install()?;
    npm::install()?;
    let mut server = Server::start(args)?;
    let address = server.address()?;
    project::run(
        project::command("node")
            .arg("tests/pages/run_wasm_tests.mjs")
            .arg(address)
            .env("CHROME", browsers.chrome)
            .env("FIREFOX", browsers.firefox),
    )
}

/// Serves the tests until this process is ended.
pub fn serve(args: &[&str]) -> Result<()> {
    let args = ["wasm-bindgen-test-runner"].iter().chain(args);
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)
}

/// The serving process; it ends with this value. It goes on printing, so its output stays open.
struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(args: &[&str]) -> Result<Server> {
        // The file that cargo names is relative to where cargo starts us: stay there.
        let mut process = Command::new(env::current_exe()?)
            .arg("web-server")
            // `cargo test --quiet` passes its flag on; the runner does not know it.
            .args(args.iter().filter(|arg| **arg != "--quiet"))
            .env("NO_HEADLESS", "1")
            .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server of the wasm tests")?;
        let output = process.stdout.take().context("no output")?;
        Ok(Server {
            process,
            output: BufReader::new(output),
        })
    }

    fn address(&mut self) -> Result<String> {
        for line in self.output.by_ref().lines() {
            let line = line?;
            if let Some(start) = line.find("http://") {
                return Ok(line[start..].trim().to_string());
            }
        }
        Err(anyhow!("the server of the wasm tests did not start"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

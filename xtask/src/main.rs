//! The project's own commands: `cargo xtask build | serve | test | size | bench`.

#![forbid(unsafe_code)]

mod bench;
mod browsers;
mod build;
mod glue;
mod npm;
mod project;
mod serve;
mod size;
mod test;
mod web_runner;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  build [--quick]     write the site to dist/; quick: sooner, larger and slower, for work on the page
  serve [--port N]    build, then serve dist/ on this machine (port 8080)
  test [--only NAME]  run every check; the last line counts them
  size                what a first visit loads: raw, gzip and brotli
  bench [...]         compare the speed with what people would use instead";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args.as_slice() {
        ["build"] => build::build(build::For::Visitors),
        ["build", "--quick"] => build::build(build::For::Work),
        ["serve"] => serve::serve(serve::Port::FromDefault),
        ["serve", "--port", port] => serve::Port::parse(port).and_then(serve::serve),
        ["test"] => test::test(None),
        ["test", "--only", name] => test::test(Some(name)),
        ["size"] => size::size(),
        ["bench", rest @ ..] => bench::bench(rest),
        // Cargo calls these two: see .cargo/config.toml and web_runner.rs.
        ["web-runner", rest @ ..] => web_runner::run(rest),
        ["web-server", rest @ ..] => web_runner::serve(rest),
        _ => Err(anyhow::anyhow!(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

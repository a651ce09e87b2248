//! The project's own commands: `cargo xtask build | serve | test | bench | size`.
fn main() {}

//! The browser: the only files that may name a browser type.
//!
//! [`mount`](mount::mount) puts a lab into a host element; [`scripting`] is the same lab without a page.
//! Everything that happens becomes a [`msg::Msg`], and [`app::App`] answers each in turn.

mod answer;
mod app;
mod around;
mod bound_panel;
mod canvas;
mod charts;
mod controls;
mod curves;
mod dom;
mod draw;
mod draw_time;
mod facts;
mod fault;
mod frame;
mod head;
mod help;
mod ladder;
mod listen;
mod markup;
mod mount;
mod msg;
mod numbers;
mod own_dialog;
mod pace;
mod page;
mod plane;
mod readouts;
mod scripting;
mod scripting_theory;
mod settings;
mod sheet;
mod show;
mod slider;
mod style;
mod swatch;
mod tell;
mod theory_curves;
mod timeline;
mod transport;
mod work;

/// 2 kB smaller than the one that Rust brings, as fast, and within a twentieth as sparing of memory.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

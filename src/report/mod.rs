//! What a lab says of one moment: facts, read-outs, curves, sentences, verdicts.
//!
//! Everything here is a function of one plain value, [`Shown`]: a moment of a session and what is known of it. The
//! page, a figure outside the browser and a script that ask the same moment get the same numbers and the same words.
//! No picture is made here and no browser type is named: [`crate::drawing`] puts these numbers into pictures, and
//! `web` puts both on a page.
//!
//! ```text
//! Shown ──► facts, readouts          numbers with their names
//!       ├─► curve, laws              a table of curves; what theory predicts beside them
//!       ├─► sentence, verdict,       one whole sentence a case
//!       │   theory, time
//!       └─► state, example, run,     what stands beside the plane and the controls
//!           bound
//! ```

pub mod shown;

pub mod axis;
pub mod laws;

pub mod theory;
pub mod verdict;

pub mod curve;
pub mod sentence;

pub mod bound;
pub mod example;
pub mod facts;
pub mod key;
pub mod readouts;
pub mod run;
pub mod state;
pub mod time;

pub use shown::{Activity, Moment, Shown};

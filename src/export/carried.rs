//! What a figure carries so that it opens the lab again: link, step, and the hash of the parameters.

use crate::experiment::ladder::Ladder;
use crate::hash::{hash, hash_of_texts};
use crate::settings::Link;
use crate::sweep::{Plan, Rows};

/// The version of the lab.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The moment that a figure shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The link's text, without `#`. Percent-encoded, so ASCII.
    pub link: String,
    /// t.
    pub step: u64,
    /// Of the parameters of all runs: see [`crate::hash`].
    pub hash: String,
}

impl Carried {
    /// The present step of a lab.
    pub fn of_lab(link: &Link, lab: &Ladder) -> Carried {
        let parameters = lab.parameters().concat();
        Carried {
            link: full(link),
            step: lab.step(),
            hash: hash(&parameters),
        }
    }

    /// A sweep, from the rows of its cells in order.
    pub fn of_sweep(plan: &Plan, rows: &[Rows]) -> Carried {
        let hashes = rows.iter().flat_map(|rows| &rows.runs);
        Carried {
            link: full(&plan.link()),
            step: plan.steps(),
            hash: hash_of_texts(hashes.map(|run| run.hash.as_str())),
        }
    }

    /// All of it in one line, for a description.
    pub fn sentence(&self) -> String {
        format!(
            "Importance Weighting Lab {VERSION}; link {}; step {}; hash {}",
            self.link, self.step, self.hash
        )
    }

    /// Reads what [`Carried::sentence`] writes, wherever in `text` it stands.
    pub fn in_text(text: &str) -> Option<Carried> {
        let after = |key: &str| {
            let rest = &text[text.find(key)? + key.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            Some(rest[..end.unwrap_or(rest.len())].to_owned())
        };
        // The link holds semicolons of its own: it ends at the blank after the last one.
        let start = text.find("; link ")? + "; link ".len();
        let end = start + text[start..].find("; step ")?;
        let link = text[start..end].to_owned();
        (!link.is_empty()).then_some(())?;
        Some(Carried {
            link,
            step: after("; step ")?.parse().ok()?,
            hash: after("; hash ")?,
        })
    }
}

/// The link's text: never empty, since a reader knows a link by its version.
fn full(link: &Link) -> String {
    let text = link.to_query().0;
    if text.is_empty() {
        "v=1".to_owned()
    } else {
        text
    }
}

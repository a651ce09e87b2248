//! The whole state as a link, `v=1&key=value…`: only what differs from the defaults, in table order.
//!
//! Reading never fails. What a link says wrongly is left at its default or brought into range, and each such
//! thing is a [`Notice`] that the page shows.
//!
//! A link may be anything, so reading it takes bounded work: [`MOST_TEXT`] bytes of settings are read, the rows where they
//! are at most [`MOST_ROWS_TEXT`] bytes, and of a repeated key the first.

use super::field::{Field, Refusal, shorten};
use super::fields::{SPEC, VIEW};
use super::{DataKind, Spec, ViewSpec};
use crate::data::link::{decode, encode};
use crate::data::own::OwnData;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeSet;

/// Something about a link or a file that the reader should know, one sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice(pub String);

/// More notices than these nobody reads.
pub const MOST_NOTICES: usize = 20;

/// What is told of many notices: the first [`MOST_NOTICES`], and how many more there are. Whoever shows notices shows
/// these.
pub fn told<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Vec<String> {
    let mut all = notices.into_iter();
    let mut told: Vec<String> = all
        .by_ref()
        .take(MOST_NOTICES)
        .map(|notice| notice.0.clone())
        .collect();
    let more = all.count();
    if more > 0 {
        told.push(format!("and {more} more"));
    }
    told
}

/// Everything a link can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// What is trained.
    pub spec: Spec,
    /// How it is shown.
    pub view: ViewSpec,
    /// A person's own rows, when they ride along.
    pub own: Option<OwnData>,
    /// The sweep around it, as given; [`crate::sweep::Plan`] reads it.
    pub sweep: SweepText,
}

/// A sweep as links write it: `sweep=seed:1..20;width:4,16&sweep_steps=10000`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepText {
    /// Which knobs take which values.
    pub knobs: Option<String>,
    /// How many steps each cell takes.
    pub steps: Option<String>,
}

/// The keys of a sweep.
const SWEEP: &str = "sweep";
const SWEEP_STEPS: &str = "sweep_steps";

/// What a value of a link must not hold as it stands.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'<')
    .add(b'>');

/// The version that is written. Links of every version ever written stay readable.
const VERSION: &str = "1";

/// Longest link without its rows, in bytes. Every field at its longest takes under 2,000.
pub const MOST_TEXT: usize = 8 << 10;

/// Longest text of the rows in a link, in bytes: 200 points with every digit take under 10,000.
pub const MOST_ROWS_TEXT: usize = 32 << 10;

/// The key of own rows.
const POINTS: &str = "points";

impl Spec {
    /// Reads the part of a link that changes results.
    pub fn from_query(query: &str) -> (Spec, Vec<Notice>) {
        let (link, notices) = Link::from_query(query);
        (link.spec, notices)
    }
}

impl Link {
    /// Reads a link's text, with or without its `#`.
    pub fn from_query(query: &str) -> (Link, Vec<Notice>) {
        if query.is_empty() {
            (Link::default(), Vec::new())
        } else {
            Link::parse(query)
        }
    }

    fn parse(query: &str) -> (Link, Vec<Notice>) {
        let mut link = Link::default();
        let mut notices = Vec::new();
        let query = query.trim().trim_start_matches(['#', '?']);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut repeated: BTreeSet<&str> = BTreeSet::new();
        let mut room = MOST_TEXT;
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let is_new = seen.insert(key);
            if !(is_new && key == POINTS) {
                let Some(left) = room.checked_sub(pair.len() + 1) else {
                    notices.push(Notice(format!(
                        "the link is longer than {MOST_TEXT} characters without its rows: what comes after them is not \
                         read"
                    )));
                    break;
                };
                room = left;
            }
            if pair.is_empty() {
                continue;
            }
            if !is_new {
                if repeated.insert(key) {
                    notices.push(Notice(format!(
                        "“{}” is there more than once: the first is used",
                        shorten(key)
                    )));
                }
                continue;
            }
            if key == POINTS && value.len() > MOST_ROWS_TEXT {
                notices.push(Notice(format!(
                    "the rows in the link are longer than {MOST_ROWS_TEXT} characters and are not read: load the file"
                )));
                continue;
            }
            let value = percent_decode_str(value).decode_utf8_lossy();
            if let Err(text) = link.read(key, &value) {
                notices.push(Notice(text));
            }
        }
        if link.spec.data == DataKind::Csv && link.own.is_none() {
            notices.push(Notice(
                "the link says own data but carries none: load the file again".to_owned(),
            ));
        }
        if link.view.run > link.spec.weights.len() {
            notices.push(Notice(format!(
                "run={} is not there: the first is selected",
                link.view.run
            )));
            link.view.run = 1;
        }
        (link, notices)
    }

    fn read(&mut self, key: &str, value: &str) -> Result<(), String> {
        if key == "v" {
            return if value == VERSION {
                Ok(())
            } else {
                Err(format!(
                    "the link is of version {}, this lab reads version {VERSION}",
                    shorten(value)
                ))
            };
        }
        if key == SWEEP || key == SWEEP_STEPS {
            let text = Some(value.to_owned());
            match key {
                SWEEP => self.sweep.knobs = text,
                _ => self.sweep.steps = text,
            }
            return Ok(());
        }
        if key == POINTS {
            self.own = Some(
                decode(value)
                    .map_err(|error| format!("the rows in the link cannot be read: {error}"))?,
            );
            return Ok(());
        }
        let refusal = if let Some(field) = SPEC.iter().find(|field| field.key == key) {
            field.read(&mut self.spec, value)
        } else if let Some(field) = VIEW.iter().find(|field| field.key == key) {
            field.read(&mut self.view, value)
        } else {
            return Err(format!(
                "“{}” is not a key of this lab and is ignored",
                shorten(key)
            ));
        };
        refusal.map_err(|refusal| match refusal {
            Refusal::Clamped(text) => text,
            Refusal::Refused(text) if text.ends_with('.') => format!("{text} It is ignored"),
            Refusal::Refused(text) => format!("{text}: it is ignored"),
        })
    }

    /// The link's text, without `#`; empty for the default state. The flag says whether own rows were left
    /// out because they do not fit.
    pub fn to_query(&self) -> (String, bool) {
        let mut pairs = vec![format!("v={VERSION}")];
        write(SPEC, &self.spec, &mut pairs);
        write(VIEW, &self.view, &mut pairs);
        let sweep = [(SWEEP, &self.sweep.knobs), (SWEEP_STEPS, &self.sweep.steps)];
        for (key, text) in sweep {
            if let Some(text) = text {
                pairs.push(pair(key, &utf8_percent_encode(text, RESERVED).to_string()));
            }
        }
        let rows = self
            .own
            .as_ref()
            .filter(|_| self.spec.data == DataKind::Csv);
        let points = rows.map(encode);
        if let Some(Ok(points)) = &points {
            pairs.push(pair(POINTS, points));
        }
        let text = if pairs.len() == 1 {
            String::new()
        } else {
            pairs.join("&")
        };
        (text, matches!(points, Some(Err(_))))
    }
}

fn pair(key: &str, value: &str) -> String {
    format!("{key}={value}")
}

/// The fields whose text is not the default's.
fn write<S: Default>(table: &[Field<S>], s: &S, pairs: &mut Vec<String>) {
    let default = S::default();
    for field in table {
        let text = field.text(s);
        if text != field.text(&default) {
            pairs.push(pair(field.key, &text));
        }
    }
}

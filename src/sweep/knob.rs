//! One knob of a sweep and its values: `width:4,16,64` or `seed:1..20`.

use crate::settings::field::{Field, Kind, shorten};
use crate::settings::fields::{SPEC, VIEW};
use crate::settings::{Notice, Spec};
use crate::text::decimal::{read, shortest};
use crate::weights::Weighting;

/// The most values of a knob, and the most cells of a sweep.
pub const MOST: usize = 10_000;

/// A field and the values it takes, one after the other.
#[derive(Clone)]
pub struct Knob {
    /// The field.
    pub field: &'static Field<Spec>,
    /// Its values as links write them, each once, at least one.
    pub values: Vec<String>,
}

impl std::fmt::Debug for Knob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.field.key, self.values.join(","))
    }
}

impl Knob {
    /// Reads `key:values`. Values that cannot be used are left out; `None` where none is left. Each such thing is
    /// noticed.
    pub fn read(text: &str, notices: &mut Vec<Notice>) -> Option<Knob> {
        let (key, values) = text.split_once(':').unwrap_or((text, ""));
        let key = key.trim();
        let Some(field) = SPEC.iter().find(|field| field.key == key) else {
            let shown = VIEW.iter().find(|field| field.key == key);
            notices.push(Notice(match shown {
                Some(field) => format!(
                    "Sweep: {} changes only the picture, so it is not swept",
                    field.label
                ),
                None => format!(
                    "Sweep: “{}” is not a setting of this lab and is left out",
                    shorten(key)
                ),
            }));
            return None;
        };
        let mut knob = Knob {
            field,
            values: Vec::new(),
        };
        for entry in values
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
        {
            let taken = match entry.split_once("..") {
                Some((first, last)) => knob.take_range(first, last),
                None => knob.take(entry),
            };
            if let Err(text) = taken {
                notices.push(Notice(text));
            }
            if knob.values.len() == MOST {
                break;
            }
        }
        if knob.values.is_empty() {
            notices.push(Notice(format!(
                "Sweep: {} has no value that can be used, so it stays as it is set",
                field.label
            )));
            return None;
        }
        Some(knob)
    }

    /// Adds every whole number from `first` to `last`.
    fn take_range(&mut self, first: &str, last: &str) -> Result<(), String> {
        let label = self.field.label;
        let whole = |text: &str| read(text.trim()).filter(|value| value.fract() == 0.0);
        let range = match (&self.field.kind, whole(first), whole(last)) {
            (Kind::Real { .. } | Kind::Count { .. }, Some(a), Some(b)) => (a, b),
            _ => {
                return Err(format!(
                    "Sweep: {label}: “{}..{}” is not a range of whole numbers such as 1..20",
                    shorten(first),
                    shorten(last)
                ));
            }
        };
        let (first, last) = range;
        if last < first {
            return Err(format!(
                "Sweep: {label}: the range {}..{} is empty, write the smaller number first",
                shortest(first),
                shortest(last)
            ));
        }
        let n = last - first + 1.0;
        let room = MOST - self.values.len();
        for k in 0..room.min(n as usize) {
            self.take(&shortest(first + k as f64))?;
        }
        if n > room as f64 {
            return Err(format!(
                "Sweep: {label} has more than {MOST} values, so the first {MOST} are used"
            ));
        }
        Ok(())
    }

    /// Adds a value; says why it cannot be used.
    fn take(&mut self, text: &str) -> Result<(), String> {
        let mut spec = Spec::default();
        if self.field.read(&mut spec, text).is_err() {
            return Err(self.refusal(text));
        }
        let value = self.field.text(&spec);
        if self.values.contains(&value) {
            return Err(format!(
                "Sweep: {}: {value} is there more than once and is run once",
                self.field.label
            ));
        }
        self.values.push(value);
        Ok(())
    }

    fn refusal(&self, text: &str) -> String {
        let text = shorten(text);
        let reason = match &self.field.kind {
            Kind::Real { min, max, .. } => {
                format!(
                    "is not a number from {} to {}",
                    shortest(*min),
                    shortest(*max)
                )
            }
            Kind::Count { min, max, .. } => format!("is not a whole number from {min} to {max}"),
            Kind::Choice { options, .. } => {
                let values: Vec<&str> = options().iter().map(|(value, _)| *value).collect();
                format!("is none of {}", values.join(", "))
            }
            Kind::Weights { .. } => match Weighting::parse(&text) {
                Err(error) => format!("cannot be used ({error})"),
                Ok(_) => "cannot be used".to_owned(),
            },
        };
        format!(
            "Sweep: {}: “{text}” {reason}, so it is left out",
            self.field.label
        )
    }

    /// The values as links write them: runs of three and more whole numbers as a range.
    pub fn text(&self) -> String {
        let whole = |text: &String| match self.field.kind {
            Kind::Count { .. } => text.parse::<u64>().ok(),
            _ => None,
        };
        let mut parts: Vec<String> = Vec::new();
        let mut at = 0;
        while at < self.values.len() {
            let first = whole(&self.values[at]);
            let follows = |k: &usize| {
                first.is_some_and(|first| whole(&self.values[*k]) == Some(first + (k - at) as u64))
            };
            let end = (at + 1..self.values.len())
                .find(|k| !follows(k))
                .unwrap_or(self.values.len());
            if end - at >= 3 {
                parts.push(format!("{}..{}", self.values[at], self.values[end - 1]));
                at = end;
            } else {
                parts.push(self.values[at].clone());
                at += 1;
            }
        }
        format!("{}:{}", self.field.key, parts.join(","))
    }

    /// Sets the field of `spec` to one of the values.
    pub fn set(&self, spec: &mut Spec, at: usize) {
        // Every value was read once before: it is in range.
        let _ = self.field.read(spec, &self.values[at]);
    }
}

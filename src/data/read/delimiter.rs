//! The sign between cells.

use std::fmt;

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
    /// One or more blanks or tabs.
    Blanks,
}

impl Delimiter {
    /// All, in the order in which they are tried: on a tie the last, as numbers may hold a comma, and words a blank.
    pub(super) const ALL: [Delimiter; 5] = [
        Delimiter::Blanks,
        Delimiter::Pipe,
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
    ];

    /// The delimiter that the option `delimiter` names, by its sign or its word.
    pub fn from_name(name: &str) -> Option<Delimiter> {
        Some(match name.to_ascii_lowercase().as_str() {
            "," | "comma" => Delimiter::Comma,
            ";" | "semicolon" => Delimiter::Semicolon,
            "\t" | "\\t" | "tab" => Delimiter::Tab,
            "|" | "pipe" => Delimiter::Pipe,
            " " | "blank" | "blanks" | "space" | "spaces" => Delimiter::Blanks,
            _ => return None,
        })
    }

    /// Its name as the option takes it.
    pub fn name(self) -> &'static str {
        match self {
            Delimiter::Comma => "comma",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Tab => "tab",
            Delimiter::Pipe => "pipe",
            Delimiter::Blanks => "blanks",
        }
    }
}

/// "commas" and the like.
impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Delimiter::Comma => "commas",
            Delimiter::Semicolon => "semicolons",
            Delimiter::Tab => "tabs",
            Delimiter::Pipe => "bars",
            Delimiter::Blanks => "blanks",
        })
    }
}

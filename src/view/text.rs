//! Set text: spans that may be bold, italic, raised or lowered.
//!
//! Powers are a base and a raised span, never Unicode superscripts, which fonts draw in two styles.

use crate::text::format::Number;

/// The face of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// Upright.
    #[default]
    Regular,
    /// Heavier: the selected run, the current t.
    Bold,
    /// Symbols: t, x, w.
    Italic,
}

/// Where a span stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// On the line.
    #[default]
    Line,
    /// An exponent.
    Raised,
    /// An index.
    Lowered,
}

impl Level {
    /// Size relative to the line's.
    pub fn scale(self) -> f64 {
        match self {
            Level::Line => 1.0,
            Level::Raised | Level::Lowered => 0.74,
        }
    }

    /// Height of the span's baseline above the line's, in em of the line.
    pub fn rise(self) -> f64 {
        match self {
            Level::Line => 0.0,
            Level::Raised => 0.36,
            Level::Lowered => -0.16,
        }
    }
}

/// A stretch of text in one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// Their face.
    pub face: Face,
    /// Their level.
    pub level: Level,
}

/// One line of text, spans from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// One upright span.
    pub fn plain(text: impl Into<String>) -> Line {
        Line::default().then(text, Face::Regular)
    }

    /// Appends a span on the line.
    pub fn then(mut self, text: impl Into<String>, face: Face) -> Line {
        self.0.push(Span {
            text: text.into(),
            face,
            level: Level::Line,
        });
        self
    }

    /// Appends a raised or lowered span.
    pub fn shifted(mut self, text: impl Into<String>, face: Face, level: Level) -> Line {
        self.0.push(Span {
            text: text.into(),
            face,
            level,
        });
        self
    }

    /// Appends a number: its exponent raised.
    pub fn number(self, number: &Number, face: Face) -> Line {
        let mut line = self.then(number.text.as_str(), face);
        if let Some(exponent) = &number.exponent {
            line = line.shifted(exponent.as_str(), face, Level::Raised);
        }
        if !number.unit.is_empty() {
            line = line.then(number.unit, face);
        }
        line
    }

    /// Width at type size 1 by the table of [`width`], in em.
    pub fn width(&self) -> f64 {
        let of = |span: &Span| width(&span.text, span.face) * span.level.scale();
        self.0.iter().map(of).sum()
    }

    /// The characters alone, with `^` and `_` before raised and lowered ones.
    pub fn content(&self) -> String {
        let mut out = String::new();
        for span in &self.0 {
            match span.level {
                Level::Line => {}
                Level::Raised => out.push('^'),
                Level::Lowered => out.push('_'),
            }
            out.push_str(&span.text);
        }
        out
    }
}

/// Width of `text` at type size 1, in em: the advance widths of Helvetica's digits, letters and signs
/// rounded to .01 (Adobe font metrics), the same natively and in the browser. Bold is taken 6 % wider.
pub fn width(text: &str, face: Face) -> f64 {
    let em: f64 = text.chars().map(advance).sum();
    match face {
        Face::Bold => 1.06 * em,
        Face::Regular | Face::Italic => em,
    }
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '’' => 0.22,
        ' ' | '\u{a0}' | 'I' | '.' | ',' | ':' | ';' | '/' | 't' | 'f' | '!' | '|' => 0.28,
        '(' | ')' | '-' | 'r' | '[' | ']' => 0.33,
        '°' | '*' => 0.39,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'm' | 'M' => 0.83,
        'w' => 0.72,
        'W' => 0.94,
        '%' => 0.89,
        '+' | '−' | '=' | '×' | '<' | '>' => 0.58,
        '–' => 0.56,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 0.67,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.72,
        'F' | 'T' | 'Z' => 0.61,
        'G' | 'O' | 'Q' => 0.78,
        _ => 0.56,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_is_a_base_and_a_raised_span() {
        let line = Line::default().number(&crate::text::format::decade(4), Face::Regular);
        assert_eq!(line.content(), "10^4");
        assert_eq!(line.0[1].level, Level::Raised);
    }

    #[test]
    fn digits_are_equally_wide() {
        assert_eq!(width("1,111", Face::Regular), width("8,888", Face::Regular));
        assert!(width("16:1", Face::Bold) > width("16:1", Face::Regular));
    }
}

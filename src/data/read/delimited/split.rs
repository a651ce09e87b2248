//! Text to rows of cells, in pieces of any size.
//!
//! The rules are those of RFC 4180, and beyond it what programs do: line ends of any kind, blanks around cells and before
//! quotes, text behind a closing quote, runs of blanks as one delimiter, lines that begin with `#`. A quote that is opened
//! and never closed is an ordinary sign, so that it costs its line and not the rest of the file. A crate for delimited
//! text knows neither the last three nor pieces that end within a cell; the tests hold this splitter to one where both
//! read the same.

use crate::data::read::delimiter::Delimiter;
use crate::data::read::table::Cells;

/// Where the splitter is between two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first cell of a line.
    RowStart,
    /// Before a cell that is not the first.
    CellStart,
    /// In a cell without quotes, or behind its closing quote.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: the end of them, or half of a doubled one.
    QuoteInQuoted,
    /// Behind the closing quote.
    Closed,
    /// In a line that is left out.
    Comment,
}

/// What a comment line says, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub line: usize,
    pub text: String,
}

/// Most comment lines that are kept as text; the others are counted only.
const MOST_COMMENTS: usize = 100;

/// A splitter at work.
#[derive(Clone, Debug)]
pub(super) struct Splitter {
    delimiter: Delimiter,
    comments_allowed: bool,
    quotes: bool,
    pub cells: Cells,
    /// The first comment lines.
    pub comments: Vec<Comment>,
    /// How many comment lines there are.
    pub n_comments: usize,
    /// The line on which a quote was opened that is never closed.
    pub open_quote: Option<usize>,
    state: State,
    /// The line that is being read, from 1, and the line that its row and its quote began on.
    line: usize,
    row_line: usize,
    quote_line: usize,
    after_return: bool,
    /// Most rows that are kept.
    most: usize,
    /// Whether the first line is no row: it says what the delimiter is.
    skips_first: bool,
}

impl Splitter {
    pub fn new(delimiter: Delimiter, comments_allowed: bool, cells: Cells) -> Splitter {
        Splitter {
            delimiter,
            comments_allowed,
            quotes: true,
            cells,
            comments: Vec::new(),
            n_comments: 0,
            open_quote: None,
            state: State::RowStart,
            line: 1,
            row_line: 1,
            quote_line: 1,
            after_return: false,
            most: usize::MAX,
            skips_first: false,
        }
    }

    /// The same, over the first line, which is no row.
    pub fn skipping_first_line(self) -> Splitter {
        Splitter {
            skips_first: true,
            state: State::Comment,
            ..self
        }
    }

    /// The first `most` rows of `text`.
    pub fn sample(text: &str, delimiter: Delimiter, most: usize) -> Cells {
        let mut splitter = Splitter {
            most,
            ..Splitter::new(delimiter, true, Cells::default())
        };
        splitter.push(text);
        splitter.finish();
        splitter.cells
    }

    fn is_delimiter(&self, byte: u8) -> bool {
        match self.delimiter {
            Delimiter::Comma => byte == b',',
            Delimiter::Semicolon => byte == b';',
            Delimiter::Tab => byte == b'\t',
            Delimiter::Pipe => byte == b'|',
            Delimiter::Blanks => byte == b' ' || byte == b'\t',
        }
    }

    /// Reads on.
    pub fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.cells.len() < self.most {
            let byte = bytes[at];
            if std::mem::take(&mut self.after_return) && byte == b'\n' {
                at += 1;
                continue;
            }
            match self.state {
                State::RowStart | State::CellStart => at = self.start(text, at),
                State::Plain | State::Closed => at = self.plain(text, at),
                State::Quoted => at = self.quoted(text, at),
                State::QuoteInQuoted => {
                    if byte == b'"' {
                        self.cells.push_text("\"");
                        self.state = State::Quoted;
                        at += 1;
                    } else {
                        self.state = State::Closed;
                    }
                }
                State::Comment => at = self.comment(text, at),
            }
        }
    }

    /// Before a cell: over blanks, into quotes or into a plain cell.
    fn start(&mut self, text: &str, at: usize) -> usize {
        let byte = text.as_bytes()[at];
        let first = self.state == State::RowStart;
        if first {
            self.row_line = self.line;
        }
        match byte {
            b'\r' | b'\n' if first => self.line_end(byte),
            b' ' | b'\t' if self.delimiter == Delimiter::Blanks || !self.is_delimiter(byte) => {}
            b'#' if first && self.comments_allowed && !is_spreadsheet_error(&text[at..]) => {
                self.state = State::Comment;
                return at;
            }
            b'"' if self.quotes => {
                self.quote_line = self.line;
                self.state = State::Quoted;
            }
            b'\r' | b'\n' if self.delimiter == Delimiter::Blanks => {
                // A line that ends with blanks has no cell behind them.
                self.end_row(byte);
            }
            _ => {
                self.state = State::Plain;
                return at;
            }
        }
        at + 1
    }

    /// In a cell: to its end, or to the end of the text.
    fn plain(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        let ends = |&byte: &u8| byte == b'\n' || byte == b'\r' || self.is_delimiter(byte);
        let n = rest.iter().position(ends).unwrap_or(rest.len());
        let piece = &text[at..at + n];
        let closed = self.state == State::Closed;
        // Behind a closing quote blanks are no text.
        self.cells.push_text(if closed && piece.trim().is_empty() {
            ""
        } else {
            piece
        });
        let Some(&byte) = rest.get(n) else {
            return at + n;
        };
        self.cells.end_cell(true);
        if self.is_delimiter(byte) {
            self.state = State::CellStart;
        } else {
            self.end_row(byte);
        }
        at + n + 1
    }

    fn quoted(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        let special = |&byte: &u8| matches!(byte, b'"' | b'\n' | b'\r');
        let n = rest.iter().position(special).unwrap_or(rest.len());
        self.cells.push_text(&text[at..at + n]);
        match rest.get(n) {
            None => return at + n,
            Some(b'"') => self.state = State::QuoteInQuoted,
            Some(&byte) => {
                self.line_end(byte);
                self.cells.push_text("\n");
            }
        }
        at + n + 1
    }

    fn comment(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        let ends = |&byte: &u8| byte == b'\n' || byte == b'\r';
        let n = rest.iter().position(ends).unwrap_or(rest.len());
        if self.n_comments < MOST_COMMENTS {
            self.cells.push_text(&text[at..at + n]);
        }
        let Some(&byte) = rest.get(n) else {
            return at + n;
        };
        self.end_comment();
        self.line_end(byte);
        at + n + 1
    }

    fn end_comment(&mut self) {
        self.state = State::RowStart;
        let text = self.cells.take_open_cell();
        if std::mem::take(&mut self.skips_first) {
            return;
        }
        if self.n_comments < MOST_COMMENTS {
            let line = self.line;
            self.comments.push(Comment { line, text });
        }
        self.n_comments += 1;
    }

    fn end_row(&mut self, byte: u8) {
        self.cells.end_row(self.row_line);
        self.line_end(byte);
        self.state = State::RowStart;
    }

    fn line_end(&mut self, byte: u8) {
        self.line += 1;
        self.after_return = byte == b'\r';
    }

    /// Ends the last row, and reads what an open quote has swallowed again, without quotes.
    pub fn finish(&mut self) {
        if self.state == State::Quoted && self.cells.len() < self.most {
            let swallowed = self.cells.take_open_cell();
            self.open_quote = Some(self.quote_line);
            self.line = self.quote_line;
            self.quotes = false;
            self.state = State::Plain;
            self.after_return = false;
            self.push("\"");
            self.push(&swallowed);
        }
        match self.state {
            State::RowStart => {}
            State::Comment => self.end_comment(),
            State::CellStart if self.delimiter == Delimiter::Blanks => {
                self.cells.end_row(self.row_line);
            }
            _ => {
                if self.cells.n_open_cells() > 0 || !self.cells.open_cell_is_empty() {
                    self.cells.end_cell(true);
                    self.cells.end_row(self.row_line);
                }
            }
        }
        self.state = State::RowStart;
    }
}

/// What a spreadsheet writes where a formula fails: no comment.
fn is_spreadsheet_error(line: &str) -> bool {
    [
        "#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!",
    ]
    .iter()
    .any(|error| line.starts_with(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, stream, uniform};

    fn split(text: &str, delimiter: Delimiter, size: usize) -> (Vec<Vec<String>>, Vec<usize>) {
        let mut splitter = Splitter::new(delimiter, true, Cells::default());
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = size.min(rest.len());
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            splitter.push(&rest[..end]);
            rest = &rest[end..];
        }
        splitter.finish();
        let rows = splitter.cells.rows();
        let lines = rows.clone().map(|row| row.line).collect();
        (
            rows.map(|row| row.cells().map(String::from).collect())
                .collect(),
            lines,
        )
    }

    #[test]
    fn rows_are_those_that_the_csv_crate_reads() {
        let pieces = [
            "1",
            "2.5",
            "a",
            ",",
            ",",
            "\n",
            "\r\n",
            "\"a,b\"",
            "\"x\"\"y\"",
            "é",
            "\"\"",
        ];
        let mut rng = stream(1, Purpose::Data);
        for _ in 0..3000 {
            let mut text = String::new();
            let mut after_text = false;
            for _ in 0..40 {
                let piece = pieces[(uniform(&mut rng) * pieces.len() as f64) as usize];
                // A quote within a plain cell is read differently by intent only where it follows text.
                let is_sign = [",", "\n", "\r\n"].contains(&piece);
                if after_text && !is_sign {
                    continue;
                }
                after_text = !is_sign;
                text += piece;
            }
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = reader
                .records()
                .map(|row| row.unwrap().iter().map(String::from).collect())
                .filter(|row: &Vec<String>| row.len() > 1 || !row[0].is_empty())
                .collect();
            for size in [1, 3, 1000] {
                let (rows, _) = split(&text, Delimiter::Comma, size);
                let rows: Vec<_> = rows
                    .into_iter()
                    .filter(|row| row.len() > 1 || !row[0].is_empty())
                    .collect();
                assert_eq!(rows, expected, "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn lines_are_counted_whatever_lies_between() {
        let text = "a,b\r\n\r\n1,2\r3,\"4\n5\"\n# no, row\n\n 6 , \"7\" \n";
        for size in [1, 2, 5, 100] {
            let (rows, lines) = split(text, Delimiter::Comma, size);
            assert_eq!(lines, [1, 3, 4, 8], "{size}");
            assert_eq!(rows[2], ["3", "4\n5"]);
            assert_eq!(rows[3], ["6", "7"]);
        }
    }

    #[test]
    fn blanks_in_any_number_are_one_delimiter() {
        let text = "  1   2.5\t a \n\"b c\" 3   d\n4 5 6";
        for size in [1, 2, 100] {
            let (rows, _) = split(text, Delimiter::Blanks, size);
            assert_eq!(
                rows,
                [["1", "2.5", "a"], ["b c", "3", "d"], ["4", "5", "6"]]
            );
        }
    }

    #[test]
    fn an_open_quote_is_an_ordinary_sign() {
        let text = "1,2\n\"3,4\n5,6\n";
        for size in [1, 4, 100] {
            let (rows, lines) = split(text, Delimiter::Comma, size);
            assert_eq!(rows, [["1", "2"], ["\"3", "4"], ["5", "6"]]);
            assert_eq!(lines, [1, 2, 3]);
        }
    }
}

//! Delimited text: comma, semicolon, tab, bar or blanks between cells; names or none; titles, units, comments and `sep=`.

mod header;
mod recognize;
mod split;

use super::columns::Found;
use super::delimiter::Delimiter;
use super::format::Format;
use super::options::Options;
use super::remark::{Change, Remark};
use super::table::{Cells, MOST_COLUMNS, Table};
use super::{Refusal, orange};
use recognize::{SAMPLE, usual_length};
use split::{Comment, Splitter};

/// Delimited text being read, in pieces of any size.
#[derive(Clone, Debug)]
pub(super) struct Delimited {
    splitter: Splitter,
    delimiter: Delimiter,
    orange: bool,
    notices: Vec<Remark>,
}

impl Delimited {
    /// Prepares for a text that begins with `beginning`, whole lines of it, and has about `size` bytes; `beginning` is
    /// still to be pushed.
    pub fn new(beginning: &str, size: usize, options: &Options) -> Result<Delimited, Refusal> {
        let announced = announced(beginning);
        let delimiter = options
            .delimiter
            .or(announced)
            .or_else(|| recognize::delimiter(beginning))
            .ok_or(Refusal::OneColumn)?;
        let mut notices = Vec::new();
        if announced.is_some() {
            let text = "The first line, sep=, says what stands between cells and is no row.";
            notices.push(Remark::new(text, Change::Delimiter));
        }
        let comments = options.comments.unwrap_or(true);
        let mut splitter = Splitter::new(delimiter, comments, Cells::with_capacity(size));
        if announced.is_some() {
            splitter = splitter.skipping_first_line();
        }
        Ok(Delimited {
            splitter,
            delimiter,
            orange: matches!(options.format, Some(Format::Orange(_))),
            notices,
        })
    }

    /// Reads on.
    pub fn push(&mut self, text: &str) {
        self.splitter.push(text);
    }

    /// Makes room for `bytes` more, judged by what was read so far.
    pub fn reserve_for(&mut self, bytes: usize, read: usize) {
        self.splitter.cells.reserve_for(bytes, read);
    }

    /// The table.
    pub fn finish(mut self, options: &Options) -> Result<Table, Refusal> {
        self.splitter.finish();
        let mut notices = self.notices;
        let Splitter {
            mut cells,
            comments,
            n_comments,
            open_quote,
            ..
        } = self.splitter;
        if let Some(line) = open_quote {
            let text = format!(
                "Line {line} opens a quote that is never closed: from there on quotes were read as ordinary signs."
            );
            notices.push(Remark::new(text, Change::File));
        }
        let width = usual_length(cells.rows());
        if width < 2 {
            return Err(if cells.len() == 0 {
                Refusal::Empty
            } else {
                Refusal::OneColumn
            });
        }
        if width > MOST_COLUMNS {
            return Err(Refusal::TooManyColumns { found: width });
        }
        if (self.orange || options.format.is_none())
            && options.header != Some(false)
            && let Some(headers) = orange::headers(&cells, width)
        {
            cells.drop_rows(&(0..headers.n_lines).collect::<Vec<usize>>());
            return Found {
                cells,
                heads: headers.heads,
                format: Format::Orange(self.delimiter),
                has_header: true,
                notices,
                set_aside: Vec::new(),
            }
            .table(options);
        }
        let header = header::header(&cells, width, &comments, self.delimiter, options.header);
        notices.extend(header.notices);
        notices.extend(comment_notice(&comments, n_comments, header.comment_line));
        cells.drop_rows(&header.drop);
        Found {
            cells,
            heads: header.heads,
            format: Format::Delimited(self.delimiter),
            has_header: header.has_header,
            notices,
            set_aside: header.set_aside,
        }
        .table(options)
    }
}

/// Says which lines are comments, but for the one that names the columns.
fn comment_notice(comments: &[Comment], n: usize, header: Option<usize>) -> Option<Remark> {
    let n = n - usize::from(header.is_some());
    let first = comments
        .iter()
        .map(|c| c.line)
        .find(|&line| Some(line) != header)?;
    let text = if n == 1 {
        format!("Line {first} begins with # and is read as a comment.")
    } else {
        format!("{n} lines begin with # and are read as comments, the first of them line {first}.")
    };
    Some(Remark::new(text, Change::Comments))
}

/// The delimiter that a first line `sep=;` names.
fn announced(beginning: &str) -> Option<Delimiter> {
    let line = beginning.lines().next()?.trim().trim_matches('"');
    let sign = line
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("sep="))
        .map(|_| &line[4..])?;
    Delimiter::from_name(if sign.is_empty() { "\t" } else { sign })
}

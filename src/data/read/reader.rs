//! Bytes to a reading, in pieces of any size, so that a page can read a large file as it comes.
//!
//! The beginning decides the format. Delimited text is then split as it comes, so that no more than its cells is held;
//! every other format is collected and read at the end.

use super::delimited::Delimited;
use super::format::Format;
use super::guess::guess;
use super::options::Options;
use super::remark::{Change, Remark};
use super::table::Table;
use super::text::Decoder;
use super::{
    Reading, Refusal, arff, json, markdown, recognize, svmlight, vowpal_wabbit, weka_json,
};

/// Longest file that is read, in bytes.
pub const MOST_BYTES: usize = 400_000_000;
/// How much of the beginning decides the format, in bytes.
const BEGINNING: usize = 1 << 16;
/// The size of the pieces in which a whole text is read.
const PIECE: usize = 1 << 20;

/// Reads a whole file and guesses what is meant by it.
///
/// # Errors
/// If it cannot be read at all, or an option names a column that is not there.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Refusal> {
    let mut reader = Reader::new(options, bytes.len())?;
    for piece in bytes.chunks(PIECE) {
        reader.push(piece)?;
    }
    reader.finish()
}

/// A file being read.
#[derive(Clone, Debug)]
pub struct Reader {
    options: Options,
    /// How many bytes the file has, as far as is known.
    size: usize,
    read: usize,
    decoder: Decoder,
    /// Text that no one has taken yet.
    text: String,
    state: State,
    /// Whether room for the cells of the whole file was made.
    reserved: bool,
}

#[derive(Clone, Debug)]
enum State {
    /// Too little is there to tell the format.
    Beginning,
    Delimited(Box<Delimited>),
    /// The format is read whole, at the end.
    Whole(Format),
}

impl Reader {
    /// Prepares for a file of about `size` bytes.
    ///
    /// # Errors
    /// If that is more than is read.
    pub fn new(options: &Options, size: usize) -> Result<Reader, Refusal> {
        too_long(size)?;
        Ok(Reader {
            options: options.clone(),
            size,
            read: 0,
            decoder: Decoder::default(),
            text: String::new(),
            state: State::Beginning,
            reserved: false,
        })
    }

    /// Reads on.
    ///
    /// # Errors
    /// If the file is refused; the reader is then of no more use.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.read += bytes.len();
        too_long(self.read)?;
        self.decoder.decode(bytes, false, &mut self.text);
        if matches!(self.state, State::Beginning) && self.text.trim_start().len() >= BEGINNING {
            self.begin()?;
        }
        self.hand_over();
        Ok(())
    }

    /// The reading.
    ///
    /// # Errors
    /// If the file is refused.
    pub fn finish(mut self) -> Result<Reading, Refusal> {
        self.decoder.decode(&[], true, &mut self.text);
        if matches!(self.state, State::Beginning) {
            self.begin()?;
        }
        self.hand_over();
        let mut table = match self.state {
            State::Delimited(delimited) => delimited.finish(&self.options)?,
            State::Whole(format) => whole(format, &self.text, &self.options)?,
            State::Beginning => return Err(Refusal::Empty),
        };
        if self.decoder.replaced > 0 {
            table.notices.insert(
                0,
                Remark::new(
                    "The file is not in UTF-8: letters that could not be read stand as \u{fffd}. Save it as CSV (UTF-8) to keep them.",
                    Change::File,
                ),
            );
        }
        let guess = guess(&table, &self.options)?;
        Ok(Reading { table, guess })
    }

    /// Decides the format.
    fn begin(&mut self) -> Result<(), Refusal> {
        let text = self.text.trim_start_matches('\u{feff}');
        check_text(text)?;
        // Whole lines only, if there are any.
        let content = text.trim_start_matches(['\n', '\r']);
        let mut most = content.len().min(4 * BEGINNING);
        while !content.is_char_boundary(most) {
            most -= 1;
        }
        let mut beginning = &content[..most];
        if most < content.len() || self.read < self.size {
            beginning = beginning
                .rfind('\n')
                .map_or(beginning, |end| &beginning[..end + 1]);
        }
        let format = self
            .options
            .format
            .unwrap_or_else(|| recognize::format(beginning));
        self.state = match format {
            Format::Delimited(_) | Format::Orange(_) => {
                let delimited = Delimited::new(beginning, self.size, &self.options)?;
                State::Delimited(Box::new(delimited))
            }
            format => State::Whole(format),
        };
        if text.len() < self.text.len() {
            self.text = text.to_owned();
        }
        Ok(())
    }

    /// Gives delimited text on to be split.
    fn hand_over(&mut self) {
        if let State::Delimited(delimited) = &mut self.state {
            let taken = self.text.len();
            delimited.push(&self.text);
            if taken > 0 && self.size > self.read && !self.reserved {
                self.reserved = true;
                delimited.reserve_for(self.size - self.read, self.read);
            }
            self.text.clear();
        }
    }
}

fn too_long(bytes: usize) -> Result<(), Refusal> {
    let most = MOST_BYTES;
    if bytes > most {
        Err(Refusal::TooLong { bytes, most })
    } else {
        Ok(())
    }
}

/// Refuses what is empty, or no text.
fn check_text(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let is_odd = |c: &char| *c == '\u{fffd}' || (c.is_control() && !"\t\r\n".contains(*c));
    let odd = text.chars().filter(is_odd).count();
    if odd * 10 > text.chars().count() {
        return Err(Refusal::NotText);
    }
    Ok(())
}

fn whole(format: Format, text: &str, options: &Options) -> Result<Table, Refusal> {
    match format {
        Format::Arff => arff::read(text, options),
        Format::WekaJson => weka_json::read(text, options),
        Format::Json => json::read(text, options),
        Format::SvmLight => svmlight::read(text, options),
        Format::VowpalWabbit => vowpal_wabbit::read(text, options),
        Format::Markdown => markdown::read(text, options),
        Format::Delimited(_) | Format::Orange(_) => {
            let mut delimited = Delimited::new(text, text.len(), options)?;
            delimited.push(text);
            delimited.finish(options)
        }
    }
}

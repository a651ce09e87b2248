//! Bytes to text, in pieces of any size: UTF-8 with or without a byte-order mark, or UTF-16 with one.
//!
//! Spreadsheets save "Unicode text" as UTF-16 with tabs. Bytes that are no UTF-8 (an older encoding) become U+FFFD, as in
//! every browser's own decoder, and that is reported.

/// What the first bytes say of the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { little_endian: bool },
}

/// A decoder that keeps what a piece cuts through until the next piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoder {
    encoding: Option<Encoding>,
    held: Vec<u8>,
    /// How many places were no UTF-8.
    pub replaced: usize,
}

impl Decoder {
    /// Appends the text of `bytes` to `text`; `last` says that nothing follows.
    pub fn decode(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        let joined;
        let bytes = if self.held.is_empty() {
            bytes
        } else {
            self.held.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.held);
            &joined
        };
        let Some((encoding, mark)) = self.encoding.map(|e| (e, 0)).or_else(|| sniff(bytes, last))
        else {
            self.held = bytes.to_vec();
            return;
        };
        self.encoding = Some(encoding);
        match encoding {
            Encoding::Utf8 => self.utf8(&bytes[mark..], last, text),
            Encoding::Utf16 { little_endian } => {
                self.utf16(&bytes[mark..], little_endian, last, text)
            }
        }
    }

    fn utf8(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(good) => return text.push_str(good),
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(good));
                    let cut = error.error_len();
                    if cut.is_none() && !last {
                        self.held = bad.to_vec();
                        return;
                    }
                    text.push('\u{fffd}');
                    self.replaced += 1;
                    rest = &bad[cut.unwrap_or(bad.len())..];
                }
            }
        }
    }

    fn utf16(&mut self, bytes: &[u8], little_endian: bool, last: bool, text: &mut String) {
        let unit = |pair: &[u8]| match little_endian {
            true => u16::from_le_bytes([pair[0], pair[1]]),
            false => u16::from_be_bytes([pair[0], pair[1]]),
        };
        let mut whole = bytes.len() / 2 * 2;
        let is_high = |unit: u16| (0xd800..0xdc00).contains(&unit);
        if !last && whole >= 2 && is_high(unit(&bytes[whole - 2..])) {
            whole -= 2; // half of a character
        }
        for decoded in char::decode_utf16(bytes[..whole].chunks_exact(2).map(unit)) {
            text.push(decoded.unwrap_or_else(|_| {
                self.replaced += 1;
                '\u{fffd}'
            }));
        }
        if last {
            self.replaced += (bytes.len() - whole).min(1);
        } else {
            self.held = bytes[whole..].to_vec();
        }
    }
}

/// The encoding and the length of its mark; `None` while too few bytes are there to tell.
fn sniff(bytes: &[u8], last: bool) -> Option<(Encoding, usize)> {
    let utf16 = |little_endian| Some((Encoding::Utf16 { little_endian }, 2));
    match bytes {
        [0xff, 0xfe, ..] => utf16(true),
        [0xfe, 0xff, ..] => utf16(false),
        [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8, 3)),
        [] | [0xef] | [0xfe] | [0xff] | [0xef, 0xbb] if !last => None,
        _ => Some((Encoding::Utf8, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of `bytes` in pieces of `size`, and how many places were replaced.
    fn decoded(bytes: &[u8], size: usize) -> (String, usize) {
        let (mut decoder, mut text) = (Decoder::default(), String::new());
        for piece in bytes.chunks(size) {
            decoder.decode(piece, false, &mut text);
        }
        decoder.decode(&[], true, &mut text);
        (text, decoder.replaced)
    }

    #[test]
    fn pieces_of_any_size_give_the_same_text() {
        let text = "x₁,grün,🐧\r\n1,2,a\n";
        let utf16 = |units: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            let body = text.encode_utf16().flat_map(units);
            mark.into_iter().chain(body).collect::<Vec<u8>>()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            ["\u{feff}", text].concat().into_bytes(),
            utf16(u16::to_le_bytes, [0xff, 0xfe]),
            utf16(u16::to_be_bytes, [0xfe, 0xff]),
        ] {
            for size in [1, 2, 3, 5, 1000] {
                assert_eq!(decoded(&bytes, size), (text.to_owned(), 0), "{size}");
            }
        }
    }

    #[test]
    fn bytes_of_an_older_encoding_are_replaced_as_the_standard_library_does() {
        let latin = b"gr\xf6\xdfe\xc3";
        let expected = String::from_utf8_lossy(latin).into_owned();
        for size in [1, 2, 7] {
            let (text, replaced) = decoded(latin, size);
            assert_eq!(text, expected);
            assert!(replaced > 0);
        }
        assert_eq!(decoded(b"", 1), (String::new(), 0));
        assert_eq!(decoded(b"\xef", 1), ("\u{fffd}".to_owned(), 1));
    }
}

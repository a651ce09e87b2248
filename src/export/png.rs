//! The moment inside a PNG: a `tEXt` chunk before the pixels, and the same once more as `iTXt`.
//!
//! Tools move, rewrite or drop chunks, each in its own way; between the two most keep one. Both are read wherever they
//! stand, to the end of the file. (PNG specification, third edition, sections 5.3 and 11.3.)

use super::Carried;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const KEYWORD: &[u8] = b"Description";

/// The chunks of a PNG: kind and data, up to `IEND`; `None` where it is none.
fn chunks(png: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut rest = png.strip_prefix(SIGNATURE)?;
    let mut chunks = Vec::new();
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let kind = after.get(..4)?;
        chunks.push((kind, after.get(4..4 + length)?));
        if kind == b"IEND" {
            return Some(chunks);
        }
        rest = after.get(8 + length..)?;
    }
}

/// The PNG with the moment in it; what one carried before gives way. `None` where the bytes are no PNG.
pub fn write(png: &[u8], carried: &Carried) -> Option<Vec<u8>> {
    let text = carried.sentence();
    let mut out = SIGNATURE.to_vec();
    for (kind, data) in chunks(png)? {
        if moment(kind, data).is_some() {
            continue;
        }
        push(&mut out, kind, data);
        if kind == b"IHDR" {
            let plain = [KEYWORD, &[0], text.as_bytes()].concat();
            push(&mut out, b"tEXt", &plain);
            // Not compressed, no language, no translated keyword.
            let international = [KEYWORD, &[0, 0, 0, 0, 0], text.as_bytes()].concat();
            push(&mut out, b"iTXt", &international);
        }
    }
    Some(out)
}

/// The moment that a PNG carries.
pub fn read(png: &[u8]) -> Option<Carried> {
    chunks(png)?
        .into_iter()
        .find_map(|(kind, data)| moment(kind, data))
}

fn moment(kind: &[u8], data: &[u8]) -> Option<Carried> {
    if kind != b"tEXt" && kind != b"iTXt" {
        return None;
    }
    Carried::in_text(&String::from_utf8_lossy(data))
}

fn push(out: &mut Vec<u8>, kind: &[u8], data: &[u8]) {
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    let sum = crc(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
}

/// CRC-32 as PNG has it (annex D): the polynomial 0xEDB88320, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                0xedb8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One black pixel, as zlib and the specification make it.
    const PIXEL: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

    fn carried(step: u64) -> Carried {
        Carried {
            link: "v=1&sweep=seed:1..3;width:4,8".to_owned(),
            step,
            hash: "h0123456789abcdef".to_owned(),
        }
    }

    #[test]
    fn checksums_are_those_of_the_specification() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        for (kind, data) in chunks(PIXEL).expect("a PNG") {
            let mut again = Vec::new();
            push(&mut again, kind, data);
            assert!(
                PIXEL.windows(again.len()).any(|window| window == again),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_and_written_over() {
        assert_eq!(read(PIXEL), None);
        let once = write(PIXEL, &carried(10)).expect("a PNG");
        assert_eq!(read(&once), Some(carried(10)));
        let twice = write(&once, &carried(20)).expect("a PNG");
        assert_eq!(read(&twice), Some(carried(20)));
        assert_eq!(twice.len(), once.len());
        let kinds: Vec<&[u8]> = chunks(&twice)
            .expect("a PNG")
            .iter()
            .map(|(kind, _)| *kind)
            .collect();
        assert_eq!(kinds, [&b"IHDR"[..], b"tEXt", b"iTXt", b"IDAT", b"IEND"]);
    }

    #[test]
    fn either_chunk_is_enough_and_bad_files_are_none() {
        let png = write(PIXEL, &carried(10)).expect("a PNG");
        for gone in [&b"tEXt"[..], b"iTXt"] {
            let mut kept = SIGNATURE.to_vec();
            for (kind, data) in chunks(&png)
                .expect("a PNG")
                .into_iter()
                .filter(|(kind, _)| *kind != gone)
            {
                push(&mut kept, kind, data);
            }
            assert_eq!(read(&kept), Some(carried(10)));
        }
        for length in 0..png.len() - 12 {
            assert_eq!(read(&png[..length]), None, "cut after {length}");
        }
        assert_eq!(write(b"GIF89a", &carried(1)), None);
    }
}

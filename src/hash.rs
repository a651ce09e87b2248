//! A short name for the bits of parameters.

/// `h` and 16 hexadecimal digits: FNV-1a (Fowler, Noll and Vo) over the bits of the numbers, each as eight bytes, the
/// lowest first. Equal parameters have equal hashes; −0 and 0 do not. Begins with a letter, since tools that read
/// tables take some hashes for numbers.
pub fn hash(numbers: &[f64]) -> String {
    of_bytes(numbers.iter().flat_map(|x| x.to_bits().to_le_bytes()))
}

/// The same of texts one after the other.
pub fn hash_of_texts<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    of_bytes(texts.flat_map(str::bytes))
}

fn of_bytes(bytes: impl Iterator<Item = u8>) -> String {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("h{state:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        // The offset basis for nothing; for these eight bytes by an independent program.
        assert_eq!(hash(&[]), "hcbf29ce484222325");
        // Published by the authors.
        assert_eq!(
            hash_of_texts(["foo", "bar"].into_iter()),
            "h85944171f73967e8"
        );
        assert_ne!(hash(&[0.0]), hash(&[-0.0]));
        assert_ne!(hash(&[1.0, 2.0]), hash(&[2.0, 1.0]));
        let foobar = f64::from_le_bytes(*b"foobarfo");
        assert_eq!(hash(&[foobar]), EXPECTED);
    }

    /// FNV-1a of "foobarfo".
    const EXPECTED: &str = "h7396e6eb4e2040df";
}

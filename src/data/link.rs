//! Own data in a link: compact text, compressed, in the letters that a URL takes as they are.
//!
//! ```text
//! data → lines of text → zlib (deflate and a check sum) → base64url without padding
//! ```
//! The lines:
//! ```text
//! iw1                          the format
//! x₁ · x₂ · orange · blue      four lines of names; \n and \\ stand for a line break and a backslash
//! s w                          s if the data has a split, w if it has weights
//! mean₁ mean₂ deviation₁ deviation₂     or an empty line when not standardized
//! 1.5 −2 o 3                   then a line per example: features, class, and its weight unless that is 1;
//!                              o and b are for training, O and B for testing
//! ```
//! Numbers are the shortest decimals that read back as the same bits, so nothing is lost.

use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::own::{OwnData, Standardization};
use super::{Class, Dataset, Example, LARGEST, Split};
use crate::text::decimal::{self, shortest};

/// Most points that a link carries; about 5000 letters.
pub const MOST_POINTS: usize = 200;
/// Most text behind a link, in bytes: 200 points need 20,000. A short link can claim to hold gigabytes.
const MOST_TEXT: usize = 64_000;
/// Longest name, in characters; a longer one is cut.
const LONGEST_NAME: usize = 80;
const FORMAT: &str = "iw1";

/// Why data does not fit in a link, or a link holds no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// More than [`MOST_POINTS`].
    TooManyPoints(usize),
    /// The text is cut off or changed.
    Damaged,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyPoints(n) => write!(
                f,
                "A link carries up to {MOST_POINTS} points, and there are {n}: share the file beside the link."
            ),
            Self::Damaged => write!(
                f,
                "The data in the link is damaged. Copy the whole link again, or load the file."
            ),
        }
    }
}

impl std::error::Error for LinkError {}

/// The link text of `own`.
pub fn encode(own: &OwnData) -> Result<String, LinkError> {
    let n = own.dataset.examples.len();
    if n > MOST_POINTS {
        return Err(LinkError::TooManyPoints(n));
    }
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(write(own).as_bytes(), 10);
    Ok(URL_SAFE_NO_PAD.encode(compressed))
}

/// The data of a link text that [`encode`] made; anything else is refused, in bounded time and memory.
pub fn decode(text: &str) -> Result<OwnData, LinkError> {
    let compressed = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| LinkError::Damaged)?;
    let bytes = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&compressed, MOST_TEXT)
        .map_err(|_| LinkError::Damaged)?;
    let text = String::from_utf8(bytes).map_err(|_| LinkError::Damaged)?;
    read(&text).ok_or(LinkError::Damaged)
}

fn write(own: &OwnData) -> String {
    let mut lines = vec![FORMAT.to_string()];
    lines.extend(own.features.iter().chain(&own.classes).map(|n| escape(n)));
    let flag = |set, letter| if set { letter } else { "" };
    lines.push([flag(own.has_split, "s"), flag(own.has_weight, "w")].concat());
    lines.push(own.standardized.map_or(String::new(), |s| {
        let numbers = s.mean.iter().chain(&s.deviation);
        numbers
            .map(|&v| shortest(v))
            .collect::<Vec<String>>()
            .join(" ")
    }));
    lines.extend(own.dataset.examples.iter().map(row));
    lines.join("\n")
}

fn row(example: &Example) -> String {
    let class = match (example.class, example.split) {
        (Class::Orange, Split::Train) => 'o',
        (Class::Orange, Split::Test) => 'O',
        (Class::Blue, Split::Train) => 'b',
        (Class::Blue, Split::Test) => 'B',
    };
    let [x1, x2] = example.x.map(shortest);
    let mut row = format!("{x1} {x2} {class}");
    if example.weight != 1.0 {
        // Writing to a string cannot fail.
        let _ = write!(row, " {}", shortest(example.weight));
    }
    row
}

fn read(text: &str) -> Option<OwnData> {
    let mut lines = text.split('\n');
    if lines.next()? != FORMAT {
        return None;
    }
    let mut name = || lines.next().and_then(unescape);
    let features = [name()?, name()?];
    let classes = [name()?, name()?];
    let flags = lines.next()?;
    if !["", "s", "w", "sw"].contains(&flags) {
        return None;
    }
    let standardized = match lines.next()? {
        "" => None,
        line => {
            let numbers = line.split(' ').map(number).collect::<Option<Vec<f64>>>()?;
            let [m1, m2, d1, d2] = numbers[..] else {
                return None;
            };
            (d1 > 0.0 && d2 > 0.0).then_some(())?;
            Some(Standardization {
                mean: [m1, m2],
                deviation: [d1, d2],
            })
        }
    };
    let examples = lines.map(example).collect::<Option<Vec<Example>>>()?;
    if examples.len() > MOST_POINTS {
        return None;
    }
    Some(OwnData {
        dataset: Dataset { examples },
        has_split: flags.contains('s'),
        has_weight: flags.contains('w'),
        features,
        classes,
        standardized,
    })
}

fn example(line: &str) -> Option<Example> {
    let mut cells = line.split(' ');
    let x = [number(cells.next()?)?, number(cells.next()?)?];
    let (class, split) = match cells.next()? {
        "o" => (Class::Orange, Split::Train),
        "O" => (Class::Orange, Split::Test),
        "b" => (Class::Blue, Split::Train),
        "B" => (Class::Blue, Split::Test),
        _ => return None,
    };
    let weight = match cells.next() {
        Some(cell) => number(cell).filter(|&w| w >= 0.0)?,
        None => 1.0,
    };
    cells.next().is_none().then_some(Example {
        x,
        class,
        split,
        weight,
    })
}

/// A finite number of a size that data may have.
fn number(text: &str) -> Option<f64> {
    let value = decimal::read(text)?;
    (value.abs() <= LARGEST).then_some(value)
}

fn escape(name: &str) -> String {
    let cut: String = name.chars().take(LONGEST_NAME).collect();
    cut.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescape(line: &str) -> Option<String> {
    let mut name = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        name.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                '\\' => '\\',
                _ => return None,
            },
            letter => letter,
        });
    }
    (name.chars().count() <= LONGEST_NAME).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::generate::{Generator, Sizes, generate};
    use crate::rng::{Purpose, stream, uniform};
    use rand::Rng;

    fn sample(n: usize) -> OwnData {
        let sizes = Sizes {
            n_orange: n / 2,
            n_blue: n - n / 2,
            keep_orange: 0.3,
            keep_blue: 0.8,
        };
        let mut own = OwnData::from_dataset(generate(&Generator::MOONS, &sizes, 1).unwrap());
        own.features = ["bill, in \"mm\"".into(), "a\\nb\nc\\".into()];
        own.classes = ["Zügel & Söhne".into(), String::new()];
        own
    }

    fn same_bits(a: &OwnData, b: &OwnData) {
        assert_eq!(a, b);
        for (a, b) in a.dataset.examples.iter().zip(&b.dataset.examples) {
            assert_eq!(a.x.map(f64::to_bits), b.x.map(f64::to_bits));
            assert_eq!(a.weight.to_bits(), b.weight.to_bits());
        }
    }

    #[test]
    fn nothing_is_lost() {
        let mut own = sample(MOST_POINTS);
        let extremes = [
            -0.0,
            0.0,
            1e100,
            -1e100,
            5e-324,
            0.1 + 0.2,
            1.0 / 3.0,
            -2e-308,
        ];
        for (example, value) in own.dataset.examples.iter_mut().zip(extremes) {
            example.x[1] = value;
            example.weight = value.abs();
        }
        own.has_weight = true;
        own.standardized = Some(Standardization::apply(&mut sample(50)));
        let text = encode(&own).unwrap();
        same_bits(&decode(&text).unwrap(), &own);
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(text.chars().all(allowed));
        for n in [0, 1, 2, 57] {
            same_bits(&decode(&encode(&sample(n)).unwrap()).unwrap(), &sample(n));
        }
    }

    #[test]
    fn any_bit_pattern_within_range_comes_back() {
        let mut rng = stream(7, Purpose::Data);
        let mut number = || loop {
            let value = f64::from_bits(rng.next_u64());
            if value.abs() <= LARGEST {
                return value;
            }
        };
        let mut own = sample(MOST_POINTS);
        for example in &mut own.dataset.examples {
            example.x = [number(), number()];
        }
        same_bits(&decode(&encode(&own).unwrap()).unwrap(), &own);
    }

    #[test]
    fn more_points_than_fit_are_refused() {
        let reason = encode(&sample(MOST_POINTS + 1)).unwrap_err();
        assert_eq!(reason, LinkError::TooManyPoints(201));
        assert!(reason.to_string().contains("200 points"));
    }

    #[test]
    fn a_long_name_is_cut() {
        let mut own = sample(3);
        own.features[0] = "ü".repeat(5000);
        let back = decode(&encode(&own).unwrap()).unwrap();
        assert_eq!(back.features[0], "ü".repeat(LONGEST_NAME));
        assert_eq!(back.dataset, own.dataset);
    }

    #[test]
    fn damaged_links_are_refused() {
        let pack = |text: &[u8]| {
            URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec_zlib(text, 6))
        };
        let good = "iw1\na\nb\nc\nd\n\n\n1 2 o";
        assert!(decode(&pack(good.as_bytes())).is_ok());
        for (what, text) in [
            ("another format", good.replace("iw1", "iw2")),
            ("no number", good.replace("1 2", "1 x")),
            ("NaN", good.replace("1 2", "NaN 2")),
            ("infinite", good.replace("1 2", "inf 2")),
            ("too large", good.replace("1 2", "1e101 2")),
            ("no class", good.replace('o', "q")),
            ("negative weight", good.replace(" o", " o -1")),
            ("a cell too many", good.replace(" o", " o 1 1")),
            ("an empty line", good.to_string() + "\n"),
            ("unknown flag", good.replace("d\n\n", "d\nz\n")),
            ("deviation 0", good.replace("d\n\n\n", "d\n\n0 0 0 1\n")),
            ("three numbers", good.replace("d\n\n\n", "d\n\n0 0 1\n")),
            ("bad escape", good.replace("\na\n", "\n\\a\n")),
            ("cut short", "iw1\na\nb".into()),
            ("nothing", String::new()),
            ("201 points", good.to_string() + &"\n1 2 o".repeat(200)),
            ("a bomb", good.to_string() + &" ".repeat(50_000_000)),
        ] {
            assert_eq!(
                decode(&pack(text.as_bytes())),
                Err(LinkError::Damaged),
                "{what}"
            );
        }
        assert_eq!(decode(&pack(&[0xff, 0xfe])), Err(LinkError::Damaged));
        for text in ["", "A", "!!!!", "AAAA", "====", "ä", "_-_-_-_-"] {
            assert_eq!(decode(text), Err(LinkError::Damaged), "{text:?}");
        }
    }

    #[test]
    fn a_changed_link_is_refused() {
        let text = encode(&sample(20)).unwrap();
        for end in 0..text.len() {
            assert_eq!(
                decode(&text[..end]),
                Err(LinkError::Damaged),
                "cut at {end}"
            );
        }
        let mut rng = stream(3, Purpose::Data);
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/% ";
        for _ in 0..20_000 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..1 + (uniform(&mut rng) * 4.0) as usize {
                let at = (uniform(&mut rng) * bytes.len() as f64) as usize;
                bytes[at] = letters[(uniform(&mut rng) * letters.len() as f64) as usize];
            }
            let changed = String::from_utf8(bytes).unwrap();
            if let Ok(own) = decode(&changed) {
                let examples = &own.dataset.examples;
                assert!(examples.len() <= MOST_POINTS);
                assert!(
                    examples
                        .iter()
                        .all(|e| e.x[0].is_finite() && e.weight >= 0.0)
                );
            }
        }
    }
}

//! Files that are wrong in every way that could be thought of: each gives a reason, or what is good of it.

use super::*;
use crate::data::{LARGEST, MOST_ROWS};
use crate::rng::{Purpose, stream, uniform};

const PENGUINS: &str = include_str!("../../../tests/data/penguins.csv");

/// What is to come of a file.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// So many rows used and so many left out.
    Loads(usize, usize),
    /// A reason with these words.
    Refused(&'static str),
}
use Expected::{Loads, Refused};

/// Loads `text` and checks everything that holds of any file.
fn load(text: &str) -> Result<Report, Refusal> {
    let loaded = super::load(text, None);
    match loaded {
        Ok((own, report)) => {
            let examples = &own.dataset.examples;
            assert_eq!(examples.len(), report.used);
            assert!((1..=MOST_ROWS).contains(&report.used));
            for e in examples {
                assert!(e.x.iter().all(|x| x.abs() <= LARGEST));
                assert!((0.0..=LARGEST).contains(&e.weight));
            }
            let lines: Vec<usize> = report
                .first_lines(usize::MAX)
                .iter()
                .map(|&(line, _)| line)
                .collect();
            assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
            let n_lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
            assert!(lines.iter().all(|line| (1..=n_lines).contains(line)));
            assert!(report.to_string().ends_with('.'));
            Ok(report)
        }
        Err(reason) => {
            let words = reason.to_string();
            assert!(words.ends_with('.') && words.len() < 2000, "{words}");
            Err(reason)
        }
    }
}

/// A good file of four rows.
const GOOD: &str = "x1,x2,y\n1,2,1\n3,4,-1\n5,6,1\n7,8,-1\n";

/// The good file with its second row (line 3) replaced.
fn with_line_3(line: &str) -> String {
    GOOD.replace("3,4,-1", line)
}

fn corpus() -> Vec<(&'static str, String, Expected)> {
    let many_columns = vec!["1"; 100_000].join(",");
    let mut files: Vec<(&str, String, Expected)> = [
        ("nothing", "", Refused("empty")),
        ("blanks", " \t \n  \r\n", Refused("empty")),
        ("a byte-order mark alone", "\u{feff}", Refused("empty")),
        ("line ends alone", "\n\n\r\n\r", Refused("empty")),
        ("one word", "hello", Refused("only one column")),
        ("one number", "1", Refused("only one column")),
        (
            "a text",
            "Once upon a time\nthere was a file\n",
            Refused("line 2: \"there\""),
        ),
        ("one column", "x1\n1\n2\n", Refused("only one column")),
        ("a header alone", "x1,x2,y", Refused("no row below")),
        (
            "a header and its line end",
            "x1,x2,y\n",
            Refused("no row below"),
        ),
        (
            "a header and empty lines",
            "x1,x2,y\n\n\n \n",
            Refused("no row below"),
        ),
        ("two headers", "x1,x2,y\nx1,x2,y\n", Refused("no row below")),
        ("delimiters alone", ",,\n,,\n", Refused("class")),
        ("one delimiter", ",", Refused("looks like a class")),
        ("two columns", "x1,x2\n1,2\n3,4\n", Refused("class")),
        (
            "x1 and y only",
            "x1,y\n1,1\n2,-1\n",
            Refused("Two columns of numbers"),
        ),
        (
            "words only",
            "a,b,c\nd,e,f\ng,h,f\n",
            Refused("Two columns of numbers"),
        ),
        ("one row, no header", "1,2,1", Loads(1, 0)),
        ("one row", "x1,x2,y\n1,2,1", Loads(1, 0)),
        ("one class", "x1,x2,y\n1,2,1\n3,4,1\n", Loads(2, 0)),
        (
            "three classes",
            "x1,x2,y\n1,2,a\n3,4,b\n5,6,c\n7,8,a\n",
            Loads(3, 1),
        ),
        (
            "a class for each row",
            "x1,x2,y\n1,2,a\n3,4,b\n5,6,c\n",
            Loads(2, 1),
        ),
        (
            "no class in any row",
            "x1,x2,y\n1,2,\n3,4,\n",
            Refused("looks like a class"),
        ),
        ("pipes", "x1|x2|y\n1|2|1\n", Loads(1, 0)),
        ("blanks between cells", "x1 x2 y\n1 2 1\n", Loads(1, 0)),
        ("colons", "x1:x2:y\n1:2:1\n", Refused("only one column")),
        (
            "two delimiters",
            "x1,x2;y\n1,2;1\n3,4;-1\n",
            Refused("Two columns of numbers"),
        ),
        (
            "a semicolon in a comma file",
            "x1,x2,y\n1,2,a;b\n3,4,c;d\n",
            Loads(2, 0),
        ),
        (
            "commas in a tab file",
            "x1\tx2\ty\n1\t2\ta,b\n3\t4\tc,d\n",
            Loads(2, 0),
        ),
        (
            "sep= of a spreadsheet",
            "sep=;\nx1;x2;y\n1;2;1\n3;4;-1\n",
            Loads(2, 0),
        ),
        (
            "a title above",
            "Table 1\n\nx1,x2,y\n1,2,1\n3,4,-1\n",
            Loads(2, 1),
        ),
        (
            "notes below",
            "x1,x2,y\n1,2,1\n3,4,-1\n\nSource: us\n",
            Loads(2, 1),
        ),
        ("sums below", "x1,x2,y\n1,2,1\n3,4,-1\n4,6,\n", Loads(2, 1)),
        (
            "units below the header",
            "x1,x2,y\nmm,kg,\n1,2,1\n3,4,-1\n",
            Loads(2, 1),
        ),
        (
            "a rule below the header",
            "x1,x2,y\n---,---,---\n1,2,1\n3,4,-1\n",
            Loads(2, 1),
        ),
        (
            "header twice",
            "x1,x2,y\n1,2,1\nx1,x2,y\n3,4,-1\n",
            Loads(2, 1),
        ),
        ("duplicate headers", "x,x,y\n1,2,1\n3,4,-1\n", Loads(2, 0)),
        (
            "duplicate x1",
            "x1,x1,x2,y\n1,9,2,1\n3,9,4,-1\n",
            Loads(2, 0),
        ),
        (
            "duplicate y",
            "x1,x2,y,y\n1,2,1,-1\n3,4,-1,1\n",
            Loads(2, 0),
        ),
        (
            "headers that clash when numbered",
            "x (3),y,x,x\n1,1,1,2\n2,-1,3,4\n",
            Loads(2, 0),
        ),
        ("empty headers", ",,y\n1,2,1\n3,4,-1\n", Loads(2, 1)),
        ("a header too short", "x1,x2\n1,2,1\n3,4,-1\n", Loads(2, 0)),
        (
            "a header too long",
            "x1,x2,y,z,w\n1,2,1\n3,4,-1\n",
            Loads(2, 0),
        ),
        (
            "a header in quotes over two lines",
            "\"x\n1\",x2,y\n1,2,1\n3,4,-1\n",
            Loads(2, 0),
        ),
        (
            "numbers as headers",
            "2010,2011,y\n1,2,1\n3,4,-1\n",
            Refused("looks like a class"),
        ),
        (
            "headers in capitals",
            "X1,X2,Y\n1,2,1\n3,4,-1\n",
            Loads(2, 0),
        ),
        (
            "unclosed quote at the start",
            "\"x1,x2,y\n1,2,1\n3,4,-1\n",
            Loads(2, 0),
        ),
        (
            "unclosed quote at the end",
            "x1,x2,y\n1,2,1\n3,4,-1\n5,6,\"1",
            Loads(2, 1),
        ),
        (
            "a quote alone at the end",
            "x1,x2,y\n1,2,1\n3,4,-1\n\"",
            Loads(2, 1),
        ),
        (
            "three digits behind the comma in a semicolon file",
            "x1;x2;y\n1,234;2,345;1\n3,456;4,567;-1\n",
            Loads(2, 0),
        ),
        (
            "point and comma in one number",
            "x1;x2;y\n1.234,5;2;1\n3;4;-1\n",
            Loads(2, 0),
        ),
        (
            "commas and points",
            "x1;x2;y\n1,5;2;1\n2.5;4;-1\n3.5;1;1\n",
            Loads(2, 1),
        ),
        (
            "a split of 0 and 1",
            "x1,x2,y,split\n1,2,1,0\n3,4,-1,1\n",
            Refused("train, test or validation"),
        ),
        (
            "an unknown split",
            "x1,x2,y,split\n1,2,1,train\n3,4,-1,dev\n",
            Loads(1, 1),
        ),
        (
            "all for testing",
            "x1,x2,y,split\n1,2,1,test\n3,4,-1,test\n",
            Loads(2, 0),
        ),
        (
            "an empty split",
            "x1,x2,y,split\n1,2,1,\n3,4,-1,test\n",
            Loads(1, 1),
        ),
        (
            "a negative weight",
            "x1,x2,y,weight\n1,2,1,-1\n3,4,-1,1\n",
            Loads(1, 1),
        ),
        (
            "a weight of −0",
            "x1,x2,y,weight\n1,2,1,-0\n3,4,-1,1\n",
            Loads(2, 0),
        ),
        (
            "an infinite weight",
            "x1,x2,y,weight\n1,2,1,inf\n3,4,-1,1\n",
            Loads(1, 1),
        ),
        (
            "no weight",
            "x1,x2,y,weight\n1,2,1,\n3,4,-1,1\n",
            Loads(1, 1),
        ),
        (
            "all weights 0",
            "x1,x2,y,weight\n1,2,1,0\n3,4,-1,0\n",
            Loads(2, 0),
        ),
        ("all points equal", "x1,x2,y\n1,1,1\n1,1,-1\n", Loads(2, 0)),
        (
            "only NA",
            "x1,x2,y\nNA,NA,NA\nNA,NA,NA\n",
            Refused("x1 is missing"),
        ),
        (
            "only NA but the class",
            "x1,x2,y\nNA,NA,1\nNA,NA,-1\n",
            Refused("No row can be used"),
        ),
        (
            "JSON",
            "[{\"x1\": 1, \"x2\": 2, \"y\": 1}, {\"x1\": 3, \"x2\": 4, \"y\": -1}]",
            Loads(2, 0),
        ),
        (
            "JSON over lines",
            "{\n  \"x1\": [1, 2],\n  \"x2\": [3, 4]\n}\n",
            Refused("looks like a class"),
        ),
        (
            "HTML",
            "<!doctype html>\n<html><body>404, not found</body></html>\n",
            Refused("Two columns of numbers"),
        ),
        ("LaTeX", "1 & 2 & 1 \\\\\n3 & 4 & -1 \\\\\n", Loads(2, 0)),
        (
            "a web address",
            "https://example.org/data.csv",
            Refused("only one column"),
        ),
    ]
    .map(|(what, text, expected)| (what, text.to_string(), expected))
    .into();
    // One bad line among good ones costs that line.
    for (what, line) in [
        ("a short row", "3,4"),
        ("a shorter row", "3"),
        ("a long row", "3,4,-1,9"),
        ("a row of delimiters", ",,"),
        ("a longer row of delimiters", ",,,,,,"),
        ("missing x1", ",4,-1"),
        ("missing x2", "3,,-1"),
        ("missing class", "3,4,"),
        ("NA", "NA,4,-1"),
        ("nan", "nan,4,-1"),
        ("null", "3,null,-1"),
        ("a question mark", "?,4,-1"),
        ("inf", "inf,4,-1"),
        ("−infinity", "-Infinity,4,-1"),
        ("overflow", "1e999,4,-1"),
        ("a huge number", "1e308,4,-1"),
        ("a thousand digits", "DIGITS,4,-1"),
        ("a word", "three,4,-1"),
        ("hexadecimal", "0x1F,4,-1"),
        ("two points", "1.2.3,4,-1"),
        ("two signs", "--3,4,-1"),
        ("an exponent alone", "e5,4,-1"),
        ("an unfinished exponent", "3e,4,-1"),
        ("percent", "3%,4,-1"),
        ("a unit", "3 mm,4,-1"),
        ("a currency", "$3,4,-1"),
        ("a fraction", "1/3,4,-1"),
        ("a date", "2024-01-31,4,-1"),
        ("a time", "12:30,4,-1"),
        ("a formula", "=A1+B1,4,-1"),
        ("an error of a spreadsheet", "#DIV/0!,4,-1"),
        ("thousands without quotes", "1,234,4,-1"),
        ("Arabic digits", "٣,4,-1"),
        ("full-width digits", "３,4,-1"),
        ("a third class", "3,4,7"),
        ("a class in words", "3,4,minus"),
        ("a null byte", "3\0,4,-1"),
        ("a replacement character", "3\u{fffd},4,-1"),
        ("another delimiter", "3;4;-1"),
        ("tabs", "3\t4\t-1"),
        ("a stray quote", "3\"4,5,-1"),
        ("an escaped quote", "\"3\"\"\",4,-1"),
        ("text after a quote", "\"3\"x,4,-1"),
        ("a quoted line break", "\"3\nx\",4,-1"),
        ("an emoji", "🐧,4,-1"),
    ] {
        let line = line.replace("DIGITS", &"9".repeat(1000));
        files.push((what, with_line_3(&line), Loads(3, 1)));
    }
    // What looks odd and is good.
    for (what, text) in [
        ("blanks around", with_line_3("  3 ,\t4 , -1  ")),
        ("quotes around", with_line_3("\"3\",\"4\",\"-1\"")),
        ("a plus sign", with_line_3("+3,+4,-1")),
        ("a true minus sign", with_line_3("−3,4,−1")),
        ("exponents", with_line_3("3e0,4E+00,-1")),
        ("a number below the least", with_line_3("1e-400,4,-1")),
        (
            "many digits",
            with_line_3("3.00000000000000000000000000000000001,4,-1"),
        ),
        ("a negative zero", with_line_3("-0,-0.0,-1")),
        ("thousands in quotes", with_line_3("\"1,234\",4,-1")),
        ("thousands set apart by blanks", with_line_3("1 234,4,-1")),
        ("a decimal comma in quotes", with_line_3("\"3,5\",4,-1")),
        ("a row of blanks between", with_line_3("3,4,-1\n\n\n")),
        ("a trailing delimiter", with_line_3("3,4,-1,")),
        ("trailing delimiters", with_line_3("3,4,-1,,,,")),
        ("no last line end", GOOD.trim_end().to_string()),
        (
            "a quoted comma in a column not used",
            GOOD.replace("y\n", "y,z\n").replace("1\n", "1,\"a,b\"\n"),
        ),
        (
            "a quoted line break in a column not used",
            GOOD.replace("y\n", "y,z\n").replace("1\n", "1,\"a\nb\"\n"),
        ),
    ] {
        files.push((what, text, Loads(4, 0)));
    }
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut rng = stream(2, Purpose::Data);
    let noise: Vec<u8> = (0..5000)
        .map(|_| (uniform(&mut rng) * 256.0) as u8)
        .collect();
    let latin = lossy(b"x1,x2,gr\xf6\xdfe\n1,2,a\n3,4,b\n");
    files.extend([
        ("UTF-16", lossy(&utf16), Refused("not a text file")),
        ("random bytes", lossy(&noise), Refused("not a text file")),
        (
            "null bytes alone",
            "\0".repeat(100),
            Refused("not a text file"),
        ),
        (
            "a zip archive",
            lossy(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\x95\xc4\xd9"),
            Refused("not a text file"),
        ),
        (
            "a PNG",
            lossy(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0"),
            Refused("not a text file"),
        ),
        ("Latin-1 in a header", latin, Loads(2, 0)),
        (
            "100,000 columns",
            format!("{many_columns}\n{many_columns}\n"),
            Refused("100000 columns"),
        ),
        (
            "a row of 100,000 cells",
            with_line_3(&many_columns),
            Loads(3, 1),
        ),
        (
            "a cell of a megabyte",
            with_line_3(&format!("{},4,-1", "x".repeat(1_000_000))),
            Loads(3, 1),
        ),
        (
            "a header of a megabyte",
            GOOD.replace("x2", &"x".repeat(1_000_000)),
            Loads(4, 0),
        ),
        (
            "a megabyte of quotes",
            "\"".repeat(1_000_000),
            Refused("only one column"),
        ),
        (
            "a megabyte of commas",
            ",".repeat(1_000_000),
            Refused("columns"),
        ),
        (
            "a megabyte of line ends and a row",
            "\n".repeat(1_000_000) + "1,2,1",
            Loads(1, 0),
        ),
        ("100,001 rows", "1,2,1\n".repeat(100_001), Loads(5000, 0)),
        ("5001 good rows", "1,2,1\n".repeat(5001), Loads(5000, 0)),
        ("21 megabytes", "1,2,1\n".repeat(3_500_000), Loads(5000, 0)),
        (
            "two files, one below the other",
            GOOD.repeat(2),
            Loads(8, 1),
        ),
        (
            "two files in CRLF and LF",
            GOOD.replace('\n', "\r\n") + GOOD,
            Loads(8, 1),
        ),
        (
            "byte-order marks within",
            format!("\u{feff}{GOOD}\u{feff}{GOOD}"),
            Loads(8, 1),
        ),
    ]);
    files
}

#[test]
fn every_malformed_file_gives_a_reason_or_what_is_good() {
    let files = corpus();
    assert!(files.len() >= 100, "{}", files.len());
    let mut wrong = Vec::new();
    for (what, text, expected) in &files {
        let found = load(text);
        let as_expected = match (&found, expected) {
            (Ok(report), Loads(used, left)) => (report.used, report.n_left_out()) == (*used, *left),
            (Err(reason), Refused(words)) => {
                !words.is_empty() && reason.to_string().contains(words)
            }
            _ => false,
        };
        if !as_expected {
            let found = found.map_or_else(
                |e| format!("refused: {e}"),
                |r| format!("{r} {:?} {:?}", r.first_lines(3), r.warnings),
            );
            wrong.push(format!("{what}: expected {expected:?}, {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn one_bad_line_is_named_by_its_number() {
    for (what, text, expected) in corpus() {
        if text.starts_with("x1,x2,y\n1,2,1\n")
            && text.ends_with("\n5,6,1\n7,8,-1\n")
            && matches!(expected, Loads(3, 1))
        {
            assert_eq!(load(&text).unwrap().first_lines(1)[0].0, 3, "{what}");
        }
    }
}

#[test]
fn mutated_penguins_never_panic() {
    let mut rng = stream(1, Purpose::Data);
    let mut below = move |n: usize| (uniform(&mut rng) * n as f64) as usize;
    let pieces: [&[u8]; 16] = [
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\"",
        b"\"\"",
        b"\0",
        b"-",
        b"e999",
        b"NA",
        b" ",
        b"\xff",
        b"1,234",
        b"species",
        "\u{feff}".as_bytes(),
    ];
    let whole: Vec<&[u8]> = PENGUINS
        .as_bytes()
        .split_inclusive(|&b| b == b'\n')
        .collect();
    let (mut loaded, mut refused) = (0, 0);
    for _ in 0..1500 {
        let mut bytes = whole[..1 + below(60)].concat();
        for _ in 0..1 + below(12) {
            let at = below(bytes.len() + 1);
            match below(4) {
                0 => drop(bytes.splice(at..at, pieces[below(pieces.len())].iter().copied())),
                1 if at < bytes.len() => bytes[at] = below(256) as u8,
                2 => bytes.truncate(at.max(1)),
                _ => drop(bytes.drain(at..(at + below(40)).min(bytes.len()))),
            }
        }
        match load(&String::from_utf8_lossy(&bytes)) {
            Ok(_) => loaded += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(
        loaded > 100 && refused > 100,
        "{loaded} loaded, {refused} refused"
    );
}

#[test]
fn mutated_options_never_panic() {
    let options =
        b"x1=bill_length_mm&x2=4&class=species&orange=Gentoo&blue=Adelie&split=&standardize=1";
    let mut rng = stream(4, Purpose::Data);
    let mut below = move |n: usize| (uniform(&mut rng) * n as f64) as usize;
    let (mut loaded, mut refused) = (0, 0);
    for _ in 0..2000 {
        let mut bytes = options.to_vec();
        for _ in 0..1 + below(3) {
            let at = below(bytes.len());
            bytes[at] = b"=&%+#?1aZ \xff"[below(11)];
        }
        let query = String::from_utf8_lossy(&bytes);
        match super::load(PENGUINS, Some(&query)) {
            Ok(_) => loaded += 1,
            Err(reason) => {
                assert!(reason.to_string().len() < 2000);
                refused += 1;
            }
        }
    }
    assert!(
        loaded > 10 && refused > 100,
        "{loaded} loaded, {refused} refused"
    );
}

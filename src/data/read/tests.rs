//! What is read of files, end to end: as they are, as they could be, and what is said of them.

use super::*;
use crate::data::own::OwnData;
use crate::data::{Class, MOST_ROWS, Split};

/// The reading of a text that is not refused.
pub(super) fn read_text(text: &str, options: &str) -> Reading {
    let options = Options::from_query(options).unwrap();
    read(text.as_bytes(), &options).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

/// The examples of a text that is not refused.
pub(super) fn examples(text: &str, options: &str) -> (OwnData, Report) {
    load(text, Some(options)).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

/// Why a text is refused.
pub(super) fn refused(text: &str, options: &str) -> String {
    load(text, Some(options)).expect_err(text).to_string()
}

/// "x1 x2 | class orange/blue | split s | weight w" of what was guessed.
pub(super) fn roles(reading: &Reading) -> String {
    let name = |c: Option<usize>| c.map_or("?", |c| reading.table.columns[c].name.as_str());
    let roles = &reading.guess.roles;
    let label = |label: &Option<String>| label.clone().unwrap_or("-".into());
    let mut text = format!(
        "{} {} | {} {}/{}",
        name(roles.x1),
        name(roles.x2),
        name(roles.class),
        label(&roles.orange),
        label(&roles.blue)
    );
    for (what, column) in [("split", roles.split), ("weight", roles.weight)] {
        if column.is_some() {
            text += &format!(" | {what} {}", name(column));
        }
    }
    text
}

/// A report of nothing.
pub(super) fn report() -> Report {
    Report {
        format: Format::Delimited(Delimiter::Comma),
        features: ["a", "b"].map(String::from),
        classes: ["c", "d"].map(String::from),
        weight: None,
        split: None,
        standardized: None,
        projection: None,
        used: 0,
        sampled: None,
        left_out: Vec::new(),
        remarks: Vec::new(),
        unused: Vec::new(),
        warnings: Vec::new(),
    }
}

fn load(text: &str, query: Option<&str>) -> Result<(OwnData, Report), Refusal> {
    super::load(text, query)
}

/// The lines left out, each with its reason, in order.
fn left_out(report: &Report) -> Vec<(usize, Reason)> {
    let lines = report.first_lines(usize::MAX);
    lines
        .into_iter()
        .map(|(line, reason)| (line, reason.clone()))
        .collect()
}

const PENGUINS: &str = include_str!("../../../tests/data/penguins.csv");
const CHINSTRAP: &str =
    "x1=bill_length_mm&x2=bill_depth_mm&class=species&orange=Chinstrap&blue=Adelie&standardize=1";

/// (x₁, x₂, y) of every example.
fn rows(own: &OwnData) -> Vec<(f64, f64, f64)> {
    let examples = own.dataset.examples.iter();
    examples.map(|e| (e.x[0], e.x[1], e.class.sign())).collect()
}

#[test]
fn penguins_as_they_are() {
    let table = read_text(PENGUINS, "").table;
    assert!(table.has_header);
    assert_eq!(table.format, Format::Delimited(Delimiter::Comma));
    let numeric: Vec<&str> = table
        .columns
        .iter()
        .filter(|c| c.is_numeric())
        .map(|c| c.name.as_str())
        .collect();
    let expected = [
        "bill_length_mm",
        "bill_depth_mm",
        "flipper_length_mm",
        "body_mass_g",
        "year",
    ];
    assert_eq!(numeric, expected);
    let species = table.columns[0].values.as_ref().unwrap();
    let counts: Vec<(&str, usize)> = species.iter().map(|(v, n)| (v.as_str(), *n)).collect();
    assert_eq!(
        counts,
        [("Adelie", 152), ("Gentoo", 124), ("Chinstrap", 68)]
    );

    let (own, report) = load(PENGUINS, Some(CHINSTRAP)).unwrap();
    assert_eq!(
        report.to_string(),
        "219 rows used. 125 left out: 124 of a third class, 1 without a number."
    );
    assert_eq!(own.dataset.count(Split::Train), (68, 151));
    assert_eq!(own.features, ["bill_length_mm", "bill_depth_mm"]);
    assert_eq!(own.classes, ["Chinstrap", "Adelie"]);
    // Every line but the header's is used or named, in order.
    let missing = Reason::Missing {
        column: "bill_length_mm".into(),
    };
    assert_eq!(left_out(&report)[0], (5, missing));
    let lines: Vec<usize> = left_out(&report)
        .into_iter()
        .map(|(line, _)| line)
        .collect();
    assert!(lines.is_sorted() && lines[1..].iter().all(|l| (154..=277).contains(l)));
    // Standardized over the rows used.
    for k in [0, 1] {
        let values = || own.dataset.examples.iter().map(|e| e.x[k]);
        assert!(values().sum::<f64>().abs() / 219.0 < 1e-12);
        assert!((values().map(|x| x * x).sum::<f64>() / 219.0 - 1.0).abs() < 1e-12);
    }
    let first = own
        .standardized
        .unwrap()
        .from_plane(own.dataset.examples[0].x);
    assert!((first[0] - 39.1).abs() < 1e-12 && (first[1] - 18.7).abs() < 1e-12);
}

#[test]
fn penguins_without_being_asked() {
    let (own, report) = load(PENGUINS, Some("")).unwrap();
    assert_eq!(own.features, ["bill_length_mm", "bill_depth_mm"]);
    assert_eq!(
        own.classes,
        ["Gentoo", "Adelie"],
        "the two largest, the rarer orange"
    );
    assert_eq!(report.used, 123 + 151);
    assert!(own.standardized.is_some());
}

#[test]
fn plain_files_need_no_options() {
    let bits = "x1,x2,y\n0.1,1e-3,1\n-2.5,0.30000000000000004,-1\n";
    let (own, report) = load(bits, Some("")).unwrap();
    assert_eq!(rows(&own), [(0.1, 1e-3, 1.0), (-2.5, 0.1 + 0.2, -1.0)]);
    assert_eq!(report.to_string(), "2 rows used.");
    assert!(!own.has_split && !own.has_weight && own.standardized.is_none());

    let all = "weight,split,y,x2,x1\n2,train,orange,1,0\n0.5,TEST,blue,3,2\n";
    let (own, _) = load(all, Some("")).unwrap();
    assert_eq!(rows(&own), [(0.0, 1.0, 1.0), (2.0, 3.0, -1.0)]);
    assert!(own.has_split && own.has_weight);
    assert_eq!(own.dataset.examples[1].split, Split::Test);
    assert_eq!(own.dataset.examples[1].weight, 0.5);

    let zero = "x1,x2,y\n100,2,0\n200,4,1\n";
    let (own, report) = load(zero, Some("")).unwrap();
    assert_eq!(
        rows(&own),
        [(100.0, 2.0, -1.0), (200.0, 4.0, 1.0)],
        "never standardized unasked"
    );
    assert!(report.warnings[0].contains("reach 200"));
}

#[test]
fn every_dialect_says_the_same() {
    let expected = [(1.5, 2.0, 1.0), (-3.0, 4.25, -1.0), (0.5, 0.0, 1.0)];
    let plain = "x1,x2,y\n1.5,2,1\n-3,4.25,-1\n0.5,0,1\n";
    let tabs = plain.replace(',', "\t");
    let quoted =
        "\"x1\",\"x2\",\"y\"\n\"1.5\",\"2\",\"1\"\n\"-3\",\"4.25\",\"-1\"\n\"0.5\",\"0\",\"1\"";
    for (what, text) in [
        ("plain", plain.to_string()),
        ("semicolons", plain.replace(',', ";")),
        ("tabs", tabs.clone()),
        ("decimal commas", plain.replace(',', ";").replace('.', ",")),
        ("decimal commas and tabs", tabs.replace('.', ",")),
        ("no header", plain["x1,x2,y\n".len()..].to_string()),
        ("CRLF", plain.replace('\n', "\r\n")),
        ("CR", plain.replace('\n', "\r")),
        (
            "mixed line ends",
            plain.replacen('\n', "\r\n", 2).replacen("3\n", "3\r", 1),
        ),
        ("byte-order mark", format!("\u{feff}{plain}")),
        ("no last line end", plain.trim_end().to_string()),
        ("empty lines", plain.replace('\n', "\n\n\r\n")),
        ("quotes", quoted.to_string()),
        ("blanks", plain.replace(',', " , ")),
        ("blanks and quotes", quoted.replace(',', ", ")),
        ("trailing delimiters", plain.replace('\n', ",\n")),
        (
            "trailing delimiters but in the header",
            plain.replace('\n', ",\n").replace("y,", "y"),
        ),
        ("a true minus sign", plain.replace('-', "−")),
        (
            "words",
            plain
                .replace(",1\n", ",orange\n")
                .replace(",-1\n", ",blue\n"),
        ),
        ("0 and 1", plain.replace(",-1\n", ",0\n")),
        ("1.0", plain.replace(",1\n", ",1.0\n")),
        ("a title above", format!("My data; 2024\n{plain}")),
        ("a comment above", format!("# made by hand\n{plain}")),
        (
            "R's row names",
            plain
                .replace("\n1.5", "\n1,1.5")
                .replace("\n-3", "\n2,-3")
                .replace("\n0.5", "\n3,0.5"),
        ),
    ] {
        let (own, report) =
            load(&text, Some("standardize=0")).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(rows(&own), expected, "{what}");
        let above = usize::from(what == "a title above");
        assert_eq!(report.n_left_out(), above, "{what}: {report}");
    }
}

#[test]
fn lines_are_counted_from_one_whatever_lies_between() {
    let text =
        "x1,x2,y\r\n1,2,1\r\n\r\n\n3,4\n\"5\n6\",7,1\nbad,2,1\n,2,1\n1,1e300,1\n8,9,-1\n1,1,7\n";
    let (own, report) = load(text, Some("")).unwrap();
    assert_eq!(rows(&own), [(1.0, 2.0, 1.0), (8.0, 9.0, -1.0)]);
    let x = |k: usize| format!("x{k}");
    let expected = [
        (
            5,
            Reason::Ragged {
                found: 2,
                expected: 3,
            },
        ),
        (6, Reason::OpenQuote { last_line: 7 }),
        (
            8,
            Reason::NotANumber {
                column: x(1),
                value: "bad".into(),
            },
        ),
        (9, Reason::Missing { column: x(1) }),
        (
            10,
            Reason::TooLarge {
                column: x(2),
                value: "1e300".into(),
            },
        ),
        (12, Reason::ThirdClass { value: "7".into() }),
    ];
    assert_eq!(left_out(&report), expected);
    assert_eq!(
        report.to_string(),
        "2 rows used. 6 left out: 2 without a number, 1 with too many or too few cells, 1 with an open quote, 1 with too large a number, 1 of a third class."
    );
}

#[test]
fn an_open_quote_costs_its_line_only() {
    let text = "x1,x2,y\n1,2,1\n\"3,4,1\n5,6,-1\n7,8,-1\n";
    let (own, report) = load(text, Some("")).unwrap();
    assert_eq!(
        rows(&own),
        [(1.0, 2.0, 1.0), (5.0, 6.0, -1.0), (7.0, 8.0, -1.0)]
    );
    assert_eq!(report.n_left_out(), 1);
    assert_eq!(left_out(&report)[0].0, 3);
    assert!(report.remarks[0].text.contains("quote"));
}

#[test]
fn columns_by_name_case_number_and_percent_code() {
    let text = "bill length,a+b,Kind\n1,2,p&q\n3,4,r=s\n5,6,r=s\n";
    for query in [
        "x1=bill%20length&x2=a%2Bb&class=Kind&orange=p%26q&blue=r%3Ds&standardize=0",
        "x1=bill+length&x2=a+b&class=kind&orange=p%26q&standardize=0",
        "?x1=1&x2=2&class=3&blue=r%3ds&standardize=0",
        "standardize=0",
    ] {
        let (own, _) = load(text, Some(query)).unwrap_or_else(|e| panic!("{query}: {e}"));
        let expected = [(1.0, 2.0, 1.0), (3.0, 4.0, -1.0), (5.0, 6.0, -1.0)];
        assert_eq!(rows(&own), expected, "{query}");
    }
}

#[test]
fn wrong_options_say_what_there_is() {
    let says = |query: &str, words: &str| {
        let reason = load(PENGUINS, Some(query)).unwrap_err().to_string();
        assert!(reason.contains(words), "{query}: {reason}");
    };
    says(
        "x1=bill",
        "no column \"bill\". The columns are species, island, bill_length_mm",
    );
    says(
        "class=species&orange=King",
        "No row has \"King\" in column \"species\". Its values are Adelie",
    );
    says("class=species&orange=Adelie&blue=Adelie", "Both classes");
    says("x1=year&x2=year", "chosen twice");
    says("class=year&x1=year", "chosen twice");
    says("colour=1", "no option \"colour\"");
    says("standardize=maybe", "1 or 0");
    says("class=body_mass_g", "cannot be told");
    says(
        "x1=sex&class=species",
        "No row can be used. 276 without a number, 68 of a third class",
    );
    says("split=sex", "neither train, test nor validation");
    says("weight=island", "without a number");
}

#[test]
fn one_class_is_taken_with_a_warning() {
    for (y, orange, blue) in [("1", 2, 0), ("-1", 0, 2), ("orange", 2, 0), ("0", 0, 2)] {
        let (own, report) = load(&format!("x1,x2,y\n1,2,{y}\n3,4,{y}\n"), Some("")).unwrap();
        assert_eq!(own.dataset.count(Split::Train), (orange, blue), "{y}");
        assert!(report.warnings[0].contains("no boundary"));
    }
    let (own, _) = load("x1,x2,y\n1,2,cat\n3,4,cat\n", Some("")).unwrap();
    assert_eq!(own.dataset.examples[0].class, Class::Blue);
}

#[test]
fn a_split_column_that_says_nothing_known_can_be_set_aside() {
    let text = "x1,x2,y,split,weight\n1,2,1,0,1\n3,4,-1,1,-1\n";
    let reason = load(text, Some("")).unwrap_err().to_string();
    assert!(
        reason.contains("the split is \"0\"; it is train, test or validation"),
        "{reason}"
    );
    let (own, _) = load(text, Some("split=&weight=")).unwrap();
    assert_eq!(own.dataset.count(Split::Train), (1, 1));
    let (_, report) = load(text, Some("split=")).unwrap();
    let negative = Reason::NegativeWeight { value: "-1".into() };
    assert_eq!(left_out(&report), [(3, negative)]);
}

#[test]
fn as_many_rows_as_can_be_used_and_one_more() {
    let file = |n: usize| {
        "x1,x2,y\n".to_string() + &"1,2,1\n3,4,-1\n".repeat(n / 2) + &"5,6,1\n".repeat(n % 2)
    };
    assert_eq!(load(&file(MOST_ROWS), Some("")).unwrap().1.used, MOST_ROWS);
    let (own, report) = examples(&file(MOST_ROWS + 1), "");
    let sampled = Sampled {
        of: MOST_ROWS + 1,
        seed: 1,
    };
    assert_eq!((report.used, report.sampled), (MOST_ROWS, Some(sampled)));
    let again = examples(&file(MOST_ROWS + 1), "sample=1").0;
    assert_eq!(own, again);
    let words = report.to_string();
    assert!(
        words.contains("5001 rows") && words.contains("sample=2"),
        "{words}"
    );
    let (other, report) = examples(&file(100_001), "sample=7");
    assert_eq!(
        report.sampled,
        Some(Sampled {
            of: 100_001,
            seed: 7
        })
    );
    assert_eq!(other.dataset.examples.len(), MOST_ROWS);
}

#[test]
fn standardizing_survives_extremes() {
    for scale in ["1e-320", "1e-160", "1", "1e99"] {
        let text = format!("x1,x2,y\n{scale},7,1\n-{scale},7,-1\n");
        let (own, report) = load(&text, Some("standardize=1")).unwrap();
        assert_eq!(rows(&own), [(1.0, 0.0, 1.0), (-1.0, 0.0, -1.0)], "{scale}");
        assert!(report.warnings[0].contains("x2 is the same"));
    }
}

#[test]
fn standardizing_never_divides_by_a_deviation_that_rounds_to_zero() {
    let text = "x1,x2,y\n".to_string() + &"0,1,1\n".repeat(7) + "5e-324,2,-1\n";
    let (own, _) = load(&text, Some("standardize=1")).unwrap();
    assert!(
        own.dataset
            .examples
            .iter()
            .all(|e| e.x[0].abs() < 1e-300 && e.x[1].is_finite())
    );
}

#[test]
fn a_split_of_ones_own_moves_no_point() {
    let (own, _) = load(PENGUINS, Some(CHINSTRAP)).unwrap();
    let at = |keep_orange| own.dataset_with_split(keep_orange, 0.8, 4).unwrap();
    let (few, many) = (at(0.25), at(0.5));
    assert_eq!(few.count(Split::Train), (17, 121));
    assert_eq!(many.count(Split::Train), (34, 121));
    for ((a, b), whole) in few
        .examples
        .iter()
        .zip(&many.examples)
        .zip(&own.dataset.examples)
    {
        assert_eq!((a.x, a.class), (whole.x, whole.class));
        assert!(a.split == Split::Test || b.split == Split::Train);
    }
    assert!(own.dataset_with_split(1.5, 1.0, 0).is_err());
}

#[test]
fn points_are_added_and_removed() {
    use crate::data::own::EditError;
    let (mut own, _) = load("x1,x2,y\n1,2,1\n3,4,-1\n", Some("")).unwrap();
    own.add([5.0, 6.0], Class::Orange).unwrap();
    assert_eq!(own.remove(0).unwrap().x, [1.0, 2.0]);
    assert_eq!(own.remove(2), None);
    assert_eq!(rows(&own), [(3.0, 4.0, -1.0), (5.0, 6.0, 1.0)]);
    assert_eq!(
        own.add([f64::NAN, 0.0], Class::Blue),
        Err(EditError::NotAPlace)
    );
    assert_eq!(
        own.add([0.0, f64::INFINITY], Class::Blue),
        Err(EditError::NotAPlace)
    );
    while own.dataset.examples.len() < MOST_ROWS {
        own.add([0.0, 0.0], Class::Blue).unwrap();
    }
    assert_eq!(own.add([0.0, 0.0], Class::Blue), Err(EditError::Full));
}

#[test]
fn classes_left_as_guessed_are_the_two_most_frequent() {
    let left = |text: &str, orange: Option<&str>, blue: Option<&str>| {
        let reading = read_text(text, "");
        let roles = Roles {
            orange: orange.map(Into::into),
            blue: blue.map(Into::into),
            ..reading.guess.roles.clone()
        };
        let roles = reading.with_guessed_labels(roles);
        select(&reading, &roles).unwrap().0.classes
    };
    assert_eq!(left(PENGUINS, None, None), ["Gentoo", "Adelie"]);
    assert_eq!(
        left(PENGUINS, Some("Chinstrap"), None),
        ["Chinstrap", "Adelie"]
    );
    assert_eq!(
        left(PENGUINS, None, Some("Chinstrap")),
        ["Adelie", "Chinstrap"]
    );
    assert_eq!(
        left(PENGUINS, Some("Gentoo"), Some("Adelie")),
        ["Gentoo", "Adelie"]
    );
    let three = "x1,x2,y\n1,2,7\n3,4,8\n5,6,8\n1,1,9\n2,2,9\n0,1,9\n";
    assert_eq!(left(three, None, None), ["8", "9"]);
    assert_eq!(left("x1,x2,y\n1,2,7\n3,4,7\n", None, None), ["orange", "7"]);
}

//! Links: reading never fails, writing and reading are inverse, and what was shared stays readable.

use iw_lab::data::read;
use iw_lab::lessons::LESSONS;
use iw_lab::settings::field::Kind;
use iw_lab::settings::fields::{SPEC, VIEW};
use iw_lab::settings::{
    DataKind, Link, MOST_NOTICES, MOST_ROWS_TEXT, MOST_TEXT, Notice, Spec, choices, told,
};

/// Links that were shared, and what each must stay: the list may only grow.
const GOLDEN: [(&str, &str); 4] = [
    ("", ""),
    ("v=1&weights=1:1,16:1&seed=7", "v=1&weights=1:1,16:1&seed=7"),
    (
        "v=1&data=overlap&model=linear&loss=logistic",
        "v=1&data=overlap&model=linear&loss=logistic",
    ),
    (
        "#v=1&init=standard&width=64&speed=1",
        "v=1&init=standard&speed=1",
    ),
];

#[test]
fn golden_links_read_as_they_always_did() {
    for (link, same) in GOLDEN {
        let (read, notices) = Link::from_query(link);
        assert_eq!(notices, [], "{link}");
        assert_eq!(read.to_query(), (same.to_owned(), false), "{link}");
    }
}

#[test]
fn every_option_of_every_field_survives_a_link() {
    for field in SPEC {
        let texts: Vec<String> = match &field.kind {
            Kind::Choice { options, .. } => options()
                .iter()
                .map(|(value, _)| (*value).to_owned())
                .collect(),
            Kind::Real { min, max, .. } => vec![
                format!("{min}"),
                format!("{max}"),
                format!("{}", 0.3 * min + 0.7 * max),
            ],
            Kind::Count { min, max, .. } => vec![
                min.to_string(),
                max.to_string(),
                (min / 2 + max / 2).to_string(),
            ],
            Kind::Ratio { min, max, .. } => vec![
                format!("{min}:{max}"),
                format!("{max}:{min}"),
                "1.5:2".to_owned(),
            ],
            Kind::Weights { .. } => ["1:1", "density,file", "0:1,3:0.125,1e-3:1"]
                .map(str::to_owned)
                .to_vec(),
        };
        for text in texts {
            let link = format!("v=1&{}={text}", field.key);
            let (read, notices) = Link::from_query(&link);
            let told: Vec<_> = notices
                .iter()
                .filter(|notice| !notice.0.contains("own data"))
                .collect();
            assert!(told.is_empty(), "{link}: {told:?}");
            let (again, _) = Link::from_query(&read.to_query().0);
            assert_eq!(again.spec, read.spec, "{link}");
        }
    }
}

#[test]
fn what_is_out_of_range_is_brought_into_it_with_a_notice() {
    for (link, says) in [
        ("n_orange=0", "too small"),
        ("n_orange=6000", "too large"),
        ("n_orange=12.5", "not whole"),
        ("noise=-1", "too small"),
        ("noise=NaN", "not a number"),
        ("noise=", "not a number"),
        ("lr=inf", "not a number"),
        ("lr=0", "too small"),
        ("model=tree", "linear, mlp"),
        ("weights=1:-1", "Weights"),
        ("weights=0:0", "Weights"),
        ("weights=1:1,NaN:2", "Weights"),
        ("weights=1:1,1:1,1:1,1:1,1:1,1:1,1:1,1:1,1:1", "the first 8"),
        ("hello=1", "not a key"),
        ("v=2", "version"),
        ("points=%%%", "cannot be read"),
        ("run=4", "not there"),
        ("%F0%28=%FF&&==&=", "not a key"),
    ] {
        let (read, notices) = Link::from_query(link);
        assert!(
            notices.iter().any(|notice| notice.0.contains(says)),
            "{link}: {notices:?}"
        );
        let (_, notices) = Link::from_query(&read.to_query().0);
        assert_eq!(
            notices,
            [],
            "{link} reads without notices once written again"
        );
    }
}

#[test]
fn a_usable_weighting_beside_an_unusable_one_is_kept() {
    let (spec, notices) = Spec::from_query("weights=2:1,hello,1:3");
    assert_eq!(spec.weights.len(), 2);
    assert_eq!(notices.len(), 1);
}

#[test]
fn keys_are_unique_and_every_field_helps() {
    let keys: Vec<&str> = SPEC
        .iter()
        .map(|f| f.key)
        .chain(VIEW.iter().map(|f| f.key))
        .collect();
    for (at, key) in keys.iter().enumerate() {
        assert!(!keys[..at].contains(key), "{key} twice");
    }
    assert!(SPEC.iter().all(|field| field.help.ends_with('.')));
}

#[test]
fn lessons_and_ready_made_settings_read_without_notices() {
    for lesson in LESSONS {
        let (link, notices) = Link::from_query(lesson.query);
        assert_eq!(notices, [], "{}", lesson.name);
        assert_eq!(
            link.to_query().0,
            lesson.query,
            "{} is written as it is read",
            lesson.name
        );
    }
    for choice in choices::DATA {
        let (_, notices) = Link::from_query(choices::ready_made(choice.option));
        assert_eq!(notices, [], "{}", choice.value);
    }
    let (_, notices) = Link::from_query("data=csv");
    assert_eq!(notices.len(), 1, "own data that is not there is told");
    assert_eq!(
        choices::DATA
            .iter()
            .filter(|choice| choice.option == DataKind::Csv)
            .count(),
        1
    );
}

#[test]
fn a_notice_says_what_was_written_and_what_is_used() {
    let told = |query: &str| -> Vec<String> {
        let (_, notices) = Link::from_query(query);
        notices.into_iter().map(|notice| notice.0).collect()
    };
    for (query, notice) in [
        (
            "n_orange=9000",
            "Orange examples: “9000” is too large: 5000 is used",
        ),
        (
            "speed=5e3",
            "Speed (steps per frame): “5e3” is too large: 1000 is used",
        ),
        (
            "lr=1e309",
            "Learning rate: “1e309” is too large: 100 is used",
        ),
        ("lr=0", "Learning rate: “0” is too small: 1e-6 is used"),
        ("seed=-1e999", "Seed: “-1e999” is too small: 0 is used"),
        ("seed=1.5", "Seed: “1.5” is not whole: 2 is used"),
        (
            "seed=1&width=2&seed=7",
            "“seed” is there more than once: the first is used",
        ),
        (
            "seed=7&seed=x",
            "“seed” is there more than once: the first is used",
        ),
        ("seed=x", "Seed: “x” is not a number: it is ignored"),
    ] {
        assert_eq!(told(query), [notice], "{query}");
    }
    let (link, _) = Link::from_query("seed=1&width=2&seed=7&seed=x");
    assert_eq!((link.spec.seed, link.spec.width), (1, 2));
    let [refused] = &told("weights=sixteen")[..] else {
        panic!("one notice");
    };
    assert!(refused.ends_with("or file. It is ignored"), "{refused}");
}

#[test]
fn a_link_is_read_up_to_its_limit_and_says_so() {
    let too_long = |notices: &[Notice]| {
        let longer = |notice: &&Notice| notice.0.contains("is longer than");
        notices.iter().filter(longer).count()
    };
    let filled = |n: usize| format!("seed=7&{}=1", "x".repeat(n - "seed=7&=1&".len()));
    let (link, notices) = Link::from_query(&filled(MOST_TEXT));
    assert_eq!((link.spec.seed, too_long(&notices)), (7, 0));
    let (link, notices) = Link::from_query(&format!("{}&width=3", filled(MOST_TEXT)));
    assert_eq!((link.spec.seed, too_long(&notices)), (7, 1));
    assert_eq!(link.spec.width, Spec::default().width);
    for pair in ["seed=3&", "&", "x&", "points=AAAA&", "weights=1:1,&"] {
        let (link, notices) = Link::from_query(&format!("width=3&{}", pair.repeat(500_000)));
        assert_eq!((link.spec.width, too_long(&notices)), (3, 1), "{pair}");
        assert!(notices.len() < 10, "{pair}: {} notices", notices.len());
    }
    let unknown: String = (0..250_000).map(|k| format!("k{k}=1&")).collect();
    let (_, notices) = Link::from_query(&unknown);
    assert_eq!(too_long(&notices), 1);
    assert!(notices.len() < MOST_TEXT / 4);
    let shown = told(&notices);
    assert_eq!(shown.len(), MOST_NOTICES + 1);
    let more = notices.len() - MOST_NOTICES;
    assert_eq!(shown[MOST_NOTICES], format!("and {more} more"));
    let (_, notices) = Link::from_query(&format!("weights={}", "x,".repeat(4000)));
    assert!(told(&notices).concat().len() < 2000, "{notices:?}");
}

#[test]
fn up_to_the_limit_all_notices_are_told() {
    let notices: Vec<Notice> = (0..MOST_NOTICES + 37)
        .map(|k| Notice(k.to_string()))
        .collect();
    assert_eq!(told(&notices[..MOST_NOTICES]).len(), MOST_NOTICES);
    assert_eq!(
        told(&notices).last().map(String::as_str),
        Some("and 37 more")
    );
    assert!(told(&[]).is_empty());
}

#[test]
fn rows_are_decoded_once_and_have_room_of_their_own() {
    let rows: String = (0..200)
        .map(|k| format!("{}.123456789012345,-{k}e-7,{}\n", k, 1 - 2 * (k % 2)))
        .collect();
    let (own, _) = read::load(&format!("x1,x2,y\n{rows}"), None).expect("rows");
    let mut link = Link::default();
    link.spec.data = DataKind::Csv;
    link.own = Some(own.clone());
    let (text, _) = link.to_query();
    let points = text
        .split('&')
        .find(|pair| pair.starts_with("points="))
        .expect("rows");
    assert!(points.len() < MOST_ROWS_TEXT);
    // Beside rows there is as much room for the rest as without; of repeated rows only the first are decoded, so that
    // damage to the others is not seen.
    let filler = format!("{}=1", "x".repeat(MOST_TEXT - 200));
    let (read, notices) = Link::from_query(&format!("{text}&points=%%%&{filler}"));
    assert_eq!(read.own, Some(own));
    let texts: Vec<&str> = notices.iter().map(|notice| notice.0.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert_eq!(
        texts[0],
        "“points” is there more than once: the first is used"
    );
    let (read, notices) = Link::from_query(&format!(
        "data=csv&points={}",
        "A".repeat(MOST_ROWS_TEXT + 1)
    ));
    assert!(read.own.is_none() && notices[0].0.contains("load the file"));
}

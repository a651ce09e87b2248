//! What state a lab is said to be in, what is offered, and what is said of the time shown and of one example.

use crate::worlds::{LINEAR, World};
use iw_lab::data::{Class, Split};
use iw_lab::experiment::history::Time;
use iw_lab::report::key::{Entry, key};
use iw_lab::report::state::{WayOn, state};
use iw_lab::report::{Activity, bound, example, time};
use iw_lab::settings::{Link, Spec};

#[test]
fn what_is_offered_mends_what_is_said() {
    let start = World::new("", 0);
    let offered = state(&start.latest()).expect("a state");
    assert_eq!(
        offered.text,
        "t = 0. All runs start from the same initialization."
    );
    assert_eq!(
        (offered.label.as_str(), offered.way_on),
        ("Play", WayOn::Play)
    );
    for activity in [Activity::Training, Activity::Warping] {
        let mut shown = start.latest();
        shown.activity = activity;
        assert_eq!(state(&shown), None);
    }
    // Once it has begun there is nothing to say, at step 0 too.
    let begun = World::new("", 5);
    assert_eq!(state(&begun.latest()), None);
    assert_eq!(state(&begun.at(Time::Step(0))), None);

    let empty = World::new("keep_orange=0&keep_blue=0", 0);
    let offered = state(&empty.latest()).expect("a state");
    assert_eq!(offered.way_on, WayOn::UseAll);

    for (class, query, key) in [
        (Class::Orange, "keep_orange=0", "keep_orange"),
        (Class::Blue, "keep_blue=0", "keep_blue"),
    ] {
        let world = World::new(query, 5);
        let offered = state(&world.latest()).expect("a state");
        assert!(
            offered
                .text
                .starts_with(&format!("No {} example", class.name()))
        );
        let WayOn::Set(field, value) = offered.way_on else {
            panic!("{query}: {:?}", offered.way_on);
        };
        assert_eq!(field, key);
        // What it sets is read as a link reads it, and then there is a boundary to draw.
        let (spec, notices) = Spec::from_query(&format!("{field}={value}"));
        assert_eq!(notices, []);
        let share = if class == Class::Orange {
            spec.keep_orange
        } else {
            spec.keep_blue
        };
        assert!(
            offered
                .label
                .contains(&format!("{}\u{a0}% of {}", 100.0 * share, class.name())),
            "{}",
            offered.label
        );
        let mended = World::new(&format!("{field}={value}"), 5);
        assert_eq!(state(&mended.latest()), None);
    }

    let no_rows = Link::from_query("data=csv").0;
    let session = iw_lab::experiment::session::Session::new(no_rows.spec, None);
    let outlook = iw_lab::outlook::Outlook::default();
    let view = iw_lab::settings::ViewSpec::default();
    let moment = iw_lab::report::Moment::latest(&session, None);
    let shown = iw_lab::report::Shown::new(&session, &outlook, &view, moment);
    assert_eq!(state(&shown).expect("a state").way_on, WayOn::LoadData);
    let one_class = World::on("x1,x2,y\n1,2,1\n2,1,1\n", LINEAR, 3);
    assert_eq!(
        state(&one_class.latest()).expect("a state").way_on,
        WayOn::LoadData
    );
}

#[test]
fn divergence_is_told_from_its_step_on_with_what_helps() {
    let world = World::new("init=standard&weights=1:1", 10);
    let told = state(&world.latest()).expect("a state");
    assert!(told.text.contains("overflowed at step"), "{}", told.text);
    assert_eq!(told.way_on, WayOn::Set("init", "ntk".to_owned()));
    assert_eq!(
        state(&World::new("init=ntk&weights=1:1", 10).latest()),
        None
    );
    // Looking back at a step before it, nothing has happened yet.
    assert_eq!(state(&world.at(Time::Step(0))), None);
    let fast = World::linear("overlap100.csv", "&lr=10&weights=1:1", 3000);
    if let Some(told) = state(&fast.latest()) {
        assert_eq!(told.way_on, WayOn::Set("lr", "1".to_owned()));
        assert_eq!(told.label, "Use learning rate 1");
    }
}

#[test]
fn the_time_shown_is_told_from_the_latest() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    assert_eq!(time::remark(&world.latest()), "");
    assert_eq!(time::remark(&world.at(Time::Step(100))), "looking back");
    assert_eq!(time::remark(&world.end()), "warped from 10^4 on");
    assert!(time::spoken(&world.latest(), "So.").ends_with(". So."));
    let networks = "data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&bias=input&weights=5:1,1:5&width=16";
    let world = World::new(networks, 20_000);
    assert!(time::remark(&world.end()).starts_with("approximate"));
    let early = World::new(networks, 3);
    let mut shown = early.latest();
    assert_eq!(time::remark(&shown), "");
    shown.activity = Activity::Warping;
    assert_eq!(
        time::remark(&shown),
        "training until every example is on its side"
    );
}

#[test]
fn film_captions_say_what_differs_and_only_the_first_says_what_it_is() {
    let linear = World::linear("sep40.csv", "&weights=5:1,1:5", 100);
    let shown = linear.latest();
    let record = shown.moment.record.expect("recorded");
    let first = time::caption(&shown, record, true);
    assert!(
        first.starts_with("spread ") && first.ends_with('°'),
        "{first}"
    );
    assert_eq!(
        format!("spread {}", time::caption(&shown, record, false)),
        first
    );
    let network = World::new("", 10);
    let shown = network.latest();
    let record = shown.moment.record.expect("recorded");
    assert!(time::caption(&shown, record, true).starts_with("runs differ on "));
    for query in ["weights=1:1", "keep_orange=0"] {
        let world = World::new(query, 10);
        let shown = world.latest();
        assert_eq!(
            time::caption(&shown, shown.moment.record.expect("recorded"), true),
            ""
        );
    }
}

#[test]
fn an_example_is_told_with_its_part_in_the_boundary() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    let shown = world.end();
    let (mut q, mut p) = (0.0, 0.0);
    let shares = example::shares(&shown).expect("shares");
    for share in &shares {
        q += share.q;
        p += share.limit.expect("a limit");
    }
    assert!((q - 1.0_f64).abs() < 1e-12 && (p - 1.0_f64).abs() < 1e-12);
    // In the end the shares are p*, and at the start the weights.
    for share in &shares {
        assert!((share.q - share.limit.expect("a limit")).abs() < 1e-6);
    }
    let start = world.at(Time::Step(0));
    for share in example::shares(&start).expect("shares") {
        assert!((share.q - share.start).abs() < 1e-12);
    }
    let about = example::about(&shown, 0);
    assert!(
        about.contains("training, weight 1.67 in 5:1, margin ") && about.contains(", p* "),
        "{about}"
    );
    let overlap = World::linear("overlap100.csv", "", 10);
    let about = example::about(&overlap.latest(), 0);
    assert!(about.contains(", q ") && !about.contains("p*"), "{about}");
    let moons = World::new("", 10);
    let shown = moons.latest();
    let examples = &shown.ladder().dataset.examples;
    let at = |split| {
        examples
            .iter()
            .position(|example| example.split == split)
            .expect("an example")
    };
    assert!(example::about(&shown, at(Split::Test)).ends_with(", test"));
    assert!(!example::about(&shown, at(Split::Train)).contains("margin"));
    assert_eq!(example::about(&shown, examples.len()), "");
    // Rows count training examples only.
    let rows: Vec<usize> = (0..examples.len())
        .filter_map(|at| example::training_row(&shown, at))
        .collect();
    assert_eq!(rows, (0..100).collect::<Vec<_>>());
}

#[test]
fn the_key_explains_what_is_drawn() {
    let moons = key(&World::new("weights=16:1", 0).latest());
    assert!(moons.contains(&Entry::Test) && !moons.contains(&Entry::MaxMargin));
    // 16:1 on 20:80 with mean 1: 4 and 1/4.
    let weights: Vec<&Entry> = moons
        .iter()
        .filter(|entry| matches!(entry, Entry::Weight(_)))
        .collect();
    assert_eq!(
        weights,
        [
            &Entry::Weight(0.25),
            &Entry::Weight(1.0),
            &Entry::Weight(4.0)
        ]
    );
    let even = key(&World::linear("sep40.csv", "&weights=1:1", 0).latest());
    assert_eq!(even.last(), Some(&Entry::Weight(1.0)));
    assert!(even.contains(&Entry::MaxMargin) && !even.contains(&Entry::Test));
    let none = key(&World::new("keep_orange=0&keep_blue=0", 0).latest());
    assert!(!none.iter().any(|entry| matches!(entry, Entry::Area(_))));
}

#[test]
fn the_bound_adds_up_and_says_when_it_says_nothing() {
    let world = World::linear("sep40.csv", "&weights=1:1", 1000);
    let shown = world.latest();
    assert_eq!(bound::least_examples(&shown), Some(40.0));
    let terms = bound::terms(&shown, 40.0);
    assert_eq!(terms[0].1, "40");
    assert!(terms[5].1.ends_with(": vacuous"), "{}", terms[5].1);
    assert_eq!(terms[5].0, "Error at most, in 95 of 100 samples");
    // With many more examples like these it says something: the sum of its terms.
    let terms = bound::terms(&shown, 1e8);
    let limits = shown.limits().expect("limits");
    let margin = terms[1].1.parse::<f64>().expect("a margin");
    let theta = shown.theta(0).expect("recorded");
    let length = theta.iter().map(|p| p * p).sum::<f64>().sqrt();
    // Without a test set the true weights are 1.
    let within: f64 = (limits.rows.margins(theta).iter())
        .map(|u| iw_lab::numeric::clamp(1.0 - u / length / margin, 0.0, 1.0))
        .sum();
    let shown_within = terms[2].1.parse::<f64>().expect("a share");
    assert!((within / 40.0 - shown_within).abs() < 0.005, "{terms:?}");
    assert!(!terms[5].1.contains("vacuous"), "{terms:?}");
    // At θ = 0 there is no direction to bound.
    let start = bound::terms(&world.at(Time::Step(0)), 40.0);
    assert!(start.iter().all(|term| term.1 == "–"));
    assert_eq!(bound::least_examples(&World::new("", 0).latest()), None);
}

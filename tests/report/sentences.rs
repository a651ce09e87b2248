//! The sentences of a moment: what is said of small real sessions, and what is not said where it would be false.

use crate::worlds::{World, moments, worlds};
use iw_lab::experiment::history::Time;
use iw_lab::report::sentence::sentence;
use iw_lab::text::format;

fn words(shown: &iw_lab::report::Shown) -> String {
    sentence(shown).replace('\u{a0}', " ")
}

#[test]
fn moons_in_two_sentences_of_what_was_measured() {
    let world = World::new("", 100).select(2);
    let shown = world.latest();
    let error = |run: usize| {
        let metrics = shown.metrics(run).expect("measured");
        format::percent(metrics.test_error.expect("a test set"))
            .to_string()
            .replace('\u{a0}', " ")
    };
    let share = shown
        .moment
        .record
        .and_then(|record| record.disagreement)
        .expect("measured");
    let share = format::percent(share).to_string().replace('\u{a0}', " ");
    // The selected run comes first.
    assert_eq!(
        words(&shown),
        format!(
            "At step 100 the 1:1 run misclassifies {} of the test set, 16:1 {} and 1:5 {}. The runs disagree on {share} of the population.",
            error(1),
            error(0),
            error(2)
        )
    );
    assert!(words(&world.at(Time::Step(10))).ends_with(" This is a look back from 100."));
    assert_eq!(words(&world.at(Time::Step(0))), "Not yet trained: all runs start from the same initialization. This is a look back from 100.".split(" This").next().expect("a part"));
}

#[test]
fn runs_are_said_to_agree_only_where_no_sampled_point_tells_them_apart() {
    let same = World::new("weights=1:1,2:2&width=8", 30);
    assert!(words(&same.latest()).contains("All runs agree on every sampled point."));
    let other = World::new("weights=1:1,1:5&width=8", 300);
    let shown = other.latest();
    let share = shown
        .moment
        .record
        .and_then(|record| record.disagreement)
        .expect("measured");
    assert_eq!(words(&shown).contains("agree on every"), share == 0.0);
    let alone = words(&World::new("weights=1:1&width=8", 30).latest());
    assert!(
        !alone.contains("agree") && !alone.contains("differ"),
        "{alone}"
    );
}

#[test]
fn a_past_step_a_latest_step_and_warped_time_are_told_apart() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 10_000);
    let (past, latest, end) = (
        words(&world.at(Time::Step(100))),
        words(&world.latest()),
        words(&world.end()),
    );
    assert!(
        past.contains("look back from 10,000") && past.starts_with("At step 100:"),
        "{past}"
    );
    assert!(!latest.contains("look back"), "{latest}");
    assert!(
        end.starts_with("At t = 10^1000: no test set here.") && !end.contains("look back"),
        "{end}"
    );
    for text in [&past, &latest, &end] {
        assert!(
            text.contains("The outermost boundaries differ by "),
            "{text}"
        );
        assert!(
            text.contains("The limit does not depend on the weights"),
            "{text}"
        );
    }
    assert!(!end.contains("approximate"));
}

#[test]
fn only_the_warped_time_of_networks_is_called_approximate() {
    for (name, world) in worlds() {
        for shown in moments(&world) {
            let text = words(&shown);
            let approximate = shown.is_warped() && !shown.is_linear();
            assert_eq!(
                text.contains("This time is approximate"),
                approximate,
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn without_a_class_there_is_no_boundary_no_error_and_no_verdict() {
    let one_class = World::new("keep_orange=0&width=4", 30);
    assert_eq!(
        words(&one_class.latest()),
        "No orange example is left to train on, so there is no boundary to draw."
    );
    assert_eq!(
        words(&World::new("keep_orange=0&keep_blue=0", 0).latest()),
        "No example is left to train on."
    );
}

#[test]
fn divergence_is_said_of_the_run_and_from_its_step_on() {
    let world = World::new("init=standard&weights=16:1", 10);
    let text = words(&world.latest());
    assert!(
        text.starts_with("At step 10 no run is finite any more. The 16:1 run's "),
        "{text}"
    );
    assert!(!words(&world.at(Time::Step(0))).contains("overflowed"));
}

#[test]
fn every_sentence_is_whole() {
    for (name, world) in worlds() {
        for shown in moments(&world) {
            let text = words(&shown);
            assert!(
                text.ends_with('.') && !text.contains("..") && !text.contains("  "),
                "{name}: {text}"
            );
            assert!(
                !text.contains("not a number") && !text.contains("undefined"),
                "{name}: {text}"
            );
            for sentence in text.split(". ") {
                let first = sentence.chars().next().expect("a sentence");
                assert!(
                    first.is_uppercase() || first.is_ascii_digit(),
                    "{name}: {sentence}"
                );
            }
        }
    }
}

#[test]
fn verdicts_change_with_what_is_asked_of_the_same_examples() {
    let verdict = |more: &str| words(&World::linear("sep40.csv", more, 30).latest());
    let plain = verdict("&weights=5:1,1:5");
    assert!(
        plain.contains("A line separates the classes, with a margin of at most "),
        "{plain}"
    );
    let penalty = verdict("&weights=5:1,1:5&l2=0.1");
    assert!(
        penalty.contains("With an L2 penalty") && !penalty.contains("does not depend"),
        "{penalty}"
    );
    let moved = verdict("&weights=1:0,1:1");
    assert!(
        moved.contains("so 1:0 has another limit.") && !moved.contains("does not depend"),
        "{moved}"
    );
    let two = verdict("&weights=1:0,0:1,1:1");
    assert!(two.contains("so 1:0 and 0:1 have another limit."), "{two}");
    // Of a network nothing of the kind is said.
    let network =
        words(&World::new("data=separable&width=4&keep_orange=1&keep_blue=1", 30).latest());
    assert!(
        !network.contains("separates") && !network.contains("limit"),
        "{network}"
    );
}

#[test]
fn a_run_that_cannot_be_measured_is_named_with_the_reason_and_compared_with_nothing() {
    let rows = "x1,x2,y,weight\n1,2,1,0\n2,1,-1,0\n3,1,1,0\n";
    let world = World::on(rows, "model=linear&weights=file,1:1,1:2", 10);
    let text = words(&world.latest());
    assert!(
        text.contains("Nothing is measured of file: the run has no row to train on."),
        "{text}"
    );
    assert!(
        !text.contains("misclassifies") || !text.contains("file run"),
        "{text}"
    );
    let alone = World::on(rows, "model=linear&weights=file", 10);
    assert!(words(&alone.latest()).starts_with("At step 10 no run can be measured."));
}

//! Facts of the data, against closed forms.

use crate::worlds::{LINEAR, World, worlds};
use iw_lab::experiment::history::Time;
use iw_lab::report::facts::{Fact, facts};
use iw_lab::report::run;
use iw_lab::settings::MAX_RUNS;
use iw_lab::text::format::significant;

fn named(world: &World, name: &str) -> Option<Fact> {
    let all = facts(&world.latest());
    all.into_iter().find(|fact| fact.name == name)
}

fn value(world: &World, name: &str) -> String {
    named(world, name).map_or_else(|| "absent".to_owned(), |fact| fact.value.to_string())
}

#[test]
fn the_split_of_the_moons_in_closed_form() {
    // 20:80 to train on and 80:20 to test on.
    let world = World::new("", 0);
    assert_eq!(value(&world, "Training mix"), "1:4");
    assert_eq!(value(&world, "Test mix"), "4:1");
    assert_eq!(value(&world, "True ratio"), "16:1");
    // .8²/.2 + .2²/.8 − 1
    assert_eq!(value(&world, "Training–test mismatch, χ²"), "2.25");
    let training = named(&world, "Training mix").expect("a fact");
    assert_eq!(training.mix, Some(0.2));
    assert!(
        training
            .help
            .contains("20 orange and 80 blue training examples")
    );
}

#[test]
fn the_effective_sample_is_that_of_the_selected_run() {
    // (Σ w)²/Σ w²/n of 20 weights of 16 and 80 of 1: 400²/(5200 · 100).
    let world = World::new("weights=16:1,1:1", 0);
    assert_eq!(value(&world, "Effective sample size"), "31\u{a0}%");
    assert_eq!(
        value(&world.select(2), "Effective sample size"),
        "100\u{a0}%"
    );
}

#[test]
fn what_is_not_defined_is_a_dash() {
    let no_examples = World::new("keep_orange=0&keep_blue=0", 0);
    assert_eq!(value(&no_examples, "Training mix"), "–");
    assert_eq!(
        named(&no_examples, "Training mix").and_then(|fact| fact.mix),
        None
    );
    assert_eq!(value(&no_examples, "Effective sample size"), "–");
    let one_class = World::new("keep_orange=0", 0);
    assert_eq!(value(&one_class, "Training mix"), "0:1");
    assert_eq!(value(&one_class, "True ratio"), "–");
    // A class that is tested on and not trained on: χ² is infinite.
    assert_eq!(value(&one_class, "Training–test mismatch, χ²"), "–");
    let whole = World::new("keep_orange=1&keep_blue=1", 0);
    for absent in [
        "Test mix",
        "True ratio",
        "Training–test mismatch, χ²",
        "Separable",
    ] {
        assert_eq!(named(&whole, absent), None);
    }
}

#[test]
fn theory_is_a_fact_only_where_it_is_one() {
    let separable = World::linear("sep40.csv", "&weights=5:1,1:5", 0);
    assert_eq!(value(&separable, "Separable"), "yes");
    let reference = crate::common::json("linear_sep40.json");
    let svm = &reference["bias"]["svm"];
    let margin = crate::common::number(&svm["margin"]);
    assert_eq!(
        value(&separable, "Largest margin γ"),
        significant(margin).to_string()
    );
    let support = svm["sv"].as_array().expect("rows").len();
    assert_eq!(value(&separable, "Support vectors"), support.to_string());
    let partial = World::linear("partial40.csv", "&bias=none", 0);
    assert_eq!(value(&partial, "Separable"), "20 of 40 examples");
    let overlap = World::linear("overlap100.csv", "", 0);
    assert_eq!(value(&overlap, "Separable"), "no");
    assert_eq!(named(&overlap, "Largest margin γ"), None);
    assert_eq!(named(&overlap, "KL(p* ‖ w)"), None);
    let close = "x1,x2,y\n1,1e-11,1\n1,-1e-11,-1\n-1,1e-11,1\n-1,-1e-11,-1\n";
    assert_eq!(
        value(&World::on(close, LINEAR, 0), "Separable"),
        "too close to call"
    );
    let one_class = World::on("x1,x2,y\n1,2,1\n2,1,1\n", LINEAR, 0);
    assert_eq!(named(&one_class, "Separable"), None);
}

#[test]
fn the_dual_starts_at_the_weights_and_moves_with_the_moment() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 1000);
    let kl = |time| {
        let all = facts(&world.at(time));
        let of = |name: &str| {
            all.iter()
                .find(|fact| fact.name == name)
                .expect("a fact")
                .value
                .to_string()
        };
        (of("KL(p* ‖ w)"), of("KL(p* ‖ q)"))
    };
    let (weights, start) = kl(Time::Step(0));
    assert_eq!(weights, start);
    let (same, later) = kl(Time::Step(1000));
    assert_eq!(same, weights);
    assert!(later < start, "{later} is not below {start}");
}

#[test]
fn notes_of_runs_say_what_a_weighting_is() {
    let note = |query: &str, at: usize| {
        let world = World::new(query, 0);
        let shown = world.latest();
        run::note(&shown, &shown.ladder().runs[at])
    };
    let ladder = "weights=16:1,1:1,density,1:0,2:1";
    assert_eq!(note(ladder, 0), "true ratio");
    assert_eq!(note(ladder, 1), "unweighted");
    assert_eq!(note(ladder, 2), "true ratio, 16:1");
    assert_eq!(note(ladder, 3), "leaves out 80 examples");
    assert_eq!(note(ladder, 4), "");
    // 16:1 is not the true ratio of another split.
    assert_eq!(note("weights=16:1&keep_orange=0.5", 0), "");
    assert_eq!(
        note("keep_orange=0&keep_blue=0", 0),
        "no examples to train on"
    );
    let world = World::new("init=standard", 10);
    let shown = world.latest();
    assert!(run::note(&shown, &shown.ladder().runs[0]).starts_with("diverged at "));
    let rows = "x1,x2,y,weight\n1,2,1,0\n2,1,-1,3\n3,1,1,1\n";
    let world = World::on(rows, "model=linear&weights=file,1:1", 0);
    let shown = world.latest();
    assert_eq!(
        run::note(&shown, &shown.ladder().runs[0]),
        "leaves out 1 example"
    );
    assert!(run::remark(&shown).contains("2 weightings"));
    assert!(run::remark(&World::new("weights=1:1", 0).latest()).starts_with("One run."));
}

#[test]
fn facts_of_every_lab_are_numbers_or_dashes_and_have_room() {
    for (name, world) in worlds() {
        for run in 1..=MAX_RUNS {
            let mut view = world.view.clone();
            view.run = run;
            let mut shown = world.latest();
            shown.view = &view;
            let all = facts(&shown);
            assert!((2..=12).contains(&all.len()), "{name}: {} facts", all.len());
            for fact in all {
                let value = fact.value.to_string();
                assert!(
                    !value.contains("not a number") && !value.is_empty(),
                    "{name}: {}",
                    fact.name
                );
            }
        }
    }
}

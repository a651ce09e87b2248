//! Read-outs, against what the parameters themselves say.

use crate::worlds::{World, moments, worlds};
use iw_lab::data::{Example, Split};
use iw_lab::experiment::history::Time;
use iw_lab::report::Shown;
use iw_lab::report::readouts::{Readouts, readouts};
use iw_lab::text::format;

fn texts(shown: &Shown) -> (Readouts, Vec<[String; 3]>) {
    let table = readouts(shown);
    let rows = table.rows.iter();
    let texts = rows.map(|row| row.values.clone().map(|value| value.to_string()));
    let texts = texts.collect();
    (table, texts)
}

fn score(theta: &[f64], example: &Example) -> f64 {
    theta[0] * example.x[0] + theta[1] * example.x[1] + theta[2]
}

#[test]
fn of_separable_examples_angle_margin_and_loss_of_the_parameters() {
    let world = World::linear("sep40.csv", "&weights=5:1,1:5", 1000);
    let shown = world.at(Time::Step(100));
    let (table, texts) = texts(&shown);
    assert_eq!(table.heads, ["Angle to limit", "Margin", "Loss, ln L"]);
    assert_eq!(table.time.to_string(), "100");
    let limit = shown.separable_limit().expect("separable");
    for (run, row) in texts.iter().enumerate() {
        let theta = shown.theta(run).expect("recorded");
        let length = theta.iter().map(|p| p * p).sum::<f64>().sqrt();
        let dot: f64 = theta.iter().zip(&limit.direction).map(|(a, b)| a * b).sum();
        let degrees = libm::acos(dot / length).to_degrees();
        assert_eq!(row[0], format::degrees(degrees).to_string());
        let ladder = shown.ladder();
        let train: Vec<&Example> = ladder.dataset.split(Split::Train).collect();
        let margins: Vec<f64> = (train.iter())
            .map(|example| example.class.sign() * score(theta, example))
            .collect();
        let least = margins.iter().copied().fold(f64::INFINITY, f64::min);
        let share = format::significant(least / length / limit.margin);
        assert_eq!(row[1], format!("{share} γ"));
        let weighted = margins.iter().zip(&ladder.runs[run].weights);
        let risk: f64 = weighted.map(|(u, w)| w * libm::exp(-u)).sum::<f64>() / 40.0;
        assert_eq!(row[2], format::significant(libm::log(risk)).to_string());
    }
}

#[test]
fn without_a_limit_errors_and_what_is_predicted_orange() {
    let world = World::new("model=linear&data=moons", 50);
    let shown = world.latest();
    let (table, texts) = texts(&shown);
    // Whether or not the moons are separable there is a test set.
    let test: Vec<&Example> = shown.ladder().dataset.split(Split::Test).collect();
    if table.heads[0] == "Test error" {
        for (run, row) in texts.iter().enumerate() {
            let theta = shown.theta(run).expect("recorded");
            let wrong = test
                .iter()
                .filter(|example| example.class.sign() * score(theta, example) <= 0.0);
            let share = wrong.count() as f64 / test.len() as f64;
            assert_eq!(row[0], format::percent(share).to_string());
        }
    }
    let network = readouts(&World::new("", 10).latest());
    assert_eq!(
        network.heads,
        ["Test error", "Predicted orange", "Loss, ln L"]
    );
    let whole = readouts(&World::new("keep_orange=1&keep_blue=1", 10).latest());
    assert_eq!(whole.heads[0], "Training error");
}

#[test]
fn a_run_is_at_rest_where_it_is_and_only_there() {
    let world = World::linear("overlap100.csv", "&lr=1&weights=1:1,1:2", 20_000);
    let (table, early) = texts(&world.at(Time::Step(10)));
    assert_eq!(table.heads[1], "To resting point");
    assert!(
        early.iter().all(|row| row[1].parse::<f64>().is_ok()),
        "{early:?}"
    );
    let (_, late) = texts(&world.latest());
    assert!(late.iter().all(|row| row[1] == "at rest"), "{late:?}");
    // One class alone is left: that run grows forever, and what it predicts is no distance.
    let world = World::linear("overlap100.csv", "&weights=1:1,1:0", 300);
    let (_, rows) = texts(&world.latest());
    assert!(rows[0][1].starts_with("6.47 × 10^"), "{rows:?}");
    assert_eq!(rows[1][1], "never rests");
    let world = World::linear("overlap100.csv", "&weights=1:0,1:1", 300);
    let (table, rows) = texts(&world.latest());
    assert_eq!(
        (table.heads[1], rows[0][1].as_str()),
        ("To resting point", "never rests")
    );
    // With a penalty every run rests, on separable examples too.
    let world = World::linear("sep40.csv", "&l2=0.1&weights=5:1", 3000);
    assert_eq!(texts(&world.latest()).0.heads[1], "To resting point");
}

#[test]
fn before_a_run_s_theory_is_known_nothing_is_said_of_its_rest() {
    let mut world = World::linear("overlap100.csv", "&weights=1:1,1:0", 30);
    world.outlook.runs.truncate(1);
    assert_eq!(texts(&world.latest()).1[1][1], "–");
}

#[test]
fn nothing_measured_is_a_dash_and_nothing_is_no_number() {
    let world = World::new("", 3);
    let unmeasured = world
        .latest()
        .at(iw_lab::report::Moment::latest(&world.session, None));
    for row in texts(&unmeasured).1 {
        assert_eq!(row, ["–", "–", "–"]);
    }
    for (name, world) in worlds() {
        for shown in moments(&world) {
            for value in texts(&shown).1.concat() {
                assert!(
                    !value.is_empty() && !value.contains("not a number"),
                    "{name}: {value}"
                );
            }
        }
    }
}

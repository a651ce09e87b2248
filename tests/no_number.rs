//! No number where there is none: where ln L is not defined, nothing that rests on it is a number, and nothing that is
//! shown as a number is NaN or infinite. Seeded random links over the whole field table look for a way around.

use iw_lab::experiment::history::Record;
use iw_lab::experiment::metrics::{Metrics, Undefined, smoothed_margin};
use iw_lab::experiment::session::Session;
use iw_lab::loss::Tail;
use iw_lab::rng::{Purpose, stream, uniform};
use iw_lab::settings::field::{Field, Kind};
use iw_lab::settings::fields::SPEC;
use iw_lab::settings::{DataKind, Spec};
use rand::rngs::Xoshiro256PlusPlus as Random;

/// All that is measured of a run.
fn numbers(metrics: &Metrics) -> [Option<f64>; 7] {
    [
        metrics.ln_risk,
        metrics.train_error,
        metrics.test_error,
        metrics.population_error,
        metrics.fraction_orange,
        metrics.normalized_margin,
        metrics.parameter_norm,
    ]
}

/// What holds of every record, and how many runs are undefined in it.
fn check(session: &Session, record: &Record, what: &str) -> usize {
    let (probe, degree) = (
        session.begin_survey(record.parameters.clone()),
        session.ladder().model.degree(),
    );
    let mut survey = probe;
    survey.work(usize::MAX);
    let n_train = session.ladder().runs[0].weights.len();
    let mut undefined = 0;
    for (run, metrics) in record.metrics.iter().enumerate() {
        for number in numbers(metrics).into_iter().flatten() {
            assert!(number.is_finite(), "{what}: {metrics:?}");
        }
        let trains = session.ladder().runs[run].problem().is_some();
        let finite = survey.scores()[run][..n_train]
            .iter()
            .all(|score| score.is_finite());
        if !trains || !finite {
            assert!(metrics.undefined.is_some(), "{what}: {metrics:?}");
        }
        // A risk of 0 is measured and has no logarithm; only some losses can be 0.
        let vanishes = match session.ladder().spec.loss().tail() {
            Tail::Zero | Tail::Growing => metrics.ln_risk.is_none(),
            Tail::Exponential { .. } | Tail::Polynomial { .. } => false,
        };
        assert!(
            metrics.ln_risk.is_none() == metrics.undefined.is_some() || vanishes,
            "{what}"
        );
        if metrics.undefined.is_some() {
            assert_eq!(numbers(metrics), [None; 7], "{what}");
            assert_eq!(smoothed_margin(metrics, n_train, degree), None);
            assert_eq!(record.disagreement, None, "{what}");
            undefined += 1;
        } else {
            assert!(
                metrics.train_error.is_some(),
                "{what}: a run that is measured errs on a share of its rows"
            );
        }
    }
    assert!(
        record
            .disagreement
            .is_none_or(|share| (0.0..=1.0).contains(&share)),
        "{what}"
    );
    undefined
}

/// Trains and looks at every record; how many undefined runs there were.
fn look(query: &str, steps: u64) -> usize {
    let (mut spec, _) = Spec::from_query(query);
    // Small ones: it is numbers that are looked for.
    (spec.n_orange, spec.n_blue) = (spec.n_orange.min(30), spec.n_blue.min(30));
    spec.width = spec.width.min(8);
    let mut session = Session::new(spec, None);
    while session.work(steps, 1_000_000) > 0 {}
    let records = session.history().records();
    records
        .iter()
        .map(|record| check(&session, record, query))
        .sum()
}

/// A random text for a field: an end of its range or a number in it, a choice, a list of weights.
fn text<S>(field: &Field<S>, random: &mut Random) -> String {
    let mut pick = |n: usize| (uniform(random) * n as f64) as usize;
    match &field.kind {
        Kind::Real { min, max, .. } => match pick(4) {
            0 => min.to_string(),
            1 => max.to_string(),
            _ => (min.max(1e-3) * libm::pow(max / min.max(1e-3), pick(1000) as f64 / 1000.0))
                .to_string(),
        },
        Kind::Count { min, max, .. } => {
            [*min, (*max).min(min + 3), (*max).min(12)][pick(3)].to_string()
        }
        Kind::Choice { options, .. } => options()[pick(options().len())].0.to_owned(),
        Kind::Ratio { min, max, .. } => {
            [format!("{min}:{max}"), "1:2".to_owned(), "3:1".to_owned()][pick(3)].clone()
        }
        Kind::Weights { .. } => [
            "1:1",
            "5:1,1:5",
            "1:0,0:1",
            "density",
            "1e300:1,1:1e300",
            "file,1:1",
        ][pick(6)]
        .to_owned(),
    }
}

#[test]
fn random_links_show_no_number_beside_an_undefined_one() {
    let mut random = stream(10, Purpose::Initial);
    let mut undefined = 0;
    for _ in 0..150 {
        let mut query = String::from("v=1");
        for field in SPEC {
            if uniform(&mut random) < 0.4 {
                query += &format!("&{}={}", field.key, text(field, &mut random));
            }
        }
        undefined += look(&query, 40);
    }
    assert!(
        undefined > 20,
        "only {undefined} undefined runs: the links are too tame to find anything"
    );
}

#[test]
fn a_run_whose_scores_overflow_errs_on_no_share() {
    // The fault that was seen: errors of 0 % beside a ln L that is no number, at step 50.
    let (spec, _) = Spec::from_query("v=1&lr=58.69");
    let mut session = Session::new(spec, None);
    while session.work(50, 1_000_000) > 0 {}
    let records = session.history().records();
    let undefined: usize = records
        .iter()
        .map(|record| check(&session, record, "lr=58.69"))
        .sum();
    assert!(undefined > 0);
    let last = records.last().expect("records");
    assert!(
        last.metrics
            .iter()
            .any(|metrics| metrics.undefined == Some(Undefined::Overflow)),
        "{last:?}"
    );
}

#[test]
fn an_empty_run_has_no_metrics() {
    let (spec, _) = Spec::from_query("v=1&keep_orange=0&keep_blue=0&weights=1:1");
    assert_ne!(spec.data, DataKind::Csv);
    let mut session = Session::new(spec, None);
    while session.work(1, 1_000_000) > 0 {}
    for record in session.history().records() {
        assert_eq!(record.metrics[0].undefined, Some(Undefined::Empty));
        assert_eq!(numbers(&record.metrics[0]), [None; 7]);
        assert_eq!(record.disagreement, None);
    }
}

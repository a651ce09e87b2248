//! What is said of limits under losses, adjustments, optimizers and rules for weights of which the statements about the
//! exponential loss are false, beside what training does there.

use crate::common::read;
use iw_lab::data::read::load;
use iw_lab::experiment::ladder::Ladder;
use iw_lab::numeric::norm;
use iw_lab::outlook::limits::{KnownLimit, LimitKind, Limits, RunLimit, angle};
use iw_lab::outlook::lines::check;
use iw_lab::outlook::scope::{self, End};
use iw_lab::outlook::unwarpable::Unwarpable;
use iw_lab::report::verdict::Verdict;
use iw_lab::settings::{DataKind, Spec};
use iw_lab::weights::Weighting;

const LINE: &str = "model=linear&init=zero&weights=1:1,1:5,5:1";

fn ladder(file: &str, more: &str) -> Ladder {
    let query = format!("{LINE}{more}");
    let (mut spec, notices) = Spec::from_query(&query);
    assert_eq!(notices, [], "{query}");
    spec.data = DataKind::Csv;
    let own = load(&read(file), None).unwrap().0;
    Ladder::new(spec, Some(&own))
}

fn known(ladder: &Ladder) -> Vec<KnownLimit> {
    let limits = Limits::new(ladder).unwrap();
    let of = |run| limits.known(ladder, run);
    ladder.runs.iter().map(of).collect()
}

fn verdict(ladder: &Ladder) -> String {
    let limits = Limits::new(ladder).unwrap();
    let of = |run| limits.of_run(ladder, run);
    let runs: Vec<RunLimit> = ladder.runs.iter().map(of).collect();
    let weightings: Vec<Weighting> = ladder.runs.iter().map(|run| run.weighting).collect();
    Verdict::new(&ladder.spec, &limits, &runs, &weightings).words()
}

/// Settings, what kind of limit they have on separable rows, and what is said of it.
const SEPARABLE: [(&str, LimitKind, &str); 22] = [
    ("", LimitKind::MaxMargin, "does not depend on the weights"),
    ("&loss=logistic", LimitKind::MaxMargin, "does not depend"),
    ("&loss=focal", LimitKind::MaxMargin, "does not depend"),
    (
        "&optimizer=momentum",
        LimitKind::MaxMargin,
        "does not depend",
    ),
    (
        "&optimizer=nesterov&loss=focal&focus=0.5",
        LimitKind::MaxMargin,
        "does not depend",
    ),
    ("&batch=7", LimitKind::MaxMargin, "does not depend"),
    (
        "&adjust=logit&tau=2",
        LimitKind::MaxMargin,
        "does not depend",
    ),
    ("&adjust=ldam", LimitKind::MaxMargin, "does not depend"),
    (
        "&adjust=scaling&scaling=1:5",
        LimitKind::ScaledMargin,
        "max margin of the scaled rows",
    ),
    (
        "&loss=poly&tail=2",
        LimitKind::Polynomial,
        "depends on the weights permanently",
    ),
    (
        "&loss=polywang&tail=1",
        LimitKind::Polynomial,
        "depends on the weights permanently",
    ),
    (
        "&loss=poly&adjust=scaling",
        LimitKind::Polynomial,
        "depends on the weights permanently",
    ),
    (
        "&loss=squared",
        LimitKind::Optimum,
        "optimum of its own, permanently",
    ),
    (
        "&loss=hinge",
        LimitKind::None,
        "stops at the first step with every margin at least 1",
    ),
    (
        "&loss=squaredhinge",
        LimitKind::None,
        "comes to rest where its last margin comes to 1",
    ),
    ("&optimizer=adam", LimitKind::None, "depends on its floor ε"),
    ("&learn=softmax", LimitKind::None, "has not been proved"),
    ("&learn=best", LimitKind::None, "never settle"),
    ("&learn=eg", LimitKind::None, "learn the dual"),
    ("&learn=groupdro", LimitKind::None, "the same mean loss"),
    ("&learn=kl", LimitKind::None, "return to 1"),
    (
        "&l2=0.01",
        LimitKind::Optimum,
        "optimum of its own and comes to rest there",
    ),
];

#[test]
fn what_is_said_of_separable_rows_is_so() {
    for (more, kind, says) in SEPARABLE {
        let ladder = ladder("sep40.csv", more);
        let words = verdict(&ladder);
        assert!(words.contains(says), "{more}: {words}");
        let independent = kind == LimitKind::MaxMargin;
        assert_eq!(
            words.contains("does not depend"),
            independent,
            "{more}: {words}"
        );
        for limit in known(&ladder) {
            assert_eq!(limit.kind, kind, "{more}");
            let permanent = matches!(kind, LimitKind::Polynomial | LimitKind::Optimum);
            assert_eq!(limit.permanent, permanent, "{more}");
            assert!(limit.words.ends_with('.'), "{more}");
        }
    }
}

/// v ln t + ρ and warped time are those of plain descent under an exponential tail of rate 1, and of nothing else.
#[test]
fn nothing_else_is_warped_or_has_a_residual() {
    for (more, ..) in SEPARABLE {
        let ladder = ladder("sep40.csv", more);
        let limits = Limits::new(&ladder).unwrap();
        let of = |run| limits.of_run(&ladder, run);
        let runs: Vec<RunLimit> = ladder.runs.iter().map(of).collect();
        let warpable = check(&ladder, &runs);
        let plain = ["", "&loss=logistic"].contains(&more);
        assert_eq!(warpable.is_ok(), plain, "{more}: {warpable:?}");
        if let Err(error) = warpable {
            assert!(error.to_string().starts_with("time is warped"), "{error}");
        }
        if !plain && more != "&l2=0.01" {
            assert!(runs.iter().all(|run| run.residual.is_none()), "{more}");
        }
    }
    let random = ladder("sep40.csv", "&batch=8");
    assert_eq!(scope::flow(&random.spec), Err(Unwarpable::Random));
    let normalized = ladder("sep40.csv", "&optimizer=normalized");
    assert!(scope::dual(&normalized.spec).is_ok() && scope::flow(&normalized.spec).is_err());
    assert!(scope::is_mirror_descent(&normalized.spec));
    assert!(!scope::is_mirror_descent(
        &ladder("sep40.csv", "&loss=logistic").spec
    ));
}

#[test]
fn a_run_goes_where_its_limit_says() {
    // Polynomial tails: to their own directions, far apart.
    let mut poly = ladder("sep40.csv", "&loss=poly&tail=1");
    let limits = known(&poly);
    poly.advance(100_000);
    for (run, limit) in poly.runs.iter().zip(&limits) {
        let direction = limit.direction.as_ref().unwrap();
        let off = angle(run.parameters(), direction).unwrap().to_degrees();
        assert!(off < 0.05, "{}: {off}°", run.weighting);
    }
    let apart = |a: usize, b: usize| {
        let of = |at: usize| limits[at].direction.as_ref().unwrap();
        angle(of(a), of(b)).unwrap().to_degrees()
    };
    assert!((apart(1, 2) - 25.76).abs() < 0.01, "{}", apart(1, 2));

    // Hinge: stops at the first step with every margin at least 1.
    let mut hinge = ladder("sep40.csv", "&loss=hinge");
    hinge.advance(1000);
    let statuses: Vec<String> = hinge
        .runs
        .iter()
        .map(|run| format!("{:?}", run.status))
        .collect();
    assert!(
        statuses.iter().all(|status| status == "Converged"),
        "{statuses:?}"
    );
    let rows = Limits::new(&hinge).unwrap().rows;
    for run in &hinge.runs {
        assert!(rows.margins(run.parameters()).iter().all(|u| *u >= 1.0));
    }

    // Squared: to the least squares of each weighting.
    let mut squared = ladder("sep40.csv", "&loss=squared");
    let limits = known(&squared);
    squared.advance(20_000);
    for (run, limit) in squared.runs.iter().zip(&limits) {
        let optimum = limit.parameters.as_ref().unwrap();
        for (a, b) in run.parameters().iter().zip(optimum) {
            assert!((a - b).abs() < 1e-12, "{a} and {b}");
        }
    }

    // Scaling: nearer to the scaled limit than to that of the rows as they are.
    let mut scaled = ladder("sep40.csv", "&adjust=scaling&scaling=1:5");
    let limits = known(&scaled);
    scaled.advance(100_000);
    let plain = known(&ladder("sep40.csv", ""))[0]
        .direction
        .clone()
        .unwrap();
    for (run, limit) in scaled.runs.iter().zip(&limits) {
        let off = |v: &[f64]| angle(run.parameters(), v).unwrap();
        let direction = limit.direction.as_ref().unwrap();
        assert!(off(direction) < off(&plain), "{}", run.weighting);
        assert!((norm(direction) - 1.0).abs() < 1e-14);
    }
}

#[test]
fn where_no_line_divides_every_run_rests_where_it_is_said_to() {
    for (more, still) in [
        ("", true),
        ("&loss=logistic", true),
        ("&loss=squaredhinge", true),
        ("&loss=poly&tail=2", true),
        ("&loss=logistic&adjust=logit&tau=0.5", true),
        ("&adjust=scaling&scaling=1:2", true),
        ("&optimizer=nesterov", true),
        ("&loss=hinge", false),
        ("&loss=polywang&tail=0.5", false),
        ("&batch=10", false),
        ("&optimizer=adam", false),
    ] {
        let mut ladder = ladder("overlap100.csv", more);
        let words = verdict(&ladder);
        assert!(
            words.starts_with("No line separates the classes."),
            "{more}: {words}"
        );
        assert_eq!(
            words.contains("rests permanently at its own boundary"),
            still,
            "{more}: {words}"
        );
        assert_eq!(words.contains("hover about it"), !still, "{more}: {words}");
        let plain = more.is_empty() || more == "&optimizer=nesterov";
        assert_eq!(words.contains("apart in score"), plain, "{more}: {words}");
        if !still {
            continue;
        }
        let limits = known(&ladder);
        ladder.advance(30_000);
        for (run, limit) in ladder.runs.iter().zip(&limits) {
            assert_eq!(limit.kind, LimitKind::Optimum, "{more}");
            for (a, b) in run
                .parameters()
                .iter()
                .zip(limit.parameters.as_ref().unwrap())
            {
                assert!(
                    (a - b).abs() < 1e-6,
                    "{more} {}: {a} and {b}",
                    run.weighting
                );
            }
        }
    }
    let focal = verdict(&ladder("overlap100.csv", "&loss=focal"));
    assert!(
        focal.contains("whether it is the only one is not known"),
        "{focal}"
    );
}

#[test]
fn partly_separable_rows_are_not_taken_for_something_else() {
    let exponential = verdict(&ladder("partial40.csv", ""));
    assert!(
        exponential.contains("in the same direction whatever the weights"),
        "{exponential}"
    );
    for more in ["&loss=poly", "&loss=hinge", "&adjust=scaling"] {
        let ladder = ladder("partial40.csv", more);
        let words = verdict(&ladder);
        assert!(
            words.contains("is not computed for these settings"),
            "{more}: {words}"
        );
        assert!(
            known(&ladder)
                .iter()
                .all(|limit| limit.kind == LimitKind::None),
            "{more}"
        );
    }
    let squared = ladder("partial40.csv", "&loss=squared");
    assert!(
        known(&squared)
            .iter()
            .all(|limit| limit.kind == LimitKind::Optimum)
    );
}

#[test]
fn the_end_is_asked_of_loss_adjustment_optimizer_and_weights() {
    let end = |more: &str| scope::end(&ladder("sep40.csv", more).spec);
    assert_eq!(end("&loss=poly&tail=3"), End::Polynomial { alpha: 3.0 });
    assert_eq!(end("&loss=poly&optimizer=adam"), End::Adam);
    assert_eq!(end("&loss=squared&optimizer=adam"), End::Optimum);
    assert_eq!(
        end("&loss=hinge&optimizer=adam"),
        End::Stops { slowly: false }
    );
    assert!(matches!(end("&learn=meta&l2=0.1"), End::Learned(_)));
}

/// The meta-gradient looks at rows that a file marks, and says so where there are none.
#[test]
fn validation_rows_are_those_that_a_file_marks() {
    let with = |split: &str| {
        let rows = (0..12).map(|k| {
            let (x, y) = (
                f64::from(k) / 3.0,
                if k % 2 == 0 { "orange" } else { "blue" },
            );
            let side = if k % 2 == 0 { 1.0 } else { -1.0 };
            let of = if k >= 8 { split } else { "train" };
            format!("{x},{side},{y},{of}\n")
        });
        let text = "x1,x2,y,split\n".to_owned() + &rows.collect::<String>();
        let (mut spec, _) =
            Spec::from_query("model=linear&init=zero&weights=1:1&learn=meta&bound=0");
        spec.data = DataKind::Csv;
        let own = load(&text, None).unwrap().0;
        let mut ladder = Ladder::new(spec, Some(&own));
        ladder.advance(1);
        ladder
    };
    let marked = with("validation");
    assert_eq!(marked.notices, []);
    let weights = marked.runs[0].present_weights();
    assert_eq!(weights.len(), 8);
    assert!((weights.iter().sum::<f64>() - 8.0).abs() < 1e-12);
    assert!(weights.iter().any(|w| *w != 1.0), "{weights:?}");
    let without = with("test");
    assert!(
        without.notices[0].0.contains("needs validation rows"),
        "{:?}",
        without.notices
    );
    assert_eq!(without.runs[0].present_weights(), [1.0; 8]);
    // Generated data has validation rows of its own.
    let (spec, _) = Spec::from_query("learn=meta&width=4");
    let mut generated = Ladder::new(spec, None);
    generated.advance(3);
    assert_eq!(generated.notices, []);
    assert!(
        generated.runs[0]
            .present_weights()
            .iter()
            .any(|w| *w != 1.0)
    );
}

/// Sampling to a ratio: counts, their weights, and that in full batches a repeated row is a heavier one.
#[test]
fn sampling_comes_to_the_ratio_of_the_weights() {
    let of = |more: &str| {
        let (spec, notices) = Spec::from_query(&format!("model=linear&weights=16:1,1:1{more}"));
        assert_eq!(notices, []);
        Ladder::new(spec, None)
    };
    // 20 orange and 80 blue rows: 16 orange to 1 blue is 320 and 80, or 20 and 5.
    let weighted = of("");
    let over = of("&sampling=over");
    for (a, b) in weighted.runs[0].weights.iter().zip(&over.runs[0].weights) {
        assert!((a - b).abs() < 1e-12, "{a} and {b}");
    }
    let under = of("&sampling=under");
    let kept = |from: usize, to: usize| {
        under.runs[0].weights[from..to]
            .iter()
            .filter(|w| **w > 0.0)
            .count()
    };
    assert_eq!((kept(0, 20), kept(20, 100)), (20, 5));
    assert!((under.runs[0].weights.iter().sum::<f64>() - 100.0).abs() < 1e-12);
    // At 1:1 both keep every row once.
    assert_eq!(under.runs[1].weights, [1.0; 100]);
    assert_eq!(over.runs[1].weights, [1.0; 100]);
    // In batches a repeated row is met as often as it is there: 400 rows, of weight 1.
    let batched = of("&sampling=over&batch=8");
    let problem = batched.runs[0].problem().unwrap();
    assert_eq!(problem.weights(), [1.0; 400]);
    let orange = problem.classes().iter().filter(|y| **y > 0.0).count();
    assert_eq!(orange, 320);
    let (spec, _) = Spec::from_query("weights=1e6:1&sampling=over");
    let refused = Ladder::new(spec, None);
    assert!(
        refused.notices[0].0.contains("weighted instead"),
        "{:?}",
        refused.notices
    );
}

//! What is said of theory, on sets where it is true and on sets where it is not.

use crate::common::read;
use iw_lab::data::own::OwnData;
use iw_lab::data::read::load;
use iw_lab::experiment::history::Time;
use iw_lab::experiment::session::Session;
use iw_lab::outlook::Outlook;
use iw_lab::outlook::limits::{RunLimit, angle};
use iw_lab::outlook::scope;
use iw_lab::report::theory::{AngleWords, DualWords, NoLaw};
use iw_lab::report::verdict::Verdict;
use iw_lab::settings::{DataKind, Spec};
use iw_lab::weights::Weighting;

/// A session on the rows of a CSV text, worked on to `step`, with all the theory beside it.
fn session(text: &str, query: &str, step: u64) -> (Session, Outlook) {
    let (mut spec, notices) = Spec::from_query(query);
    assert_eq!(notices, [], "{query}");
    spec.data = DataKind::Csv;
    let own: OwnData = load(text, None).expect(query).0;
    let mut session = Session::new(spec, Some(&own));
    while session.work(step, usize::MAX) > 0 {}
    let mut outlook = Outlook::default();
    while outlook.work(&session) {}
    assert!(!outlook.has_work(&session), "{query}");
    (session, outlook)
}

fn verdict(text: &str, query: &str) -> String {
    let (session, outlook) = session(text, query, 0);
    let lab = session.ladder();
    let weightings: Vec<Weighting> = lab.runs.iter().map(|run| run.weighting).collect();
    let limits = outlook.limits.as_ref().expect(query);
    let words = |runs: &[RunLimit]| Verdict::new(&lab.spec, limits, runs, &weightings).words();
    // Until every run's limit is known nothing is said of the runs.
    for few in 0..outlook.runs.len() {
        let early = words(&outlook.runs[..few]);
        for later in ["depend", "rest", "has another", "whatever", "apart"] {
            assert!(lab.spec.l2 > 0.0 || !early.contains(later), "{early}");
        }
    }
    words(&outlook.runs)
}

fn dual(text: &str, query: &str, step: u64) -> String {
    let (session, outlook) = session(text, query, step);
    let lab = session.ladder();
    let record = session.history().records().last().expect("records");
    let moment = outlook.dual_at(lab, record, 0);
    DualWords {
        run: &lab.runs[0].weighting.to_string(),
        weights: &lab.runs[0].weights,
        limits: outlook.limits.as_ref().expect(query),
        limit: &outlook.runs[0],
        penalized: lab.spec.l2 > 0.0,
        exponential: scope::is_mirror_descent(&lab.spec),
        now: moment,
        bound: outlook.gap_bound(session.ladder(), record, 0),
    }
    .words()
}

/// Rows with a weight each: x1, x2, y, w.
fn rows(list: &[[f64; 4]]) -> String {
    let line = |[x1, x2, y, w]: &[f64; 4]| format!("{x1},{x2},{y},{w}\n");
    "x1,x2,y,weight\n".to_owned() + &list.iter().map(line).collect::<String>()
}

fn weighted_sep40(weight: impl Fn(usize) -> f64) -> String {
    let text = read("sep40.csv");
    let lines = text.lines().skip(1).enumerate();
    let lines = lines.map(|(row, line)| format!("{line},{}\n", weight(row)));
    "x1,x2,y,weight\n".to_owned() + &lines.collect::<String>()
}

const INDEPENDENT: &str = "The limit does not depend on the weights";
const LINEAR: &str = "model=linear&init=zero";

#[test]
fn the_limit_is_said_not_to_depend_on_the_weights_only_where_it_does_not() {
    let query = format!("{LINEAR}&weights=file,1:5");
    // A support vector of weight 0, a tiny weight, another row of weight 0.
    let moved = verdict(&weighted_sep40(|row| f64::from(u8::from(row != 3))), &query);
    assert!(
        moved.contains("has another limit") && !moved.contains(INDEPENDENT),
        "{moved}"
    );
    let tiny = verdict(
        &weighted_sep40(|row| if row == 3 { 1e-9 } else { 1.0 }),
        &query,
    );
    assert!(tiny.contains(INDEPENDENT), "{tiny}");
    let other = verdict(&weighted_sep40(|row| f64::from(u8::from(row != 0))), &query);
    assert!(other.contains(INDEPENDENT), "{other}");
    // Where nothing separates, and with a penalty, nothing of the kind is said.
    for (file, more) in [
        ("overlap100.csv", ""),
        ("partial40.csv", ""),
        ("sep40.csv", "&l2=0.1"),
    ] {
        let text = verdict(&read(file), &format!("{LINEAR}{more}&weights=5:1,1:5"));
        assert!(!text.contains(INDEPENDENT), "{file}: {text}");
    }
}

#[test]
fn separable_is_said_of_what_is_and_of_nothing_else() {
    let cases = [
        (
            "sep40.csv",
            "bias=all",
            "A line separates the classes, with a margin of at most",
        ),
        (
            "sep40.csv",
            "bias=none",
            "A line through the origin separates the classes",
        ),
        (
            "overlap100.csv",
            "bias=all",
            "No line separates the classes.",
        ),
        (
            "overlap100.csv",
            "bias=none",
            "No line through the origin separates the classes.",
        ),
        (
            "partial40.csv",
            "bias=none",
            "A line through the origin separates 20 of the 40 training examples, and the other 20 lie on it.",
        ),
    ];
    for (file, bias, begins) in cases {
        let text = verdict(&read(file), &format!("{LINEAR}&{bias}&weights=5:1,1:5"));
        assert!(text.starts_with(begins), "{file}, {bias}: {text}");
    }
    // A shift of the same rows away from the origin: separable with a bias and not without.
    let away = rows(&[
        [3.0, 3.0, 1.0, 1.0],
        [2.0, 2.0, -1.0, 1.0],
        [3.5, 3.4, 1.0, 1.0],
        [3.4, 3.5, 1.0, 1.0],
    ]);
    assert!(verdict(&away, &format!("{LINEAR}&bias=all")).starts_with("A line separates"));
    assert!(
        verdict(&away, &format!("{LINEAR}&bias=none")).starts_with("No line through the origin")
    );
    // A margin too close to 0 to tell.
    let close = rows(&[
        [1.0, 1e-11, 1.0, 1.0],
        [1.0, -1e-11, -1.0, 1.0],
        [-1.0, 1e-11, 1.0, 1.0],
        [-1.0, -1e-11, -1.0, 1.0],
    ]);
    let text = verdict(&close, &format!("{LINEAR}&bias=all"));
    assert!(
        text.starts_with("It is too close to call whether a line separates the classes"),
        "{text}"
    );
}

#[test]
fn runs_are_said_to_rest_only_where_they_do() {
    let text = verdict(
        &read("overlap100.csv"),
        &format!("{LINEAR}&weights=5:1,1:5"),
    );
    assert!(
        text.contains("rests permanently at its own boundary"),
        "{text}"
    );
    assert!(
        text.contains("½ ln 25 = 1.61 apart in score, and parallel"),
        "{text}"
    );
    // One class alone is left: that run never rests.
    let text = verdict(
        &read("overlap100.csv"),
        &format!("{LINEAR}&weights=1:1,1:0"),
    );
    assert!(!text.contains("each weighting rests"), "{text}");
    assert!(
        text.contains("1:0 never rests") && !text.contains("apart"),
        "{text}"
    );
    // Parallel boundaries are the exponential loss's, with a bias.
    for more in ["&loss=logistic", "&bias=none"] {
        let text = verdict(
            &read("overlap100.csv"),
            &format!("{LINEAR}{more}&weights=5:1,1:5"),
        );
        assert!(
            text.contains("rests") && !text.contains("apart"),
            "{more}: {text}"
        );
    }
    let text = verdict(
        &read("partial40.csv"),
        &format!("{LINEAR}&bias=none&weights=5:1,1:5"),
    );
    assert!(text.contains("whatever the weights"), "{text}");
    let text = verdict(
        &read("partial40.csv"),
        &format!("{LINEAR}&bias=none&weights=5:1,1:0"),
    );
    assert!(!text.contains("whatever the weights"), "{text}");
}

#[test]
fn what_a_weight_of_0_does_to_the_dual_is_told_for_each_row() {
    let query = format!("{LINEAR}&weights=file,1:5");
    for removed in 0..40 {
        let text = dual(
            &weighted_sep40(|row| f64::from(u8::from(row != removed))),
            &query,
            100,
        );
        let holds = [3, 6, 27].contains(&removed);
        assert_eq!(
            text.contains("KL(p* ‖ w) is infinite, and the limit moves"),
            holds,
            "{text}"
        );
        assert_eq!(text.contains("the limit stays"), !holds, "{text}");
        assert!(
            text.contains("1 example the weight 0")
                && (text.contains("KL(p* ‖ q) is")
                    || text.contains("KL(p* ‖ q), to this run's own limit, is")),
            "{text}"
        );
    }
    let none = dual(&read("sep40.csv"), &format!("{LINEAR}&weights=5:1"), 100);
    assert!(
        !none.contains("weight 0") && none.contains("KL(p* ‖ w) is 3.0"),
        "{none}"
    );
    // Of two rows at one place one may go: p* can do without it.
    let twice = |w: f64| {
        rows(&[
            [1.0, 0.5, 1.0, w],
            [1.0, 0.5, 1.0, 1.0],
            [-1.0, 0.0, -1.0, 1.0],
        ])
    };
    let text = dual(&twice(0.0), &query, 10);
    assert!(text.contains("the limit stays"), "{text}");
    // Where the weights make separable what was not.
    let text = rows(&[
        [1.0, 0.0, 1.0, 1.0],
        [-1.0, 0.0, 1.0, 0.0],
        [0.5, 1.0, 1.0, 1.0],
        [-2.0, 0.5, -1.0, 2.0],
    ]);
    let text = dual(&text, &format!("{query}&bias=none"), 10);
    assert!(text.contains("the others can be separated"), "{text}");
}

#[test]
fn what_is_promised_of_the_gap_is_kept_and_not_promised_where_it_is_not_proved() {
    let text = dual(&read("sep40.csv"), &format!("{LINEAR}&weights=5:1"), 1000);
    assert!(
        text.contains("mirror descent promises at most KL/τ ="),
        "{text}"
    );
    let logistic = dual(
        &read("sep40.csv"),
        &format!("{LINEAR}&loss=logistic&weights=5:1"),
        1000,
    );
    assert!(
        logistic.contains("for the exponential loss") && !logistic.contains("promises"),
        "{logistic}"
    );
    let penalty = dual(
        &read("sep40.csv"),
        &format!("{LINEAR}&l2=0.1&weights=5:1"),
        100,
    );
    assert!(
        penalty.contains("penalty") && !penalty.contains("promises"),
        "{penalty}"
    );
    let overlap = dual(
        &read("overlap100.csv"),
        &format!("{LINEAR}&weights=5:1"),
        100,
    );
    assert!(
        overlap.contains("There is no p* here") && !overlap.contains("KL"),
        "{overlap}"
    );
    // Long steps: counted from where they are short.
    let long = dual(
        &read("sep40.csv"),
        &format!("{LINEAR}&lr=1&weights=5:1"),
        1000,
    );
    assert!(long.contains("counted from step"), "{long}");
    for lr in ["0.1", "1"] {
        let (session, outlook) = session(
            &read("sep40.csv"),
            &format!("{LINEAR}&lr={lr}&weights=5:1,1:5"),
            3000,
        );
        for record in session.history().records() {
            for run in 0..2 {
                let moment = outlook
                    .dual_at(session.ladder(), record, run)
                    .expect("a dual");
                if let Some((_, bound)) = outlook.gap_bound(session.ladder(), record, run) {
                    assert!(
                        moment.gap <= bound,
                        "{:?}: {} above {bound}",
                        record.at,
                        moment.gap
                    );
                }
            }
        }
    }
}

#[test]
fn duals_go_on_through_warped_time() {
    let (session, outlook) = session(
        &read("sep40.csv"),
        &format!("{LINEAR}&weights=5:1,1:5"),
        20_000,
    );
    assert_eq!(outlook.duals.steps.len(), session.history().records().len());
    assert_eq!(outlook.duals.warped.len(), outlook.records.len());
    let gamma = outlook
        .limits
        .as_ref()
        .expect("limits")
        .limit()
        .expect("separable")
        .margin;
    let (mut before, mut times) = (0.0, 0);
    for dual in outlook.duals.steps.iter().chain(&outlook.duals.warped) {
        let moment = dual.runs[0].expect("a dual");
        if !matches!(dual.at, Time::Step(step) if step > 10_000) {
            assert!(moment.total_step > before || times == 0);
            before = moment.total_step;
            times += 1;
        }
    }
    // τ ~ ln t/γ² in the end.
    let last = outlook.duals.warped.last().expect("duals");
    let moment = last.runs[0].expect("a dual");
    let expected = last.at.ln_t() / (gamma * gamma);
    assert!((moment.total_step / expected - 1.0).abs() < 0.01);
    assert!(moment.kl.abs() < 1e-12 && moment.gap.abs() < 1e-12);
    // And v ln t + ρ is then where θ is.
    let record = outlook.records.last().expect("records");
    let residual = outlook.residual(session.ladder(), 0).expect("a residual");
    let predicted = residual.predict(record.at.ln_t());
    assert!(angle(&predicted, &record.parameters[0]).expect("an angle") < 1e-9);
}

#[test]
fn a_law_is_predicted_only_of_plain_descent_and_where_the_way_is_known() {
    let law = |text: &str, more: &str, step| {
        let (session, outlook) = session(text, &format!("{LINEAR}&weights=5:1{more}"), step);
        outlook.residual(session.ladder(), 0).is_some()
    };
    let sep40 = read("sep40.csv");
    assert!(law(&sep40, "", 0));
    assert!(!law(&sep40, "&optimizer=normalized", 0));
    assert!(!law(&sep40, "&l2=0.1", 0));
    assert!(!law(&read("overlap100.csv"), "", 0));
    // Two support vectors and a bias: only warped time tells.
    let two = rows(&[
        [1.0, 0.0, 1.0, 1.0],
        [-1.0, -0.2, -1.0, 1.0],
        [2.0, 1.5, 1.0, 1.0],
        [-1.7, 0.9, -1.0, 1.0],
    ]);
    assert!(!law(&two, "", 0));
    assert!(law(&two, "", 10_000));
    // A support vector without a dual: no v ln t + ρ at any time.
    let flat = rows(&[
        [0.0, 1.0, 1.0, 1.0],
        [0.0, -1.0, -1.0, 1.0],
        [3.0, 1.0, 1.0, 1.0],
    ]);
    assert!(!law(&flat, "&bias=none", 10_000));
}

#[test]
fn angles_are_told_with_what_is_known_of_them() {
    let words = AngleWords {
        run: "5:1",
        measured: 0.1,
        predicted: Some(0.09),
        no_law: None,
        promised: Some(1.0),
    };
    assert_eq!(
        words.words(),
        "The angle of 5:1 is 5.7° now; v ln t + ρ predicts 5.2°, and the bound from KL(p* ‖ w) allows up to 57°."
    );
    for (why, part) in [
        (NoLaw::LimitMoves, "another limit."),
        (NoLaw::Normalized, "plain gradient descent"),
        (
            NoLaw::OtherSettings,
            "under the exponential or the logistic loss",
        ),
        (NoLaw::WithoutDual, "like ln ln t"),
        (NoLaw::Open, "read off at late t"),
        (NoLaw::Undecided, "degenerate"),
    ] {
        let text = AngleWords {
            predicted: None,
            promised: None,
            no_law: Some(why),
            ..words
        }
        .words();
        assert!(
            text.starts_with("The angle of 5:1 is 5.7° now. No predicted curve"),
            "{text}"
        );
        assert!(text.contains(part), "{text}");
    }
}

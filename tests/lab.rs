//! The ladder: identities that hold exactly, however the work is sliced.

use iw_lab::experiment::ladder::{Ladder, ParameterError, Status};
use iw_lab::experiment::session::Session;
use iw_lab::optimizer::Quantity;
use iw_lab::settings::Spec;

fn lab(query: &str) -> Ladder {
    let (spec, notices) = Spec::from_query(query);
    assert_eq!(notices, [], "{query}");
    Ladder::new(spec, None)
}

fn parameters(lab: &Ladder) -> Vec<Vec<f64>> {
    lab.runs
        .iter()
        .map(|run| run.parameters().to_vec())
        .collect()
}

const LINKS: [&str; 5] = [
    "",
    "data=overlap&model=linear&loss=logistic",
    "depth=2&width=9&activation=tanh&weights=1:3,density",
    "data=separable&model=linear&optimizer=normalized&weights=1:0,1:1",
    "init=standard&weights=1:1,16:1",
];

#[test]
fn slices_of_any_size_give_the_same_bits() {
    for link in LINKS {
        let mut whole = lab(link);
        whole.advance(60);
        for slice in [1, 2, 3, 7, 50, 1000] {
            let mut sliced = lab(link);
            while sliced.step() < 60 {
                sliced.work(60, slice);
            }
            assert_eq!(
                parameters(&sliced),
                parameters(&whole),
                "{link}, slices of {slice}"
            );
        }
        let mut mixed = lab(link);
        mixed.work(20, 11);
        mixed.advance(60 - mixed.step());
        assert_eq!(mixed.step(), 60);
        assert_eq!(
            parameters(&mixed),
            parameters(&whole),
            "{link}, slices and then whole"
        );
    }
}

#[test]
fn runs_share_their_start_and_reset_returns_to_it() {
    for link in LINKS {
        let mut lab = lab(link);
        let start = parameters(&lab);
        assert!(start.iter().all(|run| *run == start[0]));
        lab.advance(30);
        let later = parameters(&lab);
        lab.reset();
        assert_eq!((lab.step(), parameters(&lab)), (0, start));
        lab.advance(30);
        assert_eq!(parameters(&lab), later);
    }
}

#[test]
fn other_data_moves_no_initial_parameter() {
    let other = lab("n_orange=37&keep_blue=1&seed=9&noise=.1");
    assert_eq!(parameters(&lab(""))[0], parameters(&other)[0]);
}

#[test]
fn scaling_all_weights_changes_nothing() {
    let mut one = lab("weights=16:1,1:5");
    let mut other = lab("weights=32:2,100:500");
    one.advance(200);
    other.advance(200);
    assert_eq!(parameters(&one), parameters(&other));
}

#[test]
fn the_density_of_the_default_split_is_sixteen_to_one() {
    let mut lab = lab("weights=16:1,density");
    lab.advance(100);
    for (ratio, density) in lab.runs[0]
        .parameters()
        .iter()
        .zip(lab.runs[1].parameters())
    {
        assert!((ratio - density).abs() < 1e-12);
    }
}

#[test]
fn the_literal_start_diverges_by_step_two_and_keeps_its_last_finite_state() {
    let mut lab = lab("init=standard&width=64");
    lab.advance(50);
    for run in &lab.runs {
        let Status::Diverged { step, quantity } = run.status else {
            panic!("{:?}", run.status)
        };
        assert!(step <= 2);
        assert!([Quantity::Loss, Quantity::Gradient, Quantity::Parameters].contains(&quantity));
        assert!(run.parameters().iter().all(|p| p.is_finite()));
    }
    assert_eq!(lab.step(), 50);
}

#[test]
fn a_diverged_run_does_not_hold_up_the_others() {
    // 1:5 of the literal start with few units trains on where 16:1 may not: give one run parameters that
    // overflow at once and leave the other alone.
    let mut lab = lab("model=linear&data=separable&weights=1:1,1:1");
    lab.set_parameters(0, &[-1e6, -1e6, 0.0]).expect("finite");
    let mut alone = self::lab("model=linear&data=separable&weights=1:1,1:1");
    lab.advance(10);
    alone.advance(10);
    assert!(matches!(
        lab.runs[0].status,
        Status::Diverged {
            step: 1,
            quantity: Quantity::Loss
        }
    ));
    assert_eq!(lab.runs[0].parameters(), [-1e6, -1e6, 0.0]);
    assert_eq!(lab.runs[1].parameters(), alone.runs[1].parameters());
    lab.set_parameters(0, alone.runs[0].parameters())
        .expect("finite");
    assert_eq!(lab.runs[0].status, Status::Training);
}

#[test]
fn unusable_parameters_are_refused_and_change_nothing() {
    let mut lab = lab("model=linear");
    let before = parameters(&lab);
    assert_eq!(
        lab.set_parameters(7, &[0.0; 3]),
        Err(ParameterError::NoSuchRun { runs: 3 })
    );
    assert_eq!(
        lab.set_parameters(0, &[0.0; 2]),
        Err(ParameterError::Length {
            expected: 3,
            given: 2
        })
    );
    let not_finite = lab.set_parameters(0, &[0.0, f64::NAN, 0.0]);
    assert_eq!(not_finite, Err(ParameterError::NotFinite { index: 1 }));
    assert_eq!(parameters(&lab), before);
}

#[test]
fn plain_descent_on_overlapping_classes_comes_to_a_fixed_point() {
    let mut lab = lab("data=overlap&model=linear&keep_orange=1&keep_blue=1&lr=.5");
    lab.advance(200_000);
    assert!(lab.runs.iter().all(|run| run.status == Status::Converged));
    let rest = parameters(&lab);
    lab.advance(1_000_000_000_000);
    assert_eq!(parameters(&lab), rest);
}

#[test]
fn no_rows_or_rows_of_weight_zero_are_told_and_do_not_stop_the_others() {
    let empty = lab("keep_orange=0&keep_blue=0");
    assert!(empty.runs.iter().all(|run| run.status == Status::Empty));
    let mut one_class = lab("keep_blue=0&weights=0:1,1:1");
    assert_eq!(one_class.runs[0].status, Status::Empty);
    assert!(!one_class.notices.is_empty());
    one_class.advance(10);
    assert_eq!(one_class.runs[1].status, Status::Training);
}

#[test]
fn a_session_records_the_same_however_it_is_sliced() {
    let (spec, _) = Spec::from_query("width=8&n_orange=30&n_blue=30");
    let mut whole = Session::new(spec.clone(), None);
    while whole.work(500, usize::MAX) > 0 {}
    for slice in [1, 13, 400] {
        let mut sliced = Session::new(spec.clone(), None);
        while sliced.work(500, slice) > 0 {}
        let (ours, theirs) = (sliced.history().records(), whole.history().records());
        assert_eq!(ours.len(), theirs.len());
        for (a, b) in ours.iter().zip(theirs) {
            assert_eq!(
                (a.at, &a.parameters, &a.metrics),
                (b.at, &b.parameters, &b.metrics)
            );
        }
    }
    assert!(
        whole
            .history()
            .at(500)
            .is_some_and(|record| record.at.ln_t() > 6.17)
    );
}

#[test]
fn nothing_to_train_on_is_said_with_a_way_out() {
    let said = |query: &str| {
        let (spec, _) = Spec::from_query(query);
        let mut lab = Ladder::new(spec, None);
        lab.advance(3);
        assert!((lab.runs.iter()).all(|run| run.status == Status::Empty));
        lab.notices.iter().map(|n| n.0.clone()).collect::<Vec<_>>()
    };
    for query in [
        "keep_orange=0&keep_blue=0",
        "data=separable&model=linear&keep_orange=0&keep_blue=0",
        // A share so small that no row is left.
        "data=overlap&n_orange=10&n_blue=10&keep_orange=0.01&keep_blue=0.01",
    ] {
        let notices = said(query);
        assert_eq!(notices.len(), 1, "{query}: {notices:?}");
        assert!(notices[0].contains("set one of them higher"), "{notices:?}");
    }
    let rows = "x1,x2,y,split\n1,2,1,test\n-1,0,-1,test\n";
    let own = iw_lab::data::read::load(rows, None).unwrap().0;
    let (spec, _) = Spec::from_query("data=csv");
    let lab = Ladder::new(spec, Some(&own));
    assert!(lab.notices[0].0.contains("every row is for testing"));
    // One class is enough to train on.
    let (spec, _) = Spec::from_query("keep_orange=0");
    assert_eq!(Ladder::new(spec, None).notices, []);
}

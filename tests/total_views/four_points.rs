//! The smallest sets of a textbook: their symmetry makes some values exactly 0, beside others of nine decades.

use crate::helpers::{assert_total, ladder};
use iw_lab::experiment::session::Session;
use iw_lab::outlook::limits::{Limits, angle};
use iw_lab::settings::Link;
use iw_lab::view::Theme;
use iw_lab::view::abscissa::Across;
use iw_lab::view::chart::{Chart, NO_ZERO, Series, Unit};
use iw_lab::view::picture::Picture;
use iw_lab::view::ticks::Scale;
use iw_lab::view::time_axis::TimeSpan;

/// Two points of each class, all alike.
const FOUR: &str = "v=1&weights=5:1,1:1,1:5&data=separable&n_orange=2&n_blue=2&keep_orange=1&keep_blue=1&deviation=0\
                    &model=linear&init=zero";

fn chart_of(series: &[Vec<(f64, f64)>]) -> Picture {
    let ladder = ladder();
    let series: Vec<Series> = (ladder.iter().zip(series))
        .map(|(style, points)| Series { style, points })
        .collect();
    let chart = Chart {
        size: [320.0, 160.0],
        across: Across::Time(TimeSpan {
            decades: 6,
            warped_to: Some(1000),
        }),
        scale: Scale::Log,
        unit: Unit::Degrees,
        range: None,
        series: &series,
        area: None,
        laws: &[],
        cursor: Some(3.0),
        time_labels: true,
    };
    chart.picture(Theme::Light.palette())
}

#[test]
fn angles_of_symmetric_sets_are_drawn_where_they_have_a_place() {
    for more in [
        "",
        "&loss=logistic",
        "&bias=none",
        "&n_orange=1&n_blue=1",
        "&n_orange=4&n_blue=2",
        "&lr=1",
        "&noise=0",
    ] {
        let (link, _) = Link::from_query(&format!("{FOUR}{more}"));
        let mut session = Session::new(link.spec, None);
        while session.work(10_000, 100_000) > 0 {}
        let limits = Limits::new(session.ladder()).expect("rows");
        let limit = limits.limit().expect("separable");
        let of = |run: usize| {
            let degrees =
                |theta: &Vec<f64>| angle(theta, &limit.direction).map_or(f64::NAN, f64::to_degrees);
            let records = session.history().records().iter();
            records
                .map(|record| (record.at.ln_t(), degrees(&record.parameters[run])))
                .collect()
        };
        let angles: Vec<Vec<(f64, f64)>> = (0..3).map(of).collect();
        assert!(
            angles
                .iter()
                .flatten()
                .any(|(_, degrees)| degrees.is_finite()),
            "{more}"
        );
        assert_total(&chart_of(&angles));
    }
}

#[test]
fn a_value_of_0_is_not_drawn_on_a_logarithmic_scale_and_the_chart_says_so() {
    let falling = |k: i32| (f64::from(k), libm::pow(10.0, f64::from(-k)));
    // Ten decades: the slack of a rounding at the upper end is more than the lower end.
    let wide: Vec<(f64, f64)> = (0..11).map(falling).collect();
    let zeros: Vec<(f64, f64)> = (0..11).map(|k| (f64::from(k), 0.0)).collect();
    let says = |picture: &Picture| picture.texts().any(|(text, _)| text == NO_ZERO);
    let picture = chart_of(&[wide.clone(), zeros.clone()]);
    assert_total(&picture);
    assert!(says(&picture));
    assert!(!says(&chart_of(&[wide])));
    assert!(says(&chart_of(&[zeros])));
}

//! What leaves the lab: tables that read back, figures that carry their run and print at the promised size, scripts.
#![cfg(not(target_arch = "wasm32"))]

use iw_lab::experiment::ladder::Ladder;
use iw_lab::export::csv::csv;
use iw_lab::export::figure::Name;
use iw_lab::export::json::json;
use iw_lab::export::sweep_figure::sweep_figure;
use iw_lab::export::table::Table;
use iw_lab::export::{Carried, Options, cite, figure, python, svg};
use iw_lab::settings::Link;
use iw_lab::sweep::{Job, Measure, Plan, Rows};
use iw_lab::view::Theme;
use iw_lab::view::figure::{Format, PER_MM, Width};
use serde_json::Value;

fn lab(query: &str, step: u64) -> (Link, Ladder) {
    let (link, notices) = Link::from_query(query);
    assert_eq!(notices, []);
    let mut lab = Ladder::new(link.spec.clone(), link.own.as_ref());
    lab.advance(step);
    (link, lab)
}

fn swept(query: &str) -> (Plan, Vec<(usize, Rows)>) {
    let (plan, notices) = Plan::of(&Link::from_query(query).0);
    assert_eq!(notices, []);
    let cells = (0..plan.n_cells()).map(|at| (at, Job::new(&plan.cell(at), plan.steps()).run()));
    let cells = cells.collect();
    (plan, cells)
}

fn formats() -> impl Iterator<Item = Options> {
    let widths = [Width::Column, Width::Page].into_iter();
    let formats =
        widths.flat_map(|width| [Theme::Light, Theme::Dark].map(|theme| Format { width, theme }));
    formats.map(|format| Options {
        format,
        address: "https://lab.example/".to_owned(),
        measure: Measure::TrainError,
        ..Options::default()
    })
}

/// The numbers of an attribute, wherever it stands.
fn attributes(svg: &str, name: &str) -> Vec<f64> {
    let start = format!(" {name}=\"");
    let pieces = svg.split(&start).skip(1);
    pieces
        .filter_map(|piece| piece.split('"').next()?.trim_end_matches("mm").parse().ok())
        .collect()
}

/// Every figure is whole: in the page of its size, with type of 6 to 8 points but for raised digits and titles that had
/// to be made to fit, and with its run in it.
fn check(svg: &str, options: &Options, carried: &Carried) {
    assert_eq!(svg::read(svg), Some(carried.clone()));
    let width = options.format.width;
    assert!(svg.contains(&format!(" width=\"{}mm\"", width.mm())));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    assert!(
        !svg.contains(" id=") && !svg.contains("clip"),
        "nothing that needs an id"
    );
    let point = PER_MM * 25.4 / 72.0;
    for size in attributes(svg, "font-size") {
        let points = size / point;
        assert!((4.4..=8.1).contains(&points), "{points} points");
    }
    let right = width.pixels();
    for x in attributes(svg, "x")
        .into_iter()
        .chain(attributes(svg, "cx"))
    {
        assert!((0.0..=right + 0.01).contains(&x), "{x} is outside");
    }
    let ground = options.format.theme.palette().paper.hex();
    assert!(svg.contains(&format!("fill=\"{ground}\"")));
}

#[test]
fn every_figure_of_a_lab_in_every_format() {
    for query in [
        "width=8&n_orange=30&n_blue=30",
        "model=linear&data=separable&keep_orange=1&keep_blue=1&run=2",
    ] {
        let (link, lab) = lab(query, 120);
        let carried = Carried::of_lab(&link, &lab);
        for options in formats() {
            for name in Name::ALL {
                let svg = figure(name, &link, &lab, &options);
                check(&svg, &options, &carried);
                assert_eq!(svg, figure(name, &link, &lab, &options), "the same again");
                for run in lab
                    .runs
                    .iter()
                    .filter(|_| matches!(name, Name::Curve | Name::Panels))
                {
                    assert!(
                        svg.contains(&run.weighting.to_string()),
                        "every run is named"
                    );
                }
            }
        }
    }
}

#[test]
fn labs_without_rows_or_time_have_figures_too() {
    for (query, step) in [
        ("keep_orange=0&keep_blue=0", 3),
        ("keep_orange=1&keep_blue=1&width=2", 0),
        ("keep_orange=1&keep_blue=1&width=2", 9),
        ("init=standard", 5),
        ("data=csv", 2),
    ] {
        let (link, _) = Link::from_query(query);
        let mut lab = Ladder::new(link.spec.clone(), None);
        lab.advance(step);
        let options = Options::default();
        if lab.dataset.count(iw_lab::data::Split::Test) == (0, 0) {
            assert!(figure(Name::Curve, &link, &lab, &options).contains("not defined here"));
        }
        for name in Name::ALL {
            check(
                &figure(name, &link, &lab, &options),
                &options,
                &Carried::of_lab(&link, &lab),
            );
        }
    }
}

#[test]
fn sweeps_are_lines_with_bands_or_a_map() {
    let (plan, cells) = swept(
        "width=3&n_orange=20&n_blue=20&weights=16:1,5:1,2:1,1:1,1:5&sweep=seed:1..4&sweep_steps=40",
    );
    let rows: Vec<Rows> = cells.iter().map(|(_, rows)| rows.clone()).collect();
    for options in formats() {
        let svg = sweep_figure(&plan, &rows, &options);
        check(&svg, &options, &Carried::of_sweep(&plan, &rows));
        assert_eq!(
            svg.matches("fill-opacity").count(),
            5,
            "a band for each weighting"
        );
        assert!(svg.contains("mean of 4 seeds, 95 % band"));
        assert!(
            sweep_figure(&plan, &rows[..2], &options).contains("mean of 2 seeds, 95 % band so far")
        );
        let test = Options {
            measure: Measure::TestError,
            ..options.clone()
        };
        let levels = |options| sweep_figure(&plan, &rows, options).matches(">all ").count();
        // Each a halo and a name.
        assert_eq!((levels(&options), levels(&test)), (0, 4));
        let none = sweep_figure(&plan, &[], &options);
        assert!(none.contains("no run is done"));
    }
    let (plan, cells) = swept(
        "weights=1:1&n_orange=20&n_blue=20&sweep=seed:1..2;noise:0.1,0.3;width:2,3,4&sweep_steps=9",
    );
    let rows: Vec<Rows> = cells.iter().map(|(_, rows)| rows.clone()).collect();
    for options in formats() {
        let svg = sweep_figure(&plan, &rows, &options);
        check(&svg, &options, &Carried::of_sweep(&plan, &rows));
        for text in ["Noise", "Units", ">0.3<", ">4<"] {
            assert!(svg.contains(text), "{text}");
        }
    }
}

#[test]
fn the_link_is_there_to_be_read_where_it_is_asked_for() {
    let (link, lab) = lab("width=4&seed=9", 3);
    let options = Options {
        caption: true,
        address: "https://lab.example/".to_owned(),
        ..Options::default()
    };
    let svg = figure(Name::Curve, &link, &lab, &options);
    assert!(svg.contains(">https://lab.example/#v=1&amp;seed=9&amp;width=4</text>"));
}

#[test]
fn a_table_reads_back_and_undefined_is_empty_with_its_reason() {
    let (plan, cells) =
        swept("init=standard&weights=16:1,density&sweep=seed:1..2;lr:0.1,0.5&sweep_steps=6");
    let table = Table::of_sweep(&plan, &cells);
    let text = csv(&table, true);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| {
        lines[0]
            .iter()
            .position(|known| *known == name)
            .expect(name)
    };
    assert_eq!(lines.len() - 1, 4 * 2 * cells[0].1.t.len());
    let mut row = lines[1..].iter();
    for (at, rows) in &cells {
        for run in &rows.runs {
            for (k, t) in rows.t.iter().enumerate() {
                let line = row.next().expect("a line");
                assert_eq!(line[column("cell")], at.to_string());
                assert_eq!(line[column("t")], t.to_string());
                for measure in Measure::ALL {
                    let cell = line[column(measure.key())];
                    let value = measure.of(&run.metrics[k]).map(f64::to_bits);
                    assert_eq!(
                        (!cell.is_empty()).then(|| cell.parse::<f64>().expect(cell).to_bits()),
                        value
                    );
                }
                let ratio = [line[column("weight_orange")], line[column("weight_blue")]];
                assert!([["16", "1"], ["", ""]].contains(&ratio));
                assert!(["w16:1", "density"].contains(&line[column("weighting")]));
                assert!(line[column("hash")].starts_with('h'));
            }
        }
    }
    assert!(text.contains(",diverged,1,") || text.contains(",diverged,2,"));
    let untested = swept("keep_orange=1&keep_blue=1&width=2&sweep=seed:1..2&sweep_steps=2");
    let text = csv(&Table::of_sweep(&untested.0, &untested.1), true);
    assert!(
        text.lines()
            .skip(1)
            .all(|line| line.contains(",training; no test set,"))
    );
}

#[test]
fn parts_joined_in_any_order_are_the_whole() {
    let (plan, cells) = swept("width=2&sweep=seed:1..3&sweep_steps=3");
    let whole = csv(&Table::of_sweep(&plan, &cells), true);
    let mut parts: Vec<String> = cells
        .iter()
        .map(|cell| csv(&Table::of_sweep(&plan, std::slice::from_ref(cell)), false))
        .collect();
    parts.insert(0, csv(&Table::of_sweep(&plan, &[]), true));
    assert_eq!(parts.concat(), whole);
}

#[test]
fn json_is_json() {
    let (link, lab) = lab("keep_orange=1&keep_blue=1&width=2", 2);
    let rows = Job::new(&link, 2).run();
    let text = json(&Carried::of_lab(&link, &lab), &Table::of_lab(&rows));
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["link"], "v=1&keep_orange=1&keep_blue=1&width=2");
    assert_eq!(value["columns"]["test_error"][0], Value::Null);
    assert_eq!(value["columns"]["t"].as_array().map(Vec::len), Some(9));
    let hash = value["hash"].as_str().expect("a hash");
    assert!(hash.starts_with('h') && hash.len() == 17);
}

#[test]
fn a_script_has_the_data_or_says_why_not() {
    let (link, lab) = lab("model=linear&weights=16:1,0:1", 10);
    let script = python::script(&link, &lab, 0).expect("a script");
    let start = script.find("r\"\"\"{").expect("the data") + 4;
    let end = start + script[start..].find("\"\"\"").expect("its end");
    let run: Value = serde_json::from_str(&script[start..end]).expect("JSON");
    assert_eq!(run["x"].as_array().map(Vec::len), Some(100));
    assert_eq!(
        run["expected"][0].as_f64(),
        Some(lab.runs[0].parameters()[0])
    );
    assert_eq!(run["tolerance"].as_f64(), Some(1e-12));
    let refused = |query: &str, run: usize| {
        let (link, lab) = self::lab(query, 5);
        python::script(&link, &lab, run).expect_err("nothing to run again")
    };
    assert!(refused("weights=1:1", 1).contains("numbered 0 to 0"));
    assert!(refused("init=standard", 0).contains("diverged in step"));
    assert!(refused("keep_orange=0&keep_blue=0", 0).contains("no row"));
}

#[test]
fn the_citation_has_the_version_and_the_link() {
    let (link, lab) = lab("seed=3&width=2", 4);
    let carried = Carried::of_lab(&link, &lab);
    let bibtex = cite::bibtex(&carried, "https://lab.example/");
    assert!(bibtex.contains("url     = {https://lab.example/#v=1&seed=3&width=2}"));
    assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count());
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/CITATION.cff"))
        .expect("CITATION.cff");
    assert!(file.contains(concat!("version: ", env!("CARGO_PKG_VERSION"))));
}

/// For `tests/node/sweep.test.mjs`, which compares: the same bytes natively and in WebAssembly.
#[test]
fn what_is_drawn_natively_is_written_down() {
    let (link, lab) = lab(
        "width=6&n_orange=25&n_blue=25&weights=16:1,1:1,density",
        150,
    );
    let options = Options::default();
    let figures: serde_json::Map<String, Value> = Name::ALL
        .iter()
        .map(|&name| {
            (
                name.key().to_owned(),
                figure(name, &link, &lab, &options).into(),
            )
        })
        .collect();
    let sweep = "width=4&n_orange=20&n_blue=20&weights=16:1,1:1&sweep=seed:1..3;loss:exponential,logistic&sweep_steps=25";
    let (plan, cells) = swept(sweep);
    let rows: Vec<Rows> = cells.iter().map(|(_, rows)| rows.clone()).collect();
    let all = serde_json::json!({
        "link": link.to_query().0,
        "step": lab.step(),
        "figures": figures,
        "sweep": sweep,
        "sweepFigure": sweep_figure(&plan, &rows, &options),
        "csv": csv(&Table::of_sweep(&plan, &cells), true),
        "script": python::script(&link, &lab, 0).expect("a script"),
        "citation": cite::bibtex(&Carried::of_lab(&link, &lab), "https://lab.example/"),
    });
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures.json");
    std::fs::write(path, all.to_string()).expect("written");
}

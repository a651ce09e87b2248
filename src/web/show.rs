//! Showing the state: what each part of the page says and draws.

use super::app::{App, time_axis};
use super::charts::Curve;
use super::dom::{Js, set_text, show};
use super::facts::Fact;
use super::ladder::Rung;
use super::msg::{Msg, OwnMsg, Tool};
use super::readouts::{Readout, Value};
use super::transport::TransportState;
use crate::data::{Class, Split};
use crate::history::Record;
use crate::lab::Status;
use crate::metrics::Metrics;
use crate::model::Init;
use crate::numeric::ln;
use crate::snapshot::ranges;
use crate::spec::presets::PRESETS;
use crate::spec::{DataKind, ErrorKind, ModelKind};
use crate::view::contour::{Polyline, zero_lines};
use crate::view::describe::{RunInWords, Scene, Standing, Trainable, describe};
use crate::view::field::FieldColors;
use crate::view::film::FilmFrame;
use crate::view::format::{self, Number};
use crate::view::geometry::Rect;
use crate::view::marks::{self, Mark};
use crate::view::plane::{self, Boundary, Frame, Naming};
use crate::view::timeline::{HEIGHT, Timeline};
use crate::view::{Picture, RunStyle, chart, disagree, ticks};
use crate::weighting::{SplitFacts, Weighting, effective_share, removed_rows};

/// Room around the plane's square for ticks and labels, in CSS pixels.
const LEFT: f64 = 34.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 24.0;

/// Layouts by the lab's own width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Wide,
    Middle,
    Narrow,
}

impl App {
    /// Shows everything anew.
    pub(super) fn show_all(&mut self) -> Js {
        self.write_link();
        self.take_theme()?;
        self.sync_head()?;
        self.sync_settings()?;
        self.sync_facts()?;
        self.layout()?;
        self.show_numbers()
    }

    fn layout_kind(&self) -> Layout {
        match self.page.lab.client_width() {
            960.. => Layout::Wide,
            480..960 => Layout::Middle,
            _ => Layout::Narrow,
        }
    }

    /// Places what CSS cannot: the canvases over the plane, open groups.
    pub(super) fn layout(&mut self) -> Js {
        let kind = self.layout_kind();
        if self.laid_out != Some(kind == Layout::Wide) {
            self.laid_out = Some(kind == Layout::Wide);
            self.page.settings.set_open(kind == Layout::Wide)?;
        }
        let size = self.overlay_size();
        for sheet in [&self.page.plane.marks, &self.page.plane.lines] {
            sheet.place(-LEFT, -TOP, size)?;
        }
        Ok(())
    }

    /// Side of the plane's square.
    fn side(&self) -> f64 {
        f64::from(self.page.plane.square.client_width())
    }

    fn overlay_size(&self) -> [f64; 2] {
        let gutter = match self.layout_kind() {
            Layout::Wide => 104.0,
            Layout::Middle => 50.0,
            Layout::Narrow => 0.0,
        };
        [LEFT + self.side() + gutter, TOP + self.side() + BOTTOM]
    }

    /// The plane inside its overlay.
    pub(super) fn frame_of_plane(&self) -> Frame {
        let [x, y] = ranges(&self.session.lab().dataset);
        Frame {
            rect: Rect::new(LEFT, TOP, self.side(), self.side()),
            x,
            y,
        }
    }

    /// The data at a place of the square, in CSS pixels.
    pub(super) fn place_at(&self, x: f64, y: f64) -> [f64; 2] {
        self.frame_of_plane().data([x + LEFT, y + TOP])
    }

    fn pixel_ratio(&self) -> f64 {
        self.window.device_pixel_ratio().clamp(1.0, 4.0)
    }

    /// The selected run, counted from 0.
    pub(super) fn selected(&self) -> usize {
        self.link
            .view
            .run
            .saturating_sub(1)
            .min(self.session.lab().runs.len().saturating_sub(1))
    }

    fn styles(&self) -> Vec<RunStyle> {
        let runs = self.session.lab().runs.iter().enumerate();
        runs.map(|(at, run)| RunStyle {
            label: run.weighting.to_string(),
            dash: at,
            selected: at == self.selected(),
            focused: self.focused_run == Some(at),
        })
        .collect()
    }

    fn sync_head(&self) -> Js {
        let runs = self.session.lab().runs.len();
        let question = PRESETS[self.lesson.unwrap_or(0)].question;
        let same = self
            .lesson
            .filter(|&at| super::app::lesson_of(&self.link) == Some(at));
        let remark = match same {
            Some(at) => PRESETS[at].remark.to_owned(),
            None if runs == 1 => {
                "One run. Add another to compare: same data, same start, another weighting."
                    .to_owned()
            }
            None => format!(
                "Same data, same start, {runs} weightings: watch what is left of their difference as t grows."
            ),
        };
        self.page.head.sync(question, &remark, same)?;
        self.page.head.shared("Share");
        self.page.head.notice(&self.ui, &self.all_notices())
    }

    pub(super) fn sync_settings(&self) -> Js {
        let facts = SplitFacts::of(&self.session.lab().dataset);
        let rungs: Vec<Rung> = self
            .session
            .lab()
            .runs
            .iter()
            .map(|run| {
                let removed = removed_rows(&run.weights);
                let note = match (run.status, run.weighting) {
                    (Status::Empty, _) => "no rows to train on".to_owned(),
                    _ if removed > 0 => format!("removes {removed} rows"),
                    (_, Weighting::Ratio(orange, blue)) if orange == blue => {
                        "unweighted".to_owned()
                    }
                    (_, Weighting::Ratio(orange, blue))
                        if facts
                            .true_ratio()
                            .is_some_and(|ratio| (orange / blue / ratio - 1.0).abs() < 1e-9) =>
                    {
                        "true ratio".to_owned()
                    }
                    (_, Weighting::Density) => facts
                        .true_ratio()
                        .map(|ratio| format!("true ratio, {}", ratio_text(ratio)))
                        .unwrap_or_default(),
                    (_, Weighting::File) => "weight column".to_owned(),
                    _ => String::new(),
                };
                Rung {
                    weighting: run.weighting.to_string(),
                    note,
                }
            })
            .collect();
        self.page
            .settings
            .sync(&self.link, &rungs, self.selected(), self.tool)?;
        self.page
            .plane
            .square
            .class_list()
            .toggle_with_force("editing", self.tool != Tool::Inspect)?;
        Ok(())
    }

    fn sync_facts(&self) -> Js {
        let facts = SplitFacts::of(&self.session.lab().dataset);
        let plain = |text: String| Number {
            text,
            exponent: None,
            unit: "",
        };
        let none = || plain("–".to_owned());
        let counts = |(orange, blue): (usize, usize)| {
            plain(format!(
                "{} : {}",
                format::count(orange as u64),
                format::count(blue as u64)
            ))
        };
        let number = |value: Option<f64>| value.map_or_else(none, format::significant);
        let run = self.session.lab().runs.get(self.selected());
        let effective = run.and_then(|run| effective_share(&run.weights));
        self.page.facts().sync(&self.ui, &[
            Fact { name: "Training P", index: "s", help: "Orange and blue examples that are trained on.", value: counts(facts.train), mix: facts.p_s().map(|p| p[0]), strong: false },
            Fact { name: "Test P", index: "t", help: "Orange and blue examples of the test set, which is never trained on.", value: counts(facts.test), mix: facts.p_t().map(|p| p[0]), strong: false },
            Fact { name: "True ratio", index: "", help: "The weight of orange over that of blue that makes the training set look like the test set.", value: facts.true_ratio().map_or_else(none, |ratio| plain(ratio_text(ratio))), mix: None, strong: true },
            Fact { name: "χ² of the split", index: "", help: "χ²(P_t ‖ P_s) = Σ q²/p − 1: what the true weights cost in variance.", value: number(facts.chi_square()), mix: None, strong: false },
            Fact { name: "Effective sample", index: "", help: "(Σ w)²/Σ w² of the selected run, as a share of the training rows.", value: effective.map_or_else(none, format::percent), mix: None, strong: false },
        ])
    }

    /// The record that read-outs are taken from.
    fn shown_record(&self) -> Option<&Record> {
        self.looked_at().or(self
            .snapshot
            .as_ref()
            .filter(|_| self.looking.is_none())
            .map(|snapshot| &snapshot.record))
    }

    /// Shows all that moves with t: read-outs, curves, transport, timeline, sentence, state.
    pub(super) fn show_numbers(&mut self) -> Js {
        let step = self.shown_step();
        let latest = self.step();
        let ln_t = if step == 0 {
            f64::NEG_INFINITY
        } else {
            ln(step as f64)
        };
        self.page.transport.sync(
            &self.ui,
            &TransportState {
                playing: self.playing,
                step: format::time(ln_t),
                latest: self.looking.map(|_| format::count(latest)),
                speed: self.link.view.speed,
            },
        )?;
        self.show_readouts(step)?;
        let sentence = self.sentence(ln_t);
        set_text(&self.page.say, &sentence);
        self.page.plane.describe(&sentence)?;
        self.page.timeline.sync(
            step,
            latest,
            &format!("t = {}. {sentence}", format::count(step)),
        )?;
        self.show_state()?;
        self.draw_timeline(ln_t)?;
        self.place_film(step)?;
        self.draw_charts(ln_t)
    }

    fn show_readouts(&self, step: u64) -> Js {
        let lab = self.session.lab();
        let has_test = lab.dataset.count(Split::Test) != (0, 0);
        let error = |metrics: &Metrics| {
            if has_test {
                metrics.test_error
            } else {
                metrics.train_error
            }
        };
        let head = if has_test {
            "Test error"
        } else {
            "Training error"
        };
        let record = self.shown_record();
        let readouts: Vec<Readout> = lab
            .runs
            .iter()
            .enumerate()
            .map(|(at, run)| {
                let metrics = record.and_then(|record| record.metrics.get(at));
                let share = |value: Option<f64>| {
                    value.map_or(
                        Value {
                            number: "–".into(),
                            unit: "",
                        },
                        |value| {
                            let number = format::percent(value);
                            Value {
                                number: number.text,
                                unit: number.unit,
                            }
                        },
                    )
                };
                let ln_risk = metrics.and_then(|metrics| metrics.ln_risk);
                Readout {
                    name: run.weighting.to_string(),
                    values: [
                        share(metrics.and_then(error)),
                        share(metrics.and_then(|metrics| metrics.fraction_orange)),
                        Value {
                            number: ln_risk.map_or("–".into(), |value| {
                                format::significant(value).to_string()
                            }),
                            unit: "",
                        },
                    ],
                }
            })
            .collect();
        self.page
            .readouts
            .root
            .class_list()
            .toggle_with_force("many", readouts.len() > 4)?;
        let at = format!("t = {}", format::count(step));
        self.page.readouts.sync(
            &at,
            [head, "Called orange", "ln L"],
            &readouts,
            self.selected(),
        )
    }

    fn sentence(&self, ln_t: f64) -> String {
        let lab = self.session.lab();
        let labels: Vec<String> = lab
            .runs
            .iter()
            .map(|run| run.weighting.to_string())
            .collect();
        let record = self.shown_record();
        let mut runs: Vec<(usize, RunInWords)> = labels
            .iter()
            .enumerate()
            .map(|(at, label)| {
                let status = record
                    .and_then(|record| record.statuses.get(at))
                    .copied()
                    .unwrap_or(lab.runs[at].status);
                let standing = match status {
                    Status::Diverged { step, quantity } => Standing::Diverged {
                        step,
                        quantity: quantity.name(),
                    },
                    _ => Standing::Sound {
                        test_error: record.and_then(|record| record.metrics.get(at)?.test_error),
                    },
                };
                (at, RunInWords { label, standing })
            })
            .collect();
        runs.sort_by_key(|(at, _)| *at != self.selected());
        let runs: Vec<RunInWords> = runs.into_iter().map(|(_, run)| run).collect();
        describe(&Scene {
            ln_t,
            latest: self.looking.map(|_| ln(self.step() as f64)),
            warped: false,
            runs: &runs,
            disagreement: record
                .and_then(|record| record.disagreement)
                .filter(|_| runs.len() > 1),
            spread: None,
            trainable: match (lab.dataset.count(Split::Train), lab.missing_class()) {
                ((0, 0), _) => Trainable::Empty,
                (_, Some(class)) => Trainable::Lacks(class),
                _ => Trainable::Yes,
            },
        })
    }

    /// Says what state the lab is in, if that needs saying, and offers one way on.
    fn show_state(&self) -> Js {
        let lab = self.session.lab();
        let spec = &self.link.spec;
        let say = |text: &str, label: &str, msg: Msg| self.page.plane.say(text, Some((label, msg)));
        if lab.dataset.examples.is_empty() && spec.data == DataKind::Csv {
            return say(
                "No rows yet.",
                "Load a file or paste rows",
                Msg::Own(OwnMsg::Open),
            );
        }
        if lab.dataset.count(Split::Train) == (0, 0) {
            return say(
                "No example is left to train on.",
                "Keep all of both classes",
                Msg::KeepAll,
            );
        }
        if let Some(class) = lab.missing_class() {
            let text = format!(
                "No {} example is left to train on, so there is no boundary to draw.",
                class.name()
            );
            let (key, share) = match class {
                Class::Orange => ("keep_orange", "0.2"),
                Class::Blue => ("keep_blue", "0.8"),
            };
            return if spec.data == DataKind::Csv {
                say(&text, "Load other rows", Msg::Own(OwnMsg::Open))
            } else {
                say(
                    &text,
                    &format!(
                        "Keep {} {}",
                        class.name(),
                        if class == Class::Orange {
                            "20 %"
                        } else {
                            "80 %"
                        }
                    ),
                    Msg::Set(key, share.to_owned()),
                )
            };
        }
        let diverged = lab.runs.iter().find_map(|run| match run.status {
            Status::Diverged { step, quantity } if self.looking.is_none_or(|at| at >= step) => {
                Some((run, step, quantity))
            }
            _ => None,
        });
        if let Some((run, step, quantity)) = diverged {
            let text = format!(
                "The {} {} overflowed at step {}. Shown is step {}, the last finite state.",
                run.weighting,
                quantity.name(),
                format::count(step),
                format::count(step - 1)
            );
            return if spec.model == ModelKind::Mlp && spec.init != Init::Ntk {
                say(
                    &text,
                    "Use the scaled start",
                    Msg::Set("init", "ntk".to_owned()),
                )
            } else {
                let lr = crate::spec::field::number_text(spec.lr / 10.0);
                say(
                    &text,
                    &format!("Use learning rate {lr}"),
                    Msg::Set("lr", lr.clone()),
                )
            };
        }
        if self.shown_step() == 0 && !self.playing && self.step() == 0 {
            return say(
                "t = 0. All runs start from the same parameters.",
                "Play",
                Msg::TogglePlay,
            );
        }
        self.page.plane.say("", None)
    }

    /// The lines f = 0 of each run at the moment shown.
    fn lines(&self) -> Vec<Vec<Polyline>> {
        let Some(snapshot) = &self.snapshot else {
            return Vec::new();
        };
        if self.session.lab().missing_class().is_some() {
            return Vec::new();
        }
        snapshot
            .scores
            .iter()
            .map(|scores| zero_lines(&snapshot.grid, scores))
            .collect()
    }

    /// Field and boundaries.
    pub(super) fn draw_plane(&mut self) -> Js {
        let palette = self.theme.palette();
        let Some(snapshot) = &self.snapshot else {
            return Ok(());
        };
        let colors = FieldColors::new(palette);
        let mut pixels = vec![0; 4 * snapshot.grid.len()];
        match snapshot.scores.get(self.selected()) {
            Some(scores) if self.session.lab().missing_class().is_none() => {
                colors.paint(scores, &mut pixels)
            }
            _ => colors.blank(&mut pixels),
        }
        self.page
            .plane
            .field
            .blit(&pixels, snapshot.grid.nx, snapshot.grid.ny)?;
        let frame = self.frame_of_plane();
        let (styles, lines) = (self.styles(), self.lines());
        let runs: Vec<Boundary> = styles
            .iter()
            .zip(&lines)
            .map(|(style, lines)| Boundary { style, lines })
            .collect();
        let naming = if self.layout_kind() == Layout::Narrow {
            Naming::UnderLines
        } else {
            Naming::Gutter
        };
        let mut picture = plane::boundaries(&frame, &runs, naming, palette);
        if let Some(example) = self
            .pointed
            .and_then(|at| self.session.lab().dataset.examples.get(at))
        {
            marks::ring(&mut picture, frame.pixel(example.x), 11.0, palette);
        }
        if let Some(cross) = self.cross {
            picture.append(plane::crosshair(&frame, cross, palette));
        }
        self.page
            .plane
            .lines
            .paint(&picture, self.overlay_size(), self.pixel_ratio())
    }

    /// Axes, examples and the key above them.
    pub(super) fn draw_marks(&mut self) -> Js {
        let palette = self.theme.palette();
        let frame = self.frame_of_plane();
        let mut picture = Picture::default();
        if self.layout_kind() == Layout::Wide {
            picture.append(plane::axes(&frame, palette));
        }
        let marks = self.marks();
        picture.append(marks::marks(&frame, &marks, palette));
        self.page
            .plane
            .marks
            .paint(&picture, self.overlay_size(), self.pixel_ratio())?;
        self.draw_key()
    }

    fn marks(&self) -> Vec<Mark> {
        let lab = self.session.lab();
        let mut weights = lab
            .runs
            .get(self.selected())
            .map(|run| run.weights.iter())
            .into_iter()
            .flatten();
        let examples = lab.dataset.examples.iter();
        examples
            .map(|example| Mark {
                x: example.x,
                class: example.class,
                split: example.split,
                weight: if example.split == Split::Train {
                    weights.next().copied().unwrap_or(1.0)
                } else {
                    1.0
                },
            })
            .collect()
    }

    fn draw_key(&self) -> Js {
        let lab = self.session.lab();
        let run = lab.runs.get(self.selected());
        let mut sizes: Vec<f64> = run.map(|run| run.weights.clone()).unwrap_or_default();
        sizes.retain(|w| *w > 0.0);
        sizes.sort_by(f64::total_cmp);
        let ends = sizes.first().copied().zip(sizes.last().copied());
        let has_test = lab.dataset.count(Split::Test) != (0, 0);
        let name = run.map(|run| run.weighting.to_string()).unwrap_or_default();
        super::swatch::key(&self.ui, &self.page.plane.key, has_test, &name, ends)
    }

    fn axis(&self, width: f64) -> crate::view::time_axis::TimeAxis {
        time_axis(self.step(), width)
    }

    fn draw_timeline(&self, ln_t: f64) -> Js {
        let width = f64::from(self.page.timeline.root.client_width());
        if width <= 0.0 {
            return Ok(());
        }
        let axis = self.axis(width);
        let diverged: Vec<f64> = self
            .session
            .lab()
            .runs
            .iter()
            .filter_map(|run| match run.status {
                Status::Diverged { step, .. } => Some(ln(step as f64)),
                _ => None,
            })
            .collect();
        let latest = if self.step() == 0 {
            f64::NEG_INFINITY
        } else {
            ln(self.step() as f64)
        };
        let timeline = Timeline {
            width,
            inset: axis.left,
            time: axis.span,
            latest,
            cursor: ln_t,
            diverged: &diverged,
            label_room: if self.layout_kind() == Layout::Narrow {
                30.0
            } else {
                44.0
            },
            captions: self.layout_kind() == Layout::Wide,
        };
        *self.page.timeline.axis.borrow_mut() = timeline.axis();
        self.page.timeline.canvas.paint(
            &timeline.picture(self.theme.palette()),
            [width, HEIGHT],
            self.pixel_ratio(),
        )
    }

    /// Captions and places of the film frames.
    fn place_film(&self, step: u64) -> Js {
        let axis = *self.page.timeline.axis.borrow();
        let decades = (axis.span.decades as usize + 1).min(super::timeline::MOST_FRAMES);
        let linear = self.session.lab().runs.len();
        let captions: Vec<Option<String>> = (0..decades)
            .map(|decade| {
                let snapshot = self.film.get(decade)?.as_ref()?;
                let share = snapshot.record.disagreement.filter(|_| linear > 1);
                let text = share.map_or(String::new(), |share| format::percent(share).to_string());
                Some(if decade == 0 && !text.is_empty() {
                    format!("runs differ on {text}")
                } else {
                    text
                })
            })
            .collect();
        let current = (0..decades).find(|&decade| 10u64.pow(decade as u32) == step);
        self.page.film.sync(
            |decade| axis.x(decade as f64 * ln(10.0)),
            &captions,
            current,
        )
    }

    /// Film frames that are finished.
    pub(super) fn draw_film(&self) -> Js {
        let examples: Vec<_> = self
            .session
            .lab()
            .dataset
            .split(Split::Train)
            .map(|example| (example.x, example.class))
            .collect();
        for (snapshot, frame) in self.film.iter().zip(&self.page.film.frames) {
            let Some(snapshot) = snapshot else { continue };
            let scores: Vec<&[f64]> = snapshot.scores.iter().map(Vec::as_slice).collect();
            let boundaries: Vec<Vec<Polyline>> = scores
                .iter()
                .map(|scores| zero_lines(&snapshot.grid, scores))
                .collect();
            let picture = FilmFrame {
                grid: snapshot.grid,
                differ: &disagree::mask(&scores),
                boundaries: &boundaries,
                examples: &examples,
            }
            .picture(self.theme);
            frame
                .canvas
                .paint(&picture, crate::view::film::SIZE, self.pixel_ratio())?;
        }
        Ok(())
    }

    /// The curves.
    fn draw_charts(&self, ln_t: f64) -> Js {
        let runs = self.session.lab().runs.len();
        self.page.charts.sync(self.link.view.error, runs > 1)?;
        let styles = self.styles();
        let records: Vec<&Record> = self
            .session
            .history()
            .records()
            .iter()
            .chain(self.present_record())
            .collect();
        let mut first = true;
        for panel in &self.page.charts.panels {
            let width = panel.canvas.width();
            if width <= 0.0 {
                continue;
            }
            let points: Vec<Vec<(f64, f64)>> = (0..runs)
                .map(|run| curve(&records, panel.curve, self.link.view.error, run))
                .collect();
            let series: Vec<chart::Series> = styles
                .iter()
                .zip(&points)
                .map(|(style, points)| chart::Series { style, points })
                .collect();
            let area: Vec<(f64, f64)> = records
                .iter()
                .map(|record| (time(record), record.disagreement.unwrap_or(f64::NAN)))
                .collect();
            let is_area = panel.curve == Curve::Disagreement;
            let percent = matches!(
                panel.curve,
                Curve::Error | Curve::Disagreement | Curve::FractionOrange
            );
            let height = if panel.curve == Curve::Error {
                176.0
            } else {
                92.0
            };
            let chart = chart::Chart {
                size: [width, height],
                time: time_axis(self.step(), width).span,
                scale: ticks::Scale::Linear,
                unit: if percent {
                    chart::Unit::Percent
                } else {
                    chart::Unit::Plain
                },
                range: match panel.curve {
                    Curve::Disagreement | Curve::FractionOrange => Some((0.0, 1.0)),
                    _ => None,
                },
                series: if is_area { &[] } else { &series },
                area: is_area.then_some(&area),
                law: None,
                cursor: Some(ln_t),
                time_labels: true,
            };
            if std::mem::take(&mut first) {
                *self.page.charts.axis.borrow_mut() = chart.axis();
            }
            panel.canvas.set_height(height)?;
            panel.canvas.paint(
                &chart.picture(self.theme.palette()),
                [width, height],
                self.pixel_ratio(),
            )?;
        }
        show(&self.page.charts.root, runs > 0)
    }

    /// The present moment, if it is later than all records.
    fn present_record(&self) -> Option<&Record> {
        let last = self
            .session
            .history()
            .records()
            .last()
            .map_or(0, |record| record.step);
        self.snapshot
            .as_ref()
            .map(|snapshot| &snapshot.record)
            .filter(|record| record.step > last)
    }
}

/// ln t of a record, −∞ at the start.
fn time(record: &Record) -> f64 {
    if record.step == 0 {
        f64::NEG_INFINITY
    } else {
        ln(record.step as f64)
    }
}

/// One run's curve; NaN, which a chart leaves out, where it is not defined or the run had diverged.
fn curve(records: &[&Record], curve: Curve, error: ErrorKind, run: usize) -> Vec<(f64, f64)> {
    let value = |metrics: &Metrics| match (curve, error) {
        (Curve::Error, ErrorKind::Test) => metrics.test_error,
        (Curve::Error, ErrorKind::Train) => metrics.train_error,
        (Curve::Error, ErrorKind::Population) => metrics.population_error,
        (Curve::LnRisk, _) => metrics.ln_risk,
        (Curve::FractionOrange, _) => metrics.fraction_orange,
        (Curve::Margin, _) => metrics.normalized_margin,
        (Curve::Disagreement, _) => None,
    };
    let sound =
        |record: &&&Record| !matches!(record.statuses.get(run), Some(Status::Diverged { .. }));
    let point = |record: &&Record| {
        (
            time(record),
            record.metrics.get(run).and_then(value).unwrap_or(f64::NAN),
        )
    };
    records.iter().filter(sound).map(point).collect()
}

/// A ratio as a person writes it: 16:1, 1:4.
fn ratio_text(ratio: f64) -> String {
    if ratio >= 1.0 {
        format!("{}:1", format::short(ratio))
    } else {
        format!("1:{}", format::short(1.0 / ratio))
    }
}

impl App {
    /// The example nearest to a place, if it is near enough to be meant.
    pub(super) fn nearest_example(&self, place: [f64; 2]) -> Option<usize> {
        let frame = self.frame_of_plane();
        let at = frame.pixel(place);
        let distance = |x: [f64; 2]| crate::view::geometry::distance(frame.pixel(x), at);
        let examples = self
            .session
            .lab()
            .dataset
            .examples
            .iter()
            .map(|example| distance(example.x))
            .enumerate();
        examples
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, far)| *far < 14.0)
            .map(|(at, _)| at)
    }

    /// Tells about the example near a place.
    pub(super) fn point_at(&mut self, place: Option<[f64; 2]>) -> Js {
        let pointed = place.and_then(|place| self.nearest_example(place));
        if pointed != self.pointed || self.cross.is_some() {
            self.pointed = pointed;
            self.stale.plane = true;
        }
        self.page
            .plane
            .tell(&pointed.map(|at| self.about(at)).unwrap_or_default())
    }

    /// An example in words: class, split, weight, place.
    fn about(&self, at: usize) -> String {
        let lab = self.session.lab();
        let Some(example) = lab.dataset.examples.get(at) else {
            return String::new();
        };
        let [x1, x2] = example.x.map(format::significant);
        let mut text = format!("{} ({x1}, {x2})", example.class.name());
        match example.split {
            Split::Test => text += ", test",
            Split::Train => {
                let row = lab.dataset.examples[..at]
                    .iter()
                    .filter(|example| example.split == Split::Train)
                    .count();
                if let Some(run) = lab.runs.get(self.selected()) {
                    text += &format!(
                        ", training, weight {} in {}",
                        format::significant(run.weights[row]),
                        run.weighting
                    );
                }
            }
        }
        text
    }
}

//! What a person asks of the lab, and what comes of it.

use crate::data::own::OwnData;
use crate::experiment::history::Time;
use crate::lessons::LESSONS;
use crate::numeric::ln;
use crate::outlook::Outlook;
use crate::settings::choices::ready_made;
use crate::settings::field::Refusal;
use crate::settings::fields::{SPEC, VIEW};
use crate::settings::{DataKind, Link, MAX_RUNS, Notice};
use crate::web::app::msg::{Move, Msg, OwnMsg, PlaneMsg, Tool};
use crate::web::app::{App, Stale, lesson_of};
use crate::web::dom::Js;
use crate::weights::Weighting;
use wasm_bindgen::JsValue;

impl App {
    /// Answers what a person asked.
    pub(in crate::web) fn answer(&mut self, msg: Msg) -> Js {
        match msg {
            Msg::Set(key, text) => self.set(key, &text),
            Msg::Lesson(at) => self.teach(at),
            Msg::Link(query) => self.follow(&query),
            Msg::SelectRun(run) => self.set("run", &(run + 1).to_string()),
            Msg::FocusRun(run) => {
                self.focused_run = run;
                self.stale.plane = true;
                self.stale.numbers = true;
                Ok(())
            }
            Msg::EditRun(run, text) => self.edit_run(run, &text),
            Msg::RemoveRun(run) => self.edit_ladder(|list| {
                list.remove(run);
            }),
            Msg::AddRun => self.edit_ladder(|list| list.push(another(list))),
            Msg::NewSeed => self.new_seed(),
            Msg::Warp => self.toggle_warp(),
            Msg::Decades(decades) => {
                self.decades = decades;
                self.show_numbers()
            }
            Msg::KeepAll => {
                self.set("keep_orange", "1")?;
                self.set("keep_blue", "1")
            }
            Msg::Reset => self.reset(),
            Msg::Look(ln_t) => self.look(ln_t),
            Msg::Move(to) => self.walk(to),
            Msg::Plane(msg) => self.on_plane(msg),
            Msg::Tool(tool) => {
                self.tool = tool;
                self.sync_settings();
                Ok(())
            }
            Msg::Own(msg) => self.on_own(msg),
            Msg::Share => self.share(),
            Msg::Help => {
                self.page.help(&self.ui).open();
                Ok(())
            }
            Msg::Redraw => self.show_numbers(),
            // Answered without this part.
            Msg::TogglePlay
            | Msg::Step
            | Msg::Frame(_)
            | Msg::Resized
            | Msg::ThemeChanged
            | Msg::Seen(_)
            | Msg::Hidden(_) => Ok(()),
        }
    }

    /// A control was set. Only what changes results trains anew.
    fn set(&mut self, key: &'static str, text: &str) -> Js {
        let before = self.link.spec.clone();
        self.notices.clear();
        let refusal = if let Some(field) = SPEC.iter().find(|field| field.key == key) {
            let read = field.read(&mut self.link.spec, text);
            if key == "data" && self.link.spec.data != before.data {
                self.choose_data();
            }
            read
        } else if let Some(field) = VIEW.iter().find(|field| field.key == key) {
            field.read(&mut self.link.view, text)
        } else {
            Ok(())
        };
        if let Err(Refusal::Clamped(text) | Refusal::Refused(text)) = refusal {
            self.notices.push(Notice(text));
        }
        if key == "theme" {
            self.take_theme()?;
        }
        if self.link.spec == before {
            return self.show_all();
        }
        self.train_anew()
    }

    /// A data set chosen by name comes with its ready-made sizes; own data with the rows now shown.
    fn choose_data(&mut self) {
        let data = self.link.spec.data;
        let ready: Vec<(&str, &str)> = ready_made(data)
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        for (key, value) in ready {
            if let Some(field) = SPEC.iter().find(|field| field.key == key) {
                // Ready-made values are in range: a test reads each of them.
                let _ = field.read(&mut self.link.spec, value);
            }
        }
        if data == DataKind::Csv && self.link.own.is_none() {
            self.renew();
            self.link.own = Some(OwnData::from_dataset(
                (*self.session.ladder().dataset).clone(),
            ));
        }
    }

    fn teach(&mut self, at: usize) -> Js {
        let Some(lesson) = LESSONS.get(at) else {
            return Ok(());
        };
        let theme = self.link.view.theme;
        self.follow(lesson.query)?;
        self.link.view.theme = theme;
        self.lesson = Some(at);
        self.playing = true;
        self.stale = Stale::ALL;
        Ok(())
    }

    /// Takes the state of a link.
    fn follow(&mut self, query: &str) -> Js {
        if query == self.written && query == self.query() {
            return Ok(());
        }
        let (link, notices) = Link::from_query(query);
        self.link = link;
        self.notices = notices;
        self.lesson = lesson_of(&self.link);
        self.take_theme()?;
        self.train_anew()
    }

    fn edit_run(&mut self, run: usize, text: &str) -> Js {
        match Weighting::parse(text) {
            Ok(weighting) => self.edit_ladder(|list| list[run] = weighting),
            Err(error) => {
                self.notices = vec![Notice(error.to_string())];
                self.show_all()
            }
        }
    }

    fn edit_ladder(&mut self, edit: impl FnOnce(&mut Vec<Weighting>)) -> Js {
        self.notices.clear();
        let list = &mut self.link.spec.weights;
        edit(list);
        list.truncate(MAX_RUNS);
        self.link.view.run = self.link.view.run.clamp(1, list.len());
        self.train_anew()
    }

    fn new_seed(&mut self) -> Js {
        // Any seed will do; small ones are easier to say aloud.
        let seed =
            getrandom::u32().map_err(|error| JsValue::from_str(&error.to_string()))? % 10_000;
        self.link.spec.seed = seed;
        self.link.spec.init_seed = seed;
        self.notices.clear();
        self.train_anew()
    }

    /// The spec has changed: shows it as set, and has the next frame make its session. Many changes between two
    /// frames are one.
    pub(in crate::web) fn train_anew(&mut self) -> Js {
        self.outdated = true;
        self.sync_settings();
        Ok(())
    }

    /// Makes the session of the present spec.
    pub(in crate::web) fn make_session(&mut self) {
        // What is shown of the old session goes first: its memory is the new one's.
        self.forget_pictures();
        self.target = self.opening_step;
        let (spec, own) = (self.link.spec.clone(), self.link.own.as_ref());
        self.session.renew(spec, own);
        let runs = self.link.spec.weights.len();
        if self.link.view.run > runs {
            self.link.view.run = 1;
        }
        // Blocks may take longer than they did.
        self.training.begin_anew();
        self.recording.begin_anew();
        self.seeing.begin_anew();
    }

    fn reset(&mut self) -> Js {
        self.session.reset();
        self.forget_pictures();
        self.target = 0;
        self.show_all()
    }

    fn forget_pictures(&mut self) {
        self.snapshot = None;
        self.outlook = Outlook::default();
        self.warping = false;
        self.job = None;
        self.film_job = None;
        self.film.clear();
        self.looking = None;
        self.pointed = None;
        self.stale = Stale::ALL;
    }

    /// Begins to play through warped time, or stops.
    fn toggle_warp(&mut self) -> Js {
        self.warping = !self.warping && self.outlook.is_warpable();
        self.playing = false;
        // Gradient flow takes over from descent at the handover: train to there first.
        self.target = if self.warping {
            self.step().max(crate::experiment::ladder::HANDOVER)
        } else {
            self.step()
        };
        if self.warping && self.looking.is_some_and(|at| matches!(at, Time::Step(_))) {
            self.looking = None;
        }
        self.show_numbers()
    }

    /// Looks at the recorded time nearest to `ln_t`.
    fn look(&mut self, ln_t: f64) -> Js {
        let latest = ln(self.step().max(1) as f64);
        let seam = self.axis(1.0).seam();
        if ln_t > seam
            && let Some(record) = self.outlook.nearest(ln_t)
        {
            return self.look_at(record.at);
        }
        if self.step() == 0 || ln_t > latest {
            // Nothing is known there yet: the latest step is the nearest there is.
            return self.look_at(Time::Step(self.step()));
        }
        let Some(record) = self.session.history().nearest(ln_t) else {
            return Ok(());
        };
        self.look_at(record.at)
    }

    /// Every instant one can look at, earliest first: recorded steps, the latest step, warped time.
    fn instants(&self) -> Vec<Time> {
        let latest = Time::Step(self.step());
        let steps = self
            .session
            .history()
            .records()
            .iter()
            .map(|record| record.at);
        let steps = steps.filter(|at| *at != Time::Step(0) && at.ln_t() < latest.ln_t());
        let seam = self.axis(1.0).seam();
        let warped = self
            .outlook
            .records
            .iter()
            .map(|record| record.at)
            .filter(|at| at.ln_t() > seam);
        steps.chain([latest]).chain(warped).collect()
    }

    /// Moves along the recorded times.
    fn walk(&mut self, to: Move) -> Js {
        let now = self.shown().ln_t();
        let instants = self.instants();
        let at = instants.partition_point(|instant| instant.ln_t() < now);
        let last = instants.len() - 1;
        let latest = Time::Step(self.step());
        let goal = match to {
            Move::Start => instants[0],
            // From the latest step on to the end of time, where that is known.
            Move::Latest if self.shown() == latest => instants[last],
            Move::Latest => latest,
            Move::Records(by) => instants[at.saturating_add_signed(by as isize).min(last)],
            Move::Decades(by) => {
                let goal = now.max(0.0) + f64::from(by) * ln(10.0);
                let distance = |instant: &&Time| (instant.ln_t() - goal).abs();
                let nearest = instants
                    .iter()
                    .min_by(|a, b| distance(a).total_cmp(&distance(b)));
                let onward = if by > 0 {
                    instants[(at + 1).min(last)]
                } else {
                    instants[at.saturating_sub(1)]
                };
                // Where a decade is less than the way to the next record, take that.
                nearest
                    .copied()
                    .filter(|instant| instant.ln_t() != now)
                    .unwrap_or(onward)
            }
        };
        self.look_at(goal)
    }

    /// Looks at a recorded instant; the latest step is looked at by not looking elsewhere.
    pub(in crate::web) fn look_at(&mut self, at: Time) -> Js {
        self.warping = false;
        self.playing = false;
        self.target = self.step();
        self.go_to(at)
    }

    fn on_own(&mut self, msg: OwnMsg) -> Js {
        let dialog = self.page.own(&self.ui, &self.mail);
        match msg {
            OwnMsg::Open => dialog.open(),
            OwnMsg::Close => dialog.close(),
            OwnMsg::File(file) => dialog.load(&file),
            OwnMsg::Text(text) => dialog.read(&self.ui, &text),
            OwnMsg::Failed(why) => dialog.failed(&why),
            OwnMsg::Picked => dialog.preview(&self.ui),
            OwnMsg::Use => {
                let Some(Ok((own, report))) = dialog.rows() else {
                    return Ok(());
                };
                dialog.close();
                self.notices = std::iter::once(Notice(report.to_string()))
                    .chain(report.warnings.iter().cloned().map(Notice))
                    .chain(report.lines_left_out().into_iter().map(Notice))
                    .collect();
                return self.take_own(own);
            }
        }
        Ok(())
    }

    /// Trains on a person's own rows from now on.
    fn take_own(&mut self, own: OwnData) -> Js {
        self.link.own = Some(own);
        self.link.spec.data = DataKind::Csv;
        self.train_anew()
    }

    fn on_plane(&mut self, msg: PlaneMsg) -> Js {
        match msg {
            PlaneMsg::Press(x, y) => return self.use_tool(self.place_at(x, y)),
            PlaneMsg::Hover(at) => self.point_at(at.map(|(x, y)| self.place_at(x, y))),
            PlaneMsg::Nudge(right, up) => {
                let frame = self.frame_of_plane();
                let [x, y] = self.cross.unwrap_or(frame.middle());
                let unit = (frame.x[1] - frame.x[0]) / 50.0;
                let cross = frame.inside([x + unit * f64::from(right), y + unit * f64::from(up)]);
                self.cross = Some(cross);
                self.point_at(Some(cross));
            }
            PlaneMsg::Use => {
                if let Some(cross) = self.cross {
                    return self.use_tool(cross);
                }
            }
            PlaneMsg::Cross(shown) => {
                self.cross = shown.then(|| self.cross.unwrap_or(self.frame_of_plane().middle()));
                self.point_at(self.cross);
            }
        }
        Ok(())
    }

    /// Does at `place` what the tool in hand does. Editing makes the data a person's own.
    fn use_tool(&mut self, place: [f64; 2]) -> Js {
        if self.tool == Tool::Inspect {
            self.point_at(Some(place));
            return Ok(());
        }
        let mut own = match &self.link.own {
            Some(own) if self.link.spec.data == DataKind::Csv && !self.link.spec.split_own => {
                own.clone()
            }
            _ => OwnData::from_dataset((*self.session.ladder().dataset).clone()),
        };
        let done = match self.tool {
            Tool::Add(class) => own.add(place, class).map_err(|error| error.to_string()),
            _ => match self.nearest_example(place) {
                Some(at) => own
                    .remove(at)
                    .map(drop)
                    .ok_or_else(|| "there is no example there".to_owned()),
                None => Err("there is no example there: press on one".to_owned()),
            },
        };
        self.notices.clear();
        if let Err(why) = done {
            self.notices.push(Notice(why));
            return self.show_all();
        }
        self.link.spec.split_own = false;
        self.take_own(own)
    }

    fn share(&mut self) -> Js {
        self.write_link();
        let address = self.window.location().href()?;
        let text = address.split('#').next().unwrap_or_default().to_owned() + "#" + &self.query();
        // A browser may refuse the clipboard; the address bar then still has the link.
        let copied =
            js_sys::Reflect::has(&self.window.navigator(), &"clipboard".into()).unwrap_or(false);
        if copied {
            drop(self.window.navigator().clipboard().write_text(&text));
        }
        self.page.head.shared(if copied {
            "Link copied"
        } else {
            "Link is in the address bar"
        });
        Ok(())
    }
}

/// A weighting that the ladder does not have yet.
fn another(list: &[Weighting]) -> Weighting {
    let offers = [
        (1.0, 1.0),
        (16.0, 1.0),
        (1.0, 5.0),
        (5.0, 1.0),
        (2.0, 1.0),
        (1.0, 2.0),
        (10.0, 1.0),
        (1.0, 10.0),
        (1.0, 16.0),
    ];
    let offers = offers.map(|(orange, blue)| Weighting::Ratio(orange, blue));
    offers
        .into_iter()
        .find(|offer| !list.contains(offer))
        .unwrap_or(Weighting::Ratio(1.0, 1.0))
}

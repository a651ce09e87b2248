//! Small real sessions, with all the theory beside them.

use crate::common::read;
use iw_lab::data::read::load;
use iw_lab::experiment::history::Time;
use iw_lab::experiment::session::Session;
use iw_lab::outlook::Outlook;
use iw_lab::report::{Moment, Shown};
use iw_lab::settings::{DataKind, Spec, ViewSpec};

/// A session, what theory says of it, and what is asked of it.
pub struct World {
    pub session: Session,
    pub outlook: Outlook,
    pub view: ViewSpec,
}

/// A linear model that starts at 0.
pub const LINEAR: &str = "model=linear&init=zero";

impl World {
    /// The session of a link's settings, worked on to `step`.
    pub fn new(query: &str, step: u64) -> World {
        let (spec, notices) = Spec::from_query(query);
        assert_eq!(notices, [], "{query}");
        World::of(Session::new(spec, None), step)
    }

    /// The same on the rows of a file.
    pub fn on(text: &str, query: &str, step: u64) -> World {
        let (mut spec, notices) = Spec::from_query(query);
        assert_eq!(notices, [], "{query}");
        spec.data = DataKind::Csv;
        let own = load(text, None).expect(query).0;
        World::of(Session::new(spec, Some(&own)), step)
    }

    /// A linear ladder from zero on a reference set.
    pub fn linear(set: &str, more: &str, step: u64) -> World {
        World::on(&read(set), &format!("{LINEAR}{more}"), step)
    }

    fn of(mut session: Session, step: u64) -> World {
        while session.work(step, usize::MAX) > 0 {}
        let mut outlook = Outlook::default();
        while outlook.work(&session) {}
        World {
            session,
            outlook,
            view: ViewSpec::default(),
        }
    }

    /// The same, its `run` selected, counted from 1.
    pub fn select(mut self, run: usize) -> World {
        self.view.run = run;
        self
    }

    /// The latest step, measured.
    pub fn latest(&self) -> Shown<'_> {
        let record = self.session.history().records().last();
        let latest = Moment::latest(&self.session, record);
        Shown::new(&self.session, &self.outlook, &self.view, latest)
    }

    /// A recorded moment.
    pub fn at(&self, time: Time) -> Shown<'_> {
        let moment = Moment::recorded(&self.session, &self.outlook, time);
        Shown::new(&self.session, &self.outlook, &self.view, moment)
    }

    /// The end of warped time.
    pub fn end(&self) -> Shown<'_> {
        self.at(self.outlook.records.last().expect("warped").at)
    }
}

/// The labs on which every statement is tried: each with its name.
pub fn worlds() -> Vec<(&'static str, World)> {
    let linear = |set, more, step| World::linear(set, more, step);
    let one_class = "x1,x2,y\n1,2,1\n2,1,1\n3,3,1\n";
    let close = "x1,x2,y\n1,1e-11,1\n1,-1e-11,-1\n-1,1e-11,1\n-1,-1e-11,-1\n";
    vec![
        ("moons", World::new("", 100)),
        ("moons at the start", World::new("", 0)),
        ("moons, own population error", {
            let mut world = World::new("width=8", 20);
            world.view.error = iw_lab::settings::ErrorKind::Population;
            world
        }),
        ("diverged", World::new("init=standard", 10)),
        ("no examples", World::new("keep_orange=0&keep_blue=0", 0)),
        ("one class", World::new("keep_orange=0&width=4", 30)),
        ("one class, linear", World::on(one_class, LINEAR, 30)),
        (
            "separable",
            linear("sep40.csv", "&weights=5:1,1:1,1:5", 10_000),
        ),
        (
            "separable, one run",
            linear("sep40.csv", "&weights=5:1", 300),
        ),
        (
            "separable, logistic",
            linear("sep40.csv", "&loss=logistic&weights=5:1,1:5", 300),
        ),
        (
            "separable, normalized",
            linear("sep40.csv", "&optimizer=normalized&weights=5:1,1:5", 300),
        ),
        (
            "separable, penalty",
            linear("sep40.csv", "&l2=0.1&weights=5:1,1:5", 3000),
        ),
        (
            "a weight of 0",
            linear("sep40.csv", "&weights=1:0,1:1", 300),
        ),
        (
            "overlap",
            linear("overlap100.csv", "&weights=5:1,1:5", 3000),
        ),
        (
            "overlap, one never rests",
            linear("overlap100.csv", "&weights=1:1,1:0", 300),
        ),
        (
            "partial",
            linear("partial40.csv", "&bias=none&weights=5:1,1:5", 300),
        ),
        ("undecided", World::on(close, LINEAR, 30)),
        (
            "networks",
            World::new(
                "data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&bias=input&weights=5:1,1:5&width=16",
                20_000,
            ),
        ),
    ]
}

/// Every moment of a world worth trying: the start, a past step, the latest, and the end of warped time.
pub fn moments(world: &World) -> Vec<Shown<'_>> {
    let mut moments = vec![
        world.at(Time::Step(0)),
        world.at(Time::Step(7)),
        world.latest(),
    ];
    moments.extend(
        world
            .outlook
            .records
            .last()
            .map(|record| world.at(record.at)),
    );
    moments.retain(|shown| shown.moment.record.is_some());
    moments
}

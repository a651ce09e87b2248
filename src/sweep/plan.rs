//! Which cells a sweep has: `sweep=seed:1..20;width:4,16,64&sweep_steps=10000`.
//!
//! ```text
//! cells = seeds × values of the first knob × values of the second     seeds outermost
//! ```
//! Seeds come outermost so that the first cells hold one seed of every curve. A seed draws data, split and
//! initialization anew: the seed of the initialization moves by as much as the seed does, unless it is a knob of its
//! own. (With one initialization for all seeds the early bands collapse.)

use super::knob::{Knob, MOST};
use crate::settings::field::{Kind, shorten};
use crate::settings::{Link, Notice, Spec, SweepText};
use crate::text::decimal::read;
use std::collections::HashMap;

/// Steps of a cell where the link says none.
pub const USUAL_STEPS: u64 = 10_000;
/// The most steps of a cell.
pub const MOST_STEPS: u64 = 1_000_000_000;
/// Knobs beside the seed.
const MOST_KNOBS: usize = 2;

/// The cells of a sweep.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The link around which knobs move, without the sweep.
    base: Link,
    seeds: Option<Knob>,
    knobs: Vec<Knob>,
    steps: u64,
    n_cells: usize,
}

/// Where a cell stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which seed.
    pub seed: usize,
    /// Which combination of the other knobs' values.
    pub setting: usize,
}

impl Plan {
    /// The plan of a link. Never fails: what cannot be run is left out, and each such thing is noticed.
    pub fn of(link: &Link) -> (Plan, Vec<Notice>) {
        let mut notices = Vec::new();
        let mut plan = Plan {
            base: Link {
                sweep: SweepText::default(),
                ..link.clone()
            },
            seeds: None,
            knobs: Vec::new(),
            steps: steps(link.sweep.steps.as_deref(), &mut notices),
            n_cells: 1,
        };
        let text = link.sweep.knobs.as_deref().unwrap_or_default();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            if let Some(knob) = Knob::read(part, &mut notices) {
                plan.add(knob, &mut notices);
            }
        }
        plan.leave_out_idle(&mut notices);
        if plan.seeds.is_none() && plan.knobs.is_empty() {
            notices.push(Notice(
                "The sweep changes nothing, so it has one cell: write for example sweep=seed:1..20"
                    .to_owned(),
            ));
        }
        let all = plan.n_seeds() as u128 * plan.n_settings() as u128;
        if all > MOST as u128 {
            notices.push(Notice(format!(
                "The sweep has {all} cells, more than {MOST}: the first {MOST} are run"
            )));
        }
        plan.n_cells = all.min(MOST as u128) as usize;
        if plan.cell(0).to_query().1 {
            notices.push(Notice(
                "Your data has too many rows for a link, so the cells can only be run here"
                    .to_owned(),
            ));
        }
        (plan, notices)
    }

    fn add(&mut self, knob: Knob, notices: &mut Vec<Notice>) {
        let label = knob.field.label;
        let mut known = self.seeds.iter().chain(&self.knobs);
        if known.any(|other| other.field.key == knob.field.key) {
            notices.push(Notice(format!(
                "Sweep: {label} is there more than once, so its first list is used"
            )));
        } else if knob.field.key == "seed" {
            self.seeds = Some(knob);
        } else if self.knobs.len() == MOST_KNOBS {
            notices.push(Notice(format!(
                "Sweep: {label} is left out, since a sweep changes one or two settings beside the seed"
            )));
        } else {
            self.knobs.push(knob);
        }
    }

    /// Leaves out knobs that mean nothing in any cell: they would repeat the same runs.
    fn leave_out_idle(&mut self, notices: &mut Vec<Notice>) {
        let settings: Vec<Spec> = (0..self.n_settings().min(MOST))
            .map(|setting| self.spec(0, setting))
            .collect();
        self.knobs.retain(|knob| {
            let acts = settings.iter().any(|spec| (knob.field.applies)(spec));
            if !acts {
                notices.push(Notice(format!(
                    "Sweep: {} means nothing under these settings and is left out",
                    knob.field.label
                )));
            }
            acts
        });
    }

    /// How many cells there are, at least one.
    pub fn n_cells(&self) -> usize {
        self.n_cells
    }

    /// How many seeds.
    pub fn n_seeds(&self) -> usize {
        self.seeds.as_ref().map_or(1, |seeds| seeds.values.len())
    }

    /// How many combinations of the other knobs' values.
    pub fn n_settings(&self) -> usize {
        self.knobs
            .iter()
            .fold(1, |n, knob| n.saturating_mul(knob.values.len()))
    }

    /// The knobs beside the seed.
    pub fn knobs(&self) -> &[Knob] {
        &self.knobs
    }

    /// The seeds as links write them.
    pub fn seeds(&self) -> Vec<String> {
        match &self.seeds {
            Some(seeds) => seeds.values.clone(),
            None => vec![self.base.spec.seed.to_string()],
        }
    }

    /// The link around which knobs move.
    pub fn base(&self) -> &Link {
        &self.base
    }

    /// How many steps a cell takes.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Where cell `at` stands.
    pub fn place(&self, at: usize) -> Place {
        let settings = self.n_settings();
        Place {
            seed: at / settings,
            setting: at % settings,
        }
    }

    /// For each knob the position of its value under a setting.
    pub fn positions(&self, setting: usize) -> Vec<usize> {
        let mut rest = setting;
        let mut positions: Vec<usize> = self
            .knobs
            .iter()
            .rev()
            .map(|knob| {
                let at = rest % knob.values.len();
                rest /= knob.values.len();
                at
            })
            .collect();
        positions.reverse();
        positions
    }

    fn spec(&self, seed: usize, setting: usize) -> Spec {
        let mut spec = self.base.spec.clone();
        if let Some(seeds) = &self.seeds {
            seeds.set(&mut spec, seed);
            let moved = spec.seed.wrapping_sub(self.base.spec.seed);
            spec.init_seed = spec.init_seed.wrapping_add(moved);
        }
        for (knob, at) in self.knobs.iter().zip(self.positions(setting)) {
            knob.set(&mut spec, at);
        }
        spec
    }

    /// Cell `at`, as a link of its own.
    pub fn cell(&self, at: usize) -> Link {
        let Place { seed, setting } = self.place(at);
        let mut cell = self.base.clone();
        cell.spec = self.spec(seed, setting);
        cell.view.run = cell.view.run.min(cell.spec.weights.len());
        cell
    }

    /// The text of [`Plan::cell`].
    pub fn cell_link(&self, at: usize) -> String {
        self.cell(at).to_query().0
    }

    /// The cells by their links.
    pub fn by_link(&self) -> HashMap<String, usize> {
        (0..self.n_cells)
            .map(|at| (self.cell_link(at), at))
            .collect()
    }

    /// The sweep as links write it, with what could be used of it only.
    pub fn link(&self) -> Link {
        let knobs: Vec<String> = self
            .seeds
            .iter()
            .chain(&self.knobs)
            .map(Knob::text)
            .collect();
        Link {
            sweep: SweepText {
                knobs: (!knobs.is_empty()).then(|| knobs.join(";")),
                steps: (self.steps != USUAL_STEPS).then(|| self.steps.to_string()),
            },
            ..self.base.clone()
        }
    }

    /// How a setting is told from the others: `Units 16`; empty where no knob moves. A knob of weights is told by the
    /// run.
    pub fn setting_name(&self, setting: usize) -> String {
        let named = self.knobs.iter().zip(self.positions(setting));
        let named = named.filter(|(knob, _)| !matches!(knob.field.kind, Kind::Weights { .. }));
        let names: Vec<String> = named
            .map(|(knob, at)| format!("{} {}", knob.field.label, knob.values[at]))
            .collect();
        names.join(", ")
    }
}

/// The steps that a link asks for.
fn steps(text: Option<&str>, notices: &mut Vec<Notice>) -> u64 {
    let Some(text) = text else {
        return USUAL_STEPS;
    };
    let value = read(text.trim()).filter(|value| value.fract() == 0.0);
    match value {
        Some(value) if (1.0..=MOST_STEPS as f64).contains(&value) => value as u64,
        _ => {
            notices.push(Notice(format!(
                "Sweep: “{}” is not a number of steps from 1 to {MOST_STEPS}, so {USUAL_STEPS} are taken",
                shorten(text)
            )));
            USUAL_STEPS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> (Plan, Vec<String>) {
        let (link, read) = Link::from_query(text);
        assert_eq!(read, []);
        let (plan, notices) = Plan::of(&link);
        (plan, notices.into_iter().map(|notice| notice.0).collect())
    }

    #[test]
    fn a_sweep_is_read_and_written() {
        for text in [
            "v=1&sweep=seed:1..20",
            "v=1&sweep=seed:1..20;width:4,16,64&sweep_steps=100000",
            "v=1&model=linear&sweep=weights:16:1,1:1,1:5;lr:0.1,1",
            "v=1&sweep=seed:3,5,7..9;loss:exponential,logistic;noise:0,0.1",
        ] {
            let (plan, notices) = plan(text);
            assert!(notices.is_empty(), "{text}: {notices:?}");
            assert_eq!(plan.link().to_query().0, text);
            assert_eq!(Plan::of(&plan.link()).0.link(), plan.link());
        }
    }

    #[test]
    fn cells_are_links_of_their_own_and_the_first_hold_one_seed_of_every_curve() {
        let (plan, _) = plan("lr=0.2&sweep=seed:4..6;width:8,32");
        let links: Vec<String> = (0..plan.n_cells()).map(|at| plan.cell_link(at)).collect();
        assert_eq!(links.len(), 6);
        assert_eq!(links[0], "v=1&seed=4&width=8&init_seed=4&lr=0.2");
        assert_eq!(links[1], "v=1&seed=4&width=32&init_seed=4&lr=0.2");
        assert_eq!(links[5], "v=1&seed=6&width=32&init_seed=6&lr=0.2");
        for (at, link) in links.iter().enumerate() {
            assert_eq!(plan.by_link()[link], at);
        }
    }

    #[test]
    fn the_initialization_moves_along_unless_it_is_a_knob() {
        let (moving, _) = plan("seed=2&init_seed=1002&sweep=seed:2..3");
        assert_eq!(moving.cell(0).spec, moving.base().spec);
        assert_eq!(moving.cell(1).spec.init_seed, 1003);
        let (own, _) = plan("sweep=seed:1..2;init_seed:7,8");
        let seeds = |at| (own.cell(at).spec.seed, own.cell(at).spec.init_seed);
        assert_eq!([0, 1, 2, 3].map(seeds), [(1, 7), (1, 8), (2, 7), (2, 8)]);
    }

    #[test]
    fn weights_as_a_knob_are_one_run_a_cell() {
        let (plan, _) = plan("run=3&sweep=seed:1..2;weights:16:1,1:1");
        assert_eq!(plan.cell_link(1), "v=1&weights=1:1");
        assert_eq!(plan.cell(0).view.run, 1);
    }

    #[test]
    fn bad_sweeps_say_what_is_wrong_and_run_what_can_be_run() {
        for (text, cells, said) in [
            ("sweep=", 1, "changes nothing"),
            ("sweep=seed:", 1, "Seed has no value"),
            ("sweep=seed:5..1", 1, "is empty"),
            ("sweep=seed:1..1000000", 10_000, "more than 10000 values"),
            (
                "sweep=seed:1..1000;width:1..200;lr:0.1,0.2",
                10_000,
                "400000 cells",
            ),
            ("sweep=seed:1..3;wdith:4", 3, "“wdith” is not a setting"),
            ("sweep=seed:1..3;theme:dark", 3, "only the picture"),
            ("sweep=width:4,0,300,x", 1, "from 1 to 256"),
            (
                "sweep=lr:0.1,1e9,0.2",
                2,
                "“1e9” is not a number from 1e-6 to 100",
            ),
            ("sweep=loss:hinges,logistic", 1, "is none of"),
            ("sweep=weights:16:1,0:0", 1, "left out"),
            ("sweep=width:4;noise:0;lr:1", 1, "one or two settings"),
            ("sweep=width:4;width:8", 1, "more than once"),
            ("sweep=seed:1,1,2", 2, "is run once"),
            ("model=linear&sweep=width:4,8", 1, "means nothing"),
            ("sweep=noise:0.1..0.3", 1, "whole numbers"),
            ("sweep=seed:1..2&sweep_steps=0", 2, "number of steps"),
            ("sweep=seed:1..2&sweep_steps=many", 2, "so 10000 are taken"),
        ] {
            let (plan, notices) = plan(text);
            assert_eq!(plan.n_cells(), cells, "{text}");
            assert!(
                notices.iter().any(|notice| notice.contains(said)),
                "{text}: {notices:?}"
            );
            assert!(notices.iter().all(|notice| notice.len() < 300), "{text}");
        }
    }

    #[test]
    fn a_knob_that_acts_in_some_cells_stays() {
        let (plan, notices) = plan("sweep=model:linear,mlp;width:4,8");
        assert!(notices.is_empty());
        assert_eq!(plan.n_cells(), 4);
        assert_eq!(plan.setting_name(3), "Model mlp, Units 8");
    }
}

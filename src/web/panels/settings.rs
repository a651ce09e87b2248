//! The left column: the ladder, one group of controls for each group of the field table, the facts of the
//! data. Below 960 px each group is a disclosure named with its present value.

use crate::data::Class;
use crate::settings::field::{Group, Kind};
use crate::settings::fields::{SPEC, VIEW};
use crate::settings::{Link, Spec, ViewSpec};
use crate::web::dom::listen::Listener;
use crate::web::dom::markup;
use crate::web::dom::{
    Ui, add, set_attribute, set_pressed, set_text, sure, toggle_attribute, toggle_class,
};
use crate::web::msg::{Mailbox, Msg, OwnMsg, Tool};
use crate::web::panels::controls::Control;
use crate::web::panels::facts::Facts;
use crate::web::panels::ladder::{Ladder, Rung};
use std::rc::Rc;
use web_sys::{Element, Event};

/// The column.
pub struct Settings {
    root: Element,
    /// What the data is like.
    pub facts: Facts,
    ladder: Ladder,
    groups: Vec<GroupPanel>,
    controls: Vec<Control<Spec>>,
    view: Vec<Control<ViewSpec>>,
    tools: Vec<(Tool, Element)>,
    _listeners: Vec<Listener>,
}

/// One group as a disclosure that is always open where there is room.
struct GroupPanel {
    group: Group,
    now: Element,
}

const GROUP: &str = "\
details | #group
  summary
    span | #name
    span.now | #now";

const NEW_SEED: &str = "\
button.extra link | #new | aria-label=New seed | title=Draw other data of the same kind | \"New seed…\"";

const OWN: &str = "\
div.row
  span.label | \"Own data\"
  button.link | #own | \"Load or paste data…\"
div.tools | role=group | aria-label=What a press on the plane does
  button.tab | #look | title=A press on the plane tells about the mark | \"Inspect\"
  button.tab | #orange | title=A press on the plane adds an orange example | \"Add orange\"
  button.tab | #blue | title=A press on the plane adds a blue example | \"Add blue\"
  button.tab | #remove | title=A press on the plane removes the nearest example | \"Remove\"";

/// The tools, with their names in the text above.
const TOOLS: [(Tool, &str); 4] = [
    (Tool::Inspect, "look"),
    (Tool::Add(Class::Orange), "orange"),
    (Tool::Add(Class::Blue), "blue"),
    (Tool::Remove, "remove"),
];

impl Settings {
    /// Fills the column `root` from the field table.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, root: Element) -> Settings {
        // Enter in a field takes its value; there is nothing to submit.
        let submit = Listener::new(&root, "submit", |event: Event| event.prevent_default());
        let mut listeners = vec![submit];
        let mut groups = Vec::new();
        let mut panel = |group: Group| {
            let name = group.label();
            let built = markup::build(ui, &root, GROUP);
            let (panel, now) = (built.get("group"), built.get("now"));
            let class = format!("group group-{}", name.to_ascii_lowercase());
            set_attribute(&panel, "class", &class);
            set_text(&built.get("name"), name);
            groups.push(GroupPanel { group, now });
            panel
        };
        let weights = panel(Group::Weights);
        let ladder = Ladder::new(ui, mail, &weights);
        let mut controls = Vec::new();
        let mut fill = |panel: &Element, group: Group| {
            for field in SPEC.iter().filter(|field| field.group == group) {
                if let Some(control) = Control::new(ui, mail, panel, field) {
                    controls.push(control);
                }
            }
        };
        fill(&weights, Group::Weights);
        let data = panel(Group::Data);
        add(&data, &[&ui.text("h2", "heading", Group::Data.label())]);
        fill(&data, Group::Data);
        let built = markup::build(ui, &data, OWN);
        let mut press = |button: &Element, msg: Msg| {
            listeners.push(Listener::sends(mail, button, "click", msg));
        };
        press(&built.get("own"), Msg::Own(OwnMsg::Open));
        let mut tools = Vec::new();
        for (tool, name) in TOOLS {
            let tab = built.get(name);
            press(&tab, Msg::Tool(tool));
            tools.push((tool, tab));
        }
        let facts = Facts::new(ui, &data);
        // The model's tabs stand beside its name and need no heading.
        fill(&panel(Group::Model), Group::Model);
        let training = panel(Group::Training);
        add(
            &training,
            &[&ui.text("h2", "heading", Group::Training.label())],
        );
        fill(&training, Group::Training);
        for control in controls.iter().filter(|control| control.is_of("seed")) {
            let built = markup::build(ui, &control.row, NEW_SEED);
            toggle_class(&control.row, "with-extra", true);
            press(&built.get("new"), Msg::NewSeed);
        }
        // Of what changes only the picture, the rest stands where it acts: speed under the plane, and so on.
        let view = panel(Group::View);
        let theme = VIEW
            .iter()
            .filter(|field| ["theme", "size"].contains(&field.key));
        let view = theme
            .filter_map(|field| Control::new(ui, mail, &view, field))
            .collect();
        Settings {
            root,
            facts,
            ladder,
            groups,
            controls,
            view,
            tools,
            _listeners: listeners,
        }
    }

    /// Shows the settings, the ladder and the tool in hand.
    pub fn sync(&self, link: &Link, rungs: &[Rung], selected: usize, tool: Tool) {
        let spec = &link.spec;
        for control in &self.controls {
            control.sync(spec);
        }
        for control in &self.view {
            control.sync(&link.view);
        }
        self.ladder.sync(rungs, selected);
        for panel in &self.groups {
            let now = if panel.group == Group::View {
                VIEW_SUMMARY.to_owned()
            } else {
                summary(spec, panel.group)
            };
            set_text(&panel.now, &now);
        }
        for (of, tab) in &self.tools {
            set_pressed(tab, *of == tool);
        }
    }

    /// Keeps a text that could not be taken as it stands in its field, marked, with the reason beside it; returns false
    /// if the field `key` has none here.
    pub fn refuse(&self, link: &Link, key: &str, typed: &str, why: &str) -> bool {
        let mut controls = self.controls.iter().filter(|control| control.is_of(key));
        controls.any(|control| control.refuse(&link.spec, typed, why))
    }

    /// The same of the weighting of a run.
    pub fn refuse_run(&self, run: usize, typed: &str, why: &str) {
        self.ladder.refuse(run, typed, why);
    }

    /// Takes the mark of a refusal from the field `key`.
    pub fn accept(&self, key: &str) {
        for control in self.controls.iter().filter(|control| control.is_of(key)) {
            control.accept();
        }
    }

    /// Opens every group where there is room for all, and closes them where there is not.
    pub fn set_open(&self, open: bool) {
        let groups = sure(self.root.query_selector_all("details.group"));
        for at in 0..groups.length() {
            if let Some(group) = groups
                .item(at)
                .and_then(|node| wasm_bindgen::JsCast::dyn_into::<Element>(node).ok())
            {
                toggle_attribute(&group, "open", open);
            }
        }
    }
}

/// What the group of the picture holds.
const VIEW_SUMMARY: &str = "Theme, size";

/// A group in a few words: its first choices as they stand.
fn summary(spec: &Spec, group: Group) -> String {
    let mut words = Vec::new();
    for field in SPEC {
        if field.group == group && (field.applies)(spec) && words.len() < 2 {
            match &field.kind {
                Kind::Choice { options, get, .. } => words.push(options()[get(spec)].1.to_owned()),
                Kind::Weights { .. } => words.push(field.text(spec).replace(',', ", ")),
                _ => {}
            }
        }
    }
    words.join(", ")
}

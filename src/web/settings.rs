//! The left column: the ladder, one group of controls for each group of the field table, the facts of the
//! data. Below 960 px each group is a disclosure named with its present value.

use super::controls::Control;
use super::dom::{Ui, add, set_attribute, set_text, sure, toggle_attribute, toggle_class};
use super::facts::Facts;
use super::ladder::{Ladder, Rung};
use super::listen::Listener;
use super::msg::{Mailbox, Msg, OwnMsg, Tool};
use crate::data::Class;
use crate::spec::field::{Group, Kind};
use crate::spec::fields::{SPEC, VIEW};
use crate::spec::{Link, Spec, ViewSpec};
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement};

/// The column.
pub struct Settings {
    /// The whole column.
    pub root: Element,
    /// What the data is like.
    pub facts: Facts,
    ladder: Ladder,
    groups: Vec<GroupPanel>,
    controls: Vec<Control<Spec>>,
    view: Vec<Control<ViewSpec>>,
    tools: Vec<(Tool, HtmlElement)>,
    _listeners: Vec<Listener>,
}

/// One group as a disclosure that is always open where there is room.
struct GroupPanel {
    group: Group,
    now: Element,
}

impl Settings {
    /// Builds the column from the field table.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> Settings {
        let root = ui.el("form", "settings");
        set_attribute(&root, "aria-label", "Settings");
        let ladder = Ladder::new(ui, mail);
        let facts = Facts::new(ui);
        let mut settings = Settings {
            root,
            facts,
            ladder,
            groups: Vec::new(),
            controls: Vec::new(),
            view: Vec::new(),
            tools: Vec::new(),
            _listeners: Vec::new(),
        };
        // Enter in a field takes its value; there is nothing to submit.
        settings
            ._listeners
            .push(Listener::new(&settings.root, "submit", |event: Event| {
                event.prevent_default()
            }));
        for group in [Group::Weights, Group::Data, Group::Model, Group::Training] {
            let panel = settings.panel(ui, group);
            match group {
                Group::Weights => add(&panel, &[&settings.ladder.root.clone()]),
                // The model's tabs stand beside its name and need no heading.
                Group::Model => {}
                _ => add(&panel, &[&ui.text("h2", "heading", group.label())]),
            }
            for field in SPEC
                .iter()
                .filter(|field| field.group == group && !matches!(field.kind, Kind::Weights { .. }))
            {
                let Some(control) = Control::new(ui, mail, field) else {
                    continue;
                };
                if field.key == "seed" {
                    settings.new_seed(ui, mail, &control);
                }
                add(&panel, &[&control.row]);
                settings.controls.push(control);
            }
            if group == Group::Data {
                settings.own_data(ui, mail, &panel);
                add(&panel, &[&settings.facts.root.clone()]);
            }
        }
        // Of what changes only the picture, the rest stands where it acts: speed under the plane, and so on.
        let panel = settings.panel(ui, Group::View);
        for field in VIEW.iter().filter(|field| field.key == "theme") {
            if let Some(control) = Control::new(ui, mail, field) {
                add(&panel, &[&control.row]);
                settings.view.push(control);
            }
        }
        settings
    }

    fn panel(&mut self, ui: &Ui, group: Group) -> Element {
        let now = ui.el("span", "now");
        let name = ui.text("span", "", group.label());
        let summary = ui.group("summary", "", &[&name, &now]);
        let panel = ui.group(
            "details",
            &format!("group group-{}", group.label().to_ascii_lowercase()),
            &[&summary],
        );
        add(&self.root, &[&panel]);
        self.groups.push(GroupPanel { group, now });
        panel
    }

    fn new_seed(&mut self, ui: &Ui, mail: &Rc<Mailbox>, control: &Control<Spec>) {
        let button = ui.button("extra link", "New");
        super::dom::attributes(
            &button,
            &[
                ("aria-label", "New seed"),
                ("title", "Draw other data of the same kind"),
            ],
        );
        toggle_class(&control.row, "with-extra", true);
        add(&control.row, &[&button]);
        let mail = Rc::clone(mail);
        self._listeners
            .push(Listener::new(&button, "click", move |_: Event| {
                mail.send(Msg::NewSeed)
            }));
    }

    fn own_data(&mut self, ui: &Ui, mail: &Rc<Mailbox>, panel: &Element) {
        let open = ui.button("link", "CSV, paste");
        let sender = Rc::clone(mail);
        self._listeners
            .push(Listener::new(&open, "click", move |_: Event| {
                sender.send(Msg::Own(OwnMsg::Open))
            }));
        let own = ui.group(
            "div",
            "row",
            &[&ui.text("span", "label", "Own data"), &open],
        );
        let tools = ui.el("div", "tools");
        super::dom::attributes(
            &tools,
            &[
                ("role", "group"),
                ("aria-label", "What a press on the plane does"),
            ],
        );
        for (tool, label, help) in [
            (
                Tool::Inspect,
                "Look",
                "A press on the plane tells about the mark",
            ),
            (
                Tool::Add(Class::Orange),
                "+ orange",
                "A press on the plane adds an orange example",
            ),
            (
                Tool::Add(Class::Blue),
                "+ blue",
                "A press on the plane adds a blue example",
            ),
            (
                Tool::Remove,
                "Remove",
                "A press on the plane removes the nearest example",
            ),
        ] {
            let tab = ui.button("tab", label);
            set_attribute(&tab, "title", help);
            let sender = Rc::clone(mail);
            self._listeners
                .push(Listener::new(&tab, "click", move |_: Event| {
                    sender.send(Msg::Tool(tool))
                }));
            add(&tools, &[&tab]);
            self.tools.push((tool, tab));
        }
        add(panel, &[&own, &tools])
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
            super::dom::set_attribute(
                tab,
                "aria-pressed",
                if *of == tool { "true" } else { "false" },
            );
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
const VIEW_SUMMARY: &str = "Theme";

/// A group in a few words: its first choices as they stand.
fn summary(spec: &Spec, group: Group) -> String {
    let fields = SPEC
        .iter()
        .filter(|field| field.group == group && (field.applies)(spec));
    let words = fields.filter_map(|field| match &field.kind {
        Kind::Choice { options, get, .. } => Some(options()[get(spec)].1.to_owned()),
        Kind::Weights { .. } => Some(field.text(spec).replace(',', ", ")),
        _ => None,
    });
    words.take(2).collect::<Vec<_>>().join(", ")
}

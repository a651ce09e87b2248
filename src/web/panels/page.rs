//! The whole page: every part built once, in its place in `page.txt`.

use crate::text::decimal;
use crate::view::layout::Plan;
use crate::view::time_axis::TimeAxis;
use crate::web::dom::markup;
use crate::web::dom::style::{StyleSheet, adopt};
use crate::web::dom::{Js, Ui, add, set_attribute, set_style};
use crate::web::msg::Mailbox;
use crate::web::panels::charts::Charts;
use crate::web::panels::head::Head;
use crate::web::panels::help::Help;
use crate::web::panels::own_data::OwnDialog;
use crate::web::panels::paper::Paper;
use crate::web::panels::plane::PlanePanel;
use crate::web::panels::readouts::Readouts;
use crate::web::panels::settings::Settings;
use crate::web::panels::timeline::{Film, Timeline};
use crate::web::panels::transport::Transport;
use std::rc::Rc;
use web_sys::{Element, HtmlElement, ShadowRoot};

/// The parts.
pub struct Page {
    /// Everything: the element that the theme and the keys are set on.
    pub lab: HtmlElement,
    /// The element around the lab.
    pub host: Element,
    /// Colors and sizes.
    pub tokens: StyleSheet,
    /// Question, menu, notices.
    pub head: Head,
    /// The left column.
    pub settings: Settings,
    /// The plane.
    pub plane: PlanePanel,
    /// The numbers.
    pub readouts: Readouts,
    /// The curves.
    pub charts: Charts,
    /// Play and its neighbors.
    pub transport: Transport,
    /// The slider over all of time.
    pub timeline: Timeline,
    /// A frame for each decade.
    pub film: Film,
    /// What only a printed page says.
    pub paper: Paper,
    /// The one-sentence summary.
    pub say: Element,
    /// The dialogs that were called for.
    pub dialogs: Dialogs,
}

/// The dialogs: each is built when it is first called for.
#[derive(Default)]
pub struct Dialogs {
    own: Option<OwnDialog>,
    help: Option<Help>,
}

impl Page {
    /// Puts the parts where they lie; the style sheet has a section for each arrangement.
    pub fn arrange(&self, plan: &Plan) {
        set_attribute(&self.lab, "data-layout", plan.arrangement.name());
        set_attribute(&self.lab, "data-film", plan.film.name());
        set_style(&self.lab, "--side", &(decimal::plain(plan.side) + "px"));
        set_style(
            &self.lab,
            "--gutter",
            &(decimal::plain(plan.arrangement.gutter()) + "px"),
        );
        set_style(&self.lab, "--scale", &decimal::fixed(plan.scale, 3));
    }

    /// What the data is like.
    pub fn facts(&self) -> &crate::web::panels::facts::Facts {
        &self.settings.facts
    }

    /// The dialog of own data.
    pub fn own(&mut self, ui: &Ui, mail: &Rc<Mailbox>) -> &mut OwnDialog {
        self.dialogs.own.get_or_insert_with(|| {
            let dialog = OwnDialog::new(ui, mail);
            add(&self.lab, &[&dialog.root]);
            dialog
        })
    }

    /// The help.
    pub fn help(&mut self, ui: &Ui) -> &Help {
        self.dialogs.help.get_or_insert_with(|| {
            let help = Help::new(ui);
            add(&self.lab, &[&help.root]);
            help
        })
    }

    /// Builds the page inside a shadow root.
    pub fn new(ui: &Ui, root: &ShadowRoot, mail: &Rc<Mailbox>, axis: TimeAxis) -> Js<Page> {
        let (style, tokens) = (StyleSheet::of_lab()?, StyleSheet::new()?);
        adopt(root, &[&style, &tokens])?;
        let text = markup::of_page();
        let built = markup::build(ui, root, &text);
        let head = Head::new(ui, mail, &built);
        let settings = Settings::new(ui, mail, built.get("settings"));
        let plane = PlanePanel::new(mail, &built);
        let readouts = Readouts::new(ui, mail, &built);
        let charts = Charts::new(ui, mail, built.get("charts"), axis);
        let transport = Transport::new(ui, mail, &built);
        let timeline = Timeline::new(mail, &built, axis);
        let film = Film::new(ui, mail, built.get("film"));
        let (lab, say) = (built.typed("lab"), built.get("say"));
        Ok(Page {
            lab,
            host: root.host(),
            paper: Paper::new(ui, &built.get("paper")),
            tokens,
            head,
            settings,
            plane,
            readouts,
            charts,
            transport,
            timeline,
            film,
            say,
            dialogs: Dialogs::default(),
        })
    }
}

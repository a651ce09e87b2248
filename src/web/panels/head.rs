//! The head of the page: the question, what to look at, the menu, and what is to be noticed.

use crate::lessons::LESSONS;
use crate::settings::{Notice, told};
use crate::web::dom::listen::Listener;
use crate::web::dom::markup::Built;
use crate::web::dom::{Ui, add, add_option, set_attribute, set_text, show};
use crate::web::msg::{Mailbox, Msg};
use std::rc::Rc;
use web_sys::{Element, HtmlSelectElement};

/// The menu's entry for settings that are no lesson.
const OWN: &str = "own";

/// The head.
pub struct Head {
    question: Element,
    remark: Element,
    lesson: HtmlSelectElement,
    share: Element,
    notices: Element,
    _listeners: [Listener; 3],
}

impl Head {
    /// The head.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>, built: &Built) -> Head {
        let menu: HtmlSelectElement = built.typed("lesson");
        for (at, lesson) in LESSONS.iter().enumerate() {
            add_option(ui, &menu, &at.to_string(), lesson.name);
        }
        add_option(ui, &menu, OWN, "Own settings");
        let share = built.get("share");
        let listeners = [
            Listener::reads(mail, &menu, |value| value.parse().ok().map(Msg::Lesson)),
            Listener::sends(mail, &share, "click", Msg::Share),
            Listener::sends(mail, &built.get("help"), "click", Msg::Help),
        ];
        Head {
            question: built.get("question"),
            remark: built.get("remark"),
            lesson: menu,
            share,
            notices: built.get("notices"),
            _listeners: listeners,
        }
    }

    /// Shows the question, and the lesson in use, or none.
    pub fn sync(&self, question: &str, remark: &str, lesson: Option<usize>) {
        set_text(&self.question, question);
        set_text(&self.remark, remark);
        self.lesson
            .set_value(&lesson.map_or(OWN.to_owned(), |at| at.to_string()));
    }

    /// Shows what is to be noticed.
    pub fn notice(&self, ui: &Ui, notices: &[&Notice]) {
        let said: Vec<String> = told(notices.iter().copied())
            .iter()
            .map(|notice| sentence(notice))
            .collect();
        let text = said.join("\n");
        if self.notices.get_attribute("data-text").as_deref() == Some(&text) {
            return;
        }
        set_attribute(&self.notices, "data-text", &text);
        self.notices.set_text_content(None);
        for text in &said {
            add(&self.notices, &[&ui.text("p", "", text)]);
        }
        show(&self.notices, !said.is_empty())
    }

    /// Says on the button what became of sharing.
    pub fn shared(&self, text: &str) {
        set_text(&self.share, text);
    }
}

/// A notice as a sentence: a capital first, unless it quotes a key of the link, and a full stop last.
pub fn sentence(text: &str) -> String {
    let mut said = text.to_owned();
    let quotes = said.as_bytes().contains(&b'=');
    if let Some(first) = said.get_mut(..1).filter(|_| !quotes) {
        first.make_ascii_uppercase();
    }
    if !said.ends_with(['.', '!', '?']) {
        said.push('.');
    }
    said
}

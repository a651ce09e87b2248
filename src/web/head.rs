//! The head of the page: the question, what to look at, the menu, and what is to be noticed.

use super::dom::{Ui, add, attributes, set_attribute, set_text, show};
use super::listen::Listener;
use super::msg::{Mailbox, Msg};
use crate::spec::Notice;
use crate::spec::presets::PRESETS;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement};

/// The head.
pub struct Head {
    /// All of it.
    pub root: Element,
    question: Element,
    remark: Element,
    lesson: HtmlSelectElement,
    share: HtmlElement,
    notices: Element,
    _listeners: Vec<Listener>,
}

impl Head {
    /// The head.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> Head {
        let question = ui.el("h1", "");
        let remark = ui.el("p", "remark");
        let mut listeners = Vec::new();
        let select = |name: &str, options: &[(String, &str)]| {
            let select: HtmlSelectElement = ui.typed("select", "");
            set_attribute(&select, "aria-label", name);
            for (value, text) in options {
                let option = ui.text("option", "", text);
                set_attribute(&option, "value", value);
                add(&select, &[&option]);
            }
            let label = ui.text("label", "", name);
            add(&label, &[&select]);
            (select, label)
        };
        let mut lessons: Vec<(String, &str)> = PRESETS
            .iter()
            .enumerate()
            .map(|(at, preset)| (at.to_string(), preset.name))
            .collect();
        lessons.push(("own".to_owned(), "Own settings"));
        let (lesson, lesson_label) = select("Lesson", &lessons);
        let share = ui.button("share", "Share");
        set_attribute(&share, "title", "Copy a link to just this");
        let (sender, source) = (Rc::clone(mail), lesson.clone());
        listeners.push(Listener::new(&lesson, "change", move |_: Event| {
            if let Ok(at) = source.value().parse() {
                sender.send(Msg::Lesson(at));
            }
        }));
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&share, "click", move |_: Event| {
            sender.send(Msg::Share)
        }));
        let help = ui.button("", "Help");
        let sender = Rc::clone(mail);
        listeners.push(Listener::new(&help, "click", move |_: Event| {
            sender.send(Msg::Help)
        }));
        let menu = ui.group("div", "menu", &[&lesson_label, &share, &help]);
        let notices = ui.el("ul", "notices");
        attributes(&notices, &[("role", "status"), ("aria-label", "Notices")]);
        let root = ui.group("header", "head", &[&question, &menu, &remark, &notices]);
        Head {
            root,
            question,
            remark,
            lesson,
            share,
            notices,
            _listeners: listeners,
        }
    }

    /// Shows the question, and the lesson in use, or none.
    pub fn sync(&self, question: &str, remark: &str, lesson: Option<usize>) {
        set_text(&self.question, question);
        set_text(&self.remark, remark);
        self.lesson
            .set_value(&lesson.map_or("own".to_owned(), |at| at.to_string()));
    }

    /// Shows what is to be noticed.
    pub fn notice(&self, ui: &Ui, notices: &[&Notice]) {
        let said: Vec<String> = notices.iter().map(|notice| sentence(&notice.0)).collect();
        if self.notices.get_attribute("data-text").as_deref() == Some(&said.join("\n")) {
            return;
        }
        set_attribute(&self.notices, "data-text", &said.join("\n"));
        self.notices.set_text_content(None);
        for text in &said {
            add(&self.notices, &[&ui.text("li", "", text)]);
        }
        show(&self.notices, !said.is_empty())
    }

    /// Says on the button what became of sharing.
    pub fn shared(&self, text: &str) {
        set_text(&self.share, text);
    }
}

/// A notice as a sentence: a capital first, unless it quotes a key of the link, and a full stop last.
fn sentence(text: &str) -> String {
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

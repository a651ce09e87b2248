//! The link: what is set, what was said while reading it, and the page's address that carries it.

use crate::lessons::LESSONS;
use crate::settings::{Link, Notice};
use wasm_bindgen::JsValue;
use web_sys::Window;

/// What is set, and where it is written.
pub struct Address {
    /// What is set.
    pub link: Link,
    /// The lesson it was, if it was one.
    pub lesson: Option<usize>,
    /// What the reader should know of the latest change.
    pub notices: Vec<Notice>,
    /// Whether the settings are no longer those of the session: the next frame makes a new one.
    pub outdated: bool,
    /// Whether the lab keeps the page's address up to date.
    own: bool,
    /// The link's text that this lab itself wrote last.
    written: String,
}

impl Address {
    /// The settings of a link's text; `own` says whether it is the page's address.
    pub fn new(query: &str, own: bool) -> Address {
        let (link, notices) = Link::from_query(query);
        Address {
            lesson: lesson_of(&link),
            link,
            notices,
            outdated: false,
            own,
            written: query.to_owned(),
        }
    }

    /// Takes the settings of a link's text; returns false if they are the present ones, which this lab wrote itself.
    pub fn take(&mut self, query: &str) -> bool {
        if query == self.written && query == self.query() {
            return false;
        }
        let (link, notices) = Link::from_query(query);
        (self.link, self.notices) = (link, notices);
        self.lesson = lesson_of(&self.link);
        true
    }

    /// The link's text.
    pub fn query(&self) -> String {
        self.link.to_query().0
    }

    /// Keeps the page's address up to date; a page that forbids it goes without.
    pub fn write(&mut self, window: &Window) {
        let (query, left_out) = self.link.to_query();
        self.say_left_out(left_out);
        if self.own && query != self.written {
            if let Ok(history) = window.history() {
                // It throws in sandboxed frames, where there is no address to keep.
                let hash = format!("#{query}");
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
            }
            self.written = query;
        }
    }

    /// Says that rows were left out of the link, or no longer says so.
    fn say_left_out(&mut self, left_out: bool) {
        const LEFT_OUT: &str =
            "the link cannot carry these rows (it holds at most 200): share the file with it";
        self.notices.retain(|notice| notice.0 != LEFT_OUT);
        if left_out {
            self.notices.push(Notice(LEFT_OUT.to_owned()));
        }
    }
}

/// The lesson that a link is.
pub fn lesson_of(link: &Link) -> Option<usize> {
    LESSONS.iter().position(|lesson| {
        let (of, _) = Link::from_query(lesson.query);
        of.spec == link.spec
    })
}

//! Own data: a file, a drop or a paste; then which columns and classes; then the rows.

use crate::data::own::OwnData;
use crate::data::read::{Options, Reading, Refusal, Report, Roles, read, select};
use crate::web::dom::listen::Listener;
use crate::web::dom::{Ui, add, attributes, set_attribute, set_text, show, sure};
use crate::web::msg::{Mailbox, Msg, OwnMsg};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{
    Blob, Element, Event, FileReader, HtmlDialogElement, HtmlElement, HtmlInputElement,
    HtmlSelectElement, HtmlTextAreaElement,
};

/// The dialog.
pub struct OwnDialog {
    /// The dialog element.
    pub root: HtmlDialogElement,
    paste: HtmlTextAreaElement,
    error: Element,
    picks: Element,
    preview: Element,
    columns: [HtmlSelectElement; 3],
    classes: [HtmlSelectElement; 2],
    standardize: HtmlInputElement,
    take: HtmlElement,
    reading: Option<Reading>,
    /// The class column that the class menus list.
    listed: Option<usize>,
    reader: FileReader,
    _listeners: Vec<Listener>,
}

impl OwnDialog {
    /// The dialog, closed.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> OwnDialog {
        let root: HtmlDialogElement = ui.typed("dialog", "own");
        set_attribute(&root, "aria-label", "Own data");
        let file: HtmlInputElement = ui.typed("input", "file");
        attributes(
            &file,
            &[
                ("type", "file"),
                (
                    "accept",
                    ".csv,.tsv,.txt,.data,.arff,.dat,.tab,.svm,.svmlight,.libsvm,.vw,.json,.jsonl,.md,text/csv,text/plain,application/json",
                ),
                ("aria-label", "Choose a file"),
            ],
        );
        let paste: HtmlTextAreaElement = ui.typed("textarea", "");
        attributes(
            &paste,
            &[
                ("aria-label", "Paste rows here"),
                ("placeholder", "x1,x2,y\n0.5,1.2,orange\n-0.3,0.8,blue"),
                ("spellcheck", "false"),
            ],
        );
        let error = ui.el("p", "error");
        set_attribute(&error, "role", "alert");
        let select = |name: &str| {
            let select: HtmlSelectElement = ui.typed("select", "");
            let label = ui.group("label", "", &[&ui.text("span", "muted", name), &select]);
            (select, label)
        };
        let (x1, x1_label) = select("First feature, x₁");
        let (x2, x2_label) = select("Second feature, x₂");
        let (class, class_label) = select("Class column");
        let (orange, orange_label) = select("Orange, y = +1");
        let (blue, blue_label) = select("Blue, y = −1");
        let standardize: HtmlInputElement = ui.typed("input", "");
        set_attribute(&standardize, "type", "checkbox");
        let standardize_label = ui.group(
            "label",
            "",
            &[
                &ui.text("span", "muted", "Standardize: mean 0, deviation 1"),
                &standardize,
            ],
        );
        let picks = ui.group(
            "div",
            "picks",
            &[
                &x1_label,
                &x2_label,
                &class_label,
                &orange_label,
                &blue_label,
                &standardize_label,
            ],
        );
        let preview = ui.el("p", "preview");
        set_attribute(&preview, "role", "status");
        let take = ui.button("solid", "Use these rows");
        let close = ui.button("plain", "Cancel");
        let buttons = ui.group("div", "buttons", &[&take, &close]);
        let about = ui.text(
            "p",
            "muted",
            "Rows of two numbers and a class, separated by commas, semicolons or tabs, with or without names in the \
             first line. A column named split (train, test or validation) or weight is used. Nothing leaves this page.",
        );
        add(
            &root,
            &[
                &ui.text("h2", "", "Own data"),
                &about,
                &file,
                &paste,
                &error,
                &picks,
                &preview,
                &buttons,
            ],
        );
        let mut listeners = Vec::new();
        let (sender, source) = (Rc::clone(mail), paste.clone());
        listeners.push(Listener::new(&paste, "input", move |_: Event| {
            sender.send(Msg::Own(OwnMsg::Text(source.value())))
        }));
        for picked in [&x1, &x2, &class, &orange, &blue]
            .map(|select| -> &Element { select })
            .into_iter()
            .chain([standardize.as_ref()])
        {
            let sender = Rc::clone(mail);
            listeners.push(Listener::new(picked, "change", move |_: Event| {
                sender.send(Msg::Own(OwnMsg::Picked))
            }));
        }
        for (button, msg) in [(&take, OwnMsg::Use), (&close, OwnMsg::Close)] {
            let sender = Rc::clone(mail);
            listeners.push(Listener::new(button, "click", move |_: Event| {
                sender.send(Msg::Own(msg.clone()))
            }));
        }
        let (sender, source) = (Rc::clone(mail), file.clone());
        listeners.push(Listener::new(&file, "change", move |_: Event| {
            if let Some(file) = source.files().and_then(|files| files.get(0)) {
                sender.send(Msg::Own(OwnMsg::File(file)));
            }
        }));
        let reader = sure(FileReader::new());
        listeners.push(read_into(&reader, mail));
        OwnDialog {
            root,
            paste,
            error,
            picks,
            preview,
            columns: [x1, x2, class],
            classes: [orange, blue],
            standardize,
            take,
            reading: None,
            listed: None,
            reader,
            _listeners: listeners,
        }
    }

    /// Opens it with nothing in it.
    pub fn open(&mut self) {
        self.paste.set_value("");
        self.reading = None;
        self.refuse("");
        if !self.root.open() {
            sure(self.root.show_modal());
        }
    }

    /// Closes it.
    pub fn close(&self) {
        self.root.close();
    }

    /// Begins to read a file; what it holds arrives as a message.
    pub fn load(&mut self, file: &Blob) {
        if file.size() > MOST_BYTES || self.reader.read_as_text(file).is_err() {
            self.failed("the file is larger than 400 MB or cannot be read: give a smaller one");
        }
    }

    /// Reads a text and offers its columns; says why where it cannot.
    pub fn read(&mut self, ui: &Ui, text: &str) {
        if self.paste.value() != text {
            // A pasted text stands there already; a large file is not put into the field.
            const SHOWN: usize = 20_000;
            self.paste
                .set_value(if text.len() <= SHOWN { text } else { "" });
        }
        self.reading = None;
        if text.trim().is_empty() {
            self.refuse("");
            return;
        }
        match read(text.as_bytes(), &Options::default()) {
            Ok(reading) => {
                self.offer(ui, &reading);
                self.reading = Some(reading);
                self.preview(ui);
            }
            Err(refusal) => self.refuse(&refusal.to_string()),
        }
    }

    /// Shows what the present picks would use and leave out.
    pub fn preview(&mut self, ui: &Ui) {
        let class = picked(&self.columns[2]);
        if class.is_some()
            && self.listed != class
            && let Some(reading) = self.reading.take()
        {
            let roles = reading.with_guessed_labels(Roles {
                class,
                ..Roles::default()
            });
            self.list_classes(ui, &reading, &roles);
            self.reading = Some(reading);
        }
        match self.rows() {
            Some(Ok((_, report))) => {
                self.refuse("");
                set_text(&self.preview, &report.to_string());
                show(&self.preview, true);
                show(&self.picks, true);
                show(&self.take, true);
            }
            Some(Err(error)) => {
                self.refuse(&error.to_string());
                // What was guessed stays on offer, so that it can be changed.
                show(&self.picks, true);
            }
            None => self.refuse(""),
        }
    }

    /// The rows as picked, or why there are none; nothing if no text was read.
    pub fn rows(&self) -> Option<Result<(OwnData, Report), Refusal>> {
        let reading = self.reading.as_ref()?;
        Some(select(reading, &self.roles(reading)))
    }

    /// Says that a file could not be read.
    pub fn failed(&mut self, why: &str) {
        self.reading = None;
        self.refuse(why)
    }

    /// Fills the menus.
    fn offer(&mut self, ui: &Ui, reading: &Reading) {
        let names: Vec<(String, String)> = reading
            .table
            .columns
            .iter()
            .enumerate()
            .take(MOST_OPTIONS)
            .map(|(at, column)| (at.to_string(), column.name.clone()))
            .collect();
        let roles = &reading.guess.roles;
        for (select, at) in self.columns.iter().zip([roles.x1, roles.x2, roles.class]) {
            let at = at.map_or(String::new(), |at| at.to_string());
            fill(ui, select, &names, &at);
        }
        let standardized = crate::data::read::select(reading, roles)
            .is_ok_and(|(_, report)| report.standardized.is_some());
        self.standardize.set_checked(standardized);
        self.list_classes(ui, reading, roles)
    }

    fn list_classes(&mut self, ui: &Ui, reading: &Reading, roles: &Roles) {
        self.listed = roles.class;
        let mut values: Vec<(String, String)> = vec![(String::new(), "as guessed".to_owned())];
        let column = roles
            .class
            .and_then(|class| reading.table.columns.get(class));
        let counted = column.and_then(|column| column.values.as_ref());
        for (value, count) in counted.into_iter().flatten().take(MOST_OPTIONS) {
            values.push((value.clone(), format!("{value} ({count})")));
        }
        for (select, value) in self.classes.iter().zip([&roles.orange, &roles.blue]) {
            fill(ui, select, &values, value.as_deref().unwrap_or(""));
        }
    }

    fn roles(&self, reading: &Reading) -> Roles {
        let class =
            |at: usize| Some(self.classes[at].value()).filter(|value: &String| !value.is_empty());
        let guessed = &reading.guess.roles;
        // A column that was guessed to be something else and is now picked has that role only.
        let picks = [0, 1, 2].map(|at| picked(&self.columns[at]));
        let free = |column: Option<usize>| column.filter(|_| !picks.contains(&column));
        let roles = reading.with_guessed_labels(Roles {
            x1: picks[0],
            x2: picks[1],
            class: picks[2],
            orange: class(0),
            blue: class(1),
            split: free(guessed.split),
            weight: free(guessed.weight),
            standardize: Some(self.standardize.checked()),
            ..guessed.clone()
        });
        // As guessed in all: the report then says how it was guessed.
        let asked = Roles {
            standardize: guessed.standardize,
            ..roles.clone()
        };
        let same = asked == *guessed
            && select(reading, guessed).is_ok_and(|(_, report)| {
                report.standardized.is_some() == self.standardize.checked()
            });
        if same { guessed.clone() } else { roles }
    }

    /// Says what is wrong ("" for nothing) and offers nothing.
    fn refuse(&mut self, why: &str) {
        set_text(&self.error, why);
        show(&self.error, !why.is_empty());
        show(&self.preview, false);
        show(&self.picks, false);
        show(&self.take, false)
    }
}

/// The most columns or classes that a menu lists.
const MOST_OPTIONS: usize = 200;

fn picked(select: &HtmlSelectElement) -> Option<usize> {
    select.value().parse().ok()
}

fn fill(ui: &Ui, select: &HtmlSelectElement, options: &[(String, String)], value: &str) {
    select.set_text_content(None);
    for (value, text) in options {
        let option = ui.text("option", "", text);
        set_attribute(&option, "value", value);
        add(select, &[&option]);
    }
    select.set_value(value);
}

/// The most bytes of a file that are read.
const MOST_BYTES: f64 = 400e6;

/// Sends what `reader` has read.
fn read_into(reader: &FileReader, mail: &Rc<Mailbox>) -> Listener {
    let (mail, source) = (Rc::clone(mail), reader.clone());
    Listener::new(reader.unchecked_ref(), "loadend", move |_: Event| {
        let msg = match source.result().ok().and_then(|value| value.as_string()) {
            Some(text) => OwnMsg::Text(text),
            None => OwnMsg::Failed("the file cannot be read: give a text file".to_owned()),
        };
        mail.send(Msg::Own(msg));
    })
}

//! Own data: a file, a drop or a paste; then which columns and classes; then the rows.

use crate::data::csv::{Report, Selection, Table};
use crate::data::own::OwnData;
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
    table: Option<Table>,
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
                ("accept", ".csv,.tsv,.txt,text/csv,text/plain"),
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
             first line. A column named split (train or test) or weight is used. Nothing leaves this page.",
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
            table: None,
            listed: None,
            reader,
            _listeners: listeners,
        }
    }

    /// Opens it with nothing in it.
    pub fn open(&mut self) {
        self.paste.set_value("");
        self.table = None;
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
            self.failed(
                "the file is larger than 20 MB or cannot be read: give at most 5000 rows of text",
            );
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
        self.table = None;
        if text.trim().is_empty() {
            self.refuse("");
            return;
        }
        let guessed = Table::parse(text).and_then(|table| Ok((Selection::guess(&table)?, table)));
        match guessed {
            Ok((selection, table)) => {
                self.offer(ui, &table, &selection);
                self.table = Some(table);
                self.preview(ui);
            }
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    /// Shows what the present picks would use and leave out.
    pub fn preview(&mut self, ui: &Ui) {
        if let (Some(table), Some(class)) = (&self.table, picked(&self.columns[2]))
            && self.listed != Some(class)
        {
            let guess = Selection {
                class,
                orange: None,
                blue: None,
                ..self.selection(table)
            }
            .with_guessed_classes(table);
            self.list_classes(ui, &table.clone(), &guess);
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
                show(&self.picks, true);
            }
            None => self.refuse(""),
        }
    }

    /// The rows as picked, or why there are none; nothing if no text was read.
    pub fn rows(&self) -> Option<Result<(OwnData, Report), crate::data::csv::CsvError>> {
        let table = self.table.as_ref()?;
        Some(table.select(&self.selection(table)))
    }

    /// Says that a file could not be read.
    pub fn failed(&mut self, why: &str) {
        self.table = None;
        self.refuse(why)
    }

    /// Fills the menus.
    fn offer(&mut self, ui: &Ui, table: &Table, selection: &Selection) {
        let names: Vec<(String, String)> = table
            .columns
            .iter()
            .enumerate()
            .take(MOST_OPTIONS)
            .map(|(at, column)| (at.to_string(), column.name.clone()))
            .collect();
        for (select, at) in self
            .columns
            .iter()
            .zip([selection.x1, selection.x2, selection.class])
        {
            fill(ui, select, &names, &at.to_string());
        }
        self.standardize.set_checked(selection.standardize);
        self.list_classes(ui, table, selection)
    }

    fn list_classes(&mut self, ui: &Ui, table: &Table, selection: &Selection) {
        self.listed = Some(selection.class);
        let mut values: Vec<(String, String)> = vec![(String::new(), "as guessed".to_owned())];
        let counted = table
            .columns
            .get(selection.class)
            .and_then(|column| column.values.as_ref());
        for (value, count) in counted.into_iter().flatten().take(MOST_OPTIONS) {
            values.push((value.clone(), format!("{value} ({count})")));
        }
        for (select, value) in self
            .classes
            .iter()
            .zip([&selection.orange, &selection.blue])
        {
            fill(ui, select, &values, value.as_deref().unwrap_or(""));
        }
    }

    fn selection(&self, table: &Table) -> Selection {
        let guess = Selection::guess(table).ok();
        let column = |at: usize| picked(&self.columns[at]).unwrap_or(0);
        let class =
            |at: usize| Some(self.classes[at].value()).filter(|value: &String| !value.is_empty());
        Selection {
            x1: column(0),
            x2: column(1),
            class: column(2),
            orange: class(0),
            blue: class(1),
            split: guess.as_ref().and_then(|guess| guess.split),
            weight: guess.as_ref().and_then(|guess| guess.weight),
            standardize: self.standardize.checked(),
        }
        .with_guessed_classes(table)
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

/// The most bytes of a file that are read: far more than 5000 rows take.
const MOST_BYTES: f64 = 20e6;

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

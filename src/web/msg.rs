//! Everything that can happen to a lab: a closed set, and the one queue it waits in.

use crate::data::Class;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use web_sys::File;

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A control was set: the key of its field and the new value as links write it.
    Set(&'static str, String),
    /// A lesson was chosen, by its place in the menu.
    Lesson(usize),
    /// The link of the page changed.
    Link(String),
    /// A run was selected, counted from 0.
    SelectRun(usize),
    /// A run is pointed at or focused, or none is.
    FocusRun(Option<usize>),
    /// A run was given another weighting.
    EditRun(usize, String),
    /// A run was removed.
    RemoveRun(usize),
    /// A run was added.
    AddRun,
    /// Train on every row of both classes.
    KeepAll,
    /// New data, same everything else.
    NewSeed,
    /// Play or pause.
    TogglePlay,
    /// Play through warped time, or stop.
    Warp,
    /// Warped time per frame, in decades.
    Decades(f64),
    /// One step of every run.
    Step,
    /// Back to the common start.
    Reset,
    /// Look at the recorded time nearest to this ln t.
    Look(f64),
    /// Look somewhere relative to where one looks now.
    Move(Move),
    /// The plane was pressed or pointed at, in data coordinates.
    Plane(PlaneMsg),
    /// What a press on the plane does.
    Tool(Tool),
    /// Something about own data.
    Own(OwnMsg),
    /// Copy the link.
    Share,
    /// Say what the marks mean.
    Help,
    /// An animation frame, with its time in ms.
    Frame(f64),
    /// Something that only read-outs and curves show has changed.
    Redraw,
    /// The size or the pixel ratio changed.
    Resized,
    /// The page is about to be printed, or has been.
    Print(bool),
    /// Everything large enough for the last row, or no longer.
    Present,
    /// The host's or system's light or dark changed.
    ThemeChanged,
    /// The browser gave canvases back that it had taken: all is to be drawn again.
    CanvasBack,
    /// Fail, for a test of what happens then.
    Fail(Failure),
    /// The lab came into sight or left it.
    Seen(bool),
    /// The document was hidden or shown.
    Hidden(bool),
}

/// A relative move along the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Recorded times, back (negative) or on.
    Records(i32),
    /// Decades, back (negative) or on.
    Decades(i32),
    /// t = 1.
    Start,
    /// The latest step.
    Latest,
}

/// Ways for a program to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// An instruction that is never reached is.
    Trap,
    /// The program itself finds a fault.
    Panic,
    /// Calls without end use up the stack.
    Overflow,
}

impl Failure {
    /// Fails so. Returns nothing worth having, and not soon.
    pub fn happen(self, depth: u64) -> u64 {
        match self {
            Failure::Trap => core::arch::wasm32::unreachable(),
            Failure::Panic => panic!("a test asked for this"),
            Failure::Overflow => 1 + self.happen(depth + 1).rotate_left((depth % 64) as u32),
        }
    }
}

/// What a press on the plane does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Tells about the mark.
    Inspect,
    /// Adds an example of a class.
    Add(Class),
    /// Removes the nearest example.
    Remove,
}

/// Something that happened on the plane; places are in CSS pixels of the plane's own square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlaneMsg {
    /// It was pressed.
    Press(f64, f64),
    /// It is pointed at, or no longer.
    Hover(Option<(f64, f64)>),
    /// The keyboard's cross was moved by so many steps.
    Nudge(i32, i32),
    /// The tool is used at the keyboard's cross.
    Use,
    /// The keyboard's cross is shown, or put away.
    Cross(bool),
}

/// Something about own data.
#[derive(Clone, Debug)]
pub enum OwnMsg {
    /// Open the dialog.
    Open,
    /// Close it.
    Close,
    /// A file was dropped or chosen.
    File(File),
    /// A text was dropped or pasted, or read from a file.
    Text(String),
    /// A file could not be read, and why.
    Failed(String),
    /// A column, class or option was picked.
    Picked,
    /// Take the rows as picked.
    Use,
}

/// The queue of one lab. Whoever sends while a message is being handled only adds to it: nothing is ever
/// handled inside something else.
pub struct Mailbox {
    waiting: RefCell<VecDeque<Msg>>,
    /// What handles a message; borrowed while it does.
    reader: RefCell<Option<Reader>>,
}

type Reader = Box<dyn FnMut(Msg)>;

impl Mailbox {
    /// A queue that nobody reads yet.
    pub fn new() -> Rc<Mailbox> {
        Rc::new(Mailbox {
            waiting: RefCell::default(),
            reader: RefCell::default(),
        })
    }

    /// Gives the queue its reader, which is not called before the next message.
    pub fn connect(&self, reader: impl FnMut(Msg) + 'static) {
        *self.reader.borrow_mut() = Some(Box::new(reader));
    }

    /// Adds a message, and handles all that wait unless that is already going on.
    pub fn send(&self, msg: Msg) {
        self.waiting.borrow_mut().push_back(msg);
        let Ok(mut reader) = self.reader.try_borrow_mut() else {
            return;
        };
        let Some(reader) = reader.as_mut() else {
            return;
        };
        // One at a time, as handling it may send another.
        loop {
            let Some(msg) = self.waiting.borrow_mut().pop_front() else {
                return;
            };
            reader(msg);
        }
    }
}

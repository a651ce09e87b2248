//! Lessons: named settings, each with the question it answers. A lesson is nothing but a link.

/// A named setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name in the menu.
    pub name: &'static str,
    /// The question it is there to answer: the page's title.
    pub question: &'static str,
    /// What to look at, in one or two sentences.
    pub remark: &'static str,
    /// Its link.
    pub query: &'static str,
}

/// The names of the lessons, in menu order.
pub const NAMES: [&str; 7] = [
    "After Figure 2c",
    "Separable, a line",
    "Not separable",
    "Partly separable",
    "Loss-normalized steps",
    "A zero weight",
    "Diverge on purpose",
];

/// The lesson of a place in the menu. The first is the default, and all that a visit needs which asks for no other.
pub fn preset(at: usize) -> &'static Preset {
    if at == 0 { &DEFAULT } else { another(at) }
}

static DEFAULT: Preset = Preset {
    name: NAMES[0],
    question: "Do importance weights still matter after long training?",
    remark: "Same data, same start, three weightings. Early on they draw different boundaries; watch what is left as t grows.",
    query: "",
};

#[inline(never)]
fn another(at: usize) -> &'static Preset {
    &OTHERS[at - 1]
}

static OTHERS: [Preset; NAMES.len() - 1] = [
    Preset {
        name: NAMES[1],
        question: "Do all weightings end at the same boundary?",
        remark: "Separable data, same start, three weightings. They part at once and close only as fast as 1/ln t.",
        query: "v=1&weights=5:1,1:1,1:5&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero",
    },
    Preset {
        name: NAMES[2],
        question: "What if no line divides the classes?",
        remark: "Every weighting rests at a boundary of its own, for good: here the weights decide.",
        query: "v=1&weights=5:1,1:1,1:5&data=overlap&n_orange=50&n_blue=50&keep_orange=1&keep_blue=1&model=linear&init=zero&speed=10",
    },
    Preset {
        name: NAMES[3],
        question: "What if a line divides only some of the rows?",
        remark: "Along x₂ the parameters grow for ever, whatever the weights; along x₁ they rest where the weights put them.",
        query: "v=1&weights=5:1,1:1,1:5&data=partial&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&bias=none&init=zero",
    },
    Preset {
        name: NAMES[4],
        question: "How fast do weights fade when steps do not shrink?",
        remark: "Gradient descent on ln L instead of L: the same limit, reached as 1/t instead of 1/ln t.",
        query: "v=1&weights=5:1,1:1,1:5&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero&optimizer=normalized&speed=10",
    },
    Preset {
        name: NAMES[5],
        question: "Which weight moves the limit?",
        remark: "A weight of 0 removes its rows; any other weight, however small, only delays.",
        query: "v=1&weights=1:0,1000:1,1:1&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero",
    },
    Preset {
        name: NAMES[6],
        question: "What does the literal standard normal start do?",
        remark: "Unscaled N(0, 1) parameters, 64 units, exponential loss: the loss overflows within two steps.",
        query: "v=1&init=standard&speed=1",
    },
];

/// The settings of a data set that the page applies when it is chosen by name: the paper's sizes, and only
/// the moons down-sampled. The pairs are read as a link reads them.
pub fn ready_made(data: super::DataKind) -> &'static str {
    use super::DataKind::{Csv, Moons, Overlap, Partial, Separable};
    match data {
        Moons => "n_orange=100&n_blue=100&keep_orange=.2&keep_blue=.8",
        Separable | Partial => "n_orange=20&n_blue=20&keep_orange=1&keep_blue=1",
        Overlap => "n_orange=50&n_blue=50&keep_orange=1&keep_blue=1",
        Csv => "",
    }
}

//! Lessons: named settings, each with the question it answers. A lesson is nothing but a link.

/// A lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its name in the menu.
    pub name: &'static str,
    /// The question it is there to answer: the page's title.
    pub question: &'static str,
    /// What to look at, in one or two sentences.
    pub remark: &'static str,
    /// Its link.
    pub query: &'static str,
}

/// All of them, in the order of the menu. The first is what the lab shows without a link.
pub const LESSONS: [Lesson; 7] = [
    Lesson {
        name: "Do weights matter? Moons (after the paper's Figure 2c)",
        question: "Do importance weights still matter after long training?",
        remark: "Same data, same start, three weightings. Early on they draw different boundaries; watch what is left as t grows.",
        query: "",
    },
    Lesson {
        name: "Separable data, linear model",
        question: "Do all weightings end at the same boundary?",
        remark: "Separable data, same start, three weightings. Their boundaries part at once and meet again only as slowly as 1/ln t.",
        query: "v=1&weights=5:1,1:1,1:5&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero",
    },
    Lesson {
        name: "Overlapping data",
        question: "What if no line separates the classes?",
        remark: "Every weighting comes to rest at a boundary of its own, permanently: here the weights decide.",
        query: "v=1&weights=5:1,1:1,1:5&data=overlap&n_orange=50&n_blue=50&keep_orange=1&keep_blue=1&model=linear&init=zero&speed=10",
    },
    Lesson {
        name: "Partly separable data",
        question: "What if a line separates only some of the examples?",
        remark: "Along x₂ the parameters grow without end, whatever the weights; along x₁ they rest where the weights put them.",
        query: "v=1&weights=5:1,1:1,1:5&data=partial&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&bias=none&init=zero",
    },
    Lesson {
        name: "Loss-normalized steps",
        question: "How fast do weights fade when steps do not shrink?",
        remark: "Gradient descent on ln L instead of L: the same limit, reached as 1/t instead of 1/ln t.",
        query: "v=1&weights=5:1,1:1,1:5&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero&optimizer=normalized&speed=10",
    },
    Lesson {
        name: "A zero weight",
        question: "Which weight moves the limit?",
        remark: "A weight of 0 removes its examples. Any other weight, however small, only delays.",
        query: "v=1&weights=1:0,1000:1,1:1&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero",
    },
    Lesson {
        name: "Diverge on purpose",
        question: "What does an unscaled standard normal initialization do?",
        remark: "Unscaled N(0, 1) parameters, 64 units, exponential loss: the loss overflows within two steps.",
        query: "v=1&init=standard&speed=1",
    },
];

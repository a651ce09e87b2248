//! The help dialog: what an importance weight is, how to read the page, what each error is, the paper, the keys.

use crate::data::Class;
use crate::web::dom::listen::Listener;
use crate::web::dom::numbers::set_sentence;
use crate::web::dom::{Ui, add, set_attribute, toggle_class};
use crate::web::panels::swatch;
use web_sys::{Element, Event, HtmlDialogElement};

/// The dialog.
pub struct Help {
    /// The dialog element.
    pub root: HtmlDialogElement,
    _listener: Listener,
}

/// A mark of the page, shown beside what it means.
#[derive(Clone, Copy)]
enum Shown {
    Orange,
    Blue,
    Test,
    Sizes,
    Line,
    Dots,
    Support,
    Grey,
    Nothing,
}

const WEIGHTS: [&str; 3] = [
    "An importance weight says how much one example counts in training. The training loss is the weighted mean of every \
     example's own loss, so at 16:1 an orange example counts 16 times as much as a blue one.",
    "Weights are meant to mend a split that is not like the world: here most orange examples were left out of training. \
     The true ratio gives the two classes the share that they have in the test split.",
    "Every run has the same data and the same initialization. The runs differ in nothing but their importance weights. \
     Watch their lines part early, and see how much is left of the difference after long training.",
];

const PICTURE: [(Shown, &str, &str); 22] = [
    (
        Shown::Orange,
        "triangle",
        "An orange training example, y = +1.",
    ),
    (Shown::Blue, "circle", "A blue training example, y = −1."),
    (
        Shown::Test,
        "hollow mark",
        "A test example: it was left out of training.",
    ),
    (
        Shown::Sizes,
        "area of a mark",
        "The example's importance weight in the selected run.",
    ),
    (
        Shown::Line,
        "line",
        "The boundary of one run, where its score is 0. Each run has its own dash. The thickest is the selected one.",
    ),
    (
        Shown::Nothing,
        "color of the plane",
        "The class that the selected run predicts: orange where its score is above 0, blue below. Paler means nearer to 0.",
    ),
    (
        Shown::Dots,
        "dotted line",
        "The max-margin boundary, which a linear model tends to on separable data, whatever its weights.",
    ),
    (
        Shown::Support,
        "ring",
        "A support vector: an example nearest to the max-margin boundary.",
    ),
    (
        Shown::Grey,
        "grey",
        "Where the runs disagree: some predict orange, others blue.",
    ),
    (
        Shown::Nothing,
        "t",
        "Training time: the number of steps so far. The timeline is logarithmic, so each decade takes as much room.",
    ),
    (
        Shown::Nothing,
        "double rail",
        "Time beyond the steps that were trained, by gradient flow in ln t, up to t = 10^1000. It is a computation, not training.",
    ),
    (
        Shown::Nothing,
        "ln L",
        "The logarithm of the training loss. It keeps falling when all training examples are right.",
    ),
    (
        Shown::Nothing,
        "P_s and P_t",
        "The mix of orange and blue in training, and in the test split.",
    ),
    (
        Shown::Nothing,
        "χ²",
        "How far the two mixes are apart. 0 means that they are the same.",
    ),
    (
        Shown::Nothing,
        "effective sample size",
        "How many equal examples would tell as much as the weighted ones.",
    ),
    (
        Shown::Nothing,
        "γ",
        "The margin: the distance from the max-margin boundary to the nearest example.",
    ),
    (
        Shown::Nothing,
        "θ",
        "The parameters of a model. Training changes them; nobody changes the weights.",
    ),
    (
        Shown::Nothing,
        "η and λ",
        "The learning rate, and the strength of L2 regularization.",
    ),
    (
        Shown::Nothing,
        "q and p*",
        "q is each example's share of a run's gradient, p* what these shares tend to.",
    ),
    (
        Shown::Nothing,
        "KL(p* ‖ q)",
        "How far the shares are from what they tend to. 0 means that they are there.",
    ),
    (
        Shown::Nothing,
        "ρ",
        "The part of the parameters that stays bounded. It is what weights leave behind in the end.",
    ),
    (
        Shown::Nothing,
        "angle",
        "Between the directions of two boundaries, their offset counted in.",
    ),
];

const ERRORS: [(&str, &str); 4] = [
    (
        "Training error",
        "The share of training examples on the wrong side. 0 % is easy to reach and says little.",
    ),
    (
        "Test error",
        "The share of the left-out examples on the wrong side. Lower is better: these examples were not trained on.",
    ),
    (
        "Population error",
        "The same on many fresh examples of the world that the data was drawn from. It is the least noisy of the three.",
    ),
    (
        "Predicted orange",
        "No error, but the share of examples that a run predicts as orange. Compare it with the test mix.",
    ),
];

const PAPER: &str = "Da Xu, Yuting Ye and Chuanwei Ruan: Understanding the role of importance weighting for deep learning. \
     ICLR 2021, arXiv:2103.15209. The law of the angle is by Daniel Soudry, Elad Hoffer, Mor Shpigel Nacson, Suriya \
     Gunasekar and Nathan Srebro: The implicit bias of gradient descent on separable data. JMLR 19 (70), 2018.";

const KEYS: [(&str, &str); 9] = [
    ("Space", "play or pause"),
    ("S", "one step"),
    ("R", "restart from the same initialization"),
    ("W", "skip ahead to t = 10^1000, or stop"),
    ("P", "presentation size, or back"),
    ("1 2 3 4", "1, 10, 100 or 1,000 steps per frame"),
    ("← →", "one recorded time, with Shift a decade"),
    ("Home End", "t = 1, the latest step"),
    (
        "on the plane",
        "arrows move a cross; Enter inspects the mark there, adds or removes one",
    ),
];

impl Help {
    /// The dialog, closed.
    pub fn new(ui: &Ui) -> Help {
        let root: HtmlDialogElement = ui.typed("dialog", "help");
        set_attribute(&root, "aria-label", "Help");
        let part = |title: &str| add(&root, &[&ui.text("h2", "", title)]);
        part("What is an importance weight?");
        for text in WEIGHTS {
            add(&root, &[&ui.text("p", "", text)]);
        }
        part("How to read this page");
        let list = ui.el("dl", "glossary");
        for (shown, name, meaning) in PICTURE {
            let term = ui.group("dt", "", &picture(ui, shown).iter().collect::<Vec<_>>());
            crate::web::dom::append(&term, name);
            add(&list, &[&entry(ui, term, meaning)]);
        }
        add(&root, &[&list]);
        part("Which error is which");
        terms(ui, &root, &ERRORS);
        part("Keys");
        terms(ui, &root, &KEYS);
        part("The paper");
        add(&root, &[&ui.text("p", "", PAPER)]);
        let close = ui.button("solid", "Close");
        add(&root, &[&ui.group("div", "buttons", &[&close])]);
        let closed = root.clone();
        let listener = Listener::new(&close, "click", move |_: Event| closed.close());
        Help {
            root,
            _listener: listener,
        }
    }

    /// Opens it.
    pub fn open(&self) {
        // It throws only if it is open already, and then there is nothing to do.
        drop(self.root.show_modal())
    }
}

/// A list of terms at the end of `parent`.
fn terms(ui: &Ui, parent: &Element, terms: &[(&str, &str)]) {
    let list = ui.el("dl", "");
    for (term, meaning) in terms {
        add(&list, &[&entry(ui, ui.text("dt", "", term), meaning)]);
    }
    add(parent, &[&list]);
}

/// A term with its meaning.
fn entry(ui: &Ui, term: Element, meaning: &str) -> Element {
    let means = ui.el("dd", "");
    set_sentence(ui, &means, meaning);
    ui.group("div", "", &[&term, &means])
}

/// A mark as the page draws it.
fn picture(ui: &Ui, shown: Shown) -> Vec<Element> {
    let mark = |class, filled, radius| swatch::mark(ui, class, filled, radius);
    let span = |class| {
        let span = ui.el("span", class);
        toggle_class(&span, "mark", true);
        span
    };
    match shown {
        Shown::Orange => vec![mark(Class::Orange, true, 5.0)],
        Shown::Blue => vec![mark(Class::Blue, true, 4.0)],
        Shown::Test => vec![
            mark(Class::Orange, false, 4.0),
            mark(Class::Blue, false, 3.0),
        ],
        Shown::Sizes => vec![mark(Class::Blue, true, 2.5), mark(Class::Blue, true, 6.0)],
        Shown::Line => vec![swatch::line(ui, 0)],
        Shown::Dots => vec![span("dots")],
        Shown::Support => vec![mark(Class::Blue, false, 7.0)],
        Shown::Grey => vec![span("disagree")],
        Shown::Nothing => Vec::new(),
    }
}

//! The generalization bound, term by term, at a margin and a number of examples that one can slide.

use crate::settings::field::Scale;
use crate::text::decimal;
use crate::theory::bound::{Bound, BoundSetting, bound};
use crate::view::format;
use crate::web::app::App;
use crate::web::app::msg::{Mailbox, Msg};
use crate::web::dom::listen::Listener;
use crate::web::dom::slider;
use crate::web::dom::{Ui, add, attributes, set_style, set_text};
use crate::weights::true_weights;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlInputElement};

/// δ: how often the bound may fail.
const DELTA: f64 = 0.05;
/// K: over how many margins it holds at once.
const GRID: usize = 40;
/// The most examples that the slider asks about.
const MOST_EXAMPLES: f64 = 1e8;

/// The panel.
pub struct BoundPanel {
    /// Slider and terms.
    pub root: Element,
    n: HtmlInputElement,
    terms: [Element; 6],
    _listener: Listener,
}

impl BoundPanel {
    /// The panel, with nothing in it.
    pub fn new(ui: &Ui, mail: &Rc<Mailbox>) -> BoundPanel {
        let n: HtmlInputElement = ui.typed("input", "range");
        attributes(
            &n,
            &[
                ("type", "range"),
                ("min", "0"),
                ("max", "1000"),
                ("step", "5"),
                ("value", "0"),
                ("aria-label", "Number of examples like these, n"),
            ],
        );
        let list = ui.el("dl", "");
        let names = [
            "Examples like these, n",
            "Margin g, the best of 40",
            "Within the margin, (1/n) Σ v φ(u)",
            "Complexity, (2/g) √(Σ v²|z|²)/n",
            "Confidence, 3 max v √(ln(2K/δ)/2n)",
            "Error at most, in 95 of 100 samples",
        ];
        let term = |name: &str| {
            let value = ui.el("dd", "");
            add(
                &list,
                &[&ui.group("div", "long", &[&ui.text("dt", "", name), &value])],
            );
            value
        };
        let terms = [
            term(names[0]),
            term(names[1]),
            term(names[2]),
            term(names[3]),
            term(names[4]),
            term(names[5]),
        ];
        let root = ui.group("div", "facts", &[&n, &list]);
        let sender = Rc::clone(mail);
        let listener = Listener::new(&n, "input", move |_: Event| sender.send(Msg::Redraw));
        BoundPanel {
            root,
            n,
            terms,
            _listener: listener,
        }
    }
}

impl App {
    /// The bound for the selected run at the moment shown.
    pub(in crate::web) fn show_bound(&self) {
        let panel = self.page.charts.bound(&self.ui, &self.mail);
        let ladder = self.session.ladder();
        let Some(limits) = &self.outlook.limits else {
            return;
        };
        let theta = self
            .shown_record()
            .and_then(|record| record.parameters.get(self.selected()));
        let least = limits.rows.len() as f64;
        let n =
            slider::value(Scale::Log, least, MOST_EXAMPLES, panel.n.value_as_number()).max(least);
        set_style(
            &panel.n,
            "--share",
            &decimal::fixed(panel.n.value_as_number() / slider::TRAVEL, 3),
        );
        let weights = true_weights(&ladder.dataset).ok();
        let radius = limits.rows.radius();
        let at = |k: usize| {
            let margin = radius * crate::numeric::pow(10.0, -3.0 * k as f64 / GRID as f64);
            let setting = BoundSetting {
                margin,
                n_examples: n,
                delta: DELTA,
                grid: GRID as f64,
            };
            bound(&limits.rows, weights.as_ref()?, theta?, setting).map(|terms| (margin, terms))
        };
        let best = (0..GRID)
            .filter_map(at)
            .min_by(|a, b| a.1.total().total_cmp(&b.1.total()));
        let texts = match best {
            Some((margin, terms)) => words(n, margin, &terms),
            None => ["–"; 6].map(str::to_owned),
        };
        for (element, text) in panel.terms.iter().zip(texts) {
            set_text(element, &text);
        }
    }
}

fn words(n: f64, margin: f64, terms: &Bound) -> [String; 6] {
    let number = |value: f64| format::significant(value).to_string();
    let total = terms.total();
    [
        format::count(n as u64),
        number(margin),
        number(terms.empirical),
        number(terms.complexity),
        number(terms.confidence),
        if total >= 1.0 {
            format!("{}: vacuous", number(total))
        } else {
            number(total)
        },
    ]
}

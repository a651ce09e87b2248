//! Names under which columns travel. A name is evidence, never a proof: the column has to look the part.

use super::super::table::Column;

/// The name in small letters, with `_` for all that separates words; "" where the file gives none.
pub(super) fn plain(column: &Column) -> String {
    if !column.is_named {
        return String::new();
    }
    let separated = column.name.trim().to_lowercase();
    separated.replace([' ', '-', '.'], "_")
}

/// How much a name speaks for a class.
pub(super) fn class(name: &str) -> f64 {
    const STRONG: [&str; 21] = [
        "class",
        "label",
        "labels",
        "target",
        "outcome",
        "diagnosis",
        "survived",
        "survival_status",
        "species",
        "category",
        "default",
        "churn",
        "churned",
        "presence",
        "response",
        "y_true",
        "classes",
        "truth",
        "variety",
        "is_fraud",
        "defaulted",
    ];
    const SOME: [&str; 15] = [
        "y",
        "group",
        "grp",
        "kind",
        "type",
        "result",
        "status",
        "decision",
        "output",
        "cluster",
        "disease",
        "case_control",
        "case",
        "spam",
        "play",
    ];
    if STRONG.contains(&name) || name.ends_with("_class") || name.ends_with("_label") {
        4.0
    } else if SOME.contains(&name) {
        2.0
    } else {
        0.0
    }
}

/// How surely a name means importance weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// `sample_weight`, `pweight`, `fnlwgt`: nothing else is called so.
    Plain,
    /// `weight`, `wt`: also what things and people weigh.
    Ambiguous,
    /// `w`, `count`: also much else.
    Weak,
}

/// What a name says of weights.
pub(super) fn weight(name: &str) -> Option<Weight> {
    Some(match name {
        "sample_weight" | "sample_weights" | "sampleweight" | "pweight" | "sampling_weight"
        | "importance" | "importance_weight" | "importance_weights" | "instance_weight"
        | "case_weight" | "case_weights" | "iw" | "finalwt" | "fnlwgt" | "pwgtp" => Weight::Plain,
        "weight" | "weights" | "wt" | "wgt" => Weight::Ambiguous,
        "w" | "freq" | "frequency" | "count" => Weight::Weak,
        _ => return None,
    })
}

/// Whether a name means weights, of rows or of bodies.
pub(super) fn is_of_weights(name: &str) -> bool {
    matches!(weight(name), Some(Weight::Plain | Weight::Ambiguous))
}

/// Names beside which a weight is what something weighs.
pub(super) fn is_of_bodies(name: &str) -> bool {
    let parts = || name.split('_');
    parts().any(|part| {
        [
            "height",
            "hgt",
            "ht",
            "bmi",
            "mpg",
            "hp",
            "horsepower",
            "displacement",
            "disp",
            "cylinders",
            "cyl",
            "waist",
            "stature",
            "heightcm",
        ]
        .contains(&part)
    })
}

/// Whether a name means that rows are numbered or named.
pub(super) fn is_index(name: &str, original: &str) -> bool {
    let exact = [
        "id",
        "ids",
        "index",
        "idx",
        "row",
        "rowid",
        "row_id",
        "rownames",
        "row_names",
        "rowname",
        "row_number",
        "rownum",
        "no",
        "nr",
        "obs",
        "observation",
        "unnamed:_0",
        "case",
        "sample",
        "key",
        "sample_code_number",
        "level_0",
        "sno",
        "s_no",
    ];
    exact.contains(&name)
        || name.ends_with("_id")
        || original.ends_with("Id")
        || original.ends_with("ID")
}

/// Whether a name means the split, and whether it means nothing else.
pub(super) fn split(name: &str) -> Option<bool> {
    match name {
        "split" => Some(true),
        "set" | "subset" | "partition" | "dataset" | "data_split" | "train_test" | "fold"
        | "part" | "sample_type" => Some(false),
        _ => None,
    }
}

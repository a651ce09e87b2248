//! What the tree promises about itself, held as tests. Each rule comes with a planted file that breaks it, so
//! that a rule that has stopped seeing anything is noticed.
#![cfg(not(target_arch = "wasm32"))]

#[path = "house_rules/folders.rs"]
mod folders;
#[path = "house_rules/imports.rs"]
mod imports;
#[path = "house_rules/rules.rs"]
mod rules;
#[path = "house_rules/tree.rs"]
mod tree;

use tree::{File, Tree};

/// A rule: a name, what it finds wrong, and a file that it must find wrong.
struct Rule {
    name: &'static str,
    violations: fn(&Tree) -> Vec<String>,
    planted: (&'static str, &'static str),
}

const RULES: [Rule; 18] = [
    Rule {
        name: "a module imports only from its own paragraph of lib.rs or an earlier one",
        violations: rules::arrows,
        planted: (
            "kernels/src/numeric/planted.rs",
            "//! Planted.\nuse crate::model::Model;\n",
        ),
    },
    Rule {
        name: "a file imports only from its own paragraph of its folder's mod.rs or an earlier one",
        violations: folders::arrows_in_folders,
        planted: (
            "src/view/contour.rs",
            "//! Planted.\nuse crate::view::{Theme, timeline::Timeline};\n",
        ),
    },
    Rule {
        name: "report and view never import each other",
        violations: folders::report_and_view,
        planted: (
            "src/view/planted.rs",
            "//! Planted.\nuse crate::report::Shown;\n",
        ),
    },
    Rule {
        name: "no circle between files",
        violations: folders::circles,
        planted: (
            "src/report/shown.rs",
            "//! Planted.\nuse crate::report::sentence::sentence;\n",
        ),
    },
    Rule {
        name: "the methods of a type of the page stand in one file",
        violations: folders::one_impl_room,
        planted: ("src/web/app/planted.rs", "//! Planted.\nimpl App {\n}\n"),
    },
    Rule {
        name: "no struct has more than 15 fields",
        violations: folders::fields,
        planted: (
            "src/planted.rs",
            "//! Planted.\npub struct Knows {\n    pub(in crate::web) a: A,\n    b: B,\n    c: C,\n    d: D,\n    e: E,\n    f: F,\n    g: G,\n    h: H,\n    i: I,\n    j: J,\n    k: K,\n    l: L,\n    m: M,\n    n: N,\n    o: O,\n    pub p: P,\n}\n",
        ),
    },
    Rule {
        name: "no inline(never) outside the kernels",
        violations: folders::inlining,
        planted: (
            "src/planted.rs",
            "//! Planted.\n#[inline(never)]\nfn far() {}\n",
        ),
    },
    Rule {
        name: "every module opens with `//!`",
        violations: rules::opening,
        planted: ("src/planted.rs", "fn silent() {}\n"),
    },
    Rule {
        name: "browser crates are named only in src/web",
        violations: rules::browser_crates,
        planted: (
            "src/view/planted.rs",
            "//! Planted.\nuse web_sys::Element;\n",
        ),
    },
    Rule {
        name: "browser crates are dependencies of wasm32 only",
        violations: rules::browser_dependencies,
        planted: ("Cargo.toml", "[dependencies]\njs-sys = \"1\"\n"),
    },
    Rule {
        name: "nothing outside src/web reads time",
        violations: rules::time,
        planted: (
            "src/data/planted.rs",
            "//! Planted.\nuse std::time::Instant;\n",
        ),
    },
    Rule {
        name: "closures that the browser holds are made in two files only",
        violations: rules::closures,
        planted: (
            "src/web/planted.rs",
            "//! Planted.\nfn f() { Closure::once(|| ()).forget() }\n",
        ),
    },
    Rule {
        name: "src/web handles every error",
        violations: rules::unwraps,
        planted: (
            "src/web/planted.rs",
            "//! Planted.\nfn f() { window().unwrap() }\n",
        ),
    },
    Rule {
        name: "every trait has more than one implementation",
        violations: rules::lonely_traits,
        planted: (
            "src/planted.rs",
            "//! Planted.\ntrait Lonely {}\nimpl Lonely for u8 {}\n",
        ),
    },
    Rule {
        name: "colors are written in src/view/theme.rs only",
        violations: rules::colors,
        planted: ("www/planted.css", "a { color: #123456; }\n"),
    },
    Rule {
        name: "addresses in the page are relative",
        violations: rules::addresses,
        planted: ("index.html", "<script src=\"/www/boot.js\"></script>\n"),
    },
    Rule {
        name: "hooks in the page are used, and those used are in the page",
        violations: rules::hooks,
        planted: ("index.html", "<p data-planted></p>\n"),
    },
    Rule {
        name: "every class in the style sheets is given to an element",
        violations: rules::classes,
        planted: ("www/planted.css", ".planted-class { color: inherit; }\n"),
    },
];

#[test]
fn the_tree_obeys() {
    let tree = Tree::read();
    let broken: Vec<String> = RULES
        .iter()
        .flat_map(|rule| {
            let found = (rule.violations)(&tree);
            found
                .into_iter()
                .map(|violation| format!("{}: {violation}", rule.name))
        })
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_rule_can_fail() {
    for rule in &RULES {
        let mut tree = Tree::read();
        let (path, text) = rule.planted;
        tree.files.push(File::new(path, text));
        let found = (rule.violations)(&tree);
        assert!(!found.is_empty(), "planted and not found: {}", rule.name);
    }
}

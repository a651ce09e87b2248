//! What the tree promises about itself, held as tests. Each rule comes with a planted file that breaks it, so
//! that a rule that has stopped seeing anything is noticed.
#![cfg(not(target_arch = "wasm32"))]

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

const RULES: [Rule; 12] = [
    Rule {
        name: "a module imports only from its own paragraph of lib.rs or an earlier one",
        violations: rules::arrows,
        planted: (
            "kernels/src/numeric/planted.rs",
            "//! Planted.\nuse crate::model::Model;\n",
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

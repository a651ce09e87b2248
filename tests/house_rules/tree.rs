//! The files of the repository that the rules read.

use std::fs;
use std::path::Path;

/// A file's path in the repository, with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File {
            path: path.into(),
            text: text.into(),
        }
    }

    /// What is compiled into the lab: without comments, and without the tests at the end of the file.
    pub fn code(&self) -> String {
        let end = self.text.find("#[cfg(test)]\nmod tests {");
        let lines = self.text[..end.unwrap_or(self.text.len())].lines();
        let code: Vec<&str> = lines
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        code.join("\n")
    }

    /// Whether the whole file is a test.
    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs")
    }
}

/// All of them.
pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    /// Reads the sources, the tests, the page and the manifest.
    pub fn read() -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut tree = Tree { files: Vec::new() };
        for name in ["Cargo.toml", "kernels/Cargo.toml", "index.html"] {
            tree.add(root, &root.join(name));
        }
        for dir in ["src", "kernels/src", "tests", "www", "xtask/src"] {
            tree.add_dir(root, &root.join(dir));
        }
        tree
    }

    fn add_dir(&mut self, root: &Path, dir: &Path) {
        for entry in fs::read_dir(dir).expect("a directory of the repository") {
            let path = entry.expect("an entry").path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                self.add_dir(root, &path);
            } else if matches!(extension, Some("rs" | "js" | "css")) {
                self.add(root, &path);
            }
        }
    }

    fn add(&mut self, root: &Path, path: &Path) {
        let name = path.strip_prefix(root).expect("below the root");
        self.files.push(File {
            path: name.to_string_lossy().replace('\\', "/"),
            text: fs::read_to_string(path).expect("text"),
        });
    }

    /// The Rust files of the lab itself, tests left out.
    pub fn lab(&self) -> impl Iterator<Item = &File> {
        let kernels = self.under("kernels/src/", ".rs");
        kernels
            .chain(self.under("src/", ".rs"))
            .filter(|file| !file.is_test())
    }

    /// Files whose path starts and ends so.
    pub fn under<'a>(&'a self, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a File> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(start) && file.path.ends_with(end))
    }

    /// The files of exactly this path (two, when one is planted).
    pub fn named<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.path == path)
    }
}

//! The doc comments of enum variants, which the TypeScript generator leaves out. They are read from the source.

use std::fs;
use std::path::Path;

pub(crate) struct Documentation {
    sources: Vec<String>,
}

impl Documentation {
    /// Reads the folder of the contract, and the one enum that lives beside it.
    pub(crate) fn read(core: &Path) -> Self {
        let contract = fs::read_dir(core.join("api")).expect("core/src/api is there");
        let paths = contract
            .map(|entry| entry.expect("a readable folder").path())
            .chain([core.join("cloud.rs")]);
        Self {
            sources: paths
                .map(|path| fs::read_to_string(path).expect("source is text"))
                .collect(),
        }
    }

    /// The comments of an enum's variants, in order; none when it is no enum.
    pub(crate) fn variants(&self, name: &str) -> Vec<String> {
        let head = format!("pub enum {name} {{\n");
        let Some((_, body)) = self
            .sources
            .iter()
            .find_map(|source| source.split_once(head.as_str()))
        else {
            return Vec::new();
        };
        let body = body.split_once("\n}").map_or(body, |(body, _)| body);
        let mut variants = Vec::new();
        let mut comment = Vec::new();
        // rustfmt indents a variant by four and what is inside it by more.
        for line in body.lines().filter_map(|line| line.strip_prefix("    ")) {
            if let Some(text) = line.strip_prefix("///") {
                comment.push(text.trim());
            } else if line.starts_with(char::is_alphabetic) {
                variants.push(comment.join(" "));
                comment.clear();
            }
        }
        variants
    }
}

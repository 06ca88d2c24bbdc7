//! Reads what stands behind a command.

use crate::process::{Outcome, Problem};

/// The words behind a command, taken away one by one.
pub(crate) struct Arguments(Vec<String>);

impl Arguments {
    pub(crate) fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// The next word that is no option.
    pub(crate) fn word(&mut self) -> Option<String> {
        let position = self.0.iter().position(|word| !word.starts_with('-'))?;
        Some(self.0.remove(position))
    }

    pub(crate) fn asks_for_help(&self) -> bool {
        self.0.iter().any(|word| word == "--help" || word == "-h")
    }

    /// Whether the option is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// The value of an option, as `--name value` or `--name=value`.
    pub(crate) fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let inline = format!("{name}=");
        if let Some(position) = self.0.iter().position(|word| word.starts_with(&inline)) {
            return Ok(Some(self.0.remove(position)[inline.len()..].to_owned()));
        }
        let Some(position) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        if position + 1 == self.0.len() {
            return Err(Problem::new(format!("{name} needs a value")));
        }
        self.0.remove(position);
        Ok(Some(self.0.remove(position)))
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(self) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(Problem::new(format!("`{word}` is not understood")).remedy("see --help")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_taken_in_any_order() {
        for line in ["npm --release --only x", "--only=x --release npm"] {
            let mut given = arguments(line);
            assert_eq!(given.value("--only").expect("complete").as_deref(), Some("x"));
            assert!(given.flag("--release"));
            assert!(!given.flag("--release"));
            assert_eq!(given.word().as_deref(), Some("npm"));
            assert!(given.finish().is_ok());
        }
    }

    #[test]
    fn mistakes_are_named() {
        assert!(arguments("--only").value("--only").is_err());
        let refused = arguments("--olny").finish().expect_err("nobody knows it");
        assert!(refused.to_string().contains("--olny"));
    }
}

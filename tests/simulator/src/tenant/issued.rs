//! The secrets that the tenant has handed out, so that whoever runs it can search everything else for them.
//!
//! Where the environment variable `GRAPH_SIM_CANARIES` names a file, each secret is also appended there when it is
//! handed out, one a line: that survives a process that is killed.

use std::fs::OpenOptions;
use std::io::Write as _;

/// The environment variable that names the file.
const FILE: &str = "GRAPH_SIM_CANARIES";

/// Secrets in the order in which they were handed out.
#[derive(Debug, Default)]
pub(crate) struct Issued(Vec<String>);

impl Issued {
    /// Remembers a secret.
    pub(crate) fn remember(&mut self, secret: String) {
        if let Some(path) = std::env::var_os(FILE) {
            let line = format!("{secret}\n");
            let written = OpenOptions::new()
                .create(true)
                .append(true)
                .open(&path)
                .and_then(|mut file| file.write_all(line.as_bytes()));
            // A search that misses a secret would pass for the wrong reason.
            assert!(written.is_ok(), "{FILE}: {} cannot be written", path.display());
        }
        self.0.push(secret);
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }
}

//! The key files of machines outside of Azure (facts 13.4): the tenant says what is in them, this writes them.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::tenant::hosts::KeyFile;

/// The absolute form of the directory, which must exist.
pub(super) fn place(directory: &Path) -> io::Result<String> {
    let about = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", directory.display()));
    if !fs::metadata(directory).map_err(about)?.is_dir() {
        return Err(about(io::ErrorKind::NotADirectory.into()));
    }
    Ok(std::path::absolute(directory)
        .map_err(about)?
        .display()
        .to_string())
}

/// Writes and removes files.
pub(super) fn keep(changes: &[KeyFile]) -> io::Result<()> {
    for file in changes {
        match &file.content {
            Some(content) => write(&file.path, content)?,
            // Whoever tidied up before has done what was to be done.
            None => drop(fs::remove_file(&file.path)),
        }
    }
    Ok(())
}

fn write(path: &str, content: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content.as_bytes())
}

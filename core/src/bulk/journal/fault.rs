//! The files of runs: the host's store, and what is told when it fails.

use crate::error::{Error, ErrorCode, Result};
use crate::ops::Desk;
use crate::platform::{Store, StoreFault};

/// The host's files.
///
/// # Errors
/// `invalidConfiguration` where the host has none.
pub(crate) fn store(desk: &Desk) -> Result<&dyn Store> {
    desk.store.as_deref().ok_or_else(|| {
        Error::new(
            ErrorCode::InvalidConfiguration,
            "this host has no files, and a run keeps its journal in one",
        )
        .about("store")
        .remedy("give the client a store, or what takes its place")
    })
}

/// Why a file could not be read.
pub(crate) fn unreadable(name: &str, fault: &StoreFault) -> Error {
    let (message, remedy) = match fault {
        StoreFault::Missing => (
            format!("there is no file {name}"),
            "look at its name and its folder",
        ),
        StoreFault::Exists => (
            format!("{name} cannot be read: there is something else of that name"),
            "look at its name and its folder",
        ),
        StoreFault::Other(why) => (
            format!("{name} cannot be read: {why}"),
            "see that this process may read it",
        ),
    };
    Error::new(ErrorCode::FileFailed, message)
        .about(name)
        .remedy(remedy)
}

/// Why a file could not be written.
pub(crate) fn unwritable(name: &str, fault: &StoreFault) -> Error {
    let why = match fault {
        StoreFault::Missing => "it is gone, or its folder is not there",
        StoreFault::Exists => {
            return Error::new(ErrorCode::InvalidInput, format!("there is a file {name} already"))
                .about(name)
                .remedy("give another name; a run that was interrupted is resumed");
        }
        StoreFault::Other(why) => why,
    };
    Error::new(ErrorCode::FileFailed, format!("{name} cannot be written: {why}"))
        .about(name)
        .remedy("see that this process may write it and that there is room, then resume the run")
}

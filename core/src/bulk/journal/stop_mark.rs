//! How another process asks a run to stop: it makes a file beside the journal. The run looks for it at every beat of its lock,
//! begins nobody new, and ends so that it can be resumed. Whatever the file says, it is a request and no error; a file is
//! all that an administrator at a shell, PowerShell and Node have in common.

use crate::platform::Store;

fn name(journal: &str) -> String {
    format!("{journal}.stop")
}

/// Whether somebody asks for it. The mark is taken away: it has done its work, and must not stop a resume.
pub(super) async fn found(store: &dyn Store, journal: &str) -> bool {
    // A mark that cannot be read is none: the run does not depend on it.
    if store.read(&name(journal), 0, 1).await.is_err() {
        return false;
    }
    remove(store, journal).await;
    true
}

/// Takes away a mark that came too late for an earlier life of the run.
pub(super) async fn remove(store: &dyn Store, journal: &str) {
    let _ = store.remove(&name(journal)).await;
}

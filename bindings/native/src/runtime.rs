//! The threads that drive jobs: one small Tokio runtime for the process, made when the first job starts.

use graph_mfa::{Error, ErrorCode};
use std::future::Future;
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::runtime::{Builder, Runtime};

/// Jobs wait for the network nearly all the time; the second thread is there for when one computes.
const WORKERS: usize = 2;

/// Never dropped: the threads end with the process.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Lets the future run to its end in the background.
pub(crate) fn spawn(future: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
    runtime()?.spawn(future);
    Ok(())
}

fn runtime() -> Result<&'static Runtime, Error> {
    static MAKING: Mutex<()> = Mutex::new(());
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    // One thread makes it. A failure is not remembered: a system short of threads may have some later.
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("graph-mfa")
        .enable_all()
        .build()
        .map_err(|error| {
            Error::new(
                ErrorCode::Internal,
                format!("no threads for background work: {error}"),
            )
        })?;
    Ok(RUNTIME.get_or_init(|| made))
}

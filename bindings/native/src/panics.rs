//! Keeps panics inside: neither an unwind nor a line of text leaves the library.

use graph_mfa::{Error, ErrorCode};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::sync::Once;
use std::task::Poll;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `body`, and turns a panic into an `internal` error that names the place in the source.
///
/// The panic's own text is left out: it may hold what must not be shown.
pub(crate) fn contain<T>(body: impl FnOnce() -> T) -> Result<T, Error> {
    install_hook();
    let outer = CONTAINED.replace(true);
    // Unwind safety is asserted because everything that outlives the call is behind a lock, is changed in one
    // step, and is used after a panic as it is.
    let outcome = panic::catch_unwind(AssertUnwindSafe(body));
    CONTAINED.set(outer);
    outcome.map_err(|_| mistake(PLACE.take().as_deref()))
}

/// The same for a future: a panic ends it with an error.
pub(crate) async fn contain_async<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    let mut future = pin!(future);
    poll_fn(|context| match contain(|| future.as_mut().poll(context)) {
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(error) => Poll::Ready(Err(error)),
    })
    .await
}

/// The default hook writes to the host's standard error, secrets and all. Ours remembers the place; a panic
/// outside [`contain`] is not ours, and goes on to whoever was asked before.
fn install_hook() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if CONTAINED.get() {
                PLACE.replace(
                    info.location()
                        .map(|place| format!("{}:{}", place.file(), place.line())),
                );
            } else {
                before(info);
            }
        }));
    });
}

fn mistake(place: Option<&str>) -> Error {
    let place = place.unwrap_or("an unknown place");
    Error::new(
        ErrorCode::Internal,
        format!("graph-mfa made a mistake at {place}"),
    )
    .remedy("report it, with this place and the version of graph-mfa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_names_the_place_and_not_the_text() {
        let error = contain(|| panic!("the secret is hunter2")).expect_err("a panic is an error");
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(error.message().contains("panics.rs:"), "{error}");
        assert!(!error.message().contains("hunter2"), "{error}");
        assert_eq!(contain(|| 7).expect("no panic, no error"), 7);
    }

    #[test]
    fn a_panic_inside_another_containment_does_not_open_the_outer_one() {
        let error = contain(|| {
            let _ = contain(|| panic!("inner"));
            panic!("outer")
        });
        assert_eq!(
            error.expect_err("a panic is an error").code(),
            ErrorCode::Internal
        );
        assert!(!CONTAINED.get());
    }
}

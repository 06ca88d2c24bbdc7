//! Time from `Date.now` and `setTimeout`.

use futures_channel::oneshot;
use graph_mfa::platform::{BoxFuture, Clock, Timestamp};
use js_sys::Date;
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, ms: i32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The host's clock.
pub(crate) struct HostClock;

impl Clock for HostClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(Date::now() as i64)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(SendWrapper::new(sleep(duration)))
    }
}

/// Completes when `duration` has passed. Dropping it takes the timer back.
pub(crate) async fn sleep(duration: Duration) {
    let (ring, rung) = oneshot::channel();
    let mut ring = Some(ring);
    let callback = Closure::new(move || {
        if let Some(ring) = ring.take() {
            // Nobody listens any more: the timer is being taken back.
            let _ = ring.send(());
        }
    });
    // Rounded up: waking early would ask the service before it said it would be ready.
    let ms = duration.as_nanos().div_ceil(1_000_000);
    let timer = Timer {
        handle: set_timeout(&callback, i32::try_from(ms).unwrap_or(i32::MAX)),
        _callback: callback,
    };
    let _ = rung.await;
    drop(timer);
}

/// A running timer, with the callback that must live as long.
struct Timer {
    handle: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
    }
}

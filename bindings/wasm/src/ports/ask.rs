//! Asking JavaScript for something: a function or a method that answers at once or by a promise.

use crate::convert::error_message;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Calls a function, and waits for what it answers.
///
/// # Errors
/// The sentence of what was thrown.
pub(super) async fn call(function: &Function, arguments: &[JsValue]) -> Result<JsValue, String> {
    settle(function.apply(&JsValue::UNDEFINED, &arguments.iter().collect::<Array>())).await
}

/// Calls a method of an object, and waits for what it answers.
///
/// # Errors
/// The sentence of what was thrown.
pub(super) async fn call_method(
    object: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, String> {
    let method = Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    match method.dyn_ref::<Function>() {
        Some(method) => settle(method.apply(object, &arguments.iter().collect::<Array>())).await,
        None => Err(format!("it has no {name}")),
    }
}

async fn settle(answer: Result<JsValue, JsValue>) -> Result<JsValue, String> {
    let answer = match answer {
        Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
        Err(thrown) => Err(thrown),
    };
    answer.map_err(|thrown| error_message(&thrown))
}

/// A text of an object.
pub(super) fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

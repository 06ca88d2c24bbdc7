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
    settle(function.apply(&JsValue::UNDEFINED, &arguments.iter().collect::<Array>()))
        .await
        .map_err(|thrown| error_message(&thrown))
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
    try_method(object, name, arguments)
        .await
        .map_err(|thrown| error_message(&thrown))
}

/// The same, for whoever must know more of what was thrown than its sentence.
pub(super) async fn try_method(
    object: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let method = Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    match method.dyn_ref::<Function>() {
        Some(method) => settle(method.apply(object, &arguments.iter().collect::<Array>())).await,
        None => Err(format!("it has no {name}").into()),
    }
}

async fn settle(answer: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&answer?)).await
}

/// A text of an object.
pub(super) fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

//! Values of the contract, as plain JavaScript objects.

use graph_mfa::{Error, ErrorCode, Result, api};
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Reads what the caller gave; `what` names it in the error.
///
/// It is read as JSON first: a struct read straight from a JavaScript object asks for its own fields only, so
/// that a misspelt option would be overlooked here and refused by every other binding.
pub(crate) fn from_js<T: DeserializeOwned>(value: JsValue, what: &str, code: ErrorCode) -> Result<T> {
    let refuse = |problem: &dyn std::fmt::Display| Error::new(code, format!("{what}: {problem}"));
    let json: Value = serde_wasm_bindgen::from_value(value).map_err(|error| refuse(&error))?;
    serde_json::from_value(json).map_err(|error| refuse(&error))
}

/// Makes a plain object: text keys, no `Map`, no `BigInt`, absent stays absent.
pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| {
        Error::new(
            ErrorCode::Internal,
            format!("a value of the contract has no JavaScript form: {error}"),
        )
    })
}

/// A failure as the `ErrorInfo` object that the facade turns into an `MfaError`.
pub(crate) fn thrown(error: &Error) -> JsValue {
    // `ErrorInfo` is text and numbers; should it have no form after all, the sentence is still worth having.
    to_js(&api::ErrorInfo::from(error)).unwrap_or_else(|_| JsValue::from_str(error.message()))
}

/// Sets a property of an object that was just made.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    // Only a frozen object or a throwing setter refuses, and a new object has neither.
    let _ = Reflect::set(object, &name.into(), value);
}

/// The sentence of something that was thrown.
pub(crate) fn error_message(thrown: &JsValue) -> String {
    let message = Reflect::get(thrown, &"message".into())
        .ok()
        .and_then(|message| message.as_string());
    message
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| "it threw something that is no Error".to_owned())
}

//! HTTP through a `fetch` function: the host's, or one that the caller injects.

use super::clock::sleep;
use crate::convert::set;
use futures_util::future::{Either, select};
use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};
use graph_mfa::platform::BoxFuture;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use std::pin::pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    // Everything of an answer may throw: an injected `fetch` can answer with anything.
    type FetchResponse;
    #[wasm_bindgen(catch, method, getter)]
    fn status(this: &FetchResponse) -> Result<u16, JsValue>;
    #[wasm_bindgen(catch, method, getter, js_name = type)]
    fn kind(this: &FetchResponse) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &FetchResponse) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method, js_name = arrayBuffer)]
    fn array_buffer(this: &FetchResponse) -> Result<Promise, JsValue>;
}

/// The transport.
pub(crate) struct FetchTransport {
    fetch: SendWrapper<Function>,
    send_user_agent: bool,
}

impl FetchTransport {
    /// A browser names itself, and where it lets a page overrule that, a service on another origin may refuse
    /// the header; hence `send_user_agent`.
    pub(crate) fn new(fetch: Function, send_user_agent: bool) -> Self {
        Self {
            fetch: SendWrapper::new(fetch),
            send_user_agent,
        }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let timeout = request.timeout;
        let abort = AbortOnDrop(AbortController::new());
        let options = self.options(&request, &abort.0);
        let answer = pin!(async {
            let url = JsValue::from_str(request.url.as_str());
            let response = self.fetch.call2(&JsValue::UNDEFINED, &url, &options)?;
            let response = JsFuture::from(Promise::resolve(&response)).await?;
            read(response.unchecked_ref()).await
        });
        match select(answer, pin!(sleep(timeout))).await {
            Either::Left((answer, _)) => answer.map_err(|thrown| failure(&thrown)),
            Either::Right(_) => Err(TransportError {
                failure: TransportFailure::Ambiguous,
                message: format!("no answer within {} s", timeout.as_secs_f64()),
            }),
        }
    }

    fn options(&self, request: &HttpRequest, abort: &AbortController) -> Object {
        let headers = Object::new();
        for (name, value) in &request.headers {
            if *name != "user-agent" || self.send_user_agent {
                set(&headers, name, &value.into());
            }
        }
        let options = Object::new();
        set(&options, "method", &request.method.as_str().into());
        set(&options, "headers", &headers);
        if let Some(body) = &request.body {
            set(&options, "body", &Uint8Array::from(body.as_slice()));
        }
        // A token goes to the origin that was checked, and nothing of the browser's goes along with it.
        set(&options, "redirect", &"manual".into());
        set(&options, "credentials", &"omit".into());
        set(&options, "cache", &"no-store".into());
        set(&options, "referrerPolicy", &"no-referrer".into());
        set(&options, "signal", &abort.signal());
        options
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(SendWrapper::new(self.exchange(request)))
    }
}

/// Ends a request that nobody waits for any more. After the answer it does nothing.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read(response: &FetchResponse) -> Result<HttpResponse, JsValue> {
    if response.kind()? == "opaqueredirect" {
        // A browser hides where a redirect leads, and its status too. It stays what it is: an answer.
        return Ok(HttpResponse {
            status: 302,
            ..HttpResponse::default()
        });
    }
    let mut headers = Vec::new();
    for entry in js_sys::try_iter(&response.headers()?)?.into_iter().flatten() {
        let entry = Array::from(&entry?);
        if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
            headers.push((name, value));
        }
    }
    let status = response.status()?;
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(HttpResponse {
        status,
        headers,
        body: Uint8Array::new(&body).to_vec(),
    })
}

/// Failures of Node's `fetch` before a connection stood.
const NOT_SENT: [&str; 5] = [
    "ECONNREFUSED",
    "EAI_AGAIN",
    "ENOTFOUND",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
];

/// Tells what went wrong by name only: an error's sentence may quote the request. A browser gives no reason at
/// all, so that whatever is not known to have failed early may have arrived.
fn failure(thrown: &JsValue) -> TransportError {
    let text = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok()?.as_string();
    let cause = Reflect::get(thrown, &"cause".into()).unwrap_or(JsValue::UNDEFINED);
    let code = text(&cause, "code").or_else(|| text(thrown, "code"));
    let not_sent = code.as_deref().is_some_and(|code| NOT_SENT.contains(&code));
    let name = code
        .or_else(|| text(thrown, "name"))
        .unwrap_or_else(|| "no reason given".to_owned());
    TransportError {
        failure: if not_sent {
            TransportFailure::NotSent
        } else {
            TransportFailure::Ambiguous
        },
        message: format!("fetch failed ({name})"),
    }
}

//! What the facade calls.

use crate::convert::{from_js, thrown, to_js};
use crate::ports::{
    FetchTransport, HostAssertions, HostBrowser, HostClock, HostFiles, HostSigner, HostStore, HostTokens,
    WebCrypto,
};
use graph_mfa::platform::BoxFuture;
use graph_mfa::{Cancel, Client, ErrorCode, EventSink, Result, Secret, api};
use js_sys::{Function, Promise};
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

#[wasm_bindgen(typescript_custom_section)]
const HOOKS: &str = r"
/** Named files. Who rejects gives the error the code `ENOENT` when there is no such file, `EEXIST` when there is one. */
export interface Store {
  /** At most so many bytes from the offset on; none at the end. */
  read(name: string, offset: number, most: number): Promise<Uint8Array>;
  /** Makes a new file; of two who do so at once, one succeeds. What was written is on lasting storage, here and below. */
  create(name: string, bytes: Uint8Array): Promise<void>;
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** Whoever reads sees the old bytes or the new ones. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  cut(name: string, length: number): Promise<void>;
  remove(name: string): Promise<void>;
  /** This machine and this process, in words. */
  owner(): string;
}

/** What the engine asks its host for. */
export interface Hooks {
  /** Sends a request; the standard `fetch` or something of its shape. */
  readonly fetch: typeof globalThis.fetch;
  /** Yields an access token, for the credential `hostToken`. */
  readonly getToken?: ((ask: { scope: string; claims?: string }) => unknown) | undefined;
  /** Signs, for the credential `hostSignature`: answers with the bytes of the signature. */
  readonly sign?: ((ask: { algorithm: 'ps256' | 'rs256'; data: Uint8Array }) => unknown) | undefined;
  /** Yields a token of another identity provider, for the credential `federatedToken`. */
  readonly getAssertion?: ((ask: { audience: string }) => unknown) | undefined;
  /** Makes ready for a visit to the sign-in page, for the credential `browser`: answers with a `Visit`. */
  readonly beginVisit?: (() => unknown) | undefined;
  /** Reads a text file that the platform left for a sign-in. */
  readonly readFile?: ((path: string) => unknown) | undefined;
  /** Where runs read their input and keep their journals. */
  readonly store?: Store | undefined;
  /** Whether requests may carry a `User-Agent` of ours. */
  readonly sendUserAgent: boolean;
}
";

#[wasm_bindgen]
extern "C" {
    /// What the engine asks its host for: see the TypeScript interface of the same name.
    #[wasm_bindgen(typescript_type = "Hooks")]
    pub type Hooks;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Hooks) -> Function;
    #[wasm_bindgen(method, getter, js_name = getToken)]
    fn get_token(this: &Hooks) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    fn sign(this: &Hooks) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = getAssertion)]
    fn get_assertion(this: &Hooks) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = beginVisit)]
    fn begin_visit(this: &Hooks) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = readFile)]
    fn read_file(this: &Hooks) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    fn store(this: &Hooks) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = sendUserAgent)]
    fn send_user_agent(this: &Hooks) -> bool;
}

/// A client of one tenant.
#[wasm_bindgen]
pub struct Engine {
    client: Client,
}

#[wasm_bindgen]
impl Engine {
    /// Makes a client of a `ClientConfig`. Nothing is sent.
    ///
    /// # Errors
    /// Throws an `ErrorInfo`: the configuration is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "unknown")] config: JsValue,
        hooks: &Hooks,
        secret: Option<String>,
    ) -> Result<Self, JsValue> {
        let build = || {
            let config = from_js(config, "the client's options", ErrorCode::InvalidConfiguration)?;
            let mut builder = Client::builder(config)
                .transport(FetchTransport::new(hooks.fetch(), hooks.send_user_agent()))
                .clock(HostClock)
                .rng(WebCrypto);
            if let Some(secret) = secret {
                builder = builder.secret(Secret::new(secret));
            }
            if let Some(get_token) = hooks.get_token() {
                builder = builder.token_source(HostTokens::new(get_token));
            }
            if let Some(sign) = hooks.sign() {
                builder = builder.signer(HostSigner::new(sign));
            }
            if let Some(get_assertion) = hooks.get_assertion() {
                builder = builder.assertions(HostAssertions::new(get_assertion));
            }
            if let Some(begin_visit) = hooks.begin_visit() {
                builder = builder.browser(HostBrowser::new(begin_visit));
            }
            if let Some(read_file) = hooks.read_file() {
                builder = builder.files(HostFiles::new(read_file));
            }
            let store = hooks.store();
            if !store.is_undefined() {
                builder = builder.store(HostStore::new(store));
            }
            builder.build()
        };
        build()
            .map(|client| Self { client })
            .map_err(|error| thrown(&error))
    }

    /// Does one operation: a `Request` in, a promise of its `Response` out. Rejects with an `ErrorInfo`.
    /// The operation keeps what it needs: it goes on to its end when the engine is freed meanwhile.
    #[wasm_bindgen(unchecked_return_type = "Promise<unknown>")]
    pub fn run(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] request: JsValue,
        cancel: &CancelHandle,
        #[wasm_bindgen(unchecked_optional_param_type = "(event: unknown) => void")] on_event: Option<
            Function,
        >,
    ) -> Promise {
        let client = self.client.clone();
        let cancel = cancel.cancel.clone();
        future_to_promise(async move {
            let events = on_event.map(Progress::new);
            let events: &dyn EventSink = match &events {
                Some(progress) => progress,
                None => &(),
            };
            let work = async {
                let request = from_js(request, "the request", ErrorCode::InvalidInput)?;
                to_js(&client.run(request, events, &cancel).await?)
            };
            work.await.map_err(|error| thrown(&error))
        })
    }
}

/// Answers a `QuickRequest` at once: what needs no tenant and no waiting.
///
/// # Errors
/// Throws an `ErrorInfo`.
#[wasm_bindgen(unchecked_return_type = "unknown")]
pub fn quick(#[wasm_bindgen(unchecked_param_type = "unknown")] request: JsValue) -> Result<JsValue, JsValue> {
    from_js(request, "the request", ErrorCode::InvalidInput)
        .and_then(graph_mfa::quick)
        .and_then(|response| to_js(&response))
        .map_err(|error| thrown(&error))
}

/// Stops the operation that it was given to.
#[wasm_bindgen]
#[derive(Default)]
pub struct CancelHandle {
    cancel: Cancel,
}

#[wasm_bindgen]
impl CancelHandle {
    /// A handle for one operation.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the operation to stop.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

/// Hands events to a callback. What it gives back for a part of an answer is awaited before the next part.
struct Progress {
    callback: SendWrapper<Function>,
    taken: SendWrapper<RefCell<Option<Promise>>>,
}

impl Progress {
    fn new(callback: Function) -> Self {
        Self {
            callback: SendWrapper::new(callback),
            taken: SendWrapper::new(RefCell::new(None)),
        }
    }
}

impl EventSink for Progress {
    fn event(&self, event: api::Event) {
        let is_answer = event.is_answer();
        if let Ok(event) = to_js(&event) {
            // A callback that throws must not stop a half-done reset.
            let given = self.callback.call1(&JsValue::UNDEFINED, &event).ok();
            if is_answer {
                *self.taken.borrow_mut() = given.and_then(|given| given.dyn_into().ok());
            }
        }
    }

    fn ready(&self) -> BoxFuture<'_, ()> {
        let taken = self.taken.borrow_mut().take();
        Box::pin(SendWrapper::new(async move {
            if let Some(taken) = taken {
                // Whoever no longer wants the rest says so by stopping the operation.
                let _ = JsFuture::from(taken).await;
            }
        }))
    }
}

//! A visit to the sign-in page, by the host: Node listens on this machine, an extension has a window of its own.

use super::ask::{call, call_method, text};
use super::clock::sleep;
use crate::convert::set;
use futures_util::future::{Either, select};
use graph_mfa::api::Event;
use graph_mfa::auth::{Browser, SignInPage, Visit};
use graph_mfa::platform::BoxFuture;
use graph_mfa::{Error, ErrorCode, Result, Secret};
use js_sys::{Function, Object, Reflect};
use send_wrapper::SendWrapper;
use std::pin::pin;
use wasm_bindgen::{JsCast as _, JsValue};

/// Asks `beginVisit()`, which answers with `{ redirectUri, open({ url, state }), answer(), close() }`.
pub(crate) struct HostBrowser(SendWrapper<Function>);

impl HostBrowser {
    pub(crate) fn new(begin_visit: Function) -> Self {
        Self(SendWrapper::new(begin_visit))
    }

    async fn ask(&self) -> Result<Box<dyn Visit>> {
        let visit = call(&self.0, &[]).await.map_err(|why| failed(&why))?;
        let redirect_uri = text(&visit, "redirectUri").unwrap_or_default();
        Ok(Box::new(HostVisit {
            visit: SendWrapper::new(visit),
            redirect_uri,
        }))
    }
}

impl Browser for HostBrowser {
    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Visit>>> {
        Box::pin(SendWrapper::new(self.ask()))
    }
}

struct HostVisit {
    visit: SendWrapper<JsValue>,
    redirect_uri: String,
}

impl HostVisit {
    async fn visit(&self, page: SignInPage<'_>) -> Result<Secret> {
        let ask = Object::new();
        set(&ask, "url", &page.url.as_str().into());
        set(&ask, "state", &page.state.expose().into());
        let visited = async {
            let opened = call_method(&self.visit, "open", &[ask.into()]).await?;
            page.wire.tell(Event::BrowserSignIn {
                url: page.url.to_string(),
                opened: opened.as_bool().unwrap_or(false),
            });
            call_method(&self.visit, "answer", &[]).await
        };
        match select(pin!(visited), pin!(sleep(page.timeout))).await {
            Either::Left((Ok(answer), _)) => answer
                .as_string()
                .map(Secret::new)
                .ok_or_else(|| failed("it gave no address")),
            Either::Left((Err(why), _)) => Err(failed(&why)),
            Either::Right(_) => Err(failed("nobody signed in in time")),
        }
    }
}

impl Visit for HostVisit {
    fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    fn go<'a>(self: Box<Self>, page: SignInPage<'a>) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(SendWrapper::new(async move { self.visit(page).await }))
    }
}

/// However the visit ends, nothing of it goes on.
impl Drop for HostVisit {
    fn drop(&mut self) {
        let close = Reflect::get(&self.visit, &"close".into()).unwrap_or(JsValue::UNDEFINED);
        if let Some(close) = close.dyn_ref::<Function>() {
            // A window that cannot be closed harms nobody.
            let _ = close.call0(&self.visit);
        }
    }
}

fn failed(why: &str) -> Error {
    Error::new(
        ErrorCode::SignInFailed,
        format!("nobody signed in in the browser: {why}"),
    )
    .about("browser")
    .remedy("sign in again, and finish in the browser; where there is none, use a device code")
}

//! The transport of a native program: reqwest over rustls with the system's trust store. The only file that
//! knows reqwest.

use super::transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};
use crate::error::{Error, ErrorCode, Result};
use crate::platform::BoxFuture;
use rustls_platform_verifier::BuilderVerifierExt as _;
use std::error::Error as _;
use std::time::Duration;

/// Sends by reqwest. It needs a Tokio runtime to be polled on.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    /// For what must not pass a proxy.
    direct: ::reqwest::Client,
}

impl ReqwestTransport {
    /// Makes the client: no redirects, the system's proxy, the system's trust store.
    ///
    /// # Errors
    /// `invalidConfiguration` when the trust store or the proxy settings cannot be read.
    pub fn new() -> Result<Self> {
        let broken = |error: String| {
            Error::new(
                ErrorCode::InvalidConfiguration,
                format!("HTTPS cannot be set up: {error}"),
            )
            .remedy("check the certificate store and the proxy settings of this machine")
        };
        // Given explicitly, so that nothing depends on a process-wide default.
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| broken(error.to_string()))?;
        let tls = tls
            .with_platform_verifier()
            .map_err(|error| broken(error.to_string()))?
            .with_no_client_auth();
        let builder = || {
            ::reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                // A redirect could carry the token to another origin (design invariant 10).
                .redirect(::reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(20))
        };
        let build = |builder: ::reqwest::ClientBuilder| builder.build().map_err(|error| broken(plain(error)));
        Ok(Self {
            client: build(builder())?,
            direct: build(builder().no_proxy())?,
        })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            HttpMethod::Get => ::reqwest::Method::GET,
            HttpMethod::Post => ::reqwest::Method::POST,
            HttpMethod::Patch => ::reqwest::Method::PATCH,
            HttpMethod::Delete => ::reqwest::Method::DELETE,
        };
        let client = if request.direct {
            &self.direct
        } else {
            &self.client
        };
        let mut outgoing = client.request(method, request.url).timeout(request.timeout);
        for (name, value) in request.headers {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = request.body {
            outgoing = outgoing.body(body);
        }
        let response = outgoing.send().await.map_err(failure)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let body = response.bytes().await.map_err(failure)?.to_vec();
        Ok(HttpResponse {
            status,
            headers,
            body,
        })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn failure(error: ::reqwest::Error) -> TransportError {
    let failure = if error.is_connect() || error.is_builder() {
        TransportFailure::NotSent
    } else {
        TransportFailure::Ambiguous
    };
    TransportError {
        failure,
        message: plain(error),
    }
}

/// The innermost reason, without the URL: it can hold a name.
fn plain(error: ::reqwest::Error) -> String {
    let error = error.without_url();
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if std::ptr::eq(innermost, &raw const error as *const _) || error.source().is_none() {
        return error.to_string();
    }
    format!("{error}: {innermost}")
}

//! HTTP as the tenant sees it: one request in, one reply out, no sockets and no runtime.

use std::time::Duration;

/// Header names and values in order of appearance; names compare without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// No headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The first value of the header, if it was sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Replaces every value of the header by this one.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.0.push((name, value.into()));
    }

    /// Removes every value of the header.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    /// All headers in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

/// Which of the tenant's hosts a request is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Microsoft Graph.
    Graph,
    /// The Entra token endpoint.
    Login,
    /// The hosts of managed identities.
    Identity,
}

/// A request as it arrives at the tenant.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Upper-case method name.
    pub method: String,
    /// Absolute URL, or path and query.
    pub url: String,
    /// Request headers.
    pub headers: Headers,
    /// Body bytes; empty means no body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            ..Self::default()
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    /// Adds an access token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// Adds a JSON body and its content type.
    #[must_use]
    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header("Content-Type", "application/json")
    }
}

/// A complete answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Response headers.
    pub headers: Headers,
    /// Body bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer with a JSON body that nobody may keep.
    pub(crate) fn of_json(status: u16, body: &serde_json::Value) -> Self {
        let mut headers = Headers::new();
        headers.set("Content-Type", "application/json; charset=utf-8");
        headers.set("Cache-Control", "no-store, no-cache");
        Self {
            status,
            headers,
            body: body.to_string().into_bytes(),
        }
    }

    /// The body as JSON; `Null` when it is empty or is not JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What becomes of a request. The tenant itself never waits: whoever carries the reply waits for `delay` first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The service answered.
    Answer {
        /// The answer.
        response: Response,
        /// How long the service took.
        delay: Duration,
    },
    /// The connection was cut; whether the request took effect is not known to the caller.
    Dropped {
        /// How long the connection lived.
        delay: Duration,
    },
}

impl Reply {
    /// How long to wait before delivering this reply.
    pub fn delay(&self) -> Duration {
        match self {
            Self::Answer { delay, .. } | Self::Dropped { delay } => *delay,
        }
    }

    /// The answer, unless the connection was cut.
    pub fn into_response(self) -> Option<Response> {
        match self {
            Self::Answer { response, .. } => Some(response),
            Self::Dropped { .. } => None,
        }
    }
}

//! Where the answer of an authorization request goes, and how: in a query, in a fragment, in a form (facts 13.5).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::http::{Headers, Response};
use crate::login::exchange::Exchange;
use crate::login::failure::Failure;
use crate::login::html;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How the browser carries the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

impl ResponseMode {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }
}

/// The application's address for answers.
#[derive(Clone, Debug)]
pub(crate) struct ReplyTo {
    pub(crate) uri: String,
    pub(super) mode: ResponseMode,
    pub(super) state: Option<String>,
}

impl ReplyTo {
    /// Sends the browser there with these fields and the state.
    pub(super) fn send(&self, fields: &[(&str, &str)]) -> Response {
        let fields = self.with_state(fields);
        if self.mode == ResponseMode::FormPost {
            let body = format!(
                "{}<script>document.forms[0].submit()</script>\n",
                self.form(&fields, "Continue")
            );
            return html::page(200, "Continue to the application", &body);
        }
        let mut headers = Headers::new();
        headers.set("Location", self.address(&fields));
        headers.set("Cache-Control", "no-store, no-cache");
        Response {
            status: 302,
            headers,
            body: Vec::new(),
        }
    }

    /// Sends the browser there with a refusal.
    pub(super) fn refuse(&self, exchange: &Exchange, failure: &Failure) -> Response {
        let description = failure.description(exchange);
        self.send(&refusal(failure, &description))
    }

    /// The way there that a page with a refusal offers.
    pub(super) fn way_back(&self, exchange: &Exchange, failure: &Failure) -> String {
        let description = failure.description(exchange);
        let fields = self.with_state(&refusal(failure, &description));
        if self.mode == ResponseMode::FormPost {
            return self.form(&fields, "Back to the application");
        }
        format!(
            "<p><a href=\"{}\">Back to the application</a></p>\n",
            html::escape(&self.address(&fields))
        )
    }

    fn with_state<'f>(&'f self, fields: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
        let state = self.state.as_deref().map(|state| ("state", state));
        fields.iter().copied().chain(state).collect()
    }

    fn address(&self, fields: &[(&str, &str)]) -> String {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, UNRESERVED)))
            .collect();
        let separator = match self.mode {
            ResponseMode::Fragment => '#',
            _ if self.uri.contains('?') => '&',
            _ => '?',
        };
        format!("{}{separator}{}", self.uri, pairs.join("&"))
    }

    fn form(&self, fields: &[(&str, &str)], button: &str) -> String {
        format!(
            "<form method=\"post\" action=\"{}\">\n{}<p><button>{button}</button></p>\n</form>\n",
            html::escape(&self.uri),
            html::hidden(fields.iter().copied())
        )
    }
}

fn refusal<'f>(failure: &'f Failure, description: &'f str) -> Vec<(&'static str, &'f str)> {
    let mut fields = vec![("error", failure.error)];
    if failure.number == 65_004 {
        fields.push(("error_subcode", "cancel"));
    }
    fields.push(("error_description", description));
    if let Some(claims) = &failure.claims {
        fields.push(("claims", claims));
    }
    fields
}

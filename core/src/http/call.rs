//! One request to Graph before it is sent, and its answer after it has been read.

use super::HttpMethod;
use super::retry::Stamina;
use super::transport::{HttpResponse, find_header};
use crate::error::ServiceAnswer;
use crate::platform::Timestamp;
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// The two versions of Graph. What only beta has is written in beta (design section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// Where a call goes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// A path below the version, encoded, beginning with a slash, query included.
    Path(Version, String),
    /// A link that the service gave, followed as it is.
    Link(Url),
}

/// A request to Graph.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Method and path with placeholders: what events and messages show instead of people.
    pub(crate) route: &'static str,
    pub(crate) method: HttpMethod,
    pub(crate) target: Target,
    pub(crate) body: Option<Value>,
    /// An advanced query, which needs `ConsistencyLevel: eventual` (facts 1.3).
    pub(crate) eventual: bool,
    /// Whether doing it twice is as good as doing it once.
    pub(crate) repeatable: bool,
    /// How many writes it counts against the quota (facts 11).
    pub(crate) writes: u32,
    /// How many requests it counts against the quota of reports and the audit log (facts 11).
    pub(crate) reports: u32,
    /// The id of the authentication method that it is about, for a journal.
    pub(crate) method_id: Option<String>,
    /// How several reads of this kind become one.
    pub(crate) merge: Option<Merge>,
}

/// One read of many that one read of a list can answer.
#[derive(Clone, Debug)]
pub(crate) struct Merge {
    /// The id of the object that is read.
    pub(crate) id: String,
    /// The list of the objects with these ids, each as the single read would show it. What the list lacks is read alone.
    pub(crate) list: fn(Version, &[&str]) -> Call,
}

impl Call {
    pub(crate) fn get(route: &'static str, version: Version, path: String) -> Self {
        Self {
            route,
            method: HttpMethod::Get,
            target: Target::Path(version, path),
            body: None,
            eventual: false,
            repeatable: true,
            writes: 0,
            reports: 0,
            method_id: None,
            merge: None,
        }
    }

    /// A write that may be repeated: deleting, setting a value, revoking.
    pub(crate) fn write(
        route: &'static str,
        method: HttpMethod,
        version: Version,
        path: String,
        body: Option<Value>,
    ) -> Self {
        Self {
            route,
            method,
            target: Target::Path(version, path),
            body,
            eventual: false,
            repeatable: true,
            writes: 1,
            reports: 0,
            method_id: None,
            merge: None,
        }
    }

    /// Says that several of these can be read together.
    pub(crate) fn merged(mut self, id: &str, list: fn(Version, &[&str]) -> Self) -> Self {
        self.merge = Some(Merge {
            id: id.to_owned(),
            list,
        });
        self
    }

    /// Says which authentication method it is about.
    pub(crate) fn about_method(mut self, id: &str) -> Self {
        self.method_id = Some(id.to_owned());
        self
    }

    /// A write that must not be repeated before a read has told whether it happened.
    pub(crate) const fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    pub(crate) const fn eventual(mut self) -> Self {
        self.eventual = true;
        self
    }

    /// A request for a report or the audit log, which have a small quota of their own.
    pub(crate) const fn report(mut self) -> Self {
        self.reports = 1;
        self
    }

    /// How it may be tried again.
    pub(crate) const fn stamina(&self) -> Stamina {
        if self.reports > 0 {
            Stamina::long()
        } else {
            Stamina::usual(self.repeatable)
        }
    }

    /// The same call for the page behind a link.
    pub(crate) fn follow(&self, link: Url) -> Self {
        Self {
            target: Target::Link(link),
            ..self.clone()
        }
    }

    pub(crate) const fn is_write(&self) -> bool {
        self.writes > 0
    }

    /// The version and the path; nothing for a link.
    pub(crate) fn path(&self) -> Option<(Version, &str)> {
        match &self.target {
            Target::Path(version, path) => Some((*version, path)),
            Target::Link(_) => None,
        }
    }
}

/// An answer of Graph, alone or from inside a batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// The JSON body; null where there is none, or where it is not JSON.
    pub(crate) body: Value,
    pub(crate) client_request_id: String,
    /// When it was answered, if an earlier life of a run was told it and this one was not.
    pub(crate) proven_at: Option<Timestamp>,
}

impl Reply {
    pub(crate) fn read(response: HttpResponse, client_request_id: &str) -> Self {
        Self {
            status: response.status,
            body: serde_json::from_slice(&response.body).unwrap_or(Value::Null),
            headers: response.headers,
            client_request_id: client_request_id.to_owned(),
            proven_at: None,
        }
    }

    /// An answer that a journal kept. Its body is not known any more.
    pub(crate) fn proven(status: u16, request_id: Option<&str>, at: Timestamp) -> Self {
        Self {
            status,
            headers: request_id
                .map(|id| ("request-id".to_owned(), id.to_owned()))
                .into_iter()
                .collect(),
            proven_at: Some(at),
            ..Self::default()
        }
    }

    /// The same answer with another body: one object of a list.
    pub(crate) fn with_body(&self, body: Value) -> Self {
        Self {
            status: self.status,
            headers: self.headers.clone(),
            client_request_id: self.client_request_id.clone(),
            proven_at: None,
            body,
        }
    }

    /// An answer from inside a batch: its headers are an object, its body is JSON already.
    pub(crate) fn from_batch(item: &Value, outer: &Self) -> Option<Self> {
        let status = item.get("status").and_then(|status| {
            // A number in every documented sample; text has been seen from proxies.
            status
                .as_u64()
                .or_else(|| status.as_str().and_then(|text| text.parse().ok()))
        })?;
        let headers = item.get("headers").and_then(Value::as_object).map(|headers| {
            headers
                .iter()
                .map(|(name, value)| (name.clone(), header_text(value)))
                .collect::<Vec<_>>()
        });
        let mut reply = Self {
            status: u16::try_from(status).ok()?,
            headers: headers.unwrap_or_default(),
            body: item.get("body").cloned().unwrap_or(Value::Null),
            client_request_id: outer.client_request_id.clone(),
            proven_at: None,
        };
        // Answers in a batch have no id of their own, but for errors: the service's support finds them by the batch's.
        if reply.request_id().is_none()
            && let Some(id) = outer.request_id()
        {
            reply.headers.push(("request-id".to_owned(), id.to_owned()));
        }
        Some(reply)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }

    pub(crate) const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// `error.code` of the body; an open set, compare without regard to case (facts 12.1).
    pub(crate) fn error_code(&self) -> Option<&str> {
        self.body
            .get("error")?
            .get("code")?
            .as_str()
            .filter(|code| !code.is_empty())
    }

    pub(crate) fn error_code_is(&self, code: &str) -> bool {
        self.error_code()
            .is_some_and(|own| own.eq_ignore_ascii_case(code))
    }

    /// `error.message` of the body.
    pub(crate) fn error_message(&self) -> Option<&str> {
        self.body
            .get("error")?
            .get("message")?
            .as_str()
            .filter(|message| !message.is_empty())
    }

    /// The service's id of the request: in the header, else in the error body.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header("request-id").or_else(|| {
            let error = self.body.get("error")?;
            error
                .get("innerError")
                .or_else(|| error.get("innererror"))?
                .get("request-id")?
                .as_str()
        })
    }

    /// `Retry-After` in seconds, fractional seconds, or as a date (facts 11).
    pub(crate) fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let text = self.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse::<f64>() {
            return (seconds.is_finite() && seconds >= 0.0)
                .then(|| Duration::from_secs_f64(seconds.min(1e6)));
        }
        // Measured on the service's own clock, which may differ from ours.
        let base = self
            .header("date")
            .and_then(Timestamp::parse_http_date)
            .unwrap_or(now);
        Timestamp::parse_http_date(text).map(|until| until.since(base))
    }

    /// What the service said, for an error.
    pub(crate) fn answer(&self, now: Timestamp) -> ServiceAnswer {
        ServiceAnswer {
            status: self.status,
            code: self.error_code().map(str::to_owned),
            message: self.error_message().map(str::to_owned),
            request_id: self.request_id().map(str::to_owned),
            client_request_id: Some(self.client_request_id.clone()).filter(|id| !id.is_empty()),
            retry_after: self.retry_after(now),
            aadsts: None,
        }
    }
}

fn header_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(headers: &[(&str, &str)]) -> Reply {
        Reply {
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Reply::default()
        }
    }

    #[test]
    fn an_answer_in_a_batch_goes_by_the_id_of_the_batch_unless_it_has_its_own() {
        let outer = reply(&[("request-id", "outer")]);
        let id = |item: Value| {
            let inner = Reply::from_batch(&item, &outer).expect("an answer");
            inner.request_id().map(str::to_owned)
        };
        let error = serde_json::json!({ "error": { "innerError": { "request-id": "inner" } } });
        assert_eq!(id(serde_json::json!({ "status": 204 })).as_deref(), Some("outer"));
        let own = serde_json::json!({ "status": 204, "headers": { "request-id": "own" } });
        assert_eq!(id(own).as_deref(), Some("own"));
        let refused = serde_json::json!({ "status": 403, "body": error });
        assert_eq!(id(refused).as_deref(), Some("inner"));
    }

    #[test]
    fn reads_every_form_of_retry_after() {
        let now = Timestamp::parse("2026-08-20T09:00:00Z").expect("instant");
        let read = |headers: &[(&str, &str)]| reply(headers).retry_after(now);
        assert_eq!(read(&[("Retry-After", "7")]), Some(Duration::from_secs(7)));
        assert_eq!(
            read(&[("retry-after", " 2.128 ")]),
            Some(Duration::from_millis(2128))
        );
        assert_eq!(
            read(&[("Retry-After", "Thu, 20 Aug 2026 09:00:05 GMT")]),
            Some(Duration::from_secs(5))
        );
        let own_clock = [
            ("Retry-After", "Thu, 20 Aug 2026 10:00:05 GMT"),
            ("Date", "Thu, 20 Aug 2026 10:00:00 GMT"),
        ];
        assert_eq!(read(&own_clock), Some(Duration::from_secs(5)));
        for bad in ["", "-3", "NaN", "inf", "soon"] {
            assert_eq!(read(&[("Retry-After", bad)]), None, "{bad}");
        }
    }
}

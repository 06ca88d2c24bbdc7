//! Pages: opaque continuation tokens and links on the tenant's own origin (facts 1.3).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;

/// How long a continuation token can be used.
const TOKEN_LIFETIME_SECONDS: i64 = 15 * 60;

/// Where a page begins.
pub(crate) struct Start {
    /// Items on earlier pages.
    pub(crate) skip: usize,
}

impl Start {
    /// Reads `$skiptoken`.
    pub(crate) fn of(call: &Call<'_>) -> Result<Self, Failure> {
        let Some(token) = call.query.get("skiptoken") else {
            return Ok(Self { skip: 0 });
        };
        let expired = || {
            Failure::new(
                400,
                "Directory_ExpiredPageToken",
                "The specified page token value has expired and can no longer be included in your request.",
            )
        };
        let text = URL_SAFE_NO_PAD
            .decode(token)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(expired)?;
        let (skip, issued) = text.split_once('@').ok_or_else(expired)?;
        let skip = skip.parse().map_err(|_| expired())?;
        let issued: i64 = issued.parse().map_err(|_| expired())?;
        if call.now.unix_timestamp() - issued > TOKEN_LIFETIME_SECONDS {
            return Err(expired());
        }
        Ok(Self { skip })
    }
}

/// A page of a collection.
pub(crate) struct Page {
    pub(crate) context: Value,
    /// Items on all pages, when they were counted.
    pub(crate) count: Option<usize>,
    pub(crate) value: Vec<Value>,
    /// Items on this and earlier pages, when there are more.
    pub(crate) next: Option<usize>,
}

impl Page {
    pub(crate) fn answer(self, call: &Call<'_>) -> Answer {
        let mut body = json!({ "@odata.context": self.context });
        if let Some(count) = self.count {
            body["@odata.count"] = count.into();
        }
        if let Some(skip) = self.next {
            let token = URL_SAFE_NO_PAD.encode(format!("{skip}@{}", call.now.unix_timestamp()));
            let link = format!(
                "{}/{}/{}?{}$skiptoken={token}",
                call.tenant.origins.graph,
                call.version.name(),
                call.path.segments().join("/"),
                call.query.for_next_link(),
            );
            body["@odata.nextLink"] = link.into();
        }
        body["value"] = self.value.into();
        Answer::Json(200, body)
    }
}

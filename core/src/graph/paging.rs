//! Lists in pages: the link is followed as it is, but only on the tenant's own Graph (facts 1.3; invariant 10).

use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, Pipeline, Reply, Run};
use serde_json::Value;
use url::Url;

/// A service that never ends a list would otherwise keep a caller forever.
const MOST_PAGES: u32 = 10_000;

/// The link to the next page.
///
/// # Errors
/// `unexpectedReply` when it is no address.
fn next_link(reply: &Reply) -> Result<Option<Url>> {
    match reply.body.get("@odata.nextLink").and_then(Value::as_str) {
        None => Ok(None),
        Some(text) => Url::parse(text).map(Some).map_err(|_| {
            Error::new(
                ErrorCode::UnexpectedReply,
                "the service gave a link to the next page that is no address",
            )
        }),
    }
}

/// The items of a page.
///
/// # Errors
/// `unexpectedReply` when it is none.
pub(crate) fn items(reply: &mut Reply) -> Result<Vec<Value>> {
    match reply.body.get_mut("value").map(Value::take) {
        Some(Value::Array(items)) => Ok(items),
        _ => Err(Error::new(
            ErrorCode::UnexpectedReply,
            "the service answered a list without its items",
        )),
    }
}

/// Reads a list page by page.
pub(crate) struct Pages<'a> {
    pipeline: &'a Pipeline,
    run: &'a Run<'a>,
    next: Option<Call>,
    subject: String,
    read: u32,
}

impl<'a> Pages<'a> {
    pub(crate) fn new(pipeline: &'a Pipeline, run: &'a Run<'a>, first: Call, subject: &str) -> Self {
        Self {
            pipeline,
            run,
            next: Some(first),
            subject: subject.to_owned(),
            read: 0,
        }
    }

    /// A list whose first page was read already, in a batch.
    pub(crate) fn after(
        pipeline: &'a Pipeline,
        run: &'a Run<'a>,
        call: &Call,
        reply: &Reply,
        subject: &str,
    ) -> Result<Self> {
        Ok(Self {
            pipeline,
            run,
            next: next_link(reply)?.map(|link| call.follow(link)),
            subject: subject.to_owned(),
            read: 1,
        })
    }

    /// The items of the next page; nothing after the last. A page may be empty and still not be the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Value>>> {
        let Some(call) = self.next.take() else {
            return Ok(None);
        };
        self.read += 1;
        if self.read > MOST_PAGES {
            return Err(Error::new(ErrorCode::UnexpectedReply, "the list does not end").about(&self.subject));
        }
        let mut reply = self.pipeline.demand(&call, &self.subject, self.run).await?;
        self.next = next_link(&reply)?.map(|link| call.follow(link));
        items(&mut reply)
            .map(Some)
            .map_err(|error| error.about(&self.subject))
    }

    /// Whether another page is known to exist.
    pub(crate) const fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

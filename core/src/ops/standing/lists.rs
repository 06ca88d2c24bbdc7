//! Long lists read together: their first pages in one batch, the rest page by page.

use crate::error::Result;
use crate::graph::{ObjectId, Pages};
use crate::http::{Call, Reply, Run, Version};
use crate::ops::Desk;
use serde_json::Value;

/// So many lists are in memory as the service wrote them; what is kept of them is smaller.
const TOGETHER: usize = 20;

/// A list that was read whole, or the answer that kept it from being.
type List<T> = Result<Vec<T>, Reply>;

/// Reads lists and keeps of each item what `keep` makes of it. An item that it makes nothing of spoils the list: a part
/// must not pass for the whole.
///
/// # Errors
/// What says nothing of the list itself, such as a service that is out of reach. A refusal is no error.
pub(super) async fn read<T>(
    desk: &Desk,
    calls: &[Call],
    subject: &str,
    keep: impl Fn(&Value) -> Option<T>,
    run: &Run<'_>,
) -> Result<Vec<List<T>>> {
    let mut lists = Vec::with_capacity(calls.len());
    for calls in calls.chunks(TOGETHER) {
        let replies = desk.pipeline.send_together(Version::V1, calls, run).await?;
        for (call, first) in calls.iter().zip(replies) {
            lists.push(whole(desk, call, first, subject, &keep, run).await?);
        }
    }
    Ok(lists)
}

async fn whole<T>(
    desk: &Desk,
    call: &Call,
    first: Reply,
    subject: &str,
    keep: impl Fn(&Value) -> Option<T>,
    run: &Run<'_>,
) -> Result<List<T>> {
    if !first.is_success() {
        return match is_refusal(&first) {
            true => Ok(Err(first)),
            false => Err(desk.pipeline.error_of(&first, subject)),
        };
    }
    let Some(items) = first.body.get("value").and_then(Value::as_array) else {
        return Ok(Err(first));
    };
    let Some(mut kept) = items.iter().map(&keep).collect::<Option<Vec<T>>>() else {
        return Ok(Err(first));
    };
    let mut pages = Pages::after(&desk.pipeline, run, call, &first, subject)?;
    while let Some(items) = pages.next().await? {
        for item in &items {
            match keep(item) {
                Some(item) => kept.push(item),
                None => return Ok(Err(first)),
            }
        }
    }
    Ok(Ok(kept))
}

/// Whether the service would say the same again.
const fn is_refusal(reply: &Reply) -> bool {
    matches!(reply.status, 400..=499) && !matches!(reply.status, 401 | 408 | 409 | 429)
}

/// The people in something, as their ids alone.
#[derive(Default)]
pub(super) struct Members(Box<[ObjectId]>);

impl Members {
    pub(super) fn contain(&self, person: ObjectId) -> bool {
        self.0.binary_search(&person).is_ok()
    }

    /// Who is in each of these; nothing where that is not shown. What was deleted meanwhile has nobody in it.
    pub(super) async fn read(
        desk: &Desk,
        calls: &[Call],
        subject: &str,
        run: &Run<'_>,
    ) -> Result<Vec<Option<Self>>> {
        let lists = read(desk, calls, subject, id_of, run).await?;
        let members = lists.into_iter().map(|list| match list {
            Ok(ids) => Some(Self::from(ids)),
            Err(reply) => (reply.status == 404).then(Self::default),
        });
        Ok(members.collect())
    }
}

impl From<Vec<ObjectId>> for Members {
    fn from(mut ids: Vec<ObjectId>) -> Self {
        ids.sort_unstable();
        // Pages overlap when the directory changes between them.
        ids.dedup();
        Self(ids.into_boxed_slice())
    }
}

fn id_of(item: &Value) -> Option<ObjectId> {
    ObjectId::parse(item.get("id")?.as_str()?)
}

//! The people of a unit or a group, as a list of whom to look for.

use crate::api::{Event, LongList};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::members::Body;
use crate::graph::{ObjectId, Pages, is_guid};
use crate::http::Run;
use crate::ops::Desk;
use serde_json::Value;
use std::collections::HashSet;

/// The ids of those in it.
pub(super) struct Members(HashSet<ObjectId>);

impl Members {
    /// Reads who is in it.
    ///
    /// # Errors
    /// `scopeNotFound` and `scopeAmbiguous` beside what prevents reading it.
    pub(super) async fn read(body: Body, named: &str, desk: &Desk, run: &Run<'_>) -> Result<Self> {
        let id = if is_guid(named) {
            named.to_owned()
        } else {
            id_of(body, named, desk, run).await?
        };
        let mut pages = Pages::new(&desk.pipeline, run, body.people(&id)?, named);
        let mut members = HashSet::new();
        let (mut number, mut items) = (0_u32, 0_u32);
        while let Some(page) = pages.next().await.map_err(|error| explain(error, body, named))? {
            number += 1;
            items = items.saturating_add(u32::try_from(page.len()).unwrap_or(u32::MAX));
            members.extend(
                page.iter()
                    .filter_map(|item| ObjectId::parse(item.get("id")?.as_str()?)),
            );
            run.event(Event::Reading {
                list: LongList::Members,
                pages: number,
                items,
                reached: None,
            });
        }
        Ok(Self(members))
    }

    /// Crosses somebody off; whether they were on the list.
    pub(super) fn take(&mut self, id: &str) -> bool {
        ObjectId::parse(id).is_some_and(|id| self.0.remove(&id))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who was not crossed off.
    pub(super) fn left(self) -> Vec<String> {
        let mut left: Vec<ObjectId> = self.0.into_iter().collect();
        left.sort_unstable();
        left.into_iter().map(|id| id.to_string()).collect()
    }
}

async fn id_of(body: Body, named: &str, desk: &Desk, run: &Run<'_>) -> Result<String> {
    let reply = desk.pipeline.demand(&body.named(named), named, run).await?;
    let found = reply.body.get("value").and_then(Value::as_array);
    let ids: Vec<&str> = found
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("id")?.as_str())
        .collect();
    match ids.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => Err(not_found(body, named)),
        _ => Err(Error::new(
            ErrorCode::ScopeAmbiguous,
            format!(
                "more than one {} is named {named}: {}",
                body.words(),
                ids.join(", ")
            ),
        )
        .about(named)
        .remedy("name the one you mean by its object id")),
    }
}

fn explain(error: Error, body: Body, named: &str) -> Error {
    if error.code() == ErrorCode::UserNotFound {
        not_found(body, named)
    } else {
        error
    }
}

fn not_found(body: Body, named: &str) -> Error {
    Error::new(
        ErrorCode::ScopeNotFound,
        format!("the tenant has no {} {named}", body.words()),
    )
    .about(named)
    .remedy("check the spelling, or give its object id")
}

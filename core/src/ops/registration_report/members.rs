//! The people of a unit or a group, as a list of whom to look for.

use crate::api::{Event, LongList};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::members::Body;
use crate::graph::{Pages, is_guid};
use crate::http::Run;
use crate::ops::Desk;
use serde_json::Value;
use std::collections::HashSet;

/// Ids as numbers: a unit of 100,000 people takes a few megabytes.
pub(super) struct Members(HashSet<u128>);

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
                    .filter_map(|item| number_of(item.get("id")?.as_str()?)),
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
        number_of(id).is_some_and(|number| self.0.remove(&number))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who was not crossed off.
    pub(super) fn left(self) -> Vec<String> {
        let mut left: Vec<u128> = self.0.into_iter().collect();
        left.sort_unstable();
        left.into_iter().map(id_from).collect()
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

fn number_of(id: &str) -> Option<u128> {
    if !is_guid(id) {
        return None;
    }
    u128::from_str_radix(&id.replace('-', ""), 16).ok()
}

fn id_from(number: u128) -> String {
    let text = format!("{number:032x}");
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_survives_being_a_number(id in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}") {
            prop_assert_eq!(number_of(&id).map(id_from), Some(id.clone()));
            prop_assert_eq!(number_of(&id.to_uppercase()).map(id_from), Some(id));
        }
    }
}

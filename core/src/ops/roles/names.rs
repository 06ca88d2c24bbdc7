//! Names of those who hold roles and of the units in which they do: many per request (facts 1.3).

use super::super::Desk;
use super::{gap, is_refused};
use crate::api::{Note, Principal, PrincipalKind, UnitRef};
use crate::error::Result;
use crate::graph::directory_objects::{self, MOST_IDS};
use crate::graph::role_holders;
use crate::http::Run;
use serde_json::Value;
use std::collections::HashMap;

/// What may hold a role, and what a role may be limited to.
const TYPES: &[&str] = &["user", "group", "servicePrincipal", "administrativeUnit"];

/// What ids stand for. An id that nobody could name stands for itself.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, Principal>);

impl Names {
    pub(super) fn add(&mut self, principal: Principal) {
        self.0.insert(principal.id.to_ascii_lowercase(), principal);
    }

    pub(super) fn principal(&self, id: &str) -> Principal {
        self.0
            .get(&id.to_ascii_lowercase())
            .cloned()
            .unwrap_or_else(|| Principal {
                id: id.to_owned(),
                ..Principal::default()
            })
    }

    pub(super) fn unit(&self, id: &str) -> UnitRef {
        UnitRef {
            id: id.to_owned(),
            display_name: self.principal(id).display_name,
        }
    }

    /// Looks up what is not known yet.
    pub(super) async fn look_up(
        &mut self,
        desk: &Desk,
        ids: Vec<String>,
        gaps: &mut Vec<Note>,
        run: &Run<'_>,
    ) -> Result<()> {
        let mut unknown: Vec<String> = ids
            .into_iter()
            .map(|id| id.to_ascii_lowercase())
            .filter(|id| !self.0.contains_key(id))
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        for chunk in unknown.chunks(MOST_IDS) {
            let read = desk
                .pipeline
                .demand(&directory_objects::by_ids(chunk, TYPES), "the names", run)
                .await;
            let reply = match read {
                Ok(reply) => reply,
                Err(error) if is_refused(&error) => {
                    gaps.push(gap("names", &error));
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            let items = reply
                .body
                .get("value")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            for principal in items.filter_map(|item| role_holders::read(item, PrincipalKind::Unknown)) {
                self.add(principal);
            }
        }
        Ok(())
    }
}

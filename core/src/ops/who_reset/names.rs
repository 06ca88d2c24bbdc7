//! Names for the ids in the audit log, resolved many at a time. Who was deleted stays an id and is said to be gone.

use crate::api::{ActorKind, AuditEntry};
use crate::error::Result;
use crate::graph::directory_objects::{self, Found, MOST_IDS};
use crate::graph::is_guid;
use crate::http::Run;
use crate::ops::Desk;
use serde_json::Value;
use std::collections::HashMap;

/// More names than this are not kept: a long log of a large tenant is read in constant memory.
const MOST_KEPT: usize = 20_000;
const TYPES: &[&str] = &["user", "servicePrincipal", "group"];
const GONE: &str = "(no longer in the directory)";

/// The names that are known by now.
#[derive(Default)]
pub(super) struct Names {
    known: HashMap<String, Option<Found>>,
    /// This sign-in may not read names.
    pub(super) refused: bool,
}

impl Names {
    /// Names whoever acted and whom it was about.
    pub(super) async fn tell(
        &mut self,
        entries: &mut [AuditEntry],
        desk: &Desk,
        run: &Run<'_>,
    ) -> Result<()> {
        let mut asked: Vec<String> = entries
            .iter()
            .flat_map(|entry| [&entry.actor.id, &entry.target.id])
            .flatten()
            .filter_map(|id| asks_for(id))
            .filter(|id| !self.known.contains_key(id))
            .collect();
        asked.sort_unstable();
        asked.dedup();
        if self.known.len() + asked.len() > MOST_KEPT {
            self.known.clear();
            asked = entries
                .iter()
                .flat_map(|entry| [&entry.actor.id, &entry.target.id])
                .flatten()
                .filter_map(|id| asks_for(id))
                .collect();
            asked.sort_unstable();
            asked.dedup();
        }
        for ids in asked.chunks(MOST_IDS) {
            if self.refused {
                break;
            }
            self.read(ids, desk, run).await?;
        }
        for entry in entries {
            self.name(entry);
        }
        Ok(())
    }

    async fn read(&mut self, ids: &[String], desk: &Desk, run: &Run<'_>) -> Result<()> {
        let reply = desk
            .pipeline
            .send(&directory_objects::by_ids(ids, TYPES), run)
            .await?;
        // The log is worth reading without names, too.
        let Some(found) = reply
            .body
            .get("value")
            .and_then(Value::as_array)
            .filter(|_| reply.is_success())
        else {
            self.refused = true;
            return Ok(());
        };
        self.known.extend(ids.iter().map(|id| (id.clone(), None)));
        let found = found.iter().filter_map(directory_objects::read);
        self.known
            .extend(found.map(|found| (found.id.clone(), Some(found))));
        Ok(())
    }

    fn of(&self, id: &Option<String>) -> Option<&Option<Found>> {
        self.known.get(&asks_for(id.as_deref()?)?)
    }

    fn name(&self, entry: &mut AuditEntry) {
        let actor = &mut entry.actor;
        match self.of(&actor.id) {
            Some(Some(found)) => {
                actor.in_directory = Some(true);
                replace(&mut actor.display_name, &found.display_name);
                replace(&mut actor.user_principal_name, &found.user_principal_name);
                replace(&mut actor.app_id, &found.app_id);
            }
            // Microsoft's own applications act without ever having been in the directory.
            Some(None) if actor.kind == ActorKind::User => actor.in_directory = Some(false),
            _ => {}
        }
        let nameless = match actor.kind {
            ActorKind::Application => "an application",
            ActorKind::User | ActorKind::Unknown => "unknown",
        };
        let names = [
            &actor.display_name,
            &actor.user_principal_name,
            &actor.id,
            &actor.app_id,
        ];
        actor.label = label(&names, actor.in_directory, nameless);

        let target = &mut entry.target;
        match self.of(&target.id) {
            Some(Some(found)) => {
                target.in_directory = Some(true);
                replace(&mut target.display_name, &found.display_name);
                replace(&mut target.user_principal_name, &found.user_principal_name);
            }
            Some(None) => target.in_directory = Some(false),
            None => {}
        }
        let names = [&target.display_name, &target.user_principal_name, &target.id];
        target.label = label(&names, target.in_directory, "unknown");
    }
}

/// The id as it is asked for; nothing for what is no id, such as the zeros of some records (facts 18.12).
fn asks_for(id: &str) -> Option<String> {
    let id = id.to_ascii_lowercase();
    (is_guid(&id) && id.chars().any(|c| c != '0' && c != '-')).then_some(id)
}

/// What the directory says now wins over what the record says.
fn replace(told: &mut Option<String>, found: &Option<String>) {
    if found.is_some() {
        told.clone_from(found);
    }
}

fn label(names: &[&Option<String>], in_directory: Option<bool>, nameless: &str) -> String {
    let mut given = names.iter().filter_map(|name| name.as_deref());
    let name = given.find(|name| !name.is_empty()).unwrap_or(nameless);
    if in_directory == Some(false) {
        format!("{name} {GONE}")
    } else {
        name.to_owned()
    }
}

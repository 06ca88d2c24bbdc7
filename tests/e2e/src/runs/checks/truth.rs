//! What is told against what is.

use super::demand;
use crate::runs::{Evidence, Guard, Named, Operation, PASS, ROLE};
use graph_mfa::api::{PersonResult, Response};
use graph_sim::{MethodState, UserState};
use std::collections::BTreeSet;

/// Whoever is called done is.
pub(super) fn what_is_done_is_true(evidence: &Evidence) -> Result<(), String> {
    for (id, outcome) in evidence.ended() {
        if outcome != "done" {
            continue;
        }
        let (Some(named), Some(now)) = (evidence.named.get(&id), evidence.now(&id)) else {
            return Err(format!("{id} is done, and was never named"));
        };
        let name = evidence.name(&id);
        demand(!now.deleted, || format!("{name} is done, and deleted"))?;
        let left = what_is_left(evidence, named, &now);
        demand(left.is_empty(), || {
            format!("{name} is done, and still has {left:?}")
        })?;
        let before = &evidence.people[&id].before;
        if evidence.order.revokes() {
            let from = now.sign_in_sessions_valid_from_date_time;
            let moved = from > before.sign_in_sessions_valid_from_date_time && from >= evidence.began;
            demand(moved, || format!("{name} is done, and the sessions go on"))?;
        }
        match evidence.order.operation {
            Operation::SetPerUserState => {
                let state = word(now.per_user_mfa_state);
                let asked = evidence.order.state;
                let is = state == asked || (asked == "enabled" && state == "enforced");
                demand(is, || {
                    format!("{name} is done, and is {state} instead of {asked}")
                })?;
            }
            Operation::GrantRole => demand(now.roles.iter().any(|role| role == ROLE), || {
                format!("{name} is done, and does not hold the role")
            })?,
            _ => {}
        }
    }
    passes_work(evidence)
}

/// The pass that was told last is the one that works.
fn passes_work(evidence: &Evidence) -> Result<(), String> {
    for id in evidence.named.keys() {
        let Some((_, result)) = evidence.last_told(id) else {
            continue;
        };
        let Some((pass, until)) = pass_of(result) else {
            continue;
        };
        let now = evidence.simulator.now();
        let over = until.is_none_or(|until| until.unix_ms() / 1000 <= now.unix_timestamp());
        let Some(user) = evidence.now(id).filter(|user| !user.deleted && !over) else {
            continue;
        };
        if let Err(why) = evidence.simulator.use_pass(&user.user_principal_name, &pass) {
            return Err(format!(
                "the pass that was told of {} does not work: {why:?}",
                user.user_principal_name
            ));
        }
    }
    Ok(())
}

/// The pass that a result tells, and until when it can be used.
fn pass_of(result: &PersonResult) -> Option<(String, Option<graph_mfa::platform::Timestamp>)> {
    let response = result.response.as_deref()?;
    let until = match response {
        Response::Rescue(rescue) => rescue.pass.as_ref().map(|pass| pass.ends_at),
        Response::IssuePass(issued) => Some(issued.pass.ends_at),
        _ => None,
    };
    let told = serde_json::to_value(response).ok()?;
    Some((told["temporaryAccessPass"].as_str()?.to_owned(), until))
}

/// What had to go and is there.
fn what_is_left(evidence: &Evidence, named: &Named, now: &UserState) -> Vec<String> {
    let portal = named.scope.unwrap_or(evidence.order.scope) == "portal";
    let counts = |method: &&MethodState| {
        // The portal's button leaves hardware tokens assigned.
        let only_assigned = portal && method.kind == "hardwareOath" && !is_active(method);
        evidence.order.goes(named, &method.kind, &method.id) && !only_assigned
    };
    now.methods
        .iter()
        .filter(counts)
        .map(|method| method.kind.clone())
        .collect()
}

fn is_active(method: &MethodState) -> bool {
    method
        .properties
        .get("device")
        .is_some_and(|device| device["status"] == "activated")
}

/// Whoever is not named, and whatever is outside of the scope, is as it was.
pub(super) fn nothing_else_is_touched(evidence: &Evidence) -> Result<(), String> {
    for (id, person) in &evidence.people {
        let Some(now) = evidence.now(id).filter(|now| !now.deleted) else {
            continue;
        };
        let (before, name) = (&person.before, evidence.name(id));
        let named = evidence
            .named
            .get(id)
            .filter(|_| !matches!(person.guard, Guard::Never(_)));
        let stays = |user: &UserState| -> BTreeSet<(String, bool)> {
            let outside = |method: &&MethodState| {
                named.is_none_or(|named| {
                    let is_new_pass = evidence.order.issues() && method.kind == PASS;
                    !is_new_pass && !evidence.order.goes(named, &method.kind, &method.id)
                })
            };
            let methods = user.methods.iter().filter(outside);
            methods
                .map(|method| (method.id.clone(), is_active(method)))
                .collect()
        };
        let (was, is) = (stays(before), stays(&now));
        demand(was == is, || {
            format!("{name} had {was:?} outside of the scope, and has {is:?}")
        })?;
        let writes = named.is_some();
        demand(writes || now.writes == before.writes, || {
            format!("{name} was written {} times", now.writes - before.writes)
        })?;
        let unchanged = [
            (
                "sessions",
                !(writes && evidence.order.revokes()),
                before.sign_in_sessions_valid_from_date_time == now.sign_in_sessions_valid_from_date_time,
            ),
            (
                "per-user MFA state",
                !(writes && evidence.order.operation == Operation::SetPerUserState),
                // Who gets a second factor is enforced by the service itself.
                before.per_user_mfa_state == now.per_user_mfa_state || (writes && evidence.order.issues()),
            ),
            (
                "roles",
                !(writes && evidence.order.operation == Operation::GrantRole),
                before.roles == now.roles,
            ),
            (
                "default",
                !(writes && (evidence.order.removes() || evidence.order.issues())),
                before.default == now.default,
            ),
        ];
        for (what, must, same) in unchanged {
            demand(!must || same, || format!("the {what} of {name} changed"))?;
        }
    }
    Ok(())
}

/// No request that asks for a change is about somebody guarded.
pub(super) fn nobody_guarded_is_written(evidence: &Evidence) -> Result<(), String> {
    for (id, person) in &evidence.people {
        let why = match person.guard {
            Guard::Never(why) => why,
            _ if !evidence.named.contains_key(id) => "is not in the input",
            _ => continue,
        };
        let in_log = evidence
            .log
            .iter()
            .find(|entry| entry.write && entry.target_user_id.as_ref() == Some(id));
        if let Some(entry) = in_log {
            let name = evidence.name(id);
            return Err(format!(
                "{name} {why}, and {} {} was sent",
                entry.method, entry.path
            ));
        }
        if let Some((_, write)) = evidence.writes().find(|(_, write)| write.user == *id) {
            return Err(format!(
                "{} {why}, and {} {} was sent",
                evidence.name(id),
                write.method,
                write.path
            ));
        }
    }
    Ok(())
}

fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

//! What is told of it: how it ended, and what an administrator still has to do.

use super::super::reset::note;
use super::carry_out::Work;
use crate::api::{ApplicationOutcome, Note, NoteCode, Outcome, SetupAction, SetupStatus, SetupStep};
use crate::auth::Actor;

/// Permissions with which an application can get any other.
const POWERFUL: [&str; 3] = [
    "RoleManagement.ReadWrite.Directory",
    "AppRoleAssignment.ReadWrite.All",
    "Application.ReadWrite.All",
];

pub(super) fn outcome(work: Work<'_>, actor: &Actor, validate_only: bool) -> ApplicationOutcome {
    let Work {
        desk,
        run,
        wanted,
        found,
        parts,
        superfluous,
        mut notes,
        written,
        ..
    } = work;
    let steps: Vec<SetupStep> = parts.into_iter().map(|part| part.step).collect();
    let registration = found.registration.as_ref();
    let principal = found.principal.as_ref();
    let client_id = registration
        .map(|it| it.client_id.clone())
        .or_else(|| principal.map(|it| it.client_id.clone()));
    let consent_url = match (&client_id, &actor.tenant_id) {
        (Some(id), Some(tenant)) if !wanted.is_identity() => {
            let login = desk.pipeline.cloud().login();
            Some(format!("{login}{tenant}/adminconsent?client_id={id}"))
        }
        _ => None,
    };
    notes.extend(stopped(&steps, run.is_cancelled()));
    notes.extend(failed(&steps));
    let refused = |step: &SetupStep| step.action == SetupAction::GrantPermission && is_open(step.status);
    let waits = !validate_only && steps.iter().any(refused) && consent_url.is_some();
    if !wanted.permissions.is_empty() && (waits || !wanted.grants()) {
        notes.push(note(
            NoteCode::ConsentNeeded,
            "an administrator must consent to the permissions that the application asks for before it can use them",
            &match &consent_url {
                Some(url) => format!("have a Privileged Role Administrator open {url}"),
                None => "the address for it is told once the application is registered".to_owned(),
            },
        ));
    }
    if !wanted.roles.is_empty() {
        let names: Vec<_> = wanted
            .roles
            .iter()
            .map(|role| role.display_name.as_str())
            .collect();
        notes.push(note(
            NoteCode::PeopleNeedRoles,
            format!("whoever signs in to it needs roles as well: {}", names.join(", ")),
            "grant them to the people concerned, for a time or in one administrative unit where that will do",
        ));
    }
    if !superfluous.is_empty() {
        notes.push(note(
            NoteCode::MoreThanNeeded,
            format!(
                "it has permissions that this work does not need; they stay: {}",
                superfluous.join(", ")
            ),
            "unless other work needs them, remove them in the portal, under API permissions of the application",
        ));
    }
    if wanted.is_identity() && steps.iter().any(|step| step.status != SetupStatus::AlreadySo) {
        notes.push(note(
            NoteCode::TokenKept,
            "a managed identity keeps its token for up to a day; what was granted counts with the next one",
            "restart the resource, or wait, if it is still refused",
        ));
    }
    if wanted.grants() && wanted.permissions.iter().any(|name| POWERFUL.contains(name)) {
        notes.push(note(
            NoteCode::CanGrantItself,
            "with these permissions it can give itself, and others, any role or permission of the tenant",
            "keep that work with people, or guard its certificate like that of a Global Administrator",
        ));
    }
    let is_whole = steps
        .iter()
        .all(|step| matches!(step.status, SetupStatus::AlreadySo | SetupStatus::Done));
    let name = registration
        .map(|it| it.name.as_str())
        .or_else(|| principal.map(|it| it.name.as_str()));
    ApplicationOutcome {
        display_name: name.unwrap_or_else(|| wanted.name()).to_owned(),
        managed_identity: wanted.is_identity(),
        kind: wanted.kind,
        client_id,
        application_id: registration.map(|it| it.id.clone()),
        service_principal_id: principal.map(|it| it.id.clone()),
        tenant_id: actor.tenant_id.clone(),
        outcome: (!validate_only).then_some(if is_whole { Outcome::Done } else { Outcome::Partial }),
        validate_only,
        written,
        permissions: wanted.permissions.iter().map(|name| (*name).to_owned()).collect(),
        superfluous,
        roles: wanted.roles.clone(),
        consent_url,
        steps,
        notes,
        requests_sent: run.requests_sent(),
    }
}

const fn is_open(status: SetupStatus) -> bool {
    matches!(status, SetupStatus::Failed | SetupStatus::NotStarted)
}

fn stopped(steps: &[SetupStep], cancelled: bool) -> Option<Note> {
    let open = |step: &SetupStep| matches!(step.status, SetupStatus::NotStarted | SetupStatus::NotSeen);
    (cancelled && steps.iter().any(open)).then(|| {
        note(
            NoteCode::Cancelled,
            "it was stopped before all of it was done and seen",
            "do it again: what is so by then costs nothing",
        )
    })
}

fn failed(steps: &[SetupStep]) -> Option<Note> {
    let error = steps.iter().find_map(|step| step.error.as_ref())?;
    Some(note(
        NoteCode::StepFailed,
        format!("not all of it was done: {}", error.message),
        error
            .remedy
            .as_deref()
            .unwrap_or("do it again: what is so by then costs nothing"),
    ))
}

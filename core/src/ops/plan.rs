//! The plan of a reset: a pure function from what was read to ordered steps (facts 3.6; design section 5.4).
//! [`scope`] says which methods go, [`order`] in which order.

mod order;
mod scope;

pub(super) use scope::{check_request, is_unmet, reaches_hidden_kinds};

use super::inspect::may_embody;
use super::presets;
use crate::api::{
    DefaultMethod, Inspection, Method, MethodKind, Note, NoteCode, Plan, PlanStep, RequestCount,
    ResetRequest, Scope, Stay, StayReason, StepAction, UserRef,
};
use crate::error::Result;
use order::{
    FIRST_RANK_OF_A_DEFAULT, block_mobile_behind_alternate, change_of_default, is_default, is_phone, rank,
};
use scope::{removal, why_it_stays};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Plans a reset.
///
/// # Errors
/// `invalidInput` when the request contradicts itself.
pub(crate) fn plan_reset(inspection: &Inspection, request: &ResetRequest) -> Result<Plan> {
    let request = &presets::settle(request)?;
    check_request(request)?;
    let mut goes: Vec<&Method> = Vec::new();
    let mut stays: Vec<(&Method, StayReason)> = Vec::new();
    for method in &inspection.methods {
        match why_it_stays(method, request) {
            None => goes.push(method),
            Some(reason) => stays.push((method, reason)),
        }
    }
    block_mobile_behind_alternate(&mut goes, &mut stays);

    let new_default = inspection
        .default_method
        .as_ref()
        .and_then(|default| change_of_default(default, &goes, &stays));
    let default = new_default.as_ref().or(inspection.default_method.as_ref());
    goes.sort_by_key(|method| {
        (
            is_default(method, default),
            rank(method),
            method.method_id.clone(),
        )
    });

    let mut steps: Vec<PlanStep> = Vec::new();
    if let Some(value) = &new_default {
        steps.push(set_default_step(value, &stays));
    }
    steps.extend(
        goes.iter()
            .map(|method| removal_step(method, request.scope(), default)),
    );
    for (step, number) in steps.iter_mut().zip(1..) {
        step.step = number;
    }
    Ok(Plan {
        user: UserRef::from(&inspection.user),
        preset: request.preset,
        scope: request.scope(),
        revoke_sessions: request.revokes(),
        issue_pass: request.pass.is_some(),
        requests: RequestCount {
            writes: u32::try_from(steps.len()).unwrap_or(u32::MAX)
                + u32::from(request.revokes())
                + u32::from(request.pass.is_some()),
            reads: if steps.is_empty() { 0 } else { 1 } + u32::from(request.revokes()),
        },
        fingerprint: fingerprint(inspection),
        planned_by: None,
        notes: notes(inspection, request, &steps, &stays),
        stays: stays
            .into_iter()
            .map(|(method, reason)| stay(method, reason))
            .collect(),
        steps,
    })
}

fn set_default_step(value: &DefaultMethod, stays: &[(&Method, StayReason)]) -> PlanStep {
    let reason = if stays.iter().any(|(method, _)| may_embody(method, value)) {
        "first, because the service does not let the default method go while another one stays"
    } else {
        "first, because the service would refuse to delete the present default among the others"
    };
    PlanStep {
        step: 0,
        action: StepAction::SetDefault,
        method_id: None,
        kind: None,
        default_method: Some(value.clone()),
        label: format!("default method: {}", value.label()),
        reason: reason.to_owned(),
    }
}

fn removal_step(method: &Method, scope: Scope, default: Option<&DefaultMethod>) -> PlanStep {
    let reason = if is_default(method, default) {
        "last, because it is the default: the service refuses to delete that while others exist"
    } else if is_phone(method, "alternateMobile") {
        "before the mobile number, which the service keeps as long as an alternate one exists"
    } else if is_phone(method, "mobile") {
        "after the other numbers"
    } else if rank(method) < FIRST_RANK_OF_A_DEFAULT {
        "early, because it can never be the default"
    } else {
        "before the default, because it is not the default now"
    };
    PlanStep {
        step: 0,
        action: removal(method, scope),
        method_id: Some(method.method_id.clone()),
        kind: Some(method.kind.clone()),
        default_method: None,
        label: method.label.clone(),
        reason: reason.to_owned(),
    }
}

fn stay(method: &Method, reason: StayReason) -> Stay {
    Stay {
        method_id: method.method_id.clone(),
        kind: method.kind.clone(),
        label: method.label.clone(),
        reason,
    }
}

fn notes(
    inspection: &Inspection,
    request: &ResetRequest,
    steps: &[PlanStep],
    stays: &[(&Method, StayReason)],
) -> Vec<Note> {
    let mut notes: Vec<Note> = inspection
        .notes
        .iter()
        // A view that hides nothing in scope needs no warning.
        .filter(|note| note.code != NoteCode::IncompleteView || reaches_hidden_kinds(request))
        .cloned()
        .collect();
    let mut add = |code, message: String, remedy: &str| {
        notes.push(Note {
            code,
            message,
            remedy: Some(remedy.to_owned()),
        });
    };
    let deletes = |kind: &MethodKind| {
        let mut steps = steps.iter().filter(|step| step.action == StepAction::Delete);
        steps.any(|step| step.kind.as_ref() == Some(kind))
    };
    if deletes(&MethodKind::Phone) || deletes(&MethodKind::Email) {
        add(
            NoteCode::PasswordReset,
            "methods are deleted, not only asked for again: a number or address is gone for self-service password \
             reset too"
                .to_owned(),
            "keep the phone or the e-mail address if it is to stay",
        );
    }
    if request.revokes() {
        add(
            NoteCode::SignsOutEverywhere,
            "revoking sessions signs the person out of every device and browser, not only of multifactor \
             authentication"
                .to_owned(),
            "tell the person before",
        );
    }
    for (method, reason) in stays {
        match reason {
            StayReason::UnknownKind => add(
                NoteCode::UnknownKind,
                format!(
                    "a method of the kind `{}` stays: this version does not know it",
                    method.kind
                ),
                "look at it in the portal, and update this tool",
            ),
            StayReason::Blocked => add(
                NoteCode::AlternateMobileRefused,
                "the mobile number stays: the service keeps it as long as the alternate number exists"
                    .to_owned(),
                "remove the alternate number too, or keep both",
            ),
            _ => {}
        }
    }
    notes
}

/// The methods that a reset leaves.
pub(super) fn staying<'a>(methods: &'a [Method], request: &ResetRequest) -> Vec<&'a Method> {
    let stays = |method: &&Method| why_it_stays(method, request).is_some();
    methods.iter().filter(stays).collect()
}

/// Identifies the methods that a plan was made from: the same methods and the same default give the same text.
pub(super) fn fingerprint(inspection: &Inspection) -> String {
    let mut lines: Vec<String> = inspection
        .methods
        .iter()
        .map(|method| {
            let state = method.device_status.as_deref().unwrap_or_default();
            format!("{}\u{1f}{}\u{1f}{state}", method.kind, method.method_id)
        })
        .collect();
    lines.sort();
    let mut hash = Sha256::new();
    hash.update(inspection.user.id.as_bytes());
    hash.update(
        inspection
            .default_method
            .as_ref()
            .map_or("", DefaultMethod::as_str)
            .as_bytes(),
    );
    for line in lines {
        hash.update([0x1e]);
        hash.update(line.as_bytes());
    }
    let mut text = String::new();
    for byte in &hash.finalize()[..16] {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

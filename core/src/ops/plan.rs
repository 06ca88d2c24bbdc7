//! The plan of a reset: a pure function from what was read to ordered steps (facts 3.6; design section 5.4).
//!
//! The order avoids every refusal that is known: what cannot be a default goes first, the alternate mobile
//! number before the mobile one, the default last. Where the default would still be refused because something
//! stays, or because it forms a deadlock with the alternate number, it is changed first.

use super::inspect::{may_embody, token_may_be_active};
use crate::api::{
    DefaultMethod, Inspection, Method, MethodKind, Note, NoteCode, Plan, PlanStep, RequestCount,
    ResetRequest, Scope, Stay, StayReason, StepAction, UserRef,
};
use crate::error::{Error, ErrorCode, Result};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Plans a reset.
///
/// # Errors
/// `invalidInput` when the request contradicts itself.
pub(crate) fn plan_reset(inspection: &Inspection, request: &ResetRequest) -> Result<Plan> {
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
            .map(|method| removal_step(method, request.scope, default)),
    );
    for (step, number) in steps.iter_mut().zip(1..) {
        step.step = number;
    }
    Ok(Plan {
        user: UserRef::from(&inspection.user),
        scope: request.scope,
        requests: RequestCount {
            writes: u32::try_from(steps.len()).unwrap_or(u32::MAX) + u32::from(request.revoke_sessions),
            reads: if steps.is_empty() { 0 } else { 1 } + u32::from(request.revoke_sessions),
        },
        fingerprint: fingerprint(inspection),
        notes: notes(inspection, request, &stays),
        stays: stays
            .into_iter()
            .map(|(method, reason)| stay(method, reason))
            .collect(),
        steps,
    })
}

/// Contradictions that need nobody's data to be seen.
pub(super) fn check_request(request: &ResetRequest) -> Result<()> {
    let refuse =
        |message: String, remedy: &str| Err(Error::new(ErrorCode::InvalidInput, message).remedy(remedy));
    let known = || {
        let names: Vec<_> = removable().map(MethodKind::as_str).collect();
        format!("the kinds are {}", names.join(", "))
    };
    if request.scope == Scope::Kinds && request.kinds.is_empty() {
        return refuse(
            "kinds: the scope `kinds` needs at least one kind".to_owned(),
            &known(),
        );
    }
    if request.scope != Scope::Kinds && !request.kinds.is_empty() {
        return refuse(
            "kinds: only the scope `kinds` takes a list of kinds".to_owned(),
            "leave the list out, or choose the scope `kinds`",
        );
    }
    if let Some(bad) = request
        .kinds
        .iter()
        .find(|kind| !removable().any(|known| known == *kind))
    {
        return refuse(format!("kinds: `{bad}` is no kind that can be removed"), &known());
    }
    if request.keep.iter().any(|entry| entry.trim().is_empty()) {
        return refuse("keep: an entry is empty".to_owned(), "give kinds or method ids");
    }
    Ok(())
}

fn removable() -> impl Iterator<Item = &'static MethodKind> {
    MethodKind::KNOWN
        .iter()
        .filter(|kind| **kind != MethodKind::Password)
}

/// Whether what a plan could not remove keeps a reset from being complete.
pub(super) fn is_unmet(scope: Scope, stay: &Stay) -> bool {
    match stay.reason {
        StayReason::Blocked => true,
        StayReason::UnknownKind => scope == Scope::Everything,
        StayReason::Password | StayReason::OutsideScope | StayReason::Kept | StayReason::AlreadyInactive => {
            false
        }
    }
}

/// Whether a scope includes kinds that v1.0 does not show: an incomplete view proves nothing then.
pub(super) fn reaches_hidden_kinds(request: &ResetRequest) -> bool {
    MethodKind::KNOWN
        .iter()
        .any(|kind| kind.is_hidden_in_v1() && in_scope(kind, request))
}

fn in_scope(kind: &MethodKind, request: &ResetRequest) -> bool {
    use MethodKind as K;
    match request.scope {
        Scope::Portal => matches!(
            kind,
            K::Phone
                | K::MicrosoftAuthenticator
                | K::PasswordlessMicrosoftAuthenticator
                | K::SoftwareOath
                | K::HardwareOath
        ),
        Scope::Everything => *kind != K::Password,
        Scope::Weak => matches!(
            kind,
            K::Phone
                | K::MicrosoftAuthenticator
                | K::PasswordlessMicrosoftAuthenticator
                | K::SoftwareOath
                | K::HardwareOath
                | K::QrCodePin
                | K::Email
                | K::External
        ),
        Scope::Kinds => request.kinds.contains(kind),
    }
}

fn why_it_stays(method: &Method, request: &ResetRequest) -> Option<StayReason> {
    let kept = |entry: &String| entry == method.kind.as_str() || *entry == method.method_id;
    if method.kind == MethodKind::Password {
        Some(StayReason::Password)
    } else if !method.kind.is_known() {
        Some(StayReason::UnknownKind)
    } else if request.keep.iter().any(kept) {
        Some(StayReason::Kept)
    } else if !in_scope(&method.kind, request) {
        Some(StayReason::OutsideScope)
    } else if removal(method, request.scope) == StepAction::Deactivate && !token_may_be_active(method) {
        Some(StayReason::AlreadyInactive)
    } else {
        None
    }
}

/// The portal's button deactivates hardware tokens and leaves them assigned (facts 4.1).
fn removal(method: &Method, scope: Scope) -> StepAction {
    if scope == Scope::Portal && method.kind == MethodKind::HardwareOath {
        StepAction::Deactivate
    } else {
        StepAction::Delete
    }
}

fn is_phone(method: &Method, which: &str) -> bool {
    method.kind == MethodKind::Phone && method.phone_type.as_deref() == Some(which)
}

/// The service refuses to delete the mobile number while an alternate one exists (facts 3.4).
fn block_mobile_behind_alternate<'a>(goes: &mut Vec<&'a Method>, stays: &mut Vec<(&'a Method, StayReason)>) {
    if stays
        .iter()
        .any(|(method, _)| is_phone(method, "alternateMobile"))
        && let Some(position) = goes.iter().position(|method| is_phone(method, "mobile"))
    {
        stays.push((goes.remove(position), StayReason::Blocked));
    }
}

/// The values that a default can take, the strongest first.
const PREFERENCE: [DefaultMethod; 5] = [
    DefaultMethod::Push,
    DefaultMethod::Oath,
    DefaultMethod::Sms,
    DefaultMethod::VoiceOffice,
    DefaultMethod::VoiceAlternateMobile,
];

/// The default to set first, where the present one would be refused.
fn change_of_default(
    default: &DefaultMethod,
    goes: &[&Method],
    stays: &[(&Method, StayReason)],
) -> Option<DefaultMethod> {
    let going = |value: &DefaultMethod| goes.iter().filter(|method| may_embody(method, value)).count();
    let staying = |value: &DefaultMethod| stays.iter().any(|(method, _)| may_embody(method, value));
    if going(default) == 0 || staying(default) {
        return None;
    }
    // Something that can be a default stays: the service will not let the default go before it is that one. A
    // value that only methods which stay can have is certain to let go.
    let certain = PREFERENCE
        .iter()
        .find(|value| staying(value) && going(value) == 0);
    if let Some(value) = certain.or_else(|| PREFERENCE.iter().find(|value| staying(value))) {
        return Some(value.clone());
    }
    // The alternate number cannot go because it is the default, the mobile not because of the alternate.
    let deadlock = *default == DefaultMethod::VoiceAlternateMobile && going(&DefaultMethod::Sms) > 0;
    // Of several devices any may be the default; a default that only one method can be is certain.
    let uncertain = going(default) > 1;
    if !deadlock && !uncertain {
        return None;
    }
    let alone = [
        DefaultMethod::Sms,
        DefaultMethod::VoiceOffice,
        DefaultMethod::VoiceAlternateMobile,
        DefaultMethod::Push,
    ]
    .into_iter()
    .find(|value| {
        value != default
            && going(value) == 1
            && !(going(&DefaultMethod::Sms) > 0 && *value == DefaultMethod::VoiceAlternateMobile)
    });
    alone.or_else(|| deadlock.then_some(DefaultMethod::Sms))
}

fn is_default(method: &Method, default: Option<&DefaultMethod>) -> bool {
    default.is_some_and(|value| may_embody(method, value))
}

/// Kinds from this rank on can be the default.
const FIRST_RANK_OF_A_DEFAULT: u8 = 8;

/// The order among methods that are equally far from being the default (facts 3.6 step 3).
fn rank(method: &Method) -> u8 {
    match &method.kind {
        MethodKind::TemporaryAccessPass => 0,
        MethodKind::Fido2 => 1,
        MethodKind::WindowsHelloForBusiness => 2,
        MethodKind::PlatformCredential => 3,
        MethodKind::External => 4,
        MethodKind::QrCodePin => 5,
        MethodKind::Email => 6,
        MethodKind::PasswordlessMicrosoftAuthenticator => 7,
        MethodKind::MicrosoftAuthenticator => 8,
        MethodKind::HardwareOath => 9,
        MethodKind::SoftwareOath => 10,
        MethodKind::Phone => match method.phone_type.as_deref() {
            Some("alternateMobile") => 11,
            Some("mobile") => 13,
            _ => 12,
        },
        MethodKind::Password | MethodKind::Unknown(_) => 14,
    }
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

fn notes(inspection: &Inspection, request: &ResetRequest, stays: &[(&Method, StayReason)]) -> Vec<Note> {
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

//! Which methods a reset removes, and why the others stay (facts 4.1; design section 4).

use crate::api::{Method, MethodKind, ResetRequest, Scope, Stay, StayReason, StepAction};
use crate::error::{Error, ErrorCode, Result};
use crate::ops::inspect::token_may_be_active;

/// Contradictions that need nobody's data to be seen.
pub(in crate::ops) fn check_request(request: &ResetRequest) -> Result<()> {
    let refuse =
        |message: String, remedy: &str| Err(Error::new(ErrorCode::InvalidInput, message).remedy(remedy));
    let known = || {
        let names: Vec<_> = removable().map(MethodKind::as_str).collect();
        format!("the kinds are {}", names.join(", "))
    };
    if request.scope() == Scope::Kinds && request.kinds.is_empty() {
        return refuse(
            "kinds: the scope `kinds` needs at least one kind".to_owned(),
            &known(),
        );
    }
    if request.scope() != Scope::Kinds && !request.kinds.is_empty() {
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
pub(in crate::ops) fn is_unmet(scope: Scope, stay: &Stay) -> bool {
    match stay.reason {
        StayReason::Blocked => true,
        StayReason::UnknownKind => scope == Scope::Everything,
        StayReason::Password
        | StayReason::OutsideScope
        | StayReason::Kept
        | StayReason::Pass
        | StayReason::AlreadyInactive => false,
    }
}

/// Whether a scope includes kinds that v1.0 does not show: an incomplete view proves nothing then.
pub(in crate::ops) fn reaches_hidden_kinds(request: &ResetRequest) -> bool {
    MethodKind::KNOWN
        .iter()
        .any(|kind| kind.is_hidden_in_v1() && in_scope(kind, request))
}

fn in_scope(kind: &MethodKind, request: &ResetRequest) -> bool {
    use MethodKind as K;
    match request.scope() {
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

pub(super) fn why_it_stays(method: &Method, request: &ResetRequest) -> Option<StayReason> {
    let kept = |entry: &String| entry == method.kind.as_str() || *entry == method.method_id;
    if method.kind == MethodKind::Password {
        Some(StayReason::Password)
    } else if !method.kind.is_known() {
        Some(StayReason::UnknownKind)
    } else if request.pass.is_some() && method.kind == MethodKind::TemporaryAccessPass {
        Some(StayReason::Pass)
    } else if request.keep.iter().any(kept) {
        Some(StayReason::Kept)
    } else if !in_scope(&method.kind, request) {
        Some(StayReason::OutsideScope)
    } else if removal(method, request.scope()) == StepAction::Deactivate && !token_may_be_active(method) {
        Some(StayReason::AlreadyInactive)
    } else {
        None
    }
}

/// The portal's button deactivates hardware tokens and leaves them assigned (facts 4.1).
pub(super) fn removal(method: &Method, scope: Scope) -> StepAction {
    if scope == Scope::Portal && method.kind == MethodKind::HardwareOath {
        StepAction::Deactivate
    } else {
        StepAction::Delete
    }
}

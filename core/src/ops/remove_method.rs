//! Removing one method, by the planner and the executor of a reset: the default is changed first where it must be, and
//! the mobile number waits for the alternate one (facts 3.4, 3.6).

use super::{Desk, presets, reset};
use crate::api::{
    Inspection, Method, MethodKind, Purpose, RemoveMethodRequest, ResetOutcome, ResetRequest, Scope,
};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;

/// The password has the same id for everybody (facts 2.4).
const PASSWORD_ID: &str = "28c10230-6103-485e-b985-444c60001490";

/// Which methods of a person are meant.
enum Which<'a> {
    Id(&'a str),
    Kind(&'a MethodKind, bool),
}

/// Removes the method, and proves it.
pub(super) async fn remove(
    desk: &Desk,
    request: &RemoveMethodRequest,
    run: &Run<'_>,
) -> Result<ResetOutcome> {
    let which = check(request)?;
    let begun = reset::inspect(desk, &request.user, &[Purpose::ChangeMethods], run).await?;
    let narrowed = narrow(&begun.inspection, &which, request)?;
    let mut begun = begun.plan(desk, &presets::settle(&narrowed)?, run)?;
    begun.admit(desk, run).await?;
    let executed = begun.execute(desk, run).await;
    Ok(begun.conclude(desk, executed, run).await)
}

fn check(request: &RemoveMethodRequest) -> Result<Which<'_>> {
    let refuse = |message: &str, field: &str, remedy: &str| {
        Err(Error::new(ErrorCode::InvalidInput, message)
            .about(field)
            .remedy(remedy))
    };
    let password = |field| {
        refuse(
            &format!("{field}: a password cannot be removed"),
            field,
            "reset the password in the portal, if that is what you need",
        )
    };
    match (request.method_id.as_deref().map(str::trim), &request.kind) {
        (Some(""), _) => refuse(
            "methodId: it is empty",
            "methodId",
            "give the id that listMethods shows",
        ),
        (Some(id), None) if id.eq_ignore_ascii_case(PASSWORD_ID) => password("methodId"),
        (Some(_), None) if request.all => refuse(
            "all: only a kind can be of several methods",
            "all",
            "leave it out, or give a kind instead of the id",
        ),
        (Some(id), None) => Ok(Which::Id(id)),
        (None, Some(MethodKind::Password)) => password("kind"),
        (None, Some(MethodKind::Unknown(name))) => refuse(
            &format!("kind: `{name}` is no kind that can be removed"),
            "kind",
            "give one of the kinds that describe lists",
        ),
        (None, Some(kind)) => Ok(Which::Kind(kind, request.all)),
        (Some(_), Some(_)) => refuse(
            "methodId: it says already which one; a kind beside it is too much",
            "methodId",
            "give the id or the kind",
        ),
        (None, None) => refuse(
            "methodId: it is not said which method",
            "methodId",
            "give the id that listMethods shows, or the kind",
        ),
    }
}

/// The reset that removes just these: their kind, without those of it that are not meant.
fn narrow(inspection: &Inspection, which: &Which<'_>, request: &RemoveMethodRequest) -> Result<ResetRequest> {
    let upn = &inspection.user.user_principal_name;
    let methods = &inspection.methods;
    let (kind, keep) = match which {
        Which::Id(id) => {
            let Some(method) = methods.iter().find(|method| method.method_id == *id) else {
                return Err(not_found(inspection, &format!("the id {id}")));
            };
            if method.kind == MethodKind::Password || !method.kind.is_known() {
                return Err(Error::new(
                    ErrorCode::InvalidInput,
                    format!(
                        "methodId: a method of the kind `{}` cannot be removed",
                        method.kind
                    ),
                )
                .about("methodId")
                .remedy("look at it in the portal, and update this tool"));
            }
            let others = methods.iter().filter(|other| other.method_id != *id);
            let keep = others
                .filter(|other| other.kind == method.kind)
                .map(|other| other.method_id.clone())
                .collect();
            (&method.kind, keep)
        }
        Which::Kind(kind, all) => {
            let found: Vec<_> = methods.iter().filter(|method| method.kind == **kind).collect();
            if found.is_empty() {
                return Err(not_found(inspection, &format!("the kind {kind}")));
            }
            if found.len() > 1 && !all {
                return Err(Error::new(
                    ErrorCode::MethodAmbiguous,
                    format!(
                        "{upn} has {} methods of the kind {kind}: {}; nothing was changed",
                        found.len(),
                        listed(found)
                    ),
                )
                .about(upn)
                .remedy("name the one you mean by its id, or remove all of them (all)"));
            }
            (*kind, Vec::new())
        }
    };
    let mut case = request.case.clone();
    if let Which::Id(id) = which {
        // Who names the method has said that it is this one that goes, even from an administrator.
        case.get_or_insert_default().override_lock_out = Some((*id).to_owned());
    }
    Ok(ResetRequest {
        user: request.user.clone(),
        preset: None,
        scope: Some(Scope::Kinds),
        kinds: vec![kind.clone()],
        keep,
        revoke_sessions: None,
        pass: None,
        fingerprint: None,
        planned_by: None,
        case,
    })
}

fn not_found(inspection: &Inspection, what: &str) -> Error {
    let upn = &inspection.user.user_principal_name;
    let methods = inspection
        .methods
        .iter()
        .filter(|method| method.kind != MethodKind::Password)
        .collect::<Vec<_>>();
    let there = if methods.is_empty() {
        "there is none but the password".to_owned()
    } else {
        format!("there are {}", listed(methods))
    };
    Error::new(
        ErrorCode::MethodNotFound,
        format!("{upn} has no method with {what}: {there}; nothing was changed"),
    )
    .about(upn)
    .remedy("list the methods and choose one; if it was removed just now, there is nothing left to do")
}

fn listed(methods: Vec<&Method>) -> String {
    let texts: Vec<_> = methods
        .into_iter()
        .map(|method| format!("{} ({})", method.label, method.method_id))
        .collect();
    texts.join(", ")
}

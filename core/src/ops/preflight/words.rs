//! The answers in words: what the service would do, why, and who may.

use super::ground::Ground;
use super::matrix::{Judgement, Power, Reach, Tri};
use crate::api::{LeastRole, PreflightAnswer, PreflightReason, PreflightVerdict, Purpose, Standing, User};
use crate::error::{Error, ErrorCode, Result};
use crate::ops::permissions::role_with_id;

/// The answer that the table gives.
pub(super) fn verdict(
    purpose: Purpose,
    judgement: Judgement,
    ground: &Ground,
    user: &User,
) -> PreflightVerdict {
    let least = ground.least(purpose);
    let answer = match judgement.answer {
        Tri::Yes => PreflightAnswer::Allowed,
        Tri::No => PreflightAnswer::Refused,
        Tri::Unknown => PreflightAnswer::Unknown,
    };
    PreflightVerdict {
        purpose,
        answer,
        reason: judgement.reason,
        message: message(purpose, judgement.reason, ground, user),
        remedy: remedy(answer, judgement.reason, least.as_ref(), ground, user),
        least_role: least.map(|power| LeastRole {
            role: role_with_id(&power.role),
            administrative_unit: match power.reach {
                Reach::Unit(unit) => Some(unit),
                Reach::Tenant | Reach::Object => None,
            },
        }),
        missing_permissions: Vec::new(),
    }
}

/// Refuses what the service would refuse.
///
/// # Errors
/// `notAllowed`, naming the least role.
pub(super) fn refuse(verdict: &PreflightVerdict, user: &User) -> Result<()> {
    if verdict.answer != PreflightAnswer::Refused {
        return Ok(());
    }
    let error = Error::new(
        ErrorCode::NotAllowed,
        format!("{}; nothing was changed", verdict.message),
    )
    .about(&user.user_principal_name);
    Err(match &verdict.remedy {
        Some(remedy) => error.remedy(remedy),
        None => error,
    })
}

/// The purpose as the end of "may not …", with the person in it.
fn deed(purpose: Purpose, name: &str) -> String {
    match purpose {
        Purpose::ChangeMethods => format!("change authentication methods of {name}"),
        Purpose::RevokeSessions => format!("revoke sign-in sessions of {name}"),
        Purpose::IssuePass => format!("issue a Temporary Access Pass to {name}"),
        Purpose::SetPerUserState => format!("change the per-user MFA state of {name}"),
    }
}

fn message(purpose: Purpose, reason: PreflightReason, ground: &Ground, user: &User) -> String {
    let name = &user.user_principal_name;
    let deed = deed(purpose, name);
    match reason {
        PreflightReason::RoleAllows => format!("a role of this sign-in lets it {deed}"),
        PreflightReason::Application => {
            format!("as an application, this sign-in may {deed}: no role limits it")
        }
        PreflightReason::RoleMissing => format!("no role of this sign-in lets it {deed}"),
        PreflightReason::TargetOutranks => {
            let held = ground.standing.as_ref().map(Standing::words).unwrap_or_default();
            format!("the roles of this sign-in are too low to {deed} ({held})")
        }
        PreflightReason::OutsideUnit => {
            format!("this sign-in may not {deed}: its role is for administrative units that {name} is not in")
        }
        PreflightReason::RestrictedUnit => format!(
            "this sign-in may not {deed}: {name} is in {}, and it holds no sufficient role there",
            restricted_units(ground)
        ),
        PreflightReason::OwnRolesUnread => format!(
            "whether this sign-in may {deed} is not known: its roles in administrative units could not be read"
        ),
        PreflightReason::TargetUnread => format!(
            "whether this sign-in may {deed} is not known: {} could not be read",
            unread(ground)
        ),
        PreflightReason::CustomRole => format!(
            "whether this sign-in may {deed} is not known: only a role of the tenant's own might allow it"
        ),
        // Decided before the table is asked.
        PreflightReason::PermissionMissing | PreflightReason::OwnAccount | PreflightReason::Guarded => deed,
    }
}

fn remedy(
    answer: PreflightAnswer,
    reason: PreflightReason,
    least: Option<&Power>,
    ground: &Ground,
    user: &User,
) -> Option<String> {
    let name = &user.user_principal_name;
    match answer {
        PreflightAnswer::Allowed => None,
        PreflightAnswer::Unknown => Some(match reason {
            PreflightReason::TargetUnread => format!(
                "add {} to the app registration to know before; it may be tried",
                ground.missing_permissions().join(" and ")
            ),
            PreflightReason::OwnRolesUnread => {
                "add RoleManagement.Read.Directory to the app registration to know before; it may be tried"
                    .to_owned()
            }
            _ => "it may be tried".to_owned(),
        }),
        PreflightAnswer::Refused => Some(match least {
            Some(power) => {
                let role = role_with_id(&power.role).display_name;
                match &power.reach {
                    Reach::Unit(_) => format!(
                        "the least role that may is {role}, held in {}",
                        restricted_units(ground)
                    ),
                    Reach::Tenant | Reach::Object => format!("the least role that may is {role}"),
                }
            }
            None if ground.restricted => format!(
                "no role is known that may: have somebody who manages {} take {name} out of it first, or look there \
                 for who holds a role",
                restricted_units(ground)
            ),
            None => format!("ask a Global Administrator to help {name}"),
        }),
    }
}

fn restricted_units(ground: &Ground) -> String {
    let names: Vec<_> = ground
        .units
        .iter()
        .flatten()
        .filter(|unit| unit.is_restricted == Some(true))
        .map(|unit| unit.name.as_str())
        .collect();
    if names.is_empty() {
        "a unit of restricted management".to_owned()
    } else {
        format!("the restricted management unit {}", names.join(", "))
    }
}

fn unread(ground: &Ground) -> String {
    let unread = ground.standing.iter().flat_map(|standing| &standing.unread);
    let mut what: Vec<_> = unread.map(|unread| unread.what.as_str()).collect();
    if what.is_empty() {
        what.push("an administrative unit");
    }
    what.join(", ")
}

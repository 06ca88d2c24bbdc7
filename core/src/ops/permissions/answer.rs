//! What operations need, told without a tenant; and what a sign-in has of it. Pure.

use super::catalogue::{permission_id, role_named, role_with_id};
use super::{Need, OPERATIONS, Operation, Roles, needs_of};
use crate::api::{
    OperationNeeds, PermissionGap, PermissionKind, PermissionNeed, Purpose, QuickResponse,
    RequiredResourceAccess, ResourceAccess, RoleNeed, RoleRef,
};
use crate::auth::{Actor, SignInKind};
use crate::cloud::GRAPH_APP_ID;
use crate::error::{Error, ErrorCode, Result};

/// Means every operation.
const ALL: &str = "all";

/// What is in every delegated token, and no permission of an operation.
const COMMON: [&str; 5] = ["openid", "profile", "email", "offline_access", "User.Read"];

/// What these operations need: permissions, roles, and the manifest that asks for them.
///
/// # Errors
/// `invalidInput`, naming an operation that does not exist.
pub(in crate::ops) fn permissions(names: &[String], kinds: Option<PermissionKind>) -> Result<QuickResponse> {
    let operations = chosen(names)?;
    let both = [PermissionKind::Delegated, PermissionKind::Application];
    let kinds = both
        .into_iter()
        .filter(|kind| kinds.is_none_or(|only| only == *kind));
    let concerned = |need: &Need| kinds.clone().any(|kind| need.concerns(kind));
    let least = least_permissions(&operations, &concerned);
    let resource_access = kinds
        .clone()
        .flat_map(|kind| {
            let least = least_permissions(&operations, &|need| need.concerns(kind));
            least.into_iter().filter_map(move |name| {
                Some(ResourceAccess {
                    id: permission_id(name, kind)?.to_owned(),
                    kind: match kind {
                        PermissionKind::Delegated => "Scope".to_owned(),
                        PermissionKind::Application => "Role".to_owned(),
                    },
                })
            })
        })
        .collect();
    Ok(QuickResponse::Permissions {
        operations: operations
            .iter()
            .map(|operation| OperationNeeds {
                operation: operation.name.to_owned(),
                permissions: operation
                    .needs
                    .iter()
                    .filter(|need| concerned(need))
                    .map(|need| told(need))
                    .collect(),
                roles: operation.roles.iter().map(|roles| told_roles(roles)).collect(),
            })
            .collect(),
        least: least.iter().map(|name| (*name).to_owned()).collect(),
        roles: least_roles(&operations),
        required_resource_access: vec![RequiredResourceAccess {
            resource_app_id: GRAPH_APP_ID.to_owned(),
            resource_access,
        }],
    })
}

/// The least permissions of this kind that are enough for these operations, and the least roles of a person.
///
/// # Errors
/// As [`permissions`].
pub(in crate::ops) fn enough(
    names: &[String],
    kind: PermissionKind,
    but: &str,
) -> Result<(Vec<&'static str>, Vec<RoleRef>)> {
    let named = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    let mut operations = chosen(names)?;
    // What comes with everything is not what was asked for by its name.
    operations.retain(|operation| operation.name != but || named(but));
    let least = least_permissions(&operations, &|need| need.concerns(kind));
    Ok((least, least_roles(&operations)))
}

/// What the sign-in lacks for these operations, and has beyond them; nothing when its token does not tell.
///
/// # Errors
/// As [`permissions`].
pub(in crate::ops) fn gap(actor: &Actor, names: &[String]) -> Result<Option<PermissionGap>> {
    let operations = chosen(names)?;
    let Some(held) = &actor.permissions else {
        return Ok(None);
    };
    let kind = kind_of(actor);
    let mut missing: Vec<&Need> = Vec::new();
    let mut missing_roles: Vec<&Roles> = Vec::new();
    for operation in &operations {
        for need in operation.needs.iter().filter(|need| need.concerns(kind)) {
            if actor.has_any(need.any_of) == Some(false)
                && !missing.iter().any(|known| known.what == need.what)
            {
                missing.push(need);
            }
        }
        for roles in operation.roles {
            let known = missing_roles.iter().any(|known| known.what == roles.what);
            if actor.kind == SignInKind::Person && !known && !holds(actor, roles) {
                missing_roles.push(roles);
            }
        }
    }
    let needed = |name: &str| {
        COMMON.iter().any(|common| common.eq_ignore_ascii_case(name))
            || operations
                .iter()
                .flat_map(|operation| operation.needs)
                .filter(|need| need.concerns(kind))
                .any(|need| need.any_of.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)))
    };
    Ok(Some(PermissionGap {
        missing: missing.into_iter().map(told).collect(),
        missing_roles: missing_roles.into_iter().map(told_roles).collect(),
        unneeded: held.iter().filter(|name| !needed(name)).cloned().collect(),
    }))
}

/// Permissions of the token that neither a preflight nor any of the purposes needs; nothing when it does not tell.
pub(in crate::ops) fn unneeded_for(actor: &Actor, purposes: &[Purpose]) -> Option<Vec<String>> {
    let operation = OPERATIONS.iter().find(|operation| operation.name == "preflight");
    let reading = operation.into_iter().flat_map(|operation| operation.needs);
    let needs: Vec<_> = reading
        .chain(purposes.iter().flat_map(|purpose| needs_of(*purpose)))
        .filter(|need| need.concerns(kind_of(actor)))
        .flat_map(|need| need.any_of)
        .chain(&COMMON)
        .chain(&["Policy.Read.All"])
        .collect();
    let needed = |name: &str| needs.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    let held = actor.permissions.as_ref()?.iter();
    Some(held.filter(|name| !needed(name)).cloned().collect())
}

/// The person's roles, by name where it is known.
pub(in crate::ops) fn roles_of(actor: &Actor) -> Option<Vec<RoleRef>> {
    let roles = actor.roles.as_ref()?;
    Some(roles.iter().map(|id| role_with_id(id)).collect())
}

/// Which kind of permissions is in the token.
fn kind_of(actor: &Actor) -> PermissionKind {
    match actor.kind {
        SignInKind::Person => PermissionKind::Delegated,
        _ => PermissionKind::Application,
    }
}

fn chosen(names: &[String]) -> Result<Vec<&'static Operation>> {
    if names.is_empty() || names.iter().any(|name| name == ALL) {
        return Ok(OPERATIONS.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            OPERATIONS
                .iter()
                .find(|operation| operation.name.eq_ignore_ascii_case(name))
                .ok_or_else(|| {
                    let known: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
                    Error::new(
                        ErrorCode::InvalidInput,
                        format!("operations: there is no operation {name}"),
                    )
                    .about(name)
                    .remedy(format!("give {ALL}, or some of these: {}", known.join(", ")))
                })
        })
        .collect()
}

fn holds(actor: &Actor, roles: &Roles) -> bool {
    actor.roles.as_ref().is_none_or(|own| {
        own.iter().any(|id| {
            let name = role_with_id(id).display_name;
            // It can do whatever any other can.
            name == "Global Administrator" || roles.any_of.contains(&name.as_str())
        })
    })
}

/// The fewest and least permissions that meet every need.
fn least_permissions(
    operations: &[&'static Operation],
    concerned: &dyn Fn(&Need) -> bool,
) -> Vec<&'static str> {
    let needs = operations.iter().flat_map(|operation| operation.needs);
    let needs = needs.filter(|need| concerned(need));
    fewest(needs.map(|need| need.any_of).collect())
}

fn least_roles(operations: &[&Operation]) -> Vec<RoleRef> {
    let needs = operations.iter().flat_map(|operation| operation.roles);
    fewest(needs.map(|roles| roles.any_of).collect())
        .into_iter()
        .map(role_named)
        .collect()
}

/// The first of each, without those that others make superfluous.
fn fewest(needs: Vec<&'static [&'static str]>) -> Vec<&'static str> {
    let mut picked: Vec<&'static str> = Vec::new();
    for first in needs.iter().filter_map(|any_of| any_of.first()) {
        if !picked.contains(first) {
            picked.push(first);
        }
    }
    let mut place = 0;
    while place < picked.len() {
        let met_without = needs.iter().all(|any_of| {
            picked
                .iter()
                .enumerate()
                .any(|(other, name)| other != place && any_of.contains(name))
        });
        if met_without {
            picked.remove(place);
        } else {
            place += 1;
        }
    }
    picked
}

pub(super) fn told(need: &Need) -> PermissionNeed {
    PermissionNeed {
        what: need.what.to_owned(),
        any_of: need.any_of.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn told_roles(roles: &Roles) -> RoleNeed {
    RoleNeed {
        what: roles.what.to_owned(),
        any_of: roles.any_of.iter().map(|name| role_named(name)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Request;

    #[test]
    fn every_operation_is_in_the_table_with_needs_that_a_manifest_can_ask_for() {
        let names: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert_eq!(names, Request::OPERATIONS);
        for operation in OPERATIONS {
            for need in operation.needs {
                for kind in [PermissionKind::Delegated, PermissionKind::Application] {
                    assert!(
                        permission_id(need.any_of[0], kind).is_some(),
                        "{}",
                        need.any_of[0]
                    );
                }
                assert!(need.what.starts_with("to "), "{}", need.what);
            }
            for roles in operation.roles {
                for name in roles.any_of {
                    assert!(!role_named(name).template_id.is_empty(), "{name}");
                }
            }
        }
    }

    fn answer(names: &[&str]) -> (Vec<String>, Vec<String>, usize) {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        match permissions(&names, Some(PermissionKind::Application)).expect("known operations") {
            QuickResponse::Permissions {
                least,
                roles,
                required_resource_access,
                ..
            } => (
                least,
                roles.into_iter().map(|role| role.display_name).collect(),
                required_resource_access[0].resource_access.len(),
            ),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_least_that_meets_every_need_is_told() {
        assert_eq!(
            answer(&["listMethods"]).0,
            ["User.Read.All", "UserAuthenticationMethod.Read.All"]
        );
        let (permissions, roles, entries) = answer(&["listMethods", "reset", "revokeSessions"]);
        assert_eq!(
            permissions,
            [
                "User.Read.All",
                "RoleManagement.Read.Directory",
                "GroupMember.Read.All",
                "PrivilegedEligibilitySchedule.Read.AzureADGroup",
                "UserAuthenticationMethod.ReadWrite.All",
                "User.RevokeSessions.All"
            ]
        );
        assert_eq!(
            (roles, entries),
            (vec!["Authentication Administrator".to_owned()], 6)
        );
        assert_eq!(answer(&["checkSignIn"]).2, 0);
        assert_eq!(answer(&[]), answer(&["all"]));
    }

    #[test]
    fn what_only_applications_need_is_asked_of_no_person() {
        const PERMISSION: &str = "PrivilegedEligibilitySchedule.Read.AzureADGroup";
        let told = |kind| {
            let answer = permissions(&["reset".to_owned()], kind).expect("a known operation");
            let QuickResponse::Permissions {
                operations,
                least,
                required_resource_access,
                ..
            } = answer
            else {
                panic!("other: {answer:?}")
            };
            let mut needs = operations[0].permissions.iter();
            let is_needed = needs.any(|need| need.any_of[0] == PERMISSION);
            assert_eq!(is_needed, least.iter().any(|name| name == PERMISSION));
            let access = required_resource_access[0].resource_access.iter();
            let kinds = access
                .filter(|access| {
                    [PermissionKind::Delegated, PermissionKind::Application]
                        .iter()
                        .any(|kind| permission_id(PERMISSION, *kind) == Some(access.id.as_str()))
                })
                .map(|access| access.kind.clone());
            (is_needed, kinds.collect::<Vec<_>>())
        };
        assert_eq!(told(Some(PermissionKind::Delegated)), (false, vec![]));
        assert_eq!(
            told(Some(PermissionKind::Application)),
            (true, vec!["Role".to_owned()])
        );
        assert_eq!(told(None), (true, vec!["Role".to_owned()]));

        let missed = |kind| {
            let actor = Actor {
                kind,
                permissions: Some(vec![]),
                ..Actor::default()
            };
            let gap = gap(&actor, &["reset".to_owned()]).expect("a known operation");
            let missing = gap.expect("the token tells").missing;
            missing.iter().any(|need| need.any_of[0] == PERMISSION)
        };
        assert!(missed(SignInKind::Application) && !missed(SignInKind::Person));
    }

    #[test]
    fn an_operation_that_does_not_exist_is_named() {
        let refused = permissions(&["dance".to_owned()], None).expect_err("unknown");
        assert_eq!(refused.code(), ErrorCode::InvalidInput);
        assert!(refused.message().contains("dance"));
    }

    #[test]
    fn what_is_missing_and_what_is_not_needed_are_told() {
        let actor = Actor {
            kind: SignInKind::Person,
            permissions: Some(
                ["User.Read.All", "openid", "Mail.Send"]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            roles: Some(vec!["4a5d8f65-41da-4de4-8968-e035b65339cf".to_owned()]),
            ..Actor::default()
        };
        let gap = gap(&actor, &["listMethods".to_owned(), "whoReset".to_owned()])
            .expect("known operations")
            .expect("the token tells");
        let missing: Vec<_> = gap.missing.iter().map(|need| need.any_of[0].as_str()).collect();
        assert_eq!(
            missing,
            ["UserAuthenticationMethod.Read.All", "AuditLog.Read.All"]
        );
        assert_eq!(gap.missing_roles.len(), 1, "Reports Reader reads the audit log");
        assert_eq!(gap.unneeded, ["Mail.Send"]);
        assert_eq!(super::gap(&Actor::default(), &[]).expect("all"), None);
    }
}

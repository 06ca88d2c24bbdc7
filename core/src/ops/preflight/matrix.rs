//! Who may act on whom: the table of facts 8.4 and 8.5, and a pure function that reads it. What is not known makes an
//! answer unknown only where it could change it.

use crate::api::{Holding, HoldingKind, PreflightReason, Purpose, Standing, Unread};
use crate::graph::roles::Unit;
use crate::ops::standing::{ELIGIBLE, ELIGIBLE_GROUPS};

pub(super) const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";
pub(super) const PRIVILEGED_AUTHENTICATION: &str = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
pub(super) const AUTHENTICATION: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";
pub(super) const AUTHENTICATION_POLICY: &str = "0526716b-113d-4c15-b2c8-68e3c22b9f80";
pub(super) const USER: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
pub(super) const HELPDESK: &str = "729827e3-9c14-49f7-bb1b-9608f156bbb8";

/// The roles that carry an action, the least first. No other built-in role does.
pub(super) const fn carrying(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::ChangeMethods | Purpose::IssuePass => &[AUTHENTICATION, PRIVILEGED_AUTHENTICATION, GLOBAL],
        Purpose::RevokeSessions => &[HELPDESK, AUTHENTICATION, USER, PRIVILEGED_AUTHENTICATION, GLOBAL],
        Purpose::SetPerUserState => &[AUTHENTICATION_POLICY, GLOBAL],
    }
}

/// A role of the person acted on, and who may act on its holders besides the two roles that may act on everybody. The
/// holders of every role that is not here are for those two alone.
const MANAGEABLE: &[(&str, &[&str])] = &[
    // Directory Readers
    (
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // Guest Inviter
    (
        "95e79109-95c0-4d8e-aee3-d01accf2d47b",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // Password Administrator
    (
        "966707d0-3269-4727-9be2-8c3a10f19b9d",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // Message Center Reader
    (
        "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // Reports Reader
    (
        "4a5d8f65-41da-4de4-8968-e035b65339cf",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // Usage Summary Reports Reader
    (
        "75934031-6c7e-415a-99d7-48dbd49e875e",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    // User Experience Success Manager
    (
        "27460883-1df1-4691-b032-3b79643e5e63",
        &[HELPDESK, AUTHENTICATION, USER],
    ),
    (HELPDESK, &[HELPDESK, USER]),
    (AUTHENTICATION, &[AUTHENTICATION]),
    // Groups Administrator
    ("fdd7a751-b60b-444a-984c-02652fe8fa1c", &[USER]),
    (USER, &[USER]),
];

/// Yes, no, or not to be told from what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tri {
    Yes,
    No,
    Unknown,
}

/// Where a role counts with which somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Tenant,
    /// One administrative unit, by id.
    Unit(String),
    /// One application or group: no person.
    Object,
}

/// A role with which somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Power {
    pub(super) role: String,
    pub(super) reach: Reach,
    /// A role of the tenant's own: what it carries is not known here.
    pub(super) is_custom: bool,
}

/// What somebody acts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Actor {
    /// The table binds people; an application is bound by units of restricted management only.
    pub(super) is_application: bool,
    pub(super) powers: Vec<Power>,
    /// Whether these are all: roles in units are in no token.
    pub(super) complete: bool,
}

impl Actor {
    /// Whether a role of theirs counts for the members of a unit only.
    pub(super) fn acts_in_units(&self) -> bool {
        let mut powers = self.powers.iter();
        powers.any(|power| matches!(power.reach, Reach::Unit(_)))
    }
}

/// Whom it is done to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    /// Absent when it was not read.
    pub(super) standing: Option<&'a Standing>,
    /// Whether the person is in a unit of restricted management.
    pub(super) restricted: bool,
    /// The person's administrative units; absent when they were not read.
    pub(super) units: Option<&'a [Unit]>,
}

/// What the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) answer: Tri,
    pub(super) reason: PreflightReason,
}

/// Whether the one may do that to the other.
pub(super) fn judge(purpose: Purpose, actor: &Actor, target: Target<'_>) -> Judgement {
    if actor.is_application && !target.restricted {
        return Judgement {
            answer: Tri::Yes,
            reason: PreflightReason::Application,
        };
    }
    let mut unknown = None;
    let mut refused = None;
    for power in &actor.powers {
        let (answer, reason) = with_power(purpose, power, target);
        match answer {
            Tri::Yes => {
                return Judgement {
                    answer,
                    reason: PreflightReason::RoleAllows,
                };
            }
            Tri::Unknown => unknown = unknown.or(Some(reason)),
            Tri::No => refused = telling(refused, reason),
        }
    }
    if let Some(reason) = unknown {
        return Judgement {
            answer: Tri::Unknown,
            reason,
        };
    }
    if !actor.complete {
        return Judgement {
            answer: Tri::Unknown,
            reason: PreflightReason::OwnRolesUnread,
        };
    }
    Judgement {
        answer: Tri::No,
        reason: match refused {
            _ if target.restricted => PreflightReason::RestrictedUnit,
            Some(reason) => reason,
            None => PreflightReason::RoleMissing,
        },
    }
}

/// Of two reasons the one that says more: a role that is too low says more than one that does something else.
fn telling(known: Option<PreflightReason>, other: PreflightReason) -> Option<PreflightReason> {
    let weight = |reason: &PreflightReason| match reason {
        PreflightReason::RoleMissing => 0,
        PreflightReason::OutsideUnit => 1,
        _ => 2,
    };
    match known {
        Some(known) if weight(&known) >= weight(&other) => Some(known),
        _ => Some(other),
    }
}

fn with_power(purpose: Purpose, power: &Power, target: Target<'_>) -> (Tri, PreflightReason) {
    let covered = match &power.reach {
        Reach::Object => return (Tri::No, PreflightReason::RoleMissing),
        Reach::Tenant if target.restricted => (Tri::No, PreflightReason::RestrictedUnit),
        Reach::Tenant => (Tri::Yes, PreflightReason::RoleAllows),
        Reach::Unit(unit) => in_unit(unit, target),
    };
    if power.is_custom {
        return match covered.0 {
            Tri::No => covered,
            Tri::Yes | Tri::Unknown => (Tri::Unknown, PreflightReason::CustomRole),
        };
    }
    if !carrying(purpose).contains(&power.role.as_str()) {
        return (Tri::No, PreflightReason::RoleMissing);
    }
    // Per-user MFA is a setting of the tenant: its administrators need no rank (facts 4.3).
    let outranks = match (&power.reach, purpose) {
        (_, Purpose::SetPerUserState) => (Tri::Yes, PreflightReason::RoleAllows),
        (Reach::Tenant, _) => outranks(&power.role, target.standing),
        (Reach::Unit(_) | Reach::Object, _) => is_plain(target.standing),
    };
    match (covered.0, outranks.0) {
        (Tri::No, _) => covered,
        (_, Tri::No) => outranks,
        (Tri::Unknown, _) => covered,
        _ => outranks,
    }
}

/// Whether a role in that unit covers the person. In a unit of restricted management only roles in such a unit do.
fn in_unit(unit: &str, target: Target<'_>) -> (Tri, PreflightReason) {
    let Some(units) = target.units else {
        return (Tri::Unknown, PreflightReason::TargetUnread);
    };
    match units.iter().find(|known| known.id.eq_ignore_ascii_case(unit)) {
        None => (Tri::No, PreflightReason::OutsideUnit),
        Some(_) if !target.restricted => (Tri::Yes, PreflightReason::RoleAllows),
        Some(unit) => match unit.is_restricted {
            Some(true) => (Tri::Yes, PreflightReason::RoleAllows),
            Some(false) => (Tri::No, PreflightReason::RestrictedUnit),
            None => (Tri::Unknown, PreflightReason::TargetUnread),
        },
    }
}

/// Whether a role for the whole tenant is high enough.
fn outranks(role: &str, standing: Option<&Standing>) -> (Tri, PreflightReason) {
    if [GLOBAL, PRIVILEGED_AUTHENTICATION].contains(&role) {
        return (Tri::Yes, PreflightReason::RoleAllows);
    }
    every(standing, |held| match held.kind {
        // What is not activated does not protect.
        HoldingKind::Eligible | HoldingKind::EligibleMember | HoldingKind::EligibleOwner => Tri::Yes,
        HoldingKind::Member | HoldingKind::Owner => Tri::No,
        HoldingKind::Active | HoldingKind::Scoped => {
            let manageable = held.role.as_ref().is_some_and(|own| {
                MANAGEABLE
                    .iter()
                    .any(|(id, by)| own.template_id.eq_ignore_ascii_case(id) && by.contains(&role))
            });
            match (manageable, held.kind, held.restricted) {
                (false, ..) | (true, HoldingKind::Scoped, Some(true)) => Tri::No,
                (true, HoldingKind::Scoped, None) => Tri::Unknown,
                (true, ..) => Tri::Yes,
            }
        }
    })
}

/// Whether the person holds nothing at all: a role in a unit acts on nobody else.
fn is_plain(standing: Option<&Standing>) -> (Tri, PreflightReason) {
    every(standing, |held| match held.kind {
        HoldingKind::Eligible | HoldingKind::EligibleMember | HoldingKind::EligibleOwner => Tri::Yes,
        _ => Tri::No,
    })
}

fn every(standing: Option<&Standing>, may: impl Fn(&Holding) -> Tri) -> (Tri, PreflightReason) {
    let Some(standing) = standing else {
        return (Tri::Unknown, PreflightReason::TargetUnread);
    };
    let answers: Vec<Tri> = standing.holdings.iter().map(may).collect();
    if answers.contains(&Tri::No) {
        (Tri::No, PreflightReason::TargetOutranks)
    } else if answers.contains(&Tri::Unknown) || standing.unread.iter().any(protects) {
        (Tri::Unknown, PreflightReason::TargetUnread)
    } else {
        (Tri::Yes, PreflightReason::RoleAllows)
    }
}

/// Whether what was not read could protect the person. What could be activated does not.
fn protects(unread: &Unread) -> bool {
    ![ELIGIBLE, ELIGIBLE_GROUPS].contains(&unread.what.as_str())
}

/// The least role for the whole tenant, or for a unit of restricted management, with which a person may do it; nothing
/// when none may.
pub(super) fn least(purpose: Purpose, target: Target<'_>) -> Option<Power> {
    let known = target.units.unwrap_or_default();
    let restricted = known.iter().find(|unit| unit.is_restricted == Some(true));
    let reach = match (target.restricted, restricted) {
        (false, _) => Reach::Tenant,
        (true, Some(unit)) => Reach::Unit(unit.id.clone()),
        (true, None) => return None,
    };
    let assignable = |role: &&&str| reach == Reach::Tenant || ASSIGNABLE_IN_UNITS.contains(*role);
    carrying(purpose)
        .iter()
        .filter(assignable)
        .map(|role| Power {
            role: (*role).to_owned(),
            reach: reach.clone(),
            is_custom: false,
        })
        .find(|power| with_power(purpose, power, target).0 == Tri::Yes)
}

/// The carrying roles that can be held in an administrative unit (facts 8.5).
const ASSIGNABLE_IN_UNITS: &[&str] = &[AUTHENTICATION, PRIVILEGED_AUTHENTICATION, HELPDESK, USER];

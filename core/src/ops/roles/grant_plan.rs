//! What granting a role would do for each of those who are named, and what a person should know before saying yes: pure
//! (facts 8.3 to 8.5).

use super::super::permissions;
use super::super::reset::note;
use super::assignments::There;
use super::catalogue::{Known, PRIVILEGED};
use super::holdings::Pim;
use super::place::Place;
use super::targets::Target;
use super::term::Term;
use crate::api::{
    AssignmentKind, GrantRoleRequest, Note, NoteCode, PrincipalKind, RoleAssignment, RoleChangeStatus,
    RoleRef,
};
use crate::auth::Actor;
use crate::graph::role_assignments;
use crate::platform::Timestamp;

/// What is granted to everybody who is named.
pub(super) struct Grant<'a> {
    pub(super) role: RoleRef,
    pub(super) place: Place,
    pub(super) term: Term,
    pub(super) until: Option<Timestamp>,
    pub(super) request: &'a GrantRoleRequest,
}

impl Grant<'_> {
    /// What is to be done for one of them: pure.
    pub(super) fn plan(&self, target: &mut Target, assignments: &[RoleAssignment]) {
        let Some(id) = target.id().map(str::to_owned) else {
            return;
        };
        let own: Vec<&RoleAssignment> = assignments
            .iter()
            .filter(|it| it.principal.id.eq_ignore_ascii_case(&id))
            .collect();
        let here = |it: &&&RoleAssignment| {
            it.through.is_none()
                && it.directory_scope_id.eq_ignore_ascii_case(&self.place.scope)
                && (it.kind == AssignmentKind::Eligible) == (self.term.kind == AssignmentKind::Eligible)
        };
        if let Some(there) = own.iter().find(here) {
            target.change.status = RoleChangeStatus::AlreadyHeld;
            target.change.until = there.until;
            if there.kind != self.term.kind || self.until.is_some() != there.until.is_some() {
                let until = there.until.map_or("until it is taken back".to_owned(), |until| {
                    format!("until {until}")
                });
                target.change.notes.push(note(
                    NoteCode::OtherTerm,
                    format!("it is held already, {until}"),
                    "take it back first, then grant it for the other time",
                ));
            }
            return;
        }
        target.change.status = RoleChangeStatus::Planned;
        target.change.until = self.until;
        for it in own {
            target.change.notes.push(held_otherwise(it));
        }
        self.warn(target);
    }

    /// What a person should know about this one.
    fn warn(&self, target: &mut Target) {
        let notes = &mut target.change.notes;
        if target.own {
            notes.push(note(
                NoteCode::OwnRole,
                "that is the one who is signed in",
                "let somebody else grant it, so that two people know of it",
            ));
        }
        let Some(user) = &target.user else { return };
        if user.account_enabled == Some(false) {
            notes.push(note(
                NoteCode::AccountDisabled,
                "the account is disabled: the role is of use only when it is enabled again",
                "take disabled accounts off the list",
            ));
        }
        if user.user_type.as_deref() == Some("Guest") {
            let more = if self.place.unit.is_some() {
                "; in an administrative unit a guest needs Directory Readers as well, to find its members"
            } else {
                ""
            };
            notes.push(note(
                NoteCode::GuestRole,
                format!("this is a guest of another organization{more}"),
                "make sure that a guest should administer authentication here",
            ));
        }
    }

    /// What a person should know about the whole.
    pub(super) fn warnings(&self, known: &Known, actor: &Actor, there: &There) -> Vec<Note> {
        let mut notes = there.gaps.clone();
        if known.name == PRIVILEGED {
            notes.push(note(
                NoteCode::BroaderRole,
                "this role acts on everybody, Global Administrators included",
                "Authentication Administrator is enough for those who help people without an administrator's role",
            ));
        }
        if known.can_be_scoped && self.place.unit.is_none() {
            notes.push(note(
                NoteCode::WholeTenant,
                "the role counts in the whole tenant",
                "name an administrative unit to limit it to its members",
            ));
        }
        if self.term.kind == AssignmentKind::Permanent && there.pim != Pim::NotLicensed {
            notes.push(note(
                NoteCode::PermanentRole,
                "the role is held until it is taken back",
                "give an end, or make it eligible, so that it is held only while it is needed",
            ));
        }
        let may = |need| permissions::demand(actor, need).is_ok();
        if actor.permissions.is_some() && may(&permissions::CHANGE_METHODS) {
            notes.push(note(
                NoteCode::GrantsAndResets,
                "this sign-in may both grant roles and change authentication methods",
                "use two app registrations, so that whoever resets cannot make himself an administrator",
            ));
        }
        notes.push(note(
            NoteCode::RoleNeedsSignIn,
            "a role is in tokens that are issued after it was granted",
            "let those people sign out and in again; allow some minutes, in some services longer",
        ));
        notes
    }
}

/// The same role, held in another way.
fn held_otherwise(it: &RoleAssignment) -> Note {
    let whose = it.through.as_ref().map_or("directly".to_owned(), |group| {
        format!(
            "through the group {}",
            group.display_name.as_ref().unwrap_or(&group.id)
        )
    });
    let place = match &it.administrative_unit {
        Some(unit) => format!(
            "in the administrative unit {}",
            unit.display_name.as_ref().unwrap_or(&unit.id)
        ),
        None if it.directory_scope_id == role_assignments::TENANT => "in the whole tenant".to_owned(),
        None => format!("on {}", it.directory_scope_id),
    };
    let how = match it.kind {
        AssignmentKind::Eligible => "may activate it",
        _ => "holds it",
    };
    let who = match it.principal.kind {
        PrincipalKind::Group => "the group",
        _ => "the person",
    };
    note(
        NoteCode::HeldOtherwise,
        format!("{who} {how} already {place}, {whose}"),
        "see whether the new assignment is needed beside it",
    )
}

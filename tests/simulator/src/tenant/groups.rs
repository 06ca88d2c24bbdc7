//! Groups: members, owners, and which of them can hold roles (facts 8.3, 8.4, 15.1).

use std::collections::{HashMap, HashSet};

use time::OffsetDateTime;
use uuid::Uuid;

use super::links::Links;
use crate::scenario::GroupAccess;

/// The right to become a member or an owner of a group, by PIM for Groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupEligibility {
    pub(crate) group: Uuid,
    /// User or group.
    pub(crate) principal: Uuid,
    pub(crate) access: GroupAccess,
    pub(crate) from: Option<OffsetDateTime>,
    pub(crate) until: Option<OffsetDateTime>,
}

impl GroupEligibility {
    /// Whether it has begun and not ended.
    pub(crate) fn is_current(&self, now: OffsetDateTime) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// A group.
pub(crate) struct Group {
    pub(crate) id: Uuid,
    pub(crate) display_name: Box<str>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) mail_nickname: Box<str>,
    /// Address of a Microsoft 365 group.
    pub(crate) mail: Option<Box<str>>,
    pub(crate) security_enabled: bool,
    pub(crate) is_assignable_to_role: bool,
    pub(crate) created: OffsetDateTime,
}

impl Group {
    /// Whether it is a Microsoft 365 group.
    pub(crate) fn is_unified(&self) -> bool {
        self.mail.is_some()
    }
}

/// Every group. Members are users, service principals and groups; owners are users and service principals.
#[derive(Default)]
pub(crate) struct Groups {
    groups: Vec<Group>,
    by_id: HashMap<Uuid, usize>,
    pub(crate) members: Links,
    pub(crate) owners: Links,
    /// Who may become what, in the order of the scenario.
    pub(crate) eligibilities: Vec<GroupEligibility>,
}

impl Groups {
    /// Adds a group; gives it back when the id is taken.
    pub(crate) fn add(&mut self, group: Group) -> Result<(), Group> {
        if self.by_id.contains_key(&group.id) {
            return Err(group);
        }
        self.by_id.insert(group.id, self.groups.len());
        self.groups.push(group);
        Ok(())
    }

    /// Every group, in order of creation.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Group> {
        self.groups.iter()
    }

    /// The group with this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&Group> {
        self.by_id.get(&id).map(|place| &self.groups[*place])
    }

    /// Whether the group, or a group within it, has the member.
    pub(crate) fn contain(&self, group: Uuid, member: Uuid) -> bool {
        self.all_around(member).contains(&group)
    }

    /// The groups that an object is in, directly or through other groups, the nearest first.
    pub(crate) fn all_around(&self, member: Uuid) -> Vec<Uuid> {
        self.closure(member, |group, found| found.extend(self.members.around(group)))
    }

    /// Everything that a group contains, directly or through groups in it, the nearest first.
    pub(crate) fn all_within(&self, group: Uuid) -> Vec<Uuid> {
        self.closure(group, |group, found| {
            found.extend(self.members.within(group).map(|(_, member)| member));
        })
    }

    fn closure(&self, start: Uuid, next: impl Fn(Uuid, &mut Vec<Uuid>)) -> Vec<Uuid> {
        let mut seen = HashSet::from([start]);
        let mut found = Vec::new();
        let mut around = Vec::new();
        next(start, &mut around);
        let mut place = 0;
        while place < around.len() {
            let id = around[place];
            place += 1;
            if seen.insert(id) {
                found.push(id);
                next(id, &mut around);
            }
        }
        found
    }

    /// The role-assignable groups that somebody is a member of.
    pub(crate) fn assignable_around(&self, member: Uuid) -> impl Iterator<Item = &Group> {
        self.assignable(self.members.around(member))
    }

    /// Whether somebody is a member or an owner of a role-assignable group.
    pub(crate) fn ties_to_assignable(&self, person: Uuid) -> bool {
        let owned = self.owners.around(person);
        self.assignable_around(person).next().is_some() || self.assignable(owned).next().is_some()
    }

    fn assignable<'g>(&'g self, groups: &'g [Uuid]) -> impl Iterator<Item = &'g Group> {
        groups
            .iter()
            .filter_map(|id| self.get(*id))
            .filter(|group| group.is_assignable_to_role)
    }
}

//! Who holds which role, where, and from when until when: the one source of truth about roles (facts 8.3, 8.7).
//!
//! An assignment is active or only eligible. What has not begun or has ended by the tenant's clock stays in the book
//! and counts for nothing.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;

/// Where an assignment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// The whole tenant.
    Tenant,
    /// The direct members of an administrative unit.
    Unit(Uuid),
    /// One application or group.
    Object(Uuid),
}

impl Scope {
    /// Reads `directoryScopeId`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        const UNITS: &str = "/administrativeunits/";
        let lower = text.to_ascii_lowercase();
        if text == "/" {
            return Some(Self::Tenant);
        }
        match lower.strip_prefix(UNITS) {
            Some(unit) => Uuid::try_parse(unit).ok().map(Self::Unit),
            None => Uuid::try_parse(lower.strip_prefix('/')?).ok().map(Self::Object),
        }
    }

    /// `directoryScopeId`.
    pub(crate) fn directory_scope_id(self) -> String {
        match self {
            Self::Tenant => "/".into(),
            Self::Unit(id) => format!("/administrativeUnits/{id}"),
            Self::Object(id) => format!("/{id}"),
        }
    }
}

/// A role in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// User, service principal or role-assignable group.
    pub(crate) principal: Uuid,
    /// Role definition.
    pub(crate) role: Uuid,
    pub(crate) scope: Scope,
    /// Whether the principal may only activate it.
    pub(crate) eligible: bool,
    pub(crate) from: Option<OffsetDateTime>,
    pub(crate) until: Option<OffsetDateTime>,
}

impl Assignment {
    /// Whether it has begun and not ended.
    pub(crate) fn is_current(&self, now: OffsetDateTime) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether it gives the role now.
    pub(crate) fn is_active(&self, now: OffsetDateTime) -> bool {
        !self.eligible && self.is_current(now)
    }
}

/// An assignment as it stands in the book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'b> {
    /// Position in the order of adding; never used twice.
    pub(crate) serial: usize,
    ordinal: u32,
    pub(crate) assignment: &'b Assignment,
}

impl Entry<'_> {
    /// The id in the form of the service: role and principal, then a number for each scope they have together.
    pub(crate) fn id(&self) -> String {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&self.assignment.role.to_bytes_le());
        bytes[16..].copy_from_slice(&self.assignment.principal.to_bytes_le());
        format!("{}-{}", URL_SAFE_NO_PAD.encode(bytes), self.ordinal)
    }
}

/// Every assignment.
#[derive(Default)]
pub(crate) struct RoleBook {
    entries: BTreeMap<usize, (u32, Assignment)>,
    of_principal: HashMap<Uuid, Vec<usize>>,
    next: usize,
}

impl RoleBook {
    /// Adds an assignment and tells its serial number; refuses what the same principal has already, or is still to
    /// have, as the same kind of assignment with the same role and scope.
    pub(crate) fn add(&mut self, assignment: Assignment, now: OffsetDateTime) -> Option<usize> {
        let mut ordinal = 1;
        for entry in self.of(assignment.principal) {
            let known = entry.assignment;
            if known.role != assignment.role {
                continue;
            }
            let over = known.until.is_some_and(|until| until <= now);
            if !over && known.scope == assignment.scope && known.eligible == assignment.eligible {
                return None;
            }
            ordinal = ordinal.max(entry.ordinal + 1);
        }
        let serial = self.next;
        self.next += 1;
        self.of_principal
            .entry(assignment.principal)
            .or_default()
            .push(serial);
        self.entries.insert(serial, (ordinal, assignment));
        Some(serial)
    }

    /// Takes an assignment out of the book.
    pub(crate) fn remove(&mut self, serial: usize) -> Option<Assignment> {
        let (_, assignment) = self.entries.remove(&serial)?;
        if let Some(serials) = self.of_principal.get_mut(&assignment.principal) {
            serials.retain(|known| *known != serial);
        }
        Some(assignment)
    }

    /// Gives an assignment another period.
    pub(crate) fn set_period(
        &mut self,
        serial: usize,
        from: Option<OffsetDateTime>,
        until: Option<OffsetDateTime>,
    ) {
        if let Some((_, assignment)) = self.entries.get_mut(&serial) {
            assignment.from = from;
            assignment.until = until;
        }
    }

    /// The assignment with this serial number.
    pub(crate) fn get(&self, serial: usize) -> Option<Entry<'_>> {
        let (ordinal, assignment) = self.entries.get(&serial)?;
        Some(Entry {
            serial,
            ordinal: *ordinal,
            assignment,
        })
    }

    /// Every assignment, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries.iter().map(|(serial, (ordinal, assignment))| Entry {
            serial: *serial,
            ordinal: *ordinal,
            assignment,
        })
    }

    /// The principal's own assignments, without those of groups.
    pub(crate) fn of(&self, principal: Uuid) -> impl Iterator<Item = Entry<'_>> {
        let serials = self.of_principal.get(&principal).map_or(&[][..], Vec::as_slice);
        serials.iter().filter_map(|serial| {
            let (ordinal, assignment) = self.entries.get(serial)?;
            Some(Entry {
                serial: *serial,
                ordinal: *ordinal,
                assignment,
            })
        })
    }

    /// The assignment with this id, in the form of the service.
    pub(crate) fn find(&self, id: &str) -> Option<Entry<'_>> {
        let (principal, ordinal) = parts(id)?;
        self.of(principal)
            .find(|entry| entry.ordinal == ordinal && entry.id() == id)
    }
}

/// Principal and ordinal in the id of an assignment.
fn parts(id: &str) -> Option<(Uuid, u32)> {
    let (names, ordinal) = id.rsplit_once('-')?;
    let bytes = URL_SAFE_NO_PAD.decode(names).ok()?;
    let principal: [u8; 16] = bytes.get(16..32)?.try_into().ok()?;
    Some((Uuid::from_bytes_le(principal), ordinal.parse().ok()?))
}

impl Tenant {
    /// The assignments that somebody has directly or through role-assignable groups, current or not. Groups inside
    /// groups give nothing: role-assignable groups cannot be nested.
    pub(crate) fn assignments_of(&self, principal: Uuid) -> impl Iterator<Item = Entry<'_>> {
        let groups = self.groups.assignable_around(principal);
        let through_groups = groups.flat_map(|group| self.role_book.of(group.id));
        self.role_book.of(principal).chain(through_groups)
    }

    /// The roles that somebody holds now in the whole tenant, each once.
    pub(crate) fn tenant_wide_roles(&self, principal: Uuid) -> Vec<Uuid> {
        let now = self.clock.now();
        let mut roles = Vec::new();
        for Entry { assignment, .. } in self.assignments_of(principal) {
            let counts = assignment.scope == Scope::Tenant && assignment.is_active(now);
            if counts && !roles.contains(&assignment.role) {
                roles.push(assignment.role);
            }
        }
        roles
    }
}

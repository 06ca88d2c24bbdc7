//! The policy file: from its text to what it says, or to every mistake in it with its place.
//! `core/schema/policy.schema.json` says the same for editors.

mod reader;

use crate::api::{PolicyFault, Scope};
use crate::graph::{UserKey, is_guid};
use reader::{Reader, Section};
use serde_json::Value;

/// What one policy says, or several together. What it does not say is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Ids and user principal names of people who are not written.
    pub(super) users: Vec<String>,
    /// Groups whose members are not written.
    pub(super) groups: Vec<String>,
    /// Roles, by name or template id, whose holders are not written.
    pub(super) roles: Vec<String>,
    /// Name patterns of emergency accounts.
    pub(super) break_glass: Vec<String>,
    pub(super) vips: Vips,
    pub(super) limits: Limits,
    pub(super) require: Require,
}

/// People who need a second person, beside administrators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Vips {
    pub(super) users: Vec<String>,
    pub(super) groups: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) people_per_run: Option<u32>,
    pub(super) scopes: Option<Vec<Scope>>,
    pub(super) pass_lifetime_minutes: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Require {
    pub(super) reason: Option<bool>,
    pub(super) ticket: Option<bool>,
    pub(super) requested_by: Option<bool>,
    /// Always true beside a list of ways.
    pub(super) caller_verified: Option<bool>,
    pub(super) caller_verified_by: Option<Vec<String>>,
    pub(super) second_person: Option<bool>,
}

impl Require {
    /// Whether it must be said how the caller was verified.
    pub(super) const fn demands_verification(&self) -> bool {
        matches!(self.caller_verified, Some(true))
    }
}

impl Policy {
    /// A policy that only protects these people.
    pub(super) fn protecting(users: &[String]) -> Self {
        Self {
            users: users.to_vec(),
            ..Self::default()
        }
    }

    /// How many people one run may touch; any number when absent. A bulk run demands it before its first write.
    pub(crate) const fn people_per_run(&self) -> Option<u32> {
        self.limits.people_per_run
    }

    /// For how long a Temporary Access Pass may live; as long as the tenant allows when absent.
    pub(crate) const fn pass_lifetime_minutes(&self) -> Option<u32> {
        self.limits.pass_lifetime_minutes
    }

    /// Every group that it names, each once.
    pub(super) fn named_groups(&self) -> Vec<String> {
        let mut groups = self.groups.clone();
        groups.extend(self.vips.groups.iter().cloned());
        groups.sort();
        groups.dedup();
        groups
    }
}

/// Reads a policy.
///
/// # Errors
/// Every mistake, with its place.
pub(super) fn parse(text: &str) -> Result<Policy, Vec<PolicyFault>> {
    let mut reader = Reader::default();
    // Editors of Windows begin a file with a byte order mark.
    let document = reader.document(text.strip_prefix('\u{feff}').unwrap_or(text));
    let policy = reader.section("", document.as_ref()).map(|section| {
        let known = ["$schema", "protected", "vips", "limits", "require"];
        reader.knows(&section, &known);
        if let Some(schema) = section.get("$schema")
            && !schema.is_string()
        {
            reader.fault("$schema", "must be a text");
        }
        let mut policy = Policy::default();
        if let Some(section) = reader.section("protected", section.get("protected")) {
            protected(&mut reader, &section, &mut policy);
        }
        if let Some(section) = reader.section("vips", section.get("vips")) {
            reader.knows(&section, &["users", "groups"]);
            policy.vips = Vips {
                users: users(&mut reader, &section),
                groups: groups(&mut reader, &section),
            };
        }
        if let Some(section) = reader.section("limits", section.get("limits")) {
            policy.limits = limits(&mut reader, &section);
        }
        if let Some(section) = reader.section("require", section.get("require")) {
            policy.require = require(&mut reader, &section);
        }
        policy
    });
    reader.finish(policy.unwrap_or_default())
}

fn protected(reader: &mut Reader, section: &Section<'_>, policy: &mut Policy) {
    reader.knows(section, &["users", "groups", "roles", "breakGlass"]);
    policy.users = users(reader, section);
    policy.groups = groups(reader, section);
    policy.roles = reader.texts(section, "roles", |_| None).unwrap_or_default();
    let patterns = reader.texts(section, "breakGlass", |pattern| {
        let everybody = pattern.chars().all(|c| matches!(c, '*' | '?' | '@' | '.'));
        everybody.then_some("would be the name of everybody: say what the names have in common")
    });
    policy.break_glass = patterns.unwrap_or_default();
}

fn users(reader: &mut Reader, section: &Section<'_>) -> Vec<String> {
    let users = reader.texts(section, "users", |user| {
        let wrong = "is neither an object id nor a user principal name";
        UserKey::parse(user).err().map(|_| wrong)
    });
    users.unwrap_or_default()
}

fn groups(reader: &mut Reader, section: &Section<'_>) -> Vec<String> {
    let groups = reader.texts(section, "groups", |group| {
        (!is_guid(group)).then_some("is no object id; groups are named by theirs, because names can change")
    });
    let lower = |group: String| group.to_ascii_lowercase();
    groups.unwrap_or_default().into_iter().map(lower).collect()
}

fn limits(reader: &mut Reader, section: &Section<'_>) -> Limits {
    reader.knows(section, &["peoplePerRun", "scopes", "passLifetimeMinutes"]);
    let read = |scope: &str| serde_json::from_value::<Scope>(Value::from(scope)).ok();
    let scopes = reader.texts(section, "scopes", |scope| {
        let wrong = "is no scope; there are portal, everything, weak and kinds";
        read(scope).is_none().then_some(wrong)
    });
    reader.not_empty(
        section,
        "scopes",
        "allows no scope: leave the field out to allow them all",
    );
    Limits {
        people_per_run: reader.number(section, "peoplePerRun", 1..=1_000_000),
        scopes: scopes.map(|scopes| scopes.iter().filter_map(|scope| read(scope)).collect()),
        // What the service itself allows (facts 6.2).
        pass_lifetime_minutes: reader.number(section, "passLifetimeMinutes", 10..=43_200),
    }
}

fn require(reader: &mut Reader, section: &Section<'_>) -> Require {
    reader.knows(
        section,
        &[
            "reason",
            "ticket",
            "requestedBy",
            "callerVerified",
            "callerVerifiedBy",
            "secondPerson",
        ],
    );
    let mut require = Require {
        reason: reader.switch(section, "reason"),
        ticket: reader.switch(section, "ticket"),
        requested_by: reader.switch(section, "requestedBy"),
        caller_verified: reader.switch(section, "callerVerified"),
        caller_verified_by: reader.texts(section, "callerVerifiedBy", |_| None),
        second_person: reader.switch(section, "secondPerson"),
    };
    reader.not_empty(
        section,
        "callerVerifiedBy",
        "names no way: leave the field out to accept any",
    );
    if require.caller_verified_by.is_some() {
        if require.caller_verified == Some(false) {
            let message = "is false beside callerVerifiedBy, which demands it";
            reader.fault_in(section, "callerVerified", message);
        }
        require.caller_verified = Some(true);
    }
    require
}

#[cfg(test)]
mod tests;

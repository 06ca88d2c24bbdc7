//! A person who is about to be written, and what of them counts for the guard.

use super::policy::Policy;
use crate::api::{Standing, User};
use crate::auth::{Actor, SignInKind};
use crate::ops::standing::ACTIVE;

/// Which of the groups that were asked for the person is in; nothing when that could not be read.
pub(in crate::ops) type Groups = Option<Vec<String>>;

/// The person, with what was read beside them.
pub(in crate::ops) struct Person<'a> {
    pub(super) user: &'a User,
    /// What they hold; nothing when it was not read.
    pub(super) standing: Option<&'a Standing>,
    groups: &'a Groups,
    /// Whether every role must be known. The service holds people back itself, and they seldom can read more than the
    /// roles that are active in the whole tenant.
    strict: bool,
}

/// Whether somebody is an administrator.
pub(in crate::ops) enum Administrator {
    No,
    /// What they hold, in words.
    Yes(String),
    /// It could not be read.
    Unknown,
}

/// What would decide could not be read.
pub(super) struct Unread;

impl<'a> Person<'a> {
    pub(in crate::ops) fn new(
        actor: &Actor,
        user: &'a User,
        standing: Option<&'a Standing>,
        groups: &'a Groups,
    ) -> Self {
        Self {
            user,
            standing,
            groups,
            strict: actor.kind != SignInKind::Person,
        }
    }

    /// Whether that is the id or the user principal name of the person.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let name = name.trim();
        name.eq_ignore_ascii_case(&self.user.id) || name.eq_ignore_ascii_case(&self.user.user_principal_name)
    }

    /// Whether the user principal name or the display name fits the pattern.
    pub(super) fn fits(&self, pattern: &str) -> bool {
        [&self.user.user_principal_name, &self.user.display_name]
            .into_iter()
            .any(|name| fits(&pattern.to_lowercase(), &name.to_lowercase()))
    }

    pub(super) fn administrator(&self) -> Administrator {
        match self.standing {
            Some(standing) if !standing.holdings.is_empty() => Administrator::Yes(standing.words()),
            Some(standing)
                if standing
                    .unread
                    .iter()
                    .all(|unread| !self.strict && unread.what != ACTIVE) =>
            {
                Administrator::No
            }
            _ => Administrator::Unknown,
        }
    }

    /// The permissions with which the rest could be read.
    pub(super) fn missing_permissions(&self) -> String {
        let missing = self.standing.map(Standing::missing_permissions);
        missing.unwrap_or_default().join(" and ")
    }

    /// One of these groups that the person is in.
    pub(super) fn first_group_of(&self, groups: &[String]) -> Result<Option<String>, Unread> {
        if groups.is_empty() {
            return Ok(None);
        }
        let own = self.groups.as_ref().ok_or(Unread)?;
        let is_own = |group: &&String| own.iter().any(|own| own.eq_ignore_ascii_case(group));
        Ok(groups.iter().find(is_own).cloned())
    }

    /// One of these roles that the person has, by name or template id.
    pub(super) fn first_role_of(&self, roles: &[String]) -> Result<Option<String>, Unread> {
        if roles.is_empty() {
            return Ok(None);
        }
        let own = self.standing.map(|standing| standing.holdings.as_slice());
        let mut own = own
            .unwrap_or_default()
            .iter()
            .filter_map(|held| held.role.as_ref());
        let held = own.find(|role| {
            roles.iter().any(|listed| {
                listed.eq_ignore_ascii_case(&role.display_name)
                    || listed.eq_ignore_ascii_case(&role.template_id)
            })
        });
        match held {
            Some(role) => Ok(Some(role.display_name.clone())),
            None if self.standing.is_some_and(|standing| standing.unread.is_empty()) => Ok(None),
            None => Err(Unread),
        }
    }

    /// Why a reset needs a second person, if it does. Whoever may be an administrator or VIP counts as one.
    pub(super) fn needs_second_person(&self, policy: &Policy) -> Option<String> {
        if policy.vips.users.iter().any(|user| self.is_named(user)) {
            return Some("this is a VIP".to_owned());
        }
        match self.first_group_of(&policy.vips.groups) {
            Ok(Some(group)) => return Some(format!("this is a VIP by the group {group}")),
            Err(Unread) => return Some("this may be a VIP: the groups could not be read".to_owned()),
            Ok(None) => {}
        }
        match self.administrator() {
            Administrator::No => None,
            Administrator::Yes(roles) => Some(format!("this is an administrator ({roles})")),
            Administrator::Unknown => {
                Some("this may be an administrator: the roles could not be read".to_owned())
            }
        }
    }
}

/// Whether a text fits a pattern with `*` for any text and `?` for one character. Both are in lower case.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<_>, Vec<_>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last star stood, and how far it reaches: the only place to which it is worth going back.
    let mut star = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((place, reach)) = star else {
                    return false;
                };
                star = Some((place, reach + 1));
                p = place + 1;
                t = reach + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_fit_as_people_expect() {
        for (pattern, text) in [
            ("breakglass*", "breakglass1@fabrikam.example"),
            ("*-bg@*", "tier0-bg@fabrikam.example"),
            ("bg-??@fabrikam.example", "bg-01@fabrikam.example"),
            ("emergency access *", "emergency access 2"),
            ("a*b*c", "aXbXbXc"),
            ("nora.lind@fabrikam.example", "nora.lind@fabrikam.example"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("breakglass", "breakglass1@fabrikam.example"),
            ("bg-??@fabrikam.example", "bg-1@fabrikam.example"),
            ("*-bg@*", "bg@fabrikam.example"),
            ("a*b*c", "aXbXb"),
            ("", "a"),
        ] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}

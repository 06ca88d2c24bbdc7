//! Who counts as privileged: whoever holds a role that is active, limited to a unit, or could be activated, or a group
//! that can hold roles (facts 8.4). What could not be read counts as held.

use super::Protection;
use crate::api::{Standing, Unread};

/// Protects whoever is privileged, or may be.
pub(super) fn privileged(standing: Option<&Standing>) -> Option<Protection> {
    let nothing_read = || Standing {
        holdings: Vec::new(),
        unread: vec![Unread {
            what: "what the person holds".to_owned(),
            permission: "RoleManagement.Read.Directory".to_owned(),
        }],
    };
    let standing = standing.cloned().unwrap_or_else(nothing_read);
    if standing.is_plain() {
        return None;
    }
    if !standing.holdings.is_empty() {
        return Some(Protection {
            why: format!(
                "is an administrator ({}), and an application is not held back by roles",
                standing.words()
            ),
            remedy:
                "sign in as a person: a Privileged Authentication Administrator may act on administrators"
                    .to_owned(),
        });
    }
    let unread: Vec<_> = standing
        .unread
        .iter()
        .map(|unread| unread.what.as_str())
        .collect();
    Some(Protection {
        why: format!(
            "may be an administrator: {} could not be read, and an application is not held back by roles",
            unread.join(", ")
        ),
        remedy: format!(
            "add {} to the permissions of the app registration, or sign in as a person",
            standing.missing_permissions().join(" and ")
        ),
    })
}

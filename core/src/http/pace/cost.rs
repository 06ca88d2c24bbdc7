//! What a call takes from the quotas (facts 11).

use crate::http::call::{Call, Target};
use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) writes: u32,
    /// Requests for reports and the audit log.
    pub(crate) reports: u32,
    /// Requests for authentication methods, which may count as reports do.
    pub(crate) methods: u32,
    /// Resource units of identity and access.
    pub(crate) units: u32,
}

impl Cost {
    pub(crate) fn of(call: &Call) -> Self {
        Self {
            writes: call.writes,
            reports: call.reports,
            methods: u32::from(call.route.contains("/users/{user}/authentication/")),
            units: if call.reports > 0 { 0 } else { units(call) },
        }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.writes += other.writes;
        self.reports += other.reports;
        self.methods += other.methods;
        self.units += other.units;
    }
}

/// The documented table. A page behind a link costs what the list does.
fn units(call: &Call) -> u32 {
    if call.is_write() {
        return call.writes;
    }
    let route = call.route.split('?').next().unwrap_or_default();
    let base: u32 = if route.ends_with("/getByIds") {
        5
    } else if route.ends_with("/checkMemberGroups") {
        4
    } else if route.contains("/transitiveMembers") {
        5
    } else if route.contains("/members") {
        3
    } else if route.contains("emberOf") || route == "GET /users" {
        2
    } else {
        1
    };
    let query = match &call.target {
        Target::Path(_, path) => path.split_once('?').map_or("", |(_, query)| query),
        Target::Link(link) => link.query().unwrap_or_default(),
    };
    let has =
        |option: &str| query.contains(&format!("${option}=")) || query.contains(&format!("%24{option}="));
    (base + u32::from(has("expand")))
        .saturating_sub(u32::from(has("select")))
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{UserKey, directory_objects, memberships, methods, users};
    use crate::http::Version;

    #[test]
    fn calls_cost_what_the_table_says() {
        let key = UserKey::Id("5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11".to_owned());
        let methods = |call: &Call| u32::from(call.route.contains("authentication"));
        let check = &memberships::check(Version::V1, &key, &["g".to_owned()])[0];
        for (call, cost) in [
            (users::get(Version::V1, &key), 1),
            (users::by_address("a@b.example"), 1),
            (methods::list(Version::Beta, &key), 1),
            (directory_objects::by_ids(&[], &["user"]), 4),
            (check.clone(), 4),
        ] {
            let expected = Cost {
                units: cost,
                methods: methods(&call),
                ..Cost::default()
            };
            assert_eq!(Cost::of(&call), expected, "{}", call.route);
        }
        let write = users::revoke_sessions(&key);
        let expected = Cost {
            writes: 1,
            units: 1,
            ..Cost::default()
        };
        assert_eq!(Cost::of(&write), expected);
    }
}

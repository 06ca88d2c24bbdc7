//! What a request counts for: its workload, its resource units, whether it writes (facts 11).

use super::query::Query;
use crate::tenant::quota::{Charge, Workload};

/// The charge for a request to a path in lower case.
pub(crate) fn of(method: &str, path: &[&str], query: &Query) -> Charge {
    let write = method != "GET" && !is_question(path);
    Charge {
        workload: workload(path),
        units: if write { 1 } else { units(path, query) },
        write,
        sign_in_activity: is_about_sign_ins(path, query),
    }
}

/// Whether a POST asks only and changes nothing.
pub(crate) fn is_question(path: &[&str]) -> bool {
    let action = path.last().map_or("", |last| unqualified(last));
    [
        "getbyids",
        "checkmembergroups",
        "checkmemberobjects",
        "getmembergroups",
        "getmemberobjects",
    ]
    .contains(&action)
}

fn workload(path: &[&str]) -> Workload {
    match path {
        ["auditlogs" | "reports", ..] => Workload::Reports,
        ["identity", "conditionalaccess", ..] | ["identityprotection", ..] => Workload::ConditionalAccess,
        ["users", _, "authentication", ..] | ["me", "authentication", ..] => Workload::AuthenticationMethods,
        _ => Workload::Identity,
    }
}

fn units(path: &[&str], query: &Query) -> u32 {
    // `/me` is somebody among the users.
    let path = match path {
        ["me", rest @ ..] => [&["users", ""], rest].concat(),
        _ => path.to_vec(),
    };
    let base = match path.as_slice() {
        ["users"]
        | [
            "users" | "groups" | "serviceprincipals",
            _,
            "memberof" | "transitivememberof",
            ..,
        ] => 2,
        ["groups", _, "members", ..] => 3,
        ["groups", _, "transitivemembers", ..] => 5,
        [.., action] => match unqualified(action) {
            "checkmembergroups" | "checkmemberobjects" => 4,
            "getmembergroups" | "getmemberobjects" => 2,
            "getbyids" => 5,
            _ => 1,
        },
        [] => 1,
    };
    let few = query
        .get("top")
        .and_then(|top| top.parse().ok())
        .is_some_and(|top: u32| top < 20);
    let dearer = u32::from(query.get("expand").is_some());
    let cheaper = u32::from(query.get("select").is_some()) + u32::from(few);
    (base + dearer).saturating_sub(cheaper).max(1)
}

/// Whether sign-in activity of users is asked for.
fn is_about_sign_ins(path: &[&str], query: &Query) -> bool {
    let asks = |option: &str| {
        query
            .get(option)
            .is_some_and(|text| text.to_ascii_lowercase().contains("signinactivity"))
    };
    matches!(path, ["users"] | ["users", _] | ["me"]) && (asks("select") || asks("filter"))
}

fn unqualified(action: &str) -> &str {
    action.strip_prefix("microsoft.graph.").unwrap_or(action)
}

#[cfg(test)]
mod tests {
    use super::{Query, of};

    fn units(method: &str, path: &str, query: &str) -> u32 {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        of(method, &segments, &Query::parse(query).expect("a query")).units
    }

    #[test]
    fn requests_cost_what_the_table_says() {
        for (method, path, query, cost) in [
            ("GET", "/users", "", 2),
            ("GET", "/users", "$select=id", 1),
            ("GET", "/users", "$select=id&$top=5", 1),
            ("GET", "/users", "$expand=manager", 3),
            ("GET", "/users", "$expand=manager&$top=19", 2),
            ("GET", "/users", "$top=20", 2),
            ("GET", "/users/x", "", 1),
            ("GET", "/users/x", "$expand=manager", 2),
            ("GET", "/users/x/memberof", "", 2),
            ("GET", "/me/transitivememberof/microsoft.graph.group", "", 2),
            ("GET", "/groups/x/members", "", 3),
            ("GET", "/groups/x/members", "$select=id&$top=5", 1),
            ("GET", "/groups/x/transitivemembers", "", 5),
            ("GET", "/organization", "", 1),
            ("POST", "/users/x/checkmembergroups", "", 4),
            ("POST", "/me/microsoft.graph.getmemberobjects", "", 2),
            ("POST", "/directoryobjects/getbyids", "", 5),
            ("POST", "/users/x/revokesigninsessions", "", 1),
            ("DELETE", "/users/x/authentication/phonemethods/y", "", 1),
        ] {
            assert_eq!(units(method, path, query), cost, "{method} {path}?{query}");
        }
    }
}

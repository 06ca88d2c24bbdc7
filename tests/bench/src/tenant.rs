//! The tenant of a benchmark: people with three methods each, some administrators, and the limits that Microsoft documents.

use graph_sim::{Scenario, Simulator};
use serde_json::json;

/// How long a line of the input is.
pub(crate) const LINE: usize = "p0000000@fabrikam.example\n".len();

/// The sign-in name of a person, as a line of the input.
pub(crate) fn line(person: usize) -> String {
    format!("p{person:07}@fabrikam.example\n")
}

/// A tenant of so many people, and a few more who hold roles.
///
/// # Errors
/// When it is no scenario, which would be a fault of this program.
pub(crate) fn of(people: usize, read_lag_ms: u32) -> Result<Simulator, String> {
    let administrators = (0..20).map(|number| {
        json!({ "userPrincipalName": format!("admin{number:02}@fabrikam.example"), "roles": ["Reports Reader"] })
    });
    let scenario = json!({
        "rules": { "readLagMs": read_lag_ms, "logLimit": 1000 },
        "users": administrators.collect::<Vec<_>>(),
        "groups": (0..5).map(|number| json!({
            "displayName": format!("Tier {number}"), "isAssignableToRole": true,
            "members": [format!("admin{number:02}@fabrikam.example")],
        })).collect::<Vec<_>>(),
        "administrativeUnits": [{ "displayName": "Executives", "isMemberManagementRestricted": true }],
    });
    let mut scenario = Scenario::from_json(&scenario.to_string()).map_err(|error| error.to_string())?;
    let pattern = json!({ "users": [{ "methods": [
        { "kind": "phone", "phoneType": "mobile" },
        { "kind": "microsoftAuthenticator" },
        { "kind": "softwareOath" },
    ], "default": "push" }] });
    let pattern = Scenario::from_json(&pattern.to_string()).map_err(|error| error.to_string())?;
    for person in 0..people {
        let mut one = pattern.users[0].clone();
        one.user_principal_name = Some(line(person).trim_end().to_owned());
        scenario.users.push(one);
    }
    Simulator::new(scenario).map_err(|error| error.to_string())
}

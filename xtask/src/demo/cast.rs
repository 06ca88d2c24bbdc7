//! Who is in the embedded tenant: invented people, and by name those whom the story is about.

use super::Surface;
use graph_sim::{Scenario, ScenarioError};
use serde_json::json;

/// For how long a deleted method is still listed, and still counted by the rule about the default.
pub(super) const READ_LAG_MS: u64 = 4_000;
/// For how long an audit record is not visible.
pub(super) const AUDIT_DELAY_MS: u64 = 300_000;
/// The tenant's delays and the client's pauses both take this fraction of their length: the story takes seconds.
pub(super) const DELAY_SCALE: f64 = 0.02;

/// The person of a part, and what the service desk is told of the name.
pub(super) struct Caller {
    pub(super) search: &'static str,
    pub(super) user_principal_name: &'static str,
    /// Why the person calls.
    pub(super) reason: &'static str,
}

pub(super) fn caller(surface: Surface) -> Caller {
    match surface {
        Surface::Rust => Caller {
            search: "lind",
            user_principal_name: "nora.lind@fabrikam.example",
            reason: "Nora Lind calls: her phone fell into the fjord.",
        },
        Surface::Node => Caller {
            search: "o'do",
            user_principal_name: "maeve.o'doherty@fabrikam.example",
            reason: "Maeve O'Doherty has a new number, and the codes go to the old one.",
        },
        Surface::PowerShell => Caller {
            search: "okaf",
            user_principal_name: "amara.okafor@fabrikam.example",
            reason: "Amara Okafor left the phone and the token in a taxi.",
        },
    }
}

/// The tenant.
pub(super) fn scenario() -> Result<Scenario, ScenarioError> {
    let scenario = json!({
        "tenant": { "domain": "fabrikam.example", "name": "Fabrikam" },
        "rules": {
            "readLagMs": READ_LAG_MS,
            "auditDelayMs": AUDIT_DELAY_MS,
            "delayScale": DELAY_SCALE,
        },
        "generate": { "users": 200, "seed": 7 },
        "users": [
            {
                "displayName": "Nora Lind",
                "userPrincipalName": "nora.lind@fabrikam.example",
                "department": "Field Service",
                "default": "push",
                "methods": [
                    { "kind": "microsoftAuthenticator", "displayName": "Nora's iPhone" },
                    { "kind": "phone", "phoneType": "mobile", "phoneNumber": "+47 41234567" },
                    { "kind": "phone", "phoneType": "alternateMobile", "phoneNumber": "+47 49876543" },
                    { "kind": "fido2", "displayName": "Blue key" },
                ],
            },
            {
                "displayName": "Maeve O'Doherty",
                "userPrincipalName": "maeve.o'doherty@fabrikam.example",
                "department": "Sales",
                "default": "sms",
                "methods": [
                    { "kind": "phone", "phoneType": "mobile", "phoneNumber": "+353 871234567" },
                    { "kind": "softwareOath" },
                    { "kind": "windowsHelloForBusiness", "displayName": "LAPTOP-MAEVE" },
                    { "kind": "email", "emailAddress": "maeve@home.example" },
                ],
            },
            {
                "displayName": "Amara Okafor",
                "userPrincipalName": "amara.okafor@fabrikam.example",
                "department": "Finance",
                "default": "push",
                "methods": [
                    { "kind": "microsoftAuthenticator", "displayName": "Pixel 9" },
                    { "kind": "phone", "phoneType": "office", "phoneNumber": "+234 14567890" },
                    { "kind": "hardwareOath", "device": { "serialNumber": "TOTP204417" } },
                    { "kind": "platformCredential", "displayName": "Amara's MacBook" },
                ],
            },
            {
                "displayName": "Linda Park",
                "userPrincipalName": "linda.park@fabrikam.example",
                "department": "Legal",
                "methods": [{ "kind": "microsoftAuthenticator" }, { "kind": "phone" }],
            },
            {
                "displayName": "Priya Nair",
                "userPrincipalName": "priya.nair@fabrikam.example",
                "department": "IT",
                "roles": ["Authentication Administrator"],
                "methods": [{ "kind": "fido2" }],
            },
        ],
        "audits": [{
            "at": "2026-08-19T14:05:00Z",
            "kind": "portalReregistration",
            "by": "priya.nair@fabrikam.example",
            "on": "linda.park@fabrikam.example",
        }],
    });
    Scenario::from_json(&scenario.to_string())
}

//! Hardware tokens: the tenant's inventory, and those that a person has (facts 2.2, 2.4; beta only).

use super::path::{UserKey, literal, query_value, segment};
use crate::api::{HardwareToken, TokenHolder, VerificationCode};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Version};
use serde_json::{Value, json};

/// What the inventory may be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) serial_number: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) holder: Option<String>,
}

impl Wanted {
    /// Whether a token is one of these. The service is asked for them alone, and not trusted to have understood.
    pub(crate) fn includes(&self, token: &HardwareToken) -> bool {
        let same = |wanted: &Option<String>, found: Option<&str>| match (wanted, found) {
            (None, _) => true,
            (Some(wanted), found) => found.is_some_and(|found| wanted.eq_ignore_ascii_case(found)),
        };
        same(&self.serial_number, token.serial_number.as_deref())
            && same(&self.status, token.status.as_deref())
            && same(
                &self.holder,
                token.assigned_to.as_ref().map(|holder| holder.id.as_str()),
            )
    }

    /// The filter; nothing when all are wanted.
    fn filter(&self) -> Option<String> {
        let clauses: Vec<_> = [
            ("serialNumber", &self.serial_number),
            ("status", &self.status),
            ("assignedTo/id", &self.holder),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} eq {}", literal(value.as_deref()?))))
        .collect();
        (!clauses.is_empty()).then(|| clauses.join(" and "))
    }
}

/// The tokens of the tenant.
pub(crate) fn inventory(wanted: &Wanted) -> Call {
    let path = "/directory/authenticationMethodDevices/hardwareOathDevices";
    let path = match wanted.filter() {
        Some(filter) => format!("{path}?$filter={}", query_value(&filter)),
        None => path.to_owned(),
    };
    Call::get(
        "GET /directory/authenticationMethodDevices/hardwareOathDevices",
        Version::Beta,
        path,
    )
}

fn collection(key: &UserKey) -> String {
    format!("{}/authentication/hardwareOathMethods", key.path())
}

/// Gives a token to a person.
pub(crate) fn assign(key: &UserKey, token_id: &str) -> Call {
    Call::write(
        "POST /users/{user}/authentication/hardwareOathMethods",
        HttpMethod::Post,
        Version::Beta,
        collection(key),
        Some(json!({ "device": { "id": token_id } })),
    )
    .once()
}

/// Gives a token to a person and activates it, all or nothing.
pub(crate) fn assign_and_activate(key: &UserKey, serial_number: &str, code: &VerificationCode) -> Call {
    Call::write(
        "POST /users/{user}/authentication/hardwareOathMethods/assignAndActivateBySerialNumber",
        HttpMethod::Post,
        Version::Beta,
        format!("{}/assignAndActivateBySerialNumber", collection(key)),
        Some(json!({ "serialNumber": serial_number, "verificationCode": code.expose() })),
    )
    .once()
}

/// Activates a token that a person has.
///
/// # Errors
/// `unexpectedReply` when the service's id cannot be part of an address.
pub(crate) fn activate(key: &UserKey, id: &str, code: &VerificationCode) -> Result<Call> {
    Ok(Call::write(
        "POST /users/{user}/authentication/hardwareOathMethods/{id}/activate",
        HttpMethod::Post,
        Version::Beta,
        format!("{}/{}/activate", collection(key), segment(id)?),
        Some(json!({ "verificationCode": code.expose() })),
    )
    .once())
}

/// Reads a token of the inventory.
///
/// # Errors
/// `unexpectedReply` when it has no id.
pub(crate) fn read(item: &Value) -> Result<HardwareToken> {
    let text = |item: &Value, field: &str| {
        item.get(field)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let token_id = text(item, "id").ok_or_else(|| {
        Error::new(
            ErrorCode::UnexpectedReply,
            "the service listed a hardware token without its id",
        )
    })?;
    let status = text(item, "status");
    let seconds = item.get("timeIntervalInSeconds");
    Ok(HardwareToken {
        token_id,
        serial_number: text(item, "serialNumber"),
        state: HardwareToken::meaning_of(status.as_deref()).to_owned(),
        status,
        assigned_to: item.get("assignedTo").and_then(|holder| {
            Some(TokenHolder {
                id: text(holder, "id")?,
                display_name: text(holder, "displayName"),
            })
        }),
        display_name: text(item, "displayName"),
        manufacturer: text(item, "manufacturer"),
        model: text(item, "model"),
        hash_function: text(item, "hashFunction"),
        time_interval_in_seconds: seconds
            // A number, which the documentation also writes as text.
            .and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()))
            .and_then(|seconds| seconds.try_into().ok()),
    })
}

/// Reads a token among a person's methods: the method has the id, its device tells the rest.
///
/// # Errors
/// `unexpectedReply` when it has no id.
pub(crate) fn read_of_user(item: &Value) -> Result<HardwareToken> {
    let mut merged = item.get("device").filter(|device| device.is_object()).cloned();
    let merged = merged.get_or_insert_with(|| json!({}));
    if let Some(id) = item.get("id").filter(|id| id.is_string()) {
        merged["id"] = id.clone();
    }
    read(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_method_keeps_everything() {
        let token = read_of_user(&json!({
            "id": "aad49556-0000-4000-8000-000000000001",
            "device": {
                "id": "aad49556-0000-4000-8000-000000000001", "displayName": "Amy Masters Token",
                "serialNumber": "TOTP123456", "manufacturer": "Contoso", "model": "Hardware Token 1000",
                "secretKey": null, "timeIntervalInSeconds": "60", "status": "activated",
                "hashFunction": "hmacsha256",
                "assignedTo": { "id": "0cadbf92-0000-4000-8000-000000000002", "displayName": "Amy Masters" },
            },
        }))
        .expect("a token");
        assert_eq!(token.serial_number.as_deref(), Some("TOTP123456"));
        assert_eq!(token.time_interval_in_seconds, Some(60));
        assert_eq!(token.hash_function.as_deref(), Some("hmacsha256"));
        assert_eq!(token.state, "somebody has it, and its codes are accepted");
        let holder = token.assigned_to.expect("somebody");
        assert_eq!(holder.display_name.as_deref(), Some("Amy Masters"));
    }

    #[test]
    fn a_method_without_its_device_is_still_a_token() {
        let token = read_of_user(&json!({ "id": "t1", "device": null })).expect("a token");
        assert_eq!((token.token_id.as_str(), token.serial_number), ("t1", None));
        assert!(read_of_user(&json!({ "device": {} })).is_err());
    }

    #[test]
    fn what_is_wanted_is_asked_for_and_checked() {
        let wanted = Wanted {
            serial_number: Some("O'1".to_owned()),
            status: Some("available".to_owned()),
            holder: None,
        };
        let filter = wanted.filter().expect("a filter");
        assert_eq!(filter, "serialNumber eq 'O''1' and status eq 'available'");
        let token = |serial: &str| {
            read(&json!({ "id": "t", "serialNumber": serial, "status": "available" })).expect("a token")
        };
        assert!(wanted.includes(&token("o'1")) && !wanted.includes(&token("2")));
        assert_eq!(Wanted::default().filter(), None);
    }
}

//! `/reports/authenticationMethods/userRegistrationDetails` (facts 7.1, 18.5): the wire form, read with tolerance.

use super::path::{literal, query_value};
use crate::api::{RegistrationRow, ReportStanding};
use crate::http::{Call, Version};
use crate::platform::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Few large pages: the quota counts requests.
const PAGE: u32 = 999;

/// What the service is asked to leave out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) only_not_capable: bool,
    pub(crate) only_administrators: bool,
    pub(crate) method: Option<&'a str>,
}

pub(crate) fn list(filter: &Filter<'_>) -> Call {
    let mut clauses = Vec::new();
    if filter.only_not_capable {
        clauses.push("isMfaCapable eq false".to_owned());
    }
    if filter.only_administrators {
        clauses.push("isAdmin eq true".to_owned());
    }
    clauses.extend(
        filter
            .method
            .map(|method| format!("methodsRegistered/any(m:m eq {})", literal(method))),
    );
    let filter = if clauses.is_empty() {
        String::new()
    } else {
        format!("$filter={}&", query_value(&clauses.join(" and ")))
    };
    Call::get(
        "GET /reports/authenticationMethods/userRegistrationDetails",
        Version::V1,
        format!("/reports/authenticationMethods/userRegistrationDetails?{filter}$top={PAGE}"),
    )
    .report()
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    user_principal_name: String,
    #[serde(default, deserialize_with = "or_default")]
    user_display_name: String,
    #[serde(default, deserialize_with = "or_default")]
    user_type: String,
    is_admin: Option<bool>,
    is_mfa_capable: Option<bool>,
    is_mfa_registered: Option<bool>,
    is_passwordless_capable: Option<bool>,
    is_sspr_capable: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    methods_registered: Vec<String>,
    is_system_preferred_authentication_method_enabled: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    system_preferred_authentication_methods: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    user_preferred_method_for_secondary_authentication: String,
    #[serde(default, deserialize_with = "or_default")]
    last_updated_date_time: String,
}

/// Reads one row; nothing when it does not say whom it is about.
pub(crate) fn read(value: &Value) -> Option<RegistrationRow> {
    let wire = Wire::deserialize(value).ok().filter(|wire| !wire.id.is_empty())?;
    let preferred = wire.is_system_preferred_authentication_method_enabled != Some(false);
    Some(RegistrationRow {
        id: wire.id.to_ascii_lowercase(),
        display_name: if wire.user_display_name.is_empty() {
            wire.user_principal_name.clone()
        } else {
            wire.user_display_name
        },
        user_principal_name: wire.user_principal_name,
        standing: ReportStanding::Reported,
        mfa_capable: wire.is_mfa_capable,
        mfa_registered: wire.is_mfa_registered,
        passwordless_capable: wire.is_passwordless_capable,
        password_reset_capable: wire.is_sspr_capable,
        is_admin: wire.is_admin,
        user_type: Some(wire.user_type).filter(|text| !text.is_empty()),
        methods: wire.methods_registered,
        // An empty text says what `none` says.
        default_method: Some(wire.user_preferred_method_for_secondary_authentication)
            .filter(|text| !text.is_empty() && text != "none"),
        system_preferred_methods: if preferred {
            wire.system_preferred_authentication_methods
        } else {
            Vec::new()
        },
        // The first day of the calendar means never.
        last_updated: Timestamp::parse(&wire.last_updated_date_time).filter(|at| at.unix_ms() > 0),
        age: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_that_says_little_is_read_and_one_about_nobody_is_not() {
        let row =
            read(&json!({ "id": "A", "userPrincipalName": null, "methodsRegistered": null })).expect("a row");
        assert_eq!(
            (row.id.as_str(), row.mfa_capable, row.methods.len()),
            ("a", None, 0)
        );
        assert!(read(&json!({ "id": "" })).is_none() && read(&json!({ "userType": "member" })).is_none());
    }

    #[test]
    fn an_empty_preference_and_none_are_no_default() {
        let read = |preference: &str| {
            let row = json!({ "id": "a", "userPreferredMethodForSecondaryAuthentication": preference });
            read(&row).expect("a row").default_method
        };
        assert_eq!((read(""), read("none")), (None, None));
        assert_eq!(read("push").as_deref(), Some("push"));
    }

    #[test]
    fn what_is_asked_for_is_quoted() {
        let filter = Filter {
            only_not_capable: true,
            method: Some("x' or isAdmin eq true"),
            ..Filter::default()
        };
        let crate::http::Target::Path(_, path) = list(&filter).target else {
            panic!("a path");
        };
        assert!(path.contains("isMfaCapable%20eq%20false"), "{path}");
        assert!(path.contains("%27x%27%27%20or"), "{path}");
    }
}

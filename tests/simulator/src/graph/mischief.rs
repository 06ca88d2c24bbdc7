//! Spoiled answers: right in substance, and unlike what a client was written for (facts 15.12).

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::http::Response;
use crate::scenario::Mischief;

/// A value that no client knows; the service's own evolvable enumerations have it.
const UNKNOWN: &str = "unknownFutureValue";

/// Properties whose values are members of an enumeration.
const ENUMERATED: &[&str] = &[
    "attestationLevel",
    "initiatedByType",
    "keyStrength",
    "methodUsabilityReason",
    "operationType",
    "passkeyType",
    "perUserMfaState",
    "phoneType",
    "result",
    "smsSignInState",
    "status",
    "userPreferredMethodForSecondaryAuthentication",
    "userType",
];

/// Properties that the schema lets be null.
const NULLABLE: &[&str] = &[
    "activityDateTime",
    "assignedTo",
    "businessPhones",
    "clientAppName",
    "createdDateTime",
    "creationDateTime",
    "department",
    "deviceTag",
    "displayName",
    "emailAddress",
    "employeeId",
    "givenName",
    "isSystemPreferredAuthenticationMethodEnabled",
    "jobTitle",
    "lastUsedDateTime",
    "mail",
    "mobilePhone",
    "model",
    "officeLocation",
    "phoneAppVersion",
    "phoneNumber",
    "preferredLanguage",
    "resultReason",
    "serialNumber",
    "smsSignInState",
    "surname",
    "usageLocation",
];

/// Spoils the answer, where there is something to spoil.
pub(crate) fn spoil(response: &mut Response, mischief: Mischief, fresh: Uuid) {
    if mischief == Mischief::MissingErrorBody {
        if response.status >= 400 {
            response.headers.remove("Content-Type");
            response.body.clear();
        }
        return;
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else {
        return;
    };
    match mischief {
        Mischief::DuplicatedItems => {
            if let Some(items) = body["value"].as_array_mut() {
                items.extend(items.last().cloned());
            }
        }
        Mischief::UnknownMethod => add_unknown_method(&mut body, fresh),
        Mischief::UnknownEnumValues => each_object(&mut body, &mut |object| {
            for (_, value) in object
                .iter_mut()
                .filter(|(name, _)| ENUMERATED.contains(&name.as_str()))
            {
                if value.is_string() {
                    *value = UNKNOWN.into();
                }
            }
        }),
        Mischief::ExtraProperties => each_object(&mut body, &mut |object| {
            object.insert(
                "futureProperty".into(),
                json!({ "level": 1, "names": ["first", null] }),
            );
            object.insert(
                "futureProperty@odata.type".into(),
                "#microsoft.graph.future".into(),
            );
        }),
        Mischief::NullProperties => each_object(&mut body, &mut |object| {
            for (_, value) in object
                .iter_mut()
                .filter(|(name, _)| NULLABLE.contains(&name.as_str()))
            {
                *value = Value::Null;
            }
        }),
        Mischief::LowerCaseInnerError => {
            if let Some(error) = body["error"].as_object_mut()
                && let Some(inner) = error.remove("innerError")
            {
                error.insert("innererror".into(), inner);
            }
        }
        Mischief::MissingErrorBody => {}
    }
    response.body = body.to_string().into_bytes();
}

fn add_unknown_method(body: &mut Value, fresh: Uuid) {
    let is_method = |item: &Value| {
        item["@odata.type"]
            .as_str()
            .is_some_and(|name| name.ends_with("AuthenticationMethod"))
    };
    if let Some(items) = body["value"].as_array_mut()
        && items.iter().any(is_method)
    {
        items.push(json!({
            "@odata.type": "#microsoft.graph.futureAuthenticationMethod",
            "id": fresh,
            "createdDateTime": null,
        }));
    }
}

fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(|value| each_object(value, change));
            change(object);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

//! Many people in one request, by object id or sign-in name: whom they are, and nothing else (facts 1.3).

use super::path::{UserKey, literal, query_value};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, Version};
use serde::Deserialize;
use serde_json::Value;

/// How many values one filter may compare with.
const MOST_VALUES: usize = 15;

/// Addresses longer than this are not certain to pass everything on the way.
const LONGEST_PATH: usize = 2_000;

const SELECT: &str = "$select=id,userPrincipalName,mail";

/// Lists of all whom these keys name, as few as possible. Who is in no list may exist all the same: lists lag behind.
pub(crate) fn lists<'a>(keys: impl Iterator<Item = &'a UserKey> + Clone) -> Vec<Call> {
    let is_id = |key: &&UserKey| matches!(key, UserKey::Id(_));
    let mut calls = of_property("id", keys.clone().filter(is_id));
    calls.extend(of_property("userPrincipalName", keys.filter(|key| !is_id(key))));
    calls
}

fn of_property<'a>(property: &str, keys: impl Iterator<Item = &'a UserKey>) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut values: Vec<String> = Vec::new();
    let mut length = 0;
    for key in keys {
        let value = query_value(&literal(key.as_str()));
        // A comma between values becomes three characters.
        let longer = length + value.len() + 3;
        if values.len() == MOST_VALUES || (longer > LONGEST_PATH - 120 && !values.is_empty()) {
            calls.push(list(property, &std::mem::take(&mut values)));
            length = 0;
        }
        length += value.len() + 3;
        values.push(value);
    }
    if !values.is_empty() {
        calls.push(list(property, &values));
    }
    calls
}

/// The values are encoded already.
fn list(property: &str, values: &[String]) -> Call {
    let begin = query_value(&format!("{property} in ("));
    let values = values.join(&query_value(","));
    let end = query_value(")");
    Call::get(
        "GET /users?$filter={users}",
        Version::V1,
        format!("/users?$filter={begin}{values}{end}&{SELECT}&$top=999"),
    )
}

/// One of them, asked for directly: this does not lag behind.
pub(crate) fn get(key: &UserKey) -> Call {
    let path = format!("{}?{SELECT}", key.path());
    Call::get("GET /users/{user}", Version::V1, path)
}

/// Who somebody is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) user_principal_name: String,
    #[serde(default)]
    pub(crate) mail: Option<String>,
}

/// Reads one of them.
pub(crate) fn read(value: &Value) -> Result<Reference> {
    Reference::deserialize(value).map_err(|error| {
        Error::new(
            ErrorCode::UnexpectedReply,
            format!("the service's description of a user cannot be read: {error}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Target;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    /// The property and the values of a list.
    fn asked(call: &Call) -> (String, Vec<String>) {
        let Target::Path(Version::V1, path) = &call.target else {
            panic!("a path");
        };
        let filter = path.strip_prefix("/users?$filter=").expect("a filter");
        let filter = filter.split('&').next().expect("a filter");
        let filter = percent_decode_str(filter).decode_utf8().expect("UTF-8");
        let (property, values) = filter.split_once(" in ('").expect("a list");
        let values = values.strip_suffix("')").expect("an end").split("','");
        (
            property.to_owned(),
            values.map(|value| value.replace("''", "'")).collect(),
        )
    }

    proptest! {
        #[test]
        fn everybody_is_asked_for_once_in_short_addresses(
            names in prop::collection::vec("[a-z'#^~$+&=.]{1,300}@[a-z]{1,20}\\.example", 0..40),
            ids in prop::collection::vec("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0..40),
        ) {
            let keys: Vec<_> = names.iter().chain(&ids).map(|text| UserKey::parse(text).expect("a key")).collect();
            let (mut asked_names, mut asked_ids) = (Vec::new(), Vec::new());
            for call in lists(keys.iter()) {
                let (property, values) = asked(&call);
                prop_assert!(values.len() <= MOST_VALUES);
                if let Target::Path(_, path) = &call.target {
                    prop_assert!(path.len() <= LONGEST_PATH || values.len() == 1, "{} characters", path.len());
                }
                if property == "id" { &mut asked_ids } else { &mut asked_names }.extend(values);
            }
            prop_assert_eq!(asked_names, names);
            prop_assert_eq!(asked_ids, ids);
        }
    }

    #[test]
    fn people_are_read_without_a_sign_in_name() {
        let read = |text: &str| read(&serde_json::from_str(text).expect("JSON"));
        assert_eq!(read(r#"{"id":"1"}"#).expect("a person").user_principal_name, "");
        assert!(read(r#"{"userPrincipalName":"nora@fabrikam.example"}"#).is_err());
    }
}

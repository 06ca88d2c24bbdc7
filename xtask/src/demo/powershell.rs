//! Objects of the PowerShell module, back in the words of the contract.

use serde_json::{Map, Value, json};

/// Takes back what the module does for its readers: capital letters, `$null` for what is absent, and the person's
/// name beside what belongs to the person.
pub(super) fn contract(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(contract).collect(),
        Value::Object(fields) => {
            let mut plain: Map<String, Value> = fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (with_small_letter(&name), contract(value)))
                .collect();
            if let (Some(id), Some(upn), Some(name)) = (
                plain.get("userId"),
                plain.get("userPrincipalName"),
                plain.get("displayName"),
            ) && !plain.contains_key("user")
            {
                let user = json!({ "id": id, "userPrincipalName": upn, "displayName": name });
                plain.insert("user".to_owned(), user);
            }
            Value::Object(plain)
        }
        plain => plain,
    }
}

fn with_small_letter(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::contract;
    use serde_json::json;

    #[test]
    fn the_person_goes_back_into_a_field() {
        let object = json!({
            "UserId": "1", "UserPrincipalName": "n@x", "DisplayName": "N", "VerifiedAt": null,
            "Steps": [{ "MethodId": "2" }],
        });
        assert_eq!(
            contract(object),
            json!({
                "userId": "1", "userPrincipalName": "n@x", "displayName": "N",
                "user": { "id": "1", "userPrincipalName": "n@x", "displayName": "N" },
                "steps": [{ "methodId": "2" }],
            })
        );
    }
}

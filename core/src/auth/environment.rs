//! What the environment of the process says about a sign-in. The host reads it, the core decides: so every surface
//! decides alike (facts 13.3, 13.4).

use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The variables that hosts pass on.
pub const ENVIRONMENT: &[&str] = &[
    "AZURE_AUTHORITY_HOST",
    "AZURE_CLIENT_ID",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "AZURE_TENANT_ID",
    "IDENTITY_ENDPOINT",
    "IDENTITY_SERVER_THUMBPRINT",
    "IMDS_ENDPOINT",
    "MSI_ENDPOINT",
    "ProgramData",
];

/// The variables that hosts pass on as secrets.
pub const SECRET_ENVIRONMENT: &[&str] = &["IDENTITY_HEADER", "MSI_SECRET"];

/// The variables that are set.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    plain: BTreeMap<String, String>,
    secret: BTreeMap<String, Secret>,
}

impl Environment {
    /// Takes the variables of the configuration, and those of the secret argument: a JSON object of texts.
    ///
    /// # Errors
    /// `invalidConfiguration`, naming a variable that does not belong there.
    pub(crate) fn new(plain: &BTreeMap<String, String>, secret: Option<&Secret>) -> Result<Self> {
        for name in plain.keys() {
            if SECRET_ENVIRONMENT.contains(&name.as_str()) {
                return Err(wrong(
                    &format!("environment.{name}"),
                    "is a secret",
                    "give it in the secret argument, as {\"NAME\": \"value\"}",
                ));
            }
            if !ENVIRONMENT.contains(&name.as_str()) {
                return Err(wrong(
                    &format!("environment.{name}"),
                    "says nothing about a sign-in",
                    &format!("give these only: {}", ENVIRONMENT.join(", ")),
                ));
            }
        }
        Ok(Self {
            plain: plain.clone(),
            secret: secret.map(secrets).transpose()?.unwrap_or_default(),
        })
    }

    /// A variable that is set to something.
    pub(crate) fn get(&self, name: &'static str) -> Option<&str> {
        let value = self.plain.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    pub(super) fn secret(&self, name: &'static str) -> Option<&Secret> {
        self.secret.get(name).filter(|value| !value.is_blank())
    }

    #[cfg(test)]
    pub(super) fn of(plain: &[(&str, &str)], secret: &[(&str, &str)]) -> Self {
        let text = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            plain: plain.iter().map(text).collect(),
            secret: secret
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Secret::new(*value)))
                .collect(),
        }
    }
}

fn secrets(secret: &Secret) -> Result<BTreeMap<String, Secret>> {
    let malformed = || {
        wrong(
            "secret",
            "is not a JSON object of secret variables",
            &format!(
                "give {{\"NAME\": \"value\"}} with these names: {}",
                SECRET_ENVIRONMENT.join(", ")
            ),
        )
    };
    let Ok(fields) = serde_json::from_str::<Map<String, Value>>(secret.expose()) else {
        return Err(malformed());
    };
    let mut found = BTreeMap::new();
    for (name, value) in fields {
        match value {
            Value::String(value) if SECRET_ENVIRONMENT.contains(&name.as_str()) => {
                found.insert(name, Secret::new(value));
            }
            _ => return Err(malformed()),
        }
    }
    Ok(found)
}

fn wrong(field: &str, why: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("{field}: {why}"))
        .about(field)
        .remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_variable_is_refused_in_the_configuration_and_never_repeated() {
        let plain = BTreeMap::from([("IDENTITY_HEADER".to_owned(), "hunter2".to_owned())]);
        let refused = Environment::new(&plain, None).expect_err("a secret");
        assert!(refused.message().contains("IDENTITY_HEADER") && !format!("{refused:?}").contains("hunter2"));
        for text in [
            "hunter2",
            "[\"hunter2\"]",
            "{\"hunter2\":\"x\"}",
            "{\"IDENTITY_HEADER\":[\"hunter2\"]}",
        ] {
            let refused = Environment::new(&BTreeMap::new(), Some(&Secret::new(text))).expect_err(text);
            assert!(!format!("{refused:?}").contains("hunter2"), "{refused:?}");
        }
    }

    #[test]
    fn what_is_blank_is_not_set() {
        let plain = BTreeMap::from([("MSI_ENDPOINT".to_owned(), " ".to_owned())]);
        let secret = Secret::new(r#"{"MSI_SECRET":""}"#);
        let environment = Environment::new(&plain, Some(&secret)).expect("of the right form");
        assert!(environment.get("MSI_ENDPOINT").is_none() && environment.secret("MSI_SECRET").is_none());
    }
}

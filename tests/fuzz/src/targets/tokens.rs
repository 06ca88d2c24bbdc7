//! Tokens: the first block names a credential, or is `token` and an access token; the others are what the token
//! endpoint, the machine's identity endpoint and Graph answer.

use super::batches::AsTheyAre;
use crate::conversation::parted;
use crate::front_door::client;
use crate::ports::complete;
use crate::promises;
use graph_mfa::Cancel;
use graph_mfa::api::{ClientConfig, CredentialKind, Request};
use graph_mfa::http::HttpResponse;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Shorter values are found in any sentence.
const SHORTEST_SECRET: usize = 12;

pub(crate) fn run(bytes: &[u8]) {
    let Some((first, answers)) = parted(bytes) else {
        return;
    };
    let Some((config, secret)) = credential(&first) else {
        return;
    };
    let secrets: Vec<String> = answers
        .iter()
        .flat_map(secrets_in)
        .chain(secret.clone())
        .filter(|secret| secret.len() >= SHORTEST_SECRET)
        .collect();
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let service = AsTheyAre(Mutex::new(answers.into_iter()));
    let client = match client(config, secret.as_deref(), service) {
        Ok(client) => client,
        Err(error) => return promises::keep_error(&error, &secrets),
    };
    let request = Request::CheckSignIn {
        operations: vec!["all".to_owned()],
    };
    let result = complete(client.run(request.clone(), &(), &Cancel::new()));
    promises::keep(&request, &result, &secrets);
}

fn credential(block: &str) -> Option<(ClientConfig, Option<String>)> {
    let registered = |kind| ClientConfig {
        tenant: Some("fabrikam.example".to_owned()),
        client_id: Some("0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55".to_owned()),
        ..ClientConfig::new(kind)
    };
    Some(match block.split_once(' ').unwrap_or((block, "")) {
        ("token", token) => (
            ClientConfig::new(CredentialKind::AccessToken),
            Some(token.to_owned()),
        ),
        ("secret", _) => (
            registered(CredentialKind::ClientSecret),
            Some("the-secret-of-the-desk".to_owned()),
        ),
        ("code", _) => (registered(CredentialKind::DeviceCode), None),
        ("identity", kind) => {
            let variables: &[(&str, &str)] = match kind {
                "app" => &[("IDENTITY_ENDPOINT", "http://127.0.0.1:41/msi/token")],
                _ => &[],
            };
            let environment: BTreeMap<String, String> = variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            let secret =
                (kind == "app").then(|| r#"{"IDENTITY_HEADER":"the-header-of-the-host"}"#.to_owned());
            let config = ClientConfig {
                environment,
                ..ClientConfig::new(CredentialKind::ManagedIdentity)
            };
            (config, secret)
        }
        _ => return None,
    })
}

/// What an answer holds that must not be printed.
fn secrets_in(answer: &HttpResponse) -> Vec<String> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    ["access_token", "refresh_token", "id_token", "device_code"]
        .iter()
        .filter_map(|name| body.get(name)?.as_str().map(str::to_owned))
        .collect()
}

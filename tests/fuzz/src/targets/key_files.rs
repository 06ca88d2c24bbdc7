//! Certificates: the first line is the password, the rest is a PEM or PFX file.

use crate::conversation::nothing_left;
use crate::front_door::client;
use crate::ports::{Service, complete};
use crate::promises;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use graph_mfa::Cancel;
use graph_mfa::api::{ClientConfig, CredentialKind, Request};
use graph_mfa::http::{HttpRequest, HttpResponse};
use serde_json::json;

/// Shorter pieces are found in any sentence.
const SHORTEST_SECRET: usize = 16;

pub(crate) fn run(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (password, file) = (&bytes[..end], &bytes[(end + 1).min(bytes.len())..]);
    let Ok(password) = std::str::from_utf8(password) else {
        return;
    };
    let secret = match std::str::from_utf8(file) {
        Ok(pem) => json!({ "pem": pem, "password": password }),
        Err(_) => json!({ "pfx": STANDARD.encode(file), "password": password }),
    }
    .to_string();
    let lines: Vec<&str> = std::str::from_utf8(file)
        .unwrap_or_default()
        .lines()
        .chain([password])
        .filter(|line| line.len() >= SHORTEST_SECRET && !line.starts_with("-----"))
        .collect();
    let config = ClientConfig {
        tenant: Some("fabrikam.example".to_owned()),
        client_id: Some("0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55".to_owned()),
        ..ClientConfig::new(CredentialKind::ClientCertificate)
    };
    match client(config, Some(&secret), Closed) {
        Err(error) => promises::keep_error(&error, &lines),
        // A file that reads must be able to sign.
        Ok(client) => {
            let request = Request::CheckSignIn {
                operations: Vec::new(),
            };
            let result = complete(client.run(request.clone(), &(), &Cancel::new()));
            promises::keep(&request, &result, &lines);
        }
    }
}

/// Nobody signs in here.
struct Closed;

impl Service for Closed {
    fn answer(&self, _: &HttpRequest) -> HttpResponse {
        nothing_left()
    }
}

//! The boundary: what a host sends is refused or reads back as itself, and a request that reads is carried out to an
//! answer, in a tenant where there is nothing.

use crate::conversation::nothing_left;
use crate::front_door::{PERMISSIONS, client, client_with_token, token};
use crate::ports::{Service, complete};
use crate::promises::{keep, keep_error, same_across_the_boundary};
use graph_mfa::Cancel;
use graph_mfa::api::{ClientConfig, QuickRequest, Request};
use graph_mfa::http::{HttpRequest, HttpResponse};
use serde_json::json;

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(request) = serde_json::from_slice::<Request>(bytes) {
        same_across_the_boundary(&request);
        let token = token(&json!({ "idtyp": "user", "scp": PERMISSIONS.join(" ") }));
        let client = client_with_token(Empty, &token).expect("a client");
        let result = complete(client.run(request.clone(), &(), &Cancel::new()));
        keep(&request, &result, &[&token]);
    }
    if let Ok(request) = serde_json::from_slice::<QuickRequest>(bytes) {
        same_across_the_boundary(&request);
        match graph_mfa::quick(request) {
            Ok(response) => same_across_the_boundary(&response),
            Err(error) => keep_error(&error, &[]),
        }
    }
    if let Ok(config) = serde_json::from_slice::<ClientConfig>(bytes) {
        same_across_the_boundary(&config);
        if let Err(error) = client(config, Some("the-secret-of-the-desk"), Empty) {
            keep_error(&error, &["the-secret-of-the-desk"]);
        }
    }
}

struct Empty;

impl Service for Empty {
    fn answer(&self, _: &HttpRequest) -> HttpResponse {
        nothing_left()
    }
}

//! A client whose service is an input: the only way in that the targets and the documented samples use.

pub use crate::ports::Service;
use crate::ports::{CountedTime, Files, Fixed, Wire, complete};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_mfa::api::{ClientConfig, CredentialKind, Request, Response};
use graph_mfa::platform::Store;
use graph_mfa::{Cancel, Client, EventSink, Secret};
use serde_json::{Value, json};

/// Permissions for everything: what is refused must be refused for another reason.
pub(crate) const PERMISSIONS: &[&str] = &[
    "User.Read.All",
    "User.ReadWrite.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "Directory.Read.All",
    "AuditLog.Read.All",
    "Policy.ReadWrite.AuthenticationMethod",
    "Policy.Read.All",
    "RoleManagement.ReadWrite.Directory",
    "Reports.Read.All",
];

/// The request of a conversation's first block, and an access token of whoever asks: `person {…}` or `application {…}`.
pub(crate) fn asked(block: &str) -> Option<(Request, String)> {
    let (who, request) = block.split_once(' ')?;
    let claims = match who {
        "person" => {
            json!({ "idtyp": "user", "scp": PERMISSIONS.join(" "), "wids": ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"] })
        }
        "application" => json!({ "idtyp": "app", "roles": PERMISSIONS }),
        _ => return None,
    };
    Some((serde_json::from_str(request).ok()?, token(&claims)))
}

pub(crate) fn token(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.c2lnbmF0dXJl",
        part(&json!({ "alg": "none" })),
        part(claims)
    )
}

/// A client that uses a token as it is.
pub(crate) fn client_with_token(service: impl Service + 'static, token: &str) -> graph_mfa::Result<Client> {
    client(
        ClientConfig::new(CredentialKind::AccessToken),
        Some(token),
        service,
    )
}

pub(crate) fn client(
    config: ClientConfig,
    secret: Option<&str>,
    service: impl Service + 'static,
) -> graph_mfa::Result<Client> {
    client_with_files(config, secret, service, Files::default())
}

/// A client that finds these files.
pub(crate) fn client_with_files(
    config: ClientConfig,
    secret: Option<&str>,
    service: impl Service + 'static,
    files: impl Store + 'static,
) -> graph_mfa::Result<Client> {
    let mut builder = Client::builder(ClientConfig {
        patience_ms: Some(60_000),
        ..config
    });
    if let Some(secret) = secret {
        builder = builder.secret(Secret::new(secret.to_owned()));
    }
    builder
        .transport(Wire::new(service))
        .clock(CountedTime::new())
        .rng(Fixed)
        .store(files)
        .build()
}

/// What a person with every permission is told when the service answers like this.
///
/// # Errors
/// As [`Client::run`].
pub fn ask(request: Request, service: impl Service + 'static) -> graph_mfa::Result<Response> {
    ask_and_watch(request, service, &())
}

/// As [`ask`], and sees what is told on the way.
///
/// # Errors
/// As [`Client::run`].
pub fn ask_and_watch(
    request: Request,
    service: impl Service + 'static,
    events: &dyn EventSink,
) -> graph_mfa::Result<Response> {
    let token = token(&json!({ "idtyp": "user", "scp": PERMISSIONS.join(" ") }));
    let client = client_with_token(service, &token)?;
    complete(client.run(request, events, &Cancel::new()))
}

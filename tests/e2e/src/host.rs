//! What a host has for signing in, played: a key that signs, files, a browser with a person in front of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_mfa::api::SignatureAlgorithm;
use graph_mfa::auth::{Assertions, Browser, SignInPage, Signer, Visit};
use graph_mfa::platform::{BoxFuture, Files};
use graph_mfa::{Error, ErrorCode, Secret};
use graph_sim::{Request, Simulator};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// The app registration of the service desk.
pub const APP: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001";

/// Its certificate.
pub const DESK_CERTIFICATE: &str = include_str!("../../simulator/tests/keys/desk.cert.pem");

/// Who issues federated tokens.
pub const ISSUER: &str = "https://issuer.example";
/// For what.
pub const SUBJECT: &str = "repo:desk:main";

const DESK_KEY: &[u8] = include_bytes!("../../simulator/tests/keys/desk.key.p8");
const ISSUER_KEY: &[u8] = include_bytes!("../../simulator/tests/keys/issuer.key.p8");
const ISSUER_PUBLIC: &str = include_str!("../../simulator/tests/keys/issuer.public.pem");

/// The app registration as a scenario describes it: every way of signing in that does not need a person, and those
/// that do. `more` overrides.
pub fn app_of(more: Value) -> Value {
    let permissions = [
        "User.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
        "User.RevokeSessions.All",
        "RoleManagement.Read.Directory",
        "GroupMember.Read.All",
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "AuditLog.Read.All",
    ];
    let mut app = json!({
        "clientId": APP,
        "name": "Service desk",
        "secret": "the-secret-of-the-desk",
        "certificates": [{ "pem": DESK_CERTIFICATE }],
        "federatedCredentials": [{ "issuer": ISSUER, "subject": SUBJECT, "pem": ISSUER_PUBLIC }],
        "permissions": permissions,
        "delegatedPermissions": permissions,
        "publicClient": true,
        "redirectUris": { "publicClient": ["http://localhost"] },
    });
    if let (Value::Object(app), Value::Object(more)) = (&mut app, more) {
        app.extend(more);
    }
    app
}

/// The certificate and its key, as the secret argument takes them.
pub fn desk_document() -> String {
    let pem = include_str!("../../support/keys/desk-encrypted.pem");
    json!({ "pem": pem, "password": "hunter2" }).to_string()
}

/// A token of the issuer, made at `now` (seconds since 1970) for `audience`.
///
/// # Panics
/// When the key cannot be read.
pub fn issuer_token(audience: &str, subject: &str, now: i64) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let claims = json!({
        "iss": ISSUER, "sub": subject, "aud": audience, "jti": now.to_string(), "nbf": now, "exp": now + 600,
    });
    let signed = format!(
        "{}.{}",
        encode(&json!({ "alg": "RS256", "typ": "JWT" })),
        encode(&claims)
    );
    let signature = sign(ISSUER_KEY, &RSA_PKCS1_SHA256, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn sign(key: &[u8], padding: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
    let key = match RsaKeyPair::from_pkcs8(key) {
        Ok(key) => key,
        Err(rejected) => panic!("the key is no key: {rejected}"),
    };
    let mut signature = vec![0; key.public().modulus_len()];
    match key.sign(padding, &SystemRandom::new(), message, &mut signature) {
        Ok(()) => signature,
        Err(_) => panic!("the key does not sign"),
    }
}

/// A key that cannot be exported: its holder signs, or says why not.
#[derive(Clone, Debug)]
pub enum Clerk {
    /// Signs with the desk's key.
    Honest,
    /// Signs with another key.
    Mistaken,
    /// Does not sign.
    Absent,
}

impl Signer for Clerk {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, graph_mfa::Result<Vec<u8>>> {
        Box::pin(async move {
            let padding: &'static dyn RsaEncoding = match algorithm {
                SignatureAlgorithm::Ps256 => &RSA_PSS_SHA256,
                SignatureAlgorithm::Rs256 => &RSA_PKCS1_SHA256,
            };
            match self {
                Self::Honest => Ok(sign(DESK_KEY, padding, message)),
                Self::Mistaken => Ok(sign(ISSUER_KEY, padding, message)),
                Self::Absent => Err(Error::new(ErrorCode::SignInFailed, "the smart card is not there")
                    .remedy("put the smart card in")),
            }
        })
    }
}

/// Files, and tokens, that change while the test runs. Counts how often they were read.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<(String, u32)>>);

impl Memory {
    /// Writes something.
    pub fn write(&self, text: &str) {
        text.clone_into(&mut self.lock().0);
    }

    /// How often it was read.
    pub fn reads(&self) -> u32 {
        self.lock().1
    }

    fn read_it(&self) -> Secret {
        let mut kept = self.lock();
        kept.1 += 1;
        Secret::new(&kept.0)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (String, u32)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Memory {
    fn read<'a>(&'a self, path: &'a str, most: usize) -> BoxFuture<'a, Result<Secret, String>> {
        Box::pin(async move {
            let text = self.read_it();
            match text.expose().len() {
                _ if path != "/run/token" => Err("no such file".to_owned()),
                long if long > most => Err("it is too long".to_owned()),
                _ => Ok(text),
            }
        })
    }
}

impl Assertions for Memory {
    fn assertion<'a>(&'a self, _: &'a str) -> BoxFuture<'a, graph_mfa::Result<Secret>> {
        Box::pin(async { Ok(self.read_it()) })
    }
}

/// Somebody in front of a browser.
#[derive(Clone)]
pub struct Person {
    simulator: Simulator,
    redirect_uri: String,
    /// Changes the address on its way back.
    meddle: Arc<dyn Fn(String) -> String + Send + Sync>,
    /// The addresses of the sign-in pages that were shown.
    shown: Arc<Mutex<Vec<String>>>,
}

impl Person {
    /// Does what the page says, and comes back.
    pub fn new(simulator: &Simulator) -> Self {
        Self {
            simulator: simulator.clone(),
            redirect_uri: "http://localhost:5001".to_owned(),
            meddle: Arc::new(|address| address),
            shown: Arc::default(),
        }
    }

    /// Comes back to this address.
    #[must_use]
    pub fn coming_back_to(mut self, redirect_uri: &str) -> Self {
        redirect_uri.clone_into(&mut self.redirect_uri);
        self
    }

    /// Something changes the address on its way back.
    #[must_use]
    pub fn meddled_with(mut self, meddle: impl Fn(String) -> String + Send + Sync + 'static) -> Self {
        self.meddle = Arc::new(meddle);
        self
    }

    /// The sign-in pages that were shown.
    pub fn shown(&self) -> Vec<String> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Browser for Person {
    fn begin(&self) -> BoxFuture<'_, graph_mfa::Result<Box<dyn Visit>>> {
        let visit: Box<dyn Visit> = Box::new(self.clone());
        Box::pin(async { Ok(visit) })
    }
}

impl Visit for Person {
    fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    fn go<'a>(self: Box<Self>, page: SignInPage<'a>) -> BoxFuture<'a, graph_mfa::Result<Secret>> {
        Box::pin(async move {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            shown.push(page.url.to_string());
            drop(shown);
            let reply = self.simulator.handle(Request::new("GET", page.url.as_str()));
            let location = reply
                .into_response()
                .and_then(|response| response.headers.get("Location").map(str::to_owned));
            match location {
                Some(address) => Ok(Secret::new((self.meddle)(address))),
                None => {
                    Err(Error::new(ErrorCode::SignInFailed, "the person closed the page")
                        .remedy("sign in again"))
                }
            }
        })
    }
}

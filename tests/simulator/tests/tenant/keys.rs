//! Keys of applications and issuers, and what is signed with them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use serde_json::{Value, json};

pub(crate) const DESK_CERTIFICATE: &str = include_str!("../keys/desk.cert.pem");
/// The same key in a certificate that ended before the tenant's clock starts.
pub(crate) const EXPIRED_CERTIFICATE: &str = include_str!("../keys/expired.cert.pem");
pub(crate) const ISSUER_KEY: &str = include_str!("../keys/issuer.public.pem");

const DESK: &[u8] = include_bytes!("../keys/desk.key.p8");
const ISSUER: &[u8] = include_bytes!("../keys/issuer.key.p8");

/// Whose key signs.
#[derive(Clone, Copy)]
pub(crate) enum Signer {
    Desk,
    Issuer,
}

/// SHA-256 and SHA-1 of a certificate, as a token's header names it.
pub(crate) fn thumbprints(pem: &str) -> (String, String) {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(body).unwrap();
    let name = |algorithm| URL_SAFE_NO_PAD.encode(digest::digest(algorithm, &der));
    (name(&digest::SHA256), name(&digest::SHA1_FOR_LEGACY_USE_ONLY))
}

/// A signed token.
pub(crate) fn jwt(header: &Value, claims: &Value, signer: Signer) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let signed = format!("{}.{}", encode(header), encode(claims));
    let key = RsaKeyPair::from_pkcs8(match signer {
        Signer::Desk => DESK,
        Signer::Issuer => ISSUER,
    })
    .unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    let padding: &'static dyn ring::signature::RsaEncoding = match header["alg"].as_str() {
        Some("PS256") => &RSA_PSS_SHA256,
        _ => &RSA_PKCS1_SHA256,
    };
    key.sign(padding, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The payload of a token, not verified.
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// A client assertion as the documentation wants it, valid at the tenant's usual `now`.
pub(crate) fn assertion(client_id: &str, audience: &str, jti: &str) -> (Value, Value) {
    let now = 1_787_216_400; // 2026-08-20T09:00:00Z
    (
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprints(DESK_CERTIFICATE).0 }),
        json!({ "aud": audience, "iss": client_id, "sub": client_id, "jti": jti,
                "nbf": now, "iat": now, "exp": now + 600 }),
    )
}

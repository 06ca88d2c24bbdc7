//! The key with which the tenant signs what others verify: id tokens (facts 13, 13.1).
//!
//! It is one published key for every tenant, built in, so that nothing has to be generated. Whoever has these sources
//! can sign with it; it proves nothing outside of tests. The service, too, signs for all tenants with the same keys.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Serialize;
use serde_json::{Value, json};

const PRIVATE_KEY: &[u8] = include_bytes!("published-test-key.p8");
const CERTIFICATE: &[u8] = include_bytes!("published-test-key.cer");

/// Read when it is first needed: most runs of a tenant need it never.
fn key() -> Option<&'static RsaKeyPair> {
    static KEY: OnceLock<Option<RsaKeyPair>> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::from_pkcs8(PRIVATE_KEY).ok())
        .as_ref()
}

/// The name of the key: the thumbprint of its certificate, as with the service.
fn key_id() -> String {
    let thumbprint = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, CERTIFICATE);
    URL_SAFE_NO_PAD.encode(thumbprint)
}

/// A token with these claims, signed by RS256.
pub(crate) fn sign(claims: &impl Serialize) -> String {
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": key_id() });
    let payload = serde_json::to_vec(claims).unwrap_or_default();
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = key().and_then(|key| {
        let mut signature = vec![0; key.public().modulus_len()];
        // This padding takes no randomness: the same claims give the same token.
        key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            signed.as_bytes(),
            &mut signature,
        )
        .ok()?;
        Some(signature)
    });
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(signature.unwrap_or_default())
    )
}

/// What `/discovery/v2.0/keys` says about the key.
pub(crate) fn key_set(issuer: &str) -> Value {
    let id = key_id();
    let (modulus, exponent) = key().map_or_else(Default::default, |key| {
        let components: ring::rsa::PublicKeyComponents<Vec<u8>> = key.public().into();
        (components.n, components.e)
    });
    json!({ "keys": [{
        "kty": "RSA",
        "use": "sig",
        "kid": id,
        "x5t": id,
        "n": URL_SAFE_NO_PAD.encode(modulus),
        "e": URL_SAFE_NO_PAD.encode(exponent),
        "x5c": [STANDARD.encode(CERTIFICATE)],
        "issuer": issuer,
    }] })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{key_set, sign};
    use crate::jose::{Algorithm, Jws, PublicKey};

    #[test]
    fn what_is_signed_is_verified_with_the_published_key() {
        let token = sign(&json!({ "sub": "s" }));
        let set = key_set("i");
        let key = PublicKey::from_jwk(&set["keys"][0]).unwrap();
        let jws = Jws::parse(&token).unwrap();
        assert!(jws.is_signed_by(&key, Algorithm::Rs256));
        assert!(!jws.is_signed_by(&key, Algorithm::Ps256));
        assert_eq!(jws.header.kid.as_deref(), set["keys"][0]["kid"].as_str());
        assert_eq!(jws.claims::<Value>().unwrap()["sub"], "s");
    }

    #[test]
    fn the_certificate_holds_the_same_key() {
        let set = key_set("i");
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----",
            set["keys"][0]["x5c"][0].as_str().unwrap()
        );
        assert_eq!(PublicKey::from_pem(&pem), PublicKey::from_jwk(&set["keys"][0]));
    }
}

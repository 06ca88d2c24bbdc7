//! Public keys of applications and of foreign issuers: from a certificate, a key in PEM, or a JSON Web Key
//! (facts 13.3).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents,
};
use serde_json::Value;
use time::OffsetDateTime;
use x509_cert::der::asn1::UintRef;
use x509_cert::der::{Decode, Encode as _, Reader as _, SliceReader};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use super::jws::Algorithm;

/// Shorter keys are not accepted.
const SHORTEST_BITS: usize = 2048;
/// `rsaEncryption`
const RSA: &str = "1.2.840.113549.1.1.1";

/// An RSA public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicKey {
    modulus: Box<[u8]>,
    exponent: Box<[u8]>,
}

/// A certificate, as far as a client assertion is concerned.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    pub(crate) key: PublicKey,
    pub(crate) not_before: OffsetDateTime,
    pub(crate) not_after: OffsetDateTime,
    /// The certificate itself.
    pub(crate) der: Box<[u8]>,
    pub(crate) sha1: Box<[u8]>,
    sha256: Box<[u8]>,
}

impl PublicKey {
    /// Reads a key in PEM (`PUBLIC KEY`, or the key of a `CERTIFICATE`).
    pub(crate) fn from_pem(text: &str) -> Result<Self, &'static str> {
        if let Some(der) = pem(text, "PUBLIC KEY") {
            let info = SubjectPublicKeyInfoRef::from_der(&der).map_err(|_| "is not a public key")?;
            return Self::from_info(&info);
        }
        Certificate::from_pem(text).map(|certificate| certificate.key)
    }

    /// Reads a JSON Web Key.
    pub(crate) fn from_jwk(jwk: &Value) -> Result<Self, &'static str> {
        if jwk["kty"] != "RSA" {
            return Err("is not a key of kty RSA");
        }
        let part = |name: &str| {
            let text = jwk[name].as_str()?;
            URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
        };
        match (part("n"), part("e")) {
            (Some(modulus), Some(exponent)) => Self::new(&modulus, &exponent),
            _ => Err("needs n and e in base64url"),
        }
    }

    fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, &'static str> {
        let without_zeros = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
        let (modulus, exponent): (Box<[u8]>, Box<[u8]>) = (without_zeros(modulus), without_zeros(exponent));
        if modulus.len() * 8 < SHORTEST_BITS || exponent.is_empty() {
            return Err("is shorter than 2048 bits");
        }
        Ok(Self { modulus, exponent })
    }

    fn from_info(info: &SubjectPublicKeyInfoRef<'_>) -> Result<Self, &'static str> {
        if info.algorithm.oid.to_string() != RSA {
            return Err("is not an RSA key");
        }
        let bits = info.subject_public_key.as_bytes().unwrap_or_default();
        let numbers = |bytes| {
            SliceReader::new(bytes)?.sequence(|reader| {
                let modulus = UintRef::decode(reader)?;
                Ok((modulus, UintRef::decode(reader)?))
            })
        };
        let (modulus, exponent) = numbers(bits).map_err(|_| "is not an RSA key")?;
        Self::new(modulus.as_bytes(), exponent.as_bytes())
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let parameters: &RsaParameters = match algorithm {
            Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
        };
        let components = RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        };
        components.verify(parameters, message, signature).is_ok()
    }
}

impl Certificate {
    /// Reads the first certificate of a PEM text.
    pub(crate) fn from_pem(text: &str) -> Result<Self, &'static str> {
        let der = pem(text, "CERTIFICATE").ok_or("holds no certificate in PEM")?;
        Self::from_der(&der)
    }

    /// Reads a certificate in DER.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        const BROKEN: &str = "is not a certificate";
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| BROKEN)?;
        let tbs = parsed.tbs_certificate;
        let info = tbs.subject_public_key_info.to_der().map_err(|_| BROKEN)?;
        let info = SubjectPublicKeyInfoRef::from_der(&info).map_err(|_| BROKEN)?;
        let instant = |at: x509_cert::time::Time| OffsetDateTime::from(at.to_system_time());
        Ok(Self {
            key: PublicKey::from_info(&info)?,
            not_before: instant(tbs.validity.not_before),
            not_after: instant(tbs.validity.not_after),
            der: der.into(),
            sha1: digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der)
                .as_ref()
                .into(),
            sha256: digest::digest(&digest::SHA256, der).as_ref().into(),
        })
    }

    /// Whether a thumbprint of a token's header names this certificate.
    pub(crate) fn is_named(&self, thumbprint: &str) -> bool {
        let bytes = URL_SAFE_NO_PAD
            .decode(thumbprint.trim_end_matches('='))
            .unwrap_or_default();
        bytes == *self.sha1 || bytes == *self.sha256
    }
}

/// The bytes of the first block with this label.
fn pem(text: &str, label: &str) -> Option<Vec<u8>> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let (_, rest) = text.split_once(&begin)?;
    let (body, _) = rest.split_once(&end)?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}

#[cfg(test)]
mod tests {
    use super::{Certificate, PublicKey};

    const DESK: &str = include_str!("../../tests/keys/desk.cert.pem");
    const ISSUER: &str = include_str!("../../tests/keys/issuer.public.pem");

    #[test]
    fn a_certificate_is_read_with_its_window_and_names() {
        let certificate = Certificate::from_pem(DESK).unwrap();
        assert_eq!(certificate.not_before.year(), 2025);
        assert_eq!(certificate.not_after.year(), 2035);
        assert!(!certificate.is_named("") && !certificate.is_named("AAAA"));
        assert_eq!(PublicKey::from_pem(DESK).unwrap(), certificate.key);
    }

    #[test]
    fn a_key_is_the_same_in_every_form() {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
        let key = PublicKey::from_pem(ISSUER).unwrap();
        let jwk = serde_json::json!({ "kty": "RSA", "n": B64.encode(&key.modulus), "e": "AQAB" });
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap(), key);
    }

    #[test]
    fn weak_and_other_keys_are_refused() {
        let weak = Certificate::from_pem(include_str!("../../tests/keys/weak.cert.pem"));
        assert_eq!(weak.unwrap_err(), "is shorter than 2048 bits");
        let curve = Certificate::from_pem(include_str!("../../tests/keys/curve.cert.pem"));
        assert_eq!(curve.unwrap_err(), "is not an RSA key");
        assert_eq!(
            Certificate::from_pem("nothing").unwrap_err(),
            "holds no certificate in PEM"
        );
    }
}

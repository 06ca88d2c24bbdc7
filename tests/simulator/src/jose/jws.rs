//! A signed token in compact form: three parts of base64url, of which nothing is believed before it is verified
//! (RFC 7515; facts 13.3 for the header).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::key::PublicKey;

/// A token whose signature has not been checked yet.
pub(crate) struct Jws<'t> {
    pub(crate) header: Header,
    signed: &'t str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// What the header says about the signature.
#[derive(Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    /// SHA-1 of the certificate, base64url.
    #[serde(default)]
    pub(crate) x5t: Option<String>,
    /// SHA-256 of the certificate, base64url.
    #[serde(default, rename = "x5t#S256")]
    pub(crate) x5t_s256: Option<String>,
    #[serde(default)]
    pub(crate) kid: Option<String>,
}

/// A signature that is accepted at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    Ps256,
}

impl Algorithm {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            _ => None,
        }
    }
}

impl<'t> Jws<'t> {
    /// Takes the token apart.
    pub(crate) fn parse(token: &'t str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        Some(Self {
            header: serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?,
            signed,
            payload: URL_SAFE_NO_PAD.decode(payload).ok()?,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// The claims.
    pub(crate) fn claims<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.payload).ok()
    }

    /// Whether the key made the signature.
    pub(crate) fn is_signed_by(&self, key: &PublicKey, algorithm: Algorithm) -> bool {
        key.verifies(algorithm, self.signed.as_bytes(), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Jws;

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "[A-Za-z0-9_.=-]{0,80}|.{0,40}") {
            let _ = Jws::parse(&text);
        }
    }
}

//! The public half of an application's certificate: what its assertions name it by (facts 13.3).

use crate::error::{Error, ErrorCode, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate, by its DER form.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Vec<u8>);

impl Certificate {
    /// Takes the DER form.
    ///
    /// # Errors
    /// `invalidConfiguration` when the bytes are not one DER value.
    pub fn from_der(der: Vec<u8>) -> Result<Self> {
        if is_one_sequence(&der) {
            Ok(Self(der))
        } else {
            Err(malformed("it is not the DER form of a certificate"))
        }
    }

    /// Reads PEM, or the base64 of the DER form.
    ///
    /// # Errors
    /// `invalidConfiguration` when it is neither, or when the private key came along.
    pub fn parse(text: &str) -> Result<Self> {
        if text.contains("PRIVATE KEY") {
            return Err(malformed(
                "it holds a private key, which does not belong into the configuration",
            ));
        }
        let body = match text.split_once(BEGIN) {
            Some((_, rest)) => rest.split_once(END).map_or("", |(body, _)| body),
            None => text,
        };
        let body: String = body.split_whitespace().collect();
        let der = STANDARD
            .decode(body)
            .map_err(|_| malformed("it is neither PEM nor the base64 of the DER form"))?;
        Self::from_der(der)
    }

    /// The DER form.
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// The thumbprint by SHA-256, base64url.
    pub(super) fn sha256(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }

    /// The thumbprint by SHA-1, base64url: a name, not a protection.
    pub(super) fn sha1(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha1::digest(&self.0))
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Certificate").field(&self.sha256()).finish()
    }
}

/// Whether the bytes are one DER sequence from end to end; what is in it is for the service to judge.
fn is_one_sequence(der: &[u8]) -> bool {
    let Some((&0x30, rest)) = der.split_first() else {
        return false;
    };
    let Some((&first, rest)) = rest.split_first() else {
        return false;
    };
    let (length, content) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (bytes, content) = rest.split_at(usize::from(first & 0x7f).min(rest.len()));
            let length = bytes
                .iter()
                .fold(0, |length, byte| length << 8 | usize::from(*byte));
            (length, content)
        }
        _ => return false,
    };
    length > 0 && content.len() == length
}

fn malformed(why: &str) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("certificate: {why}"))
        .about("certificate")
        .remedy(
            "give the certificate alone, as PEM or as the base64 of its DER form; the key stays where it is",
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pem_and_base64_name_the_same_certificate() {
        let der = [&[0x30, 0x82, 0x01, 0x00][..], &[7; 256]].concat();
        let base64 = STANDARD.encode(&der);
        let (head, tail) = base64.split_at(64);
        let pem = format!("Bag Attributes\n{BEGIN}\n{head}\r\n{tail}\n{END}\n{BEGIN}\nAAAA\n{END}\n");
        let read = Certificate::parse(&pem).expect("PEM");
        assert_eq!(read, Certificate::parse(&base64).expect("base64"));
        assert_eq!(read.der(), der);
    }

    #[test]
    fn a_key_is_refused_and_not_repeated() {
        let refused = Certificate::parse("-----BEGIN PRIVATE KEY-----\nhunter2\n").expect_err("a key");
        assert_eq!(refused.code(), ErrorCode::InvalidConfiguration);
        assert!(refused.message().contains("private key") && !format!("{refused:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}", der in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = Certificate::parse(&text);
            let _ = Certificate::from_der(der);
        }
    }
}

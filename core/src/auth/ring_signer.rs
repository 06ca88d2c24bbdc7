//! Signatures of a native program, by ring: it signs in constant time and checks each signature that it makes, is
//! the library that TLS uses already, and needs one C compiler on every target. WebAssembly leaves signing to its host.

use super::client_assertion::Signer;
use super::key_file::{RSA_ONLY, wrong};
use crate::api::SignatureAlgorithm;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::BoxFuture;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256};
use x509_parser::public_key::PublicKey;

/// Signs with an RSA key that it holds in memory.
pub(crate) struct RingSigner(KeyPair);

impl RingSigner {
    /// Takes a key in PKCS#8 form.
    ///
    /// # Errors
    /// `invalidConfiguration` when it is not an RSA key that may be used.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self> {
        KeyPair::from_pkcs8(der).map(Self).map_err(unusable)
    }

    /// Takes a key in PKCS#1 form.
    ///
    /// # Errors
    /// As [`Self::from_pkcs8`].
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Self> {
        KeyPair::from_der(der).map(Self).map_err(unusable)
    }

    /// Whether a certificate, in DER form, is about this key.
    pub(super) fn belongs_to(&self, certificate: &[u8]) -> bool {
        let Ok((_, certificate)) = x509_parser::parse_x509_certificate(certificate) else {
            return false;
        };
        let Ok(PublicKey::RSA(theirs)) = certificate.public_key().parsed() else {
            return false;
        };
        let ours: PublicKeyComponents<Vec<u8>> = self.0.public().into();
        let number =
            |bytes: &[u8]| -> Vec<u8> { bytes.iter().copied().skip_while(|byte| *byte == 0).collect() };
        number(theirs.modulus) == number(&ours.n) && number(theirs.exponent) == number(&ours.e)
    }
}

impl Signer for RingSigner {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(async move {
            let padding: &dyn ring::signature::RsaEncoding = match algorithm {
                SignatureAlgorithm::Ps256 => &RSA_PSS_SHA256,
                SignatureAlgorithm::Rs256 => &RSA_PKCS1_SHA256,
            };
            let mut signature = vec![0; self.0.public().modulus_len()];
            match self
                .0
                .sign(padding, &SystemRandom::new(), message, &mut signature)
            {
                Ok(()) => Ok(signature),
                Err(_) => Err(Error::new(
                    ErrorCode::InvalidConfiguration,
                    "secret: the private key does not sign: its parts do not fit together",
                )
                .about("secret")
                .remedy("export the certificate and its key anew")),
            }
        })
    }
}

impl std::fmt::Debug for RingSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RingSigner").finish_non_exhaustive()
    }
}

fn unusable(rejected: ring::error::KeyRejected) -> Error {
    // Its reasons are words such as TooSmall; they say nothing about the key itself.
    wrong(&format!("its private key is not accepted ({rejected})"), RSA_ONLY)
}

//! Client credentials by an assertion that the application's certificate signs (facts 13.3). The signature is a
//! port: the key may be one that cannot be exported.

use super::application::{Application, Proof};
use super::certificate::Certificate;
use super::{AccessToken, TokenAsk, TokenSource};
use crate::api::SignatureAlgorithm;
use crate::error::{Error, Result};
use crate::platform::{BoxFuture, MaybeSend, MaybeSync, Timestamp};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use std::sync::Arc;

/// How long an assertion is good for.
const LIFETIME_SECONDS: i64 = 300;
/// The assertion came outside its time window: the clock of this machine is wrong.
const OUTSIDE_ITS_TIME: [u32; 2] = [700_024, 500_133];

/// The signature port: signs with the private key of the application's certificate.
pub trait Signer: MaybeSend + MaybeSync {
    /// Signs `message`, which the algorithm digests by SHA-256 itself.
    ///
    /// # Errors
    /// Whatever keeps the key from signing, told for the person who set it up.
    fn sign<'a>(&'a self, algorithm: SignatureAlgorithm, message: &'a [u8])
    -> BoxFuture<'a, Result<Vec<u8>>>;
}

impl<T: Signer + ?Sized> Signer for Box<T> {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        (**self).sign(algorithm, message)
    }
}

impl<T: Signer + ?Sized> Signer for Arc<T> {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        (**self).sign(algorithm, message)
    }
}

/// Signs an application in by assertions that a [`Signer`] signs.
pub struct ClientAssertion<S> {
    application: Application,
    certificate: Certificate,
    algorithm: SignatureAlgorithm,
    signer: S,
}

impl<S: Signer> ClientAssertion<S> {
    /// Takes the parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub fn new(
        tenant: &str,
        client_id: &str,
        certificate: Certificate,
        algorithm: SignatureAlgorithm,
        signer: S,
    ) -> Result<Self> {
        Ok(Self {
            application: Application::new(tenant, client_id)?,
            certificate,
            algorithm,
            signer,
        })
    }

    async fn assertion(&self, audience: &str, id: &str, now: Timestamp) -> Result<Secret> {
        let now = now.unix_seconds();
        let header = match self.algorithm {
            SignatureAlgorithm::Ps256 => {
                json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.certificate.sha256() })
            }
            // The older pair is known to be accepted together only.
            SignatureAlgorithm::Rs256 => {
                json!({ "alg": "RS256", "typ": "JWT", "x5t": self.certificate.sha1() })
            }
        };
        let payload = json!({
            "aud": audience,
            "iss": self.application.client_id(),
            "sub": self.application.client_id(),
            "jti": id,
            "nbf": now,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
        });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(payload.to_string())
        );
        let signature = self.signer.sign(self.algorithm, signed.as_bytes()).await?;
        Ok(Secret::new(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }

    async fn sign_in(&self, ask: &TokenAsk<'_>) -> Result<AccessToken> {
        let audience = ask.wire.endpoint(self.application.tenant(), "token")?;
        let assertion = self
            .assertion(audience.as_str(), &ask.wire.uuid(), ask.wire.service_now())
            .await?;
        self.application.sign_in(ask, Proof::Assertion(&assertion)).await
    }
}

impl<S: Signer> TokenSource for ClientAssertion<S> {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let before = ask.wire.clock_difference();
            match self.sign_in(&ask).await {
                // The refusal told the service's time: an administrator's clock that is wrong is no reason to fail.
                Err(error) if outside_its_time(&error) && ask.wire.clock_difference() != before => {
                    self.sign_in(&ask).await
                }
                answer => answer,
            }
        })
    }
}

fn outside_its_time(error: &Error) -> bool {
    error
        .service()
        .and_then(|answer| answer.aadsts)
        .is_some_and(|number| OUTSIDE_ITS_TIME.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;
    use serde_json::Value;

    struct Echo;

    impl Signer for Echo {
        fn sign<'a>(&'a self, _: SignatureAlgorithm, message: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>>> {
            Box::pin(async move { Ok(message.iter().rev().copied().collect()) })
        }
    }

    const APP: &str = "0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55";

    fn parts(algorithm: SignatureAlgorithm) -> (Value, Value) {
        let certificate = Certificate::from_der(vec![0x30, 1, 7]).expect("of the right form");
        let source =
            ClientAssertion::new("fabrikam.example", APP, certificate, algorithm, Echo).expect("good");
        let now = Timestamp::from_unix_ms(1_755_684_000_500);
        let secret = source
            .assertion("https://login/token", "id-1", now)
            .now_or_never()
            .expect("ready")
            .expect("signed");
        let parts: Vec<&str> = secret.expose().split('.').collect();
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
        let mut signature = decode(parts[2]);
        signature.reverse();
        assert_eq!(signature, format!("{}.{}", parts[0], parts[1]).into_bytes());
        let json = |part| serde_json::from_slice(&decode(part)).expect("json");
        (json(parts[0]), json(parts[1]))
    }

    #[test]
    fn the_assertion_is_what_entra_documents() {
        let (header, payload) = parts(SignatureAlgorithm::Ps256);
        assert_eq!(header["alg"], "PS256");
        // openssl: printf '\x30\x01\x07' | openssl dgst -sha256 -binary | basenc --base64url
        assert_eq!(header["x5t#S256"], "5GtYpsOewwlH3Ew3g5F9n42XMXTzAVlLojU32NEbU2g");
        assert_eq!(
            (payload["iss"].as_str(), payload["sub"].as_str()),
            (Some(APP), Some(APP))
        );
        assert_eq!(
            (payload["iat"].as_i64(), payload["exp"].as_i64()),
            (Some(1_755_684_000), Some(1_755_684_300))
        );
    }

    #[test]
    fn a_host_that_knows_rs256_only_names_the_certificate_the_old_way() {
        let (header, _) = parts(SignatureAlgorithm::Rs256);
        assert_eq!(header["alg"], "RS256");
        assert_eq!(header["x5t"], "AJL16yY0kltDOaThKWFu-16avc4");
        assert!(header.get("x5t#S256").is_none());
    }
}

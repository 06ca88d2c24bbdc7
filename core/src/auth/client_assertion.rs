//! Client credentials by a signed assertion (facts 13.3, certificate). The signature is a port: the key may be
//! one that cannot be exported.

use super::client_secret::{check_client_id, check_tenant};
use super::{AccessToken, TokenAsk, TokenSource, token_endpoint};
use crate::error::Result;
use crate::platform::{BoxFuture, MaybeSend, MaybeSync, Timestamp};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

/// How long an assertion is good for.
const LIFETIME_SECONDS: i64 = 300;

/// The signature port: signs with the private key of the application's certificate.
pub trait Signer: MaybeSend + MaybeSync {
    /// SHA-256 over the certificate in DER form.
    fn certificate_sha256(&self) -> [u8; 32];

    /// Signs by PS256: RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    ///
    /// # Errors
    /// Whatever keeps the key from signing, told for the person who set it up.
    fn sign_ps256<'a>(&'a self, message: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>>>;
}

/// Signs an application in by an assertion that a [`Signer`] signs.
pub struct ClientAssertion<S> {
    tenant: String,
    client_id: String,
    signer: S,
}

impl<S: Signer> ClientAssertion<S> {
    /// Takes the parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is no id.
    pub fn new(tenant: &str, client_id: &str, signer: S) -> Result<Self> {
        check_tenant(tenant)?;
        check_client_id(client_id)?;
        Ok(Self {
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
            signer,
        })
    }

    async fn assertion(&self, audience: &str, id: &str, now: Timestamp) -> Result<Secret> {
        let now = now.unix_seconds();
        let thumbprint = URL_SAFE_NO_PAD.encode(self.signer.certificate_sha256());
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint });
        let payload = json!({
            "aud": audience,
            "iss": self.client_id,
            "sub": self.client_id,
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
        let signature = self.signer.sign_ps256(signed.as_bytes()).await?;
        Ok(Secret::new(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }
}

impl<S: Signer> TokenSource for ClientAssertion<S> {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let audience = ask.wire.token_endpoint(&self.tenant)?;
            let asked_at = ask.wire.now();
            let assertion = self
                .assertion(audience.as_str(), &ask.wire.uuid(), asked_at)
                .await?;
            let claims = ask.claims.map(Secret::new);
            let scope = Secret::new(ask.cloud.graph_scope());
            let grant = Secret::new("client_credentials");
            let client_id = Secret::new(&self.client_id);
            let assertion_type = Secret::new("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            let mut form = vec![
                ("grant_type", &grant),
                ("client_id", &client_id),
                ("client_assertion_type", &assertion_type),
                ("client_assertion", &assertion),
                ("scope", &scope),
            ];
            form.extend(claims.as_ref().map(|claims| ("claims", claims)));
            let answer = ask.wire.post_form(&self.tenant, &form).await?;
            token_endpoint::read(&answer, asked_at, &format!("application {}", self.client_id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;
    use serde_json::Value;

    struct Echo;

    impl Signer for Echo {
        fn certificate_sha256(&self) -> [u8; 32] {
            [7; 32]
        }
        fn sign_ps256<'a>(&'a self, message: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>>> {
            Box::pin(async move { Ok(message.iter().rev().copied().collect()) })
        }
    }

    #[test]
    fn the_assertion_is_what_entra_documents() {
        let app = "0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55";
        let source = ClientAssertion::new("fabrikam.example", app, Echo).expect("good");
        let now = Timestamp::from_unix_ms(1_755_684_000_500);
        let secret = source
            .assertion("https://login/token", "id-1", now)
            .now_or_never()
            .expect("ready")
            .expect("signed");
        let parts: Vec<&str> = secret.expose().split('.').collect();
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
        let header: Value = serde_json::from_slice(&decode(parts[0])).expect("json");
        assert_eq!(header["alg"], "PS256");
        assert_eq!(header["x5t#S256"], URL_SAFE_NO_PAD.encode([7; 32]));
        let payload: Value = serde_json::from_slice(&decode(parts[1])).expect("json");
        assert_eq!(
            (payload["iss"].as_str(), payload["sub"].as_str()),
            (Some(app), Some(app))
        );
        assert_eq!(
            (payload["iat"].as_i64(), payload["exp"].as_i64()),
            (Some(1_755_684_000), Some(1_755_684_300))
        );
        let mut signature = decode(parts[2]);
        signature.reverse();
        assert_eq!(signature, format!("{}.{}", parts[0], parts[1]).into_bytes());
    }
}

//! From the configuration to the credential: which fields each needs, which do not belong to it, and which ports.

use super::environment::Environment;
use super::{
    Assertions, Browser, BrowserSignIn, Certificate, ClientAssertion, ClientSecret, DeviceCode,
    FederatedToken, ManagedIdentity, Signer, SuppliedToken, TokenFile, TokenSource,
};
use crate::api::{ClientConfig, CredentialKind};
use crate::cloud::{Cloud, CloudName};
use crate::error::{Error, ErrorCode, Result};
use crate::platform::Files;
use crate::secret::Secret;

/// What a host contributes to signing in. What it does not give, a native build has itself.
#[derive(Default)]
pub(crate) struct HostPorts {
    pub(crate) tokens: Option<Box<dyn TokenSource>>,
    pub(crate) signer: Option<Box<dyn Signer>>,
    pub(crate) assertions: Option<Box<dyn Assertions>>,
    pub(crate) browser: Option<Box<dyn Browser>>,
    pub(crate) files: Option<Box<dyn Files>>,
}

/// Makes the credential that the configuration describes.
///
/// # Errors
/// `invalidConfiguration`, naming the field.
pub(crate) fn source(
    config: &ClientConfig,
    secret: Option<Secret>,
    ports: HostPorts,
) -> Result<Box<dyn TokenSource>> {
    refuse_foreign_fields(config)?;
    // Hosts that have nothing to give often give an empty text.
    let secret = secret.filter(|secret| !secret.is_blank());
    let given = Given { config, secret };
    Ok(match config.credential {
        CredentialKind::ClientSecret => Box::new(ClientSecret::new(
            given.tenant()?,
            given.client_id()?,
            given.secret("the client secret")?,
        )?),
        CredentialKind::AccessToken => Box::new(SuppliedToken::new(given.secret("the access token")?)),
        CredentialKind::HostToken => ports.tokens.ok_or_else(|| {
            wrong(
                "credential",
                "hostToken needs a host that yields tokens",
                "give a token function",
            )
        })?,
        CredentialKind::ClientCertificate => given.certificate()?,
        CredentialKind::HostSignature => given.host_signature(ports.signer)?,
        CredentialKind::FederatedToken => given.federated_token(ports)?,
        CredentialKind::ManagedIdentity => given.managed_identity(ports.files)?,
        CredentialKind::Browser => {
            given.no_secret()?;
            let browser = ports.browser.ok_or_else(|| {
                wrong(
                    "credential",
                    "browser needs a host that shows the sign-in page",
                    "sign in with a device code, or give a function that opens the page",
                )
            })?;
            Box::new(BrowserSignIn::new(
                given.tenant()?,
                given.client_id()?,
                config.login_hint.clone(),
                browser,
            )?)
        }
        CredentialKind::DeviceCode => {
            given.no_secret()?;
            Box::new(DeviceCode::new(given.tenant()?, given.client_id()?)?)
        }
    })
}

/// Whoever gives a field that the credential does not use has another one in mind.
fn refuse_foreign_fields(config: &ClientConfig) -> Result<()> {
    use CredentialKind as Kind;
    let fields: [(&str, bool, &[Kind]); 6] = [
        (
            "certificate",
            config.certificate.is_some(),
            &[Kind::HostSignature],
        ),
        (
            "signatureAlgorithm",
            config.signature_algorithm.is_some(),
            &[Kind::ClientCertificate, Kind::HostSignature],
        ),
        ("tokenFile", config.token_file.is_some(), &[Kind::FederatedToken]),
        (
            "environment",
            !config.environment.is_empty(),
            &[Kind::FederatedToken, Kind::ManagedIdentity],
        ),
        ("redirectUri", config.redirect_uri.is_some(), &[Kind::Browser]),
        ("loginHint", config.login_hint.is_some(), &[Kind::Browser]),
    ];
    match fields
        .into_iter()
        .find(|(_, given, users)| *given && !users.contains(&config.credential))
    {
        None => Ok(()),
        Some((field, ..)) => Err(wrong(
            field,
            "does not go with this credential",
            "leave it out, or choose the credential that it belongs to",
        )),
    }
}

/// The configuration with its secret.
struct Given<'a> {
    config: &'a ClientConfig,
    secret: Option<Secret>,
}

impl<'a> Given<'a> {
    fn tenant(&self) -> Result<&'a str> {
        required("tenant", self.config.tenant.as_deref())
    }

    fn client_id(&self) -> Result<&'a str> {
        required("clientId", self.config.client_id.as_deref())
    }

    fn secret(&self, what: &str) -> Result<Secret> {
        match &self.secret {
            Some(secret) => Ok(secret.clone()),
            None => Err(wrong(
                "secret",
                &format!("{what} is missing"),
                "give it separately from the configuration",
            )),
        }
    }

    fn no_secret(&self) -> Result<()> {
        match &self.secret {
            None => Ok(()),
            Some(_) => Err(wrong(
                "secret",
                "does not go with this credential",
                "leave it out, or choose the credential that it belongs to",
            )),
        }
    }

    #[cfg(feature = "native")]
    fn certificate(&self) -> Result<Box<dyn TokenSource>> {
        let (certificate, signer) = super::key_file::read(&self.secret("the certificate")?)?;
        self.assertion(certificate, signer)
    }

    #[cfg(not(feature = "native"))]
    fn certificate(&self) -> Result<Box<dyn TokenSource>> {
        Err(wrong(
            "credential",
            "clientCertificate is not part of this build, which leaves signing to its host",
            "use hostSignature",
        ))
    }

    fn host_signature(&self, signer: Option<Box<dyn Signer>>) -> Result<Box<dyn TokenSource>> {
        self.no_secret()?;
        let certificate = required("certificate", self.config.certificate.as_deref())?;
        let signer = signer.ok_or_else(|| {
            wrong(
                "credential",
                "hostSignature needs a host that signs",
                "give a function that signs",
            )
        })?;
        self.assertion(Certificate::parse(certificate)?, signer)
    }

    fn assertion(
        &self,
        certificate: Certificate,
        signer: impl Signer + 'static,
    ) -> Result<Box<dyn TokenSource>> {
        Ok(Box::new(ClientAssertion::new(
            self.tenant()?,
            self.client_id()?,
            certificate,
            self.config.signature_algorithm.unwrap_or_default(),
            signer,
        )?))
    }

    fn federated_token(&self, ports: HostPorts) -> Result<Box<dyn TokenSource>> {
        self.no_secret()?;
        let environment = Environment::new(&self.config.environment, None)?;
        check_authority(self.config, &environment)?;
        let or_environment =
            |given: Option<&'a str>, name| given.or(environment.get(name)).map(str::to_owned);
        let tenant = or_environment(self.config.tenant.as_deref(), "AZURE_TENANT_ID");
        let client_id = or_environment(self.config.client_id.as_deref(), "AZURE_CLIENT_ID");
        let file = or_environment(self.config.token_file.as_deref(), "AZURE_FEDERATED_TOKEN_FILE");
        let assertions: Box<dyn Assertions> = match (file, ports.assertions) {
            (Some(path), _) => {
                let files = ports.files.ok_or_else(|| {
                    wrong(
                        "tokenFile",
                        "cannot be read: this host has no files",
                        "give the token by a function",
                    )
                })?;
                Box::new(TokenFile::new(&path, files))
            }
            (None, Some(assertions)) => assertions,
            (None, None) => {
                return Err(wrong(
                    "tokenFile",
                    "is missing, and the host gives no federated token",
                    "name the file, or set AZURE_FEDERATED_TOKEN_FILE",
                ));
            }
        };
        Ok(Box::new(FederatedToken::new(
            required("tenant", tenant.as_deref())?,
            required("clientId", client_id.as_deref())?,
            assertions,
        )?))
    }

    fn managed_identity(&self, files: Option<Box<dyn Files>>) -> Result<Box<dyn TokenSource>> {
        let environment = Environment::new(&self.config.environment, self.secret.as_ref())?;
        let client_id = self.config.client_id.clone();
        Ok(Box::new(ManagedIdentity::new(&environment, client_id, files)?))
    }
}

/// A platform that names a cloud, and a configuration that names another, cannot both be right. A test tenant plays
/// a cloud on this machine, whatever the platform says.
fn check_authority(config: &ClientConfig, environment: &Environment) -> Result<()> {
    const NAME: &str = "AZURE_AUTHORITY_HOST";
    let Some(authority) = environment.get(NAME).filter(|_| config.test_tenant.is_none()) else {
        return Ok(());
    };
    let cloud = Cloud::named(config.cloud);
    let ours = url::Url::parse(authority).is_ok_and(|url| cloud.check_login(&url).is_ok());
    if ours {
        return Ok(());
    }
    let remedy = match [CloudName::Global, CloudName::UsGovL4, CloudName::China]
        .into_iter()
        .find(|name| {
            url::Url::parse(authority).is_ok_and(|url| Cloud::named(*name).check_login(&url).is_ok())
        }) {
        Some(name) => format!("connect to the cloud {}", Cloud::named(name).label()),
        None => "see what the platform sets this variable to".to_owned(),
    };
    Err(wrong(
        &format!("environment.{NAME}"),
        &format!("{authority} does not belong to the cloud {}", cloud.label()),
        &remedy,
    ))
}

fn required<'a>(field: &'static str, value: Option<&'a str>) -> Result<&'a str> {
    match value.map(str::trim) {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(wrong(
            field,
            "is missing, and this credential needs it",
            "see the app registration's overview page",
        )),
    }
}

fn wrong(field: &str, why: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("{field}: {why}"))
        .about(field)
        .remedy(remedy)
}

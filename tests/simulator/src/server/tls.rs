//! HTTPS on loopback: a certificate authority of the server's own, made anew at every start.
//!
//! Clients that refuse plain HTTP at the token endpoint can use the tenant as they are, once they trust the authority.
//! Its private key is forgotten as soon as it has signed the server's certificate.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Some systems refuse certificates that are valid for longer than 398 days.
const VALID_FOR: Duration = DAY.saturating_mul(365);

/// What the server proves itself with.
pub(super) struct Proof {
    pub(super) acceptor: TlsAcceptor,
    /// The authority's certificate.
    pub(super) ca_pem: String,
}

impl Proof {
    /// Makes an authority, and a certificate of it for `localhost` and `127.0.0.1`.
    pub(super) fn new() -> io::Result<Self> {
        let broken = |error: &dyn std::error::Error| io::Error::other(format!("certificate: {error}"));
        let issued = issue().map_err(|error| broken(&error))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                let chain = vec![issued.certificate.der().clone()];
                config.with_no_client_auth().with_single_cert(chain, issued.key)
            })
            .map_err(|error| broken(&error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            ca_pem: issued.authority.pem(),
        })
    }

    /// Writes the authority's certificate where clients find it, and says where that is.
    pub(super) fn publish(&self, file: &Path) -> io::Result<String> {
        let about = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
        std::fs::write(file, &self.ca_pem).map_err(about)?;
        Ok(std::path::absolute(file).map_err(about)?.display().to_string())
    }
}

struct Issued {
    authority: rcgen::Certificate,
    certificate: rcgen::Certificate,
    key: PrivateKeyDer<'static>,
}

fn issue() -> Result<Issued, rcgen::Error> {
    let mut authority = named("graph-sim certificate authority", &[])?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;

    let mut server = named("localhost", &["localhost", "127.0.0.1"])?;
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &Issuer::new(authority, authority_key))?;
    Ok(Issued {
        authority: authority_certificate,
        certificate,
        key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
    })
}

/// Valid by the machine's clock, which is the clients', not by the tenant's.
fn named(common_name: &str, hosts: &[&str]) -> Result<CertificateParams, rcgen::Error> {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    let now = SystemTime::now();
    params.not_before = (now - DAY).into();
    params.not_after = (now + VALID_FOR).into();
    Ok(params)
}

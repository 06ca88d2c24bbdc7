//! What a request asks for, checked before anything is sent.

use super::super::permissions::{self, GRANT_PERMISSIONS, MANAGE_APPLICATIONS, Need, READ_APPLICATIONS};
use crate::api::{InitializeApplicationRequest, PermissionKind, RoleRef};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::is_guid;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

/// Whoever may do this may grant themselves the rest: it comes with no other work.
const OWN: &str = "initializeApplication";
const LONGEST_NAME: usize = 120;

/// Which application is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which<'a> {
    /// The registration of this name, made where there is none.
    Named(&'a str),
    /// The registration with this client id.
    Client(&'a str),
    /// A managed identity.
    Identity(&'a str),
}

/// A certificate without its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Certificate {
    pub(super) base64: String,
    /// SHA-1 in hexadecimal digits, as the portal shows it.
    pub(super) thumbprint: String,
    /// The same in base64, as the service may.
    pub(super) identifier: String,
}

/// What is to be so in the end.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) which: Which<'a>,
    pub(super) kind: PermissionKind,
    /// The least permissions, by name.
    pub(super) permissions: Vec<&'static str>,
    /// The least roles of a person.
    pub(super) roles: Vec<RoleRef>,
    pub(super) certificate: Option<Certificate>,
    pub(super) device_code: bool,
}

impl<'a> Wanted<'a> {
    /// # Errors
    /// `invalidInput`, naming the field.
    pub(super) fn of(request: &'a InitializeApplicationRequest) -> Result<Self> {
        let given = |text: &'a Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let which = match (
            given(&request.name),
            given(&request.client_id),
            given(&request.managed_identity),
        ) {
            (Some(name), None, None) => Which::Named(name),
            (None, Some(id), None) => Which::Client(id),
            (None, None, Some(identity)) => Which::Identity(identity),
            _ => {
                return Err(refuse("name", "exactly one of name, clientId and managedIdentity is needed")
                    .remedy("give the name of the app registration, or the client id of one that exists, or a managed identity"));
            }
        };
        match which {
            Which::Named(name) if name.chars().count() > LONGEST_NAME => {
                return Err(
                    refuse("name", "the name has more than 120 characters").remedy("give a shorter one")
                );
            }
            Which::Client(id) if !is_guid(id) => {
                return Err(refuse("clientId", &format!("`{id}` is no client id"))
                    .remedy("give the Application (client) ID, which the portal shows on the overview of the app registration"));
            }
            _ => {}
        }
        if request.operations.iter().all(|name| name.trim().is_empty()) {
            return Err(refuse("operations", "no work is named")
                .remedy("name the operations that it is to do; permissions tells what each needs"));
        }
        let kind = request.kind.unwrap_or(PermissionKind::Application);
        let delegated = kind == PermissionKind::Delegated;
        let identity = matches!(which, Which::Identity(_));
        let contradiction = if identity && delegated {
            Some((
                "kind",
                "nobody signs in to a managed identity: it has permissions of its own",
            ))
        } else if identity && request.certificate.is_some() {
            Some(("certificate", "a managed identity has no certificate to give it"))
        } else if delegated && request.certificate.is_some() {
            Some((
                "certificate",
                "people sign in without the application's certificate",
            ))
        } else if request.device_code && !delegated {
            Some(("deviceCode", "only people sign in with a device code"))
        } else {
            None
        };
        if let Some((field, why)) = contradiction {
            return Err(
                refuse(field, why).remedy(format!("leave {field} out, or change what it contradicts"))
            );
        }
        let (permissions, roles) = permissions::enough(&request.operations, kind, OWN)?;
        Ok(Self {
            which,
            kind,
            permissions,
            roles: if delegated { roles } else { Vec::new() },
            certificate: request.certificate.as_deref().map(certificate).transpose()?,
            device_code: request.device_code,
        })
    }

    /// What the sign-in needs for it.
    pub(super) fn needs(&self) -> Vec<&'static Need> {
        let manages = match self.which {
            Which::Identity(_) => &READ_APPLICATIONS,
            _ => &MANAGE_APPLICATIONS,
        };
        let grants = self.grants().then_some(&GRANT_PERMISSIONS);
        [manages].into_iter().chain(grants).collect()
    }

    /// Whether it has permissions of its own.
    pub(super) fn grants(&self) -> bool {
        self.kind == PermissionKind::Application
    }

    pub(super) const fn is_identity(&self) -> bool {
        matches!(self.which, Which::Identity(_))
    }

    /// What the caller calls it.
    pub(super) const fn name(&self) -> &'a str {
        match self.which {
            Which::Named(text) | Which::Client(text) | Which::Identity(text) => text,
        }
    }

    /// How a registration names this kind of permission.
    pub(super) fn access(&self) -> &'static str {
        if self.grants() { "Role" } else { "Scope" }
    }
}

/// Reads the public part of a certificate. What it says is the service's to judge.
fn certificate(text: &str) -> Result<Certificate> {
    let refuse = |why: &str| {
        refuse("certificate", why).remedy(
            "export the certificate without its private key (.cer, DER or Base64), and give that; the key stays where it is",
        )
    };
    if text.contains("PRIVATE KEY") {
        return Err(refuse(
            "it holds a private key, which must not leave this machine; nothing was sent",
        ));
    }
    let mut blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    let body = match (blocks.next(), blocks.next()) {
        (None, _) => text,
        (Some(only), None) => only
            .split_once("-----END CERTIFICATE-----")
            .map(|(body, _)| body)
            .ok_or_else(|| refuse("the certificate in PEM has no end"))?,
        (Some(_), Some(_)) => return Err(refuse("it holds several certificates")),
    };
    let base64: String = body.split_whitespace().collect();
    let der = STANDARD
        .decode(&base64)
        .map_err(|_| refuse("it is neither PEM nor DER in base64"))?;
    // A sequence of sequences; a key or a PFX begins with a number.
    if der.len() < 64 || der[0] != 0x30 || !begins_with_a_sequence(&der) {
        return Err(refuse("it is no certificate"));
    }
    let digest = Sha1::digest(&der);
    Ok(Certificate {
        thumbprint: digest.iter().map(|byte| format!("{byte:02X}")).collect(),
        identifier: STANDARD.encode(digest),
        base64,
    })
}

/// Whether the first thing within the outer sequence is a sequence too.
fn begins_with_a_sequence(der: &[u8]) -> bool {
    let header = match der.get(1) {
        Some(short) if *short < 0x80 => 2,
        Some(long) => 2 + usize::from(long & 0x7f),
        None => return false,
    };
    der.get(header) == Some(&0x30)
}

fn refuse(field: &str, why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("{field}: {why}")).about(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = include_str!("../../../../tests/support/keys/desk.pem");

    fn request() -> InitializeApplicationRequest {
        InitializeApplicationRequest {
            operations: vec!["reset".to_owned()],
            name: Some("Night".to_owned()),
            ..InitializeApplicationRequest::default()
        }
    }

    fn refusal(change: impl FnOnce(&mut InitializeApplicationRequest)) -> String {
        let mut request = request();
        change(&mut request);
        let error = Wanted::of(&request).expect_err("refused");
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(error.what_to_do().is_some(), "{error}");
        error.to_string()
    }

    #[test]
    fn what_contradicts_itself_is_refused_and_the_field_is_named() {
        assert!(refusal(|it| it.operations.clear()).starts_with("operations:"));
        assert!(refusal(|it| it.operations = vec!["dance".to_owned()]).contains("dance"));
        assert!(refusal(|it| it.name = None).starts_with("name:"));
        assert!(refusal(|it| it.managed_identity = Some("x".to_owned())).starts_with("name:"));
        assert!(refusal(|it| it.name = Some("x".repeat(121))).starts_with("name:"));
        assert!(refusal(|it| it.device_code = true).starts_with("deviceCode:"));
        let client = |it: &mut InitializeApplicationRequest| {
            it.name = None;
            it.client_id = Some("Night".to_owned());
        };
        assert!(refusal(client).starts_with("clientId:"));
        let identity = |it: &mut InitializeApplicationRequest| {
            it.name = None;
            it.managed_identity = Some("Night".to_owned());
            it.kind = Some(PermissionKind::Delegated);
        };
        assert!(refusal(identity).starts_with("kind:"));
    }

    #[test]
    fn a_private_key_is_refused_and_not_told() {
        let told = refusal(|it| it.certificate = Some(PEM.to_owned()));
        assert!(told.contains("private key") && !told.contains("BEGIN"), "{told}");
        assert!(refusal(|it| it.certificate = Some("nothing!".to_owned())).contains("neither PEM nor DER"));
        assert!(refusal(|it| it.certificate = Some(STANDARD.encode([7; 80]))).contains("no certificate"));
    }

    #[test]
    fn a_certificate_has_the_thumbprint_that_the_portal_shows() {
        let begin = PEM.find("-----BEGIN CERTIFICATE").expect("a certificate");
        let mut request = request();
        request.certificate = Some(PEM[begin..].to_owned());
        let wanted = Wanted::of(&request).expect("good");
        let certificate = wanted.certificate.expect("a certificate");
        assert_eq!(certificate.thumbprint.len(), 40);
        let again = InitializeApplicationRequest {
            certificate: Some(certificate.base64.clone()),
            ..request.clone()
        };
        let again = Wanted::of(&again).expect("DER in base64").certificate;
        assert_eq!(again, Some(certificate));
    }

    #[test]
    fn everything_leaves_out_what_could_grant_the_rest() {
        let of = |operations: &[&str]| {
            let request = InitializeApplicationRequest {
                operations: operations.iter().map(|name| (*name).to_owned()).collect(),
                ..request()
            };
            let wanted = Wanted::of(&request).expect("good");
            wanted.permissions.contains(&"AppRoleAssignment.ReadWrite.All")
        };
        assert!(!of(&["all"]));
        assert!(of(&["initializeApplication"]));
    }
}

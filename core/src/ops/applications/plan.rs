//! From what there is to what is missing: one pure function.

use super::find::Found;
use super::wanted::{Certificate, Wanted};
use crate::api::{PermissionKind, SetupAction, SetupStatus, SetupStep};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::applications::{LOOPBACK, Registration, asked};
use serde_json::Value;

/// A part of it, with what its write needs.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) step: SetupStep,
    /// The id of the permission.
    pub(super) id: Option<String>,
}

/// What is to be done, and what is there that nobody asked for.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) parts: Vec<Part>,
    pub(super) superfluous: Vec<String>,
}

/// Plans it.
///
/// # Errors
/// `permissionUnknown` for one that this tenant's Graph does not offer.
pub(super) fn plan(wanted: &Wanted<'_>, found: &Found) -> Result<Plan> {
    let permissions = ids(wanted, found)?;
    let mut parts = Vec::new();
    let mut part = |action, subject: &str, id: Option<&str>, is_so: bool| {
        parts.push(Part {
            step: SetupStep {
                action,
                subject: subject.to_owned(),
                status: if is_so {
                    SetupStatus::AlreadySo
                } else {
                    SetupStatus::Planned
                },
                request_id: None,
                error: None,
            },
            id: id.map(str::to_owned),
        });
    };
    let name = found
        .registration
        .as_ref()
        .map_or(wanted.name(), |it| it.name.as_str());
    if !wanted.is_identity() {
        let registration = found.registration.as_ref();
        part(
            SetupAction::RegisterApplication,
            name,
            None,
            registration.is_some(),
        );
        let asked_for = registration.map_or_else(Vec::new, |it| asked(&it.required, wanted.access()));
        for (permission, id) in &permissions {
            part(
                SetupAction::AskPermission,
                permission,
                Some(id.as_str()),
                has(&asked_for, id),
            );
        }
        if let Some(certificate) = &wanted.certificate {
            let has_it = registration.is_some_and(|it| has_certificate(it, certificate));
            part(SetupAction::AddCertificate, &certificate.thumbprint, None, has_it);
        }
        if wanted.kind == PermissionKind::Delegated {
            let returns = registration.is_some_and(comes_back);
            part(SetupAction::AllowBrowser, LOOPBACK, None, returns);
            if wanted.device_code {
                let allowed = registration.is_some_and(|it| it.device_code);
                part(SetupAction::AllowDeviceCode, name, None, allowed);
            }
        }
        part(
            SetupAction::AdmitApplication,
            name,
            None,
            found.principal.is_some(),
        );
    }
    if wanted.grants() {
        for (permission, id) in &permissions {
            part(
                SetupAction::GrantPermission,
                permission,
                Some(id.as_str()),
                has(&found.granted, id),
            );
        }
    }
    Ok(Plan {
        parts,
        superfluous: superfluous(wanted, found, &permissions),
    })
}

/// Whether a list of ids has this one.
pub(super) fn has(ids: &[String], id: &str) -> bool {
    ids.iter().any(|known| known.eq_ignore_ascii_case(id))
}

/// Whether a browser comes back to the machine of whoever signs in.
pub(super) fn comes_back(registration: &Registration) -> bool {
    registration
        .redirects
        .iter()
        .any(|known| known.trim_end_matches('/') == LOOPBACK)
}

/// Whether the registration has the certificate: the service may show it whole, or its thumbprint in one of two ways.
pub(super) fn has_certificate(registration: &Registration, certificate: &Certificate) -> bool {
    registration.keys.iter().any(|key| {
        let text = |name: &str| key.get(name).and_then(Value::as_str).unwrap_or_default();
        let identifier = text("customKeyIdentifier");
        text("key") == certificate.base64
            || identifier == certificate.identifier
            || identifier.eq_ignore_ascii_case(&certificate.thumbprint)
    })
}

/// The permissions by the ids that the tenant's own Graph gives them.
fn ids(wanted: &Wanted<'_>, found: &Found) -> Result<Vec<(&'static str, String)>> {
    let offered = offered(wanted, found);
    wanted
        .permissions
        .iter()
        .map(|name| {
            let known = offered.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            known.map(|(_, id)| (*name, id.clone())).ok_or_else(|| {
                Error::new(
                    ErrorCode::PermissionUnknown,
                    format!("Microsoft Graph offers no permission {name} in this tenant; nothing was written"),
                )
                .about(*name)
                .remedy("this cloud may not have it yet: leave out the operations that need it, as permissions tells")
            })
        })
        .collect()
}

fn offered<'f>(wanted: &Wanted<'_>, found: &'f Found) -> &'f [(String, String)] {
    if wanted.grants() {
        &found.offered.roles
    } else {
        &found.offered.scopes
    }
}

/// Permissions of Graph that it holds, or asks for, and does not need; by name where Graph offers them.
fn superfluous(wanted: &Wanted<'_>, found: &Found, needed: &[(&'static str, String)]) -> Vec<String> {
    let registration = found.registration.as_ref();
    let mut there = registration.map_or_else(Vec::new, |it| asked(&it.required, wanted.access()));
    if wanted.grants() {
        there.extend(found.granted.iter().cloned());
    }
    let offered = offered(wanted, found);
    let mut names = Vec::new();
    for id in there {
        if needed.iter().any(|(_, known)| known.eq_ignore_ascii_case(&id)) {
            continue;
        }
        let known = offered.iter().find(|(_, known)| known.eq_ignore_ascii_case(&id));
        let name = known.map_or(id.clone(), |(name, _)| name.clone());
        // What every delegated registration begins with is no permission of an operation.
        if name != "User.Read" && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

//! What there is already: the registration, its service principal, what that was granted, and what the tenant's Graph
//! offers.

use super::super::Desk;
use super::told;
use super::wanted::{Wanted, Which};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::applications::{self as graph, Offered, Registration, ServicePrincipal};
use crate::graph::{Pages, is_guid};
use crate::http::{Call, Run};
use serde_json::Value;

/// What was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) offered: Offered,
    pub(super) registration: Option<Registration>,
    pub(super) principal: Option<ServicePrincipal>,
    /// The ids of Graph's permissions that it holds.
    pub(super) granted: Vec<String>,
}

/// Reads all of it.
///
/// # Errors
/// `applicationNotFound`, `applicationAmbiguous`, or that something could not be read.
pub(super) async fn read(desk: &Desk, wanted: &Wanted<'_>, run: &Run<'_>) -> Result<Found> {
    let name = wanted.name();
    let reply = desk
        .pipeline
        .demand(&graph::graph_itself(), "Microsoft Graph", run)
        .await;
    let offered = graph::read_offered(&reply.map_err(told)?.body)?;
    let registration = match wanted.which {
        Which::Named(name) => named(desk, name, run).await?,
        Which::Client(id) => Some(by_client_id(desk, id, run).await?),
        Which::Identity(_) => None,
    };
    let principal = match (&registration, wanted.which) {
        (Some(registration), _) => one(desk, &graph::principal_of(&registration.client_id), name, run)
            .await?
            .map(|body| graph::read_principal(&body))
            .transpose()?,
        (None, Which::Identity(key)) => Some(identity(desk, key, run).await?),
        (None, _) => None,
    };
    let granted = match &principal {
        Some(principal) => grants(desk, &principal.id, &offered.id, name, run).await?,
        None => Vec::new(),
    };
    Ok(Found {
        offered,
        registration,
        principal,
        granted,
    })
}

/// The one registration of this name, if it is ours.
pub(super) async fn named(desk: &Desk, name: &str, run: &Run<'_>) -> Result<Option<Registration>> {
    let found = all(desk, graph::find("displayName", name), name, run).await?;
    let found: Vec<Registration> = found.iter().map(graph::read).collect::<Result<_>>()?;
    let ambiguous = |message: String, remedy: String| {
        Error::new(ErrorCode::ApplicationAmbiguous, message)
            .about(name)
            .remedy(remedy)
    };
    match found.as_slice() {
        [] => Ok(None),
        [only] if only.ours => whole(desk, only, run).await.map(Some),
        [only] => Err(ambiguous(
            format!(
                "there is an application {name} that was registered by something else; nothing was changed"
            ),
            format!(
                "if it is the one, give its client id, {}; else choose another name",
                only.client_id
            ),
        )),
        several => {
            let ids: Vec<_> = several.iter().map(|it| it.client_id.as_str()).collect();
            Err(ambiguous(
                format!(
                    "there are {} applications named {name}; nothing was changed",
                    several.len()
                ),
                format!("give the client id of the one that is meant: {}", ids.join(", ")),
            ))
        }
    }
}

async fn by_client_id(desk: &Desk, id: &str, run: &Run<'_>) -> Result<Registration> {
    let found = all(desk, graph::find("appId", id), id, run).await?;
    match found.first() {
        Some(item) => whole(desk, &graph::read(item)?, run).await,
        None => Err(
            Error::new(ErrorCode::ApplicationNotFound, format!("no app registration of this tenant has the client id {id}"))
                .about(id)
                .remedy("give the Application (client) ID of an app registration in the tenant that you are signed in to, or a name to register one"),
        ),
    }
}

/// The registration with its certificates, which lists do not show.
async fn whole(desk: &Desk, found: &Registration, run: &Run<'_>) -> Result<Registration> {
    let reply = desk
        .pipeline
        .demand(&graph::get(&found.id)?, &found.name, run)
        .await
        .map_err(told)?;
    graph::read(&reply.body)
}

async fn identity(desk: &Desk, key: &str, run: &Run<'_>) -> Result<ServicePrincipal> {
    let mut found = Vec::new();
    if is_guid(key) {
        for call in [graph::principal(key)?, graph::principal_of(key)] {
            if let Some(body) = one(desk, &call, key, run).await? {
                found.push(body);
                break;
            }
        }
    } else {
        found = all(desk, graph::principals_named(key), key, run).await?;
    }
    let found: Vec<ServicePrincipal> = found.iter().map(graph::read_principal).collect::<Result<_>>()?;
    let others = found.len();
    let mut found: Vec<ServicePrincipal> = found.into_iter().filter(|it| it.managed_identity).collect();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::new(
            ErrorCode::ApplicationAmbiguous,
            format!("there are {} managed identities named {key}; nothing was changed", found.len() + 1),
        )
        .about(key)
        .remedy("give the object id of the one that is meant: the portal shows it under Identity of the resource")),
        (None, _) => Err(Error::new(
            ErrorCode::ApplicationNotFound,
            if others == 0 {
                format!("there is no managed identity {key}")
            } else {
                format!("{key} is an application, and no managed identity")
            },
        )
        .about(key)
        .remedy("give the object id that the portal shows under Identity of the resource, or the name of the resource; for an app registration give its name or client id instead")),
    }
}

/// What a service principal was granted of Graph's permissions.
pub(super) async fn grants(
    desk: &Desk,
    principal: &str,
    offered: &str,
    name: &str,
    run: &Run<'_>,
) -> Result<Vec<String>> {
    let found = all(desk, graph::grants(principal)?, name, run).await?;
    Ok(found
        .iter()
        .filter_map(|item| graph::read_grant(item, offered))
        .collect())
}

/// What the address leads to, if anything.
pub(super) async fn one(desk: &Desk, call: &Call, name: &str, run: &Run<'_>) -> Result<Option<Value>> {
    let reply = desk.pipeline.send(call, run).await?;
    match reply.status {
        404 => Ok(None),
        _ if reply.is_success() => Ok(Some(reply.body)),
        _ => Err(told(desk.pipeline.error_of(&reply, name))),
    }
}

async fn all(desk: &Desk, call: Call, subject: &str, run: &Run<'_>) -> Result<Vec<Value>> {
    let mut pages = Pages::new(&desk.pipeline, run, call, subject);
    let mut items = Vec::new();
    while let Some(page) = pages.next().await.map_err(told)? {
        items.extend(page);
    }
    Ok(items)
}

//! Signing in and telling who that is (facts 13.1): a wrong secret shows here, and not in the middle of the work.

use super::{Desk, permissions};
use crate::api::{SignInReport, SignedInAs};
use crate::auth::{Actor, SignInKind};
use crate::error::Result;
use crate::graph::organization;
use crate::http::Run;

/// Signs in, makes sure that Graph accepts the token, and reports.
pub(super) async fn check(desk: &Desk, operations: &[String], run: &Run<'_>) -> Result<SignInReport> {
    // Before anything is sent: an operation that does not exist is a mistake of the caller's.
    permissions::gap(&Actor::default(), operations)?;
    let actor = desk.pipeline.actor(run).await?;
    let reply = desk.pipeline.send(&organization::get(), run).await?;
    let (tenant_id, tenant_display_name) = match reply.status {
        200..=299 => organization::read(&reply.body),
        // The token is accepted; that it may not read this says nothing about the rest.
        403 | 404 => (None, None),
        _ => return Err(desk.pipeline.error_of(&reply, "the sign-in")),
    };
    let gap = if operations.is_empty() {
        None
    } else {
        permissions::gap(&actor, operations)?
    };
    Ok(SignInReport {
        signed_in_as: signed_in_as(&actor),
        cloud: desk.pipeline.cloud().name(),
        tenant_id: actor.tenant_id.clone().or(tenant_id),
        tenant_display_name,
        roles: permissions::roles_of(&actor),
        gap,
        id: actor.id,
        user_principal_name: actor.user_principal_name,
        app_id: actor.app_id,
        app_display_name: actor.app_name,
        expires_at: actor.expires,
        permissions: actor.permissions,
    })
}

/// On whose behalf requests are made.
pub(super) const fn signed_in_as(actor: &Actor) -> SignedInAs {
    match actor.kind {
        SignInKind::Application => SignedInAs::Application,
        SignInKind::Person => SignedInAs::Person,
        SignInKind::Unknown => SignedInAs::Unknown,
    }
}

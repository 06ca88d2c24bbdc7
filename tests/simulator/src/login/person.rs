//! Whether a person may sign in, and what keeps them from it (facts 13.7).

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::failure::Failure;
use crate::scenario::{MethodKind, PasswordState, SignInBlock, SignInFlow};
use crate::tenant::Tenant;
use crate::tenant::directory::User;
use crate::tenant::sign_ins::SignedIn;

/// Refusals that another, better sign-in satisfies name what it must satisfy.
const SATISFIABLE: [u32; 10] = [
    50_072, 50_074, 50_076, 50_078, 50_079, 50_158, 53_000, 53_001, 53_003, 530_003,
];

/// Signs the person in to the application, with whatever they sign in with.
pub(super) fn sign_in(
    tenant: &Tenant,
    person: usize,
    application: usize,
    flow: SignInFlow,
) -> Result<SignedIn, Failure> {
    let user = tenant.directory.at(person);
    let signed_in = SignedIn {
        person,
        application,
        mfa: uses_mfa(user),
        at: tenant.clock.now(),
        sessions_valid_from: user.sessions_valid_from,
    };
    match user.sign_in.as_ref().map(|facts| facts.password) {
        Some(PasswordState::Wrong) => return Err(Failure::of(50_126)),
        Some(PasswordState::Expired) => return Err(Failure::of(50_055)),
        Some(PasswordState::Valid) | None => {}
    }
    admit(tenant, &signed_in, flow)?;
    Ok(signed_in)
}

/// Whether somebody who signed in before may still, or again, have tokens.
pub(super) fn admit(tenant: &Tenant, signed_in: &SignedIn, flow: SignInFlow) -> Result<(), Failure> {
    let user = tenant.directory.at(signed_in.person);
    if user.deleted {
        let message = format!(
            "The user account {} does not exist in the {} directory. To sign into this application, the account must \
             be added to the directory.",
            user.user_principal_name, tenant.id
        );
        return Err(Failure::saying(50_034, message));
    }
    if !user.account_enabled {
        return Err(Failure::of(50_057));
    }
    let now = tenant.clock.now();
    let blocks = user.sign_in.as_ref().map(|facts| facts.blocks.as_slice());
    let app = &tenant.applications[signed_in.application];
    let block = blocks
        .unwrap_or_default()
        .iter()
        .find(|block| applies(block, &app.client_id, flow, signed_in, now));
    match block {
        None => Ok(()),
        Some(block) => {
            let number = block.reason.number();
            let failure = Failure::of(number).claiming(claims(tenant.id, block, number));
            Err(match flow {
                SignInFlow::Silent if SATISFIABLE.contains(&number) => {
                    failure.named(400, "interaction_required")
                }
                _ => failure,
            })
        }
    }
}

fn applies(
    block: &SignInBlock,
    client_id: &str,
    flow: SignInFlow,
    signed_in: &SignedIn,
    now: OffsetDateTime,
) -> bool {
    let since = block.from.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let in_time = since <= now && block.until.is_none_or(|end| now < end);
    let this_way = block.flows.is_empty() || block.flows.contains(&flow);
    let here = block.applications.is_empty()
        || block
            .applications
            .iter()
            .any(|id| id.eq_ignore_ascii_case(client_id));
    in_time && this_way && here && !(block.cured_by_sign_in && signed_in.at >= since)
}

fn claims(tenant: Uuid, block: &SignInBlock, number: u32) -> Option<String> {
    if let Some(claims) = &block.claims {
        return Some(claims.to_string());
    }
    let policy = Uuid::new_v5(&tenant, b"Conditional Access policy");
    SATISFIABLE.contains(&number).then(|| {
        json!({ "access_token": { "capolids": { "essential": true, "values": [policy] } } }).to_string()
    })
}

fn uses_mfa(user: &User) -> bool {
    // An address resets passwords, and a code with a PIN is one factor.
    let counts = |kind| {
        !matches!(
            kind,
            MethodKind::Email | MethodKind::QrCodePin | MethodKind::Other
        )
    };
    let told = user.sign_in.as_ref().and_then(|facts| facts.uses_mfa);
    told.unwrap_or_else(|| user.registered().any(|method| counts(method.kind())))
}

/// Since when the person's sessions are valid, if they were revoked after the sign-in and this host knows it.
pub(super) fn revocation(
    tenant: &Tenant,
    person: usize,
    sessions_valid_from: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let now_from = tenant.directory.at(person).sessions_valid_from;
    let known_at = now_from + tenant.scaled(tenant.sign_in_rules.revocation_delay_ms);
    (now_from != sessions_valid_from && known_at <= tenant.clock.now()).then_some(now_from)
}

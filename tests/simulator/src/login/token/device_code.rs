//! `grant_type=urn:ietf:params:oauth:grant-type:device_code`: polling until somebody answers the code (facts 13.2).

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::Ask;
use crate::login::client::Proof;
use crate::login::delegated::{self, Grant};
use crate::login::device;
use crate::login::failure::Failure;
use crate::login::person;
use crate::scenario::{Decision, SignInFlow};
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{DeviceCode, DeviceState, Platform, SignedIn};

/// By how many seconds the interval grows when a client asks too soon (RFC 8628).
const SLOWER: u32 = 5;

pub(super) fn redeem(tenant: &mut Tenant, ask: &Ask<'_>) -> Result<Value, Failure> {
    let application = ask.client.application(tenant)?;
    ask.authority.admits(&tenant.applications[application])?;
    let platform = match (
        ask.client.proof(tenant, application)?,
        tenant.applications[application].public_client,
    ) {
        (Proof::Nothing, true) => Platform::PublicClient,
        (Proof::Nothing, false) => return Err(Failure::of(7_000_218)),
        (_, true) => return Err(Failure::of(700_025)),
        (_, false) => Platform::Web,
    };
    let device_code = ask.form.require("device_code")?.to_owned();
    let signed_in = poll(tenant, application, &device_code)?;
    person::admit(tenant, &signed_in, SignInFlow::DeviceCode)?;
    let Some(code) = tenant.sign_ins.device_codes.get_mut(&device_code) else {
        return Err(Failure::of(70_018));
    };
    let grant = Grant {
        signed_in,
        scopes: code.scopes.clone(),
        platform,
        nonce: None,
    };
    let answer = delegated::answer(tenant, ask.form, &grant)?;
    if let Some(code) = tenant.sign_ins.device_codes.get_mut(&device_code) {
        code.state = DeviceState::Redeemed;
    }
    Ok(answer)
}

/// Who has signed in with the code, once somebody has.
fn poll(tenant: &mut Tenant, application: usize, device_code: &str) -> Result<SignedIn, Failure> {
    let now = tenant.clock.now();
    let scale = tenant.scaled(1000);
    let code = tenant.sign_ins.device_codes.get_mut(device_code);
    let Some(code) = code.filter(|code| code.application == application) else {
        return Err(Failure::of(70_018));
    };
    if matches!(code.state, DeviceState::Redeemed) {
        return Err(Failure::of(54_005));
    }
    if code.expires <= now {
        return Err(Failure::of(70_020));
    }
    if is_too_soon(code, now, scale) {
        code.interval += SLOWER;
        code.polled = Some(now);
        return Err(Failure::of(70_016).named(400, "slow_down"));
    }
    code.polled = Some(now);
    code.polls += 1;
    let due = code
        .answerer
        .take_if(|answerer| code.polls > answerer.after_polls && matches!(code.state, DeviceState::Pending));
    if let Some(answerer) = due {
        let user_code = code.user_code.clone();
        // What comes of it is in the state of the code.
        let _ = match answerer.decision {
            Decision::Approve => device::approve(tenant, &user_code, answerer.person),
            Decision::Decline => device::decline(tenant, &user_code),
        };
    }
    let code = tenant.sign_ins.device_codes.get(device_code);
    match code.map(|code| &code.state) {
        Some(DeviceState::Pending) => Err(Failure::of(70_016)),
        Some(DeviceState::Approved(signed_in)) => Ok(signed_in.clone()),
        Some(DeviceState::Declined) => Err(Failure::of(70_017)),
        Some(DeviceState::Refused(failure)) => Err(failure.clone().named(400, "invalid_grant")),
        Some(DeviceState::Redeemed) | None => Err(Failure::of(70_018)),
    }
}

/// Timers are never exact, so a tenth of the pause is forgiven.
fn is_too_soon(code: &DeviceCode, now: OffsetDateTime, second: std::time::Duration) -> bool {
    let pause = Duration::try_from(second * code.interval).unwrap_or(Duration::ZERO) * 9 / 10;
    code.polled.is_some_and(|last| now - last < pause)
}

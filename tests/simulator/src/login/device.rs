//! `POST /{tenant}/oauth2/v2.0/devicecode`, and what people do with the codes (facts 13.2).

use serde_json::{Value, json};
use time::Duration;

use super::authority::Authority;
use super::client::Introduction;
use super::failure::Failure;
use super::form::{Form, basic_credentials};
use super::person;
use super::scope;
use crate::http::Request;
use crate::scenario::{Decision, ScenarioError, SignInFlow};
use crate::snapshot::{PendingSignIn, SignInDecision};
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{Answerer, DeviceCode, DeviceState};

/// Letters and digits that nobody takes for another one.
const ALPHABET: &[u8] = b"BCDFGHJKLMNPQRSTVWXYZ23456789";
const USER_CODE_LENGTH: usize = 9;

/// Hands out a pair of codes.
pub(super) fn serve(tenant: &mut Tenant, authority: &str, request: &Request) -> Result<Value, Failure> {
    let form = Form::of(request)?;
    let client = Introduction {
        form: &form,
        basic: basic_credentials(request),
    };
    let authority = Authority::of(tenant, authority)?;
    let application = client.application(tenant)?;
    authority.admits(&tenant.applications[application])?;
    let scopes = scope::of_person(tenant, form.require("scope")?)?;
    let device_code = format!("DAQABAAEAAAD{}", tenant.new_text(180));
    let user_code = tenant.new_code(USER_CODE_LENGTH, ALPHABET);
    tenant.issued.remember(device_code.clone());
    let rules = &tenant.sign_in_rules;
    let (interval, lifetime) = (
        rules.device_code_interval_seconds,
        rules.device_code_lifetime_seconds,
    );
    let client_id = &tenant.applications[application].client_id;
    let answerer = rules
        .device_codes
        .iter()
        .find(|rule| {
            let fits = |id: &String| id.eq_ignore_ascii_case(client_id);
            rule.application.as_ref().is_none_or(fits)
        })
        .and_then(|rule| {
            Some(Answerer {
                person: tenant.directory.find(&rule.user)?,
                after_polls: rule.after_polls,
                decision: rule.decision,
            })
        });
    let code = DeviceCode {
        user_code: user_code.clone(),
        application,
        scopes,
        expires: tenant.clock.now() + Duration::seconds(lifetime.into()),
        interval,
        polled: None,
        polls: 0,
        answerer,
        state: DeviceState::Pending,
    };
    tenant.sign_ins.device_codes.insert(device_code.clone(), code);
    let page = verification_uri(tenant);
    Ok(json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": page,
        "expires_in": lifetime,
        "interval": interval,
        "message": format!(
            "To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."
        ),
    }))
}

/// The page on which people enter codes: this tenant's own when it is served, else the cloud's well-known one.
fn verification_uri(tenant: &Tenant) -> String {
    if tenant.embedded {
        format!("{}/common/oauth2/deviceauth", tenant.origins.login)
    } else {
        tenant.cloud.device_page().to_owned()
    }
}

/// Whether somebody wrote this user code, as people write.
pub(super) fn is_code(user_code: &str, written: &str) -> bool {
    let letters = written.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_uppercase()).eq(user_code.chars())
}

/// The device code that still waits under this user code.
pub(super) fn find(tenant: &Tenant, written: &str) -> Result<String, Failure> {
    let mut codes = tenant.sign_ins.device_codes.iter();
    match codes.find(|(_, code)| is_code(&code.user_code, written)) {
        Some((_, code)) if code.expires <= tenant.clock.now() => Err(Failure::of(70_019)),
        Some((device_code, code)) if matches!(code.state, DeviceState::Pending) => Ok(device_code.clone()),
        _ => Err(Failure::of(70_018)),
    }
}

/// Lets a person sign in with a code. A refusal ends the code.
pub(super) fn approve(tenant: &mut Tenant, user_code: &str, person: usize) -> Result<(), Failure> {
    let device_code = find(tenant, user_code)?;
    let Some(code) = tenant.sign_ins.device_codes.get(&device_code) else {
        return Err(Failure::of(70_018));
    };
    let (application, scopes) = (code.application, code.scopes.clone());
    let signed_in = person::sign_in(tenant, person, application, SignInFlow::DeviceCode);
    let outcome = signed_in.and_then(|signed_in| {
        scope::consent(tenant, application, person, &scopes)?;
        Ok(signed_in)
    });
    let (state, answer) = match outcome {
        Ok(signed_in) => (DeviceState::Approved(signed_in), Ok(())),
        Err(failure) => (DeviceState::Refused(failure.clone()), Err(failure)),
    };
    settle(tenant, &device_code, state);
    answer
}

/// Lets somebody refuse a code.
pub(super) fn decline(tenant: &mut Tenant, user_code: &str) -> Result<(), Failure> {
    let device_code = find(tenant, user_code)?;
    settle(tenant, &device_code, DeviceState::Declined);
    Ok(())
}

fn settle(tenant: &mut Tenant, device_code: &str, state: DeviceState) {
    if let Some(code) = tenant.sign_ins.device_codes.get_mut(device_code) {
        code.state = state;
    }
}

/// The codes that wait for somebody.
pub(crate) fn pending(tenant: &Tenant) -> Vec<PendingSignIn> {
    let now = tenant.clock.now();
    let waiting = |code: &&DeviceCode| matches!(code.state, DeviceState::Pending) && code.expires > now;
    let codes = tenant.sign_ins.device_codes.values().filter(waiting);
    codes
        .map(|code| {
            let app = &tenant.applications[code.application];
            let permissions = code.scopes.permissions.iter();
            let default = code.scopes.default.then(|| ".default".to_owned());
            PendingSignIn {
                user_code: code.user_code.clone(),
                client_id: app.client_id.clone(),
                application: app.name.clone(),
                scopes: permissions
                    .map(|permission| permission.name.clone())
                    .chain(default)
                    .collect(),
                expires: code.expires,
            }
        })
        .collect()
}

/// Does with a code what somebody decided outside of the page.
pub(crate) fn decide(tenant: &mut Tenant, decision: &SignInDecision) -> Result<(), ScenarioError> {
    let user_code = match &decision.user_code {
        Some(code) => code.clone(),
        None => match pending(tenant).as_slice() {
            [only] => only.user_code.clone(),
            several => {
                let problem = format!("{} codes wait; say which one", several.len());
                return Err(ScenarioError::new("userCode", problem));
            }
        },
    };
    let outcome = match decision.decision {
        Decision::Decline => decline(tenant, &user_code),
        Decision::Approve => {
            let user = decision.user.as_deref().unwrap_or_default();
            let person = tenant
                .directory
                .find(user)
                .ok_or_else(|| ScenarioError::new("user", format!("nobody in the tenant is '{user}'")))?;
            approve(tenant, &user_code, person)
        }
    };
    outcome.map_err(|failure| ScenarioError::new("userCode", failure.summary()))
}

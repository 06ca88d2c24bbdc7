//! The configurations of the authentication methods policy, one by one (facts 6.3).

use serde_json::{Map, Value, json};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::wire::Version;
use super::{changed, invalid, may_read, may_write, refused, unknown};
use crate::scenario::ExternalPolicy;
use crate::tenant::audit::{self, Change};
use crate::tenant::policy::Configuration;

/// Properties that the abstract base type has; only these can be changed without naming the type.
const OF_THE_BASE_TYPE: &[&str] = &["state", "excludeTargets"];

/// `GET …/authenticationMethodConfigurations`
pub(super) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_read(call)?;
    Ok(Answer::Json(
        200,
        json!({
            "@odata.context": call.context("policies/authenticationMethodsPolicy/authenticationMethodConfigurations"),
            "value": shown(call),
        }),
    ))
}

/// `GET …/authenticationMethodConfigurations/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_read(call)?;
    let which = named(call)?;
    Ok(Answer::Json(200, with_context(call, &which)))
}

/// `PATCH …/authenticationMethodConfigurations/{id}`
pub(super) fn patch(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let which = named(call)?;
    let changes = typed_body(call, &which)?;
    let old = call.tenant.policy.shown(&which);
    call.tenant.policy.change(&which, changes).map_err(refused)?;
    record(call, &audit::METHODS_POLICY_UPDATED, old, &which);
    Ok(Answer::NoContent)
}

/// `DELETE …/authenticationMethodConfigurations/{id}`: back to the default; an external one goes.
pub(super) fn reset(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let which = named(call)?;
    let old = call.tenant.policy.shown(&which);
    call.tenant.policy.reset(&which);
    record(call, &audit::METHODS_POLICY_RESET, old, &which);
    Ok(Answer::NoContent)
}

/// `POST …/authenticationMethodConfigurations`: only external ones can be added.
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let id = call.tenant.new_id().to_string();
    let which = Configuration::External(id.clone());
    let changes = typed_body(call, &which)?;
    for required in ["displayName", "appId", "openIdConnectSetting"] {
        if changes.get(required).is_none_or(Value::is_null) {
            return Err(invalid(required, "it is required"));
        }
    }
    call.tenant.policy.settings.external.push(ExternalPolicy {
        id,
        ..ExternalPolicy::default()
    });
    if let Err(senseless) = call.tenant.policy.change(&which, changes) {
        call.tenant.policy.settings.external.pop();
        return Err(refused(senseless));
    }
    record(call, &audit::METHODS_POLICY_UPDATED, Map::new(), &which);
    Ok(Answer::Json(201, with_context(call, &which)))
}

/// Every configuration that this version knows.
pub(super) fn shown(call: &Call<'_>) -> Vec<Value> {
    let all = call.tenant.policy.configurations();
    let known = all.iter().filter(|which| is_known(call, which));
    known.map(|which| show(call, which)).collect()
}

/// The configuration that the path names.
fn named(call: &Call<'_>) -> Result<Configuration, Failure> {
    let id = call.path.segment(3);
    let found = call.tenant.policy.find(id).filter(|which| is_known(call, which));
    found.ok_or_else(|| {
        call.no_such_method_resource(format!(
            "The authentication method configuration '{id}' was not found."
        ))
    })
}

fn is_known(call: &Call<'_>, which: &Configuration) -> bool {
    call.version == Version::Beta || which.in_v1()
}

fn show(call: &Call<'_>, which: &Configuration) -> Value {
    let mut shown = call.tenant.policy.shown(which);
    shown.insert("@odata.type".into(), which.odata_type().into());
    shown.insert("id".into(), which.id().into());
    Value::Object(shown)
}

fn with_context(call: &Call<'_>, which: &Configuration) -> Value {
    let mut shown = show(call, which);
    shown["@odata.context"] = call.context("authenticationMethodConfigurations/$entity");
    shown["includeTargets@odata.context"] = call.context(&format!(
        "policies/authenticationMethodsPolicy/authenticationMethodConfigurations('{}')/{}/includeTargets",
        which.id(),
        which.odata_type().trim_start_matches('#'),
    ));
    shown
}

/// The properties to be changed, without what only describes them.
fn typed_body(call: &Call<'_>, which: &Configuration) -> Result<Map<String, Value>, Failure> {
    let mut body = call.body()?;
    let odata_type = body.remove("@odata.type");
    let fits = odata_type
        .as_ref()
        .and_then(Value::as_str)
        .is_some_and(|it| it.trim_start_matches('#') == which.odata_type().trim_start_matches('#'));
    if odata_type.is_some() && !fits {
        return Err(invalid(
            "@odata.type",
            &format!("it must be '{}'", which.odata_type()),
        ));
    }
    if body.remove("id").is_some_and(|id| id != which.id()) {
        return Err(invalid("id", "it cannot be changed"));
    }
    body.retain(|name, _| !name.contains("@odata."));
    let beyond = body
        .keys()
        .find(|name| !fits && !OF_THE_BASE_TYPE.contains(&name.as_str()));
    match beyond {
        Some(name) => Err(unknown(name, "authenticationMethodConfiguration")),
        None => Ok(body),
    }
}

fn record(
    call: &mut Call<'_>,
    activity: &'static audit::Activity,
    old: Map<String, Value>,
    which: &Configuration,
) {
    let new = call.tenant.policy.shown(which);
    let text = |settings: Map<String, Value>| match settings.is_empty() {
        true => String::new(),
        false => Value::Object(settings).to_string(),
    };
    let changes = vec![Change::of(
        format!("AuthenticationMethodConfiguration.{}", which.id()),
        text(old),
        text(new),
    )];
    changed(call, activity, changes);
}

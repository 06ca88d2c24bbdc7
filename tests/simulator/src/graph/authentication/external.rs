//! Second factors of other vendors (facts 2.2, 2.4): the tenant's policy must have the configuration.

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::registration::{allowed_by_policy, register, required_text};
use crate::scenario::{External, MethodDetail, MethodKind};
use crate::tenant::audit::Change;
use crate::tenant::method::Method;
use crate::tenant::policy::Configuration;

/// `POST …/externalAuthenticationMethods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::External)?;
    let body = call.body()?;
    let configuration_id = required_text(&body, "configurationId")?;
    let display_name = required_text(&body, "displayName")?;
    let Some(Configuration::External(configuration_id)) = call.tenant.policy.find(&configuration_id) else {
        return Err(Failure::method_rule(format!(
            "No external authentication method with configuration id [{configuration_id}] exists in the tenant."
        )));
    };
    let taken = registered_at(
        call.user(place),
        |method| matches!(&method.detail, MethodDetail::External(it) if it.configuration_id == configuration_id),
    );
    if taken.is_some() {
        return Err(Failure::method_rule(format!(
            "The external authentication method with configuration id [{configuration_id}] is already registered for the user."
        )));
    }
    let changes = vec![
        Change::new(
            "ExternalAuthenticationMethod.ConfigurationId",
            "",
            configuration_id.as_str(),
        ),
        Change::new(
            "ExternalAuthenticationMethod.DisplayName",
            "",
            display_name.as_str(),
        ),
    ];
    let detail = MethodDetail::External(External {
        configuration_id,
        display_name,
    });
    allowed_by_policy(call, place, &detail)?;
    let method = Method {
        id: call.tenant.new_id().to_string().into(),
        created: Some(call.now),
        hidden_from: None,
        detail,
    };
    register(call, place, method, changes)
}

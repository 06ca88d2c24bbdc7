//! `GET /organization`: what the tenant says about itself.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::tenant::Tenant;

/// `GET /organization`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let organization = selected(call)?;
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": call.context("organization"), "value": [organization] }),
    ))
}

/// `GET /organization/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let mut organization = selected(call)?;
    let id = call.path.segment(1);
    if !id.eq_ignore_ascii_case(&call.tenant.id.to_string()) {
        return Err(Failure::no_directory_object(id));
    }
    organization["@odata.context"] = call.context("organization/$entity");
    Ok(Answer::Json(200, organization))
}

fn selected(call: &Call<'_>) -> Result<Value, Failure> {
    call.require(&[
        "User.Read",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ])?;
    let mut organization = describe(call.tenant);
    if let (Some(names), Value::Object(properties)) = (call.query.select(), &mut organization) {
        properties.retain(|name, _| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
    }
    Ok(organization)
}

fn describe(tenant: &Tenant) -> Value {
    let plans = if tenant.rules.premium {
        json!([{
            "assignedDateTime": "2022-04-03T02:46:42Z",
            "capabilityStatus": "Enabled",
            "service": "AADPremiumService",
            "servicePlanId": "41781fb2-bc02-4b7c-bd55-b576c07bb09d",
        }])
    } else {
        json!([])
    };
    let domains = tenant.domains.iter().map(|domain| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": domain.is_default,
            "isInitial": domain.name == tenant.domain,
            "name": domain.name,
            "type": domain.authentication_type.name(),
        })
    });
    json!({
        "id": tenant.id,
        "displayName": tenant.name,
        "createdDateTime": "2021-08-02T10:30:06Z",
        "countryLetterCode": "NO",
        "preferredLanguage": "en",
        "tenantType": "AAD",
        "onPremisesSyncEnabled": null,
        "technicalNotificationMails": [format!("admin@{}", tenant.domain)],
        "assignedPlans": plans,
        "verifiedDomains": domains.collect::<Vec<_>>(),
    })
}

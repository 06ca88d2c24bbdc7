//! `GET /organization`: what the tenant says about itself.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::tenant::Tenant;

pub(crate) fn read(call: &mut Call<'_>, rest: &[&str]) -> Result<Answer, Failure> {
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
    match rest {
        [] => Ok(Answer::Json(
            200,
            json!({ "@odata.context": call.context("organization"), "value": [organization] }),
        )),
        [id] if *id == call.tenant.id.to_string() => {
            organization["@odata.context"] = call.context("organization/$entity");
            Ok(Answer::Json(200, organization))
        }
        [_] => Err(Failure::no_directory_object(call.path.segment(1))),
        _ => Err(Failure::no_segment(call.path.segment(2))),
    }
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
        "verifiedDomains": [{
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": true,
            "isInitial": true,
            "name": tenant.domain,
            "type": "Managed",
        }],
    })
}

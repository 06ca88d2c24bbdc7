//! `/msi/token`: Azure App Service, Functions and Container Apps in two editions, and Azure Automation (facts 13.4).

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

use super::{choice, parameters, tokens};
use crate::http::{Request, Response};
use crate::tenant::Tenant;

/// Which of them is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
    /// `api-version=2017-09-01`: the secret is in `secret`, instants are written out.
    Old,
    /// `api-version=2019-08-01`
    AppService,
    /// No version, but the header `Metadata`.
    Automation,
}

pub(super) fn answer(tenant: &mut Tenant, request: &Request, id: Uuid) -> Response {
    match try_answer(tenant, request) {
        Ok(body) => Response::of_json(200, &body),
        Err((status, message)) => {
            let body = json!({ "statusCode": status, "message": message, "correlationId": id });
            Response::of_json(status, &body)
        }
    }
}

fn try_answer(tenant: &mut Tenant, request: &Request) -> Result<Value, (u16, String)> {
    let parameters = parameters(request);
    let header = |name: &str| request.headers.get(name);
    let edition = match parameters.get("api-version") {
        Some("2017-09-01") => Edition::Old,
        Some("2019-08-01") => Edition::AppService,
        None if header("Metadata").is_some_and(|value| value.eq_ignore_ascii_case("true")) => {
            Edition::Automation
        }
        other => {
            let told = other.unwrap_or_default();
            return Err((400, format!("The api-version '{told}' is not supported.")));
        }
    };
    let told = header(if edition == Edition::Old {
        "secret"
    } else {
        "X-IDENTITY-HEADER"
    });
    if told != Some(tenant.hosts.header.as_str()) {
        return Err((
            401,
            "The header that proves the caller is missing or wrong.".into(),
        ));
    }
    let allowed = match request.method.to_ascii_uppercase().as_str() {
        "GET" => true,
        "POST" => edition == Edition::Automation,
        _ => false,
    };
    if !allowed {
        return Err((405, "The requested resource does not support this method.".into()));
    }
    let resource = parameters.get("resource");
    let resource =
        resource.ok_or_else(|| (400, "Required query variable 'resource' is missing".to_owned()))?;
    let place = choice::of(tenant, &parameters, false).map_err(|_| {
        let message =
            "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.";
        (400, message.to_owned())
    })?;
    let token = tokens::token(tenant, place, resource).map_err(|failure| (400, failure.summary()))?;
    let mut body = json!({
        "access_token": token.access_token,
        "expires_on": token.expires.unix_timestamp().to_string(),
        "resource": resource,
        "token_type": "Bearer",
    });
    match edition {
        Edition::Old => body["expires_on"] = written_out(token.expires).into(),
        Edition::AppService => {
            body["client_id"] = tenant.applications[place].client_id.as_str().into();
            body["not_before"] = token.issued.unix_timestamp().to_string().into();
        }
        Edition::Automation => {}
    }
    Ok(body)
}

fn written_out(at: OffsetDateTime) -> String {
    let format = format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour repr:12 padding:none]:[minute]:[second] [period] +00:00"
    );
    at.format(format).unwrap_or_default()
}

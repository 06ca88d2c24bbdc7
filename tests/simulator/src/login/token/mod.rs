//! `POST /{tenant}/oauth2/v2.0/token`: one file for each grant (facts 13.1), and the older endpoint beside it, which
//! takes a `resource` and writes its numbers as text.

mod authorization_code;
mod client_credentials;
mod device_code;
mod platform;
mod refresh_token;

use serde_json::{Value, json};

use super::authority::Authority;
use super::client::Introduction;
use super::failure::{Failure, missing};
use super::form::{Form, basic_credentials};
use crate::http::Request;
use crate::tenant::Tenant;

/// Which of the two token endpoints is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// `/oauth2/token`
    V1,
    /// `/oauth2/v2.0/token`
    V2,
}

/// A request for tokens on its way through a grant.
struct Ask<'r> {
    authority: Authority,
    edition: Edition,
    form: &'r Form,
    client: Introduction<'r>,
    /// The `Origin` header, which browsers send.
    origin: Option<&'r str>,
}

impl Ask<'_> {
    /// The `scope`, or what the older endpoint's `resource` amounts to, if one was sent.
    fn told_scope(&self) -> Option<String> {
        match self.edition {
            Edition::V2 => self.form.get("scope").map(str::to_owned),
            Edition::V1 => {
                let resource = self.form.get("resource")?;
                Some(format!("{}/.default", resource.trim_end_matches('/')))
            }
        }
    }

    /// The same where it must be there.
    fn scope(&self) -> Result<String, Failure> {
        let field = match self.edition {
            Edition::V1 => "resource",
            Edition::V2 => "scope",
        };
        self.told_scope().ok_or_else(|| {
            let message = format!(
                "The required field '{field}' is missing from the credential. Ensure that you have all the necessary \
                 parameters for the login request."
            );
            Failure::saying(90_014, message)
        })
    }
}

/// Answers a request for tokens.
pub(super) fn serve(
    tenant: &mut Tenant,
    edition: Edition,
    authority: &str,
    request: &Request,
) -> Result<Value, Failure> {
    let form = Form::of(request)?;
    let grant_type = form.get("grant_type").ok_or_else(|| missing("grant_type"))?;
    let ask = Ask {
        authority: Authority::of(tenant, authority)?,
        edition,
        form: &form,
        client: Introduction {
            form: &form,
            basic: basic_credentials(request),
        },
        origin: request.headers.get("Origin"),
    };
    let answer = match grant_type {
        "client_credentials" => client_credentials::redeem(tenant, &ask),
        "authorization_code" => authorization_code::redeem(tenant, &ask),
        "refresh_token" => refresh_token::redeem(tenant, &ask),
        // Microsoft's own libraries still use the name from before the standard.
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => device_code::redeem(tenant, &ask),
        _ => {
            let message = format!("The app requested an unsupported grant type '{grant_type}'.");
            Err(Failure::saying(70_003, message))
        }
    }?;
    Ok(match edition {
        Edition::V2 => answer,
        Edition::V1 => in_old_form(tenant, &ask, answer),
    })
}

/// The older endpoint repeats the resource, adds instants, and writes numbers as text.
fn in_old_form(tenant: &Tenant, ask: &Ask<'_>, mut answer: Value) -> Value {
    let now = tenant.clock.now().unix_timestamp();
    let lifetime = answer["expires_in"].as_i64().unwrap_or_default();
    for field in ["expires_in", "ext_expires_in"] {
        answer[field] = json!(lifetime.to_string());
    }
    answer["expires_on"] = json!((now + lifetime).to_string());
    answer["not_before"] = json!(now.to_string());
    answer["resource"] = json!(ask.form.get("resource").unwrap_or_default());
    answer
}

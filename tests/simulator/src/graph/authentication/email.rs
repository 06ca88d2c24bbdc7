//! Mail addresses for password reset (facts 2.4). People cannot register their own here.

use serde_json::{Map, Value};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::read::{missing, same_id};
use super::registration::{allowed_by_policy, record_change, register, required_text};
use crate::scenario::{Email, MethodDetail, MethodKind};
use crate::tenant::action;
use crate::tenant::audit::{self, Change};
use crate::tenant::method::{EMAIL_ID, Method};

/// `POST …/emailMethods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::Email, action::CREATE_METHODS)?;
    let email_address = address(&call.body()?)?;
    if registered_at(call.user(place), |method| method.kind() == MethodKind::Email).is_some() {
        return Err(Failure::method_rule(format!(
            "An email address already exists for the user. Authentication method id [{EMAIL_ID}]."
        )));
    }
    let changes = vec![Change::new("Email.EmailAddress", "", email_address.as_str())];
    let detail = MethodDetail::Email(Email { email_address });
    allowed_by_policy(call, place, &detail)?;
    let method = Method {
        id: EMAIL_ID.into(),
        created: None,
        hidden_from: None,
        detail,
    };
    register(call, place, method, changes)
}

/// `PATCH …/emailMethods/{id}`
pub(super) fn change(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::Email, action::UPDATE_METHODS)?;
    let id = call.path.segment(4);
    let found = registered_at(call.user(place), |method| {
        method.kind() == MethodKind::Email && same_id(method, id)
    });
    let method = found.ok_or_else(|| missing(call))?;
    let new = address(&call.body()?)?;
    let strong = audit::strong_authentication_methods(call.user(place));
    let detail = MethodDetail::Email(Email {
        email_address: new.clone(),
    });
    allowed_by_policy(call, place, &detail)?;
    let old = std::mem::replace(&mut call.change(place).methods[method].detail, detail);
    let old = match old {
        MethodDetail::Email(email) => email.email_address,
        _ => String::new(),
    };
    let changes = vec![Change::new("Email.EmailAddress", old, new)];
    record_change(call, place, MethodKind::Email, changes, strong);
    Ok(Answer::NoContent)
}

fn address(body: &Map<String, Value>) -> Result<String, Failure> {
    let address = required_text(body, "emailAddress")?;
    let well_formed = address.split_once('@').is_some_and(|(local, domain)| {
        let labels = domain.split('.').collect::<Vec<_>>();
        !local.is_empty()
            && labels.len() > 1
            && labels.iter().all(|label| !label.is_empty())
            && !address.contains(char::is_whitespace)
            && !domain.contains('@')
    });
    if well_formed {
        Ok(address)
    } else {
        Err(Failure::method_rule("The email address is not valid."))
    }
}

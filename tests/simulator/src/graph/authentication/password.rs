//! Passwords: reading, resetting, and the operations that a reset leaves behind (facts 2.4, 8.4, 18.10).

use serde_json::{Value, json};

use super::super::access::Subject;
use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::wire::Version;
use super::read::{collection, missing, single};
use super::registration::record;
use crate::scenario::PasswordState;
use crate::tenant::action;
use crate::tenant::audit;
use crate::tenant::directory::User;
use crate::tenant::method::{PASSWORD_ID, timestamp};
use crate::tenant::operations::Operation;

const SHORTEST: usize = 8;
const LONGEST: usize = 256;
/// How many of upper case, lower case, digits and other characters a password needs.
const CLASSES: usize = 3;

/// `GET …/passwordMethods`
pub(super) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(Subject::Password)?;
    let user = call.user(place);
    Ok(collection(call, user, "passwordMethods", &[show(call, user)]))
}

/// `GET …/passwordMethods/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(Subject::Password)?;
    let user = call.user(place);
    if !call.path.segment(4).eq_ignore_ascii_case(PASSWORD_ID) {
        return Err(missing(call));
    }
    Ok(single(call, user, "passwordMethods", show(call, user)))
}

/// The password as reads show it.
pub(super) fn show(call: &Call<'_>, user: &User) -> Value {
    let mut password =
        json!({ "id": PASSWORD_ID, "password": null, "createdDateTime": timestamp(user.password_set) });
    if call.version == Version::Beta {
        password["lastUsedDateTime"] = Value::Null;
    }
    password
}

/// `POST …/methods/{id}/resetPassword`, also below `passwordMethods`.
pub(super) fn reset(call: &mut Call<'_>) -> Result<Answer, Failure> {
    delegated(call)?;
    let place = call.writable_for_others(Subject::Password, action::RESET_PASSWORD)?;
    if !call.path.segment(4).eq_ignore_ascii_case(PASSWORD_ID) {
        return Err(missing(call));
    }
    let user = call.user(place);
    if user.user_principal_name.contains("#EXT#") {
        return Err(Failure::method_rule(
            "The password of a user from another directory cannot be reset.",
        ));
    }
    let from_premises = user.on_premises_sync_enabled == Some(true);
    let chosen = match call.body()?.remove("newPassword") {
        None | Some(Value::Null) if from_premises => {
            return Err(Failure::method_rule(
                "The property 'newPassword' is required for users who are synchronized from a directory on premises.",
            ));
        }
        None | Some(Value::Null) => None,
        Some(Value::String(password)) if is_complex(&password) => Some(password),
        Some(_) => {
            return Err(Failure::method_rule(
                "The specified password does not comply with password complexity requirements. Please provide a different password.",
            ));
        }
    };
    let mut body = json!({ "@odata.context": call.context("microsoft.graph.passwordResetResponse") });
    if chosen.is_none() {
        let password = call.tenant.new_password();
        call.tenant.issued.remember(password.clone());
        body["newPassword"] = password.into();
    }
    let now = call.now;
    let changed = call.change(place);
    changed.password_set = now;
    // Whoever signs in with it has to choose another one first.
    changed.sign_in.get_or_insert_default().password = PasswordState::Expired;
    record(
        call,
        place,
        &audit::PASSWORD_RESET_STARTED,
        String::new(),
        Vec::new(),
    );
    record(call, place, &audit::PASSWORD_RESET, String::new(), Vec::new());
    let by = call.initiator();
    call.tenant.revoke_sessions(place, &by);
    let id = call.tenant.start_password_reset(place);
    let location = format!(
        "{}/{}/users/{}/authentication/operations/{id}",
        call.tenant.origins.graph,
        call.version.name(),
        call.user(place).id,
    );
    Ok(Answer::Located(202, location, body))
}

/// `GET …/operations`
pub(super) fn operations(call: &mut Call<'_>) -> Result<Answer, Failure> {
    delegated(call)?;
    let place = call.readable(Subject::Everything)?;
    let user = call.user(place);
    let found = call
        .tenant
        .operations
        .iter()
        .filter(|operation| operation.person == place);
    let value: Vec<Value> = found
        .map(|operation| show_operation(call, user, operation))
        .collect();
    Ok(collection(call, user, "operations", &value))
}

/// `GET …/operations/{id}`
pub(super) fn operation(call: &mut Call<'_>) -> Result<Answer, Failure> {
    delegated(call)?;
    let place = call.readable(Subject::Everything)?;
    let user = call.user(place);
    let id = call.path.segment(4);
    let mut operations = call.tenant.operations.iter();
    let found = operations
        .find(|operation| operation.person == place && operation.id.to_string().eq_ignore_ascii_case(id));
    let operation = found.ok_or_else(|| missing(call))?;
    Ok(single(
        call,
        user,
        "operations",
        show_operation(call, user, operation),
    ))
}

fn show_operation(call: &Call<'_>, user: &User, operation: &Operation) -> Value {
    let done = call.now >= operation.done;
    json!({
        "id": operation.id,
        "createdDateTime": timestamp(operation.started),
        "lastActionDateTime": timestamp(if done { operation.done } else { operation.started }),
        "status": if done { "succeeded" } else { "running" },
        "statusDetail": done.then_some("ResetSuccess"),
        "resourceLocation": format!(
            "{}/{}/users/{}/authentication/passwordMethods/{PASSWORD_ID}",
            call.tenant.origins.graph,
            call.version.name(),
            user.id,
        ),
    })
}

/// There is no application permission for any of this.
fn delegated(call: &Call<'_>) -> Result<(), Failure> {
    if call.actor.is_application() {
        return Err(Failure::methods_denied());
    }
    Ok(())
}

fn is_complex(password: &str) -> bool {
    let classes: [fn(char) -> bool; 4] = [
        char::is_uppercase,
        char::is_lowercase,
        |letter| letter.is_ascii_digit(),
        |letter| !letter.is_alphanumeric(),
    ];
    let used = classes
        .iter()
        .filter(|class| password.chars().any(**class))
        .count();
    (SHORTEST..=LONGEST).contains(&password.chars().count()) && used >= CLASSES
}

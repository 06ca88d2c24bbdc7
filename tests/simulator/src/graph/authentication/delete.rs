//! Deleting methods: the two refusals, the last-method exception, read lag and records (facts 3, 9.4, 12.4).

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::read::{missing, same_id};
use super::registration::{record, record_shadow};
use super::{hardware, phone};
use crate::scenario::{ErrorTextEra, MethodDetail, MethodKind};
use crate::tenant::audit::{self, Change};
use crate::tenant::default_method::{self, Refusal};
use crate::tenant::directory::User;
use crate::tenant::method::Method;

/// `DELETE …/{kind}Methods/{id}`
pub(super) fn one(call: &mut Call<'_>, kind: MethodKind) -> Result<Answer, Failure> {
    let user = call.writable(kind)?;
    let id = call.path.segment(4).to_owned();
    let found = registered_at(call.user(user), |method| {
        method.kind() == kind && same_id(method, &id)
    });
    let method = found.ok_or_else(|| missing(call))?;
    delete(call, user, method)
}

/// `DELETE …/qrCodePinMethod`
pub(super) fn qr_code(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let user = call.writable(MethodKind::QrCodePin)?;
    let found = registered_at(call.user(user), |method| method.kind() == MethodKind::QrCodePin);
    let method = found.ok_or_else(|| missing(call))?;
    delete(call, user, method)
}

/// The position of the registered method that fits.
pub(super) fn registered_at(user: &User, fits: impl Fn(&Method) -> bool) -> Option<usize> {
    user.methods
        .iter()
        .position(|method| method.hidden_from.is_none() && fits(method))
}

fn delete(call: &mut Call<'_>, user: usize, method: usize) -> Result<Answer, Failure> {
    let target = call.user(user);
    if let Some(refusal) = default_method::refusal(target, method, &call.tenant.rules, call.now) {
        let id = &target.methods[method].id;
        return Err(Failure::method_rule(match (refusal, call.tenant.rules.error_text_era) {
            (Refusal::Default, ErrorTextEra::Era2021) => {
                "Cannot delete default method with other methods configured. Please change default method before deletion.".into()
            }
            (Refusal::Default, ErrorTextEra::Era2022) => format!(
                "The requested authentication method id of [{id}] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed"
            ),
            (Refusal::AlternateMobile, _) => {
                "Cannot delete mobile number without first deleting alternate mobile number.".into()
            }
        }));
    }
    let strong_before = audit::strong_authentication_methods(target);
    let changes = changes(&target.methods[method]);
    let kind = target.methods[method].kind();

    let gone = target.methods[method].clone();
    phone::release(call, &gone);
    hardware::take_back(call, &gone);
    let now = call.now;
    let hidden_from = now + call.tenant.read_lag();
    let changed = call.change(user);
    changed.methods[method].hidden_from = Some(hidden_from);
    let settled = default_method::settled(changed);
    if settled != changed.default {
        changed.former_default = Some((changed.default, hidden_from));
        changed.default = settled;
    }
    changed.methods.retain(|method| method.is_listed(now));

    record_deletion(call, user, kind, changes, strong_before);
    Ok(Answer::NoContent)
}

fn record_deletion(
    call: &mut Call<'_>,
    place: usize,
    kind: MethodKind,
    changes: Vec<Change>,
    strong_before: String,
) {
    let word = audit::reason_word(kind);
    let (activity, reason) = if call.actor.is_self(call.user(place)) {
        (&audit::USER_DELETED, format!("User deleted {word}"))
    } else {
        (
            &audit::ADMIN_DELETED,
            format!("Admin deleted {word} method for user"),
        )
    };
    record(call, place, activity, reason, changes);
    if let Some(activity) = audit::credential_deleted(kind) {
        record(call, place, activity, String::new(), Vec::new());
    }
    record_shadow(call, place, strong_before);
}

fn changes(method: &Method) -> Vec<Change> {
    match &method.detail {
        MethodDetail::Phone(phone) => vec![Change::new("Phone.PhoneNumber", phone.phone_number.as_str(), "")],
        MethodDetail::Email(email) => vec![Change::new(
            "Email.EmailAddress",
            email.email_address.as_str(),
            "",
        )],
        MethodDetail::TemporaryAccessPass(_) => vec![Change::new("TemporaryAccessPass.Id", &*method.id, "")],
        _ => Vec::new(),
    }
}

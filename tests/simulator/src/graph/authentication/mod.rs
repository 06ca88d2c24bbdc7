//! Authentication methods of a user: the paths, and who may walk them (facts 2).

mod create;
mod delete;
mod hardware;
mod read;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::router::beta_only_action;
use super::wire::Version;
use crate::scenario::MethodKind;

/// Serves everything below `/users/{u}/authentication`, without preferences and requirements.
pub(crate) fn route(call: &mut Call<'_>, rest: &[&str]) -> Result<Answer, Failure> {
    match (call.method, rest) {
        ("GET", ["methods"]) => read::list(call),
        ("GET", ["methods", _]) => read::get(call),
        ("DELETE", ["methods", _]) => Err(no_generic_deletion(call)),
        (_, ["methods", ..]) => Err(Failure::method_not_allowed()),
        ("GET", ["passwordmethods"]) => read::list_passwords(call),
        ("GET", ["passwordmethods", _]) => read::get_password(call),
        (_, ["passwordmethods", ..]) => Err(Failure::method_not_allowed()),
        (_, [segment, below @ ..]) => match kind_of(segment) {
            Some(kind) => of_kind(call, kind, below),
            None => Err(Failure::no_segment(call.path.segment(3))),
        },
        (_, []) => Err(Failure::no_segment("authentication")),
    }
}

fn of_kind(call: &mut Call<'_>, kind: MethodKind, below: &[&str]) -> Result<Answer, Failure> {
    if call.version == Version::V1 && !kind.has_v1_path() {
        return Err(match (call.method, below) {
            ("POST", [_, action]) => beta_only_action(call, action),
            _ => Failure::no_segment(call.path.segment(3)),
        });
    }
    match (call.method, kind, below) {
        ("GET", MethodKind::QrCodePin, []) => read::get_qr_code(call),
        ("DELETE", MethodKind::QrCodePin, []) => delete::qr_code(call),
        (_, MethodKind::QrCodePin, _) => Err(Failure::method_not_allowed()),
        ("GET", kind, []) => read::list_of_kind(call, kind),
        ("GET", kind, [_]) => read::get_of_kind(call, kind),
        ("DELETE", kind, [_]) => delete::one(call, kind),
        ("POST", MethodKind::Phone, []) => create::phone(call),
        ("PATCH", MethodKind::Phone, [_]) => create::change_phone(call),
        ("POST", MethodKind::TemporaryAccessPass, []) => create::pass(call),
        ("POST", MethodKind::HardwareOath, [_, "activate"]) => hardware::activate(call),
        ("POST", MethodKind::HardwareOath, [_, "deactivate"]) => hardware::deactivate(call),
        (_, _, [] | [_]) => Err(Failure::method_not_allowed()),
        _ => Err(Failure::no_segment(call.path.segment(5))),
    }
}

fn kind_of(segment: &str) -> Option<MethodKind> {
    MethodKind::KNOWN
        .iter()
        .copied()
        .find(|kind| kind.segment().eq_ignore_ascii_case(segment))
}

/// There is no generic deletion; the refusal shows an internal host (facts 2.1).
fn no_generic_deletion(call: &Call<'_>) -> Failure {
    let uri = format!(
        "https://mface.windowsazure.com/odata/{}",
        call.path.segments().join("/")
    );
    Failure::new(
        404,
        "UnknownError",
        format!("No HTTP resource was found that matches the request URI '{uri}'."),
    )
}

//! Authentication methods of a user: the paths (facts 2, 18.1).

mod delete;
mod email;
mod external;
mod fido2;
mod hardware;
mod limits;
mod pass;
mod password;
mod phone;
mod qr_code;
mod read;
mod registration;
mod software;

pub(crate) use self::hardware::hand_out;
use super::call::{Answer, Call};
use super::failure::Failure;
use super::routes::Row;
use crate::scenario::MethodKind;

/// Everything below `/users/{id}/authentication`, without preferences and requirements.
pub(crate) const ROUTES: &[Row] = &[
    Row::get("/users/{id}/authentication/methods", read::list),
    Row::get("/users/{id}/authentication/methods/{id}", read::get),
    Row::get("/users/{id}/authentication/passwordMethods", password::list),
    Row::get("/users/{id}/authentication/passwordMethods/{id}", password::get),
    Row::get("/users/{id}/authentication/phoneMethods", list_of_kind),
    Row::post("/users/{id}/authentication/phoneMethods", phone::create),
    Row::get("/users/{id}/authentication/phoneMethods/{id}", get_of_kind),
    Row::patch("/users/{id}/authentication/phoneMethods/{id}", phone::change),
    Row::delete("/users/{id}/authentication/phoneMethods/{id}", delete_of_kind),
    Row::action(
        "/users/{id}/authentication/phoneMethods/{id}/enableSmsSignIn",
        phone::enable_sms_sign_in,
    ),
    Row::action(
        "/users/{id}/authentication/phoneMethods/{id}/disableSmsSignIn",
        phone::disable_sms_sign_in,
    ),
    Row::action(
        "/users/{id}/authentication/methods/{id}/enableSmsSignIn",
        phone::enable_sms_sign_in,
    )
    .in_beta(),
    Row::action(
        "/users/{id}/authentication/methods/{id}/disableSmsSignIn",
        phone::disable_sms_sign_in,
    )
    .in_beta(),
    Row::get(
        "/users/{id}/authentication/microsoftAuthenticatorMethods",
        list_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/microsoftAuthenticatorMethods/{id}",
        get_of_kind,
    ),
    Row::delete(
        "/users/{id}/authentication/microsoftAuthenticatorMethods/{id}",
        delete_of_kind,
    ),
    Row::get("/users/{id}/authentication/fido2Methods", list_of_kind),
    Row::get("/users/{id}/authentication/fido2Methods/{id}", get_of_kind),
    Row::delete("/users/{id}/authentication/fido2Methods/{id}", delete_of_kind),
    Row::get("/users/{id}/authentication/softwareOathMethods", list_of_kind),
    Row::get("/users/{id}/authentication/softwareOathMethods/{id}", get_of_kind),
    Row::delete(
        "/users/{id}/authentication/softwareOathMethods/{id}",
        delete_of_kind,
    ),
    Row::get("/users/{id}/authentication/hardwareOathMethods", hardware::list).in_beta(),
    Row::post("/users/{id}/authentication/hardwareOathMethods", hardware::assign).in_beta(),
    Row::action(
        "/users/{id}/authentication/hardwareOathMethods/assignAndActivate",
        hardware::assign_and_activate,
    )
    .in_beta(),
    Row::action(
        "/users/{id}/authentication/hardwareOathMethods/assignAndActivateBySerialNumber",
        hardware::assign_and_activate_by_serial_number,
    )
    .in_beta(),
    Row::get("/users/{id}/authentication/hardwareOathMethods/{id}", get_of_kind).in_beta(),
    Row::delete(
        "/users/{id}/authentication/hardwareOathMethods/{id}",
        delete_of_kind,
    )
    .in_beta(),
    Row::action(
        "/users/{id}/authentication/hardwareOathMethods/{id}/activate",
        hardware::activate,
    )
    .in_beta(),
    Row::action(
        "/users/{id}/authentication/hardwareOathMethods/{id}/deactivate",
        hardware::deactivate,
    )
    .in_beta(),
    Row::get("/users/{id}/authentication/emailMethods", list_of_kind),
    Row::post("/users/{id}/authentication/emailMethods", email::create),
    Row::patch("/users/{id}/authentication/emailMethods/{id}", email::change),
    Row::get("/users/{id}/authentication/emailMethods/{id}", get_of_kind),
    Row::delete("/users/{id}/authentication/emailMethods/{id}", delete_of_kind),
    Row::get(
        "/users/{id}/authentication/windowsHelloForBusinessMethods",
        list_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/windowsHelloForBusinessMethods/{id}",
        get_of_kind,
    ),
    Row::delete(
        "/users/{id}/authentication/windowsHelloForBusinessMethods/{id}",
        delete_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/temporaryAccessPassMethods",
        list_of_kind,
    ),
    Row::post(
        "/users/{id}/authentication/temporaryAccessPassMethods",
        pass::create,
    ),
    Row::get(
        "/users/{id}/authentication/temporaryAccessPassMethods/{id}",
        get_of_kind,
    ),
    Row::delete(
        "/users/{id}/authentication/temporaryAccessPassMethods/{id}",
        delete_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/platformCredentialMethods",
        list_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/platformCredentialMethods/{id}",
        get_of_kind,
    ),
    Row::delete(
        "/users/{id}/authentication/platformCredentialMethods/{id}",
        delete_of_kind,
    ),
    Row::post(
        "/users/{id}/authentication/externalAuthenticationMethods",
        external::create,
    ),
    Row::get(
        "/users/{id}/authentication/externalAuthenticationMethods",
        list_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/externalAuthenticationMethods/{id}",
        get_of_kind,
    ),
    Row::delete(
        "/users/{id}/authentication/externalAuthenticationMethods/{id}",
        delete_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/passwordlessMicrosoftAuthenticatorMethods",
        list_of_kind,
    )
    .in_beta(),
    Row::get(
        "/users/{id}/authentication/passwordlessMicrosoftAuthenticatorMethods/{id}",
        get_of_kind,
    )
    .in_beta(),
    Row::delete(
        "/users/{id}/authentication/passwordlessMicrosoftAuthenticatorMethods/{id}",
        delete_of_kind,
    )
    .in_beta(),
    Row::get("/users/{id}/authentication/qrCodePinMethod", qr_code::get),
    Row::delete("/users/{id}/authentication/qrCodePinMethod", delete::qr_code),
    Row::action(
        "/users/{id}/authentication/methods/{id}/resetPassword",
        password::reset,
    ),
    Row::action(
        "/users/{id}/authentication/passwordMethods/{id}/resetPassword",
        password::reset,
    ),
    Row::get("/users/{id}/authentication/operations", password::operations),
    Row::get("/users/{id}/authentication/operations/{id}", password::operation),
    Row::get(
        "/users/{id}/authentication/fido2Methods/creationOptions(challengeTimeoutInMinutes={challengeTimeoutInMinutes})",
        fido2::creation_options,
    ),
    Row::get(
        "/users/{id}/authentication/fido2Methods/creationOptions",
        fido2::creation_options,
    ),
    Row::post("/users/{id}/authentication/fido2Methods", fido2::create),
    Row::patch("/users/{id}/authentication/fido2Methods/{id}", fido2::rename),
    Row::post("/users/{id}/authentication/softwareOathMethods", software::create).in_beta(),
    Row::get(
        "/users/{id}/authentication/microsoftAuthenticatorMethods/{id}/device",
        device_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/hardwareOathMethods/{id}/device",
        device_of_kind,
    )
    .in_beta(),
    Row::get(
        "/users/{id}/authentication/windowsHelloForBusinessMethods/{id}/device",
        device_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/platformCredentialMethods/{id}/device",
        device_of_kind,
    ),
    Row::get(
        "/users/{id}/authentication/passwordlessMicrosoftAuthenticatorMethods/{id}/device",
        device_of_kind,
    )
    .in_beta(),
    Row::put("/users/{id}/authentication/qrCodePinMethod", qr_code::create),
    Row::get(
        "/users/{id}/authentication/qrCodePinMethod/standardQRCode",
        qr_code::get_code,
    ),
    Row::patch(
        "/users/{id}/authentication/qrCodePinMethod/standardQRCode",
        qr_code::change_code,
    ),
    Row::delete(
        "/users/{id}/authentication/qrCodePinMethod/standardQRCode",
        qr_code::delete_code,
    ),
    Row::get(
        "/users/{id}/authentication/qrCodePinMethod/temporaryQRCode",
        qr_code::get_code,
    ),
    Row::patch(
        "/users/{id}/authentication/qrCodePinMethod/temporaryQRCode",
        qr_code::change_code,
    ),
    Row::delete(
        "/users/{id}/authentication/qrCodePinMethod/temporaryQRCode",
        qr_code::delete_code,
    ),
    Row::get("/users/{id}/authentication/qrCodePinMethod/pin", qr_code::get_pin),
    Row::patch(
        "/users/{id}/authentication/qrCodePinMethod/pin",
        qr_code::reset_pin,
    ),
    Row::patch(
        "/users/{id}/authentication/qrCodePinMethod/pin/updatePin",
        qr_code::update_pin,
    ),
    Row::action(
        "/users/{id}/authentication/qrCodePinMethod/pin/updatePin",
        qr_code::update_pin,
    ),
];

fn list_of_kind(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let kind = kind(call)?;
    read::list_of_kind(call, kind)
}

fn get_of_kind(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let kind = kind(call)?;
    read::get_of_kind(call, kind)
}

fn device_of_kind(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let kind = kind(call)?;
    read::device_of_kind(call, kind)
}

fn delete_of_kind(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let kind = kind(call)?;
    delete::one(call, kind)
}

/// The kind whose collection the path names.
fn kind(call: &Call<'_>) -> Result<MethodKind, Failure> {
    let segment = call.path.segment(3);
    let mut kinds = MethodKind::KNOWN.iter().copied();
    kinds
        .find(|kind| kind.segment().eq_ignore_ascii_case(segment))
        .ok_or_else(|| Failure::no_segment(segment))
}

/// There is no generic deletion; the refusal shows an internal host (facts 2.1).
pub(crate) fn no_generic_deletion(call: &Call<'_>) -> Failure {
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

//! QR codes with PIN: the method as a whole, its two codes and its PIN (facts 2.4, 18.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::read::missing;
use super::registration::{allowed_by_policy, record_change, register, required_text};
use crate::scenario::{MethodDetail, MethodKind, QrCode, QrCodePin, QrPin};
use crate::tenant::action;
use crate::tenant::audit::{self, Change};
use crate::tenant::method::{Method, shown_pin, shown_qr_code};
use crate::tenant::qr_image;

const LONGEST_PIN: usize = 20;
const LONGEST_STANDARD: Duration = Duration::days(395);
const TEMPORARY: std::ops::RangeInclusive<Duration> = Duration::hours(1)..=Duration::hours(12);

/// Which of the two codes a path names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Standard,
    Temporary,
}

impl Which {
    fn of(call: &Call<'_>) -> Self {
        if call.path.segment(4).eq_ignore_ascii_case("temporaryQRCode") {
            Self::Temporary
        } else {
            Self::Standard
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Standard => "standardQRCode",
            Self::Temporary => "temporaryQRCode",
        }
    }

    fn place(self, method: &mut QrCodePin) -> &mut Option<QrCode> {
        match self {
            Self::Standard => &mut method.standard_qr_code,
            Self::Temporary => &mut method.temporary_qr_code,
        }
    }

    fn find(self, method: &QrCodePin) -> Option<&QrCode> {
        match self {
            Self::Standard => method.standard_qr_code.as_ref(),
            Self::Temporary => method.temporary_qr_code.as_ref(),
        }
    }
}

/// `PUT …/qrCodePinMethod`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::QrCodePin, action::CREATE_METHODS)?;
    let body = call.body()?;
    allowed_by_policy(call, place, &MethodDetail::QrCodePin(Box::default()))?;
    let now = call.now;
    if held(call, place).is_some_and(|(_, method)| is_active(method, now)) {
        return Err(Failure::method_code(
            "tooManyQRCodePinMethod",
            "There can be only one active QR code auth method for a user, please delete existing QR code auth method to create a new one.",
        ));
    }
    let temporary = body.get("temporaryQRCode").filter(|value| !value.is_null());
    let Some(Value::Object(standard)) = body.get("standardQRCode").filter(|_| temporary.is_none()) else {
        return Err(Failure::method_code(
            "standardQRCodeRequired",
            "Standard QR code is required for adding new QR code auth method.",
        ));
    };
    let (code, image) = new_code(call, place, Which::Standard, standard)?;
    let chosen = body
        .get("pin")
        .and_then(|pin| pin.get("code"))
        .filter(|code| !code.is_null());
    let pin = match chosen {
        Some(code) => new_pin(call, Some(code))?,
        None => new_pin(call, None)?,
    };
    let id = call.tenant.new_id().to_string();
    let method = Method {
        id: id.into(),
        created: Some(call.now),
        hidden_from: None,
        detail: MethodDetail::QrCodePin(Box::new(QrCodePin {
            standard_qr_code: Some(code),
            temporary_qr_code: None,
            pin: Some(pin.clone()),
        })),
    };
    // What expired makes room.
    let user = call.tenant.directory.at_mut(place);
    user.methods
        .retain(|method| method.kind() != MethodKind::QrCodePin);
    let Answer::Json(status, mut shown) = register(call, place, method, Vec::new())? else {
        return Err(missing(call));
    };
    shown["standardQRCode"]["image"] = image;
    shown["pin"]["code"] = pin.code.into();
    Ok(Answer::Json(status, shown))
}

/// `GET …/qrCodePinMethod`
pub(super) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(MethodKind::QrCodePin)?;
    let user = call.user(place);
    let mut methods = user.listed(call.now);
    let method = methods.find(|method| method.kind() == MethodKind::QrCodePin);
    let method = method.ok_or_else(|| missing(call))?;
    let shown = Value::Object(method.shown_properties(user, call.tenant, call.now));
    Ok(Answer::Json(
        200,
        with_context(call, place, "qrCodePinMethod", shown),
    ))
}

/// `GET …/standardQRCode` and `GET …/temporaryQRCode`
pub(super) fn get_code(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(MethodKind::QrCodePin)?;
    let which = Which::of(call);
    let code = held(call, place).and_then(|(_, method)| which.find(method));
    let shown = shown_qr_code(code.ok_or_else(|| missing(call))?);
    Ok(Answer::Json(
        200,
        with_context(call, place, &below(which.name()), shown),
    ))
}

/// `PATCH …/standardQRCode` and `PATCH …/temporaryQRCode`: a new code, or another end of the standard one.
pub(super) fn change_code(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::QrCodePin, action::UPDATE_METHODS)?;
    let body = call.body()?;
    let which = Which::of(call);
    let (method, detail) = held(call, place).ok_or_else(|| missing(call))?;
    let active = which
        .find(detail)
        .filter(|code| call.now < end(code, call.now))
        .cloned();
    match active {
        Some(code) if which == Which::Standard && !body.contains_key("startDateTime") => {
            let expire = instant(&body, "expireDateTime")?.ok_or_else(|| {
                Failure::method_rule("The required property 'expireDateTime' is missing or empty.")
            })?;
            let start = code.start_date_time.unwrap_or(call.now);
            check_times(which, start, expire, call.now)?;
            let changed = QrCode {
                expire_date_time: Some(expire),
                ..code
            };
            let shown = shown_qr_code(&changed);
            store(call, place, method, |held| *which.place(held) = Some(changed));
            Ok(Answer::Json(
                200,
                with_context(call, place, &below(which.name()), shown),
            ))
        }
        Some(_) => Err(Failure::method_rule(format!(
            "There can be only one active {} for a user, please delete the existing one to create a new one.",
            which.name()
        ))),
        None => {
            let (code, image) = new_code(call, place, which, &body)?;
            let mut shown = shown_qr_code(&code);
            shown["image"] = image;
            store(call, place, method, |held| *which.place(held) = Some(code));
            Ok(located(call, place, which.name(), shown))
        }
    }
}

/// `DELETE …/standardQRCode` and `DELETE …/temporaryQRCode`
pub(super) fn delete_code(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::QrCodePin, action::DELETE_METHODS)?;
    let which = Which::of(call);
    let (method, detail) = held(call, place).ok_or_else(|| missing(call))?;
    which.find(detail).ok_or_else(|| missing(call))?;
    store(call, place, method, |held| *which.place(held) = None);
    Ok(Answer::NoContent)
}

/// `GET …/pin`
pub(super) fn get_pin(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(MethodKind::QrCodePin)?;
    let pin = held(call, place).and_then(|(_, method)| method.pin.as_ref());
    let shown = shown_pin(pin.ok_or_else(|| missing(call))?);
    Ok(Answer::Json(200, with_context(call, place, &below("pin"), shown)))
}

/// `PATCH …/pin`: another PIN, which the person has to change.
pub(super) fn reset_pin(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::QrCodePin, action::UPDATE_METHODS)?;
    let body = call.body()?;
    let (method, _) = held(call, place).ok_or_else(|| missing(call))?;
    let pin = new_pin(call, body.get("code").filter(|code| !code.is_null()))?;
    let mut shown = shown_pin(&pin);
    shown["code"] = pin.code.clone().into();
    store(call, place, method, |held| held.pin = Some(pin));
    Ok(located(call, place, "pin", shown))
}

/// `PATCH …/pin/updatePin`: people choose their own.
pub(super) fn update_pin(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.find_user_of_methods()?;
    let permitted = call.actor.has_any(&["Directory.AccessAsUser.All"])
        || call.actor.may_write_methods(MethodKind::QrCodePin.into(), true);
    if !permitted || !call.actor.is_self(call.user(place)) {
        return Err(Failure::methods_denied());
    }
    let body = call.body()?;
    let current = required_text(&body, "currentPin")?;
    let (method, detail) = held(call, place).ok_or_else(|| missing(call))?;
    let pin = detail.pin.clone().ok_or_else(|| missing(call))?;
    if pin.code.as_ref() != Some(&current) {
        return Err(Failure::method_rule("The current PIN is not correct."));
    }
    let new = checked_pin(call, body.get("newPin"))?;
    if new == current {
        return Err(Failure::method_rule(
            "The new PIN must differ from the current PIN.",
        ));
    }
    let changed = QrPin {
        code: Some(new),
        force_change_pin_next_sign_in: false,
        updated_date_time: Some(call.now),
        ..pin
    };
    store(call, place, method, |held| held.pin = Some(changed));
    Ok(Answer::NoContent)
}

/// Position and properties of the person's method.
fn held<'c>(call: &'c Call<'_>, place: usize) -> Option<(usize, &'c QrCodePin)> {
    let user = call.user(place);
    let method = registered_at(user, |method| method.kind() == MethodKind::QrCodePin)?;
    match &user.methods[method].detail {
        MethodDetail::QrCodePin(held) => Some((method, held)),
        _ => None,
    }
}

fn store(call: &mut Call<'_>, place: usize, method: usize, change: impl FnOnce(&mut QrCodePin)) {
    let strong = audit::strong_authentication_methods(call.user(place));
    if let MethodDetail::QrCodePin(held) = &mut call.change(place).methods[method].detail {
        change(held);
    }
    let changes = vec![Change::new("QRCodePin", "", "")];
    record_change(call, place, MethodKind::QrCodePin, changes, strong);
}

fn is_active(method: &QrCodePin, now: OffsetDateTime) -> bool {
    let mut codes = [&method.standard_qr_code, &method.temporary_qr_code]
        .into_iter()
        .flatten();
    codes.any(|code| now < end(code, now))
}

fn end(code: &QrCode, now: OffsetDateTime) -> OffsetDateTime {
    code.expire_date_time.unwrap_or(now)
}

/// A code with the times that the request names, and its picture, which is shown only now.
fn new_code(
    call: &mut Call<'_>,
    place: usize,
    which: Which,
    body: &Map<String, Value>,
) -> Result<(QrCode, Value), Failure> {
    let now = call.now;
    let start = instant(body, "startDateTime")?.unwrap_or(now);
    let usual = match which {
        Which::Standard => {
            let days = call
                .tenant
                .policy
                .settings
                .qr_code_pin
                .standard_qr_code_lifetime_in_days;
            Duration::days(days.into())
        }
        Which::Temporary => *TEMPORARY.end(),
    };
    let expire = instant(body, "expireDateTime")?.unwrap_or(start.saturating_add(usual));
    check_times(which, start, expire, now)?;
    let code = QrCode {
        id: call.tenant.new_id().to_string(),
        start_date_time: Some(start),
        expire_date_time: Some(expire),
        created_date_time: Some(now),
    };
    let secret = call.tenant.new_text(32);
    let content = format!(
        "ms-qrpin:v1|{}|{}_{secret}",
        call.user(place).user_principal_name,
        code.id
    );
    call.tenant.issued.remember(secret);
    let image = json!({
        "binaryValue": URL_SAFE_NO_PAD.encode(qr_image::draw(&content)),
        "version": 1,
        "errorCorrectionLevel": "l",
        "rawContent": URL_SAFE_NO_PAD.encode(content),
    });
    Ok((code, image))
}

fn check_times(
    which: Which,
    start: OffsetDateTime,
    expire: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), Failure> {
    let lifetime = expire - start;
    let fits = match which {
        Which::Standard => lifetime.is_positive() && lifetime <= LONGEST_STANDARD,
        Which::Temporary => TEMPORARY.contains(&lifetime),
    };
    if fits && now < expire {
        return Ok(());
    }
    Err(Failure::method_rule(match which {
        Which::Standard => {
            "A standard QR code must expire in the future, and at most 395 days after its start."
        }
        Which::Temporary => {
            "A temporary QR code must expire in the future, and between 1 and 12 hours after its start."
        }
    }))
}

fn instant(body: &Map<String, Value>, name: &str) -> Result<Option<OffsetDateTime>, Failure> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let parsed = value
                .as_str()
                .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
            let problem = || Failure::method_rule(format!("The property '{name}' is not a date and time."));
            parsed.map(Some).ok_or_else(problem)
        }
    }
}

/// A PIN that the person has to change: the chosen one, or digits of chance.
fn new_pin(call: &mut Call<'_>, chosen: Option<&Value>) -> Result<QrPin, Failure> {
    let code = match chosen {
        Some(_) => checked_pin(call, chosen)?,
        None => {
            let digits = call.tenant.policy.settings.qr_code_pin.pin_length;
            call.tenant
                .new_code(usize::try_from(digits).unwrap_or(usize::MAX), b"0123456789")
        }
    };
    call.tenant.issued.remember(code.clone());
    Ok(QrPin {
        id: call.tenant.new_id().to_string(),
        code: Some(code),
        force_change_pin_next_sign_in: true,
        created_date_time: Some(call.now),
        updated_date_time: None,
    })
}

fn checked_pin(call: &Call<'_>, value: Option<&Value>) -> Result<String, Failure> {
    let shortest = call.tenant.policy.settings.qr_code_pin.pin_length;
    let pin = value.and_then(Value::as_str).unwrap_or_default();
    let long_enough = pin.len() >= usize::try_from(shortest).unwrap_or(usize::MAX);
    if !long_enough || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::method_code(
            "pinTooShort",
            &format!("PIN needs to be digit only and at least {shortest} characters long."),
        ));
    }
    if pin.len() > LONGEST_PIN {
        return Err(Failure::method_rule(format!(
            "PIN needs to be at most {LONGEST_PIN} characters long."
        )));
    }
    Ok(pin.to_owned())
}

fn below(name: &str) -> String {
    format!("qrCodePinMethod/{name}")
}

fn with_context(call: &Call<'_>, place: usize, segment: &str, mut shown: Value) -> Value {
    let of = format!(
        "users('{}')/authentication/{segment}/$entity",
        call.user(place).id
    );
    shown["@odata.context"] = call.context(&of);
    shown
}

fn located(call: &Call<'_>, place: usize, name: &str, shown: Value) -> Answer {
    let location = format!(
        "/{}/users/{}/authentication/{}",
        call.version.name(),
        call.user(place).id,
        below(name)
    );
    Answer::Located(201, location, with_context(call, place, &below(name), shown))
}

//! `/users/{id}/authentication/…`: the methods (facts 2). Reading is tolerant: kinds and properties that are not
//! known stay visible and break nothing.

use super::mask::{masked_address, masked_number};
use super::path::{UserKey, segment};
use crate::api::{DefaultMark, Method, MethodKind};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Reply, Version};
use crate::platform::Timestamp;
use serde_json::{Value, json};

pub(crate) fn list(version: Version, key: &UserKey) -> Call {
    let route = "GET /users/{user}/authentication/methods";
    Call::get(route, version, format!("{}/authentication/methods", key.path()))
}

/// The hardware tokens with their state, which the general list leaves out.
pub(crate) fn hardware_tokens(key: &UserKey) -> Call {
    let route = "GET /users/{user}/authentication/hardwareOathMethods";
    Call::get(
        route,
        Version::Beta,
        format!("{}/authentication/hardwareOathMethods", key.path()),
    )
}

/// Deletes one method; in v1.0, except kinds that only beta has (design section 4).
///
/// # Errors
/// `internal` for a kind that cannot be deleted.
pub(crate) fn delete(key: &UserKey, kind: &MethodKind, id: &str) -> Result<Call> {
    let version = if kind.is_hidden_in_v1() {
        Version::Beta
    } else {
        Version::V1
    };
    let base = format!("{}/authentication", key.path());
    let path = match (kind, kind.segment()) {
        (MethodKind::Password, _) | (_, None) => {
            return Err(Error::new(
                ErrorCode::Internal,
                format!("a {} cannot be deleted", kind.label()),
            ));
        }
        // The QR code is a single one: no id in its path (facts 2.2).
        (MethodKind::QrCodePin, Some(collection)) => format!("{base}/{collection}"),
        (_, Some(collection)) => format!("{base}/{collection}/{}", segment(id)?),
    };
    Ok(Call::write(
        "DELETE /users/{user}/authentication/{kind}/{id}",
        HttpMethod::Delete,
        version,
        path,
        None,
    )
    .about_method(id))
}

/// Deactivates a hardware token; it stays assigned (beta).
pub(crate) fn deactivate_token(key: &UserKey, id: &str) -> Result<Call> {
    let path = format!(
        "{}/authentication/hardwareOathMethods/{}/deactivate",
        key.path(),
        segment(id)?
    );
    let route = "POST /users/{user}/authentication/hardwareOathMethods/{id}/deactivate";
    Ok(Call::write(route, HttpMethod::Post, Version::Beta, path, Some(json!({}))).about_method(id))
}

/// Reads a list of methods.
///
/// # Errors
/// `unexpectedReply` when it is no list, or a method has no id: nothing may be lost unnoticed.
pub(crate) fn read_list(reply: &Reply) -> Result<Vec<Method>> {
    let items = reply.body.get("value").and_then(Value::as_array).ok_or_else(|| {
        Error::new(
            ErrorCode::UnexpectedReply,
            "the service answered the methods without a list",
        )
    })?;
    if reply.body.get("@odata.nextLink").is_some() {
        // Never seen (facts 2.1). Treating a part as the whole would report `done` too early.
        return Err(Error::new(
            ErrorCode::UnexpectedReply,
            "the service answered the methods in pages",
        ));
    }
    items.iter().map(read).collect()
}

/// Adds the state of the hardware tokens to the methods.
pub(crate) fn add_token_states(methods: &mut [Method], reply: &Reply) {
    for item in reply
        .body
        .get("value")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let Some(id) = text(item, "id") else { continue };
        if let Some(method) = methods
            .iter_mut()
            .find(|m| m.kind == MethodKind::HardwareOath && m.method_id == id)
        {
            read_device(item, method);
        }
    }
}

fn text<'a>(item: &'a Value, field: &str) -> Option<&'a str> {
    item.get(field)?.as_str().filter(|text| !text.is_empty())
}

fn instant(item: &Value, field: &str) -> Option<Timestamp> {
    text(item, field).and_then(Timestamp::parse)
}

fn read(item: &Value) -> Result<Method> {
    let unreadable = |what: &str| {
        Error::new(
            ErrorCode::UnexpectedReply,
            format!("the service listed a method without its {what}"),
        )
    };
    // Beta pages have been seen to leave out the at-sign (facts 18.8).
    let odata_type = text(item, "@odata.type")
        .or_else(|| text(item, "odata.type"))
        .ok_or_else(|| unreadable("kind"))?;
    let kind = MethodKind::from_odata_type(odata_type);
    let mut method = Method {
        method_id: text(item, "id").ok_or_else(|| unreadable("id"))?.to_owned(),
        label: String::new(),
        default: DefaultMark::No,
        display_name: text(item, "displayName").map(str::to_owned),
        phone_type: text(item, "phoneType")
            .or_else(|| text(item, "authenticationPhoneType"))
            .map(str::to_owned),
        phone_number: text(item, "phoneNumber").map(str::to_owned),
        email_address: text(item, "emailAddress").map(str::to_owned),
        device_status: None,
        model: text(item, "model").map(str::to_owned),
        is_usable: item.get("isUsable").and_then(Value::as_bool),
        created_date_time: instant(item, "createdDateTime").or_else(|| instant(item, "creationDateTime")),
        last_used_date_time: instant(item, "lastUsedDateTime"),
        kind,
    };
    read_device(item, &mut method);
    method.label = label(&method);
    Ok(method)
}

fn read_device(item: &Value, method: &mut Method) {
    if method.kind != MethodKind::HardwareOath {
        return;
    }
    let Some(device) = item.get("device").filter(|device| device.is_object()) else {
        return;
    };
    method.device_status = text(device, "status").map(str::to_owned);
    method.display_name = text(device, "displayName")
        .map(str::to_owned)
        .or_else(|| method.display_name.take());
    method.model = text(device, "model")
        .map(str::to_owned)
        .or_else(|| method.model.take());
    method.label = label(method);
}

/// What a service desk calls it.
fn label(method: &Method) -> String {
    let name = method.kind.label();
    match (&method.kind, &method.display_name) {
        (MethodKind::Phone, _) => {
            let which = match method.phone_type.as_deref() {
                Some("mobile") => "mobile phone",
                Some("alternateMobile") => "alternate mobile phone",
                Some("office") => "office phone",
                _ => "phone",
            };
            match &method.phone_number {
                Some(number) => format!("{which} {}", masked_number(number)),
                None => which.to_owned(),
            }
        }
        (MethodKind::Email, _) => match &method.email_address {
            Some(address) => format!("{name} {}", masked_address(address)),
            None => name.to_owned(),
        },
        (MethodKind::TemporaryAccessPass, _) => match method.is_usable {
            Some(false) => format!("{name} (not usable)"),
            _ => name.to_owned(),
        },
        (MethodKind::Password, _) | (_, None) => name.to_owned(),
        (MethodKind::MicrosoftAuthenticator | MethodKind::WindowsHelloForBusiness, Some(device)) => {
            format!("{name} on {device}")
        }
        (_, Some(own)) => format!("{name} \"{own}\""),
    }
}

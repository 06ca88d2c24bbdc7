//! Reading methods: the heterogeneous list, lists of one kind, single methods (facts 2.1, 2.4, 15.2, 18.7).

use serde_json::{Value, json};

use super::super::access::Subject;
use super::super::authority::Sight;
use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::users::merge;
use super::super::wire::Version;
use super::password;
use crate::scenario::{MethodDetail, MethodKind};
use crate::tenant::directory::User;
use crate::tenant::method::{Method, PASSWORD_ID, shown_device, shown_token};

/// Properties that are relations.
const RELATIONS: &[&str] = &["device", "pin", "standardQRCode", "temporaryQRCode"];

/// `GET …/methods`
pub(super) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(Subject::Everything)?;
    let user = call.user(place);
    let methods = user
        .listed(call.now)
        .filter(|method| call.version == Version::Beta || method.kind().in_v1_list());
    let mut value = vec![typed(
        "#microsoft.graph.passwordAuthenticationMethod",
        password::show(call, user),
    )];
    value.extend(methods.map(|method| {
        let mut shown = show(call, user, method);
        forget_relations(&mut shown);
        typed(&method.detail.odata_type(), shown)
    }));
    Ok(collection(call, user, "methods", &value))
}

/// `GET …/methods/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(Subject::Everything)?;
    let id = call.path.segment(4);
    let user = call.user(place);
    if id.eq_ignore_ascii_case(PASSWORD_ID) {
        let shown = typed(
            "#microsoft.graph.passwordAuthenticationMethod",
            password::show(call, user),
        );
        return Ok(single(call, user, "methods", shown));
    }
    let visible = |method: &&Method| call.version == Version::Beta || method.kind().in_v1_list();
    let method = user
        .listed(call.now)
        .filter(visible)
        .find(|method| same_id(method, id));
    let method = method.ok_or_else(|| missing(call))?;
    let mut shown = show(call, user, method);
    forget_relations(&mut shown);
    let shown = typed(&method.detail.odata_type(), shown);
    Ok(single(call, user, "methods", shown))
}

/// `GET …/{kind}Methods`
pub(super) fn list_of_kind(call: &mut Call<'_>, kind: MethodKind) -> Result<Answer, Failure> {
    let place = call.readable(kind)?;
    if call.query.get("expand").is_some() {
        return Err(Failure::syntax("Query option '$expand' is not allowed."));
    }
    let user = call.user(place);
    let value = user.listed(call.now).filter(|method| method.kind() == kind);
    let value: Vec<_> = value.map(|method| show(call, user, method)).collect();
    Ok(collection(call, user, kind.segment(), &value))
}

/// `GET …/{kind}Methods/{id}`
pub(super) fn get_of_kind(call: &mut Call<'_>, kind: MethodKind) -> Result<Answer, Failure> {
    let place = call.readable(kind)?;
    let user = call.user(place);
    let id = call.path.segment(4);
    let method = user
        .listed(call.now)
        .find(|method| method.kind() == kind && same_id(method, id));
    let method = method.ok_or_else(|| missing(call))?;
    let mut shown = show(call, user, method);
    if expands_device(call, kind)? && kind != MethodKind::HardwareOath {
        shown["device"] = method.device().map(shown_device).into();
    }
    Ok(single(call, user, kind.segment(), shown))
}

/// `GET …/{kind}Methods/{id}/device`
pub(super) fn device_of_kind(call: &mut Call<'_>, kind: MethodKind) -> Result<Answer, Failure> {
    let place = call.readable(kind)?;
    let user = call.user(place);
    let id = call.path.segment(4);
    let mut methods = user.listed(call.now);
    let found = methods.find(|method| method.kind() == kind && same_id(method, id));
    let device = found.and_then(|method| match &method.detail {
        MethodDetail::HardwareOath(held) => Some(shown_token(&held.device, Some(user))),
        _ => method.device().map(shown_device),
    });
    let shown = device.ok_or_else(|| missing(call))?;
    let segment = format!("{}('{id}')/device", kind.segment());
    Ok(single(call, user, &segment, shown))
}

/// Whether the request asks for the device; no other relation can be expanded.
fn expands_device(call: &Call<'_>, kind: MethodKind) -> Result<bool, Failure> {
    match call.query.get("expand") {
        None => Ok(false),
        Some(name) if name.eq_ignore_ascii_case("device") && kind.has_device() => Ok(true),
        Some(name) => Err(Failure::syntax(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
             'microsoft.graph.{}AuthenticationMethod'.",
            kind.name()
        ))),
    }
}

/// Reads of all kinds do not follow the relations of any.
fn forget_relations(shown: &mut Value) {
    if let Value::Object(properties) = shown {
        properties.retain(|name, _| !RELATIONS.contains(&name.as_str()));
    }
}

/// Whether the id in a path names the method. GUIDs and fixed ids compare without regard to case, keys exactly.
pub(super) fn same_id(method: &Method, id: &str) -> bool {
    *method.id == *id || (uuid::Uuid::try_parse(id).is_ok() && method.id.eq_ignore_ascii_case(id))
}

/// The method as this caller sees it.
pub(super) fn show(call: &Call<'_>, user: &User, method: &Method) -> Value {
    let mut shown = Value::Object(method.shown_properties(user, call.tenant, call.now));
    if let Value::Object(properties) = &mut shown
        && method.kind() != MethodKind::HardwareOath
    {
        properties.remove("device");
    }
    if call.version == Version::Beta && method.kind() != MethodKind::Other {
        shown["lastUsedDateTime"] = Value::Null;
    }
    if method.kind() == MethodKind::Phone && call.sight_of_methods(user) != Some(Sight::Full) {
        let number = shown["phoneNumber"].as_str().map(masked);
        shown["phoneNumber"] = number.into();
    }
    shown
}

/// "No such method" in this tenant's spelling.
pub(super) fn missing(call: &Call<'_>) -> Failure {
    call.no_such_method_resource("Resource not found.")
}

/// One object below the user, with its context.
pub(super) fn single(call: &Call<'_>, user: &User, segment: &str, shown: Value) -> Answer {
    Answer::Json(200, with_context(call, user, segment, shown))
}

/// The object with the context of its collection.
pub(super) fn with_context(call: &Call<'_>, user: &User, segment: &str, mut shown: Value) -> Value {
    shown["@odata.context"] = call.context(&format!("users('{}')/authentication/{segment}/$entity", user.id));
    shown
}

pub(super) fn collection(call: &Call<'_>, user: &User, segment: &str, value: &[Value]) -> Answer {
    let context = call.context(&format!("users('{}')/authentication/{segment}", user.id));
    Answer::Json(200, json!({ "@odata.context": context, "value": value }))
}

fn typed(odata_type: &str, shown: Value) -> Value {
    let mut typed = json!({ "@odata.type": odata_type });
    if let Value::Object(properties) = shown {
        merge(&mut typed, properties);
    }
    typed
}

/// Everything but the country code and the last two digits. The service masks; how exactly is not documented.
fn masked(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let (code, rest) = number.split_once(' ').unwrap_or(("", number));
    let mut seen = code.chars().filter(char::is_ascii_digit).count();
    let rest: String = rest
        .chars()
        .map(|c| {
            if !c.is_ascii_digit() {
                return c;
            }
            seen += 1;
            if seen + 2 > digits { c } else { 'X' }
        })
        .collect();
    format!("{code} {rest}")
}

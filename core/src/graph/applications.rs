//! `/applications`, and the service principals that stand for them: what they ask for, and what they were granted
//! (facts 13.4).

use super::path::{literal, query_value, segment};
use crate::cloud::GRAPH_APP_ID;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Version};
use serde_json::{Map, Value, json};

/// By this an application is found again that was registered here.
pub(crate) const TAG: &str = "graph-mfa";
/// Where the browser of whoever signs in comes back to; the service takes any port.
pub(crate) const LOOPBACK: &str = "http://localhost";

const SELECT: &str =
    "$select=id,appId,displayName,tags,requiredResourceAccess,publicClient,isFallbackPublicClient";

/// The registrations with this display name, or with this client id.
pub(crate) fn find(property: &str, text: &str) -> Call {
    let filter = query_value(&format!("{property} eq {}", literal(text)));
    Call::get(
        "GET /applications",
        Version::V1,
        format!("/applications?$filter={filter}&{SELECT}"),
    )
}

/// One registration, with its certificates: only here the service shows them whole.
pub(crate) fn get(id: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /applications/{id}",
        Version::V1,
        format!("/applications/{}?{SELECT},keyCredentials", segment(id)?),
    ))
}

/// Registers one. Whether it happened must be read before it is repeated: names are not unique.
pub(crate) fn create(body: Value) -> Call {
    Call::write(
        "POST /applications",
        HttpMethod::Post,
        Version::V1,
        "/applications".to_owned(),
        Some(body),
    )
    .once()
}

pub(crate) fn update(id: &str, body: Value) -> Result<Call> {
    Ok(Call::write(
        "PATCH /applications/{id}",
        HttpMethod::Patch,
        Version::V1,
        format!("/applications/{}", segment(id)?),
        Some(body),
    ))
}

const PRINCIPAL: &str = "$select=id,appId,displayName,servicePrincipalType";

/// The service principal of a client id.
pub(crate) fn principal_of(client_id: &str) -> Call {
    let key = query_value(&client_id.replace('\'', "''"));
    Call::get(
        "GET /servicePrincipals(appId={id})",
        Version::V1,
        format!("/servicePrincipals(appId='{key}')?{PRINCIPAL}"),
    )
}

/// The service principal with an object id.
pub(crate) fn principal(id: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /servicePrincipals/{id}",
        Version::V1,
        format!("/servicePrincipals/{}?{PRINCIPAL}", segment(id)?),
    ))
}

/// The service principals with a display name.
pub(crate) fn principals_named(name: &str) -> Call {
    let filter = query_value(&format!("displayName eq {}", literal(name)));
    Call::get(
        "GET /servicePrincipals",
        Version::V1,
        format!("/servicePrincipals?$filter={filter}&{PRINCIPAL}"),
    )
}

/// Brings an application into the tenant. A second one is refused by the service.
pub(crate) fn admit(client_id: &str) -> Call {
    Call::write(
        "POST /servicePrincipals",
        HttpMethod::Post,
        Version::V1,
        "/servicePrincipals".to_owned(),
        Some(json!({ "appId": client_id })),
    )
    .once()
}

/// What a service principal was granted.
pub(crate) fn grants(principal: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /servicePrincipals/{id}/appRoleAssignments",
        Version::V1,
        format!("/servicePrincipals/{}/appRoleAssignments", segment(principal)?),
    ))
}

/// Grants a permission of Graph. A second one is refused by the service.
pub(crate) fn grant(principal: &str, graph: &str, role: &str) -> Result<Call> {
    let body = json!({ "principalId": principal, "resourceId": graph, "appRoleId": role });
    Ok(Call::write(
        "POST /servicePrincipals/{id}/appRoleAssignments",
        HttpMethod::Post,
        Version::V1,
        format!("/servicePrincipals/{}/appRoleAssignments", segment(principal)?),
        Some(body),
    )
    .once())
}

/// Microsoft Graph as the tenant has it: which permissions there are.
pub(crate) fn graph_itself() -> Call {
    Call::get(
        "GET /servicePrincipals(appId={id})",
        Version::V1,
        format!(
            "/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id,appId,appRoles,oauth2PermissionScopes"
        ),
    )
}

/// The permissions that the tenant's Graph offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offered {
    /// The object id of Graph's service principal.
    pub(crate) id: String,
    /// Name and id of those for applications.
    pub(crate) roles: Vec<(String, String)>,
    /// The same of delegated ones.
    pub(crate) scopes: Vec<(String, String)>,
}

/// Reads the answer to [`graph_itself`].
///
/// # Errors
/// `unexpectedReply` when it is none.
pub(crate) fn read_offered(body: &Value) -> Result<Offered> {
    let named = |list: &str| -> Option<Vec<(String, String)>> {
        let items = body.get(list)?.as_array()?.iter();
        let enabled = items.filter(|item| item.get("isEnabled").and_then(Value::as_bool) != Some(false));
        let pairs = enabled.filter_map(|item| Some((text(item, "value")?, text(item, "id")?)));
        Some(pairs.collect())
    };
    match (text(body, "id"), named("appRoles")) {
        (Some(id), Some(roles)) => Ok(Offered {
            id,
            roles,
            scopes: named("oauth2PermissionScopes").unwrap_or_default(),
        }),
        _ => Err(unexpected("which permissions Microsoft Graph offers")),
    }
}

/// A registration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Registration {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) name: String,
    /// Whether it was registered here.
    pub(crate) ours: bool,
    /// What it asks for, of every service.
    pub(crate) required: Vec<Value>,
    pub(crate) redirects: Vec<String>,
    pub(crate) device_code: bool,
    /// Its certificates as the service shows them.
    pub(crate) keys: Vec<Value>,
}

/// Reads a registration.
///
/// # Errors
/// `unexpectedReply` when it is none.
pub(crate) fn read(item: &Value) -> Result<Registration> {
    let list = |value: Option<&Value>| {
        let items = value.and_then(Value::as_array).cloned();
        items.unwrap_or_default()
    };
    let texts = |value: Option<&Value>| -> Vec<String> {
        let items = list(value).into_iter();
        items.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let (Some(id), Some(client_id)) = (text(item, "id"), text(item, "appId")) else {
        return Err(unexpected("an application"));
    };
    let public = item.get("publicClient");
    Ok(Registration {
        id,
        client_id,
        name: text(item, "displayName").unwrap_or_default(),
        ours: texts(item.get("tags")).iter().any(|tag| tag == TAG),
        required: list(item.get("requiredResourceAccess")),
        redirects: texts(public.and_then(|it| it.get("redirectUris"))),
        device_code: item.get("isFallbackPublicClient").and_then(Value::as_bool) == Some(true),
        keys: list(item.get("keyCredentials")),
    })
}

/// A service principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServicePrincipal {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) name: String,
    pub(crate) managed_identity: bool,
}

/// Reads a service principal.
///
/// # Errors
/// `unexpectedReply` when it is none.
pub(crate) fn read_principal(item: &Value) -> Result<ServicePrincipal> {
    match (text(item, "id"), text(item, "appId")) {
        (Some(id), Some(client_id)) => Ok(ServicePrincipal {
            id,
            client_id,
            name: text(item, "displayName").unwrap_or_default(),
            managed_identity: text(item, "servicePrincipalType")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("ManagedIdentity")),
        }),
        _ => Err(unexpected("a service principal")),
    }
}

/// The id of the permission of `resource` that was granted; nothing for those of other services.
pub(crate) fn read_grant(item: &Value, resource: &str) -> Option<String> {
    let of = text(item, "resourceId")?;
    of.eq_ignore_ascii_case(resource)
        .then(|| text(item, "appRoleId"))?
}

/// The ids that a registration asks of Graph, of this type.
pub(crate) fn asked(required: &[Value], kind: &str) -> Vec<String> {
    let access = required.iter().filter(|it| is_graph(it));
    let access = access.filter_map(|it| it.get("resourceAccess")?.as_array());
    access
        .flatten()
        .filter(|it| text(it, "type").is_some_and(|own| own == kind))
        .filter_map(|it| text(it, "id"))
        .collect()
}

/// What a registration asks for, and these permissions of Graph too.
pub(crate) fn asking(required: &[Value], ids: &[&str], kind: &str) -> Value {
    let more = ids.iter().map(|id| json!({ "id": id, "type": kind }));
    let mut all = required.to_vec();
    match all.iter_mut().find(|it| is_graph(it)) {
        Some(graph) => {
            if let Some(access) = graph.get_mut("resourceAccess").and_then(Value::as_array_mut) {
                access.extend(more);
            }
        }
        None => all.push(json!({
            "resourceAppId": GRAPH_APP_ID,
            "resourceAccess": more.collect::<Vec<_>>(),
        })),
    }
    Value::Array(all)
}

fn is_graph(required: &Value) -> bool {
    text(required, "resourceAppId").is_some_and(|id| id.eq_ignore_ascii_case(GRAPH_APP_ID))
}

/// A certificate as the service takes it: one that it has already, or a new one.
pub(crate) fn key(base64: &str) -> Value {
    json!({ "type": "AsymmetricX509Cert", "usage": "Verify", "key": base64 })
}

/// A certificate as it is told back: replacing the list must not lose one.
pub(crate) fn kept(credential: &Value) -> Value {
    let told = [
        "customKeyIdentifier",
        "displayName",
        "endDateTime",
        "key",
        "keyId",
        "startDateTime",
        "type",
        "usage",
    ];
    let fields = told
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), credential.get(*name)?.clone())));
    Value::Object(fields.collect::<Map<_, _>>())
}

fn text(item: &Value, name: &str) -> Option<String> {
    let text = item.get(name)?.as_str()?;
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn unexpected(what: &str) -> Error {
    Error::new(
        ErrorCode::UnexpectedReply,
        format!("the service did not say {what}"),
    )
    .remedy("try again; if it lasts, report it with the request id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_already_stays() {
        let before = vec![
            json!({ "resourceAppId": "other", "resourceAccess": [{ "id": "x", "type": "Role" }] }),
            json!({ "resourceAppId": GRAPH_APP_ID, "resourceAccess": [{ "id": "a", "type": "Scope" }] }),
        ];
        let after = asking(&before, &["b", "c"], "Role");
        let after = after.as_array().expect("a list");
        assert_eq!(after[0], before[0]);
        assert_eq!(
            (asked(after, "Role"), asked(after, "Scope")),
            (vec!["b".to_owned(), "c".to_owned()], vec!["a".to_owned()])
        );
        let first = asking(&[], &["b"], "Scope");
        assert_eq!(asked(first.as_array().expect("a list"), "Scope"), ["b"]);
    }
}

//! Registering applications, bringing them into the tenant, and granting them application permissions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{Answer, Call};
use super::directory_objects::object_id;
use super::failure::Failure;
use super::objects::app_roles;
use super::objects::show::READ_SERVICE_PRINCIPALS;
use super::routes::Row;
use super::selection;
use crate::jose::Certificate;
use crate::scenario::{RedirectUris, SignInAudience};
use crate::tenant::Tenant;
use crate::tenant::action;
use crate::tenant::application::{AppObject, Application};
use crate::tenant::audit::{self, Activity, Event, Target};
use crate::token::GRAPH_APP_ID;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/applications", list),
    Row::post("/applications", create),
    Row::get("/applications/{id}", get),
    Row::patch("/applications/{id}", change),
];

/// Permissions to register applications and to change them.
const WRITE: &[&str] = &["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"];
/// Permissions to grant application permissions.
const GRANT: &[&str] = &["AppRoleAssignment.ReadWrite.All"];

fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    call.query
        .only(&["count", "filter", "select", "skiptoken", "top"])?;
    let shown = registered(call.tenant).map(|app| show(app, false)).collect();
    selection::answer(
        call,
        call.context("applications"),
        shown,
        &["appId", "displayName"],
    )
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    call.query.only(&["select"])?;
    let place = find(call)?;
    // Keys are shown of a single object, to whoever asks for them.
    let names = call.query.select().unwrap_or_default();
    let with_keys = names
        .iter()
        .any(|name| name.eq_ignore_ascii_case("keyCredentials"));
    let mut shown = selection::selected(call, show(&call.tenant.applications[place], with_keys));
    shown["@odata.context"] = call.context("applications/$entity");
    Ok(Answer::Json(200, shown))
}

/// `POST /applications`
fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call, WRITE, action::CREATE_APPLICATIONS)?;
    let body = call.body()?;
    let Some(name) = body.get("displayName").and_then(Value::as_str) else {
        return Err(required("displayName", "Application"));
    };
    let now = call.now;
    let mut app = Application {
        client_id: call.tenant.new_id().to_string(),
        name: name.to_owned(),
        service_principal_id: call.tenant.new_id(),
        secrets: Vec::new(),
        certificates: Vec::new(),
        federated: Vec::new(),
        permissions: Vec::new(),
        delegated_permissions: Vec::new(),
        redirect_uris: RedirectUris::default(),
        public_client: false,
        disabled: false,
        has_service_principal: false,
        sign_in_audience: SignInAudience::default(),
        managed_identity: None,
        object: AppObject {
            id: call.tenant.new_id(),
            tags: Vec::new(),
            required: Vec::new(),
            registered: Some(now),
            admitted: None,
        },
    };
    apply(&mut app, &body)?;
    let mut shown = show(&app, false);
    shown["@odata.context"] = call.context("applications/$entity");
    call.tenant.applications.push(app);
    let place = call.tenant.applications.len() - 1;
    commit(call, place, &audit::APPLICATION_ADDED, "Application");
    Ok(Answer::Json(201, shown))
}

/// `PATCH /applications/{id}`
fn change(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call, WRITE, action::CHANGE_APPLICATIONS)?;
    let place = find(call)?;
    let body = call.body()?;
    let mut app = call.tenant.applications[place].clone();
    apply(&mut app, &body)?;
    call.tenant.applications[place] = app;
    commit(call, place, &audit::APPLICATION_UPDATED, "Application");
    Ok(Answer::NoContent)
}

/// `POST /servicePrincipals`
pub(crate) fn admit(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call, WRITE, action::CREATE_SERVICE_PRINCIPALS)?;
    let body = call.body()?;
    let Some(client_id) = body.get("appId").and_then(Value::as_str) else {
        return Err(required("appId", "ServicePrincipal"));
    };
    let known = |app: &Application| {
        app.client_id.eq_ignore_ascii_case(client_id) && !call.tenant.is_new(app.object.registered)
    };
    let Some(place) = call.tenant.applications.iter().position(known) else {
        return Err(Failure::new(
            400,
            "Request_BadRequest",
            format!(
                "The appId '{client_id}' of the service principal does not reference a valid application object."
            ),
        ));
    };
    if call.tenant.applications[place].has_service_principal {
        return Err(Failure::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            format!(
                "The service principal cannot be created, updated, or restored because the service principal name \
                 {client_id} is already in use."
            ),
        ));
    }
    let app = &mut call.tenant.applications[place];
    app.has_service_principal = true;
    app.object.admitted = Some(call.now);
    let app = &call.tenant.applications[place];
    let shown = json!({
        "@odata.context": call.context("servicePrincipals/$entity"),
        "id": app.service_principal_id,
        "accountEnabled": true,
        "appDisplayName": app.name,
        "appId": app.client_id,
        "appOwnerOrganizationId": call.tenant.id,
        "appRoleAssignmentRequired": false,
        "displayName": app.name,
        "servicePrincipalNames": [app.client_id],
        "servicePrincipalType": "Application",
        "signInAudience": app.sign_in_audience,
        "tags": [],
    });
    commit(call, place, &audit::SERVICE_PRINCIPAL_ADDED, "ServicePrincipal");
    Ok(Answer::Json(201, shown))
}

/// `POST /servicePrincipals/{id}/appRoleAssignments`
pub(crate) fn grant(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call, GRANT, action::GRANT_PERMISSIONS)?;
    let key = call.path.segment(1).to_owned();
    let id = object_id(&key)?;
    let body = call.body()?;
    let wanted = |property: &'static str| {
        let text = body.get(property).and_then(Value::as_str);
        text.and_then(|text| Uuid::try_parse(text).ok())
            .ok_or_else(|| required(property, "AppRoleAssignment"))
    };
    let (principal, resource, role) = (
        wanted("principalId")?,
        wanted("resourceId")?,
        wanted("appRoleId")?,
    );
    let fits = |app: &Application| {
        app.has_service_principal
            && app.service_principal_id == id
            && !call.tenant.is_new(app.object.admitted)
    };
    let place = call.tenant.applications.iter().position(fits);
    let place = place.ok_or_else(|| Failure::no_directory_object(&key))?;
    if principal != id {
        return Err(bad(
            "The principal of the assignment is not the one in the address.",
        ));
    }
    if resource != call.tenant.service_principal_id(GRAPH_APP_ID) {
        return Err(Failure::no_directory_object(&resource.to_string()));
    }
    let Some(permission) = app_roles::named(call.tenant, role) else {
        return Err(bad("Permission being assigned was not found on application"));
    };
    let app = &mut call.tenant.applications[place];
    if app
        .permissions
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&permission))
    {
        return Err(bad("Permission being assigned already exists on the object"));
    }
    app.permissions.push(permission);
    commit(call, place, &audit::PERMISSION_GRANTED, "ServicePrincipal");
    let principals = call.tenant.service_principals();
    let granted = principals
        .filter(|it| it.id == id)
        .flat_map(|it| app_roles::granted(call.tenant, &it))
        .last();
    let mut shown = granted.unwrap_or_default();
    shown["@odata.context"] = call.context("appRoleAssignments/$entity");
    Ok(Answer::Json(201, shown))
}

fn authorize(call: &Call<'_>, permissions: &[&str], action: &str) -> Result<(), Failure> {
    call.require(permissions)?;
    call.authorize_management(action, call.tenant.id)
}

/// Sets what the body names.
fn apply(app: &mut Application, body: &Map<String, Value>) -> Result<(), Failure> {
    if let Some(name) = body.get("displayName").and_then(Value::as_str) {
        name.clone_into(&mut app.name);
    }
    if let Some(tags) = body.get("tags").and_then(Value::as_array) {
        app.object.tags = texts(tags);
    }
    if let Some(required) = body.get("requiredResourceAccess").and_then(Value::as_array) {
        app.object.required.clone_from(required);
    }
    if let Some(allowed) = body.get("isFallbackPublicClient").and_then(Value::as_bool) {
        app.public_client = allowed;
    }
    let uris = body.get("publicClient").and_then(|it| it.get("redirectUris"));
    if let Some(uris) = uris.and_then(Value::as_array) {
        app.redirect_uris.public_client = texts(uris);
    }
    if let Some(keys) = body.get("keyCredentials").and_then(Value::as_array) {
        app.certificates = keys.iter().map(certificate).collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// A certificate of a body, which replaces all that were there.
fn certificate(credential: &Value) -> Result<Certificate, Failure> {
    let invalid = || bad("Key credential is invalid.");
    if credential["type"] != "AsymmetricX509Cert" || credential["usage"] != "Verify" {
        return Err(invalid());
    }
    let key = credential["key"].as_str().ok_or_else(invalid)?;
    let der = STANDARD.decode(key).map_err(|_| invalid())?;
    Certificate::from_der(&der).map_err(|_| invalid())
}

fn show(app: &Application, with_keys: bool) -> Value {
    let credential = |certificate: &Certificate| {
        json!({
            "customKeyIdentifier": STANDARD.encode(&certificate.sha1),
            "displayName": null,
            "startDateTime": crate::tenant::method::timestamp(certificate.not_before),
            "endDateTime": crate::tenant::method::timestamp(certificate.not_after),
            "key": with_keys.then(|| STANDARD.encode(&certificate.der)),
            "keyId": Uuid::new_v5(&app.object.id, &certificate.sha1),
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
        })
    };
    json!({
        "id": app.object.id,
        "appId": app.client_id,
        "displayName": app.name,
        "createdDateTime": app.object.registered.map(crate::tenant::method::timestamp),
        "isFallbackPublicClient": app.public_client,
        "keyCredentials": app.certificates.iter().map(credential).collect::<Vec<_>>(),
        "passwordCredentials": [],
        "publicClient": { "redirectUris": app.redirect_uris.public_client },
        "requiredResourceAccess": app.object.required,
        "signInAudience": app.sign_in_audience,
        "spa": { "redirectUris": app.redirect_uris.spa },
        "tags": app.object.tags,
        "uniqueName": null,
        "web": { "redirectUris": app.redirect_uris.web },
    })
}

/// The applications that reads show; managed identities have no registration.
fn registered(tenant: &Tenant) -> impl Iterator<Item = &Application> {
    let apps = tenant.applications.iter();
    apps.filter(|app| app.managed_identity.is_none() && !tenant.is_new(app.object.registered))
}

/// The place of the application in the path.
fn find(call: &Call<'_>) -> Result<usize, Failure> {
    let key = call.path.segment(1);
    let id = object_id(key)?;
    let is_it = |app: &Application| {
        app.managed_identity.is_none() && app.object.id == id && !call.tenant.is_new(app.object.registered)
    };
    let place = call.tenant.applications.iter().position(is_it);
    place.ok_or_else(|| Failure::no_directory_object(key))
}

fn commit(call: &mut Call<'_>, place: usize, activity: &'static Activity, kind: &'static str) {
    call.committed = true;
    let by = call.initiator();
    let app = &call.tenant.applications[place];
    let id = if kind == "Application" {
        app.object.id
    } else {
        app.service_principal_id
    };
    let target = Target::Thing {
        kind,
        id: Some(id.to_string()),
        display_name: app.name.clone(),
    };
    let event = Event {
        activity,
        reason: "".into(),
        changes: Vec::new(),
    };
    call.tenant.record_about(&by, vec![target], event);
}

fn texts(items: &[Value]) -> Vec<String> {
    let texts = items.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn bad(message: &str) -> Failure {
    Failure::new(400, "Request_BadRequest", message)
}

fn required(property: &str, resource: &str) -> Failure {
    bad(&format!(
        "A value is required for property '{property}' of resource '{resource}'."
    ))
}

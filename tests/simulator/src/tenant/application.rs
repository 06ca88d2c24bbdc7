//! The applications registered in the tenant, with everything by which they prove who they are (facts 13.3, 13.4).

use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::seed::{parse_id, text_id};
use crate::cloud::Cloud;
use crate::jose::{Certificate, PublicKey};
use crate::scenario::{
    self, FederatedCredential, ManagedIdentity, ManagedIdentityKind, RedirectUris, ScenarioError,
    SignInAudience,
};

/// What a service desk needs (facts 0.2).
const SERVICE_DESK_PERMISSIONS: &[&str] = &[
    "User.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "AuditLog.Read.All",
    "RoleManagement.Read.Directory",
    "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    "Directory.Read.All",
    "Organization.Read.All",
    "Policy.Read.All",
    "Policy.ReadWrite.AuthenticationMethod",
];

/// An application registered in the tenant, and its service principal.
#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) client_id: String,
    pub(crate) name: String,
    /// Object id of the service principal.
    pub(crate) service_principal_id: Uuid,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) federated: Vec<Federated>,
    pub(crate) permissions: Vec<String>,
    pub(crate) delegated_permissions: Vec<String>,
    pub(crate) redirect_uris: RedirectUris,
    pub(crate) public_client: bool,
    pub(crate) disabled: bool,
    pub(crate) has_service_principal: bool,
    pub(crate) sign_in_audience: SignInAudience,
    pub(crate) managed_identity: Option<ManagedIdentity>,
    /// The registration itself; a managed identity has none.
    pub(crate) object: AppObject,
}

/// What the registration says beside how the application signs in.
#[derive(Clone)]
pub(crate) struct AppObject {
    pub(crate) id: Uuid,
    pub(crate) tags: Vec<String>,
    /// `requiredResourceAccess`: the permissions that it asks for.
    pub(crate) required: Vec<Value>,
    /// When it was registered, and when it came into the tenant; nothing for what was there from the beginning.
    pub(crate) registered: Option<OffsetDateTime>,
    pub(crate) admitted: Option<OffsetDateTime>,
}

/// A client secret and its end.
#[derive(Clone)]
pub(crate) struct Secret {
    pub(crate) value: String,
    pub(crate) expires: Option<OffsetDateTime>,
}

/// A federated identity credential with the issuer's key.
#[derive(Clone)]
pub(crate) struct Federated {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) audience: String,
    pub(crate) key: PublicKey,
}

impl Application {
    /// The secret that whoever starts the tenant is told.
    pub(crate) fn secret(&self) -> &str {
        self.secrets.first().map_or("", |secret| &secret.value)
    }
}

/// The applications of a scenario, each with the roles it holds; without any, one for a service desk.
pub(super) fn applications(
    tenant: Uuid,
    cloud: Cloud,
    specs: Vec<scenario::Application>,
) -> Result<Vec<(Application, Vec<String>)>, ScenarioError> {
    let specs = if specs.is_empty() {
        vec![service_desk()]
    } else {
        specs
    };
    let mut applications: Vec<(Application, Vec<String>)> = Vec::with_capacity(specs.len());
    for (place, spec) in specs.into_iter().enumerate() {
        let field = format!("applications[{place}] ({})", spec.name);
        let client_id = match &spec.client_id {
            Some(id) => parse_id(&format!("{field}.clientId"), id)?,
            None => Uuid::new_v5(&tenant, format!("application {place} {}", spec.name).as_bytes()),
        }
        .to_string();
        if applications.iter().any(|(app, _)| app.client_id == client_id) {
            return Err(ScenarioError::new(field, "clientId is taken"));
        }
        let roles = spec.roles.clone();
        let app = application(tenant, cloud, client_id, &field, spec)?;
        if is_system_assigned(&app) && applications.iter().any(|(other, _)| is_system_assigned(other)) {
            return Err(ScenarioError::new(
                format!("{field}.managedIdentity"),
                "a host has at most one identity of kind system",
            ));
        }
        applications.push((app, roles));
    }
    Ok(applications)
}

fn service_desk() -> scenario::Application {
    let permissions: Vec<String> = SERVICE_DESK_PERMISSIONS.iter().map(|&name| name.into()).collect();
    scenario::Application {
        name: "Service desk".into(),
        delegated_permissions: permissions.iter().cloned().chain(["User.Read".into()]).collect(),
        permissions,
        redirect_uris: RedirectUris {
            public_client: vec!["http://localhost".into()],
            ..RedirectUris::default()
        },
        public_client: true,
        ..scenario::Application::default()
    }
}

fn application(
    tenant: Uuid,
    cloud: Cloud,
    client_id: String,
    field: &str,
    spec: scenario::Application,
) -> Result<Application, ScenarioError> {
    let has_another_way = !spec.secrets.is_empty()
        || !spec.certificates.is_empty()
        || !spec.federated_credentials.is_empty()
        || spec.managed_identity.is_some();
    let lasting = spec
        .secret
        .or_else(|| (!has_another_way).then(|| format!("Sim8Q~{}", text_id(&tenant, &client_id))))
        .map(|value| Secret { value, expires: None });
    let further = spec.secrets.into_iter().map(|secret| Secret {
        value: secret.value,
        expires: secret.expires,
    });
    let secrets: Vec<Secret> = lasting.into_iter().chain(further).collect();
    if secrets.iter().any(|secret| secret.value.is_empty()) {
        return Err(ScenarioError::new(
            format!("{field}.secret"),
            "a secret is not empty",
        ));
    }
    let certificates = spec
        .certificates
        .iter()
        .enumerate()
        .map(|(place, certificate)| {
            Certificate::from_pem(&certificate.pem)
                .map_err(|problem| ScenarioError::new(format!("{field}.certificates[{place}].pem"), problem))
        })
        .collect::<Result<_, _>>()?;
    let federated = spec
        .federated_credentials
        .into_iter()
        .enumerate()
        .map(|(place, credential)| {
            federated(
                cloud,
                &format!("{field}.federatedCredentials[{place}]"),
                credential,
            )
        })
        .collect::<Result<_, _>>()?;
    let object_id = spec
        .managed_identity
        .as_ref()
        .and_then(|identity| identity.object_id.as_ref());
    let service_principal_id = match object_id {
        Some(id) => parse_id(&format!("{field}.managedIdentity.objectId"), id)?,
        None => Uuid::new_v5(&tenant, client_id.as_bytes()),
    };
    let object = AppObject {
        id: Uuid::new_v5(&tenant, format!("registration {client_id}").as_bytes()),
        tags: spec.tags,
        required: Vec::new(),
        registered: None,
        admitted: None,
    };
    Ok(Application {
        client_id,
        name: spec.name,
        service_principal_id,
        secrets,
        certificates,
        federated,
        permissions: spec.permissions,
        delegated_permissions: spec.delegated_permissions,
        redirect_uris: spec.redirect_uris,
        public_client: spec.public_client,
        disabled: spec.disabled,
        has_service_principal: !spec.no_service_principal,
        sign_in_audience: spec.sign_in_audience,
        managed_identity: spec.managed_identity,
        object,
    })
}

fn federated(cloud: Cloud, field: &str, credential: FederatedCredential) -> Result<Federated, ScenarioError> {
    let (name, key) = match (&credential.jwk, &credential.pem) {
        (Some(jwk), None) => ("jwk", PublicKey::from_jwk(jwk)),
        (None, Some(pem)) => ("pem", PublicKey::from_pem(pem)),
        _ => return Err(ScenarioError::new(field, "needs exactly one of jwk and pem")),
    };
    Ok(Federated {
        issuer: credential.issuer,
        subject: credential.subject,
        audience: credential
            .audience
            .unwrap_or_else(|| cloud.token_exchange().into()),
        key: key.map_err(|problem| ScenarioError::new(format!("{field}.{name}"), problem))?,
    })
}

fn is_system_assigned(app: &Application) -> bool {
    let identity = app.managed_identity.as_ref();
    identity.is_some_and(|identity| identity.kind == ManagedIdentityKind::System)
}

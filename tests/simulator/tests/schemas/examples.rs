//! Bodies for the routes that write: one that succeeds in the tenant of `tenant.json`. Keys in paths are found there,
//! too, so a route that needs no body needs no example.

use serde_json::{Value, json};

use crate::authenticator::Authenticator;

/// The token that nobody has, and its code when the tenant begins.
const TOKEN: &str = "9b037532-f999-4ed9-93fd-849ffb995e11";
const CODE: &str = "429507";

/// A body, or how to get one.
pub(crate) enum Example {
    Ready(Value),
    /// Made from the answer to a question, which is put below the path.
    Answering(&'static str, fn(&Value) -> Value),
}

impl Example {
    /// The body; `ask` puts the question.
    pub(crate) fn body(self, ask: &dyn Fn(&str) -> Value) -> Value {
        match self {
            Self::Ready(body) => body,
            Self::Answering(question, make) => make(&ask(question)),
        }
    }
}

/// The bodies to try, the first one that succeeds is enough.
pub(crate) fn bodies(method: &str, path: &str) -> Vec<Example> {
    if (method, path) == ("POST", "/users/{id}/authentication/fido2Methods") {
        return vec![Example::Answering("/creationOptions", |options| {
            let challenge = options["publicKey"]["challenge"].as_str().unwrap_or_default();
            Authenticator::default().answer(challenge)
        })];
    }
    if (method, path) == ("POST", "/servicePrincipals/{id}/appRoleAssignments") {
        // Another permission than those that it has.
        return vec![Example::Answering("", |granted| {
            let first = &granted["value"][0];
            json!({ "principalId": first["principalId"], "resourceId": first["resourceId"],
                    "appRoleId": "741f803b-c850-494e-b5df-cde7c675a1ca" })
        })];
    }
    ready_bodies(method, path)
        .into_iter()
        .map(Example::Ready)
        .collect()
}

fn ready_bodies(method: &str, path: &str) -> Vec<Value> {
    let below = path.strip_prefix("/users/{id}/authentication").unwrap_or(path);
    let body = match (method, below) {
        ("POST", "/$batch") => json!({ "requests": [
            { "id": "1", "method": "GET", "url": "/users?$top=2" },
            { "id": "2", "method": "GET", "url": "/users/nobody@fabrikam.example", "dependsOn": ["1"] },
            { "id": "3", "method": "DELETE", "dependsOn": ["2"],
              "url": "/users/nora.lind@fabrikam.example/authentication/emailMethods/3ddfcfc8-9383-446f-83cc-3ab9be4be18f" },
        ] }),
        ("POST", "/phoneMethods") => json!({ "phoneNumber": "+47 90000019", "phoneType": "mobile" }),
        ("PATCH", "/phoneMethods/{id}") => json!({ "phoneNumber": "+47 90000019" }),
        ("POST", "/emailMethods") | ("PATCH", "/emailMethods/{id}") => {
            json!({ "emailAddress": "new@private.example" })
        }
        ("POST", "/externalAuthenticationMethods") => {
            json!({ "configurationId": "6a0a9c11-13a5-4a6f-9d90-5a2b5f5fd001", "displayName": "Contoso Push" })
        }
        ("POST", "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations") => json!({
            "@odata.type": "#microsoft.graph.externalAuthenticationMethodConfiguration",
            "displayName": "Adatum", "appId": "11111111-2222-4333-8444-555555555555",
            "openIdConnectSetting": { "clientId": "client", "discoveryUrl": "https://adatum.example/.well-known/openid-configuration" },
        }),
        ("POST", "/temporaryAccessPassMethods") => json!({ "lifetimeInMinutes": 60, "isUsableOnce": true }),
        ("POST", "/hardwareOathMethods") => json!({ "device": { "id": TOKEN } }),
        ("POST", "/hardwareOathMethods/assignAndActivate") => {
            json!({ "device": { "id": TOKEN }, "verificationCode": CODE, "displayName": "Key ring" })
        }
        ("POST", "/hardwareOathMethods/assignAndActivateBySerialNumber") => {
            json!({ "serialNumber": "TOTP123456", "verificationCode": CODE, "displayName": "Key ring" })
        }
        ("POST", "/hardwareOathMethods/{id}/activate") => json!({ "verificationCode": CODE }),
        ("POST", "/directory/authenticationMethodDevices/hardwareOathDevices") => token(),
        ("PATCH", "/directory/authenticationMethodDevices/hardwareOathDevices") => {
            json!({ "@context": "#$delta", "value": [token()] })
        }
        ("PATCH", "/directory/authenticationMethodDevices/hardwareOathDevices/{id}") => {
            json!({ "hashFunction": "hmacsha256" })
        }
        ("PUT", "/directory/authenticationMethodDevices/hardwareOathDevices/{id}/assignTo/$ref") => {
            json!({ "@odata.id": "https://graph.microsoft.com/beta/users/5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11" })
        }
        ("PATCH", "/fido2Methods/{id}") => json!({ "displayName": "Red key" }),
        ("POST", "/softwareOathMethods") => json!({ "secretKey": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }),
        ("PUT", "/qrCodePinMethod") => json!({
            "standardQRCode": { "startDateTime": "2026-08-20T09:00:00Z", "expireDateTime": "2027-08-20T09:00:00Z" },
            "pin": { "code": "09599786" },
        }),
        ("PATCH", "/qrCodePinMethod/standardQRCode") => json!({ "expireDateTime": "2027-01-01T00:00:00Z" }),
        ("PATCH" | "POST", "/qrCodePinMethod/pin/updatePin") => {
            json!({ "currentPin": "11112222", "newPin": "56745755" })
        }
        ("PATCH", "/signInPreferences") => json!({ "userPreferredMethodForSecondaryAuthentication": "oath" }),
        ("PATCH", "/requirements") => json!({ "perUserMfaState": "enabled" }),
        ("POST", "/directoryObjects/getByIds") => {
            json!({ "ids": ["5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11"], "types": ["user"] })
        }
        ("POST", "/roleManagement/directory/roleDefinitions") => json!({
            "displayName": "Key keeper", "isEnabled": true,
            "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/users/password/update"] }],
        }),
        ("PATCH", "/roleManagement/directory/roleDefinitions/{id}") => json!({ "description": "Keeps keys" }),
        ("POST", "/roleManagement/directory/roleAssignments") => json!({
            "roleDefinitionId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451", "directoryScopeId": "/",
            "principalId": "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11",
        }),
        (
            "POST",
            "/roleManagement/directory/roleAssignmentScheduleRequests"
            | "/roleManagement/directory/roleEligibilityScheduleRequests",
        ) => json!({
            "action": "adminAssign", "justification": "Case 4711", "directoryScopeId": "/",
            "roleDefinitionId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            "principalId": "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11",
            "scheduleInfo": { "expiration": { "type": "afterDuration", "duration": "PT2H" } },
        }),
        ("POST", "/directory/administrativeUnits/{id}/scopedRoleMembers") => json!({
            "roleId": "d78e5843-760c-53d3-8f0e-542158b6d3de",
            "roleMemberInfo": { "id": "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11" },
        }),
        ("POST", "/applications") => json!({ "displayName": "Night", "tags": ["desk"],
            "requiredResourceAccess": [{ "resourceAppId": "00000003-0000-0000-c000-000000000000",
                "resourceAccess": [{ "id": "df021288-bdef-4463-88db-98f22de89214", "type": "Role" }] }] }),
        ("PATCH", "/applications/{id}") => json!({ "isFallbackPublicClient": true }),
        ("POST", "/servicePrincipals") => json!({ "appId": "50000000-0000-4000-8000-000000000009" }),
        ("POST", "/directoryRoles") => json!({ "roleTemplateId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451" }),
        ("POST", path) if path.ends_with("/members/$ref") => json!({
            "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11" }),
        ("POST", path) if path.ends_with("/checkMemberGroups") => {
            json!({ "groupIds": ["5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11"] })
        }
        ("POST", path) if path.ends_with("/checkMemberObjects") => {
            json!({ "ids": ["5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11"] })
        }
        ("POST", path) if path.contains("/getMember") => json!({ "securityEnabledOnly": false }),
        _ => json!({}),
    };
    vec![body]
}

fn token() -> Value {
    json!({
        "serialNumber": "TOTP654321", "manufacturer": "Contoso", "model": "Hardware Token 1000",
        "secretKey": "6PJ4UKIW33NNXYZAEHQNFUFTZF7WFTFB", "timeIntervalInSeconds": 30,
    })
}

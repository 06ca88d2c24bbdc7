//! What the properties of a user hold: for answers, and for questions about them (facts 1.1, 18.6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::filter::{Field, Record};
use super::user_properties::{Holds, Property};
use crate::scenario::UserType;
use crate::tenant::Tenant;
use crate::tenant::directory::User;
use crate::tenant::method::timestamp;

/// How the service writes that something never happened.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// The user with these properties.
pub(crate) fn render(tenant: &Tenant, user: &User, properties: &[&'static Property]) -> Map<String, Value> {
    properties
        .iter()
        .map(|property| (property.name.to_owned(), value(tenant, user, property)))
        .collect()
}

fn value(tenant: &Tenant, user: &User, property: &Property) -> Value {
    match property.name {
        "id" => user.id.to_string().into(),
        "userPrincipalName" => (*user.user_principal_name).into(),
        "displayName" => (*user.display_name).into(),
        "givenName" => user.given_name.as_deref().into(),
        "surname" => user.surname.as_deref().into(),
        "mail" => user.mail.as_deref().into(),
        "otherMails" => json!(user.other_mails),
        "proxyAddresses" => json!(user.proxy_addresses),
        "userType" => user.user_type.name().into(),
        "creationType" => creation_type(user).into(),
        "accountEnabled" => user.account_enabled.into(),
        "externalUserState" => user.external_user_state.as_deref().into(),
        "department" => user.department.as_deref().into(),
        "jobTitle" => user.job_title.as_deref().into(),
        "officeLocation" => user.office_location.as_deref().into(),
        "mobilePhone" => user.mobile_phone.as_deref().into(),
        "preferredLanguage" => user.preferred_language.as_deref().into(),
        "usageLocation" => user.usage_location.as_deref().into(),
        "employeeId" => user.employee_id.as_deref().into(),
        "mailNickname" => local_part(user).into(),
        "createdDateTime" => timestamp(user.created),
        "lastPasswordChangeDateTime" => timestamp(user.password_set),
        "signInSessionsValidFromDateTime" => timestamp(user.sessions_valid_from),
        "onPremisesSyncEnabled" => user.on_premises_sync_enabled.into(),
        "onPremisesImmutableId" => synced(user).then(|| immutable_id(user)).into(),
        "onPremisesSamAccountName" => synced(user).then(|| local_part(user)).into(),
        "onPremisesUserPrincipalName" => synced(user).then_some(&*user.user_principal_name).into(),
        "identities" => identities(user),
        // The service leaves it null for everybody else.
        "isManagementRestricted" => {
            let mut units = tenant.administrative_units.restricted_around(user.id);
            units.next().map(|_| true).into()
        }
        "signInActivity" => sign_ins(user),
        _ => match property.holds {
            Holds::Texts | Holds::Objects => json!([]),
            _ => Value::Null,
        },
    }
}

fn synced(user: &User) -> bool {
    user.on_premises_sync_enabled == Some(true)
}

fn local_part(user: &User) -> &str {
    user.user_principal_name.split('@').next().unwrap_or_default()
}

/// The identifier that synchronization anchors a person by: a GUID in base64.
fn immutable_id(user: &User) -> String {
    STANDARD.encode(Uuid::new_v5(&user.id, b"on premises").to_bytes_le())
}

fn creation_type(user: &User) -> Option<&'static str> {
    (user.user_type == UserType::Guest).then_some("Invitation")
}

fn identities(user: &User) -> Value {
    let issuer = user.user_principal_name.split('@').nth(1).unwrap_or_default();
    json!([{
        "signInType": "userPrincipalName",
        "issuer": issuer,
        "issuerAssignedId": &*user.user_principal_name,
    }])
}

fn sign_ins(user: &User) -> Value {
    let Some(at) = user.last_sign_in else {
        return Value::Null;
    };
    let request = Uuid::new_v5(&user.id, at.unix_timestamp().to_string().as_bytes());
    json!({
        "lastSignInDateTime": timestamp(at),
        "lastSignInRequestId": request,
        "lastNonInteractiveSignInDateTime": NEVER,
        "lastNonInteractiveSignInRequestId": "",
        "lastSuccessfulSignInDateTime": timestamp(at),
        "lastSuccessfulSignInRequestId": request,
    })
}

impl Record for User {
    fn field(&self, path: &str) -> Field<'_> {
        match path {
            "id" => Field::Text(self.id.to_string().into()),
            "userprincipalname" => Field::Text((&*self.user_principal_name).into()),
            "displayname" => Field::Text((&*self.display_name).into()),
            "givenname" => text(&self.given_name),
            "surname" => text(&self.surname),
            "mail" => text(&self.mail),
            "department" => text(&self.department),
            "jobtitle" => text(&self.job_title),
            "employeeid" => text(&self.employee_id),
            "officelocation" => text(&self.office_location),
            "mobilephone" => text(&self.mobile_phone),
            "preferredlanguage" => text(&self.preferred_language),
            "usagelocation" => text(&self.usage_location),
            "externaluserstate" => text(&self.external_user_state),
            "mailnickname" => Field::Text(local_part(self).into()),
            "usertype" => Field::Text(self.user_type.name().into()),
            "creationtype" => creation_type(self).map_or(Field::Absent, |it| Field::Text(it.into())),
            "accountenabled" => Field::Flag(self.account_enabled),
            "onpremisessyncenabled" => self.on_premises_sync_enabled.map_or(Field::Absent, Field::Flag),
            "onpremisesimmutableid" if synced(self) => Field::Text(immutable_id(self).into()),
            "onpremisessamaccountname" if synced(self) => Field::Text(local_part(self).into()),
            "onpremisesuserprincipalname" if synced(self) => Field::Text((&*self.user_principal_name).into()),
            "createddatetime" => Field::Instant(self.created),
            "othermails" => Field::Texts(self.other_mails.iter().map(|it| &**it).collect()),
            "proxyaddresses" => Field::Texts(self.proxy_addresses.iter().map(|it| &**it).collect()),
            "othermails/$count" => Field::Number(self.other_mails.len()),
            "proxyaddresses/$count" => Field::Number(self.proxy_addresses.len()),
            "assignedlicenses/$count" => Field::Number(0),
            "signinactivity/lastsignindatetime" | "signinactivity/lastsuccessfulsignindatetime" => {
                self.last_sign_in.map_or(Field::Absent, Field::Instant)
            }
            _ => Field::Absent,
        }
    }
}

fn text(text: &Option<Box<str>>) -> Field<'_> {
    text.as_deref()
        .map_or(Field::Absent, |text| Field::Text(text.into()))
}

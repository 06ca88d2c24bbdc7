//! The properties of a user: which exist, which come unasked, which a basic permission shows (facts 1.1).

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::filter::{Field, Record};
use crate::tenant::directory::User;
use crate::tenant::method::timestamp;

/// What a request without `$select` gets.
pub(crate) const DEFAULT: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

/// What `User.ReadBasic.All` shows.
pub(crate) const BASIC: &[&str] = &[
    "displayName",
    "givenName",
    "id",
    "mail",
    "surname",
    "userPrincipalName",
];

/// Everything else that `$select` can name.
const FURTHER: &[&str] = &[
    "accountEnabled",
    "createdDateTime",
    "department",
    "employeeId",
    "externalUserState",
    "onPremisesSyncEnabled",
    "otherMails",
    "proxyAddresses",
    "signInSessionsValidFromDateTime",
    "usageLocation",
    "userType",
];

/// Properties that exist on single users only.
const SINGLE_ONLY: &[&str] = &[
    "aboutMe",
    "birthday",
    "hireDate",
    "interests",
    "mailboxSettings",
    "mySite",
    "skills",
];

/// The properties that `$select` names, spelled as the service spells them.
pub(crate) fn selected(names: Option<&[&str]>, collection: bool) -> Result<Vec<&'static str>, Failure> {
    let Some(names) = names else {
        return Ok(DEFAULT.to_vec());
    };
    let mut selected = Vec::with_capacity(names.len());
    for name in names {
        let known = DEFAULT
            .iter()
            .chain(FURTHER)
            .find(|known| known.eq_ignore_ascii_case(name));
        match known {
            Some(known) => selected.push(*known),
            None if collection && SINGLE_ONLY.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
                return Err(Failure::new(
                    501,
                    "NotImplemented",
                    "This operation is not supported on a collection of users.",
                ));
            }
            None => {
                return Err(Failure::syntax(format!(
                    "Could not find a property named '{name}' on type 'microsoft.graph.user'."
                )));
            }
        }
    }
    Ok(selected)
}

/// The user with these properties.
pub(crate) fn render(user: &User, properties: &[&'static str]) -> Map<String, Value> {
    properties
        .iter()
        .map(|name| ((*name).to_owned(), value(user, name)))
        .collect()
}

fn value(user: &User, name: &str) -> Value {
    match name {
        "id" => user.id.to_string().into(),
        "userPrincipalName" => (*user.user_principal_name).into(),
        "displayName" => (*user.display_name).into(),
        "givenName" => user.given_name.as_deref().into(),
        "surname" => user.surname.as_deref().into(),
        "mail" => user.mail.as_deref().into(),
        "otherMails" => json!(user.other_mails),
        "proxyAddresses" => json!(user.proxy_addresses),
        "userType" => user.user_type.name().into(),
        "accountEnabled" => user.account_enabled.into(),
        "onPremisesSyncEnabled" => user.on_premises_sync_enabled.into(),
        "externalUserState" => user.external_user_state.as_deref().into(),
        "department" => user.department.as_deref().into(),
        "jobTitle" => user.job_title.as_deref().into(),
        "officeLocation" => user.office_location.as_deref().into(),
        "mobilePhone" => user.mobile_phone.as_deref().into(),
        "businessPhones" => json!([]),
        "preferredLanguage" => user.preferred_language.as_deref().into(),
        "usageLocation" => user.usage_location.as_deref().into(),
        "employeeId" => user.employee_id.as_deref().into(),
        "createdDateTime" => timestamp(user.created),
        "signInSessionsValidFromDateTime" => timestamp(user.sessions_valid_from),
        _ => Value::Null,
    }
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
            "usagelocation" => text(&self.usage_location),
            "usertype" => Field::Text(self.user_type.name().into()),
            "accountenabled" => Field::Flag(self.account_enabled),
            "onpremisessyncenabled" => self.on_premises_sync_enabled.map_or(Field::Absent, Field::Flag),
            "createddatetime" => Field::Instant(self.created),
            "othermails" => Field::Texts(self.other_mails.iter().map(|it| &**it).collect()),
            "proxyaddresses" => Field::Texts(self.proxy_addresses.iter().map(|it| &**it).collect()),
            _ => Field::Absent,
        }
    }
}

fn text(text: &Option<Box<str>>) -> Field<'_> {
    text.as_deref()
        .map_or(Field::Absent, |text| Field::Text(text.into()))
}

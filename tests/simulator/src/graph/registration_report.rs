//! `GET /reports/authenticationMethods/userRegistrationDetails`: what people have registered, as the last batch run
//! found them (facts 7.1, 18.5).

use serde_json::{Map, Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter::{Demand, Field, Filter, Operator, Record};
use super::filter_parser;
use super::page::Window;
use super::reporting;
use super::users::merge;
use super::wire::Version;
use crate::scenario::{DefaultMethod, SelfServicePasswordReset, UserType};
use crate::tenant::directory::User;
use crate::tenant::lookup::SortKey;
use crate::tenant::method::timestamp;
use crate::tenant::registered_methods::Registered;
use crate::tenant::registration::{Administers, Registration, Run};

const MAX_PAGE: usize = 1000;
const PERMISSIONS: &[&str] = &["AuditLog.Read.All"];
const RESOURCE: &str = "reports/authenticationMethods/userRegistrationDetails";

/// Properties that a filter compares, besides those that it takes the beginning of.
const EQUALS: &[&str] = &[
    "usertype",
    "isadmin",
    "ismfaregistered",
    "ismfacapable",
    "ispasswordlesscapable",
    "isssprregistered",
    "isssprenabled",
    "isssprcapable",
    "issystempreferredauthenticationmethodenabled",
    "methodsregistered/any/",
    "systempreferredauthenticationmethods/any/",
    "userpreferredmethodforsecondaryauthentication",
    "userpreferredmethodforsecondaryauthentication/any/",
];
const NAMES: &[&str] = &["userprincipalname", "userdisplayname"];

/// One line of the report.
pub(crate) struct Row<'r> {
    user: &'r User,
    run: &'r Run,
    policy: SelfServicePasswordReset,
    pub(crate) found: Registration,
}

impl<'r> Row<'r> {
    /// The line about somebody, unless the last run did not find them.
    pub(crate) fn of(call: &'r Call<'_>, place: usize) -> Option<Self> {
        let user = call.user(place);
        let run = call.tenant.directory.run()?;
        Some(Self {
            user,
            run,
            policy: call.tenant.rules.self_service_password_reset,
            found: run.found(place, user)?,
        })
    }

    pub(crate) fn administers(&self) -> Option<Administers> {
        self.run.administers(self.user)
    }

    pub(crate) fn is_guest(&self) -> bool {
        self.user.user_type == UserType::Guest
    }

    pub(crate) fn may_reset_password(&self) -> bool {
        self.policy.enabled || self.administers().is_some()
    }

    pub(crate) fn is_registered_for_password_reset(&self) -> bool {
        let needed = match self.administers() {
            Some(_) => 2,
            None => self.policy.methods_required,
        };
        self.found.methods.for_password_reset() >= needed
    }

    fn preferred_by_system(&self) -> Option<&'static str> {
        let preferred = self.found.methods.system_preferred();
        preferred.filter(|_| self.found.system_preferred)
    }

    /// Without any method there is no preference to speak of.
    fn preferred_by_user(&self) -> &'static str {
        match self.found.default {
            DefaultMethod::None if self.found.methods.iter().next().is_none() => "",
            DefaultMethod::None => "none",
            DefaultMethod::Push => "push",
            DefaultMethod::Oath => "oath",
            DefaultMethod::Sms => "sms",
            DefaultMethod::VoiceMobile => "voiceMobile",
            DefaultMethod::VoiceAlternateMobile => "voiceAlternateMobile",
            DefaultMethod::VoiceOffice => "voiceOffice",
        }
    }

    fn default_mfa_method(&self) -> &'static str {
        match self.found.default {
            DefaultMethod::None => "none",
            DefaultMethod::Push => Registered::AuthenticatorPush.name(),
            DefaultMethod::Oath => Registered::SoftwareCode.name(),
            DefaultMethod::Sms | DefaultMethod::VoiceMobile => Registered::MobilePhone.name(),
            DefaultMethod::VoiceAlternateMobile => Registered::AlternateMobilePhone.name(),
            DefaultMethod::VoiceOffice => Registered::OfficePhone.name(),
        }
    }

    fn user_type(&self) -> &'static str {
        if self.is_guest() { "guest" } else { "member" }
    }

    fn methods(&self) -> Vec<&'static str> {
        self.found.methods.iter().map(Registered::name).collect()
    }

    fn render(&self) -> Map<String, Value> {
        let methods = self.found.methods;
        let enabled = self.may_reset_password();
        let registered = self.is_registered_for_password_reset();
        let preferred: Vec<_> = self.preferred_by_system().into_iter().collect();
        let row = json!({
            "id": self.user.id,
            "userPrincipalName": &*self.user.user_principal_name,
            "userDisplayName": &*self.user.display_name,
            "userType": self.user_type(),
            "isAdmin": self.administers().is_some(),
            "isSsprRegistered": registered,
            "isSsprEnabled": enabled,
            "isSsprCapable": registered && enabled,
            "isMfaRegistered": methods.make_mfa(),
            "isMfaCapable": methods.make_mfa(),
            "isPasswordlessCapable": methods.make_passwordless(),
            "methodsRegistered": self.methods(),
            "isSystemPreferredAuthenticationMethodEnabled": self.found.system_preferred,
            "systemPreferredAuthenticationMethods": preferred,
            "userPreferredMethodForSecondaryAuthentication": self.preferred_by_user(),
            "lastUpdatedDateTime": timestamp(self.run.at),
        });
        match row {
            Value::Object(row) => row,
            _ => Map::new(),
        }
    }
}

impl Record for Row<'_> {
    fn field(&self, path: &str) -> Field<'_> {
        let methods = self.found.methods;
        match path {
            "userprincipalname" => Field::Text((&*self.user.user_principal_name).into()),
            "userdisplayname" => Field::Text((&*self.user.display_name).into()),
            "usertype" => Field::Text(self.user_type().into()),
            "isadmin" => Field::Flag(self.administers().is_some()),
            "ismfaregistered" | "ismfacapable" => Field::Flag(methods.make_mfa()),
            "ispasswordlesscapable" => Field::Flag(methods.make_passwordless()),
            "isssprregistered" => Field::Flag(self.is_registered_for_password_reset()),
            "isssprenabled" => Field::Flag(self.may_reset_password()),
            "isssprcapable" => {
                Field::Flag(self.may_reset_password() && self.is_registered_for_password_reset())
            }
            "issystempreferredauthenticationmethodenabled" => Field::Flag(self.found.system_preferred),
            "methodsregistered" => Field::Texts(self.methods()),
            "systempreferredauthenticationmethods" => {
                Field::Texts(self.preferred_by_system().into_iter().collect())
            }
            "userpreferredmethodforsecondaryauthentication" => Field::Text(self.preferred_by_user().into()),
            _ => Field::Absent,
        }
    }
}

/// `GET …/userRegistrationDetails`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    reporting::admit(call, PERMISSIONS)?;
    call.query
        .only(&["count", "filter", "orderby", "select", "skiptoken", "top"])?;
    let filter = call.query.get("filter").map(parse).transpose()?;
    let order = call.query.get("orderby").map(order).transpose()?;
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;
    if let Some((by, _)) = order {
        call.tenant.directory.prepare_order(by);
    }
    let directory = &call.tenant.directory;
    let from = window.from();
    let places: Box<dyn Iterator<Item = usize>> = match order {
        None => Box::new(from.unwrap_or(0)..directory.everybody().len()),
        Some((by, descending)) => {
            let sorted = directory.in_order(by).iter().map(|place| *place as usize);
            let reached = move |place: &usize| from.is_some_and(|from| from != *place);
            if descending {
                Box::new(sorted.rev().skip_while(reached))
            } else {
                Box::new(sorted.skip_while(reached))
            }
        }
    };
    let rows = places
        .filter_map(|place| Some((place, Row::of(call, place)?)))
        .filter(|(_, row)| filter.as_ref().is_none_or(|filter| filter.accepts(row)));
    let select = call.query.select();
    let page = window.fill(rows.map(|(place, row)| {
        let mut shown = row.render();
        if call.version == Version::Beta {
            shown.insert("defaultMfaMethod".into(), row.default_mfa_method().into());
        }
        if let Some(names) = &select {
            shown.retain(|name, _| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
        }
        (place, Value::Object(shown))
    }));
    Ok(window.answer(call, call.context(RESOURCE), None, page))
}

/// `GET …/userRegistrationDetails/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    reporting::admit(call, PERMISSIONS)?;
    let id = call.path.segment(3).to_owned();
    let place = uuid::Uuid::try_parse(&id)
        .ok()
        .and_then(|id| call.tenant.directory.place(&id.to_string()));
    call.target = place;
    let row = place.and_then(|place| Row::of(call, place));
    let row = row.ok_or_else(|| {
        Failure::new(
            404,
            "ResourceNotFound",
            format!("User registration details of '{id}' not found."),
        )
    })?;
    let mut body = json!({ "@odata.context": call.context(&format!("{RESOURCE}/$entity")) });
    merge(&mut body, row.render());
    body["defaultMfaMethod"] = row.default_mfa_method().into();
    Ok(Answer::Json(200, body))
}

fn parse(text: &str) -> Result<Filter, Failure> {
    let filter = filter_parser::parse(text)?;
    for (path, demand) in filter.demands() {
        let property = path.as_str();
        let offered = match demand {
            Demand::Test(Operator::Eq) => EQUALS.contains(&property) || NAMES.contains(&property),
            Demand::Test(Operator::StartsWith) => NAMES.contains(&property),
            _ => false,
        };
        if !offered {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: the operation on '{path}' is not supported."
            )));
        }
    }
    Ok(filter)
}

fn order(text: &str) -> Result<(SortKey, bool), Failure> {
    let lower = text.trim().to_ascii_lowercase();
    let (property, direction) = lower.split_once(' ').unwrap_or((lower.as_str(), "asc"));
    let refused = || Failure::syntax(format!("Invalid $orderby clause: '{text}'."));
    let by = match property {
        "userdisplayname" => SortKey::DisplayName,
        "userprincipalname" => SortKey::UserPrincipalName,
        _ => return Err(refused()),
    };
    match direction.trim() {
        "asc" => Ok((by, false)),
        "desc" => Ok((by, true)),
        _ => Err(refused()),
    }
}
